/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled with -mavx2, and run only where scalp_kernels say so. */
#include "mc_lanes.h"

void scalp_mc_block_avx2(const void *plan, const mc_share *share) {
    lane_run(plan, share);
}
