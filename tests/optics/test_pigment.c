/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pigments: published absorption per gram, tables that agree with the formula, and swatches that
 * give back what was in the bottle. */
#include "check.h"

#include <scalptor/optics.h>

static size_t at(int nm) {
    return (size_t)(nm - SCALP_SPECTRUM_FIRST_NM) / SCALP_SPECTRUM_STEP_NM;
}

/* Carbon in granules of that size, m2/g at 550 nm; what healing gathers is left out. */
static double carbon_per_gram(double granule_um) {
    scalp_pigment p = {.carbon_mg_per_cm3 = 1, .granule_um = granule_um};
    scalp_pigment packed = {.carbon_mg_per_cm3 = 150, .granule_um = 0.3};
    scalp_pigment_fill(&p);
    scalp_pigment_fill(&packed);
    /* 150 mg/cm3 give 1125 per mm in granules of 0.3 um, of which a gram takes 2.59 m2. */
    return p.dmua_per_mm[at(550)] / (packed.dmua_per_mm[at(550)] / 150) * 2.594;
}

static double largest_error(const double *is, const double *should) {
    double most = 0;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        most = fmax(most, fabs(is[w] - should[w]) / should[w]);
    return most;
}

static void check_round_trip(const scalp_pigment *pigment) {
    static const double films[][2] = {{40, 0.03}, {80, 0.05}, {150, 0.1}};
    for (size_t i = 0; i < 3; i++) {
        const scalp_lab swatch = scalp_pigment_swatch(pigment, films[i][0], films[i][1]);
        scalp_pigment back;
        double difference = -1;
        scalp_error error = {SCALP_OK, ""};
        CHECK_STATUS(scalp_pigment_from_swatch("back", swatch, films[i][0], films[i][1], &back,
                                               &difference, &error),
                     SCALP_OK);
        CHECK_AT_MOST(difference, 1e-3);
        CHECK_AT_MOST(largest_error(back.dmua_per_mm, pigment->dmua_per_mm), 0.01);
        CHECK(scalp_pigment_has_iron(&back) == scalp_pigment_has_iron(pigment));
    }
}

static void check_refused(scalp_lab lab, double dilution, double film, const char *why) {
    scalp_pigment p;
    double difference;
    scalp_error error = {SCALP_OK, ""};
    CHECK_STATUS(scalp_pigment_from_swatch("x", lab, dilution, film, &p, &difference, &error),
                 SCALP_ERR_INPUT);
    if (!strstr(error.message, why))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, why);
}

/* Whatever was measured: nothing below nothing, no jumps. */
static void check_smooth(const scalp_pigment *p) {
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        const double is = p->dmua_per_mm[w], was = w ? p->dmua_per_mm[w - 1] : is;
        CHECK(is > 0 && isfinite(is));
        CHECK_AT_MOST(fabs(is - was), 0.35 * (is + was) / 2);
    }
}

