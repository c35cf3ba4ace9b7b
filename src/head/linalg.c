/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "linalg.h"

#include <math.h>
#include <string.h>

/* A pivot that shrinks below this share of its diagonal has lost all but a few digits. */
#define PIVOT_SHARE 1e-13

bool scalp_linalg_cholesky(double *a, size_t n) {
    for (size_t j = 0; j < n; j++) {
        double pivot = a[j * n + j];
        const double before = pivot;
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

/* One column of the inverse: L y = e, then L^T x = y, in place. */
static void solve_unit(const double *factor, size_t n, size_t unit, double *x) {
    memset(x, 0, n * sizeof *x);
    for (size_t i = unit; i < n; i++) {
        double sum = i == unit ? 1.0 : 0.0;
        for (size_t k = unit; k < i; k++)
            sum -= factor[i * n + k] * x[k];
        x[i] = sum / factor[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        double sum = x[i];
        for (size_t k = i + 1; k < n; k++)
            sum -= factor[k * n + i] * x[k];
        x[i] = sum / factor[i * n + i];
    }
}

bool scalp_linalg_invert(double *a, double *scratch, size_t n) {
    memcpy(scratch, a, n * n * sizeof *a);
    if (!scalp_linalg_cholesky(scratch, n))
        return false;
    for (size_t i = 0; i < n; i++)
        solve_unit(scratch, n, i, a + i * n);
    return true;
}

/* One Jacobi rotation (Golub & Van Loan, Matrix Computations, 8.5) that clears s[p][q]. */
static void jacobi(double s[3][3], int p, int q) {
    if (s[p][q] == 0)
        return;
    const double theta = (s[q][q] - s[p][p]) / (2 * s[p][q]);
    const double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
    const double c = 1 / sqrt(t * t + 1), sine = t * c;
    for (int k = 0; k < 3; k++) {
        const double kp = s[k][p], kq = s[k][q];
        s[k][p] = c * kp - sine * kq;
        s[k][q] = sine * kp + c * kq;
    }
    for (int k = 0; k < 3; k++) {
        const double pk = s[p][k], qk = s[q][k];
        s[p][k] = c * pk - sine * qk;
        s[q][k] = sine * pk + c * qk;
    }
}

double scalp_linalg_largest(const scalp_mat3 *a) {
    double s[3][3];
    memcpy(s, a->m, sizeof s);
    for (int sweep = 0; sweep < 8; sweep++) {
        jacobi(s, 0, 1);
        jacobi(s, 0, 2);
        jacobi(s, 1, 2);
    }
    return fmax(s[0][0], fmax(s[1][1], s[2][2]));
}
