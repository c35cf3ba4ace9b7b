/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grey card, and the colour of an area with how sure it is. */
#include "exposure.h"

#include <math.h>
#include <stddef.h>

static const double degrees = 180 / SCALP_PI;

/* What a grey card leaves open, in L, a, b: the camera's tone curve away from the card's grey, and
 * its primaries. Root mean squares over the patches of two phones' chart photos with their neutral
 * 5 taken for the card (docs/calibration.md). */
static const scalp_lab grey_sd = {7.5, 10, 8.5};

/* Measured skin has b from 7 to 25 and L from 20 to 75 (data/skin_tones.csv); the angle of anything
 * beyond these says nothing. */
static const double least_skin_b = 3, least_skin_l = 12, most_skin_l = 90;

const char *scalp_colour_model_name(scalp_colour_model model) {
    static const char *const names[] = {"none", "grey card", "tone curve and 3x3",
                                        "tone curve and root polynomial"};
    return names[model];
}

scalp_status scalp_correction_from_grey(const scalp_area_colour *grey, double reflectance,
                                        scalp_correction *correction, scalp_error *error) {
    const double band[3] = {grey->rgb.r, grey->rgb.g, grey->rgb.b};
    if (!(reflectance >= 0.05 && reflectance <= 0.95))
        return scalp_fail(error, SCALP_ERR_INPUT, "A grey card reflects 5 to 95 %%, not %g.",
                          100 * reflectance);
    if (grey->clipped > 0.05)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%.0f %% of the grey card is overexposed; take the photo again with "
                          "less exposure.",
                          100 * grey->clipped);
    for (int i = 0; i < 3; i++)
        if (!(band[i] > 0.004 && band[i] > 0.25 * band[1] && band[i] < 4 * band[1]))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "What was picked is too dark or too colourful for a grey card; pick "
                              "the middle of the card.");
    *correction = (scalp_correction){.model = SCALP_COLOUR_GREY, .sd = grey_sd, .patch_count = 1};
    for (int i = 0; i < 3; i++) {
        const double gain = reflectance / band[i];
        const scalp_xyz xyz = scalp_xyz_from_rgb(
            (scalp_rgb){i == 0 ? gain : 0, i == 1 ? gain : 0, i == 2 ? gain : 0});
        correction->m[i][0] = xyz.x;
        correction->m[i][1] = xyz.y;
        correction->m[i][2] = xyz.z;
    }
    return SCALP_OK;
}

scalp_tone scalp_tone_make(const scalp_correction *correction, const scalp_area_colour *area) {
    scalp_tone tone = {.lab = scalp_lab_from_xyz(scalp_correction_apply(correction, area->rgb))};
    /* The area's own unevenness moves lightness: dL = 116/3 (Y/Yn)^(1/3) dY/Y, halved, since it is
     * the middle that counts. */
    const double uneven = (tone.lab.l + 16) / 3 * area->spread / 2;
    tone.sd = correction->sd;
    tone.sd.l = hypot(tone.sd.l, uneven);
    tone.ita_deg = scalp_ita_deg_from_lab(tone.lab);
    const double l = tone.lab.l - 50, b = tone.lab.b, square = l * l + b * b;
    tone.ita_sd_deg =
        square > 1 ? fmin(degrees * hypot(b * tone.sd.l, l * tone.sd.b) / square, 90) : 90;
    if (!(b > least_skin_b) || tone.lab.l < least_skin_l || tone.lab.l > most_skin_l)
        return tone;
    tone.ita_class = scalp_ita_class_name(tone.ita_deg);
    tone.ita_class_darker = scalp_ita_class_name(tone.ita_deg - tone.ita_sd_deg);
    tone.ita_class_lighter = scalp_ita_class_name(tone.ita_deg + tone.ita_sd_deg);
    return tone;
}
