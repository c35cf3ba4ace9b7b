/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A studio's own pigments as CSV: what was measured of each, from which the rest follows. */
#include <scalptor/codec.h>

#include "scan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char header[] = "id,L,a,b,dilution,thickness_mm";

enum { numbers = 5 };

/* The cell at the scan, up to the comma or the line's end, without blanks around it. */
static scalp_bytes cell_at(scalp_scan *scan) {
    const char *from = scan->at, *end = scan->at;
    while (end < scan->end && *end != ',' && *end != '\n')
        end++;
    scan->at = end;
    while (from < end && strchr(" \t", *from))
        from++;
    while (end > from && strchr(" \t\r", end[-1]))
        end--;
    return (scalp_bytes){(const uint8_t *)from, (size_t)(end - from)};
}

bool scalp_codec_pigment_id(const char *id) {
    const char *allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    const size_t length = strlen(id);
    return length > 0 && length < SCALP_PIGMENT_NAME && strspn(id, allowed) == length;
}

static scalp_status row_read(scalp_scan *scan, const scalp_work *work,
                             scalp_pigment_swatch_row *row, scalp_error *error) {
    static const char *const names[numbers] = {"L", "a", "b", "dilution", "thickness_mm"};
    double value[numbers];
    const scalp_bytes id = cell_at(scan);
    char *text = scalp_arena_text(work->memory, (const char *)id.data, id.size);
    if (!text)
        return scalp_fail(error, SCALP_ERR_MEMORY, "No memory for a pigment's name.");
    if (strlen(text) != id.size || !scalp_codec_pigment_id(text))
        return scalp_scan_fail(scan, error,
                               "a pigment's name must be 1 to %d letters, digits, - or _.",
                               SCALP_PIGMENT_NAME - 1);
    for (int i = 0; i < numbers; i++) {
        if (scan->at == scan->end || *scan->at != ',')
            return scalp_scan_fail(scan, error, "a pigment needs six cells: %s.", header);
        scan->at++;
        const scalp_bytes cell = cell_at(scan);
        scalp_scan inside = {(const char *)cell.data, (const char *)cell.data + cell.size,
                             scan->name, scan->line};
        if (!scalp_scan_number(&inside, &value[i]) || inside.at != inside.end ||
            !isfinite(value[i]))
            return scalp_scan_fail(scan, error, "%s is not a finite number.", names[i]);
    }
    if (scan->at < scan->end && *scan->at == ',')
        return scalp_scan_fail(scan, error, "a pigment has six cells: %s.", header);
    *row = (scalp_pigment_swatch_row){text, {value[0], value[1], value[2]}, value[3], value[4]};
    return SCALP_OK;
}

static bool is_header(const char *at, const char *end) {
    while (end > at && strchr(" \t\r", end[-1]))
        end--;
    return (size_t)(end - at) == strlen(header) && memcmp(at, header, strlen(header)) == 0;
}

static scalp_status check_new(const scalp_scan *scan, const scalp_pigment_swatch_row *rows,
                              size_t count, scalp_error *error) {
    const char *id = rows[count].id;
    if (scalp_pigment_find(id))
        return scalp_scan_fail(scan, error, "%s is a built-in pigment; give it another name.", id);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].id, id) == 0)
            return scalp_scan_fail(scan, error, "%s stands there already.", id);
    }
    return SCALP_OK;
}

scalp_status scalp_codec_pigments_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                       const scalp_pigment_swatch_row **rows, size_t *count,
                                       scalp_error *error) {
    void *place;
    scalp_scan scan = scalp_scan_make(bytes, name);
    bool headed = false;
    SCALP_TRY(scalp_work_take(work, SCALP_CODEC_MAX_PIGMENTS, sizeof **rows, &place, error));
    scalp_pigment_swatch_row *list = place;
    *count = 0;
    for (bool more = scan.at < scan.end; more; more = scalp_scan_next_line(&scan)) {
        const char *end = memchr(scan.at, '\n', (size_t)(scan.end - scan.at));
        end = end ? end : scan.end;
        scalp_scan probe = scan;
        if (cell_at(&probe).size == 0 && (probe.at == scan.end || *probe.at == '\n'))
            continue;
        if (*scan.at == '#')
            continue;
        if (!headed && !is_header(scan.at, end))
            return scalp_scan_fail(&scan, error, "the first line must be %s.", header);
        if (headed && *count == SCALP_CODEC_MAX_PIGMENTS)
            return scalp_fail(error, SCALP_ERR_LIMIT, "%s has more than %d pigments.", name,
                              SCALP_CODEC_MAX_PIGMENTS);
        if (headed) {
            SCALP_TRY(row_read(&scan, work, &list[*count], error));
            SCALP_TRY(check_new(&scan, list, *count, error));
            ++*count;
        }
        headed = true;
    }
    if (!headed)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s holds no pigments; its first line must be %s.", name, header);
    *rows = list;
    return SCALP_OK;
}

scalp_status scalp_codec_pigments_write(const scalp_pigment_swatch_row *rows, size_t count,
                                        const scalp_work *work, scalp_bytes *bytes,
                                        scalp_error *error) {
    enum { line_most = SCALP_PIGMENT_NAME + numbers * (SCALP_CASE_SHOWN + 1) };
    void *place;
    const size_t most = sizeof header + 1 + count * line_most;
    SCALP_TRY(scalp_work_take(work, most, 1, &place, error));
    char *text = place;
    size_t used = (size_t)snprintf(text, most, "%s\n", header);
    for (size_t i = 0; i < count; i++) {
        const scalp_pigment_swatch_row *row = &rows[i];
        const double value[numbers] = {row->lab.l, row->lab.a, row->lab.b, row->dilution,
                                       row->thickness_mm};
        used += (size_t)snprintf(text + used, most - used, "%s", row->id);
        for (int k = 0; k < numbers; k++) {
            char shown[SCALP_CASE_SHOWN];
            scalp_case_text_from_number(value[k], shown);
            used += (size_t)snprintf(text + used, most - used, ",%s", shown);
        }
        used += (size_t)snprintf(text + used, most - used, "\n");
    }
    *bytes = (scalp_bytes){(const uint8_t *)text, used};
    return SCALP_OK;
}
