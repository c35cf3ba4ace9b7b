/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a patch to all that the sets share: ties within a growing circle, a plane through them, then
 * the warp that is left. */
#include "pair.h"

typedef struct growth {
    const pair_search *search;
    const scalp_work *work;
    pair_tie *ties;
    size_t count;
    uint32_t *held; /* by place of b: its tie + 1 */
    double sigma;   /* of a coordinate, in spacings */
    double share;   /* of the ties that are true */
    scalp_pair_map map;
} growth;

static const double widest = 0.45; /* spacings */

/* One tie for a place of b: the nearest. */
static void tie(growth *g, uint32_t ia, uint32_t ib, double distance) {
    const uint32_t held = g->held[ib];
    if (held && g->ties[held - 1].distance <= distance)
        return;
    const size_t at = held ? held - 1 : g->count++;
    g->held[ib] = (uint32_t)at + 1;
    g->ties[at] = (pair_tie){g->search->a->at[ia], g->search->b->at[ib], ia, ib, 1, distance};
}

static void take_ties(growth *g, scalp_vec2 centre, double radius, double gate) {
    const pair_set *a = g->search->a, *b = g->search->b;
    for (size_t i = 0; i < g->count; i++)
        g->held[g->ties[i].ib] = 0;
    g->count = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        const double x = a->at[i].x - centre.x, y = a->at[i].y - centre.y;
        if (x * x + y * y > radius * radius)
            continue;
        const scalp_vec2 at = scalp_pair_apply(&g->map, a->at[i]);
        const uint32_t id = pair_raster_at(g->search->raster, at.x, at.y);
        if (id == PAIR_NONE)
            continue;
        const double d = hypot(b->at[id].x - at.x, b->at[id].y - at.y) / b->spacing[id];
        if (d < gate)
            tie(g, i, id, d);
    }
}

/* Two kinds of ties within the gate: true ones, normal about where they should be, and others,
 * anywhere. Expectation and maximisation (Dempster, Laird and Rubin 1977). */
static void weigh(growth *g, double gate) {
    const double even = 1 / (SCALP_PI * gate * gate);
    double sigma = g->sigma, share = g->share;
    for (int round = 0; round < 12; round++) {
        double sum = 0, square = 0;
        const double s2 = sigma * sigma;
        for (size_t i = 0; i < g->count; i++) {
            const double d2 = g->ties[i].distance * g->ties[i].distance;
            const double same = share * exp(-d2 / (2 * s2)) / (2 * SCALP_PI * s2);
            g->ties[i].weight = same / (same + (1 - share) * even);
            sum += g->ties[i].weight;
            square += g->ties[i].weight * d2;
        }
        if (!(sum > 0))
            break;
        sigma = scalp_clamp(sqrt(square / (2 * sum)), 0.004, 0.35);
        share = scalp_clamp(sum / (double)g->count, 0.02, 0.98);
    }
    g->sigma = sigma;
    g->share = share;
}

static double tied_spacing(const growth *g) {
    double sum = 0, weight = 0;
    for (size_t i = 0; i < g->count; i++) {
        sum += g->ties[i].weight * g->search->b->spacing[g->ties[i].ib];
        weight += g->ties[i].weight;
    }
    return weight > 0 ? sum / weight : g->search->b->median;
}

/* Fits what the ties within the radius can bear. */
static scalp_status fit(growth *g, double spacings_across, scalp_error *error) {
    const double spacing = tied_spacing(g);
    g->map.spacing = spacing;
    pair_affine affine;
    if (g->count >= 40 && pair_fit_plane(g->ties, g->count, spacing, &g->map.b_from_a)) {
    } else if (pair_fit_affine(g->ties, g->count, &affine)) {
        g->map.b_from_a = pair_affine_matrix(&affine);
    } else if (pair_fit_similar(g->ties, g->count, &affine)) {
        g->map.b_from_a = pair_affine_matrix(&affine);
    }
    g->map.warp = (scalp_warp){0};
    if (spacings_across > 16 && g->count >= 60)
        SCALP_TRY(pair_fit_warp(&g->map.b_from_a, g->ties, g->count, spacing, g->sigma * spacing,
                                g->work, &g->map.warp, error));
    return SCALP_OK;
}

static double farthest(const pair_set *a, scalp_vec2 centre) {
    double far = 0;
    for (size_t i = 0; i < a->count; i++)
        far = fmax(far, hypot(a->at[i].x - centre.x, a->at[i].y - centre.y));
    return far;
}

/* What a fit over many places finds in others: they say .3 and more each when they are the same. */
static const double least_each = 0.1;

/* Of all places of a that fall among b's. */
static void judge(growth *g) {
    const pair_set *a = g->search->a, *b = g->search->b;
    g->map.evidence = 0;
    g->map.pairs = 0;
    size_t among = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        const scalp_vec2 at = scalp_pair_apply(&g->map, a->at[i]);
        const uint32_t id = pair_raster_at(g->search->raster, at.x, at.y);
        double d2;
        if (id == PAIR_NONE) {
            if (pair_set_nearest(b, at, 1.2 * b->median, &d2) == PAIR_NONE)
                continue;
            g->map.evidence += pair_likelihood(1, g->sigma);
            among++;
            continue;
        }
        const double x = (b->at[id].x - at.x) / b->spacing[id];
        const double y = (b->at[id].y - at.y) / b->spacing[id];
        g->map.evidence += pair_likelihood(x * x + y * y, g->sigma);
        among++;
    }
    g->map.evidence -= least_each * (double)among;
    for (size_t i = 0; i < g->count; i++)
        g->map.pairs += g->ties[i].distance < 3 * g->sigma;
}

static scalp_status open_growth(growth *g, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(g->work, g->search->a->count, sizeof(pair_tie), &memory, error));
    g->ties = memory;
    SCALP_TRY(scalp_work_take(g->work, g->search->b->count, sizeof(uint32_t), &memory, error));
    g->held = memory;
    return SCALP_OK;
}

scalp_status pair_grow(const pair_search *search, const pair_patch *patch, double sigma,
                       const scalp_work *work, scalp_pair_map *map, scalp_error *error) {
    growth g = {.search = search, .work = work, .sigma = sigma, .share = 0.8};
    SCALP_TRY(open_growth(&g, error));
    g.map.b_from_a = pair_affine_matrix(&patch->fit);
    const scalp_vec2 centre = patch->fit.from;
    const double far = farthest(search->a, centre);
    double radius = patch->radius, gate = scalp_clamp(3 * sigma, 0.36, widest);
    for (;;) {
        for (int round = 0; round < 3; round++) {
            take_ties(&g, centre, radius, gate);
            if (g.count < 4)
                break;
            weigh(&g, gate);
            SCALP_TRY(fit(&g, 2 * radius / search->a->median, error));
        }
        if (radius >= far)
            break;
        radius = fmin(far * 1.0001, radius * 1.35);
        gate = scalp_clamp(3.5 * g.sigma, 0.25, widest);
    }
    judge(&g);
    *map = g.map;
    map->residual = g.sigma * g.map.spacing;
    return SCALP_OK;
}
