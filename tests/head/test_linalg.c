/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include "../../src/head/linalg.h"

int main(void) {
    CASE("an inverse times the matrix is one") {
        enum { N = 7 };
        double a[N * N], inverse[N * N], scratch[N * N];
        scalp_random random = scalp_random_make(1, 2);
        double b[N * N];
        for (int i = 0; i < N * N; i++)
            b[i] = scalp_random_normal(&random);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                a[i * N + j] = i == j ? 0.1 : 0;
                for (int k = 0; k < N; k++)
                    a[i * N + j] += b[i * N + k] * b[j * N + k];
            }
        }
        memcpy(inverse, a, sizeof a);
        CHECK(scalp_linalg_invert(inverse, scratch, N));
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                double sum = 0;
                for (int k = 0; k < N; k++)
                    sum += inverse[i * N + k] * a[k * N + j];
                CHECK_NEAR(sum, i == j ? 1 : 0, 1e-9);
            }
        }
    }
    CASE("a matrix that is not positive definite is refused") {
        double a[4] = {1, 2, 2, 1}, b[4] = {1, 1, 1, 1}, scratch[4];
        CHECK(!scalp_linalg_cholesky(a, 2));
        CHECK(!scalp_linalg_invert(b, scratch, 2));
    }
    CASE("the largest eigenvalue") {
        const scalp_mat3 plain = {{{1, 0, 0}, {0, 5, 0}, {0, 0, 3}}};
        CHECK_NEAR(scalp_linalg_largest(&plain), 5, 1e-12);
        /* Eigenvalues 2 - sqrt 2, 2, 2 + sqrt 2. */
        const scalp_mat3 chain = {{{2, -1, 0}, {-1, 2, -1}, {0, -1, 2}}};
        CHECK_NEAR(scalp_linalg_largest(&chain), 2 + sqrt(2.0), 1e-12);
    }
    return check_done();
}
