/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The repeatable functions against libm over their ranges, and their special values. */
#include "check.h"

/* Difference in units of the expected value's last place. */
static double ulps(double value, double expected) {
    if (value == expected || (value != value && expected != expected))
        return 0;
    return fabs(value - expected) / (nextafter(fabs(expected), (double)INFINITY) - fabs(expected));
}

static double random_between(scalp_random *r, double low, double high) {
    return low + (high - low) * scalp_random_uniform(r);
}

int main(void) {
    scalp_random r = scalp_random_make(1, 0);
    double worst = 0;
    CASE("exp is within 4 ulp of libm") {
        for (int i = 0; i < 200000; i++) {
            const double x = random_between(&r, -700, 700);
            worst = fmax(worst, ulps(scalp_exp(x), exp(x)));
        }
        CHECK_AT_MOST(worst, 4);
        CHECK(scalp_exp(0) == 1 && scalp_exp(-800) == 0 && isinf(scalp_exp(800)));
        CHECK(isnan(scalp_exp((double)NAN)));
        CHECK_NEAR(scalp_exp(-740) / exp(-740), 1, 0.02);
    }
    CASE("log is within 4 ulp of libm") {
        worst = 0;
        for (int i = 0; i < 200000; i++) {
            const double x = exp(random_between(&r, -700, 700));
            worst = fmax(worst, ulps(scalp_log(x), log(x)));
            const double near_one = random_between(&r, 0.5, 2);
            worst = fmax(worst, ulps(scalp_log(near_one), log(near_one)));
        }
        CHECK_AT_MOST(worst, 4);
        CHECK(scalp_log(1) == 0 && isinf(scalp_log(0)) && isnan(scalp_log(-1)));
        CHECK_NEAR(scalp_log(1e-310), log(1e-310), 1e-10);
    }
    CASE("sine and cosine are within 2e-16 of libm up to 1e5 radians") {
        worst = 0;
        for (int i = 0; i < 200000; i++) {
            const double x = random_between(&r, -1e5, 1e5);
            double s, c;
            scalp_sincos(x, &s, &c);
            worst = fmax(worst, fmax(fabs(s - sin(x)), fabs(c - cos(x))));
        }
        CHECK_AT_MOST(worst, 2.3e-16);
    }
    CASE("atan2 is within 8 ulp of libm in all quadrants") {
        worst = 0;
        for (int i = 0; i < 200000; i++) {
            const double y = random_between(&r, -1, 1) * exp(random_between(&r, -20, 20));
            const double x = random_between(&r, -1, 1);
            worst = fmax(worst, ulps(scalp_atan2(y, x), atan2(y, x)));
        }
        CHECK_AT_MOST(worst, 8);
        CHECK_NEAR(scalp_atan2(0, -1), SCALP_PI, 0);
        CHECK_NEAR(scalp_atan2(-1, 0), -SCALP_PI / 2, 1e-16);
    }
    CASE("acos and pow") {
        for (int i = 0; i <= 1000; i++) {
            const double x = -1 + i / 500.0;
            CHECK_NEAR(scalp_acos(x), acos(fmin(x, 1)), 1e-15);
        }
        CHECK_NEAR(scalp_pow(2, 0.5), sqrt(2), 1e-15);
        CHECK_NEAR(scalp_pow(10, -3), 1e-3, 1e-17);
    }
    CASE("smoothstep runs from 0 to 1 with flat ends") {
        CHECK(scalp_smoothstep(1, 3, 0) == 0 && scalp_smoothstep(1, 3, 4) == 1);
        CHECK_NEAR(scalp_smoothstep(1, 3, 2), 0.5, 0);
        CHECK_AT_MOST(scalp_smoothstep(0, 1, 1e-4), 3.1e-8);
    }
    return check_done();
}
