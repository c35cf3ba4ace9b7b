/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops, included by the file for every machine and by the one that is compiled for AVX2. The
 * latter brings a `lookup` of its own, which only moves numbers. */
#include "lanes.h"

#include <math.h>

/* Eight sums at once; machines with narrower vectors take two or more steps for each. */
typedef float lane_sum __attribute__((vector_size(4 * SCALP_LANE), aligned(4), may_alias));

/* ---- A disc -------------------------------------------------------------------------------- */

enum { chunk = 128 };

/* Place of each pixel in the profile. */
typedef struct lane_places {
    float away[chunk], u[chunk], part[chunk];
    int32_t cell[chunk];
} lane_places;

typedef struct lane_found {
    float t[chunk], step[chunk], by_v[chunk];
} lane_found;

/* The profile at each place. */
static void lookup(const scalp_lane_profile *profile, const lane_places *at, int count,
                   lane_found *to);

static void places(const scalp_lane_profile *profile, const float *restrict dx,
                   const float *restrict dy, int count, lane_places *restrict to) {
    const float r = profile->r, per = 1 / profile->s;
    for (int i = 0; i < count; i++) {
        const float d = sqrtf(dx[i] * dx[i] + dy[i] * dy[i]);
        float u = (d - r) * per;
        u = u < -5.0F ? -5.0F : u;
        u = u > 4.99F ? 4.99F : u;
        const float at = (u + 5) * 4;
        const int32_t cell = (int32_t)at;
        to->away[i] = d;
        to->u[i] = u;
        to->cell[i] = cell;
        to->part[i] = at - (float)cell;
    }
}

static void shape(const scalp_lane_profile *profile, const scalp_lane_pixels *pixels, float x,
                  float y, scalp_lane_vector to[4]) {
    lane_places at;
    lane_found found;
    for (int from = 0; from < pixels->padded; from += chunk) {
        const int count = pixels->padded - from < chunk ? pixels->padded - from : chunk;
        const float *restrict use = pixels->use + from;
        const float *restrict px = pixels->x + from, *restrict py = pixels->y + from;
        float *restrict t = to[0] + from, *restrict one = to[1] + from;
        float *restrict dx = to[2] + from, *restrict dy = to[3] + from;
        for (int i = 0; i < count; i++) {
            one[i] = use[i];
            dx[i] = use[i] * (px[i] - x);
            dy[i] = use[i] * (py[i] - y);
        }
        places(profile, dx, dy, count, &at);
        lookup(profile, &at, count, &found);
        for (int i = 0; i < count; i++)
            t[i] = use[i] * found.t[i];
    }
}

static void weigh(const scalp_lane_disc *disc, int count, scalp_lane_vector to[], int from) {
    const float doubt2 = 1 / (disc->doubt * disc->doubt);
    float weight[chunk];
    const float *residual = to[8] + from;
    for (int i = 0; i < count; i++)
        weight[i] = sqrtf(1 / (1 + residual[i] * residual[i] * doubt2));
    for (int k = 0; k < SCALP_LANE_VECTORS; k++) {
        float *restrict v = to[k] + from;
        for (int i = 0; i < count; i++)
            v[i] *= weight[i];
    }
}

/* By distance, r and s from what was looked up, T being a function of u = (d - r) / s, v = s / r.
 */
static void by_form(const scalp_lane_profile *profile, float depth, const float *restrict use,
                    const lane_places *restrict at, const lane_found *restrict found, int count,
                    float *restrict outward, float *restrict by_r, float *restrict by_s) {
    const float per_s = 1 / profile->s, per_r = 1 / profile->r;
    const float s_per_r2 = profile->s * per_r * per_r;
    for (int i = 0; i < count; i++) {
        const float weight = use[i] * depth, tu = 4 * found->step[i] * per_s;
        const float d = at->away[i] > 1e-3F ? at->away[i] : 1e-3F;
        outward[i] = -weight * tu / d;
        by_r[i] = weight * (-tu - found->by_v[i] * s_per_r2);
        by_s[i] = weight * (found->by_v[i] * per_r - tu * at->u[i]);
    }
}

