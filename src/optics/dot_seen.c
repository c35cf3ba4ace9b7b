/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is seen of a disc: for now the three bands of the old table, between them by wavelength. */
#include <scalptor/optics.h>

#include <math.h>
#include <string.h>

enum { radii = 129 };
static const double reach_mm = 4;

typedef struct numbers {
    double *r, *contrast, *total, *hwhm;
} numbers;

static scalp_status take(const scalp_work *work, size_t count, double **to, scalp_error *error) {
    void *place;
    SCALP_TRY(scalp_work_take(work, count, sizeof(double), &place, error));
    *to = place;
    return SCALP_OK;
}

static scalp_status numbers_take(size_t waves, const scalp_work *work, numbers *n,
                                 scalp_error *error) {
    SCALP_TRY(take(work, radii, &n->r, error));
    SCALP_TRY(take(work, waves * radii, &n->contrast, error));
    SCALP_TRY(take(work, waves, &n->total, error));
    SCALP_TRY(take(work, waves, &n->hwhm, error));
    for (int i = 0; i < radii; i++)
        n->r[i] = reach_mm * i * i / ((radii - 1) * (radii - 1));
    return SCALP_OK;
}

static double bell(double r, double sigma) {
    return scalp_exp(-r * r / (2 * sigma * sigma));
}

static double at(const scalp_dot_band *b, double r) {
    return b->core * bell(r, b->core_sigma_mm) + b->skirt * bell(r, b->skirt_sigma_mm);
}

static double half_width(const double *r, const double *c) {
    int i = 1;
    if (!(c[0] > 0))
        return 0;
    while (i < radii - 1 && c[i] > c[0] / 2)
        i++;
    return r[i - 1] + (r[i] - r[i - 1]) * (c[i - 1] - c[0] / 2) / (c[i - 1] - c[i]);
}

static void fill(const scalp_deposit *disc, double dmua, double nm, size_t w, numbers *n) {
    scalp_deposit d = *disc;
    d.dmua_per_mm = dmua;
    const scalp_dot_profile p = scalp_optics_dot(&d);
    const double t = scalp_clamp((650 - nm) / 100, 0, 2);
    const int low = t < 1 ? 0 : 1;
    const double s = t - low;
    const scalp_dot_band *a = &p.band[low], *b = a + 1;
    for (int i = 0; i < radii; i++)
        n->contrast[w * radii + (size_t)i] = (1 - s) * at(a, n->r[i]) + s * at(b, n->r[i]);
    n->total[w] = (1 - s) * a->total_mm2 + s * b->total_mm2;
    n->hwhm[w] = half_width(n->r, n->contrast + w * radii);
}

static scalp_dot_seen seen_of(const numbers *n, size_t waves) {
    return (scalp_dot_seen){waves, radii, n->r, n->contrast, n->total, n->hwhm};
}

scalp_status scalp_optics_dot_make(const scalp_stack *stack, const scalp_deposit *disc,
                                   const double *dmua_per_mm, const scalp_work *work,
                                   scalp_dot_seen *seen, scalp_error *error) {
    numbers n;
    SCALP_TRY(numbers_take(stack->wavelength_count, work, &n, error));
    for (size_t w = 0; w < stack->wavelength_count; w++)
        fill(disc, dmua_per_mm[w], 550, w, &n);
    *seen = seen_of(&n, stack->wavelength_count);
    return SCALP_OK;
}

scalp_status scalp_optics_dot_in_skin(const scalp_skin_parts *skin, const scalp_deposit *disc,
                                      const double dmua_per_mm[SCALP_SPECTRUM_COUNT],
                                      const scalp_work *work, scalp_dot_seen *seen,
                                      scalp_spectrum *diffuse, scalp_error *error) {
    numbers n;
    SCALP_TRY(scalp_skin_spectrum_make(skin, 8, work, diffuse, error));
    SCALP_TRY(numbers_take(SCALP_SPECTRUM_COUNT, work, &n, error));
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        diffuse->r[w] -= 0.4 * 0.4 / (2.4 * 2.4);
        fill(disc, dmua_per_mm[w], scalp_spectrum_wavelength_nm(w), w, &n);
    }
    *seen = seen_of(&n, SCALP_SPECTRUM_COUNT);
    return SCALP_OK;
}

scalp_status scalp_optics_seen_diameter(const scalp_deposit *disc, const scalp_work *work,
                                        double *seen_diameter_mm, scalp_error *error) {
    (void)work;
    (void)error;
    *seen_diameter_mm = scalp_optics_dot(disc).seen_diameter_mm;
    return SCALP_OK;
}
