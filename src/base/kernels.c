/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar kernels: the specification that every vector twin is measured against. */
#include <scalptor/base.h>

#include <string.h>

static void add_scaled(float *to, const float *from, float scale, size_t count) {
    for (size_t i = 0; i < count; i++)
        to[i] += scale * from[i];
}

/* exp(-x) = 2^k exp(r), |r| <= ln2/2, and a polynomial of degree 6 for exp(r). The floor by way of
 * whole numbers, so that a compiler turns the loop below into vectors for any machine. */
static float exp_negative_one(float x) {
    const float place = 0.5f - x * 1.44269504f;
    const int above = (int)place; /* cut towards 0: the floor or 1 more */
    const int floored = above - ((float)above > place);
    const float k = (float)floored;
    const float r = (-x - k * 0.693145752f) - k * 1.42860677e-6f;
    float sum = 1.0f / 720;
    sum = sum * r + 1.0f / 120;
    sum = sum * r + 1.0f / 24;
    sum = sum * r + 1.0f / 6;
    sum = sum * r + 0.5f;
    sum = sum * r + 1.0f;
    sum = sum * r + 1.0f;
    const uint32_t bits = (uint32_t)(floored + 127) << 23;
    float power;
    memcpy(&power, &bits, sizeof power);
    return sum * power;
}

static void exp_negative(float *to, const float *from, size_t count) {
    for (size_t i = 0; i < count; i++)
        to[i] = exp_negative_one(from[i]);
}

scalp_kernels scalp_kernels_make(void) {
    return (scalp_kernels){.add_scaled = add_scaled, .exp_negative = exp_negative};
}

scalp_kernels scalp_kernels_find(void) {
    scalp_kernels kernels = scalp_kernels_make();
#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
    kernels.avx2 = __builtin_cpu_supports("avx2") != 0;
#endif
    return kernels;
}
