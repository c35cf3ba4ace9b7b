/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside calibrate: least squares by Levenberg and Marquardt (cminpack). */
#ifndef SCALPTOR_CALIBRATE_LEAST_H
#define SCALPTOR_CALIBRATE_LEAST_H

#include <scalptor/base.h>

/* rows[0..row_count) from x[0..count). */
typedef void (*scalp_residuals)(void *context, const double *x, double *rows);

typedef struct scalp_least {
    scalp_residuals residuals;
    void *context;
    size_t count, row_count; /* row_count >= count */
    int most;                /* evaluations */
} scalp_least;

/* Improves x; `sum`, unless NULL, becomes the sum of squares and `covariance`, unless NULL, the
 * inverse of J'J, count x count. Scratch in work->memory, given back. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_least_squares(const scalp_least *problem, double *x, double *sum,
                                               double *covariance, const scalp_work *work,
                                               scalp_error *error);

#endif
