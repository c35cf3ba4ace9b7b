/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside optics: photons in blocks, each with a tally of its own. */
#ifndef SCALPTOR_OPTICS_MC_BLOCKS_H
#define SCALPTOR_OPTICS_MC_BLOCKS_H

#include "mc.h"

/* The places of a tally; those of the layers and the rings follow, then what leaves beyond them. */
enum { mc_specular, mc_diffuse, mc_back, mc_through, mc_first_layer };

typedef struct mc_plan {
    mc_world world;
    uint64_t seed;
    size_t ring_count;
    double rings_per_mm;
} mc_plan;

static inline size_t mc_tally_size(const mc_plan *plan) {
    return mc_first_layer + (size_t)plan->world.layer_count + plan->ring_count + 1;
}

/* Adds a packet that has left. One that goes up as straight as it came was never scattered. */
static inline void mc_tally_exit(const mc_plan *plan, double *tally, int layer, double x, double y,
                                 double uz, double weight) {
    if (layer >= 0) {
        tally[mc_through] += weight;
        return;
    }
    tally[mc_back] += weight;
    if (uz == -1) {
        tally[mc_specular] += weight;
        return;
    }
    const double ring = sqrt(x * x + y * y) * plan->rings_per_mm;
    const size_t place = ring < (double)plan->ring_count ? (size_t)ring : plan->ring_count;
    tally[mc_diffuse] += weight;
    tally[mc_first_layer + (size_t)plan->world.layer_count + place] += weight;
}

/* Walks packets first .. first + count - 1 and adds them to `tally`. */
typedef void (*mc_block)(const mc_plan *plan, uint64_t first, uint64_t count, double *tally);

void scalp_mc_block_plain(const mc_plan *plan, uint64_t first, uint64_t count, double *tally);
void scalp_mc_block_lanes(const mc_plan *plan, uint64_t first, uint64_t count, double *tally);
void scalp_mc_block_avx2(const mc_plan *plan, uint64_t first, uint64_t count, double *tally);

#endif
