/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "noise.h"

#include <math.h>

/* A whole number from lattice coordinates: odd multipliers and two rounds of shift and multiply, as
 * in the finalizer of MurmurHash3 (Appleby, public domain). */
static uint32_t scatter(int x, int y, int z, uint32_t seed) {
    uint32_t h = (uint32_t)x * 0x8da6b343u ^ (uint32_t)y * 0xd8163841u ^ (uint32_t)z * 0xcb1ab31fu;
    h ^= seed;
    h ^= h >> 16;
    h *= 0x85ebca6bu;
    h ^= h >> 13;
    h *= 0xc2b2ae35u;
    return h ^ h >> 16;
}

/* The twelve edge directions of a cube, four of them twice. */
static const float gradients[16][3] = {
    {1, 1, 0}, {-1, 1, 0}, {1, -1, 0}, {-1, -1, 0}, {1, 0, 1}, {-1, 0, 1}, {1, 0, -1}, {-1, 0, -1},
    {0, 1, 1}, {0, -1, 1}, {0, 1, -1}, {0, -1, -1}, {1, 1, 0}, {-1, 1, 0}, {0, -1, 1}, {0, -1, -1},
};

static float fade(float t) {
    return t * t * t * (t * (t * 6 - 15) + 10);
}

static float fade_slope(float t) {
    return 30 * t * t * (t * (t - 2) + 1);
}

float scalp_noise_smooth(scalp_noise_point p, uint32_t seed, scalp_noise_point *slope) {
    const float bx = floorf(p.x), by = floorf(p.y), bz = floorf(p.z);
    const int ix = (int)bx, iy = (int)by, iz = (int)bz;
    const float fx = p.x - bx, fy = p.y - by, fz = p.z - bz;
    const float wx[2] = {1 - fade(fx), fade(fx)}, wy[2] = {1 - fade(fy), fade(fy)},
                wz[2] = {1 - fade(fz), fade(fz)};
    const float sx = fade_slope(fx), sy = fade_slope(fy), sz = fade_slope(fz);
    float sum = 0;
    scalp_noise_point d = {0, 0, 0};
    for (int k = 0; k < 8; k++) {
        const int cx = k & 1, cy = k >> 1 & 1, cz = k >> 2;
        const float *g = gradients[scatter(ix + cx, iy + cy, iz + cz, seed) & 15];
        const float value =
            g[0] * (fx - (float)cx) + g[1] * (fy - (float)cy) + g[2] * (fz - (float)cz);
        const float yz = wy[cy] * wz[cz], xz = wx[cx] * wz[cz], xy = wx[cx] * wy[cy];
        const float w = wx[cx] * yz;
        sum += w * value;
        d.x += w * g[0] + (cx ? sx : -sx) * yz * value;
        d.y += w * g[1] + (cy ? sy : -sy) * xz * value;
        d.z += w * g[2] + (cz ? sz : -sz) * xy * value;
    }
    if (slope)
        *slope = d;
    return sum;
}

scalp_noise_cell scalp_noise_cells(scalp_noise_point p, uint32_t seed) {
    const float bx = floorf(p.x), by = floorf(p.y), bz = floorf(p.z);
    const int ix = (int)bx, iy = (int)by, iz = (int)bz;
    float first = 64, second = 64;
    uint32_t lot = 0;
    scalp_noise_point away = {0, 0, 0};
    for (int k = 0; k < 27; k++) {
        const int cx = k % 3 - 1, cy = k / 3 % 3 - 1, cz = k / 9 - 1;
        const uint32_t h = scatter(ix + cx, iy + cy, iz + cz, seed);
        const float dx = p.x - (bx + (float)cx + (float)(h & 1023) / 1024.0F);
        const float dy = p.y - (by + (float)cy + (float)(h >> 10 & 1023) / 1024.0F);
        const float dz = p.z - (bz + (float)cz + (float)(h >> 20 & 1023) / 1024.0F);
        const float square = dx * dx + dy * dy + dz * dz;
        if (square < first) {
            second = first;
            first = square;
            lot = h;
            away = (scalp_noise_point){dx, dy, dz};
        } else if (square < second) {
            second = square;
        }
    }
    const float nearest = sqrtf(first), length = nearest > 0 ? 1 / nearest : 0;
    return (scalp_noise_cell){
        nearest, sqrtf(second) - nearest, lot, {away.x * length, away.y * length, away.z * length}};
}
