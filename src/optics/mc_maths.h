/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside optics: the random numbers and the elementary functions of the Monte Carlo. Operations and
 * their order are those of mc_lanes_body.h, so that both give the same bits.
 *
 * Errors: logarithm 6e-11 relative, half turn 6e-12; far below what 1e10 photons can show. */
#ifndef SCALPTOR_OPTICS_MC_MATHS_H
#define SCALPTOR_OPTICS_MC_MATHS_H

#include <scalptor/base.h>

#include <string.h>

/* 2 artanh(f) = 2 f (1 + f^2/3 + f^4/5 ...), the coefficients of -log. */
#define MC_LN2 0x1.62e42fefa39efp-1
#define MC_LOG_1 (-2.0)
#define MC_LOG_3 (-2.0 / 3)
#define MC_LOG_5 (-2.0 / 5)
#define MC_LOG_7 (-2.0 / 7)
#define MC_LOG_9 (-2.0 / 9)
#define MC_LOG_11 (-2.0 / 11)
#define MC_ROOT_2_BITS 0x3ff6a09e667f3bcdULL
#define MC_ONE_BITS 0x3ff0000000000000ULL
#define MC_WHOLE_BITS 0x4330000000000000ULL /* 2^52 */

/* sin(pi v) = v (c1 + c3 v^2 + ...) */
#define MC_SINE_1 3.1415926535897932
#define MC_SINE_3 (-5.1677127800499700)
#define MC_SINE_5 2.5501640398773454
#define MC_SINE_7 (-0.59926452932079208)
#define MC_SINE_9 0.082145886611128228
#define MC_SINE_11 (-0.0073704309457143507)
#define MC_SINE_13 4.6630280576761257e-4
#define MC_SINE_15 (-2.1915353447830216e-5)

static inline double mc_from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline uint64_t mc_to_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* xoshiro256++ (Blackman & Vigna 2021) on the state that scalp_random_make seeds. */
static inline uint64_t mc_draw(scalp_random *random) {
    uint64_t *s = random->s;
    const uint64_t sum = s[0] + s[3];
    const uint64_t result = (sum << 23 | sum >> 41) + s[0];
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = s[3] << 45 | s[3] >> 19;
    return result;
}

/* 1 <= x < 2 from the upper 52, the upper 32 and the lower 32 bits. */
static inline double mc_fraction(uint64_t bits) {
    return mc_from_bits(bits >> 12 | MC_ONE_BITS);
}

static inline double mc_fraction_high(uint64_t bits) {
    return mc_from_bits(bits >> 32 << 20 | MC_ONE_BITS);
}

static inline double mc_fraction_low(uint64_t bits) {
    return mc_from_bits((bits & 0xffffffffULL) << 20 | MC_ONE_BITS);
}

static inline double mc_uniform(scalp_random *random) {
    return mc_fraction(mc_draw(random)) - 1;
}

/* -log(u) for 2^-52 <= u <= 1: u is doubled k times to lie in (sqrt(1/2), sqrt(2)]. */
static inline double mc_minus_log(double u) {
    const uint64_t bits = mc_to_bits(u);
    const uint64_t k = (MC_ROOT_2_BITS - bits) >> 52;
    const double m = mc_from_bits(bits + (k << 52));
    const double f = (m - 1) / (m + 1), s = f * f;
    const double whole = mc_from_bits(MC_WHOLE_BITS | k) - 0x1p52;
    return whole * MC_LN2 +
           f * (MC_LOG_1 +
                s * (MC_LOG_3 + s * (MC_LOG_5 + s * (MC_LOG_7 + s * (MC_LOG_9 + s * MC_LOG_11)))));
}

/* sin(pi v), |v| <= 1/2; never beyond 1. */
static inline double mc_half_turn_sine(double v) {
    const double s = v * v;
    return v * (MC_SINE_1 +
                s * (MC_SINE_3 +
                     s * (MC_SINE_5 +
                          s * (MC_SINE_7 +
                               s * (MC_SINE_9 +
                                    s * (MC_SINE_11 + s * (MC_SINE_13 + s * MC_SINE_15)))))));
}

#endif
