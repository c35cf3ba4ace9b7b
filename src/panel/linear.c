/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cholesky (1924) over a panel's unknowns. */
#include "panel.h"

#include <math.h>

void panel_factor(panel_matrix *a, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j <= i; j++) {
            double sum = a->m[i][j];
            for (size_t k = 0; k < j; k++)
                sum -= a->m[i][k] * a->m[j][k];
            a->m[i][j] = i == j ? sqrt(fmax(sum, 1e-12)) : sum / a->m[j][j];
        }
    }
}

void panel_solve(const panel_matrix *l, size_t count, double *b) {
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++)
            b[i] -= l->m[i][k] * b[k];
        b[i] /= l->m[i][i];
    }
    for (size_t i = count; i-- > 0;) {
        for (size_t k = i + 1; k < count; k++)
            b[i] -= l->m[k][i] * b[k];
        b[i] /= l->m[i][i];
    }
}
