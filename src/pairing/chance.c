/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether dots follow a plan one by one: the share of planned dots that have a found dot of their
 * own, against the same plan shifted at random by a few spacings. */
#include "pair_plan.h"

#include <string.h>

static const double within = 0.5, covered = 1.0; /* spacings */
static const double tile_mm = 10;
/* Of what chance leaves open, how much must be matched more. Dots displaced by .3 spacing reach
 * .3 and more, dots displaced by .6 less than .1. */
static const double least_effect = 0.2;

int plan_tile_at(const plan_tiles *t, scalp_vec2 at) {
    const double i = floor((at.x - t->origin.x) / t->side);
    const double j = floor((at.y - t->origin.y) / t->side);
    if (!(i >= 0 && j >= 0 && i < t->columns && j < t->rows))
        return -1;
    return (int)j * t->columns + (int)i;
}

bool plan_freehand_at(const plan_match *m, scalp_vec2 at) {
    const int tile = plan_tile_at(&m->tiles, at);
    return tile < 0 || m->tiles.freehand[tile];
}

double plan_share(const plan_counts *c, int trial) {
    return c->planned[trial] ? (double)c->matched[trial] / c->planned[trial] : 0;
}

/* Mutually nearest, the plan being shifted. */
static bool matched(const plan_match *m, uint32_t planned, scalp_vec2 shift) {
    const scalp_vec2 at = {m->near_mm[planned].x + shift.x, m->near_mm[planned].y + shift.y};
    const double reach = within * m->plan.spacing[planned];
    const uint32_t dot = pair_set_nearest(&m->dots, at, reach, NULL);
    if (dot == PAIR_NONE)
        return false;
    const scalp_vec2 back = {m->dots.at[dot].x - shift.x, m->dots.at[dot].y - shift.y};
    return pair_set_nearest(&m->plan, back, reach * 1.0001, NULL) == planned;
}

static void count_trial(plan_match *m, int trial, scalp_vec2 shift) {
    for (uint32_t i = 0; i < m->near_count; i++) {
        const scalp_vec2 at = {m->near_mm[i].x + shift.x, m->near_mm[i].y + shift.y};
        if (!scalp_window_has(m->window, at))
            continue;
        /* Only where the plan was before too: beyond its edge a shift finds nothing. */
        uint32_t there = i;
        if (trial > 0)
            there = pair_set_nearest(&m->plan, at, covered * m->plan.spacing[i], NULL);
        if (there == PAIR_NONE)
            continue;
        const int tile = plan_tile_at(&m->tiles, at);
        plan_counts *const of[2] = {&m->zone[m->planned[m->near_id[there]].zone],
                                    tile < 0 ? NULL : &m->tiles.counts[tile]};
        const bool is = matched(m, i, shift);
        for (int k = 0; k < 2; k++)
            if (of[k]) {
                of[k]->planned[trial]++;
                of[k]->matched[trial] += is;
            }
    }
}

typedef struct verdict {
    double share, mean, sd, most, effect;
} verdict;

static verdict weigh(const plan_counts *c) {
    verdict v = {.share = plan_share(c, 0)};
    double square = 0;
    for (int k = 1; k < PLAN_TRIALS; k++) {
        const double share = plan_share(c, k);
        v.mean += share / PLAN_SHIFTS;
        square += share * share / PLAN_SHIFTS;
        v.most = fmax(v.most, share);
    }
    v.sd = sqrt(fmax(square - v.mean * v.mean, 0));
    v.effect = (v.share - v.mean) / fmax(1 - v.mean, 0.05);
    return v;
}

static void add(plan_counts *to, const plan_counts *c) {
    for (int k = 0; k < PLAN_TRIALS; k++) {
        to->planned[k] += c->planned[k];
        to->matched[k] += c->matched[k];
    }
    to->found += c->found;
}

enum { tile_least = 40 };

/* A tile and, when it holds too little, the tiles about it. */
static plan_counts pooled(const plan_tiles *t, int column, int row) {
    plan_counts sum = {.found = 0};
    for (int ring = 0; ring < 3 && sum.planned[0] < tile_least; ring++) {
        memset(&sum, 0, sizeof sum);
        for (int j = row - ring; j <= row + ring; j++)
            for (int i = column - ring; i <= column + ring; i++)
                if (i >= 0 && j >= 0 && i < t->columns && j < t->rows)
                    add(&sum, &t->counts[j * t->columns + i]);
    }
    return sum;
}

