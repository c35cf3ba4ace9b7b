/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thinning between sites. What is missing has a density of its own, and in that the new dots are to
 * be even: thinned in the density of all, they would be even next to the sites only, and random far
 * away. */
#include "parts.h"

#include <math.h>
#include <string.h>

/* Each new dot needs this many candidates, and where nearly all is there, this much is taken for
 * missing. */
static const double per_new_dot = 12, missing_least = 0.03;
static const double per_dot = 5; /* candidates come so many for every wanted dot */
static const float too_near = 4096;
/* Over stretches of 32 wanted dots the count is right to begin with. */
enum { stretch_candidates = 160 };

/* Stretches of the curve, each of as many wanted dots, with what is missing in it. */
typedef struct stretches {
    size_t count;
    double *due;         /* what is missing in it */
    size_t *held, *kept; /* candidates, and how many of them stay */
    uint32_t *surplus;   /* the others */
} stretches;

static void copy_point(const cloud *c, size_t from, cloud *into, size_t to) {
    into->x[to] = c->x[from], into->y[to] = c->y[from], into->z[to] = c->z[from];
    into->density[to] = c->density[from];
    into->face[to] = c->face[from];
}

static uint64_t curve_key(const surface *s, const cloud *c, size_t i) {
    const scalp_vec3 p = {(double)c->x[i], (double)c->y[i], (double)c->z[i]};
    return layout_curve(s, scalp_vec3_add(p, s->centre));
}

/* What is missing in each stretch: in even places what the field says, in others by the sites that
 * lie in it. Candidates and sites both follow the curve. */
static void find_due(const surface *s, const site_set *sites, const cloud *at,
                     const lack_field *field, const cloud *c, stretches *parts) {
    size_t site = 0;
    for (size_t k = 0; k < parts->count; k++) {
        const size_t first = k * stretch_candidates, last = first + stretch_candidates;
        const size_t end = last < c->count ? last : c->count;
        const uint64_t key = end < c->count ? curve_key(s, c, end) : UINT64_MAX;
        double even = 0, missing = 0, there = 0;
        for (; site < sites->count && curve_key(s, at, site) < key; site++)
            there += (double)sites->weight[site];
        for (size_t i = first; i < end; i++) {
            even += (double)field->even[i];
            missing += (double)(field->even[i] * field->lack[i]) / per_dot;
        }
        const double count = (double)(end - first);
        parts->due[k] = missing + (1 - even / count) * (count / per_dot - there);
    }
}

/* Leaves as many candidates as what is missing needs. */
static void drop_candidates(const thin_rule *rule, uint32_t *stretch, const float *missing,
                            cloud *c, stretches *parts) {
    double due = 0;
    size_t used = 0;
    for (size_t i = 0; i < c->count; i++) {
        const size_t part = i / stretch_candidates;
        const double share = fmax((double)missing[i], missing_least);
        due += fmin(share * per_new_dot / per_dot, 1);
        if (due < 1)
            continue;
        due -= 1;
        rule->density[used] = (float)((double)c->density[i] * share);
        stretch[used] = (uint32_t)part;
        parts->held[part]++;
        copy_point(c, i, c, used++);
    }
    c->count = used;
}

/* Of a number that is cut into parts, as much as rounding leaves for this one. */
static size_t next_whole(double *sum, size_t *given, double part) {
    *sum += part;
    const double all = floor(*sum + 0.5);
    const size_t whole = all > (double)*given ? (size_t)all - *given : 0;
    *given += whole;
    return whole;
}

/* How many each stretch keeps. What one cannot give or take is carried on; a rest that no later one
 * takes comes from all. */
static void share_out(stretches *parts, size_t keep) {
    double due = 0, all = 0;
    size_t kept = 0;
    for (size_t k = 0; k < parts->count; k++)
        all += parts->due[k];
    for (size_t k = 0; k < parts->count; k++) {
        due += all > 0 ? parts->due[k] / all * (double)keep : 0;
        parts->kept[k] = (size_t)floor(scalp_clamp(due, 0, (double)parts->held[k]) + 0.5);
        due -= (double)parts->kept[k];
        kept += parts->kept[k];
    }
    double sum = 0;
    size_t given = 0;
    const double part = kept > keep ? (double)keep / (double)kept : 1;
    for (size_t k = 0; k < parts->count; k++)
        parts->kept[k] = next_whole(&sum, &given, (double)parts->kept[k] * part);
    for (size_t k = 0; given < keep && k < parts->count; k++) {
        const size_t spare = parts->held[k] - parts->kept[k];
        const size_t take = spare < keep - given ? spare : keep - given;
        parts->kept[k] += take;
        given += take;
    }
    for (size_t k = 0; k < parts->count; k++)
        parts->surplus[k] = (uint32_t)(parts->held[k] - parts->kept[k]);
}

