/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A square of the photo as lift by band and as pigment. */
#include "find.h"

#include <string.h>

/* Brighter than bare skin by more than this is shine: what lies under it is not seen. Less shine is
 * seen through, by its colour. */
static const float shine = 0.6F;

/* Planes that every tile has, before those of `rest`. */
enum { planes_of_all = 6, ramps = 6 };

static int round_up(int px) {
    return (px + SCALP_TILE_UNIT - 1) / SCALP_TILE_UNIT * SCALP_TILE_UNIT;
}

int scalp_tile_border(int least_px) {
    return round_up(2 * least_px) / 2;
}

size_t scalp_tile_floats(int side, int border, int planes) {
    const size_t width = (size_t)round_up(side + 2 * border);
    return width * width * (size_t)(planes_of_all + planes) + SCALP_LANE;
}

static int within(int i, int count) {
    return i < 0 ? 0 : i >= count ? count - 1 : i;
}

/* ---- Values of the grids of blocks --------------------------------------------------------- */

/* Along a line of pixels, at one row of blocks and from there to the next. */
typedef struct ramp {
    const float *grid;
    float *at, *step;
} ramp;

/* The blocks a line of pixels lies between. */
typedef struct between {
    int32_t *block, *next;
    float *part;
} between;

static void between_make(const scalp_sight *s, int left, int count, const between *to) {
    const float per = 1.0F / (float)s->block, last = (float)(s->columns - 1);
    for (int x = 0; x < count; x++) {
        const float u = ((float)(left + x) + 0.5F) * per - 0.5F;
        const float at = u < 0 ? 0 : u > last ? last : u;
        to->block[x] = (int32_t)at;
        to->next[x] = to->block[x] + 1 < s->columns ? to->block[x] + 1 : to->block[x];
        to->part[x] = at - (float)to->block[x];
    }
}

/* The rows of blocks above and below a line of pixels, and where between them it lies. */
static int blocks_at(const scalp_sight *s, int y, float *part) {
    const double v = scalp_clamp((y + 0.5) / s->block - 0.5, 0, s->rows - 1);
    const int row = v < s->rows - 1 ? (int)v : (s->rows > 1 ? s->rows - 2 : 0);
    *part = (float)(v - row);
    return row;
}

static void ramp_make(const scalp_sight *s, const between *line, int row, int count, ramp *r) {
    const float *upper = r->grid + (size_t)row * (size_t)s->columns;
    const float *lower = s->rows > 1 ? upper + s->columns : upper;
    const int32_t *restrict block = line->block, *restrict next = line->next;
    const float *restrict part = line->part;
    float *restrict at = r->at, *restrict step = r->step;
    for (int x = 0; x < count; x++) {
        const float a = upper[block[x]], b = lower[block[x]];
        at[x] = a + part[x] * (upper[next[x]] - a);
        step[x] = b + part[x] * (lower[next[x]] - b) - at[x];
    }
}

/* ---- Samples ------------------------------------------------------------------------------- */

/* Light and brightest sample of pixels `from`.. of the photo, and whether the mask leaves them. */
typedef struct samples {
    float *light[3], *most, *known;
} samples;

static void read_bytes(const scalp_sight *s, size_t from, int count, const samples *to) {
    const scalp_image *image = s->image;
    const size_t bands = (size_t)image->bands;
    const uint8_t *at = (const uint8_t *)image->pixels + from * bands;
    if (s->colours == 1) {
        const float *grey = image->curve[0].linear;
        for (int i = 0; i < count; i++, at += bands) {
            to->light[0][i] = grey[at[0]];
            to->most[i] = at[0];
        }
        return;
    }
    const float *red = image->curve[0].linear, *green = image->curve[1].linear;
    const float *blue = image->curve[2].linear;
    for (int i = 0; i < count; i++, at += bands) {
        const unsigned r = at[0], g = at[1], b = at[2], rg = r > g ? r : g;
        to->light[0][i] = red[r];
        to->light[1][i] = green[g];
        to->light[2][i] = blue[b];
        to->most[i] = (float)(rg > b ? rg : b);
    }
}

static void read_words(const scalp_sight *s, size_t from, int count, const samples *to) {
    const scalp_image *image = s->image;
    const uint16_t *at = (const uint16_t *)image->pixels + from * (size_t)image->bands;
    for (int i = 0; i < count; i++, at += image->bands) {
        unsigned most = 0;
        for (int c = 0; c < s->colours; c++) {
            to->light[c][i] = image->curve[c].linear[at[c]];
            most = at[c] > most ? at[c] : most;
        }
        to->most[i] = (float)most;
    }
}

static void repeat_edges(float *line, int first, int past, int count) {
    for (int i = 0; i < first; i++)
        line[i] = line[first];
    for (int i = past; i < count; i++)
        line[i] = line[past - 1];
}

