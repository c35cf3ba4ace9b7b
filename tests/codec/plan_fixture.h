/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit and a plan without the rooms that make them: the standard head, two cameras, dots
 * scattered over its faces. Enough for files, which do not care how good a layout is. */
#ifndef SCALPTOR_TESTS_PLAN_FIXTURE_H
#define SCALPTOR_TESTS_PLAN_FIXTURE_H

#include "check.h"

#include <scalptor/codec.h>

typedef struct plan_fixture {
    scalp_case document;
    scalp_photo_facts facts[SCALP_CASE_MAX_PHOTOS];
    scalp_fit fit;
    scalp_plan plan;
} plan_fixture;

static inline void fixture_photo(plan_fixture *x, size_t i, const char *id) {
    scalp_case_photo *photo = &x->document.photos[i];
    *photo = scalp_case_photo_default();
    snprintf(photo->id, sizeof photo->id, "%s", id);
    snprintf(photo->file, sizeof photo->file, "%s.jpg", id);
    photo->has[SCALP_NASION] = true;
    photo->px[SCALP_NASION] = (scalp_vec2){540.25, 612.5};
    scalp_hash hash = scalp_hash_make();
    scalp_hash_add(&hash, id, strlen(id));
    scalp_hash_hex(&hash, x->facts[i].sha256);
    x->facts[i].width = 1080;
    x->facts[i].height = 1440;
    x->facts[i].focal_35mm = 26;
}

static inline scalp_view_fit fixture_view(double turn) {
    scalp_view_fit view = {
        .camera = {.focal_px = 3100.0 / 3 + turn,
                   .centre_x = 539.5,
                   .centre_y = 719.5,
                   .rotation = scalp_mat3_rotation((scalp_vec3){3.1, turn, 0.01}),
                   .translation = {1.0 / 3, -2.0 / 7, 900.0 + turn / 9},
                   .width = 1080,
                   .height = 1440},
        .focal_source = SCALP_FOCAL_EXIF,
        .scale_source = SCALP_SCALE_IRIS,
        .px_per_mm = 10.0 / 3,
        .px_per_mm_sd = 1.0 / 9,
        .rms_px = 1.23456789,
        .rms_mm = 0.4,
        .rotation_sd_deg = 0.7,
    };
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++)
        view.residual_px[k] = k == SCALP_NASION ? 2.0 / 3 : -1;
    return view;
}

/* Two photos when `photos`, none otherwise. */
static inline void fixture_fit(plan_fixture *x, bool photos, const scalp_work *work) {
    scalp_error error = {SCALP_OK, ""};
    x->document = scalp_case_default();
    x->document.measures.length_mm = 197.5;
    if (photos) {
        scalp_view_fit *views = scalp_arena_take(work->memory, 2, sizeof *views);
        fixture_photo(x, 0, "front");
        fixture_photo(x, 1, "right45");
        views[0] = fixture_view(0.02);
        views[1] = fixture_view(-0.8);
        x->document.photo_count = x->fit.view_count = 2;
        x->fit.views = views;
    }
    x->fit.measures = scalp_head_measures_mean("male");
    x->fit.measures.length_mm = 197.5;
    x->fit.measures.breadth_mm += 1.0 / 3;
    CHECK_STATUS(scalp_codec_fit_round(&x->document, &x->fit, work, &error), SCALP_OK);
    if (error.message[0])
        CHECK_FAILED("%s", error.message);
}

static inline scalp_dot fixture_dot(scalp_random *r, const scalp_mesh *mesh) {
    scalp_dot dot;
    memset(&dot, 0, sizeof dot);
    dot.at.face = (uint32_t)scalp_random_below(r, mesh->face_count);
    dot.at.u = (double)scalp_random_below(r, (1u << 20) + 1) * 0x1p-20;
    dot.at.v = (double)scalp_random_below(r, (1u << 20) + 1) * 0x1p-20;
    if (dot.at.u + dot.at.v > 1) {
        dot.at.u = 1 - dot.at.u;
        dot.at.v = 1 - dot.at.v;
    }
    dot.position = scalp_mesh_position(mesh, dot.at);
    dot.normal = scalp_mesh_normal(mesh, dot.at);
    dot.zone = (uint8_t)(1 + scalp_random_below(r, SCALP_ZONE_COUNT - 1));
    dot.session = (uint8_t)(1 + scalp_random_below(r, 3));
    return dot;
}

/* Strokes of 2 to 5 points, anywhere on the head. */
static inline void fixture_strokes(scalp_layout *layout, size_t count, const scalp_mesh *mesh,
                                   const scalp_work *work) {
    scalp_stroke_path *paths = scalp_arena_take(work->memory, count, sizeof *paths);
    scalp_random r = scalp_random_make(11, 0);
    for (size_t i = 0; i < count; i++) {
        const size_t points = 2 + scalp_random_below(&r, 4);
        scalp_stroke_point *p = scalp_arena_take(work->memory, points, sizeof *p);
        scalp_dot dot = fixture_dot(&r, mesh);
        paths[i] = (scalp_stroke_path){p, points, dot.zone, dot.session};
        for (size_t k = 0; k < points; k++) {
            dot = fixture_dot(&r, mesh);
            p[k] =
                (scalp_stroke_point){.at = dot.at,
                                     .position = dot.position,
                                     .normal = dot.normal,
                                     .width_mm = 0.005 * (double)(1 + scalp_random_below(&r, 120))};
        }
    }
    layout->strokes = paths;
    layout->stroke_count = count;
}

static inline void fixture_plan_of(plan_fixture *x, size_t dot_count, size_t stroke_count,
                                   const scalp_work *work) {
    scalp_error error = {SCALP_OK, ""};
    scalp_dot *dots = scalp_arena_take(work->memory, dot_count, sizeof *dots);
    scalp_random r = scalp_random_make(9, 0);
    for (size_t i = 0; i < dot_count; i++)
        dots[i] = fixture_dot(&r, &x->fit.head.mesh);
    scalp_layout layout = {.dot_count = dot_count, .dots = dots, .session_count = 3};
    fixture_strokes(&layout, stroke_count, &x->fit.head.mesh, work);
    scalp_treatment treatment;
    CHECK_STATUS(scalp_case_treatment(&x->document, work, &treatment, &error), SCALP_OK);
    double area_cm2[SCALP_ZONE_COUNT];
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        area_cm2[z] = 12;
    CHECK_STATUS(scalp_plan_from_layout(&layout, area_cm2, &treatment, work, &x->plan, &error),
                 SCALP_OK);
}

static inline void fixture_plan(plan_fixture *x, size_t dot_count, const scalp_work *work) {
    fixture_plan_of(x, dot_count, 0, work);
}

static inline scalp_bytes fixture_write(plan_fixture *x, const scalp_work *work) {
    scalp_error error = {SCALP_OK, ""};
    scalp_bytes bytes = {NULL, 0};
    CHECK_STATUS(
        scalp_codec_plan_write(&x->document, &x->fit, x->facts, &x->plan, work, &bytes, &error),
        SCALP_OK);
    if (error.message[0])
        CHECK_FAILED("%s", error.message);
    return bytes;
}

#endif
