/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small drawn patch of skin with dots on a jittered grid, for tests of behaviour. */
#ifndef SCALPTOR_TESTS_DRAWN_H
#define SCALPTOR_TESTS_DRAWN_H

#include "check.h"

#include <scalptor/inspect.h>

typedef struct drawn {
    int width, height;
    double spacing_px, diameter_px, contrast, blur_px, noise;
    uint64_t seed;
    double size; /* times all lengths; 0: 1 */
} drawn;

#define DRAWN_MOST 4000

typedef struct drawn_dots {
    size_t count;
    scalp_vec2 px[DRAWN_MOST];
} drawn_dots;

static inline void drawn_places(const drawn *d, drawn_dots *dots) {
    const double f = d->size > 0 ? d->size : 1, step = d->spacing_px * f;
    scalp_random random = scalp_random_make(d->seed, 1);
    dots->count = 0;
    if (!(step > 0))
        return;
    for (double y = step / 2; y < d->height * f; y += step)
        for (double x = step / 2; x < d->width * f; x += step) {
            const double jx = 0.35 * (scalp_random_uniform(&random) - 0.5);
            const double jy = 0.35 * (scalp_random_uniform(&random) - 0.5);
            if (dots->count < DRAWN_MOST)
                dots->px[dots->count++] = (scalp_vec2){x + jx * step, y + jy * step};
        }
}

/* 8 bits, three bands, sRGB. */
static inline scalp_image drawn_make(const drawn *d, const drawn_dots *dots, check_work *w) {
    static const double skin[3] = {0.45, 0.26, 0.17};
    static const double pigment[3] = {1.04, 1, 0.86};
    const double f = d->size > 0 ? d->size : 1;
    scalp_image image = {.width = (int)(d->width * f + 0.5),
                         .height = (int)(d->height * f + 0.5),
                         .bands = 3,
                         .bits = 8};
    scalp_random random = scalp_random_make(d->seed, 2);
    void *memory;
    CHECK_STATUS(scalp_image_curve_make(8, &w->work, &image.curve[0], NULL), SCALP_OK);
    image.curve[1] = image.curve[2] = image.curve[0];
    const size_t pixels = (size_t)image.width * (size_t)image.height;
    CHECK_STATUS(scalp_work_take(&w->work, pixels, 3 + sizeof(float), &memory, NULL), SCALP_OK);
    float *taken = memory;
    uint8_t *to = (uint8_t *)(taken + pixels);
    const double r = 0.5 * d->diameter_px * f, s = fmax(d->blur_px * f, 0.4);
    for (size_t i = 0; i < dots->count; i++) {
        const scalp_vec2 c = dots->px[i];
        for (int y = (int)(c.y - r - 4 * s); y <= (int)(c.y + r + 4 * s); y++)
            for (int x = (int)(c.x - r - 4 * s); x <= (int)(c.x + r + 4 * s); x++)
                if (x >= 0 && y >= 0 && x < image.width && y < image.height)
                    taken[(size_t)y * (size_t)image.width + (size_t)x] +=
                        (float)(d->contrast * 0.5 *
                                erfc((hypot(x - c.x, y - c.y) - r) / (s * sqrt(2))));
    }
    for (size_t i = 0; i < pixels; i++) {
        const double x = (double)(i % (size_t)image.width) / image.width;
        for (int b = 0; b < 3; b++) {
            const double light = skin[b] * (0.8 + 0.4 * x) * (1 - pigment[b] * (double)taken[i]) *
                                 (1 + d->noise * scalp_random_normal(&random));
            to[3 * i + (size_t)b] = (uint8_t)scalp_image_sample_from_linear(
                &image.curve[0], (float)scalp_clamp(light, 0, 1));
        }
    }
    image.pixels = to;
    return image;
}

/* How many of the drawn dots, `margin` px and more inside, have a find within `reach` px; and how
 * many finds there have no dot. */
typedef struct drawn_score {
    int dots, hit, false_finds;
} drawn_score;

static inline drawn_score drawn_compare(const scalp_image *image, const drawn_dots *dots,
                                        const scalp_finds *finds, double reach, double margin) {
    drawn_score score = {0};
    const double right = image->width - 1 - margin, bottom = image->height - 1 - margin;
    for (size_t i = 0; i < dots->count; i++) {
        const scalp_vec2 c = dots->px[i];
        if (c.x < margin || c.y < margin || c.x > right || c.y > bottom)
            continue;
        bool hit = false;
        for (size_t k = 0; k < finds->count && !hit; k++)
            hit = hypot(finds->dots[k].px.x - c.x, finds->dots[k].px.y - c.y) < reach;
        score.dots++;
        score.hit += hit;
    }
    for (size_t k = 0; k < finds->count; k++) {
        const scalp_vec2 c = finds->dots[k].px;
        bool near = c.x < margin || c.y < margin || c.x > right || c.y > bottom;
        for (size_t i = 0; i < dots->count && !near; i++)
            near = hypot(dots->px[i].x - c.x, dots->px[i].y - c.y) < reach;
        score.false_finds += !near;
    }
    return score;
}

#endif
