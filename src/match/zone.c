/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colour of a zone of dots.
 *
 * Dots scattered without regard to each other, each of which leaves the share 1 - C(r) of the
 * light, leave the mean exp(-density x integral of C) of it: the product over the dots, averaged
 * over their places (Campbell's theorem). Evenly spaced dots overlap less and take a little more,
 * at most density x integral; at a tenth of the light the two differ by half a hundredth. */
#include "parts.h"

#include <math.h>
#include <string.h>

static const double widest_mm = 0.65; /* of a deposit in skin that spreads */

void match_colours(const scalp_spectrum *spectrum, scalp_lab lab[SCALP_MATCH_LIGHTS]) {
    lab[SCALP_MATCH_DAYLIGHT] = scalp_lab_from_spectrum(spectrum, SCALP_ILLUMINANT_D65);
    lab[SCALP_MATCH_INDOORS] = scalp_lab_from_spectrum(spectrum, SCALP_ILLUMINANT_A);
}

/* Skin of the measured colour: the model's, and what the model cannot do as a tint. */
scalp_status match_skin(match_scene *scene, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(scene->work->memory);
    const scalp_deposit none = {0.12, 0.2, 0.08, 0};
    const double nothing[SCALP_SPECTRUM_COUNT] = {0};
    scalp_dot_seen seen;
    scalp_spectrum diffuse;
    SCALP_TRY(scalp_skin_from_lab(scene->ask.skin, MATCH_NODES, scene->work, &scene->parts,
                                  &scene->skin_difference, error));
    SCALP_TRY(
        scalp_skin_spectrum_make(&scene->parts, MATCH_NODES, scene->work, &scene->modelled, error));
    SCALP_TRY(scalp_optics_dot_in_skin(&scene->parts, &none, nothing, scene->work, &seen, &diffuse,
                                       error));
    scalp_arena_return(scene->work->memory, mark);
    scene->skin = match_tint(&scene->modelled, scene->ask.skin);
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        const double surface = scene->modelled.r[w] - diffuse.r[w];
        scene->diffuse.r[w] = fmax(scene->skin.r[w] - surface, 0);
    }
    match_colours(&scene->skin, scene->skin_lab);
    return SCALP_OK;
}

/* How this client's skin shifts a dot's contrast at a wavelength. */
static double tint_at(const match_scene *scene, size_t w) {
    const double nm = SCALP_SPECTRUM_FIRST_NM + SCALP_SPECTRUM_STEP_NM * (double)w;
    return scalp_response_tint(&scene->response, nm);
}

/* Dots of one deposit, a row of absorptions for each. */
static scalp_status dots_make(const match_scene *scene, const scalp_skin_parts *skin,
                              const scalp_deposit *deposit, const double *dmua_per_mm, size_t count,
                              match_dot *dots, scalp_error *error) {
    const size_t at_550_nm = (550 - SCALP_SPECTRUM_FIRST_NM) / SCALP_SPECTRUM_STEP_NM;
    const scalp_arena_mark mark = scalp_arena_here(scene->work->memory);
    scalp_dot_seen seen[MATCH_DILUTIONS];
    scalp_spectrum diffuse;
    SCALP_TRY(scalp_optics_dots_in_skin(skin, deposit, dmua_per_mm, count, scene->work, seen,
                                        &diffuse, error));
    for (size_t i = 0; i < count; i++) {
        for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
            const double tint = tint_at(scene, w);
            dots[i].total_mm2[w] = tint * seen[i].total_mm2[w];
            dots[i].middle[w] = fmin(tint * seen[i].contrast[w * seen[i].radius_count], 1);
        }
        dots[i].seen_diameter_mm = 2 * seen[i].hwhm_mm[at_550_nm];
    }
    scalp_arena_return(scene->work->memory, mark);
    return SCALP_OK;
}

scalp_status match_dot_make(const match_scene *scene, const scalp_skin_parts *skin,
                            const scalp_deposit *deposit,
                            const double dmua_per_mm[SCALP_SPECTRUM_COUNT], match_dot *dot,
                            scalp_error *error) {
    return dots_make(scene, skin, deposit, dmua_per_mm, 1, dot, error);
}

scalp_spectrum match_zone(const match_scene *scene, const double *total_mm2, double per_mm2) {
    scalp_spectrum zone;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        zone.r[w] =
            scene->skin.r[w] - scene->diffuse.r[w] * (1 - scalp_exp(-per_mm2 * total_mm2[w]));
    return zone;
}

/* `strength`: of the pigment's absorption, what this client's skin leaves. */
static scalp_deposit deposit_of(const match_scene *scene, const char *needle, double deeper_mm,
                                double *strength) {
    scalp_deposit deposit = {.depth_mm = scene->ask.pigment_depth_mm + deeper_mm,
                             .diameter_mm = scene->ask.diameter_mm,
                             .thickness_mm = scene->ask.thickness_mm};
    const bool measured = deposit.diameter_mm > 0;
    if (!measured && !scalp_match_needle(needle, &deposit.diameter_mm))
        deposit.diameter_mm = 0.2;
    *strength = scalp_response_apply(&scene->response, &deposit);
    if (measured) { /* it is as wide as it came out */
        deposit.diameter_mm = scene->ask.diameter_mm;
        *strength = scene->response.mass;
    }
    deposit.diameter_mm = fmin(deposit.diameter_mm, widest_mm);
    return deposit;
}

