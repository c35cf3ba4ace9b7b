/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One photo of a case: its marks, where it was taken from, its dots. */
#include "inspect_case.h"

#include <string.h>

static const double mark_margin_mm = 0.7;
static const double mark_length_mm = 10;
static const uint8_t half = 128;

enum { most_ties = 32 };

/* The job's work with memory of its own, for what is not kept. */
static scalp_work beside(const cli_job *job, scalp_arena *memory) {
    scalp_work work = job->work;
    work.memory = memory;
    return work;
}

static scalp_status read_image(cli_job *job, const cli_on_head *on, const char *file,
                               const scalp_work *work, scalp_photo_facts *facts, scalp_image *image,
                               scalp_error *error) {
    scalp_bytes bytes;
    const char *path = cli_client_file_path(job, on->client, file);
    if (!path)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory; close other programs.");
    const scalp_arena_mark mark = scalp_arena_here(job->work.memory);
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_IMAGE_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_image_facts(bytes, path, work, facts, error));
    SCALP_TRY(scalp_codec_image_read(bytes, path, work, image, error));
    scalp_arena_return(job->work.memory, mark);
    return SCALP_OK;
}

/* ---- Marks ------------------------------------------------------------------------------------
 */

typedef struct found_marks {
    scalp_pin_length lengths[SCALP_ONTO_MAX_LENGTHS];
    size_t length_count;
    scalp_case_tie ties[most_ties];
    size_t tie_count;
} found_marks;

static void add_lengths(const scalp_marks *marks, found_marks *to) {
    for (size_t i = 0; i < marks->count && to->length_count < SCALP_ONTO_MAX_LENGTHS; i++) {
        const scalp_scale *scale = &marks->marks[i].scale;
        scalp_pin_length *length = &to->lengths[to->length_count++];
        scalp_scale_points(scale, mark_length_mm, &length->from, &length->to);
        length->mm = mark_length_mm;
        length->sd = scale->px_per_mm_sd / scale->px_per_mm;
    }
}

/* Corners of the marks that this photo of the case shows as well. */
static void add_ties(const scalp_marks *near, const scalp_marks *far, const char *photo,
                     found_marks *to) {
    for (size_t i = 0; i < near->count; i++) {
        for (size_t k = 0; k < far->count; k++) {
            const scalp_scale *a = &near->marks[i].scale, *b = &far->marks[k].scale;
            if (a->kind != b->kind || a->number != b->number)
                continue;
            for (int corner = 0; corner < 4 && to->tie_count < most_ties; corner++) {
                scalp_case_tie *tie = &to->ties[to->tie_count++];
                memset(tie, 0, sizeof *tie);
                memcpy(tie->in, photo, strlen(photo) + 1);
                tie->px = a->outline_px[corner];
                tie->at[0] = b->outline_px[corner].x;
                tie->at[1] = b->outline_px[corner].y;
            }
        }
    }
}

static scalp_status look_for_ties(cli_job *job, const cli_on_head *on, const scalp_marks *near,
                                  found_marks *to, scalp_error *error) {
    const scalp_case *c = &on->client->document;
    for (size_t i = 0; i < c->photo_count; i++) {
        scalp_arena *memory;
        scalp_photo_facts facts;
        scalp_image image;
        scalp_marks far;
        const scalp_marks_params params = {.focal_px = c->photos[i].focal_px};
        if (scalp_arena_open(NULL, &memory) != SCALP_OK)
            return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory; close other programs.");
        const scalp_work work = beside(job, memory);
        scalp_status status = read_image(job, on, c->photos[i].file, &work, &facts, &image, error);
        if (status == SCALP_OK)
            status = scalp_marks_find(&image, &params, &work, &far, error);
        if (status == SCALP_OK)
            add_ties(near, &far, c->photos[i].id, to);
        scalp_arena_close(&memory);
        if (status != SCALP_OK)
            return status;
    }
    return SCALP_OK;
}

/* ---- What is not skin --------------------------------------------------------------------------
 */

static scalp_status mask_make(cli_job *job, const cli_on_head *on, const cli_shot *shot,
                              const scalp_image *image, const scalp_marks *marks,
                              const scalp_work *work, const uint8_t **mask, scalp_error *error) {
    const size_t pixels = (size_t)image->width * (size_t)image->height;
    const uint8_t *under;
    scalp_mask skin = {0};
    void *memory;
    double share;
    SCALP_TRY(scalp_work_take(work, pixels, 1, &memory, error));
    uint8_t *why = memory;
    memset(why, SCALP_UNSEEN_NOT, pixels);
    SCALP_TRY(
        scalp_marks_mask(marks, image->width, image->height, mark_margin_mm, work, &under, error));
    if (!shot->close_up)
        SCALP_TRY(scalp_case_keep(&on->client->document, shot->index, &on->result.fit,
                                  &on->result.design, image, work, &skin, &share, error));
    const int columns = skin.cells ? skin.width : 0;
    for (int y = 0; y < image->height; y++) {
        for (int x = 0; x < image->width; x++) {
            const size_t at = (size_t)y * (size_t)image->width + (size_t)x;
            if (under[at])
                why[at] = SCALP_UNSEEN_MARK;
            if (columns == 0 || x < skin.box.left || y < skin.box.top || x >= skin.box.right ||
                y >= skin.box.bottom)
                continue;
            const int i = (x - skin.box.left) / skin.factor, j = (y - skin.box.top) / skin.factor;
            const size_t cell = (size_t)(j < skin.height ? j : skin.height - 1) * (size_t)columns +
                                (size_t)(i < columns ? i : columns - 1);
            if (skin.cells[cell] < half)
                why[at] = SCALP_UNSEEN_NO_SKIN;
        }
    }
    (void)job;
    *mask = why;
    return SCALP_OK;
}

