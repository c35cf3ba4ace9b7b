/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fit -> design -> plan -> preview: what the case says, handed to the rooms that do the work. */
#include "drawn.h"
#include "skin.h"

#include <string.h>

/* Chosen, not measured: people differ from the standard head by 3 to 6 mm, landmarks set in haste
 * by 10; a scale that is wrong by a factor of two makes 11 to 34, before the head follows. */
#define MOST_RMS_MM 20.0

static scalp_view view_from_photo(const scalp_case_photo *photo, const scalp_photo_facts *facts) {
    scalp_view view = {
        .id = photo->id,
        .side = photo->view,
        .width = facts->width,
        .height = facts->height,
        .focal_px = photo->focal_px,
        .focal_35mm = facts->focal_35mm,
        .has_scale = photo->has_scale,
        .scale_from = photo->scale_from,
        .scale_to = photo->scale_to,
        .scale_mm = photo->scale_mm,
        .midline = photo->midline,
        .midline_count = photo->midline_count,
        .photo = facts->picture,
    };
    memcpy(view.has, photo->has, sizeof view.has);
    memcpy(view.px, photo->px, sizeof view.px);
    return view;
}

/* Landmarks alone are judged by the room head. Together with a scale or a focal length that is
 * wrong by a factor they leave no head at all, or one behind the camera. */
static scalp_status check_fit(const scalp_case *document, const scalp_fit *fit,
                              scalp_error *error) {
    for (size_t i = 0; i < fit->view_count; i++) {
        const scalp_view_fit *view = &fit->views[i];
        if (view->px_per_mm > 0 && view->unshaped_rms_mm <= MOST_RMS_MM)
            continue;
        return scalp_fail(error, SCALP_ERR_NO,
                          "Photo %s: its landmarks lie %.0f mm (RMS) away from every head that "
                          "agrees with its scale and focal length; check the two ends and the mm "
                          "of the scale, the focal length and the landmarks.",
                          document->photos[i].id, view->unshaped_rms_mm);
    }
    return SCALP_OK;
}

bool scalp_case_has_scan(const scalp_case *document) {
    return strcmp(document->head_source, "scan") == 0;
}

scalp_status scalp_case_fit(const scalp_case *document, const scalp_photo_facts *facts,
                            const scalp_head *scan, const scalp_work *work, scalp_fit *fit,
                            scalp_error *error) {
    scalp_view views[SCALP_CASE_MAX_PHOTOS];
    for (size_t i = 0; i < document->photo_count; i++)
        views[i] = view_from_photo(&document->photos[i], &facts[i]);
    if (scalp_case_has_scan(document) && !scan)
        return scalp_fail(error, SCALP_ERR_INPUT, "The case's scan was not read; read it first.");
    if (scan)
        SCALP_TRY(
            scalp_fit_scan(scan, document->sex, views, document->photo_count, work, fit, error));
    else
        SCALP_TRY(scalp_fit_make(&document->measures, document->sex, views, document->photo_count,
                                 work, fit, error));
    return check_fit(document, fit, error);
}

/* Others are for loss of all hair, or for areas alone: no stage speaks against them. */
static bool follows_loss(const char *style) {
    scalp_style_facts facts;
    for (size_t i = 0; scalp_style_facts_of(i, &facts); i++) {
        if (strcmp(facts.name, style) == 0)
            return facts.by_loss;
    }
    return true;
}

/* What a stage leaves that is no outline of bald skin, as hair that is there: a dot stands for a
 * hair, so a full head has as many of them as dots are wanted. NULL where the outline will do. */
static scalp_status left_by_stage(const scalp_case *document, const scalp_fit *fit,
                                  const scalp_work *work, const double **existing,
                                  scalp_error *error) {
    scalp_norwood norwood;
    const bool outline = !follows_loss(document->style) ||
                         strcmp(document->loss_stage, "none") == 0 ||
                         (strcmp(document->loss_scale, "norwood") == 0 &&
                          scalp_norwood_find(document->loss_stage, &norwood));
    const double *left;
    void *memory;
    *existing = NULL;
    if (outline)
        return SCALP_OK;
    SCALP_TRY(scalp_design_hair_left(&fit->head, document->loss_scale, document->loss_stage, work,
                                     &left, error));
    const size_t count = fit->head.mesh.vertex_count;
    SCALP_TRY(scalp_work_take(work, count, sizeof(double), &memory, error));
    double *to = memory;
    for (size_t i = 0; i < count; i++)
        to[i] = fit->head.region[i] == SCALP_REGION_SCALP ? left[i] * document->density_per_cm2 : 0;
    *existing = to;
    return SCALP_OK;
}