/* The colours of a shade whose dot is known. */
static void colour_shade(const match_scene *scene, const match_dot *dot, scalp_match_shade *shade) {
    const scalp_spectrum zone = match_zone(scene, dot->total_mm2, scene->ask.density_per_cm2 / 100);
    scalp_spectrum middle;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        middle.r[w] = scene->skin.r[w] - scene->diffuse.r[w] * dot->middle[w];
    match_colours(&zone, shade->healed);
    shade->dot = scalp_lab_from_spectrum(&middle, SCALP_ILLUMINANT_D65);
    shade->seen_diameter_mm = dot->seen_diameter_mm;
    for (int i = 0; i < SCALP_MATCH_LIGHTS; i++) {
        shade->difference[i] = scalp_lab_difference(shade->healed[i], scene->stubble_lab[i]);
        shade->mean_difference += shade->difference[i] / SCALP_MATCH_LIGHTS;
    }
}

scalp_status match_shades(const match_scene *scene, const scalp_pigment *pigment,
                          const double *dilutions, size_t count, const char *needle,
                          double deeper_mm, scalp_match_shade *shades, scalp_error *error) {
    const size_t at_550_nm = (550 - SCALP_SPECTRUM_FIRST_NM) / SCALP_SPECTRUM_STEP_NM;
    double strength;
    const scalp_deposit deposit = deposit_of(scene, needle, deeper_mm, &strength);
    double dmua[MATCH_DILUTIONS][SCALP_SPECTRUM_COUNT];
    match_dot dots[MATCH_DILUTIONS];
    for (size_t i = 0; i < count; i++) {
        shades[i] =
            (scalp_match_shade){.pigment = pigment, .dilution = dilutions[i], .deposit = deposit};
        memcpy(shades[i].needle, needle, strlen(needle) + 1);
        scalp_pigment_dmua(pigment, dilutions[i], dmua[i]);
        for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
            dmua[i][w] *= strength;
        shades[i].deposit.dmua_per_mm = dmua[i][at_550_nm];
    }
    SCALP_TRY(dots_make(scene, &scene->parts, &deposit, *dmua, count, dots, error));
    for (size_t i = 0; i < count; i++)
        colour_shade(scene, &dots[i], &shades[i]);
    return SCALP_OK;
}

scalp_status match_shade(const match_scene *scene, const scalp_pigment *pigment, double dilution,
                         const char *needle, double deeper_mm, scalp_match_shade *shade,
                         scalp_error *error) {
    return match_shades(scene, pigment, &dilution, 1, needle, deeper_mm, shade, error);
}

/* ---- Time -------------------------------------------------------------------------------- */

/* Redness: three times the blood at its height. */
static const double redness = 2;
/* Where pigment lies in the epidermis: all of it but the horny layer. */
static const double epidermis_middle_mm = 0.05, epidermis_mm = 0.06;

/* The scene on reddened skin. */
static scalp_status reddened(const match_scene *scene, double erythema, match_scene *red,
                             scalp_error *error) {
    *red = *scene;
    if (!(erythema > 0))
        return SCALP_OK;
    red->parts.blood = fmin(scene->parts.blood * (1 + redness * erythema), 0.3);
    SCALP_TRY(
        scalp_skin_spectrum_make(&red->parts, MATCH_NODES, scene->work, &red->modelled, error));
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        const double change = red->modelled.r[w] / scene->modelled.r[w];
        red->skin.r[w] = scene->skin.r[w] * change;
        red->diffuse.r[w] = fmax(red->skin.r[w] - (scene->skin.r[w] - scene->diffuse.r[w]), 0);
    }
    return SCALP_OK;
}

static scalp_pace pace_of(const scalp_traits *known) {
    if (!known)
        return scalp_pace_from_band(SCALP_BAND_MIDDLE);
    return (scalp_pace){known->mean[SCALP_TRAIT_SLOW], known->mean[SCALP_TRAIT_FAST],
                        known->mean[SCALP_TRAIT_SPREAD], known->mean[SCALP_TRAIT_TAKE]};
}

scalp_status match_later(const match_scene *scene, const scalp_match_shade *shade, double days,
                         scalp_lab lab[SCALP_MATCH_LIGHTS], scalp_error *error) {
    double strength;
    (void)deposit_of(scene, shade->needle, 0, &strength);
    const scalp_pace pace = pace_of(scene->ask.known);
    const scalp_faded faded = scalp_fading_of(NULL, &pace, days);
    /* The pigment left is in the course already. */
    const double thinner = strength / scene->response.mass / (faded.width * faded.width);
    double dmua[SCALP_SPECTRUM_COUNT], outer[SCALP_SPECTRUM_COUNT];
    scalp_deposit deposit = shade->deposit;
    match_scene red;
    match_dot dot, above = {.seen_diameter_mm = 0};
    SCALP_TRY(reddened(scene, faded.erythema, &red, error));
    deposit.diameter_mm *= faded.width;
    deposit.depth_mm += faded.deeper_mm;
    scalp_pigment_dmua(shade->pigment, shade->dilution, dmua);
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        outer[w] =
            dmua[w] * faded.epidermal_mass * thinner * shade->deposit.thickness_mm / epidermis_mm;
        dmua[w] *= faded.dermal_mass * thinner;
    }
    SCALP_TRY(match_dot_make(&red, &red.parts, &deposit, dmua, &dot, error));
    if (faded.epidermal_mass > 0) {
        deposit.depth_mm = epidermis_middle_mm;
        deposit.thickness_mm = epidermis_mm;
        SCALP_TRY(match_dot_make(&red, &red.parts, &deposit, outer, &above, error));
    }
    /* One above the other: what the upper takes the lower cannot. */
    const double area = SCALP_PI / 4 * deposit.diameter_mm * deposit.diameter_mm;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        dot.total_mm2[w] =
            above.total_mm2[w] + dot.total_mm2[w] * fmax(1 - above.total_mm2[w] / area, 0);
    const scalp_spectrum zone = match_zone(&red, dot.total_mm2, scene->ask.density_per_cm2 / 100);
    match_colours(&zone, lab);
    return SCALP_OK;
}
