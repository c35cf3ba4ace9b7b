/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tree over places, who is near, and how far neighbours are apart. */
#include "pair.h"

#include <stdlib.h>

enum { leaf = 8, local_neighbours = 8 };

static double along(const pair_set *s, uint32_t id, int axis) {
    return axis ? s->at[id].y : s->at[id].x;
}

/* Puts the middle of [low, high) where sorting would (Hoare 1961). */
static void halve(pair_set *s, size_t low, size_t high, size_t middle, int axis) {
    uint32_t *o = s->order;
    ptrdiff_t l = (ptrdiff_t)low, r = (ptrdiff_t)high - 1;
    const ptrdiff_t m = (ptrdiff_t)middle;
    while (l < r) {
        const double pivot = along(s, o[m], axis);
        ptrdiff_t i = l, j = r;
        do {
            while (along(s, o[i], axis) < pivot)
                i++;
            while (pivot < along(s, o[j], axis))
                j--;
            if (i <= j) {
                const uint32_t t = o[i];
                o[i++] = o[j];
                o[j--] = t;
            }
        } while (i <= j);
        if (j < m)
            l = i;
        if (m < i)
            r = j;
    }
}

static void build(pair_set *s, size_t low, size_t high, int axis) {
    while (high - low > leaf) {
        const size_t middle = low + (high - low) / 2;
        halve(s, low, high, middle, axis);
        build(s, low, middle, !axis);
        low = middle + 1; /* the middle stays where it is: it says where the halves part */
        axis = !axis;
    }
}

static double distance2(scalp_vec2 a, scalp_vec2 b) {
    const double x = a.x - b.x, y = a.y - b.y;
    return x * x + y * y;
}

typedef struct seek {
    const pair_set *set;
    scalp_vec2 from;
    uint32_t id;
    double d2;
} seek;

static void look(seek *k, uint32_t id) {
    const double d2 = distance2(k->set->at[id], k->from);
    if (d2 < k->d2) {
        k->d2 = d2;
        k->id = id;
    }
}

static void nearest_in(seek *k, size_t low, size_t high, int axis) {
    const pair_set *s = k->set;
    if (high - low <= leaf) {
        for (size_t i = low; i < high; i++)
            look(k, s->order[i]);
        return;
    }
    const size_t middle = low + (high - low) / 2;
    const double gap = (axis ? k->from.y : k->from.x) - along(s, s->order[middle], axis);
    if (gap < 0)
        nearest_in(k, low, middle, !axis);
    else
        nearest_in(k, middle + 1, high, !axis);
    if (gap * gap >= k->d2)
        return;
    look(k, s->order[middle]);
    if (gap < 0)
        nearest_in(k, middle + 1, high, !axis);
    else
        nearest_in(k, low, middle, !axis);
}

uint32_t pair_set_nearest(const pair_set *set, scalp_vec2 from, double reach, double *d2) {
    seek k = {set, from, PAIR_NONE, reach * reach};
    if (set->count > 0)
        nearest_in(&k, 0, set->count, 0);
    if (d2)
        *d2 = k.d2;
    return k.id;
}

typedef struct gather {
    const pair_set *set;
    scalp_vec2 from;
    int want;
    pair_near *near;
} gather;

static void insert(gather *g, uint32_t id, double d2) {
    pair_near *n = g->near;
    if (n->count == g->want && d2 >= n->d2[n->count - 1])
        return;
    int at = n->count < g->want ? n->count++ : n->count - 1;
    for (; at > 0 && n->d2[at - 1] > d2; at--) {
        n->d2[at] = n->d2[at - 1];
        n->id[at] = n->id[at - 1];
    }
    n->d2[at] = d2;
    n->id[at] = id;
}

static void gather_in(gather *g, size_t low, size_t high, int axis) {
    const pair_set *s = g->set;
    if (high - low <= leaf) {
        for (size_t i = low; i < high; i++)
            insert(g, s->order[i], distance2(s->at[s->order[i]], g->from));
        return;
    }
    const size_t middle = low + (high - low) / 2;
    const double gap = (axis ? g->from.y : g->from.x) - along(s, s->order[middle], axis);
    if (gap < 0)
        gather_in(g, low, middle, !axis);
    else
        gather_in(g, middle + 1, high, !axis);
    if (g->near->count == g->want && gap * gap >= g->near->d2[g->want - 1])
        return;
    insert(g, s->order[middle], distance2(s->at[s->order[middle]], g->from));
    if (gap < 0)
        gather_in(g, middle + 1, high, !axis);
    else
        gather_in(g, low, middle, !axis);
}

void pair_set_around(const pair_set *set, scalp_vec2 from, int want, pair_near *near) {
    near->count = 0;
    gather g = {set, from, want < 96 ? want : 96, near};
    if (set->count > 0 && want > 0)
        gather_in(&g, 0, set->count, 0);
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Density from the distance of the k-th neighbour: (k - 1/2) / (pi d^2); places upon each other
 * count as a little apart. */
static scalp_status find_spacings(pair_set *s, const scalp_work *work, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, s->count, sizeof(double), &memory, error));
    s->spacing = memory;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, s->count, sizeof(double), &memory, error));
    double *sorted = memory;
    for (size_t i = 0; i < s->count; i++) {
        pair_near near;
        pair_set_around(s, s->at[i], local_neighbours + 1, &near);
        const int k = near.count - 1;
        s->spacing[i] = k > 0 ? sqrt(SCALP_PI * near.d2[k] / (k - 0.5)) : 0;
        sorted[i] = s->spacing[i];
    }
    if (s->count > 0) {
        qsort(sorted, s->count, sizeof *sorted, by_size);
        s->median = sorted[s->count / 2];
    }
    for (size_t i = 0; i < s->count; i++)
        s->spacing[i] = scalp_clamp(s->spacing[i], s->median / 8, s->median * 8);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

scalp_status pair_set_make(const scalp_vec2 *at, size_t count, const scalp_work *work,
                           pair_set *set, scalp_error *error) {
    *set = (pair_set){.at = at, .count = count};
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(uint32_t), &memory, error));
    set->order = memory;
    for (size_t i = 0; i < count; i++)
        set->order[i] = (uint32_t)i;
    build(set, 0, count, 0);
    return find_spacings(set, work, error);
}
