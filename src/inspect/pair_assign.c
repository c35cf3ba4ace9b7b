/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which found dot is which planned one. */
#include "pair_plan.h"

#include <stdlib.h>

static const double within = 0.5; /* spacings */

typedef struct meeting {
    double distance; /* in spacings */
    uint32_t planned, dot;
} meeting;

static int by_distance(const void *a, const void *b) {
    const meeting *x = a, *y = b;
    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    if (x->planned != y->planned)
        return x->planned < y->planned ? -1 : 1;
    return (x->dot > y->dot) - (x->dot < y->dot);
}

enum { meetings_each = 6 };

static size_t meet(const plan_match *m, meeting *to) {
    size_t n = 0;
    for (uint32_t i = 0; i < m->near_count; i++) {
        pair_near near;
        pair_set_around(&m->dots, m->near_mm[i], meetings_each, &near);
        for (int k = 0; k < near.count; k++) {
            const double d = sqrt(near.d2[k]) / m->plan.spacing[i];
            if (d < within && !plan_freehand_at(m, m->near_mm[i]))
                to[n++] = (meeting){d, i, near.id[k]};
        }
    }
    return n;
}

/* How far matches lie, as a mixture of dots of that place and others (see pair_grow.c). */
static void find_sigma(plan_match *m) {
    const double even = 1 / (SCALP_PI * within * within);
    m->sigma = 0.12;
    m->share = 0.8;
    for (int round = 0; round < 20; round++) {
        double sum = 0, square = 0, all = 0;
        const double s2 = m->sigma * m->sigma;
        for (size_t i = 0; i < m->near_count; i++) {
            if (m->mate[i] == PAIR_NONE)
                continue;
            const double d2 = m->distance[i] * m->distance[i];
            const double same = m->share * exp(-d2 / (2 * s2)) / (2 * SCALP_PI * s2);
            const double w = same / (same + (1 - m->share) * even);
            all += 1;
            sum += w;
            square += w * d2;
        }
        if (!(sum > 0))
            return;
        m->sigma = scalp_clamp(sqrt(square / (2 * sum)), 0.004, 0.35);
        m->share = scalp_clamp(sum / all, 0.02, 0.995);
    }
}

scalp_status plan_assign(plan_match *m, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(m->work, m->near_count, sizeof(uint32_t), &memory, error));
    m->mate = memory;
    SCALP_TRY(scalp_work_take(m->work, m->near_count, sizeof(double), &memory, error));
    m->distance = memory;
    SCALP_TRY(scalp_work_take(m->work, m->found_count, sizeof(uint32_t), &memory, error));
    m->held = memory;
    const scalp_arena_mark mark = scalp_arena_here(m->work->memory);
    SCALP_TRY(scalp_work_take(m->work, m->near_count * meetings_each, sizeof(meeting), &memory,
                              error));
    meeting *meetings = memory;
    const size_t count = meet(m, meetings);
    qsort(meetings, count, sizeof *meetings, by_distance);
    for (size_t i = 0; i < m->near_count; i++)
        m->mate[i] = PAIR_NONE;
    for (size_t i = 0; i < m->found_count; i++)
        m->held[i] = PAIR_NONE;
    for (size_t k = 0; k < count; k++) {
        const meeting *w = &meetings[k];
        if (m->mate[w->planned] != PAIR_NONE || m->held[w->dot] != PAIR_NONE)
            continue;
        m->mate[w->planned] = w->dot;
        m->held[w->dot] = w->planned;
        m->distance[w->planned] = w->distance;
    }
    scalp_arena_return(m->work->memory, mark);
    find_sigma(m);
    return SCALP_OK;
}
