/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled with -mavx2, and run only where scalp_kernels say so. */
#include "adding_lanes.h"

const adding_solver *scalp_adding_solver_avx2(int nodes) {
    return adding_find(nodes);
}
