/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spots of a field lie like follicles do: a layout of their own, of one session. In each spot its
 * dots stand in a ring, turned at random. */
#include "spots.h"

#include "parts.h"

#include <math.h>

/* Streams of random numbers beside those of the layout itself. */
enum { seed_spots = 4 };
static const uint64_t turned = 0x7475726e; /* of each spot's ring */

static const double field_regularity = 0.5;
static const double apart = 1.25;         /* spots' middles, in their diameters */
static const double apart_spacings = 0.7; /* what a layout can keep */

/* Radius of the ring of n dots, in diameters of the spot: the more, the nearer to its rim. */
static const double ring[SCALP_SPOT_MAX_DOTS + 1] = {0, 0, 0.24, 0.28, 0.31, 0.34, 0.36};

/* ---- Where the spots are ----------------------------------------------------------------- */

static scalp_pale_spot spot_at(const scalp_mesh *mesh, scalp_mesh_point at, double diameter_mm) {
    const scalp_mesh_point place = layout_quantised(at);
    return (scalp_pale_spot){.at = place,
                             .position = scalp_mesh_position(mesh, place),
                             .normal = scalp_mesh_normal(mesh, place),
                             .diameter_mm = diameter_mm};
}

/* The field as a design: a dot for each spot. */
static scalp_status field_design(const scalp_design *design, const scalp_spot_field *field,
                                 const scalp_work *work, scalp_design *spots, double *most,
                                 scalp_error *error) {
    const scalp_mesh *mesh = design->mesh;
    void *memory;
    SCALP_TRY(scalp_work_take(work, mesh->face_count, 1, &memory, error));
    uint8_t *zone = memory;
    *spots = (scalp_design){.mesh = mesh, .density_per_cm2 = field->per_cm2, .zone = zone};
    *most = 0;
    for (size_t f = 0; f < mesh->face_count; f++) {
        for (int k = 0; k < 3; k++) {
            const double here = field->per_cm2[mesh->faces[f].v[k]];
            *most = here > *most ? here : *most;
            if (here > 0)
                zone[f] = SCALP_ZONE_SCAR;
        }
    }
    spots->dots[SCALP_ZONE_SCAR] = (double)field->count;
    return SCALP_OK;
}

static scalp_status place_field(const scalp_design *design, const scalp_spot_field *field,
                                uint64_t seed, const scalp_work *work, scalp_pale_spot *spots,
                                scalp_error *error) {
    scalp_work quiet = *work; /* it takes a moment, and is no step of the layout */
    quiet.progress = NULL;
    scalp_design places;
    scalp_layout layout;
    double most;
    SCALP_TRY(field_design(design, field, work, &places, &most, error));
    const double wanted = apart * field->diameter_mm;
    const double possible = apart_spacings * 10 / sqrt(most);
    const scalp_layout_params params = {.seed = seed,
                                        .regularity = field_regularity,
                                        .session_shares = {1},
                                        .min_distance_mm = wanted < possible ? wanted : possible};
    SCALP_TRY(scalp_layout_make(&places, &params, &quiet, &layout, error));
    for (size_t i = 0; i < layout.dot_count; i++)
        spots[i] = spot_at(design->mesh, layout.dots[i].at, field->diameter_mm);
    return SCALP_OK;
}

/* Whole dots for each: the mean comes out over the spots that follow each other. */
static void share_dots(const scalp_spot_field *field, scalp_pale_spot *spots) {
    double given = 0;
    for (size_t i = 0; i < field->count; i++) {
        const double due = floor((double)(i + 1) * field->dots + 0.5);
        spots[i].dots = (uint8_t)(due - given);
        given = due;
    }
}

