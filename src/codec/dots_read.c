/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots and hairs as CSV, wherever they were measured. */
#include <scalptor/codec.h>

#include "table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char dots_header[] =
    "id,x_mm,y_mm,z_mm,nx,ny,nz,zone,session,diameter_mm,pigment_depth_mm";
static const char hairs_header[] = "id,x,y,z,radius_mm";

static const char strokes_header[] =
    "id,point,x_mm,y_mm,z_mm,nx,ny,nz,width_mm,zone,session,pigment_depth_mm";

enum { dots_cells = 11, hairs_cells = 5, strokes_cells = 12 };

#define FARTHEST_MM 1000.0
#define WIDEST_MM 4.0
#define WIDEST_STROKE_MM 1.27 /* 254 of the steps that a plan keeps */
#define LONGEST_STEP_MM 5.0
#define DEEPEST_MM 3.0

/* ---- Cells ------------------------------------------------------------------------------- */

static scalp_status read_id(const scalp_scan *scan, scalp_bytes cell, double *id,
                            scalp_error *error) {
    if (scalp_cell_number(cell, id) && *id >= 0 && *id <= 0x1p53 && !(floor(*id) < *id))
        return SCALP_OK;
    return scalp_scan_fail(scan, error, "id must be a whole number of 0 or more.");
}

static scalp_status read_vector(const scalp_scan *scan, const scalp_bytes cell[3], const char *what,
                                double most, scalp_vec3 *v, scalp_error *error) {
    double *part[] = {&v->x, &v->y, &v->z};
    for (int k = 0; k < 3; k++) {
        if (!scalp_cell_number(cell[k], part[k]) || !(fabs(*part[k]) <= most))
            return scalp_scan_fail(scan, error, "%s must be numbers between -%g and %g.", what,
                                   most, most);
    }
    return SCALP_OK;
}

static scalp_status read_range(const scalp_scan *scan, const char *name, scalp_bytes cell,
                               double low, double high, double *number, scalp_error *error) {
    if (scalp_cell_number(cell, number) && *number >= low && *number <= high)
        return SCALP_OK;
    return scalp_scan_fail(scan, error, "%s must be a number from %g to %g.", name, low, high);
}

static scalp_status read_zone(const scalp_scan *scan, scalp_bytes cell, scalp_zone *zone,
                              scalp_error *error) {
    char text[SCALP_CASE_TEXT], shown[SCALP_CASE_SHOWN];
    const size_t size = cell.size < sizeof text - 1 ? cell.size : sizeof text - 1;
    memcpy(text, cell.data, size);
    text[size] = 0;
    if (scalp_cell_is(cell, text) && scalp_zone_find(text, zone) && *zone != SCALP_ZONE_NONE)
        return SCALP_OK;
    scalp_case_text_quoted(text, shown);
    return scalp_scan_fail(scan, error, "%s is no zone.", shown);
}

/* ---- Rows -------------------------------------------------------------------------------- */

/* "zone", "session" as a whole number. */
static scalp_status read_visit(const scalp_scan *scan, const scalp_bytes cell[2],
                               scalp_placed_row *row, scalp_error *error) {
    double session;
    SCALP_TRY(read_zone(scan, cell[0], &row->zone, error));
    SCALP_TRY(read_range(scan, "session", cell[1], 1, SCALP_LAYOUT_MAX_SESSIONS, &session, error));
    if (floor(session) < session)
        return scalp_scan_fail(scan, error, "session must be a whole number.");
    row->session = (unsigned)session;
    return SCALP_OK;
}

static scalp_status read_normal(const scalp_scan *scan, const scalp_bytes cell[3],
                                scalp_placed_row *row, scalp_error *error) {
    SCALP_TRY(read_vector(scan, cell, "nx, ny and nz", 1.05, &row->normal, error));
    if (!(fabs(scalp_vec3_length(row->normal) - 1) <= 0.05))
        return scalp_scan_fail(scan, error, "nx, ny and nz must be a direction of length 1.");
    return SCALP_OK;
}

