/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sRGB curve and its inverse, and inverses of curves that are flat in places. */
#include "check.h"

#include <scalptor/image.h>

static scalp_image_curve srgb(check_work *w, int bits) {
    scalp_image_curve curve = {NULL, 0};
    scalp_error error;
    CHECK_STATUS(scalp_image_curve_make(bits, &w->work, &curve, &error), SCALP_OK);
    return curve;
}

static size_t wrong_samples(const scalp_image_curve *curve) {
    size_t wrong = 0;
    for (size_t v = 0; v < curve->count; v++)
        wrong += scalp_image_sample_from_linear(curve, curve->linear[v]) != v;
    return wrong;
}

/* By trying them all: the lowest of the nearest. */
static unsigned nearest_slowly(const scalp_image_curve *curve, double linear) {
    size_t best = 0;
    for (size_t v = 1; v < curve->count; v++) {
        if (fabs((double)curve->linear[v] - linear) < fabs((double)curve->linear[best] - linear))
            best = v;
    }
    return (unsigned)best;
}

static size_t differences(const scalp_image_curve *curve) {
    scalp_random random = scalp_random_make(3, 0);
    size_t count = 0;
    for (int i = 0; i < 2000; i++) {
        const float linear = (float)(scalp_random_uniform(&random) * 1.2 - 0.1);
        count +=
            scalp_image_sample_from_linear(curve, linear) != nearest_slowly(curve, (double)linear);
    }
    return count;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_image_curve eight = srgb(&w, 8), sixteen = srgb(&w, 16);
    CASE("sRGB: published points of the curve") {
        CHECK(eight.count == 256 && sixteen.count == 65536);
        CHECK_NEAR((double)eight.linear[0], 0, 0);
        CHECK_NEAR((double)eight.linear[255], 1, 0);
        CHECK_NEAR((double)eight.linear[10], 10.0 / 255 / 12.92, 1e-9);
        CHECK_NEAR((double)eight.linear[128], 0.2158605, 1e-7);
        CHECK_NEAR((double)sixteen.linear[32896], 0.2158605, 1e-7); /* 128 x 257 */
    }
    CASE("every sample comes back") {
        CHECK(wrong_samples(&eight) == 0);
        CHECK(wrong_samples(&sixteen) == 0);
    }
    CASE("the nearest sample, as by trying them all") {
        CHECK(differences(&eight) == 0);
    }
    CASE("flat stretches give the lowest sample with that light") {
        static const float flat[8] = {0, 0, 0.25f, 0.25f, 0.25f, 0.5f, 1, 1};
        static const unsigned expected[8] = {0, 0, 2, 2, 2, 5, 6, 6};
        const scalp_image_curve curve = {flat, 8};
        for (size_t v = 0; v < 8; v++)
            CHECK(scalp_image_sample_from_linear(&curve, flat[v]) == expected[v]);
        CHECK(differences(&curve) == 0);
        CHECK(scalp_image_sample_from_linear(&curve, 0.375f) == 2); /* midway: the lower */
    }
    CASE("outside the curve and not a number") {
        CHECK(scalp_image_sample_from_linear(&eight, -3) == 0);
        CHECK(scalp_image_sample_from_linear(&eight, 7) == 255);
        CHECK(scalp_image_sample_from_linear(&eight, INFINITY) == 255);
        CHECK(scalp_image_sample_from_linear(&eight, NAN) == 0);
    }
    check_work_close(&w);
    return check_done();
}
