/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled with -mavx2, and run only where scalp_kernels say so. */
#include <immintrin.h>

/* Compilers forget this here, and until it is done all code without AVX runs at half its speed. */
#define adding_leave() _mm256_zeroupper()

#include "adding_lanes.h"

const adding_solver *scalp_adding_solver_avx2(int nodes) {
    return adding_find(nodes);
}