static scalp_status read_dot(const scalp_table *table, scalp_placed_row *row, scalp_error *error) {
    const scalp_scan *scan = &table->scan;
    scalp_bytes cell[dots_cells];
    double diameter, depth;
    if (scalp_table_cells(table, cell, dots_cells) != dots_cells)
        return scalp_scan_fail(scan, error, "a dot needs %d cells: %s.", dots_cells, dots_header);
    SCALP_TRY(read_id(scan, cell[0], &row->id, error));
    SCALP_TRY(read_vector(scan, cell + 1, "x_mm, y_mm and z_mm", FARTHEST_MM, &row->point, error));
    SCALP_TRY(read_normal(scan, cell + 4, row, error));
    SCALP_TRY(read_visit(scan, cell + 7, row, error));
    SCALP_TRY(read_range(scan, "diameter_mm", cell[9], 0.001, WIDEST_MM, &diameter, error));
    row->radius_mm = diameter / 2;
    return read_range(scan, "pigment_depth_mm", cell[10], 0.001, DEEPEST_MM, &depth, error);
}

static scalp_status read_hair(const scalp_table *table, scalp_placed_row *row, scalp_error *error) {
    const scalp_scan *scan = &table->scan;
    scalp_bytes cell[hairs_cells];
    if (scalp_table_cells(table, cell, hairs_cells) != hairs_cells)
        return scalp_scan_fail(scan, error, "a hair needs %d cells: %s.", hairs_cells,
                               hairs_header);
    SCALP_TRY(read_id(scan, cell[0], &row->id, error));
    SCALP_TRY(read_vector(scan, cell + 1, "x, y and z", FARTHEST_MM, &row->point, error));
    return read_range(scan, "radius_mm", cell[4], 0, SCALP_SITE_MAX_RADIUS_MM, &row->radius_mm,
                      error);
}

/* ---- Files ------------------------------------------------------------------------------- */

static int compare_ids(const void *a, const void *b) {
    const scalp_placed_row *p = *(const scalp_placed_row *const *)a;
    const scalp_placed_row *q = *(const scalp_placed_row *const *)b;
    return p->id < q->id ? -1 : p->id > q->id ? 1 : (p->line > q->line) - (p->line < q->line);
}

static scalp_status check_once(const scalp_placed_row *rows, size_t count, const char *name,
                               const scalp_work *work, scalp_error *error) {
    void *memory;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_placed_row *), &memory, error));
    const scalp_placed_row **order = memory;
    for (size_t i = 0; i < count; i++)
        order[i] = &rows[i];
    qsort(order, count, sizeof *order, compare_ids);
    for (size_t i = 1; i < count; i++) {
        if (order[i]->id > order[i - 1]->id)
            continue;
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s, line %zu: id %.0f stands in line %zu already.", name, order[i]->line,
                          order[i]->id, order[i - 1]->line);
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* No more than there are lines. */
static size_t most_rows(scalp_bytes bytes) {
    size_t lines = 1;
    for (size_t i = 0; i < bytes.size; i++)
        lines += bytes.data[i] == '\n';
    return lines < SCALP_LAYOUT_MAX_DOTS ? lines : SCALP_LAYOUT_MAX_DOTS;
}

static scalp_status read_rows(scalp_bytes bytes, const char *name, bool hairs,
                              const scalp_work *work, const scalp_placed_row **rows, size_t *count,
                              scalp_error *error) {
    void *place;
    bool found;
    scalp_table table = scalp_table_make(bytes, name, hairs ? hairs_header : dots_header,
                                         hairs ? "hairs" : "dots", SCALP_LAYOUT_MAX_DOTS);
    SCALP_TRY(scalp_work_take(work, most_rows(bytes), sizeof(scalp_placed_row), &place, error));
    scalp_placed_row *made = place;
    for (;;) {
        SCALP_TRY(scalp_table_next(&table, &found, error));
        if (!found)
            break;
        scalp_placed_row *row = &made[table.count - 1];
        row->line = table.scan.line;
        SCALP_TRY(hairs ? read_hair(&table, row, error) : read_dot(&table, row, error));
    }
    if (table.count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s holds no %s; it needs the line %s and one line for each.", name,
                          hairs ? "hair" : "dot", table.header);
    SCALP_TRY(check_once(made, table.count, name, work, error));
    *rows = made;
    *count = table.count;
    return SCALP_OK;
}

scalp_status scalp_codec_dots_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                   const scalp_placed_row **rows, size_t *count,
                                   scalp_error *error) {
    return read_rows(bytes, name, false, work, rows, count, error);
}

/* ---- Strokes ----------------------------------------------------------------------------- */

