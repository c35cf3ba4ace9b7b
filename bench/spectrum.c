/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hundred spectra of skin, by us and by iad's RT_Layers (a shared library that SCALPTOR_IAD
 * names), one thread, equal numbers of directions. How far the answers lie apart, and ours from
 * those of 48 directions, is said once before anything is timed. */
#include "bench.h"

#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { waves = SCALP_SPECTRUM_COUNT, layer_count = SCALP_SKIN_LAYERS, repeats = 100 };

/* iad counts layers from the top; optical depth 1e6 is endless to it. */
typedef void iad_layers(int directions, double n, double above, double below, int count, double *a,
                        double *b, double *g, double *ur1, double *ut1, double *uru, double *utu);

static const scalp_skin_parts light = {.melanin = 0.017, .blood = 0.016, .scatter = 1};

static void layers_make(scalp_layer *layers) {
    double nm[waves];
    for (size_t i = 0; i < waves; i++)
        nm[i] = scalp_spectrum_wavelength_nm(i);
    scalp_skin_layers_make(&light, nm, waves, layers);
}

/* UR1 at each wavelength; below the skin is air in iad's way of counting, as here. */
static scalp_status ours(int nodes, const scalp_work *work, double *ur1, scalp_error *error) {
    scalp_layer layers[waves * layer_count];
    scalp_slab slab;
    layers_make(layers);
    const scalp_stack stack = {layers, layer_count, waves, 1, 1};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_optics_slab_make(&stack, nodes, work, &slab, error));
    for (int w = 0; w < waves; w++)
        ur1[w] = slab.ur1[w];
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

static scalp_status iad_find(iad_layers **found, scalp_error *error) {
    const char *name = getenv("SCALPTOR_IAD");
    void *library = name ? dlopen(name, RTLD_NOW | RTLD_LOCAL) : NULL;
    void *place = library ? dlsym(library, "RT_Layers") : NULL;
    if (!place)
        return scalp_fail(error, SCALP_ERR_MACHINE,
                          "SCALPTOR_IAD does not name a shared library with RT_Layers.");
    *(void **)found = place;
    return SCALP_OK;
}

static void theirs(iad_layers *solve, int nodes, double *ur1) {
    scalp_layer layers[waves * layer_count];
    layers_make(layers);
    for (int w = 0; w < waves; w++) {
        double a[layer_count], b[layer_count], g[layer_count], ut1, uru, utu;
        for (int i = 0; i < layer_count; i++) {
            const scalp_layer *l = &layers[w * layer_count + i];
            const double all = l->mua_per_mm + l->mus_per_mm;
            a[i] = l->mus_per_mm / all;
            b[i] = isinf(l->thickness_mm) ? 1e6 : all * l->thickness_mm;
            g[i] = l->g;
        }
        solve(nodes, layers->n, 1, 1, layer_count, a, b, g, &ur1[w], &ut1, &uru, &utu);
    }
}

static double farthest(const double *a, const double *b) {
    double most = 0;
    for (int i = 0; i < waves; i++)
        most = fmax(most, fabs(a[i] - b[i]));
    return most;
}

scalp_status bench_spectrum_make(const char *folder, const scalp_work *work, scalp_error *error) {
    double best[waves], mine[waves], other[waves];
    iad_layers *solve;
    (void)folder;
    SCALP_TRY(iad_find(&solve, error));
    SCALP_TRY(ours(48, work, best, error));
    for (int nodes = 8; nodes <= 16; nodes *= 2) {
        SCALP_TRY(ours(nodes, work, mine, error));
        theirs(solve, nodes, other);
        printf("%2d directions: |dUR1| to iad at most %.1e; to ours of 48 at most %.5f%s\n", nodes,
               farthest(mine, other), farthest(mine, best),
               nodes > 8                       ? ""
               : farthest(mine, best) <= 0.002 ? " (wanted: at most 0.002: kept)"
                                               : " (wanted: at most 0.002: MISSED)");
    }
    fflush(stdout);
    return SCALP_OK;
}

static scalp_status run_ours(int nodes, const scalp_work *work, scalp_error *error) {
    double ur1[waves];
    for (int i = 0; i < repeats; i++)
        SCALP_TRY(ours(nodes, work, ur1, error));
    return SCALP_OK;
}

static scalp_status run_theirs(int nodes, scalp_error *error) {
    double ur1[waves];
    iad_layers *solve;
    SCALP_TRY(iad_find(&solve, error));
    for (int i = 0; i < repeats; i++)
        theirs(solve, nodes, ur1);
    return SCALP_OK;
}

scalp_status bench_spectrum_8(const char *folder, const scalp_work *work, scalp_error *error) {
    (void)folder;
    return run_ours(8, work, error);
}

scalp_status bench_spectrum_16(const char *folder, const scalp_work *work, scalp_error *error) {
    (void)folder;
    return run_ours(16, work, error);
}

scalp_status bench_spectrum_iad_8(const char *folder, const scalp_work *work, scalp_error *error) {
    (void)folder;
    (void)work;
    return run_theirs(8, error);
}

scalp_status bench_spectrum_iad_16(const char *folder, const scalp_work *work, scalp_error *error) {
    (void)folder;
    (void)work;
    return run_theirs(16, error);
}
