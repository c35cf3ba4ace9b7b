/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "least.h"

#include <cminpack.h>
#include <math.h>

static int rows_for_minpack(void *context, int m, int n, const double *x, double *rows, int flag) {
    const scalp_least *problem = context;
    (void)n;
    (void)flag;
    problem->residuals(problem->context, x, rows);
    for (int i = 0; i < m; i++)
        if (!isfinite(rows[i]))
            rows[i] = 1e6;
    return 0;
}

/* What cminpack works in: room for the rows and the Jacobian. */
typedef struct bench {
    double *rows, *jacobian, *scratch;
    int *order;
} bench;

static scalp_status bench_make(size_t m, size_t n, const scalp_work *work, bench *b,
                               scalp_error *error) {
    void *doubles, *order;
    SCALP_TRY(scalp_work_take(work, m + m * n + 5 * n + m, sizeof(double), &doubles, error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(int), &order, error));
    b->rows = doubles;
    b->jacobian = b->rows + m;
    b->scratch = b->jacobian + m * n;
    b->order = order;
    return SCALP_OK;
}

scalp_status scalp_least_squares(const scalp_least *problem, double *x, double *sum,
                                 double *covariance, const scalp_work *work, scalp_error *error) {
    const scalp_arena_mark here = scalp_arena_here(work->memory);
    const size_t m = problem->row_count, n = problem->count;
    scalp_least copy = *problem;
    bench b;
    int evaluations;
    SCALP_TRY(bench_make(m, n, work, &b, error));
    double *s = b.scratch;
    lmdif(rows_for_minpack, &copy, (int)m, (int)n, x, b.rows, 1e-10, 1e-10, 0, problem->most, 0, s,
          1, 1, 0, &evaluations, b.jacobian, (int)m, b.order, s + n, s + 2 * n, s + 3 * n,
          s + 4 * n, s + 5 * n);
    if (sum) {
        *sum = 0;
        for (size_t i = 0; i < m; i++)
            *sum += b.rows[i] * b.rows[i];
    }
    if (covariance) {
        covar((int)n, b.jacobian, (int)m, b.order, 1e-14, s);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                covariance[i * n + j] = b.jacobian[i + j * m];
    }
    scalp_arena_return(work->memory, here);
    return SCALP_OK;
}
