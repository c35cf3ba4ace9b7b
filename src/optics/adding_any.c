/* SPDX-License-Identifier: GPL-3.0-or-later */
#define adding_leave() ((void)0)

#include "adding_lanes.h"

const adding_solver *scalp_adding_solver(int nodes, bool wide) {
#ifdef SCALP_OPTICS_AVX2
    if (wide)
        return scalp_adding_solver_avx2(nodes);
#else
    (void)wide;
#endif
    return adding_find(nodes);
}
