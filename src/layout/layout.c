/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/layout.h>

#include "spots.h"
#include "strokes.h"

#include <math.h>
#include <string.h>

enum { candidates_per_dot = 5 };

/* Streams of random numbers: one per step. */
enum { seed_candidates = 1, seed_jitter = 2, seed_deal = 3 };

/* Where each step ends on the listener's scale: its part of the time. */
static const double step_end[LAYOUT_STEP_COUNT + 1] = {0, 0.08, 0.36, 0.68, 0.78, 1};

scalp_status layout_report(const scalp_work *work, layout_step step, double done,
                           scalp_error *error) {
    const double from = step_end[step], to = step_end[step + 1];
    return scalp_work_report(work, "dots", from + done * (to - from), error);
}

static uint64_t stream(uint64_t seed, uint64_t step) {
    scalp_random random = scalp_random_make(seed, step);
    return scalp_random_u64(&random);
}

/* ---- Parameters -------------------------------------------------------------------------- */

static size_t first_session(const scalp_layout_params *params) {
    return params->first_session > 1 ? params->first_session : 1;
}

static scalp_status check_params(const scalp_layout_params *params, scalp_error *error) {
    if (!(params->regularity >= 0) || !(params->regularity <= 1)) {
        return scalp_fail(error, SCALP_ERR_INPUT, "The regularity is %g; it must be 0 to 1.",
                          params->regularity);
    }
    if (!(params->min_distance_mm >= 0) || !isfinite(params->min_distance_mm)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The least distance is %g mm; it must be a finite number of 0 or more.",
                          params->min_distance_mm);
    }
    if (params->first_session > SCALP_LAYOUT_MAX_SESSIONS) {
        return scalp_fail(error, SCALP_ERR_INPUT, "Session %u is asked for; there are at most %d.",
                          params->first_session, SCALP_LAYOUT_MAX_SESSIONS);
    }
    return SCALP_OK;
}

/* 0 where there are strokes instead. */
static scalp_status count_dots(const scalp_design *design, size_t *count, scalp_error *error) {
    double sum = 0;
    bool strokes = false;
    for (int zone = SCALP_ZONE_NONE + 1; zone < SCALP_ZONE_COUNT; zone++)
        sum += design->dots[zone];
    for (size_t i = 0; i < design->area_count; i++)
        strokes |= design->areas[i].strokes >= 0.5;
    if (!(sum < SCALP_LAYOUT_MAX_DOTS + 0.5)) {
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "%.0f dots would be needed, more than the %u that are laid out; lower "
                          "the density or treat a smaller area.",
                          sum, SCALP_LAYOUT_MAX_DOTS);
    }
    if (!(sum >= 0.5) && !strokes) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The design is empty: %.3g dots are less than half a one.", sum);
    }
    const size_t spots = layout_spot_dots_count(design), all = (size_t)floor(sum + 0.5);
    *count = all > spots ? all - spots : 0;
    return SCALP_OK;
}

/* The surface's sum over its faces against what the design promised. */
static scalp_status check_total(const surface *s, size_t count, scalp_error *error) {
    if (!(fabs((double)count - s->total) <= 0.5 + 1e-6 * s->total)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The design promises %zu dots, but its density over its zones comes to "
                          "%.9g.",
                          count, s->total);
    }
    return SCALP_OK;
}

/* A least distance that even the best arrangement cannot keep is refused before the work. Relaxed
 * dots keep 0.75 of the spacing with little pushing; the hexagonal lattice alone keeps 1.07. */
static scalp_status check_distance(const scalp_layout_params *params, const surface *s,
                                   scalp_error *error) {
    double most = 0;
    for (size_t f = 0; f < s->mesh.face_count; f++) {
        for (int k = 0; k < 3; k++) {
            const double d = s->density[s->mesh.faces[f].v[k]];
            most = d > most ? d : most;
        }
    }
    const double relative = params->min_distance_mm * sqrt(most);
    if (relative > 0.75) {
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "Dots at least %.3g mm apart cannot be as dense as %.4g per cm2; at most "
                          "%.4g per cm2 can.",
                          params->min_distance_mm, most * 100,
                          56.25 / (params->min_distance_mm * params->min_distance_mm));
    }
    return SCALP_OK;
}

/* ---- From places to dots ----------------------------------------------------------------- */

