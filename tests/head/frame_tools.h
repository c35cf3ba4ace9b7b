/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a scanned man's own frame lies in that of a head: by landmarks, and by the scalp. */
#ifndef SCALPTOR_TESTS_FRAME_TOOLS_H
#define SCALPTOR_TESTS_FRAME_TOOLS_H

#include "head/outline_tools.h"

/* A point of the scan's frame in the head's. */
typedef struct frame {
    scalp_mat3 rotation;
    scalp_vec3 shift;
} frame;

static inline scalp_vec3 frame_apply(const frame *f, scalp_vec3 p) {
    return scalp_vec3_add(scalp_mat3_apply(&f->rotation, p), f->shift);
}

/* The scan's landmarks laid on a head's by least squares. */
static inline frame frame_by_marks(const man *m, const scalp_vec3 *to) {
    scalp_vec3 a = {0, 0, 0}, b = {0, 0, 0};
    double count = 0;
    scalp_mat3 sum = {{{0}}};
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!m->marks.has[i])
            continue;
        a = scalp_vec3_add(a, m->marks.at[i]);
        b = scalp_vec3_add(b, to[i]);
        count++;
    }
    a = scalp_vec3_scale(a, 1 / count);
    b = scalp_vec3_scale(b, 1 / count);
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!m->marks.has[i])
            continue;
        const scalp_vec3 p = scalp_vec3_sub(m->marks.at[i], a), q = scalp_vec3_sub(to[i], b);
        const double from[3] = {p.x, p.y, p.z}, into[3] = {q.x, q.y, q.z};
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++)
                sum.m[r][c] += into[r] * from[c];
        }
    }
    frame f = {.rotation = frame_nearest_rotation(sum)};
    f.shift = scalp_vec3_sub(b, scalp_mat3_apply(&f.rotation, a));
    return f;
}

static inline bool frame_on_scalp(const scalp_head *head, scalp_vec3 p) {
    const scalp_vec3 a = head->landmarks[SCALP_BROW_CREASE], b = head->landmarks[SCALP_INION];
    return p.y > b.y + (p.z - b.z) * (a.y - b.y) / (a.z - b.z);
}

/* Degrees between the camera found and the true one, the head lying in the scan as `f` says. */
static inline double frame_error_deg(const man *m, int v, const frame *f,
                                     const scalp_camera *found) {
    scalp_mat3 expected = {{{0}}};
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++)
                expected.m[i][j] += m->camera[v].rotation.m[i][k] * f->rotation.m[j][k];
        }
    }
    return fit_angle_deg(&expected, &found->rotation);
}

/* RMS distances of a scan's scalp from a head: all of it, and what one camera sees. */
typedef struct frame_gap {
    double all_mm, seen_mm;
} frame_gap;

static inline frame_gap frame_measure(const man *m, int v, const frame *f, const scalp_head *head,
                                      const scalp_bvh *tree) {
    double squares = 0, count = 0, seen_squares = 0, seen_count = 0;
    for (size_t i = 0; i < m->mesh.vertex_count; i++) {
        const scalp_vec3 at = frame_apply(f, m->mesh.vertices[i]);
        double mm;
        if (!frame_on_scalp(head, at))
            continue;
        (void)scalp_bvh_closest(tree, at, &mm);
        squares += mm * mm;
        count++;
        const scalp_vec3 to_camera =
            scalp_vec3_sub(scalp_camera_position(&m->camera[v]), m->mesh.vertices[i]);
        if (scalp_vec3_dot(m->mesh.normals[i], to_camera) > 0) {
            seen_squares += mm * mm;
            seen_count++;
        }
    }
    return (frame_gap){sqrt(squares / count), sqrt(seen_squares / seen_count)};
}

/* How far along `axis` the scan has to move to lie nearest to the head (Gauss-Newton). */
static inline double frame_along(const man *m, const frame *f, const scalp_head *head,
                                 const scalp_bvh *tree, scalp_vec3 axis) {
    double up = 0, down = 0;
    for (size_t i = 0; i < m->mesh.vertex_count; i++) {
        const scalp_vec3 p = frame_apply(f, m->mesh.vertices[i]);
        double mm;
        if (!frame_on_scalp(head, p))
            continue;
        const scalp_mesh_point at = scalp_bvh_closest(tree, p, &mm);
        const scalp_vec3 n = scalp_mesh_normal(&head->mesh, at);
        const scalp_vec3 off = scalp_vec3_sub(p, scalp_mesh_position(&head->mesh, at));
        up += scalp_vec3_dot(off, n) * scalp_vec3_dot(axis, n);
        down += scalp_vec3_dot(axis, n) * scalp_vec3_dot(axis, n);
    }
    return -up / down;
}

/* The scan in the head's frame by the two cameras, the true one and the one found; how far along
 * the axis a head stands is left open, for a photo hardly tells. */
static inline frame frame_by_camera(const man *m, int v, const scalp_camera *found,
                                    const scalp_head *head, const scalp_bvh *tree) {
    const scalp_camera *c = &m->camera[v];
    frame f = {{{{0}}}, {0, 0, 0}};
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++)
                f.rotation.m[i][j] += found->rotation.m[k][i] * c->rotation.m[k][j];
        }
    }
    f.shift = scalp_mat3_apply_transposed(&found->rotation,
                                          scalp_vec3_sub(c->translation, found->translation));
    const scalp_vec3 axis = scalp_mat3_apply_transposed(&found->rotation, (scalp_vec3){0, 0, 1});
    for (int round = 0; round < 8; round++)
        f.shift =
            scalp_vec3_add(f.shift, scalp_vec3_scale(axis, frame_along(m, &f, head, tree, axis)));
    return f;
}

#endif
