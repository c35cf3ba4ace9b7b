/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding-doubling as the textbook has it (Prahl 1995): matrices of reflection and transmission,
 * layers doubled from a thin one by the diamond rule, added one to the next, surfaces as layers of
 * diagonal matrices. One index n in all layers, one wavelength, everything written out. */
#ifndef SCALPTOR_ADDING_SLOW_H
#define SCALPTOR_ADDING_SLOW_H

#include "check.h"

#include <scalptor/optics.h>

enum { slow_most = 48 };

typedef struct slow_matrix {
    double m[slow_most][slow_most];
} slow_matrix;

/* Radiance in -> radiance out, from above (0, 1) and from below (1, 0). */
typedef struct slow_pair {
    slow_matrix r01, r10, t01, t10;
} slow_pair;

typedef struct slow_grid {
    int n;
    double mu[slow_most], weight[slow_most]; /* 2 mu w */
} slow_grid;

static inline double slow_legendre(int order, double x) {
    double before = 0, now = 1;
    for (int l = 0; l < order; l++) {
        const double next = ((2 * l + 1) * x * now - l * before) / (l + 1);
        before = now;
        now = next;
    }
    return now;
}

/* The polynomial whose roots are the nodes on (-1, 1). */
static inline double slow_polynomial(int n, bool radau, double x) {
    return radau ? (slow_legendre(n - 1, x) + slow_legendre(n, x)) / (1 + x) : slow_legendre(n, x);
}

/* Roots by search for changes of sign and halving; weights that integrate 1, x .. exactly follow
 * from the known formulas. From `low` to `high`, appended to the grid. */
static inline void slow_rule(slow_grid *grid, int n, bool radau, double low, double high) {
    const int steps = 40000;
    double mu[slow_most], w[slow_most];
    int used = 0;
    for (int i = 0; i < steps; i++) {
        double a = -cos(SCALP_PI * (i + 0.1) / (steps + 0.2)),
               b = -cos(SCALP_PI * (i + 1.1) / (steps + 0.2));
        const double fa = slow_polynomial(n, radau, a);
        if (fa * slow_polynomial(n, radau, b) > 0)
            continue;
        for (int k = 0; k < 60; k++) {
            const double c = (a + b) / 2;
            if (fa * slow_polynomial(n, radau, c) > 0)
                a = c;
            else
                b = c;
        }
        const double below = slow_legendre(n - 1, a);
        mu[used] = radau ? -a : a;
        /* Abramowitz & Stegun 25.4.31; 25.4.29 with (1 - x^2) P' = n P_(n-1) at a root. */
        w[used++] =
            radau ? (1 - a) / (n * n * below * below) : 2 * (1 - a * a) / (n * n * below * below);
    }
    if (radau) {
        mu[used] = 1;
        w[used++] = 2.0 / (n * n);
    }
    for (int i = 0; i < used; i++) {
        grid->mu[grid->n] = low + (high - low) * (1 + mu[i]) / 2;
        grid->weight[grid->n] = 2 * grid->mu[grid->n] * w[i] / 2 * (high - low);
        grid->n++;
    }
}

static inline slow_grid slow_grid_make(int n, double index) {
    slow_grid grid = {.n = 0};
    const double critical = sqrt(1 - 1 / (index * index));
    if (index > 1)
        slow_rule(&grid, n / 2, false, 0, critical);
    slow_rule(&grid, index > 1 ? n / 2 : n, true, index > 1 ? critical : 0, 1);
    return grid;
}

static inline void slow_multiply(const slow_grid *g, const slow_matrix *a, const slow_matrix *b,
                                 slow_matrix *out) {
    for (int i = 0; i < g->n; i++) {
        for (int j = 0; j < g->n; j++) {
            double sum = 0;
            for (int k = 0; k < g->n; k++)
                sum += a->m[i][k] * b->m[k][j];
            out->m[i][j] = sum;
        }
    }
}

/* out = a b^-1, by Gauss's elimination on columns. */
static inline void slow_divide(const slow_grid *g, slow_matrix a, slow_matrix b, slow_matrix *out) {
    for (int p = 0; p < g->n; p++) {
        for (int j = 0; j < g->n; j++) {
            if (j == p)
                continue;
            const double f = b.m[p][j] / b.m[p][p];
            for (int i = 0; i < g->n; i++) {
                b.m[i][j] -= f * b.m[i][p];
                a.m[i][j] -= f * a.m[i][p];
            }
        }
    }
    for (int i = 0; i < g->n; i++) {
        for (int j = 0; j < g->n; j++)
            out->m[i][j] = a.m[i][j] / b.m[j][j];
    }
}

/* 1 - a b */
static inline slow_matrix slow_one_minus(const slow_grid *g, const slow_matrix *a,
                                         const slow_matrix *b) {
    slow_matrix out;
    slow_multiply(g, a, b, &out);
    for (int i = 0; i < g->n; i++) {
        for (int j = 0; j < g->n; j++)
            out.m[i][j] = (i == j) - out.m[i][j];
    }
    return out;
}

/* r01 + t10 (1 - r12 r10)^-1 r12 t01 and t12 (1 - r10 r12)^-1 t01 (Plass, Kattawar & Catchings
 * 1973), for light from one side. */
static inline void slow_add_side(const slow_grid *g, const slow_pair *a, const slow_pair *b,
                                 slow_matrix *r, slow_matrix *t) {
    slow_matrix x, y;
    slow_divide(g, a->t10, slow_one_minus(g, &b->r01, &a->r10), &x);
    slow_multiply(g, &x, &b->r01, &y);
    slow_multiply(g, &y, &a->t01, &x);
    for (int i = 0; i < g->n; i++) {
        for (int j = 0; j < g->n; j++)
            r->m[i][j] = a->r01.m[i][j] + x.m[i][j];
    }
    slow_divide(g, b->t01, slow_one_minus(g, &a->r10, &b->r01), &x);
    slow_multiply(g, &x, &a->t01, t);
}

