/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weighted sample elimination (Yuksel 2015, "Sample elimination for generating Poisson disk sample
 * sets"): each candidate weighs the more the nearer its neighbours are; the heaviest goes, its
 * neighbours grow lighter, until the wanted number is left. */
#include "parts.h"

#include <math.h>

/* Neighbours count up to the spacing of the hexagonal lattice, his 2 r_max. */
static const double reach = SCALP_LAYOUT_HEXAGONAL;

/* Places of those that are no longer in the heap. */
static const uint32_t stays = UINT32_MAX - 1;

enum { stretch_candidates = 160 }; /* 32 dots that stay */

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

/* (1 - u / reach)^8 in place of u^2, u not below `least`: weight limiting, section 3.3. */
static void weigh(float *u2, size_t count, float least) {
    const float inverse = 1 / (float)reach;
    for (size_t k = 0; k < count; k++) {
        const float u = sqrtf(u2[k]);
        const float t = 1 - (u > least ? u : least) * inverse;
        const float t2 = t * t, t4 = t2 * t2;
        u2[k] = t4 * t4;
    }
}

static void heap_fill(heap *h, const near_list *list, const float *more, size_t count) {
    for (size_t i = 0; i < count; i++) {
        float sum = more ? more[i] : 0;
        for (uint32_t k = list->start[i]; k < list->end[i]; k++)
            sum += list->u2[k];
        h->at[i] = (entry){sum, (uint32_t)i};
        h->place[i] = (uint32_t)i;
    }
    h->count = (uint32_t)count;
    for (size_t i = count / 2; i > 0; i--)
        heap_sink(h, (uint32_t)(i - 1));
}

/* Whether the heaviest may go; those of a stretch that has no more than it needs stay, and weigh on
 * the others. */
static bool may_go(heap *h, const thin_rule *rule, uint32_t *kept) {
    const uint32_t top = h->at[0].item;
    if (rule->surplus[rule->stretch[top]]) {
        rule->surplus[rule->stretch[top]]--;
        return true;
    }
    heap_take(h);
    h->place[top] = stays;
    (*kept)++;
    return false;
}

static scalp_status eliminate(heap *h, const near_list *list, const thin_rule *rule, size_t keep,
                              const scalp_work *work, scalp_error *error) {
    const double all = h->count;
    uint32_t kept = 0;
    while (h->count + kept > keep && h->count) {
        if (h->count % 16384 == 0)
            SCALP_TRY(layout_report(work, LAYOUT_STEP_THIN, (all - h->count) / (all - (double)keep),
                                    error));
        if (!may_go(h, rule, &kept))
            continue;
        const uint32_t gone = heap_take(h);
        for (uint32_t k = list->start[gone]; k < list->end[gone]; k++) {
            const uint32_t place = h->place[list->item[k]];
            if (place >= stays)
                continue;
            h->at[place].weight -= list->u2[k];
            heap_sink(h, place);
        }
    }
    return SCALP_OK;
}

/* Squeezes the survivors together, in their order. */
static void compact(cloud *c, const heap *h) {
    size_t used = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (h->place[i] == UINT32_MAX)
            continue;
        c->x[used] = c->x[i], c->y[used] = c->y[i], c->z[used] = c->z[i];
        c->density[used] = c->density[i];
        c->face[used++] = c->face[i];
    }
    c->count = used;
}

/* Candidates lie evenly along the curve, but at borders and where they are few fewer neighbours
 * weigh on them, and too many would stay. So every stretch of the curve keeps its share. */
static scalp_status share_evenly(const cloud *points, size_t keep, const scalp_work *work,
                                 thin_rule *rule, scalp_error *error) {
    const size_t stretches = (points->count + stretch_candidates - 1) / stretch_candidates;
    void *stretch, *surplus;
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(uint32_t), &stretch, error));
    SCALP_TRY(scalp_work_take(work, stretches, sizeof(uint32_t), &surplus, error));
    uint32_t *of = stretch, *gone = surplus;
    const double per_point = (double)keep / (double)points->count;
    size_t kept = 0;
    for (size_t k = 0; k < stretches; k++) {
        const size_t first = k * stretch_candidates, last = first + stretch_candidates;
        const size_t end = last < points->count ? last : points->count;
        const size_t all = (size_t)floor((double)end * per_point + 0.5);
        for (size_t i = first; i < end; i++)
            of[i] = (uint32_t)k;
        gone[k] = (uint32_t)(end - first - (all - kept));
        kept = all;
    }
    *rule = (thin_rule){.density = points->density, .stretch = stretch, .surplus = surplus};
    return SCALP_OK;
}

scalp_status layout_thin(cloud *points, const surface *s, const thin_rule *rule, size_t keep,
                         const scalp_work *work, scalp_error *error) {
    const size_t count = points->count;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    thin_rule even;
    if (!rule) {
        SCALP_TRY(share_evenly(points, keep, work, &even, error));
        rule = &even;
    }
    cloud measured = *points;
    measured.density = rule->density;
    near_tree tree;
    near_list list;
    void *entries, *places;
    SCALP_TRY(near_tree_make(&measured, s, work, &tree, error));
    tree.step = LAYOUT_STEP_THIN;
    SCALP_TRY(near_list_make(&tree, reach, work, &list, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(entry), &entries, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(uint32_t), &places, error));
    /* r_min = r_max (1 - (n/m)^1.5) 0.65, his beta and gamma. */
    const double ratio = (double)keep / (double)count;
    const double least = reach * 0.65 * (1 - ratio * sqrt(ratio));
    weigh(list.u2, list.room, (float)least);
    heap h = {entries, places, 0};
    heap_fill(&h, &list, rule->more, count);
    SCALP_TRY(eliminate(&h, &list, rule, keep, work, error));
    compact(points, &h);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
