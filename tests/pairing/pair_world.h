/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places as dots lie: none nearer than a distance, and what a session or a year makes of them. */
#ifndef PAIR_WORLD_H
#define PAIR_WORLD_H

#include <scalptor/pairing.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Darts on a square of `side`, none nearer than `apart`, until hardly any fits. The spacing is some
 * 1.2 apart. */
static inline size_t world_darts(scalp_random *random, double side, double apart, scalp_vec2 *out,
                                 size_t most) {
    const int n = (int)(side / apart) + 1;
    int *cell = malloc(sizeof *cell * (size_t)n * (size_t)n);
    size_t count = 0;
    for (int i = 0; i < n * n; i++)
        cell[i] = -1;
    const long throws = (long)(side * side / (apart * apart) * 25);
    for (long t = 0; t < throws && count < most; t++) {
        const scalp_vec2 p = {side * scalp_random_uniform(random),
                              side * scalp_random_uniform(random)};
        const int x = (int)(p.x / apart), y = (int)(p.y / apart);
        bool fits = cell[y * n + x] < 0;
        for (int j = y - 1; j <= y + 1; j++)
            for (int i = x - 1; i <= x + 1; i++)
                if (i >= 0 && j >= 0 && i < n && j < n && cell[j * n + i] >= 0) {
                    const scalp_vec2 q = out[cell[j * n + i]];
                    fits = fits && hypot(p.x - q.x, p.y - q.y) >= apart;
                }
        if (fits) {
            cell[y * n + x] = (int)count;
            out[count++] = p;
        }
    }
    free(cell);
    return count;
}

static inline double world_spacing(double side, size_t count) {
    return side / sqrt((double)count);
}

/* Turned, scaled and seen in perspective. */
typedef struct world_view {
    double angle, scale, slant; /* slant: per unit of x */
    scalp_vec2 from;
} world_view;

static inline scalp_vec2 world_seen(const world_view *v, scalp_vec2 p) {
    const double x = p.x - v->from.x, y = p.y - v->from.y, w = 1 + v->slant * x;
    const double c = cos(v->angle), s = sin(v->angle);
    return (scalp_vec2){v->scale * (c * x - s * y) / w, v->scale * (s * x + c * y) / w};
}

/* The square that holds all of `mm` of a view, all of it judged. */
static inline scalp_window world_window(double low, double high, uint8_t *why, size_t most) {
    const double cell = (high - low) / (floor(sqrt((double)most)) - 1);
    const int n = (int)((high - low) / cell);
    memset(why, 0, most);
    return (scalp_window){{low, low}, cell, n, n, why};
}

#endif
