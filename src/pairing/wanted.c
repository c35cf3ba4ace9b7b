/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan wants on the skin of a photo: its dots, smoothed, as a density over the window. */
#include "pair.h"

static const double kernel = 1.2; /* spacings */
/* Among the dots: nearer than so many times what dots there are from their next. */
static const double within = 1.15;

enum { neighbours = 6 };

/* One pass of a Gaussian along rows (or columns) of the window. */
static void smooth(const double *from, double *to, int count, int lines, int step, int line,
                   const double *weight, int reach) {
    for (int l = 0; l < lines; l++)
        for (int i = 0; i < count; i++) {
            double sum = 0;
            const int low = i < reach ? -i : -reach;
            const int high = count - 1 - i < reach ? count - 1 - i : reach;
            for (int k = low; k <= high; k++)
                sum += weight[k < 0 ? -k : k] *
                       from[(size_t)l * (size_t)line + (size_t)(i + k) * (size_t)step];
            to[(size_t)l * (size_t)line + (size_t)i * (size_t)step] = sum;
        }
}

static void smooth_both(double *field, double *scratch, const scalp_window *w, const double *weight,
                        int reach) {
    smooth(field, scratch, w->columns, w->rows, 1, w->columns, weight, reach);
    smooth(scratch, field, w->rows, w->columns, w->columns, 1, weight, reach);
}

/* Dots per cell, and the cells that lie among the dots. */
static void lay(const pair_set *set, const double *next, const scalp_window *w, double *dots,
                double *among) {
    for (int j = 0; j < w->rows; j++)
        for (int i = 0; i < w->columns; i++) {
            const size_t cell = (size_t)j * (size_t)w->columns + (size_t)i;
            const scalp_vec2 at = {w->origin_mm.x + (i + 0.5) * w->cell_mm,
                                   w->origin_mm.y + (j + 0.5) * w->cell_mm};
            pair_near near;
            pair_set_around(set, at, neighbours, &near);
            double apart = 0;
            for (int k = 0; k < near.count; k++)
                apart += next[near.id[k]] / near.count;
            dots[cell] = 0;
            among[cell] = near.count > 0 && near.d2[0] < within * within * apart * apart ? 1 : 0;
        }
    for (size_t k = 0; k < set->count; k++) {
        const double i = floor((set->at[k].x - w->origin_mm.x) / w->cell_mm);
        const double j = floor((set->at[k].y - w->origin_mm.y) / w->cell_mm);
        if (i >= 0 && j >= 0 && i < w->columns && j < w->rows)
            dots[(size_t)j * (size_t)w->columns + (size_t)i] += 1;
    }
}

scalp_status scalp_pair_wanted(const scalp_vec2 *places, size_t count, const scalp_window *window,
                               const scalp_work *work, const double **per_mm2, scalp_error *error) {
    enum { reach_most = 200 };
    const size_t cells = (size_t)window->columns * (size_t)window->rows;
    double weight[reach_most + 1];
    pair_set set;
    void *memory;
    *per_mm2 = NULL;
    SCALP_TRY(pair_set_make(places, count, work, &set, error));
    if (count < 4 || !(set.median > 0))
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, 3 * cells, sizeof(double), &memory, error));
    double *dots = memory, *among = dots + cells, *scratch = among + cells;
    const double sigma = kernel * set.median / window->cell_mm;
    const int reach = (int)fmin(reach_most, ceil(3 * sigma));
    for (int k = 0; k <= reach; k++)
        weight[k] = scalp_exp(-k * k / (2 * sigma * sigma));
    SCALP_TRY(scalp_work_take(work, count, sizeof(double), &memory, error));
    double *next = memory;
    for (size_t i = 0; i < count; i++) {
        pair_near near;
        pair_set_around(&set, places[i], 2, &near);
        next[i] = sqrt(near.d2[near.count - 1]);
    }
    lay(&set, next, window, dots, among);
    smooth_both(dots, scratch, window, weight, reach);
    for (size_t i = 0; i < cells; i++)
        dots[i] = among[i] > 0 ? dots[i] : -1; /* beyond the plan */
    smooth_both(among, scratch, window, weight, reach);
    for (size_t i = 0; i < cells; i++)
        dots[i] = dots[i] < 0 ? 0 : dots[i] / (among[i] * window->cell_mm * window->cell_mm);
    *per_mm2 = dots;
    return SCALP_OK;
}
