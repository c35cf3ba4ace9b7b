/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many wavelengths at once: each as if it were alone, with any kernels; and what is refused. */
#include "slabs.h"

enum { waves = 13, count = 4 };

static scalp_stack stack_make(scalp_random *r, scalp_layer *layers) {
    for (int i = 0; i < waves * count; i++) {
        layers[i] = any_layer(r);
        layers[i].n = 1.3 + 0.05 * (i % count);
        layers[i].thickness_mm = 0.1 * (1 + i % count);
        if (i % 7 == 0)
            layers[i].mua_per_mm = 0;
        if (i % 11 == 0)
            layers[i].mua_per_mm = layers[i].mus_per_mm = 0;
    }
    return (scalp_stack){layers, count, waves, 1, 1.2};
}

static void refused(check_work *w, scalp_stack stack, const char *word) {
    scalp_error error = {.status = SCALP_OK};
    scalp_slab slab;
    CHECK(scalp_optics_slab_make(&stack, 8, &w->work, &slab, &error) != SCALP_OK);
    if (!strstr(error.message, word))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, word);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_kernels best = w.kernels;
    scalp_random r = scalp_random_make(23, 0);
    scalp_layer layers[waves * count];
    const scalp_stack stack = stack_make(&r, layers);
    scalp_slab slab, other;
    scalp_error error;
    CASE("a wavelength among others gives what it gives alone") {
        CHECK_STATUS(scalp_optics_slab_make(&stack, 16, &w.work, &slab, &error), SCALP_OK);
        for (int i = 0; i < waves; i++) {
            other = slab_between(&w, 1, layers + i * count, count, 1.2, 16);
            CHECK_NEAR(slab.ur1[i], other.ur1[0], 1e-10);
            CHECK_NEAR(slab.utu[i], other.utu[0], 1e-10);
            for (int k = 0; k < count; k++)
                CHECK_NEAR(slab.absorbed[i * count + k], other.absorbed[k], 1e-10);
        }
    }
    CASE("the loops for AVX2 give the same bits") {
        for (int nodes = 8; nodes <= 48; nodes += nodes == 32 ? 16 : nodes) {
            CHECK_STATUS(scalp_optics_slab_make(&stack, nodes, &w.work, &slab, &error), SCALP_OK);
            w.kernels = scalp_kernels_make();
            CHECK_STATUS(scalp_optics_slab_make(&stack, nodes, &w.work, &other, &error), SCALP_OK);
            w.kernels = best;
            CHECK(memcmp(slab.ur1, other.ur1, waves * sizeof(double)) == 0);
            CHECK(memcmp(slab.utu, other.utu, waves * sizeof(double)) == 0);
            CHECK(memcmp(slab.absorbed, other.absorbed, waves * count * sizeof(double)) == 0);
        }
    }
    CASE("what is no stack is refused, with a reason") {
        scalp_layer bad[2] = {any_layer(&r), any_layer(&r)};
        const scalp_layer good = bad[0];
        const scalp_stack one = {bad, 1, 1, 1, 1}, two = {bad, 2, 1, 1, 1};
        static const double wrong[] = {-1, NAN, INFINITY, -INFINITY};
        for (int i = 0; i < 4; i++) {
            bad[0] = good;
            bad[0].mua_per_mm = wrong[i];
            refused(&w, one, "mua");
            bad[0] = good;
            bad[0].mus_per_mm = wrong[i];
            refused(&w, one, "mus");
            bad[0] = good;
            bad[0].g = wrong[i];
            refused(&w, one, "g is");
            bad[0] = good;
            bad[0].n = wrong[i];
            refused(&w, one, "index");
            bad[0] = good;
            bad[0].thickness_mm = wrong[i];
            refused(&w, two, "thick");
        }
        bad[0] = good;
        bad[0].thickness_mm = 0;
        refused(&w, one, "thickness");
        bad[0] = good;
        bad[0].g = 1;
        refused(&w, one, "g is 1");
        bad[0] = good;
        refused(&w, (scalp_stack){bad, 1, 1, 0.9, 1}, "above");
        refused(&w, (scalp_stack){bad, 1, 1, 1, NAN}, "below");
        refused(&w, (scalp_stack){bad, 10000, 1, 1, 1}, "10000 layers");
        refused(&w, (scalp_stack){bad, 1, 100000, 1, 1}, "100000 wavelengths");
        refused(&w, (scalp_stack){bad, 0, 1, 1, 1}, "no layer");
        CHECK_STATUS(scalp_optics_slab_make(&one, 7, &w.work, &slab, &error), SCALP_ERR_INPUT);
        scalp_layer many[20];
        for (int i = 0; i < 20; i++) {
            many[i] = good;
            many[i].n = 1 + 0.01 * i;
        }
        refused(&w, (scalp_stack){many, 20, 1, 1, 1}, "different refractive indices");
        bad[1] = good;
        bad[1].n += 0.1;
        refused(&w, (scalp_stack){bad, 1, 2, 1, 1}, "same at all wavelengths");
    }
    CASE("no memory is an error like others") {
        for (long n = 0; n < 8; n++) {
            check_stingy stingy = {.left = n};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release,
                                               &stingy};
            scalp_work poor = {.memory = NULL};
            if (scalp_arena_open(&allocator, &poor.memory) == SCALP_OK) {
                const scalp_status status =
                    scalp_optics_slab_make(&stack, 48, &poor, &slab, &error);
                CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY);
            }
            scalp_arena_close(&poor.memory);
            CHECK(stingy.live == 0);
        }
    }
    check_work_close(&w);
    return check_done();
}
