/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evenness of patterns whose figures are known: lattices and random dots. */
#include "evenness/even_layouts.h"

/* Sides of the triangle and of the square with one dot per mm2. */
static const double hex_side = 1.0745699318235418, hex_row = 0.9306048591020996;

static bool holds(scalp_figure f, double value) {
    return f.low <= value && value <= f.high;
}

static void hexagonal(check_work *w) {
    scalp_random random = scalp_random_make(1, 0);
    dots d = dots_make(w, 3000, 30, 30);
    dots_lattice(&d, hex_side, hex_row, hex_side / 2, 20, 0, &random);
    const scalp_window window = window_make(w, &d, 0.25);
    const scalp_evenness e = evenness_of(w, &d, &window);
    CHECK_NEAR(e.density.value, 1, 0.02);
    CHECK(holds(e.density, 1));
    CHECK_NEAR(e.clark_evans.value, 2.149, 0.02); /* Clark & Evans 1954 */
    CHECK_NEAR(e.nearest_mean.value, hex_side, 1e-9);
    CHECK_AT_MOST(e.nearest_cv.value, 1e-4);
    CHECK_AT_MOST(e.voronoi_cv.value, 1e-6);
    /* The circumcircle of three dots. */
    CHECK_NEAR(e.largest_bare, 2 * hex_side / sqrt(3), 0.002);
    CHECK_NEAR(e.first_peak, 1.075, 0.06);
    CHECK(e.like_random < 0.01 && e.like_good < 0.01);
    CHECK(e.lines[SCALP_UNEVEN_ROWS].grade == SCALP_GRADE_CLEAR);
    CHECK(e.lines[SCALP_UNEVEN_BARE].grade == SCALP_GRADE_NONE);
    /* Rows every 60 degrees, 20 among them. */
    CHECK_NEAR(fabs(remainder(e.rows_deg - 20, 60)), 0, 4);
}

/* One dot less: the disc about its place reaches its six neighbours. */
static void one_missing(check_work *w) {
    scalp_random random = scalp_random_make(2, 0);
    dots d = dots_make(w, 3000, 20, 20);
    dots_lattice(&d, hex_side, hex_row, hex_side / 2, 0, 0, &random);
    dots_clear(&d, 10, 10, 0.2, 1, &random);
    const scalp_window window = window_make(w, &d, 0.25);
    const scalp_evenness e = evenness_of(w, &d, &window);
    CHECK_NEAR(e.largest_bare, 2 * hex_side, 0.002);
    CHECK_NEAR(e.largest_bare_at.x, 10, 0.01);
    CHECK_NEAR(e.largest_bare_at.y, 10, 0.01);
}

static void square(check_work *w, double turn_deg) {
    scalp_random random = scalp_random_make(3, 0);
    dots d = dots_make(w, 3000, 25, 25);
    dots_lattice(&d, 1, 1, 0, turn_deg, 0.05, &random);
    const scalp_window window = window_make(w, &d, 0.25);
    const scalp_evenness e = evenness_of(w, &d, &window);
    CHECK(e.lines[SCALP_UNEVEN_ROWS].grade == SCALP_GRADE_CLEAR);
    CHECK_NEAR(fabs(remainder(e.rows_deg - turn_deg, 90)), 0, 4);
}

/* Every figure of random dots is known; over many pictures the intervals hold it. */
static void random_dots(check_work *w) {
    const int times = check_times(4, 60);
    double clark_evans = 0, voronoi = 0, g1 = 0, g2 = 0, l5 = 0, dispersion = 0;
    int held[5] = {0}, strange = 0;
    for (int k = 0; k < times; k++) {
        const scalp_arena_mark mark = scalp_arena_here(w->work.memory);
        scalp_random random = scalp_random_make(4, (uint64_t)k);
        dots d = dots_make(w, 3000, 32, 26);
        dots_random(&d, 1, &random);
        const scalp_window window = window_make(w, &d, 0.25);
        window_hole(&window, 10, 12, 5, SCALP_UNSEEN_GLOSS);
        window_hole(&window, 26, 25, 4, SCALP_UNSEEN_BLUR);
        const scalp_evenness e = evenness_of(w, &d, &window);
        clark_evans += e.clark_evans.value / times;
        voronoi += e.voronoi_cv.value / times;
        g1 += e.g[19].value / times;
        g2 += e.g[39].value / times;
        l5 += e.l[3].value / times;
        dispersion += e.dispersion.value / times;
        held[0] += holds(e.density, 1);
        held[1] += holds(e.clark_evans, 1);
        held[2] += holds(e.g[19], 1);
        held[3] += holds(e.l[3], 0);
        held[4] += holds(e.dispersion, 1);
        strange += e.like_random <= 0.05;
        CHECK(e.like_good <= 0.10);
        CHECK(e.lines[SCALP_UNEVEN_SPACING].grade >= SCALP_GRADE_SLIGHT);
        CHECK(e.lines[SCALP_UNEVEN_ROWS].grade == SCALP_GRADE_NONE);
        scalp_arena_return(w->work.memory, mark);
    }
    const double wide = 1 / sqrt(times);
    CHECK_NEAR(clark_evans, 1, 0.08 * wide);
    CHECK_NEAR(voronoi, 0.53, 0.06 * wide);
    CHECK_NEAR(g1, 1, 0.25 * wide);
    CHECK_NEAR(g2, 1, 0.20 * wide);
    CHECK_NEAR(l5, 0, 0.25 * wide);
    CHECK_NEAR(dispersion, 1, 0.8 * wide);
    if (times > 20) {
        for (int i = 0; i < 5; i++)
            CHECK(held[i] >= 0.85 * times);
        CHECK(strange <= 0.12 * times);
    }
}

/* A figure of the measured skin alone: what lies under a hole changes nothing. */
static void hole(check_work *w) {
    scalp_random random = scalp_random_make(5, 0);
    dots d = dots_make(w, 3000, 24, 20), bare;
    dots_lattice(&d, hex_side, hex_row, hex_side / 2, 7, 0.15, &random);
    const scalp_window window = window_make(w, &d, 0.25);
    window_hole(&window, 11, 9, 4, SCALP_UNSEEN_MARK);
    const scalp_evenness with = evenness_of(w, &d, &window);
    bare = d;
    dots_clear(&bare, 11, 9, 3.6, 1, &random);
    const scalp_evenness without = evenness_of(w, &bare, &window);
    CHECK(with.density.value == without.density.value);
    CHECK(with.largest_bare == without.largest_bare);
    CHECK(with.clark_evans.value == without.clark_evans.value);
    CHECK_NEAR(with.density.value, 1, 0.04);
    CHECK_NEAR(with.area, scalp_window_area_mm2(&window), 1e-9);
    CHECK(spots_of(&with, SCALP_UNEVEN_BARE) == 0);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("a hexagonal lattice: Clark-Evans 2.149, equal cells, rows at 60 degrees")
    hexagonal(&w);
    CASE("the largest empty disc of a lattice with one dot missing")
    one_missing(&w);
    CASE("rows of square lattices point where they were turned") {
        square(&w, 0);
        square(&w, 33);
    }
    CASE("random dots in a window with holes: Clark-Evans 1, g 1, L - r 0, cells vary by .53")
    random_dots(&w);
    CASE("what lies where nothing was judged changes no figure")
    hole(&w);
    check_work_close(&w);
    return check_done();
}
