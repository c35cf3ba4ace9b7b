/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside optics: directions, media and faces of a stack, and the solver for a few wavelengths at
 * once.
 *
 * A direction is its invariant p = n sin(theta), which refraction keeps; all media share one list
 * of p, ascending, so that p = 0 (straight in) is first. A medium knows those below its index.
 * Light along a direction is f = sqrt(c) L / n^2, c = 2 n^2 mu w = the share of d(p^2): sqrt(c) f
 * is flux, and every matrix between such f is symmetric. */
#ifndef SCALPTOR_OPTICS_ADDING_H
#define SCALPTOR_OPTICS_ADDING_H

#include <scalptor/optics.h>

enum {
    adding_max_nodes = 48,
    adding_max_orders = adding_max_nodes / 2, /* of one parity */
    adding_lanes = 4,                         /* wavelengths at once */
    adding_max_doublings = 60,
    /* Of an endless layer, if it does not become opaque before; more would leave of a layer
     * without absorption nothing but rounding. */
    adding_endless_doublings = 36,
};

/* What directions are in one refractive index. The orders are Legendre polynomials times sqrt(w),
 * made orthonormal on these nodes, even and odd apart. */
typedef struct adding_medium {
    double n;
    int active; /* nodes with p < n */
    int orders; /* of the phase function kept: the rest is taken as going straight on (delta-M) */
    double mu[adding_max_nodes];
    double even[adding_max_orders][adding_max_nodes];
    double odd[adding_max_orders][adding_max_nodes];
} adding_medium;

/* Reflectance of a surface between two media for each direction; 1 where it is total. */
typedef struct adding_face {
    bool same; /* equal indices: nothing happens */
    double reflectance[adding_max_nodes];
} adding_face;

typedef struct adding_grid {
    int nodes;
    double p[adding_max_nodes];
    double root_c[adding_max_nodes];
    size_t medium_count;
    adding_medium *media;
} adding_grid;

/* One layer at `adding_lanes` wavelengths. */
typedef struct adding_layer {
    const adding_medium *medium;
    bool endless, clear; /* clear: neither absorbs nor scatters at any of the wavelengths */
    double mua[adding_lanes], mus[adding_lanes], g[adding_lanes], thickness[adding_lanes];
} adding_layer;

/* The light of one illumination, incident flux 1. */
typedef struct adding_light {
    double into[adding_lanes]; /* net flux through the surface: 1 - R */
    double out[adding_lanes];  /* flux through the bottom */
} adding_light;

enum { adding_normal, adding_diffuse, adding_lights };

/* What a sheet in the stack sees, all of it for incident flux 1. By reciprocity the light of even
 * radiance from above, turned round, is the chance to leave through the surface; `first`: without
 * ever having been reflected there from inside. */
enum { adding_first = adding_lights, adding_fields };

typedef struct adding_problem {
    const adding_grid *grid;
    size_t layer_count;
    const adding_layer *layers;
    const adding_face *faces; /* layer_count + 1: above each layer, and the bottom */
    double above;             /* index of the medium that light comes from */
} adding_problem;

typedef struct adding_answer {
    adding_light light[adding_lights];
    double *net[adding_lights]; /* layer_count times lanes: net flux through each layer's top */
    /* NULL, or for each layer's top the light down and the light up along each node:
     * [(2 * layer + up) * nodes + node) * lanes]. */
    double *field[adding_fields];
} adding_answer;

/* Scratch of that many bytes for a solver of `nodes` directions, aligned to 32 bytes. */
typedef struct adding_solver {
    int nodes;
    size_t (*scratch_bytes)(size_t layer_count);
    void (*solve)(const adding_problem *problem, void *scratch, adding_answer *answer);
} adding_solver;

/* The solver of that many nodes (8, 16, 32, 48), or NULL. `wide`: for machines with AVX2, where
 * the program has one; the same bits. */
const adding_solver *scalp_adding_solver(int nodes, bool wide);
const adding_solver *scalp_adding_solver_avx2(int nodes);

/* Directions for layers of these indices, between media `above` and `below`; SCALP_ERR_LIMIT when
 * the different indices need more nodes. */
SCALP_CHECKED scalp_status scalp_adding_grid_make(const scalp_stack *stack, int nodes,
                                                  const scalp_work *work, adding_grid *grid,
                                                  scalp_error *error);
/* The face between indices `n` (upper) and `m` (lower), unpolarised (Fresnel 1823). */
void scalp_adding_face_make(const adding_grid *grid, double n, double m, adding_face *face);

/* Nodes and weights on (0, 1), ascending: Gauss, or Radau with the last node at 1. */
void scalp_quadrature_gauss(int count, double *nodes, double *weights);
void scalp_quadrature_radau(int count, double *nodes, double *weights);

#endif
