/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans around what was placed: what is left of each share, cover, touch-ups. */
#include "layout/designs.h"

#include <scalptor/plan.h>

static void set_strength(scalp_placed *placed, double strength) {
    for (int s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++)
        for (int z = 0; z < SCALP_ZONE_COUNT; z++)
            placed->strength[s][z] = strength;
}

/* The first dots of the plan's sessions, so many of each. */
static scalp_placed placed_of(check_work *w, const scalp_plan *plan, const size_t *of,
                              size_t sessions, unsigned next) {
    scalp_dot *dots = scalp_arena_take(w->work.memory, plan->layout.dot_count, sizeof *dots);
    scalp_placed placed = {.dots = dots, .first_session = next};
    size_t taken[SCALP_LAYOUT_MAX_SESSIONS] = {0};
    for (size_t i = 0; i < plan->layout.dot_count; i++) {
        const scalp_dot *d = &plan->layout.dots[i];
        const unsigned s = d->session - 1u;
        if (s < sessions && taken[s] < of[s]) {
            taken[s]++;
            dots[placed.dot_count++] = *d;
        }
    }
    set_strength(&placed, 1);
    return placed;
}

static scalp_plan plan_around(check_work *w, const scalp_design *design,
                              const scalp_placed *placed) {
    const scalp_treatment plain = {0};
    scalp_plan plan = {0};
    scalp_error error = {0};
    if (scalp_plan_make_around(design, &plain, placed, 0.5, 5, &w->work, &plan, &error))
        CHECK_FAILED("no plan: %s", error.message);
    return plan;
}

static size_t dots_in(const scalp_plan *plan, unsigned session) {
    size_t dots = 0;
    for (size_t i = 0; i < plan->row_count; i++)
        dots += plan->rows[i].session == session ? plan->rows[i].dots : 0;
    return dots;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh sheet = shape_sheet(&w, 50, 40, 10, 8);
    const scalp_design design = design_of(&w, &sheet, NULL, 25); /* 500: 150, 200, 150 */
    const scalp_treatment plain = {0};
    scalp_plan first = {0};
    CHECK_STATUS(scalp_plan_make(&design, &plain, 0.5, 3, &w.work, &first, NULL), SCALP_OK);
    CASE("the rest goes to the sessions by what is left of their shares") {
        static const struct {
            size_t placed[3];
            unsigned next;
            size_t dots[6];
        } done[] = {
            {{150, 0, 0}, 2, {0, 200, 150}},     /* as planned */
            {{150, 100, 0}, 2, {0, 100, 150}},   /* session 2 broken off */
            {{150, 100, 0}, 3, {0, 0, 250}},     /* and not taken up again */
            {{75, 0, 0}, 2, {0, 243, 182}},      /* 8 : 6 of 425 */
            {{150, 200, 150}, 4, {0, 0, 0, 0}},  /* all is there */
            {{125, 175, 150}, 4, {0, 0, 0, 50}}, /* a touch-up */
            {{0, 0, 0}, 1, {150, 200, 150}},
        };
        for (size_t k = 0; k < sizeof done / sizeof *done; k++) {
            const scalp_placed placed = placed_of(&w, &first, done[k].placed, 3, done[k].next);
            const scalp_plan plan = plan_around(&w, &design, &placed);
            for (unsigned s = 1; s <= 6; s++)
                CHECK_NEAR((double)dots_in(&plan, s), (double)done[k].dots[s - 1], 2);
            CHECK(plan.session_count == (done[k].next > 3 ? done[k].next : 3));
            CHECK_NEAR(plan.seen_cover, first.seen_cover, 1e-9);
        }
    }
    CASE("faded dots count as much as is left of them, in dots and in cover") {
        const size_t all[] = {150, 200, 150};
        scalp_placed placed = placed_of(&w, &first, all, 3, 4);
        set_strength(&placed, 0.8);
        const scalp_plan plan = plan_around(&w, &design, &placed);
        CHECK_NEAR((double)dots_in(&plan, 4), 100, 1);
        CHECK_NEAR(plan.seen_cover, first.seen_cover, 0.003 * first.seen_cover);
        CHECK_NEAR(plan.layout.there, 400, 1);
    }
    CASE("old pigment counts in the cover") {
        const scalp_placed placed = {.old_dots = {[SCALP_ZONE_MIDSCALP] = 250}};
        const double area_cm2[SCALP_ZONE_COUNT] = {[SCALP_ZONE_MIDSCALP] = 20};
        scalp_plan plan = {0};
        CHECK_STATUS(scalp_plan_from_layout_around(&first.layout, &placed, area_cm2, &plain,
                                                   &w.work, &plan, NULL),
                     SCALP_OK);
        CHECK_NEAR(plan.seen_cover, 1.5 * first.seen_cover, 1e-9);
    }
    CASE("around nothing it is the same plan") {
        const scalp_placed nothing = {0};
        const scalp_plan plan = plan_around(&w, &design, &nothing);
        scalp_plan same = {0};
        char one[SCALP_HASH_HEX], other[SCALP_HASH_HEX];
        CHECK_STATUS(scalp_plan_make(&design, &plain, 0.5, 5, &w.work, &same, NULL), SCALP_OK);
        layout_hash(&plan.layout, one);
        layout_hash(&same.layout, other);
        CHECK_TEXT(one, other);
    }
    CASE("what cannot be is refused") {
        const size_t some[] = {10};
        scalp_placed placed = placed_of(&w, &first, some, 1, 7);
        scalp_plan plan;
        scalp_error error = {0};
        CHECK_STATUS(
            scalp_plan_make_around(&design, &plain, &placed, 0.5, 5, &w.work, &plan, &error),
            SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "Session 7") != NULL);
        placed.first_session = 2;
        set_strength(&placed, 1.5);
        CHECK_STATUS(
            scalp_plan_make_around(&design, &plain, &placed, 0.5, 5, &w.work, &plan, &error),
            SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "strength") != NULL);
    }
    CASE("when memory is out at any point, a plan around placed dots is left alone") {
        const scalp_mesh small = shape_sheet(&w, 20, 15, 4, 3);
        const scalp_design few = design_of(&w, &small, NULL, 25);
        scalp_plan before = {0};
        CHECK_STATUS(scalp_plan_make(&few, &plain, 0.5, 3, &w.work, &before, NULL), SCALP_OK);
        const size_t some[] = {20};
        const scalp_placed placed = placed_of(&w, &before, some, 1, 2);
        bool done = false;
        int n = 1;
        for (; n < 400 && !done; n++) {
            check_stingy s = {n, 0};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
            scalp_work work = {0};
            CHECK_STATUS(scalp_arena_open(&allocator, &work.memory), SCALP_OK);
            scalp_plan plan = {.session_count = 99};
            const scalp_status status =
                scalp_plan_make_around(&few, &plain, &placed, 0.5, 5, &work, &plan, NULL);
            done = status == SCALP_OK;
            CHECK(done || (status == SCALP_ERR_MEMORY && plan.session_count == 99));
            scalp_arena_close(&work.memory);
            CHECK(s.live == 0);
        }
        CHECK(done && n > 2);
    }
    check_work_close(&w);
    return check_done();
}
