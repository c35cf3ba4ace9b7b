/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Peaks of scale-normalised differences of Gaussians (Lindeberg 1998) of the pigment of a tile. */
#include "blur.h"
#include "find.h"

#include <math.h>
#include <string.h>

static const double ratio = 1.25;

scalp_scales scalp_scales_make(double least_px, double most_px) {
    scalp_scales scales = {0};
    /* A disc of diameter d answers most at sigma = d / (2 sqrt 2). */
    double sigma = least_px / 2.8284271247461903 / ratio;
    const double last = most_px / 2.8284271247461903 * ratio;
    while (scales.count < SCALP_SCALES_MAX && sigma < last * ratio) {
        scales.sigma[scales.count++] = sigma;
        sigma *= ratio;
    }
    scales.sigma[scales.count] = sigma;
    return scales;
}

enum { cell = 32 };

/* The negative half's mean, which dots hardly touch and glints little, by cells of a plane. */
static void noise_cells(const float *plane, const float *known, int width, int height, float *sum,
                        float *count) {
    const int across = (width + cell - 1) / cell, down = (height + cell - 1) / cell;
    memset(sum, 0, (size_t)(across * down) * sizeof *sum);
    memset(count, 0, (size_t)(across * down) * sizeof *count);
    for (int y = 0; y < height; y++) {
        const size_t line = (size_t)y * (size_t)width;
        for (int x = 0; x < width; x++) {
            const float v = plane[line + (size_t)x];
            if (v < 0 && known[line + (size_t)x] > 0) {
                const int at = y / cell * across + x / cell;
                sum[at] -= v;
                count[at] += 1;
            }
        }
    }
}

static double noise_at(const float *sum, const float *count, int width, int height, int x, int y) {
    const int across = (width + cell - 1) / cell, down = (height + cell - 1) / cell;
    double s = 0, n = 0;
    for (int j = y / cell - 1; j <= y / cell + 1; j++)
        for (int i = x / cell - 1; i <= x / cell + 1; i++)
            if (i >= 0 && j >= 0 && i < across && j < down) {
                s += (double)sum[j * across + i];
                n += (double)count[j * across + i];
            }
    return n > 0 ? 1.2533141373155003 * s / n : 0; /* sqrt(pi / 2): of a normal one */
}

static bool is_peak(float *const plane[], int level, int levels, size_t at, size_t width,
                    float value) {
    for (int l = level > 0 ? level - 1 : 0; l <= level + 1 && l < levels; l++)
        for (int j = -1; j <= 1; j++)
            for (int i = -1; i <= 1; i++) {
                const float v = plane[l][at + (size_t)(j * (int)width + i)];
                if (v > value || (v == value && (l < level || j < 0 || (j == 0 && i < 0)) &&
                                  !(l == level && i == 0 && j == 0)))
                    return false;
            }
    return true;
}

/* Where between its neighbours a parabola has its top, -1/2 .. 1/2. */
static double top_of(double before, double here, double after) {
    const double bend = before - 2 * here + after;
    return bend < 0 ? scalp_clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0;
}

typedef struct peaks {
    const scalp_tile *tile;
    const scalp_scales *scales;
    float *plane[SCALP_SCALES_MAX];
    float *sum, *count;
    double least_score;
    scalp_candidate *to;
    size_t found, most;
} peaks;

static void take(peaks *p, int level, int x, int y) {
    const int width = p->tile->width;
    const size_t at = (size_t)y * (size_t)width + (size_t)x;
    const float *plane = p->plane[level];
    const double noise = noise_at(p->sum, p->count, width, p->tile->height, x, y);
    if (p->found == p->most || !((double)plane[at] > p->least_score * noise) ||
        !(plane[at] > 1e-4F) || p->tile->known[at] == 0)
        return;
    scalp_candidate *c = &p->to[p->found++];
    *c = (scalp_candidate){.response = plane[at]};
    c->score = noise > 0 ? (double)plane[at] / noise : 1e3;
    c->peak_x = x + top_of(plane[at - 1], plane[at], plane[at + 1]);
    c->peak_y = y + top_of(plane[at - (size_t)width], plane[at], plane[at + (size_t)width]);
    c->x = c->peak_x + p->tile->left - p->tile->border;
    c->y = c->peak_y + p->tile->top - p->tile->border;
    const double step = level > 0 && level + 1 < p->scales->count
                            ? top_of(p->plane[level - 1][at], plane[at], p->plane[level + 1][at])
                            : 0;
    c->sigma = p->scales->sigma[level] * scalp_pow(ratio, step);
    c->diameter_px = 2.8284271247461903 * c->sigma;
}

static void level_peaks(peaks *p, int level) {
    const scalp_tile *t = p->tile;
    noise_cells(p->plane[level], t->known, t->width, t->height, p->sum, p->count);
    for (int y = t->border; y < t->border + t->inner_h; y++)
        for (int x = t->border; x < t->border + t->inner_w; x++) {
            const size_t at = (size_t)y * (size_t)t->width + (size_t)x;
            const float v = p->plane[level][at];
            if (v > 0 && v >= p->plane[level][at - 1] && v >= p->plane[level][at + 1] &&
                is_peak(p->plane, level, p->scales->count, at, (size_t)t->width, v))
                take(p, level, x, y);
        }
}

size_t scalp_blobs_find(const scalp_sight *sight, const scalp_tile *tile,
                        const scalp_scales *scales, double least_score, scalp_candidate *to,
                        size_t most) {
    (void)sight;
    peaks p = {.tile = tile, .scales = scales, .least_score = least_score, .to = to, .most = most};
    const size_t plane = (size_t)tile->width * (size_t)tile->height;
    float *here = tile->rest, *next = here + plane, *room = next + plane;
    for (int i = 0; i < scales->count; i++)
        p.plane[i] = room + (size_t)(i + 1) * plane;
    p.sum = room + (size_t)(scales->count + 1) * plane;
    p.count = p.sum + plane / 2;
    scalp_blur(tile->pigment, tile->width, tile->height, scales->sigma[0], here, room);
    for (int i = 0; i < scales->count; i++) {
        const double a = scales->sigma[i], b = scales->sigma[i + 1];
        scalp_blur(here, tile->width, tile->height, sqrt(b * b - a * a), next, room);
        for (size_t k = 0; k < plane; k++)
            p.plane[i][k] = here[k] - next[k];
        float *swap = here;
        here = next;
        next = swap;
    }
    for (int i = 0; i < scales->count; i++)
        level_peaks(&p, i);
    return p.found;
}
