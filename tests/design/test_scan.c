/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scans laid on the standard head: heads that are known come back, wherever they lie. */
#include "check.h"

#include <scalptor/design.h>

static const double turn_rad[3] = {0.7, -1.1, 0.4};
static const scalp_vec3 shift_mm = {312, -95, 1240};

/* A head of other measures, turned and shifted away, as if it had been scanned. */
static scalp_mesh scan_of(check_work *w, const scalp_head *head, scalp_head_marks *marks) {
    const scalp_mat3 r = scalp_mat3_rotation((scalp_vec3){turn_rad[0], turn_rad[1], turn_rad[2]});
    scalp_vec3 *v = scalp_arena_take(w->work.memory, head->mesh.vertex_count, sizeof *v);
    scalp_mesh made = {0};
    for (size_t i = 0; i < head->mesh.vertex_count; i++)
        v[i] = scalp_vec3_add(scalp_mat3_apply(&r, head->mesh.vertices[i]), shift_mm);
    *marks = (scalp_head_marks){0};
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        marks->has[i] = true;
        marks->at[i] = scalp_vec3_add(scalp_mat3_apply(&r, head->landmarks[i]), shift_mm);
    }
    CHECK_STATUS(scalp_mesh_make(v, head->mesh.vertex_count, head->mesh.faces,
                                 head->mesh.face_count, &w->work, &made, NULL),
                 SCALP_OK);
    return made;
}

static void check_frame(const scalp_head *head, const scalp_mesh *scan, const scalp_scan_fit *fit) {
    double worst = 0;
    for (size_t i = 0; i < scan->vertex_count; i++) {
        const scalp_vec3 p = scalp_vec3_sub(
            scalp_vec3_add(scalp_mat3_apply(&fit->rotation, scan->vertices[i]), fit->shift),
            fit->origin);
        worst = fmax(worst, scalp_vec3_distance(p, head->mesh.vertices[i]));
    }
    CHECK_AT_MOST(worst, 1.0);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_head_measures asked = {190, 158, 570, 126};
    scalp_head head;
    scalp_head_marks marks;
    scalp_scan_fit fit;
    scalp_error error = {0};
    CHECK_STATUS(scalp_head_make(&asked, "male", &w.work, &head, &error), SCALP_OK);
    const scalp_mesh scan = scan_of(&w, &head, &marks);
    CASE("a head comes back from anywhere, with its measures") {
        if (scalp_scan_fit_make(&scan, &marks, "male", &w.work, &fit, &error))
            CHECK_FAILED("refused: %s", error.message);
        check_frame(&head, &scan, &fit);
        CHECK_NEAR(fit.size.length_mm, asked.length_mm, 1);
        CHECK_NEAR(fit.size.breadth_mm, asked.breadth_mm, 1);
        CHECK_NEAR(fit.size.circumference_mm, asked.circumference_mm, 3); /* level, not tilted */
        CHECK_AT_MOST(fit.rms_mm, 0.5);
        CHECK_AT_MOST(fit.landmarks_mm, 1.0);
    }
    CASE("its zones are those of the head itself") {
        const scalp_design_spec whole = {.style = "natural", .sex = "male"};
        scalp_design of_head, of_scan;
        double area_cm2[SCALP_ZONE_COUNT], sum = 0;
        CHECK_STATUS(scalp_design_make(&head, &whole, &w.work, &of_head, NULL), SCALP_OK);
        CHECK_STATUS(scalp_design_make(&fit.head, &whole, &w.work, &of_scan, NULL), SCALP_OK);
        CHECK_STATUS(scalp_design_scan_areas(&of_scan, &scan, &fit, &w.work, area_cm2, NULL),
                     SCALP_OK);
        for (int zone = 0; zone < SCALP_ZONE_COUNT; zone++) {
            sum += area_cm2[zone];
            if (zone != SCALP_ZONE_NONE)
                CHECK_NEAR(area_cm2[zone], of_head.area_cm2[zone], 0.02 * of_head.area_cm2[zone]);
        }
        CHECK_NEAR(sum, scalp_mesh_area_mm2(&scan) / 100, 1e-6 * sum);
    }
    CASE("the unit is found, whichever it is") {
        const double scales[] = {1, 0.1, 0.001};
        for (int i = 0; i < 3; i++) {
            scalp_length_unit unit = SCALP_UNIT_MM;
            char reason[160];
            scalp_mesh small = head.mesh;
            scalp_vec3 *v = scalp_arena_take(w.work.memory, small.vertex_count, sizeof *v);
            for (size_t k = 0; k < small.vertex_count; k++)
                v[k] = scalp_vec3_scale(head.mesh.vertices[k], scales[i]);
            small.vertices = v;
            CHECK_STATUS(scalp_scan_unit_guess(&small, NULL, &w.work, &unit, reason, &error),
                         SCALP_OK);
            CHECK((int)unit == i);
            const scalp_length_unit metres = SCALP_UNIT_M; /* what a format says may be wrong */
            CHECK_STATUS(scalp_scan_unit_guess(&small, &metres, &w.work, &unit, reason, &error),
                         SCALP_OK);
            CHECK((int)unit == i);
        }
    }
    CASE("a scan that stands along z is measured all the same") {
        scalp_mesh lying = head.mesh;
        scalp_scan_size size, upright;
        scalp_vec3 *v = scalp_arena_take(w.work.memory, lying.vertex_count, sizeof *v);
        for (size_t k = 0; k < lying.vertex_count; k++) {
            const scalp_vec3 p = head.mesh.vertices[k];
            v[k] = (scalp_vec3){p.x, -p.z, p.y};
        }
        lying.vertices = v;
        CHECK_STATUS(scalp_scan_measure(&head.mesh, NULL, &w.work, &upright, NULL), SCALP_OK);
        CHECK_STATUS(scalp_scan_measure(&lying, NULL, &w.work, &size, NULL), SCALP_OK);
        CHECK(size.z_up && !upright.z_up);
        CHECK_NEAR(size.length_mm, upright.length_mm, 1e-9);
        CHECK_NEAR(size.circumference_mm, upright.circumference_mm, 1e-9);
    }
    CASE("landmarks that fit no head") {
        scalp_head_marks wrong = marks;
        wrong.at[SCALP_TRAGION_L] = marks.at[SCALP_TRAGION_R];
        wrong.at[SCALP_TRAGION_R] = marks.at[SCALP_TRAGION_L];
        wrong.at[SCALP_EXOCANTHION_L] = marks.at[SCALP_EXOCANTHION_R];
        wrong.at[SCALP_EXOCANTHION_R] = marks.at[SCALP_EXOCANTHION_L];
        CHECK_STATUS(scalp_scan_fit_make(&scan, &wrong, "male", &w.work, &fit, &error),
                     SCALP_ERR_NO);
        wrong = (scalp_head_marks){0};
        wrong.has[SCALP_GLABELLA] = wrong.has[SCALP_NASION] = wrong.has[SCALP_MENTON] = true;
        CHECK_STATUS(scalp_scan_fit_make(&scan, &wrong, "male", &w.work, &fit, &error),
                     SCALP_ERR_INPUT);
    }
    check_work_close(&w);
    return check_done();
}
