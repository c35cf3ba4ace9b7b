/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uncertainty from the inverse of J^T J at the solution. */
#include "joint.h"
#include "linalg.h"

#include <math.h>
#include <string.h>

/* J^T J from a Jacobian of columns. */
static void normal_matrix(const double *jacobian, size_t m, size_t n, double *h) {
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            double sum = 0;
            for (size_t k = 0; k < m; k++)
                sum += jacobian[i * m + k] * jacobian[j * m + k];
            h[i * n + j] = h[j * n + i] = sum;
        }
    }
}

/* Central differences, one column per parameter. */
static void differentiate(const scalp_joint *joint, double *x, size_t n, double *spare,
                          double *jacobian) {
    const size_t m = scalp_joint_row_count(joint);
    for (size_t j = 0; j < n; j++) {
        x[j] = SCALP_JOINT_STEP;
        scalp_joint_rows(joint, x, jacobian + j * m);
        x[j] = -SCALP_JOINT_STEP;
        scalp_joint_rows(joint, x, spare);
        x[j] = 0;
        for (size_t k = 0; k < m; k++)
            jacobian[j * m + k] = (jacobian[j * m + k] - spare[k]) / (2 * SCALP_JOINT_STEP);
    }
}

/* Variance of ln(focal / depth of the middle): its gradient by the covariance. The middle's depth
 * is exp(log_focal - log_scale) + (R middle).z. */
static double scale_variance(const scalp_sight *sight, scalp_vec3 middle, const double *covariance,
                             size_t n, size_t at) {
    const scalp_vec3 turned = scalp_mat3_apply(&sight->pose.rotation, middle);
    const double depth = scalp_pose_depth(&sight->pose, middle);
    const double origin = depth - turned.z;
    /* A small turn w adds w x turned; its z is w.x turned.y - w.y turned.x. */
    const double gradient[SCALP_POSE_PARAMETERS + 1] = {
        -turned.y / depth, turned.x / depth, 0, 0, 0, origin / depth, 1 - origin / depth};
    const size_t count = SCALP_POSE_PARAMETERS + (size_t)sight->focal_free;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++)
            sum += gradient[i] * gradient[j] * covariance[(at + i) * n + at + j];
    }
    return sum;
}

static scalp_joint_sureness sureness_of(const scalp_sight *sight, scalp_vec3 middle,
                                        const double *covariance, size_t n, size_t at) {
    scalp_mat3 turn;
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 3; j++)
            turn.m[i][j] = covariance[(at + i) * n + at + j];
    }
    scalp_joint_sureness sure = {.determined = true};
    sure.rotation_rad = sqrt(scalp_linalg_largest(&turn));
    sure.angle_rad = sqrt(turn.m[0][0] + turn.m[1][1] + turn.m[2][2]);
    sure.log_scale = sqrt(fmax(scale_variance(sight, middle, covariance, n, at), 0));
    if (sight->focal_free) {
        /* Information adds up: what the prior gave is taken away again. */
        const size_t g = at + SCALP_POSE_PARAMETERS;
        const double prior = sight->focal_prior_sd;
        const double all = 1 / covariance[g * n + g];
        const double own = prior > 0 ? all - 1 / (prior * prior) : all;
        sure.log_focal = own > 1e-6 ? 1 / sqrt(own) : 1e3;
    }
    return sure;
}

scalp_status scalp_joint_measure(const scalp_joint *joint, scalp_vec3 middle,
                                 const scalp_work *work, scalp_joint_sureness *sureness,
                                 scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const size_t m = scalp_joint_row_count(joint), n = scalp_joint_parameters(joint);
    void *numbers;
    SCALP_TRY(scalp_work_take(work, n + m + m * n + 2 * n * n, sizeof(double), &numbers, error));
    double *x = numbers, *spare = x + n, *jacobian = spare + m, *h = jacobian + m * n;
    double *scratch = h + n * n;
    differentiate(joint, x, n, spare, jacobian);
    normal_matrix(jacobian, m, n, h);
    const bool determined = scalp_linalg_invert(h, scratch, n);
    size_t at = 0;
    for (size_t v = 0; v < joint->sight_count; v++) {
        const scalp_sight *sight = &joint->sights[v];
        memset(&sureness[v], 0, sizeof sureness[v]);
        if (determined)
            sureness[v] = sureness_of(sight, middle, h, n, at);
        at += SCALP_POSE_PARAMETERS + (size_t)sight->focal_free;
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
