/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan was made around, so that a preview can draw it: the dots of earlier sessions packed
 * as the plan's own are, and what is left of them by session and zone. */
#include "plan_placed.h"

#include "dots_pack.h"
#include "stroke_paths.h"

#include <string.h>

/* ---- Writing ----------------------------------------------------------------------------- */

static void write_strengths(scalp_json_out *out, const scalp_placed *placed) {
    bool has[SCALP_LAYOUT_MAX_SESSIONS][SCALP_ZONE_COUNT] = {{false}};
    for (size_t i = 0; i < placed->dot_count; i++)
        has[placed->dots[i].session - 1][placed->dots[i].zone] = true;
    for (size_t i = 0; i < placed->stroke_count; i++)
        has[placed->strokes[i].session - 1][placed->strokes[i].zone] = true;
    scalp_json_out_list(out, "strengths");
    for (unsigned s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
            if (!has[s][z])
                continue;
            scalp_json_out_object(out, NULL);
            scalp_json_out_number(out, "session", s + 1);
            scalp_json_out_text(out, "zone", scalp_zone_name((scalp_zone)z));
            scalp_json_out_figure(out, "strength", placed->strength[s][z]);
            scalp_json_out_figure(out, "days", placed->days_before[s]);
            scalp_json_out_end(out, '}');
        }
    }
    scalp_json_out_end(out, ']');
}

/* Places as dots have them; the two spare bytes hold the radius in steps of 10 um (2 mm at most)
 * and the weight in steps of 1/200. */
static const double radius_unit = 0.01, weight_unit = 0.005;

static scalp_status write_hairs(scalp_json_out *out, const scalp_placed *placed,
                                const scalp_work *work, scalp_error *error) {
    void *memory;
    const size_t count = placed->follicles ? placed->follicle_count : 0;
    if (count == 0)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_dot), &memory, error));
    scalp_dot *dots = memory;
    for (size_t i = 0; i < count; i++) {
        const scalp_site *hair = &placed->follicles[i];
        dots[i] = (scalp_dot){.at = hair->at,
                              .zone = (uint8_t)(hair->radius_mm / radius_unit + 0.5),
                              .session = (uint8_t)(hair->weight / weight_unit + 0.5)};
    }
    char *space = scalp_json_out_space(out, "hairs_data", (size_t)SCALP_DOT_LETTERS * count);
    if (space)
        scalp_dots_pack(dots, count, space);
    return SCALP_OK;
}

scalp_status scalp_json_out_placed(scalp_json_out *out, const scalp_placed *placed,
                                   const scalp_work *work, scalp_error *error) {
    if (placed->dot_count == 0 && placed->follicle_count == 0 && placed->stroke_count == 0 &&
        placed->first_session <= 1)
        return SCALP_OK;
    scalp_json_out_object(out, "placed");
    scalp_json_out_number(out, "first_session",
                          placed->first_session > 0 ? placed->first_session : 1);
    scalp_json_out_number(out, "hairs", (double)placed->follicle_count);
    SCALP_TRY(write_hairs(out, placed, work, error));
    write_strengths(out, placed);
    scalp_json_out_number(out, "count", (double)placed->dot_count);
    scalp_json_out_text(out, "encoding", "base64 of 3 x 32 bits");
    char *space = scalp_json_out_space(out, "data", (size_t)SCALP_DOT_LETTERS * placed->dot_count);
    if (space)
        scalp_dots_pack(placed->dots, placed->dot_count, space);
    const scalp_layout strokes = {.strokes = placed->strokes, .stroke_count = placed->stroke_count};
    SCALP_TRY(scalp_stroke_paths_write(out, &strokes, work, error));
    scalp_json_out_end(out, '}');
    return SCALP_OK;
}

/* ---- Reading ----------------------------------------------------------------------------- */

static scalp_status read_whole(const scalp_json_in *in, const json_t *object, const char *key,
                               double low, double high, double *number) {
    char path[SCALP_JSON_PATH];
    snprintf(path, sizeof path, "placed.%s", key);
    SCALP_TRY(scalp_json_number(in, json_object_get(object, key), path, number));
    if (*number >= low && *number <= high && !((double)(size_t)*number < *number))
        return SCALP_OK;
    return scalp_json_fail(in, "%s is %g; it must be a whole number from %g to %g.", path, *number,
                           low, high);
}

static scalp_status read_strength(const scalp_json_in *in, const json_t *row,
                                  scalp_placed *placed) {
    static const char *const names[] = {"session", "zone", "strength", "days"};
    double session, strength, days;
    char text[SCALP_CASE_TEXT];
    scalp_zone zone;
    if (!json_is_object(row))
        return scalp_json_fail(in, "placed.strengths must be a list of objects.");
    SCALP_TRY(scalp_json_known(in, row, "placed.strengths", names, 4));
    SCALP_TRY(read_whole(in, row, "session", 1, SCALP_LAYOUT_MAX_SESSIONS, &session));
    SCALP_TRY(read_whole(in, row, "days", 0, 1e6, &days));
    SCALP_TRY(scalp_json_text(in, json_object_get(row, "zone"), "placed.strengths.zone", text,
                              sizeof text));
    SCALP_TRY(scalp_json_number(in, json_object_get(row, "strength"), "placed.strengths.strength",
                                &strength));
    if (!scalp_zone_find(text, &zone) || !(strength >= 0 && strength <= 1))
        return scalp_json_fail(in,
                               "placed.strengths: a zone is none, or a strength is not 0 to 1.");
    placed->strength[(size_t)session - 1][zone] = strength;
    placed->days_before[(size_t)session - 1] = days;
    return SCALP_OK;
}

