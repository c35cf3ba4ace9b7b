/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The solvers of all numbers of nodes: included by the file for every machine and by the one that
 * is compiled for AVX2, which says what to do when a solver is left (adding_leave). The same
 * operations in the same order, so the same bits. */
#include "adding.h"

#include <math.h>
#include <string.h>

static const adding_face adding_no_face = {.same = true, .reflectance = {0}};
static const double adding_trickle = 1e-30;

/* How often the thinnest layer is doubled. Modes of decay rate k over the optical depth tau come
 * out with a relative error of (k tau / 2^(n+1))^4 / 45 in their path; n = 7 makes that at most
 * 1e-10 of the light. The fastest, k = 1/mu, must still have died where the layer is thick, and
 * cost no digits at the start: at most 2^6 of their lengths in half of the first layer. */
static int adding_doublings(const adding_layer *layer) {
    int doublings = 7;
    double most = 0, reach = 8192; /* 2^(n+6) */
    if (layer->endless)
        return adding_endless_doublings;
    for (int l = 0; l < adding_lanes; l++)
        most = fmax(most, (layer->mua[l] + layer->mus[l]) * layer->thickness[l]);
    while (doublings < adding_max_doublings &&
           reach < most / layer->medium->mu[layer->medium->active - 1]) {
        doublings++;
        reach *= 2;
    }
    return doublings;
}

#define NODES 8
#include "adding_body.h"
#undef NODES
#define NODES 16
#include "adding_body.h"
#undef NODES
#define NODES 32
#include "adding_body.h"
#undef NODES
#define NODES 48
#include "adding_body.h"
#undef NODES

static const adding_solver adding_solvers[] = {
    {8, scratch_bytes_8, solve_8},
    {16, scratch_bytes_16, solve_16},
    {32, scratch_bytes_32, solve_32},
    {48, scratch_bytes_48, solve_48},
};

static const adding_solver *adding_find(int nodes) {
    for (size_t i = 0; i < sizeof adding_solvers / sizeof *adding_solvers; i++) {
        if (adding_solvers[i].nodes == nodes)
            return &adding_solvers[i];
    }
    return NULL;
}
