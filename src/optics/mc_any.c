/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc_lanes.h"

void scalp_mc_block_lanes(const void *plan, const mc_share *share) {
    lane_run(plan, share);
}
