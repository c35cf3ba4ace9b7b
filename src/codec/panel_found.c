/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The readings of test dots from files of dots that were found in photos. */
#include "table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- The file ------------------------------------------------------------------------------ */

typedef enum column {
    AT_X_PX,
    AT_Y_PX,
    AT_X_MM,
    AT_Y_MM,
    AT_DARKNESS,
    AT_DIAMETER,
    AT_CONFIDENCE,
    AT_DARKNESS_SD,
    AT_DIAMETER_SD,
    AT_RED,
    AT_GREEN,
    AT_BLUE,
    NUMBERS,
    AT_KIND = NUMBERS,
    COLUMNS,
} column;

static const struct {
    const char *name;
    column column;
} names[] = {
    {"x_px", AT_X_PX},
    {"y_px", AT_Y_PX},
    {"x_mm", AT_X_MM},
    {"y_mm", AT_Y_MM},
    {"darkness", AT_DARKNESS},
    {"diam_mm", AT_DIAMETER},
    {"diameter_mm", AT_DIAMETER},
    {"confidence", AT_CONFIDENCE},
    {"darkness_sd", AT_DARKNESS_SD},
    {"diameter_sd_mm", AT_DIAMETER_SD},
    {"density_red", AT_RED},
    {"density_green", AT_GREEN},
    {"density_blue", AT_BLUE},
    {"kind", AT_KIND},
};

enum { most_cells = 64, none = -1 };

typedef struct layout {
    int cell_of[COLUMNS]; /* none: there is no such column */
    size_t cells;
    bool has_mm;
} layout;

static scalp_status read_header(scalp_table *table, layout *l, scalp_error *error) {
    scalp_bytes cell[most_cells];
    const char *end = memchr(table->scan.at, '\n', (size_t)(table->scan.end - table->scan.at));
    table->row = (scalp_bytes){(const uint8_t *)table->scan.at,
                               (size_t)((end ? end : table->scan.end) - table->scan.at)};
    l->cells = scalp_table_cells(table, cell, most_cells);
    for (int c = 0; c < COLUMNS; c++)
        l->cell_of[c] = none;
    for (size_t i = 0; i < l->cells && i < most_cells; i++) {
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            if (scalp_cell_is(cell[i], names[k].name))
                l->cell_of[names[k].column] = (int)i;
        }
    }
    l->has_mm = l->cell_of[AT_X_MM] != none && l->cell_of[AT_Y_MM] != none;
    const bool has_px = l->cell_of[AT_X_PX] != none && l->cell_of[AT_Y_PX] != none;
    if (l->cells <= most_cells && (l->has_mm || has_px) && l->cell_of[AT_DARKNESS] != none)
        return SCALP_OK;
    return scalp_scan_fail(&table->scan, error,
                           "the first line must name the columns, among them x_px, y_px and "
                           "darkness, as scalptor inspect writes them.");
}

/* The cells as numbers; NaN where a cell is empty or not there. */
static scalp_status read_numbers(const scalp_table *table, const layout *l, double numbers[NUMBERS],
                                 bool *is_hair, scalp_error *error) {
    scalp_bytes cell[most_cells];
    if (scalp_table_cells(table, cell, most_cells) != l->cells)
        return scalp_scan_fail(&table->scan, error, "a dot needs %zu cells, as the first line has.",
                               l->cells);
    for (int c = 0; c < NUMBERS; c++) {
        const int at = l->cell_of[c];
        numbers[c] = (double)NAN;
        if (at != none && cell[at].size > 0 && !scalp_cell_number(cell[at], &numbers[c]))
            return scalp_scan_fail(&table->scan, error, "cell %d is no number.", at + 1);
    }
    *is_hair = l->cell_of[AT_KIND] != none && scalp_cell_is(cell[l->cell_of[AT_KIND]], "stub");
    return SCALP_OK;
}

