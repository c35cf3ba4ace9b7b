/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gaussian blur by a symmetric kernel. */
#include "blur.h"

#include <math.h>

int scalp_blur_radius(double sigma) {
    const int radius = (int)ceil(3 * sigma);
    return radius < 1 ? 1 : radius > SCALP_LANE_RADIUS ? SCALP_LANE_RADIUS : radius;
}

/* kernel[0] is the middle; the whole sums to 1. */
static void kernel_make(double sigma, int radius, float *kernel) {
    double sum = 0, v[SCALP_LANE_RADIUS + 1];
    for (int i = 0; i <= radius; i++) {
        v[i] = scalp_exp(-0.5 * i * i / (sigma * sigma));
        sum += i ? 2 * v[i] : v[i];
    }
    for (int i = 0; i <= radius; i++)
        kernel[i] = (float)(v[i] / sum);
}

void scalp_blur(const scalp_lanes *lanes, const float *from, int width, int height, double sigma,
                float *to, float *less) {
    float kernel[SCALP_LANE_RADIUS + 1];
    const double least = 0.05; /* below, nothing is left of a blur */
    const int radius = scalp_blur_radius(sigma);
    kernel_make(sigma > least ? sigma : least, radius, kernel);
    lanes->blur(from, width, height, kernel, radius, to, less);
}
