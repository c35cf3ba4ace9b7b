/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "close_ups.h"

#include <stdio.h>
#include <string.h>

/* ---- Reading ------------------------------------------------------------------------------- */

static scalp_status read_tie(const scalp_json_in *in, const json_t *object, const char *path,
                             scalp_case_tie *tie) {
    static const char *const names[] = {"px", "in", "at"};
    char name[SCALP_JSON_PATH];
    double px[2];
    if (!json_is_object(object))
        return scalp_json_fail(in, "%s must be an object.", path);
    SCALP_TRY(scalp_json_known(in, object, path, names, 3));
    snprintf(name, sizeof name, "%.100s.px", path);
    SCALP_TRY(scalp_json_numbers(in, json_object_get(object, "px"), name, px, 2));
    tie->px = (scalp_vec2){px[0], px[1]};
    snprintf(name, sizeof name, "%.100s.in", path);
    SCALP_TRY(scalp_json_text(in, json_object_get(object, "in"), name, tie->in, sizeof tie->in));
    snprintf(name, sizeof name, "%.100s.at", path);
    const size_t count = strcmp(tie->in, "head") == 0 ? 3 : 2;
    return scalp_json_numbers(in, json_object_get(object, "at"), name, tie->at, count);
}

static scalp_status read_ties(const scalp_json_in *in, const json_t *object, const char *of,
                              scalp_case_close_up *close_up) {
    char path[SCALP_JSON_PATH];
    json_t *list;
    snprintf(path, sizeof path, "%.80s.ties", of);
    SCALP_TRY(scalp_json_member(in, object, "ties", JSON_ARRAY, path, &list));
    close_up->tie_count = json_array_size(list);
    if (close_up->tie_count > SCALP_CASE_MAX_TIES)
        return scalp_json_fail(in, "%s has %zu elements, but must have at most %d.", path,
                               close_up->tie_count, SCALP_CASE_MAX_TIES);
    for (size_t i = 0; i < close_up->tie_count; i++) {
        snprintf(path, sizeof path, "%.80s.ties[%zu]", of, i);
        SCALP_TRY(read_tie(in, json_array_get(list, i), path, &close_up->ties[i]));
    }
    return SCALP_OK;
}

static scalp_status read_close_up(const scalp_json_in *in, const json_t *object, int index,
                                  scalp_case_close_up *close_up) {
    enum { own = 2 };
    const char *names[16] = {"scale", "ties"};
    char path[SCALP_JSON_PATH];
    scalp_vec2 ends[2] = {{0, 0}, {0, 0}};
    snprintf(path, sizeof path, "close_ups[%d]", index);
    if (!json_is_object(object))
        return scalp_json_fail(in, "%s must be an object.", path);
    for (size_t i = 0; i < scalp_case_close_up_field_count; i++)
        names[own + i] = scalp_case_close_up_fields[i].name;
    SCALP_TRY(scalp_json_known(in, object, path, names, own + scalp_case_close_up_field_count));
    *close_up = scalp_case_close_up_default();
    for (size_t i = 0; i < scalp_case_close_up_field_count; i++)
        SCALP_TRY(
            scalp_json_field_read(in, object, &scalp_case_close_up_fields[i], index, close_up));
    SCALP_TRY(
        scalp_json_scale_read(in, object, path, ends, &close_up->scale_mm, &close_up->has_scale));
    close_up->scale_from = ends[0];
    close_up->scale_to = ends[1];
    return read_ties(in, object, path, close_up);
}

scalp_status scalp_close_ups_read(const scalp_json_in *in, const json_t *root,
                                  scalp_case *document) {
    json_t *list;
    SCALP_TRY(scalp_json_member(in, root, "close_ups", JSON_ARRAY, "close_ups", &list));
    const size_t count = json_array_size(list);
    if (count > SCALP_CASE_MAX_CLOSE_UPS)
        return scalp_json_fail(in, "close_ups has %zu elements, but must have at most %d.", count,
                               SCALP_CASE_MAX_CLOSE_UPS);
    for (size_t i = 0; i < count; i++)
        SCALP_TRY(read_close_up(in, json_array_get(list, i), (int)i, &document->close_ups[i]));
    document->close_up_count = count;
    return SCALP_OK;
}

/* ---- Writing ------------------------------------------------------------------------------- */