int main(void) {
    CASE("carbon packed in granules of 0.1, 0.3, 1, 3 um: 5.6, 2.6, 0.83, 0.28 m2/g") {
        CHECK_NEAR(carbon_per_gram(0.1), 5.6, 0.05);
        CHECK_NEAR(carbon_per_gram(0.3), 2.6, 0.02);
        CHECK_NEAR(carbon_per_gram(1), 0.83, 0.01);
        CHECK_NEAR(carbon_per_gram(3), 0.28, 0.005);
        CHECK_NEAR(carbon_per_gram(0.02), 7.5, 0.01); /* never more than dispersed */
    }
    CASE("the table's spectra are what the formula gives for its amounts") {
        for (size_t i = 0; i < scalp_pigment_count; i++) {
            scalp_pigment p = scalp_pigments[i];
            scalp_pigment_fill(&p);
            CHECK_AT_MOST(largest_error(scalp_pigments[i].dmua_per_mm, p.dmua_per_mm), 5e-5);
        }
    }
    CASE("carbon black at 550 nm is what dilutions are reckoned with") {
        const scalp_pigment *carbon = scalp_pigment_find("carbon-black");
        double dmua[SCALP_SPECTRUM_COUNT];
        CHECK(carbon == &scalp_pigments[0]);
        scalp_pigment_dmua(carbon, 20, dmua);
        CHECK_NEAR(dmua[at(550)], scalp_optics_dmua_from_dilution(20), 0);
        CHECK_NEAR(dmua[at(550)], 150.0 * 7.5 / 21, 1e-9);
        CHECK_AT_MOST(dmua[at(450)] / dmua[at(650)], 1.1); /* neutral */
        CHECK(dmua[at(450)] > dmua[at(650)]);
    }
    CASE("iron oxides take blue and green and leave red") {
        const scalp_pigment *auburn = scalp_pigment_find("brow-auburn");
        CHECK(auburn->dmua_per_mm[at(450)] > 4 * auburn->dmua_per_mm[at(650)]);
        CHECK(scalp_pigment_has_iron(auburn) && !scalp_pigment_has_iron(&scalp_pigments[0]));
    }
    CASE("names: found, unknown, listed; shades are of pigments there are") {
        char names[200];
        scalp_pigment_names(names, sizeof names);
        CHECK(strstr(names, "carbon-black, brown-black") == names);
        CHECK(scalp_pigment_find("ash") == NULL && scalp_pigment_find("") == NULL);
        for (size_t i = 0; i < scalp_shade_count; i++)
            CHECK(scalp_pigment_find(scalp_shades[i].pigment) != NULL);
        for (size_t i = 0; i < scalp_pigment_count; i++)
            CHECK(scalp_pigments[i].source[0] && scalp_pigments[i].date[0]);
    }
    CASE("a swatch of every built-in pigment gives back its spectrum within 1 %") {
        for (size_t i = 0; i < scalp_pigment_count; i++)
            check_round_trip(&scalp_pigments[i]);
    }
    CASE("a swatch's error stays an error of its size: half a unit of Lab, a tenth of strength") {
        const scalp_lab exact = scalp_pigment_swatch(&scalp_pigments[0], 80, 0.05);
        for (int k = 0; k < 6; k++) {
            const double off = k % 2 ? 0.5 : -0.5;
            const scalp_lab lab = {exact.l + (k / 2 == 0 ? off : 0),
                                   exact.a + (k / 2 == 1 ? off : 0),
                                   exact.b + (k / 2 == 2 ? off : 0)};
            scalp_pigment p;
            double difference;
            CHECK_STATUS(scalp_pigment_from_swatch("x", lab, 80, 0.05, &p, &difference, NULL),
                         SCALP_OK);
            CHECK_NEAR(p.dmua_per_mm[at(550)] / 1125, 1, 0.1);
            CHECK_AT_MOST(difference, 1);
            check_smooth(&p);
        }
    }
    CASE("colours that no mix has: the nearest, said to be off") {
        static const scalp_lab odd[] = {{50, 0, -40}, {60, -50, 30}, {70, 60, -60}, {40, 10, -10}};
        for (size_t i = 0; i < 4; i++) {
            scalp_pigment p;
            double difference = 0;
            CHECK_STATUS(scalp_pigment_from_swatch("x", odd[i], 20, 0.05, &p, &difference, NULL),
                         SCALP_OK);
            CHECK(difference > 2);
            check_smooth(&p);
        }
    }
    CASE("what is no swatch is refused in one sentence") {
        check_refused((scalp_lab){NAN, 0, 0}, 20, 0.05, "L must be 0 to 100");
        check_refused((scalp_lab){101, 0, 0}, 20, 0.05, "L must be 0 to 100");
        check_refused((scalp_lab){50, INFINITY, 0}, 20, 0.05, "a and b");
        check_refused((scalp_lab){50, 0, 0}, -1, 0.05, "0 to 1000");
        check_refused((scalp_lab){50, 0, 0}, NAN, 0.05, "0 to 1000");
        check_refused((scalp_lab){50, 0, 0}, 20, 0, "0.002 to 2");
        check_refused((scalp_lab){3, 0, 0}, 20, 0.05, "too dark");
        check_refused((scalp_lab){99, 0, 0}, 20, 0.05, "dilute it less");
    }
    return check_done();
}