static scalp_status read_dot(const scalp_table *table, const layout *l, scalp_found *dot,
                             scalp_error *error) {
    double n[NUMBERS];
    bool is_hair = false;
    SCALP_TRY(read_numbers(table, l, n, &is_hair, error));
    const double x = l->has_mm ? n[AT_X_MM] : n[AT_X_PX], y = l->has_mm ? n[AT_Y_MM] : n[AT_Y_PX];
    if (!(fabs(x) <= 1e6 && fabs(y) <= 1e6))
        return scalp_scan_fail(&table->scan, error, "the dot's place is missing or far off.");
    if (!(n[AT_DARKNESS] >= 0 && n[AT_DARKNESS] <= 1))
        return scalp_scan_fail(&table->scan, error, "darkness must be 0 to 1.");
    if (n[AT_DIAMETER] < 0 || n[AT_DARKNESS_SD] < 0 || n[AT_DIAMETER_SD] < 0)
        return scalp_scan_fail(&table->scan, error, "a diameter or an error is negative.");
    *dot = (scalp_found){.kind = is_hair ? SCALP_FOUND_STUB : SCALP_FOUND_DOT,
                         .mm = {x, y},
                         .darkness = n[AT_DARKNESS],
                         .darkness_sd = isnan(n[AT_DARKNESS_SD]) ? 0 : n[AT_DARKNESS_SD],
                         .diameter_mm = n[AT_DIAMETER],
                         .diameter_sd_mm = isnan(n[AT_DIAMETER_SD]) ? 0 : n[AT_DIAMETER_SD],
                         .density_rgb = {n[AT_RED], n[AT_GREEN], n[AT_BLUE]},
                         .confidence = isnan(n[AT_CONFIDENCE]) ? 1 : n[AT_CONFIDENCE]};
    return SCALP_OK;
}

static scalp_status read_dots(scalp_bytes bytes, const char *name, const scalp_work *work,
                              scalp_found **found, size_t *count, bool *has_mm,
                              scalp_error *error) {
    void *place;
    layout l;
    bool more;
    size_t lines = 1, used = 0;
    scalp_table table = scalp_table_make(bytes, name, "", "dots", SCALP_CODEC_MAX_FOUND);
    SCALP_TRY(read_header(&table, &l, error));
    for (size_t i = 0; i < bytes.size; i++)
        lines += bytes.data[i] == '\n';
    lines = lines < SCALP_CODEC_MAX_FOUND ? lines : SCALP_CODEC_MAX_FOUND;
    SCALP_TRY(scalp_work_take(work, lines, sizeof(scalp_found), &place, error));
    scalp_found *dots = place;
    table.headed = table.begun = true;
    for (;;) {
        SCALP_TRY(scalp_table_next(&table, &more, error));
        if (!more)
            break;
        SCALP_TRY(read_dot(&table, &l, &dots[used++], error));
    }
    *found = dots;
    *count = used;
    *has_mm = l.has_mm;
    return SCALP_OK;
}

scalp_status scalp_codec_panel_found_read(scalp_bytes bytes, const char *name,
                                          const scalp_work *work, const scalp_found **found,
                                          size_t *count, bool *has_mm, scalp_error *error) {
    scalp_found *dots;
    SCALP_TRY(read_dots(bytes, name, work, &dots, count, has_mm, error));
    *count = scalp_panel_surest(dots, *count);
    *found = dots;
    return SCALP_OK;
}

scalp_status scalp_codec_found_read(scalp_bytes bytes, const char *name, const scalp_work *work,
                                    const scalp_found **found, size_t *count, bool *has_mm,
                                    scalp_error *error) {
    scalp_found *dots;
    SCALP_TRY(read_dots(bytes, name, work, &dots, count, has_mm, error));
    *found = dots;
    return SCALP_OK;
}

/* ---- Which is which ------------------------------------------------------------------------ */

/* In reading order: rows from the top, in them from the left. Two dots stand in a row when they
 * are less than half the least distance apart in height. */