/* Zones of the scalp; the others are areas. */
static scalp_status scalp_zones(const scalp_case *document, scalp_zone_spec *zones, size_t *count,
                                scalp_error *error) {
    *count = 0;
    for (size_t i = 0; i < document->zone_count; i++) {
        scalp_zone zone = SCALP_ZONE_NONE;
        if (!scalp_zone_find(document->zones[i].zone, &zone))
            return scalp_fail(error, SCALP_ERR_INPUT, "design.zones[%zu].zone is no zone.", i);
        if (zone <= SCALP_ZONE_NAPE)
            zones[(*count)++] = (scalp_zone_spec){zone, document->zones[i].density_per_cm2};
    }
    return SCALP_OK;
}

scalp_status scalp_case_design_with(const scalp_case *document, const scalp_fit *fit,
                                    const double *existing_per_cm2, const scalp_work *work,
                                    scalp_design *design, scalp_error *error) {
    if (!existing_per_cm2)
        SCALP_TRY(left_by_stage(document, fit, work, &existing_per_cm2, error));
    scalp_zone_spec zones[SCALP_DESIGN_MAX_ZONES];
    scalp_hairline_spec hairline = scalp_hairline_spec_none();
    scalp_drawn drawn;
    hairline.shape = document->hairline_shape[0] ? document->hairline_shape : NULL;
    memcpy(hairline.number, document->hairline, sizeof hairline.number);
    scalp_design_spec spec = {
        .style = document->style,
        .density_per_cm2 = document->density_per_cm2,
        .hairline_height_mm = document->hairline_height_mm,
        .age_years = document->age_years,
        .sex = document->sex,
        .look = document->look[0] ? document->look : NULL,
        .hairline = &hairline,
        .zones = zones,
        .existing_per_cm2 = existing_per_cm2,
        .seed = (uint64_t)document->seed,
    };
    SCALP_TRY(scalp_zones(document, zones, &spec.zone_count, error));
    SCALP_TRY(scalp_drawn_make(document, fit, work, &drawn, error));
    spec.areas = drawn.list;
    spec.area_count = drawn.count;
    /* With another scale or a variant the hair that is there says all. */
    if (strcmp(document->loss_scale, "norwood") != 0 ||
        !scalp_norwood_find(document->loss_stage, &spec.loss))
        spec.loss = SCALP_NORWOOD_NONE;
    return scalp_design_make(&fit->head, &spec, work, design, error);
}

scalp_status scalp_case_design(const scalp_case *document, const scalp_fit *fit,
                               const scalp_work *work, scalp_design *design, scalp_error *error) {
    return scalp_case_design_with(document, fit, NULL, work, design, error);
}

const char *scalp_case_reason(const scalp_case *document, const char *rule) {
    for (size_t i = 0; scalp_rule_id(i); i++) {
        if (strcmp(scalp_rule_id(i), rule) == 0)
            return document->reasons[i];
    }
    return "";
}

scalp_status scalp_case_reasons_check(const scalp_case *document, const scalp_design *design,
                                      scalp_error *error) {
    for (size_t i = 0; i < design->check_count; i++) {
        const scalp_check *check = &design->checks[i];
        if (!check->needs_reason || scalp_case_reason(document, check->id)[0])
            continue;
        return scalp_fail(error, SCALP_ERR_NO,
                          "%s To go on all the same, give the reason in the case as "
                          "design.reasons: {\"%s\": \"...\"}.",
                          check->message, check->id);
    }
    return SCALP_OK;
}

/* Tape, calliper and scanner are good to a hundredth; who has not been measured is one of many:
 * men's circumference is 574 +- 15 mm (ANSUR II). */
double scalp_case_length_sd(const scalp_case *document, const scalp_fit *fit) {
    const scalp_head_measures *m = &document->measures;
    const int given = (m->length_mm > 0) + (m->breadth_mm > 0) + (m->circumference_mm > 0) +
                      (m->tragion_vertex_mm > 0);
    const bool measured = given >= 2 || scalp_case_has_scan(document);
    double sd = measured ? 0.01 : given == 1 ? 0.02 : 0.027;
    for (size_t i = 0; i < fit->view_count; i++) {
        const scalp_view_fit *view = &fit->views[i];
        const double own = view->px_per_mm_sd / view->px_per_mm;
        sd = own > 0 && own < sd ? own : sd;
    }
    return sd;
}

/* How far skull and landmarks lie from where they are taken to be: on a scan as its registration
 * has it, in photos as their fit does (README of room head), else as people differ
 * (data/landmark_spread.csv). */
