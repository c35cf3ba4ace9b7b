/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold of every walk: the same bits for anybody, nothing lost, honest errors. */
#include "walks.h"

static void same(const scalp_mc *a, const scalp_mc *b, size_t layers, size_t rings) {
    CHECK(memcmp(&a->reflected, &b->reflected, sizeof a->reflected) == 0);
    CHECK(memcmp(&a->transmitted, &b->transmitted, sizeof a->transmitted) == 0);
    CHECK(memcmp(a->absorbed, b->absorbed, layers * sizeof *a->absorbed) == 0);
    CHECK(memcmp(a->rings, b->rings, rings * sizeof *a->rings) == 0);
}

static void near(scalp_estimate a, scalp_estimate b) {
    CHECK_NEAR(a.mean, b.mean, 1e-12);
    CHECK_NEAR(a.error, b.error, 1e-9);
}

static void refused(check_work *w, const scalp_stack *stack, scalp_mc_params params,
                    const char *word) {
    scalp_error error = {.status = SCALP_OK};
    scalp_mc mc;
    CHECK(scalp_optics_mc_make(stack, &params, &w->work, &mc, &error) != SCALP_OK);
    if (!strstr(error.message, word))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, word);
}

static void refuse_all(check_work *w) {
    scalp_layer layers[2] = {{1.4, 0.1, 10, 0.8, 1}, {1.4, 0.1, 10, 0.8, 1}};
    scalp_stack stack = {layers, 2, 1, 1, 1};
    scalp_mc_params params = {.photons = 10, .ring_count = 4, .ring_mm = 0.1};
    const scalp_layer good = layers[1];
    refused(w, &stack, (scalp_mc_params){.photons = 0}, "0 photons");
    refused(w, &stack, (scalp_mc_params){.photons = SCALP_MC_MAX_PHOTONS + 1}, "photons");
    refused(w, &stack, (scalp_mc_params){.photons = 1, .ring_count = 20000}, "rings");
    refused(w, &stack, (scalp_mc_params){.photons = 1, .ring_count = SIZE_MAX}, "rings");
    refused(w, &stack, (scalp_mc_params){.photons = 1, .ring_count = 1, .ring_mm = NAN}, "wide");
    refused(w, &stack, (scalp_mc_params){.photons = 1, .ring_count = 1}, "wide");
    stack.wavelength_count = 2;
    stack.layer_count = 1;
    refused(w, &stack, params, "wavelengths");
    stack = (scalp_stack){layers, 2, 1, 1, 1};
    layers[1].mua_per_mm = -1;
    refused(w, &stack, params, "mua");
    layers[1] = (scalp_layer){1.4, 0, 10, 0.8, INFINITY};
    refused(w, &stack, params, "for ever");
    layers[1] = (scalp_layer){1.4, 0, 1e5, 0, 1e5};
    refused(w, &stack, params, "Layer 2: light would be scattered");
    layers[1] = (scalp_layer){1.4, 1e-9, 10, 0.8, INFINITY};
    refused(w, &stack, params, "Layer 2: light would be scattered");
    layers[1] = good;
    stack.layer_count = 10000;
    refused(w, &stack, params, "10000 layers");
}

static bool stop(void *context, const char *stage, double done) {
    (void)context;
    (void)stage;
    return done < 0.5;
}

static void starve(const walk_stack *stack) {
    const scalp_stack s = walk_stack_of(stack);
    const scalp_mc_params params = {.photons = 10, .ring_count = 1000, .ring_mm = 1};
    for (long n = 0; n < 8; n++) {
        scalp_mc mc;
        scalp_error error;
        check_stingy stingy = {.left = n};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &stingy};
        scalp_work poor = {.memory = NULL};
        if (scalp_arena_open(&allocator, &poor.memory) == SCALP_OK) {
            const scalp_status status = scalp_optics_mc_make(&s, &params, &poor, &mc, &error);
            CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY);
        }
        scalp_arena_close(&poor.memory);
        CHECK(stingy.live == 0);
    }
}

/* Mean of (estimate - truth)^2 over seeds, by the mean of error^2: 1 when the errors are what they
 * say. The mean of the quotients would not be: of few photons that all but all are absorbed, those
 * without one that is not have both a high estimate and a small error. Of what is reflected, or
 * of what the first layer absorbs. */
