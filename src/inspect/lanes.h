/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside inspect: the loops that take most of the time, over pixels in groups of eight. The same
 * source is compiled for every machine and for AVX2, without fused multiply-add, and sums are kept
 * by lane: the same bits from both. */
#ifndef SCALPTOR_INSPECT_LANES_H
#define SCALPTOR_INSPECT_LANES_H

#include <scalptor/base.h>

enum {
    SCALP_LANE = 8,
    SCALP_LANE_PIXELS = 1024, /* of a fit at most */
    SCALP_LANE_VECTORS = 9,
    SCALP_LANE_SUMS = SCALP_LANE_VECTORS * (SCALP_LANE_VECTORS + 1) / 2,
    SCALP_LANE_CELLS = 41,
};

/* The profile of one disc against (distance - r) / s from -5 on in steps of 1/4: itself, its step
 * to the next, its slope against s / r, and the step of that. */
typedef struct scalp_lane_profile {
    float r, s;
    float cell[SCALP_LANE_CELLS][4];
} scalp_lane_profile;

/* Pixels of a fit. `use` is 1, and 0 of those that are not known or fill the last group. */
typedef struct scalp_lane_pixels {
    int count, padded, all; /* known ones; all with those that fill the last group; all */
    float x[SCALP_LANE_PIXELS], y[SCALP_LANE_PIXELS], use[SCALP_LANE_PIXELS];
} scalp_lane_pixels;

/* A disc as a fit sees it, in the coordinates of the pixels. */
typedef struct scalp_lane_disc {
    float x, y, depth, ground, slope_x, slope_y;
    float doubt; /* residuals of that size count half (Geman & McClure 1987); 0: all alike */
} scalp_lane_disc;

/* A line of pixels becomes lift and pigment. Gains and weights are `at` + part * `step`. */
typedef struct scalp_lane_ramp {
    const float *at, *step;
} scalp_lane_ramp;

typedef struct scalp_lane_line {
    int count, colours;
    const float *light[3], *most; /* of each pixel, the brightest sample as it is in the file */
    float black, clipped, shine;
    scalp_lane_ramp gain[3], weight[3]; /* without weights `at` is NULL */
    float part;
    float *lift[3], *pigment, *luma, *known;
} scalp_lane_line;

enum { SCALP_LANE_RADIUS = 64, SCALP_LANE_MIDDLE = 25 };

typedef float scalp_lane_vector[SCALP_LANE_PIXELS];

typedef struct scalp_lanes {
    /* Profile, one, and distance from the disc's centre in x and y. */
    void (*shape)(const scalp_lane_profile *profile, const scalp_lane_pixels *pixels, float x,
                  float y, scalp_lane_vector to[4]);
    /* Slopes against depth, ground, its slopes, x, y, r, s, and the residual of `value`. */
    void (*slopes)(const scalp_lane_profile *profile, const scalp_lane_pixels *pixels,
                   const float *value, const scalp_lane_disc *disc,
                   scalp_lane_vector to[SCALP_LANE_VECTORS]);
    /* Products of all pairs of 3, 6 or 9 vectors: sum of v[p] * v[q] in to[p * (p + 1) / 2 + q]. */
    void (*products)(const float *const v[], int vectors, int padded, double to[]);
    /* to[i] += depth times the profile at (x0 + i, y) from the disc's centre. */
    void (*stamp)(const scalp_lane_profile *profile, float x0, float y, float depth, int count,
                  float *to);
    void (*line)(const scalp_lane_line *line);
    /* A symmetric kernel across and down; beyond its edges the plane repeats them. `width` is a
     * multiple of SCALP_LANE, `radius` at most SCALP_LANE_RADIUS. `less`, unless NULL, gets
     * from - to. */
    void (*blur)(const float *from, int width, int height, const float *kernel, int radius,
                 float *to, float *less);
    /* 1 where a pixel of the row is above `least` and no lower than its four neighbours. */
    void (*tops)(const float *row, int width, int count, float least, uint8_t *to);
    /* Adds what is negative, and how many there are, column by column. */
    void (*negative)(const float *row, const float *known, int count, float *sum, float *number);
    /* Of each column the mean of the middle half of its numbers; NaN where one of them is. */
    void (*middles)(const float *const row[SCALP_LANE_MIDDLE], int count, float *to);
} scalp_lanes;

extern const scalp_lanes scalp_lanes_plain;
extern const scalp_lanes scalp_lanes_avx2; /* where there are any */

/* The fastest for this machine. */
const scalp_lanes *scalp_lanes_find(const scalp_kernels *kernels);

#endif
