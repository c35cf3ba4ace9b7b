/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What sessions come to: sums worked by hand, and every limit on both sides. */
#include "check.h"

#include <scalptor/plan.h>

/* counts[session][k] dots in zones[k]. */
static scalp_layout layout_from(check_work *w, const scalp_zone *zones, size_t zone_count,
                                const size_t *counts, size_t sessions) {
    size_t all = 0, used = 0;
    for (size_t i = 0; i < sessions * zone_count; i++)
        all += counts[i];
    scalp_dot *dots = scalp_arena_take(w->work.memory, all, sizeof *dots);
    for (size_t k = 0; k < zone_count; k++) {
        for (size_t s = 0; s < sessions; s++) {
            for (size_t i = 0; i < counts[s * zone_count + k]; i++)
                dots[used++] = (scalp_dot){.zone = (uint8_t)zones[k], .session = (uint8_t)(s + 1)};
        }
    }
    return (scalp_layout){.dot_count = all, .dots = dots, .session_count = sessions};
}

/* 100 cm2 for every zone. */
static scalp_plan plan_of(check_work *w, const scalp_layout *layout,
                          const scalp_treatment *treatment) {
    double area_cm2[SCALP_ZONE_COUNT];
    scalp_plan plan = {0};
    scalp_error error = {0};
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        area_cm2[z] = 100;
    if (scalp_plan_from_layout(layout, area_cm2, treatment, &w->work, &plan, &error))
        CHECK_FAILED("no plan: %s", error.message);
    return plan;
}

static bool warns(const scalp_plan *plan, const char *word) {
    for (size_t i = 0; i < plan->warning_count; i++) {
        if (strstr(plan->warnings[i], word))
            return true;
    }
    return false;
}

static const scalp_zone crown[] = {SCALP_ZONE_CROWN};

static void check_days(check_work *w) {
    /* 1 dot a second, breaks of 15 after 60 minutes: 0.8 dots a second; 300 min are 14 400 dots. */
    const scalp_treatment pace = {
        .dots_per_second = 1, .break_every_min = 60, .break_min = 15, .day_limit_min = 300};
    CASE("a session of just a day is one day, a dot more is two even ones") {
        const scalp_layout just = layout_from(w, crown, 1, (const size_t[]){14400}, 1);
        scalp_plan plan = plan_of(w, &just, &pace);
        CHECK_NEAR(plan.sessions[0].minutes, 300, 1e-9);
        CHECK(plan.sessions[0].days == 1 && plan.part_count == 0 && !warns(&plan, "hours"));
        const scalp_layout more = layout_from(w, crown, 1, (const size_t[]){14402}, 1);
        plan = plan_of(w, &more, &pace);
        CHECK(plan.sessions[0].days == 2 && plan.part_count == 2);
        CHECK(plan.parts[0].dots == 7201 && plan.parts[1].dots == 7201);
        CHECK(plan.parts[0].day == 0 && plan.parts[1].day == 1);
        CHECK(warns(&plan, "Session 1 takes about 5.0 hours, more than the 5 of one day"));
    }
    CASE("parts add up to the rows, and no day is over its limit") {
        const scalp_zone zones[] = {SCALP_ZONE_HAIRLINE, SCALP_ZONE_FRONTAL, SCALP_ZONE_CROWN,
                                    SCALP_ZONE_NAPE};
        const size_t counts[] = {3111, 9007, 12503, 20011, 5000, 15001, 17, 30013};
        const scalp_layout layout = layout_from(w, zones, 4, counts, 2);
        scalp_treatment t = pace;
        t.expected_retention = 0.85;
        const scalp_plan plan = plan_of(w, &layout, &t);
        for (size_t i = 0; i < plan.row_count; i++) {
            const scalp_plan_row *row = &plan.rows[i];
            size_t dots = 0, again = 0;
            double minutes = 0;
            for (size_t k = 0; k < plan.part_count; k++) {
                const scalp_plan_part *part = &plan.parts[k];
                const bool same = part->session == row->session && part->zone == row->zone;
                dots += same ? part->dots : 0;
                again += same ? part->again : 0;
                minutes += same ? part->minutes : 0;
            }
            CHECK(dots == row->dots && again == row->again);
            CHECK_NEAR(minutes, row->minutes, 1e-9);
        }
        for (size_t s = 1; s <= 2; s++) {
            const scalp_plan_session *session = &plan.sessions[s - 1];
            CHECK(session->days == (size_t)ceil(session->minutes / 300));
            for (size_t day = 0; day < session->days; day++) {
                double minutes = 0;
                for (size_t k = 0; k < plan.part_count; k++)
                    minutes += plan.parts[k].session == s && plan.parts[k].day == day
                                   ? plan.parts[k].minutes
                                   : 0;
                CHECK(minutes <= 300.1);
                CHECK_NEAR(minutes, session->minutes / (double)session->days, 0.13 * 300);
            }
        }
    }
    CASE("a session without end is refused") {
        const scalp_layout layout = layout_from(w, crown, 1, (const size_t[]){100000}, 1);
        const scalp_treatment slow = {.dots_per_second = 0.2, .day_limit_min = 30};
        double area_cm2[SCALP_ZONE_COUNT] = {[SCALP_ZONE_CROWN] = 600};
        scalp_plan plan;
        scalp_error error;
        CHECK_STATUS(scalp_plan_from_layout(&layout, area_cm2, &slow, &w->work, &plan, &error),
                     SCALP_ERR_LIMIT);
        CHECK(strstr(error.message, "raise dots_per_second") != NULL);
    }
}