static bool is_sound(const scalp_dot *dot, const scalp_mesh *mesh) {
    return dot->at.face < mesh->face_count && dot->at.u + dot->at.v <= 1 &&
           dot->zone > SCALP_ZONE_NONE && dot->zone < SCALP_ZONE_COUNT && dot->session >= 1 &&
           dot->session <= SCALP_LAYOUT_MAX_SESSIONS;
}

static scalp_status read_dots(const scalp_json_in *in, const json_t *object, const scalp_mesh *mesh,
                              const scalp_work *work, scalp_placed *placed) {
    json_t *data;
    double count;
    void *memory;
    SCALP_TRY(read_whole(in, object, "count", 0, SCALP_LAYOUT_MAX_DOTS, &count));
    SCALP_TRY(scalp_json_need(in, object, "data", JSON_STRING, "placed.data", &data));
    placed->dot_count = (size_t)count;
    if (json_string_length(data) != placed->dot_count * SCALP_DOT_LETTERS)
        return scalp_json_fail(in,
                               "placed.data does not hold the %zu dots that placed.count says; the "
                               "file is damaged, so plan anew.",
                               placed->dot_count);
    SCALP_TRY(scalp_work_take(work, placed->dot_count, sizeof(scalp_dot), &memory, in->error));
    scalp_dot *dots = memory;
    if (!scalp_dots_unpack(json_string_value(data), placed->dot_count, dots))
        return scalp_json_fail(in, "placed.data is not base64; the file is damaged, so plan anew.");
    for (size_t i = 0; i < placed->dot_count; i++) {
        if (!is_sound(&dots[i], mesh))
            return scalp_json_fail(in,
                                   "placed.data: dot %zu is of no zone or session, or does not lie "
                                   "on the head; the file is damaged, so plan anew.",
                                   i + 1);
        dots[i].position = scalp_mesh_position(mesh, dots[i].at);
        dots[i].normal = scalp_mesh_normal(mesh, dots[i].at);
    }
    placed->dots = dots;
    return SCALP_OK;
}

/* Files of old keep their number alone. */
static scalp_status read_hairs(const scalp_json_in *in, const json_t *object,
                               const scalp_mesh *mesh, const scalp_work *work,
                               scalp_placed *placed) {
    json_t *data;
    void *memory, *sites_memory;
    if (!json_object_get(object, "hairs_data"))
        return SCALP_OK;
    SCALP_TRY(scalp_json_need(in, object, "hairs_data", JSON_STRING, "placed.hairs_data", &data));
    const size_t count = placed->follicle_count;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_dot), &memory, in->error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_site), &sites_memory, in->error));
    scalp_dot *dots = memory;
    scalp_site *sites = sites_memory;
    if (json_string_length(data) != count * SCALP_DOT_LETTERS ||
        !scalp_dots_unpack(json_string_value(data), count, dots))
        return scalp_json_fail(in,
                               "placed.hairs_data does not hold the %zu hairs that placed.hairs "
                               "says; the file is damaged, so plan anew.",
                               count);
    for (size_t i = 0; i < count; i++) {
        sites[i] = (scalp_site){.at = dots[i].at,
                                .radius_mm = radius_unit * dots[i].zone,
                                .weight = weight_unit * dots[i].session,
                                .kind = SCALP_SITE_FOLLICLE};
        if (!(dots[i].at.face < mesh->face_count && dots[i].at.u + dots[i].at.v <= 1) ||
            sites[i].weight > 1 || sites[i].radius_mm > SCALP_SITE_MAX_RADIUS_MM)
            return scalp_json_fail(in,
                                   "placed.hairs_data: hair %zu does not lie on the head; the file "
                                   "is damaged, so plan anew.",
                                   i + 1);
        sites[i].point = scalp_mesh_position(mesh, sites[i].at);
    }
    placed->follicles = sites;
    return SCALP_OK;
}

static scalp_status read_strokes(const scalp_json_in *in, const json_t *object,
                                 const scalp_mesh *mesh, const scalp_work *work,
                                 scalp_placed *placed) {
    scalp_layout strokes = {0};
    SCALP_TRY(scalp_stroke_paths_read(in, object, mesh, work, &strokes));
    placed->strokes = strokes.strokes;
    placed->stroke_count = strokes.stroke_count;
    return SCALP_OK;
}

scalp_status scalp_json_placed(const scalp_json_in *in, const json_t *value, const scalp_mesh *mesh,
                               const scalp_work *work, scalp_placed *placed) {
    static const char *const names[] = {"first_session", "hairs",    "hairs_data", "strengths",
                                        "count",         "encoding", "data",       "strokes"};
    json_t *strengths;
    double first, hairs;
    *placed = (scalp_placed){0};
    if (!value)
        return SCALP_OK;
    SCALP_TRY(scalp_json_known(in, value, "placed", names, sizeof names / sizeof *names));
    SCALP_TRY(read_whole(in, value, "first_session", 1, SCALP_LAYOUT_MAX_SESSIONS, &first));
    SCALP_TRY(read_whole(in, value, "hairs", 0, SCALP_LAYOUT_MAX_DOTS, &hairs));
    placed->first_session = (unsigned)first;
    placed->follicle_count = (size_t)hairs;
    SCALP_TRY(scalp_json_need(in, value, "strengths", JSON_ARRAY, "placed.strengths", &strengths));
    for (size_t i = 0; i < json_array_size(strengths); i++)
        SCALP_TRY(read_strength(in, json_array_get(strengths, i), placed));
    SCALP_TRY(read_hairs(in, value, mesh, work, placed));
    SCALP_TRY(read_strokes(in, value, mesh, work, placed));
    return read_dots(in, value, mesh, work, placed);
}
