/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spectra as colours: the sums of CIE 15:2018, 7.1, every 5 nm from 380 to 780. */
#include <scalptor/colour.h>

typedef struct observer {
    double wavelength_nm, x, y, z, d65, a;
    const char *source;
} observer;

#define ROW(...) {__VA_ARGS__},
static const observer table[] = {
#include "cie_1931.inc"
};
#undef ROW

enum { rows = sizeof table / sizeof *table };

_Static_assert(rows == 2 * SCALP_SPECTRUM_COUNT - 1, "two rows of the table for each value");

double scalp_spectrum_wavelength_nm(size_t index) {
    return SCALP_SPECTRUM_FIRST_NM + (double)(SCALP_SPECTRUM_STEP_NM * index);
}

scalp_xyz scalp_xyz_from_spectrum(const scalp_spectrum *spectrum, scalp_illuminant illuminant) {
    scalp_xyz sum = {0, 0, 0};
    double white = 0;
    for (size_t i = 0; i < rows; i++) {
        const observer *o = &table[i];
        const double light = illuminant == SCALP_ILLUMINANT_A ? o->a : o->d65;
        const double r = (spectrum->r[i / 2] + spectrum->r[(i + 1) / 2]) / 2 * light;
        sum.x += r * o->x;
        sum.y += r * o->y;
        sum.z += r * o->z;
        white += light * o->y;
    }
    return (scalp_xyz){sum.x / white, sum.y / white, sum.z / white};
}

scalp_lab scalp_lab_from_spectrum(const scalp_spectrum *spectrum, scalp_illuminant illuminant) {
    scalp_spectrum all;
    for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++)
        all.r[i] = 1;
    const scalp_xyz xyz = scalp_xyz_from_spectrum(spectrum, illuminant);
    const scalp_xyz white = scalp_xyz_from_spectrum(&all, illuminant);
    /* scalp_lab_from_xyz divides by D65's. */
    const scalp_xyz day = scalp_xyz_from_lab((scalp_lab){100, 0, 0});
    return scalp_lab_from_xyz(
        (scalp_xyz){xyz.x / white.x * day.x, xyz.y / white.y * day.y, xyz.z / white.z * day.z});
}
