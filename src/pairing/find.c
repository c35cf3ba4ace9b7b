/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the places of one set lie among those of another. */
#include "pair.h"

/* A patch or a map is found when chance would have made it once in a thousand searches. */
static const double sure = 6.9, trial_doubt = 10, likely_trials = 15.6;

/* At least so many neighbourhoods are tried, and more while they are cheap. */
enum { neighbourhoods_least = 24 };
static const double most_trials = 2e6;

static scalp_status check_places(const scalp_vec2 *at, size_t count, scalp_error *error) {
    if (count > SCALP_PAIR_MAX)
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "%zu places are more than can be paired; cut the set to %d.", count,
                          SCALP_PAIR_MAX);
    for (size_t i = 0; i < count; i++)
        if (!(fabs(at[i].x) < 1e9 && fabs(at[i].y) < 1e9))
            return scalp_fail(
                error, SCALP_ERR_INPUT,
                "Place %zu of a set to be paired is not a finite place; leave it out.", i + 1);
    return SCALP_OK;
}

static scalp_status check_start(const scalp_pair_start *s, scalp_error *error) {
    if (!(s->scale >= 0 && s->scale < 1e6) || s->scale_spread < 0 ||
        (s->scale_spread > 0 && !(s->scale_spread >= 1 && s->scale_spread <= 3)))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The scale between two sets of places must be positive and known within "
                          "a factor of 1 to 3; it is %g within %g.",
                          s->scale, s->scale_spread);
    if (s->has_place && !(s->place_sd >= 0 && s->place_sd < 1e6))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "How sure the start of a pairing is must be a length; it is %g.",
                          s->place_sd);
    return SCALP_OK;
}

static bool usable(const pair_set *s) {
    return s->count >= 4 && s->median > 0;
}

/* The order in which neighbourhoods are tried: shuffled, so that they lie everywhere. */
static scalp_status deal(const pair_set *a, uint64_t seed, const scalp_work *work, uint32_t **order,
                         scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, a->count, sizeof(uint32_t), &memory, error));
    *order = memory;
    scalp_random random = scalp_random_make(seed, a->count);
    for (size_t i = 0; i < a->count; i++) {
        const size_t j = (size_t)scalp_random_below(&random, i + 1);
        (*order)[i] = (*order)[j];
        (*order)[j] = (uint32_t)i;
    }
    return SCALP_OK;
}

static scalp_status search_on(const pair_search *search, const scalp_work *work,
                              scalp_pair_map *map, scalp_error *error) {
    pair_edges edges;
    uint32_t *order;
    SCALP_TRY(pair_edges_make(search, work, &edges, error));
    SCALP_TRY(deal(search->a, search->seed, work, &order, error));
    double tried = 0;
    /* Every hypothesis that could be tried counts, not only those before the first success. */
    const double all = log(fmax(1, (double)edges.count * 4 * (double)search->a->count));
    const double doubt = fmin(all, likely_trials) + trial_doubt;
    for (size_t i = 0; i < search->a->count && (i < neighbourhoods_least || tried < most_trials);
         i++) {
        SCALP_TRY(scalp_work_report(work, "pairing", fmin(1, tried / most_trials), error));
        pair_patch patch;
        if (!pair_seed_try(search, &edges, order[i], &patch, &tried) ||
            patch.evidence - doubt < sure)
            continue;
        scalp_pair_map grown;
        SCALP_TRY(pair_grow(search, &patch, 0.12, work, &grown, error));
        grown.evidence -= doubt;
        if (grown.evidence < sure)
            continue;
        *map = grown;
        map->found = true;
        return SCALP_OK;
    }
    return SCALP_OK;
}

/* When the constellations were of no help. */
static scalp_status sweep_on(const pair_search *search, const scalp_work *work, scalp_pair_map *map,
                             scalp_error *error) {
    pair_patch patch;
    bool found;
    SCALP_TRY(pair_sweep(search, work, &patch, &found, error));
    if (!found)
        return SCALP_OK;
    SCALP_TRY(pair_grow(search, &patch, 0.25, work, map, error));
    map->evidence = patch.evidence;
    map->found = true;
    return SCALP_OK;
}

scalp_status scalp_pair_find(const scalp_vec2 *a, size_t a_count, const scalp_vec2 *b,
                             size_t b_count, const scalp_pair_start *start, const scalp_work *work,
                             scalp_pair_map *map, scalp_error *error) {
    *map = (scalp_pair_map){.b_from_a = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}};
    SCALP_TRY(check_places(a, a_count, error));
    SCALP_TRY(check_places(b, b_count, error));
    SCALP_TRY(check_start(start, error));
    if (start->has_place)
        map->b_from_a = start->b_from_a;
    pair_set sa, sb;
    pair_raster raster;
    SCALP_TRY(pair_set_make(a, a_count, work, &sa, error));
    SCALP_TRY(pair_set_make(b, b_count, work, &sb, error));
    if (!usable(&sa) || !usable(&sb))
        return SCALP_OK;
    SCALP_TRY(pair_raster_make(&sb, work, &raster, error));
    const double scale = start->scale > 0 ? start->scale : 1;
    const double spread = start->scale_spread > 0 ? start->scale_spread : 1.06;
    const pair_search search = {
        .a = &sa,
        .b = &sb,
        .raster = &raster,
        .scale_low = scale / spread,
        .scale_high = scale * spread,
        .start = start->has_place ? &start->b_from_a : NULL,
        .start_reach = 3 * start->place_sd + sb.median,
        .seed = start->seed,
    };
    SCALP_TRY(search_on(&search, work, map, error));
    return map->found || !start->loose ? SCALP_OK : sweep_on(&search, work, map, error);
}