static void check_again(check_work *w) {
    CASE("of what is lost as much is set again, and the rest at the review") {
        const scalp_layout layout = layout_from(w, crown, 1, (const size_t[]){3000, 4000, 3000}, 3);
        const scalp_treatment t = {.expected_retention = 0.8};
        const scalp_plan plan = plan_of(w, &layout, &t);
        /* 600 of 3000; 920 of 4600; 784 of 3920 */
        CHECK(plan.rows[0].again == 0 && plan.rows[1].again == 600 && plan.rows[2].again == 920);
        CHECK(plan.review == 784 && plan.zones[SCALP_ZONE_CROWN].review == 784);
        CHECK_NEAR(plan.rows[1].minutes, 4600 / 1.3 / 60 * (1 + 10.0 / 75), 1e-9);
        CHECK_NEAR(plan.rows[1].pigment_drops, 4600 * 2.513274e-6 * 10 / 0.05, 1e-5);
        CHECK(plan.sessions[2].again == 920 && plan.sessions[2].dots == 3000);
        /* Seen after the last session: all places but those lost; the review brings them back. */
        CHECK(plan.zones[SCALP_ZONE_CROWN].dots == 10000);
    }
    CASE("with nothing lost, nothing is set again; a zone may lose more than the rest") {
        const scalp_zone zones[] = {SCALP_ZONE_CROWN, SCALP_ZONE_NAPE};
        const scalp_layout layout =
            layout_from(w, zones, 2, (const size_t[]){1000, 500, 1000, 500}, 2);
        const scalp_zone_treatment nape[] = {{.zone = SCALP_ZONE_NAPE, .expected_retention = 0.5}};
        const scalp_treatment t = {.zones = nape, .zone_count = 1};
        const scalp_plan plan = plan_of(w, &layout, &t);
        CHECK(plan.rows[2].again == 0 && plan.rows[3].again == 250);
        CHECK(plan.review == 375);
    }
}

