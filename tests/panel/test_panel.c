/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a panel of test dots says: the table against the optics, the population where nothing was
 * read, more dots narrower, a client found again, dots that contradict each other, hostile numbers,
 * no memory. Whether the bands hold is asked in test_panel_coverage.c. */
#include "panel_client.h"

static const double days[panel_days] = {0, 10, 28};

static double width_of(const scalp_panel_band *b) {
    return scalp_log(b->high / b->low);
}

static scalp_panel_spec spec_of(const scalp_panel_law *laws, const unsigned *law_of, size_t dots,
                                const scalp_panel_reading *readings, size_t count) {
    return (scalp_panel_spec){.laws = laws,
                              .law_count = 2,
                              .law_of = law_of,
                              .dot_count = dots,
                              .days = days,
                              .photo_count = panel_days,
                              .readings = readings,
                              .reading_count = count};
}

/* A panel without any chance in it: every dot as the client's mean. */
static size_t even_panel(const panel_client *c, const scalp_panel_law *laws, const unsigned *law_of,
                         size_t dots, scalp_panel_reading *readings) {
    static const double own[3] = {0}, sd[3] = {0.03, 0.03, 0.03};
    const panel_session session = {{0}};
    size_t made = 0;
    for (unsigned k = 0; k < panel_days; k++) {
        for (unsigned i = 0; i < dots; i++) {
            double values[3];
            panel_dot(c, &laws[law_of[i]], &session, own, days[k], values);
            readings[made++] = panel_reading(values, i, k, sd);
        }
    }
    return made;
}

static scalp_panel fit(const scalp_panel_spec *spec, const scalp_work *work) {
    scalp_panel panel = {.judged = 0};
    scalp_error error = {SCALP_OK, ""};
    const scalp_status status = scalp_panel_fit(spec, work, &panel, &error);
    if (status != SCALP_OK)
        CHECK_FAILED("%s", error.message);
    return panel;
}

static void check_refused(const scalp_panel_spec *spec, scalp_status wanted, const char *says,
                          const scalp_work *work) {
    scalp_panel panel;
    scalp_error error = {SCALP_OK, ""};
    CHECK_STATUS(scalp_panel_fit(spec, work, &panel, &error), wanted);
    if (!strstr(error.message, says))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, says);
}

/* The width of a dot off the table's nodes, from the optics. */
static void check_law(const scalp_panel_law *law, double mass, double wide,
                      const scalp_work *work) {
    const scalp_seen_dot reference = scalp_seen_dot_reference();
    const scalp_faded faded = {.dermal_mass = mass, .width = wide};
    double values[3], usual[3], mm2, mm, usual_mm;
    scalp_error error;
    CHECK_STATUS(scalp_seen_make(&reference, &faded, work, &mm2, &mm, &error), SCALP_OK);
    const scalp_faded one = {.dermal_mass = 1, .width = 1};
    CHECK_STATUS(scalp_seen_make(&reference, &one, work, &mm2, &usual_mm, &error), SCALP_OK);
    scalp_panel_law_at(law, scalp_log(mass), scalp_log(wide), values);
    scalp_panel_law_at(law, 0, 0, usual);
    CHECK_NEAR(scalp_exp(values[SCALP_PANEL_WIDTH]) / mm, 1, 0.02);
    CHECK_NEAR(scalp_exp(usual[SCALP_PANEL_WIDTH]) / usual_mm, 1, 0.02);
}

static void check_stingy_blocks(const scalp_panel_spec *spec, long blocks) {
    check_stingy b = {blocks, 0};
    const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &b};
    scalp_work work = {.memory = NULL};
    scalp_error error;
    if (scalp_arena_open(&allocator, &work.memory) == SCALP_OK) {
        scalp_panel panel;
        const scalp_status status = scalp_panel_fit(spec, &work, &panel, &error);
        CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY);
        scalp_arena_close(&work.memory);
    }
    CHECK(b.live == 0);
}

