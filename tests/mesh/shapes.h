/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surfaces that tests measure: their area and density are known by formula. */
#ifndef SCALPTOR_SHAPES_H
#define SCALPTOR_SHAPES_H

#include "check.h"

#include <scalptor/mesh.h>

static inline scalp_mesh shape_finish(check_work *w, const scalp_vec3 *vertices, size_t vertices_n,
                                      const scalp_face *faces, size_t faces_n) {
    scalp_mesh mesh = {0};
    scalp_error error = {0};
    if (scalp_mesh_make(vertices, vertices_n, faces, faces_n, &w->work, &mesh, &error)) {
        printf("Bail out! shape: %s\n", error.message);
        exit(3);
    }
    return mesh;
}

/* A flat sheet of nx by ny cells in the plane z = 0, facing +z. */
static inline scalp_mesh shape_sheet(check_work *w, double width, double height, unsigned nx,
                                     unsigned ny) {
    scalp_vec3 *v = scalp_arena_take(w->work.memory, (nx + 1) * (ny + 1), sizeof *v);
    scalp_face *f = scalp_arena_take(w->work.memory, (size_t)2 * nx * ny, sizeof *f);
    size_t faces = 0;
    for (unsigned j = 0; j <= ny; j++) {
        for (unsigned i = 0; i <= nx; i++)
            v[j * (nx + 1) + i] = (scalp_vec3){width * i / nx, height * j / ny, 0};
    }
    for (unsigned j = 0; j < ny; j++) {
        for (unsigned i = 0; i < nx; i++) {
            const uint32_t a = j * (nx + 1) + i, b = a + nx + 1;
            f[faces++] = (scalp_face){{a, a + 1, b + 1}};
            f[faces++] = (scalp_face){{a, b + 1, b}};
        }
    }
    return shape_finish(w, v, (nx + 1) * (ny + 1), f, faces);
}

/* A closed box, each side of n by n cells; corners and edges share their vertices. */
static inline scalp_mesh shape_box(check_work *w, scalp_vec3 size, unsigned n) {
    const size_t corners = (size_t)(n + 1) * (n + 1) * (n + 1);
    uint32_t *number = scalp_arena_take(w->work.memory, corners, sizeof *number);
    scalp_vec3 *v = scalp_arena_take(w->work.memory, corners, sizeof *v);
    scalp_face *f = scalp_arena_take(w->work.memory, (size_t)12 * n * n, sizeof *f);
    uint32_t vertices = 0;
    size_t faces = 0;
    for (unsigned side = 0; side < 6; side++) {
        const unsigned axis = side / 2;
        for (unsigned cell = 0; cell < n * n; cell++) {
            uint32_t quad[4];
            for (unsigned k = 0; k < 4; k++) {
                unsigned at[3];
                at[axis] = side % 2 ? n : 0;
                at[(axis + 1) % 3] = cell % n + (k == 1 || k == 2);
                at[(axis + 2) % 3] = cell / n + (k >= 2);
                uint32_t *known = &number[(at[2] * (n + 1) + at[1]) * (n + 1) + at[0]];
                if (*known == 0) {
                    v[vertices] =
                        (scalp_vec3){size.x * at[0] / n, size.y * at[1] / n, size.z * at[2] / n};
                    *known = ++vertices;
                }
                quad[k] = *known - 1;
            }
            const unsigned turn = side % 2 ? 1 : 3; /* the low sides face the other way */
            f[faces++] = (scalp_face){{quad[0], quad[turn], quad[2]}};
            f[faces++] = (scalp_face){{quad[0], quad[2], quad[4 - turn]}};
        }
    }
    return shape_finish(w, v, vertices, f, faces);
}

/* A closed ball about the origin: a box of n by n cells a side, blown up. */
static inline scalp_mesh shape_ball(check_work *w, double radius, unsigned n) {
    const scalp_mesh box = shape_box(w, (scalp_vec3){2, 2, 2}, n);
    scalp_vec3 *v = scalp_arena_take(w->work.memory, box.vertex_count, sizeof *v);
    for (size_t i = 0; i < box.vertex_count; i++) {
        const scalp_vec3 p = scalp_vec3_sub(box.vertices[i], (scalp_vec3){1, 1, 1});
        v[i] = scalp_vec3_scale(scalp_vec3_unit(p), radius);
    }
    return shape_finish(w, v, box.vertex_count, box.faces, box.face_count);
}

#endif
