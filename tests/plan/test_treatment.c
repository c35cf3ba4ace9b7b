/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Defaults, limits and zones of a treatment. */
#include "check.h"

#include <scalptor/plan.h>

static const scalp_dot dot = {.zone = SCALP_ZONE_CROWN, .session = 1};
static const scalp_layout one = {.dot_count = 1, .dots = &dot, .session_count = 1};

static scalp_status try(check_work *w, scalp_treatment treatment, scalp_plan *plan,
                        scalp_error *error) {
    *error = (scalp_error){0};
    static const double area_cm2[SCALP_ZONE_COUNT] = {[SCALP_ZONE_CROWN] = 1};
    return scalp_plan_from_layout(&one, area_cm2, &treatment, &w->work, plan, error);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_plan plan;
    scalp_error error;
    CASE("what is not given takes the default") {
        CHECK_STATUS(try(&w, (scalp_treatment){0}, &plan, &error), SCALP_OK);
        const scalp_treatment *t = &plan.treatment;
        CHECK_TEXT(t->needle, "0601RL");
        CHECK_NEAR(t->needle_depth_mm, 0.5, 0);
        CHECK_NEAR(t->pigment_depth_mm, 0.12, 0);
        CHECK_NEAR(t->thickness_mm, 0.08, 0);
        CHECK_NEAR(t->diameter_mm, 0.2, 0);
        CHECK_NEAR(t->dilution, 20, 0);
        CHECK_TEXT(t->pigment, "carbon-black");
        CHECK(plan.warning_count == 0 || !strstr(plan.warnings[0], "iron"));
        CHECK_NEAR(t->session_shares[1], 0.4, 0);
    }
    CASE("limits are kept, with the field, the value and the limits in the message") {
        const struct {
            scalp_treatment treatment;
            const char *word;
        } bad[] = {
            {{.needle_depth_mm = 3}, "needle_depth_mm is 3; it must be 0.1 to 2"},
            {{.needle_depth_mm = (double)NAN}, "needle_depth_mm"},
            {{.pigment_depth_mm = 1.5}, "pigment_depth_mm is 1.5; it must be 0.05 to 1"},
            {{.thickness_mm = 1}, "thickness_mm is 1; it must be 0.02 to 0.3"},
            {{.pigment_depth_mm = 0.05, .thickness_mm = 0.12},
             "a deposit 0.12 mm thick would stick out of the skin; make it 0.06 or more"},
            {{.diameter_mm = -0.2}, "diameter_mm is -0.2; it must be 0.05 to 0.6"},
            {{.dilution = 101}, "dilution is 101; it must be 0.5 to 100"},
            {{.needle = "0999RL"}, "\"0999RL\" is not known; there are 0601RL"},
            {{.pigment = "ash"},
             "pigment \"ash\" is not known; there are carbon-black, brown-black"},
            {{.needle = {'0', '6', '0', '1', 'R', 'L', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x',
                         'x'}},
             "0601RLxxxxxxxxx"},
        };
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
            CHECK_STATUS(try(&w, bad[i].treatment, &plan, &error), SCALP_ERR_INPUT);
            if (!strstr(error.message, bad[i].word))
                CHECK_FAILED("\"%s\" lacks \"%s\"", error.message, bad[i].word);
        }
    }
    CASE("a zone has what it says, and the treatment's for the rest") {
        const scalp_zone_treatment zones[] = {
            {.zone = SCALP_ZONE_CROWN, .needle = "0803RL", .dilution = 10},
            {.zone = SCALP_ZONE_HAIRLINE, .pigment_depth_mm = 0.15, .diameter_mm = 0.15}};
        const scalp_treatment treatment = {
            .needle = "0603RL", .dilution = 30, .zones = zones, .zone_count = 2};
        CHECK_STATUS(try(&w, treatment, &plan, &error), SCALP_OK);
        CHECK(plan.treatment.zones != zones);
        CHECK_TEXT(scalp_plan_needle(&plan, SCALP_ZONE_CROWN), "0803RL");
        CHECK_TEXT(scalp_plan_needle(&plan, SCALP_ZONE_HAIRLINE), "0603RL");
        CHECK_TEXT(scalp_plan_needle(&plan, SCALP_ZONE_NAPE), "0603RL");
        const scalp_deposit crown = scalp_plan_deposit(&plan, SCALP_ZONE_CROWN);
        const scalp_deposit hairline = scalp_plan_deposit(&plan, SCALP_ZONE_HAIRLINE);
        const scalp_deposit nape = scalp_plan_deposit(&plan, SCALP_ZONE_NAPE);
        CHECK_NEAR(crown.depth_mm, 0.12, 0);
        CHECK_NEAR(hairline.depth_mm, 0.15, 0);
        CHECK_NEAR(hairline.diameter_mm, 0.15, 0);
        CHECK_NEAR(crown.diameter_mm, 0.2, 0);
        CHECK_NEAR(scalp_plan_zone_treatment(&plan, SCALP_ZONE_NAPE).diameter_mm, 0.2, 0);
        CHECK_NEAR(crown.dmua_per_mm, scalp_optics_dmua_from_dilution(10), 0);
        CHECK_NEAR(nape.dmua_per_mm, scalp_optics_dmua_from_dilution(30), 0);
    }
    CASE("iron oxides: another absorption, and a warning") {
        double dmua[SCALP_SPECTRUM_COUNT];
        CHECK_STATUS(try(&w, (scalp_treatment){.pigment = "brow-brown"}, &plan, &error), SCALP_OK);
        const scalp_deposit deposit = scalp_plan_deposit(&plan, SCALP_ZONE_CROWN);
        scalp_plan_dmua(&plan, SCALP_ZONE_CROWN, dmua);
        CHECK_NEAR(deposit.dmua_per_mm, dmua[(550 - 380) / 10], 0);
        CHECK(dmua[(450 - 380) / 10] > 3 * dmua[(650 - 380) / 10]);
        CHECK(plan.warning_count > 0 && strstr(plan.warnings[0], "outlast the carbon"));
    }
    CASE("zones that are none, doubled or wrong are refused") {
        const scalp_zone_treatment wide[] = {{.zone = SCALP_ZONE_BEARD, .diameter_mm = 0.61}};
        CHECK_STATUS(try(&w, (scalp_treatment){.zones = wide, .zone_count = 1}, &plan, &error),
                     SCALP_ERR_INPUT);
        const scalp_zone_treatment none[] = {{.zone = SCALP_ZONE_NONE}};
        const scalp_zone_treatment twice[] = {{.zone = SCALP_ZONE_NAPE}, {.zone = SCALP_ZONE_NAPE}};
        const scalp_zone_treatment deep[] = {{.zone = SCALP_ZONE_NAPE, .pigment_depth_mm = 1.4}};
        CHECK_STATUS(try(&w, (scalp_treatment){.zones = none, .zone_count = 1}, &plan, &error),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(try(&w, (scalp_treatment){.zones = twice, .zone_count = 2}, &plan, &error),
                     SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "nape: treated twice") != NULL);
        CHECK_STATUS(try(&w, (scalp_treatment){.zones = deep, .zone_count = 1}, &plan, &error),
                     SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "nape: pigment_depth_mm is 1.4") != NULL);
    }
    check_work_close(&w);
    return check_done();
}
