/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nearest place by cells, for the search that asks millions of times. */
#include "pair.h"

#include <stdlib.h>

enum { cells_per_spacing = 7, most_cells = 1 << 22 };

static const double reach = 0.6; /* of the local spacing */

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The range of one coordinate without the outermost half percent, then a tenth more. */
static void range(const pair_set *s, int axis, double *sorted, double *low, double *high) {
    for (size_t i = 0; i < s->count; i++)
        sorted[i] = axis ? s->at[i].y : s->at[i].x;
    qsort(sorted, s->count, sizeof *sorted, by_size);
    const size_t cut = s->count / 200;
    *low = sorted[cut];
    *high = sorted[s->count - 1 - cut];
    const double more = (*high - *low) / 10 + s->median;
    *low -= more;
    *high += more;
}

static void stamp(pair_raster *r, const pair_set *s, uint32_t id) {
    const double reach_cells = reach * s->spacing[id] * r->per_cell;
    const double x = (s->at[id].x - r->x0) * r->per_cell, y = (s->at[id].y - r->y0) * r->per_cell;
    if (!(x > -reach_cells && y > -reach_cells && x < r->columns + reach_cells &&
          y < r->rows + reach_cells))
        return;
    const int i0 = (int)fmax(0, x - reach_cells), j0 = (int)fmax(0, y - reach_cells);
    const int i1 = (int)fmin(r->columns - 1, x + reach_cells);
    const int j1 = (int)fmin(r->rows - 1, y + reach_cells);
    for (int j = j0; j <= j1; j++)
        for (int i = i0; i <= i1; i++) {
            const double cx = i + 0.5, cy = j + 0.5;
            const double d2 = (cx - x) * (cx - x) + (cy - y) * (cy - y);
            if (d2 > reach_cells * reach_cells)
                continue;
            uint32_t *held = &r->nearest[(size_t)j * (size_t)r->columns + (size_t)i];
            if (*held != PAIR_NONE) {
                const double hx = (s->at[*held].x - r->x0) * r->per_cell - cx;
                const double hy = (s->at[*held].y - r->y0) * r->per_cell - cy;
                if (hx * hx + hy * hy <= d2)
                    continue;
            }
            *held = id;
        }
}

scalp_status pair_raster_make(const pair_set *set, const scalp_work *work, pair_raster *raster,
                              scalp_error *error) {
    *raster = (pair_raster){0};
    void *memory;
    SCALP_TRY(scalp_work_take(work, set->count, sizeof(double), &memory, error));
    double x1, y1;
    range(set, 0, memory, &raster->x0, &x1);
    range(set, 1, memory, &raster->y0, &y1);
    const double width = x1 - raster->x0, height = y1 - raster->y0;
    double cell = set->median / cells_per_spacing;
    cell = fmax(cell, sqrt(width * height / most_cells));
    cell = fmax(cell, fmax(width, height) / (most_cells / 64));
    raster->per_cell = 1 / cell;
    raster->columns = (int)(width / cell) + 1;
    raster->rows = (int)(height / cell) + 1;
    const size_t cells = (size_t)raster->columns * (size_t)raster->rows;
    SCALP_TRY(scalp_work_take(work, cells, sizeof(uint32_t), &memory, error));
    raster->nearest = memory;
    for (size_t i = 0; i < cells; i++)
        raster->nearest[i] = PAIR_NONE;
    for (uint32_t i = 0; i < set->count; i++)
        stamp(raster, set, i);
    return SCALP_OK;
}