static void check_cartridges(check_work *w) {
    const scalp_zone zones[] = {SCALP_ZONE_HAIRLINE, SCALP_ZONE_CROWN, SCALP_ZONE_NAPE};
    const scalp_zone_treatment fine[] = {{.zone = SCALP_ZONE_HAIRLINE, .needle = "0601RL"}};
    const scalp_treatment t = {
        .needle = "0603RL", .zones = fine, .zone_count = 1, .day_limit_min = 720};
    CASE("one needle for each kind, one more for every 4000 dots") {
        const size_t few[] = {100, 2000, 2000}, more[] = {100, 2000, 2001};
        const scalp_layout layout = layout_from(w, zones, 3, few, 1);
        CHECK(plan_of(w, &layout, &t).sessions[0].cartridges == 2);
        CHECK_NEAR(plan_of(w, &layout, &t).rows[1].cartridges, 0.5, 1e-12);
        const scalp_layout next = layout_from(w, zones, 3, more, 1);
        CHECK(plan_of(w, &next, &t).sessions[0].cartridges == 3);
    }
    CASE("every day needs new ones") {
        /* 30 000 dots are 436 min: a day, or with 300 min two of 15 000, 4 cartridges each. */
        const scalp_layout layout = layout_from(w, crown, 1, (const size_t[]){29000}, 1);
        CHECK(plan_of(w, &layout, &t).sessions[0].cartridges == 8);
        scalp_treatment short_day = t;
        short_day.day_limit_min = 150; /* 422 min: three days of 9667, 3 each */
        CHECK(plan_of(w, &layout, &short_day).sessions[0].cartridges == 9);
    }
}

static void check_intervals(check_work *w) {
    const size_t counts[] = {10, 10, 10, 10, 10, 10, 10, 10};
    const scalp_treatment plain = {0};
    CASE("a scalp waits 14 and 28 days, a scar 28, a brow 42") {
        const struct {
            scalp_zone zone;
            double days[3], least[3];
            const char *kind;
        } rows[] = {{SCALP_ZONE_CROWN, {14, 28, 28}, {10, 14, 14}, "scalp"},
                    {SCALP_ZONE_BEARD, {14, 28, 28}, {10, 14, 14}, "scalp"},
                    {SCALP_ZONE_SCAR, {28, 28, 28}, {28, 28, 28}, "scar"},
                    {SCALP_ZONE_BROW_R, {42, 42, 42}, {28, 28, 28}, "brow"}};
        for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
            const scalp_layout layout = layout_from(w, &rows[k].zone, 1, counts, 4);
            const scalp_plan plan = plan_of(w, &layout, &plain);
            CHECK_NEAR(plan.sessions[0].gap_days, 0, 0);
            for (int s = 1; s < 4; s++) {
                CHECK_NEAR(plan.sessions[s].gap_days, rows[k].days[s - 1], 0);
                CHECK_NEAR(plan.sessions[s].gap_least_days, rows[k].least[s - 1], 0);
                CHECK_TEXT(plan.sessions[s].gap_kind, rows[k].kind);
            }
        }
    }
    CASE("the longest counts, of zones that are worked again") {
        const scalp_zone zones[] = {SCALP_ZONE_CROWN, SCALP_ZONE_SCAR};
        const size_t late[] = {10, 0, 10, 10, 10, 10};
        const scalp_layout layout = layout_from(w, zones, 2, late, 3);
        const scalp_plan plan = plan_of(w, &layout, &plain);
        CHECK_NEAR(plan.sessions[1].gap_days, 14, 0); /* the scar is new in session 2 */
        CHECK_TEXT(plan.sessions[2].gap_kind, "scalp");
        CHECK_NEAR(plan.sessions[2].gap_days, 28, 0);
        CHECK_NEAR(plan.sessions[2].gap_least_days, 28, 0);
    }
    CASE("a zone that is said to be a scar waits like one, a scar that is none does not") {
        const scalp_zone_treatment said[] = {{.zone = SCALP_ZONE_CROWN, .scar = SCALP_SCAR_YES},
                                             {.zone = SCALP_ZONE_SCAR, .scar = SCALP_SCAR_NO}};
        const scalp_treatment t = {.zones = said, .zone_count = 2};
        const scalp_zone scar[] = {SCALP_ZONE_SCAR};
        const scalp_layout a = layout_from(w, crown, 1, counts, 2);
        const scalp_layout b = layout_from(w, scar, 1, counts, 2);
        CHECK_NEAR(plan_of(w, &a, &t).sessions[1].gap_days, 28, 0);
        CHECK_NEAR(plan_of(w, &b, &t).sessions[1].gap_days, 14, 0);
    }
}

