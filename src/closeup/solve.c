/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Symmetric positive definite systems, by Cholesky. */
#include "onto.h"

#include <math.h>
#include <string.h>

#define PIVOT_SHARE 1e-12

/* a = L L^T, L in the lower triangle. */
static bool factor(double *a, size_t n) {
    for (size_t j = 0; j < n; j++) {
        const double before = a[j * n + j];
        double pivot = before;
        for (size_t k = 0; k < j; k++)
            pivot -= a[j * n + k] * a[j * n + k];
        if (!(pivot > PIVOT_SHARE * before))
            return false;
        a[j * n + j] = sqrt(pivot);
        for (size_t i = j + 1; i < n; i++) {
            double sum = a[i * n + j];
            for (size_t k = 0; k < j; k++)
                sum -= a[i * n + k] * a[j * n + k];
            a[i * n + j] = sum / a[j * n + j];
        }
    }
    return true;
}

static void substitute(const double *l, double *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            b[i] -= l[i * n + k] * b[k];
        b[i] /= l[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            b[i] -= l[k * n + i] * b[k];
        b[i] /= l[i * n + i];
    }
}

bool onto_solve(double *a, double *b, size_t n) {
    if (!factor(a, n))
        return false;
    substitute(a, b, n);
    return true;
}

bool onto_invert(double *a, double *inverse, size_t n) {
    if (!factor(a, n))
        return false;
    memset(inverse, 0, n * n * sizeof *inverse);
    for (size_t i = 0; i < n; i++) {
        inverse[i * n + i] = 1;
        substitute(a, inverse + i * n, n);
    }
    return true;
}
