/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evenness of odd input: nothing, too little, everything in one place; skin that nobody worked on;
 * other units; no memory. */
#include "evenness/even_layouts.h"

static scalp_evenness made(check_work *w, const scalp_evenness_ask *ask) {
    scalp_evenness e = {0};
    CHECK_STATUS(scalp_evenness_make(ask, &w->work, &e, NULL), SCALP_OK);
    for (int k = 0; k < SCALP_UNEVEN_COUNT; k++)
        CHECK(e.lines[k].text[0] != '\0');
    return e;
}

static void nothing(check_work *w) {
    uint8_t why[16];
    scalp_window window = {{0, 0}, 1, 4, 4, why};
    scalp_evenness_ask ask = {.window = &window, .has_mm = true};
    scalp_evenness e;
    memset(why, SCALP_UNSEEN_BLUR, sizeof why);
    e = made(w, &ask);
    CHECK(!e.judged && e.dots == 0 && e.area == 0 && e.seen_share == 0);
    memset(why, SCALP_UNSEEN_NOT, sizeof why);
    e = made(w, &ask);
    CHECK(!e.judged && e.density.value == 0 && e.density.low == 0 && e.density.high > 0);
    window.columns = 0;
    CHECK_STATUS(scalp_evenness_make(&ask, &w->work, &e, NULL), SCALP_ERR_INPUT);
    window.columns = 4;
    window.cell_mm = 0;
    CHECK_STATUS(scalp_evenness_make(&ask, &w->work, &e, NULL), SCALP_ERR_INPUT);
    window.cell_mm = 1;
    ask.recall = 1.5;
    CHECK_STATUS(scalp_evenness_make(&ask, &w->work, &e, NULL), SCALP_ERR_INPUT);
}

/* Places that are none, heaps on one spot, a line of dots, one dot far off. */
static void heaps(check_work *w) {
    scalp_random random = scalp_random_make(1, 0);
    for (int way = 0; way < 4; way++) {
        dots d = dots_make(w, 200, 20, 20);
        for (int i = 0; i < 100; i++) {
            dots_add(&d, 5, 5, &random);
            d.found[i].mm = way == 0   ? (scalp_vec2){5, 5}
                            : way == 1 ? (scalp_vec2){(double)NAN, i}
                            : way == 2 ? (scalp_vec2){0.2 * i, 10}
                                       : (scalp_vec2){i == 0 ? 19.9 : 5 + 0.001 * i, 5};
            d.found[i].diameter_mm = way == 3 ? (double)NAN : 5;
            d.found[i].darkness = way == 3 ? (double)NAN : HUGE_VAL;
        }
        const scalp_window window = window_make(w, &d, 0.25);
        const scalp_evenness_ask ask = {
            .found = d.found, .count = d.count, .window = &window, .has_mm = true};
        const scalp_evenness e = made(w, &ask);
        CHECK(e.judged == (way != 1));
    }
}

/* A picture half of forehead: left out, and not called bare; in its middle it would be. */
static void not_treated(check_work *w, const sheet *s) {
    scalp_random random = scalp_random_make(2, 0);
    dots d = dots_make(w, 3000, 24, 24);
    dots_cut(&d, s, 7, 0, &random);
    dots_clear(&d, 12, -988, 1000, 1, &random);
    const scalp_window window = window_make(w, &d, 0.25);
    scalp_evenness_ask ask = {
        .found = d.found, .count = d.count, .window = &window, .has_mm = true};
    const scalp_evenness e = made(w, &ask);
    CHECK_NEAR(e.untreated, 12 * 24, 15);
    CHECK_NEAR(e.density.value, 1, 0.06);
    CHECK(e.lines[SCALP_UNEVEN_BARE].grade == SCALP_GRADE_NONE);
    /* Wanted everywhere, it is missing. */
    double *wanted = scalp_arena_take(w->work.memory, (size_t)window.columns * (size_t)window.rows,
                                      sizeof *wanted);
    for (int i = 0; i < window.columns * window.rows; i++)
        wanted[i] = 1;
    ask.wanted_per_mm2 = wanted;
    const scalp_evenness against = made(w, &ask);
    CHECK(against.untreated == 0);
    CHECK_NEAR(against.over_wanted.value, 0.5, 0.05);
    CHECK(against.lines[SCALP_UNEVEN_BARE].grade == SCALP_GRADE_CLEAR);
}

/* As wanted: a gradient that the plan has is no fault. */
static void as_wanted(check_work *w, const sheet *s) {
    scalp_random random = scalp_random_make(3, 0);
    dots d = dots_make(w, 3000, 30, 20);
    dots_cut(&d, s, 7, 0, &random);
    dots_clear(&d, -990, 10, 1000, 0.4, &random);
    const scalp_window window = window_make(w, &d, 0.25);
    double *wanted = scalp_arena_take(w->work.memory, (size_t)window.columns * (size_t)window.rows,
                                      sizeof *wanted);
    for (int j = 0; j < window.rows; j++)
        for (int i = 0; i < window.columns; i++)
            wanted[j * window.columns + i] = i < window.columns / 3 ? 0.6 : 1;
    scalp_evenness_ask ask = {
        .found = d.found, .count = d.count, .window = &window, .has_mm = true};
    CHECK(made(w, &ask).lines[SCALP_UNEVEN_THIN].grade > SCALP_GRADE_NONE);
    ask.wanted_per_mm2 = wanted;
    const scalp_evenness e = made(w, &ask);
    CHECK(e.lines[SCALP_UNEVEN_THIN].grade == SCALP_GRADE_NONE);
    CHECK(e.lines[SCALP_UNEVEN_DENSE].grade == SCALP_GRADE_NONE);
    CHECK_NEAR(e.over_wanted.value, 1, 0.05);
}

