/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled with -mavx2, and run only where scalp_kernels say so. */
#include "mc_lanes.h"

void scalp_mc_block_avx2(const mc_plan *plan, uint64_t first, uint64_t count, double *tally) {
    lane_run(plan, first, count, tally);
}
