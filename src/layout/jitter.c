/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hair follicles are not as regular as relaxed dots (nearest neighbour distances vary by 0.22-0.24
 * of their mean, relaxed ones by 0.06). Each dot takes a Gaussian step in its tangent plane and
 * lands on the surface again, unless that brings it too near to another dot as that lies now, or
 * off the zone. Steps against the density are refused as often as the density falls, so that the
 * density stays what it was (Metropolis et al. 1953). */
#include "parts.h"

#include <math.h>

enum { tries_most = 6, dots_per_report = 2048 };

/* Where the density has fallen to a tenth of the largest, steps are longer by this: the outermost
 * dots of a feathered rim would otherwise stand along it like beads. From three tenths on, none. */
static const double rim_stretch = 5.0 / 3, rim_begin = 0.1, rim_end = 0.3;

/* Faint islands can be narrower than 0.4 of the spacing that their density asks for. Where dots
 * find no room the spacing is taken from no less than this share of the largest density. */
static const double eased_share = 0.1;

/* New dots between sites do not stand in pairs among each other either: they keep this part of
 * their own spacing, which is reckoned from no less than that share of the wanted dots. */
static const double own_floor = 0.385, own_lack_least = 0.23;

scalp_vec3 layout_crowd_place(const jitter *job, size_t i) {
    const scalp_vec3 nowhere = {1e6, 1e6, 1e6};
    const size_t moving = layout_moving(job), sites = job->sites->count;
    if (i >= moving + sites)
        return job->fixed[i - moving - sites];
    if (i >= moving)
        return job->sites->place[i - moving];
    return job->at[i].face == UINT32_MAX ? nowhere
                                         : scalp_mesh_position(&job->surface->mesh, job->at[i]);
}

double layout_crowd_floor2(const crowd *c, double density, size_t j) {
    const jitter *job = c->job;
    const size_t moving = layout_moving(job), sites = job->sites->count;
    const double share = j < moving + sites ? 1 : c->fixed_share;
    const double mean = 0.5 * (density + (double)job->points->density[j]);
    const double least2 =
        layout_floor2(job->min_distance_mm, mean > c->least_density ? mean : c->least_density);
    if (c->keeps_own && j < moving && job->lack) {
        const double lack = fmax((double)job->lack[j], own_lack_least);
        const double own2 = own_floor * own_floor / (mean * lack);
        return own2 > least2 ? own2 : least2;
    }
    const bool site = j >= moving && j < moving + sites;
    const double radius = site ? (double)job->sites->radius_mm[j - moving] : 0;
    return share * share * (radius * radius > least2 ? radius * radius : least2);
}

/* A touch more than the floor, for the measure is taken in single precision elsewhere. */
bool layout_crowd_is_clear(const crowd *c, size_t i, scalp_vec3 position, double density) {
    for (uint32_t k = c->near.start[i]; k < c->near.end[i]; k++) {
        const uint32_t j = c->near.item[k];
        const scalp_vec3 gap = scalp_vec3_sub(position, layout_crowd_place(c->job, j));
        if (scalp_vec3_dot(gap, gap) < layout_crowd_floor2(c, density, j) * (1 + 1e-6))
            return false;
    }
    return true;
}

void layout_crowd_move(const jitter *job, size_t i, scalp_mesh_point at, scalp_vec3 position,
                       double density) {
    job->at[i] = at;
    layout_cloud_set(job->points, i, scalp_vec3_sub(position, job->surface->centre), density,
                     at.face);
}

/* The surface place next to `to`, unless that is off the zone (the way back is long) or on the
 * other side of a sheet. */
static bool land(const jitter *job, size_t i, scalp_vec3 to, double step, scalp_mesh_point *at,
                 scalp_vec3 *position) {
    const surface *s = job->surface;
    double way;
    *at = layout_quantised(scalp_bvh_closest(s->bvh, to, &way));
    *position = scalp_mesh_position(&s->mesh, *at);
    return way <= 0.5 * step + 1e-5 && layout_facing(s, at->face, job->at[i].face);
}

/* How narrow steps from a place of that density are: 1 over their variance on either axis, per mm2.
 */
static double step_narrowness(const crowd *c, double density) {
    const double rim = 1 - scalp_smoothstep(rim_begin, rim_end, density / c->most_density);
    const double sigma = c->job->sigma * (1 + (rim_stretch - 1) * rim);
    return density / (sigma * sigma);
}

/* The chance that a step is taken, over 1 if it always is: as often as the density falls, and as
 * the way back is less likely, steps from sparse places being wider (Hastings 1970). */