/* One line of a tile, its pixels beyond the photo repeating its edge. */
static void read_samples(const scalp_sight *s, int left, int y, int count, const samples *to) {
    const int width = s->image->width;
    const int first = within(-left, count), past = width - left < count ? width - left : count;
    const size_t from = (size_t)y * (size_t)width + (size_t)(left + first);
    samples inside = {.most = to->most + first};
    for (int c = 0; c < 3; c++)
        inside.light[c] = to->light[c] + first;
    (s->image->bits == 8 ? read_bytes : read_words)(s, from, past - first, &inside);
    for (int i = first; i < past; i++)
        to->known[i] = !s->mask || s->mask[from + (size_t)(i - first)] == SCALP_UNSEEN_NOT;
    for (int c = 0; c < s->colours; c++)
        repeat_edges(to->light[c], first, past, count);
    repeat_edges(to->most, first, past, count);
    repeat_edges(to->known, first, past, count);
}

/* ---- The tile ------------------------------------------------------------------------------ */

static void planes_of(const scalp_sight *s, float *memory, scalp_tile *tile) {
    const size_t plane = (size_t)tile->width * (size_t)tile->height;
    for (int c = 0; c < 3; c++)
        tile->lift[c] = memory + (c < s->colours ? (size_t)c : 0) * plane;
    tile->pigment = memory + 3 * plane;
    tile->known = memory + 4 * plane;
    tile->luma = memory + 5 * plane;
    tile->rest = memory + 6 * plane;
}

/* Lines to work with, at the start of `rest`. */
static void room_of(const scalp_sight *s, const scalp_tile *tile, ramp r[ramps], samples *line,
                    between *blocks) {
    float *room = tile->rest;
    for (int k = 0; k < ramps; k++) {
        r[k].grid = k < 3 ? s->gain[k] : s->weight[k - 3];
        r[k].at = room + (size_t)(2 * k * tile->width);
        r[k].step = r[k].at + tile->width;
    }
    room += (size_t)(2 * ramps * tile->width);
    for (int c = 0; c < 3; c++)
        line->light[c] = room + (size_t)(c * tile->width);
    line->most = room + (size_t)(3 * tile->width);
    blocks->part = room + (size_t)(4 * tile->width);
    blocks->block = (int32_t *)(void *)(room + (size_t)(5 * tile->width));
    blocks->next = blocks->block + tile->width;
}

static scalp_lane_line lane_line(const scalp_sight *s, const scalp_tile *tile, int row,
                                 const ramp r[ramps], const samples *from) {
    const size_t at = (size_t)row * (size_t)tile->width;
    scalp_lane_line to = {.count = tile->width,
                          .colours = s->colours,
                          .most = from->most,
                          .black = (float)s->black,
                          .clipped = (float)s->clipped,
                          .shine = -shine,
                          .pigment = tile->pigment + at,
                          .luma = tile->luma + at,
                          .known = tile->known + at};
    for (int c = 0; c < s->colours; c++) {
        to.light[c] = from->light[c];
        to.lift[c] = tile->lift[c] + at;
        to.gain[c] = (scalp_lane_ramp){r[c].at, r[c].step};
        if (s->weight[c])
            to.weight[c] = (scalp_lane_ramp){r[3 + c].at, r[3 + c].step};
    }
    return to;
}

void scalp_tile_make(const scalp_sight *s, int left, int top, int side, int border, float *memory,
                     scalp_tile *tile) {
    ramp r[ramps];
    samples line;
    between columns;
    int made = -1;
    *tile = (scalp_tile){.left = left, .top = top, .border = border};
    tile->inner_w = s->image->width - left < side ? s->image->width - left : side;
    tile->inner_h = s->image->height - top < side ? s->image->height - top : side;
    tile->width = round_up(tile->inner_w + 2 * border);
    tile->height = round_up(tile->inner_h + 2 * border);
    planes_of(s, memory, tile);
    room_of(s, tile, r, &line, &columns);
    between_make(s, left - border, tile->width, &columns);
    for (int row = 0; row < tile->height; row++) {
        float part;
        const int y = within(top - border + row, s->image->height);
        const int blocks = blocks_at(s, y, &part);
        for (int k = 0; k < ramps && blocks != made; k++)
            if (k % 3 < s->colours && r[k].grid)
                ramp_make(s, &columns, blocks, tile->width, &r[k]);
        made = blocks;
        line.known = tile->known + (size_t)row * (size_t)tile->width;
        read_samples(s, left - border, y, tile->width, &line);
        scalp_lane_line todo = lane_line(s, tile, row, r, &line);
        todo.part = part;
        s->lanes->line(&todo);
    }
}

scalp_status scalp_slots_make(size_t floats, size_t bytes, const scalp_work *work,
                              scalp_slots *slots, scalp_error *error) {
    const size_t threads = scalp_pool_threads(work->pool);
    *slots = (scalp_slots){.count = threads < SCALP_SLOTS_MAX ? threads : SCALP_SLOTS_MAX};
    for (size_t i = 0; i < slots->count; i++) {
        void *memory;
        SCALP_TRY(scalp_work_take(work, floats, sizeof(float), &memory, error));
        slots->memory[i].floats = memory;
        SCALP_TRY(scalp_work_take(work, bytes, 1, &slots->memory[i].items, error));
    }
    return SCALP_OK;
}
