/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots set beside their place where all others follow the plan closely: a place left empty and a
 * dot beside it are one displaced dot, if there are more such couples than chance would make of as
 * many empty places and dots that were never planned. */
#include "pair_plan.h"

static const double half = 0.5; /* spacings */

enum { few = 4 };

typedef struct loose {
    uint32_t *planned, *found; /* without a mate */
    scalp_vec2 *at;            /* of the found */
    size_t planned_count, found_count, judged;
} loose;

static scalp_status take_loose(const plan_match *m, loose *l, scalp_error *error) {
    void *memory;
    SCALP_TRY(
        scalp_work_take(m->work, m->near_count + m->found_count, sizeof(uint32_t), &memory, error));
    l->planned = memory;
    l->found = l->planned + m->near_count;
    SCALP_TRY(scalp_work_take(m->work, m->found_count, sizeof(scalp_vec2), &memory, error));
    l->at = memory;
    l->planned_count = l->found_count = l->judged = 0;
    for (uint32_t i = 0; i < m->near_count; i++) {
        if (!m->seen[i] || plan_freehand_at(m, m->near_mm[i]))
            continue;
        l->judged++;
        if (m->mates.mate[i] == PAIR_NONE)
            l->planned[l->planned_count++] = i;
    }
    for (uint32_t i = 0; i < m->found_count; i++)
        if (m->mates.held[i] == PAIR_NONE && m->found[i].confidence >= 0.5 &&
            scalp_window_has(m->window, m->found[i].mm) && !plan_freehand_at(m, m->found[i].mm)) {
            l->at[l->found_count] = m->found[i].mm;
            l->found[l->found_count++] = i;
        }
    return SCALP_OK;
}

/* The share of the couples that are more than chance: chance makes of `empty` places as many as
 * strange dots cover, but couples that are real are neither. */
static double real_share(double couples, double empty, double strange, double judged) {
    double real = 0;
    for (int round = 0; round < 30; round++) {
        const double covered = 1 - exp(-SCALP_PI * half * half * fmax(strange - real, 0) / judged);
        real = scalp_clamp(couples - fmax(empty - real, 0) * covered, 0, couples);
    }
    return real / couples;
}

/* Mutually nearest within half the spacing. */
static size_t couple(const plan_match *m, const loose *l, const pair_set *empty,
                     const pair_set *strange, uint32_t *mate) {
    size_t couples = 0;
    for (size_t i = 0; i < l->planned_count; i++) {
        const scalp_vec2 at = m->near_mm[l->planned[i]];
        const double reach = half * m->plan.spacing[l->planned[i]];
        mate[i] = pair_set_nearest(strange, at, reach, NULL);
        if (mate[i] == PAIR_NONE)
            continue;
        if (pair_set_nearest(empty, l->at[mate[i]], 1.001 * reach, NULL) != i)
            mate[i] = PAIR_NONE;
        else
            couples++;
    }
    return couples;
}

scalp_status plan_displaced(plan_match *m, scalp_error *error) {
    loose l;
    pair_set empty, strange;
    void *memory;
    m->displaced_doubt = 1;
    SCALP_TRY(take_loose(m, &l, error));
    if (l.planned_count < few || l.found_count < few)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(m->work, l.planned_count, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *places = memory;
    for (size_t i = 0; i < l.planned_count; i++)
        places[i] = m->near_mm[l.planned[i]];
    SCALP_TRY(pair_set_make(places, l.planned_count, m->work, &empty, error));
    SCALP_TRY(pair_set_make(l.at, l.found_count, m->work, &strange, error));
    SCALP_TRY(scalp_work_take(m->work, l.planned_count, sizeof(uint32_t), &memory, error));
    uint32_t *mate = memory;
    const size_t couples = couple(m, &l, &empty, &strange, mate);
    if (couples < few)
        return SCALP_OK;
    const double real = real_share((double)couples, (double)l.planned_count, (double)l.found_count,
                                   (double)l.judged);
    if (real < 0.5)
        return SCALP_OK;
    m->displaced_doubt = 1 - real;
    for (size_t i = 0; i < l.planned_count; i++)
        if (mate[i] != PAIR_NONE) {
            const uint32_t planned = l.planned[i], found = l.found[mate[i]];
            const scalp_vec2 a = m->near_mm[planned], b = m->found[found].mm;
            m->mates.mate[planned] = found;
            m->mates.held[found] = planned;
            m->mates.distance[planned] = hypot(a.x - b.x, a.y - b.y) / m->plan.spacing[planned];
        }
    return SCALP_OK;
}
