/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One dot in each channel, from its contrast at 41 wavelengths (room optics).
 *
 * A fresh dot has two inclusions, one above the other: the deposit, and what the needle has left in
 * the epidermis on its way. Light passes both, so that each keeps its share of what the other
 * leaves: C = 1 - (1 - C_deposit)(1 - C_epidermis). */
#include "photo.h"

#include <math.h>

/* Where the pigment lies that the epidermis sheds again. */
static const double column_depth_mm = 0.05, column_thickness_mm = 0.06;

/* Blood in the papillary dermis of skin as red as it gets, relative to skin at rest: 2 to 4 at the
 * dots in the first days, so about 2 in the mean over the skin between them. */
static const double blood_most = 2;
enum { papillary = 2, nodes = 8 };

/* Limits of room optics. */
static const double most_dmua_per_mm = 2000, widest_mm = 1;

/* ---- The bare skin ------------------------------------------------------------------------- */

static scalp_status diffuse_of(const scalp_layer *layers, const scalp_work *work,
                               scalp_spectrum *diffuse, scalp_error *error) {
    const double n = layers[0].n, surface = (n - 1) * (n - 1) / ((n + 1) * (n + 1));
    const scalp_stack stack = {.layers = layers,
                               .layer_count = SCALP_SKIN_LAYERS,
                               .wavelength_count = SCALP_SPECTRUM_COUNT,
                               .above = 1,
                               .below = layers[SCALP_SKIN_LAYERS - 1].n};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    scalp_slab slab;
    SCALP_TRY(scalp_optics_slab_make(&stack, nodes, work, &slab, error));
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        diffuse->r[w] = slab.ur1[w] - surface;
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

static void layers_of(const scalp_skin_parts *skin, scalp_layer *layers) {
    double nm[SCALP_SPECTRUM_COUNT];
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        nm[w] = scalp_spectrum_wavelength_nm(w);
    scalp_skin_layers_make(skin, nm, SCALP_SPECTRUM_COUNT, layers);
}

scalp_status scalp_photo_bare(const scalp_skin_parts *skin, const scalp_work *work,
                              scalp_spectrum *bare, scalp_error *error) {
    scalp_layer layers[SCALP_SPECTRUM_COUNT * SCALP_SKIN_LAYERS];
    layers_of(skin, layers);
    return diffuse_of(layers, work, bare, error);
}

scalp_status scalp_photo_redness(double erythema, const scalp_skin_parts *skin,
                                 const photo_channels *channels, const scalp_work *work,
                                 double density[photo_bands], scalp_error *error) {
    scalp_layer layers[SCALP_SPECTRUM_COUNT * SCALP_SKIN_LAYERS], full[SCALP_SKIN_LAYERS];
    scalp_spectrum rest, red;
    double ratio[SCALP_SPECTRUM_COUNT], mean[photo_bands];
    for (int b = 0; b < photo_bands; b++)
        density[b] = 0;
    if (!(erythema > 0))
        return SCALP_OK;
    scalp_skin_parts filled = *skin;
    filled.blood *= 1 + erythema * (blood_most - 1);
    layers_of(skin, layers);
    SCALP_TRY(diffuse_of(layers, work, &rest, error));
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        const double nm = scalp_spectrum_wavelength_nm(w);
        scalp_skin_layers_make(&filled, &nm, 1, full);
        layers[w * SCALP_SKIN_LAYERS + papillary] = full[papillary];
    }
    SCALP_TRY(diffuse_of(layers, work, &red, error));
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        ratio[w] = red.r[w] / rest.r[w];
    scalp_photo_channels_mean(channels, ratio, mean);
    for (int b = 0; b < photo_bands; b++)
        density[b] = -log(scalp_clamp(mean[b], 0.05, 1));
    return SCALP_OK;
}

/* ---- One dot ------------------------------------------------------------------------------- */

static const double step_mm = 0.01;

/* The disc of pigment at `mass` times that of the healed deposit, in a disc of that depth, width
 * and thickness. */
