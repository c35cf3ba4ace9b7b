/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block with many packets at once: included by the file for every machine and by the one that is
 * compiled for AVX2. Every packet goes the very way that mc_walk takes it: the same operations in
 * the same order, so the same bits.
 *
 * Four packets make a group, each in its lane, each at its own place of its own life. One step of
 * a group draws a free path and a turn for all lanes; lanes that meet a face or fall below the
 * weight of the roulette are then seen to one by one, and a lane whose packet is gone gets the
 * next. Several groups by turns, so that the processor need not wait for divisions. */
#include "mc_blocks.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif
#if defined(__GNUC__) || defined(__clang__)
#pragma GCC diagnostic ignored "-Wpsabi" /* vectors do not leave this file */
#endif

/* Vectors as arguments must not become calls, which differ between machines with and without AVX.
 */
#define LANE_INLINE static inline __attribute__((always_inline))

enum { lane_width = 4, lane_groups = 4 };

typedef double lane_v __attribute__((vector_size(32)));
typedef uint64_t lane_u __attribute__((vector_size(32)));
typedef int64_t lane_m __attribute__((vector_size(32)));

typedef struct lane_group {
    lane_u random[4];
    lane_v x, y, z, ux, uy, uz, weight;
    lane_v kept; /* absorbed since the packet entered its layer */
    lane_v top, bottom, path_mm, loss, g, spread;
    lane_m crosses;
    int layer[lane_width];
    int live;
} lane_group;

typedef struct lane_block {
    const mc_plan *plan;
    double *tally;
    uint64_t next, end; /* packets to launch */
    int live;
    lane_group groups[lane_groups];
} lane_block;

LANE_INLINE lane_v lane_and(lane_v a, lane_u mask) {
    return (lane_v)((lane_u)a & mask);
}

LANE_INLINE lane_v lane_pick(lane_m mask, lane_v yes, lane_v no) {
#if defined(__AVX2__)
    return (lane_v)_mm256_blendv_pd((__m256d)no, (__m256d)yes, (__m256d)mask);
#else
    return (lane_v)(((lane_u)yes & (lane_u)mask) | ((lane_u)no & ~(lane_u)mask));
#endif
}

LANE_INLINE lane_v lane_sqrt(lane_v a) {
#if defined(__AVX2__)
    return (lane_v)_mm256_sqrt_pd((__m256d)a);
#else
    return (lane_v){sqrt(a[0]), sqrt(a[1]), sqrt(a[2]), sqrt(a[3])};
#endif
}

/* One bit for each lane. */
LANE_INLINE unsigned lane_bits(lane_m mask) {
#if defined(__AVX2__)
    return (unsigned)_mm256_movemask_pd((__m256d)mask);
#else
    return (unsigned)((mask[0] & 1) | (mask[1] & 2) | (mask[2] & 4) | (mask[3] & 8));
#endif
}

LANE_INLINE lane_u lane_draw(lane_u s[4]) {
    const lane_u sum = s[0] + s[3];
    const lane_u result = (sum << 23 | sum >> 41) + s[0];
    const lane_u t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = s[3] << 45 | s[3] >> 19;
    return result;
}

LANE_INLINE lane_v lane_minus_log(lane_v u) {
    const lane_u k = (MC_ROOT_2_BITS - (lane_u)u) >> 52;
    const lane_v m = (lane_v)((lane_u)u + (k << 52));
    const lane_v f = (m - 1) / (m + 1), s = f * f;
    const lane_v whole = (lane_v)(MC_WHOLE_BITS | k) - 0x1p52;
    return whole * MC_LN2 +
           f * (MC_LOG_1 +
                s * (MC_LOG_3 + s * (MC_LOG_5 + s * (MC_LOG_7 + s * (MC_LOG_9 + s * MC_LOG_11)))));
}