/* In a zone that follows its plan a tile does too, unless it clearly does not: of the dots that are
 * there (where many are forgotten, the others still follow). In a zone that does not, a tile must
 * prove itself among many. */
static bool tile_is_freehand(const plan_counts *c, bool zone_follows, const verdict *zone) {
    const verdict v = weigh(c);
    if (!zone_follows)
        return !(c->planned[0] >= tile_least && v.share > v.most && v.effect >= 2 * least_effect &&
                 v.share > v.mean + 3.5 * v.sd);
    const double there = fmin(c->planned[0], c->found);
    if (there < 12)
        return false;
    const double share = c->matched[0] / there;
    const double half_way = (zone->share + zone->mean) / 2;
    const double sd = sqrt(zone->share * (1 - zone->share) / there) + 1e-6;
    return share < half_way && share < zone->share - 3 * sd && v.share <= v.most;
}

static int zone_of_tile(const plan_match *m, int column, int row) {
    const plan_tiles *t = &m->tiles;
    const scalp_vec2 middle = {t->origin.x + (column + 0.5) * t->side,
                               t->origin.y + (row + 0.5) * t->side};
    const uint32_t id = pair_set_nearest(&m->plan, middle, HUGE_VAL, NULL);
    return id == PAIR_NONE ? 0 : m->planned[m->near_id[id]].zone;
}

static scalp_status lay_tiles(plan_match *m, scalp_error *error) {
    const scalp_window *w = m->window;
    plan_tiles *t = &m->tiles;
    t->origin = w->origin_mm;
    t->side = fmax(tile_mm, 5 * m->plan.median);
    t->side = fmax(t->side, w->cell_mm * fmax(w->columns, w->rows) / 60);
    t->columns = (int)(w->columns * w->cell_mm / t->side) + 1;
    t->rows = (int)(w->rows * w->cell_mm / t->side) + 1;
    const size_t count = (size_t)t->columns * (size_t)t->rows;
    void *memory;
    SCALP_TRY(scalp_work_take(m->work, count, sizeof(plan_counts), &memory, error));
    t->counts = memory;
    SCALP_TRY(scalp_work_take(m->work, count, sizeof(bool), &memory, error));
    t->freehand = memory;
    for (size_t i = 0; i < m->found_count; i++) {
        const int tile = plan_tile_at(t, m->found[i].mm);
        if (tile >= 0 && m->found[i].confidence >= 0.5)
            t->counts[tile].found++;
    }
    return SCALP_OK;
}

scalp_status plan_chance(plan_match *m, uint64_t seed, scalp_error *error) {
    SCALP_TRY(lay_tiles(m, error));
    count_trial(m, 0, (scalp_vec2){0, 0});
    for (int k = 1; k < PLAN_TRIALS; k++) {
        SCALP_TRY(scalp_work_report(m->work, "chance", (double)k / PLAN_TRIALS, error));
        scalp_random random = scalp_random_make(seed, (uint64_t)k);
        const double length = (1.5 + 3.5 * scalp_random_uniform(&random)) * m->plan.median;
        double sine, cosine;
        scalp_sincos(2 * SCALP_PI * scalp_random_uniform(&random), &sine, &cosine);
        count_trial(m, k, (scalp_vec2){length * cosine, length * sine});
    }
    verdict zones[SCALP_ZONE_COUNT];
    for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
        zones[z] = weigh(&m->zone[z]);
        m->zone_follows[z] = m->zone[z].planned[0] >= 10 && zones[z].share > zones[z].most &&
                             zones[z].effect >= least_effect;
    }
    for (int j = 0; j < m->tiles.rows; j++)
        for (int i = 0; i < m->tiles.columns; i++) {
            const plan_counts sum = pooled(&m->tiles, i, j);
            const int zone = zone_of_tile(m, i, j);
            m->tiles.freehand[j * m->tiles.columns + i] =
                tile_is_freehand(&sum, m->zone_follows[zone], &zones[zone]);
        }
    return SCALP_OK;
}
