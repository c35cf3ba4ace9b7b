/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A square of the photo as lift by band and as pigment. */
#include "find.h"

#include <string.h>

/* Brighter than bare skin by more than this is shine: what lies under it is not seen. Less shine is
 * seen through, by its colour. */
static const float shine = 0.6F;

size_t scalp_tile_floats(int side, int border, int planes) {
    const size_t plane = (size_t)(side + 2 * border) * (size_t)(side + 2 * border);
    return plane * (size_t)(6 + planes);
}

/* Values of a grid of blocks along a row of pixels. */
static void grid_line(const scalp_sight *s, const float *grid, int left, int y, int count,
                      float *to) {
    const double v = scalp_clamp((y + 0.5) / s->block - 0.5, 0, s->rows - 1);
    const int j = v < s->rows - 1 ? (int)v : (s->rows > 1 ? s->rows - 2 : 0);
    const float fv = (float)(v - j);
    const float *upper = grid + (size_t)j * (size_t)s->columns;
    const float *lower = s->rows > 1 ? upper + s->columns : upper;
    const float step = 1.0F / (float)s->block;
    int i = -1;
    float here = 0, next = 0;
    for (int x = 0; x < count; x++) {
        const float u = ((float)(left + x) + 0.5F) * step - 0.5F;
        const int at = u < 0 ? 0 : u >= (float)(s->columns - 1) ? s->columns - 1 : (int)u;
        if (at != i) {
            i = at;
            const int right = i + 1 < s->columns ? i + 1 : i;
            here = upper[i] + fv * (lower[i] - upper[i]);
            next = upper[right] + fv * (lower[right] - upper[right]);
        }
        const float fu = u < 0 ? 0 : u - (float)i > 1 ? 1 : u - (float)i;
        to[x] = here + fu * (next - here);
    }
}

static int within(int i, int count) {
    return i < 0 ? 0 : i >= count ? count - 1 : i;
}

typedef struct line_grids {
    float *gain[3], *weight[3];
} line_grids;

static void read_line(const scalp_sight *s, const scalp_tile *tile, int row,
                      const line_grids *grids) {
    const scalp_image *image = s->image;
    const int y = within(tile->top - tile->border + row, image->height);
    const size_t from = (size_t)y * (size_t)image->width;
    const size_t to = (size_t)row * (size_t)tile->width;
    const uint8_t *bytes = image->pixels;
    const uint16_t *words = image->pixels;
    for (int i = 0; i < tile->width; i++) {
        const size_t pixel = from + (size_t)within(tile->left - tile->border + i, image->width);
        const size_t at = pixel * (size_t)image->bands;
        float lift[3], sum = 0, pigment = 0;
        unsigned most = 0;
        for (int c = 0; c < s->colours; c++) {
            const unsigned v = image->bits == 8 ? bytes[at + (size_t)c] : words[at + (size_t)c];
            most = v > most ? v : most;
            lift[c] = 1 - s->image->curve[c].linear[v] * grids->gain[c][i];
            sum += lift[c];
            pigment += grids->weight[c][i] * lift[c];
        }
        const bool seen = most < s->clipped && most > s->black &&
                          sum > -shine * (float)s->colours &&
                          !(s->mask && s->mask[pixel] != SCALP_UNSEEN_NOT);
        tile->known[to + (size_t)i] = seen ? 1 : 0;
        tile->pigment[to + (size_t)i] = seen ? pigment : 0;
        tile->luma[to + (size_t)i] = seen ? sum / (float)s->colours : 0;
        for (int c = 0; c < s->colours; c++)
            tile->lift[c][to + (size_t)i] = seen ? lift[c] : 0;
    }
}

void scalp_tile_make(const scalp_sight *s, int left, int top, int side, int border, float *memory,
                     scalp_tile *tile) {
    *tile = (scalp_tile){.left = left, .top = top, .border = border};
    tile->inner_w = s->image->width - left < side ? s->image->width - left : side;
    tile->inner_h = s->image->height - top < side ? s->image->height - top : side;
    tile->width = tile->inner_w + 2 * border;
    tile->height = tile->inner_h + 2 * border;
    const size_t plane = (size_t)tile->width * (size_t)tile->height;
    for (int c = 0; c < 3; c++)
        tile->lift[c] = memory + (c < s->colours ? (size_t)c : 0) * plane;
    tile->pigment = memory + 3 * plane;
    tile->known = memory + 4 * plane;
    tile->luma = memory + 5 * plane;
    tile->rest = memory + 6 * plane;
    line_grids grids;
    for (int c = 0; c < 3; c++) {
        grids.gain[c] = tile->rest + (size_t)(c * tile->width);
        grids.weight[c] = tile->rest + (size_t)((3 + c) * tile->width);
    }
    for (int row = 0; row < tile->height; row++) {
        const int y = within(top - border + row, s->image->height);
        for (int c = 0; c < s->colours; c++) {
            grid_line(s, s->gain[c], left - border, y, tile->width, grids.gain[c]);
            if (s->weight[c])
                grid_line(s, s->weight[c], left - border, y, tile->width, grids.weight[c]);
            else
                memset(grids.weight[c], 0, (size_t)tile->width * sizeof(float));
        }
        read_line(s, tile, row, &grids);
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
