/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photons against adding-doubling, and rings against the textbook's walk: four standard errors. */
#include "walks.h"

static void against_adding(check_work *w, const walk_stack *stack, uint64_t photons) {
    const scalp_slab slab = slab_between(w, 1, stack->layers, stack->count, stack->below, 48);
    const scalp_mc mc = walk(w, stack, (scalp_mc_params){.photons = photons, .seed = 2026});
    CHECK_AT_MOST(off(mc.reflected, slab.ur1[0]), 4);
    CHECK_AT_MOST(off(mc.transmitted, slab.ut1[0]), 4);
    for (size_t i = 0; i < stack->count; i++)
        CHECK_AT_MOST(off(mc.absorbed[i], slab.absorbed[i]), 4);
    CHECK_AT_MOST(mc.reflected.error, 0.6 / sqrt((double)photons));
}

enum { ring_count = 12 };

static void against_textbook(check_work *w, const walk_stack *stack, double ring_mm,
                             uint64_t photons, uint64_t slow_photons) {
    const scalp_mc_params params = {
        .photons = photons, .seed = 5, .ring_count = ring_count, .ring_mm = ring_mm};
    const scalp_mc mc = walk(w, stack, params);
    scalp_random r = scalp_random_make(77, 0);
    double rings[ring_count + 1] = {0};
    for (uint64_t i = 0; i < slow_photons; i++) {
        slow_photon p;
        if (slow_walk(stack, 0, 0, NULL, NULL, &r, &p) != SLOW_UP || p.to[2] == -1)
            continue;
        const double ring = hypot(p.at[0], p.at[1]) / ring_mm;
        rings[ring < ring_count ? (int)ring : ring_count]++;
    }
    for (int i = 0; i <= ring_count; i++) {
        const double share = rings[i] / (double)slow_photons;
        const scalp_estimate got = i < ring_count ? mc.rings[i] : mc.beyond;
        const double error = hypot(got.error, sqrt(share * (1 - share) / (double)slow_photons));
        CHECK_NEAR(got.mean, share * (1 - mc.surface), 4 * error);
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 2);
    const uint64_t photons = (uint64_t)check_times(60000, 10000000);
    for (size_t i = 0; i < walk_stack_count; i++) {
        CASE(walk_stacks[i].name) {
            against_adding(&w, &walk_stacks[i], photons);
        }
    }
    const uint64_t slow = (uint64_t)check_times(10000, 1000000);
    CASE("rings in skin, as the textbook walks") {
        against_textbook(&w, &walk_stacks[4], 0.05, 4 * slow, slow);
    }
    CASE("rings with steps of index, as the textbook walks") {
        against_textbook(&w, &walk_stacks[7], 0.25, 4 * slow, slow);
    }
    CASE("rings through a gap of air, which show how light is bent") {
        const walk_stack gap = {"gap", 2, 1, {{1, 0, 0, 0, 5}, {1.5, 0.1, 30, 0, 1}}};
        against_textbook(&w, &gap, 2, 4 * slow, slow);
    }
    CASE("a pane of glass: 2 r / (1 + r) comes back, none of it diffuse") {
        const walk_stack pane = {"pane", 1, 1, {{1.5, 0, 0, 0, 1}}};
        const scalp_mc mc = walk(&w, &pane, (scalp_mc_params){.photons = 100000, .seed = 1});
        CHECK_NEAR(mc.surface, 0.04, 1e-15);
        CHECK_AT_MOST(off(mc.reflected, 0.08 / 1.04), 4);
        CHECK_AT_MOST(off(mc.specular, 0.08 / 1.04 - 0.04), 4);
        CHECK_AT_MOST(off(mc.transmitted, 0.96 / 1.04), 4);
        CHECK(mc.diffuse.mean == 0);
    }
    CASE("Beer's law where nothing scatters") {
        const walk_stack dye = {"dye", 1, 1, {{1, 0.7, 0, 0, 1.5}}};
        const scalp_mc mc = walk(&w, &dye, (scalp_mc_params){.photons = 100000, .seed = 1});
        CHECK(mc.reflected.mean == 0);
        CHECK_AT_MOST(off(mc.transmitted, exp(-1.05)), 4);
        CHECK_AT_MOST(off(mc.absorbed[0], 1 - exp(-1.05)), 4);
    }
    check_work_close(&w);
    return check_done();
}
