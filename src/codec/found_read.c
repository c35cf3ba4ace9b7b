/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of an earlier inspection: which file has its dots, and what of the photo was judged.
 */
#include "json_in.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { cells_most = 16 << 20 };

/* Lengths of runs by turns not judged and judged, row by row. */
static scalp_status read_runs(const scalp_json_in *in, const json_t *runs, size_t cells,
                              uint8_t *why) {
    size_t at = 0;
    for (size_t i = 0; i < json_array_size(runs); i++) {
        double length;
        SCALP_TRY(scalp_json_number(in, json_array_get(runs, i), "window.runs", &length));
        if (!(length >= 0 && length <= (double)(cells - at)))
            return scalp_json_fail(in, "window.runs have more cells than the window.");
        memset(why + at, i % 2 ? SCALP_UNSEEN_NOT : SCALP_UNSEEN_OUTSIDE, (size_t)length);
        at += (size_t)length;
    }
    return at == cells ? SCALP_OK
                       : scalp_json_fail(in, "window.runs have fewer cells than the window.");
}

static scalp_status read_window(const scalp_json_in *in, const json_t *object,
                                const scalp_work *work, scalp_window *window) {
    static const char *const names[] = {"cell_mm", "columns", "rows"};
    double n[3], origin[2];
    json_t *member, *runs;
    void *memory;
    for (int i = 0; i < 3; i++) {
        member = json_object_get(object, names[i]);
        if (!member)
            return scalp_json_fail(in, "window.%s is missing.", names[i]);
        SCALP_TRY(scalp_json_number(in, member, names[i], &n[i]));
    }
    SCALP_TRY(scalp_json_need(in, object, "origin_mm", JSON_ARRAY, "window.origin_mm", &member));
    SCALP_TRY(scalp_json_numbers(in, member, "window.origin_mm", origin, 2));
    SCALP_TRY(scalp_json_need(in, object, "runs", JSON_ARRAY, "window.runs", &runs));
    if (!(n[0] > 0 && n[0] < 1000) || !(n[1] >= 1 && n[1] <= 1e5) || !(n[2] >= 1 && n[2] <= 1e5) ||
        n[1] * n[2] > cells_most || floor(n[1]) < n[1] || floor(n[2]) < n[2] ||
        !(fabs(origin[0]) < 1e6 && fabs(origin[1]) < 1e6))
        return scalp_json_fail(in, "window has a size or a place that none has.");
    const size_t cells = (size_t)(n[1] * n[2]);
    SCALP_TRY(scalp_work_take(work, cells, 1, &memory, in->error));
    SCALP_TRY(read_runs(in, runs, cells, memory));
    *window = (scalp_window){{origin[0], origin[1]}, n[0], (int)n[1], (int)n[2], memory};
    return SCALP_OK;
}

scalp_status scalp_codec_inspected_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                        scalp_window *window, char file[SCALP_CASE_PATH],
                                        scalp_error *error) {
    const scalp_json_in in = {name, error};
    json_t *root, *member;
    SCALP_TRY(scalp_json_open(&in, bytes, SCALP_CODEC_MAX_JSON_BYTES, &root));
    scalp_status status =
        scalp_json_member(&in, root, "dots_file", JSON_STRING, "dots_file", &member);
    if (status == SCALP_OK && !member)
        status = scalp_json_fail(&in, "it does not name the dots (dots_file); inspect the earlier "
                                      "photo again with -o FILE and --report.");
    if (status == SCALP_OK)
        status = scalp_json_text(&in, member, "dots_file", file, SCALP_CASE_PATH);
    if (status == SCALP_OK)
        status = scalp_json_need(&in, root, "window", JSON_OBJECT, "window", &member);
    if (status == SCALP_OK)
        status = read_window(&in, member, work, window);
    json_decref(root);
    return status;
}
