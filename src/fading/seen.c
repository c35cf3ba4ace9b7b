/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is seen of a dot, from the optics of the dot: directly, and as a law of three numbers.
 *
 * Luminance: contrast and reflectance of each wavelength, weighted with daylight and the eye's
 * response (CIE 1931, D65), as XYZ adds them up. */
#include "course.h"

#include <math.h>
#include <string.h>

static const scalp_deposit fading_reference = {
    .depth_mm = 0.12, .diameter_mm = 0.20, .thickness_mm = 0.08};

scalp_seen_dot scalp_seen_dot_reference(void) {
    scalp_seen_dot dot = {
        .skin = {.melanin = 0.0233, .blood = SCALP_SKIN_BLOOD, .scatter = 1}, /* 41 degrees */
        .deposit = fading_reference,
    };
    scalp_pigment_dmua(scalp_pigment_find("carbon-black"), 20, dot.dmua_per_mm);
    dot.deposit.dmua_per_mm = scalp_optics_dmua_from_dilution(20);
    return dot;
}

scalp_seen_law scalp_seen_law_reference(void) {
    return (scalp_seen_law){.saturation = fading_constant("seen_saturation"),
                            .flatness =
                                2 * fading_reference.thickness_mm / fading_reference.diameter_mm,
                            .per_mm = fading_constant("seen_per_mm")};
}

static double saturated(double x) {
    return 1 - 1 / ((1 + x) * (1 + x));
}

double scalp_seen_from_law(const scalp_seen_law *law, const scalp_faded *faded) {
    const double w = faded->width, mass = faded->dermal_mass + faded->epidermal_mass;
    const double chord = w * (1 + law->flatness) / (w + law->flatness);
    return w * w * saturated(law->saturation * mass / (w * w) * chord) /
           saturated(law->saturation) * scalp_exp(-law->per_mm * faded->deeper_mm);
}

/* ---- From the optics --------------------------------------------------------------------- */

enum { green = (550 - SCALP_SPECTRUM_FIRST_NM) / SCALP_SPECTRUM_STEP_NM };

static double luminance(const double *contrast, const scalp_spectrum *diffuse) {
    scalp_spectrum dark;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        dark.r[w] = contrast[w] * diffuse->r[w];
    return scalp_xyz_from_spectrum(&dark, SCALP_ILLUMINANT_D65).y /
           scalp_xyz_from_spectrum(diffuse, SCALP_ILLUMINANT_D65).y;
}

scalp_status scalp_seen_make(const scalp_seen_dot *dot, const scalp_faded *faded,
                             const scalp_work *work, double *total_mm2, double *width_mm,
                             scalp_error *error) {
    const double mass = faded->dermal_mass + faded->epidermal_mass;
    const double factor = mass / (faded->width * faded->width);
    double dmua[SCALP_SPECTRUM_COUNT];
    scalp_deposit deposit = dot->deposit;
    scalp_dot_seen seen;
    scalp_spectrum diffuse;
    deposit.depth_mm += faded->deeper_mm;
    deposit.diameter_mm *= faded->width;
    deposit.dmua_per_mm *= factor;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        dmua[w] = dot->dmua_per_mm[w] * factor;
    SCALP_TRY(scalp_optics_dot_in_skin(&dot->skin, &deposit, dmua, work, &seen, &diffuse, error));
    *total_mm2 = luminance(seen.total_mm2, &diffuse);
    *width_mm = 2 * seen.hwhm_mm[green];
    return SCALP_OK;
}

/* ---- The law ----------------------------------------------------------------------------- */

/* Dots along the courses of clients who fade little and much. The first is the unit. */
static const struct {
    double mass, width, deeper_mm;
} samples[] = {
    {1, 1, 0},           {1.6, 1, 0},         {0.6, 1.05, 0.002}, {0.4, 1.1, 0.005},
    {0.3, 1.2, 0.01},    {0.3, 1.05, 0},      {0.2, 1.35, 0.02},  {0.2, 1.15, 0.005},
    {0.12, 1.45, 0.025}, {0.12, 1.2, 0.01},   {0.06, 1.6, 0.035}, {0.06, 1.3, 0.02},
    {0.03, 1.6, 0.04},   {0.03, 1.35, 0.025}, {1, 1, 0.02},       {0.3, 1, 0.04},
};
enum { sample_count = sizeof samples / sizeof *samples };

/* Logarithms of what is seen of the samples, the first being 0. */
static scalp_status see_samples(const scalp_seen_dot *dot, const scalp_work *work,
                                double seen[sample_count], scalp_error *error) {
    double unit = 1;
    for (int i = 0; i < sample_count; i++) {
        const scalp_faded faded = {.dermal_mass = samples[i].mass,
                                   .width = samples[i].width,
                                   .deeper_mm = samples[i].deeper_mm};
        const scalp_arena_mark here = scalp_arena_here(work->memory);
        double mm2, width_mm;
        SCALP_TRY(scalp_seen_make(dot, &faded, work, &mm2, &width_mm, error));
        scalp_arena_return(work->memory, here);
        if (!(mm2 > 0))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "A dot that absorbs nothing is not seen; its fading cannot be "
                              "forecast.");
        if (i == 0)
            unit = mm2;
        seen[i] = scalp_log(mm2 / unit);
    }
    return SCALP_OK;
}

/* For a given saturation the loss with depth follows by least squares. Returns what is left. */
static double fit_depth(scalp_seen_law *law, const double seen[sample_count]) {
    double dd = 0, dy = 0, yy = 0;
    law->per_mm = 0;
    for (int i = 0; i < sample_count; i++) {
        const scalp_faded faded = {.dermal_mass = samples[i].mass, .width = samples[i].width};
        const double d = -samples[i].deeper_mm;
        const double y = seen[i] - scalp_log(scalp_seen_from_law(law, &faded));
        dd += d * d, dy += d * y, yy += y * y;
    }
    law->per_mm = dy / dd;
    return yy - law->per_mm * dy;
}

static double misfit(const scalp_seen_dot *dot, double log_saturation,
                     const double seen[sample_count], scalp_seen_law *law) {
    *law = (scalp_seen_law){.saturation = scalp_exp(log_saturation),
                            .flatness = 2 * dot->deposit.thickness_mm / dot->deposit.diameter_mm};
    return fit_depth(law, seen);
}

scalp_status scalp_seen_law_make(const scalp_seen_dot *dot, const scalp_work *work,
                                 scalp_seen_law *law, scalp_error *error) {
    const double golden = 0.6180339887498949;
    double seen[sample_count], low = scalp_log(0.001), high = scalp_log(1000);
    scalp_seen_law fitted;
    SCALP_TRY(see_samples(dot, work, seen, error));
    for (int i = 0; i < 40; i++) {
        const double a = high - golden * (high - low), b = low + golden * (high - low);
        if (misfit(dot, a, seen, &fitted) < misfit(dot, b, seen, &fitted))
            high = b;
        else
            low = a;
    }
    (void)misfit(dot, (low + high) / 2, seen, &fitted);
    *law = fitted;
    return SCALP_OK;
}
