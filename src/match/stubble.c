/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clipped hair on the client's own skin. What stands out covers skin, and shades what is
 * between from the light on its way in. The shafts below the surface darken the skin
 * like buried pigment (the shadow of a shaved head), each a stack of short discs down to where
 * nothing is seen of them. */
#include "parts.h"

#include <math.h>

/* Hair leaves the skin at half a right angle: covered length for each mm worn. */
static const double lying = 0.70710678118654752;

/* Middles and heights of the discs that a shaft is made of, mm. */
static const double slices[][2] = {{0.15, 0.2}, {0.375, 0.25}, {0.65, 0.3}, {1.0, 0.4}};
enum { slice_count = sizeof slices / sizeof *slices };

/* Hairs leave the skin in units of about two, which stand in each other's shade: a unit counts as
 * one shaft of their areas together. */
static const double hairs_in_unit = 2;

/* Light that the shafts of one unit take from the skin around it. */
static scalp_status shaft(const match_scene *scene, bool white, double *total_mm2,
                          scalp_error *error) {
    const size_t at_550_nm = (550 - SCALP_SPECTRUM_FIRST_NM) / SCALP_SPECTRUM_STEP_NM;
    const double diameter_mm = scene->ask.hair_diameter_mm * sqrt(hairs_in_unit);
    double mua[SCALP_SPECTRUM_COUNT];
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        mua[w] = match_hair_mua(scene->ask.hair, w, white);
        total_mm2[w] = 0;
    }
    for (size_t i = 0; i < slice_count; i++) {
        const scalp_deposit disc = {slices[i][0], diameter_mm, slices[i][1], mua[at_550_nm]};
        match_dot dot;
        SCALP_TRY(match_dot_make(scene, &scene->parts, &disc, mua, &dot, error));
        for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
            total_mm2[w] += dot.total_mm2[w];
    }
    return SCALP_OK;
}

static scalp_status modelled(const match_scene *scene, scalp_spectrum *stubble,
                             scalp_error *error) {
    const scalp_match_request *ask = &scene->ask;
    const double per_mm2 = ask->hairs_per_cm2 / 100;
    const double white = 1 - (1 - ask->grey_percent / 100) * (1 - ask->hair->grey_share);
    const double covered =
        1 - scalp_exp(-per_mm2 * ask->hair_diameter_mm * ask->worn_length_mm * lying);
    double dark_mm2[SCALP_SPECTRUM_COUNT] = {0}, white_mm2[SCALP_SPECTRUM_COUNT] = {0};
    if (white < 1)
        SCALP_TRY(shaft(scene, false, dark_mm2, error));
    if (white > 0)
        SCALP_TRY(shaft(scene, true, white_mm2, error));
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        dark_mm2[w] = (1 - white) * dark_mm2[w] + white * white_mm2[w];
    const scalp_spectrum between = match_zone(scene, dark_mm2, per_mm2 / hairs_in_unit);
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        const double under = scene->diffuse.r[w], d = ask->hair_diameter_mm;
        const double hair = (1 - white) * match_hair_on_skin(ask->hair, w, false, d, under) +
                            white * match_hair_on_skin(ask->hair, w, true, d, under);
        const double through = (1 - white) * match_hair_through(ask->hair, w, false, d) +
                               white * match_hair_through(ask->hair, w, true, d);
        const double lit = 1 - covered * (1 - through);
        stubble->r[w] = (1 - covered) * lit * between.r[w] + covered * hair;
    }
    return SCALP_OK;
}

scalp_status match_stubble(match_scene *scene, scalp_error *error) {
    scalp_spectrum stubble;
    if (scene->ask.has_stubble)
        stubble = match_tint(&scene->skin, scene->ask.stubble);
    else
        SCALP_TRY(modelled(scene, &stubble, error));
    match_colours(&stubble, scene->stubble_lab);
    return SCALP_OK;
}

bool match_light_hair(const match_scene *scene) {
    const double no_darker = 3; /* L of the zone below the skin's */
    if (scene->ask.has_stubble)
        return scene->stubble_lab[0].l > scene->skin_lab[0].l - no_darker;
    return scene->ask.hair->bundle.l >= 50 || scene->ask.grey_percent >= 50;
}
