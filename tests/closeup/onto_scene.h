/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A planned head and close-ups of it whose cameras are known. */
#ifndef SCALPTOR_ONTO_SCENE_H
#define SCALPTOR_ONTO_SCENE_H

#include "check.h"

#include <scalptor/closeup.h>

typedef struct onto_scene {
    scalp_head head;
    scalp_design design;
    scalp_plan plan;
    const scalp_bvh *bvh;
    scalp_camera overview; /* from above, 4 px/mm */
} onto_scene;

static inline void scene_make(check_work *w, double density, onto_scene *s) {
    *s = (onto_scene){0};
    const scalp_head_measures measures = {0};
    const scalp_design_spec spec = {
        .density_per_cm2 = density, .loss = SCALP_NORWOOD_V, .sex = "male", .seed = 3};
    const scalp_treatment plain = {0};
    CHECK_STATUS(scalp_head_make(&measures, "male", &w->work, &s->head, NULL), SCALP_OK);
    CHECK_STATUS(scalp_design_make(&s->head, &spec, &w->work, &s->design, NULL), SCALP_OK);
    CHECK_STATUS(scalp_plan_make(&s->design, &plain, 0.5, 5, &w->work, &s->plan, NULL), SCALP_OK);
    CHECK_STATUS(scalp_bvh_make(&s->head.mesh, &w->work, &s->bvh, NULL), SCALP_OK);
    s->overview = scalp_camera_make(&s->head, 0, 70, 0, 900, 0.9, 1600, 1600);
}

/* Where the ray from the head's inside leaves it: `side` to the client's left and `back` from the
 * front, degrees from straight up. */
static inline scalp_mesh_point scene_place(const onto_scene *s, double side, double back) {
    const scalp_vec3 from = {0, 40, 0};
    scalp_vec3 way = {sin(side * SCALP_PI / 180), 1, -sin(back * SCALP_PI / 180)};
    way.y = sqrt(fmax(0, 1 - way.x * way.x - way.z * way.z));
    scalp_mesh_point at = {0};
    double d;
    CHECK(scalp_bvh_cast(s->bvh, from, way, 0, &at, &d));
    return at;
}

/* Looks at the place from `mm` away, tilted against its normal, `px_per_mm` there. */
static inline scalp_camera scene_camera(const onto_scene *s, scalp_mesh_point at, double mm,
                                        double px_per_mm, const double tilt_deg[2], double roll_deg,
                                        int width, int height) {
    const scalp_vec3 place = scalp_mesh_position(&s->head.mesh, at);
    const scalp_vec3 normal = scalp_mesh_normal(&s->head.mesh, at);
    scalp_vec3 right, up;
    scalp_vec3_tangents(normal, &right, &up);
    const scalp_vec3 down = scalp_vec3_scale(up, -1), in = scalp_vec3_scale(normal, -1);
    const double k = SCALP_PI / 180;
    const scalp_mat3 straight = {
        {{right.x, right.y, right.z}, {down.x, down.y, down.z}, {in.x, in.y, in.z}}};
    const scalp_mat3 turn = scalp_mat3_rotation((scalp_vec3){0, 0, roll_deg * k});
    const scalp_mat3 tilt = scalp_mat3_rotation((scalp_vec3){tilt_deg[0] * k, tilt_deg[1] * k, 0});
    scalp_camera camera = {.focal_px = px_per_mm * mm,
                           .centre_x = (width - 1) / 2.0,
                           .centre_y = (height - 1) / 2.0,
                           .width = width,
                           .height = height};
    camera.rotation = scalp_mat3_multiply(&turn, &straight);
    camera.rotation = scalp_mat3_multiply(&tilt, &camera.rotation);
    const scalp_vec3 seen = scalp_mat3_apply(&camera.rotation, place);
    camera.translation = scalp_vec3_sub((scalp_vec3){0, 0, mm}, seen);
    return camera;
}

/* Eight of them, two rows from the front to the crown; each shows a third of its neighbours. */
#define SCENE_CLOSE_UPS 8
static inline scalp_camera scene_close_up(const onto_scene *s, size_t i, uint64_t seed, int width,
                                          int height, double px_per_mm) {
    static const double back[4] = {-28, -4, 20, 44};
    scalp_random r = scalp_random_make(seed, i);
    const double tilt[2] = {20 * scalp_random_uniform(&r) - 10, 20 * scalp_random_uniform(&r) - 10};
    return scene_camera(s, scene_place(s, i % 2 ? 11 : -11, back[i / 2]), 260, px_per_mm, tilt,
                        40 * scalp_random_uniform(&r) - 20, width, height);
}

