/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stacks for tests of optics. */
#ifndef SCALPTOR_SLABS_H
#define SCALPTOR_SLABS_H

#include "check.h"

#include <scalptor/optics.h>

/* One wavelength between these indices; ends the test when that fails. */
static inline scalp_slab slab_between(check_work *w, double above, const scalp_layer *layers,
                                      size_t count, double below, int nodes) {
    const scalp_stack stack = {.layers = layers,
                               .layer_count = count,
                               .wavelength_count = 1,
                               .above = above,
                               .below = below};
    scalp_slab slab;
    scalp_error error;
    if (scalp_optics_slab_make(&stack, nodes, &w->work, &slab, &error) != SCALP_OK) {
        printf("Bail out! %s\n", error.message);
        exit(3);
    }
    return slab;
}

static inline scalp_slab slab_in_air(check_work *w, const scalp_layer *layers, size_t count,
                                     int nodes) {
    return slab_between(w, 1, layers, count, 1, nodes);
}

/* From coefficients as tables print them, per cm. */
static inline scalp_layer layer_per_cm(double mua, double mus, double g, double thickness_mm) {
    return (scalp_layer){1.40, mua / 10, mus / 10, g, thickness_mm};
}

static inline double uniform(scalp_random *r, double low, double high) {
    return low + (high - low) * scalp_random_uniform(r);
}

/* Any layer: thin to thick, clear to black. */
static inline scalp_layer any_layer(scalp_random *r) {
    return (scalp_layer){.n = 1.4,
                         .mua_per_mm = exp(uniform(r, -8, 3)),
                         .mus_per_mm = exp(uniform(r, -4, 5)),
                         .g = uniform(r, -0.7, 0.95),
                         .thickness_mm = exp(uniform(r, -6, 1))};
}

#endif