/* ---- The photo ----------------------------------------------------------------------------------
 */

static scalp_status place(cli_job *job, const cli_on_head *on, cli_shot *shot,
                          const scalp_photo_facts *facts, const scalp_marks *near,
                          scalp_error *error) {
    const scalp_fit *fit = &on->result.fit;
    const scalp_bvh *bvh;
    SCALP_TRY(scalp_bvh_make(&fit->head.mesh, &job->work, &bvh, error));
    if (!shot->close_up) {
        shot->placement = scalp_place_from_fit(&fit->head.mesh, bvh, &fit->views[shot->index]);
    } else {
        found_marks found = {.length_count = 0};
        add_lengths(near, &found);
        if (near->count > 0)
            SCALP_TRY(look_for_ties(job, on, near, &found, error));
        shot->marks = near->count;
        shot->mark_ties = found.tie_count;
        const scalp_close_up_marks marks = {found.lengths, found.length_count, found.ties,
                                            found.tie_count};
        SCALP_TRY(scalp_case_close_up_place(&on->client->document, shot->index, fit, facts, &marks,
                                            &job->work, &shot->placement, error));
    }
    if (scalp_flat_from_placement(&fit->head.mesh, bvh, &shot->placement, &shot->flat))
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_NO,
                      "Photo %s: its middle lies beside the head, as it is placed; check its ties.",
                      shot->id);
}

/* What was found, out of memory that is given up. */
static scalp_status keep(const cli_job *job, const scalp_finds *from, scalp_finds *to,
                         scalp_error *error) {
    void *dots, *why;
    const size_t cells = (size_t)from->window.columns * (size_t)from->window.rows;
    *to = *from;
    SCALP_TRY(scalp_work_take(&job->work, from->count, sizeof(scalp_found), &dots, error));
    SCALP_TRY(scalp_work_take(&job->work, cells, 1, &why, error));
    if (from->count > 0)
        memcpy(dots, from->dots, from->count * sizeof(scalp_found));
    if (cells > 0)
        memcpy(why, from->window.why, cells);
    to->dots = dots;
    to->window.why = why;
    return SCALP_OK;
}

static scalp_status leave_out(const cli_job *job, cli_shot *shot, const char *why,
                              scalp_error *error) {
    char sentence[400];
    snprintf(sentence, sizeof sentence, "Photo %s has no part: %s", shot->id, why);
    shot->left_out = scalp_arena_text(job->work.memory, sentence, strlen(sentence));
    return shot->left_out ? SCALP_OK : scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory.");
}

static scalp_status find_in(cli_job *job, const cli_on_head *on, cli_shot *shot,
                            const scalp_image *image, const scalp_marks *marks,
                            const scalp_work *work, scalp_error *error) {
    scalp_find_params params = {0};
    scalp_finds finds;
    scalp_error why;
    SCALP_TRY(mask_make(job, on, shot, image, marks, work, &params.mask, error));
    const scalp_status status = scalp_find(image, &shot->flat, &params, work, &finds, &why);
    if (status == SCALP_ERR_NO)
        return leave_out(job, shot, why.message, error);
    if (status != SCALP_OK)
        return scalp_fail(error, status, "Photo %s: %s", shot->id, why.message);
    if (!finds.quality.judged)
        return leave_out(job, shot,
                         finds.quality.note ? finds.quality.note : "nothing of it can be judged.",
                         error);
    return keep(job, &finds, &shot->finds, error);
}

static scalp_status make(cli_job *job, cli_on_head *on, cli_shot *shot, const scalp_work *work,
                         scalp_error *error) {
    scalp_photo_facts facts;
    scalp_image image;
    scalp_marks marks;
    const scalp_case *c = &on->client->document;
    scalp_marks_params params = {.focal_px = shot->close_up ? c->close_ups[shot->index].focal_px
                                                            : c->photos[shot->index].focal_px};
    SCALP_TRY(read_image(job, on, shot->file, work, &facts, &image, error));
    SCALP_TRY(cli_card_read(job, cli_text(job, "card", NULL), &params.card, error));
    SCALP_TRY(scalp_marks_find(&image, &params, work, &marks, error));
    SCALP_TRY(place(job, on, shot, &facts, &marks, error));
    return find_in(job, on, shot, &image, &marks, work, error);
}

scalp_status cli_shot_make(cli_job *job, cli_on_head *on, cli_shot *shot, scalp_error *error) {
    scalp_arena *memory;
    if (scalp_arena_open(NULL, &memory) != SCALP_OK)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory; close other programs.");
    const scalp_work work = beside(job, memory);
    const scalp_status status = make(job, on, shot, &work, error);
    scalp_arena_close(&memory);
    return status;
}
