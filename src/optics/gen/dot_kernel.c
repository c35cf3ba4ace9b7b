/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes data/dot_kernel.csv: how far from a weak absorber the light leaves that it has taken.
 * Not part of the build: the table is in the repository, and this is how it was made and can be
 * made again, to the same bytes. Usage: scalp_dot_kernel [PHOTONS]
 *
 * Perturbation Monte Carlo in an endless medium, light straight in at one place. Each time a packet
 * that will leave through the surface crosses a depth, a thin sheet there would have taken
 * 1 / |cosine| of its weight per mean free path, and it would be missing where the packet leaves:
 * the way from crossing to exit is one sample of the kernel, none is wasted. Because the medium is
 * the same everywhere, one walk serves all absorptions: it is weighted by exp(-mua path). */
#include "../mc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { depths = 14, losses = 7, kinds = 4, bins = 160, levels = 25, most_crossings = 1 << 20 };

static const uint64_t seed = 20261120;
static const double reduced_per_mm = 1, g = 0.8, n = 1.4;
static const double depth[depths] = {0.05, 0.1, 0.17, 0.28, 0.45, 0.7, 1.1,
                                     1.7,  2.5, 3.6,  5,    7,    10,  14};
static const double loss[losses] = {0.002, 0.006, 0.02, 0.06, 0.2, 0.6, 2};
static const char *const kind_name[kinds] = {"down,first", "down,later", "up,first", "up,later"};
static const double level[levels] = {.001, .003, .007, .015, .03, .05,  .08, .12, .17,
                                     .23,  .29,  .36,  .43,  .5,  .57,  .64, .7,  .76,
                                     .82,  .87,  .91,  .945, .97, .985, .995};

/* Bins of log(distance): ten for each factor of e, from log(1e-4) on. */
static const double bin_first = -9.21, bin_width = 0.1;

/* Grazing crossings count as if under this cosine; otherwise the sum has no variance. */
static const double grazing = 0.05;

typedef struct crossing {
    double x, y, weight;
    int depth, reflections;
    bool up;
} crossing;

typedef struct walk {
    size_t count;
    int reflections;
    double path;
    crossing crossings[most_crossings];
} walk;

static double histogram[depths][losses][kinds][bins];
static double squares[depths][losses][kinds];

static void visit(void *context, const mc_photon *p, double length) {
    walk *w = context;
    const double end = p->z + p->uz * length;
    if (p->z == 0 && w->path > 0)
        w->reflections++;
    for (int d = 0; d < depths; d++) {
        const double way = (depth[d] - p->z) / p->uz;
        if ((p->z < depth[d]) == (end < depth[d]) || w->count == most_crossings)
            continue;
        w->crossings[w->count++] = (crossing){.x = p->x + p->ux * way,
                                              .y = p->y + p->uy * way,
                                              .weight = 1 / fmax(fabs(p->uz), grazing),
                                              .depth = d,
                                              .reflections = w->reflections,
                                              .up = p->uz < 0};
    }
    w->path += length;
}

static void score(const walk *w, const mc_photon *p) {
    double weight[losses];
    for (int a = 0; a < losses; a++)
        weight[a] = p->weight * scalp_exp(-(loss[a] - loss[0]) * reduced_per_mm * w->path);
    for (size_t i = 0; i < w->count; i++) {
        const crossing *c = &w->crossings[i];
        const double x = p->x - c->x, y = p->y - c->y;
        const double place = (scalp_log(x * x + y * y + 1e-30) / 2 - bin_first) / bin_width;
        const int bin = (int)scalp_clamp(place, 0, bins - 1);
        const int kind = 2 * c->up + (w->reflections > c->reflections);
        for (int a = 0; a < losses; a++) {
            const double share = weight[a] * c->weight;
            histogram[c->depth][a][kind][bin] += share;
            squares[c->depth][a][kind] += share * share;
        }
    }
}

static double total(const double *h) {
    double sum = 0;
    for (int i = 0; i < bins; i++)
        sum += h[i];
    return sum;
}

/* log of the distance within which the share q of the missing light leaves. Inside a bin the
 * light is even over the area. */
static double quantile(const double *h, double q) {
    const double wanted = q * total(h);
    double sum = 0;
    int i = 0;
    while (i < bins - 1 && sum + h[i] < wanted)
        sum += h[i++];
    const double t = h[i] > 0 ? (wanted - sum) / h[i] : 0;
    const double from = scalp_exp(2 * (bin_first + bin_width * i));
    const double to = scalp_exp(2 * (bin_first + bin_width * (i + 1)));
    return scalp_log(from + t * (to - from)) / 2;
}

/* Packets' worth of samples. */
static double worth(int d, int a, int kind) {
    const double sum = total(histogram[d][a][kind]);
    return squares[d][a][kind] > 0 ? sum * sum / squares[d][a][kind] : 0;
}

static void write_row(int d, int a, int kind) {
    int from = d;
    while (from > 0 && worth(from, a, kind) < 2000)
        from--;
    /* Too few came from so deep: as from the deepest place with enough, wider with the root. */
    const double wider = scalp_log(depth[d] / depth[from]) / 2;
    printf("%g,%g,%s,Monte Carlo", depth[d], loss[a], kind_name[kind]);
    for (int q = 0; q < levels; q++)
        printf(",%.3f", quantile(histogram[from][a][kind], level[q]) + wider);
    printf("\n");
}

int main(int count, char **arguments) {
    static walk w;
    const uint64_t photons = count > 1 ? strtoull(arguments[1], NULL, 10) : 4000000;
    const scalp_layer layer = {n, loss[0] * reduced_per_mm, reduced_per_mm / (1 - g), g, INFINITY};
    const scalp_stack stack = {&layer, 1, 1, 1, n};
    mc_world world;
    scalp_error error;
    if (scalp_mc_world_make(&stack, &world, &error) != SCALP_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 3;
    }
    for (uint64_t i = 0; i < photons; i++) {
        mc_photon p = mc_launch(&world, seed, i);
        w.count = 0;
        w.reflections = 0;
        w.path = 0;
        mc_walk(&world, &p, visit, NULL, &w);
        if (p.layer < 0 && p.weight > 0)
            score(&w, &p);
    }
    printf("depth,loss,way,exit,source");
    for (int q = 0; q < levels; q++)
        printf(",q%g", level[q]);
    printf(
        "\n# Made by src/optics/gen/dot_kernel.c: %llu packets, seed %llu; endless medium, n = %g, "
        "g = %g.\n# Logarithms of the distances within which these shares of the light leave that "
        "a "
        "thin sheet takes.\n# Depth and distance in units of 1 / mus'; loss: mua / mus'; way: of "
        "the "
        "light through the sheet; exit: at its first meeting with the surface, or later.\n",
        (unsigned long long)photons, (unsigned long long)seed, n, g);
    for (int d = 0; d < depths; d++) {
        for (int a = 0; a < losses; a++) {
            for (int kind = 0; kind < kinds; kind++)
                write_row(d, a, kind);
        }
    }
    return 0;
}
