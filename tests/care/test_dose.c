/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbing against labels, ceilings, all of 24 hours, broken skin and the client's answers. */
#include "screening.h"

static const char on[] = "2026-11-20";

static scalp_screening with(const char *product, double grams, double area, double minutes) {
    scalp_screening s = healthy();
    s.weight_kg = 70;
    s.numbing_count = 1;
    s.numbings[0] = (scalp_numbing){.grams = grams,
                                    .area_cm2 = area,
                                    .minutes = minutes,
                                    .minute = (int64_t)day_of(on) * 1440 + 9 * 60};
    snprintf(s.numbings[0].product, sizeof s.numbings[0].product, "%s", product);
    return s;
}

static void check_one(const char *what, const scalp_screening *s, scalp_verdict verdict,
                      const char *reason, check_work *w) {
    const scalp_screen_result r = screen_on(s, on, NULL, w);
    if (r.verdict != verdict || !finding_of(&r, reason))
        CHECK_FAILED("%s: %s, not %s for %s", what, scalp_verdict_name(r.verdict),
                     scalp_verdict_name(verdict), reason);
}

static void check_labels(check_work *w) {
    scalp_screening s = with("emla", 3, 20, 60);
    check_one("little EMLA", &s, SCALP_VERDICT_GO, "fine", w);
    s = with("emla", 61, 400, 60);
    check_one("more than 60 g", &s, SCALP_VERDICT_NO, "much", w);
    s = with("emla", 20, 601, 60);
    check_one("more than 600 cm2", &s, SCALP_VERDICT_NO, "area", w);
    s = with("emla", 3, 14, 60);
    check_one("thicker than 2 g on 10 cm2", &s, SCALP_VERDICT_NO, "thick", w);
    s = with("emla", 3, 20, 301);
    check_one("longer than 5 hours", &s, SCALP_VERDICT_NO, "long", w);
    s = with("emla", 3, 20, 60);
    s.numbings[0].on_broken_skin = true;
    check_one("broken skin", &s, SCALP_VERDICT_NO, "broken", w);
    s = with("other", 1, 20, 30);
    s.numbings[0].lidocaine_pct = 5;
    check_one("5 % lidocaine", &s, SCALP_VERDICT_DOCTOR, "strong", w);
}

/* 70 kg x 4.5 mg/kg = 315 mg, but 300 in all: 7.5 g of 4 %; 50 kg: 225 mg, 5.625 g. */
static void check_ceiling(check_work *w) {
    scalp_screening s = with("lmx4", 7.5, 60, 30);
    CHECK_NEAR(screen_on(&s, on, NULL, w).dose.lidocaine_mg, 300, 1e-9);
    CHECK_NEAR(screen_on(&s, on, NULL, w).dose.share, 1, 1e-12);
    check_one("at the ceiling", &s, SCALP_VERDICT_GO, "fine", w);
    s.numbings[0].grams = 7.6;
    check_one("above the ceiling", &s, SCALP_VERDICT_DOCTOR, "high", w);
    s = with("lmx4", 5.7, 60, 30);
    check_one("of 70 kg", &s, SCALP_VERDICT_GO, "fine", w);
    s.weight_kg = 50;
    check_one("of 50 kg", &s, SCALP_VERDICT_DOCTOR, "high", w);
    /* 25 mg/g of each: 10 g are 250/300 + 250/400. */
    s = with("emla", 10, 100, 60);
    const scalp_screen_result r = screen_on(&s, on, NULL, w);
    CHECK_NEAR(r.dose.share, 250.0 / 300 + 250.0 / 400, 1e-12);
    s.letter_count = 1;
    s.letters[0] = (scalp_letter){-1, day_of("2026-11-10"), "Dr Roth"};
    CHECK(screen_on(&s, on, NULL, w).verdict == SCALP_VERDICT_GO);
}

