/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer: what it is the best of, what it says of itself, what it warns of, what it refuses. */
#include "asks.h"

static const double tried[] = {100, 80, 60, 50, 40, 30, 25, 20, 15, 10, 5, 0};

static scalp_match_shade shade_of(const scalp_match_request *ask, double dilution,
                                  const char *needle, const scalp_work *work) {
    scalp_match_shade shade = {.dilution = -1};
    CHECK_STATUS(scalp_match_try(ask, &scalp_pigments[0], dilution, needle, work, &shade, NULL),
                 SCALP_OK);
    return shade;
}

/* By trying everything that the rule allows, one by one. */
static void check_exhaustive(const scalp_match_request *ask, const scalp_work *work) {
    static const char *const needles[] = {"0601RL", "0801RL", "1001RL"};
    const scalp_match m = answer(ask, work);
    double least = INFINITY, start = 100;
    const double black = shade_of(ask, 0, needles[0], work).healed[0].l;
    for (size_t i = 0; tried[i] < start + 1; i++) {
        const scalp_match_shade s = shade_of(ask, tried[i], needles[0], work);
        least = fmin(least, s.mean_difference);
        start = tried[i];
        if (m.skin[0].l - s.healed[0].l >= 0.9 * (m.skin[0].l - black))
            break;
    }
    CHECK(start < 100 && start > 0);
    for (size_t n = 1; n < 3; n++)
        least = fmin(least, shade_of(ask, start, needles[n], work).mean_difference);
    CHECK_AT_MOST(m.best.mean_difference, least + 1e-9);
    const scalp_match_shade again = shade_of(ask, m.best.dilution, m.best.needle, work);
    CHECK_NEAR(again.mean_difference, m.best.mean_difference, 1e-9);
    CHECK(m.has_runner_up && m.runner_up.mean_difference >= m.best.mean_difference);
}

static void check_refused(scalp_match_request ask, const char *why, const scalp_work *work) {
    scalp_match match;
    scalp_error error = {SCALP_OK, ""};
    CHECK_STATUS(scalp_match_make(&ask, work, &match, &error), SCALP_ERR_INPUT);
    if (!strstr(error.message, why))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, why);
}

static void check_refusals(const scalp_work *work) {
    const scalp_lab skin = {65, 8, 14};
    scalp_match_request ask = ask_stubble(skin, (scalp_lab){60, 6, 11});
    ask.skin.l = NAN;
    check_refused(ask, "The skin's L is nan", work);
    ask.skin.l = 120;
    check_refused(ask, "L must be 0 to 100", work);
    ask.skin = skin;
    ask.stubble.b = 1000;
    check_refused(ask, "The stubble's a and b", work);
    ask = ask_hair(41, "no such hair");
    check_refused(ask, "Neither the stubble's colour nor", work);
    ask = ask_hair(41, "brown");
    ask.grey_percent = 101;
    check_refused(ask, "grey hairs (%) is 101; it must be 0 to 100", work);
    ask.grey_percent = 0;
    ask.density_per_cm2 = NAN;
    check_refused(ask, "dots per cm2", work);
    ask.density_per_cm2 = 0;
    ask.pigment_depth_mm = 0.5;
    check_refused(ask, "must be 0.1 to 0.3", work);
    ask.pigment_depth_mm = 0;
    ask.needle = "0602RL";
    check_refused(ask, "there are 0601RL, 0603RL", work);
    ask.needle = NULL;
    ask.pigment = "ash";
    check_refused(ask, "Pigment \"ash\" is not known; there are carbon-black", work);
}

/* The status with so many blocks of memory. */
static scalp_status answer_with(int blocks) {
    check_stingy b = {blocks, 0};
    const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &b};
    scalp_match_request ask = ask_hair(41, "black");
    ask.needle = "0601RL";
    scalp_kernels kernels = scalp_kernels_find();
    scalp_work work = {.kernels = &kernels};
    scalp_match match;
    scalp_error error = {SCALP_OK, ""};
    if (scalp_arena_open(&allocator, &work.memory) != SCALP_OK)
        return SCALP_ERR_MEMORY;
    const scalp_status status = scalp_match_make(&ask, &work, &match, &error);
    CHECK(status == SCALP_OK || (status == SCALP_ERR_MEMORY && error.message[0]));
    scalp_arena_close(&work.memory);
    CHECK(b.live == 0);
    return status;
}