static inline slow_pair slow_turned(const slow_pair *a) {
    return (slow_pair){a->r10, a->r01, a->t10, a->t01};
}

static inline void slow_add(const slow_grid *g, slow_pair *a, const slow_pair *b) {
    slow_pair sum;
    const slow_pair turned_a = slow_turned(a), turned_b = slow_turned(b);
    slow_add_side(g, a, b, &sum.r01, &sum.t01);
    slow_add_side(g, &turned_b, &turned_a, &sum.r10, &sum.t10);
    *a = sum;
}

/* The diamond rule (Wiscombe 1976): half-way radiance is the mean of both ends'. */
static inline void slow_thin(const slow_grid *g, double albedo, double gg, double tau,
                             slow_pair *out) {
    static slow_matrix a, b, same, sum, difference;
    const double straight = pow(gg, g->n);
    const double part = albedo * (1 - straight) / (1 - albedo * straight);
    for (int i = 0; i < g->n; i++) {
        for (int j = 0; j < g->n; j++) {
            double forward = 0, backward = 0;
            for (int l = 0; l < g->n; l++) {
                const double chi = (pow(gg, l) - straight) / (1 - straight);
                const double p =
                    (2 * l + 1) * chi * slow_legendre(l, g->mu[i]) * slow_legendre(l, g->mu[j]);
                forward += p;
                backward += l % 2 ? -p : p;
            }
            const double w = g->weight[j] / (2 * g->mu[j]), scale = tau / (2 * g->mu[i]);
            a.m[i][j] = scale * ((i == j) - part / 2 * forward * w);
            b.m[i][j] = scale * part / 2 * backward * w;
        }
    }
    /* (1 + a) T = 1 - a + b R and (1 + a) R = b (1 + T), solved through T + R and T - R. */
    for (int sign = 1; sign >= -1; sign -= 2) {
        for (int i = 0; i < g->n; i++) {
            for (int j = 0; j < g->n; j++) {
                sum.m[i][j] = (i == j) + a.m[i][j] - sign * b.m[i][j];
                difference.m[i][j] = (i == j) - a.m[i][j] + sign * b.m[i][j];
            }
        }
        slow_divide(g, difference, sum, sign > 0 ? &same : &out->r01);
    }
    for (int i = 0; i < g->n; i++) {
        for (int j = 0; j < g->n; j++) {
            const double even = same.m[i][j], odd = out->r01.m[i][j];
            out->t01.m[i][j] = out->t10.m[i][j] = (even + odd) / 2;
            out->r01.m[i][j] = out->r10.m[i][j] = (even - odd) / 2;
        }
    }
}

static inline void slow_layer(const slow_grid *g, const scalp_layer *layer, slow_pair *out) {
    const double extinction = layer->mua_per_mm + layer->mus_per_mm;
    const double albedo = layer->mus_per_mm / extinction;
    double tau = (1 - albedo * pow(layer->g, g->n)) * extinction * layer->thickness_mm;
    int doublings = 0;
    while (tau > g->mu[0] / 256) {
        tau /= 2;
        doublings++;
    }
    slow_thin(g, albedo, layer->g, tau, out);
    for (int i = 0; i < doublings; i++) {
        const slow_pair same = *out;
        slow_add(g, out, &same);
    }
}

static inline void slow_surface(const slow_grid *g, double index, slow_pair *out) {
    memset(out, 0, sizeof *out);
    for (int i = 0; i < g->n; i++) {
        const double sine = index * sqrt(1 - g->mu[i] * g->mu[i]);
        const double in = g->mu[i], outside = sine < 1 ? sqrt(1 - sine * sine) : 0;
        const double s = (outside - index * in) / (outside + index * in);
        const double p = (index * outside - in) / (index * outside + in);
        const double r = sine < 1 ? (s * s + p * p) / 2 : 1;
        out->r01.m[i][i] = out->r10.m[i][i] = r;
        out->t01.m[i][i] = out->t10.m[i][i] = 1 - r;
    }
}

/* UR1, UT1, URU, UTU of layers of one index in air. */
static inline void slow_slab(const scalp_layer *layers, size_t count, int nodes, double u[4]) {
    static slow_pair all, next;
    const double index = layers[0].n;
    const slow_grid grid = slow_grid_make(nodes, index);
    const slow_grid *g = &grid;
    const double critical = sqrt(1 - 1 / (index * index));
    slow_surface(g, index, &all);
    for (size_t i = 0; i < count; i++) {
        slow_layer(g, &layers[i], &next);
        slow_add(g, &all, &next);
    }
    slow_surface(g, index, &next);
    slow_add(g, &all, &next);
    for (int k = 0; k < 4; k++)
        u[k] = 0;
    for (int i = 0; i < g->n; i++) {
        if (g->mu[i] < critical)
            continue;
        u[0] += g->weight[i] * all.r01.m[i][g->n - 1] / g->weight[g->n - 1];
        u[1] += g->weight[i] * all.t01.m[i][g->n - 1] / g->weight[g->n - 1];
        for (int j = 0; j < g->n; j++) {
            if (g->mu[j] < critical)
                continue;
            u[2] += index * index * g->weight[i] * all.r01.m[i][j];
            u[3] += index * index * g->weight[i] * all.t01.m[i][j];
        }
    }
}

#endif
