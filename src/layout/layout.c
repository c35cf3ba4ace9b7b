/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/layout.h>

#include "spots.h"
#include "strokes.h"

#include <math.h>

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

/* The shares with the default filled in, and how many sessions there are. */
static scalp_status read_shares(const scalp_layout_params *params, double *shares, size_t *sessions,
                                scalp_error *error) {
    double sum = 0;
    *sessions = 0;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        shares[s] = params->session_shares[s];
        const bool gap = shares[s] > 0 && *sessions < s;
        if (!(shares[s] >= 0) || !(shares[s] <= 1) || gap) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The share of session %zu is %g; shares are above 0, at most 1, and "
                              "follow each other without a gap.",
                              s + 1, shares[s]);
        }
        sum += shares[s];
        *sessions += shares[s] > 0;
    }
    if (*sessions == 0) {
        shares[0] = shares[2] = 0.3;
        shares[1] = 0.4;
        *sessions = 3;
    } else if (!(fabs(sum - 1) <= 1e-6)) {
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The shares of the sessions add up to %.9g; they must add up to 1.", sum);
    }
    return SCALP_OK;
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
    scalp_mesh_point *at; /* faces of `surface` */
    uint8_t *zone, *session;
    size_t count;
    layout_spot_dots spots;
} making;

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
    SCALP_TRY(layout_cloud_take(m->count + m->spots.count, work, &all, error));
    SCALP_TRY(scalp_work_take(work, m->spots.count, sizeof(scalp_vec3), &fixed, error));
    scalp_vec3 *places = fixed;
    for (size_t i = 0; i < m->count; i++) {
        const cloud *c = &m->points;
        all.x[i] = c->x[i], all.y[i] = c->y[i], all.z[i] = c->z[i];
        all.density[i] = c->density[i];
        all.face[i] = c->face[i];
    }
    all.count = m->count;
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

/* The places, thinned, relaxed and jittered. */
static scalp_status place_dots(making *m, const scalp_work *work, scalp_error *error) {
    const surface *s = &m->surface;
    const uint64_t seed = m->params->seed;
    SCALP_TRY(layout_report(work, LAYOUT_STEP_SPREAD, 0, error));
    SCALP_TRY(layout_candidates_make(s, m->count * candidates_per_dot,
                                     stream(seed, seed_candidates), work, &m->points, error));
    SCALP_TRY(layout_thin(&m->points, s, m->count, work, error));
    SCALP_TRY(layout_relax(&m->points, s, work, m->at, error));
    jitter job = {.surface = s,
                  .points = &m->points,
                  .at = m->at,
                  .seed = stream(seed, seed_jitter),
                  .sigma = 0.3 * (1 - m->params->regularity),
                  .min_distance_mm = m->params->min_distance_mm};
    if (m->spots.count > 0)
        SCALP_TRY(add_fixed(m, &job, work, error));
    SCALP_TRY(layout_jitter(&job, work, error));
    m->points.count = m->count;
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

static scalp_status make_dots(making *m, const double *shares, size_t sessions,
                              const scalp_work *work, scalp_error *error) {
    const uint64_t seed = m->params->seed;
    SCALP_TRY(layout_spot_dots_make(m->design, seed, shares, sessions, work, &m->spots, error));
    if (m->count == 0)
        return SCALP_OK;
    SCALP_TRY(layout_surface_make(m->design, work, &m->surface, error));
    SCALP_TRY(check_total(&m->surface, m->count, error));
    SCALP_TRY(check_distance(m->params, &m->surface, error));
    SCALP_TRY(take_dots(m, work, error));
    SCALP_TRY(place_dots(m, work, error));
    SCALP_TRY(order_dots(m, work, error));
    const deal job = {.surface = &m->surface,
                      .points = &m->points,
                      .zone = m->zone,
                      .shares = shares,
                      .sessions = sessions,
                      .seed = stream(seed, seed_deal),
                      .session = m->session};
    return layout_deal(&job, work, error);
}

static void write_dots(const making *m, scalp_dot *dots) {
    const scalp_mesh *mesh = m->design->mesh;
    size_t before = 0; /* dots of spots stand behind the other dots of their zone */
    while (before < m->count && m->zone[before] <= SCALP_ZONE_SCAR)
        before++;
    for (size_t i = 0; i < m->spots.count; i++)
        dots[before + i] = m->spots.items[i];
    for (size_t k = 0; k < m->count; k++) {
        scalp_dot *dot = &dots[k < before ? k : k + m->spots.count];
        const scalp_mesh_point at = {m->surface.original[m->at[k].face], m->at[k].u, m->at[k].v};
        dot->at = at;
        dot->position = scalp_mesh_position(mesh, at);
        dot->normal = scalp_mesh_normal(mesh, at);
        dot->zone = m->zone[k];
        dot->session = (uint8_t)(m->session[k] + 1);
    }
}

static scalp_status make_layout(making *m, const double *shares, size_t sessions,
                                const scalp_work *work, scalp_layout *layout, scalp_error *error) {
    const size_t all = m->count + layout_spot_dots_count(m->design);
    void *dots;
    *layout = (scalp_layout){.dot_count = all, .session_count = sessions};
    SCALP_TRY(scalp_work_take(work, all, sizeof(scalp_dot), &dots, error));
    layout->dots = dots;
    SCALP_TRY(layout_strokes_make(m->design, m->params, shares, sessions, work, layout, error));
    if (all == 0)
        return SCALP_OK;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(make_dots(m, shares, sessions, work, error));
    write_dots(m, dots);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

scalp_status scalp_layout_make(const scalp_design *design, const scalp_layout_params *params,
                               const scalp_work *work, scalp_layout *layout, scalp_error *error) {
    double shares[SCALP_LAYOUT_MAX_SESSIONS];
    size_t sessions;
    scalp_layout made;
    making m = {.design = design, .params = params};
    SCALP_TRY(check_params(params, error));
    SCALP_TRY(read_shares(params, shares, &sessions, error));
    SCALP_TRY(count_dots(design, &m.count, error));
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
