/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disc in a stack: whether it can be, and the stack cut where sheets of it are wanted. */
#include "dot_inside.h"

/* What is thinner than this belongs to its neighbour. */
static const double nothing_mm = 1e-6;

typedef struct limit {
    const char *what;
    double value, low, high;
} limit;

static scalp_status check_numbers(const scalp_deposit *disc, scalp_error *error) {
    const limit limits[] = {
        {"depth", disc->depth_mm, 0.02, 1.5},
        {"diameter", disc->diameter_mm, 0.03, 1},
        {"thickness", disc->thickness_mm, 0.01, 0.5},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const limit *l = &limits[i];
        if (!(l->value >= l->low && l->value <= l->high))
            return scalp_fail(
                error, SCALP_ERR_INPUT,
                "The %s of the disc of pigment is %g mm; it must be a number, %g..%g.", l->what,
                l->value, l->low, l->high);
    }
    return SCALP_OK;
}

scalp_status scalp_dot_check(const scalp_stack *stack, const scalp_deposit *disc,
                             scalp_error *error) {
    double bottom = 0;
    SCALP_TRY(check_numbers(disc, error));
    const double upper = disc->depth_mm - disc->thickness_mm / 2;
    const double lower = disc->depth_mm + disc->thickness_mm / 2;
    if (upper < 2 * nothing_mm)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A disc of pigment %g mm thick with its centre %g mm deep comes out of "
                          "the surface; place it deeper, or make it thinner.",
                          disc->thickness_mm, disc->depth_mm);
    for (size_t i = 0; i < stack->layer_count; i++)
        bottom += stack->layers[i].thickness_mm;
    if (lower > bottom + nothing_mm)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The disc of pigment reaches down to %g mm, the layers only to %g mm; "
                          "place it less deep, or give more layers.",
                          lower, bottom);
    return SCALP_OK;
}

static void place_cuts(const scalp_stack *stack, const scalp_deposit *disc, dot_cut *cut) {
    const double upper = disc->depth_mm - disc->thickness_mm / 2;
    const double lower = disc->depth_mm + disc->thickness_mm / 2;
    double bottom = 0, before = upper;
    cut->count = 0;
    cut->depth[cut->count++] = upper;
    for (size_t i = 0; i < stack->layer_count && before < lower; i++) {
        const bool last = i + 1 == stack->layer_count;
        bottom += stack->layers[i].thickness_mm;
        if (bottom < upper + nothing_mm)
            continue;
        const double next = bottom < lower - nothing_mm && !last ? bottom : lower;
        cut->depth[cut->count++] = (before + next) / 2;
        cut->depth[cut->count++] = next;
        before = next;
    }
}

/* Layers of one wavelength, cut; the number of them. */
static size_t cut_layers(const scalp_layer *from, size_t count, dot_cut *cut, scalp_layer *to) {
    size_t made = 0, next = 0;
    double top = 0;
    for (size_t i = 0; i < count; i++) {
        const double bottom = top + from[i].thickness_mm;
        for (; next < cut->count && cut->depth[next] < bottom - nothing_mm; next++) {
            const double depth = cut->depth[next];
            if (depth > top + nothing_mm) {
                to[made] = from[i];
                to[made++].thickness_mm = depth - top;
                top = depth;
            }
            cut->layer[next] = made;
        }
        to[made] = from[i];
        to[made++].thickness_mm = bottom - top;
        top = bottom;
    }
    for (; next < cut->count; next++) /* the disc's lower face on the bottom of all */
        cut->layer[next] = made - 1;
    return made;
}

scalp_status scalp_dot_cut_make(const scalp_stack *stack, const scalp_deposit *disc, int nodes,
                                const scalp_work *work, dot_cut *cut, scalp_error *error) {
    const size_t waves = stack->wavelength_count, count = stack->layer_count;
    void *layers, *sheets, *diffuse;
    size_t made = 0;
    place_cuts(stack, disc, cut);
    SCALP_TRY(
        scalp_work_take(work, waves * (count + cut->count), sizeof(scalp_layer), &layers, error));
    for (size_t w = 0; w < waves; w++)
        made = cut_layers(stack->layers + w * count, count, cut, (scalp_layer *)layers + w * made);
    cut->stack = *stack;
    cut->stack.layers = layers;
    cut->stack.layer_count = made;
    SCALP_TRY(scalp_work_take(work, waves * made, sizeof(scalp_sheet), &sheets, error));
    SCALP_TRY(scalp_work_take(work, waves, sizeof(double), &diffuse, error));
    cut->sheets = sheets;
    cut->diffuse = diffuse;
    return scalp_slab_sheets_make(&cut->stack, nodes, work, sheets, diffuse, error);
}
