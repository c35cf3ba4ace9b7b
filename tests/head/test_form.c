/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A head of its own form: the measures stay, landmarks go where they are sent, both sides alike. */
#include "check.h"

#include <scalptor/head.h>

static const scalp_head_measures size = {199.5, 154.3, 574.4, 131.1};
static check_work w;

static void make(const scalp_head_form *form, scalp_head *head) {
    scalp_error error = {0};
    CHECK_STATUS(scalp_head_make_own(&size, form, "male", &w.work, head, &error), SCALP_OK);
}

static double farthest(const scalp_head *a, const scalp_head *b, uint8_t region) {
    double most = 0;
    for (size_t i = 0; i < a->mesh.vertex_count; i++) {
        if (a->region[i] == region)
            most = fmax(most, scalp_vec3_distance(a->mesh.vertices[i], b->mesh.vertices[i]));
    }
    return most;
}

static void check_measures(const scalp_head *head) {
    CHECK_NEAR(head->measures.length_mm, size.length_mm, 0.05);
    CHECK_NEAR(head->measures.breadth_mm, size.breadth_mm, 0.05);
    CHECK_NEAR(head->measures.circumference_mm, size.circumference_mm, 0.05);
    CHECK_NEAR(head->measures.tragion_vertex_mm, size.tragion_vertex_mm, 0.05);
}

static void check_symmetry(const scalp_head *head) {
    size_t boundary, bad;
    scalp_error error = {0};
    CHECK_STATUS(scalp_mesh_edges_check(&head->mesh, &w.work, &boundary, &bad, &error), SCALP_OK);
    CHECK(boundary == 0 && bad == 0);
    for (size_t i = 0; i < head->mesh.vertex_count; i++)
        CHECK(!head->midline[i] || head->mesh.vertices[i].x == 0);
    const scalp_vec3 l = head->landmarks[SCALP_TRAGION_L], r = head->landmarks[SCALP_TRAGION_R];
    CHECK(l.x == -r.x && l.y == r.y && l.z == r.z);
    CHECK_NEAR(l.y, 0, 1e-9);
    CHECK_NEAR(l.z, 0, 1e-9);
}

int main(void) {
    scalp_head plain, own;
    check_work_open(&w, 0);
    make(NULL, &plain);
    CASE("no form is the standard head, to the bit") {
        const scalp_head_form none = {{0}, {{0, 0, 0}}};
        make(&none, &own);
        CHECK(memcmp(own.mesh.vertices, plain.mesh.vertices,
                     plain.mesh.vertex_count * sizeof *plain.mesh.vertices) == 0);
    }
    CASE("each mode moves the scalp by millimetres and leaves the measures") {
        for (size_t k = 0; k < SCALP_HEAD_MODES; k++) {
            scalp_head_form form = {{0}, {{0, 0, 0}}};
            form.modes[k] = 1;
            make(&form, &own);
            const double most = farthest(&own, &plain, SCALP_REGION_SCALP);
            printf("# %s: at most %.2f mm\n", scalp_head_mode_name(k), most);
            CHECK(most > 0.5 && most < 6);
            check_measures(&own);
            check_symmetry(&own);
        }
        CHECK(strcmp(scalp_head_mode_name(SCALP_HEAD_MODES), "unknown") == 0);
    }
    CASE("ears that sit 8 mm forward bring the origin along") {
        scalp_head_form form = {{0}, {{0, 0, 0}}};
        form.offsets[SCALP_TRAGION_L] = form.offsets[SCALP_OTOBASION_SUPERIUS_L] =
            (scalp_vec3){0, 0, 8};
        make(&form, &own);
        check_measures(&own);
        check_symmetry(&own);
        const double before = plain.landmarks[SCALP_NASION].z;
        CHECK_NEAR(before - own.landmarks[SCALP_NASION].z, 8, 0.8);
    }
    CASE("a landmark goes where it is sent, its mirror image too, the crown stays") {
        scalp_head_form form = {{0}, {{0, 0, 0}}};
        form.offsets[SCALP_CHEILION_L] = (scalp_vec3){3, -2, 1};
        make(&form, &own);
        const scalp_vec3 moved =
            scalp_vec3_sub(own.landmarks[SCALP_CHEILION_L], plain.landmarks[SCALP_CHEILION_L]);
        CHECK_NEAR(moved.x, 3, 0.6);
        CHECK_NEAR(moved.y, -2, 0.6);
        CHECK(own.landmarks[SCALP_CHEILION_R].x == -own.landmarks[SCALP_CHEILION_L].x);
        CHECK_NEAR(own.landmarks[SCALP_VERTEX].y, plain.landmarks[SCALP_VERTEX].y, 0.2);
        check_symmetry(&own);
    }
    check_end_case();
    check_work_close(&w);
    return check_done();
}
