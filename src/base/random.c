/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/base.h>

#include <assert.h>
#include <math.h>

/* splitmix64 (Steele, Lea & Flood 2014): a bijection that scatters neighbouring numbers. */
static uint64_t scatter(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

scalp_random scalp_random_make(uint64_t seed, uint64_t item) {
    uint64_t state = seed;
    state = scatter(&state) ^ item * 0xd1342543de82ef95ULL;
    scalp_random random;
    for (int i = 0; i < 4; i++)
        random.s[i] = scatter(&state);
    return random;
}

static uint64_t rotate(uint64_t x, int k) {
    return (x << k) | (x >> (64 - k));
}

uint64_t scalp_random_u64(scalp_random *random) {
    uint64_t *s = random->s;
    const uint64_t result = rotate(s[1] * 5, 7) * 9;
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

double scalp_random_uniform(scalp_random *random) {
    return (double)(scalp_random_u64(random) >> 11) * 0x1p-53;
}

double scalp_random_normal(scalp_random *random) {
    for (;;) {
        const double a = 2 * scalp_random_uniform(random) - 1;
        const double b = 2 * scalp_random_uniform(random) - 1;
        const double s = a * a + b * b;
        if (s > 0 && s < 1)
            return a * sqrt(-2 * scalp_log(s) / s);
    }
}

uint64_t scalp_random_below(scalp_random *random, uint64_t bound) {
    assert(bound > 0);
    const uint64_t unfair = (0 - bound) % bound; /* 2^64 mod bound */
    for (;;) {
        const uint64_t n = scalp_random_u64(random);
        if (n >= unfair)
            return n % bound;
    }
}
