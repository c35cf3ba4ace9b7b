/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside optics: a disc in a stack, cut, and what it takes of the light. */
#ifndef SCALPTOR_OPTICS_DOT_INSIDE_H
#define SCALPTOR_OPTICS_DOT_INSIDE_H

#include "sheets.h"

enum { dot_most_cuts = 2 * SCALP_OPTICS_MAX_LAYERS + 1 };

/* The stack with layers cut at the disc's faces and in the middle of what the disc has of each,
 * so that every second cut begins a cell of Simpson's rule. */
typedef struct dot_cut {
    scalp_stack stack;
    size_t count;                /* of cuts; odd */
    size_t layer[dot_most_cuts]; /* the one that begins at the cut */
    double depth[dot_most_cuts]; /* mm */
    const scalp_sheet *sheets;   /* [w * stack.layer_count + layer] */
    const double *diffuse;       /* R0 of each wavelength */
} dot_cut;

/* SCALP_ERR_INPUT: the disc passes its limits or does not lie inside the stack. */
SCALP_CHECKED scalp_status scalp_dot_check(const scalp_stack *stack, const scalp_deposit *disc,
                                           scalp_error *error);
SCALP_CHECKED scalp_status scalp_dot_cut_make(const scalp_stack *stack, const scalp_deposit *disc,
                                              int nodes, const scalp_work *work, dot_cut *cut,
                                              scalp_error *error);

/* One wavelength. Lengths in mm. */
typedef struct dot_light {
    double amount[2][2]; /* -d(ln R)/dmua of the disc's slab: way down, up; exit at first, later */
    double depth[2];     /* of what is taken on the way down, up: on the average */
    double total;        /* sum of the amounts */
    double chord;        /* mean way through the disc of the light that it takes */
    double loss;         /* absorption by reduced scattering of what lies below, */
    double veiled;       /* 1 - (what leaves later) / (what would under an even stack), 0..1, */
    double optical_radius; /* and the disc's radius in reduced scatterings */
} dot_light;

dot_light scalp_dot_light_make(const dot_cut *cut, const scalp_deposit *disc, size_t w);

/* Sums from the surface down to a depth. */
double scalp_dot_reduced_above(const scalp_layer *layers, double depth_mm);
double scalp_dot_mua_above(const scalp_layer *layers, double depth_mm);

#endif
