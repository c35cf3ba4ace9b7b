/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a close-up was taken from, by places that are known on the head. */
#include "closeup/onto_scene.h"

enum { width = 1500, height = 1150 };

typedef struct scene {
    onto_scene s;
    scalp_camera camera;
    scalp_pin pins[8];
    scalp_pins all;
} scene;

static void open_scene(check_work *w, scene *x) {
    const scalp_head_measures measures = {0};
    *x = (scene){0};
    CHECK_STATUS(scalp_head_make(&measures, "male", &w->work, &x->s.head, NULL), SCALP_OK);
    CHECK_STATUS(scalp_bvh_make(&x->s.head.mesh, &w->work, &x->s.bvh, NULL), SCALP_OK);
    x->s.overview = scalp_camera_make(&x->s.head, 0, 70, 0, 900, 0.9, 1600, 1600);
}

static void pin(scene *x, size_t count, double click_px, uint64_t seed) {
    x->camera = scene_close_up(&x->s, seed % SCENE_CLOSE_UPS, seed, width, height, 24);
    x->all = (scalp_pins){.id = "near",
                          .width = width,
                          .height = height,
                          .focal_px = x->camera.focal_px,
                          .pins = x->pins,
                          .count = scene_pins(&x->s, &x->camera, count, click_px, seed, x->pins)};
    CHECK(x->all.count == count);
}

static scalp_status place(const scene *x, scalp_placement *to, scalp_error *error) {
    return scalp_place_make(&x->s.head.mesh, x->s.bvh, &x->all, to, error);
}

static void exact(scene *x) {
    for (uint64_t seed = 1; seed < 9; seed++) {
        scalp_placement p;
        scalp_error error;
        pin(x, 6, 0, seed);
        for (int i = 0; i < 6; i++)
            x->pins[i].sd_mm = 0.01; /* so that they outweigh the guess of a view square on */
        if (place(x, &p, &error)) {
            CHECK_FAILED("%s", error.message);
            continue;
        }
        CHECK_AT_MOST(p.rms_mm, 0.02);
        CHECK_AT_MOST(scalp_vec3_distance(scalp_camera_position(&p.camera),
                                          scalp_camera_position(&x->camera)),
                      2.0); /* at 260 mm */
        double depth;
        (void)scalp_camera_project(&x->camera, p.pivot, &depth);
        CHECK_NEAR(p.px_per_mm * depth / x->camera.focal_px, 1, 0.005);
    }
}

/* Errors over what was stated: of the place and of the scale, root mean squares. */
static void honest(scene *x, int times) {
    double place_ratio = 0, turn_ratio = 0;
    for (int t = 0; t < times; t++) {
        scalp_placement p;
        scalp_error error;
        pin(x, 6, 2, 100 + (uint64_t)t);
        if (place(x, &p, &error)) {
            CHECK_FAILED("%s", error.message);
            continue;
        }
        double depth;
        const scalp_vec2 seen = scalp_camera_project(&x->camera, p.pivot, NULL);
        const scalp_vec2 thought = scalp_camera_project(&p.camera, p.pivot, &depth);
        const double off = hypot(seen.x - thought.x, seen.y - thought.y) / 24;
        place_ratio += off * off / (p.place_sd_mm * p.place_sd_mm);
        const scalp_vec3 down = {x->camera.rotation.m[1][0], x->camera.rotation.m[1][1],
                                 x->camera.rotation.m[1][2]};
        const scalp_vec3 now = scalp_mat3_apply(&p.camera.rotation, down);
        const double turn = atan2(now.x, now.y) * 180 / SCALP_PI;
        turn_ratio += turn * turn / (p.turn_sd_deg * p.turn_sd_deg);
        CHECK(p.place_sd_mm < 0.8 && p.turn_sd_deg < 3);
    }
    CHECK_NEAR(sqrt(place_ratio / times), 1, 0.4);
    CHECK_NEAR(sqrt(turn_ratio / times), 1, 0.5);
}

static void by_scale(scene *x) {
    scalp_placement p;
    scalp_error error;
    pin(x, 6, 0, 3);
    /* The head is taken 4 % too large; a ruler in the close-up knows better. */
    for (int i = 0; i < 6; i++)
        x->pins[i].sd_mm = 1;
    const scalp_pin_length length = {{300, 500}, {300 + 24 * 20, 500}, 20 / 1.04, 0.003};
    x->all.lengths = &length;
    x->all.length_count = 1;
    CHECK_STATUS(place(x, &p, &error), SCALP_OK);
    double depth;
    (void)scalp_camera_project(&x->camera, p.pivot, &depth);
    CHECK_NEAR(p.px_per_mm * depth / x->camera.focal_px, 1.04, 0.012);
    CHECK_AT_MOST(p.scale_sd, 0.005);
}

