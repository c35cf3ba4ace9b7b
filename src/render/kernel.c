/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A profile as two tables that can be drawn.
 *
 * Far out, the profile is drawn as it is, as a wide skirt on a coarse grid; under the core the
 * skirt goes on as a cap, a straight line in r^2 with the profile's slope where it begins. The core
 * is what is missing: 1 - C = (1 - core)(1 - skirt). So skirts may add up as optical density and
 * cores multiply, while a single dot has its profile at every radius.
 *
 * A skirt ends at the reach. What the profile takes from the light beyond is taken inside, from the
 * core's edge on outwards, so that the integral is the dot's. (In blue that may be a little less
 * than nothing: far away red is gone, of which the blue of sRGB has a negative share.) */
#include "photo.h"

#include <math.h>

static const double step_mm = 0.01;

/* The core's radius in half widths, and its limits. */
static const double core_half_widths = 4, core_least_mm = 0.3, core_most_mm = 1.0;

typedef struct skirt_shape {
    double edge_mm, reach_mm; /* where the core ends, and the skirt */
    double cap, slope;        /* under the core: cap - slope r^2 */
    double more;              /* how much the skirt is raised outside */
} skirt_shape;

static double contrast_at(const double *contrast, double r) {
    const double at = r / step_mm;
    const int i = (int)at;
    return i < photo_profile_steps ? contrast[i] + (at - i) * (contrast[i + 1] - contrast[i]) : 0;
}

/* The reach in half widths, and its limits: deep dots are wide. */
static const double reach_half_widths = 8, reach_least_mm = 1.5, reach_most_mm = 3;

/* How much of what is raised is raised here; and the skirt's end, which is no step. */
static double raised(const skirt_shape *s, double r) {
    return scalp_smoothstep(s->edge_mm, 0.75 * s->reach_mm, r);
}

static double window(const skirt_shape *s, double r) {
    return 1 - scalp_smoothstep(0.75 * s->reach_mm, s->reach_mm, r);
}

static double skirt_at(const skirt_shape *s, const double *contrast, double r) {
    if (r < s->edge_mm)
        return s->cap - s->slope * r * r;
    return contrast_at(contrast, r) * window(s, r) * (1 + s->more * raised(s, r));
}

/* The integral over the plane of what the two parts take together, and of the part that grows with
 * `more`. */
static void integrate(const skirt_shape *s, const double *contrast, double *taken, double *grows) {
    *taken = *grows = 0;
    for (int i = 1; i * step_mm < s->reach_mm; i++) {
        const double r = i * step_mm, ring = 2 * SCALP_PI * r * step_mm, c = contrast[i];
        *taken += ring * (r < s->edge_mm ? c : c * window(s, r));
        *grows += r < s->edge_mm ? 0 : ring * c * window(s, r) * raised(s, r);
    }
}

static skirt_shape shape_of(const double *contrast, double total, double edge_mm, double reach_mm) {
    const int i = (int)(edge_mm / step_mm + 0.5);
    const double here = contrast[i], slope = (contrast[i - 2] - contrast[i + 2]) / (4 * step_mm);
    const double per_r2 = fmax(slope, 0) / (2 * edge_mm);
    skirt_shape s = {edge_mm, reach_mm, here + per_r2 * edge_mm * edge_mm, per_r2, 0};
    double taken, grows;
    integrate(&s, contrast, &taken, &grows);
    if (grows > 0)
        s.more = fmax((total - taken) / grows, -0.9);
    return s;
}

static void kernel_open(photo_kernel *kernel, double radius) {
    *kernel = (photo_kernel){.radius_mm = radius,
                             .steps_per_mm2 = (float)(photo_kernel_steps / (radius * radius))};
}

/* Integral over the plane, mm2: over u = r^2 / R^2 the rings of equal width in u have equal area.
 * Trapezia; the last value is 0. */
static double integral(const photo_kernel *kernel, int band) {
    double sum = (double)kernel->value[0][band] / 2;
    for (int i = 1; i < photo_kernel_steps; i++)
        sum += (double)kernel->value[i][band];
    return SCALP_PI * kernel->radius_mm * kernel->radius_mm * sum / photo_kernel_steps;
}

static void fill_band(const photo_profile *profile, int b, photo_kernels *k) {
    const double *c = profile->contrast[b];
    const double edge = k->core.radius_mm, reach = k->skirt.radius_mm;
    const skirt_shape s = shape_of(c, profile->total_mm2[b], edge, reach);
    for (int i = 0; i < photo_kernel_steps; i++) {
        const double part = sqrt((double)i / photo_kernel_steps);
        const double under = fmin(skirt_at(&s, c, part * edge), 0.98);
        const double here = contrast_at(c, part * edge);
        k->core.value[i][b] = (float)fmax(1 - (1 - here) / (1 - under), 0);
        k->skirt.value[i][b] = (float)-log(1 - fmin(skirt_at(&s, c, part * reach), 0.98));
    }
    k->core_mm2[b] = integral(&k->core, b);
    k->skirt_mm2[b] = integral(&k->skirt, b);
}

/* Of a bell with the same half width, in the narrowest band. */
static double sigma_of(const photo_kernel *kernel) {
    int least = photo_kernel_steps;
    for (int b = 0; b < photo_bands; b++) {
        const float half = kernel->value[0][b] / 2;
        int i = 0;
        while (i < photo_kernel_steps && kernel->value[i][b] > half)
            i++;
        least = i > 0 && i < least ? i : least;
    }
    return kernel->radius_mm * sqrt((double)least / photo_kernel_steps) / 1.1774;
}

void scalp_photo_kernels(const photo_profile *profile, photo_kernels *kernels) {
    const double edge =
        scalp_clamp(core_half_widths * profile->hwhm_mm, core_least_mm, core_most_mm);
    *kernels = (photo_kernels){.core_sigma_mm = edge};
    kernel_open(&kernels->core, edge);
    kernel_open(&kernels->skirt,
                scalp_clamp(reach_half_widths * profile->hwhm_mm, reach_least_mm, reach_most_mm));
    for (int b = 0; b < photo_bands; b++)
        fill_band(profile, b, kernels);
    kernels->core_sigma_mm = sigma_of(&kernels->core);
    kernels->skirt_sigma_mm = sigma_of(&kernels->skirt);
}