typedef struct site_weighing {
    const cloud *points;
    const surface *surface;
    const site_set *sites;
    const near_tree *tree; /* of the sites */
    double min_distance_mm, reach;
    float *more; /* out */
} site_weighing;

/* What the block of sites makes point i weigh, as other points would. */
static void weigh_by_block(const site_weighing *w, size_t block, size_t i) {
    const cloud *c = w->points, *at = w->tree->points;
    const size_t first = block * near_block, end = first + near_block;
    for (size_t k = first; k < w->sites->count && k < end; k++) {
        const double x = (double)(at->x[k] - c->x[i]), y = (double)(at->y[k] - c->y[i]);
        const double z = (double)(at->z[k] - c->z[i]), d2 = x * x + y * y + z * z;
        const double density = 0.5 * ((double)c->density[i] + (double)at->density[k]);
        if (d2 * density >= w->reach * w->reach ||
            !layout_facing(w->surface, at->face[k], c->face[i]))
            continue;
        const double radius = (double)w->sites->radius_mm[k];
        const double t = 1 - sqrt(d2 * density) / SCALP_LAYOUT_HEXAGONAL, t2 = t * t, t4 = t2 * t2;
        if (t > 0)
            w->more[i] += w->sites->weight[k] * (float)(t4 * t4);
        if (d2 < radius * radius || d2 < layout_floor2(w->min_distance_mm, density))
            w->more[i] += too_near;
    }
}

/* Points that follow each other share a walk. */
static void weigh_by_sites(const site_weighing *w) {
    const cloud *c = w->points;
    for (size_t first = 0, end; first < c->count; first = end) {
        end = first + near_block < c->count ? first + near_block : c->count;
        const near_box box = near_box_of(c, first, end);
        memset(w->more + first, 0, (end - first) * sizeof *w->more);
        near_walk walk = near_walk_start(w->tree, &box, (float)(w->reach * w->reach));
        for (uint32_t block; near_walk_next(&walk, &block);) {
            for (size_t i = first; i < end; i++)
                weigh_by_block(w, block, i);
        }
    }
}

/* How far sites reach, in spacings. */
static double site_reach(const cloud *c, const site_set *sites, double min_distance_mm) {
    double most = 0;
    for (size_t i = 0; i < c->count; i++)
        most = fmax(most, (double)c->density[i]);
    const double own = fmax((double)sites->radius_most, min_distance_mm) * sqrt(most);
    return fmax(own, SCALP_LAYOUT_HEXAGONAL);
}

static scalp_status take_stretches(size_t candidates, const scalp_work *work, stretches *parts,
                                   scalp_error *error) {
    void *due, *held, *kept, *surplus;
    parts->count = (candidates + stretch_candidates - 1) / stretch_candidates;
    SCALP_TRY(scalp_work_take(work, parts->count, sizeof(double), &due, error));
    SCALP_TRY(scalp_work_take(work, parts->count, sizeof(size_t), &held, error));
    SCALP_TRY(scalp_work_take(work, parts->count, sizeof(size_t), &kept, error));
    SCALP_TRY(scalp_work_take(work, parts->count, sizeof(uint32_t), &surplus, error));
    *parts = (stretches){parts->count, due, held, kept, surplus};
    return SCALP_OK;
}

scalp_status layout_thin_around(cloud *points, const surface *s, const site_set *sites,
                                const lack_base *base, double min_distance_mm, size_t keep,
                                const scalp_work *work, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *own, *more, *stretch;
    lack_field field;
    cloud at;
    near_tree tree;
    stretches parts;
    SCALP_TRY(layout_lack_at(base, points, work, &field, error));
    SCALP_TRY(take_stretches(points->count, work, &parts, error));
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(float), &own, error));
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(float), &more, error));
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(uint32_t), &stretch, error));
    SCALP_TRY(layout_cloud_take(sites->count, work, &at, error));
    layout_sites_append(sites, s, &at, 0);
    SCALP_TRY(near_tree_make(&at, s, work, &tree, error));
    const thin_rule rule = {own, more, stretch, parts.surplus};
    find_due(s, sites, &at, &field, points, &parts);
    drop_candidates(&rule, stretch, field.lack, points, &parts);
    share_out(&parts, keep);
    const site_weighing weighing = {
        points, s, sites, &tree, min_distance_mm, site_reach(points, sites, min_distance_mm), more};
    weigh_by_sites(&weighing);
    SCALP_TRY(layout_thin(points, s, &rule, keep, work, error));
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
