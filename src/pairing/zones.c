/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a plan, by zone. */
#include "pair_plan.h"

#include <stdlib.h>

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(double *values, size_t count, double q) {
    if (count == 0)
        return NAN;
    qsort(values, count, sizeof *values, by_size);
    const double at = q * (double)(count - 1);
    const size_t i = (size_t)at;
    const size_t next = i + 1 < count ? i + 1 : i;
    return values[i] + (at - (double)i) * (values[next] - values[i]);
}

/* Median and its standard deviation, 1.2533 s / sqrt(n) with s from the quartiles. */
static void middle_of(double *values, size_t count, double *median, double *sd) {
    *median = quantile(values, count, 0.5);
    *sd = NAN;
    if (count > 3)
        *sd = 1.2533 * (quantile(values, count, 0.75) - quantile(values, count, 0.25)) / 1.349 /
              sqrt((double)count);
}

/* Ratios of what was found to what was planned, over the matched dots of a zone. */
static size_t ratios(const plan_match *m, const scalp_pair_dot *dots, uint8_t zone, bool dark,
                     double *to) {
    size_t n = 0;
    for (size_t i = 0; i < m->planned_count; i++) {
        const scalp_planned *p = &m->planned[i];
        if (p->zone != zone || dots[i].found == SCALP_PAIR_NONE)
            continue;
        const scalp_found *f = &m->all[dots[i].found];
        const double wanted = dark ? p->darkness : p->diameter_mm;
        const double is = dark ? f->darkness : f->diameter_mm;
        if (wanted > 0 && is > 0 && f->kind == SCALP_FOUND_DOT)
            to[n++] = is / wanted;
    }
    return n;
}

static void count_states(const plan_match *m, const scalp_pair_dot *dots, size_t dot_count,
                         scalp_pair_zone *z) {
    for (size_t i = 0; i < m->planned_count; i++)
        if (m->planned[i].zone == z->zone) {
            z->planned++;
            z->seen += dots[i].state != SCALP_PAIRED_UNSEEN;
            if (dots[i].state != SCALP_PAIRED_FREEHAND)
                z->count[dots[i].state]++;
        }
    for (size_t i = m->planned_count; i < dot_count; i++) {
        if (dots[i].state == SCALP_PAIRED_OUTSIDE)
            continue;
        const uint32_t near = pair_set_nearest(&m->plan, dots[i].mm, HUGE_VAL, NULL);
        if (near != PAIR_NONE && m->planned[m->near_id[near]].zone == z->zone)
            z->count[dots[i].state]++;
    }
}

/* Judged skin of the zone: cells nearest to a planned dot of it, no farther than a spacing. */
static void measure_skin(const plan_match *m, scalp_pair_zone *zones, size_t zone_count) {
    const scalp_window *w = m->window;
    int place[SCALP_ZONE_COUNT];
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        place[z] = -1;
    for (size_t i = 0; i < zone_count; i++)
        place[zones[i].zone] = (int)i;
    for (int j = 0; j < w->rows; j++)
        for (int i = 0; i < w->columns; i++) {
            if (w->why[(size_t)j * (size_t)w->columns + (size_t)i] != SCALP_UNSEEN_NOT)
                continue;
            const scalp_vec2 at = {w->origin_mm.x + (i + 0.5) * w->cell_mm,
                                   w->origin_mm.y + (j + 0.5) * w->cell_mm};
            const uint32_t near = pair_set_nearest(&m->plan, at, 3 * m->plan.median, NULL);
            if (near == PAIR_NONE)
                continue;
            const double dx = m->near_mm[near].x - at.x, dy = m->near_mm[near].y - at.y;
            if (dx * dx + dy * dy > m->plan.spacing[near] * m->plan.spacing[near])
                continue;
            scalp_pair_zone *z = &zones[place[m->planned[m->near_id[near]].zone]];
            z->seen_mm2 += w->cell_mm * w->cell_mm;
            if (plan_freehand_at(m, at))
                z->freehand_mm2 += w->cell_mm * w->cell_mm;
        }
}

/* Mean distance to the nearest neighbour. */
static double neighbour_mm(const pair_set *set, const bool *in) {
    double sum = 0;
    size_t n = 0;
    for (uint32_t i = 0; i < set->count; i++) {
        pair_near near;
        if (!in[i])
            continue;
        pair_set_around(set, set->at[i], 2, &near);
        if (near.count == 2) {
            sum += sqrt(near.d2[1]);
            n++;
        }
    }
    return n ? sum / (double)n : (double)NAN;
}

