/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A design from a wish: style, hairline, stage of loss, zones. */
#include <scalptor/design.h>

#include "density.h"
#include "frame.h"
#include "judge.h"

#include <string.h>

enum { every = 2 }; /* points of the hairline handed out: one in so many */

static scalp_status check_range(const char *what, double value, double low, double high,
                                scalp_error *error) {
    if (value >= low && value <= high)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT, "The %s is %g; it must be %g to %g.", what, value,
                      low, high);
}

static scalp_status check_zones(const scalp_design_spec *spec, scalp_error *error) {
    if (spec->zone_count > SCALP_DESIGN_MAX_ZONES) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The design names %zu zones; at most %d can be given.", spec->zone_count,
                          SCALP_DESIGN_MAX_ZONES);
    }
    for (size_t i = 0; i < spec->zone_count; i++) {
        const scalp_zone_spec *z = &spec->zones[i];
        if ((int)z->zone <= SCALP_ZONE_NONE || z->zone > SCALP_ZONE_NAPE) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Zone %zu of the design is no zone of the scalp.", i + 1);
        }
        for (size_t k = 0; k < i; k++) {
            if (spec->zones[k].zone == z->zone) {
                return scalp_fail(error, SCALP_ERR_INPUT,
                                  "The design names the zone %s twice; name it once.",
                                  scalp_zone_name(z->zone));
            }
        }
        if (!(z->density_per_cm2 == 0))
            SCALP_TRY(check_range("density of a zone in dots per cm2", z->density_per_cm2, 20, 250,
                                  error));
    }
    return SCALP_OK;
}

static scalp_status check_spec(const scalp_design_spec *spec, const scalp_style **style,
                               scalp_error *error) {
    const char *name = spec->style ? spec->style : "natural";
    *style = scalp_style_find(name);
    if (!*style) {
        char list[240];
        scalp_style_list(list, sizeof list);
        return scalp_fail(error, SCALP_ERR_INPUT, "There is no style \"%.40s\"; there are: %s.",
                          name, list);
    }
    if (spec->sex && strcmp(spec->sex, "male") != 0 && strcmp(spec->sex, "female") != 0) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The sex is \"%.20s\"; it must be male or female.", spec->sex);
    }
    if (spec->look && strcmp(spec->look, "masculine") != 0 && strcmp(spec->look, "feminine") != 0 &&
        strcmp(spec->look, "neutral") != 0) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The look is \"%.20s\"; it must be masculine, feminine or neutral.",
                          spec->look);
    }
    if (!(spec->density_per_cm2 == 0))
        SCALP_TRY(check_range("density in dots per cm2", spec->density_per_cm2, 20, 250, error));
    if (!(spec->hairline_height_mm == 0))
        SCALP_TRY(
            check_range("height of the hairline in mm", spec->hairline_height_mm, 50, 110, error));
    SCALP_TRY(check_range("age in years", spec->age_years, 0, 120, error));
    if ((int)spec->loss < 0 || spec->loss >= SCALP_NORWOOD_COUNT)
        return scalp_fail(error, SCALP_ERR_INPUT, "The stage of hair loss is none of the scale.");
    return check_zones(spec, error);
}

/* Two stages on: what the plan should still fit, should the loss go on. */
static scalp_norwood stage_to_plan_for(scalp_norwood stage) {
    static const scalp_norwood later[SCALP_NORWOOD_COUNT] = {
        [SCALP_NORWOOD_NONE] = SCALP_NORWOOD_III, [SCALP_NORWOOD_II] = SCALP_NORWOOD_IV,
        [SCALP_NORWOOD_III] = SCALP_NORWOOD_V,    [SCALP_NORWOOD_III_VERTEX] = SCALP_NORWOOD_V,
        [SCALP_NORWOOD_IV] = SCALP_NORWOOD_VI,    [SCALP_NORWOOD_V] = SCALP_NORWOOD_VII,
        [SCALP_NORWOOD_VI] = SCALP_NORWOOD_VII,   [SCALP_NORWOOD_VII] = SCALP_NORWOOD_VII,
    };
    return later[stage];
}

