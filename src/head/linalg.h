/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The little linear algebra a fit needs: matrices as rows in one array. */
#ifndef SCALPTOR_HEAD_LINALG_H
#define SCALPTOR_HEAD_LINALG_H

#include <scalptor/base.h>

/* a = L L^T; the lower triangle of the n x n array becomes L, the rest is left. False when `a` is
 * not positive definite, or so nearly not that the result would be noise. */
bool scalp_linalg_cholesky(double *a, size_t n);
/* The inverse of a symmetric positive definite matrix, in place; `scratch` holds n x n. False as
 * above. */
bool scalp_linalg_invert(double *a, double *scratch, size_t n);
/* The largest eigenvalue of a symmetric 3 x 3 matrix. */
double scalp_linalg_largest(const scalp_mat3 *a);

#endif
