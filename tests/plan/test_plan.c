/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows, totals, distances and warnings of a plan. */
#include "layout/bands.h"

#include <scalptor/plan.h>

static scalp_plan plan_of(check_work *w, const scalp_design *design,
                          const scalp_treatment *treatment) {
    scalp_plan plan = {0};
    scalp_error error = {0};
    if (scalp_plan_make(design, treatment, 0.5, 3, &w->work, &plan, &error))
        CHECK_FAILED("no plan: %s", error.message);
    return plan;
}

static bool warns(const scalp_plan *plan, const char *word) {
    bool found = false;
    for (size_t i = 0; i < plan->warning_count; i++)
        found |= strstr(plan->warnings[i], word) != NULL;
    return found;
}

/* All of the area is the crown's. */
static const double *crown(double cm2) {
    static double area_cm2[SCALP_ZONE_COUNT];
    area_cm2[SCALP_ZONE_CROWN] = cm2;
    return area_cm2;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh sheet = shape_sheet(&w, 60, 50, 12, 10);
    const scalp_design design = design_of(&w, &sheet, NULL, 100);
    const scalp_treatment plain = {0};
    CASE("one row per session, with its dots, minutes and drops") {
        const scalp_plan plan = plan_of(&w, &design, &plain);
        const size_t dots[] = {900, 1200, 900};
        CHECK(plan.row_count == 3 && plan.session_count == 3);
        for (size_t i = 0; i < plan.row_count; i++) {
            const scalp_plan_row *row = &plan.rows[i];
            CHECK(row->session == i + 1 && row->zone == SCALP_ZONE_MIDSCALP);
            CHECK(row->dots == dots[i]);
            CHECK_NEAR(row->minutes, (double)dots[i] / 1.3 / 60 * (1 + 10.0 / 75), 1e-9);
            /* 0.2 mm by 0.08 mm is 2.513e-6 ml; ten times that, in drops of 0.05 ml */
            CHECK_NEAR(row->pigment_drops, (double)dots[i] * 2.513274e-6 * 10 / 0.05, 1e-6);
        }
        CHECK_NEAR(plan.area_cm2, 30, 1e-9);
    }
    CASE("a usual plan keeps two seen diameters and warns of nothing") {
        const scalp_plan plan = plan_of(&w, &design, &plain);
        const scalp_deposit deposit = scalp_plan_deposit(&plan, SCALP_ZONE_MIDSCALP);
        double seen;
        CHECK_STATUS(scalp_optics_seen_diameter(&deposit, &w.work, &seen, NULL), SCALP_OK);
        CHECK_NEAR(plan.seen_cover, 100 * SCALP_PI / 4 * seen * seen / 100, 1e-9);
        CHECK(least_distance(&plan.layout) >= 2 * seen);
        CHECK(plan.warning_count == 0);
    }
    CASE("too many or too large dots are warned of") {
        const scalp_design dense = design_of(&w, &sheet, NULL, 250);
        const scalp_plan crowded = plan_of(&w, &dense, &(scalp_treatment){.diameter_mm = 0.3});
        CHECK(warns(&crowded, "merge") && warns(&crowded, "helmet"));
        CHECK(warns(&crowded, "nearer than 2 diameters"));
        CHECK(least_distance(&crowded.layout) >= 0.74 / sqrt(2.5) - 1e-9);
        const scalp_plan large = plan_of(&w, &design, &(scalp_treatment){.diameter_mm = 0.5});
        CHECK(warns(&large, "helmet") && large.seen_cover > 0.15);
    }
    CASE("days that are too long are warned of") {
        enum { many = 60000 };
        scalp_dot *dots = scalp_arena_take(w.work.memory, many, sizeof *dots);
        for (size_t i = 0; i < many; i++)
            dots[i] = (scalp_dot){.zone = SCALP_ZONE_CROWN, .session = i % 10 ? 1 : 2};
        const scalp_layout layout = {.dot_count = many, .dots = dots, .session_count = 2};
        scalp_plan plan;
        CHECK_STATUS(scalp_plan_from_layout(&layout, crown(600), &plain, &w.work, &plan, NULL),
                     SCALP_OK);
        CHECK(warns(&plan, "Session 1 takes about 13.1 hours") && warns(&plan, "over 3 days"));
        CHECK(!warns(&plan, "Session 2") && plan.warning_count == 1);
    }
    CASE("strokes keep two seen widths; their rows add up") {
        static bands b;
        bands_open(&b, &w, 20, 20, 1.6);
        b.design.area_cm2[SCALP_ZONE_BROW_L] = b.design.area_cm2[SCALP_ZONE_BROW_R] = 1.5;
        const scalp_treatment fine = {.diameter_mm = 0.15, .pigment = "brow-dark-brown"};
        const scalp_plan plan = plan_of(&w, &b.design, &fine);
        const scalp_deposit deposit = scalp_plan_deposit(&plan, SCALP_ZONE_BROW_L);
        double seen, mm = 0, mm2 = 0, row_mm = 0, drops = 0, minutes = 0;
        size_t strokes = 0;
        CHECK_STATUS(scalp_optics_seen_diameter(&deposit, &w.work, &seen, NULL), SCALP_OK);
        for (size_t i = 0; i < plan.layout.stroke_count; i++) {
            mm += scalp_stroke_path_length_mm(&plan.layout.strokes[i]);
            mm2 += scalp_stroke_path_area_mm2(&plan.layout.strokes[i]);
            for (size_t k = 0; k < i; k++)
                CHECK(scalp_stroke_path_gap_mm(&plan.layout.strokes[i], &plan.layout.strokes[k]) >=
                      2 * seen);
        }
        for (size_t i = 0; i < plan.row_count; i++) {
            strokes += plan.rows[i].strokes;
            row_mm += plan.rows[i].stroke_mm;
            drops += plan.rows[i].pigment_drops;
            minutes += plan.rows[i].minutes;
            CHECK(plan.rows[i].dots == 0);
        }
        CHECK(plan.row_count == 4 && strokes == 40 && plan.layout.stroke_count == 40);
        /* Brows take two sessions, 0.7 of them in the first. */
        CHECK(plan.session_count == 2 && plan.sessions[0].strokes == 28);
        CHECK_NEAR(row_mm, mm, 1e-9);
        CHECK_NEAR(drops, mm2 * 0.08 / 1000 * 10 / 0.05, 1e-9);
        CHECK_NEAR(minutes, 40 / 3.0 * (1 + 10.0 / 75), 1e-9);
        CHECK_NEAR(plan.seen_cover, mm2 * seen / 0.15 / 300, 1e-9);
        CHECK(plan.warning_count == 0);
        double worn = 0;
        for (size_t i = 0; i < plan.row_count; i++)
            worn += plan.rows[i].cartridges;
        CHECK_NEAR(worn, 40 / 150.0, 1e-9);
        /* By zone; spread, a stroke is 1.5 times as wide and no longer. */
        const scalp_plan_zone *left = &plan.zones[SCALP_ZONE_BROW_L];
        const scalp_plan_zone *right = &plan.zones[SCALP_ZONE_BROW_R];
        CHECK(left->strokes == 20 && right->strokes == 20 && left->dots == 0);
        CHECK_NEAR((left->cover + right->cover) / 2, plan.seen_cover, 1e-9);
        CHECK_NEAR(left->stroke_cover, left->cover, 0);
        CHECK_NEAR(left->cover_spread, 1.5 * left->cover, 1e-12);
        CHECK_NEAR(plan.seen_cover_spread, 1.5 * plan.seen_cover, 1e-9);
        const scalp_treatment wide = {.diameter_mm = 0.6, .pigment = "brow-dark-brown"};
        const scalp_plan merged = plan_of(&w, &b.design, &wide);
        CHECK(warns(&merged, "merge to a shade"));
    }
    CASE("strokes have sessions, days and losses as dots have") {
        static bands b;
        bands_open(&b, &w, 20, 20, 1.6);
        b.design.area_cm2[SCALP_ZONE_BROW_L] = b.design.area_cm2[SCALP_ZONE_BROW_R] = 1.5;
        const scalp_zone_treatment own[] = {
            {.zone = SCALP_ZONE_BROW_L, .session_shares = {0.3, 0.4, 0.3}},
            {.zone = SCALP_ZONE_BROW_R, .session_shares = {0, 0.5, 0, 0.5}}};
        const scalp_treatment slow = {.diameter_mm = 0.15,
                                      .pigment = "brow-dark-brown",
                                      .strokes_per_minute = 0.3,
                                      .break_every_min = 60,
                                      .break_min = 15,
                                      .day_limit_min = 30,
                                      .expected_retention = 0.5,
                                      .zones = own,
                                      .zone_count = 2};
        const scalp_plan plan = plan_of(&w, &b.design, &slow);
        /* 6, 8, 6 on the left, 10 and 10 on the right: 3 of 6, 6 of 11 and 5 of 10 again. */
        const size_t made[] = {6, 8, 10, 6, 10}, again[] = {0, 3, 0, 6, 5};
        CHECK(plan.row_count == 5 && plan.session_count == 4);
        for (size_t i = 0; i < plan.row_count && i < 5; i++) {
            const scalp_plan_row *row = &plan.rows[i];
            size_t strokes = 0, lost = 0;
            CHECK(row->strokes == made[i] && row->strokes_again == again[i]);
            CHECK_NEAR(row->minutes, (double)(made[i] + again[i]) / 0.3 * 1.25, 1e-9);
            for (size_t k = 0; k < plan.part_count; k++) {
                const bool same =
                    plan.parts[k].session == row->session && plan.parts[k].zone == row->zone;
                strokes += same ? plan.parts[k].strokes : 0;
                lost += same ? plan.parts[k].strokes_again : 0;
            }
            CHECK(plan.sessions[row->session - 1].days == 1 ||
                  (strokes == made[i] && lost == again[i]));
        }
        CHECK(plan.sessions[0].days == 1 && plan.sessions[1].days == 3);
        CHECK(plan.sessions[1].strokes == 18 && plan.sessions[1].strokes_again == 3);
        CHECK(plan.zones[SCALP_ZONE_BROW_L].strokes_review == 6 && plan.strokes_review == 14);
        scalp_placed placed = {.first_session = 2};
        scalp_plan later;
        CHECK_STATUS(
            scalp_plan_make_around(&b.design, &slow, &placed, 0.5, 7, &w.work, &later, NULL),
            SCALP_OK);
        CHECK(later.session_count == 4 && later.rows[0].session == 2);
        CHECK(later.sessions[0].days == 0 && later.layout.stroke_count == 40);
    }
    CASE("a plan read back is the plan that was made") {
        const scalp_plan made = plan_of(&w, &design, &plain);
        scalp_plan read;
        CHECK_STATUS(scalp_plan_from_layout(&made.layout, design.area_cm2, &made.treatment, &w.work,
                                            &read, NULL),
                     SCALP_OK);
        CHECK(read.row_count == made.row_count);
        CHECK(memcmp(read.rows, made.rows, made.row_count * sizeof *made.rows) == 0);
        CHECK_NEAR(read.seen_cover, made.seen_cover, 0);
        scalp_dot odd = made.layout.dots[0];
        const scalp_layout one = {.dot_count = 1, .dots = &odd, .session_count = 3};
        odd.session = 9;
        CHECK_STATUS(scalp_plan_from_layout(&one, crown(1), &plain, &w.work, &read, NULL),
                     SCALP_ERR_INPUT);
        odd.session = 1, odd.zone = SCALP_ZONE_COUNT;
        CHECK_STATUS(scalp_plan_from_layout(&one, crown(1), &plain, &w.work, &read, NULL),
                     SCALP_ERR_INPUT);
        odd.zone = SCALP_ZONE_CROWN;
        CHECK_STATUS(scalp_plan_from_layout(&one, crown(0), &plain, &w.work, &read, NULL),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_plan_from_layout(&one, crown(1), &plain, &w.work, &read, NULL),
                     SCALP_OK);
    }
    check_work_close(&w);
    return check_done();
}
