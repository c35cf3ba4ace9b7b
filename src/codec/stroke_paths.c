/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every point of every stroke in the words of a dot. The two spare bytes hold the width in steps of
 * 5 um, and at a root 8 zone + session, 0 where the stroke goes on. */
#include "stroke_paths.h"

#include "dots_pack.h"

#include <math.h>

static const double width_unit = 0.005; /* mm */

_Static_assert(SCALP_ZONE_COUNT <= 32 && SCALP_LAYOUT_MAX_SESSIONS < 8, "they share a byte");

static scalp_dot packed(const scalp_stroke_path *stroke, size_t k) {
    const scalp_stroke_point *point = &stroke->points[k];
    const double width = floor(point->width_mm / width_unit + 0.5);
    return (scalp_dot){.at = point->at,
                       .zone = (uint8_t)scalp_clamp(width, 0, 255),
                       .session = k > 0 ? 0 : (uint8_t)(8 * stroke->zone + stroke->session)};
}

scalp_status scalp_stroke_paths_write(scalp_json_out *out, const scalp_layout *layout,
                                      const scalp_work *work, scalp_error *error) {
    size_t count = 0, used = 0;
    for (size_t i = 0; i < layout->stroke_count; i++)
        count += layout->strokes[i].point_count;
    if (count == 0)
        return SCALP_OK;
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_dot), &memory, error));
    scalp_dot *points = memory;
    for (size_t i = 0; i < layout->stroke_count; i++)
        for (size_t k = 0; k < layout->strokes[i].point_count; k++)
            points[used++] = packed(&layout->strokes[i], k);
    scalp_json_out_object(out, "strokes");
    scalp_json_out_number(out, "count", (double)layout->stroke_count);
    scalp_json_out_number(out, "points", (double)count);
    scalp_json_out_text(out, "encoding", "base64 of 3 x 32 bits");
    char *space = scalp_json_out_space(out, "data", SCALP_DOT_LETTERS * count);
    if (space)
        scalp_dots_pack(points, count, space);
    scalp_json_out_end(out, '}');
    return SCALP_OK;
}

/* ---- Reading ----------------------------------------------------------------------------- */

static const char *wrong_point(const scalp_dot *p, bool first, size_t faces) {
    const unsigned zone = p->session / 8u, session = p->session % 8u;
    if (p->at.face >= faces)
        return "lies on a face that the head does not have";
    if (!(p->at.u + p->at.v <= 1))
        return "lies outside its face";
    if (p->zone == 0)
        return "has no width";
    if (p->session == 0)
        return first ? "belongs to no stroke" : NULL;
    if (zone == SCALP_ZONE_NONE || zone >= SCALP_ZONE_COUNT)
        return "is of no known zone";
    if (session < 1 || session > SCALP_LAYOUT_MAX_SESSIONS)
        return "is of a session that no plan has";
    return NULL;
}

/* The number of strokes; each has two points or more, and not too many. */
static scalp_status check_points(const scalp_json_in *in, const scalp_dot *points, size_t count,
                                 size_t faces, size_t *strokes) {
    size_t length = 0;
    *strokes = 0;
    for (size_t i = 0; i < count; i++) {
        const char *wrong = wrong_point(&points[i], i == 0, faces);
        length = points[i].session > 0 ? 1 : length + 1;
        *strokes += points[i].session > 0;
        const bool last = i + 1 == count || points[i + 1].session > 0;
        if (!wrong && last && length < 2)
            wrong = "is a stroke by itself";
        if (!wrong && length > SCALP_STROKE_MAX_POINTS)
            wrong = "is one too many for a stroke";
        if (wrong)
            return scalp_json_fail(
                in, "strokes.data: point %zu %s; the file is damaged, so plan anew.", i + 1, wrong);
    }
    return SCALP_OK;
}

static scalp_status hand_out(const scalp_json_in *in, const scalp_dot *from, size_t count,
                             size_t strokes, const scalp_mesh *mesh, const scalp_work *work,
                             scalp_layout *layout) {
    void *paths_memory, *points_memory;
    SCALP_TRY(scalp_work_take(work, strokes, sizeof(scalp_stroke_path), &paths_memory, in->error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_stroke_point), &points_memory, in->error));
    scalp_stroke_path *path = paths_memory;
    scalp_stroke_point *points = points_memory;
    for (size_t i = 0; i < count; i++) {
        if (from[i].session > 0) {
            path += i > 0;
            *path = (scalp_stroke_path){&points[i], 0, from[i].session / 8, from[i].session % 8};
            if (path->session > layout->session_count)
                layout->session_count = path->session;
        }
        points[i] = (scalp_stroke_point){.at = from[i].at,
                                         .position = scalp_mesh_position(mesh, from[i].at),
                                         .normal = scalp_mesh_normal(mesh, from[i].at),
                                         .width_mm = width_unit * from[i].zone};
        path->point_count++;
    }
    layout->stroke_count = strokes;
    layout->strokes = paths_memory;
    return SCALP_OK;
}

scalp_status scalp_stroke_paths_read(const scalp_json_in *in, const json_t *root,
                                     const scalp_mesh *mesh, const scalp_work *work,
                                     scalp_layout *layout) {
    static const char *const names[] = {"count", "points", "encoding", "data"};
    const size_t most = SCALP_DESIGN_MAX_AREAS * SCALP_LAYOUT_MAX_STROKES * SCALP_STROKE_MAX_POINTS;
    json_t *strokes, *data;
    double count, points;
    if (!json_object_get(root, "strokes"))
        return SCALP_OK;
    SCALP_TRY(scalp_json_need(in, root, "strokes", JSON_OBJECT, "strokes", &strokes));
    SCALP_TRY(scalp_json_known(in, strokes, "strokes", names, 4));
    SCALP_TRY(scalp_json_number(in, json_object_get(strokes, "count"), "strokes.count", &count));
    SCALP_TRY(scalp_json_number(in, json_object_get(strokes, "points"), "strokes.points", &points));
    SCALP_TRY(scalp_json_need(in, strokes, "data", JSON_STRING, "strokes.data", &data));
    const size_t length = json_string_length(data), stored = length / SCALP_DOT_LETTERS;
    if (stored == 0 || stored > most || length % SCALP_DOT_LETTERS != 0 ||
        points < (double)stored || points > (double)stored)
        return scalp_json_fail(in,
                               "strokes.points says %.0f, but strokes.data holds %zu letters, %u "
                               "for each of 1 to %zu points; the file is damaged, so plan anew.",
                               points, length, SCALP_DOT_LETTERS, most);
    void *memory;
    SCALP_TRY(scalp_work_take(work, stored, sizeof(scalp_dot), &memory, in->error));
    if (!scalp_dots_unpack(json_string_value(data), stored, memory))
        return scalp_json_fail(in,
                               "strokes.data is not base64; the file is damaged, so plan anew.");
    size_t held;
    SCALP_TRY(check_points(in, memory, stored, mesh->face_count, &held));
    if (count < (double)held || count > (double)held)
        return scalp_json_fail(in,
                               "strokes.count says %.0f, but strokes.data holds %zu; the file is "
                               "damaged, so plan anew.",
                               count, held);
    return hand_out(in, memory, stored, held, mesh, work, layout);
}
