/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A patch of a good layout, made here so that the room needs no head: a jittered lattice on a
 * torus, relaxed by Lloyd's method (Lloyd 1982) over samples of the plane. */
#include "even.h"

#include <math.h>

enum { side = 32, rounds = 9, fine = 4, samples = side * fine, held_most = 24 };

typedef struct buckets {
    uint8_t held[side * side];
    uint16_t dot[side * side][held_most];
} buckets;

static double wrapped(double d) {
    return d > side / 2.0 ? d - side : d < -side / 2.0 ? d + side : d;
}

static int cell_of(double x) {
    const int c = (int)floor(x);
    return c < 0 ? 0 : c >= side ? side - 1 : c;
}

static void fill(buckets *b, const scalp_vec2 *at) {
    for (int i = 0; i < side * side; i++)
        b->held[i] = 0;
    for (int i = 0; i < EVEN_TILE; i++) {
        const int cell = cell_of(at[i].y) * side + cell_of(at[i].x);
        if (b->held[cell] < held_most)
            b->dot[cell][b->held[cell]++] = (uint16_t)i;
    }
}

/* The nearest dot, in ever larger rings. */
static int nearest(const buckets *b, const scalp_vec2 *at, double x, double y) {
    const int cx = cell_of(x), cy = cell_of(y);
    double least = HUGE_VAL;
    int best = 0;
    for (int ring = 0; ring <= side / 2 && least > (ring - 1) * (double)(ring - 1); ring++)
        for (int dy = -ring; dy <= ring; dy++)
            for (int dx = -ring; dx <= ring; dx++) {
                if (dx > -ring && dx < ring && dy > -ring && dy < ring)
                    continue;
                const int cell = ((cy + dy + side) % side) * side + (cx + dx + side) % side;
                for (int k = 0; k < b->held[cell]; k++) {
                    const int i = b->dot[cell][k];
                    const double ux = wrapped(at[i].x - x), uy = wrapped(at[i].y - y);
                    if (ux * ux + uy * uy < least)
                        least = ux * ux + uy * uy, best = i;
                }
            }
    return best;
}

static double into(double x) {
    x -= side * floor(x / side);
    return x < side ? x : 0;
}

static void relax(scalp_vec2 *at, scalp_random *random) {
    buckets b;
    scalp_vec2 sum[EVEN_TILE] = {{0, 0}};
    int held[EVEN_TILE] = {0};
    fill(&b, at);
    for (int row = 0; row < samples; row++)
        for (int column = 0; column < samples; column++) {
            const double x = (column + scalp_random_uniform(random)) / fine;
            const double y = (row + scalp_random_uniform(random)) / fine;
            const int i = nearest(&b, at, x, y);
            sum[i].x += wrapped(x - at[i].x);
            sum[i].y += wrapped(y - at[i].y);
            held[i]++;
        }
    for (int i = 0; i < EVEN_TILE; i++)
        if (held[i] > 0)
            at[i] = (scalp_vec2){into(at[i].x + sum[i].x / held[i]),
                                 into(at[i].y + sum[i].y / held[i])};
}

void even_tile_make(uint64_t seed, scalp_vec2 at[EVEN_TILE]) {
    scalp_random random = scalp_random_make(seed, 0x711e);
    for (int i = 0; i < EVEN_TILE; i++) {
        at[i].x = into(i % side + scalp_random_uniform(&random));
        at[i].y = into(i / side + scalp_random_uniform(&random)); /* NOLINT: whole rows */
    }
    for (int round = 0; round < rounds; round++)
        relax(at, &random);
}
