/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes of the hairline and every number of it: each does what it says, and what is symmetric in
 * is symmetric out. */
#include "designs.h"

static const char *const shapes[] = {"mature", "straight", "rounded",     "receded",
                                     "m",      "edge-up",  "widows-peak", "oval"};

static scalp_design shaped(const scalp_head *head, scalp_hairline_spec line, double height,
                           const scalp_work *work) {
    return designs_make(
        head,
        (scalp_design_spec){
            .seed = 3, .hairline = &line, .hairline_height_mm = height, .loss = SCALP_NORWOOD_V},
        work);
}

static scalp_hairline_spec with(scalp_hairline_number which, double value) {
    scalp_hairline_spec line = scalp_hairline_spec_none();
    line.number[which] = value;
    return line;
}

static double all_dots(const scalp_design *d) {
    double dots = 0;
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        dots += d->dots[z];
    return dots;
}

static void check_symmetric(const scalp_design *d) {
    CHECK_AT_MOST(designs_apart(d, d, -1), 1e-6);
    CHECK_AT_MOST(d->asymmetry_mm, 1e-6);
    CHECK_NEAR(d->height_mm[0], d->height_mm[1], 1e-6);
    CHECK_NEAR(d->temple_deg[0], d->temple_deg[1], 1e-6);
    CHECK_NEAR(d->dots[SCALP_ZONE_TEMPLE_L], d->dots[SCALP_ZONE_TEMPLE_R],
               1e-3 * d->dots[SCALP_ZONE_TEMPLE_L] + 0.1);
    CHECK_NEAR(d->dots[SCALP_ZONE_SIDE_L], d->dots[SCALP_ZONE_SIDE_R],
               1e-3 * d->dots[SCALP_ZONE_SIDE_L] + 0.1);
}

static void check_refused(const scalp_head *head, scalp_hairline_spec line, const char *word,
                          const scalp_work *work) {
    scalp_design design;
    scalp_error error = {0};
    const scalp_design_spec spec = {.hairline = &line};
    CHECK_STATUS(scalp_design_make(head, &spec, work, &design, &error), SCALP_ERR_INPUT);
    CHECK(strstr(error.message, word) != NULL);
}

static void check_numbers(const scalp_head *head, const scalp_work *work) {
    scalp_hairline_spec widow = scalp_hairline_spec_none();
    for (int i = 0; i < SCALP_HAIRLINE_NUMBERS; i++) {
        const scalp_arena_mark mark = scalp_arena_here(work->memory);
        const scalp_hairline_number which = (scalp_hairline_number)i;
        const scalp_hairline_range range = scalp_hairline_range_of(which);
        scalp_hairline_spec low = with(which, range.low + 0.2 * (range.high - range.low));
        scalp_hairline_spec high = with(which, range.low + 0.6 * (range.high - range.low));
        if (which == SCALP_HAIRLINE_WIDOW_WIDTH)
            low.shape = high.shape = "widows-peak";
        const scalp_design a = shaped(head, low, 80, work), b = shaped(head, high, 80, work);
        const double zone = fabs(a.dots[SCALP_ZONE_HAIRLINE] - b.dots[SCALP_ZONE_HAIRLINE]);
        if (!(designs_apart(&a, &b, 1) > 0.2 || zone > 5))
            CHECK_FAILED("%s changes nothing", range.name);
        widow.number[i] = range.high + 1;
        check_refused(head, widow, range.name, work);
        widow.number[i] = -(double)INFINITY;
        check_refused(head, widow, range.name, work);
        widow.number[i] = NAN;
        scalp_arena_return(work->memory, mark);
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_head head = designs_head(&w.work, "male");
    CASE("without irregularity a shape is the same left and right") {
        for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
            scalp_hairline_spec line = with(SCALP_HAIRLINE_ASYMMETRY, 0);
            line.shape = shapes[i];
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            const scalp_design d = shaped(&head, line, 80, &w.work);
            check_symmetric(&d);
            scalp_arena_return(w.work.memory, mark);
        }
    }
    CASE("shapes differ from one another") {
        scalp_design d[8];
        for (size_t i = 0; i < 8; i++) {
            scalp_hairline_spec line = with(SCALP_HAIRLINE_MACRO, 0);
            line.number[SCALP_HAIRLINE_MICRO] = 0;
            line.shape = shapes[i];
            d[i] = shaped(&head, line, 80, &w.work);
            for (size_t k = 0; k < i; k++)
                CHECK(designs_apart(&d[i], &d[k], 1) > 1.5);
        }
    }
    CASE("a widow's peak is as high as it says, with its tip where the height was agreed") {
        scalp_hairline_spec line = with(SCALP_HAIRLINE_MACRO, 0);
        line.number[SCALP_HAIRLINE_MICRO] = 0;
        line.number[SCALP_HAIRLINE_FRONT_SHARE] = 0;
        line.shape = "widows-peak";
        const scalp_design peak = shaped(&head, line, 80, &w.work);
        CHECK_NEAR(peak.height_mm[0] - peak.hairline_height_mm, 10.1, 4);
        line.number[SCALP_HAIRLINE_WIDOW_HEIGHT] = 0;
        const scalp_design flat = shaped(&head, line, 80, &w.work);
        CHECK_NEAR(flat.hairline_height_mm, peak.hairline_height_mm, 0);
        CHECK(peak.height_mm[0] - flat.height_mm[0] > 5);
    }
    CASE("every number of the line changes it, and is held to its limits") {
        check_numbers(&head, &w.work);
    }
    CASE("wandering grows with its numbers, and vanishes with them") {
        scalp_hairline_spec line = with(SCALP_HAIRLINE_MACRO, 0);
        line.number[SCALP_HAIRLINE_MICRO] = 0;
        CHECK_NEAR(shaped(&head, line, 80, &w.work).roughness_mm, 0, 1e-9);
        line.number[SCALP_HAIRLINE_MICRO] = 3;
        const double small = shaped(&head, line, 80, &w.work).roughness_mm;
        line.number[SCALP_HAIRLINE_MICRO] = 6;
        CHECK_NEAR(shaped(&head, line, 80, &w.work).roughness_mm, 2 * small, 0.25 * small);
    }
    CASE("an unknown shape is refused") {
        scalp_hairline_spec line = scalp_hairline_spec_none();
        line.shape = "mohican";
        check_refused(&head, line, "mohican", &w.work);
    }
    CASE("a transition of nothing is a hard edge, and no density is lost behind it") {
        const scalp_design hard = shaped(&head, with(SCALP_HAIRLINE_TRANSITION, 0), 80, &w.work);
        const scalp_design soft = shaped(&head, with(SCALP_HAIRLINE_TRANSITION, 30), 80, &w.work);
        CHECK(all_dots(&hard) > all_dots(&soft) + 500);
    }
    check_work_close(&w);
    return check_done();
}
