/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spectra as colours: whites, greys, and the class of an angle. */
#include "check.h"

#include <scalptor/colour.h>

static scalp_spectrum flat(double r) {
    scalp_spectrum s;
    for (int i = 0; i < SCALP_SPECTRUM_COUNT; i++)
        s.r[i] = r;
    return s;
}

int main(void) {
    CASE("the whites of D65 and A (CIE 15:2018, table T.3)") {
        const scalp_spectrum all = flat(1);
        const scalp_xyz d65 = scalp_xyz_from_spectrum(&all, SCALP_ILLUMINANT_D65);
        const scalp_xyz a = scalp_xyz_from_spectrum(&all, SCALP_ILLUMINANT_A);
        CHECK_NEAR(d65.x, 0.95043, 1e-5);
        CHECK_NEAR(d65.y, 1, 1e-12);
        CHECK_NEAR(d65.z, 1.08880, 1e-5);
        CHECK_NEAR(a.x, 1.0985, 1e-4);
        CHECK_NEAR(a.y, 1, 1e-12);
        CHECK_NEAR(a.z, 0.35585, 1e-4);
    }
    CASE("a grey is grey in any light") {
        for (double r = 0.02; r < 1; r += 0.07) {
            const scalp_spectrum grey = flat(r);
            for (int light = SCALP_ILLUMINANT_D65; light <= SCALP_ILLUMINANT_A; light++) {
                const scalp_lab lab = scalp_lab_from_spectrum(&grey, (scalp_illuminant)light);
                CHECK_NEAR(lab.l, scalp_lab_from_xyz((scalp_xyz){0, r, 0}).l, 1e-9);
                CHECK_NEAR(lab.a, 0, 1e-9);
                CHECK_NEAR(lab.b, 0, 1e-9);
            }
        }
    }
    CASE("long waves are red, short ones blue; between two values the table's rows count") {
        scalp_spectrum red = flat(0.2), blue = flat(0.2);
        for (int i = 0; i < SCALP_SPECTRUM_COUNT; i++) {
            red.r[i] += scalp_spectrum_wavelength_nm((size_t)i) > 600 ? 0.4 : 0;
            blue.r[i] += scalp_spectrum_wavelength_nm((size_t)i) < 480 ? 0.4 : 0;
        }
        CHECK(scalp_lab_from_spectrum(&red, SCALP_ILLUMINANT_D65).a > 20);
        CHECK(scalp_lab_from_spectrum(&blue, SCALP_ILLUMINANT_D65).b < -20);
        CHECK_NEAR(scalp_spectrum_wavelength_nm(40), 780, 0);
    }
    CASE("classes of the angle") {
        static const struct {
            double ita;
            const char *name;
        } rows[] = {{60, "very light"}, {55, "light"}, {48, "light"},    {41, "intermediate"},
                    {28, "tan"},        {10, "brown"}, {-29.9, "brown"}, {-30, "dark"}};
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            CHECK_TEXT(scalp_ita_class_name(rows[i].ita), rows[i].name);
    }
    return check_done();
}
