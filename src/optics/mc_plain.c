/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block, one packet after the other. */
#include "mc_blocks.h"

static void keep(void *context, const mc_photon *photon, double taken) {
    double *layers = context;
    layers[photon->layer] += taken;
}

void scalp_mc_block_plain(const mc_plan *plan, uint64_t first, uint64_t count, double *tally) {
    const mc_world *world = &plan->world;
    for (uint64_t i = 0; i < count; i++) {
        mc_photon p = mc_launch(world, plan->seed, first + i);
        mc_walk(world, &p, NULL, keep, tally + mc_first_layer);
        if (p.weight > 0)
            mc_tally_exit(plan, tally, p.layer, p.x, p.y, p.uz, p.weight);
    }
}
