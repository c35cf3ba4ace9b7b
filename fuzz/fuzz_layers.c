/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layers from anywhere. What optics accepts of them loses no light and makes none, to a millionth:
 * a layer that is both thin (optical depth 1e-4) and almost lossless costs that many digits;
 * photons lose or make what the roulette plays with. */
#include <scalptor/codec.h>

#include <math.h>
#include <stdlib.h>

static const double loss = 1e-6;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_slab(const scalp_stack *stack, const scalp_work *work) {
    scalp_error error;
    scalp_slab slab;
    if (scalp_optics_slab_make(stack, 8, work, &slab, &error) != SCALP_OK)
        return;
    double sum = slab.ur1[0] + slab.ut1[0];
    for (size_t i = 0; i < stack->layer_count; i++) {
        sum += slab.absorbed[i];
        if (!(slab.absorbed[i] > -loss))
            abort();
    }
    if (!(fabs(sum - 1) < loss) || !(slab.ur1[0] > -loss) || !(slab.ut1[0] > -loss) ||
        !(slab.uru[0] > -loss) || !(slab.utu[0] > -loss))
        abort();
}

/* A packet gains at most some 1e-3 in the roulette. */
static void check_photons(const scalp_stack *stack, const scalp_work *work) {
    const scalp_mc_params params = {.photons = 16, .ring_count = 3, .ring_mm = 0.1};
    scalp_error error;
    scalp_mc mc;
    if (scalp_optics_mc_make(stack, &params, work, &mc, &error) != SCALP_OK)
        return;
    double sum = mc.reflected.mean + mc.transmitted.mean;
    for (size_t i = 0; i < stack->layer_count; i++)
        sum += mc.absorbed[i].mean;
    if (!(fabs(sum - 1) < 5e-3))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scalp_work work = {.memory = NULL};
    scalp_stack stack = {.wavelength_count = 1, .above = 1, .below = 1};
    scalp_error error;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    if (scalp_codec_layers_read((scalp_bytes){data, size}, "fuzz", &work, &stack.layers,
                                &stack.layer_count, &error) == SCALP_OK) {
        check_slab(&stack, &work);
        check_photons(&stack, &work);
    }
    scalp_arena_close(&work.memory);
    return 0;
}
