/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forecast as clients get it: bands in order, the touch-up window, measurements that narrow it,
 * and what it refuses. Whether the bands hold is asked in test_coverage.c. */
#include "../check.h"

#include <scalptor/fading.h>

static const double year = 365.25;
enum { asked = 6 };
static const double days[asked] = {28, 182.625, 365.25, 730.5, 1826.25, 3652.5};

static scalp_forecast make(const scalp_forecast_kind *kinds, size_t kind_count,
                           const scalp_retained *measured, size_t count, const scalp_work *work) {
    scalp_error error;
    scalp_forecast forecast = {0};
    const scalp_forecast_spec spec = {kinds, kind_count, measured, count, days, asked, NULL};
    CHECK_STATUS(scalp_forecast_make(&spec, work, &forecast, &error), SCALP_OK);
    return forecast;
}

static scalp_forecast_kind kind_of(scalp_wear wear, double weight) {
    return (scalp_forecast_kind){wear, scalp_seen_law_reference(), weight};
}

static void check_order(const scalp_forecast_band *b) {
    CHECK(b->low90 <= b->low50 && b->low50 <= b->middle && b->middle <= b->high50 &&
          b->high50 <= b->high90 && b->low90 > 0);
}

static double width(const scalp_forecast *f, int i) {
    return f->kinds[0].seen[i].high90 - f->kinds[0].seen[i].low90;
}

