/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From light on the skin to the samples of a camera. */
#include "close_up_parts.h"

#include <math.h>
#include <string.h>

static void blur_row(const float *from, float *into, int count, size_t step, const float *weights,
                     int reach) {
    for (int i = 0; i < count; i++)
        for (size_t k = 0; k < 3; k++) {
            float sum = 0;
            for (int j = -reach; j <= reach; j++) {
                int at = i + j;
                at = at < 0 ? -at : at >= count ? 2 * count - 2 - at : at;
                sum += weights[j + reach] * from[(size_t)at * step + k];
            }
            into[(size_t)i * step + k] = sum;
        }
}

static bool blur(const canvas *c, const float *from, float *into, double sigma) {
    const int reach = (int)ceil(3.5 * sigma) + 1;
    const scalp_arena_mark mark = scalp_arena_here(c->arena);
    float *weights = scalp_arena_take(c->arena, 2 * (size_t)reach + 1, sizeof *weights);
    float *half =
        scalp_arena_take(c->arena, 3 * (size_t)c->width * (size_t)c->height, sizeof *half);
    if (!weights || !half)
        return false;
    float sum = 0;
    for (int j = -reach; j <= reach; j++)
        sum += weights[j + reach] = (float)exp(-j * j / (2 * sigma * sigma));
    for (int j = 0; j <= 2 * reach; j++)
        weights[j] /= sum;
    const size_t row = 3 * (size_t)c->width;
    for (int y = 0; y < c->height; y++)
        blur_row(from + (size_t)y * row, half + (size_t)y * row, c->width, 3, weights, reach);
    for (int x = 0; x < c->width; x++)
        blur_row(half + 3 * (size_t)x, into + 3 * (size_t)x, c->height, row, weights, reach);
    scalp_arena_return(c->arena, mark);
    return true;
}

/* Sharp on one side, softer by `blur_vary` on the other: three blurs, mixed by place. */
static bool defocus(canvas *c) {
    const close_up_params *p = c->p;
    const size_t count = 3 * (size_t)c->width * (size_t)c->height;
    float *soft[3] = {NULL, NULL, NULL};
    const int steps = p->blur_vary > 0 ? 3 : 1;
    for (int i = 0; i < steps; i++) {
        soft[i] = scalp_arena_take(c->arena, count, sizeof(float));
        if (!soft[i] || !blur(c, c->rgb, soft[i], p->blur_px * (1 + p->blur_vary * i / 2)))
            return false;
    }
    if (steps == 1) {
        memcpy(c->rgb, soft[0], count * sizeof(float));
        return true;
    }
    scalp_random random = scalp_random_make(p->seed, 70);
    const double turn = draw_between(&random, 0, 2 * SCALP_PI);
    const double reach = c->width * fabs(cos(turn)) + c->height * fabs(sin(turn));
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++) {
            const double along =
                ((x - c->width / 2.0) * cos(turn) + (y - c->height / 2.0) * sin(turn)) / reach;
            const double t = scalp_clamp(2 * (along + .5), 0, 1.999999);
            const int i = (int)t;
            const float w = (float)(t - i);
            for (size_t k = 0; k < 3; k++) {
                const size_t at = 3 * ((size_t)y * (size_t)c->width + (size_t)x) + k;
                c->rgb[at] = (1 - w) * soft[i][at] + w * soft[i + 1][at];
            }
        }
    return true;
}

static float sample_at(const canvas *c, const float *rgb, double x, double y, size_t k) {
    x = scalp_clamp(x, 0, c->width - 1.001);
    y = scalp_clamp(y, 0, c->height - 1.001);
    const size_t ix = (size_t)x, iy = (size_t)y, row = 3 * (size_t)c->width;
    const float u = (float)(x - (double)ix), v = (float)(y - (double)iy);
    const float *a = rgb + iy * row + 3 * ix + k;
    return (1 - v) * ((1 - u) * a[0] + u * a[3]) + v * ((1 - u) * a[row] + u * a[row + 3]);
}

static bool motion(canvas *c) {
    if (c->p->motion_px <= 0)
        return true;
    const size_t count = 3 * (size_t)c->width * (size_t)c->height;
    float *from = scalp_arena_take(c->arena, count, sizeof *from);
    if (!from)
        return false;
    memcpy(from, c->rgb, count * sizeof *from);
    scalp_random random = scalp_random_make(c->p->seed, 71);
    const double turn = draw_between(&random, 0, SCALP_PI);
    const int taps = 5;
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++)
            for (size_t k = 0; k < 3; k++) {
                float sum = 0;
                for (int i = 0; i < taps; i++) {
                    const double s = c->p->motion_px * ((i + .5) / taps - .5);
                    sum += sample_at(c, from, x + s * cos(turn), y + s * sin(turn), k);
                }
                c->rgb[3 * ((size_t)y * (size_t)c->width + (size_t)x) + k] = sum / (float)taps;
            }
    return true;
}

static float encoded(float linear) {
    if (linear <= .0031308f)
        return 12.92f * fmaxf(linear, 0);
    return 1.055f * powf(linear, 1 / 2.4f) - .055f;
}

/* Shot noise in linear light, standard deviation .74 `noise` sqrt(light): what the flat parts of
 * the shared pictures have at every level and tone. */
static void sensor(canvas *c) {
    const close_up_params *p = c->p;
    scalp_random random = scalp_random_make(p->seed, 72);
    const size_t count = (size_t)c->width * (size_t)c->height;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < 3; k++) {
            const double light = fmin(1, (double)c->rgb[3 * i + k] * p->exposure * p->wb[k]);
            const double sd = p->noise * sqrt(.55 * light + .004);
            c->rgb[3 * i + k] = encoded((float)fmin(1, light + sd * scalp_random_normal(&random)));
        }
}

bool canvas_lens(canvas *c, uint8_t *samples) {
    if (!defocus(c) || !motion(c))
        return false;
    sensor(c);
    const size_t count = 3 * (size_t)c->width * (size_t)c->height;
    float *soft = scalp_arena_take(c->arena, count, sizeof *soft);
    if (!soft || (c->p->sharpen > 0 && !blur(c, c->rgb, soft, 1.2)))
        return false;
    const float amount = (float)c->p->sharpen;
    for (size_t i = 0; i < count; i++) {
        const float crisp = amount > 0 ? c->rgb[i] + amount * (c->rgb[i] - soft[i]) : c->rgb[i];
        samples[i] = (uint8_t)(255 * fminf(1, fmaxf(0, crisp)) + .5f);
    }
    return true;
}
