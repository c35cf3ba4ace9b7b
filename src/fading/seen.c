/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is seen of a dot, from the optics of the dot: directly, and as a law of three numbers.
 *
 * Luminance: contrast and reflectance of each wavelength, weighted with daylight and the eye's
 * response (CIE 1931, D65), as XYZ adds them up. */
#include "course.h"

#include <math.h>
#include <string.h>

scalp_seen_dot scalp_seen_dot_reference(void) {
    scalp_seen_dot dot = {
        .skin = {.melanin = 0.0211, .blood = SCALP_SKIN_BLOOD, .scatter = 1},
        .deposit = {.depth_mm = 0.12, .diameter_mm = 0.20, .thickness_mm = 0.08},
    };
    scalp_pigment_dmua(scalp_pigment_find("carbon-black"), 20, dot.dmua_per_mm);
    dot.deposit.dmua_per_mm = scalp_optics_dmua_from_dilution(20);
    return dot;
}

scalp_seen_law scalp_seen_law_reference(void) {
    return (scalp_seen_law){.saturation = fading_constant("seen_saturation"),
                            .width_power = fading_constant("seen_width_power"),
                            .per_mm = fading_constant("seen_per_mm")};
}

static double saturated(double x) {
    return 1 - 1 / ((1 + x) * (1 + x));
}

double scalp_seen_from_law(const scalp_seen_law *law, const scalp_faded *faded) {
    const double w = faded->width, mass = faded->dermal_mass + faded->epidermal_mass;
    const double area = law->width_power > 0 || law->width_power < 0
                            ? scalp_pow(w, 2 + law->width_power)
                            : w * w;
    return area * saturated(law->saturation * mass / (w * w)) / saturated(law->saturation) *
           scalp_exp(-law->per_mm * faded->deeper_mm);
}

/* ---- From the optics --------------------------------------------------------------------- */

static double luminance(const double *contrast, size_t stride, const scalp_spectrum *diffuse) {
    scalp_spectrum dark;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        dark.r[w] = contrast[w * stride] * diffuse->r[w];
    return scalp_xyz_from_spectrum(&dark, SCALP_ILLUMINANT_D65).y /
           scalp_xyz_from_spectrum(diffuse, SCALP_ILLUMINANT_D65).y;
}

static double full_width(const scalp_dot_seen *seen, const scalp_spectrum *diffuse) {
    const double half = luminance(seen->contrast, seen->radius_count, diffuse) / 2;
    double before = 2 * half;
    for (size_t i = 1; i < seen->radius_count && half > 0; i++) {
        const double here = luminance(seen->contrast + i, seen->radius_count, diffuse);
        if (here <= half)
            return 2 * (seen->r_mm[i - 1] + (seen->r_mm[i] - seen->r_mm[i - 1]) * (before - half) /
                                                (before - here));
        before = here;
    }
    return 0;
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
    SCALP_TRY(
        scalp_optics_dot_in_skin(&dot->skin, &deposit, dmua, work, &seen, &diffuse, error));
    *total_mm2 = luminance(seen.total_mm2, 1, &diffuse);
    *width_mm = full_width(&seen, &diffuse);
    return SCALP_OK;
}

/* ---- The law ----------------------------------------------------------------------------- */

enum { masses = 6, widths = 3, depths = 2 };
static const double mass_at[masses] = {2, 1, 0.5, 0.25, 0.1, 0.03};
static const double width_at[widths] = {1.15, 1.35, 1.6};
static const double depth_at[depths] = {0.015, 0.04};
static const double mass_when_wide = 0.3;

static scalp_status total(const scalp_seen_dot *dot, double mass, double width, double deeper,
                          const scalp_work *work, double *mm2, scalp_error *error) {
    const scalp_faded faded = {.dermal_mass = mass, .width = width, .deeper_mm = deeper};
    const scalp_arena_mark here = scalp_arena_here(work->memory);
    double width_mm;
    const scalp_status status = scalp_seen_make(dot, &faded, work, mm2, &width_mm, error);
    scalp_arena_return(work->memory, here);
    return status;
}

/* Squared logarithmic misfit of the masses. */
static double misfit(double saturation, const double mm2[masses]) {
    double sum = 0;
    for (int i = 0; i < masses; i++) {
        const double is = mm2[i] / mm2[1];
        const double law = saturated(saturation * mass_at[i]) / saturated(saturation);
        const double e = scalp_log(law / is);
        sum += e * e;
    }
    return sum;
}

/* Golden section over the logarithm of the saturation. */
static double fit_saturation(const double mm2[masses]) {
    const double golden = 0.6180339887498949;
    double low = scalp_log(0.01), high = scalp_log(100);
    double a = high - golden * (high - low), b = low + golden * (high - low);
    double at_a = misfit(scalp_exp(a), mm2), at_b = misfit(scalp_exp(b), mm2);
    for (int i = 0; i < 40; i++) {
        if (at_a < at_b) {
            high = b, b = a, at_b = at_a;
            a = high - golden * (high - low), at_a = misfit(scalp_exp(a), mm2);
        } else {
            low = a, a = b, at_a = at_b;
            b = low + golden * (high - low), at_b = misfit(scalp_exp(b), mm2);
        }
    }
    return scalp_exp((low + high) / 2);
}

scalp_status scalp_seen_law_make(const scalp_seen_dot *dot, const scalp_work *work,
                                 scalp_seen_law *law, scalp_error *error) {
    double mm2[masses], wide, deep, up = 0, down = 0;
    scalp_seen_law fitted = {0};
    for (int i = 0; i < masses; i++)
        SCALP_TRY(total(dot, mass_at[i], 1, 0, work, &mm2[i], error));
    if (!(mm2[masses - 1] > 0))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A dot without absorption is not seen; its fading cannot be forecast.");
    fitted.saturation = fit_saturation(mm2);
    for (int i = 0; i < widths; i++) {
        const double log_w = scalp_log(width_at[i]);
        const scalp_faded faded = {.dermal_mass = mass_when_wide, .width = width_at[i]};
        SCALP_TRY(total(dot, mass_when_wide, width_at[i], 0, work, &wide, error));
        up += log_w * scalp_log(wide / mm2[1] / scalp_seen_from_law(&fitted, &faded));
        down += log_w * log_w;
    }
    const double width_power = up / down;
    up = down = 0;
    for (int i = 0; i < depths; i++) {
        SCALP_TRY(total(dot, 1, 1, depth_at[i], work, &deep, error));
        up -= depth_at[i] * scalp_log(deep / mm2[1]);
        down += depth_at[i] * depth_at[i];
    }
    fitted.width_power = width_power;
    fitted.per_mm = up / down;
    *law = fitted;
    return SCALP_OK;
}
