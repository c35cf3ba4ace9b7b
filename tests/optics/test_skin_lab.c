/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skin from its colour alone: modelled skins come back, other colours give the nearest skin. */
#include "check.h"

#include <scalptor/optics.h>

static scalp_lab lab_of(const scalp_skin_parts *skin, const scalp_work *work) {
    scalp_spectrum spectrum;
    CHECK_STATUS(scalp_skin_spectrum_make(skin, 8, work, &spectrum, NULL), SCALP_OK);
    return scalp_lab_from_spectrum(&spectrum, SCALP_ILLUMINANT_D65);
}

static void check_back(scalp_skin_parts skin, const scalp_work *work) {
    const scalp_lab lab = lab_of(&skin, work);
    scalp_skin_parts found;
    double difference = -1;
    CHECK_STATUS(scalp_skin_from_lab(lab, 8, work, &found, &difference, NULL), SCALP_OK);
    CHECK_AT_MOST(difference, 0.1);
    CHECK_AT_MOST(scalp_lab_difference(lab_of(&found, work), lab), 0.1);
    CHECK_NEAR(found.melanin / skin.melanin, 1, 0.3);
    CHECK_NEAR(found.blood / skin.blood, 1, 0.3);
    CHECK_NEAR(found.scatter / skin.scatter, 1, 0.1);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_skin_parts skin;
    double difference = -1;
    CASE("the colour of modelled skin gives back its melanin, blood and scattering") {
        check_back((scalp_skin_parts){.melanin = 0.006, .blood = 0.012, .scatter = 1}, &w.work);
        check_back((scalp_skin_parts){.melanin = 0.03, .blood = 0.02, .scatter = 0.9}, &w.work);
        check_back((scalp_skin_parts){.melanin = 0.16, .blood = 0.012, .scatter = 1}, &w.work);
    }
    CASE("mean measured skins of all angles are met within 1") {
        for (int ita = -60; ita <= 65; ita += 50) {
            CHECK_STATUS(scalp_skin_from_lab(scalp_lab_from_ita_deg(ita), 8, &w.work, &skin,
                                             &difference, NULL),
                         SCALP_OK);
            CHECK_AT_MOST(difference, 1);
        }
    }
    CASE("darker skin has more melanin") {
        double before = 0;
        for (int ita = 55; ita >= -45; ita -= 50) {
            CHECK_STATUS(scalp_skin_from_lab(scalp_lab_from_ita_deg(ita), 8, &w.work, &skin,
                                             &difference, NULL),
                         SCALP_OK);
            CHECK(skin.melanin > before);
            before = skin.melanin;
        }
    }
    CASE("colours that are no skin's give a skin, and say how far off it is") {
        static const scalp_lab odd[] = {{0, 0, 0}, {50, -60, 60}};
        for (size_t i = 0; i < 2; i++) {
            CHECK_STATUS(scalp_skin_from_lab(odd[i], 8, &w.work, &skin, &difference, NULL),
                         SCALP_OK);
            CHECK(difference > 3 && isfinite(difference));
            CHECK(skin.melanin > 0 && skin.melanin <= 0.3001 && skin.blood > 0 &&
                  skin.blood <= 0.1501 && skin.scatter > 0.59 && skin.scatter < 1.71);
        }
    }
    CASE("what is no colour is refused") {
        static const scalp_lab bad[] = {
            {NAN, 0, 0}, {-1, 0, 0}, {101, 0, 0}, {50, 200, 0}, {50, 0, NAN}};
        for (size_t i = 0; i < 5; i++) {
            scalp_error error = {SCALP_OK, ""};
            CHECK_STATUS(scalp_skin_from_lab(bad[i], 8, &w.work, &skin, &difference, &error),
                         SCALP_ERR_INPUT);
            CHECK(strstr(error.message, "is no colour") != NULL);
        }
    }
    check_work_close(&w);
    return check_done();
}
