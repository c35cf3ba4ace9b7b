/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All skins and hairs: something is found, and what is darker gets what is darker. */
#include "asks.h"

static const char *const hairs[] = {"black",      "dark brown", "brown",       "light brown",
                                    "dark blond", "blond",      "light blond", "white"};
enum { hair_count = sizeof hairs / sizeof *hairs };

/* A shade that is not lighter than the one before: neither its dilution nor the zone it gives. */
static void check_darker(const scalp_match *lighter, const scalp_match *darker) {
    if (darker->best.dilution > lighter->best.dilution)
        CHECK_FAILED("1:%g (%s) for L %.2f, but 1:%g (%s) for the darker L %.2f",
                     lighter->best.dilution, lighter->best.needle, lighter->stubble[0].l,
                     darker->best.dilution, darker->best.needle, darker->stubble[0].l);
    CHECK_AT_MOST(darker->best.healed[0].l, lighter->best.healed[0].l + 1e-9);
}

static void check_skin(double ita_deg, size_t step, const scalp_work *work) {
    scalp_match before = {.has_runner_up = false};
    for (size_t i = 0; i < hair_count; i += step) {
        const size_t h = hair_count - 1 - i;
        const scalp_match_request ask = ask_hair(ita_deg, hairs[h]);
        const scalp_match m = answer(&ask, work);
        const bool reaches = m.in_range && m.best.mean_difference <= SCALP_MATCH_GOOD;
        if (!reaches && !(h == hair_count - 1 && warned(&m, "Cannot match")))
            CHECK_FAILED("%s hair on skin of %g degrees: off by %.2f", hairs[h], ita_deg,
                         m.best.mean_difference);
        if (h >= 5)
            CHECK(m.best.dilution >= 10 && warned(&m, "undiluted black is left out"));
        if (before.best.pigment)
            check_darker(&before, &m);
        before = m;
    }
}

static void check_falling(scalp_lab skin, double step, const scalp_work *work) {
    scalp_match before = {.has_runner_up = false};
    for (double darker = 0; darker < 18; darker += step) {
        const scalp_lab stubble = {skin.l - darker, skin.a - 0.35 * darker, skin.b - 0.4 * darker};
        const scalp_match_request ask = ask_stubble(skin, stubble);
        const scalp_match m = answer(&ask, work);
        if (before.best.pigment)
            check_darker(&before, &m);
        before = m;
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("six skins, eight hairs: in range, and darker hair never gets a lighter shade") {
        for (size_t i = 0; i < 6; i += (size_t)check_times(5, 1))
            check_skin(asks_ita_deg[i], (size_t)check_times(3, 1), &w.work);
    }
    CASE("on one skin ever darker stubble never gets a lighter shade") {
        check_falling((scalp_lab){65.4, 8.5, 13.9}, check_times(12, 1) / 2.0, &w.work);
        if (check_times(0, 1))
            check_falling((scalp_lab){47.4, 10.5, 15.4}, 0.5, &w.work);
    }
    CASE("the more grey, the more diluted") {
        double before = 0;
        for (double grey = 0; grey <= 100; grey += check_times(100, 10)) {
            scalp_match_request ask = ask_hair(48, "dark brown");
            ask.grey_percent = grey;
            ask.needle = "0601RL";
            const scalp_match m = answer(&ask, &w.work);
            CHECK(m.best.dilution >= before);
            before = m.best.dilution;
        }
        CHECK(before >= 80);
    }
    CASE("the longer worn, the darker the stubble") {
        double before = 100;
        for (double length = 0; length <= 2; length += 2) {
            scalp_match_request ask = ask_hair(48, "dark brown");
            ask.worn_length_mm = length;
            ask.needle = "0601RL";
            const scalp_match m = answer(&ask, &w.work);
            CHECK(m.stubble[0].l < before);
            before = m.stubble[0].l;
        }
    }
    check_work_close(&w);
    return check_done();
}
