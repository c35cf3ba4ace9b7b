/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block, one packet after the other. */
#include "mc_blocks.h"

static void keep(void *context, const mc_photon *photon, double taken) {
    double *layers = context;
    layers[photon->layer] += taken;
}

void scalp_mc_block_plain(const void *context, const mc_share *share) {
    const mc_plan *plan = context;
    for (uint64_t i = 0; i < share->count; i++) {
        mc_photon p = mc_launch(&plan->world, plan->seed, share->first + i);
        mc_walk(&plan->world, &p, NULL, keep, share->tally + mc_first_layer);
        if (p.weight > 0)
            mc_tally_exit(plan, share->tally, p.layer, p.x, p.y, p.uz, p.weight);
    }
}
