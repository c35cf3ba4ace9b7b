/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wide, as optical density on a grid of about five cells per mm: the skirts of all dots,
 * and the mean darkening where dots give way. */
#include "photo.h"

#include <math.h>

enum { band_rows = 16 };

/* What the map holds of a cell, in the photo's place. */
enum { part_ear = photo_bands, part_edge, parts };

typedef struct seen_cell {
    float part[parts]; /* haze of three bands, ear, edge */
} seen_cell;

typedef struct painting {
    const photo_map *map;
    const photo_splats *splats;
    const photo_bins *bins;
    seen_cell *seen; /* per cell of the map */
    float *wide;     /* the same, its rows drawn out to the haze's columns, part by part */
    photo_haze *haze;
} painting;

/* Between two parts of the outline that move apart lies a place where nothing of the model comes.
 */
static bool is_torn(const photo_map *map, scalp_vec2 m, double x, double y) {
    const scalp_vec2 back = scalp_map_photo_from_model(map, m.x, m.y);
    const double dx = back.x - x, dy = back.y - y, most = 1.5 * map->px_per_mm;
    return dx * dx + dy * dy > most * most;
}

static void see_cell(const photo_map *map, double x, double y, seen_cell *cell) {
    const scalp_vec2 m = scalp_map_model_from_photo(map, x, y);
    if (map->shift_x && is_torn(map, m, x, y)) {
        cell->part[part_edge] = 2;
        return;
    }
    const photo_place place = scalp_grid_place(&map->grid, m.x, m.y);
    for (int b = 0; b < photo_bands; b++)
        cell->part[b] = scalp_grid_at(&place, map->haze[b]);
    cell->part[part_ear] = scalp_grid_at(&place, map->ear);
    cell->part[part_edge] = map->edge ? scalp_grid_at(&place, map->edge) : -2;
}

static float *wide_row(const painting *p, size_t row, int part) {
    return p->wide + (row * parts + (size_t)part) * (size_t)p->haze->grid.width;
}

/* Where the cells of the haze lie between those of the map, along one axis. */
typedef struct tap {
    int at; /* the one before */
    float share;
} tap;

static tap tap_at(double place, double origin, double step, int count) {
    const double c = scalp_clamp((place - origin) / step, 0, count - 1);
    const int at = (int)c < count - 1 ? (int)c : count - 2;
    return (tap){at, (float)(c - at)};
}

/* Moves the map's fields to where the photo shows them, row by row, and draws the row out. */
static void see_row(void *context, size_t row) {
    const painting *p = context;
    const photo_grid *g = &p->map->grid, *to = &p->haze->grid;
    seen_cell *line = p->seen + row * (size_t)g->width;
    /* The haze does not reach as far as the map, which holds the outline beside the zone, too. */
    const int first = tap_at(to->x0, g->x0, g->step, g->width).at;
    const int last = tap_at(to->x0 + (to->width - 1) * to->step, g->x0, g->step, g->width).at + 1;
    const int top = tap_at(to->y0, g->y0, g->step, g->height).at;
    const int low = tap_at(to->y0 + (to->height - 1) * to->step, g->y0, g->step, g->height).at + 1;
    const double y = g->y0 + (double)row * g->step;
    if ((int)row < top || (int)row > low)
        return;
    for (int i = first; i <= last; i++)
        see_cell(p->map, g->x0 + i * g->step, y, &line[i]);
    for (int x = 0; x < to->width; x++) {
        const tap t = tap_at(to->x0 + x * to->step, g->x0, g->step, g->width);
        const seen_cell *left = &line[t.at], *right = left + 1;
        for (int k = 0; k < parts; k++)
            wide_row(p, row, k)[x] = left->part[k] + (right->part[k] - left->part[k]) * t.share;
    }
}

/* One row of one field of the haze, between two rows of the map; its values lie `apart`. */
static void fill_part(const painting *p, int part, const tap *t, float *to, size_t apart) {
    const float *top = wide_row(p, (size_t)t->at, part);
    const float *bottom = wide_row(p, (size_t)t->at + 1, part);
    for (int x = 0; x < p->haze->grid.width; x++)
        to[(size_t)x * apart] = top[x] + (bottom[x] - top[x]) * t->share;
}

static void fill_row(const painting *p, int y) {
    const photo_grid *g = &p->haze->grid, *from = &p->map->grid;
    const tap t = tap_at(g->y0 + y * g->step, from->y0, from->step, from->height);
    const size_t first = (size_t)y * (size_t)g->width;
    for (int b = 0; b < photo_bands; b++)
        fill_part(p, b, &t, &p->haze->density[first][b], photo_lanes);
    fill_part(p, part_ear, &t, p->haze->free + first, 1);
    for (int x = 0; x < g->width; x++)
        p->haze->free[first + (size_t)x] = 1 - p->haze->free[first + (size_t)x];
    if (p->haze->edge)
        fill_part(p, part_edge, &t, p->haze->edge + first, 1);
}

/* Adds the skirt to a run of cells, at r^2 in mm2 from its middle. Behind its radius the table
 * holds 0, so that nothing has to be asked in between. */
