/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes data/skin_spread.csv: how far from where it went in the light leaves the five layers of
 * skin, for a camera's red, green and blue. Not part of the build.
 * Usage: scalp_skin_spread [PHOTONS]
 *
 * Monte Carlo of a thin beam gives the diffuse light in rings at each wavelength; a channel's rings
 * are their sum, weighted as linear sRGB in daylight. A sum of round Gaussians, none below 0, is
 * fitted to the light within each radius; their widths are the same for every skin and channel. */
#include <scalptor/optics.h>

#include <stdio.h>
#include <stdlib.h>

enum { rings = 600, widths = 5, channels = 3, skins = 6, rounds = 4000, step = 2 };

static const double ring_mm = 0.025, width_mm[widths] = {0.06, 0.2, 0.55, 1.4, 3.4};
static const double ita_deg[skins] = {60, 45, 30, 10, -20, -50};
static const char *const name[channels] = {"red", "green", "blue"};

/* What a wavelength adds to each channel. */
static void channel_weights(size_t wavelength, double weight[channels]) {
    scalp_spectrum part;
    for (size_t i = 0; i < SCALP_SPECTRUM_COUNT; i++)
        part.r[i] = i == wavelength ? 1 : 0;
    const scalp_rgb seen = scalp_rgb_from_xyz(scalp_xyz_from_spectrum(&part, SCALP_ILLUMINANT_D65));
    weight[0] = seen.r;
    weight[1] = seen.g;
    weight[2] = seen.b;
}

static scalp_status add_wavelength(const scalp_work *work, const scalp_skin_parts *skin,
                                   size_t wavelength, uint64_t photons,
                                   double within[channels][rings], scalp_error *error) {
    const double nm = scalp_spectrum_wavelength_nm(wavelength);
    scalp_layer layers[SCALP_SKIN_LAYERS];
    scalp_skin_layers_make(skin, &nm, 1, layers);
    const scalp_stack stack = {layers, SCALP_SKIN_LAYERS, 1, 1, 1.4};
    const scalp_mc_params params = {
        .photons = photons, .seed = 20261120, .ring_count = rings, .ring_mm = ring_mm};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    scalp_mc mc;
    double weight[channels], sum = 0;
    SCALP_TRY(scalp_optics_mc_make(&stack, &params, work, &mc, error));
    channel_weights(wavelength, weight);
    for (size_t r = 0; r < rings; r++) {
        sum += mc.rings[r].mean;
        for (size_t c = 0; c < channels; c++)
            within[c][r] += weight[c] * sum;
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* Shares of the Gaussians, by coordinate descent on the light within each ring's outer radius;
 * outer rings count for less, as there are more of them than of decades. */
static void fit(const double *within, double share[widths]) {
    double base[widths][rings], rest[rings];
    for (int g = 0; g < widths; g++) {
        share[g] = 0;
        for (int r = 0; r < rings; r++) {
            const double x = (r + 1) * ring_mm / width_mm[g];
            base[g][r] = 1 - scalp_exp(-x * x / 2);
        }
    }
    for (int r = 0; r < rings; r++)
        rest[r] = within[r];
    for (int round = 0; round < rounds; round++) {
        for (int g = 0; g < widths; g++) {
            double up = 0, down = 0;
            for (int r = 0; r < rings; r++) {
                up += rest[r] * base[g][r] / (r + 1);
                down += base[g][r] * base[g][r] / (r + 1);
            }
            const double next = scalp_clamp(share[g] + up / down, 0, 1), change = next - share[g];
            for (int r = 0; r < rings; r++)
                rest[r] -= change * base[g][r];
            share[g] = next;
        }
    }
    double sum = 0;
    for (int g = 0; g < widths; g++)
        sum += share[g];
    for (int g = 0; g < widths; g++)
        share[g] /= sum;
}

static scalp_status skin_rows(const scalp_work *work, double ita, uint64_t photons,
                              scalp_error *error) {
    static double within[channels][rings];
    scalp_skin_parts skin = {0, SCALP_SKIN_BLOOD, 1};
    SCALP_TRY(scalp_skin_find_melanin(ita, 16, work, &skin, error));
    for (int c = 0; c < channels; c++)
        for (int r = 0; r < rings; r++)
            within[c][r] = 0;
    for (size_t w = 0; w < SCALP_SPECTRUM_COUNT; w += step)
        SCALP_TRY(add_wavelength(work, &skin, w, photons, within, error));
    for (int c = 0; c < channels; c++) {
        double share[widths];
        fit(within[c], share);
        printf("%g,%s", ita, name[c]);
        for (int g = 0; g < widths; g++)
            printf(",%.4f", share[g]);
        printf(",Monte Carlo\n");
    }
    fflush(stdout);
    return SCALP_OK;
}

int main(int count, char **arguments) {
    const uint64_t photons = count > 1 ? strtoull(arguments[1], NULL, 10) : 20000;
    scalp_work work = {0};
    scalp_error error = {0};
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 3;
    printf("ita_deg,channel");
    for (int g = 0; g < widths; g++)
        printf(",s%g", width_mm[g]);
    printf(",source\n# Made by src/render/gen/skin_spread.c: %llu packets at every 20 nm, seed "
           "20261120.\n# Share of the light that leaves skin within Gaussians of these standard "
           "deviations along one axis, mm, about the place where it went in.\n",
           (unsigned long long)photons);
    for (int s = 0; s < skins; s++) {
        if (skin_rows(&work, ita_deg[s], photons, &error) != SCALP_OK) {
            fprintf(stderr, "%s\n", error.message);
            return 1;
        }
    }
    scalp_arena_close(&work.memory);
    return 0;
}