typedef struct making {
    const scalp_design *design;
    const scalp_layout_params *params;
    surface surface;
    cloud points;
    site_set sites;
    scalp_mesh_point *at; /* faces of `surface` */
    uint8_t *zone, *session;
    size_t wanted; /* dots, with what sites stand for */
    size_t count;  /* dots to be placed */
    size_t no_room;
    size_t quota[SCALP_ZONE_COUNT]; /* between sites that count: the dots of each zone */
    layout_spot_dots spots;
    double rows[SCALP_ZONE_COUNT]
               [SCALP_LAYOUT_MAX_SESSIONS]; /* shares, from the first session on */
} making;

/* A row of shares over what is left of the sessions; all to the first where nothing is. */
static void rest_of(const double *row, size_t first, size_t sessions, double *rest) {
    double left = 0;
    for (size_t s = first; s < sessions; s++)
        left += row[s];
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++)
        rest[s] = first + s < sessions && left > 0 ? row[first + s] / left : 0;
    rest[0] = left > 0 ? rest[0] : 1;
}

/* The rows of the whole and of every zone, from the session on that is to be the first. */
static void find_rows(making *m, double *shares, size_t *sessions) {
    const size_t first = first_session(m->params) - 1;
    double whole[SCALP_LAYOUT_MAX_SESSIONS];
    memcpy(whole, shares, sizeof whole);
    for (int zone = 0; zone < SCALP_ZONE_COUNT; zone++) {
        const double *row = layout_zone_shares(m->params, whole, zone);
        if (first > 0)
            rest_of(row, first, *sessions, m->rows[zone]);
        else
            memcpy(m->rows[zone], row, sizeof whole);
    }
    if (first > 0)
        rest_of(whole, first, *sessions, shares);
    *sessions = *sessions > first ? *sessions - first : 1;
}

static uint8_t zone_of(const making *m, scalp_mesh_point at) {
    return m->design->zone[m->surface.original[at.face]];
}