LANE_INLINE lane_v lane_half_turn_sine(lane_v v) {
    const lane_v s = v * v;
    return v * (MC_SINE_1 +
                s * (MC_SINE_3 +
                     s * (MC_SINE_5 +
                          s * (MC_SINE_7 +
                               s * (MC_SINE_9 +
                                    s * (MC_SINE_11 + s * (MC_SINE_13 + s * MC_SINE_15)))))));
}

/* mc_turn, for the lanes that do not cross. */
LANE_INLINE void lane_turn(lane_group *p, lane_u bits) {
    const lane_u signs = (lane_u){0} | 0x8000000000000000ULL;
    const lane_v t = 2 * (lane_v)(bits >> 32 << 20 | MC_ONE_BITS) - 3;
    const lane_v half =
        lane_half_turn_sine((lane_v)((bits & 0xffffffffULL) << 20 | MC_ONE_BITS) - 1.5);
    const lane_v sign = (lane_v)(((lane_u)p->uz & signs) | MC_ONE_BITS);
    const lane_v steep = sign + p->uz, open = 1 + p->g * t;
    const lane_v inverse = 1 / (open * steep);
    const lane_v q = inverse * steep, a = -(inverse * open);
    const lane_v s = p->spread * q;
    const lane_v cosine = 0.5 * (p->g + (t + p->g) * ((1 + s) * q));
    const lane_v sine = lane_sqrt(lane_and((1 - cosine) * (1 + cosine), ~signs));
    const lane_v e1 = sine * (1 - 2 * (half * half));
    const lane_v e2 = sine * (2 * half * lane_sqrt(1 - half * half));
    const lane_v b = p->ux * p->uy * a;
    const lane_v sx = sign * p->ux;
    const lane_v ux = cosine * p->ux + (e1 * (1 + sx * p->ux * a) + e2 * b);
    const lane_v uy = cosine * p->uy + (e1 * (sign * b) + e2 * (sign + p->uy * p->uy * a));
    const lane_v uz = cosine * p->uz - (e1 * sx + e2 * p->uy);
    p->ux = lane_pick(p->crosses, p->ux, ux);
    p->uy = lane_pick(p->crosses, p->uy, uy);
    p->uz = lane_pick(p->crosses, p->uz, uz);
}

/* One step of every lane; the lanes that have to be seen to. */
LANE_INLINE unsigned lane_step(lane_group *p) {
    const lane_u far_bits = lane_draw(p->random), turn_bits = lane_draw(p->random);
    const lane_v free_mm = p->path_mm * lane_minus_log(2 - (lane_v)(far_bits >> 12 | MC_ONE_BITS));
    const lane_v z = p->z + p->uz * free_mm;
    const lane_m crosses = (lane_m)((z > p->bottom) | (z < p->top));
    lane_v length = free_mm;
    p->crosses = crosses;
    if (lane_bits(crosses)) {
        const lane_v face = lane_pick((lane_m)(p->uz > 0), p->bottom, p->top);
        length = lane_pick(crosses, (face - p->z) / p->uz, free_mm);
        p->z = lane_pick(crosses, face, z);
    } else {
        p->z = z;
    }
    p->x += p->ux * length;
    p->y += p->uy * length;
    const lane_v taken = lane_and(p->weight * p->loss, ~(lane_u)crosses);
    p->kept += taken;
    p->weight -= taken;
    lane_turn(p, turn_bits);
    return lane_bits(crosses | (lane_m)(p->weight < MC_LIGHT));
}

LANE_INLINE void lane_enter(lane_group *p, int l, const mc_layer *layer) {
    p->top[l] = layer->top;
    p->bottom[l] = layer->bottom;
    p->path_mm[l] = layer->path_mm;
    p->loss[l] = layer->loss;
    p->g[l] = layer->g;
    p->spread[l] = layer->spread;
}

/* What the packet has left in the layer that it is in. */
LANE_INLINE void lane_settle(lane_block *b, lane_group *p, int l) {
    b->tally[mc_first_layer + p->layer[l]] += p->kept[l];
    p->kept[l] = 0;
}

