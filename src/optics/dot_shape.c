/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shape of a dot: quantiles of the way from sheet to exit, tabulated by perturbation Monte
 * Carlo in an endless medium (src/optics/gen/dot_kernel.c), and the disc laid over them. */
#include "dot_shape.h"

#include <math.h>

enum { levels = 25, ways = 4 };

typedef struct kernel_row {
    double depth, loss;
    const char *way, *exit, *source;
    double log_distance[levels];
} kernel_row;

#define ROW(depth, loss, way, exit, source, ...) {depth, loss, way, exit, source, {__VA_ARGS__}},
static const kernel_row table[dot_depths * dot_losses * ways] = {
#include "dot_kernel.inc"
};
#undef ROW

/* Share of the light that leaves within the table's distances: its header. */
static const double level[levels] = {.001, .003, .007, .015, .03, .05,  .08, .12, .17,
                                     .23,  .29,  .36,  .43,  .5,  .57,  .64, .7,  .76,
                                     .82,  .87,  .91,  .945, .97, .985, .995};

static const double nearest_mm = 0.002, farthest_mm = 30, reach_mm = 4;

/* ---- The frame --------------------------------------------------------------------------- */

/* acos within 2e-8 (Abramowitz & Stegun 1964, 4.4.46). */
static double arc(double x) {
    static const double c[] = {1.5707963050, -0.2145988016, 0.0889789874, -0.0501743046,
                               0.0308918810, -0.0170881256, 0.0066700901, -0.0012624911};
    const double y = fmin(fabs(x), 1);
    double sum = c[7];
    for (int i = 6; i >= 0; i--)
        sum = sum * y + c[i];
    sum *= sqrt(1 - y);
    return x < 0 ? SCALP_PI - sum : sum;
}

/* Area that a circle of radius `ring`, its middle `r` from that of the disc, has of the disc. */
static double overlap(double r, double ring, double disc) {
    const double less = fmin(ring, disc);
    if (r <= fabs(ring - disc))
        return SCALP_PI * less * less;
    if (r >= ring + disc)
        return 0;
    const double kite =
        (ring + disc - r) * (r + ring - disc) * (r - ring + disc) * (r + ring + disc);
    return ring * ring * arc((r * r + ring * ring - disc * disc) / (2 * r * ring)) +
           disc * disc * arc((r * r + disc * disc - ring * ring) / (2 * r * disc)) -
           sqrt(fmax(kite, 0)) / 2;
}

void scalp_dot_frame_make(double disc, dot_frame *f) {
    const double step = scalp_log(farthest_mm / nearest_mm) / (dot_rings - 1);
    const double ratio = scalp_exp(step);
    double nearest = disc; /* the disc's rim is an edge, so that its middle sees it sharp */
    while (nearest > nearest_mm * ratio)
        nearest /= ratio;
    const double log_nearest = scalp_log(nearest);
    for (int i = 0; i < dot_radii; i++)
        f->r_mm[i] = reach_mm * i * i / ((dot_radii - 1) * (dot_radii - 1));
    for (int i = 0; i < dot_depths; i++)
        f->log_depth[i] = scalp_log(table[i * dot_losses * ways].depth);
    for (int i = 0; i < dot_losses; i++)
        f->log_loss[i] = scalp_log(table[i * ways].loss);
    f->edge_mm[0] = 0;
    f->log_edge[0] = -INFINITY;
    for (int m = 1; m <= dot_rings; m++) {
        f->edge_mm[m] = m == 1 ? nearest : f->edge_mm[m - 1] * ratio;
        f->log_edge[m] = log_nearest + (m - 1) * step;
    }
    for (int i = 0; i < dot_radii; i++) {
        double before = 0;
        for (int m = 0; m < dot_rings; m++) {
            const double inner = f->edge_mm[m], outer = f->edge_mm[m + 1];
            const double now = overlap(f->r_mm[i], outer, disc);
            const double ring = SCALP_PI * (outer - inner) * (outer + inner);
            f->weight[m][i] = (now - before) / ring;
            before = now;
        }
    }
}

/* ---- The table --------------------------------------------------------------------------- */

enum { near_rows = 8 };

/* Which rows, and how much of each. */
typedef struct place {
    size_t row[near_rows];
    double share[near_rows];
} place;

