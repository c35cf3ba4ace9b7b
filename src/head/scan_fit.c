/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laying a scan on the standard head. */
#include <scalptor/head.h>

#include "rigid.h"

#include <math.h>

enum { rounds = 4, steps = 8, most_samples = 4000 };

/* A landmark is worth as many points of the scalp as there are samples, times this. */
static const double landmark_weight = 0.004;
static const double far_mm = 25;          /* hair, a cap, shoulders: no part of the scalp */
static const double not_a_head_mm = 30;   /* RMS of the landmarks; people differ by 4 each */
static const double least_span_mm2 = 500; /* twice the area of the largest triangle */

/* ---- Landmarks --------------------------------------------------------------------------- */

/* The eigenvector of the largest eigenvalue of a symmetric matrix (Jacobi 1846). */
static void largest_eigenvector(double a[4][4], double vector[4]) {
    double v[4][4] = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
    for (int sweep = 0; sweep < 24; sweep++) {
        for (int p = 0; p < 3; p++) {
            for (int q = p + 1; q < 4; q++) {
                if (!(fabs(a[p][q]) > 0))
                    continue;
                const double half = (a[q][q] - a[p][p]) / (2 * a[p][q]);
                const double t = (half < 0 ? -1 : 1) / (fabs(half) + sqrt(half * half + 1));
                const double c = 1 / sqrt(t * t + 1), s = t * c;
                for (int k = 0; k < 4; k++) {
                    const double x = a[k][p], y = a[k][q];
                    a[k][p] = c * x - s * y;
                    a[k][q] = s * x + c * y;
                }
                for (int k = 0; k < 4; k++) {
                    const double x = a[p][k], y = a[q][k];
                    a[p][k] = c * x - s * y;
                    a[q][k] = s * x + c * y;
                    const double z = v[k][p], w = v[k][q];
                    v[k][p] = c * z - s * w;
                    v[k][q] = s * z + c * w;
                }
            }
        }
    }
    int best = 0;
    for (int i = 1; i < 4; i++)
        best = a[i][i] > a[best][best] ? i : best;
    for (int k = 0; k < 4; k++)
        vector[k] = v[k][best];
}

static scalp_mat3 rotation_of(const double q[4]) {
    const double w = q[0], x = q[1], y = q[2], z = q[3];
    return (scalp_mat3){{{1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)},
                         {2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)},
                         {2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)}}};
}

/* The turn and shift that bring the landmarks nearest to the head's (Horn 1987, quaternions). */
static head_pose pose_from_marks(const scalp_head_marks *marks, const scalp_vec3 *to) {
    scalp_vec3 a = {0, 0, 0}, b = {0, 0, 0};
    double count = 0, s[3][3] = {{0}};
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!marks->has[i])
            continue;
        a = scalp_vec3_add(a, marks->at[i]);
        b = scalp_vec3_add(b, to[i]);
        count++;
    }
    a = scalp_vec3_scale(a, 1 / count);
    b = scalp_vec3_scale(b, 1 / count);
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!marks->has[i])
            continue;
        const scalp_vec3 p = scalp_vec3_sub(marks->at[i], a), q = scalp_vec3_sub(to[i], b);
        const double from[3] = {p.x, p.y, p.z}, into[3] = {q.x, q.y, q.z};
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++)
                s[j][k] += from[j] * into[k];
        }
    }
    double n[4][4] = {
        {s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]},
        {0, s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]},
        {0, 0, s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]},
        {0, 0, 0, s[2][2] - s[0][0] - s[1][1]}};
    for (int j = 1; j < 4; j++) {
        for (int k = 0; k < j; k++)
            n[j][k] = n[k][j];
    }
    double q[4];
    largest_eigenvector(n, q);
    head_pose p = {rotation_of(q), {0, 0, 0}};
    p.shift = scalp_vec3_sub(b, scalp_mat3_apply(&p.rotation, a));
    return p;
}

static double marks_rms(const scalp_head_marks *marks, const head_pose *p, const scalp_vec3 *to,
                        scalp_landmark *worst) {
    double sum = 0, count = 0, most = -1;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!marks->has[i])
            continue;
        const double d = scalp_vec3_distance(head_pose_apply(p, marks->at[i]), to[i]);
        *worst = d > most ? (scalp_landmark)i : *worst;
        most = fmax(most, d);
        sum += d * d;
        count++;
    }
    return sqrt(sum / count);
}

static scalp_status check_marks(const scalp_head_marks *marks, scalp_error *error) {
    scalp_vec3 at[SCALP_LANDMARKS_ON_HEAD];
    int count = 0;
    double span = 0;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (marks->has[i])
            at[count++] = marks->at[i];
    }
    if (count < SCALP_HEAD_LEAST_MARKS)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A scan is placed by %d landmarks of the head or more, not %d.",
                          SCALP_HEAD_LEAST_MARKS, count);
    for (int i = 2; i < count; i++) {
        for (int k = 1; k < i; k++)
            span = fmax(span, scalp_vec3_length(scalp_vec3_cross(scalp_vec3_sub(at[k], at[0]),
                                                                 scalp_vec3_sub(at[i], at[0]))));
    }
    if (!(span > least_span_mm2))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The landmarks lie in one line or in one place; add some, such as both "
                          "tragia and the glabella.");
    return SCALP_OK;
}