static void add_run(const photo_kernel *kernel, float height, const float *r2, int count,
                    float (*to)[photo_lanes]) {
    for (int i = 0; i < count; i++) {
        const float far = r2[i] * kernel->steps_per_mm2;
        const float place = far < photo_kernel_steps ? far : photo_kernel_steps;
        const int k = (int)place;
        const float *v = kernel->value[k], *w = kernel->value[k + 1], share = place - (float)k;
        for (int b = 0; b < photo_lanes; b++)
            to[i][b] += height * (v[b] + (w[b] - v[b]) * share);
    }
}

enum { run_cells = 32 };

static void add_skirt(const photo_haze *haze, const photo_splat *s, int first, int last) {
    const photo_grid *g = &haze->grid;
    const photo_kernel *kernel = &s->ink->kernels.skirt;
    const scalp_vec2 box = scalp_metric_box(&s->skirt, kernel->radius_mm);
    const int x0 = (int)fmax(ceil((s->x - box.x - g->x0) / g->step), 0);
    const int x1 = (int)fmin(floor((s->x + box.x - g->x0) / g->step), g->width - 1);
    const int y0 = (int)fmax(ceil((s->y - box.y - g->y0) / g->step), first);
    const int y1 = (int)fmin(floor((s->y + box.y - g->y0) / g->step), last);
    const float height = s->weight * s->skirt.gain;
    for (int y = y0; y <= y1; y++) {
        const float dy = (float)(g->y0 + y * g->step - s->y);
        for (int from = x0; from <= x1; from += run_cells) {
            const int count = x1 - from < run_cells ? x1 - from + 1 : run_cells;
            float r2[run_cells];
            for (int i = 0; i < count; i++) {
                const float dx = (float)(g->x0 + (from + i) * g->step - s->x);
                r2[i] = (s->skirt.xx * dx + 2 * s->skirt.xy * dy) * dx + s->skirt.yy * dy * dy;
            }
            const size_t at = (size_t)y * (size_t)g->width + (size_t)from;
            add_run(kernel, height, r2, count, haze->density + at);
        }
    }
}

static void paint_band(void *context, size_t band) {
    const painting *p = context;
    const photo_grid *g = &p->haze->grid;
    const int first = (int)band * band_rows;
    const int last = first + band_rows < g->height ? first + band_rows - 1 : g->height - 1;
    for (int y = first; y <= last; y++)
        fill_row(p, y);
    for (uint32_t k = p->bins->start[band]; k < p->bins->start[band + 1]; k++)
        add_skirt(p->haze, &p->splats->items[p->bins->items[k]], first, last);
    const size_t end = (size_t)(last + 1) * (size_t)g->width;
    for (size_t at = (size_t)first * (size_t)g->width; at < end; at++)
        for (int b = 0; b < photo_lanes; b++)
            p->haze->density[at][b] *= p->haze->free[at];
}

static scalp_status sort_skirts(const photo_splats *splats, const photo_grid *g,
                                const scalp_work *work, photo_bins *bins, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, splats->count, sizeof(photo_span), &memory, error));
    photo_span *spans = memory;
    const int bands = (g->height + band_rows - 1) / band_rows;
    for (size_t i = 0; i < splats->count; i++) {
        const photo_splat *s = &splats->items[i];
        const scalp_vec2 box = scalp_metric_box(&s->skirt, s->ink->kernels.skirt.radius_mm);
        const double y0 = (s->y - box.y - g->y0) / g->step, y1 = (s->y + box.y - g->y0) / g->step;
        const double x0 = (s->x - box.x - g->x0) / g->step, x1 = (s->x + box.x - g->x0) / g->step;
        spans[i] = (photo_span){0, -1, 0, -1};
        if (y1 < 0 || y0 > g->height - 1 || x1 < 0 || x0 > g->width - 1)
            continue;
        spans[i] = (photo_span){0, 0, (int)fmax(y0, 0) / band_rows,
                                (int)fmin(y1, g->height - 1) / band_rows};
    }
    const photo_spans all = {spans, splats->count, 1, bands};
    return scalp_photo_bins(&all, work, bins, error);
}

scalp_status scalp_photo_haze(const photo_map *map, const photo_splats *splats,
                              const photo_grid *grid, const scalp_work *work, photo_haze *haze,
                              scalp_error *error) {
    const size_t cells = (size_t)grid->width * (size_t)grid->height;
    void *memory;
    *haze = (photo_haze){.grid = *grid};
    SCALP_TRY(scalp_work_take(work, cells, sizeof *haze->density, &memory, error));
    haze->density = memory;
    SCALP_TRY(scalp_work_take(work, cells * 2, sizeof(float), &memory, error));
    haze->free = memory;
    haze->edge = map->edge ? haze->free + cells : NULL;
    photo_bins bins;
    SCALP_TRY(sort_skirts(splats, grid, work, &bins, error));
    const size_t rows = (size_t)map->grid.height, map_cells = rows * (size_t)map->grid.width;
    painting p = {.map = map, .splats = splats, .bins = &bins, .haze = haze};
    SCALP_TRY(scalp_work_take(work, map_cells, sizeof(seen_cell), &memory, error));
    p.seen = memory;
    SCALP_TRY(
        scalp_work_take(work, rows * parts * (size_t)grid->width, sizeof(float), &memory, error));
    p.wide = memory;
    scalp_pool_for(work->pool, (size_t)map->grid.height, see_row, &p);
    scalp_pool_for(work->pool, ((size_t)grid->height + band_rows - 1) / band_rows, paint_band, &p);
    return SCALP_OK;
}
