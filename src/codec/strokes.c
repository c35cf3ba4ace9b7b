/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strokes.h"

#include <stdio.h>

static scalp_status read_points(const scalp_json_in *in, const json_t *list, const char *path,
                                scalp_case *document) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        char name[SCALP_JSON_PATH];
        double xy[2];
        snprintf(name, sizeof name, "%.100s[%zu]", path, i);
        if (document->stroke_point_count == SCALP_CASE_MAX_STROKE_POINTS)
            return scalp_json_fail(in, "%s is one point too many: a case may have %d of strokes.",
                                   name, SCALP_CASE_MAX_STROKE_POINTS);
        SCALP_TRY(scalp_json_numbers(in, json_array_get(list, i), name, xy, 2));
        document->stroke_points[document->stroke_point_count++] = (scalp_vec2){xy[0], xy[1]};
    }
    return SCALP_OK;
}

static scalp_status read_stroke(const scalp_json_in *in, const json_t *object, const char *path,
                                scalp_case_stroke *stroke, scalp_case *document) {
    static const char *const names[] = {"kind", "radius_px", "points"};
    char name[SCALP_JSON_PATH], kind[SCALP_CASE_TEXT];
    json_t *points;
    if (!json_is_object(object))
        return scalp_json_fail(in, "%s must be an object.", path);
    SCALP_TRY(scalp_json_known(in, object, path, names, 3));
    snprintf(name, sizeof name, "%.100s.kind", path);
    SCALP_TRY(scalp_json_text(in, json_object_get(object, "kind"), name, kind, sizeof kind));
    if (!scalp_stuff_find(kind, &stroke->kind)) {
        char shown[SCALP_CASE_SHOWN];
        scalp_case_text_quoted(kind, shown);
        return scalp_json_fail(in, "%s is %s, but must be skin, hair, background or other.", name,
                               shown);
    }
    snprintf(name, sizeof name, "%.100s.radius_px", path);
    SCALP_TRY(
        scalp_json_number(in, json_object_get(object, "radius_px"), name, &stroke->radius_px));
    snprintf(name, sizeof name, "%.100s.points", path);
    SCALP_TRY(scalp_json_need(in, object, "points", JSON_ARRAY, name, &points));
    stroke->first = document->stroke_point_count;
    stroke->count = json_array_size(points);
    return read_points(in, points, name, document);
}

scalp_status scalp_strokes_read(const scalp_json_in *in, const json_t *photo, size_t index,
                                scalp_case *document) {
    char path[SCALP_JSON_PATH];
    json_t *list;
    snprintf(path, sizeof path, "photos[%zu].strokes", index);
    SCALP_TRY(scalp_json_member(in, photo, "strokes", JSON_ARRAY, path, &list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        snprintf(path, sizeof path, "photos[%zu].strokes[%zu]", index, i);
        if (document->stroke_count == SCALP_CASE_MAX_STROKES)
            return scalp_json_fail(in, "%s is one too many: a case may have %d strokes.", path,
                                   SCALP_CASE_MAX_STROKES);
        scalp_case_stroke *stroke = &document->strokes[document->stroke_count];
        stroke->photo = index;
        SCALP_TRY(read_stroke(in, json_array_get(list, i), path, stroke, document));
        document->stroke_count++;
    }
    return SCALP_OK;
}

void scalp_strokes_write(scalp_json_out *out, const scalp_case *document, size_t photo) {
    bool any = false;
    for (size_t i = 0; i < document->stroke_count; i++) {
        const scalp_case_stroke *stroke = &document->strokes[i];
        if (stroke->photo != photo)
            continue;
        if (!any)
            scalp_json_out_list(out, "strokes");
        any = true;
        scalp_json_out_object(out, NULL);
        scalp_json_out_text(out, "kind", scalp_stuff_name(stroke->kind));
        scalp_json_out_number(out, "radius_px", stroke->radius_px);
        scalp_json_out_list(out, "points");
        for (size_t k = 0; k < stroke->count; k++) {
            const scalp_vec2 p = document->stroke_points[stroke->first + k];
            scalp_json_out_numbers(out, NULL, (const double[]){p.x, p.y}, 2);
        }
        scalp_json_out_end(out, ']');
        scalp_json_out_end(out, '}');
    }
    if (any)
        scalp_json_out_end(out, ']');
}

void scalp_strokes_schema(scalp_json_out *out) {
    scalp_json_out_schema_list(out, "strokes",
                               "Brush strokes that say what lies there; all photos together have "
                               "at most as many as one may.",
                               0, SCALP_CASE_MAX_STROKES);
    scalp_json_out_object(out, "items");
    scalp_json_out_text(out, "type", "object");
    scalp_json_out_word(out, "additionalProperties", "false");
    scalp_json_out_object(out, "properties");
    scalp_json_out_object(out, "kind");
    scalp_json_out_text(out, "description", "What lies there; other: glasses, fingers, clothes.");
    scalp_json_out_row(out, "enum");
    for (int k = 0; k < SCALP_STUFF_COUNT; k++)
        scalp_json_out_text(out, NULL, scalp_stuff_name((scalp_stuff)k));
    scalp_json_out_end(out, ']');
    scalp_json_out_end(out, '}');
    scalp_json_out_object(out, "radius_px");
    scalp_json_out_text(out, "description", "Half the width of the brush.");
    scalp_json_out_text(out, "type", "number");
    scalp_json_out_number(out, "minimum", SCALP_CASE_STROKE_LOW_PX);
    scalp_json_out_number(out, "maximum", SCALP_STROKE_MAX_RADIUS_PX);
    scalp_json_out_end(out, '}');
    scalp_json_out_schema_list(out, "points", "Where the brush went, px.", 1,
                               SCALP_CASE_MAX_STROKE_POINTS);
    scalp_json_out_object(out, "items");
    scalp_json_out_text(out, "$ref", "#/$defs/point");
    scalp_json_out_end(out, '}');
    scalp_json_out_end(out, '}');
    scalp_json_out_end(out, '}');
    scalp_json_out_row(out, "required");
    scalp_json_out_text(out, NULL, "kind");
    scalp_json_out_text(out, NULL, "radius_px");
    scalp_json_out_text(out, NULL, "points");
    scalp_json_out_end(out, ']');
    scalp_json_out_end(out, '}');
    scalp_json_out_end(out, '}');
}
