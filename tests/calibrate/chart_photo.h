/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart seen by a camera of known bands and tone curve. */
#ifndef SCALPTOR_TESTS_CHART_PHOTO_H
#define SCALPTOR_TESTS_CHART_PHOTO_H

#include "check.h"

#include <scalptor/calibrate.h>

enum { photo_width = 360, photo_height = 260 };

typedef struct chart_photo {
    scalp_chart chart;
    double cross;    /* how much the bands see of one another */
    double exponent; /* of the camera's tone curve; 1: none */
    double warm;     /* red gain over blue gain */
    double light;
    bool mirrored;
    double noise;
} chart_photo;

/* Where the centre of patch column, row comes to lie: a quadrangle seen a little from aside. */
static inline scalp_vec2 chart_place(const chart_photo *p, double column, double row) {
    const double x = 60 + 48 * column + 2 * row, y = 50 + 46 * row + 3 * column;
    return (scalp_vec2){p->mirrored ? photo_width - 1 - x : x, y};
}

/* The camera's samples of a colour, before noise: 16 bits. */
static inline void chart_samples(const chart_photo *p, scalp_xyz xyz, double sample[3]) {
    const scalp_rgb c = scalp_rgb_from_xyz(xyz);
    const double band[3] = {c.r, c.g, c.b}, mean = (c.r + c.g + c.b) / 3;
    const double gain[3] = {sqrt(p->warm), 1, 1 / sqrt(p->warm)};
    for (int i = 0; i < 3; i++) {
        const double mixed = (1 - p->cross) * band[i] + p->cross * mean;
        sample[i] = pow(fmax(mixed * gain[i] * p->light, 0), 1 / p->exponent);
    }
}

static inline scalp_image chart_photo_make(const chart_photo *p, check_work *w) {
    uint16_t *to =
        scalp_arena_take(w->work.memory, (size_t)photo_width * photo_height, 3 * sizeof *to);
    scalp_random random = scalp_random_make(3, 0);
    scalp_image image = {
        .width = photo_width, .height = photo_height, .bands = 3, .bits = 16, .pixels = to};
    CHECK_STATUS(scalp_image_curve_make(16, &w->work, &image.curve[0], NULL), SCALP_OK);
    image.curve[1] = image.curve[2] = image.curve[0];
    for (int y = 0; y < photo_height; y++)
        for (int x = 0; x < photo_width; x++) {
            /* The inverse of chart_place. */
            const double u = (p->mirrored ? photo_width - 1 - x : x) - 60.0, v = y - 50.0;
            const double row = (v - 3 * u / 48) / (46 - 3 * 2.0 / 48), column = (u - 2 * row) / 48;
            const double i = floor(column + 0.5), j = floor(row + 0.5);
            double s[3] = {0.01, 0.01, 0.01};
            if (i >= 0 && j >= 0 && i < 6 && j < 4 && fabs(column - i) < 0.42 &&
                fabs(row - j) < 0.42)
                chart_samples(p, scalp_xyz_from_lab(scalp_chart_lab(p->chart, (size_t)(6 * j + i))),
                              s);
            for (int band = 0; band < 3; band++) {
                const double value =
                    scalp_clamp(s[band] + p->noise * scalp_random_normal(&random), 0, 1);
                to[3 * (y * photo_width + x) + band] =
                    (uint16_t)scalp_image_sample_from_linear(&image.curve[0], (float)value);
            }
        }
    return image;
}

static inline void chart_corners(const chart_photo *p, scalp_vec2 corner[4]) {
    corner[0] = chart_place(p, 0, 0);
    corner[1] = chart_place(p, 5, 0);
    corner[2] = chart_place(p, 5, 3);
    corner[3] = chart_place(p, 0, 3);
}

#endif