static scalp_status check_existing(const scalp_head *head, const double *existing,
                                   scalp_error *error) {
    for (size_t i = 0; existing && i < head->mesh.vertex_count; i++) {
        if (!(existing[i] >= 0 && existing[i] <= 1000)) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The hair measured at vertex %zu is %g per cm2; it must be 0 to "
                              "1000.",
                              i + 1, existing[i]);
        }
    }
    return SCALP_OK;
}

typedef struct placing {
    const scalp_places *places;
    const scalp_frame *frame;
    const scalp_path *line;
    scalp_vec3 *points;
} placing;

static void place_point(void *context, size_t i) {
    const placing *p = context;
    p->points[i] =
        scalp_frame_leave(p->frame, scalp_places_point(p->places, p->line->points[i * every]));
}

static scalp_status hand_out_hairline(const scalp_places *places, const scalp_frame *frame,
                                      const scalp_path *line, const scalp_work *work,
                                      scalp_design *design, scalp_error *error) {
    const size_t count = (line->count + every - 1) / every;
    void *points;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_vec3), &points, error));
    placing p = {places, frame, line, points};
    scalp_pool_for(work->pool, count, place_point, &p);
    design->hairline = points;
    design->hairline_count = count;
    return SCALP_OK;
}

/* What the design is made by, in the order in which it is found. */
typedef struct making {
    const scalp_style *style;
    scalp_frame frame;
    scalp_head head; /* in its frame */
    scalp_places places;
    double number[SCALP_HAIRLINE_NUMBERS];
    scalp_hairline hairline;
    scalp_loss loss, later;
    scalp_areas areas;
} making;

static scalp_status make_parts(const scalp_head *head, const scalp_design_spec *spec,
                               double height_mm, const scalp_work *work, making *m,
                               scalp_error *error) {
    SCALP_TRY(scalp_frame_enter(head, work, &m->frame, &m->head, error));
    SCALP_TRY(scalp_places_make(&m->head, work, &m->places, error));
    SCALP_TRY(scalp_hairline_numbers(m->style, spec->hairline, m->number, error));
    SCALP_TRY(scalp_hairline_make(&m->places, m->number, height_mm, spec->seed, work, &m->hairline,
                                  error));
    const bool whole = strcmp(m->style->scalp, "whole") == 0;
    SCALP_TRY(scalp_loss_make(&m->places, whole ? SCALP_NORWOOD_NONE : spec->loss, work, &m->loss,
                              error));
    SCALP_TRY(scalp_loss_make(&m->places, stage_to_plan_for(spec->loss), work, &m->later, error));
    return scalp_areas_make(&m->places, m->style, spec, work, &m->areas, error);
}

scalp_status scalp_design_make(const scalp_head *head, const scalp_design_spec *spec,
                               const scalp_work *work, scalp_design *design, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(making), &memory, error));
    making *m = memory;
    SCALP_TRY(check_spec(spec, &m->style, error));
    SCALP_TRY(check_existing(head, spec->existing_per_cm2, error));
    SCALP_TRY(scalp_work_take(work, 1, sizeof(scalp_design), &memory, error));
    scalp_design *made = memory;
    made->hairline_height_mm =
        spec->hairline_height_mm > 0 ? spec->hairline_height_mm : m->style->height_mm;
    made->treats_scalp = strcmp(m->style->scalp, "none") != 0;
    SCALP_TRY(make_parts(head, spec, made->hairline_height_mm, work, m, error));
    const scalp_density_rules rules = {.places = &m->places,
                                       .frame = &m->frame,
                                       .hairline = &m->hairline,
                                       .loss = &m->loss,
                                       .areas = &m->areas,
                                       .spec = spec,
                                       .treats_scalp = made->treats_scalp,
                                       .density_per_cm2 = spec->density_per_cm2 > 0
                                                              ? spec->density_per_cm2
                                                              : m->style->density_per_cm2};
    SCALP_TRY(scalp_density_make(&rules, work, made, error));
    SCALP_TRY(hand_out_hairline(&m->places, &m->frame, &m->hairline.line, work, made, error));
    scalp_judge(&rules, m->style, &m->later, scalp_norwood_name(stage_to_plan_for(spec->loss)),
                made);
    made->existing_per_cm2 = spec->existing_per_cm2;
    made->mesh = &head->mesh;
    *design = *made;
    return SCALP_OK;
}
