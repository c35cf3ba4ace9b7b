/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sites: hairs and pigment that are there. They come with a place on the design's mesh; what lies
 * in the surface stands for dots, what lies close beside it only keeps its distance. */
#include "parts.h"

#include <math.h>

/* A place that a file rounded may have left its face by this. */
static const double rounded_mm = 0.02;
/* What lies that near beside the surface keeps dots at their distance. */
static const double beside_mm = 3;
/* Around each site the sites are weighed against the density, within this many spacings: 78 dots.
 * Even dots differ there by 3 to 4 %; from 12 % too many on they begin to count less. */
static const double window = 5, crowded_from = 1.12, crowded_at = 1.3;
static const double window_points = 2; /* of quadrature, for every dot */
enum { points_per_task = 64 };

static scalp_status check_site(const scalp_mesh *mesh, const scalp_site *site, size_t number,
                               scalp_error *error) {
    const scalp_mesh_point at = site->at;
    const bool known = at.face < mesh->face_count && at.u >= 0 && at.v >= 0 && at.u + at.v <= 1;
    const scalp_vec3 p = site->point;
    if (!known || !isfinite(p.x) || !isfinite(p.y) || !isfinite(p.z)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Site %zu is not on the mesh: its face, its weights or its point are "
                          "none; find its place anew.",
                          number);
    }
    const double off = scalp_vec3_distance(scalp_mesh_position(mesh, at), p);
    if (!(off <= SCALP_SITE_MAX_OFF_MM)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Site %zu lies %.1f mm off the mesh, more than %g; it belongs to another "
                          "head, or its place is wrong.",
                          number, off, SCALP_SITE_MAX_OFF_MM);
    }
    if (!(site->radius_mm >= 0 && site->radius_mm <= SCALP_SITE_MAX_RADIUS_MM) ||
        !(site->weight >= 0 && site->weight <= 1)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Site %zu has radius %g mm and weight %g; they must be 0 to %g and 0 "
                          "to 1.",
                          number, site->radius_mm, site->weight, SCALP_SITE_MAX_RADIUS_MM);
    }
    return SCALP_OK;
}

/* ---- On the surface ---------------------------------------------------------------------- */

typedef struct gathering {
    scalp_vec3 *place;
    uint32_t *face;
    double *density;
    float *weight, *radius;
    uint32_t *order;
    uint64_t *keys;
} gathering;

static scalp_status take_sites(size_t count, const scalp_work *work, gathering *g,
                               scalp_error *error) {
    void *place, *face, *density, *weight, *radius, *order, *keys;
    SCALP_TRY(scalp_work_take(work, count, sizeof *g->place, &place, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof *g->face, &face, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof *g->density, &density, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof *g->weight, &weight, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof *g->radius, &radius, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof *g->order, &order, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof *g->keys, &keys, error));
    *g = (gathering){place, face, density, weight, radius, order, keys};
    return SCALP_OK;
}

/* Along the curve. */
static scalp_status order_sites(const scalp_design *design, const scalp_layout_params *params,
                                const surface *s, const scalp_work *work, gathering *g,
                                scalp_error *error) {
    for (size_t i = 0; i < params->site_count; i++) {
        SCALP_TRY(check_site(design->mesh, &params->sites[i], i + 1, error));
        g->order[i] = (uint32_t)i;
        g->keys[i] = layout_curve(s, scalp_mesh_position(design->mesh, params->sites[i].at));
    }
    return layout_sort(g->keys, g->order, params->site_count, work, error);
}

/* Whether the site matters here, and how. */
static bool lay_site(const scalp_design *design, const surface *s, const scalp_site *site,
                     gathering *g, size_t to, bool *inside) {
    const scalp_vec3 p = scalp_mesh_position(design->mesh, site->at);
    const scalp_vec3 normal = scalp_mesh_face_normal(design->mesh, site->at.face);
    double way;
    const scalp_mesh_point at = scalp_site_place(&s->mesh, s->bvh, p, normal, &way);
    const double density = layout_density(s, at);
    *inside = way <= rounded_mm && density > 0;
    if (way > beside_mm)
        return false;
    g->place[to] = p;
    g->face[to] = at.face;
    g->density[to] = density;
    g->weight[to] = *inside ? (float)site->weight : 0;
    g->radius[to] = (float)site->radius_mm;
    return true;
}

void layout_sites_append(const site_set *sites, const surface *s, cloud *c, size_t first) {
    c->count = first + sites->count;
    for (size_t k = 0; k < sites->count; k++) {
        const scalp_vec3 relative = scalp_vec3_sub(sites->place[k], s->centre);
        layout_cloud_set(c, first + k, relative, sites->density[k], sites->face[k]);
    }
}

/* ---- Too many of them -------------------------------------------------------------------- */

typedef struct weighing {
    const surface *surface;
    const cloud *at; /* where it is asked for */
    const float *weight, *mass;
    near_tree sites, points;
    float window2;
    float *missing; /* out */
    size_t first_task;
} weighing;

