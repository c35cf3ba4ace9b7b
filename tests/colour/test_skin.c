/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skin by its typology angle, against class means that are not rows of the table. */
#include "../check.h"

#include <scalptor/colour.h>

static double distance(scalp_lab p, scalp_lab q) {
    return sqrt((p.l - q.l) * (p.l - q.l) + (p.a - q.a) * (p.a - q.a) + (p.b - q.b) * (p.b - q.b));
}

int main(void) {
    CASE("the angle's own definition") {
        CHECK_NEAR(scalp_ita_deg_from_lab((scalp_lab){60, 8, 10}), 45, 1e-12);
        CHECK_NEAR(scalp_ita_deg_from_lab((scalp_lab){50, 8, 10}), 0, 1e-12);
        CHECK_NEAR(scalp_ita_deg_from_lab((scalp_lab){40, 8, 10}), -45, 1e-12);
    }
    CASE("the angle asked for is the angle given, -60 to 65 degrees") {
        for (double ita = -60; ita <= 65; ita += 0.5)
            CHECK_NEAR(scalp_ita_deg_from_lab(scalp_lab_from_ita_deg(ita)), ita, 1e-10);
    }
    CASE("angles outside are clamped") {
        CHECK(distance(scalp_lab_from_ita_deg(90), scalp_lab_from_ita_deg(65)) == 0);
        CHECK(distance(scalp_lab_from_ita_deg(-90), scalp_lab_from_ita_deg(-60)) == 0);
    }
    CASE("lighter all the way up, without jumps") {
        for (double ita = -60; ita < 65; ita += 0.5) {
            const scalp_lab low = scalp_lab_from_ita_deg(ita),
                            high = scalp_lab_from_ita_deg(ita + 0.5);
            CHECK(high.l > low.l);
            CHECK_AT_MOST(distance(low, high), 0.6);
        }
    }
    CASE("class means of 4392 spectra (Xiao et al. 2016) within 1.6") {
        const scalp_lab classes[] = {{64.1, 8.1, 13.5},  {60.5, 9.9, 15.5}, {56.2, 11.1, 16.7},
                                     {49.6, 11.1, 16.0}, {37.4, 9.2, 12.3}, {67.6, 5.3, 10.8}};
        for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
            CHECK_AT_MOST(
                distance(scalp_lab_from_ita_deg(scalp_ita_deg_from_lab(classes[i])), classes[i]),
                1.6);
    }
    CASE("forearms by another instrument (Cooksey, Allen & Tsai 2017) within 5") {
        const scalp_lab classes[] = {{70.7, 8.4, 13.1},
                                     {67.3, 9.5, 14.8},
                                     {63.0, 10.2, 18.1},
                                     {56.5, 11.5, 21.1},
                                     {48.9, 11.6, 19.8}};
        for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
            CHECK_AT_MOST(
                distance(scalp_lab_from_ita_deg(scalp_ita_deg_from_lab(classes[i])), classes[i]),
                5);
    }
    return check_done();
}
