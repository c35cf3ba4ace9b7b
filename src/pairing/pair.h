/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of the registration of two sets of places. `a` is looked for in `b`. */
#ifndef SCALP_INSPECT_PAIR_H
#define SCALP_INSPECT_PAIR_H

#include <scalptor/pairing.h>

#include <math.h>

#define PAIR_NONE UINT32_MAX

/* Places and a tree over them, halved by the median of x and y by turns; leaves of 8. */
typedef struct pair_set {
    const scalp_vec2 *at;
    uint32_t *order; /* of the tree */
    double *spacing; /* local: 1 / sqrt(density) */
    double median;   /* of the spacings */
    size_t count;
} pair_set;

/* The nearest places, nearest first. */
typedef struct pair_near {
    uint32_t id[96];
    double d2[96];
    int count;
} pair_near;

scalp_status pair_set_make(const scalp_vec2 *at, size_t count, const scalp_work *work,
                           pair_set *set, scalp_error *error);
/* The nearest place closer than `reach`, or PAIR_NONE. */
uint32_t pair_set_nearest(const pair_set *set, scalp_vec2 from, double reach, double *distance2);
/* The `want` nearest, at most 96, the place itself among them when it is of the set. */
void pair_set_around(const pair_set *set, scalp_vec2 from, int want, pair_near *near);

/* Which place of the set is nearest, by cells; PAIR_NONE when farther than .6 spacings. */
typedef struct pair_raster {
    double x0, y0, per_cell; /* cells per unit */
    int columns, rows;
    uint32_t *nearest;
} pair_raster;

scalp_status pair_raster_make(const pair_set *set, const scalp_work *work, pair_raster *raster,
                              scalp_error *error);

static inline uint32_t pair_raster_at(const pair_raster *r, double x, double y) {
    const double i = (x - r->x0) * r->per_cell, j = (y - r->y0) * r->per_cell;
    if (!(i >= 0 && j >= 0 && i < r->columns && j < r->rows))
        return PAIR_NONE;
    return r->nearest[(size_t)(int)j * (size_t)r->columns + (size_t)(int)i];
}

/* b = m (a - from) + to */
typedef struct pair_affine {
    double xx, xy, yx, yy;
    scalp_vec2 from, to;
} pair_affine;

static inline scalp_vec2 pair_affine_apply(const pair_affine *t, scalp_vec2 a) {
    const double x = a.x - t->from.x, y = a.y - t->from.y;
    return (scalp_vec2){t->xx * x + t->xy * y + t->to.x, t->yx * x + t->yy * y + t->to.y};
}

/* Two places that are taken for the same. */
typedef struct pair_tie {
    scalp_vec2 a, b;
    uint32_t ia, ib;
    double weight;
    double distance; /* between b and where a falls */
} pair_tie;

/* Least squares. False when the ties do not determine it. */
bool pair_fit_similar(const pair_tie *ties, size_t count, pair_affine *fit);
bool pair_fit_affine(const pair_tie *ties, size_t count, pair_affine *fit);
/* From a fit that is near already; `spacing` of b scales what perspective is likely. */
bool pair_fit_plane(const pair_tie *ties, size_t count, double spacing, scalp_mat3 *b_from_a);
scalp_mat3 pair_affine_matrix(const pair_affine *t);
scalp_vec2 pair_plane_apply(const scalp_mat3 *m, scalp_vec2 a);
bool pair_solve(double *matrix, double *right, int n); /* positive definite, n x n, in place */

/* The warp of what the plane leaves over; `sigma` is the noise of a tie. */
scalp_status pair_fit_warp(const scalp_mat3 *plane, const pair_tie *ties, size_t count,
                           double spacing, double sigma, const scalp_work *work, scalp_warp *warp,
                           scalp_error *error);

/* What the search for a first patch starts from. */
typedef struct pair_search {
    const pair_set *a, *b;
    const pair_raster *raster;
    double scale_low, scale_high; /* b's units per a's */
    const scalp_mat3 *start;      /* NULL: anywhere */
    double start_reach;           /* b's units */
    uint64_t seed;
} pair_search;

typedef struct pair_patch {
    pair_affine fit;
    double radius;   /* about fit.from, in a */
    double evidence; /* nats, less what the number of trials would give by chance */
} pair_patch;

typedef struct pair_edge {
    float length, x, y;
    uint32_t from;
} pair_edge;

typedef struct pair_edges {
    pair_edge *edge; /* by length */
    size_t count;
} pair_edges;

scalp_status pair_edges_make(const pair_search *search, const scalp_work *work, pair_edges *edges,
                             scalp_error *error);
/* Tries the neighbourhood of one place of `a`. Whether a patch was found there. */
bool pair_seed_try(const pair_search *search, const pair_edges *edges, uint32_t at,
                   pair_patch *patch, double *tried);

/* Who is whom. */
typedef struct pair_mates {
    uint32_t *mate;   /* by place of the one set: of the other, or PAIR_NONE */
    uint32_t *held;   /* and back */
    double *distance; /* by place of the one, in its spacings */
    size_t count;
    double reach, sigma, share; /* of the true ones: of a coordinate, in spacings; how many */
    bool heavy;        /* asked: places that were found may lie off now and then by several sigma */
    double far, often; /* then: sigma of those, and their share of the true ones */
} pair_mates;

/* One to one within `reach` local spacings, for places that `may`. Both sets in one plane. */
scalp_status pair_assign(const pair_set *of, const pair_set *to, const bool *may, double reach,
                         const scalp_work *work, pair_mates *mates, scalp_error *error);
/* That a place and its mate have nothing to do with each other. */
double pair_doubt(const pair_mates *mates, uint32_t of);

/* For places moved by up to .3 spacings, of a scale that is known: a patch without constellations.
 */
scalp_status pair_sweep(const pair_search *search, const scalp_work *work, pair_patch *patch,
                        bool *found, scalp_error *error);

/* Log of how much likelier a distance (in spacings) is for places that are the same, sigma apart
 * in each coordinate, than for places that have nothing to do with each other. */
double pair_likelihood(double distance2, double sigma);

/* Grows a patch over all that the sets share; `sigma`: what its ties are likely off, in spacings.
 */
scalp_status pair_grow(const pair_search *search, const pair_patch *patch, double sigma,
                       const scalp_work *work, scalp_pair_map *map, scalp_error *error);

#endif
