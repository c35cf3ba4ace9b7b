/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "squares.h"

#include "exposure.h"

#include <math.h>
#include <string.h>

enum {
    longer_side = 480, /* of the small picture that is searched */
    least_side = 6,    /* px of it */
};

static const double tolerance = 0.045; /* from the mean of the piece, of sqrt(linear light) */
static const double largest = 0.2;     /* side over the picture's */

/* The photo made small, as square roots of linear light. */
typedef struct small {
    int width, height, step;
    float *bands; /* three a pixel */
    uint8_t *seen;
    int *todo;
} small;

/* Sums of one piece. */
typedef struct piece {
    double count, x, y, xx, yy, xy, band[3];
} piece;

static void shrink(const scalp_image *image, small *s) {
    for (int y = 0; y < s->height; y++)
        for (int x = 0; x < s->width; x++) {
            scalp_rgb sum = {0, 0, 0};
            float *to = s->bands + 3 * (y * s->width + x);
            for (int k = 0; k < s->step * s->step; k++) {
                bool clipped;
                const scalp_rgb rgb = scalp_pixel(image, x * s->step + k % s->step,
                                                  y * s->step + k / s->step, &clipped);
                sum.r += rgb.r;
                sum.g += rgb.g;
                sum.b += rgb.b;
            }
            const double n = (double)s->step * s->step;
            to[0] = (float)sqrt(fmax(sum.r, 0) / n);
            to[1] = (float)sqrt(fmax(sum.g, 0) / n);
            to[2] = (float)sqrt(fmax(sum.b, 0) / n);
        }
}

static scalp_status small_make(const scalp_image *image, const scalp_work *work, small *s,
                               scalp_error *error) {
    const int longer = image->width > image->height ? image->width : image->height;
    void *place;
    s->step = (longer + longer_side - 1) / longer_side;
    s->width = image->width / s->step;
    s->height = image->height / s->step;
    const size_t pixels = (size_t)s->width * (size_t)s->height;
    SCALP_TRY(scalp_work_take(work, pixels, 3 * sizeof *s->bands, &place, error));
    s->bands = place;
    SCALP_TRY(scalp_work_take(work, pixels, 1, &place, error));
    s->seen = place;
    SCALP_TRY(scalp_work_take(work, pixels, sizeof *s->todo, &place, error));
    s->todo = place;
    shrink(image, s);
    return SCALP_OK;
}

static bool belongs(const small *s, const piece *p, int at) {
    for (int i = 0; i < 3; i++)
        if (fabs((double)s->bands[3 * at + i] - p->band[i] / p->count) > tolerance)
            return false;
    return true;
}

static void add(const small *s, piece *p, int at) {
    const double x = at % s->width, y = at / s->width;
    p->count++;
    p->x += x;
    p->y += y;
    p->xx += x * x;
    p->yy += y * y;
    p->xy += x * y;
    for (int i = 0; i < 3; i++)
        p->band[i] += (double)s->bands[3 * at + i];
}

/* Everything even that hangs together with `start`, breadth first, so that the mean is settled
 * before the piece reaches its edges. */
static piece grow(small *s, int start) {
    piece p = {.count = 0};
    size_t from = 0, to = 0;
    add(s, &p, start);
    s->seen[start] = 1;
    s->todo[to++] = start;
    while (from < to) {
        const int at = s->todo[from++], column = at % s->width, row = at / s->width;
        const int next[4] = {column > 0 ? at - 1 : -1, column + 1 < s->width ? at + 1 : -1,
                             row > 0 ? at - s->width : -1,
                             row + 1 < s->height ? at + s->width : -1};
        for (int i = 0; i < 4; i++)
            if (next[i] >= 0 && !s->seen[next[i]] && belongs(s, &p, next[i])) {
                s->seen[next[i]] = 1;
                add(s, &p, next[i]);
                s->todo[to++] = next[i];
            }
    }
    return p;
}

/* A full parallelogram of area A has second moments whose determinant is (A / 12)^2. */
static bool is_square(const small *s, const piece *p, scalp_square *square) {
    const double n = p->count, x = p->x / n, y = p->y / n;
    const double xx = p->xx / n - x * x, yy = p->yy / n - y * y, xy = p->xy / n - x * y;
    const double determinant = xx * yy - xy * xy, trace = xx + yy;
    const double most = largest * (s->width > s->height ? s->width : s->height);
    if (n < least_side * least_side || n > most * most || !(determinant > 0))
        return false;
    const double filled = 12 * sqrt(determinant) / n;
    const double root = sqrt(fmax(trace * trace / 4 - determinant, 0));
    if (filled > 1.25 || filled < 0.8 || trace / 2 + root > 3 * (trace / 2 - root))
        return false;
    square->centre = (scalp_vec2){(x + 0.5) * s->step - 0.5, (y + 0.5) * s->step - 0.5};
    square->side = sqrt(n) * s->step;
    return true;
}

scalp_status scalp_squares_find(const scalp_image *image, const scalp_work *work,
                                const scalp_square **squares, size_t *count, scalp_error *error) {
    small s;
    void *place;
    *count = 0;
    SCALP_TRY(scalp_work_take(work, SCALP_SQUARES_MAX, sizeof(scalp_square), &place, error));
    scalp_square *list = place;
    const scalp_arena_mark here = scalp_arena_here(work->memory);
    SCALP_TRY(small_make(image, work, &s, error));
    for (int i = 0; i < s.width * s.height && *count < SCALP_SQUARES_MAX; i++) {
        if (s.seen[i])
            continue;
        const piece p = grow(&s, i);
        *count += is_square(&s, &p, &list[*count]);
    }
    scalp_arena_return(work->memory, here);
    *squares = list;
    return SCALP_OK;
}
