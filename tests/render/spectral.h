/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a camera sees of dots in skin, worked out wavelength by wavelength without the room's help.
 */
#ifndef SCALPTOR_TESTS_RENDER_SPECTRAL_H
#define SCALPTOR_TESTS_RENDER_SPECTRAL_H

#include "ball.h"

/* Light skin with a forehead's blood. */
static const scalp_skin_parts spectral_skin = {.melanin = 0.02, .blood = 0.023, .scatter = 1};

typedef struct spectral_dot {
    scalp_dot_seen seen;
    scalp_spectrum bare;
} spectral_dot;

/* The healed dots of that plan's mid scalp. */
static inline spectral_dot spectral_dot_make(const scalp_plan *plan, const scalp_skin_parts *skin,
                                             const scalp_work *work) {
    spectral_dot dot = {.seen = {0}};
    double dmua[SCALP_SPECTRUM_COUNT];
    const scalp_deposit deposit = scalp_plan_deposit(plan, SCALP_ZONE_MIDSCALP);
    scalp_plan_dmua(plan, SCALP_ZONE_MIDSCALP, dmua);
    CHECK_STATUS(scalp_optics_dot_in_skin(skin, &deposit, dmua, work, &dot.seen, &dot.bare, NULL),
                 SCALP_OK);
    return dot;
}

static inline double spectral_contrast(const spectral_dot *dot, size_t w, double r) {
    const double *at = dot->seen.r_mm, *c = dot->seen.contrast + w * dot->seen.radius_count;
    size_t k = 0;
    while (k + 1 < dot->seen.radius_count && at[k + 1] < r)
        k++;
    if (k + 1 == dot->seen.radius_count)
        return 0;
    return c[k] + (c[k + 1] - c[k]) * (r - at[k]) / (at[k + 1] - at[k]);
}

/* Linear sRGB in daylight of skin that keeps so much of its light, relative to bare skin. */
static inline void spectral_ratio(const scalp_spectrum *bare,
                                  const double kept[SCALP_SPECTRUM_COUNT], double ratio[3]) {
    scalp_spectrum now = *bare;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        now.r[w] *= kept[w];
    const scalp_rgb a = scalp_rgb_from_xyz(scalp_xyz_from_spectrum(&now, SCALP_ILLUMINANT_D65));
    const scalp_rgb b = scalp_rgb_from_xyz(scalp_xyz_from_spectrum(bare, SCALP_ILLUMINANT_D65));
    ratio[0] = a.r / b.r, ratio[1] = a.g / b.g, ratio[2] = a.b / b.b;
}

/* Integral over the plane of what is gone of each band, mm2. */
static inline void spectral_total(const spectral_dot *dot, double total[3]) {
    double kept[SCALP_SPECTRUM_COUNT];
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        kept[w] = 1 - dot->seen.total_mm2[w];
    spectral_ratio(&dot->bare, kept, total);
    for (int b = 0; b < 3; b++)
        total[b] = 1 - total[b];
}

/* Share of green light that 100 healed dots per cm2 take, where they lie anyhow. */
static inline double spectral_shadow(const scalp_plan *plan, const scalp_work *work) {
    const spectral_dot dot = spectral_dot_make(plan, &spectral_skin, work);
    double total[3];
    spectral_total(&dot, total);
    return 1 - exp(-total[1]);
}

#endif
