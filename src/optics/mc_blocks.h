/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside optics: packets in blocks of fixed numbers, each block with a tally of its own; blocks run
 * over the pool and are added up in their order, and their spread gives the standard errors. */
#ifndef SCALPTOR_OPTICS_MC_BLOCKS_H
#define SCALPTOR_OPTICS_MC_BLOCKS_H

#include "mc.h"

/* ---- Blocks of anything ------------------------------------------------------------------ */

/* What a block does: packets first .. first + count - 1, added to `tally`, which starts with zeros.
 * `scratch` starts with zeros in the first round, and is as some block left it later. */
typedef struct mc_share {
    uint64_t first, count;
    double *tally;
    void *scratch;
} mc_share;

typedef struct mc_job {
    const void *plan;
    void (*block)(const void *plan, const mc_share *share);
    uint64_t photons;
    size_t tally_size;
    size_t scratch_bytes; /* of each block that runs; may be 0 */
    size_t against;       /* place of the tally that ratios are taken against */
    uint64_t block_count;
    /* Over blocks of sum S, n packets: S; S^2 / n; S * S[against] / n. */
    double *sums, *squares, *products;
} mc_job;

/* Runs all blocks; the sums are left in work->memory. SCALP_ERR_INPUT for the number of photons,
 * SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_mc_job_run(mc_job *job, const scalp_work *work,
                                            scalp_error *error);
/* Mean of one packet at that place, and mean over that of the place `against`. */
scalp_estimate scalp_mc_job_mean(const mc_job *job, size_t place);
scalp_estimate scalp_mc_job_ratio(const mc_job *job, size_t place);
/* SCALP_ERR_INPUT. */
SCALP_CHECKED scalp_status scalp_mc_check_rings(size_t ring_count, double ring_mm,
                                                scalp_error *error);

/* ---- Light that leaves a stack ----------------------------------------------------------- */

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

void scalp_mc_block_plain(const void *plan, const mc_share *share);
void scalp_mc_block_lanes(const void *plan, const mc_share *share);
void scalp_mc_block_avx2(const void *plan, const mc_share *share);

#endif