double scalp_case_border_sd_mm(const scalp_case *document, const scalp_fit *fit) {
    if (scalp_case_has_scan(document))
        return 2;
    return fit->view_count > 0 ? 3 : 4;
}

static scalp_status set_needle(const char *from, char to[SCALP_NEEDLE_NAME], const char *path,
                               scalp_error *error) {
    const size_t length = strlen(from);
    if (length >= SCALP_NEEDLE_NAME)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s is longer than any needle's code.", path);
    memcpy(to, from, length + 1);
    return SCALP_OK;
}

static scalp_status set_pigment(const char *from, char to[SCALP_PIGMENT_NAME], scalp_error *error) {
    const size_t length = strlen(from);
    if (length >= SCALP_PIGMENT_NAME)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "treatment.pigment is longer than any pigment's name.");
    memcpy(to, from, length + 1);
    return SCALP_OK;
}

/* A zone that only has a density of its own is treated as the rest. */
static bool treated_otherwise(const scalp_case_zone *zone) {
    return zone->needle[0] || zone->needle_depth_mm > 0 || zone->pigment_depth_mm > 0 ||
           zone->diameter_mm > 0 || zone->dilution > 0 || zone->expected_retention > 0 ||
           zone->session_count > 0 || zone->scar[0];
}

static scalp_scar scar_of(const scalp_case_zone *zone) {
    if (zone->scar[0] == 0)
        return SCALP_SCAR_BY_ZONE;
    return strcmp(zone->scar, "yes") == 0 ? SCALP_SCAR_YES : SCALP_SCAR_NO;
}

scalp_status scalp_case_treatment(const scalp_case *document, const scalp_work *work,
                                  scalp_treatment *treatment, scalp_error *error) {
    void *memory;
    SCALP_TRY(
        scalp_work_take(work, document->zone_count, sizeof(scalp_zone_treatment), &memory, error));
    scalp_zone_treatment *zones = memory;
    size_t count = 0;
    for (size_t i = 0; i < document->zone_count; i++) {
        const scalp_case_zone *from = &document->zones[i];
        if (!treated_otherwise(from))
            continue;
        scalp_zone_treatment *to = &zones[count++];
        *to = (scalp_zone_treatment){0};
        to->needle_depth_mm = from->needle_depth_mm;
        to->pigment_depth_mm = from->pigment_depth_mm;
        to->diameter_mm = from->diameter_mm;
        to->dilution = from->dilution;
        to->expected_retention = from->expected_retention;
        to->scar = scar_of(from);
        memcpy(to->session_shares, from->session_shares, sizeof to->session_shares);
        SCALP_TRY(set_needle(from->needle, to->needle, "design.zones: a needle", error));
        if (!scalp_zone_find(from->zone, &to->zone))
            return scalp_fail(error, SCALP_ERR_INPUT, "design.zones[%zu].zone is no zone.", i);
    }
    scalp_treatment result = {
        .needle_depth_mm = document->needle_depth_mm,
        .pigment_depth_mm = document->pigment_depth_mm,
        .thickness_mm = document->thickness_mm,
        .diameter_mm = document->diameter_mm,
        .dilution = document->dilution,
        .expected_retention = document->expected_retention,
        .hairline_full = strcmp(document->hairline_start, "full") == 0,
        .dots_per_second = document->dots_per_second,
        .strokes_per_minute = document->strokes_per_minute,
        .break_every_min = document->break_every_min,
        .break_min = document->break_min,
        .day_limit_min = document->day_limit_min,
        .zones = zones,
        .zone_count = count,
    };
    SCALP_TRY(set_needle(document->needle, result.needle, "treatment.needle", error));
    SCALP_TRY(set_pigment(document->pigment, result.pigment, error));
    for (size_t i = 0; i < document->session_count; i++)
        result.session_shares[i] = document->session_shares[i];
    *treatment = result;
    return SCALP_OK;
}

scalp_status scalp_case_plan(const scalp_case *document, const scalp_design *design,
                             const scalp_work *work, scalp_plan *plan, scalp_error *error) {
    scalp_treatment treatment;
    SCALP_TRY(scalp_case_reasons_check(document, design, error));
    SCALP_TRY(scalp_case_treatment(document, work, &treatment, error));
    return scalp_plan_make(design, &treatment, document->regularity, (uint64_t)document->seed, work,
                           plan, error);
}

/* ---- Preview ------------------------------------------------------------------------------- */

/* Of sessions without a date: the plan's own interval after the one before, or the usual. Placed
 * dots are as old as the plan says. */
