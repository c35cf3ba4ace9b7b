/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where planned dots that are not there lie together. */
#include "pair_plan.h"

#include <stdlib.h>

enum { about = 40, patch_least = 4 };

static const double around = 1.6, linked = 1.7; /* spacings */

/* Missing one to one; freehand: no dot nearer than .9 spacings, which an even field has nowhere. */
static void mark_gone(const plan_match *m, const scalp_pair_dot *dots, bool *gone) {
    for (uint32_t i = 0; i < m->near_count; i++) {
        const scalp_pair_dot *d = &dots[m->near_id[i]];
        gone[i] = d->state == SCALP_PAIRED_MISSING ||
                  (d->state == SCALP_PAIRED_FREEHAND &&
                   pair_set_nearest(&m->dots, m->near_mm[i], 0.9 * m->plan.spacing[i], NULL) ==
                       PAIR_NONE);
    }
}

/* The chance of `hits` or more of `n` when each has the share `p`. */
static double tail(int n, int hits, double p) {
    double term = pow(1 - p, n), sum = 0;
    for (int k = 0; k <= n; k++) {
        if (k >= hits)
            sum += term;
        term *= (n - k) / (k + 1.0) * p / (1 - p);
    }
    return sum;
}

/* More gone about a place than the zone's own rate would leave by chance. */
static bool is_core(const plan_match *m, const bool *gone, uint32_t i, double rate) {
    pair_near near;
    pair_set_around(&m->plan, m->near_mm[i], about, &near);
    const double reach = around * m->plan.spacing[i];
    int n = 0, hits = 0;
    for (int k = 0; k < near.count && near.d2[k] < reach * reach; k++)
        if (m->seen[near.id[k]]) {
            n++;
            hits += gone[near.id[k]];
        }
    return n >= 5 && hits >= 0.6 * n && tail(n, hits, scalp_clamp(rate, 0.01, 0.5)) < 1e-4;
}

typedef struct flood {
    const plan_match *m;
    const bool *gone, *core;
    uint32_t *patch; /* by near planned: 1.. */
    uint32_t *stack;
} flood;

static scalp_pair_bare fill(flood *f, uint32_t seed, uint32_t number) {
    const plan_match *m = f->m;
    scalp_pair_bare bare = {.zone = m->planned[m->near_id[seed]].zone};
    size_t depth = 0;
    double area = 0;
    f->stack[depth++] = seed;
    f->patch[seed] = number;
    while (depth > 0) {
        const uint32_t i = f->stack[--depth];
        const double sp = m->plan.spacing[i];
        bare.dots++;
        bare.mm.x += m->near_mm[i].x;
        bare.mm.y += m->near_mm[i].y;
        area += sp * sp;
        if (!f->core[i])
            continue; /* the rim does not lead on */
        pair_near near;
        pair_set_around(&m->plan, m->near_mm[i], 24, &near);
        for (int k = 0; k < near.count && near.d2[k] < linked * linked * sp * sp; k++) {
            const uint32_t j = near.id[k];
            if (f->gone[j] && !f->patch[j]) {
                f->patch[j] = number;
                f->stack[depth++] = j;
            }
        }
    }
    bare.mm.x /= (double)bare.dots;
    bare.mm.y /= (double)bare.dots;
    bare.diameter_mm = 2 * sqrt(area / SCALP_PI);
    return bare;
}

static int by_size(const void *a, const void *b) {
    const scalp_pair_bare *x = a, *y = b;
    if (x->dots != y->dots)
        return x->dots > y->dots ? -1 : 1;
    if (x->mm.x != y->mm.x)
        return x->mm.x < y->mm.x ? -1 : 1;
    return (x->mm.y > y->mm.y) - (x->mm.y < y->mm.y);
}

/* The median zone-wide rate would be drawn up by the patches themselves: half of it counts. */
static double rate_of(const scalp_plan_compared *c, uint8_t zone) {
    for (size_t i = 0; i < c->zone_count; i++)
        if (c->zones[i].zone == zone && c->zones[i].seen > 0)
            return 0.5 * (double)c->zones[i].count[SCALP_PAIRED_MISSING] / (double)c->zones[i].seen;
    return 0;
}

scalp_status plan_bare(plan_match *m, const scalp_pair_dot *dots, scalp_plan_compared *to,
                       scalp_error *error) {
    bool *gone, *core;
    flood f = {.m = m};
    void *memory;
    SCALP_TRY(scalp_work_take(m->work, m->near_count, sizeof(scalp_pair_bare), &memory, error));
    scalp_pair_bare *bare = memory;
    SCALP_TRY(scalp_work_take(m->work, 2 * m->near_count, sizeof(bool), &memory, error));
    f.gone = gone = memory;
    f.core = core = gone + m->near_count;
    SCALP_TRY(scalp_work_take(m->work, 2 * m->near_count, sizeof(uint32_t), &memory, error));
    f.patch = memory;
    f.stack = f.patch + m->near_count;
    mark_gone(m, dots, gone);
    for (uint32_t i = 0; i < m->near_count; i++)
        core[i] = gone[i] && is_core(m, gone, i, rate_of(to, m->planned[m->near_id[i]].zone));
    uint32_t number = 0;
    for (uint32_t i = 0; i < m->near_count; i++)
        if (core[i] && !f.patch[i]) {
            const scalp_pair_bare one = fill(&f, i, ++number);
            if (one.dots >= patch_least)
                bare[to->bare_count++] = one;
        }
    qsort(bare, to->bare_count, sizeof *bare, by_size);
    to->bare = bare;
    return SCALP_OK;
}