static void check_refused(scalp_forecast_spec spec, const char *says, const scalp_work *work) {
    scalp_forecast forecast;
    scalp_error error;
    const scalp_status status = scalp_forecast_make(&spec, work, &forecast, &error);
    CHECK(status == SCALP_ERR_INPUT || status == SCALP_ERR_LIMIT);
    if (!strstr(error.message, says))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, says);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("the population: unit at day 28, bands in order, what clinics see") {
        const scalp_forecast_kind kind = kind_of((scalp_wear){0}, 1);
        const scalp_forecast f = make(&kind, 1, NULL, 0, &w.work);
        CHECK_NEAR(f.kinds[0].seen[0].low90, 1, 1e-12);
        CHECK_NEAR(f.kinds[0].seen[0].high90, 1, 1e-12);
        for (int i = 0; i < asked; i++)
            check_order(&f.kinds[0].seen[i]);
        CHECK_NEAR(f.kinds[0].seen[1].middle, 0.90, 0.015);
        const scalp_forecast_band t = f.kinds[0].touch_up_days;
        check_order(&t);
        CHECK(t.middle > 3.5 * year && t.middle < 5 * year);
        CHECK(t.low50 > 2 * year && t.low50 < 3.5 * year && t.high50 > 5 * year);
        CHECK(t.low90 > 1 * year && t.low90 < 2.5 * year);
        CHECK(f.nodes > 300);
    }
    CASE("scars and oily skin in the sun fade sooner") {
        const scalp_forecast_kind kinds[] = {kind_of((scalp_wear){0}, 3),
                                             kind_of((scalp_wear){.scar = 1}, 1),
                                             kind_of((scalp_wear){.oily = 1, .sun = 1}, 1)};
        const scalp_forecast f = make(kinds, 3, NULL, 0, &w.work);
        const scalp_forecast_band *plain = f.kinds[0].seen, *all = f.kinds[3].seen;
        CHECK_NEAR(f.kinds[1].seen[1].middle, 0.80, 0.015);
        for (int i = 1; i < asked; i++) {
            CHECK(f.kinds[1].seen[i].middle < plain[i].middle - 0.03);
            CHECK(f.kinds[2].seen[i].middle < plain[i].middle - 0.02);
            CHECK(all[i].middle < plain[i].middle && all[i].middle > f.kinds[1].seen[i].middle);
        }
        CHECK(f.kinds[2].touch_up_days.middle < 0.65 * f.kinds[0].touch_up_days.middle);
    }
    CASE("measurements narrow the bands and move them to the client") {
        const scalp_forecast_kind kind = kind_of((scalp_wear){0}, 1);
        const scalp_retained m[] = {{180, 0, 0.80, 0.77, 0.83},
                                    {400, SCALP_FORECAST_ALL, 0.68, 0.65, 0.71},
                                    {760, 0, 0.55, 0.52, 0.58}};
        scalp_forecast none = make(&kind, 1, NULL, 0, &w.work), one = make(&kind, 1, m, 1, &w.work);
        scalp_forecast three = make(&kind, 1, m, 3, &w.work);
        for (int i = 1; i < asked; i++)
            CHECK(width(&one, i) < width(&none, i) && width(&three, i) < width(&one, i));
        CHECK(width(&three, 3) < 0.25 * width(&none, 3));
        CHECK_NEAR(three.kinds[0].seen[3].middle, 0.55, 0.03);
        CHECK(three.pace.slow + three.pace.fast > 0.5 && three.surprising == 0);
        CHECK(three.kinds[0].touch_up_days.high50 < none.kinds[0].touch_up_days.low50);
        CHECK(three.nodes > 100);
    }
    CASE("a measurement in a scar tells of the other skin too") {
        const scalp_forecast_kind kinds[] = {kind_of((scalp_wear){0}, 1),
                                             kind_of((scalp_wear){.scar = 1}, 1)};
        const scalp_retained m = {400, 1, 0.55, 0.53, 0.57};
        const scalp_forecast none = make(kinds, 2, NULL, 0, &w.work);
        const scalp_forecast one = make(kinds, 2, &m, 1, &w.work);
        CHECK(one.kinds[0].seen[3].middle < none.kinds[0].seen[3].middle - 0.04);
        CHECK(width(&one, 3) < 0.8 * width(&none, 3));
    }
    CASE("one bad photo among six does not carry the forecast away") {
        const scalp_forecast_kind kind = kind_of((scalp_wear){0}, 1);
        scalp_retained m[6];
        for (int i = 0; i < 6; i++) {
            const double at = 200 + 150 * i, share = scalp_fading_of(NULL, NULL, at).seen;
            m[i] = (scalp_retained){at, 0, share, share - 0.03, share + 0.03};
        }
        const scalp_forecast good = make(&kind, 1, m, 6, &w.work);
        m[3] = (scalp_retained){m[3].days, 0, 0.40, 0.37, 0.43};
        const scalp_forecast bad = make(&kind, 1, m, 6, &w.work);
        CHECK_NEAR(bad.kinds[0].seen[4].middle, good.kinds[0].seen[4].middle, 0.05);
        CHECK(good.surprising == 0 && bad.surprising == 1);
    }
    CASE("measurements that nobody could have still give finite bands in order") {
        const scalp_forecast_kind kind = kind_of((scalp_wear){0}, 1);
        const scalp_retained m[] = {{40, 0, 0, 0, 0}, {3000, 0, 1.5, 1.5, 1.5}};
        for (size_t n = 1; n <= 2; n++) {
            const scalp_forecast f = make(&kind, 1, m, n, &w.work);
            for (int i = 0; i < asked; i++)
                check_order(&f.kinds[0].seen[i]);
            CHECK(f.surprising > 0 && f.nodes >= 1);
        }
    }
    CASE("the same again, bit by bit") {
        const scalp_forecast_kind kind = kind_of((scalp_wear){.sun = 1}, 1);
        const scalp_retained m = {400, 0, 0.8, 0.75, 0.9};
        const scalp_forecast a = make(&kind, 1, &m, 1, &w.work), b = make(&kind, 1, &m, 1, &w.work);
        CHECK(memcmp(a.kinds[0].seen, b.kinds[0].seen, asked * sizeof *a.kinds[0].seen) == 0);
    }
    CASE("what cannot be forecast is refused") {
        const scalp_forecast_kind kind = kind_of((scalp_wear){0}, 1), none = {.weight = 0};
        const scalp_retained early = {27, 0, 1, 1, 1}, other = {40, 3, 1, 1, 1};
        const scalp_retained turned = {40, 0, 0.5, 0.6, 0.7}, wild = {40, 0, NAN, 0, 1};
        const double yesterday = 1;
        check_refused((scalp_forecast_spec){NULL, 0, NULL, 0, NULL, 0, NULL}, "kinds", &w.work);
        check_refused((scalp_forecast_spec){&none, 1, NULL, 0, NULL, 0, NULL}, "weight", &w.work);
        check_refused((scalp_forecast_spec){&kind, 1, &early, 1, NULL, 0, NULL}, "day 28", &w.work);
        check_refused((scalp_forecast_spec){&kind, 1, &other, 1, NULL, 0, NULL}, "no kind",
                      &w.work);
        check_refused((scalp_forecast_spec){&kind, 1, &turned, 1, NULL, 0, NULL}, "low", &w.work);
        check_refused((scalp_forecast_spec){&kind, 1, &wild, 1, NULL, 0, NULL}, "share", &w.work);
        check_refused((scalp_forecast_spec){&kind, 1, NULL, 0, &yesterday, 1, NULL}, "Day 1",
                      &w.work);
    }
    check_work_close(&w);
    return check_done();
}