/* The last of `count` ascending values but one that is not above x. */
static size_t locate(const double *values, size_t count, double x) {
    size_t i = 0;
    while (i + 2 < count && values[i + 1] <= x)
        i++;
    return i;
}

/* Linear between depths, a cubic through four losses (Lagrange), all in logarithms; not beyond. */
static place place_of(const dot_frame *f, double depth, double loss, int kind) {
    const double x = scalp_clamp(scalp_log(depth), f->log_depth[0], f->log_depth[dot_depths - 1]);
    const double y = scalp_clamp(scalp_log(loss), f->log_loss[0], f->log_loss[dot_losses - 1]);
    const size_t d = locate(f->log_depth, dot_depths, x);
    const size_t middle = locate(f->log_loss, dot_losses, y);
    const size_t first = middle < 1 ? 0 : middle > dot_losses - 3 ? dot_losses - 4 : middle - 1;
    const double t = (x - f->log_depth[d]) / (f->log_depth[d + 1] - f->log_depth[d]);
    place p;
    for (size_t k = 0; k < near_rows; k++) {
        const size_t upper = k / 4, own = first + k % 4;
        double share = upper ? t : 1 - t;
        for (size_t other = first; other < first + 4; other++) {
            if (other != own)
                share *= (y - f->log_loss[other]) / (f->log_loss[own] - f->log_loss[other]);
        }
        p.row[k] = ((d + upper) * dot_losses + own) * ways + (size_t)kind;
        p.share[k] = share;
    }
    return p;
}

/* A monotone cubic through the quantiles (Fritsch & Carlson 1980; slopes after Brodlie: harmonic
 * means). */
typedef struct curve {
    double x[levels], slope[levels];
} curve;

static curve curve_make(const place *p, double log_scale) {
    curve c;
    double chord[levels];
    for (int q = 0; q < levels; q++) {
        c.x[q] = log_scale;
        for (int k = 0; k < near_rows; k++)
            c.x[q] += p->share[k] * table[p->row[k]].log_distance[q];
    }
    for (int q = 0; q + 1 < levels; q++) {
        c.x[q + 1] = fmax(c.x[q + 1], c.x[q] + 1e-6);
        chord[q] = (level[q + 1] - level[q]) / (c.x[q + 1] - c.x[q]);
    }
    c.slope[0] = 2 * level[0]; /* even over the area */
    c.slope[levels - 1] = (1 - level[levels - 1]) * 2;
    for (int q = 1; q + 1 < levels; q++)
        c.slope[q] = 2 * chord[q - 1] * chord[q] / (chord[q - 1] + chord[q]);
    return c;
}

static double curve_at(const curve *c, int q, double x) {
    const double h = c->x[q + 1] - c->x[q], t = (x - c->x[q]) / h;
    const double a = (1 + 2 * t) * (1 - t) * (1 - t), b = t * (1 - t) * (1 - t);
    const double d = t * t * (3 - 2 * t), e = t * t * (t - 1);
    return a * level[q] + b * h * c->slope[q] + d * level[q + 1] + e * h * c->slope[q + 1];
}

void scalp_dot_rings_add(const dot_frame *f, int way, int exit, double depth, double loss,
                         double log_scale, double amount, double rings[dot_rings]) {
    if (!(amount > 0))
        return;
    const place p = place_of(f, depth, loss, 2 * way + exit);
    const curve c = curve_make(&p, log_scale);
    const double first = scalp_exp(c.x[0]), rest = 1 - level[levels - 1];
    double before = 0;
    for (int m = 0, q = 0; m < dot_rings; m++) {
        const double x = f->log_edge[m + 1], r = f->edge_mm[m + 1] / first;
        double now;
        while (q + 2 < levels && x > c.x[q + 1])
            q++;
        if (x <= c.x[0])
            now = level[0] * r * r;
        else if (x < c.x[levels - 1])
            now = curve_at(&c, q, x);
        else /* what is left goes as the inverse square */
            now = 1 - rest * scalp_exp(-2 * (x - c.x[levels - 1]));
        if (m == dot_rings - 1)
            now = 1;
        rings[m] += amount * (now - before);
        before = now;
    }
}