static double calibration(check_work *w, const walk_stack *stack, bool absorbed, int seeds) {
    const scalp_slab slab = slab_between(w, 1, stack->layers, stack->count, stack->below, 48);
    const double truth = absorbed ? slab.absorbed[0] : slab.ur1[0];
    double off = 0, said = 0;
    for (int i = 0; i < seeds; i++) {
        const scalp_mc_params params = {.photons = 500, .seed = 1000 + (uint64_t)i};
        const scalp_mc mc = walk(w, stack, params);
        const scalp_estimate got = absorbed ? mc.absorbed[0] : mc.reflected;
        off += pow(got.mean - truth, 2);
        said += pow(got.error, 2);
    }
    return off / said;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_kernels best = w.kernels, plain = scalp_kernels_make();
    const scalp_mc_params params = {.photons = 9001, .seed = 7, .ring_count = 30, .ring_mm = 0.04};
    CASE("the same bits for 1, 2 and 5 threads") {
        const scalp_mc one = walk(&w, &walk_stacks[3], params);
        for (unsigned threads = 2; threads <= 5; threads += 3) {
            check_work many;
            check_work_open(&many, threads);
            const scalp_mc other = walk(&many, &walk_stacks[3], params);
            same(&one, &other, walk_stacks[3].count, params.ring_count);
            check_work_close(&many);
        }
    }
    CASE("the lanes for AVX2 give the same bits as those for every machine") {
        for (size_t i = 0; i < walk_stack_count; i++) {
            scalp_mc_params few = params;
            few.photons = 1000;
            w.kernels = best;
            const scalp_mc wide = walk(&w, &walk_stacks[i], few);
            w.kernels = plain;
            const scalp_mc narrow = walk(&w, &walk_stacks[i], few);
            w.kernels = best;
            same(&wide, &narrow, walk_stacks[i].count, few.ring_count);
        }
    }
    CASE("in lanes every photon goes as it goes alone") {
        for (size_t i = 0; i < walk_stack_count; i++) {
            scalp_mc_params few = params;
            few.photons = 1000;
            const scalp_mc lanes = walk(&w, &walk_stacks[i], few);
            few.plain = true;
            const scalp_mc alone = walk(&w, &walk_stacks[i], few);
            near(lanes.reflected, alone.reflected);
            near(lanes.transmitted, alone.transmitted);
            for (size_t k = 0; k < walk_stacks[i].count; k++)
                near(lanes.absorbed[k], alone.absorbed[k]);
            for (size_t k = 0; k < few.ring_count; k++)
                near(lanes.rings[k], alone.rings[k]);
            near(lanes.beyond, alone.beyond);
        }
    }
    CASE("rings sum to the diffuse light, which with the specular is what comes back") {
        for (size_t i = 0; i < walk_stack_count; i++) {
            const scalp_mc mc = walk(&w, &walk_stacks[i], params);
            double sum = mc.beyond.mean;
            for (size_t k = 0; k < params.ring_count; k++)
                sum += mc.rings[k].mean;
            CHECK_NEAR(sum, mc.diffuse.mean, 1e-12);
            CHECK_NEAR(mc.surface + mc.specular.mean + sum, mc.reflected.mean, 1e-12);
        }
    }
    CASE("all shares make 1, but for what the roulette plays with") {
        for (size_t i = 0; i < walk_stack_count; i++) {
            const scalp_mc mc = walk(&w, &walk_stacks[i], params);
            double sum = mc.reflected.mean + mc.transmitted.mean;
            for (size_t k = 0; k < walk_stacks[i].count; k++)
                sum += mc.absorbed[k].mean;
            /* each packet plays with 1e-4 or less, and wins or loses at most some 9e-4 */
            CHECK_NEAR(sum, 1, 4 * 1e-3 / sqrt((double)params.photons));
        }
        const scalp_mc_params many = {.photons = 60000, .seed = 7};
        const scalp_mc dark =
            walk(&w, &walk_stacks[6], many); /* nearly all play, with 3e-4 at most */
        CHECK_NEAR(dark.reflected.mean + dark.transmitted.mean + dark.absorbed[0].mean +
                       dark.absorbed[1].mean + dark.absorbed[2].mean,
                   1, 4 * 2.5e-4 / sqrt(60000));
        const scalp_mc mc = walk(&w, &walk_stacks[11], params);
        CHECK_NEAR(mc.reflected.mean + mc.transmitted.mean, 1, 1e-12);
    }
    CASE("another seed gives other photons, the same seed the same") {
        scalp_mc_params other = params;
        const scalp_mc a = walk(&w, &walk_stacks[0], params), b = walk(&w, &walk_stacks[0], other);
        other.seed++;
        const scalp_mc c = walk(&w, &walk_stacks[0], other);
        CHECK(a.reflected.mean == b.reflected.mean);
        CHECK(a.reflected.mean != c.reflected.mean);
    }
    CASE("four times the photons halve the error") {
        scalp_mc_params few = {.photons = 8000, .seed = 3}, many = {.photons = 32000, .seed = 3};
        const scalp_mc a = walk(&w, &walk_stacks[8], few), b = walk(&w, &walk_stacks[8], many);
        CHECK_NEAR(b.reflected.error / a.reflected.error, 0.5, 0.1);
        CHECK_NEAR(b.absorbed[1].error / a.absorbed[1].error, 0.5, 0.1);
    }
    CASE("over many seeds the errors are what they say they are") {
        const int seeds = check_times(400, 4000);
        const double spread = 4 * sqrt(2.0 / seeds); /* of the mean of squares, four sigma */
        CHECK_NEAR(calibration(&w, &walk_stacks[8], false, seeds), 1, spread);
        CHECK_NEAR(calibration(&w, &walk_stacks[6], true, seeds), 1, spread);
    }
    CASE("one photon has no error") {
        const scalp_mc mc = walk(&w, &walk_stacks[0], (scalp_mc_params){.photons = 1});
        CHECK(isnan(mc.reflected.error));
    }
    CASE("an endless layer of nothing swallows what enters it") {
        const walk_stack hole = {"hole", 2, 1, {{1.4, 0, 2, 0, 1}, {1.4, 0, 0, 0, INFINITY}}};
        const scalp_mc mc = walk(&w, &hole, (scalp_mc_params){.photons = 5000, .seed = 1});
        CHECK_NEAR(mc.absorbed[1].mean + mc.reflected.mean, 1, 1e-12);
    }
    CASE("what cannot be walked is refused, with a reason") {
        refuse_all(&w);
    }
    CASE("it can be stopped") {
        scalp_error error;
        scalp_mc mc;
        const scalp_stack s = walk_stack_of(&walk_stacks[0]);
        w.work.progress = stop;
        CHECK_STATUS(scalp_optics_mc_make(&s, &params, &w.work, &mc, &error), SCALP_ERR_CANCELLED);
        w.work.progress = NULL;
    }
    CASE("no memory is an error like others") {
        starve(&walk_stacks[3]);
    }
    check_work_close(&w);
    return check_done();
}
