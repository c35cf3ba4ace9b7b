/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A design from a wish: style, hairline, stage of loss, zones. */
#include <scalptor/design.h>

#include "density.h"

#include <stdio.h>
#include <string.h>

enum { every = 2 }; /* points of the hairline handed out: one in so many */

static const double default_density = 100, low_hairline_male_mm = 65, young_years = 25,
                    dense_per_cm2 = 194;

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
        if ((int)z->zone <= SCALP_ZONE_NONE || z->zone >= SCALP_ZONE_COUNT) {
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
        char list[160];
        scalp_style_list(list, sizeof list);
        return scalp_fail(error, SCALP_ERR_INPUT, "There is no style \"%.40s\"; there are: %s.",
                          name, list);
    }
    if (spec->sex && strcmp(spec->sex, "male") != 0 && strcmp(spec->sex, "female") != 0) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The sex is \"%.20s\"; it must be male or female.", spec->sex);
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

static void warn(scalp_design *design, const char *text) {
    if (design->warning_count == SCALP_DESIGN_MAX_WARNINGS)
        return;
    char *to = design->warnings[design->warning_count++];
    snprintf(to, sizeof design->warnings[0], "%s", text);
}

/* Two stages on: what the plan should still fit, should the loss go on. */
static const char *stage_to_plan_for(scalp_norwood stage) {
    static const scalp_norwood later[SCALP_NORWOOD_COUNT] = {
        [SCALP_NORWOOD_NONE] = SCALP_NORWOOD_III, [SCALP_NORWOOD_II] = SCALP_NORWOOD_IV,
        [SCALP_NORWOOD_III] = SCALP_NORWOOD_V,    [SCALP_NORWOOD_III_VERTEX] = SCALP_NORWOOD_V,
        [SCALP_NORWOOD_IV] = SCALP_NORWOOD_VI,    [SCALP_NORWOOD_V] = SCALP_NORWOOD_VII,
        [SCALP_NORWOOD_VI] = SCALP_NORWOOD_VII,   [SCALP_NORWOOD_VII] = SCALP_NORWOOD_VII,
    };
    return scalp_norwood_name(later[stage]);
}

static void add_warnings(const scalp_design_spec *spec, scalp_design *design) {
    char text[160];
    const bool male = !spec->sex || strcmp(spec->sex, "male") == 0;
    if (male && design->hairline_height_mm < low_hairline_male_mm) {
        snprintf(
            text, sizeof text,
            "A hairline %.0f mm above the glabella is low for a man (rule: 80 mm) and cannot be "
            "raised later; start higher.",
            design->hairline_height_mm);
        warn(design, text);
    }
    if (male && spec->age_years > 0 && spec->age_years < young_years) {
        snprintf(text, sizeof text,
                 "Under 25 the loss is likely to go on: see that the plan still looks natural at "
                 "stage %s.",
                 stage_to_plan_for(spec->loss));
        warn(design, text);
    }
    if (!male && spec->loss != SCALP_NORWOOD_NONE)
        warn(design, "The Norwood scale describes men's loss; check the zones against the client's "
                     "own pattern.");
    double most = spec->density_per_cm2;
    for (size_t i = 0; i < spec->zone_count; i++)
        most = spec->zones[i].density_per_cm2 > most ? spec->zones[i].density_per_cm2 : most;
    if (most > dense_per_cm2) {
        snprintf(
            text, sizeof text,
            "%.0f dots per cm2 is more than practitioners place even for full cover (65 to 194); "
            "dots may run together.",
            most);
        warn(design, text);
    }
}

typedef struct placing {
    const scalp_places *places;
    const scalp_path *line;
    scalp_vec3 *points;
} placing;

static void place_point(void *context, size_t i) {
    const placing *p = context;
    p->points[i] = scalp_places_point(p->places, p->line->points[i * every]);
}

static scalp_status hand_out_hairline(const scalp_places *places, const scalp_path *line,
                                      const scalp_work *work, scalp_design *design,
                                      scalp_error *error) {
    const size_t count = (line->count + every - 1) / every;
    void *points;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_vec3), &points, error));
    placing p = {places, line, points};
    scalp_pool_for(work->pool, count, place_point, &p);
    design->hairline = points;
    design->hairline_count = count;
    return SCALP_OK;
}

scalp_status scalp_design_make(const scalp_head *head, const scalp_design_spec *spec,
                               const scalp_work *work, scalp_design *design, scalp_error *error) {
    const scalp_style *style;
    SCALP_TRY(check_spec(spec, &style, error));
    scalp_places places;
    SCALP_TRY(scalp_places_make(head, work, &places, error));
    scalp_design made = {.hairline_height_mm = spec->hairline_height_mm > 0
                                                   ? spec->hairline_height_mm
                                                   : style->height_mm};
    scalp_hairline hairline;
    SCALP_TRY(scalp_hairline_make(&places, style, made.hairline_height_mm, spec->seed, work,
                                  &hairline, error));
    scalp_loss loss;
    SCALP_TRY(scalp_loss_make(&places, spec->loss, work, &loss, error));
    const scalp_density_rules rules = {
        .places = &places,
        .style = style,
        .hairline = &hairline,
        .loss = &loss,
        .spec = spec,
        .density_per_cm2 = spec->density_per_cm2 > 0 ? spec->density_per_cm2 : default_density};
    SCALP_TRY(scalp_density_make(&rules, work, &made, error));
    SCALP_TRY(hand_out_hairline(&places, &hairline.line, work, &made, error));
    add_warnings(spec, &made);
    *design = made;
    return SCALP_OK;
}
