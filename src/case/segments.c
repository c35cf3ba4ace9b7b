/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skin, hair and ground of a photo of the case, and the hair that its photos show on the head. */
#include <scalptor/case.h>

#include <string.h>

static const double hair_worn_short_mm = 3; /* stubble up to there is what dots imitate */
static const double share_worth_a_word = 0.03;
/* How much the stage of loss counts beside one photo that looks straight at the place. */
static const double stage_weight = 0.15;

scalp_status scalp_case_segment(const scalp_case *document, size_t index, const scalp_fit *fit,
                                const scalp_image *photo, const scalp_work *work,
                                scalp_segments *segments, scalp_error *error) {
    scalp_stroke strokes[SCALP_CASE_MAX_STROKES];
    size_t count = 0;
    for (size_t i = 0; i < document->stroke_count; i++) {
        const scalp_case_stroke *from = &document->strokes[i];
        if (from->photo == index)
            strokes[count++] = (scalp_stroke){from->kind, document->stroke_points + from->first,
                                              from->count, from->radius_px};
    }
    if (!fit)
        return scalp_segment_strokes(photo, strokes, count, NULL, work, segments, error);
    scalp_seed_map map;
    SCALP_TRY(scalp_render_seeds(&fit->head, &fit->views[index].camera, work, &map, error));
    return scalp_segment_strokes(photo, strokes, count, &map, work, segments, error);
}

static bool has_stroke(const scalp_case *document, size_t photo, scalp_stuff kind) {
    for (size_t i = 0; i < document->stroke_count; i++)
        if (document->strokes[i].photo == photo && document->strokes[i].kind == kind)
            return true;
    return false;
}

scalp_status scalp_case_skin(const scalp_case *document, size_t index,
                             const scalp_segments *segments, const scalp_work *work,
                             scalp_mask *skin, scalp_error *error) {
    const size_t pixels = (size_t)segments->width * (size_t)segments->height;
    void *memory;
    SCALP_TRY(scalp_work_take(work, pixels, 1, &memory, error));
    uint8_t *to = memory;
    const bool ground = has_stroke(document, index, SCALP_STUFF_BACKGROUND);
    for (size_t i = 0; i < pixels; i++) {
        const int off = segments->alpha[SCALP_STUFF_HAIR][i] +
                        segments->alpha[SCALP_STUFF_OTHER][i] +
                        (ground ? segments->alpha[SCALP_STUFF_BACKGROUND][i] : 0);
        to[i] = (uint8_t)(off < 255 ? 255 - off : 0);
    }
    *skin = (scalp_mask){
        to, segments->width, segments->height, 1, {0, 0, segments->width, segments->height}};
    return SCALP_OK;
}

bool scalp_case_hair_hides(const scalp_case *document, double share) {
    return share > share_worth_a_word && document->worn_length_mm <= hair_worn_short_mm;
}

scalp_status scalp_case_hair_share(size_t index, const scalp_fit *fit, const scalp_design *design,
                                   const scalp_segments *segments, const scalp_work *work,
                                   double *share, scalp_error *error) {
    const size_t vertices = fit->head.mesh.vertex_count;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory;
    SCALP_TRY(scalp_work_take(work, vertices * 2, sizeof(double), &memory, error));
    double *sum = memory, *weight = sum + vertices, all = 0, hair = 0;
    SCALP_TRY(scalp_render_carry(&fit->head, &fit->views[index].camera,
                                 segments->alpha[SCALP_STUFF_HAIR], work, sum, weight, error));
    for (size_t i = 0; i < vertices; i++) {
        if (!(weight[i] > 0) || !(design->density_per_cm2[i] > 0))
            continue;
        all += weight[i];
        hair += sum[i];
    }
    scalp_arena_return(work->memory, mark);
    *share = all > 0 ? scalp_clamp(hair / all, 0, 1) : 0;
    return SCALP_OK;
}

/* ---- Hair on the head ---------------------------------------------------------------------- */

scalp_status scalp_case_hair_open(const scalp_fit *fit, const scalp_work *work,
                                  scalp_case_hair *hair, scalp_error *error) {
    void *memory;
    hair->count = fit->head.mesh.vertex_count;
    SCALP_TRY(scalp_work_take(work, hair->count * 2, sizeof(double), &memory, error));
    hair->sum = memory;
    hair->weight = hair->sum + hair->count;
    return SCALP_OK;
}

scalp_status scalp_case_hair_add(const scalp_fit *fit, size_t index, const scalp_segments *segments,
                                 const scalp_work *work, scalp_case_hair *hair,
                                 scalp_error *error) {
    return scalp_render_carry(&fit->head, &fit->views[index].camera, segments->cover, work,
                              hair->sum, hair->weight, error);
}

scalp_status scalp_case_hair_close(const scalp_case *document, const scalp_fit *fit,
                                   const scalp_case_hair *hair, const scalp_work *work,
                                   const double **existing_per_cm2, scalp_error *error) {
    const double *left;
    void *memory;
    SCALP_TRY(scalp_design_hair_left(&fit->head, document->loss_scale, document->loss_stage, work,
                                     &left, error));
    SCALP_TRY(scalp_work_take(work, hair->count, sizeof(double), &memory, error));
    double *existing = memory;
    for (size_t i = 0; i < hair->count; i++) {
        const double share =
            (hair->sum[i] + stage_weight * left[i]) / (hair->weight[i] + stage_weight);
        existing[i] =
            fit->head.region[i] == SCALP_REGION_SCALP ? share * document->density_per_cm2 : 0;
    }
    *existing_per_cm2 = existing;
    return SCALP_OK;
}
