/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops for every machine: the specification of those for AVX2. */
#include "lanes_body.h"
#include "lanes_planes.h"

static void lookup(const scalp_lane_profile *profile, const lane_places *at, int count,
                   lane_found *to) {
    for (int i = 0; i < count; i++) {
        const float *cell = profile->cell[at->cell[i]];
        to->t[i] = cell[0] + at->part[i] * cell[1];
        to->step[i] = cell[1];
        to->by_v[i] = cell[2] + at->part[i] * cell[3];
    }
}

const scalp_lanes scalp_lanes_plain = {shape, slopes, products, stamp,  line,
                                       blur,  tops,   negative, middles};

const scalp_lanes *scalp_lanes_find(const scalp_kernels *kernels) {
#ifdef SCALP_INSPECT_AVX2
    if (kernels && kernels->avx2)
        return &scalp_lanes_avx2;
#endif
    (void)kernels;
    return &scalp_lanes_plain;
}
