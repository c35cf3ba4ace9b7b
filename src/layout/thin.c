/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weighted sample elimination (Yuksel 2015, "Sample elimination for generating Poisson disk sample
 * sets"): each candidate weighs the more the nearer its neighbours are; the heaviest goes, its
 * neighbours grow lighter, until the wanted number is left. */
#include "parts.h"

#include <math.h>

/* Neighbours count up to the spacing of the hexagonal lattice, his 2 r_max. */
static const double reach = 1.0746;

/* ---- A heap of the heaviest -------------------------------------------------------------- */

typedef struct entry {
    float weight;
    uint32_t item;
} entry;

typedef struct heap {
    entry *at;
    uint32_t *place; /* of each item in `at` */
    uint32_t count;
} heap;

static bool heavier(entry a, entry b) {
    return a.weight > b.weight || (a.weight >= b.weight && a.item < b.item);
}

static void heap_put(heap *h, uint32_t place, entry e) {
    h->at[place] = e;
    h->place[e.item] = place;
}

/* Lets the entry at `place` sink to where it belongs. */
static void heap_sink(heap *h, uint32_t place) {
    const entry e = h->at[place];
    for (;;) {
        uint32_t child = 2 * place + 1;
        if (child >= h->count)
            break;
        if (child + 1 < h->count && heavier(h->at[child + 1], h->at[child]))
            child++;
        if (!heavier(h->at[child], e))
            break;
        heap_put(h, place, h->at[child]);
        place = child;
    }
    heap_put(h, place, e);
}

static uint32_t heap_take(heap *h) {
    const uint32_t top = h->at[0].item;
    h->place[top] = UINT32_MAX;
    if (--h->count) {
        heap_put(h, 0, h->at[h->count]);
        heap_sink(h, 0);
    }
    return top;
}

/* ---- Weights ----------------------------------------------------------------------------- */

typedef struct thinning {
    const cloud *points; /* and the sites behind them */
    const site_set *sites;
    double min_distance_mm;
    size_t moving; /* points that are no sites */
} thinning;

/* (1 - u / reach)^8 in place of u^2, u not below `least`: weight limiting, section 3.3. */
static void weigh(float *u2, size_t count, float least) {
    const float inverse = 1 / (float)reach;
    for (size_t k = 0; k < count; k++) {
        const float u = sqrtf(u2[k]);
        const float t = u < (float)reach ? 1 - (u > least ? u : least) * inverse : 0;
        const float t2 = t * t, t4 = t2 * t2;
        u2[k] = t4 * t4;
    }
}

static float squared(const cloud *c, size_t i, size_t j) {
    const float x = c->x[i] - c->x[j], y = c->y[i] - c->y[j], z = c->z[i] - c->z[j];
    return x * x + y * y + z * z;
}

/* What sites weigh is their part of a dot's; those that are too near weigh more than any crowd. */
static void weigh_sites(const thinning *t, near_list *list) {
    const float far_too_near = 4096;
    const cloud *c = t->points;
    for (size_t i = 0; i < t->moving; i++) {
        for (uint32_t k = list->start[i]; k < list->end[i]; k++) {
            const size_t j = list->item[k];
            if (j < t->moving)
                continue;
            const double least2 = layout_floor2(t->min_distance_mm, (double)c->density[i],
                                                (double)c->density[j]);
            const float radius = t->sites->radius_mm[j - t->moving];
            const float d2 = squared(c, i, j);
            list->u2[k] *= t->sites->weight[j - t->moving];
            if (d2 < radius * radius || (double)d2 < least2)
                list->u2[k] = far_too_near;
        }
    }
}

static void heap_fill(heap *h, const near_list *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        float sum = 0;
        for (uint32_t k = list->start[i]; k < list->end[i]; k++)
            sum += list->u2[k];
        h->at[i] = (entry){sum, (uint32_t)i};
        h->place[i] = (uint32_t)i;
    }
    h->count = (uint32_t)count;
    for (size_t i = count / 2; i > 0; i--)
        heap_sink(h, (uint32_t)(i - 1));
}

static scalp_status eliminate(heap *h, const near_list *list, size_t keep, const scalp_work *work,
                              scalp_error *error) {
    const double all = h->count;
    while (h->count > keep) {
        if (h->count % 16384 == 0)
            SCALP_TRY(layout_report(work, LAYOUT_STEP_THIN, (all - h->count) / (all - (double)keep),
                                    error));
        const uint32_t gone = heap_take(h);
        for (uint32_t k = list->start[gone]; k < list->end[gone]; k++) {
            const uint32_t place = h->place[list->item[k]];
            if (place == UINT32_MAX)
                continue;
            h->at[place].weight -= list->u2[k];
            heap_sink(h, place);
        }
    }
    return SCALP_OK;
}

/* Squeezes the survivors together, in their order. */
static void compact(cloud *c, const heap *h, size_t moving) {
    size_t used = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (i < moving && h->place[i] == UINT32_MAX)
            continue;
        c->x[used] = c->x[i], c->y[used] = c->y[i], c->z[used] = c->z[i];
        c->density[used] = c->density[i];
        c->face[used++] = c->face[i];
    }
    c->count = used;
}

/* The widest site's own distance may lie beyond the neighbours that count. */
static double reach_with(const site_set *sites, const cloud *c) {
    float most = 0;
    for (size_t i = 0; i < c->count && sites->count; i++)
        most = c->density[i] > most ? c->density[i] : most;
    const double widest = (double)sites->radius_most * sqrt((double)most);
    return widest > reach ? widest : reach;
}

scalp_status layout_thin(cloud *points, const surface *s, const site_set *sites,
                         double min_distance_mm, size_t keep, const scalp_work *work,
                         scalp_error *error) {
    const size_t count = points->count - sites->count;
    const thinning t = {points, sites, min_distance_mm, count};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    near_tree tree;
    near_list list;
    void *entries, *places;
    SCALP_TRY(near_tree_make(points, s, work, &tree, error));
    tree.step = LAYOUT_STEP_THIN;
    SCALP_TRY(near_list_make(&tree, reach_with(sites, points), work, &list, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(entry), &entries, error));
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(uint32_t), &places, error));
    /* r_min = r_max (1 - (n/m)^1.5) 0.65, his beta and gamma. */
    const double ratio = ((double)keep + sites->total) / (double)count;
    const double least = reach * 0.65 * (1 - ratio * sqrt(ratio));
    weigh(list.u2, list.room, (float)least);
    weigh_sites(&t, &list);
    heap h = {entries, places, 0};
    for (size_t i = count; i < points->count; i++)
        h.place[i] = UINT32_MAX; /* never in the heap */
    heap_fill(&h, &list, count);
    SCALP_TRY(eliminate(&h, &list, keep, work, error));
    compact(points, &h, count);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
