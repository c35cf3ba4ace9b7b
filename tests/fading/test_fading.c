/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The anchors of the forecast, and its shape between them. */
#include "../check.h"

#include <scalptor/fading.h>

static const double year = 365.25;

/* Factor on the added absorption. */
static double absorption(scalp_faded f) {
    return (f.dermal_mass + f.epidermal_mass) / (f.width * f.width);
}

/* Years until what is seen has fallen to `level`. */
static double years_until(double level, scalp_band band) {
    double y = 0;
    while (y < 30 && scalp_fading_at(NULL, 28 + y * year, band).seen > level)
        y += 0.01;
    return y;
}

static void check_falls(scalp_band band) {
    scalp_faded before = scalp_fading_at(NULL, 28, band);
    for (double days = 30; days < 4000; days += 7) {
        const scalp_faded f = scalp_fading_at(NULL, days, band);
        CHECK(f.seen < before.seen && f.dermal_mass < before.dermal_mass && f.width > before.width);
        CHECK(f.dermal_mass > 0 && f.erythema == 0);
        before = f;
    }
}

static void check_order(double days) {
    const scalp_faded low = scalp_fading_at(NULL, days, SCALP_BAND_LOW);
    const scalp_faded middle = scalp_fading_at(NULL, days, SCALP_BAND_MIDDLE);
    const scalp_faded high = scalp_fading_at(NULL, days, SCALP_BAND_HIGH);
    CHECK(low.seen > middle.seen && middle.seen > high.seen);
    CHECK(absorption(low) > absorption(middle) && absorption(middle) > absorption(high));
    CHECK(low.width <= middle.width && middle.width <= high.width);
}

/* The saturation law, written out again: 50 per mm in a disc of 0.20 by 0.08 mm. */
static double contrast(double factor) {
    const double chord =
        4 * (SCALP_PI * 0.01 * 0.08) / (2 * SCALP_PI * 0.01 + 2 * SCALP_PI * 0.1 * 0.08);
    return 1 - pow(1 + 50 * factor * 1.18 * chord / 2, -2);
}

static void check_adds_up(double days, scalp_band band) {
    const scalp_faded f = scalp_fading_at(NULL, days, band);
    CHECK_NEAR(contrast(absorption(f)) / contrast(1) * f.width * f.width, f.seen, 1e-9);
}

/* Darkening summed over the skin, green, of the reference dot grown old. */
static double total_at(double days) {
    const scalp_faded f = scalp_fading_at(NULL, days, SCALP_BAND_MIDDLE);
    const scalp_deposit deposit = {0.12, 0.2 * f.width, 0.08, 50 * absorption(f)};
    return scalp_optics_dot(&deposit).band[1].total_mm2;
}

int main(void) {
    CASE("day 28 of the middle client is the unit") {
        const scalp_faded f = scalp_fading_at(NULL, 28, SCALP_BAND_MIDDLE);
        CHECK_NEAR(f.dermal_mass, 1, 1e-12);
        CHECK_NEAR(f.width, 1, 1e-12);
        CHECK_NEAR(f.seen, 1, 1e-12);
    }
    CASE("fresh dots are darker, 1.6 to 2.5 times wider, on red skin") {
        const scalp_faded f = scalp_fading_at(NULL, 0, SCALP_BAND_MIDDLE);
        CHECK(absorption(f) > 1.2 && f.width >= 1.6 && f.width <= 2.5 && f.seen > 1.5);
        CHECK_NEAR(f.erythema, 1, 1e-12);
        CHECK(scalp_fading_at(NULL, 10, SCALP_BAND_MIDDLE).erythema < 0.02);
    }
    CASE("a tenth less after 6 months, a fifth less at worst") {
        CHECK_NEAR(scalp_fading_at(NULL, year / 2, SCALP_BAND_MIDDLE).seen, 0.90, 0.005);
        const double high = scalp_fading_at(NULL, year / 2, SCALP_BAND_HIGH).seen /
                            scalp_fading_at(NULL, 28, SCALP_BAND_HIGH).seen;
        CHECK_NEAR(high, 0.80, 0.015);
    }
    CASE("time of the touch-up") {
        CHECK_NEAR(years_until(0.6, SCALP_BAND_MIDDLE), 4.25, 0.75);
        CHECK_NEAR(years_until(0.6, SCALP_BAND_LOW), 7, 1);
        CHECK(years_until(0.6, SCALP_BAND_HIGH) < 2.5);
    }
    CASE("dots grow wider within the observed limits") {
        for (int band = 0; band < 3; band++) {
            const double one = scalp_fading_at(NULL, 28 + year, (scalp_band)band).width;
            const double five = scalp_fading_at(NULL, 28 + 5 * year, (scalp_band)band).width;
            CHECK(one > 1.099 && one < 1.301 && five > 1.199 && five < 1.601);
        }
    }
    CASE("everything falls after day 28") {
        for (int band = 0; band < 3; band++)
            check_falls((scalp_band)band);
    }
    CASE("the bands keep their order") {
        for (double days = 1; days < 4000; days *= 1.2)
            check_order(days);
    }
    CASE("no jump at day 28") {
        for (int band = 0; band < 3; band++) {
            const scalp_faded a = scalp_fading_at(NULL, 28 - 1e-6, (scalp_band)band);
            const scalp_faded b = scalp_fading_at(NULL, 28 + 1e-6, (scalp_band)band);
            CHECK_NEAR(absorption(a), absorption(b), 1e-4);
            CHECK_NEAR(a.width, b.width, 1e-3);
            CHECK_NEAR(a.seen, b.seen, 1e-4);
        }
    }
    CASE("absorption and width together give what is seen") {
        for (int band = 0; band < 3; band++) {
            for (double days = 0; days < 4000; days += 33)
                check_adds_up(days, (scalp_band)band);
        }
    }
    CASE("the optics of such a dot show what is said to be seen") {
        for (double days = 0; days < 2000; days += 50) {
            const double seen = scalp_fading_at(NULL, days, SCALP_BAND_MIDDLE).seen;
            CHECK_NEAR(total_at(days) / total_at(28), seen, 0.025 + 0.03 * (days < 28));
        }
    }
    CASE("stages by name") {
        scalp_stage stage = SCALP_STAGE_FRESH;
        for (int i = 0; i < SCALP_STAGE_COUNT; i++) {
            CHECK(scalp_stage_find(scalp_stage_name((scalp_stage)i), &stage) && (int)stage == i);
            CHECK(i == 0 ||
                  scalp_stage_days((scalp_stage)i) > scalp_stage_days((scalp_stage)(i - 1)));
        }
        CHECK(!scalp_stage_find("11y", &stage));
        CHECK_NEAR(scalp_stage_days(SCALP_STAGE_3Y), 3 * year, 1e-9);
    }
    return check_done();
}
