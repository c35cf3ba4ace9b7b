/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last step, tile by tile: cores and haze at the fine scale, the mean over each pixel, and the
 * photo's samples darkened by it.
 *
 * Only samples whose light changes are written; all others keep their bytes. Between two sample
 * values the choice is drawn by a hash of the place, so that a faint even shadow has the right mean
 * darkness whatever the photo's size, instead of rounding away. */
#include "photo.h"

#include <math.h>
#include <string.h>

enum { tile_side = 64, inverse_steps = 4096 };

/* Least light that is worth writing. */
static const float untouched = 1 - 1e-6f;

/* Where to begin to look for a linear value in a tone curve. */
typedef struct inverse_curve {
    scalp_image_curve curve;
    uint32_t start[inverse_steps + 2];
} inverse_curve;

typedef struct drawing {
    const scalp_image *photo;
    const photo_splats *splats;
    const photo_haze *haze;
    const photo_bins *bins;
    const scalp_kernels *kernels;
    const inverse_curve *inverse[photo_bands];
    void *pixels;
    int fine, side;              /* samples per pixel; pixels per tile */
    int columns, x0, y0, x1, y1; /* tiles in a row; pixels that may change */
} drawing;

static void make_inverse(const scalp_image_curve *curve, inverse_curve *out) {
    out->curve = *curve;
    size_t at = 0;
    for (size_t i = 0; i <= inverse_steps + 1; i++) {
        const float light = (float)i / inverse_steps;
        while (at + 1 < curve->count && curve->linear[at + 1] <= light)
            at++;
        out->start[i] = (uint32_t)at;
    }
}

/* Thomas Mueller's integer hash of the place. */
static uint32_t hash_place(uint32_t x, uint32_t y) {
    uint32_t h = x * 0x9E3779B1u ^ y * 0x85EBCA77u;
    h = (h ^ (h >> 16)) * 0x45D9F3Bu;
    h = (h ^ (h >> 16)) * 0x45D9F3Bu;
    return h ^ h >> 16;
}

/* Ten of its bits for each colour, as a number between 0 and 1. */
static float draw_from(uint32_t hash, int colour) {
    return ((float)(hash >> 10 * colour & 1023u) + 0.5F) * (1.0F / 1024);
}

/* The sample for `light` times that of `value`: one of the two neighbours, by chance `draw`. */
static uint32_t darken(const inverse_curve *table, uint32_t value, float factor, float draw) {
    const float *linear = table->curve.linear;
    const float light = linear[value] * factor;
    const float place = light >= 0 && light <= 1 ? light : 0;
    uint32_t low = table->start[(int)(place * inverse_steps)];
    uint32_t high = table->start[(int)(place * inverse_steps) + 1] + 1;
    while (low + 1 < high) { /* linear[low] <= light < linear[high] */
        const uint32_t middle = low + (high - low) / 2;
        if (linear[middle] <= light)
            low = middle;
        else
            high = middle;
    }
    if (low >= value)
        return value;
    const float step = linear[low + 1] - linear[low];
    return step > 0 && light - linear[low] > draw * step ? low + 1 : low;
}

/* One row of pixels from (x, y), `count` of them, and the light that each band keeps. */
typedef struct pixel_row {
    int x, y, count;
    uint32_t hash[tile_side];
    float factor[photo_bands][tile_side];
} pixel_row;

static void write_band(const drawing *d, const pixel_row *r, int colour, int band) {
    const size_t bands = (size_t)d->photo->bands;
    const size_t first = (size_t)r->y * (size_t)d->photo->width + (size_t)r->x;
    const inverse_curve *inverse = d->inverse[colour];
    uint8_t *narrow = (uint8_t *)d->pixels + first * bands + (size_t)colour;
    uint16_t *wide = (uint16_t *)d->pixels + first * bands + (size_t)colour;
    for (int i = 0; i < r->count; i++) {
        const float factor = r->factor[band][i];
        const size_t at = (size_t)i * bands;
        if (!(factor < untouched))
            continue;
        const float draw = draw_from(r->hash[i], colour);
        if (d->photo->bits == 8)
            narrow[at] = (uint8_t)darken(inverse, narrow[at], factor, draw);
        else
            wide[at] = (uint16_t)darken(inverse, wide[at], factor, draw);
    }
}

static void write_row(const drawing *d, pixel_row *r) {
    for (int i = 0; i < r->count; i++)
        r->hash[i] = hash_place((uint32_t)(r->x + i), (uint32_t)r->y);
    const int colours = scalp_image_colours(d->photo);
    for (int c = 0; c < colours; c++)
        write_band(d, r, c, colours == 1 ? 1 : c); /* grey sees about what green does */
}