scalp_status scalp_layout_spots(const scalp_design *design, uint64_t seed, const scalp_work *work,
                                const scalp_pale_spot **spots, size_t *count, scalp_error *error) {
    scalp_random stream = scalp_random_make(seed, seed_spots);
    const uint64_t own = scalp_random_u64(&stream);
    size_t all = 0;
    void *memory;
    for (size_t i = 0; i < design->spot_field_count; i++)
        all += design->spot_fields[i].count;
    SCALP_TRY(scalp_work_take(work, all, sizeof(scalp_pale_spot), &memory, error));
    scalp_pale_spot *made = memory, *next = made;
    for (size_t i = 0; i < design->spot_field_count; i++) {
        const scalp_spot_field *field = &design->spot_fields[i];
        const scalp_arena_mark mark = scalp_arena_here(work->memory);
        for (size_t k = 0; field->points && k < field->count; k++)
            next[k] = spot_at(design->mesh, field->points[k], field->diameter_mm);
        if (field->per_cm2)
            SCALP_TRY(place_field(design, field, own + i, work, next, error));
        scalp_arena_return(work->memory, mark);
        share_dots(field, next);
        next += field->count;
    }
    *spots = made;
    *count = all;
    return SCALP_OK;
}

/* ---- Dots -------------------------------------------------------------------------------- */

size_t layout_spot_dots_count(const scalp_design *design) {
    size_t count = 0;
    for (size_t i = 0; i < design->spot_field_count; i++) {
        const scalp_spot_field *field = &design->spot_fields[i];
        count += (size_t)floor((double)field->count * field->dots + 0.5);
    }
    return count;
}

static void fill_spot(const scalp_mesh *mesh, const scalp_bvh *bvh, const scalp_pale_spot *spot,
                      scalp_random *random, scalp_dot *dots) {
    const double turn = 2 * SCALP_PI * scalp_random_uniform(random);
    const double radius = ring[spot->dots] * spot->diameter_mm;
    scalp_vec3 t, b;
    scalp_vec3_tangents(spot->normal, &t, &b);
    for (unsigned k = 0; k < spot->dots; k++) {
        double s, c;
        scalp_sincos(turn + 2 * SCALP_PI * k / spot->dots, &s, &c);
        const scalp_vec3 to =
            scalp_vec3_add(spot->position, scalp_vec3_add(scalp_vec3_scale(t, radius * c),
                                                          scalp_vec3_scale(b, radius * s)));
        const scalp_mesh_point at = layout_quantised(scalp_bvh_closest(bvh, to, NULL));
        dots[k] = (scalp_dot){.at = at,
                              .position = scalp_mesh_position(mesh, at),
                              .normal = scalp_mesh_normal(mesh, at),
                              .zone = SCALP_ZONE_SCAR};
    }
}

/* The session that lags most behind its share of the first `place` dots. */
static uint8_t next_session(const double *shares, size_t sessions, size_t place, size_t *given) {
    size_t best = 0;
    double lag = -HUGE_VAL;
    for (size_t s = 0; s < sessions; s++) {
        const double behind = shares[s] * (double)(place + 1) - (double)given[s];
        if (behind > lag + 1e-9) {
            lag = behind;
            best = s;
        }
    }
    given[best]++;
    return (uint8_t)(best + 1);
}

scalp_status layout_spot_dots_make(const scalp_design *design, uint64_t seed, const double *shares,
                                   size_t sessions, const scalp_work *work, layout_spot_dots *dots,
                                   scalp_error *error) {
    *dots = (layout_spot_dots){.count = layout_spot_dots_count(design)};
    if (dots->count == 0)
        return SCALP_OK;
    const scalp_pale_spot *spots;
    const scalp_bvh *bvh;
    size_t spot_count, used = 0, given[SCALP_LAYOUT_MAX_SESSIONS] = {0};
    void *memory;
    SCALP_TRY(scalp_work_take(work, dots->count, sizeof(scalp_dot), &memory, error));
    dots->items = memory;
    SCALP_TRY(scalp_layout_spots(design, seed, work, &spots, &spot_count, error));
    SCALP_TRY(scalp_bvh_make(design->mesh, work, &bvh, error));
    for (size_t i = 0; i < spot_count; i++) {
        scalp_random random = scalp_random_make(seed ^ turned, i);
        fill_spot(design->mesh, bvh, &spots[i], &random, dots->items + used);
        for (unsigned k = 0; k < spots[i].dots; k++, used++)
            dots->items[used].session = next_session(shares, sessions, used, given);
    }
    return SCALP_OK;
}