static void write_close_up(scalp_json_out *out, const scalp_case_close_up *close_up) {
    scalp_json_out_object(out, NULL);
    for (size_t i = 0; i < scalp_case_close_up_field_count; i++)
        scalp_json_field_write(out, &scalp_case_close_up_fields[i], close_up);
    scalp_json_scale_write(out, close_up->has_scale, close_up->scale_from, close_up->scale_to,
                           close_up->scale_mm);
    scalp_json_out_list(out, "ties");
    for (size_t i = 0; i < close_up->tie_count; i++) {
        const scalp_case_tie *tie = &close_up->ties[i];
        scalp_json_out_object(out, NULL);
        scalp_json_out_numbers(out, "px", (const double[]){tie->px.x, tie->px.y}, 2);
        scalp_json_out_text(out, "in", tie->in);
        scalp_json_out_numbers(out, "at", tie->at, strcmp(tie->in, "head") == 0 ? 3 : 2);
        scalp_json_out_end(out, '}');
    }
    scalp_json_out_end(out, ']');
    scalp_json_out_end(out, '}');
}

void scalp_close_ups_write(scalp_json_out *out, const scalp_case *document) {
    if (document->close_up_count == 0)
        return;
    scalp_json_out_list(out, "close_ups");
    for (size_t i = 0; i < document->close_up_count; i++)
        write_close_up(out, &document->close_ups[i]);
    scalp_json_out_end(out, ']');
}

/* ---- Schema -------------------------------------------------------------------------------- */

static void close_list(scalp_json_out *out) {
    scalp_json_out_end(out, '}');
    scalp_json_out_end(out, '}');
}

static void open_element(scalp_json_out *out) {
    scalp_json_out_text(out, "type", "object");
    scalp_json_out_word(out, "additionalProperties", "false");
    scalp_json_out_object(out, "properties");
}

static void close_element(scalp_json_out *out, const char *const *required, size_t count) {
    scalp_json_out_end(out, '}');
    scalp_json_out_row(out, "required");
    for (size_t i = 0; i < count; i++)
        scalp_json_out_text(out, NULL, required[i]);
    scalp_json_out_end(out, ']');
}

static void write_ties_schema(scalp_json_out *out) {
    static const char *const required[] = {"px", "in", "at"};
    scalp_json_out_schema_list(
        out, "ties",
        "Places of the skin that the close-up shows and whose place is known elsewhere: four "
        "or more, well spread, or three with a scale.",
        0, SCALP_CASE_MAX_TIES);
    scalp_json_out_object(out, "items");
    open_element(out);
    scalp_json_out_object(out, "px");
    scalp_json_out_text(out, "$ref", "#/$defs/point");
    scalp_json_out_end(out, '}');
    scalp_json_out_object(out, "in");
    scalp_json_out_text(out, "description", "Where it is known: the id of a photo, chart or head.");
    scalp_json_out_text(out, "type", "string");
    scalp_json_out_text(out, "pattern", "^[A-Za-z0-9_-]+$");
    scalp_json_out_number(out, "maxLength", SCALP_CASE_TEXT - 1);
    scalp_json_out_end(out, '}');
    scalp_json_out_schema_list(
        out, "at", "x and y in that photo, px, or in the chart, mm; x, y and z on the head, mm.", 2,
        3);
    scalp_json_out_object(out, "items");
    scalp_json_out_text(out, "type", "number");
    scalp_json_out_number(out, "minimum", -SCALP_CASE_MAX_PX);
    scalp_json_out_number(out, "maximum", SCALP_CASE_MAX_PX);
    close_list(out);
    close_element(out, required, 3);
    close_list(out);
}

void scalp_close_ups_schema(scalp_json_out *out) {
    static const char *const required[] = {"id", "file"};
    scalp_json_out_schema_list(
        out, "close_ups",
        "Photos of patches of skin, near enough to see every dot; they are laid on the head "
        "to see what is there, and have no part in the plan.",
        0, SCALP_CASE_MAX_CLOSE_UPS);
    scalp_json_out_object(out, "items");
    open_element(out);
    scalp_schema_fields(out, scalp_case_close_up_fields, scalp_case_close_up_field_count,
                        "close_ups");
    scalp_schema_scale(out);
    write_ties_schema(out);
    close_element(out, required, 2);
    close_list(out);
}
