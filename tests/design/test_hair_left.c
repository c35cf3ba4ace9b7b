/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stages of the four scales as maps of the hair left, and existing hair taken from the density. */
#include "designs.h"

/* Area of the scalp, and of it the share without hair, as bald cm2. */
static double bald_cm2(const scalp_head *head, const char *scale, const char *stage,
                       const scalp_work *work) {
    const double *left = NULL;
    double area = 0;
    CHECK_STATUS(scalp_design_hair_left(head, scale, stage, work, &left, NULL), SCALP_OK);
    for (size_t f = 0; left && f < head->mesh.face_count; f++) {
        const uint32_t *v = head->mesh.faces[f].v;
        double share = 0;
        for (int k = 0; k < 3; k++)
            share += (1 - left[v[k]]) / 3;
        area += share * scalp_mesh_face_area_mm2(&head->mesh, f) / 100;
    }
    printf("# %s %s: %.0f cm2\n", scale, stage, area);
    return area;
}

int main(void) {
    check_work w;
    check_work_open(&w, 2);
    const scalp_head head = designs_head(&w.work, "male");
    const double scalp = bald_cm2(&head, "salt", "S5", &w.work);
    CASE("variants of Norwood rise, and are as large as their stages") {
        static const char *const stages[] = {"I", "IIa", "IIIa", "IVa", "Va"};
        static const double low[] = {0, 5, 20, 60, 100}, high[] = {1, 15, 40, 100, 150};
        double before = -1;
        for (int i = 0; i < 5; i++) {
            const double area = bald_cm2(&head, "norwood", stages[i], &w.work);
            CHECK(area > before);
            CHECK(area >= low[i] && area <= high[i]);
            before = area;
        }
    }
    CASE("Ludwig thins the top in steps and spares the front line") {
        static const char *const stages[] = {"I", "II", "III"};
        double before = 0;
        for (int i = 0; i < 3; i++) {
            const double area = bald_cm2(&head, "ludwig", stages[i], &w.work);
            CHECK(area > 1.4 * before);
            before = area;
            const double *left = NULL;
            CHECK_STATUS(scalp_design_hair_left(&head, "ludwig", stages[i], &w.work, &left, NULL),
                         SCALP_OK);
            double least = 1;
            for (size_t v = 0; left && v < head.mesh.vertex_count; v++)
                least = left[v] < least ? left[v] : least;
            CHECK_NEAR(least, i == 0 ? 0.75 : i == 1 ? 0.5 : 0.2, 1e-9);
        }
    }
    CASE("SALT takes its share of the whole, Savin's numbers are stages") {
        CHECK_NEAR(bald_cm2(&head, "salt", "S2", &w.work) / scalp, 0.37, 1e-6);
        CHECK_NEAR(bald_cm2(&head, "salt", "S0", &w.work), 0, 1e-9);
        CHECK_NEAR(bald_cm2(&head, "savin", "1", &w.work), 0, 1);
        CHECK(bald_cm2(&head, "savin", "8", &w.work) > bald_cm2(&head, "savin", "5", &w.work));
        CHECK(bald_cm2(&head, "savin", "4", &w.work) > bald_cm2(&head, "savin", "2", &w.work));
    }
    CASE("which stages there are") {
        CHECK(scalp_design_stage_find("norwood", "III vertex"));
        CHECK(scalp_design_stage_find("norwood", "Va") &&
              !scalp_design_stage_find("norwood", "V a"));
        CHECK(!scalp_design_stage_find("norwood", "S2") &&
              !scalp_design_stage_find("ludwig", "IV"));
        CHECK(scalp_design_stage_find("savin", "9") && !scalp_design_stage_find("savin", "10"));
        CHECK(!scalp_design_stage_find("salt", "") && !scalp_design_stage_find("nobody", "none"));
        CHECK(scalp_design_stage_find("ludwig", "none"));
        const double *left;
        CHECK_STATUS(scalp_design_hair_left(&head, "ludwig", "VII", &w.work, &left, NULL),
                     SCALP_ERR_INPUT);
    }
    CASE("dots are what is wanted less what is there, and never less than none") {
        double *there = scalp_arena_take(w.work.memory, head.mesh.vertex_count, sizeof *there);
        for (size_t i = 0; i < head.mesh.vertex_count; i++)
            there[i] = head.mesh.vertices[i].x > 0 ? 40 : 200;
        const scalp_design all = designs_make(&head, (scalp_design_spec){.seed = 3}, &w.work);
        const scalp_design less =
            designs_make(&head, (scalp_design_spec){.seed = 3, .existing_per_cm2 = there}, &w.work);
        for (size_t i = 0; i < head.mesh.vertex_count; i++) {
            const double wanted = fmax(all.density_per_cm2[i] - there[i], 0);
            if (fabs(less.density_per_cm2[i] - wanted) > 0.5) {
                CHECK_NEAR(less.density_per_cm2[i], wanted, 0.5);
                break;
            }
        }
    }
    check_work_close(&w);
    return check_done();
}
