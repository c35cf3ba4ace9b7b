/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hair strokes that are in the skin already: new ones keep the gap from them, count them, and go
 * where they are thin. */
#include "strokes.h"

#include <math.h>

/* How far beside an area a stroke's middle may lie to be one of it. */
static const double beside_mm = 2;

static scalp_status check_point(const scalp_mesh *mesh, const scalp_stroke_point *p, size_t number,
                                scalp_error *error) {
    const scalp_mesh_point at = p->at;
    const bool known = at.face < mesh->face_count && at.u >= 0 && at.v >= 0 && at.u + at.v <= 1;
    if (known && isfinite(p->position.x) && isfinite(p->position.y) && isfinite(p->position.z) &&
        scalp_vec3_distance(scalp_mesh_position(mesh, at), p->position) <= SCALP_SITE_MAX_OFF_MM)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "Stroke %zu that is there does not lie on the mesh; it belongs to another "
                      "head, or its place is wrong.",
                      number);
}

static scalp_status trace_path(const scalp_mesh *mesh, const scalp_stroke_path *path, size_t number,
                               stroke_trace *trace, scalp_error *error) {
    if (path->point_count < 2 || path->point_count > SCALP_STROKE_MAX_POINTS)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Stroke %zu that is there has %zu points; it must have 2 to %u.", number,
                          path->point_count, SCALP_STROKE_MAX_POINTS);
    trace->count = path->point_count;
    for (size_t i = 0; i < trace->count; i++) {
        SCALP_TRY(check_point(mesh, &path->points[i], number, error));
        trace->point[i] = path->points[i];
        const double step =
            i > 0 ? scalp_vec3_distance(path->points[i - 1].position, path->points[i].position) : 0;
        trace->step[i] = step;
        trace->run[i] = step + (i > 0 ? trace->run[i - 1] : 0);
    }
    const scalp_vec3 way = scalp_vec3_sub(path->points[1].position, path->points[0].position);
    trace->forward = trace->run[1] > 0 ? scalp_vec3_scale(way, 1 / trace->run[1]) : way;
    layout_stroke_measure(trace);
    return SCALP_OK;
}

scalp_status layout_strokes_there_make(const scalp_mesh *mesh, const scalp_layout_params *params,
                                       const scalp_work *work, stroke_there **there,
                                       scalp_error *error) {
    void *memory;
    SCALP_TRY(
        scalp_work_take(work, params->strokes_there_count, sizeof(stroke_there), &memory, error));
    *there = memory;
    for (size_t i = 0; i < params->strokes_there_count; i++) {
        stroke_there *one = &(*there)[i];
        one->strength = params->strokes_strength ? params->strokes_strength[i] : 1;
        if (!(one->strength >= 0 && one->strength <= 1))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The strength of stroke %zu that is there is %g; it must be 0 to 1.",
                              i + 1, one->strength);
        SCALP_TRY(trace_path(mesh, &params->strokes_there[i], i + 1, &one->trace, error));
    }
    return SCALP_OK;
}

double layout_strokes_there_in(const band *b, stroke_there *there, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        stroke_trace *trace = &there[i].trace;
        const scalp_stroke_point *middle = &trace->point[trace->count / 2];
        band_place p;
        if (!layout_band_place(b, middle->at, middle->position, &p) || p.rim_mm < -beside_mm)
            continue;
        sum += there[i].counted ? 0 : there[i].strength;
        there[i].counted = true;
        if (layout_band_place(b, trace->point[0].at, trace->point[0].position, &p))
            trace->seed.upper = p.v > 0;
    }
    return sum;
}