static void set_days(const scalp_case *document, const scalp_plan *plan, double *day) {
    const scalp_placed *placed = &plan->placed;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        const double own = s < plan->session_count ? plan->sessions[s].gap_days : 0;
        day[s] = s > 0 ? day[s - 1] + (own > 0 ? own : scalp_plan_usual_days(s, s + 1)) : 0;
        if (s < document->date_count)
            scalp_case_day_from_date(document->session_dates[s], &day[s]);
    }
    for (unsigned s = 0; placed->first_session > s + 1; s++) {
        if (placed->days_before[s] > 0)
            day[s] = day[placed->first_session - 1] - placed->days_before[s];
    }
}

static scalp_status draw(const scalp_case *document, const scalp_scene *scene,
                         const scalp_image *photo, const scalp_render_params *given,
                         const scalp_work *work, scalp_image *picture, scalp_error *error) {
    scalp_render_params params = *given;
    scalp_skin_parts skin;
    scalp_wear wear[SCALP_ZONE_COUNT];
    SCALP_TRY(scalp_case_skin_parts(document, work, &skin, error));
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        wear[z] = scalp_case_wear(document, (scalp_zone)z);
    set_days(document, scene->plan, params.session_day);
    params.skin = &skin;
    params.wear = wear;
    return scalp_render_photo(scene, photo, &params, work, picture, error);
}

/* Brow hair that the planned dots stand for is not painted, or it would hide them: all of it where
 * they are, most of it beside them on that side. */
static scalp_status find_bare_brow(const scalp_scene *scene, const scalp_work *work,
                                   const float **bare, scalp_error *error) {
    static const float beside = 0.7F;
    const scalp_mesh *mesh = &scene->head->mesh;
    const scalp_design *design = scene->design;
    const bool left = design->dots[SCALP_ZONE_BROW_L] + design->strokes[SCALP_ZONE_BROW_L] > 0,
               right = design->dots[SCALP_ZONE_BROW_R] + design->strokes[SCALP_ZONE_BROW_R] > 0;
    void *memory;
    *bare = NULL;
    if (!left && !right)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(float), &memory, error));
    float *share = memory;
    for (size_t i = 0; i < mesh->vertex_count; i++)
        share[i] = (mesh->vertices[i].x < 0 ? right : left) ? beside : 0;
    for (size_t f = 0; f < mesh->face_count; f++) {
        if (design->zone[f] == SCALP_ZONE_BROW_L || design->zone[f] == SCALP_ZONE_BROW_R)
            for (int k = 0; k < 3; k++)
                share[mesh->faces[f].v[k]] = 1;
    }
    *bare = share;
    return SCALP_OK;
}

/* The rendered head, its scars pale. */
static scalp_status draw_bare(const scalp_case *document, const scalp_scene *scene,
                              scalp_light light, const scalp_work *work, scalp_image *picture,
                              scalp_error *error) {
    scalp_head_look look = {.skin = scalp_lab_from_ita_deg(document->ita_deg),
                            .light = light,
                            .seed = (uint64_t)document->seed,
                            .hair = scene->hair,
                            .hair_mm = document->worn_length_mm,
                            .grey_share = document->grey_percent / 100};
    const scalp_hair *hair = scalp_hair_find(document->hair_colour);
    const scalp_pale_spot *spots;
    size_t count;
    scalp_skin_parts skin;
    scalp_image head;
    if (hair)
        look.hair_colour = hair->bundle;
    SCALP_TRY(find_bare_brow(scene, work, &look.bare_brow, error));
    SCALP_TRY(scalp_render_head(scene->head, &scene->camera, &look, work, &head, error));
    SCALP_TRY(
        scalp_layout_spots(scene->design, (uint64_t)document->seed, work, &spots, &count, error));
    SCALP_TRY(scalp_case_skin_parts(document, work, &skin, error));
    return scalp_render_scars(scene, spots, count, &skin, light, &head, work, picture, error);
}

scalp_status scalp_case_before(const scalp_case *document, const scalp_scene *scene,
                               const scalp_image *photo, scalp_light light, const scalp_work *work,
                               scalp_image *picture, scalp_error *error) {
    if (!photo)
        return draw_bare(document, scene, light, work, picture, error);
    *picture = *photo;
    return SCALP_OK;
}

scalp_status scalp_case_preview(const scalp_case *document, const scalp_scene *scene,
                                const scalp_image *photo, const scalp_render_params *params,
                                const scalp_work *work, scalp_image *picture, scalp_error *error) {
    scalp_image before;
    SCALP_TRY(scalp_case_before(document, scene, photo, params->light, work, &before, error));
    return draw(document, scene, &before, params, work, picture, error);
}
