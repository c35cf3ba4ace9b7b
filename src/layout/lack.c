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
/* It changes over spacings: it is weighed at every so many points of the curve. */
enum { weighed_each = 8, points_per_task = 64 };

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

/* At each point of `at`. */
static scalp_status smooth(const surface *s, const site_set *sites, const cloud *at,
                           const scalp_work *work, lack_field out, scalp_error *error) {
    smoothing w = {.surface = s, .at = at, .out = out};
    cloud points;
    float *mass, *value, *at_value;
    SCALP_TRY(layout_missing_make(s, sites, at, narrow, work, &at_value, error));
    SCALP_TRY(layout_quadrature_make(s, points_per_dot, work, &points, &mass, error));
    SCALP_TRY(layout_missing_make(s, sites, &points, narrow, work, &value, error));
    SCALP_TRY(near_tree_make(&points, s, work, &w.points, error));
    w.at_value = at_value;
    w.value = value;
    w.mass = mass;
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

/* The first of each few points, and those among them that lie on the other side of a thin sheet;
 * `as` tells for each point which of them speaks for it. */
static void choose_some(const surface *s, const cloud *points, cloud *some, uint32_t *as) {
    some->count = 0;
    for (size_t i = 0; i < points->count; i++) {
        const size_t before = some->count - 1;
        const bool new = i % weighed_each == 0;
        if (new || !layout_facing(s, some->face[before], points->face[i]))
            copy_point(points, i, some, some->count++);
        as[i] = (uint32_t)(some->count - 1);
    }
}

static scalp_status take_field(size_t count, const scalp_work *work, lack_field *field,
                               scalp_error *error) {
    void *lack, *even;
    SCALP_TRY(scalp_work_take(work, count, sizeof(float), &lack, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(float), &even, error));
    *field = (lack_field){lack, even};
    return SCALP_OK;
}

scalp_status layout_lack_make(const surface *s, const site_set *sites, const cloud *points,
                              const scalp_work *work, lack_field *field, scalp_error *error) {
    SCALP_TRY(take_field(points->count, work, field, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory;
    cloud some;
    lack_field at_some;
    SCALP_TRY(layout_cloud_take(points->count, work, &some, error));
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(uint32_t), &memory, error));
    SCALP_TRY(take_field(points->count, work, &at_some, error));
    uint32_t *as = memory;
    choose_some(s, points, &some, as);
    SCALP_TRY(smooth(s, sites, &some, work, at_some, error));
    for (size_t i = 0; i < points->count; i++) {
        field->lack[i] = at_some.lack[as[i]];
        field->even[i] = at_some.even[as[i]];
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
