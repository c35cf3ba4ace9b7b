/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hair that is lost two stages further, and hair that goes grey.
 *
 * How bald a place is at a stage: the density that a design for that stage asks for there, over
 * that of a design for the whole scalp. */
#include "what_if.h"

#include <string.h>

/* ---- Receding ---------------------------------------------------------------------------- */

static scalp_status field_of(const scalp_case *document, const scalp_fit *fit, scalp_norwood stage,
                             const scalp_work *work, const double **field, scalp_error *error) {
    scalp_design design;
    const scalp_design_spec spec = {
        .style = document->style,
        .density_per_cm2 = document->density_per_cm2,
        .hairline_height_mm = document->hairline_height_mm,
        .loss = stage,
        .age_years = document->age_years,
        .sex = document->sex,
        .seed = (uint64_t)document->seed,
    };
    SCALP_TRY(scalp_design_make(&fit->head, &spec, work, &design, error));
    *field = design.density_per_cm2;
    return SCALP_OK;
}

static double mean3(const double *field, const uint32_t corner[3]) {
    return (field[corner[0]] + field[corner[1]] + field[corner[2]]) / 3;
}

static double bald_share(double density, double whole) {
    return whole > 0 ? scalp_clamp(density / whole, 0, 1) : 0;
}

typedef struct fields {
    const double *whole, *now, *then;
} fields;

static void measure(const scalp_design *design, const fields *f, scalp_case_recede *r) {
    const scalp_mesh *mesh = design->mesh;
    double now = 0, then = 0;
    for (size_t i = 0; i < mesh->face_count; i++) {
        const uint32_t *corner = mesh->faces[i].v;
        const double cm2 = scalp_mesh_face_area_mm2(mesh, i) / 100;
        const double whole = mean3(f->whole, corner);
        const double bald_then = bald_share(mean3(f->then, corner), whole);
        if (design->zone[i] != SCALP_ZONE_NONE) {
            r->work_cm2 += cm2;
            now += cm2 * bald_share(mean3(f->now, corner), whole);
            then += cm2 * bald_then;
        } else {
            r->outside_cm2 += cm2 * bald_then;
            r->outside_dots += cm2 * mean3(f->then, corner);
        }
    }
    r->bare_now = r->work_cm2 > 0 ? now / r->work_cm2 : 0;
    r->bare_then = r->work_cm2 > 0 ? then / r->work_cm2 : 0;
}

scalp_status case_recede_make(const scalp_case *document, const scalp_fit *fit,
                              const scalp_design *design, const scalp_work *work,
                              scalp_case_recede *recede, scalp_error *error) {
    scalp_norwood stage;
    scalp_case_recede r = {0};
    if (!scalp_norwood_find(document->loss_stage, &stage))
        return scalp_fail(error, SCALP_ERR_INPUT, "loss.stage is no stage of the Norwood scale.");
    r.possible = stage != SCALP_NORWOOD_NONE && stage != SCALP_NORWOOD_VII;
    r.from = scalp_norwood_name(stage);
    r.to = r.from;
    if (r.possible) {
        /* III vertex is III with a spot: two stages on is V as well. */
        const int on = (int)stage + (stage < SCALP_NORWOOD_III_VERTEX ? 3 : 2);
        const scalp_norwood later = on > SCALP_NORWOOD_VII ? SCALP_NORWOOD_VII : (scalp_norwood)on;
        fields f;
        r.to = scalp_norwood_name(later);
        SCALP_TRY(field_of(document, fit, SCALP_NORWOOD_NONE, work, &f.whole, error));
        SCALP_TRY(field_of(document, fit, stage, work, &f.now, error));
        SCALP_TRY(field_of(document, fit, later, work, &f.then, error));
        measure(design, &f, &r);
    }
    *recede = r;
    return SCALP_OK;
}

/* ---- Greying ----------------------------------------------------------------------------- */

static double dilution_of(const scalp_case *document, const scalp_case_kind *kind) {
    for (size_t i = 0; i < document->zone_count; i++) {
        scalp_zone zone;
        if (document->zones[i].dilution > 0 && scalp_zone_find(document->zones[i].zone, &zone) &&
            kind->in_zone[zone])
            return document->zones[i].dilution;
    }
    return kind->scar ? scalp_plan_scar_dilution(document->dilution) : document->dilution;
}

scalp_status case_grey_make(const scalp_case *document, const scalp_case_forecast *forecast,
                            const scalp_work *work, scalp_case_grey *grey, scalp_error *error) {
    const scalp_pigment *pigment = scalp_pigment_find(document->pigment);
    const scalp_hair *hair = scalp_hair_find(document->hair_colour);
    const scalp_hair *white = scalp_hair_find("grey");
    const double percents[2] = {document->grey_percent, 100};
    if (!pigment || !hair || !white)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "hair.colour or treatment.pigment has no row in the tables.");
    *grey = (scalp_case_grey){0};
    for (size_t k = 0; k < forecast->kind_count; k++) {
        const scalp_case_kind *kind = &forecast->kinds[k];
        scalp_match_shade shade[2];
        for (int i = 0; i < 2; i++) {
            const scalp_match_request ask = {.skin = scalp_lab_from_ita_deg(document->ita_deg),
                                             .hair = hair,
                                             .grey_percent = percents[i],
                                             .worn_length_mm = document->worn_length_mm,
                                             .density_per_cm2 = document->density_per_cm2,
                                             .pigment_depth_mm = kind->deposit.depth_mm,
                                             .thickness_mm = kind->deposit.thickness_mm,
                                             .diameter_mm = kind->deposit.diameter_mm};
            const double dilution = dilution_of(document, kind);
            SCALP_TRY(scalp_match_try(&ask, pigment, &dilution, 1, document->needle, work,
                                      &shade[i], error));
        }
        grey->now[k] = shade[0].difference[SCALP_MATCH_DAYLIGHT];
        grey->then[k] = shade[1].difference[SCALP_MATCH_DAYLIGHT];
        grey->dot_now[k] = scalp_lab_difference(shade[0].dot, hair->bundle);
        grey->dot_then[k] = scalp_lab_difference(shade[0].dot, white->bundle);
    }
    return SCALP_OK;
}