static void in_reading_order(const scalp_found *found, size_t count, int which[]) {
    double reach = INFINITY;
    for (size_t i = 0; i < count; i++) {
        which[i] = (int)i;
        for (size_t j = 0; j < i; j++) {
            const double x = found[i].mm.x - found[j].mm.x, y = found[i].mm.y - found[j].mm.y;
            reach = fmin(reach, sqrt(x * x + y * y) / 2);
        }
    }
    for (size_t i = 0; i < count; i++) { /* the topmost of the rest, then the leftmost beside it */
        size_t first = i;
        double top = INFINITY;
        for (size_t j = i; j < count; j++)
            top = fmin(top, found[which[j]].mm.y);
        double left = INFINITY;
        for (size_t j = i; j < count; j++) {
            const scalp_vec2 at = found[which[j]].mm;
            if (at.y < top + reach && at.x < left)
                left = at.x, first = j;
        }
        const int swap = which[i];
        which[i] = which[first];
        which[first] = swap;
    }
}

static scalp_status tell_apart(const scalp_panel_file *panel, size_t k,
                               const scalp_panel_found *found, int which[],
                               scalp_vec2 where[SCALP_PANEL_MAX_DOTS], scalp_error *error) {
    scalp_vec2 places[SCALP_PANEL_MAX_FOUND];
    scalp_error why = {SCALP_OK, ""};
    const size_t used = found->count < SCALP_PANEL_MAX_FOUND ? found->count : SCALP_PANEL_MAX_FOUND;
    if (!panel->placed) {
        if (found->count != panel->dot_count)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "%.100s holds %zu dots, the panel %zu; say where the panel's dots "
                              "lie (grid or at_mm), or type what was read.",
                              panel->photos[k].file, found->count, panel->dot_count);
        in_reading_order(found->dots, found->count, which);
        return SCALP_OK;
    }
    for (size_t i = 0; i < used; i++)
        places[i] = found->dots[i].mm;
    const scalp_status status = scalp_panel_place(panel->mm, panel->dot_count, places, used,
                                                  found->has_mm, which, where, &why);
    if (status == SCALP_OK)
        return SCALP_OK;
    return scalp_fail(error, status, "%.100s: %.200s", panel->photos[k].file, why.message);
}

static scalp_panel_reading reading_of(const scalp_found *f, unsigned dot, unsigned photo) {
    const double least_mm = 0.02, most_mm = 3, least = 0.001;
    const bool bands = f->density_rgb[0] > 0 && f->density_rgb[2] > 0 && f->density_rgb[0] <= 4 &&
                       f->density_rgb[2] <= 4;
    const double no = (double)NAN;
    scalp_panel_reading r = {.dot = dot,
                             .photo = photo,
                             .state = SCALP_PANEL_SEEN,
                             .darkness = fmax(f->darkness, least),
                             .darkness_sd = fmin(f->darkness_sd, 1),
                             .diameter_mm = f->diameter_mm,
                             .diameter_sd_mm = fmin(f->diameter_sd_mm, most_mm)};
    if (!(r.diameter_mm >= least_mm && r.diameter_mm <= most_mm))
        r.diameter_mm = no;
    for (int i = 0; i < 3; i++)
        r.density_rgb[i] = bands ? f->density_rgb[i] : no;
    return r;
}

scalp_status scalp_codec_panel_readings(const scalp_panel_file *panel, size_t k,
                                        const scalp_panel_found *found,
                                        scalp_panel_reading *readings, size_t *count,
                                        scalp_error *error) {
    const scalp_panel_photo *photo = &panel->photos[k];
    scalp_vec2 where[SCALP_PANEL_MAX_DOTS];
    int which[SCALP_PANEL_MAX_DOTS];
    *count = 0;
    for (size_t i = 0; i < photo->typed_count; i++)
        readings[(*count)++] = photo->typed[i];
    if (!found)
        return SCALP_OK;
    SCALP_TRY(tell_apart(panel, k, found, which, where, error));
    for (unsigned i = 0; i < panel->dot_count; i++) {
        scalp_panel_reading *r = &readings[*count];
        if (photo->not_judged[i])
            continue;
        *r = (scalp_panel_reading){.dot = i, .photo = (unsigned)k, .state = SCALP_PANEL_GONE};
        if (which[i] >= 0)
            *r = reading_of(&found->dots[which[i]], i, (unsigned)k);
        else if (found->window && !scalp_window_has(found->window, where[i]))
            r->state = SCALP_PANEL_NOT_JUDGED;
        ++*count;
    }
    return SCALP_OK;
}
