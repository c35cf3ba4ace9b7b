/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiled with -mavx2, and run only where scalp_kernels say so. */
#include <immintrin.h>

#include "lanes_body.h"
#include "lanes_planes.h"

/* Eight cells read and turned: four numbers of each become four vectors of eight. */
static void lookup(const scalp_lane_profile *profile, const lane_places *at, int count,
                   lane_found *to) {
    for (int i = 0; i < count; i += SCALP_LANE) {
        __m256 row[4];
        for (int k = 0; k < 4; k++)
            row[k] = _mm256_insertf128_ps(
                _mm256_castps128_ps256(_mm_loadu_ps(profile->cell[at->cell[i + k]])),
                _mm_loadu_ps(profile->cell[at->cell[i + k + 4]]), 1);
        const __m256 low01 = _mm256_unpacklo_ps(row[0], row[1]);
        const __m256 low23 = _mm256_unpacklo_ps(row[2], row[3]);
        const __m256 high01 = _mm256_unpackhi_ps(row[0], row[1]);
        const __m256 high23 = _mm256_unpackhi_ps(row[2], row[3]);
        const __m256 t = _mm256_shuffle_ps(low01, low23, 0x44);
        const __m256 step = _mm256_shuffle_ps(low01, low23, 0xEE);
        const __m256 by_v = _mm256_shuffle_ps(high01, high23, 0x44);
        const __m256 by_v_step = _mm256_shuffle_ps(high01, high23, 0xEE);
        const __m256 part = _mm256_loadu_ps(at->part + i);
        _mm256_storeu_ps(to->t + i, _mm256_add_ps(t, _mm256_mul_ps(part, step)));
        _mm256_storeu_ps(to->step + i, step);
        _mm256_storeu_ps(to->by_v + i, _mm256_add_ps(by_v, _mm256_mul_ps(part, by_v_step)));
    }
}

const scalp_lanes scalp_lanes_avx2 = {shape, slopes, products, stamp,  line,
                                      blur,  tops,   negative, middles};
