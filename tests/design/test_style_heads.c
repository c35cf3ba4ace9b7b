/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every style on every head: men and women at the 5th, 50th and 95th percentile, and scans the
 * standard head was drawn onto. ./test takes a quarter of the pairs, all standard heads and styles
 * among them, and one scan; ./test --long every pair with three seeds. */
#include "designs.h"
#include "head/scanned.h"

#include <scalptor/layout.h>

/* Length and breadth, mm (ANSUR II, Gordon et al. 2014): mean -+ 1.645 standard deviations. */
static const struct {
    const char *sex;
    double length_mm, breadth_mm;
} standard[] = {{"male", 188.0, 145.3},   {"male", 0, 0},   {"male", 211.0, 163.3},
                {"female", 177.6, 139.2}, {"female", 0, 0}, {"female", 202.0, 156.4}};

enum { standard_count = sizeof standard / sizeof *standard };

typedef struct wearing {
    const char *sex, *whose;
    const scalp_style_facts *style;
    uint64_t seed;
} wearing;

static void check_zones(const scalp_design *d, const wearing *on) {
    const bool whole = strcmp(on->style->name, "full-head") == 0;
    double area = 0, dots = 0;
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        area += d->area_cm2[z];
        const double marks = d->dots[z] + 4 * d->strokes[z]; /* a stroke reckoned as four dots */
        dots += marks;
        CHECK((d->area_cm2[z] > 0) == (marks > 0));
    }
    const double mean = dots / area;
    /* Of the frontal, crown and other zones a whole scalp has each. */
    for (int z = SCALP_ZONE_HAIRLINE; z <= (whole ? SCALP_ZONE_NAPE : SCALP_ZONE_CROWN); z++) {
        if (d->treats_scalp && !(d->area_cm2[z] > (z == SCALP_ZONE_HAIRLINE ? 15 : 5)))
            CHECK_FAILED("%s on %s: %.1f cm2 of %s", on->style->name, on->whose, d->area_cm2[z],
                         scalp_zone_name((scalp_zone)z));
    }
    for (size_t i = 0; i < d->area_count; i++)
        CHECK(d->areas[i].area_cm2 > 1 && d->areas[i].dots + 4 * d->areas[i].strokes > 100);
    const double least = !d->treats_scalp ? 3 : whole ? 400 : 130;
    const double most = !d->treats_scalp ? 260 : whole ? 720 : 340;
    if (!(area > least && area < most && mean < on->style->density_per_cm2 &&
          mean > 0.3 * on->style->density_per_cm2))
        CHECK_FAILED("%s on %s: %.0f dots on %.1f cm2", on->style->name, on->whose, dots, area);
}

/* Its own numbers keep the rules: only notes are left. */
static void check_rules(const scalp_design *d, const wearing *on) {
    for (size_t i = 0; i < d->check_count; i++) {
        if (d->checks[i].severity != SCALP_NOTE && strcmp(d->checks[i].id, "not-a-mans-loss") != 0)
            CHECK_FAILED("%s on %s, seed %llu: %s", on->style->name, on->whose,
                         (unsigned long long)on->seed, d->checks[i].message);
    }
    if (d->treats_scalp && fabs(d->height_mm[1] - d->height_mm[0]) > 6)
        CHECK_FAILED("%s on %s, seed %llu: lopsided by %.1f mm", on->style->name, on->whose,
                     (unsigned long long)on->seed, d->height_mm[1] - d->height_mm[0]);
}

/* Clear of the ears, and on the scalp. */
static void check_places(const scalp_head *head, const scalp_design *d, const wearing *on) {
    /* The densest parts of beard and brow have up to 1.3 of the area's density. */
    const double most = on->style->density_per_cm2 * (*on->style->areas ? 1.3 : 1) + 1e-9;
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        const double density = d->density_per_cm2[i];
        if (!(density >= 0 && density <= most) ||
            (density > 0 && (head->region[i] == SCALP_REGION_EAR ||
                             (d->treats_scalp && head->region[i] == SCALP_REGION_NECK))))
            CHECK_FAILED("%s on %s: density %g in region %d", on->style->name, on->whose, density,
                         head->region[i]);
    }
}

