/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stages of loss: how large, one within the other, and what is spared. */
#include "designs.h"

/* cm2 of skin that gets at least half the full density. */
static double bald_area(const scalp_design *design) {
    double area = 0;
    for (size_t f = 0; f < design->mesh->face_count; f++) {
        const uint32_t *v = design->mesh->faces[f].v;
        const double *d = design->density_per_cm2;
        if (d[v[0]] + d[v[1]] + d[v[2]] > 150)
            area += scalp_mesh_face_area_mm2(design->mesh, f) / 100;
    }
    return area;
}

static void check_within(const scalp_design *small, const scalp_design *large) {
    size_t worse = 0;
    for (size_t i = 0; i < small->mesh->vertex_count; i++)
        worse += small->density_per_cm2[i] > large->density_per_cm2[i] + 3;
    CHECK(worse == 0);
    CHECK(bald_area(large) > bald_area(small));
}

int main(void) {
    check_work w;
    check_work_open(&w, 2);
    const scalp_head head = designs_head(&w.work, "male");
    scalp_design stage[SCALP_NORWOOD_COUNT];
    for (int i = 0; i < SCALP_NORWOOD_COUNT; i++)
        stage[i] =
            designs_make(&head, (scalp_design_spec){.loss = (scalp_norwood)i, .seed = 3}, &w.work);
    CASE("areas lie in the usual priors") {
        static const double low[] = {430, 5, 20, 30, 60, 100, 150, 210};
        static const double high[] = {620, 15, 40, 60, 100, 150, 210, 280};
        for (int i = 0; i < SCALP_NORWOOD_COUNT; i++) {
            const double area = bald_area(&stage[i]);
            printf("# %s: %.0f cm2\n", scalp_norwood_name((scalp_norwood)i), area);
            CHECK(area >= low[i] && area <= high[i]);
        }
    }
    CASE("each stage holds the ones before it") {
        for (int i = SCALP_NORWOOD_II; i < SCALP_NORWOOD_VII; i++)
            check_within(&stage[i], &stage[i + 1]);
        check_within(&stage[SCALP_NORWOOD_VII], &stage[SCALP_NORWOOD_NONE]);
    }
    CASE("II takes the temples alone, III vertex adds the crown, VII leaves sides and nape") {
        CHECK(stage[SCALP_NORWOOD_II].dots[SCALP_ZONE_CROWN] == 0);
        CHECK(stage[SCALP_NORWOOD_III].dots[SCALP_ZONE_CROWN] == 0);
        CHECK(stage[SCALP_NORWOOD_III_VERTEX].dots[SCALP_ZONE_CROWN] > 800);
        const scalp_design *seven = &stage[SCALP_NORWOOD_VII], *all = &stage[SCALP_NORWOOD_NONE];
        CHECK(seven->dots[SCALP_ZONE_SIDE_L] < 0.35 * all->dots[SCALP_ZONE_SIDE_L]);
        CHECK(seven->dots[SCALP_ZONE_NAPE] < 0.25 * all->dots[SCALP_ZONE_NAPE]);
        CHECK(seven->dots[SCALP_ZONE_MIDSCALP] > 0.99 * all->dots[SCALP_ZONE_MIDSCALP]);
    }
    CASE("names there and back") {
        scalp_norwood found = SCALP_NORWOOD_NONE;
        for (int i = 0; i < SCALP_NORWOOD_COUNT; i++)
            CHECK(scalp_norwood_find(scalp_norwood_name((scalp_norwood)i), &found) &&
                  (int)found == i);
        CHECK(!scalp_norwood_find("VIII", &found));
        scalp_zone zone = SCALP_ZONE_NONE;
        for (int i = 0; i < SCALP_ZONE_COUNT; i++)
            CHECK(scalp_zone_find(scalp_zone_name((scalp_zone)i), &zone) && (int)zone == i);
        CHECK(!scalp_zone_find("top", &zone));
    }
    check_work_close(&w);
    return check_done();
}
