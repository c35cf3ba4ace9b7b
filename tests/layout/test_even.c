/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots are even: the whole, every session and every union, near and far, and no two too near. */
#include "layout/designs.h"

/* The sheet, mm: 8000 dots, or 50 000. */
static double width(void) {
    return check_times(100, 250);
}

static double height(void) {
    return check_times(80, 200);
}

static void check_sets(const scalp_layout *layout, double near_bound, double far_bound) {
    const unsigned sets[] = {7, 1, 2, 4, 3}; /* all, each session, the first two */
    for (int k = 0; k < 5; k++) {
        CHECK_AT_MOST(disc_noise(layout, sets[k], width(), height(), 10), near_bound);
        CHECK_AT_MOST(disc_noise(layout, sets[k], width(), height(), 100), far_bound);
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh sheet = shape_sheet(&w, width(), height(), 13, 9);
    const scalp_design design = design_of(&w, &sheet, NULL, 100);
    CASE("the measure gives 1 for labels dealt at random over random places") {
        const int count = (int)(width() * height());
        scalp_dot *dots = scalp_arena_take(w.work.memory, (size_t)count, sizeof *dots);
        scalp_random r = scalp_random_make(3, 3);
        for (int i = 0; i < count; i++) {
            dots[i].position.x = width() * scalp_random_uniform(&r);
            dots[i].position.y = height() * scalp_random_uniform(&r);
            dots[i].session = (uint8_t)(1 + scalp_random_below(&r, 3));
        }
        const scalp_layout random = {.dot_count = (size_t)count, .dots = dots, .session_count = 3};
        CHECK_NEAR(disc_noise(&random, 7, width(), height(), 10), 1, 0.15);
        CHECK_NEAR(disc_noise(&random, 2, width(), height(), 100), 1, 0.35);
    }
    CASE("relaxed dots: whole set and sessions") {
        const scalp_layout layout = layout_of(&w, &design, &(scalp_layout_params){.regularity = 1});
        CHECK_AT_MOST(disc_noise(&layout, 7, width(), height(), 10), 0.11);
        CHECK_AT_MOST(disc_noise(&layout, 7, width(), height(), 100), 0.06);
        check_sets(&layout, 0.16, 0.09);
        CHECK(least_distance(&layout) > 0.55);
    }
    CASE("dots as irregular as skin keep their distance and the even look from afar") {
        const scalp_layout layout =
            layout_of(&w, &design, &(scalp_layout_params){.regularity = 0.5, .seed = 1});
        check_sets(&layout, 0.16, 0.09);
        const double least = least_distance(&layout);
        CHECK(least >= 0.4 && least < 0.5); /* they did move */
    }
    CASE("a least distance in millimetres is kept, near the densest that is allowed") {
        for (double distance = 0.5; distance < 0.76; distance += 0.24) {
            const scalp_layout layout =
                layout_of(&w, &design,
                          &(scalp_layout_params){.regularity = 0.5, .min_distance_mm = distance});
            CHECK(least_distance(&layout) >= distance);
            CHECK_AT_MOST(disc_noise(&layout, 7, width(), height(), 100), 0.09);
        }
    }
    CASE("the wildest setting keeps the floor too") {
        const scalp_layout layout = layout_of(&w, &design, &(scalp_layout_params){.regularity = 0});
        CHECK(least_distance(&layout) >= 0.4);
        CHECK_AT_MOST(disc_noise(&layout, 7, width(), height(), 100), 0.12);
    }
    check_work_close(&w);
    return check_done();
}
