/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kernel of the table this machine uses against the scalar specification, with guards. */
#include "check.h"

enum { most = 130, guard = 8 };

int main(void) {
    const scalp_kernels scalar = scalp_kernels_make();
    check_work w;
    check_work_open(&w, 0);
    scalp_random r = scalp_random_make(11, 0);
    CASE("add_scaled is the same bits and keeps to its range") {
        for (size_t count = 0; count <= most; count++) {
            float from[most], a[most + guard], b[most + guard];
            for (size_t i = 0; i < most + guard; i++)
                a[i] = b[i] = (float)scalp_random_normal(&r);
            for (size_t i = 0; i < most; i++)
                from[i] = (float)scalp_random_normal(&r);
            scalar.add_scaled(a, from, 0.37f, count);
            w.kernels.add_scaled(b, from, 0.37f, count);
            CHECK(memcmp(a, b, sizeof a) == 0);
        }
    }
    CASE("exp_negative is within 1e-6 of exp, the twins within 2 ulp of each other") {
        for (size_t count = 0; count <= most; count++) {
            float from[most], a[most + guard], b[most + guard];
            for (size_t i = 0; i < most + guard; i++)
                a[i] = b[i] = -1;
            for (size_t i = 0; i < most; i++)
                from[i] = (float)(80 * scalp_random_uniform(&r) * scalp_random_uniform(&r));
            scalar.exp_negative(a, from, count);
            w.kernels.exp_negative(b, from, count);
            for (size_t i = 0; i < count; i++) {
                CHECK_NEAR((double)a[i] / exp(-(double)from[i]), 1, 1e-6);
                CHECK_NEAR((double)b[i] / (double)a[i], 1, 2.5e-7);
            }
            for (size_t i = count; i < most + guard; i++)
                CHECK(a[i] == -1 && b[i] == -1);
        }
    }
    check_work_close(&w);
    return check_done();
}
