/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gaussian blur by a symmetric kernel, columns first: both loops run along rows of memory. */
#include "blur.h"

#include <math.h>
#include <string.h>

enum { most_radius = 64 };

int scalp_blur_radius(double sigma) {
    const int radius = (int)ceil(3 * sigma);
    return radius < 1 ? 1 : radius > most_radius ? most_radius : radius;
}

/* kernel[0] is the middle; the whole sums to 1. */
static void kernel_make(double sigma, int radius, float *kernel) {
    double sum = 0, v[most_radius + 1];
    for (int i = 0; i <= radius; i++) {
        v[i] = scalp_exp(-0.5 * i * i / (sigma * sigma));
        sum += i ? 2 * v[i] : v[i];
    }
    for (int i = 0; i <= radius; i++)
        kernel[i] = (float)(v[i] / sum);
}

static size_t within(int i, int count) {
    return (size_t)(i < 0 ? 0 : i >= count ? count - 1 : i);
}

static void add_pair(float *restrict to, const float *restrict a, const float *restrict b,
                     float weight, int count) {
    for (int i = 0; i < count; i++)
        to[i] += weight * (a[i] + b[i]);
}

static void columns(const float *restrict from, int width, int height, const float *kernel,
                    int radius, float *restrict to) {
    for (int y = 0; y < height; y++) {
        float *line = to + (size_t)y * (size_t)width;
        const float *middle = from + (size_t)y * (size_t)width;
        for (int x = 0; x < width; x++)
            line[x] = kernel[0] * middle[x];
        for (int k = 1; k <= radius; k++)
            add_pair(line, from + within(y - k, height) * (size_t)width,
                     from + within(y + k, height) * (size_t)width, kernel[k], width);
    }
}

static void row(const float *restrict padded, int width, const float *kernel, int radius,
                float *restrict to) {
    const float *middle = padded + most_radius;
    for (int x = 0; x < width; x++)
        to[x] = kernel[0] * middle[x];
    for (int k = 1; k <= radius; k++)
        add_pair(to, middle - k, middle + k, kernel[k], width);
}

void scalp_blur(const float *from, int width, int height, double sigma, float *to, float *room) {
    float kernel[most_radius + 1];
    float padded[2 * most_radius + 1024];
    const int radius = scalp_blur_radius(sigma);
    if (sigma < 0.05) {
        memmove(to, from, (size_t)width * (size_t)height * sizeof *to);
        return;
    }
    kernel_make(sigma, radius, kernel);
    columns(from, width, height, kernel, radius, room);
    for (int y = 0; y < height; y++) {
        const float *line = room + (size_t)y * (size_t)width;
        for (int left = 0; left < width; left += 1024) {
            const int count = width - left < 1024 ? width - left : 1024;
            for (int i = -radius; i < count + radius; i++)
                padded[most_radius + i] = line[within(left + i, width)];
            row(padded, count, kernel, radius, to + (size_t)y * (size_t)width + left);
        }
    }
}