/* ---- Surfaces ---------------------------------------------------------------------------- */

/* Above the plane through brow crease and inion, which passes over the ears. */
static bool on_scalp(const scalp_head *head, scalp_vec3 p) {
    const scalp_vec3 a = head->landmarks[SCALP_BROW_CREASE], b = head->landmarks[SCALP_INION];
    return p.y > b.y + (p.z - b.z) * (a.y - b.y) / (a.z - b.z);
}

static void add_surface(head_rows *e, const scalp_head *head, const scalp_bvh *tree,
                        const scalp_mesh *scan, const head_pose *p) {
    const size_t every = scan->vertex_count / most_samples + 1;
    for (size_t i = 0; i < scan->vertex_count; i += every) {
        const scalp_vec3 v = head_pose_apply(p, scan->vertices[i]);
        double distance;
        if (!on_scalp(head, v))
            continue;
        const scalp_mesh_point at = scalp_bvh_closest(tree, v, &distance);
        if (distance > far_mm)
            continue;
        const scalp_vec3 n = scalp_mesh_normal(&head->mesh, at);
        const scalp_vec3 gap = scalp_vec3_sub(v, scalp_mesh_position(&head->mesh, at));
        head_rows_add(e, v, n, scalp_vec3_dot(gap, n), 1);
        e->squares += distance * distance;
        e->count++;
    }
}

static void add_marks(head_rows *e, const scalp_head *head, const scalp_head_marks *marks,
                      const head_pose *p) {
    static const scalp_vec3 axes[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    const double weight = landmark_weight * (double)e->count + 1e-3;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        if (!marks->has[i])
            continue;
        const scalp_vec3 v = head_pose_apply(p, marks->at[i]);
        const scalp_vec3 gap = scalp_vec3_sub(v, head->landmarks[i]);
        for (int k = 0; k < 3; k++)
            head_rows_add(e, v, axes[k], scalp_vec3_dot(gap, axes[k]), weight);
    }
}

static scalp_status settle(const scalp_head *head, const scalp_mesh *scan,
                           const scalp_head_marks *marks, const scalp_work *work, head_pose *p,
                           double *rms, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const scalp_bvh *tree;
    SCALP_TRY(scalp_bvh_make(&head->mesh, work, &tree, error));
    for (int step = 0; step <= steps; step++) {
        head_rows e = {.count = 0};
        add_surface(&e, head, tree, scan, p);
        add_marks(&e, head, marks, p);
        *rms = e.count ? sqrt(e.squares / (double)e.count) : 0;
        if (step < steps && !head_rows_improve(&e, p))
            break;
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* ---- Measures ---------------------------------------------------------------------------- */

static scalp_status measure(const scalp_mesh *scan, const scalp_head *head,
                            const scalp_head_marks *marks, const head_pose *p,
                            const scalp_work *work, scalp_scan_size *size, scalp_error *error) {
    const double brow = marks->has[SCALP_GLABELLA] ? head_pose_apply(p, marks->at[SCALP_GLABELLA]).y
                                                   : head->landmarks[SCALP_GLABELLA].y;
    return head_scan_measure(scan, p, brow, work, size, error);
}

scalp_status scalp_scan_fit_make(const scalp_mesh *mesh, const scalp_head_marks *marks,
                                 const char *sex, const scalp_work *work, scalp_scan_fit *fit,
                                 scalp_error *error) {
    static const scalp_head_measures unknown;
    scalp_landmark worst = SCALP_GLABELLA;
    SCALP_TRY(check_marks(marks, error));
    SCALP_TRY(scalp_head_make(&unknown, sex, work, &fit->head, error));
    head_pose p = pose_from_marks(marks, fit->head.landmarks);
    const double misfit = marks_rms(marks, &p, fit->head.landmarks, &worst);
    if (!(misfit <= not_a_head_mm))
        return scalp_fail(error, SCALP_ERR_NO,
                          "The landmarks lie %.0f mm (RMS) from those of a head, %s farthest; "
                          "check them, left and right, and the unit.",
                          misfit, scalp_landmark_name(worst));
    for (int round = 0; round < rounds; round++) {
        SCALP_TRY(scalp_work_report(work, "fit", (double)round / rounds, error));
        SCALP_TRY(measure(mesh, &fit->head, marks, &p, work, &fit->size, error));
        SCALP_TRY(head_like_scan(&fit->size, sex, work, &fit->head, error));
        SCALP_TRY(settle(&fit->head, mesh, marks, work, &p, &fit->rms_mm, error));
    }
    SCALP_TRY(measure(mesh, &fit->head, marks, &p, work, &fit->size, error));
    fit->rotation = p.rotation;
    fit->shift = p.shift;
    fit->landmarks_mm = marks_rms(marks, &p, fit->head.landmarks, &worst);
    fit->origin = (scalp_vec3){0, 0, 0};
    if (marks->has[SCALP_TRAGION_L] && marks->has[SCALP_TRAGION_R])
        fit->origin =
            scalp_vec3_scale(scalp_vec3_add(head_pose_apply(&p, marks->at[SCALP_TRAGION_L]),
                                            head_pose_apply(&p, marks->at[SCALP_TRAGION_R])),
                             0.5);
    return SCALP_OK;
}