static void check_covers(check_work *w) {
    CASE("cover is dots times the seen disc by area, and warned of above 8 and 15 %") {
        const scalp_layout one = layout_from(w, crown, 1, (const size_t[]){1000}, 1);
        const scalp_treatment t = {.day_limit_min = 720};
        scalp_plan plan = plan_of(w, &one, &t);
        const scalp_plan_zone *zone = &plan.zones[SCALP_ZONE_CROWN];
        const double disc_mm2 = SCALP_PI / 4 * zone->seen_mm * zone->seen_mm;
        CHECK_NEAR(zone->cover, 1000 * disc_mm2 / 10000, 1e-12);
        CHECK_NEAR(zone->cover_spread, 2.25 * zone->cover, 1e-12);
        CHECK_NEAR(plan.seen_cover, zone->cover / (SCALP_ZONE_COUNT - 1), 1e-12);
        /* 100 cm2: at 8 % 800 mm2 of discs, at 15 % after spreading 667 mm2 */
        const double at_now = 800 / disc_mm2, at_later = 1500 / 2.25 / disc_mm2;
        const double below[] = {at_later - 1, at_now - 1}, above[] = {at_later + 1, at_now + 1};
        const char *const word[] = {"helmet", "begin to merge"};
        for (int k = 0; k < 2; k++) {
            const scalp_layout less =
                layout_from(w, crown, 1, (const size_t[]){(size_t)below[k]}, 1);
            const scalp_layout more =
                layout_from(w, crown, 1, (const size_t[]){(size_t)ceil(above[k])}, 1);
            plan = plan_of(w, &less, &t);
            CHECK(!warns(&plan, word[k]));
            plan = plan_of(w, &more, &t);
            CHECK(warns(&plan, word[k]) && warns(&plan, "crown"));
        }
    }
}

static void check_memory(check_work *w) {
    CASE("when memory is out at any point, the plan is left alone") {
        const scalp_zone zones[] = {SCALP_ZONE_CROWN, SCALP_ZONE_SCAR};
        const size_t counts[] = {20000, 300, 15000, 200};
        const scalp_layout layout = layout_from(w, zones, 2, counts, 2);
        const scalp_treatment slow = {.day_limit_min = 60, .expected_retention = 0.8};
        const double area_cm2[SCALP_ZONE_COUNT] = {[SCALP_ZONE_CROWN] = 300, [SCALP_ZONE_SCAR] = 5};
        bool done = false;
        for (int n = 1; n < 100 && !done; n++) {
            check_stingy s = {n, 0};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
            scalp_work work = {0};
            CHECK_STATUS(scalp_arena_open(&allocator, &work.memory), SCALP_OK);
            scalp_plan plan = {.session_count = 99};
            const scalp_status status =
                scalp_plan_from_layout(&layout, area_cm2, &slow, &work, &plan, NULL);
            done = status == SCALP_OK;
            CHECK(done || (status == SCALP_ERR_MEMORY && plan.session_count == 99));
            CHECK(n > 1 || !done);
            scalp_arena_close(&work.memory);
        }
        CHECK(done);
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    check_days(&w);
    check_again(&w);
    check_cartridges(&w);
    check_intervals(&w);
    check_covers(&w);
    check_memory(&w);
    check_work_close(&w);
    return check_done();
}
