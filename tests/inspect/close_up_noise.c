/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Noise as a function of place, and neighbourhoods of scattered points. */
#include "close_up_parts.h"

#include <math.h>

void ripples_make(ripples *r, uint64_t seed, uint64_t item) {
    scalp_random random = scalp_random_make(seed, item);
    r->seed = seed;
    for (int i = 0; i < 256; i++) {
        const double turn = 2 * SCALP_PI * scalp_random_uniform(&random);
        r->gradients[i][0] = (float)cos(turn);
        r->gradients[i][1] = (float)sin(turn);
        r->order[i] = (unsigned char)i;
    }
    for (int i = 255; i > 0; i--) {
        const uint64_t j = scalp_random_below(&random, (uint64_t)i + 1);
        const unsigned char t = r->order[i];
        r->order[i] = r->order[j];
        r->order[j] = t;
    }
    for (int i = 0; i < 256; i++)
        r->order[256 + i] = r->order[i];
}

static double slope(const ripples *r, int ix, int iy, double x, double y) {
    const float *g = r->gradients[r->order[r->order[ix & 255] + (iy & 255)]];
    return (double)g[0] * x + (double)g[1] * y;
}

/* Gradient noise (Perlin 1985, with the fade of Perlin 2002). */
double ripples_at(const ripples *r, double x, double y) {
    const double fx = floor(x), fy = floor(y);
    const int ix = (int)fx, iy = (int)fy;
    const double u = x - fx, v = y - fy;
    const double s = u * u * u * (u * (u * 6 - 15) + 10);
    const double t = v * v * v * (v * (v * 6 - 15) + 10);
    const double a = slope(r, ix, iy, u, v), b = slope(r, ix + 1, iy, u - 1, v);
    const double c = slope(r, ix, iy + 1, u, v - 1), d = slope(r, ix + 1, iy + 1, u - 1, v - 1);
    const double low = a + s * (b - a), high = c + s * (d - c);
    return 4.0 * (low + t * (high - low));
}

double ripples_sum(const ripples *r, double x, double y, int octaves) {
    const double fall = .86; /* of height from one octave to the next */
    double sum = 0, height = 1, square = 0;
    for (int k = 0; k < octaves; k++) {
        const double f = ldexp(1, k);
        sum += height * ripples_at(r, f * x + 17.3 * k, f * y + 5.7 * k);
        square += height * height;
        height *= fall;
    }
    return sum / sqrt(square);
}

bool scatter_make(scatter *s, const canvas *c, double per_mm2, uint64_t item) {
    const double border = 2;
    const double wide = c->size_mm.x + 2 * border, high = c->size_mm.y + 2 * border;
    const int count = (int)(per_mm2 * wide * high);
    scalp_random random = scalp_random_make(c->p->seed, item);
    s->square = 1 / sqrt(per_mm2);
    s->left = s->top = -border;
    s->columns = (int)(wide / s->square) + 1;
    s->rows = (int)(high / s->square) + 1;
    s->at = scalp_arena_take(c->arena, (size_t)count, sizeof *s->at);
    s->next = scalp_arena_take(c->arena, (size_t)count, sizeof *s->next);
    s->first = scalp_arena_take(c->arena, (size_t)s->columns * (size_t)s->rows, sizeof *s->first);
    if (!s->at || !s->next || !s->first)
        return false;
    for (int i = 0; i < s->columns * s->rows; i++)
        s->first[i] = -1;
    for (int i = 0; i < count; i++) {
        s->at[i] = (scalp_vec2){s->left + wide * scalp_random_uniform(&random),
                                s->top + high * scalp_random_uniform(&random)};
        const int column = (int)((s->at[i].x - s->left) / s->square);
        const int row = (int)((s->at[i].y - s->top) / s->square);
        s->next[i] = s->first[row * s->columns + column];
        s->first[row * s->columns + column] = i;
    }
    return true;
}

double scatter_gap(const scatter *s, scalp_vec2 mm) {
    const int column = (int)floor((mm.x - s->left) / s->square);
    const int row = (int)floor((mm.y - s->top) / s->square);
    double least = 1e9, second = 1e9;
    for (int y = row - 2; y <= row + 2; y++)
        for (int x = column - 2; x <= column + 2; x++) {
            if (x < 0 || y < 0 || x >= s->columns || y >= s->rows)
                continue;
            for (int i = s->first[y * s->columns + x]; i >= 0; i = s->next[i]) {
                const double dx = s->at[i].x - mm.x, dy = s->at[i].y - mm.y;
                const double d = dx * dx + dy * dy;
                if (d < least) {
                    second = least;
                    least = d;
                } else if (d < second) {
                    second = d;
                }
            }
        }
    return sqrt(second) - sqrt(least);
}
