/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calibration: what is known of fading, asked of the optics of the reference dot and not of the
 * law, so that a change of the optics that moves an anchor is noticed here. */
#include "../check.h"

#include <scalptor/fading.h>

static const double year = 365.25;

typedef struct seen {
    double total_mm2, width_mm;
} seen;

static seen see(const scalp_wear *wear, double days, const scalp_work *work) {
    const scalp_seen_dot dot = scalp_seen_dot_reference();
    const scalp_faded faded = scalp_fading_of(wear, NULL, days);
    scalp_error error = {SCALP_OK, ""};
    seen s = {0, 0};
    CHECK_STATUS(scalp_seen_make(&dot, &faded, work, &s.total_mm2, &s.width_mm, &error), SCALP_OK);
    return s;
}

static double left(const scalp_wear *wear, double days, const scalp_work *work) {
    return see(wear, days, work).total_mm2 / see(wear, 28, work).total_mm2;
}

static double wider(double days, const scalp_work *work) {
    return see(NULL, days, work).width_mm / see(NULL, 28, work).width_mm;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    static const scalp_wear scar = {.scar = 1};
    CASE("10 % less seen after 6 months, 20 % less in scars (Liu et al. 2025)") {
        CHECK_NEAR(left(NULL, year / 2, &w.work), 0.90, 0.01);
        CHECK_NEAR(left(&scar, year / 2, &w.work), 0.80, 0.01);
    }
    CASE("60 % left after 3.5 to 5 years (clinics)") {
        CHECK(left(NULL, 3.5 * year, &w.work) > 0.6);
        CHECK(left(NULL, 5 * year, &w.work) < 0.6);
        CHECK_NEAR(left(NULL, 4.25 * year, &w.work), 0.6, 0.02);
    }
    CASE("a steady 10-15 % a year from the second year on (clinics)") {
        for (double y = 2; y < 10; y++) {
            const double loss =
                1 - left(NULL, (y + 1) * year, &w.work) / left(NULL, y * year, &w.work);
            CHECK(loss > 0.06 && loss < 0.15);
        }
    }
    CASE("dots are seen wider: 1.6-2.5 fresh, 1.1-1.3 after 1 year, 1.2-1.6 after 5") {
        const double fresh = wider(0, &w.work), one = wider(year, &w.work);
        const double five = wider(5 * year, &w.work);
        CHECK(fresh > 1.6 && fresh < 2.5);
        CHECK(one > 1.1 && one < 1.3);
        CHECK(five > 1.2 && five < 1.6 && five > one);
    }
    CASE("after years a tenth or less of the implanted pigment is left (red tattoos: 1-13 %)") {
        const double implanted = scalp_fading_of(NULL, NULL, 0).dermal_mass;
        CHECK(scalp_fading_of(NULL, NULL, 5 * year).dermal_mass / implanted < 0.13);
        CHECK(scalp_fading_of(NULL, NULL, 10 * year).dermal_mass / implanted > 0.01);
    }
    CASE("the reference skin has 41 degrees") {
        scalp_skin_parts skin = {.blood = SCALP_SKIN_BLOOD, .scatter = 1};
        scalp_error error;
        CHECK_STATUS(scalp_skin_find_melanin(41, 16, &w.work, &skin, &error), SCALP_OK);
        CHECK_NEAR(scalp_seen_dot_reference().skin.melanin, skin.melanin, 2e-4);
    }
    check_work_close(&w);
    return check_done();
}