static double step_chance(const crowd *c, double from, double to, double length) {
    const double out = step_narrowness(c, from), back = step_narrowness(c, to);
    return to * back / (from * out) * scalp_exp(0.5 * length * length * (out - back));
}

static void jitter_dot(const crowd *c, size_t i) {
    const jitter *job = c->job;
    const surface *s = job->surface;
    scalp_random random = scalp_random_make(job->seed, i);
    const double density = layout_density(s, job->at[i]);
    if (!(density > 0))
        return;
    const double deviation = 1 / sqrt(step_narrowness(c, density)), most = 3;
    const scalp_vec3 from = layout_crowd_place(job, i);
    scalp_vec3 t, b;
    scalp_vec3_tangents(scalp_mesh_face_normal(&s->mesh, job->at[i].face), &t, &b);
    for (int tries = 0; tries < tries_most; tries++) {
        const double x = scalp_clamp(scalp_random_normal(&random), -most, most);
        const double y = scalp_clamp(scalp_random_normal(&random), -most, most);
        const double chance = scalp_random_uniform(&random);
        const scalp_vec3 step =
            scalp_vec3_add(scalp_vec3_scale(t, x * deviation), scalp_vec3_scale(b, y * deviation));
        scalp_mesh_point at;
        scalp_vec3 to;
        const double length = scalp_vec3_length(step);
        if (!land(job, i, scalp_vec3_add(from, step), length, &at, &to))
            continue;
        const double there = layout_density(s, at);
        if (chance < step_chance(c, density, there, length) &&
            layout_crowd_is_clear(c, i, to, there)) {
            layout_crowd_move(job, i, at, to, there);
            return;
        }
    }
}

/* ---- Room between dots ------------------------------------------------------------------- */

/* Pushes dot i away from those that are too near; true when there were any. */
static bool push_dot(const crowd *c, size_t i) {
    const jitter *job = c->job;
    const surface *s = job->surface;
    const scalp_vec3 from = layout_crowd_place(job, i);
    const double density = (double)job->points->density[i];
    scalp_vec3 push = {0, 0, 0};
    bool crowded = false;
    for (uint32_t k = c->near.start[i]; k < c->near.end[i]; k++) {
        const uint32_t j = c->near.item[k];
        const scalp_vec3 gap = scalp_vec3_sub(from, layout_crowd_place(job, j));
        const double least2 = layout_crowd_floor2(c, density, j);
        const double d2 = scalp_vec3_dot(gap, gap);
        if (d2 >= least2 * (1 + 1e-6))
            continue;
        crowded = true;
        const double d = sqrt(d2), lack = sqrt(least2) * 1.02 - d;
        const scalp_vec3 way =
            d > 0 ? scalp_vec3_scale(gap, 1 / d) : (scalp_vec3){i < j ? 1 : -1, 0.5, 0.25};
        push = scalp_vec3_add(push, scalp_vec3_scale(way, lack));
    }
    if (crowded) {
        const scalp_mesh_point at =
            layout_quantised(scalp_bvh_closest(s->bvh, scalp_vec3_add(from, push), NULL));
        /* Not to where there is no density: the floor would grow without end. */
        if (layout_density(s, at) > 0.02 * density)
            layout_crowd_move(job, i, at, scalp_mesh_position(&s->mesh, at), layout_density(s, at));
    }
    return crowded;
}

scalp_status layout_crowd_list(crowd *c, double reach, double done, const scalp_work *work,
                               scalp_error *error) {
    near_tree tree;
    SCALP_TRY(near_tree_make(c->job->points, c->job->surface, work, &tree, error));
    tree.step = LAYOUT_STEP_JITTER;
    tree.done = done;
    return near_list_make(&tree, reach, work, &c->near, error);
}

/* Pushes until no listed pair is too near, or for long enough. */
static scalp_status push_all(crowd *c, double done, const scalp_work *work, scalp_error *error) {
    /* Sites hem in some for good; room is made for those otherwise. */
    const int sweeps_most = c->job->sites->count ? 15 : 60;
    c->pushes = 0;
    c->crowded = 1;
    for (int sweep = 0; sweep < sweeps_most && c->crowded; sweep++) {
        c->crowded = 0;
        for (size_t i = 0; i < layout_moving(c->job); i++) {
            if (i % dots_per_report == 0)
                SCALP_TRY(layout_report(work, LAYOUT_STEP_JITTER, done, error));
            c->crowded += c->job->at[i].face != UINT32_MAX && push_dot(c, i);
        }
        c->pushes += c->crowded;
    }
    return SCALP_OK;
}

