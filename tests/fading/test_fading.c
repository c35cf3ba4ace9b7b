/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The course of a dot's pigment: masses, width, depth, redness, and the stages. */
#include "../check.h"

#include <scalptor/fading.h>

static const double year = 365.25;

static const scalp_wear wears[] = {
    {0},
    {.scar = 1},
    {.oily = 1, .sun = 1, .harsh = 1, .smoking = 1},
    {.oily = -1, .sun = -1},
};
enum { wear_count = sizeof wears / sizeof *wears };

static void check_falls(const scalp_wear *wear, scalp_band band) {
    scalp_faded before = scalp_fading_at(wear, 28, band);
    for (double days = 35; days < 8000; days += 7) {
        const scalp_faded f = scalp_fading_at(wear, days, band);
        CHECK(f.dermal_mass > 0 && f.dermal_mass < before.dermal_mass);
        CHECK(f.width > before.width && f.deeper_mm > before.deeper_mm);
        CHECK(f.epidermal_mass == 0 && f.erythema == 0);
        CHECK(band == SCALP_BAND_LOW || f.seen < before.seen);
        before = f;
    }
}

static void check_heals(const scalp_wear *wear, scalp_band band) {
    scalp_faded before = scalp_fading_at(wear, 0, band);
    for (double days = 0.5; days <= 28; days += 0.5) {
        const scalp_faded f = scalp_fading_at(wear, days, band);
        CHECK(f.dermal_mass < before.dermal_mass && f.epidermal_mass < before.epidermal_mass);
        CHECK(f.width < before.width && f.erythema < before.erythema && f.seen < before.seen);
        before = f;
    }
    CHECK_NEAR(before.epidermal_mass, 0, 1e-12);
    CHECK_NEAR(before.erythema, 0, 1e-12);
}

static void check_no_jump(scalp_band band) {
    const scalp_faded a = scalp_fading_at(NULL, 28 - 1e-6, band);
    const scalp_faded b = scalp_fading_at(NULL, 28 + 1e-6, band);
    CHECK_NEAR(a.dermal_mass, b.dermal_mass, 1e-5);
    CHECK_NEAR(a.width, b.width, 1e-5);
    CHECK_NEAR(a.deeper_mm, b.deeper_mm, 1e-5);
    CHECK_NEAR(a.seen, b.seen, 1e-5);
}

/* Seen after five years, of day 28. */
static double left(scalp_wear wear) {
    return scalp_fading_of(&wear, NULL, 5 * year).seen / scalp_fading_of(&wear, NULL, 28).seen;
}

int main(void) {
    CASE("day 28 of the middle client is the unit") {
        const scalp_faded f = scalp_fading_at(NULL, 28, SCALP_BAND_MIDDLE);
        CHECK_NEAR(f.dermal_mass, 1, 1e-12);
        CHECK_NEAR(f.width, 1, 1e-12);
        CHECK_NEAR(f.deeper_mm, 0, 1e-12);
        CHECK_NEAR(f.seen, 1, 1e-12);
    }
    CASE("fresh: a third leaves the dermis, the epidermis sheds all within four weeks") {
        const scalp_faded f = scalp_fading_at(NULL, 0, SCALP_BAND_MIDDLE);
        CHECK_NEAR(1 - 1 / f.dermal_mass, 1 / 3.0, 1e-9);
        CHECK(f.epidermal_mass > 0.2 && f.width > 1.4 && f.seen > 1.5);
        CHECK_NEAR(f.erythema, 1, 1e-12);
        const scalp_faded later = scalp_fading_at(NULL, 10, SCALP_BAND_MIDDLE);
        CHECK(later.erythema < 0.02 && later.epidermal_mass < 0.3 * f.epidermal_mass);
    }
    CASE("no jump at day 28") {
        for (int band = 0; band < 3; band++)
            check_no_jump((scalp_band)band);
    }
    CASE("healing and fading go one way, for all skins and bands") {
        for (int w = 0; w < wear_count; w++) {
            for (int band = 0; band < 3; band++) {
                check_heals(&wears[w], (scalp_band)band);
                check_falls(&wears[w], (scalp_band)band);
            }
        }
    }
    CASE("what speeds fading does so, by degrees, and no further than its bounds") {
        CHECK(left((scalp_wear){.oily = 1}) < left((scalp_wear){.oily = 0.5}));
        CHECK(left((scalp_wear){.oily = 0.5}) < left((scalp_wear){0}));
        CHECK(left((scalp_wear){.oily = -1}) < left((scalp_wear){0}));
        CHECK(left((scalp_wear){.sun = 1}) < left((scalp_wear){0}));
        CHECK(left((scalp_wear){.sun = -1}) > left((scalp_wear){0}));
        CHECK(left((scalp_wear){.harsh = 1}) < left((scalp_wear){0}));
        CHECK(left((scalp_wear){.smoking = 1}) < left((scalp_wear){0}));
        CHECK(left((scalp_wear){.scar = 1}) < left((scalp_wear){0}));
        CHECK_NEAR(left((scalp_wear){.oily = 9}), left((scalp_wear){.oily = 1}), 1e-15);
        CHECK_NEAR(left((scalp_wear){.smoking = -3}), left((scalp_wear){0}), 1e-15);
        CHECK_NEAR(left((scalp_wear){.sun = (double)NAN}), left((scalp_wear){0}), 1e-15);
    }
    CASE("total: a century on there is still an answer") {
        const scalp_faded f = scalp_fading_at(&wears[2], 100 * year, SCALP_BAND_HIGH);
        CHECK(f.dermal_mass > 0 && f.dermal_mass < 0.1 && isfinite(f.width) && f.seen > 0);
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