static void check_day(check_work *w) {
    scalp_screening s = with("lmx4", 4, 40, 30);
    s.numbing_count = 2;
    s.numbings[1] = s.numbings[0];
    s.numbings[1].minute += 3 * 60;
    check_one("together above the ceiling", &s, SCALP_VERDICT_DOCTOR, "high", w);
    s.numbings[1].minute = s.numbings[0].minute - 24 * 60; /* exactly a day before */
    check_one("the day before", &s, SCALP_VERDICT_GO, "fine", w);
    s.numbings[1].minute++;
    check_one("a minute less than a day", &s, SCALP_VERDICT_DOCTOR, "high", w);
    s.numbings[1].minute = s.numbings[0].minute - 10 * 1440;
    s.numbings[1].grams = 500; /* of an earlier session: not looked at any more */
    check_one("long ago", &s, SCALP_VERDICT_GO, "fine", w);
    s = with("lmx4", 2, 20, 30);
    s.numbing_count = 2;
    s.numbings[1] = s.numbings[0];
    s.numbings[1].minute += 20;
    check_one("in parts", &s, SCALP_VERDICT_GO, "fine", w);
    s.numbings[1].minute = s.numbings[0].minute + 119;
    check_one("again within 2 hours", &s, SCALP_VERDICT_NO, "soon", w);
    s.numbings[1].minute = s.numbings[0].minute + 120;
    check_one("again after 2 hours", &s, SCALP_VERDICT_GO, "fine", w);
    /* 31 g and 30 g: each within its label, not both. */
    s = with("lmx4", 31, 200, 30);
    s.numbing_count = 2;
    s.numbings[1] = s.numbings[0];
    s.numbings[1].grams = 30;
    s.numbings[1].minute += 300;
    check_one("two applications", &s, SCALP_VERDICT_NO, "much", w);
}

static void check_answers(check_work *w) {
    scalp_screening s = with("lmx4", 2, 20, 30);
    set_answer(&s, "allergy_numbing", "yes");
    check_one("allergy", &s, SCALP_VERDICT_NO, "numbing_allergy", w);
    s = with("lmx4", 2, 20, 30);
    set_answer(&s, "methaemoglobin", "yes");
    const scalp_screen_result r = screen_on(&s, on, NULL, w);
    CHECK(r.verdict == SCALP_VERDICT_GO && !finding_of(&r, "numbing_methaemoglobin"));
    s = with("emla", 2, 20, 60);
    set_answer(&s, "methaemoglobin", "yes");
    check_one("prilocaine", &s, SCALP_VERDICT_NO, "numbing_methaemoglobin", w);
    set_answer(&s, "methaemoglobin", "no");
    set_answer(&s, "liver", "yes");
    check_one("liver", &s, SCALP_VERDICT_DOCTOR, "numbing_liver", w);
}

static void check_weight(check_work *w) {
    static const double bad[] = {0, -70, 20, 400, (double)NAN};
    const scalp_screen_params params = {.on = day_of(on)};
    scalp_screen_result r;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        scalp_screening s = with("lmx4", 2, 20, 30);
        s.weight_kg = bad[i];
        CHECK_STATUS(scalp_screen(&s, &params, &w->work, &r, NULL), SCALP_ERR_INPUT);
    }
    scalp_screening s = with("lmx4", 2, 0, 30);
    CHECK_STATUS(scalp_screen(&s, &params, &w->work, &r, NULL), SCALP_ERR_INPUT);
}

/* More cream, a lighter client or a smaller area never makes it better. */
static void check_more(check_work *w) {
    for (uint64_t n = 0; n < 200; n++) {
        scalp_random random = scalp_random_make(5, n);
        const char *product = scalp_anaesthetic_id(scalp_random_below(&random, 3));
        scalp_screening s = with(product, 1 + 70 * scalp_random_uniform(&random),
                                 10 + 600 * scalp_random_uniform(&random), 60);
        s.weight_kg = 40 + 80 * scalp_random_uniform(&random);
        const scalp_verdict before = screen_on(&s, on, NULL, w).verdict;
        scalp_screening more = s, light = s, small = s;
        more.numbings[0].grams *= 1 + scalp_random_uniform(&random);
        light.weight_kg *= 0.8;
        small.numbings[0].area_cm2 /= 1 + scalp_random_uniform(&random);
        CHECK(screen_on(&more, on, NULL, w).verdict >= before);
        CHECK(screen_on(&light, on, NULL, w).verdict >= before);
        if (s.numbings[0].area_cm2 < 150) /* a large area is refused by itself */
            CHECK(screen_on(&small, on, NULL, w).verdict >= before);
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("labels") {
        check_labels(&w);
    }
    CASE("the ceiling by weight, substances added up") {
        check_ceiling(&w);
    }
    CASE("all of 24 hours") {
        check_day(&w);
    }
    CASE("answers against it") {
        check_answers(&w);
    }
    CASE("weights and areas that are none") {
        check_weight(&w);
    }
    CASE("more is never better") {
        check_more(&w);
    }
    check_work_close(&w);
    return check_done();
}
