/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photos that overlap, moved until their dots agree. */
#include "onto.h"

#include <math.h>
#include <string.h>

#define MATCH_SD_MM 0.08 /* of two sights of one dot, once the cameras are right */
#define HUBER 2.5
#define FIXED 1e9 /* information on a photo that may not move */
#define STEP 1e-4
#define STEPS 3 /* of Gauss and Newton in each round */

/* How each photo has been moved from where it was placed. */
typedef struct joining {
    const scalp_mesh *mesh;
    const scalp_bvh *bvh;
    scalp_onto_photo *photos;
    size_t count;
    scalp_placement placed[SCALP_ONTO_MAX_PHOTOS];
    double by[SCALP_ONTO_MAX_PHOTOS][6];
    double *h, *g; /* of all photos' parameters */
} joining;

static scalp_vec2 landed(const joining *j, const onto_sight *s, const scalp_camera *camera,
                         scalp_vec3 right, scalp_vec3 up) {
    const scalp_vec3 from = scalp_camera_position(camera);
    const scalp_vec3 way = onto_ray(camera, j->photos[s->photo].found[s->found].px);
    const scalp_vec3 to = scalp_vec3_sub(s->on.position, from);
    const double t = scalp_vec3_dot(to, s->on.normal) / scalp_vec3_dot(way, s->on.normal);
    const scalp_vec3 off = scalp_vec3_sub(scalp_vec3_scale(way, t), to);
    return (scalp_vec2){scalp_vec3_dot(off, right), scalp_vec3_dot(off, up)};
}

/* How a dot's place goes with its photo's six numbers. */
static void slope(const joining *j, const onto_sight *s, scalp_vec3 right, scalp_vec3 up,
                  double of[6][2]) {
    const scalp_placement *now = &j->photos[s->photo].placement;
    for (int k = 0; k < 6; k++) {
        double by[6] = {0};
        by[k] = STEP;
        const scalp_camera one = onto_moved(&now->camera, now->pivot, by);
        by[k] = -STEP;
        const scalp_camera other = onto_moved(&now->camera, now->pivot, by);
        const scalp_vec2 a = landed(j, s, &one, right, up), b = landed(j, s, &other, right, up);
        of[k][0] = (a.x - b.x) / (2 * STEP);
        of[k][1] = (a.y - b.y) / (2 * STEP);
    }
}

static void add_match(joining *j, const onto_sight *a, const onto_sight *b) {
    const size_t n = 6 * j->count;
    scalp_vec3 right, up;
    double of[2][6][2];
    scalp_vec3_tangents(scalp_vec3_unit(scalp_vec3_add(a->on.normal, b->on.normal)), &right, &up);
    slope(j, a, right, up, of[0]);
    slope(j, b, right, up, of[1]);
    const scalp_vec3 off = scalp_vec3_sub(a->on.position, b->on.position);
    const double r[2] = {scalp_vec3_dot(off, right), scalp_vec3_dot(off, up)};
    const double length = hypot(r[0], r[1]) / MATCH_SD_MM;
    const double w = (length > HUBER ? HUBER / length : 1) / (MATCH_SD_MM * MATCH_SD_MM);
    const size_t at[2] = {6 * a->photo, 6 * b->photo};
    for (int s = 0; s < 2; s++) {
        for (int k = 0; k < 6; k++) {
            const double sign = s ? -1 : 1;
            for (int c = 0; c < 2; c++)
                j->g[at[s] + (size_t)k] -= w * sign * of[s][k][c] * r[c];
            for (int t = 0; t < 2; t++)
                for (int l = 0; l < 6; l++)
                    for (int c = 0; c < 2; c++)
                        j->h[(at[s] + (size_t)k) * n + at[t] + (size_t)l] +=
                            w * sign * (t ? -1 : 1) * of[s][k][c] * of[t][l][c];
        }
    }
}

static bool is_fixed(const scalp_placement *p) {
    return !(p->information[0] > 0);
}

/* What is known of the cameras. */
static void add_prior(joining *j) {
    const size_t n = 6 * j->count;
    for (size_t p = 0; p < j->count; p++) {
        for (size_t a = 0; a < 6; a++) {
            for (size_t b = 0; b < 6; b++) {
                const double known = is_fixed(&j->placed[p]) ? (a == b ? FIXED : 0)
                                                             : j->placed[p].information[6 * a + b];
                j->h[(6 * p + a) * n + 6 * p + b] += known;
                j->g[6 * p + a] -= known * j->by[p][b];
            }
        }
    }
}

static void build(joining *j, const onto_views *views, const onto_matches *matches) {
    const size_t n = 6 * j->count;
    memset(j->h, 0, n * n * sizeof *j->h);
    memset(j->g, 0, n * sizeof *j->g);
    for (size_t i = 0; i < matches->count; i++)
        add_match(j, &views->sights[matches->list[i].a], &views->sights[matches->list[i].b]);
    add_prior(j);
}

