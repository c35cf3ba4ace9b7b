/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes tests/optics/dot_reference.csv: discs in modelled skin by Monte Carlo with the disc in it
 * (scalp_optics_mc_disc_make), which tests hold the model of a dot to. Not part of the build.
 * Usage: scalp_dot_reference [PHOTONS] */
#include <scalptor/optics.h>

#include <stdio.h>
#include <stdlib.h>

static const double melanin[] = {0.0164, 0.1587}, wavelength[] = {450, 550, 650};
static const double depth[] = {0.1, 0.2, 0.3, 0.5, 0.8, 1.2}, dmua[] = {50, 10};
static const double size[][2] = {{0.2, 0.08}, {0.3, 0.15}};

/* Centre: mean over r < 0.03 mm; of deep dots, which are wide and few packets see, r < 0.1 and from
 * twice as many. */
static scalp_status row(const scalp_work *work, double share, double nm, scalp_deposit disc,
                        const scalp_mc_params *given, scalp_error *error) {
    scalp_mc_params own = *given, *params = &own;
    const scalp_skin_parts skin = {share, SCALP_SKIN_BLOOD, 1};
    scalp_layer layers[SCALP_SKIN_LAYERS];
    const scalp_stack stack = {layers, SCALP_SKIN_LAYERS, 1, 1, 1.4};
    scalp_mc_disc got;
    if (disc.depth_mm > 0.6) {
        own.photons *= 2;
        own.ring_mm = 0.1;
    }
    scalp_skin_layers_make(&skin, &nm, 1, layers);
    SCALP_TRY(scalp_optics_mc_disc_make(&stack, &disc, params, work, &got, error));
    printf("%g,%g,%g,%g,%g,%g,%.5g,%.2g,%.5g,%.2g\n", share, nm, disc.depth_mm, disc.diameter_mm,
           disc.thickness_mm, disc.dmua_per_mm, got.total_mm2.mean, got.total_mm2.error,
           got.contrast[0].mean, got.contrast[0].error);
    fflush(stdout);
    return SCALP_OK;
}

int main(int count, char **arguments) {
    const scalp_mc_params params = {.photons =
                                        count > 1 ? strtoull(arguments[1], NULL, 10) : 200000,
                                    .seed = 20261120,
                                    .ring_count = 1,
                                    .ring_mm = 0.03};
    scalp_work work = {0};
    scalp_error error = {0};
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 3;
    printf(
        "melanin,wavelength_nm,depth_mm,diameter_mm,thickness_mm,dmua_per_mm,total_mm2,"
        "total_error,centre,centre_error\n# Made by src/optics/gen/dot_reference.c: Monte Carlo "
        "with the disc in it, %llu packets, seed %llu. Centre: mean over r < 0.03 mm; below 0.6 mm "
        "of depth over r < 0.1 mm, of twice as many packets.\n",
        (unsigned long long)params.photons, (unsigned long long)params.seed);
    for (int m = 0; m < 2; m++) {
        for (int w = 0; w < 3; w++) {
            for (int z = 0; z < 6; z++) {
                for (int s = 0; s < 2; s++) {
                    /* Both strengths by turns. */
                    const scalp_deposit disc = {depth[z], size[s][0], size[s][1],
                                                dmua[(m + w + z + s) % 2]};
                    if (row(&work, melanin[m], wavelength[w], disc, &params, &error) != SCALP_OK) {
                        fprintf(stderr, "%s\n", error.message);
                        return 3;
                    }
                }
            }
        }
    }
    scalp_arena_close(&work.memory);
    return 0;
}