/* With the neighbours listed anew until nobody was pushed. */
static scalp_status try_room(crowd *c, double least, double done, const scalp_work *work,
                             scalp_error *error) {
    enum { lists_most = 10 };
    c->pushes = 1;
    for (int list = 0; list < lists_most && c->pushes; list++) {
        const scalp_arena_mark mark = scalp_arena_here(work->memory);
        SCALP_TRY(layout_crowd_list(c, least + 0.25, done, work, error));
        SCALP_TRY(push_all(c, done, work, error));
        scalp_arena_return(work->memory, mark);
        if (c->crowded && c->job->sites->count)
            SCALP_TRY(layout_room(c, least, list > 1, done, work, error));
    }
    return SCALP_OK;
}

/* New dots that pair with each other are parted as far as they can be; nobody is left out for it.
 */
static scalp_status part_own(crowd *c, double least, double done, const scalp_work *work,
                             scalp_error *error) {
    enum { lists_most = 3 };
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const double reach = fmax(least, own_floor / sqrt(own_lack_least));
    c->keeps_own = true;
    c->pushes = 1;
    for (int list = 0; list < lists_most && c->pushes; list++) {
        SCALP_TRY(layout_crowd_list(c, reach + 0.25, done, work, error));
        SCALP_TRY(push_all(c, done, work, error));
        scalp_arena_return(work->memory, mark);
        if (c->crowded)
            SCALP_TRY(layout_room(c, reach, false, done, work, error));
    }
    c->keeps_own = false;
    return SCALP_OK;
}

/* Until every pair keeps its distance. Relaxed dots nearly all do already, and so do jittered ones
 * but where the density jumps. */
static scalp_status make_room(crowd *c, double least, double done, const scalp_work *work,
                              scalp_error *error) {
    if (c->job->lack)
        SCALP_TRY(part_own(c, least, done, work, error));
    SCALP_TRY(try_room(c, least, done, work, error));
    if (c->pushes) {
        c->least_density = eased_share * c->most_density;
        SCALP_TRY(try_room(c, least, done, work, error));
    }
    while (c->pushes && c->job->fixed_count > 0 && c->fixed_share > 0) {
        c->fixed_share = c->fixed_share > 0.3 ? c->fixed_share / 2 : 0;
        SCALP_TRY(try_room(c, least, done, work, error));
    }
    if (c->pushes) {
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "%zu dots find no room: they cannot keep %.3g mm and %.2g of the local "
                          "spacing apart; lower the density.",
                          c->crowded, c->job->min_distance_mm, SCALP_LAYOUT_FLOOR);
    }
    return SCALP_OK;
}

static double most_density(const cloud *c) {
    double most = 0;
    for (size_t i = 0; i < c->count; i++)
        most = (double)c->density[i] > most ? (double)c->density[i] : most;
    return most;
}

scalp_status layout_jitter(const jitter *job, const scalp_work *work, scalp_error *error) {
    crowd c = {.job = job, .most_density = most_density(job->points), .fixed_share = 1};
    const double widest = (double)job->sites->radius_most;
    const double absolute =
        (job->min_distance_mm > widest ? job->min_distance_mm : widest) * sqrt(c.most_density);
    const double least = absolute > SCALP_LAYOUT_FLOOR ? absolute : SCALP_LAYOUT_FLOOR;
    SCALP_TRY(make_room(&c, least, 0, work, error));
    if (!(job->sigma > 0))
        return SCALP_OK;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    c.keeps_own = job->lack != NULL;
    /* Two dots move towards each other by at most 3 sigma on either axis, in spacings of where they
     * come from. Where those differ much the list may miss one; room is made for it afterwards. */
    const double widest_floor = c.keeps_own ? fmax(least, own_floor / sqrt(own_lack_least)) : least;
    SCALP_TRY(layout_crowd_list(&c, widest_floor + 2 * 3 * 1.4143 * rim_stretch * job->sigma, 0,
                                work, error));
    for (size_t i = 0; i < layout_moving(job); i++) {
        const double done = (double)i / (double)layout_moving(job);
        if (i % dots_per_report == 0)
            SCALP_TRY(layout_report(work, LAYOUT_STEP_JITTER, done, error));
        if (job->at[i].face != UINT32_MAX)
            jitter_dot(&c, i);
    }
    scalp_arena_return(work->memory, mark);
    c.keeps_own = false;
    return make_room(&c, least, 1, work, error);
}
