/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "solve.h"

#include <math.h>

static bool factorise(double *a, size_t n) {
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = a[i * n + j];
            for (size_t k = 0; k < j; k++)
                sum -= a[i * n + k] * a[j * n + k];
            if (i > j) {
                a[i * n + j] = sum / a[j * n + j];
                continue;
            }
            if (!(sum > 1e-14 * fabs(a[i * n + i])))
                return false;
            a[i * n + i] = sqrt(sum);
        }
    return true;
}

void scalp_solve_again(const double *a, double *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            b[i] -= a[i * n + k] * b[k];
        b[i] /= a[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            b[i] -= a[k * n + i] * b[k];
        b[i] /= a[i * n + i];
    }
}

bool scalp_solve(double *a, double *b, size_t count) {
    if (!factorise(a, count))
        return false;
    scalp_solve_again(a, b, count);
    return true;
}
