/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surfaces and cameras for this room's tests. */
#ifndef SCALPTOR_TESTS_RENDER_SHAPES_H
#define SCALPTOR_TESTS_RENDER_SHAPES_H

#include "../check.h"

#include <scalptor/head.h>

/* A ball about the origin: rings of latitude, `rings` of them, twice as many meridians. */
static inline scalp_mesh shape_ball(double radius_mm, unsigned rings, const scalp_work *work) {
    const unsigned around = 2 * rings, count = (rings - 1) * around + 2;
    scalp_vec3 *vertices = scalp_arena_take(work->memory, count, sizeof *vertices);
    scalp_face *faces = scalp_arena_take(work->memory, 2 * (rings - 1) * around, sizeof *faces);
    size_t face = 0;
    vertices[count - 2] = (scalp_vec3){0, radius_mm, 0};
    vertices[count - 1] = (scalp_vec3){0, -radius_mm, 0};
    for (unsigned r = 0; r + 1 < rings; r++) {
        double up, out;
        scalp_sincos(SCALP_PI * (r + 1) / rings, &out, &up);
        for (unsigned k = 0; k < around; k++) {
            double s, c;
            scalp_sincos(2 * SCALP_PI * k / around, &s, &c);
            vertices[r * around + k] =
                (scalp_vec3){radius_mm * out * s, radius_mm * up, radius_mm * out * c};
            const unsigned next = (k + 1) % around, a = r * around + k, b = r * around + next;
            if (r == 0)
                faces[face++] = (scalp_face){{count - 2, a, b}};
            if (r + 2 == rings) {
                faces[face++] = (scalp_face){{count - 1, b, a}};
            } else {
                faces[face++] = (scalp_face){{a, a + around, b}};
                faces[face++] = (scalp_face){{b, a + around, b + around}};
            }
        }
    }
    scalp_mesh mesh = {0};
    CHECK_STATUS(scalp_mesh_make(vertices, count, faces, face, work, &mesh, NULL), SCALP_OK);
    return mesh;
}

/* Looks at the origin along -z from `distance_mm`, level. */
static inline scalp_camera shape_camera(double distance_mm, double focal_px, int width,
                                        int height) {
    return (scalp_camera){.focal_px = focal_px,
                          .centre_x = (width - 1) / 2.0,
                          .centre_y = (height - 1) / 2.0,
                          .rotation = {{{1, 0, 0}, {0, -1, 0}, {0, 0, -1}}},
                          .translation = {0, 0, distance_mm},
                          .width = width,
                          .height = height};
}

#endif
