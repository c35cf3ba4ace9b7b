/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of camera and fit share. */
#ifndef SCALPTOR_TESTS_FIT_TOOLS_H
#define SCALPTOR_TESTS_FIT_TOOLS_H

#include "check.h"

#include <scalptor/head.h>

static const scalp_head_measures fit_measures = {199.5, 154.3, 574.4, 131.1};

/* Degrees between two rotations. */
static inline double fit_angle_deg(const scalp_mat3 *a, const scalp_mat3 *b) {
    scalp_vec3 twice = {0, 0, 0};
    scalp_mat3 d = {{{0}}};
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++)
                d.m[i][j] += a->m[i][k] * b->m[j][k];
        }
    }
    twice = (scalp_vec3){d.m[2][1] - d.m[1][2], d.m[0][2] - d.m[2][0], d.m[1][0] - d.m[0][1]};
    return atan2(scalp_vec3_length(twice), d.m[0][0] + d.m[1][1] + d.m[2][2] - 1) * 180 / SCALP_PI;
}

/* A camera about as far away as a photographer of heads stands. */
static inline scalp_camera fit_camera(const scalp_head *head, double yaw, double pitch,
                                      double roll) {
    return scalp_camera_make(head, yaw, pitch, roll, 1000, 0.8, 1080, 1320);
}

/* The landmarks on the near side of the head and a little beyond, as on a face that stands out;
 * clicked with a normal error. */
static inline scalp_view fit_view(const scalp_head *head, const scalp_camera *camera,
                                  double noise_px, uint64_t seed) {
    scalp_view view = {
        .id = "test", .side = "other", .width = camera->width, .height = camera->height};
    scalp_random random = scalp_random_make(seed, 0);
    const scalp_vec3 from = scalp_vec3_unit(scalp_camera_position(camera));
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        const scalp_vec3 at = head->landmarks[i];
        const scalp_vec2 px = scalp_camera_project(camera, at, NULL);
        view.has[i] = scalp_vec3_dot(from, scalp_vec3_unit(at)) > -0.2;
        view.px[i].x = px.x + noise_px * scalp_random_normal(&random);
        view.px[i].y = px.y + noise_px * scalp_random_normal(&random);
    }
    return view;
}

/* The rotation nearest to a matrix, by Higham's (1986) Newton iteration for the polar factor. */
static inline scalp_mat3 frame_nearest_rotation(scalp_mat3 m) {
    for (int round = 0; round < 60; round++) {
        const scalp_vec3 r0 = {m.m[0][0], m.m[0][1], m.m[0][2]};
        const scalp_vec3 r1 = {m.m[1][0], m.m[1][1], m.m[1][2]};
        const scalp_vec3 r2 = {m.m[2][0], m.m[2][1], m.m[2][2]};
        const scalp_vec3 c0 = scalp_vec3_cross(r1, r2), c1 = scalp_vec3_cross(r2, r0);
        const scalp_vec3 c2 = scalp_vec3_cross(r0, r1);
        const double det = scalp_vec3_dot(r0, c0);
        const double other[3][3] = {{c0.x / det, c0.y / det, c0.z / det},
                                    {c1.x / det, c1.y / det, c1.z / det},
                                    {c2.x / det, c2.y / det, c2.z / det}};
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++)
                m.m[i][j] = (m.m[i][j] + other[i][j]) / 2;
        }
    }
    return m;
}

#endif
