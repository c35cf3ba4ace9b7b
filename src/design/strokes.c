/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts of hair strokes, and how many of them an area holds. */
#include "strokes.h"

#include <math.h>
#include <string.h>

typedef struct fact_row {
    const char *fact;
    double at, value[2]; /* of lower and upper hairs */
} fact_row;

static const fact_row rows[] = {
#define ROW(fact, at, lower, upper, source) {fact, at, {lower, upper}},
#include "strokes.inc"
#undef ROW
};

enum { row_count = sizeof rows / sizeof rows[0] };

static const char *const names[SCALP_STROKE_FACTS] = {
    "start_deg",  "end_deg",    "root_from",   "root_to",        "tip_to",
    "tip_spread", "length_mm",  "spacing_mm",  "area_length_mm", "tint",
    "root_ratio", "root_width", "body_at",     "tip_width",      "least_share",
    "least_mm",   "mini_share", "turn_sd_deg", "length_sd",      "root_free_mm"};

double scalp_stroke_fact_at(scalp_stroke_fact fact, double along, bool upper) {
    const fact_row *before = NULL;
    for (size_t i = 0; i < row_count; i++) {
        const fact_row *row = &rows[i];
        if (strcmp(row->fact, names[fact]) != 0) {
            if (before) /* a fact's rows stand together */
                break;
            continue;
        }
        if (!before || row->at <= along) {
            before = row;
            continue;
        }
        const double t = (along - before->at) / (row->at - before->at);
        return before->value[upper] +
               (row->value[upper] - before->value[upper]) * scalp_clamp(t, 0, 1);
    }
    return before ? before->value[upper] : 0;
}

/* ---- How many ---------------------------------------------------------------------------- */

scalp_status scalp_strokes_check(const scalp_area_spec *spec, scalp_error *error) {
    const double s = spec->spacing_mm, l = spec->length_mm;
    if (spec->kind == SCALP_AREA_SCAR_LINE) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s is a scar's line, which cannot be made of strokes; make it "
                          "of dots, or draw it as a scar_patch.",
                          spec->id);
    }
    if (!(s >= 0 && s <= 0) && !(s >= 0.6 && s <= 3)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: its strokes' spacing is %g mm; it must be 0.6 to 3.",
                          spec->id, s);
    }
    if (!(l >= 0 && l <= 0) && !(l >= 3 && l <= 12)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Area %.40s: its strokes' length is %g mm; it must be 3 to 12.", spec->id,
                          l);
    }
    return SCALP_OK;
}

/* Of the outline on the surface: half the length of the sum of its turns. Exact where it is flat; a
 * brow round the forehead loses 2 %. */
static double outline_mm2(const scalp_area_result *result) {
    scalp_vec3 sum = {0, 0, 0};
    const size_t n = result->outline_count;
    for (size_t i = 1; i + 1 < n; i++) {
        const scalp_vec3 a = scalp_vec3_sub(result->outline[i], result->outline[0]);
        const scalp_vec3 b = scalp_vec3_sub(result->outline[i + 1], result->outline[0]);
        sum = scalp_vec3_add(sum, scalp_vec3_cross(a, b));
    }
    return scalp_vec3_length(sum) / 2;
}

scalp_status scalp_strokes_count(const scalp_areas *areas, const scalp_area *area,
                                 const scalp_design_spec *spec, size_t vertices,
                                 const scalp_work *work, scalp_area_result *result,
                                 scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, vertices, sizeof(double), &memory, error));
    double *share = memory, all = 0, left = 0;
    for (size_t i = 0; i < vertices; i++) {
        const double hair = spec->existing_per_cm2 ? spec->existing_per_cm2[i] : 0;
        share[i] = areas->keep[i] * fmax(1 - hair / area->density_per_cm2, 0);
        if (area->hole_share)
            share[i] *= area->hole_share[i];
        all += area->weight[i];
        left += area->weight[i] * share[i];
    }
    const double usual = scalp_stroke_fact_at(SCALP_STROKE_LENGTH_MM, 0.5, false);
    const double spacing = scalp_stroke_fact_at(SCALP_STROKE_SPACING_MM, 0, false);
    result->spacing_mm = area->spec->spacing_mm > 0 ? area->spec->spacing_mm : spacing;
    result->length_share = area->spec->length_mm > 0 ? area->spec->length_mm / usual : 1;
    result->edge_mm = area->edge_mm;
    result->stroke_share = share;
    const double one = result->spacing_mm * result->length_share *
                       scalp_stroke_fact_at(SCALP_STROKE_AREA_LENGTH_MM, 0, false);
    result->strokes = all > 0 ? outline_mm2(result) * left / all / one : 0;
    return SCALP_OK;
}
