/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left of placed dots, by the case's days and the client's skin; old pigment. */
#include "check.h"

#include <scalptor/case.h>

static scalp_case dated_case(const char *const *dates, size_t count) {
    scalp_case document = scalp_case_default();
    document.date_count = count;
    for (size_t i = 0; i < count; i++)
        snprintf(document.session_dates[i], SCALP_CASE_TEXT, "%s", dates[i]);
    return document;
}

static scalp_design design_with(check_work *w, const scalp_case *document, scalp_fit *fit) {
    scalp_design design = {0};
    scalp_error error = {0};
    CHECK_STATUS(scalp_case_fit(document, NULL, NULL, &w->work, fit, &error), SCALP_OK);
    CHECK_STATUS(scalp_case_design(document, fit, &w->work, &design, &error), SCALP_OK);
    if (error.message[0])
        CHECK_FAILED("%s", error.message);
    return design;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    static const char *const dates[] = {"2027-01-10", "2027-01-31", "2027-02-28"};
    const scalp_dot dots[] = {{.zone = SCALP_ZONE_CROWN, .session = 1},
                              {.zone = SCALP_ZONE_NAPE, .session = 3}};
    scalp_error error = {0};
    CASE("without days dots count whole") {
        const scalp_case document = dated_case(dates, 0);
        scalp_placed placed = {.dots = dots, .dot_count = 2, .first_session = 4};
        CHECK_STATUS(scalp_case_age_placed(&document, NULL, &placed, &error), SCALP_OK);
        CHECK(placed.strength[0][SCALP_ZONE_CROWN] == 1 && placed.days_before[0] == 0);
    }
    CASE("on a day they are what is seen of their age") {
        const scalp_case document = dated_case(dates, 3);
        scalp_placed placed = {.dots = dots, .dot_count = 2, .first_session = 4};
        CHECK_STATUS(scalp_case_age_placed(&document, "2030-01-09", &placed, &error), SCALP_OK);
        const scalp_wear wear = scalp_case_wear(&document, SCALP_ZONE_CROWN);
        CHECK_NEAR(placed.days_before[0], 1095, 0);
        CHECK_NEAR(placed.days_before[2], 1046, 0);
        CHECK_NEAR(placed.strength[0][SCALP_ZONE_CROWN], scalp_fading_of(&wear, NULL, 1095).seen,
                   1e-12);
        CHECK(placed.strength[0][SCALP_ZONE_CROWN] < placed.strength[2][SCALP_ZONE_CROWN]);
        CHECK(placed.strength[2][SCALP_ZONE_CROWN] < 0.95);
    }
    CASE("without a day it is the session's, or four weeks after the third") {
        const scalp_case document = dated_case(dates, 3);
        scalp_placed placed = {.dots = dots, .dot_count = 1, .first_session = 2};
        CHECK_STATUS(scalp_case_age_placed(&document, NULL, &placed, &error), SCALP_OK);
        CHECK_NEAR(placed.days_before[0], 21, 0);
        CHECK(placed.strength[0][SCALP_ZONE_CROWN] == 1); /* still darker than when healed */
        placed = (scalp_placed){.dots = dots, .dot_count = 2, .first_session = 4};
        CHECK_STATUS(scalp_case_age_placed(&document, NULL, &placed, &error), SCALP_OK);
        CHECK_NEAR(placed.days_before[2], 28, 0);
        CHECK_NEAR(placed.days_before[0], 77, 0);
    }
    CASE("days that cannot be are refused") {
        const scalp_case document = dated_case(dates, 3);
        scalp_placed placed = {.dots = dots, .dot_count = 2, .first_session = 4};
        CHECK_STATUS(scalp_case_age_placed(&document, "soon", &placed, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "\"soon\" is no day") != NULL);
        CHECK_STATUS(scalp_case_age_placed(&document, "2027-02-01", &placed, &error),
                     SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "Session 3 has placed dots, but is on 2027-02-28") != NULL);
    }
    CASE("painted old pigment counts as the dots it stands for, in density and in cover") {
        scalp_fit fit;
        scalp_case document = scalp_case_default();
        snprintf(document.loss_stage, SCALP_CASE_TEXT, "VI");
        document.density_per_cm2 = 20;
        const scalp_design bare = design_with(&w, &document, &fit);
        document.area_count = 1;
        document.areas[0] = scalp_case_area_default();
        snprintf(document.areas[0].id, SCALP_CASE_TEXT, "old");
        snprintf(document.areas[0].kind, SCALP_CASE_TEXT, "old_pigment");
        snprintf(document.areas[0].in, SCALP_CASE_TEXT, "chart");
        document.areas[0].strength = 0.4;
        document.areas[0].point_count = 4;
        const scalp_vec2 square[] = {{-25, -25}, {25, -25}, {25, 25}, {-25, 25}};
        memcpy(document.areas[0].points, square, sizeof square);
        const scalp_design with = design_with(&w, &document, &fit);
        double before = 0, after = 0, old = 0;
        for (int z = 0; z < SCALP_ZONE_COUNT; z++) {
            before += bare.dots[z];
            after += with.dots[z];
            old += with.old_dots[z];
            CHECK(bare.old_dots[z] == 0);
        }
        CHECK(old > 20 && old < 0.4 * before);
        CHECK_NEAR(after + old, before, 0.001 * before);
        scalp_plan plan, once;
        CHECK_STATUS(scalp_case_plan(&document, &with, &w.work, &plan, &error), SCALP_OK);
        document.area_count = 0;
        CHECK_STATUS(scalp_case_plan(&document, &bare, &w.work, &once, &error), SCALP_OK);
        CHECK_NEAR(plan.seen_cover, once.seen_cover, 0.005 * once.seen_cover);
        CHECK(plan.layout.dot_count < once.layout.dot_count);
    }
    CASE("hair that the case counts already does not count again") {
        scalp_fit fit;
        scalp_case document = scalp_case_default();
        const char *scale = "ludwig", *stage = "II";
        CHECK(!scalp_case_counts_hair(&document));
        snprintf(document.loss_scale, SCALP_CASE_TEXT, "%s", scale);
        snprintf(document.loss_stage, SCALP_CASE_TEXT, "%s", stage);
        document.density_per_cm2 = 20;
        CHECK(scalp_case_counts_hair(&document));
        const scalp_design design = design_with(&w, &document, &fit);
        scalp_plan plain, around;
        CHECK_STATUS(scalp_case_plan(&document, &design, &w.work, &plain, &error), SCALP_OK);
        scalp_site *hairs = scalp_arena_take(w.work.memory, 200, sizeof *hairs);
        for (size_t i = 0; i < 200; i++) {
            const scalp_dot *dot = &plain.layout.dots[i * plain.layout.dot_count / 200];
            hairs[i] = (scalp_site){.at = dot->at, .point = dot->position, .weight = 1};
        }
        const scalp_placed placed = {.follicles = hairs, .follicle_count = 200};
        CHECK_STATUS(scalp_case_plan_around(&document, &design, &placed, &w.work, &around, &error),
                     SCALP_OK);
        CHECK(around.layout.dot_count + around.layout.no_room == plain.layout.dot_count);
    }
    check_work_close(&w);
    return check_done();
}
