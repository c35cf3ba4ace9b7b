/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a scanned man's own frame lies in that of a head: by landmarks, and by the scalp. */
#ifndef SCALPTOR_TESTS_FRAME_TOOLS_H
#define SCALPTOR_TESTS_FRAME_TOOLS_H

#include "head/outline_tools.h"

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
static inline scalp_mat3 frame_marks(const man *m, const scalp_vec3 *to) { return frame_by_marks(m,to).rotation; }

static inline void frame_solve(double a[6][7]) {
    for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 6; j++) {
            const double f = i == j ? 0 : a[j][i] / a[i][i];
            for (int k = i; k < 7 && f != 0; k++)
                a[j][k] -= f * a[i][k];
        }
    }
    for (int i = 0; i < 6; i++)
        a[i][6] /= a[i][i];
}

static inline bool frame_on_scalp(const scalp_head *head, scalp_vec3 p) {
    const scalp_vec3 a = head->landmarks[SCALP_BROW_CREASE], b = head->landmarks[SCALP_INION];
    return p.y > b.y + (p.z - b.z) * (a.y - b.y) / (a.z - b.z);
}

/* The scan's scalp laid on the head's by closest points (Chen & Medioni 1992), from where its
 * landmarks put it. RMS of the distances: over the scalp, and over what camera `seen` sees of it. */
static inline frame frame_by_surface(const man *m, const scalp_head *head, const scalp_work *work, int seen, double *rms, double *rms_seen, frame f, int rounds) {
    const scalp_bvh *tree;
    scalp_error error = {0};
    if (scalp_bvh_make(&head->mesh, work, &tree, &error) != SCALP_OK)
        return f;
    for (int round = 0; round <= rounds; round++) {
        double a[6][7] = {{0}}, squares = 0, count = 0, seen_squares = 0, seen_count = 0;
        for (size_t i = 0; i < m->mesh.vertex_count; i++) {
            const scalp_vec3 v = frame_apply(&f, m->mesh.vertices[i]);
            if (!frame_on_scalp(head, v))
                continue;
            double distance;
            const scalp_mesh_point at = scalp_bvh_closest(tree, v, &distance);
            const scalp_vec3 n = scalp_mesh_normal(&head->mesh, at);
            const double e =
                scalp_vec3_dot(scalp_vec3_sub(v, scalp_mesh_position(&head->mesh, at)), n);
            const scalp_vec3 r = scalp_vec3_cross(v, n);
            const double row[7] = {r.x, r.y, r.z, n.x, n.y, n.z, -e};
            for (int j = 0; j < 6; j++) {
                for (int k = 0; k < 7; k++)
                    a[j][k] += row[j] * row[k];
            }
            squares += distance * distance;
            count++;
            if (seen >= 0) {
                const scalp_vec3 to_camera = scalp_vec3_sub(scalp_camera_position(&m->camera[seen]), m->mesh.vertices[i]);
                if (scalp_vec3_dot(m->mesh.normals[i], to_camera) > 0) {
                    seen_squares += distance * distance;
                    seen_count++;
                }
            }
        }
        if (rms)
            *rms = sqrt(squares / count);
        if (rms_seen)
            *rms_seen = sqrt(seen_squares / seen_count);
        if (round == rounds)
            break;
        frame_solve(a);
        const scalp_mat3 turn = scalp_mat3_rotation((scalp_vec3){a[0][6], a[1][6], a[2][6]});
        f.rotation = scalp_mat3_multiply(&turn, &f.rotation);
        f.shift = scalp_vec3_add(scalp_mat3_apply(&turn, f.shift),
                                 (scalp_vec3){a[3][6], a[4][6], a[5][6]});
    }
    return f;
}
static inline scalp_mat3 frame_surface(const man *m, const scalp_head *head, const scalp_work *work,double*a,double*b) { return frame_by_surface(m,head,work,-1,a,b,frame_by_marks(m,head->landmarks),25).rotation; }

static inline double frame_error(const man *m, int v, const scalp_mat3 *f, const scalp_camera *found) {
    scalp_mat3 expected = {{{0}}};
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++)
                expected.m[i][j] += m->camera[v].rotation.m[i][k] * f->m[j][k];
        }
    }
    return fit_angle_deg(&expected, &found->rotation);
}

/* The scan in the head's frame by the two cameras, the true one and the one found; where along the
 * axis a head stands, a photo hardly tells. */
static inline frame frame_by_camera(const man *m, int v, const scalp_camera *found, const scalp_head *head, const scalp_work *work, double *rms, double *rms_seen) {
    const scalp_camera *c = &m->camera[v];
    frame f;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            f.rotation.m[i][j] = 0;
            for (int k = 0; k < 3; k++)
                f.rotation.m[i][j] += found->rotation.m[k][i] * c->rotation.m[k][j];
        }
    f.shift = scalp_mat3_apply_transposed(&found->rotation, scalp_vec3_sub(c->translation, found->translation));
    const scalp_vec3 axis = scalp_mat3_apply_transposed(&found->rotation, (scalp_vec3){0, 0, 1});
    const scalp_bvh *tree;
    scalp_error error = {0};
    if (scalp_bvh_make(&head->mesh, work, &tree, &error) != SCALP_OK)
        return f;
    for (int round = 0; round < 20; round++) {
        double up = 0, down = 0;
        for (size_t i = 0; i < m->mesh.vertex_count; i++) {
            const scalp_vec3 p = frame_apply(&f, m->mesh.vertices[i]);
            if (!frame_on_scalp(head, p)) continue;
            double d;
            const scalp_mesh_point at = scalp_bvh_closest(tree, p, &d);
            const scalp_vec3 n = scalp_mesh_normal(&head->mesh, at);
            const double e = scalp_vec3_dot(scalp_vec3_sub(p, scalp_mesh_position(&head->mesh, at)), n), a = scalp_vec3_dot(axis, n);
            up += a * e; down += a * a;
        }
        f.shift = scalp_vec3_add(f.shift, scalp_vec3_scale(axis, -up / down));
    }
    return frame_by_surface(m, head, work, v, rms, rms_seen, f, 0);
}

#endif