/* Brings points and places into the order zone by zone, along the curve within each. */
static scalp_status order_dots(making *m, const scalp_work *work, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const surface *s = &m->surface;
    void *keys_memory, *order_memory, *old_memory;
    SCALP_TRY(scalp_work_take(work, m->count, sizeof(uint64_t), &keys_memory, error));
    SCALP_TRY(scalp_work_take(work, m->count, sizeof(uint32_t), &order_memory, error));
    SCALP_TRY(scalp_work_take(work, m->count, sizeof *m->at, &old_memory, error));
    uint64_t *keys = keys_memory;
    uint32_t *order = order_memory;
    scalp_mesh_point *old = old_memory;
    for (size_t i = 0; i < m->count; i++) {
        old[i] = m->at[i];
        order[i] = (uint32_t)i;
        keys[i] = (uint64_t)zone_of(m, old[i]) << 36 |
                  layout_curve(s, scalp_mesh_position(&s->mesh, old[i]));
    }
    SCALP_TRY(layout_sort(keys, order, m->count, work, error));
    for (size_t i = 0; i < m->count; i++) {
        const scalp_mesh_point at = old[order[i]];
        const scalp_vec3 p = scalp_vec3_sub(scalp_mesh_position(&s->mesh, at), s->centre);
        m->at[i] = at;
        m->zone[i] = zone_of(m, at);
        layout_cloud_set(&m->points, i, p, layout_density(s, at), at.face);
    }
    layout_sites_append(&m->sites, s, &m->points, m->count);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* The dots in spots join the others' cloud behind them, where they keep their place; those far from
 * all others are left out. */
static scalp_status add_fixed(making *m, jitter *job, const scalp_work *work, scalp_error *error) {
    const surface *s = &m->surface;
    const double far_mm = 3;
    cloud all;
    void *fixed;
    const size_t before = m->count + m->sites.count;
    SCALP_TRY(layout_cloud_take(before + m->spots.count, work, &all, error));
    SCALP_TRY(scalp_work_take(work, m->spots.count, sizeof(scalp_vec3), &fixed, error));
    scalp_vec3 *places = fixed;
    for (size_t i = 0; i < before; i++) {
        const cloud *c = &m->points;
        all.x[i] = c->x[i], all.y[i] = c->y[i], all.z[i] = c->z[i];
        all.density[i] = c->density[i];
        all.face[i] = c->face[i];
    }
    all.count = before;
    for (size_t i = 0; i < m->spots.count; i++) {
        double way;
        const scalp_vec3 p = m->spots.items[i].position;
        const scalp_mesh_point near = scalp_bvh_closest(s->bvh, p, &way);
        if (way > far_mm)
            continue;
        places[job->fixed_count++] = p;
        layout_cloud_set(&all, all.count++, scalp_vec3_sub(p, s->centre), layout_density(s, near),
                         near.face);
    }
    job->fixed = places;
    m->points = all;
    return SCALP_OK;
}

/* Closes the gaps of those that found no room. */
static void drop_dots(making *m) {
    size_t used = 0;
    for (size_t i = 0; i < m->count; i++) {
        if (m->at[i].face != UINT32_MAX)
            m->at[used++] = m->at[i];
    }
    m->no_room = m->count - used;
    m->count = used;
}

/* As many points as are missing, spread over the surface; the sites behind them. */
static scalp_status spread_dots(making *m, const lack_base *base, const scalp_work *work,
                                scalp_error *error) {
    const surface *s = &m->surface;
    const uint64_t seed = stream(m->params->seed, seed_candidates);
    SCALP_TRY(layout_candidates_make(s, m->wanted * candidates_per_dot, m->sites.count, seed, work,
                                     &m->points, error));
    if (m->sites.count == 0)
        return layout_thin(&m->points, s, NULL, m->count, work, error);
    SCALP_TRY(layout_thin_around(&m->points, s, &m->sites, base, m->params->min_distance_mm,
                                 m->count, work, error));
    layout_sites_append(&m->sites, s, &m->points, m->count);
    return SCALP_OK;
}

/* The places, thinned, relaxed and jittered. */
static scalp_status place_dots(making *m, const scalp_work *work, scalp_error *error) {
    const surface *s = &m->surface;
    const uint64_t seed = m->params->seed;
    SCALP_TRY(layout_report(work, LAYOUT_STEP_SPREAD, 0, error));
    void *lack;
    lack_base base;
    if (m->sites.count > 0)
        SCALP_TRY(layout_lack_make(s, &m->sites, work, &base, error));
    SCALP_TRY(spread_dots(m, &base, work, error));
    SCALP_TRY(scalp_work_take(work, m->count, sizeof(float), &lack, error));
    SCALP_TRY(layout_relax(&m->points, s, &m->sites, &base, work, m->at, lack, error));
    jitter job = {.surface = s,
                  .sites = &m->sites,
                  .points = &m->points,
                  .at = m->at,
                  .lack = m->sites.total > 0 ? lack : NULL,
                  .seed = stream(seed, seed_jitter),
                  .sigma = 0.3 * (1 - m->params->regularity),
                  .min_distance_mm = m->params->min_distance_mm};
    if (m->spots.count > 0)
        SCALP_TRY(add_fixed(m, &job, work, error));
    SCALP_TRY(layout_jitter(&job, work, error));
    if (m->sites.total > 0)
        SCALP_TRY(layout_quota_keep(&job, m->design, m->quota, work, error));
    drop_dots(m);
    return SCALP_OK;
}

static scalp_status take_dots(making *m, const scalp_work *work, scalp_error *error) {
    void *at, *zone, *session;
    SCALP_TRY(scalp_work_take(work, m->count, sizeof *m->at, &at, error));
    SCALP_TRY(scalp_work_take(work, m->count, sizeof *m->zone, &zone, error));
    SCALP_TRY(scalp_work_take(work, m->count, sizeof *m->session, &session, error));
    m->at = at;
    m->zone = zone;
    m->session = session;
    return SCALP_OK;
}

/* How many are wanted beside what is there. */
static size_t missing(making *m) {
    if (!(m->sites.total > 0))
        return m->wanted;
    return layout_quota_find(m->design, &m->surface, &m->sites, m->quota);
}

static scalp_status make_dots(making *m, const double *shares, size_t sessions,
                              const scalp_work *work, scalp_error *error) {
    const uint64_t seed = m->params->seed;
    SCALP_TRY(layout_spot_dots_make(m->design, m->params, m->rows[SCALP_ZONE_SCAR], sessions, work,
                                    &m->spots, error));
    m->sites.outside = m->params->site_count - m->spots.there;
    if (m->wanted == 0)
        return SCALP_OK;
    SCALP_TRY(layout_surface_make(m->design, work, &m->surface, error));
    SCALP_TRY(check_total(&m->surface, m->wanted, error));
    SCALP_TRY(check_distance(m->params, &m->surface, error));
    SCALP_TRY(layout_sites_make(m->design, m->params, m->spots.is_there, &m->surface, work,
                                &m->sites, error));
    m->count = missing(m);
    if (m->count == 0)
        return SCALP_OK;
    SCALP_TRY(take_dots(m, work, error));
    SCALP_TRY(place_dots(m, work, error));
    SCALP_TRY(order_dots(m, work, error));
    const local_shares sharing = {.design = m->design,
                                  .params = m->params,
                                  .shares = shares,
                                  .sessions = sessions,
                                  .original = m->surface.original,
                                  .at = m->at,
                                  .zone = m->zone,
                                  .count = m->count};
    /* Around what is there, that says where the next sessions have more to do. */
    float *local = NULL;
    if (m->sites.total <= 0 && first_session(m->params) == 1)
        SCALP_TRY(layout_local_shares(&sharing, work, &local, error));
    const deal job = {.surface = &m->surface,
                      .sites = &m->sites,
                      .points = &m->points,
                      .count = m->count,
                      .zone = m->zone,
                      .shares = shares,
                      .rows = m->rows[0],
                      .local = local,
                      .sessions = sessions,
                      .seed = stream(seed, seed_deal),
                      .session = m->session};
    return layout_deal(&job, work, error);
}

static void write_dots(const making *m, scalp_dot *dots) {
    const scalp_mesh *mesh = m->design->mesh;
    const size_t first = first_session(m->params);
    size_t before = 0; /* dots of spots stand behind the other dots of their zone */
    while (before < m->count && m->zone[before] <= SCALP_ZONE_SCAR)
        before++;
    for (size_t i = 0; i < m->spots.count; i++) {
        dots[before + i] = m->spots.items[i];
        dots[before + i].session = (uint8_t)(dots[before + i].session + first - 1);
    }
    for (size_t k = 0; k < m->count; k++) {
        scalp_dot *dot = &dots[k < before ? k : k + m->spots.count];
        const scalp_mesh_point at = {m->surface.original[m->at[k].face], m->at[k].u, m->at[k].v};
        dot->at = at;
        dot->position = scalp_mesh_position(mesh, at);
        dot->normal = scalp_mesh_normal(mesh, at);
        dot->zone = m->zone[k];
        dot->session = (uint8_t)(m->session[k] + first);
    }
}

static scalp_status make_layout(making *m, const double *shares, size_t sessions,
                                const scalp_work *work, scalp_layout *layout, scalp_error *error) {
    const size_t all = m->wanted + layout_spot_dots_count(m->design);
    const size_t first = first_session(m->params);
    void *dots;
    *layout = (scalp_layout){.session_count = 0};
    SCALP_TRY(scalp_work_take(work, all, sizeof(scalp_dot), &dots, error));
    const stroke_shares dealt = {(const double(*)[SCALP_LAYOUT_MAX_SESSIONS])m->rows, sessions,
                                 first};
    SCALP_TRY(layout_strokes_make(m->design, m->params, &dealt, work, layout, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(make_dots(m, shares, sessions, work, error));
    write_dots(m, dots);
    scalp_arena_return(work->memory, mark);
    layout->dots = dots;
    layout->dot_count = m->count + m->spots.count;
    layout->there = m->sites.total + (double)m->spots.there;
    layout->sites_outside = m->sites.outside;
    layout->no_room = m->no_room;
    const size_t used = layout_session_count(m->params, layout);
    layout->session_count = used > first ? used : first;
    return SCALP_OK;
}

scalp_status scalp_layout_make(const scalp_design *design, const scalp_layout_params *params,
                               const scalp_work *work, scalp_layout *layout, scalp_error *error) {
    double shares[SCALP_LAYOUT_MAX_SESSIONS];
    size_t sessions;
    scalp_layout made;
    making m = {.design = design, .params = params};
    SCALP_TRY(check_params(params, error));
    SCALP_TRY(layout_shares_read(params, design, shares, &sessions, error));
    find_rows(&m, shares, &sessions);
    SCALP_TRY(count_dots(design, &m.wanted, error));
    const scalp_arena_mark start = scalp_arena_here(work->memory);
    scalp_status status = make_layout(&m, shares, sessions, work, &made, error);
    if (status == SCALP_OK)
        status = layout_report(work, LAYOUT_STEP_DEAL, 1, error);
    if (status == SCALP_OK)
        *layout = made;
    else
        scalp_arena_return(work->memory, start);
    return status;
}