static void refused(scene *x) {
    scalp_placement p;
    scalp_error error;
    pin(x, 6, 0, 2);
    x->all.count = 3;
    CHECK_STATUS(place(x, &p, &error), SCALP_ERR_INPUT);
    CHECK(strstr(error.message, "needs 4") != NULL);
    pin(x, 6, 0, 2);
    for (int i = 0; i < 6; i++) /* the photo mirrored */
        x->pins[i].px.x = width - 1 - x->pins[i].px.x;
    CHECK_STATUS(place(x, &p, &error), SCALP_ERR_NO);
    pin(x, 6, 0, 2);
    const scalp_vec2 first = x->pins[0].px;
    x->pins[0].px = x->pins[4].px;
    x->pins[4].px = first;
    CHECK_STATUS(place(x, &p, &error), SCALP_ERR_NO);
    CHECK(strstr(error.message, "exchanged") != NULL);
    pin(x, 4, 0, 2);
    for (int i = 0; i < 4; i++)
        x->pins[i].px = (scalp_vec2){200 + 300 * i, 100 + 220 * i + i % 2};
    CHECK_STATUS(place(x, &p, &error), SCALP_ERR_INPUT);
    CHECK(strstr(error.message, "one line") != NULL);
    /* All within 3 mm: the photo's ends could lie anywhere. */
    scalp_pin near[4];
    pin(x, 4, 0, 2);
    for (int i = 0; i < 4; i++) {
        const scalp_vec2 px = {700 + 70 * (i % 2), 500 + 70 * (i / 2)};
        const scalp_vec3 ray = {(px.x - x->camera.centre_x) / x->camera.focal_px,
                                (px.y - x->camera.centre_y) / x->camera.focal_px, 1};
        scalp_mesh_point at;
        double d;
        CHECK(scalp_bvh_cast(x->s.bvh, scalp_camera_position(&x->camera),
                             scalp_mat3_apply_transposed(&x->camera.rotation, ray), 0, &at, &d));
        near[i] = (scalp_pin){.px = px,
                              .at = scalp_mesh_position(&x->s.head.mesh, at),
                              .normal = scalp_mesh_normal(&x->s.head.mesh, at),
                              .sd_mm = 0.5};
    }
    x->all.pins = near;
    CHECK_STATUS(place(x, &p, &error), SCALP_ERR_INPUT);
    CHECK(strstr(error.message, "no better than") != NULL);
    x->all.focal_px = 0;
    CHECK_STATUS(place(x, &p, &error), SCALP_ERR_INPUT);
}

static void flat(scene *x) {
    scalp_placement p = {.scale_sd = 0.01};
    scalp_flat f;
    p.camera = scene_close_up(&x->s, 2, 5, width, height, 24);
    CHECK(scalp_flat_from_placement(&x->s.head.mesh, x->s.bvh, &p, &f));
    CHECK_NEAR(f.px_per_mm, 24, 0.5);
    CHECK(f.radius_mm > 50 && f.radius_mm < 180 && f.tilt_deg < 15);
    /* Distances on the flattened skin are those along the head: chords of a few mm. */
    scalp_vec2 mm[2];
    scalp_vec3 on[2];
    for (int k = 0; k < 2; k++) {
        const scalp_vec2 px = {400 + 90 * k, 300};
        const scalp_vec3 ray = {(px.x - p.camera.centre_x) / p.camera.focal_px,
                                (px.y - p.camera.centre_y) / p.camera.focal_px, 1};
        scalp_mesh_point at;
        double d;
        CHECK(scalp_bvh_cast(x->s.bvh, scalp_camera_position(&p.camera),
                             scalp_mat3_apply_transposed(&p.camera.rotation, ray), 0, &at, &d));
        on[k] = scalp_mesh_position(&x->s.head.mesh, at);
        mm[k] = scalp_flat_from_px(&f, px);
    }
    const double along = hypot(mm[0].x - mm[1].x, mm[0].y - mm[1].y);
    CHECK_NEAR(along / scalp_vec3_distance(on[0], on[1]), 1, 0.05);
    p.camera.translation.x += 500; /* looks past the head */
    CHECK(!scalp_flat_from_placement(&x->s.head.mesh, x->s.bvh, &p, &f));
}

int main(void) {
    check_work w;
    static scene x;
    check_work_open(&w, 0);
    open_scene(&w, &x);
    CASE("places that are known give the camera back") {
        exact(&x);
    }
    CASE("clicks: it is as sure as it says") {
        honest(&x, check_times(40, 400));
    }
    CASE("a length in the close-up outweighs the head's size") {
        by_scale(&x);
    }
    CASE("what cannot be placed is refused, in a sentence") {
        refused(&x);
    }
    CASE("a placed photo laid flat") {
        flat(&x);
    }
    check_work_close(&w);
    return check_done();
}
