/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The case's forecast: days of the calendar, kinds of skin and dots, measurements on the time line,
 * and what becomes of the work when the hair around it changes. */
#include "check.h"

#include <scalptor/case.h>

static void set(char to[SCALP_CASE_TEXT], const char *text) {
    memcpy(to, text, strlen(text) + 1);
}

typedef struct scene {
    scalp_case document;
    scalp_fit fit;
    scalp_design design;
} scene;

static void prepare(scene *s, const char *stage, const scalp_work *work) {
    scalp_error error = {SCALP_OK, ""};
    s->document = scalp_case_default();
    set(s->document.loss_stage, stage);
    CHECK_STATUS(scalp_case_fit(&s->document, NULL, work, &s->fit, &error), SCALP_OK);
}

static scalp_status make(scene *s, const scalp_case_measured *m, size_t count,
                         const scalp_work *work, scalp_case_forecast *f, scalp_error *error) {
    const scalp_status status = scalp_case_design(&s->document, &s->fit, work, &s->design, error);
    return status != SCALP_OK ? status
                              : scalp_case_forecast_make(&s->document, &s->fit, &s->design, m,
                                                         count, work, f, error);
}

static void check_days(void) {
    char date[SCALP_CASE_DATE];
    double day, before = 0;
    CHECK(scalp_case_day_from_date("1970-01-01", &day) && day == 0);
    CHECK(scalp_case_day_from_date("2000-03-01", &day) && day == 11017);
    CHECK(scalp_case_day_from_date("1900-01-01", &before));
    for (double d = before; scalp_case_date_from_day(d, date), strcmp(date, "2999-12-31") != 0;
         d++) {
        if (!scalp_case_day_from_date(date, &day) || day > d || day < d)
            CHECK_FAILED("day %.0f is %s, which is day %.0f", d, date, day);
    }
    static const char *const wrong[] = {"2027-02-29", "1900-02-29", "2027-00-01", "2027-1-01",
                                        "1899-12-31", "3000-01-01", "2027-04-31", "2027/04/01",
                                        "",           "2027-04-011"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK(!scalp_case_day_from_date(wrong[i], &day));
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_error error = {SCALP_OK, ""};
    scalp_case_forecast f;
    static scene s;
    CASE("days of the calendar, there and back, 1900 to 2999") {
        check_days();
    }
    CASE("words of the case become wear") {
        scalp_case document = scalp_case_default();
        const scalp_wear none = scalp_case_wear(&document, SCALP_ZONE_CROWN);
        CHECK(none.oily == 0 && none.sun == 0 && none.harsh == 0 && none.smoking == 0 &&
              none.scar == 0);
        set(document.oiliness, "dry");
        set(document.sun, "much");
        set(document.smoker, "yes");
        set(document.way_of_life, "demanding");
        set(document.zones[0].zone, "crown");
        set(document.zones[0].scar, "yes");
        document.zone_count = 1;
        const scalp_wear all = scalp_case_wear(&document, SCALP_ZONE_CROWN);
        CHECK(all.oily == -1 && all.sun == 1 && all.harsh == 1 && all.smoking == 1 &&
              all.scar == 1);
        CHECK(scalp_case_wear(&document, SCALP_ZONE_FRONTAL).scar == 0);
    }
    CASE("one kind of skin, undated; a later stage bares skin, grey hair stands out more") {
        prepare(&s, "III", &w.work);
        set(s.document.hair_colour, "light brown");
        s.document.dilution = 5;
        CHECK_STATUS(make(&s, NULL, 0, &w.work, &f, &error), SCALP_OK);
        CHECK(f.kind_count == 1 && !f.dated && !f.kinds[0].scar);
        CHECK_NEAR(f.days[f.year_index[5]], 5 * 365.25, 1e-9);
        CHECK_NEAR(f.forecast.kinds[0].seen[0].middle, 1, 1e-12);
        CHECK(f.kinds[0].seen_mm[0] > 0.2 && f.kinds[0].seen_mm[0] < 0.3);
        CHECK(f.kinds[0].seen_mm[2] > f.kinds[0].seen_mm[1]);
        CHECK(f.recede.possible);
        CHECK_TEXT(f.recede.to, "V");
        CHECK(f.recede.bare_then > f.recede.bare_now && f.recede.bare_then <= 1);
        CHECK(f.recede.outside_cm2 > 40 && f.recede.outside_dots > 2000);
        CHECK(f.grey.then[0] > f.grey.now[0] && f.grey.dot_now[0] > 1 && f.grey.dot_then[0] > 1);
    }
    CASE("scars are a kind of their own; the whole scalp recedes no further, all grey greys no "
         "more") {
        prepare(&s, "none", &w.work);
        set(s.document.zones[0].zone, "crown");
        set(s.document.zones[0].scar, "yes");
        s.document.zone_count = 1;
        s.document.grey_percent = 100;
        CHECK_STATUS(make(&s, NULL, 0, &w.work, &f, &error), SCALP_OK);
        CHECK(f.kind_count == 2 && f.kinds[1].scar && f.kinds[1].in_zone[SCALP_ZONE_CROWN]);
        CHECK(f.forecast.kinds[1].seen[f.year_index[1]].middle <
              f.forecast.kinds[0].seen[f.year_index[1]].middle - 0.05);
        CHECK(!f.recede.possible && f.recede.outside_cm2 == 0);
        CHECK_NEAR(f.grey.then[0], f.grey.now[0], 1e-12);
    }
    CASE("measurements count from the last session, in treated zones, from day 28 on") {
        prepare(&s, "III", &w.work);
        scalp_case_measured m = {"2027-03-21", SCALP_ZONE_NONE, 95, 90, 99, 2};
        CHECK_STATUS(make(&s, &m, 1, &w.work, &f, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "treatment.session_dates") != NULL);
        set(s.document.session_dates[0], "2027-02-21");
        s.document.date_count = 1;
        m.zone = SCALP_ZONE_NAPE;
        CHECK_STATUS(make(&s, &m, 1, &w.work, &f, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "nape is not treated") != NULL);
        m.zone = SCALP_ZONE_FRONTAL;
        CHECK_STATUS(make(&s, &m, 1, &w.work, &f, &error), SCALP_OK);
        CHECK(f.dated && f.placed_count == 1);
        CHECK_NEAR(f.placed[0].days, 28, 1e-12);
        memcpy(m.date, "2027-03-20", SCALP_CASE_DATE);
        CHECK_STATUS(make(&s, &m, 1, &w.work, &f, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "Line 2") && strstr(error.message, "2027-03-21"));
        memcpy(m.date, "2099-03-20", SCALP_CASE_DATE);
        CHECK_STATUS(make(&s, &m, 1, &w.work, &f, &error), SCALP_ERR_INPUT);
    }
    check_work_close(&w);
    return check_done();
}