/* Adds to sum[i - first] `value` of the points of the tree within the window about point i. */
static void sum_near(const weighing *w, const near_tree *tree, const float *value, size_t first,
                     size_t end, double *sum) {
    const cloud *c = tree->points, *at = w->at;
    const near_box box = near_box_of(at, first, end);
    near_walk walk = near_walk_start(tree, &box, w->window2);
    for (uint32_t block; near_walk_next(&walk, &block);) {
        const size_t from = (size_t)block * near_block, to = from + near_block;
        for (size_t i = first; i < end; i++) {
            for (size_t k = from; k < c->count && k < to; k++) {
                const float x = c->x[k] - at->x[i], y = c->y[k] - at->y[i];
                const float z = c->z[k] - at->z[i];
                const float u2 =
                    (x * x + y * y + z * z) * (0.5f * (c->density[k] + at->density[i]));
                if (u2 < w->window2 && layout_facing(w->surface, c->face[k], at->face[i]))
                    sum[i - first] += (double)value[k];
            }
        }
    }
}

static void weigh_task(void *context, size_t task) {
    const weighing *w = context;
    const size_t begin = (w->first_task + task) * points_per_task;
    for (size_t first = begin, end; first < w->at->count && first < begin + points_per_task;
         first = end) {
        double there[near_block] = {0}, wanted[near_block] = {0};
        end = first + near_block < w->at->count ? first + near_block : w->at->count;
        sum_near(w, &w->sites, w->weight, first, end, there);
        sum_near(w, &w->points, w->mass, first, end, wanted);
        for (size_t i = first; i < end; i++) {
            const double part = there[i - first], whole = wanted[i - first];
            w->missing[i] = (float)(!(part > 0) ? 1 : whole > 0 ? 1 - part / whole : 0);
        }
    }
}

static scalp_status weigh_all(weighing *w, const site_set *sites, const scalp_work *work,
                              scalp_error *error) {
    cloud at, points;
    float *mass;
    SCALP_TRY(layout_cloud_take(sites->count, work, &at, error));
    layout_sites_append(sites, w->surface, &at, 0);
    SCALP_TRY(layout_quadrature_make(w->surface, window_points, work, &points, &mass, error));
    w->weight = sites->weight;
    w->mass = mass;
    SCALP_TRY(near_tree_make(&at, w->surface, work, &w->sites, error));
    SCALP_TRY(near_tree_make(&points, w->surface, work, &w->points, error));
    const size_t tasks = (w->at->count + points_per_task - 1) / points_per_task, portion = 64;
    for (w->first_task = 0; w->first_task < tasks; w->first_task += portion) {
        SCALP_TRY(layout_report(work, LAYOUT_STEP_SPREAD, 0, error));
        const size_t left = tasks - w->first_task;
        scalp_pool_for(work->pool, left < portion ? left : portion, weigh_task, w);
    }
    return SCALP_OK;
}

scalp_status layout_missing_make(const surface *s, const site_set *sites, const cloud *points,
                                 double reach, const scalp_work *work, float **missing,
                                 scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, points->count, sizeof(float), &memory, error));
    *missing = memory;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    weighing w = {.surface = s, .at = points, .missing = memory};
    w.window2 = (float)(reach * reach);
    SCALP_TRY(weigh_all(&w, sites, work, error));
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* Sites stand for no more dots than are wanted around them. */
static scalp_status weigh_sites(const surface *s, const site_set *sites, float *weight,
                                const scalp_work *work, scalp_error *error) {
    cloud at;
    float *missing;
    SCALP_TRY(layout_cloud_take(sites->count, work, &at, error));
    layout_sites_append(sites, s, &at, 0);
    SCALP_TRY(layout_missing_make(s, sites, &at, window, work, &missing, error));
    for (size_t i = 0; i < sites->count; i++) {
        const double ratio = 1 - (double)missing[i];
        const double crowded = scalp_smoothstep(crowded_from, crowded_at, ratio);
        weight[i] *= (float)(ratio > 1 ? 1 - crowded * (1 - 1 / ratio) : 1);
    }
    return SCALP_OK;
}

scalp_status layout_sites_make(const scalp_design *design, const scalp_layout_params *params,
                               const bool *in_spots, const surface *s, const scalp_work *work,
                               site_set *made, scalp_error *error) {
    *made = (site_set){0};
    if (params->site_count == 0)
        return SCALP_OK;
    gathering g;
    SCALP_TRY(take_sites(params->site_count, work, &g, error));
    SCALP_TRY(order_sites(design, params, s, work, &g, error));
    for (size_t i = 0; i < params->site_count; i++) {
        bool inside;
        scalp_site site = params->sites[g.order[i]];
        const bool in_spots_too = in_spots && in_spots[g.order[i]];
        site.weight = in_spots_too ? 0 : site.weight;
        made->count += lay_site(design, s, &site, &g, made->count, &inside);
        made->outside += !inside && !in_spots_too;
    }
    made->place = g.place;
    made->face = g.face;
    made->density = g.density;
    made->weight = g.weight;
    made->radius_mm = g.radius;
    if (made->count == 0)
        return SCALP_OK;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(weigh_sites(s, made, g.weight, work, error));
    scalp_arena_return(work->memory, mark);
    for (size_t i = 0; i < made->count; i++) {
        made->total += (double)g.weight[i];
        made->radius_most = g.radius[i] > made->radius_most ? g.radius[i] : made->radius_most;
    }
    return SCALP_OK;
}