static void check_plan(const scalp_head *head, scalp_design_spec spec, const wearing *on,
                       const scalp_work *work) {
    const scalp_layout_params params = {.seed = on->seed, .regularity = 0.5};
    scalp_layout layout;
    double dots = 0, strokes = 0;
    spec.density_per_cm2 = 20;
    const scalp_design d = designs_make(head, spec, work);
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        dots += d.dots[z], strokes += d.strokes[z];
    CHECK_STATUS(scalp_layout_make(&d, &params, work, &layout, NULL), SCALP_OK);
    CHECK_NEAR((double)layout.dot_count, dots, 1 + 0.01 * dots);
    CHECK_NEAR((double)layout.stroke_count, strokes, 1);
    CHECK(layout.session_count == 3);
}

static void check_style(const scalp_head *head, const wearing *on, bool plan,
                        const scalp_work *work) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const scalp_design_spec spec = {.style = on->style->name,
                                    .sex = on->sex,
                                    .age_years = 40,
                                    .loss = SCALP_NORWOOD_V,
                                    .seed = on->seed};
    const scalp_design d = designs_make(head, spec, work);
    check_zones(&d, on);
    check_rules(&d, on);
    check_places(head, &d, on);
    if (plan)
        check_plan(head, spec, on, work);
    scalp_arena_return(work->memory, mark);
}

/* Those made for the other sex are left out. */
static void check_styles(const scalp_head *head, size_t which, const char *sex, const char *whose,
                         const scalp_work *work) {
    const int every = check_times(4, 1), seeds = check_times(1, 3);
    scalp_style_facts style;
    for (size_t i = 0; scalp_style_facts_of(i, &style); i++) {
        if ((style.sex[0] && strcmp(style.sex, sex) != 0) || (i + which) % (size_t)every != 0)
            continue;
        for (int seed = 0; seed < seeds; seed++) {
            const wearing on = {sex, whose, &style, (uint64_t)seed + 10 * which};
            check_style(head, &on, which == i % standard_count, work);
        }
    }
}

int main(void) {
    static const char *const sexes[] = {"male", "female"};
    check_work w;
    check_work_open(&w, 0);
    CASE("men and women, small and large") {
        for (size_t i = 0; i < standard_count; i++) {
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            const scalp_head_measures measures = {.length_mm = standard[i].length_mm,
                                                  .breadth_mm = standard[i].breadth_mm};
            char whose[60];
            scalp_head head;
            snprintf(whose, sizeof whose, "a %s head %.0f mm long", standard[i].sex,
                     standard[i].length_mm);
            CHECK_STATUS(scalp_head_make(&measures, standard[i].sex, &w.work, &head, NULL),
                         SCALP_OK);
            check_styles(&head, i, standard[i].sex, whose, &w.work);
            scalp_arena_return(w.work.memory, mark);
        }
    }
    CASE("scans") {
        for (int i = check_times(2, 0); i < scanned_count; i++) {
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            scalp_mesh scan;
            scalp_head_marks marks;
            scalp_registered r;
            if (!scanned_read(i, &w.work, &scan, &marks)) {
                printf("# %s is not there\n", scanned_names[i]);
                continue;
            }
            CHECK_STATUS(scalp_head_register(&scan, &marks, "male", &w.work, &r, NULL), SCALP_OK);
            for (size_t sex = 0; sex < 2; sex++) /* the bust is a man's */
                if (i > 0 || sex == 0)
                    check_styles(&r.head, (size_t)i + 2 * sex, sexes[sex], scanned_names[i],
                                 &w.work);
            scalp_arena_return(w.work.memory, mark);
        }
    }
    check_work_close(&w);
    return check_done();
}
