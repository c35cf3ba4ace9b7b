/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is missing between sites, without chance. Even dots still vary: 27 of them in a place for 38
 * by 2, which is a sixth of the 11 that are missing. New dots that made up for that would be as
 * uneven by themselves as sites are; those that do not leave the whole hardly worse. So what is
 * missing in narrow windows is smoothed over a wide one, but not across the borders of what really
 * differs (a bilateral filter, Tomasi and Manduchi 1998). */
#include "parts.h"

#include <math.h>

/* Windows in spacings: 38 and 250 dots. Where the share that is missing differs by more than
 * `alike`, three times the chance of two windows, it is not by chance. */
static const double narrow = 3.5, wide = 9;
static const float alike = 0.2f;
/* Chance leaves 0.8 of a wide window alike. */
static const double even_from = 0.5, even_end = 0.75;
static const double points_per_dot = 1; /* that are smoothed over */
/* Less than this is nothing. */
static const float lack_least = 0.03f;
/* It changes over spacings: it is smoothed at every so many of the points, and looked up for every
 * so many of those that ask, which follow the curve as well. */
enum { smoothed_each = 2, asked_each = 8, looked_at = 3, points_per_task = 64 };

typedef struct smoothing {
    const surface *surface;
    const cloud *at;       /* where it is asked for */
    const float *at_value; /* what is missing there in a narrow window */
    const float *value, *mass;
    near_tree points;
    lack_field out;
    size_t first_task;
} smoothing;

typedef struct smooth_sums {
    double value, alike, all;
} smooth_sums;

/* Sums over the points within the wide window that are alike. */
static void smooth_block(const smoothing *w, uint32_t block, size_t i, smooth_sums *sums) {
    const cloud *c = w->points.points, *at = w->at;
    const size_t from = (size_t)block * near_block, to = from + near_block;
    for (size_t k = from; k < c->count && k < to; k++) {
        const float x = c->x[k] - at->x[i], y = c->y[k] - at->y[i], z = c->z[k] - at->z[i];
        const float u2 = (x * x + y * y + z * z) * (0.5f * (c->density[k] + at->density[i]));
        const float t = (w->value[k] - w->at_value[i]) / alike, bell = 1 - t * t;
        if (u2 >= (float)(wide * wide) || !layout_facing(w->surface, c->face[k], at->face[i]))
            continue;
        sums->all += (double)w->mass[k];
        const double weight = bell > 0 ? (double)(w->mass[k] * bell * bell) : 0;
        sums->value += weight * (double)w->value[k];
        sums->alike += weight;
    }
}

static void smooth_task(void *context, size_t task) {
    const smoothing *w = context;
    const size_t begin = (w->first_task + task) * points_per_task;
    for (size_t first = begin, end; first < w->at->count && first < begin + points_per_task;
         first = end) {
        smooth_sums sums[near_block] = {{0}};
        end = first + near_block < w->at->count ? first + near_block : w->at->count;
        const near_box box = near_box_of(w->at, first, end);
        near_walk walk = near_walk_start(&w->points, &box, (float)(wide * wide));
        for (uint32_t block; near_walk_next(&walk, &block);) {
            for (size_t i = first; i < end; i++)
                smooth_block(w, block, i, &sums[i - first]);
        }
        for (size_t i = first; i < end; i++) {
            const smooth_sums *of = &sums[i - first];
            const float lack = of->alike > 0 ? (float)(of->value / of->alike) : w->at_value[i];
            w->out.lack[i] = lack < lack_least ? 0 : lack < 1 ? lack : 1;
            const double part = of->all > 0 ? of->alike / of->all : 1;
            w->out.even[i] = (float)scalp_smoothstep(even_from, even_end, part);
        }
    }
}

/* At each point of `at`, some of `points`; `value`: what is missing at these in a narrow window. */
static scalp_status smooth(const surface *s, const cloud *at, const float *at_value,
                           const cloud *points, const float *value, const float *mass,
                           const scalp_work *work, lack_field out, scalp_error *error) {
    smoothing w = {.surface = s, .at = at, .at_value = at_value, .value = value, .mass = mass};
    w.out = out;
    SCALP_TRY(near_tree_make(points, s, work, &w.points, error));
    const size_t tasks = (at->count + points_per_task - 1) / points_per_task, portion = 64;
    for (w.first_task = 0; w.first_task < tasks; w.first_task += portion) {
        SCALP_TRY(layout_report(work, LAYOUT_STEP_SPREAD, 0, error));
        const size_t left = tasks - w.first_task;
        scalp_pool_for(work->pool, left < portion ? left : portion, smooth_task, &w);
    }
    return SCALP_OK;
}

