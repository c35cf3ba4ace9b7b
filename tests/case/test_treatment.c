/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the case says of the treatment reaches the plan unchanged. */
#include "check.h"

#include <scalptor/case.h>

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_error error;
    scalp_treatment treatment;
    CASE("the treatment of the default case is the plan's own default") {
        const scalp_case document = scalp_case_default();
        CHECK_STATUS(scalp_case_treatment(&document, &w.work, &treatment, &error), SCALP_OK);
        CHECK_TEXT(treatment.needle, "0601RL");
        CHECK_NEAR(treatment.needle_depth_mm, 0.5, 0);
        CHECK_NEAR(treatment.pigment_depth_mm, 0.12, 0);
        CHECK_NEAR(treatment.thickness_mm, 0.08, 0);
        CHECK_NEAR(treatment.diameter_mm, 0.2, 0);
        CHECK_NEAR(treatment.dilution, 20, 0);
        CHECK_NEAR(treatment.session_shares[1], 0.4, 0);
        CHECK_NEAR(treatment.session_shares[3], 0, 0);
        CHECK(treatment.zone_count == 0);
        static const scalp_dot dot = {.zone = SCALP_ZONE_CROWN, .session = 1};
        const scalp_layout one = {.dot_count = 1, .dots = &dot, .session_count = 1};
        static const double area_cm2[SCALP_ZONE_COUNT] = {[SCALP_ZONE_CROWN] = 1};
        scalp_plan plan;
        CHECK_STATUS(
            scalp_plan_from_layout(&one, area_cm2, &(scalp_treatment){0}, &w.work, &plan, &error),
            SCALP_OK);
        CHECK_NEAR(treatment.dots_per_second, plan.treatment.dots_per_second, 0);
        CHECK_NEAR(treatment.break_every_min, plan.treatment.break_every_min, 0);
        CHECK_NEAR(treatment.break_min, plan.treatment.break_min, 0);
        CHECK_NEAR(treatment.day_limit_min, plan.treatment.day_limit_min, 0);
        CHECK_NEAR(treatment.expected_retention, plan.treatment.expected_retention, 0);
        CHECK(!treatment.hairline_full);
    }
    CASE("shares, retention and scars of a zone are taken along") {
        scalp_case document = scalp_case_default();
        document.zone_count = 1;
        memcpy(document.zones[0].zone, "crown", 6);
        memcpy(document.zones[0].scar, "yes", 4);
        memcpy(document.hairline_start, "full", 5);
        document.zones[0].expected_retention = 0.7;
        document.zones[0].session_count = 2;
        document.zones[0].session_shares[1] = 1;
        CHECK_STATUS(scalp_case_treatment(&document, &w.work, &treatment, &error), SCALP_OK);
        CHECK(treatment.zone_count == 1 && treatment.zones[0].scar == SCALP_SCAR_YES);
        CHECK_NEAR(treatment.zones[0].expected_retention, 0.7, 0);
        CHECK_NEAR(treatment.zones[0].session_shares[1], 1, 0);
        CHECK(treatment.hairline_full);
    }
    CASE("a zone with values of its own takes them along, one with a density only does not") {
        scalp_case document = scalp_case_default();
        document.zone_count = 2;
        memcpy(document.zones[0].zone, "nape", 5);
        document.zones[0].density_per_cm2 = 60;
        memcpy(document.zones[1].zone, "crown", 6);
        document.zones[1].dilution = 30;
        document.zones[1].pigment_depth_mm = 0.15;
        CHECK_STATUS(scalp_case_treatment(&document, &w.work, &treatment, &error), SCALP_OK);
        CHECK(treatment.zone_count == 1 && treatment.zones[0].zone == SCALP_ZONE_CROWN);
        CHECK_NEAR(treatment.zones[0].dilution, 30, 0);
        CHECK_NEAR(treatment.zones[0].pigment_depth_mm, 0.15, 0);
        CHECK_NEAR(treatment.zones[0].needle_depth_mm, 0, 0);
        CHECK_TEXT(treatment.zones[0].needle, "");
    }
    check_work_close(&w);
    return check_done();
}
