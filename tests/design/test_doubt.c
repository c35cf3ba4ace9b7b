/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The doubt of areas: parts by their formulas, and held to heads whose zones are known. */
#include "designs.h"
#include "head/scanned.h"

static double sd_of(const scalp_design *d, scalp_area_doubt doubt, int zone,
                    const scalp_work *work) {
    double sd[SCALP_ZONE_COUNT];
    CHECK_STATUS(scalp_design_area_sd(d, &doubt, work, sd, NULL), SCALP_OK);
    return sd[zone];
}

static const scalp_design_spec whole = {.style = "natural", .sex = "male"};

/* A person: a head of own measures, form, ears; scanned, landmarks picked to 2 mm or not at all.
 * How far the areas are off, in standard deviations: squares and count. */
static void add_person(int who, bool pick, const scalp_work *work, double *squares, double *count) {
    scalp_random random = scalp_random_make(77, (uint64_t)who);
    scalp_head_measures m = scalp_head_measures_mean("male");
    scalp_head_form form = {.modes = {0}};
    scalp_head head;
    scalp_registered r;
    m.length_mm += 6 * scalp_random_normal(&random);
    m.breadth_mm += 5 * scalp_random_normal(&random);
    m.circumference_mm = m.tragion_vertex_mm = 0;
    for (int i = 0; i < SCALP_HEAD_MODES; i++)
        form.modes[i] = 0.7 * scalp_random_normal(&random);
    const scalp_vec3 ear = {0, 2 * scalp_random_normal(&random), 4 * scalp_random_normal(&random)};
    form.offsets[SCALP_TRAGION_L] = form.offsets[SCALP_OTOBASION_SUPERIUS_L] = ear;
    form.offsets[SCALP_NASION] = (scalp_vec3){0, 3 * scalp_random_normal(&random), 0};
    form.offsets[SCALP_MENTON] = (scalp_vec3){0, 4 * scalp_random_normal(&random), 2};
    CHECK_STATUS(scalp_head_make_own(&m, &form, "male", work, &head, NULL), SCALP_OK);
    scalp_head_marks marks = {{false}, {{0, 0, 0}}};
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        const scalp_vec3 slip = {2 * scalp_random_normal(&random), 2 * scalp_random_normal(&random),
                                 2 * scalp_random_normal(&random)};
        marks.has[i] = i != SCALP_BROW_CREASE && i != SCALP_INION && i != SCALP_OPISTHOCRANION;
        marks.at[i] = scalp_vec3_add(head.landmarks[i], slip);
    }
    CHECK_STATUS(scalp_head_register(&head.mesh, pick ? &marks : NULL, "male", work, &r, NULL),
                 SCALP_OK);
    const scalp_design truth = designs_make(&head, whole, work);
    const scalp_design design = designs_make(&r.head, whole, work);
    /* The scale of this scan is right. */
    const scalp_area_doubt doubt = {.border_mm = r.border_mm, .met = r.met};
    double sd[SCALP_ZONE_COUNT];
    CHECK_STATUS(scalp_design_area_sd(&design, &doubt, work, sd, NULL), SCALP_OK);
    for (int z = SCALP_ZONE_HAIRLINE; z <= SCALP_ZONE_NAPE; z++) {
        const double off = (design.area_cm2[z] - truth.area_cm2[z]) / sd[z];
        printf("# %s %.1f cm2, %.1f +- %.1f\n", scalp_zone_name((scalp_zone)z), truth.area_cm2[z],
               design.area_cm2[z], sd[z]);
        CHECK_AT_MOST(fabs(off), 4);
        *squares += off * off;
        ++*count;
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_head head = designs_head(&w.work, "male");
    const scalp_design d = designs_make(&head, whole, &w.work);
    CASE("a scale that is one per cent off, and a border") {
        const int zone = SCALP_ZONE_CROWN;
        CHECK_NEAR(sd_of(&d, (scalp_area_doubt){.length_sd = 0.01}, zone, &w.work),
                   0.02 * d.area_cm2[zone], 1e-9);
        const double one = sd_of(&d, (scalp_area_doubt){.border_mm = 1}, zone, &w.work);
        CHECK_NEAR(sd_of(&d, (scalp_area_doubt){.border_mm = 3}, zone, &w.work), 3 * one, 1e-9);
        /* About 50 cm round (jagged along triangles): 1 mm sqrt(500 x 40). */
        CHECK_NEAR(one, 1.4, 0.4);
        CHECK_NEAR(sd_of(&d, (scalp_area_doubt){.border_mm = 3, .length_sd = 0.01}, zone, &w.work),
                   sqrt(9 * one * one + 4e-4 * d.area_cm2[zone] * d.area_cm2[zone]), 1e-9);
    }
    CASE("all zones together are surer than their sum") {
        const scalp_area_doubt doubt = {.border_mm = 2};
        double sd[SCALP_ZONE_COUNT], sum = 0;
        CHECK_STATUS(scalp_design_area_sd(&d, &doubt, &w.work, sd, NULL), SCALP_OK);
        for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
            sum += sd[z];
            CHECK((sd[z] > 0) == (d.area_cm2[z] > 0));
        }
        CHECK(sd[SCALP_ZONE_NONE] > 0 && sd[SCALP_ZONE_NONE] < sum / 2);
    }
    CASE("what is modelled is good to a tenth") {
        uint8_t *met = scalp_arena_take(w.work.memory, head.mesh.vertex_count, 1);
        const scalp_area_doubt doubt = {.met = met};
        double sd[SCALP_ZONE_COUNT];
        for (size_t i = 0; i < head.mesh.vertex_count; i++)
            met[i] = head.mesh.vertices[i].z > -20;
        CHECK_STATUS(scalp_design_area_sd(&d, &doubt, &w.work, sd, NULL), SCALP_OK);
        CHECK_NEAR(sd[SCALP_ZONE_FRONTAL], 0, 1e-9);
        CHECK(sd[SCALP_ZONE_NAPE] > 0.05 * d.area_cm2[SCALP_ZONE_NAPE]);
        CHECK(sd[SCALP_ZONE_NAPE] < 0.1 * d.area_cm2[SCALP_ZONE_NAPE] + 1e-9);
    }
    CASE("people's zones lie within what is said of them (--long)") {
        double squares = 0, count = 0;
        for (int who = 0; who < check_times(0, 8); who++) {
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            add_person(who, true, &w.work, &squares, &count);
            add_person(who, false, &w.work, &squares, &count);
            scalp_arena_return(w.work.memory, mark);
        }
        if (count > 0)
            printf("# %.2f standard deviations (RMS) over %.0f zones\n", sqrt(squares / count),
                   count);
        CHECK_AT_MOST(sqrt(squares / fmax(count, 1)), 1.4);
    }
    check_work_close(&w);
    return check_done();
}
