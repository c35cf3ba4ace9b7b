/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.json -> what a preview needs: the case, the head and cameras, every dot in its place.
 * Totals, sessions and warnings are for people; scalp_plan_from_layout makes them anew. */
#include "dots_pack.h"
#include "json_in.h"
#include "plan_placed.h"
#include "stroke_paths.h"

static scalp_status check_dot(const scalp_json_in *in, const scalp_dot *dot, size_t number,
                              size_t face_count, size_t session_count) {
    const char *wrong = NULL;
    if (dot->at.face >= face_count)
        wrong = "lies on a face that the head does not have";
    else if (!(dot->at.u + dot->at.v <= 1))
        wrong = "lies outside its face";
    else if (dot->zone <= SCALP_ZONE_NONE || dot->zone >= SCALP_ZONE_COUNT)
        wrong = "is of no known zone";
    else if (dot->session < 1 || dot->session > session_count)
        wrong = "is of a session that no plan has";
    if (!wrong)
        return SCALP_OK;
    return scalp_json_fail(in, "dots.data: dot %zu %s; the file is damaged, so plan anew.", number,
                           wrong);
}

static scalp_status place_dots(const scalp_json_in *in, scalp_plan_file *file, scalp_dot *dots,
                               size_t count) {
    const scalp_mesh *mesh = &file->fit.head.mesh;
    for (size_t i = 0; i < count; i++) {
        SCALP_TRY(check_dot(in, &dots[i], i + 1, mesh->face_count, SCALP_LAYOUT_MAX_SESSIONS));
        if (dots[i].session > file->layout.session_count)
            file->layout.session_count = dots[i].session;
        dots[i].position = scalp_mesh_position(mesh, dots[i].at);
        dots[i].normal = scalp_mesh_normal(mesh, dots[i].at);
    }
    return SCALP_OK;
}

/* As the totals say, for brows alone take fewer than the case has; else those of the case. */
static size_t sessions_of(const json_t *root, const scalp_plan_file *file) {
    const json_t *totals = json_object_get(root, "totals");
    const json_int_t said = json_integer_value(json_object_get(totals, "sessions"));
    const bool known = said >= 1 && said <= SCALP_LAYOUT_MAX_SESSIONS;
    return known ? (size_t)said : file->document.session_count;
}

static scalp_status read_dots(const scalp_json_in *in, const json_t *root, const scalp_work *work,
                              scalp_plan_file *file) {
    static const char *const names[] = {"count", "encoding", "data"};
    json_t *dots, *data;
    double count;
    SCALP_TRY(scalp_json_need(in, root, "dots", JSON_OBJECT, "dots", &dots));
    SCALP_TRY(scalp_json_known(in, dots, "dots", names, 3));
    SCALP_TRY(scalp_json_number(in, json_object_get(dots, "count"), "dots.count", &count));
    SCALP_TRY(scalp_json_need(in, dots, "data", JSON_STRING, "dots.data", &data));
    const size_t length = json_string_length(data), stored = length / SCALP_DOT_LETTERS;
    if (stored > SCALP_LAYOUT_MAX_DOTS)
        return scalp_json_fail(in, "dots.data has %zu dots, more than the %u that a plan may have.",
                               stored, SCALP_LAYOUT_MAX_DOTS);
    if (length % SCALP_DOT_LETTERS != 0 || count < (double)stored || count > (double)stored)
        return scalp_json_fail(in,
                               "dots.count says %.0f, but dots.data holds %zu letters, %u for "
                               "each dot; the file is damaged, so plan anew.",
                               count, length, SCALP_DOT_LETTERS);
    if (stored == 0 &&
        file->placed.dot_count + file->placed.follicle_count + file->placed.stroke_count == 0 &&
        !json_object_get(root, "strokes"))
        return scalp_json_fail(in, "dots.data is empty, and a plan has dots; plan anew.");
    void *memory;
    SCALP_TRY(scalp_work_take(work, stored, sizeof(scalp_dot), &memory, in->error));
    if (!scalp_dots_unpack(json_string_value(data), stored, memory))
        return scalp_json_fail(in, "dots.data is not base64; the file is damaged, so plan anew.");
    /* A touch-up comes after the sessions of the case. */
    const size_t all = sessions_of(root, file), first = file->placed.first_session;
    file->layout = (scalp_layout){
        .dot_count = stored, .dots = memory, .session_count = first > all ? first : all};
    SCALP_TRY(place_dots(in, file, memory, stored));
    return scalp_stroke_paths_read(in, root, &file->fit.head.mesh, work, &file->layout);
}

static scalp_status read_plan(const scalp_json_in *in, const json_t *root, const scalp_head *scan,
                              const scalp_work *work, scalp_plan_file *file) {
    static const char *const names[] = {"scalptor_plan", "program", "totals", "sessions",
                                        "warnings",      "case",    "fit",    "dots",
                                        "zones",         "placed",  "strokes"};
    SCALP_TRY(scalp_json_version(in, root, "scalptor_plan", 1));
    SCALP_TRY(scalp_json_known(in, root, "", names, sizeof names / sizeof *names));
    json_t *document, *fit, *placed;
    SCALP_TRY(scalp_json_need(in, root, "case", JSON_OBJECT, "case", &document));
    SCALP_TRY(scalp_json_need(in, root, "fit", JSON_OBJECT, "fit", &fit));
    SCALP_TRY(scalp_json_case(in, document, &file->document));
    SCALP_TRY(scalp_json_fit(in, fit, &file->document, scan, work, &file->fit, file->facts));
    SCALP_TRY(scalp_json_member(in, root, "placed", JSON_OBJECT, "placed", &placed));
    SCALP_TRY(scalp_json_placed(in, placed, &file->fit.head.mesh, work, &file->placed));
    return read_dots(in, root, work, file);
}

scalp_status scalp_codec_plan_read(scalp_bytes bytes, const char *name, const scalp_head *scan,
                                   const scalp_work *work, scalp_plan_file *file,
                                   scalp_error *error) {
    const scalp_json_in in = {name, error};
    json_t *root;
    SCALP_TRY(scalp_json_open(&in, bytes, SCALP_CODEC_MAX_PLAN_BYTES, &root));
    void *memory;
    scalp_status status = scalp_work_take(work, 1, sizeof *file, &memory, error);
    if (status == SCALP_OK)
        status = read_plan(&in, root, scan, work, memory);
    if (status == SCALP_OK)
        *file = *(scalp_plan_file *)memory;
    json_decref(root);
    return status;
}