/* Pixels for want of a scale: the same faults, no millimetres in the words. */
static void units(check_work *w, const sheet *s) {
    scalp_random random = scalp_random_make(4, 0);
    dots d = dots_make(w, 3000, 24, 18);
    dots_cut(&d, s, 7, 0, &random);
    dots_clear(&d, 6, 9, 2.5, 1, &random);
    const scalp_window window = window_make(w, &d, 0.25);
    scalp_evenness_ask ask = {
        .found = d.found, .count = d.count, .window = &window, .has_mm = true};
    const scalp_evenness mm = made(w, &ask);
    for (size_t i = 0; i < d.count; i++)
        d.found[i].mm = (scalp_vec2){20 * d.found[i].mm.x, 20 * d.found[i].mm.y};
    const scalp_window pixels = {{0, 0}, 5, window.columns, window.rows, window.why};
    ask.window = &pixels;
    ask.has_mm = false;
    const scalp_evenness px = made(w, &ask);
    CHECK(mm.spot_count == px.spot_count && px.spot_count >= 1);
    CHECK_NEAR(px.spots[0].size / 20, mm.spots[0].size, 0.02);
    CHECK_NEAR(px.clark_evans.value, mm.clark_evans.value, 0.01);
    CHECK(strstr(mm.lines[SCALP_UNEVEN_BARE].text, " mm"));
    for (int k = 0; k < SCALP_UNEVEN_COUNT; k++)
        CHECK(!strstr(px.lines[k].text, " mm"));
}

/* Hairs fill a gap, though they are no dots; so does what may be a dot. */
static void hairs(check_work *w, const sheet *s) {
    scalp_random random = scalp_random_make(5, 0);
    for (int way = 0; way < 2; way++) {
        dots d = dots_make(w, 3000, 24, 18);
        dots_cut(&d, s, 7, 0, &random);
        for (size_t i = 0; i < d.count; i++)
            if (hypot(d.found[i].mm.x - 12, d.found[i].mm.y - 9) < 3) {
                d.found[i].kind = way ? SCALP_FOUND_DOT : SCALP_FOUND_STUB;
                d.found[i].confidence = way ? 0.3 : 1;
            }
        const scalp_window window = window_make(w, &d, 0.25);
        const scalp_evenness e = evenness_of(w, &d, &window);
        CHECK(e.lines[SCALP_UNEVEN_BARE].grade == SCALP_GRADE_NONE);
        CHECK(e.dots < d.count - 15);
        CHECK(way ? e.left_out > 15 : e.hairs > 15);
    }
}

static void no_memory(const dots *d, const scalp_window *window) {
    const scalp_evenness_ask ask = {
        .found = d->found, .count = d->count, .window = window, .has_mm = true};
    scalp_status status = SCALP_ERR_MEMORY;
    int tries = 0;
    for (long allowed = 0; status == SCALP_ERR_MEMORY && allowed < 400;
         allowed += allowed < 12 ? 1 : 9, tries++) {
        check_stingy stingy = {.left = allowed};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &stingy};
        scalp_work work = {0};
        scalp_evenness e = {.dots = 77};
        if (scalp_arena_open(&allocator, &work.memory) == SCALP_OK) {
            status = scalp_evenness_make(&ask, &work, &e, NULL);
            CHECK(status == SCALP_OK || e.dots == 77);
            scalp_arena_close(&work.memory);
        }
        CHECK(stingy.live == 0);
    }
    CHECK_STATUS(status, SCALP_OK);
    CHECK(tries > 1);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const sheet s = sheet_make(&w, 46, 100, 0.5, 5);
    CASE("nothing judged, nothing found, nothing to stand on")
    nothing(&w);
    CASE("dots in one place, in a line, at no place")
    heaps(&w);
    CASE("skin that was not treated is not bare")
    not_treated(&w, &s);
    CASE("a gradient that is wanted is no fault")
    as_wanted(&w, &s);
    CASE("without a scale everything is told in spacings")
    units(&w, &s);
    CASE("hairs and doubtful dots are not bare skin")
    hairs(&w, &s);
    CASE("the same bytes again, and whatever the memory") {
        scalp_random random = scalp_random_make(6, 0);
        dots d = dots_make(&w, 400, 12, 12);
        dots_cut(&d, &s, 7, 0, &random);
        const scalp_window window = window_make(&w, &d, 0.25);
        const scalp_evenness a = evenness_of(&w, &d, &window), b = evenness_of(&w, &d, &window);
        CHECK(memcmp(&a.density, &b.density, sizeof a.density) == 0);
        CHECK(memcmp(a.g, b.g, sizeof a.g) == 0);
        CHECK(memcmp(a.lines, b.lines, sizeof a.lines) == 0);
        CHECK(a.like_good == b.like_good && a.rows_strength == b.rows_strength);
        no_memory(&d, &window);
    }
    check_work_close(&w);
    return check_done();
}