static inline bool scene_sees(const onto_scene *s, const scalp_camera *camera, scalp_vec3 place,
                              scalp_vec3 normal, double margin_px, scalp_vec2 *px) {
    double depth, d;
    scalp_mesh_point hit;
    *px = scalp_camera_project(camera, place, &depth);
    const scalp_vec3 from = scalp_camera_position(camera), way = scalp_vec3_sub(place, from);
    const double length = scalp_vec3_length(way);
    return depth > 0 && px->x >= margin_px && px->y >= margin_px &&
           px->x <= camera->width - 1 - margin_px && px->y <= camera->height - 1 - margin_px &&
           scalp_vec3_dot(way, normal) < 0 &&
           !(scalp_bvh_cast(s->bvh, from, scalp_vec3_scale(way, 1 / length), 0, &hit, &d) &&
             d < length - 0.5);
}

/* What a detector finds: the plan's dots up to that session, `noise_px` off, a share of them
 * missed and as many more invented, as often where there are many. */
static inline size_t scene_found(check_work *w, const onto_scene *s, const scalp_camera *camera,
                                 unsigned sessions, double noise_px, double missed, uint64_t seed,
                                 scalp_found **found) {
    const scalp_layout *layout = &s->plan.layout;
    *found = scalp_arena_take(w->work.memory, 2 * layout->dot_count, sizeof **found);
    size_t n = 0;
    for (size_t i = 0; i < layout->dot_count; i++) {
        const scalp_dot *dot = &layout->dots[i];
        scalp_random r = scalp_random_make(seed, i);
        scalp_vec2 px;
        if (dot->session > sessions || !scene_sees(s, camera, dot->position, dot->normal, 0, &px))
            continue;
        const double x = scalp_random_normal(&r), y = scalp_random_normal(&r);
        const double u = scalp_random_uniform(&r), v = scalp_random_uniform(&r);
        const scalp_found one = {.px = {px.x + noise_px * x, px.y + noise_px * y},
                                 .diameter_px = 6,
                                 .darkness = 0.2,
                                 .confidence = 0.9};
        if (!(u < missed))
            (*found)[n++] = one;
        if (v < missed) {
            (*found)[n] = one;
            const double far = 2 * camera->focal_px / 260; /* 2 mm */
            (*found)[n].px.x += far * scalp_random_normal(&r);
            (*found)[n++].px.y += far * scalp_random_normal(&r);
        }
    }
    return n;
}

/* Ties to the overview: places spread over the close-up, clicked there and in the overview with
 * `click_px` of unsteadiness each. */
static inline size_t scene_pins(const onto_scene *s, const scalp_camera *camera, size_t wanted,
                                double click_px, uint64_t seed, scalp_pin *pins) {
    scalp_random r = scalp_random_make(seed, 77);
    size_t n = 0;
    for (int tries = 0; tries < 4000 && n < wanted; tries++) {
        /* One in each sixth of the photo, at its outer part. */
        const double x = ((double)(n % 3) + 0.2 + 0.6 * scalp_random_uniform(&r)) / 3;
        const double y = ((double)(n / 3 % 2) + 0.2 + 0.6 * scalp_random_uniform(&r)) / 2;
        const scalp_vec3 ray = {(x * camera->width - camera->centre_x) / camera->focal_px,
                                (y * camera->height - camera->centre_y) / camera->focal_px, 1};
        const scalp_vec3 way = scalp_mat3_apply_transposed(&camera->rotation, ray);
        scalp_mesh_point at;
        double d;
        if (!scalp_bvh_cast(s->bvh, scalp_camera_position(camera), way, 0, &at, &d))
            continue;
        scalp_vec2 seen;
        const scalp_vec3 place = scalp_mesh_position(&s->head.mesh, at);
        if (!scene_sees(s, &s->overview, place, scalp_mesh_normal(&s->head.mesh, at), 0, &seen))
            continue;
        const scalp_camera *o = &s->overview;
        const scalp_vec3 back = {
            (seen.x + click_px * scalp_random_normal(&r) - o->centre_x) / o->focal_px,
            (seen.y + click_px * scalp_random_normal(&r) - o->centre_y) / o->focal_px, 1};
        scalp_mesh_point clicked;
        if (!scalp_bvh_cast(s->bvh, scalp_camera_position(o),
                            scalp_mat3_apply_transposed(&o->rotation, back), 0, &clicked, &d))
            continue;
        const scalp_vec3 to_eye = scalp_vec3_unit(scalp_vec3_sub(scalp_camera_position(o), place));
        const double cosine = scalp_vec3_dot(to_eye, scalp_mesh_normal(&s->head.mesh, at));
        if (cosine < 0.3)
            continue;
        const scalp_vec2 px = scalp_camera_project(camera, place, NULL);
        pins[n++] = (scalp_pin){.px = {px.x + click_px * scalp_random_normal(&r),
                                       px.y + click_px * scalp_random_normal(&r)},
                                .at = scalp_mesh_position(&s->head.mesh, clicked),
                                .normal = scalp_mesh_normal(&s->head.mesh, clicked),
                                .sd_mm = fmax(click_px, 1) / 4.5 / cosine};
    }
    return n;
}

#endif
