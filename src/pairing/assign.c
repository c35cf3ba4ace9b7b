/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which place of one set is which of another: one to one, the nearest first. */
#include "pair.h"

#include <stdlib.h>

typedef struct meeting {
    double distance; /* in spacings */
    uint32_t of, to;
} meeting;

static int by_distance(const void *a, const void *b) {
    const meeting *x = a, *y = b;
    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    if (x->of != y->of)
        return x->of < y->of ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

enum { meetings_each = 6 };

static size_t meet(const pair_set *of, const pair_set *to, const bool *may, double reach,
                   meeting *out) {
    size_t n = 0;
    for (uint32_t i = 0; i < of->count; i++) {
        pair_near near;
        if (!may[i])
            continue;
        pair_set_around(to, of->at[i], meetings_each, &near);
        for (int k = 0; k < near.count; k++) {
            const double d = sqrt(near.d2[k]) / of->spacing[i];
            if (d < reach)
                out[n++] = (meeting){d, i, near.id[k]};
        }
    }
    return n;
}

static double bell(double d2, double sigma) {
    return exp(-d2 / (2 * sigma * sigma)) / (2 * SCALP_PI * sigma * sigma);
}

/* Density of a true match at a distance: near, and of some found places farther off, where a hair
 * or a pore drew them aside. */
static double same_at(const pair_mates *m, double d2, double *far) {
    *far = m->heavy ? m->share * m->often * bell(d2, m->far) : 0;
    return m->share * (1 - m->often) * bell(d2, m->sigma);
}

/* How far matches lie, as a mixture of dots of that place and others (see pair_grow.c). */
static void find_sigma(pair_mates *m) {
    const double even = 1 / (SCALP_PI * m->reach * m->reach), least_far = 0.04;
    m->sigma = m->heavy ? 0.04 : 0.12;
    m->share = 0.8;
    m->often = m->heavy ? 0.1 : 0;
    m->far = least_far;
    for (int round = 0; round < 20; round++) {
        double sum = 0, square = 0, all = 0, far_sum = 0;
        m->far = fmax(least_far, 3 * m->sigma);
        for (size_t i = 0; i < m->count; i++) {
            if (m->mate[i] == PAIR_NONE)
                continue;
            const double d2 = m->distance[i] * m->distance[i];
            double far;
            const double near = same_at(m, d2, &far);
            const double one = near + far + (1 - m->share) * even;
            all += 1;
            sum += near / one;
            far_sum += far / one;
            square += near / one * d2;
        }
        if (!(sum > 0))
            return;
        m->sigma = scalp_clamp(sqrt(square / (2 * sum)), 0.004, 0.35);
        m->share = scalp_clamp((sum + far_sum) / all, 0.02, 0.995);
        m->often = m->heavy ? scalp_clamp(far_sum / (sum + far_sum), 0.01, 0.4) : 0;
    }
}

scalp_status pair_assign(const pair_set *of, const pair_set *to, const bool *may, double reach,
                         const scalp_work *work, pair_mates *mates, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, of->count, sizeof(uint32_t), &memory, error));
    mates->mate = memory;
    SCALP_TRY(scalp_work_take(work, of->count, sizeof(double), &memory, error));
    mates->distance = memory;
    SCALP_TRY(scalp_work_take(work, to->count, sizeof(uint32_t), &memory, error));
    mates->held = memory;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, of->count * meetings_each, sizeof(meeting), &memory, error));
    meeting *meetings = memory;
    const size_t count = meet(of, to, may, reach, meetings);
    qsort(meetings, count, sizeof *meetings, by_distance);
    for (size_t i = 0; i < of->count; i++)
        mates->mate[i] = PAIR_NONE;
    for (size_t i = 0; i < to->count; i++)
        mates->held[i] = PAIR_NONE;
    for (size_t k = 0; k < count; k++) {
        const meeting *w = &meetings[k];
        if (mates->mate[w->of] != PAIR_NONE || mates->held[w->to] != PAIR_NONE)
            continue;
        mates->mate[w->of] = w->to;
        mates->held[w->to] = w->of;
        mates->distance[w->of] = w->distance;
    }
    scalp_arena_return(work->memory, mark);
    mates->count = of->count;
    mates->reach = reach;
    find_sigma(mates);
    return SCALP_OK;
}

double pair_doubt(const pair_mates *m, uint32_t of) {
    double far;
    const double near = same_at(m, m->distance[of] * m->distance[of], &far);
    const double other = (1 - m->share) / (SCALP_PI * m->reach * m->reach);
    return other / (near + far + other);
}