/* A point of a stroke, and its number along it. */
static scalp_status read_stroke_point(const scalp_table *table, scalp_placed_row *row,
                                      double *number, scalp_error *error) {
    const scalp_scan *scan = &table->scan;
    scalp_bytes cell[strokes_cells];
    double width, depth;
    if (scalp_table_cells(table, cell, strokes_cells) != strokes_cells)
        return scalp_scan_fail(scan, error, "a stroke's point needs %d cells: %s.", strokes_cells,
                               strokes_header);
    SCALP_TRY(read_id(scan, cell[0], &row->id, error));
    SCALP_TRY(read_range(scan, "point", cell[1], 1, SCALP_STROKE_MAX_POINTS, number, error));
    SCALP_TRY(read_vector(scan, cell + 2, "x_mm, y_mm and z_mm", FARTHEST_MM, &row->point, error));
    SCALP_TRY(read_normal(scan, cell + 5, row, error));
    SCALP_TRY(read_range(scan, "width_mm", cell[8], 0.005, WIDEST_STROKE_MM, &width, error));
    row->radius_mm = width / 2;
    SCALP_TRY(read_visit(scan, cell + 9, row, error));
    return read_range(scan, "pigment_depth_mm", cell[11], 0.001, DEEPEST_MM, &depth, error);
}

/* Points of a stroke follow each other, with numbers from 1. */
static scalp_status check_order(const scalp_scan *scan, const scalp_placed_row *row, double number,
                                const scalp_placed_row *before, double number_before,
                                scalp_error *error) {
    const bool new = !before || before->id < row->id || before->id > row->id;
    const double due = new ? 1 : number_before + 1;
    if (number < due || number > due)
        return scalp_scan_fail(scan, error,
                               "point is %.0f, but must be %.0f: a stroke's points stand in lines "
                               "that follow each other, from 1 on.",
                               number, due);
    if (new)
        return SCALP_OK;
    if (row->zone != before->zone || row->session != before->session)
        return scalp_scan_fail(scan, error, "a stroke is of one zone and one session.");
    if (!(scalp_vec3_distance(row->point, before->point) <= LONGEST_STEP_MM))
        return scalp_scan_fail(scan, error, "the point before lies more than %g mm away.",
                               LONGEST_STEP_MM);
    return SCALP_OK;
}

/* No stroke comes again, and none is a point by itself. */
static scalp_status check_strokes(const scalp_placed_row *rows, size_t count, const char *name,
                                  const scalp_work *work, scalp_error *error) {
    void *memory;
    size_t strokes = 0;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_placed_row), &memory, error));
    scalp_placed_row *firsts = memory;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && rows[end].id <= rows[i].id && rows[end].id >= rows[i].id;
             end++)
            continue;
        if (end - i < 2)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "%s, line %zu: stroke %.0f has one point only; it needs two or more.",
                              name, rows[i].line, rows[i].id);
        firsts[strokes++] = rows[i];
    }
    SCALP_TRY(check_once(firsts, strokes, name, work, error));
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

scalp_status scalp_codec_placed_strokes_read(scalp_bytes bytes, const char *name,
                                             const scalp_work *work, const scalp_placed_row **rows,
                                             size_t *count, scalp_error *error) {
    void *place;
    bool found;
    double number = 0, before = 0;
    scalp_table table =
        scalp_table_make(bytes, name, strokes_header, "points", SCALP_LAYOUT_MAX_DOTS);
    SCALP_TRY(scalp_work_take(work, most_rows(bytes), sizeof(scalp_placed_row), &place, error));
    scalp_placed_row *made = place;
    for (;; before = number) {
        SCALP_TRY(scalp_table_next(&table, &found, error));
        if (!found)
            break;
        scalp_placed_row *row = &made[table.count - 1];
        row->line = table.scan.line;
        SCALP_TRY(read_stroke_point(&table, row, &number, error));
        SCALP_TRY(
            check_order(&table.scan, row, number, table.count > 1 ? row - 1 : NULL, before, error));
    }
    if (table.count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s holds no stroke; it needs the line %s and one line for each point.",
                          name, table.header);
    SCALP_TRY(check_strokes(made, table.count, name, work, error));
    *rows = made;
    *count = table.count;
    return SCALP_OK;
}

/* ---- Which of them ----------------------------------------------------------------------- */

/* The first line that says something is this header. */
static bool is_headed(scalp_bytes bytes, const char *header) {
    scalp_error ignored;
    bool found;
    scalp_table table = scalp_table_make(bytes, "", header, "rows", SIZE_MAX);
    return scalp_table_next(&table, &found, &ignored) == SCALP_OK;
}

bool scalp_codec_is_strokes(scalp_bytes bytes) {
    return is_headed(bytes, strokes_header);
}

scalp_status scalp_codec_sites_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                    const scalp_placed_row **rows, size_t *count,
                                    scalp_error *error) {
    return read_rows(bytes, name, !is_headed(bytes, dots_header), work, rows, count, error);
}
