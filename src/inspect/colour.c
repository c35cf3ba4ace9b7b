/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weights of the bands. What varies at the scale of dots has a covariance C over the bands:
 * shine is nearly white and weighs most where skin is dark (blue), blood and melanin are seen in
 * green and blue, furrows in all alike. Pigment is p. Of all weights with w.p = 1 those of Fisher
 * (1936), w ~ C^-1 p, let through the least of the rest; that C holds the dots too does not turn
 * them (Sherman & Morrison 1950: (C + a p p')^-1 p ~ C^-1 p). C is measured around every block, for
 * shine comes in patches. */
#include "blur.h"
#include "find.h"

#include <math.h>
#include <string.h>

const double scalp_pigment_rgb[3] = {1.04, 1.0, 0.86};

enum {
    side = 256,
    reach_blocks = 6, /* around a block that its own covariance is taken over */
    moments = 8,      /* xx xy xz yy yz zz, pixels seen, pixels */
};

static const double own_share = 0.7; /* of the covariance around a block, the rest the photo's */
static const double loose = 0.004;   /* dots differ from p by so much of all variance */

typedef struct moment {
    double sum[moments];
} moment;

typedef struct colour_job {
    const scalp_sight *sight;
    double sigma;
    int border, across, down;
    float *memory;
    moment *blocks;
} colour_job;

/* Means of four pixels each, which the Gaussians to come do not mind. */
static void halve(const float *from, int width, int height, float *to) {
    for (int y = 0; y < height; y += 2) {
        const float *a = from + (size_t)y * (size_t)width, *b = a + width;
        float *restrict line = to + (size_t)(y / 2) * (size_t)(width / 2);
        for (int x = 0; x < width / 2; x++)
            line[x] = 0.25F * ((a[2 * x] + a[2 * x + 1]) + (b[2 * x] + b[2 * x + 1]));
    }
}

/* Adds a block's part of a line of half the pixels. */
static void add_products(const float *const band[3], const float *known, int from, int past,
                         moment *to) {
    double m[moments] = {0};
    for (int x = from; x < past; x++) {
        if (known[2 * x] == 0)
            continue;
        const double r = (double)band[0][x], g = (double)band[1][x], b = (double)band[2][x];
        m[0] += r * r;
        m[1] += r * g;
        m[2] += r * b;
        m[3] += g * g;
        m[4] += g * b;
        m[5] += b * b;
        m[6] += 1;
    }
    for (int k = 0; k < 7; k++)
        to->sum[k] += m[k];
    to->sum[7] += past - from;
}

/* What is left of a band at the scale of dots, in half the pixels each way. */
static void dot_scale(const colour_job *job, const scalp_tile *tile, const float *lift, float *room,
                      float *to) {
    const int width = tile->width / 2, height = tile->height / 2;
    const size_t plane = (size_t)width * (size_t)height;
    const double sigma = job->sigma / 2, narrow = sqrt(fmax(sigma * sigma - 0.0625, 0));
    halve(lift, tile->width, tile->height, room);
    scalp_blur(job->sight->lanes, room, width, height, narrow, room + plane, NULL);
    scalp_blur(job->sight->lanes, room + plane, width, height, 1.2 * sigma, room, to);
}

static void tile_moments(const colour_job *job, int left, int top) {
    const scalp_sight *s = job->sight;
    scalp_tile tile;
    scalp_tile_make(s, left, top, side, job->border, job->memory, &tile);
    const size_t plane = (size_t)tile.width * (size_t)tile.height / 4;
    float *wide[3];
    const int half = job->border / 2;
    for (int c = 0; c < s->colours; c++) {
        wide[c] = tile.rest + (size_t)(2 + c) * plane;
        dot_scale(job, &tile, tile.lift[c], tile.rest, wide[c]);
    }
    for (int y = 0; y < tile.inner_h; y += 2) {
        const size_t line = (size_t)(y / 2 + half) * (size_t)(tile.width / 2) + (size_t)half;
        const float *band[3]; /* of grey, one for all */
        for (int c = 0; c < 3; c++)
            band[c] = wide[c < s->colours ? c : 0] + line;
        const float *known =
            tile.known + (size_t)(y + tile.border) * (size_t)tile.width + tile.border;
        moment *row = job->blocks + (size_t)((top + y) / s->block) * (size_t)s->columns;
        for (int x = 0; x < tile.inner_w; x += 2) {
            const int block = (left + x) / s->block;
            const int end = (block + 1) * s->block - left;
            const int past = end < tile.inner_w ? end : tile.inner_w;
            add_products(band, known, x / 2, (past + 1) / 2, &row[block]);
            x = (past + 1) / 2 * 2 - 2;
        }
    }
}

/* w ~ (C + e I)^-1 p with w.p = 1; the share of noise that is left, sqrt(w' C w). */
static void weights(const double m[moments], double w[3]) {
    double a[3][3];
    const double n = m[6] > 0 ? m[6] : 1;
    for (int i = 0, k = 0; i < 3; i++)
        for (int j = i; j < 3; j++, k++)
            a[i][j] = a[j][i] = m[k] / n;
    const double e = loose * (a[0][0] + a[1][1] + a[2][2]) + 1e-12;
    for (int i = 0; i < 3; i++)
        a[i][i] += e;
    const double *p = scalp_pigment_rgb;
    double sum = 0;
    for (int i = 0; i < 3; i++) { /* the adjugate, which has the inverse's direction */
        const int j = (i + 1) % 3, k = (i + 2) % 3;
        w[i] = 0;
        for (int l = 0; l < 3; l++) {
            const int q = (l + 1) % 3, r = (l + 2) % 3;
            w[i] += p[l] * (a[j][q] * a[k][r] - a[j][r] * a[k][q]);
        }
        sum += w[i] * p[i];
    }
    for (int i = 0; i < 3; i++)
        w[i] = sum > 0 ? w[i] / sum : 1 / (p[0] + p[1] + p[2]);
}

/* Sums over a square of blocks, by running sums along rows, then columns. */
static void box_sums(moment *m, int columns, int rows, int reach, moment *room) {
    for (int pass = 0; pass < 2; pass++) {
        const int count = pass ? rows : columns, lines = pass ? columns : rows;
        const size_t step = pass ? (size_t)columns : 1, next = pass ? 1 : (size_t)columns;
        for (int line = 0; line < lines; line++) {
            moment *at = m + (size_t)line * next;
            for (int k = 0; k < moments; k++) {
                double sum = 0;
                for (int i = 0; i < count; i++)
                    room[i].sum[0] = at[(size_t)i * step].sum[k];
                for (int i = 0; i < reach && i < count; i++)
                    sum += room[i].sum[0];
                for (int i = 0; i < count; i++) {
                    sum += i + reach < count ? room[i + reach].sum[0] : 0;
                    sum -= i - reach - 1 >= 0 ? room[i - reach - 1].sum[0] : 0;
                    at[(size_t)i * step].sum[k] = sum;
                }
            }
        }
    }
}

static scalp_status grids(scalp_sight *sight, moment *blocks, const moment *all,
                          const scalp_work *work, scalp_error *error) {
    const size_t count = (size_t)sight->columns * (size_t)sight->rows;
    float *to[3], *scatter[6], *shine;
    void *memory;
    SCALP_TRY(scalp_work_take(work, 10 * count, sizeof(float), &memory, error));
    shine = memory;
    for (int c = 0; c < 3; c++)
        to[c] = shine + (size_t)(1 + c) * count;
    for (int k = 0; k < 6; k++)
        scatter[k] = shine + (size_t)(4 + k) * count;
    for (size_t i = 0; i < count; i++) {
        double w[3], m[moments];
        const double n = blocks[i].sum[6], own = n / (n + 500) * own_share;
        for (int k = 0; k < 6; k++)
            m[k] = (n > 0 ? own * blocks[i].sum[k] / n : 0) +
                   (1 - own) * all->sum[k] / fmax(all->sum[6], 1);
        m[6] = 1;
        weights(m, w);
        for (int k = 0; k < 6; k++)
            scatter[k][i] = (float)(m[k] + (k == 0 || k == 3 || k == 5 ? 1e-7 : 0));
        shine[i] = (float)(1 - n / fmax(blocks[i].sum[7], 1));
        for (int c = 0; c < 3; c++)
            to[c][i] = sight->colours == 3 ? (float)w[c] : 1;
    }
    for (int c = 0; c < 3; c++)
        sight->weight[c] = to[c];
    for (int k = 0; k < 6; k++)
        sight->scatter[k] = scatter[k];
    sight->shine = shine;
    return SCALP_OK;
}

scalp_status scalp_sight_colour(scalp_sight *sight, double dot_px, const scalp_work *work,
                                scalp_error *error) {
    colour_job job = {.sight = sight, .sigma = dot_px / 2.83};
    job.border = scalp_tile_border(
        2 * (scalp_blur_radius(0.5 * job.sigma) + scalp_blur_radius(0.6 * job.sigma)));
    job.across = (sight->image->width + side - 1) / side;
    job.down = (sight->image->height + side - 1) / side;
    const size_t blocks = (size_t)sight->columns * (size_t)sight->rows;
    void *memory;
    SCALP_TRY(scalp_work_take(work, blocks + (size_t)(sight->columns + sight->rows), sizeof(moment),
                              &memory, error));
    job.blocks = memory;
    SCALP_TRY(scalp_work_take(work, scalp_tile_floats(side, job.border, 2), sizeof(float), &memory,
                              error));
    job.memory = memory;
    const size_t tiles = (size_t)job.across * (size_t)job.down;
    for (size_t i = 0; i < tiles; i++) {
        tile_moments(&job, (int)(i % (size_t)job.across) * side,
                     (int)(i / (size_t)job.across) * side);
        SCALP_TRY(scalp_work_report(work, "colour", (double)(i + 1) / (double)tiles, error));
    }
    moment all = {{0}};
    for (size_t i = 0; i < blocks; i++)
        for (int k = 0; k < moments; k++)
            all.sum[k] += job.blocks[i].sum[k];
    SCALP_TRY(scalp_work_take(work, blocks, sizeof(float), &memory, error));
    float *seen = memory;
    for (size_t i = 0; i < blocks; i++)
        seen[i] = (float)(job.blocks[i].sum[6] / fmax(job.blocks[i].sum[7], 1));
    sight->seen = seen;
    box_sums(job.blocks, sight->columns, sight->rows, reach_blocks, job.blocks + blocks);
    return grids(sight, job.blocks, &all, work, error);
}