static void copy_point(const cloud *c, size_t from, cloud *into, size_t to) {
    into->x[to] = c->x[from], into->y[to] = c->y[from], into->z[to] = c->z[from];
    into->density[to] = c->density[from];
    into->face[to] = c->face[from];
}

static uint64_t key_of(const surface *s, const cloud *c, size_t i) {
    const scalp_vec3 p = {(double)c->x[i], (double)c->y[i], (double)c->z[i]};
    return layout_curve(s, scalp_vec3_add(p, s->centre));
}

/* The points in the order of the curve. */
static scalp_status take_base(const surface *s, const cloud *points, const scalp_work *work,
                              lack_base *base, uint32_t **order, scalp_error *error) {
    void *keys, *from;
    *base = (lack_base){.surface = s};
    SCALP_TRY(layout_cloud_take(points->count, work, &base->points, error));
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(uint64_t), &keys, error));
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(float), &from, error));
    base->field.lack = from;
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(float), &from, error));
    base->field.even = from;
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(uint32_t), &from, error));
    base->keys = keys;
    *order = from;
    for (size_t i = 0; i < points->count; i++) {
        base->keys[i] = key_of(s, points, i);
        (*order)[i] = (uint32_t)i;
    }
    SCALP_TRY(layout_sort(base->keys, *order, points->count, work, error));
    for (size_t i = 0; i < points->count; i++)
        copy_point(points, (*order)[i], &base->points, i);
    return SCALP_OK;
}

/* Some of the sorted points, and what is missing there in a narrow window. */
static size_t keep_some(lack_base *base, const uint32_t *order, const float *value,
                        float *some_value) {
    const size_t count = base->points.count;
    size_t used = 0;
    for (size_t i = 0; i < count; i += smoothed_each) {
        copy_point(&base->points, i, &base->points, used);
        base->keys[used] = base->keys[i];
        some_value[used++] = value[order[i]];
    }
    return used;
}

scalp_status layout_lack_make(const surface *s, const site_set *sites, const scalp_work *work,
                              lack_base *base, scalp_error *error) {
    cloud points;
    float *mass, *value;
    uint32_t *order;
    void *some;
    SCALP_TRY(layout_quadrature_make(s, points_per_dot, work, &points, &mass, error));
    SCALP_TRY(layout_missing_make(s, sites, &points, narrow, work, &value, error));
    SCALP_TRY(take_base(s, &points, work, base, &order, error));
    SCALP_TRY(scalp_work_take(work, points.count, sizeof(float), &some, error));
    base->points.count = keep_some(base, order, value, some);
    return smooth(s, &base->points, some, &points, value, mass, work, base->field, error);
}

/* The nearest of those next to the point on the curve. */
static size_t find_base(const lack_base *base, const cloud *points, size_t i) {
    const uint64_t key = key_of(base->surface, points, i);
    const cloud *c = &base->points;
    size_t low = 0, high = c->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (base->keys[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    const size_t first = low > looked_at ? low - looked_at : 0;
    const size_t end = low + looked_at < c->count ? low + looked_at : c->count;
    size_t best = first;
    float least = HUGE_VALF;
    for (size_t k = first; k < end; k++) {
        const float x = c->x[k] - points->x[i], y = c->y[k] - points->y[i];
        const float z = c->z[k] - points->z[i], d2 = x * x + y * y + z * z;
        const bool facing = layout_facing(base->surface, c->face[k], points->face[i]);
        const float far2 = facing ? d2 : 1e6f + d2;
        best = far2 < least ? k : best;
        least = far2 < least ? far2 : least;
    }
    return best;
}

scalp_status layout_lack_at(const lack_base *base, const cloud *points, const scalp_work *work,
                            lack_field *field, scalp_error *error) {
    void *lack, *even;
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(float), &lack, error));
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(float), &even, error));
    *field = (lack_field){lack, even};
    size_t from = 0;
    for (size_t i = 0; i < points->count; i++) {
        if (i % asked_each == 0 ||
            !layout_facing(base->surface, base->points.face[from], points->face[i]))
            from = find_base(base, points, i);
        field->lack[i] = base->field.lack[from];
        field->even[i] = base->field.even[from];
    }
    return SCALP_OK;
}