static scalp_status see(const photo_deposit *deposit, const scalp_deposit *disc, double mass,
                        const scalp_skin_parts *skin, const scalp_work *work, scalp_dot_seen *seen,
                        scalp_error *error) {
    const scalp_deposit *h = &deposit->healed;
    const double wider = disc->diameter_mm / h->diameter_mm;
    const double thicker = disc->thickness_mm / h->thickness_mm;
    const double factor = mass / (wider * wider * thicker);
    double dmua[SCALP_SPECTRUM_COUNT];
    scalp_deposit now = *disc;
    scalp_spectrum diffuse;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++)
        dmua[w] = fmin(deposit->dmua_per_mm[w] * factor, most_dmua_per_mm);
    now.dmua_per_mm = fmin(h->dmua_per_mm * factor, most_dmua_per_mm);
    return scalp_optics_dot_in_skin(skin, &now, dmua, work, seen, &diffuse, error);
}

/* A row of contrasts at even steps from those at the radii given. */
static void fill_row(const scalp_dot_seen *seen, size_t w, double *row) {
    const double *r = seen->r_mm, *c = seen->contrast + w * seen->radius_count;
    size_t k = 0;
    for (int i = 0; i <= photo_profile_steps; i++) {
        const double at = i * step_mm;
        while (k + 2 < seen->radius_count && r[k + 1] < at)
            k++;
        const double t = (at - r[k]) / (r[k + 1] - r[k]);
        row[i] = t <= 1 ? c[k] + t * (c[k + 1] - c[k]) : 0;
    }
}

static void add_row(const photo_channels *channels, size_t w, const double *row, double total,
                    photo_profile *profile) {
    for (int b = 0; b < photo_bands; b++) {
        const double weight = channels->weight[b][w];
        for (int i = 0; i <= photo_profile_steps; i++)
            profile->contrast[b][i] += weight * row[i];
        profile->total_mm2[b] += weight * total;
    }
}

/* Puts the second inclusion over the first; what both take counts once. */
static double put_over(const double *over, double *row) {
    double both = 0;
    for (int i = 0; i <= photo_profile_steps; i++) {
        both += 2 * SCALP_PI * i * step_mm * step_mm * over[i] * row[i];
        row[i] += over[i] - over[i] * row[i];
    }
    return both;
}

static void finish(photo_profile *profile) {
    for (int b = 0; b < photo_bands; b++) {
        for (int i = 0; i <= photo_profile_steps; i++)
            profile->contrast[b][i] = scalp_clamp(profile->contrast[b][i], 0, 0.98);
        profile->total_mm2[b] = fmax(profile->total_mm2[b], 0);
    }
    const double *green = profile->contrast[1], half = green[0] / 2;
    int i = 1;
    while (i < photo_profile_steps && green[i] > half)
        i++;
    if (half > 0)
        profile->hwhm_mm = step_mm * (i - (half - green[i]) / (green[i - 1] - green[i]));
}

scalp_status scalp_photo_profile(const photo_deposit *deposit, const scalp_skin_parts *skin,
                                 const photo_channels *channels, const scalp_work *work,
                                 photo_profile *profile, scalp_error *error) {
    const scalp_faded *f = &deposit->faded;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    scalp_dot_seen dermis, epidermis;
    scalp_deposit disc = deposit->healed;
    *profile = (photo_profile){.hwhm_mm = 0};
    disc.depth_mm += f->deeper_mm;
    disc.diameter_mm = fmin(disc.diameter_mm * f->width, widest_mm);
    SCALP_TRY(see(deposit, &disc, f->dermal_mass, skin, work, &dermis, error));
    disc.depth_mm = column_depth_mm;
    disc.thickness_mm = column_thickness_mm;
    const bool fresh = f->epidermal_mass > 0;
    if (fresh)
        SCALP_TRY(see(deposit, &disc, f->epidermal_mass, skin, work, &epidermis, error));
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w++) {
        double row[photo_profile_steps + 1], over[photo_profile_steps + 1];
        double total = dermis.total_mm2[w];
        fill_row(&dermis, w, row);
        if (fresh) {
            fill_row(&epidermis, w, over);
            total += epidermis.total_mm2[w] - put_over(over, row);
        }
        add_row(channels, w, row, total, profile);
    }
    finish(profile);
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
