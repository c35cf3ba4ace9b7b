/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256, FIPS 180-4 sections 4.1.2, 5.3.3, 6.2. */
#include <scalptor/base.h>

#include <string.h>

static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t x, int k) {
    return (x >> k) | (x << (32 - k));
}

static uint32_t read_word(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* The schedule's word t; from 16 on it takes the place of the one 16 rounds back. */
static uint32_t next_word(uint32_t w[16], size_t t) {
    if (t >= 16) {
        const uint32_t a = w[(t + 1) % 16], b = w[(t + 14) % 16];
        w[t % 16] += w[(t + 9) % 16] + (rotate(a, 7) ^ rotate(a, 18) ^ (a >> 3)) +
                     (rotate(b, 17) ^ rotate(b, 19) ^ (b >> 10));
    }
    return w[t % 16] + round_constants[t];
}

/* Round t. The eight working variables stay where they are and change their names instead: a is at
 * place -t modulo 8, b behind it, and so on. Only the new e and a are written, over d and h. */
static void mix(uint32_t v[8], size_t t, uint32_t word) {
    const size_t at = 64 - t;
    const uint32_t a = v[at % 8], b = v[(at + 1) % 8], c = v[(at + 2) % 8];
    const uint32_t e = v[(at + 4) % 8], f = v[(at + 5) % 8], g = v[(at + 6) % 8];
    const uint32_t t1 = v[(at + 7) % 8] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
                        (g ^ (e & (f ^ g))) + word;
    v[(at + 3) % 8] += t1;
    v[(at + 7) % 8] =
        t1 + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) | (c & (a | b)));
}

/* Eight rounds at a time, so that every place is known to the compiler and stays in a register. */
static void take_block(uint32_t state[8], const uint8_t block[64]) {
    uint32_t w[16], v[8];
    memcpy(v, state, sizeof v);
    for (size_t i = 0; i < 16; i++)
        w[i] = read_word(block + 4 * i);
    for (size_t t = 0; t < 64; t += 8) {
        mix(v, 0, next_word(w, t));
        mix(v, 1, next_word(w, t + 1));
        mix(v, 2, next_word(w, t + 2));
        mix(v, 3, next_word(w, t + 3));
        mix(v, 4, next_word(w, t + 4));
        mix(v, 5, next_word(w, t + 5));
        mix(v, 6, next_word(w, t + 6));
        mix(v, 7, next_word(w, t + 7));
    }
    for (size_t i = 0; i < 8; i++)
        state[i] += v[i];
}

scalp_hash scalp_hash_make(void) {
    return (scalp_hash){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
                                  0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void scalp_hash_add(scalp_hash *hash, const void *data, size_t size) {
    const uint8_t *bytes = data;
    while (size) {
        const size_t used = hash->bytes % 64;
        const size_t part = size < 64 - used ? size : 64 - used;
        if (part == 64) {
            take_block(hash->state, bytes);
        } else {
            memcpy(hash->block + used, bytes, part);
            if (used + part == 64)
                take_block(hash->state, hash->block);
        }
        hash->bytes += part;
        bytes += part;
        size -= part;
    }
}

void scalp_hash_hex(scalp_hash *hash, char hex[SCALP_HASH_HEX]) {
    const uint64_t bits = hash->bytes * 8;
    const uint8_t one = 0x80, zero = 0;
    scalp_hash_add(hash, &one, 1);
    while (hash->bytes % 64 != 56)
        scalp_hash_add(hash, &zero, 1);
    uint8_t length[8];
    for (int i = 0; i < 8; i++)
        length[i] = (uint8_t)(bits >> (56 - 8 * i));
    scalp_hash_add(hash, length, 8);
    for (size_t i = 0; i < 64; i++)
        hex[i] = "0123456789abcdef"[hash->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
    hex[64] = 0;
}
