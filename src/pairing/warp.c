/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the plane leaves over, as a uniform cubic B-spline whose second differences are held small
 * and whose strain is limited: skin stretches and a head is round, but dots do not run about. */
#include "pair.h"

#include <string.h>

enum { reach = 3, side = 2 * reach + 1, stencil = side * side, most_knots = 20000 };

static const double cell_spacings = 5, likely_bend = 0.2; /* spacings; of a second difference */
static const double most_strain = 0.06;                   /* .3 mm over 5 mm */

static void basis(double t, double w[4]) {
    const double s = 1 - t;
    w[0] = s * s * s / 6;
    w[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
    w[2] = (3 * s * s * s - 6 * s * s + 4) / 6;
    w[3] = t * t * t / 6;
}

static int place(double origin, double cell, int knots, double at, double w[4]) {
    const double u = scalp_clamp((at - origin) / cell, 1, knots - 2.000001);
    const int i = (int)u;
    basis(u - i, w);
    return i - 1;
}

scalp_vec2 scalp_pair_apply(const scalp_pair_map *map, scalp_vec2 a) {
    scalp_vec2 b = pair_plane_apply(&map->b_from_a, a);
    const scalp_warp *w = &map->warp;
    if (w->columns < 4 || w->rows < 4 || !isfinite(b.x) || !isfinite(b.y))
        return b;
    double wx[4], wy[4];
    const int i = place(w->origin.x, w->cell, w->columns, b.x, wx);
    const int j = place(w->origin.y, w->cell, w->rows, b.y, wy);
    double x = 0, y = 0;
    for (int q = 0; q < 4; q++)
        for (int p = 0; p < 4; p++) {
            const scalp_vec2 s = w->shift[(size_t)(j + q) * (size_t)w->columns + (size_t)(i + p)];
            x += wx[p] * wy[q] * s.x;
            y += wx[p] * wy[q] * s.y;
        }
    b.x += x;
    b.y += y;
    return b;
}

/* The normal equations: per knot a square of neighbours. */
typedef struct spline {
    int columns, rows;
    double *data, *bend; /* knots x stencil */
    double *right[2];
    double *shift[2], *r, *p, *ap; /* of the conjugate gradients */
    double weight;                 /* of the bending */
} spline;

static double *entry(const spline *s, double *of, int i, int j, int di, int dj) {
    const size_t knot = (size_t)j * (size_t)s->columns + (size_t)i;
    return &of[knot * stencil + (size_t)((dj + reach) * side + di + reach)];
}

static void add_data(spline *s, const scalp_warp *w, scalp_vec2 at, scalp_vec2 left,
                     double weight) {
    double wx[4], wy[4];
    const int i = place(w->origin.x, w->cell, w->columns, at.x, wx);
    const int j = place(w->origin.y, w->cell, w->rows, at.y, wy);
    for (int k = 0; k < 16; k++) {
        const int ki = i + k % 4, kj = j + k / 4;
        const double wk = wx[k % 4] * wy[k / 4] * weight;
        const size_t knot = (size_t)kj * (size_t)s->columns + (size_t)ki;
        s->right[0][knot] += wk * left.x;
        s->right[1][knot] += wk * left.y;
        for (int l = 0; l < 16; l++)
            *entry(s, s->data, ki, kj, i + l % 4 - ki, j + l / 4 - kj) +=
                wk * wx[l % 4] * wy[l / 4];
    }
}

/* Adds the square of sum(c[k] knot(i + di[k], j + dj[k])). */
static void add_bend(spline *s, int i, int j, int n, const int *di, const int *dj, const double *c,
                     double weight) {
    for (int k = 0; k < n; k++)
        for (int l = 0; l < n; l++)
            *entry(s, s->bend, i + di[k], j + dj[k], di[l] - di[k], dj[l] - dj[k]) +=
                weight * c[k] * c[l];
}

static void add_bends(spline *s) {
    static const int zero[4] = {0, 0, 0, 0}, run[3] = {0, 1, 2};
    static const int xi[4] = {0, 1, 0, 1}, yi[4] = {0, 0, 1, 1};
    static const double second[3] = {1, -2, 1}, cross[4] = {1, -1, -1, 1};
    for (int j = 0; j < s->rows; j++)
        for (int i = 0; i < s->columns; i++) {
            if (i + 2 < s->columns)
                add_bend(s, i, j, 3, run, zero, second, 1);
            if (j + 2 < s->rows)
                add_bend(s, i, j, 3, zero, run, second, 1);
            if (i + 1 < s->columns && j + 1 < s->rows)
                add_bend(s, i, j, 4, xi, yi, cross, 2);
        }
}

static void multiply(const spline *s, const double *x, double *y) {
    for (int j = 0; j < s->rows; j++)
        for (int i = 0; i < s->columns; i++) {
            const size_t knot = (size_t)j * (size_t)s->columns + (size_t)i;
            double sum = 1e-9 * x[knot];
            for (int dj = -reach; dj <= reach; dj++) {
                if (j + dj < 0 || j + dj >= s->rows)
                    continue;
                for (int di = -reach; di <= reach; di++) {
                    if (i + di < 0 || i + di >= s->columns)
                        continue;
                    const size_t at = knot * stencil + (size_t)((dj + reach) * side + di + reach);
                    sum += (s->data[at] + s->weight * s->bend[at]) *
                           x[(size_t)(j + dj) * (size_t)s->columns + (size_t)(i + di)];
                }
            }
            y[knot] = sum;
        }
}

static double dot(const double *a, const double *b, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Conjugate gradients (Hestenes and Stiefel 1952), divided by the diagonal. */
static void solve(spline *s, int axis, double *z) {
    const size_t n = (size_t)s->columns * (size_t)s->rows;
    const size_t middle = (size_t)(reach * side + reach);
    double *x = s->shift[axis];
    memset(x, 0, n * sizeof *x);
    memcpy(s->r, s->right[axis], n * sizeof *x);
    double last = 0;
    const double enough = 1e-14 * dot(s->r, s->r, n);
    for (int round = 0; round < 400; round++) {
        if (dot(s->r, s->r, n) <= enough)
            break;
        for (size_t i = 0; i < n; i++)
            z[i] = s->r[i] / (s->data[i * stencil + middle] +
                              s->weight * s->bend[i * stencil + middle] + 1e-9);
        const double now = dot(s->r, z, n);
        for (size_t i = 0; i < n; i++)
            s->p[i] = z[i] + (round ? now / last : 0) * s->p[i];
        multiply(s, s->p, s->ap);
        const double step = now / dot(s->p, s->ap, n);
        if (!isfinite(step))
            break;
        for (size_t i = 0; i < n; i++) {
            x[i] += step * s->p[i];
            s->r[i] -= step * s->ap[i];
        }
        last = now;
    }
}

/* The most that the warp stretches between knots that ties speak for. */
static double strain(const spline *s, double cell) {
    const size_t middle = (size_t)(reach * side + reach);
    double most = 0;
    for (int j = 0; j < s->rows; j++)
        for (int i = 0; i < s->columns; i++) {
            const size_t at = (size_t)j * (size_t)s->columns + (size_t)i;
            const size_t next[2] = {at + 1, at + (size_t)s->columns};
            if (s->data[at * stencil + middle] < 1)
                continue;
            for (int k = 0; k < 2; k++)
                if ((k == 0 ? i + 1 < s->columns : j + 1 < s->rows) &&
                    s->data[next[k] * stencil + middle] >= 1)
                    most = fmax(most, hypot(s->shift[0][next[k]] - s->shift[0][at],
                                            s->shift[1][next[k]] - s->shift[1][at]));
        }
    return most / cell;
}

static scalp_status open_spline(spline *s, const scalp_warp *w, const scalp_work *work, double **z,
                                scalp_error *error) {
    const size_t n = (size_t)w->columns * (size_t)w->rows;
    double **const one[] = {&s->right[0], &s->right[1], &s->shift[0], &s->shift[1],
                            &s->r,        &s->p,        &s->ap,       z};
    *s = (spline){.columns = w->columns, .rows = w->rows};
    void *memory;
    for (size_t i = 0; i < sizeof one / sizeof *one; i++) {
        SCALP_TRY(scalp_work_take(work, n, sizeof(double), &memory, error));
        *one[i] = memory;
    }
    SCALP_TRY(scalp_work_take(work, n, stencil * sizeof(double), &memory, error));
    s->data = memory;
    SCALP_TRY(scalp_work_take(work, n, stencil * sizeof(double), &memory, error));
    s->bend = memory;
    return SCALP_OK;
}

/* A grid over where the ties lie, two cells more on every side. */
static bool lay_grid(const scalp_mat3 *plane, const pair_tie *t, size_t count, double spacing,
                     scalp_warp *w) {
    double x0 = HUGE_VAL, y0 = HUGE_VAL, x1 = -HUGE_VAL, y1 = -HUGE_VAL;
    for (size_t i = 0; i < count; i++) {
        const scalp_vec2 b = pair_plane_apply(plane, t[i].a);
        x0 = fmin(x0, b.x);
        x1 = fmax(x1, b.x);
        y0 = fmin(y0, b.y);
        y1 = fmax(y1, b.y);
    }
    const double width = x1 - x0, height = y1 - y0;
    double cell = cell_spacings * spacing;
    cell = fmax(cell, sqrt(width * height / most_knots));
    cell = fmax(cell, fmax(width, height) / 1000);
    if (!isfinite(cell) || !(cell > 0))
        return false;
    *w = (scalp_warp){.origin = {x0 - 2 * cell, y0 - 2 * cell}, .cell = cell};
    w->columns = (int)(width / cell) + 6;
    w->rows = (int)(height / cell) + 6;
    return true;
}

scalp_status pair_fit_warp(const scalp_mat3 *plane, const pair_tie *t, size_t count, double spacing,
                           double sigma, const scalp_work *work, scalp_warp *warp,
                           scalp_error *error) {
    *warp = (scalp_warp){0};
    if (count < 30 || !lay_grid(plane, t, count, spacing, warp))
        return SCALP_OK;
    const size_t n = (size_t)warp->columns * (size_t)warp->rows;
    void *memory;
    SCALP_TRY(scalp_work_take(work, n, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *shift = memory;
    warp->shift = shift;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    spline s;
    double *z;
    SCALP_TRY(open_spline(&s, warp, work, &z, error));
    for (size_t i = 0; i < count; i++) {
        const scalp_vec2 at = pair_plane_apply(plane, t[i].a);
        add_data(&s, warp, at, (scalp_vec2){t[i].b.x - at.x, t[i].b.y - at.y}, t[i].weight);
    }
    add_bends(&s);
    s.weight = sigma * sigma / (likely_bend * likely_bend * spacing * spacing);
    for (int stiffer = 0; stiffer < 20; stiffer++) {
        solve(&s, 0, z);
        solve(&s, 1, z);
        if (strain(&s, warp->cell) <= most_strain)
            break;
        s.weight *= 1.8;
    }
    if (strain(&s, warp->cell) <= most_strain)
        for (size_t i = 0; i < n; i++)
            shift[i] = (scalp_vec2){s.shift[0][i], s.shift[1][i]};
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
