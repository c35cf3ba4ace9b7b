/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A studio's own pigments as CSV: what was measured of each, from which the rest follows. */
#include <scalptor/codec.h>

#include "table.h"

#include <stdio.h>
#include <string.h>

static const char header[] = "id,L,a,b,dilution,thickness_mm";

enum { cells = 6, numbers = cells - 1 };

bool scalp_codec_pigment_id(const char *id) {
    const char *allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    const size_t length = strlen(id);
    return length > 0 && length < SCALP_PIGMENT_NAME && strspn(id, allowed) == length;
}

static scalp_status row_read(const scalp_table *table, const scalp_work *work,
                             scalp_pigment_swatch_row *row, scalp_error *error) {
    static const char *const names[numbers] = {"L", "a", "b", "dilution", "thickness_mm"};
    double value[numbers];
    scalp_bytes cell[cells];
    const size_t found = scalp_table_cells(table, cell, cells);
    if (found != cells)
        return scalp_scan_fail(&table->scan, error, "a pigment %s six cells: %s.",
                               found < cells ? "needs" : "has", header);
    char *text = scalp_arena_text(work->memory, (const char *)cell[0].data, cell[0].size);
    if (!text)
        return scalp_fail(error, SCALP_ERR_MEMORY, "No memory for a pigment's name.");
    if (strlen(text) != cell[0].size || !scalp_codec_pigment_id(text))
        return scalp_scan_fail(&table->scan, error,
                               "a pigment's name must be 1 to %d letters, digits, - or _.",
                               SCALP_PIGMENT_NAME - 1);
    for (int i = 0; i < numbers; i++) {
        if (!scalp_cell_number(cell[1 + i], &value[i]))
            return scalp_scan_fail(&table->scan, error, "%s is not a finite number.", names[i]);
    }
    *row = (scalp_pigment_swatch_row){text, {value[0], value[1], value[2]}, value[3], value[4]};
    return SCALP_OK;
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
    bool found;
    scalp_table table = scalp_table_make(bytes, name, header, "pigments", SCALP_CODEC_MAX_PIGMENTS);
    SCALP_TRY(scalp_work_take(work, SCALP_CODEC_MAX_PIGMENTS, sizeof **rows, &place, error));
    scalp_pigment_swatch_row *list = place;
    for (;;) {
        SCALP_TRY(scalp_table_next(&table, &found, error));
        if (!found)
            break;
        SCALP_TRY(row_read(&table, work, &list[table.count - 1], error));
        SCALP_TRY(check_new(&table.scan, list, table.count - 1, error));
    }
    if (!table.headed)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s holds no pigments; its first line must be %s.", name, header);
    *count = table.count;
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