/* Fine samples along one axis of a tile, and the cells of the haze's grid along it. */
typedef struct axis {
    double first, step; /* photo px */
    int count;
    double origin, cell; /* photo px */
    int cells;
} axis;

/* The grid's cell before each fine sample, and how far behind it the sample lies. */
typedef struct taps {
    int at[tile_side];
    float share[tile_side];
} taps;

static void make_taps(const axis *a, taps *t) {
    for (int i = 0; i < a->count; i++) {
        const double c =
            scalp_clamp((a->first + i * a->step - a->origin) / a->cell, 0, a->cells - 1);
        t->at[i] = (int)c < a->cells - 1 ? (int)c : a->cells - 2;
        t->share[i] = (float)(c - t->at[i]);
    }
}

/* What is known of a tile while it is drawn. */
typedef struct tile {
    int left, top, width, height; /* photo px */
    double fine_left, fine_top;   /* photo px of the first fine sample */
    taps columns, rows;
    float light[photo_bands][tile_side * tile_side]; /* that the cores leave */
    /* Two rows of the haze's grid, the even and the odd one, drawn out to the fine samples. */
    int drawn_out[2];
    float haze[2][photo_bands][tile_side];
} tile;

/* Takes the core from a run of samples, at r^2 in mm2 from its middle. Behind its radius the table
 * holds 0. */
static void take_run(const photo_kernel *kernel, float height, const float *r2, int count,
                     float *const light[photo_bands]) {
    for (int i = 0; i < count; i++) {
        const float far = r2[i] * kernel->steps_per_mm2;
        const float place = far < photo_kernel_steps ? far : photo_kernel_steps;
        const int k = (int)place;
        const float *v = kernel->value[k], *w = kernel->value[k + 1], share = place - (float)k;
        for (int b = 0; b < photo_bands; b++) {
            const float taken = height * (v[b] + (w[b] - v[b]) * share);
            light[b][i] *= 1 - (taken < 0.985F ? taken : 0.985F);
        }
    }
}

/* Multiplies one core into the tile. */
static void draw_core(const drawing *d, const photo_splat *s, tile *t) {
    const double left = t->fine_left, top = t->fine_top;
    const double step = 1.0 / d->fine;
    const int most = d->side * d->fine - 1;
    const photo_kernel *kernel = &s->ink->kernels.core;
    const scalp_vec2 box = scalp_metric_box(&s->core, kernel->radius_mm);
    const int x0 = (int)fmax(ceil((s->x - box.x - left) / step), 0);
    const int x1 = (int)fmin(floor((s->x + box.x - left) / step), most);
    const int y0 = (int)fmax(ceil((s->y - box.y - top) / step), 0);
    const int y1 = (int)fmin(floor((s->y + box.y - top) / step), most);
    const float height = s->weight * s->core.gain;
    for (int y = y0; y <= y1; y++) {
        const float dy = (float)(top + y * step - s->y);
        float r2[tile_side];
        for (int x = x0; x <= x1; x++) {
            const float dx = (float)(left + x * step - s->x);
            r2[x] = (s->core.xx * dx + 2 * s->core.xy * dy) * dx + s->core.yy * dy * dy;
        }
        float *light[photo_bands];
        for (int b = 0; b < photo_bands; b++)
            light[b] = t->light[b] + y * tile_side + x0;
        if (x0 <= x1)
            take_run(kernel, height, r2 + x0, x1 - x0 + 1, light);
    }
}

/* Draws a row of the haze's grid out to the fine samples, unless it is there already. */
static void draw_out(const drawing *d, tile *t, int grid_row) {
    const photo_grid *g = &d->haze->grid;
    const int slot = grid_row % 2, count = t->width * d->fine;
    if (t->drawn_out[slot] == grid_row)
        return;
    t->drawn_out[slot] = grid_row;
    float(*from)[photo_lanes] = d->haze->density + (size_t)grid_row * (size_t)g->width;
    for (int i = 0; i < count; i++) {
        const float *left = from[t->columns.at[i]], *right = left + photo_lanes;
        for (int b = 0; b < photo_bands; b++)
            t->haze[slot][b][i] = left[b] + (right[b] - left[b]) * t->columns.share[i];
    }
}

