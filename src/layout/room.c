/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Room for dots between sites, which do not give way. */
#include "parts.h"

#include <math.h>

/* Places that are tried: a sunflower of seeds (Vogel 1979) about the dot, as many spacings wide. */
enum { seeds = 96 };
static const double seeds_reach = 2.4;
static const double turn_cos = -0.73736887807831985, turn_sin = 0.67549029426152362; /* 137.5 deg */

static bool is_crowded(const crowd *c, size_t i) {
    const scalp_vec3 at = layout_crowd_place(c->job, i);
    return !layout_crowd_is_clear(c, i, at, (double)c->job->points->density[i]);
}

/* The least of the distances to neighbours over what is to be kept; below 1: no room. */
static double room_at(const crowd *c, size_t i, scalp_vec3 position, double density) {
    double least = HUGE_VAL;
    for (uint32_t k = c->near.start[i]; k < c->near.end[i]; k++) {
        const uint32_t j = c->near.item[k];
        const scalp_vec3 gap = scalp_vec3_sub(position, layout_crowd_place(c->job, j));
        const double room = scalp_vec3_dot(gap, gap) / layout_crowd_floor2(c, density, j);
        least = room < least ? room : least;
    }
    return least;
}

/* Moves the dot to the roomiest of the places around it. */
static bool move_to_room(const crowd *c, size_t i) {
    const surface *s = c->job->surface;
    const double density = (double)c->job->points->density[i];
    const scalp_vec3 from = layout_crowd_place(c->job, i);
    const double apart = seeds_reach / sqrt(density * seeds);
    scalp_vec3 t, b;
    scalp_vec3_tangents(scalp_mesh_face_normal(&s->mesh, c->job->at[i].face), &t, &b);
    double x = 1, y = 0, most = 1 + 1e-6;
    scalp_mesh_point best = {0, 0, 0};
    for (int k = 1; k <= seeds; k++) {
        const double turned = x * turn_cos - y * turn_sin, r = apart * sqrt(k);
        y = x * turn_sin + y * turn_cos;
        x = turned;
        const scalp_vec3 to =
            scalp_vec3_add(from, scalp_vec3_add(scalp_vec3_scale(t, x * r), scalp_vec3_scale(b, y * r)));
        double way;
        const scalp_mesh_point at = layout_quantised(scalp_bvh_closest(s->bvh, to, &way));
        const double there = layout_density(s, at);
        if (way > 0.5 * r || !layout_facing(s, at.face, c->job->at[i].face) ||
            !(there > 0.1 * density))
            continue;
        const double room = room_at(c, i, scalp_mesh_position(&s->mesh, at), there);
        if (room > most) {
            most = room;
            best = at;
        }
    }
    if (!(most > 1 + 1e-6))
        return false;
    layout_crowd_move(c->job, i, best, scalp_mesh_position(&s->mesh, best),
                      layout_density(s, best));
    return true;
}

/* Far from everybody. */
static void leave_out(const jitter *job, size_t i) {
    job->at[i] = (scalp_mesh_point){UINT32_MAX, 0, 0};
    job->points->x[i] = job->points->y[i] = job->points->z[i] = 1e6f;
}

scalp_status layout_room(crowd *c, double least, bool give_up, double done, const scalp_work *work,
                         scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(layout_crowd_list(c, seeds_reach * 1.5 + least, done, work, error));
    for (size_t i = 0; i < layout_moving(c->job); i++) {
        if (c->job->at[i].face == UINT32_MAX || !is_crowded(c, i))
            continue;
        if (!move_to_room(c, i) && give_up)
            leave_out(c->job, i);
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
