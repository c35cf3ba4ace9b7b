/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours as values: Lab, XYZ and linear sRGB under D65 / 2 degrees, and the colour of skin. */
#ifndef SCALPTOR_COLOUR_H
#define SCALPTOR_COLOUR_H

#include <scalptor/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct scalp_lab {
    double l, a, b;
} scalp_lab;

typedef struct scalp_xyz {
    double x, y, z; /* white has y = 1 */
} scalp_xyz;

typedef struct scalp_rgb {
    double r, g, b; /* linear light, sRGB primaries, white is 1,1,1 */
} scalp_rgb;

scalp_xyz scalp_xyz_from_lab(scalp_lab lab);
scalp_lab scalp_lab_from_xyz(scalp_xyz xyz);
scalp_rgb scalp_rgb_from_xyz(scalp_xyz xyz);
scalp_xyz scalp_xyz_from_rgb(scalp_rgb rgb);

/* CIEDE2000 with all factors 1. */
double scalp_lab_difference(scalp_lab p, scalp_lab q);

/* ---- Spectra ----------------------------------------------------------------------------- */

#define SCALP_SPECTRUM_COUNT 41
#define SCALP_SPECTRUM_FIRST_NM 380
#define SCALP_SPECTRUM_STEP_NM 10

/* A reflectance, 1 is all: 380, 390 .. 780 nm. */
typedef struct scalp_spectrum {
    double r[SCALP_SPECTRUM_COUNT];
} scalp_spectrum;

typedef enum scalp_illuminant {
    SCALP_ILLUMINANT_D65, /* daylight */
    SCALP_ILLUMINANT_A,   /* an incandescent lamp */
} scalp_illuminant;

double scalp_spectrum_wavelength_nm(size_t index);
/* Under the 1931 observer: sums every 5 nm, the reflectance linear between its values (CIE
 * 15:2018, 7). A reflectance of 1 gives the illuminant's white, y = 1. */
scalp_xyz scalp_xyz_from_spectrum(const scalp_spectrum *spectrum, scalp_illuminant illuminant);
/* Lab of the spectrum in that light, against that light's own white. */
scalp_lab scalp_lab_from_spectrum(const scalp_spectrum *spectrum, scalp_illuminant illuminant);

/* ---- Skin -------------------------------------------------------------------------------- */

/* Individual typology angle, degrees: atan2(L - 50, b) (Chardon, Cretois & Hourseau 1991). */
double scalp_ita_deg_from_lab(scalp_lab lab);
/* Its class: very light (above 55), light (41), intermediate (28), tan (10), brown (-30), dark
 * (Chardon, Cretois & Hourseau 1991; Del Bino & Bernerd 2013). */
const char *scalp_ita_class_name(double ita_deg);
/* Mean measured skin of that angle, -60..65 degrees, clamped (data/skin_tones.csv). */
scalp_lab scalp_lab_from_ita_deg(double ita_deg);

#ifdef __cplusplus
}
#endif
#endif
