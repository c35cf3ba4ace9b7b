/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scars in more and lighter passes, brows in fewer; hairlines that start high and soft. */
#include "layout/designs.h"

#include <scalptor/plan.h>

static const scalp_dot dot = {.zone = SCALP_ZONE_SCAR, .session = 1};
static const scalp_layout one = {.dot_count = 1, .dots = &dot, .session_count = 1};

static scalp_zone_treatment zone_of(check_work *w, scalp_treatment treatment, scalp_zone zone) {
    static const double area_cm2[SCALP_ZONE_COUNT] = {[SCALP_ZONE_SCAR] = 1};
    scalp_plan plan = {0};
    scalp_error error = {0};
    if (scalp_plan_from_layout(&one, area_cm2, &treatment, &w->work, &plan, &error))
        CHECK_FAILED("no plan: %s", error.message);
    return scalp_plan_zone_treatment(&plan, zone);
}

static scalp_zone_treatment scar_of(check_work *w, scalp_treatment treatment) {
    return zone_of(w, treatment, SCALP_ZONE_SCAR);
}

static scalp_zone_treatment brow_of(check_work *w, scalp_treatment treatment) {
    return zone_of(w, treatment, SCALP_ZONE_BROW_L);
}

static void check_sum(const double *shares, size_t sessions) {
    double sum = 0;
    for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++) {
        CHECK((shares[s] > 0) == (s < sessions));
        sum += shares[s];
    }
    CHECK_NEAR(sum, 1, 1e-12);
}

/* The line runs along y = 0; the sheet lies behind it, and 3 mm ahead. */
static scalp_design behind_a_line(check_work *w, const scalp_mesh *sheet) {
    scalp_design design = design_of(w, sheet, NULL, 80);
    double *behind = scalp_arena_take(w->work.memory, sheet->vertex_count, sizeof *behind);
    uint8_t *zone = scalp_arena_take(w->work.memory, sheet->face_count, 1);
    for (size_t i = 0; i < sheet->vertex_count; i++)
        behind[i] = sheet->vertices[i].y - 3;
    memset(zone, SCALP_ZONE_HAIRLINE, sheet->face_count);
    design.dots[SCALP_ZONE_HAIRLINE] = design.dots[SCALP_ZONE_MIDSCALP];
    design.area_cm2[SCALP_ZONE_HAIRLINE] = design.area_cm2[SCALP_ZONE_MIDSCALP];
    design.dots[SCALP_ZONE_MIDSCALP] = design.area_cm2[SCALP_ZONE_MIDSCALP] = 0;
    design.zone = zone;
    design.behind_mm = behind;
    design.transition_mm = 12;
    return design;
}