/* Light that cores and haze leave, along one line of fine samples. */
static void light_line(const drawing *d, const tile *t, int band, int line, float *light) {
    const int row = t->rows.at[line], count = t->width * d->fine;
    const float *top = t->haze[row % 2][band], *bottom = t->haze[(row + 1) % 2][band];
    const float *cores = t->light[band] + (size_t)line * tile_side;
    const float share = t->rows.share[line];
    float density[tile_side];
    for (int i = 0; i < count; i++) {
        const float v = top[i] + (bottom[i] - top[i]) * share;
        density[i] = v < 80 ? v : 80;
    }
    d->kernels->exp_negative(light, density, (size_t)count);
    for (int i = 0; i < count; i++)
        light[i] *= cores[i];
}

/* 0 outside the head, 1 inside. */
static float cover(const drawing *d, double x, double y) {
    if (!d->haze->edge)
        return 1;
    const float edge = scalp_grid_sample(&d->haze->grid, d->haze->edge, x, y);
    return edge <= -1 ? 1 : edge >= 1 ? 0 : 0.5f - 0.5f * edge;
}

/* The cells of the haze's grid around a tile: the first and the last in a row and a column. */
typedef struct surround {
    int left, right, top, bottom;
} surround;

static surround around(const drawing *d, const tile *t) {
    return (surround){t->columns.at[0], t->columns.at[t->width * d->fine - 1] + 1, t->rows.at[0],
                      t->rows.at[t->height * d->fine - 1] + 1};
}

/* The smallest and largest of the edge in the cells around the tile. */
static void find_range(const drawing *d, const tile *t, float range[2]) {
    const surround s = around(d, t);
    range[0] = INFINITY;
    range[1] = -INFINITY;
    for (int y = s.top; y <= s.bottom; y++) {
        for (int x = s.left; x <= s.right; x++) {
            const float v = d->haze->edge[(size_t)y * (size_t)d->haze->grid.width + (size_t)x];
            range[0] = v < range[0] ? v : range[0];
            range[1] = v > range[1] ? v : range[1];
        }
    }
}

/* No haze in any of the cells around the tile. */
static bool is_clear(const drawing *d, const tile *t) {
    const surround s = around(d, t);
    for (int y = s.top; y <= s.bottom; y++) {
        for (int x = s.left; x <= s.right; x++) {
            const float *v = d->haze->density[(size_t)y * (size_t)d->haze->grid.width + (size_t)x];
            if (v[0] > 0 || v[1] > 0 || v[2] > 0)
                return false;
        }
    }
    return true;
}

/* Adds up the fine samples of each pixel in a line. */
static void add_sums(const float *light, int pixels, int fine, float *sum) {
    if (fine == 1) { /* large photos: no inner loop */
        for (int x = 0; x < pixels; x++)
            sum[x] += light[x];
        return;
    }
    for (int x = 0; x < pixels; x++)
        for (int k = 0; k < fine; k++)
            sum[x] += light[x * fine + k];
}

/* One row of pixels: the means of their fine samples, then the samples of the photo. `inside`: all
 * of the tile is covered by the head. */
static void finish_row(const drawing *d, tile *t, int y, bool inside) {
    pixel_row r = {.x = t->left, .y = t->top + y, .count = t->width};
    for (int line = y * d->fine; line < (y + 1) * d->fine; line++) {
        draw_out(d, t, t->rows.at[line]);
        draw_out(d, t, t->rows.at[line] + 1);
        for (int b = 0; b < photo_bands; b++) {
            float light[tile_side];
            light_line(d, t, b, line, light);
            add_sums(light, t->width, d->fine, r.factor[b]);
        }
    }
    const float part = 1.0f / (float)(d->fine * d->fine);
    float covered[tile_side];
    for (int x = 0; x < t->width; x++)
        covered[x] = inside ? 1 : cover(d, t->left + x, t->top + y);
    for (int b = 0; b < photo_bands; b++)
        for (int x = 0; x < t->width; x++)
            r.factor[b][x] = 1 - covered[x] * (1 - r.factor[b][x] * part);
    write_row(d, &r);
}

static void place_tile(const drawing *d, size_t index, tile *t) {
    const photo_grid *g = &d->haze->grid;
    const double step = 1.0 / d->fine, inset = 0.5 * step - 0.5;
    t->left = d->x0 + (int)(index % (size_t)d->columns) * d->side;
    t->top = d->y0 + (int)(index / (size_t)d->columns) * d->side;
    t->width = t->left + d->side <= d->x1 ? d->side : d->x1 - t->left;
    t->height = t->top + d->side <= d->y1 ? d->side : d->y1 - t->top;
    t->fine_left = t->left + inset;
    t->fine_top = t->top + inset;
    t->drawn_out[0] = t->drawn_out[1] = -1;
    make_taps(&(axis){t->fine_left, step, t->width * d->fine, g->x0, g->step, g->width},
              &t->columns);
    make_taps(&(axis){t->fine_top, step, t->height * d->fine, g->y0, g->step, g->height}, &t->rows);
}

