/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles as tables.
 *
 * A dot's contrast C(r) = core + skirt is drawn as 1 - (1 - core')(1 - skirt), the skirt as optical
 * density that adds up with its neighbours', the core as a factor of its own where dots are
 * resolved. core' is a little more than core, because the skirt lies over it as well. */
#include "photo.h"

#include <math.h>

static const double tilt_dots = 60, tilt_haze = 75; /* degrees: the change-over, 70 its middle */
static const double core_cut = 3.5;                 /* radius in sigmas */

double scalp_photo_dot_weight(double cosine) {
    if (cosine >= 0.5) /* up to 60 degrees, where most dots are */
        return 1;
    const double degrees = scalp_acos(scalp_clamp(cosine, -1, 1)) * 180 / SCALP_PI;
    return 1 - scalp_smoothstep(tilt_dots, tilt_haze, degrees);
}

/* A bell that reaches 0 at its radius: less its own value there. */
static void fill_bell(photo_kernel *kernel, double height, double sigma, double radius) {
    const double q = radius * radius / (2 * sigma * sigma), floor = exp(-q);
    kernel->radius_mm = radius;
    kernel->steps_per_mm2 = (float)(photo_kernel_steps / (radius * radius));
    for (int i = 0; i <= photo_kernel_steps; i++)
        kernel->value[i] =
            (float)(height * (exp(-q * i / photo_kernel_steps) - floor) / (1 - floor));
    kernel->value[photo_kernel_steps] = kernel->value[photo_kernel_steps + 1] = 0;
}

static void scale_kernel(photo_kernel *kernel, double factor) {
    for (int i = 0; i <= photo_kernel_steps; i++)
        kernel->value[i] = (float)((double)kernel->value[i] * factor);
}

/* Integral over the plane of the kernel (of 1 - exp(-kernel) when `taken`), mm2: over u = r^2 / R^2
 * the rings of equal width in u have equal area. Trapezia, the ends being halves. */
static double integral(const photo_kernel *kernel, bool taken) {
    double sum = 0;
    for (int i = 0; i <= photo_kernel_steps; i++) {
        const double v = (double)kernel->value[i], t = taken ? 1 - exp(-v) : v;
        sum += i == 0 || i == photo_kernel_steps ? t / 2 : t;
    }
    return SCALP_PI * kernel->radius_mm * kernel->radius_mm * sum / photo_kernel_steps;
}

/* Mean share of the light that the skirt takes from under the core. */
static double taken_under_core(const photo_kernel *core, const photo_kernel *skirt) {
    const double ratio = core->radius_mm * core->radius_mm / (skirt->radius_mm * skirt->radius_mm);
    double sum = 0, weights = 0;
    for (int i = 0; i < photo_kernel_steps; i++) {
        const double place = i * ratio, weight = (double)core->value[i] * (i == 0 ? 0.5 : 1);
        const int k = place < photo_kernel_steps ? (int)place : photo_kernel_steps;
        sum += weight * (1 - exp(-(double)skirt->value[k]));
        weights += weight;
    }
    return weights > 0 ? sum / weights : 0;
}

static void make_band(const scalp_dot_band *band, int b, photo_ink *ink) {
    const double s1 = band->core_sigma_mm, s2 = band->skirt_sigma_mm;
    const double core_total = 2 * SCALP_PI * s1 * s1 * band->core;
    const double skirt_total = 2 * SCALP_PI * s2 * s2 * band->skirt;
    const double full = core_cut * s2, radius = full < PHOTO_REACH_MM ? full : PHOTO_REACH_MM;
    fill_bell(&ink->skirt[b], band->skirt, s2, radius);
    for (int i = 0; i < 8 && skirt_total > 0; i++)
        scale_kernel(&ink->skirt[b], skirt_total / integral(&ink->skirt[b], true));
    ink->skirt_mm2[b] = integral(&ink->skirt[b], false);
    const double cut = core_cut * s1 < PHOTO_REACH_MM ? core_cut * s1 : PHOTO_REACH_MM;
    fill_bell(&ink->core[b], band->core, s1, cut);
    const double over = taken_under_core(&ink->core[b], &ink->skirt[b]);
    if (core_total > 0)
        scale_kernel(&ink->core[b], core_total / (1 - over) / integral(&ink->core[b], false));
    const double peak = (double)ink->core[b].value[0];
    if (peak > 0.985)
        scale_kernel(&ink->core[b], 0.985 / peak);
    ink->core_mm2[b] = integral(&ink->core[b], false);
}

static void make_ink(const scalp_deposit *healed, const scalp_faded *faded, photo_ink *ink) {
    scalp_deposit now = *healed;
    now.dmua_per_mm *= (faded->dermal_mass + faded->epidermal_mass) / (faded->width * faded->width);
    now.diameter_mm *= faded->width;
    const scalp_dot_profile profile = scalp_optics_dot(&now);
    ink->core_sigma_mm = ink->skirt_sigma_mm = INFINITY;
    for (int b = 0; b < photo_bands; b++) {
        make_band(&profile.band[b], b, ink);
        ink->core_sigma_mm = fmin(ink->core_sigma_mm, profile.band[b].core_sigma_mm);
        ink->skirt_sigma_mm = fmin(ink->skirt_sigma_mm, profile.band[b].skirt_sigma_mm);
    }
    ink->erythema = faded->erythema;
}

scalp_status scalp_photo_inks(const scalp_plan *plan, const scalp_render_params *params,
                              const scalp_work *work, photo_inks *inks, scalp_error *error) {
    size_t dots[SCALP_ZONE_COUNT][SCALP_LAYOUT_MAX_SESSIONS + 1] = {{0}};
    size_t all[SCALP_ZONE_COUNT] = {0};
    const scalp_layout *layout = &plan->layout;
    const size_t planned = layout->session_count;
    *inks = (photo_inks){0};
    inks->sessions =
        params->sessions > 0 && params->sessions < planned ? params->sessions : (unsigned)planned;
    for (size_t i = 0; i < layout->dot_count; i++) {
        const scalp_dot *dot = &layout->dots[i];
        if (dot->zone < SCALP_ZONE_COUNT && dot->session <= SCALP_LAYOUT_MAX_SESSIONS) {
            dots[dot->zone][dot->session]++;
            all[dot->zone]++;
        }
    }
    const double gap = params->session_gap_days > 0 ? params->session_gap_days : 21;
    for (unsigned s = 1; s <= inks->sessions && s <= SCALP_LAYOUT_MAX_SESSIONS; s++) {
        const double age = scalp_stage_days(params->stage) + gap * (inks->sessions - s);
        const scalp_faded faded = scalp_fading_at(NULL, age, params->band);
        for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
            if (dots[z][s] == 0)
                continue;
            void *memory;
            SCALP_TRY(scalp_work_take(work, 1, sizeof(photo_ink), &memory, error));
            photo_ink *ink = memory;
            const scalp_deposit healed = scalp_plan_deposit(plan, (scalp_zone)z);
            make_ink(&healed, &faded, ink);
            ink->share = (double)dots[z][s] / (double)all[z];
            inks->ink[z][s] = ink;
        }
    }
    return SCALP_OK;
}
