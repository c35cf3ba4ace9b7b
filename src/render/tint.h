/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What more melanin and more blood do to the colour of skin. Private to this room. */
#ifndef SCALPTOR_RENDER_TINT_H
#define SCALPTOR_RENDER_TINT_H

#include <scalptor/render.h>

/* Optical densities in linear red, green and blue. */
typedef struct scalp_tint {
    /* Of so much more melanin that green is darkened by 0.85: its colour, whatever its amount. */
    float melanin[3];
    /* Of so much more blood in the papillary dermis that green is darkened by 1 in skin of 45
     * degrees; less in darker skin, whose melanin covers it. */
    float blood[3];
} scalp_tint;

/* Of skin of that individual typology angle, from spectra in the five layers (room optics).
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_tint_make(double ita_deg, const scalp_work *work, scalp_tint *tint,
                                           scalp_error *error);

#endif
