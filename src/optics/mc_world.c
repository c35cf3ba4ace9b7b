/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stack as the random walk wants it. */
#include "layers.h"
#include "mc.h"

/* How often a photon is scattered in the layer, on the average, at most: without absorption the
 * mean way in a body is 4 n^2 V/S, here 2 n^2 d (Bardsley & Dubi 1981); with it, a walk near a
 * plane that lasts N steps at the most takes a mean of a few n^2 sqrt(N / (1 - g)). */
static double scatterings(const scalp_layer *layer) {
    const double both = layer->mua_per_mm + layer->mus_per_mm;
    const double lossless = 2 * layer->n * layer->n * both * layer->thickness_mm;
    const double lossy =
        10 * layer->n * layer->n * sqrt(both / (layer->mua_per_mm * (1 - layer->g)));
    if (layer->mus_per_mm == 0)
        return 0;
    return fmin(lossless, lossy);
}

static scalp_status check_walk(const scalp_stack *stack, scalp_error *error) {
    for (size_t i = 0; i < stack->layer_count; i++) {
        const scalp_layer *layer = &stack->layers[i];
        if (scatterings(layer) <= SCALP_MC_MAX_SCATTERINGS)
            continue;
        if (isinf(layer->thickness_mm) && layer->mua_per_mm == 0)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Layer %zu: light would walk for ever in an endless layer that "
                              "scatters and does not absorb; give it absorption or a thickness.",
                              i + 1);
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Layer %zu: light would be scattered about %.0e times in it, and at "
                          "most %.0e can be walked; give it more absorption or less thickness.",
                          i + 1, scatterings(layer), SCALP_MC_MAX_SCATTERINGS);
    }
    return SCALP_OK;
}

/* What enters an endless layer with nothing in it never comes back: it counts as absorbed there. */
static mc_layer layer_make(const scalp_layer *from, double top) {
    const double both = from->mua_per_mm + from->mus_per_mm;
    const bool swallows = both == 0 && isinf(from->thickness_mm);
    return (mc_layer){.top = top,
                      .bottom = top + from->thickness_mm,
                      .path_mm = swallows   ? 1
                                 : both > 0 ? 1 / both
                                            : MC_CLEAR_PATH_MM,
                      .loss = swallows   ? 1
                              : both > 0 ? from->mua_per_mm / both
                                         : 0,
                      .g = from->g,
                      .spread = (1 - from->g) * (1 + from->g),
                      .n = from->n};
}

scalp_status scalp_mc_world_make(const scalp_stack *stack, mc_world *world, scalp_error *error) {
    SCALP_TRY(scalp_stack_check(stack, error));
    if (stack->wavelength_count != 1)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "There are %zu wavelengths; photons walk at one at a time.",
                          stack->wavelength_count);
    SCALP_TRY(check_walk(stack, error));
    double top = 0, bent = 0;
    *world = (mc_world){.layer_count = (int)stack->layer_count,
                        .above = stack->above,
                        .below = stack->below,
                        .surface = mc_reflectance(stack->above, stack->layers[0].n, 1, &bent)};
    for (size_t i = 0; i < stack->layer_count; i++) {
        world->layers[i] = layer_make(&stack->layers[i], top);
        top = world->layers[i].bottom;
    }
    return SCALP_OK;
}