LANE_INLINE void lane_put(lane_group *p, int l, const mc_photon *from) {
    for (int i = 0; i < 4; i++)
        p->random[i][l] = from->random.s[i];
    p->ux[l] = from->ux;
    p->uy[l] = from->uy;
    p->uz[l] = from->uz;
    p->weight[l] = from->weight;
}

LANE_INLINE mc_photon lane_get(const lane_group *p, int l) {
    mc_photon to = {.ux = p->ux[l],
                    .uy = p->uy[l],
                    .uz = p->uz[l],
                    .weight = p->weight[l],
                    .layer = p->layer[l]};
    for (int i = 0; i < 4; i++)
        to.random.s[i] = p->random[i][l];
    return to;
}

/* The next packet, or rest: a lane that stays where it is and loses nothing. */
static void lane_launch(lane_block *b, lane_group *p, int l) {
    static const mc_layer rest = {.top = -1, .bottom = 1};
    mc_photon photon = {.random = {{1, 2, 3, 4}}, .uz = 1, .weight = 1};
    const bool more = b->next < b->end;
    if (more)
        photon = mc_launch(&b->plan->world, b->plan->seed, b->next++);
    b->live += more;
    p->live += more;
    p->x[l] = p->y[l] = p->z[l] = 0;
    p->layer[l] = 0;
    lane_put(p, l, &photon);
    lane_enter(p, l, more ? &b->plan->world.layers[0] : &rest);
}

LANE_INLINE void lane_end(lane_block *b, lane_group *p, int l) {
    b->live--;
    p->live--;
    lane_launch(b, p, l);
}

LANE_INLINE void lane_cross(lane_block *b, lane_group *p, int l) {
    const mc_world *world = &b->plan->world;
    const int here = p->layer[l], ahead = here + (p->uz[l] > 0 ? 1 : -1);
    if (ahead >= 0 && ahead < world->layer_count &&
        world->layers[ahead].n == world->layers[here].n) {
        lane_settle(b, p, l);
        p->layer[l] = ahead;
        lane_enter(p, l, &world->layers[ahead]);
        return;
    }
    mc_photon photon = lane_get(p, l);
    mc_cross(world, &photon);
    lane_put(p, l, &photon);
    if (photon.layer == here)
        return;
    lane_settle(b, p, l);
    if (photon.layer >= 0 && photon.layer < world->layer_count) {
        p->layer[l] = photon.layer;
        lane_enter(p, l, &world->layers[photon.layer]);
        return;
    }
    mc_tally_exit(b->plan, b->tally, photon.layer, p->x[l], p->y[l], photon.uz, photon.weight);
    lane_end(b, p, l);
}

LANE_INLINE void lane_gamble(lane_block *b, lane_group *p, int l) {
    mc_photon photon = lane_get(p, l);
    mc_roulette(&photon);
    lane_put(p, l, &photon);
    if (photon.weight > 0)
        return;
    lane_settle(b, p, l);
    lane_end(b, p, l);
}

static void lane_run(const mc_plan *plan, const mc_share *share) {
    lane_block b = {.plan = plan,
                    .tally = share->tally,
                    .next = share->first,
                    .end = share->first + share->count};
    for (int k = 0; k < lane_groups; k++) {
        for (int l = 0; l < lane_width; l++)
            lane_launch(&b, &b.groups[k], l);
    }
    while (b.live > 0) {
        for (int k = 0; k < lane_groups; k++) {
            lane_group *p = &b.groups[k];
            if (p->live == 0)
                continue;
            unsigned lanes = lane_step(p);
            for (int l = 0; lanes; l++, lanes >>= 1) {
                if (!(lanes & 1))
                    continue;
                if (p->crosses[l])
                    lane_cross(&b, p, l);
                else
                    lane_gamble(&b, p, l);
            }
        }
    }
}
