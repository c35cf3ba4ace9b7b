/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A shade for a client whose test dots were read. */
#include "../check.h"

#include <scalptor/match.h>

static scalp_match_shade shade_of(const scalp_traits *known, double diameter_mm,
                                  const scalp_work *work) {
    const double dilution = 25;
    scalp_match_shade shade = {.dilution = 0};
    scalp_error error = {SCALP_OK, ""};
    const scalp_match_request ask = {.skin = {66, 12, 17},
                                     .hair = scalp_hair_find("brown"),
                                     .worn_length_mm = 0.5,
                                     .diameter_mm = diameter_mm,
                                     .known = known};
    const scalp_arena_mark here = scalp_arena_here(work->memory);
    CHECK_STATUS(scalp_match_try(&ask, scalp_pigment_find("carbon-black"), &dilution, 1, "0601RL",
                                 work, &shade, &error),
                 SCALP_OK);
    scalp_arena_return(work->memory, here);
    return shade;
}

static scalp_traits known_with(scalp_trait trait, double mean) {
    scalp_traits known = scalp_traits_population();
    known.mean[trait] = mean;
    return known;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_match_shade usual = shade_of(NULL, 0, &w.work);
    CASE("the population's mean is the middle client, to the bit") {
        const scalp_traits all = scalp_traits_population();
        const scalp_match_shade same = shade_of(&all, 0, &w.work);
        CHECK_NEAR(same.healed[0].l, usual.healed[0].l, 1e-9);
        CHECK_NEAR(same.healed[0].b, usual.healed[0].b, 1e-9);
        CHECK_NEAR(same.deposit.diameter_mm, usual.deposit.diameter_mm, 0);
    }
    CASE("skin that keeps less gives a paler zone and dot; more, a darker one") {
        const scalp_traits less = known_with(SCALP_TRAIT_TAKE, -2);
        const scalp_traits more = known_with(SCALP_TRAIT_TAKE, 2);
        const scalp_match_shade pale = shade_of(&less, 0, &w.work);
        const scalp_match_shade dark = shade_of(&more, 0, &w.work);
        CHECK(pale.healed[0].l > usual.healed[0].l + 0.1 && pale.dot.l > usual.dot.l + 1);
        CHECK(dark.healed[0].l < usual.healed[0].l - 0.05 && dark.dot.l < usual.dot.l - 0.4);
    }
    CASE("skin that takes dots wider: wider, and unless it was measured so") {
        const scalp_traits wide = known_with(SCALP_TRAIT_WIDTH, 1.5);
        const scalp_match_shade wider = shade_of(&wide, 0, &w.work);
        CHECK(wider.deposit.diameter_mm > 1.2 * usual.deposit.diameter_mm);
        CHECK(wider.seen_diameter_mm > 1.1 * usual.seen_diameter_mm);
        const scalp_match_shade measured = shade_of(&wide, 0.2, &w.work);
        CHECK_NEAR(measured.deposit.diameter_mm, 0.2, 0);
        CHECK_NEAR(measured.healed[0].l, usual.healed[0].l, 1e-9);
    }
    CASE("skin that shifts towards blue gives a bluer zone, as dark") {
        const scalp_traits blue = known_with(SCALP_TRAIT_HUE, 2);
        const scalp_match_shade bluer = shade_of(&blue, 0, &w.work);
        CHECK(bluer.healed[0].b < usual.healed[0].b - 0.2 && bluer.dot.b < usual.dot.b - 1);
        CHECK_NEAR(bluer.healed[0].l, usual.healed[0].l, 0.6);
    }
    CASE("a client like nobody is refused") {
        const scalp_traits none = known_with(SCALP_TRAIT_TAKE, 20);
        const scalp_match_request ask = {
            .skin = {66, 12, 17}, .hair = scalp_hair_find("brown"), .known = &none};
        scalp_match match;
        scalp_error error;
        CHECK_STATUS(scalp_match_make(&ask, &w.work, &match, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "take") != NULL);
    }
    check_work_close(&w);
    return check_done();
}