/* How far behind the line the foremost dot of a session lies. */
static double foremost(const scalp_layout *layout, uint8_t session) {
    double least = HUGE_VAL;
    for (size_t i = 0; i < layout->dot_count; i++) {
        if (layout->dots[i].session == session)
            least = fmin(least, layout->dots[i].position.y - 3);
    }
    return least;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("a scar has a session more, the first of them lighter, and thinner pigment") {
        const scalp_zone_treatment scar = scar_of(&w, (scalp_treatment){0});
        check_sum(scar.session_shares, 4);
        CHECK_NEAR(scar.session_shares[0], 0.6 / 3.6, 1e-12);
        CHECK_NEAR(scar.session_shares[1], scar.session_shares[3], 0);
        CHECK_NEAR(scar.dilution, 24, 1e-12);
        CHECK(scar.scar == SCALP_SCAR_YES);
    }
    CASE("a brow has two, the first of them most of it; where the rest has one or two, as the "
         "rest") {
        const scalp_treatment two = {.session_shares = {.4, .6}}, once = {.session_shares = {1}};
        const scalp_zone_treatment usual = brow_of(&w, (scalp_treatment){0});
        check_sum(usual.session_shares, 2);
        CHECK_NEAR(usual.session_shares[0], 0.7, 1e-12);
        CHECK_NEAR(brow_of(&w, two).session_shares[0], 0.4, 0);
        check_sum(brow_of(&w, once).session_shares, 1);
    }
    CASE("one session stays one, six stay six, and dilution stays within its limits") {
        check_sum(scar_of(&w, (scalp_treatment){.session_shares = {1}}).session_shares, 1);
        const scalp_treatment six = {.session_shares = {.1, .2, .2, .2, .2, .1}, .dilution = 90};
        check_sum(scar_of(&w, six).session_shares, 6);
        CHECK_NEAR(scar_of(&w, six).dilution, 100, 0);
    }
    CASE("what the zone says itself is kept") {
        const scalp_zone_treatment own[] = {
            {.zone = SCALP_ZONE_SCAR, .session_shares = {0, .5, .5}, .dilution = 12}};
        const scalp_zone_treatment no[] = {{.zone = SCALP_ZONE_SCAR, .scar = SCALP_SCAR_NO}};
        scalp_zone_treatment scar = scar_of(&w, (scalp_treatment){.zones = own, .zone_count = 1});
        CHECK_NEAR(scar.session_shares[0], 0, 0);
        CHECK_NEAR(scar.session_shares[1], 0.5, 0);
        CHECK_NEAR(scar.dilution, 12, 0);
        scar = scar_of(&w, (scalp_treatment){.zones = no, .zone_count = 1});
        CHECK_NEAR(scar.session_shares[0], 0, 0);
        CHECK_NEAR(scar.dilution, 20, 0);
    }
    CASE("the hairline starts behind its line and comes to it, with every count as asked") {
        const scalp_mesh sheet = shape_sheet(&w, 90, 40, 45, 20);
        const scalp_design design = behind_a_line(&w, &sheet);
        scalp_treatment t = {0};
        scalp_plan plan;
        CHECK_STATUS(scalp_plan_make(&design, &t, 0.5, 3, &w.work, &plan, NULL), SCALP_OK);
        const size_t n = plan.layout.dot_count;
        CHECK(plan.rows[0].dots == n * 3 / 10 && plan.rows[1].dots == n * 4 / 10);
        const double first = foremost(&plan.layout, 1), second = foremost(&plan.layout, 2);
        CHECK(first > 3.5 && first < 6); /* .35 of the transition of 12 */
        CHECK(second < 1 && second > -1.3 && foremost(&plan.layout, 3) < -2);
        t.hairline_full = true;
        CHECK_STATUS(scalp_plan_make(&design, &t, 0.5, 3, &w.work, &plan, NULL), SCALP_OK);
        CHECK(plan.rows[0].dots == n * 3 / 10);
        CHECK(foremost(&plan.layout, 1) < -1.5);
    }
    CASE("values out of range name the field, the value and the limits") {
        static const double area_cm2[SCALP_ZONE_COUNT] = {[SCALP_ZONE_SCAR] = 1};
        const scalp_zone_treatment sum[] = {{.zone = SCALP_ZONE_NAPE, .session_shares = {.5, .6}}};
        const scalp_zone_treatment low[] = {{.zone = SCALP_ZONE_NAPE, .expected_retention = 0.1}};
        const struct {
            scalp_treatment treatment;
            const char *word;
        } bad[] = {
            {{.expected_retention = 0.29}, "expected_retention is 0.29; it must be 0.3 to 1"},
            {{.expected_retention = 1.01}, "expected_retention is 1.01; it must be 0.3 to 1"},
            {{.dots_per_second = 0.1}, "dots_per_second is 0.1; it must be 0.2 to 5"},
            {{.break_every_min = 14}, "break_every_min is 14; it must be 15 to 240"},
            {{.break_min = 61}, "break_min is 61; it must be 1 to 60"},
            {{.day_limit_min = 721}, "day_limit_min is 721; it must be 30 to 720"},
            {{.day_limit_min = (double)NAN}, "day_limit_min"},
            {{.zones = sum, .zone_count = 1},
             "zone nape: the shares of the sessions add up to 1.1"},
            {{.zones = low, .zone_count = 1}, "zone nape: expected_retention is 0.1"},
        };
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
            scalp_plan plan;
            scalp_error error = {0};
            CHECK_STATUS(
                scalp_plan_from_layout(&one, area_cm2, &bad[i].treatment, &w.work, &plan, &error),
                SCALP_ERR_INPUT);
            if (!strstr(error.message, bad[i].word))
                CHECK_FAILED("\"%s\" lacks \"%s\"", error.message, bad[i].word);
        }
    }
    check_work_close(&w);
    return check_done();
}
