/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bare skin in a calibrated photo: the largest piece of it that has skin's colour and is smooth.
 * What colour that is follows from the table of measured skin: near the mean of its own typology
 * angle. */
#include "exposure.h"

#include <math.h>
#include <string.h>

enum {
    across = 96, /* tiles along the photo's longer side */
    least_side = 3,
    least_tiles = 40,
};

static const double most_a = 7, most_b = 8, most_rough = 0.12; /* from the table's mean; relative */
static const double least_l = 18, most_l = 88;

typedef struct tiling {
    int side, columns, rows;
    uint8_t *skin; /* 1: looks like skin; 2: of the piece that is being counted; 3: the best one */
    int *todo;
} tiling;

static bool like_skin(scalp_lab lab) {
    if (!(lab.l > least_l && lab.l < most_l && lab.b > 2))
        return false;
    const scalp_lab mean = scalp_lab_from_ita_deg(scalp_ita_deg_from_lab(lab));
    return fabs(lab.a - mean.a) < most_a && fabs(lab.b - mean.b) < most_b;
}

/* A tile whose pixels are neither clipped nor masked, of even light and of skin's colour. */
static bool tile_is_skin(const scalp_image *image, const scalp_correction *correction,
                         const uint8_t *mask, int x0, int y0, int side) {
    double light = 0, square = 0, count = 0;
    scalp_rgb sum = {0, 0, 0};
    for (int y = y0; y < y0 + side; y++)
        for (int x = x0; x < x0 + side; x++) {
            bool clipped;
            const scalp_rgb rgb = scalp_pixel(image, x, y, &clipped);
            if (clipped || (mask && mask[(size_t)y * (size_t)image->width + (size_t)x]))
                return false;
            const double l = scalp_luminance(rgb);
            sum.r += rgb.r;
            sum.g += rgb.g;
            sum.b += rgb.b;
            light += l;
            square += l * l;
            count++;
        }
    const double mean = light / count, rough = sqrt(fmax(0, square / count - mean * mean));
    if (!(mean > 0) || rough > most_rough * mean)
        return false;
    const scalp_rgb rgb = {sum.r / count, sum.g / count, sum.b / count};
    return like_skin(scalp_lab_from_xyz(scalp_correction_apply(correction, rgb)));
}

static scalp_status tiling_make(const scalp_image *image, const scalp_correction *correction,
                                const uint8_t *mask, const scalp_work *work, tiling *t,
                                scalp_error *error) {
    const int longer = image->width > image->height ? image->width : image->height;
    void *place;
    t->side = longer / across > least_side ? longer / across : least_side;
    t->columns = image->width / t->side;
    t->rows = image->height / t->side;
    const size_t count = (size_t)t->columns * (size_t)t->rows;
    SCALP_TRY(scalp_work_take(work, count, 1, &place, error));
    t->skin = place;
    SCALP_TRY(scalp_work_take(work, count, sizeof *t->todo, &place, error));
    t->todo = place;
    for (int row = 0; row < t->rows; row++)
        for (int column = 0; column < t->columns; column++)
            t->skin[row * t->columns + column] =
                tile_is_skin(image, correction, mask, column * t->side, row * t->side, t->side);
    return SCALP_OK;
}

/* Marks the tiles joined to `start` with `mark`; how many they are. */
static int flood(tiling *t, int start, uint8_t from, uint8_t mark) {
    int waiting = 0, count = 0;
    t->todo[waiting++] = start;
    t->skin[start] = mark;
    while (waiting) {
        const int at = t->todo[--waiting], column = at % t->columns, row = at / t->columns;
        const int next[4] = {column > 0 ? at - 1 : -1, column + 1 < t->columns ? at + 1 : -1,
                             row > 0 ? at - t->columns : -1,
                             row + 1 < t->rows ? at + t->columns : -1};
        count++;
        for (int i = 0; i < 4; i++)
            if (next[i] >= 0 && t->skin[next[i]] == from) {
                t->skin[next[i]] = mark;
                t->todo[waiting++] = next[i];
            }
    }
    return count;
}

scalp_status scalp_skin_find(const scalp_image *image, const scalp_correction *correction,
                             const uint8_t *mask, const scalp_work *work, const uint8_t **rest,
                             scalp_error *error) {
    tiling t;
    void *place;
    int best = 0, best_at = -1;
    SCALP_TRY(tiling_make(image, correction, mask, work, &t, error));
    for (int i = 0; i < t.columns * t.rows; i++) {
        const int size = t.skin[i] == 1 ? flood(&t, i, 1, 2) : 0;
        if (size > best) {
            best = size;
            best_at = i;
        }
    }
    if (best < least_tiles)
        return scalp_fail(error, SCALP_ERR_NO,
                          "No part of the photo looks like bare skin for sure; pick an area.");
    flood(&t, best_at, 2, 3);
    const size_t pixels = (size_t)image->width * (size_t)image->height;
    SCALP_TRY(scalp_work_take(work, pixels, 1, &place, error));
    uint8_t *to = place;
    memset(to, 255, pixels);
    for (int i = 0; i < t.columns * t.rows; i++)
        for (int y = 0; t.skin[i] == 3 && y < t.side; y++)
            memset(to + ((size_t)(i / t.columns * t.side + y)) * (size_t)image->width +
                       (size_t)(i % t.columns) * (size_t)t.side,
                   0, (size_t)t.side);
    *rest = to;
    return SCALP_OK;
}