int main(void) {
    check_work w;
    scalp_panel_law laws[2];
    scalp_panel_reading readings[panel_days * panel_most];
    unsigned law_of[panel_most] = {0};
    check_work_open(&w, 0);
    panel_laws(laws, &w.work);
    for (unsigned i = 0; i < panel_most; i++)
        law_of[i] = i % 2;

    CASE("the table says what the optics say, between its nodes too") {
        check_law(&laws[0], 0.7, 1.1, &w.work);
        check_law(&laws[0], 1.8, 1.6, &w.work);
        check_law(&laws[0], 0.3, 0.9, &w.work);
    }
    CASE("more pigment is darker, a wider disc wider, and the rarer dilution paler") {
        double less[3], more[3], wider[3], paler[3];
        scalp_panel_law_at(&laws[0], -1, 0, less);
        scalp_panel_law_at(&laws[0], 0, 0, more);
        scalp_panel_law_at(&laws[0], 0, 0.3, wider);
        scalp_panel_law_at(&laws[1], 0, 0, paler);
        CHECK(less[0] < more[0] && more[0] < 0 && paler[0] < more[0]);
        CHECK(wider[1] > more[1] + 0.1);
        CHECK(laws[0].lever > 0.1 && laws[0].b_per_hue < 0);
    }
    CASE("without readings the client is anybody") {
        const scalp_panel_spec spec = spec_of(laws, law_of, 9, readings, 0);
        const scalp_panel p = fit(&spec, &w.work);
        const scalp_traits all = scalp_traits_population();
        for (int i = 0; i < SCALP_TRAIT_COUNT; i++) {
            CHECK_NEAR(p.traits.mean[i], 0, 1e-9);
            for (int j = 0; j < SCALP_TRAIT_COUNT; j++)
                CHECK_NEAR(p.traits.covariance[i][j], all.covariance[i][j], 1e-9);
        }
        CHECK_NEAR(p.mass.middle, 1, 1e-9);
        CHECK(!p.healed && p.judged == 0);
        CHECK_NEAR(p.kept.middle, 0.94, 0.02);
        CHECK(p.kept.low < 0.8 && p.kept.high > 0.98);
        for (int q = 0; q < 3; q++)
            CHECK_NEAR(p.next[0][q].middle, p.usual[0][q], 1e-9);
    }
    CASE("a client is found again, as far as the population lets") {
        const panel_client c = {
            .trait = {[SCALP_TRAIT_TAKE] = -1.5, [SCALP_TRAIT_WIDTH] = 1, [SCALP_TRAIT_HUE] = 2}};
        const size_t count = even_panel(&c, laws, law_of, 12, readings);
        const scalp_panel_spec spec = spec_of(laws, law_of, 12, readings, count);
        const scalp_panel p = fit(&spec, &w.work);
        CHECK(p.traits.mean[SCALP_TRAIT_TAKE] < -0.9 && p.traits.mean[SCALP_TRAIT_TAKE] > -1.7);
        CHECK(p.traits.mean[SCALP_TRAIT_WIDTH] > 0.6 && p.traits.mean[SCALP_TRAIT_WIDTH] < 1.2);
        CHECK(p.traits.mean[SCALP_TRAIT_HUE] > 1.1 && p.traits.mean[SCALP_TRAIT_HUE] < 2.2);
        CHECK(p.traits.mean[SCALP_TRAIT_SPREAD] > 0.1); /* by the correlation */
        CHECK(p.mass.high < 1 && p.width.low > 1 && p.hue.low > 0);
        CHECK(p.next[0][0].middle < p.usual[0][0] && p.next[0][1].middle > p.usual[0][1]);
        CHECK(p.stays[0].middle < p.usual_stays[0]);
        CHECK(p.surprising_count == 0 && p.healed && p.judged == 12 && p.gone == 0);
    }
    CASE("fewer dots, a wider band") {
        const panel_client c = {.trait = {0}};
        double last = INFINITY;
        for (size_t dots = 2; dots <= 16; dots += 7) {
            const size_t count = even_panel(&c, laws, law_of, dots, readings);
            const scalp_panel_spec spec = spec_of(laws, law_of, dots, readings, count);
            const scalp_panel p = fit(&spec, &w.work);
            CHECK(width_of(&p.mass) < last - 0.01);
            last = width_of(&p.mass);
        }
    }
    CASE("photos of fresh dots alone say little of what stays, and nothing of dots kept") {
        const panel_client c = {.trait = {0}};
        const size_t count = even_panel(&c, laws, law_of, 9, readings);
        const scalp_panel_spec all = spec_of(laws, law_of, 9, readings, count);
        const scalp_panel_spec fresh = spec_of(laws, law_of, 9, readings, 9);
        const scalp_panel p = fit(&fresh, &w.work), q = fit(&all, &w.work);
        CHECK(width_of(&p.mass) > 1.25 * width_of(&q.mass));
        CHECK(!p.healed && p.judged == 0);
    }
    CASE("dots that are gone count") {
        const panel_client c = {.trait = {0}};
        const size_t count = even_panel(&c, laws, law_of, 9, readings);
        const scalp_panel_spec spec = spec_of(laws, law_of, 9, readings, count);
        const scalp_panel whole = fit(&spec, &w.work);
        readings[9 + 3].state = SCALP_PANEL_GONE; /* on day 10 a scab may have hidden it */
        readings[18].state = readings[19].state = readings[20].state = SCALP_PANEL_GONE;
        readings[21].state = SCALP_PANEL_NOT_JUDGED;
        const scalp_panel p = fit(&spec, &w.work);
        CHECK(p.judged == 8 && p.gone == 3);
        CHECK(p.kept.middle < whole.kept.middle - 0.1);
        CHECK(p.kept.low < p.kept.middle && p.kept.middle < p.kept.high && p.kept.high < 1);
    }
    CASE("one bad dot is named and hardly moves the rest") {
        const panel_client c = {.trait = {0}};
        const size_t count = even_panel(&c, laws, law_of, 10, readings);
        const scalp_panel_spec spec = spec_of(laws, law_of, 10, readings, count);
        const scalp_panel whole = fit(&spec, &w.work);
        for (size_t k = 0; k < panel_days; k++) {
            readings[10 * k + 4].darkness *= 0.25;
            readings[10 * k + 4].diameter_mm *= 1.9;
        }
        const scalp_panel p = fit(&spec, &w.work);
        CHECK(p.surprising[4] && p.surprising_count == 1);
        CHECK_NEAR(scalp_log(p.mass.middle / whole.mass.middle), 0, 0.1);
    }
    CASE("dots that contradict each other are refused, with their numbers") {
        const panel_client c = {.trait = {0}};
        const size_t count = even_panel(&c, laws, law_of, 8, readings);
        for (size_t k = 0; k < panel_days; k++) {
            for (size_t i = 0; i < 4; i++) {
                readings[8 * k + 2 * i].darkness *= k == 2 ? 0.3 : 1;
                readings[8 * k + 2 * i + 1].darkness *= k == 2 ? 1 : 0.4;
                readings[8 * k + 2 * i + 1].diameter_mm *= k == 1 ? 2 : 0.6;
            }
        }
        const scalp_panel_spec spec = spec_of(laws, law_of, 8, readings, count);
        check_refused(&spec, SCALP_ERR_NO, "contradict each other", &w.work);
    }
    CASE("numbers that are none are refused") {
        const panel_client c = {.trait = {0}};
        const size_t count = even_panel(&c, laws, law_of, 6, readings);
        scalp_panel_spec spec = spec_of(laws, law_of, 6, readings, count);
        const scalp_panel_reading first = readings[0];
        const double bad[] = {-1, 0, 1.5, (double)NAN, (double)INFINITY};
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
            readings[0].darkness = bad[i];
            check_refused(&spec, SCALP_ERR_INPUT, "Dot 1 in photo 1", &w.work);
        }
        readings[0] = first;
        readings[0].diameter_mm = -2;
        check_refused(&spec, SCALP_ERR_INPUT, "Dot 1 in photo 1", &w.work);
        readings[0] = first;
        readings[0].dot = 6;
        check_refused(&spec, SCALP_ERR_INPUT, "Reading 1", &w.work);
        readings[0] = readings[1];
        check_refused(&spec, SCALP_ERR_INPUT, "Reading 2", &w.work);
        readings[0] = first;
        const double odd_days[panel_days] = {0, (double)NAN, 28};
        spec.days = odd_days;
        check_refused(&spec, SCALP_ERR_INPUT, "Photo 2", &w.work);
        spec.days = days;
        spec.dot_count = 0;
        check_refused(&spec, SCALP_ERR_LIMIT, "1 to 24 dots", &w.work);
    }
    CASE("a reading that is at its wildest still gives numbers") {
        const panel_client c = {.trait = {0}};
        const size_t count = even_panel(&c, laws, law_of, 9, readings);
        for (size_t k = 0; k < panel_days; k++) {
            readings[9 * k].darkness = 0.001;
            readings[9 * k].diameter_mm = 3;
            readings[9 * k].density_rgb[0] = 4;
        }
        const scalp_panel_spec spec = spec_of(laws, law_of, 9, readings, count);
        const scalp_panel p = fit(&spec, &w.work);
        CHECK(isfinite(p.mass.middle) && isfinite(p.width.middle) && isfinite(p.hue.middle));
        CHECK(p.surprising[0]);
    }
    CASE("the course for a drawing is in order, and reads as the bands do") {
        const panel_client c = {.trait = {[SCALP_TRAIT_TAKE] = 1}};
        const size_t count = even_panel(&c, laws, law_of, 9, readings);
        const scalp_panel_spec spec = spec_of(laws, law_of, 9, readings, count);
        const scalp_panel p = fit(&spec, &w.work);
        scalp_panel_course course;
        scalp_panel_course_make(&spec, &p, &course);
        for (int i = 0; i < SCALP_PANEL_COURSE; i++) {
            for (int q = 0; q < 3; q++)
                CHECK(course.band[i][q].low < course.band[i][q].middle &&
                      course.band[i][q].middle < course.band[i][q].high);
            CHECK(i == 0 || course.days[i] > course.days[i - 1]);
        }
        CHECK_NEAR(course.days[SCALP_PANEL_COURSE - 1], 28, 1e-9);
        const double relative = scalp_panel_relative(&spec, &readings[18], SCALP_PANEL_DARKNESS);
        CHECK_NEAR(course.band[SCALP_PANEL_COURSE - 1][0].middle, relative, 0.05);
        CHECK(relative > 1);
    }
    CASE("no memory at any time is said, and nothing is kept") {
        const panel_client c = {.trait = {0}};
        const size_t count = even_panel(&c, laws, law_of, 6, readings);
        const scalp_panel_spec spec = spec_of(laws, law_of, 6, readings, count);
        for (long blocks = 0; blocks < 5; blocks++)
            check_stingy_blocks(&spec, blocks);
    }
    check_work_close(&w);
    return check_done();
}
