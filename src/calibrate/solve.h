/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside calibrate: small symmetric systems. */
#ifndef SCALPTOR_CALIBRATE_SOLVE_H
#define SCALPTOR_CALIBRATE_SOLVE_H

#include <stdbool.h>
#include <stddef.h>

/* Solves `a` x = `b` in place by Cholesky's method; `a`: count x count, positive definite; its
 * lower half is overwritten by the factor. False when it is not positive definite. */
bool scalp_solve(double *a, double *b, size_t count);
/* Once more with the factor that scalp_solve left in `a`. */
void scalp_solve_again(const double *a, double *b, size_t count);

#endif
