/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots that are there already, and what is laid out around them. */
#ifndef SCALPTOR_PLACED_H
#define SCALPTOR_PLACED_H

#include "layout/designs.h"

/* Room for `most` sites. */
typedef struct placed {
    scalp_site *sites;
    size_t count, most;
} placed;

static inline placed placed_room(check_work *w, size_t most) {
    return (placed){scalp_arena_take(w->work.memory, most, sizeof(scalp_site)), 0, most};
}

static inline void placed_add(placed *p, const scalp_mesh *mesh, scalp_mesh_point at, double weight,
                              double radius) {
    CHECK(p->count < p->most);
    if (p->count < p->most)
        p->sites[p->count++] = (scalp_site){.at = at,
                                            .point = scalp_mesh_position(mesh, at),
                                            .radius_mm = radius,
                                            .weight = weight,
                                            .kind = SCALP_SITE_DOT};
}

/* The dots of one session, but those within `bare` mm of `centre`. */
static inline placed placed_session(check_work *w, const scalp_mesh *mesh,
                                    const scalp_layout *layout, unsigned sessions,
                                    scalp_vec3 centre, double bare) {
    placed p = placed_room(w, layout->dot_count);
    for (size_t i = 0; i < layout->dot_count; i++) {
        const scalp_dot *d = &layout->dots[i];
        if (sessions >> (d->session - 1) & 1u && !(scalp_vec3_distance(d->position, centre) < bare))
            placed_add(&p, mesh, d->at, 1, 0);
    }
    return p;
}

static inline scalp_layout_params params_around(const placed *p, unsigned first) {
    return (scalp_layout_params){.regularity = 0.5,
                                 .seed = 11,
                                 .sites = p->sites,
                                 .site_count = p->count,
                                 .first_session = first};
}

/* The sites as dots of session 1, and the new ones. */
static inline scalp_layout together(check_work *w, const placed *p, const scalp_layout *more) {
    const size_t count = p->count + more->dot_count;
    scalp_dot *dots = scalp_arena_take(w->work.memory, count, sizeof *dots);
    for (size_t i = 0; i < p->count; i++) {
        dots[i].at = p->sites[i].at;
        dots[i].position = p->sites[i].point;
        dots[i].session = 1;
    }
    for (size_t i = 0; i < more->dot_count; i++)
        dots[p->count + i] = more->dots[i];
    return (scalp_layout){.dot_count = count, .dots = dots, .session_count = more->session_count};
}

/* The least distance from a new dot to a site, over what the two must keep at that density. */
static inline double least_to_sites(const placed *p, const scalp_layout *more, double per_cm2,
                                    double min_distance) {
    double least = HUGE_VAL;
    for (size_t i = 0; i < more->dot_count; i++) {
        for (size_t k = 0; k < p->count; k++) {
            const double keep =
                fmax(fmax(0.4 * sqrt(100 / per_cm2), min_distance), p->sites[k].radius_mm);
            const double d = scalp_vec3_distance(more->dots[i].position, p->sites[k].point);
            least = d / keep < least ? d / keep : least;
        }
    }
    return least;
}

static inline double held_near(const scalp_layout *layout, scalp_vec3 centre, double radius) {
    double held = 0;
    for (size_t i = 0; i < layout->dot_count; i++)
        held += scalp_vec3_distance(layout->dots[i].position, centre) < radius;
    return held;
}

#endif
