/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measurements of visible density as CSV: date,zone,retained_pct,low,high, one a line. */
#include <scalptor/codec.h>

#include "table.h"

#include <stdio.h>
#include <string.h>

static const char header[] = "date,zone,retained_pct,low,high";

enum { cells = 5 };

/* The cell as a text that ends, cut to what a message can show. */
static void text_from_cell(scalp_bytes cell, char text[SCALP_CASE_TEXT]) {
    const size_t size = cell.size < SCALP_CASE_TEXT - 1 ? cell.size : SCALP_CASE_TEXT - 1;
    memcpy(text, cell.data, size);
    text[size] = 0;
}

static scalp_status read_percent(const scalp_scan *scan, const char *name, scalp_bytes cell,
                                 double *percent, scalp_error *error) {
    if (scalp_cell_number(cell, percent) && *percent >= 0 && *percent <= SCALP_CODEC_MOST_PCT)
        return SCALP_OK;
    return scalp_scan_fail(scan, error, "%s must be a number from 0 to %.0f, in percent of day 28.",
                           name, SCALP_CODEC_MOST_PCT);
}

/* "all, hairline, frontal ..", in the order of the zones. */
static void list_zones(char *text, size_t size) {
    size_t used = (size_t)snprintf(text, size, "all");
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT && used < size; z++)
        used += (size_t)snprintf(text + used, size - used, "%s%s",
                                 z + 1 < SCALP_ZONE_COUNT ? ", " : " or ",
                                 scalp_zone_name((scalp_zone)z));
}

static scalp_status read_zone(const scalp_scan *scan, scalp_bytes cell, scalp_zone *zone,
                              scalp_error *error) {
    char text[SCALP_CASE_TEXT], shown[SCALP_CASE_SHOWN], list[240];
    text_from_cell(cell, text);
    *zone = SCALP_ZONE_NONE;
    if (scalp_cell_is(cell, "all") ||
        (scalp_cell_is(cell, text) && scalp_zone_find(text, zone) && *zone != SCALP_ZONE_NONE))
        return SCALP_OK;
    scalp_case_text_quoted(text, shown);
    list_zones(list, sizeof list);
    return scalp_scan_fail(scan, error, "%s is no zone; write %s.", shown, list);
}

static scalp_status read_date(const scalp_scan *scan, scalp_bytes cell, char to[SCALP_CASE_DATE],
                              scalp_error *error) {
    char text[SCALP_CASE_TEXT], shown[SCALP_CASE_SHOWN];
    double day;
    text_from_cell(cell, text);
    scalp_case_text_quoted(text, shown);
    if (!scalp_cell_is(cell, text) || !scalp_case_day_from_date(text, &day))
        return scalp_scan_fail(scan, error,
                               "%s is no day; write it as YYYY-MM-DD, such as 2027-06-30.", shown);
    memcpy(to, text, SCALP_CASE_DATE);
    return SCALP_OK;
}

static scalp_status read_row(const scalp_table *table, scalp_case_measured *row,
                             scalp_error *error) {
    const scalp_scan *scan = &table->scan;
    scalp_bytes cell[cells];
    if (scalp_table_cells(table, cell, cells) != cells)
        return scalp_scan_fail(scan, error, "a measurement needs %d cells: %s.", cells, header);
    row->line = scan->line;
    SCALP_TRY(read_date(scan, cell[0], row->date, error));
    SCALP_TRY(read_zone(scan, cell[1], &row->zone, error));
    SCALP_TRY(read_percent(scan, "retained_pct", cell[2], &row->retained_pct, error));
    SCALP_TRY(read_percent(scan, "low", cell[3], &row->low_pct, error));
    SCALP_TRY(read_percent(scan, "high", cell[4], &row->high_pct, error));
    if (row->low_pct <= row->retained_pct && row->retained_pct <= row->high_pct)
        return SCALP_OK;
    return scalp_scan_fail(scan, error,
                           "low %g, retained_pct %g and high %g must stand in that order.",
                           row->low_pct, row->retained_pct, row->high_pct);
}

static scalp_status check_once(const scalp_scan *scan, const scalp_case_measured *rows,
                               size_t count, scalp_error *error) {
    const scalp_case_measured *last = &rows[count];
    for (size_t i = 0; i < count; i++) {
        if (rows[i].zone == last->zone && strcmp(rows[i].date, last->date) == 0)
            return scalp_scan_fail(scan, error, "%s %s was measured in line %zu already.",
                                   last->zone == SCALP_ZONE_NONE ? "all"
                                                                 : scalp_zone_name(last->zone),
                                   last->date, rows[i].line);
    }
    return SCALP_OK;
}

scalp_status scalp_codec_measured_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                       const scalp_case_measured **measured, size_t *count,
                                       scalp_error *error) {
    void *place;
    bool found;
    scalp_table table =
        scalp_table_make(bytes, name, header, "measurements", SCALP_FORECAST_MAX_MEASURED);
    SCALP_TRY(scalp_work_take(work, SCALP_FORECAST_MAX_MEASURED, sizeof(scalp_case_measured),
                              &place, error));
    scalp_case_measured *rows = place;
    for (;;) {
        SCALP_TRY(scalp_table_next(&table, &found, error));
        if (!found)
            break;
        SCALP_TRY(read_row(&table, &rows[table.count - 1], error));
        SCALP_TRY(check_once(&table.scan, rows, table.count - 1, error));
    }
    if (table.count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s holds no measurement; it needs the line %s and one line for each.",
                          name, header);
    *measured = rows;
    *count = table.count;
    return SCALP_OK;
}