static void move(joining *j, onto_views *views) {
    for (size_t p = 0; p < j->count; p++) {
        for (int k = 0; k < 6; k++)
            j->by[p][k] += j->g[6 * p + (size_t)k];
        j->photos[p].placement.camera =
            onto_moved(&j->placed[p].camera, j->placed[p].pivot, j->by[p]);
        for (size_t i = views->first[p]; i < views->first[p + 1]; i++) {
            onto_landing on;
            const scalp_found *found = &j->photos[p].found[views->sights[i].found];
            if (onto_land(j->mesh, j->bvh, &j->photos[p].placement.camera, found->px, &on)) {
                views->sights[i].on = on;
                views->places[i] = on.position;
            }
        }
    }
}

/* ---- What is left --------------------------------------------------------------------------- */

static void measure_matches(const onto_views *views, const onto_matches *matches,
                            scalp_onto *onto) {
    double squares = 0;
    size_t near = 0;
    for (size_t i = 0; i < matches->count; i++) {
        const double mm = scalp_vec3_distance(views->places[matches->list[i].a],
                                              views->places[matches->list[i].b]);
        squares += mm * mm;
        near++;
    }
    onto->match_count = near;
    onto->match_rms_mm = near > 0 ? sqrt(squares / (double)near) : 0;
}

/* How sure each photo is once the others hold it. */
static scalp_status measure_sureness(joining *j, const onto_views *views,
                                     const onto_matches *matches, const scalp_work *work,
                                     scalp_error *error) {
    const size_t n = 6 * j->count;
    void *memory;
    SCALP_TRY(scalp_work_take(work, n * n, sizeof(double), &memory, error));
    double *covariance = memory;
    build(j, views, matches);
    if (!onto_invert(j->h, covariance, n))
        return SCALP_OK;
    for (size_t p = 0; p < j->count; p++) {
        scalp_placement *to = &j->photos[p].placement;
        double depth;
        if (is_fixed(to))
            continue;
        (void)scalp_camera_project(&to->camera, to->pivot, &depth);
        const double *c = covariance + (6 * p) * n + 6 * p;
        to->px_per_mm = to->camera.focal_px / depth;
        to->tilt_sd_deg = sqrt(c[0] + c[n + 1]) * 180 / SCALP_PI;
        to->turn_sd_deg = sqrt(c[2 * n + 2]) * 180 / SCALP_PI;
        to->place_sd_mm = sqrt(c[3 * n + 3] + c[4 * n + 4]);
        to->scale_sd = sqrt(c[5 * n + 5]) / depth;
    }
    return SCALP_OK;
}

static scalp_status regrid(joining *j, const scalp_work *work, onto_views *views,
                           scalp_error *error) {
    for (size_t p = 0; p < j->count; p++)
        SCALP_TRY(onto_grid_make(views->places + views->first[p],
                                 views->first[p + 1] - views->first[p], views->grids[p].cell, work,
                                 &views->grids[p], error));
    return SCALP_OK;
}

scalp_status onto_join(const scalp_mesh *mesh, const scalp_bvh *bvh, scalp_onto_photo *photos,
                       size_t count, double reach_mm, const scalp_work *work, onto_views *views,
                       onto_matches *matches, scalp_onto *onto, scalp_error *error) {
    static const double shares[] = {1, 0.5, 0.25, 0.25}; /* of the reach, round by round */
    const size_t n = 6 * count;
    void *memory;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(joining), &memory, error));
    joining *j = memory;
    *j = (joining){.mesh = mesh, .bvh = bvh, .photos = photos, .count = count};
    for (size_t p = 0; p < count; p++)
        j->placed[p] = photos[p].placement;
    SCALP_TRY(scalp_work_take(work, n * n + n, sizeof(double), &memory, error));
    j->h = memory;
    j->g = j->h + n * n;
    for (int round = 0; round < 4; round++) {
        SCALP_TRY(scalp_work_report(work, "joining photos", round / 4.0, error));
        SCALP_TRY(onto_match_all(views, count, reach_mm * shares[round], work, matches, error));
        for (int step = 0; step < STEPS && matches->count > 0; step++) {
            build(j, views, matches);
            if (!onto_solve(j->h, j->g, n))
                break;
            move(j, views);
        }
        SCALP_TRY(regrid(j, work, views, error));
    }
    SCALP_TRY(onto_match_all(views, count, reach_mm * 0.25, work, matches, error));
    measure_matches(views, matches, onto);
    for (size_t p = 0; p < count; p++)
        onto->moved_mm[p] = sqrt(j->by[p][3] * j->by[p][3] + j->by[p][4] * j->by[p][4]);
    return measure_sureness(j, views, matches, work, error);
}
