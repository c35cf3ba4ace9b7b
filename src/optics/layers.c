/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a stack of layers may be. */
#include "layers.h"

#include <math.h>

static const double most = 1e5, most_index = 4;

static scalp_status bad_index(double n, const char *what, scalp_error *error) {
    if (n >= 1 && n <= most_index)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "The refractive index %s is %g; it must be a number, 1..%g.", what, n,
                      most_index);
}

static scalp_status bad_coefficient(size_t number, const char *name, double value,
                                    scalp_error *error) {
    if (value >= 0 && value <= most)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "Layer %zu: %s is %g; it must be a number, 0..%g per mm.", number, name,
                      value, most);
}

static scalp_status check_layer(const scalp_layer *layer, size_t number, bool last,
                                scalp_error *error) {
    if (!(layer->n >= 1 && layer->n <= most_index))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Layer %zu: n is %g; a refractive index must be a number, 1..%g.", number,
                          layer->n, most_index);
    SCALP_TRY(bad_coefficient(number, "mua", layer->mua_per_mm, error));
    SCALP_TRY(bad_coefficient(number, "mus", layer->mus_per_mm, error));
    if (!(layer->g > -1 && layer->g < 1))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Layer %zu: g is %g; it must lie between -1 and 1, without the ends.",
                          number, layer->g);
    if (isinf(layer->thickness_mm) && layer->thickness_mm > 0) {
        if (last)
            return SCALP_OK;
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Layer %zu: only the last layer may be infinitely thick.", number);
    }
    if (!(layer->thickness_mm >= 1e-9 && layer->thickness_mm <= most))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Layer %zu: the thickness is %g mm; it must be above 0 (at least 1e-9) "
                          "and at most %g, or inf for the last layer.",
                          number, layer->thickness_mm, most);
    return SCALP_OK;
}

scalp_status scalp_stack_check(const scalp_stack *stack, scalp_error *error) {
    const size_t count = stack->layer_count;
    if (count == 0 || stack->wavelength_count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT, "There is no layer; give at least one.");
    if (count > SCALP_OPTICS_MAX_LAYERS)
        return scalp_fail(error, SCALP_ERR_LIMIT, "There are %zu layers; at most %d are possible.",
                          count, SCALP_OPTICS_MAX_LAYERS);
    if (stack->wavelength_count > SCALP_OPTICS_MAX_WAVELENGTHS)
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "There are %zu wavelengths; at most %d are possible.",
                          stack->wavelength_count, SCALP_OPTICS_MAX_WAVELENGTHS);
    SCALP_TRY(bad_index(stack->above, "above", error));
    SCALP_TRY(bad_index(stack->below, "below", error));
    for (size_t i = 0; i < count * stack->wavelength_count; i++) {
        const scalp_layer *layer = &stack->layers[i], *first = &stack->layers[i % count];
        SCALP_TRY(check_layer(layer, i % count + 1, i % count + 1 == count, error));
        if (layer->n != first->n || layer->thickness_mm != first->thickness_mm)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Layer %zu: n and thickness must be the same at all wavelengths.",
                              i % count + 1);
    }
    return SCALP_OK;
}