int main(void) {
    check_work w, many;
    check_work_open(&w, 0);
    check_work_open(&many, 3);
    const scalp_match_request brown =
        ask_stubble((scalp_lab){65.4, 8.5, 13.9}, (scalp_lab){62.2, 7.7, 13});
    const scalp_match m = answer(&brown, &w.work);
    CASE("the best of all that may be tried") {
        check_exhaustive(&brown, &w.work);
    }
    CASE("the measured colours come out again, and what was asked") {
        const scalp_lab skin = {65.4, 8.5, 13.9}, stubble = {62, 7, 12};
        scalp_match_request ask = ask_stubble(skin, stubble);
        ask.density_per_cm2 = 120;
        const scalp_match is = answer(&ask, &w.work);
        CHECK_AT_MOST(scalp_lab_difference(is.skin[0], skin), 1e-3);
        CHECK_AT_MOST(scalp_lab_difference(is.stubble[0], stubble), 1e-3);
        CHECK_NEAR(is.density_per_cm2, 120, 0);
        CHECK(is.in_range && is.best.mean_difference <= SCALP_MATCH_GOOD);
        CHECK_NEAR((is.best.difference[0] + is.best.difference[1]) / 2, is.best.mean_difference,
                   1e-12);
        CHECK_NEAR(scalp_lab_difference(is.best.healed[0], is.stubble[0]), is.best.difference[0],
                   1e-12);
    }
    CASE("fresh is darker and redder than healed, after five years it is paler") {
        CHECK(m.fresh[0].l < m.best.healed[0].l - 1 && m.fresh[0].a > m.best.healed[0].a);
        CHECK(m.after_5_years[0].l > m.best.healed[0].l && m.after_5_years[0].l < m.skin[0].l);
    }
    CASE("deeper is paler and, for its darkness, bluer") {
        CHECK(m.deeper_change.l > 0.1 && m.deeper_bluer > 0.1);
    }
    CASE("the same bits with three threads") {
        const scalp_match a = m, b = answer(&brown, &many.work);
        CHECK(memcmp(&a.best.healed, &b.best.healed, sizeof a.best.healed) == 0);
        CHECK(memcmp(&a.fresh, &b.fresh, sizeof a.fresh) == 0);
        CHECK(a.best.mean_difference <= b.best.mean_difference &&
              a.best.mean_difference >= b.best.mean_difference);
    }
    CASE("more dots of the same shade are darker; another needle when it is asked for") {
        scalp_match_request ask = brown;
        const scalp_match_shade few = shade_of(&ask, 20, "0601RL", &w.work);
        ask.density_per_cm2 = 150;
        const scalp_match_shade more = shade_of(&ask, 20, "0601RL", &w.work);
        CHECK(more.healed[0].l < few.healed[0].l - 0.5);
        ask.needle = "0803RL";
        CHECK_TEXT(answer(&ask, &w.work).best.needle, "0803RL");
    }
    CASE("stubble that no shade reaches: the nearest, and it says so") {
        const scalp_match_request ask = ask_stubble((scalp_lab){65, 8, 14}, (scalp_lab){40, 3, 4});
        const scalp_match far = answer(&ask, &w.work);
        CHECK(!far.in_range && warned(&far, "No shade reaches the stubble"));
        CHECK(warned(&far, "Too dark for session 1") && warned(&far, "begin with 1:"));
        CHECK(warned(&far, "Blue risk"));
        CHECK(far.best.dilution >= 5); /* undiluted adds nothing that is seen */
    }
    CASE("stubble lighter than dark skin cannot be matched, and it says so") {
        const scalp_match_request ask = ask_stubble((scalp_lab){40, 9, 12}, (scalp_lab){50, 5, 10});
        const scalp_match light = answer(&ask, &w.work);
        CHECK(!light.in_range && warned(&light, "Cannot match"));
        CHECK_NEAR(light.best.dilution, 100, 0);
    }
    CASE("a usual answer has no warning") {
        CHECK(m.warning_count == 0);
    }
    CASE("iron oxides only when asked for, with a warning") {
        scalp_match_request ask = brown;
        CHECK(!scalp_pigment_has_iron(m.best.pigment));
        ask.needle = "0601RL";
        ask.pigment = "brow-brown";
        const scalp_match iron = answer(&ask, &w.work);
        CHECK_TEXT(iron.best.pigment->id, "brow-brown");
        CHECK(warned(&iron, "turn red"));
    }
    CASE(
        "a weak pigment of the studio's own is used less diluted; white to blond never undiluted") {
        scalp_pigment weak = scalp_pigments[0];
        weak.id = weak.name = "weak";
        weak.carbon_mg_per_cm3 = 6;
        scalp_pigment_fill(&weak);
        scalp_match_request ask = brown;
        ask.own = &weak;
        ask.own_count = 1;
        ask.needle = "0601RL";
        ask.pigment = "weak";
        CHECK_AT_MOST(answer(&ask, &w.work).best.dilution, 1e-9);
        ask.has_stubble = false;
        ask.hair = scalp_hair_find("white");
        CHECK(answer(&ask, &w.work).best.dilution > 0);
    }
    CASE("skin that is no skin, and dots that are seen as dots, are told") {
        scalp_match_request ask = ask_stubble((scalp_lab){60, -30, 30}, (scalp_lab){55, -25, 25});
        const scalp_match odd = answer(&ask, &w.work);
        CHECK(odd.skin_difference > 5 && warned(&odd, "no colour of skin"));
        ask = brown;
        ask.needle = "1003RL";
        const scalp_match wide = answer(&ask, &w.work);
        CHECK(warned(&wide, "look like dots"));
    }
    CASE("what makes no sense is refused in one sentence") {
        check_refusals(&w.work);
    }
    CASE("out of memory is said, wherever it happens") {
        int blocks = 0, failed = 0;
        for (; blocks < 10000 && answer_with(blocks) != SCALP_OK; failed++)
            blocks = blocks * 2 + 1;
        CHECK(failed > 1 && blocks < 10000);
    }
    check_work_close(&w);
    check_work_close(&many);
    return check_done();
}