static void measure_spacing(const plan_match *m, scalp_pair_zone *z, bool *in) {
    size_t found = 0;
    for (size_t i = 0; i < m->near_count; i++)
        in[i] = m->seen[i] && m->planned[m->near_id[i]].zone == z->zone;
    z->planned_spacing_mm = neighbour_mm(&m->plan, in);
    for (uint32_t i = 0; i < m->found_count; i++) {
        const uint32_t near = pair_set_nearest(&m->plan, m->dots.at[i], 1.2 * m->plan.median, NULL);
        in[i] = near != PAIR_NONE && m->planned[m->near_id[near]].zone == z->zone &&
                m->found[i].confidence >= 0.5;
        found += in[i] && scalp_window_has(m->window, m->dots.at[i]);
    }
    z->spacing_mm = neighbour_mm(&m->dots, in);
    z->found_per_cm2 = 100 * (double)found / z->seen_mm2;
    z->planned_per_cm2 = 100 * (double)z->seen / z->seen_mm2;
}

static void measure_matches(const plan_match *m, const scalp_pair_dot *dots, scalp_pair_zone *z,
                            double *values) {
    size_t n = 0;
    double doubt = 0;
    for (size_t i = 0; i < m->planned_count; i++)
        if (m->planned[i].zone == z->zone && dots[i].found != SCALP_PAIR_NONE) {
            values[n++] = hypot(dots[i].off_mm.x, dots[i].off_mm.y);
            doubt += dots[i].doubt;
        }
    z->doubt = n ? doubt / (double)n : (double)NAN;
    z->displaced_median_mm = quantile(values, n, 0.5);
    z->displaced_p95_mm = quantile(values, n, 0.95);
    n = ratios(m, dots, z->zone, false, values);
    middle_of(values, n, &z->diameter_ratio, &z->diameter_ratio_sd);
    n = ratios(m, dots, z->zone, true, values);
    middle_of(values, n, &z->darkness_ratio, &z->darkness_ratio_sd);
}

enum { seen_least = 10 };

static const double fifth = 0.2; /* of the spacing */

static scalp_pair_verdict judge(const scalp_pair_zone *z, double spacing) {
    if (z->seen < seen_least)
        return SCALP_VERDICT_UNSEEN;
    if (z->freehand_mm2 > 0.5 * z->seen_mm2)
        return SCALP_VERDICT_FREEHAND;
    return z->displaced_median_mm > fifth * spacing ? SCALP_VERDICT_DISPLACED
                                                    : SCALP_VERDICT_AS_PLANNED;
}

static size_t list_zones(const plan_match *m, scalp_pair_zone *zones) {
    bool is[SCALP_ZONE_COUNT] = {false};
    size_t n = 0;
    for (size_t i = 0; i < m->planned_count; i++)
        is[m->planned[i].zone] = true;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        if (is[z])
            zones[n++] = (scalp_pair_zone){.zone = (uint8_t)z};
    return n;
}

scalp_status plan_zones(plan_match *m, const scalp_pair_dot *dots, scalp_plan_compared *to,
                        scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(m->work, SCALP_ZONE_COUNT, sizeof(scalp_pair_zone), &memory, error));
    scalp_pair_zone *zones = memory;
    to->zones = zones;
    to->zone_count = list_zones(m, zones);
    const size_t most = m->planned_count + m->found_count;
    SCALP_TRY(scalp_work_take(m->work, most, sizeof(double), &memory, error));
    double *values = memory;
    SCALP_TRY(scalp_work_take(m->work, most, sizeof(bool), &memory, error));
    bool *in = memory;
    measure_skin(m, zones, to->zone_count);
    for (size_t i = 0; i < to->zone_count; i++) {
        scalp_pair_zone *z = &zones[i];
        count_states(m, dots, to->dot_count, z);
        measure_matches(m, dots, z, values);
        measure_spacing(m, z, in);
        z->share = plan_share(&m->zone[z->zone], 0);
        for (int k = 1; k < PLAN_TRIALS; k++) {
            const double share = plan_share(&m->zone[z->zone], k);
            z->shifted_mean += share / PLAN_SHIFTS;
            z->shifted_most = fmax(z->shifted_most, share);
        }
        z->verdict = judge(z, m->plan.median);
    }
    return SCALP_OK;
}
