/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include <math.h>
#include <string.h>

static scalp_bytes trimmed(const char *at, const char *end) {
    while (at < end && strchr(" \t\r", *at))
        at++;
    while (end > at && strchr(" \t\r", end[-1]))
        end--;
    return (scalp_bytes){(const uint8_t *)at, (size_t)(end - at)};
}

scalp_table scalp_table_make(scalp_bytes bytes, const char *name, const char *header,
                             const char *rows_called, size_t most) {
    return (scalp_table){.scan = scalp_scan_make(bytes, name),
                         .header = header,
                         .rows_called = rows_called,
                         .most = most};
}

/* The next line that holds anything. */
static bool next_line(scalp_table *table) {
    scalp_scan *scan = &table->scan;
    for (;;) {
        if (table->begun ? !scalp_scan_next_line(scan) : scan->at >= scan->end)
            return false;
        table->begun = true;
        const char *end = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));
        table->row = trimmed(scan->at, end ? end : scan->end);
        if (table->row.size > 0 && table->row.data[0] != '#')
            return true;
    }
}

scalp_status scalp_table_next(scalp_table *table, bool *found, scalp_error *error) {
    *found = next_line(table);
    if (*found && !table->headed) {
        if (!scalp_cell_is(table->row, table->header))
            return scalp_scan_fail(&table->scan, error, "the first line must be %s.",
                                   table->header);
        table->headed = true;
        *found = next_line(table);
    }
    if (!*found)
        return SCALP_OK;
    if (table->count == table->most)
        return scalp_fail(error, SCALP_ERR_LIMIT, "%s has more than %zu %s.", table->scan.name,
                          table->most, table->rows_called);
    table->count++;
    return SCALP_OK;
}

size_t scalp_table_cells(const scalp_table *table, scalp_bytes *cells, size_t most) {
    const char *at = (const char *)table->row.data, *end = at + table->row.size;
    for (size_t count = 1;; count++) {
        const char *comma = memchr(at, ',', (size_t)(end - at));
        if (count <= most)
            cells[count - 1] = trimmed(at, comma ? comma : end);
        if (!comma)
            return count;
        at = comma + 1;
    }
}

bool scalp_cell_is(scalp_bytes cell, const char *text) {
    return cell.size == strlen(text) && memcmp(cell.data, text, cell.size) == 0;
}

bool scalp_cell_number(scalp_bytes cell, double *number) {
    const char *at = (const char *)cell.data;
    scalp_scan scan = {at, at + cell.size, "", 1};
    return scalp_scan_number(&scan, number) && scan.at == scan.end && isfinite(*number);
}