static void slopes(const scalp_lane_profile *profile, const scalp_lane_pixels *pixels,
                   const float *value, const scalp_lane_disc *disc,
                   scalp_lane_vector to[SCALP_LANE_VECTORS]) {
    lane_places at;
    lane_found found;
    float outward[chunk];
    for (int from = 0; from < pixels->padded; from += chunk) {
        const int count = pixels->padded - from < chunk ? pixels->padded - from : chunk;
        const float *restrict use = pixels->use + from, *restrict v = value + from;
        const float *restrict px = pixels->x + from, *restrict py = pixels->y + from;
        float *restrict t = to[0] + from, *restrict one = to[1] + from;
        float *restrict dx = to[2] + from, *restrict dy = to[3] + from;
        float *restrict by_x = to[4] + from, *restrict by_y = to[5] + from;
        float *restrict rest = to[8] + from;
        for (int i = 0; i < count; i++) {
            one[i] = use[i];
            dx[i] = use[i] * (px[i] - disc->x);
            dy[i] = use[i] * (py[i] - disc->y);
        }
        places(profile, dx, dy, count, &at);
        lookup(profile, &at, count, &found);
        by_form(profile, disc->depth, use, &at, &found, count, outward, to[6] + from, to[7] + from);
        for (int i = 0; i < count; i++) {
            t[i] = use[i] * found.t[i];
            by_x[i] = outward[i] * dx[i];
            by_y[i] = outward[i] * dy[i];
            rest[i] = use[i] * (v[i] - disc->ground) - disc->depth * t[i] - disc->slope_x * dx[i] -
                      disc->slope_y * dy[i];
        }
        if (disc->doubt > 0)
            weigh(disc, count, to, from);
    }
}

static void stamp(const scalp_lane_profile *profile, float x0, float y, float depth, int count,
                  float *to) {
    lane_places at;
    lane_found found;
    float dx[chunk], dy[chunk];
    for (int from = 0; from < count; from += chunk) {
        const int here = count - from < chunk ? count - from : chunk;
        const int padded = (here + SCALP_LANE - 1) / SCALP_LANE * SCALP_LANE;
        for (int i = 0; i < padded; i++) {
            dx[i] = x0 + (float)(from + i);
            dy[i] = y;
        }
        places(profile, dx, dy, padded, &at);
        lookup(profile, &at, padded, &found);
        for (int i = 0; i < here; i++)
            to[from + i] += depth * found.t[i];
    }
}

/* ---- Sums of products ---------------------------------------------------------------------- */

static double total(const lane_sum *sum) {
    const float *v = (const float *)sum;
    return (double)(((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7])));
}

#define LANES(v, i) (*(const lane_sum *)((v) + (i)))

/* Nine pairs of three vectors and three. */
static void square(const float *const a[3], const float *const b[3], int padded, double to[9]) {
    lane_sum s[9] = {{0}};
    lane_sum s0 = s[0], s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0, s8 = s0;
    for (int i = 0; i < padded; i += SCALP_LANE) {
        const lane_sum b0 = LANES(b[0], i), b1 = LANES(b[1], i), b2 = LANES(b[2], i);
        lane_sum here = LANES(a[0], i);
        s0 += here * b0;
        s1 += here * b1;
        s2 += here * b2;
        here = LANES(a[1], i);
        s3 += here * b0;
        s4 += here * b1;
        s5 += here * b2;
        here = LANES(a[2], i);
        s6 += here * b0;
        s7 += here * b1;
        s8 += here * b2;
    }
    s[0] = s0;
    s[1] = s1;
    s[2] = s2;
    s[3] = s3;
    s[4] = s4;
    s[5] = s5;
    s[6] = s6;
    s[7] = s7;
    s[8] = s8;
    for (int k = 0; k < 9; k++)
        to[k] = total(&s[k]);
}

static void products(const float *const v[], int vectors, int padded, double to[]) {
    for (int p = 0; p < vectors; p += 3)
        for (int q = 0; q <= p; q += 3) {
            double sum[9];
            square(v + p, v + q, padded, sum);
            for (int i = 0; i < 3; i++)
                for (int j = 0; j < 3 && q + j <= p + i; j++)
                    to[(p + i) * (p + i + 1) / 2 + q + j] = sum[3 * i + j];
        }
}