static void draw_tile(void *context, size_t index) {
    const drawing *d = context;
    tile t;
    place_tile(d, index, &t);
    const uint32_t first = d->bins->start[index], last = d->bins->start[index + 1];
    if (first == last && is_clear(d, &t))
        return;
    float edge[2] = {-1, -1};
    if (d->haze->edge)
        find_range(d, &t, edge);
    if (edge[0] >= 1)
        return;
    for (int b = 0; b < photo_bands; b++)
        for (int i = 0; i < tile_side * tile_side; i++)
            t.light[b][i] = 1;
    for (uint32_t k = first; k < last; k++)
        draw_core(d, &d->splats->items[d->bins->items[k]], &t);
    for (int row = 0; row < t.height; row++)
        finish_row(d, &t, row, edge[1] <= -1);
}

static scalp_status sort_cores(drawing *d, int rows, const scalp_work *work, photo_bins *bins,
                               scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, d->splats->count, sizeof(photo_span), &memory, error));
    photo_span *spans = memory;
    for (size_t i = 0; i < d->splats->count; i++) {
        const photo_splat *s = &d->splats->items[i];
        const scalp_vec2 box = scalp_metric_box(&s->core, s->ink->kernels.core.radius_mm);
        const double x0 = floor((s->x - box.x + 0.5 - d->x0) / d->side);
        const double x1 = floor((s->x + box.x + 0.5 - d->x0) / d->side);
        const double y0 = floor((s->y - box.y + 0.5 - d->y0) / d->side);
        const double y1 = floor((s->y + box.y + 0.5 - d->y0) / d->side);
        spans[i] = (photo_span){0, -1, 0, -1};
        if (x1 >= 0 && y1 >= 0 && x0 < d->columns && y0 < rows)
            spans[i] = (photo_span){(int)fmax(x0, 0), (int)fmin(x1, d->columns - 1),
                                    (int)fmax(y0, 0), (int)fmin(y1, rows - 1)};
    }
    const photo_spans all = {spans, d->splats->count, d->columns, rows};
    return scalp_photo_bins(&all, work, bins, error);
}

static scalp_status take_inverses(drawing *d, const scalp_work *work, scalp_error *error) {
    for (int c = 0; c < scalp_image_colours(d->photo); c++) {
        const bool same = c > 0 && d->photo->curve[c].linear == d->photo->curve[0].linear;
        d->inverse[c] = d->inverse[0];
        if (same)
            continue;
        void *memory;
        SCALP_TRY(scalp_work_take(work, 1, sizeof(inverse_curve), &memory, error));
        make_inverse(&d->photo->curve[c], memory);
        d->inverse[c] = memory;
    }
    return SCALP_OK;
}

scalp_status scalp_photo_tiles(const scalp_image *photo, const photo_splats *splats,
                               const photo_haze *haze, int fine, const scalp_work *work,
                               void *pixels, scalp_error *error) {
    const photo_grid *g = &haze->grid;
    drawing d = {.photo = photo,
                 .splats = splats,
                 .haze = haze,
                 .kernels = work->kernels,
                 .pixels = pixels,
                 .fine = fine,
                 .side = tile_side / fine};
    d.x0 = (int)fmax(ceil(g->x0), 0);
    d.y0 = (int)fmax(ceil(g->y0), 0);
    d.x1 = (int)fmin(floor(g->x0 + (g->width - 1) * g->step) + 1, photo->width);
    d.y1 = (int)fmin(floor(g->y0 + (g->height - 1) * g->step) + 1, photo->height);
    if (d.x1 <= d.x0 || d.y1 <= d.y0)
        return SCALP_OK;
    d.columns = (d.x1 - d.x0 + d.side - 1) / d.side;
    const int rows = (d.y1 - d.y0 + d.side - 1) / d.side;
    photo_bins bins;
    SCALP_TRY(sort_cores(&d, rows, work, &bins, error));
    d.bins = &bins;
    SCALP_TRY(take_inverses(&d, work, error));
    scalp_pool_for(work->pool, (size_t)d.columns * (size_t)rows, draw_tile, &d);
    return SCALP_OK;
}
