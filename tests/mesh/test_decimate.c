/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fewer faces: the shape, its rims and its soundness stay. */
#include "shapes.h"

static scalp_mesh decimated(check_work *w, const scalp_mesh *mesh, size_t faces) {
    scalp_mesh made = {0};
    scalp_mesh_look look;
    scalp_error error = {0};
    if (scalp_mesh_decimate(mesh, NULL, faces, &w->work, &made, &look, &error))
        CHECK_FAILED("refused: %s", error.message);
    return made;
}

static void check_sound(check_work *w, const scalp_mesh *mesh, bool closed) {
    size_t boundary = 99, bad = 99;
    CHECK_STATUS(scalp_mesh_edges_check(mesh, &w->work, &boundary, &bad, NULL), SCALP_OK);
    CHECK((boundary == 0) == closed && bad == 0);
}

static double farthest(check_work *w, const scalp_mesh *from, const scalp_mesh *to) {
    const scalp_bvh *tree;
    double worst = 0, d;
    CHECK_STATUS(scalp_bvh_make(to, &w->work, &tree, NULL), SCALP_OK);
    for (size_t i = 0; i < from->vertex_count; i++) {
        (void)scalp_bvh_closest(tree, from->vertices[i], &d);
        worst = fmax(worst, d);
    }
    return worst;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("a ball of a tenth of the faces is still that ball") {
        const scalp_mesh ball = shape_ball(&w, 90, 30);
        const scalp_mesh less = decimated(&w, &ball, 1000);
        CHECK(less.face_count == 1000);
        check_sound(&w, &less, true);
        const double worst = farthest(&w, &ball, &less), back = farthest(&w, &less, &ball);
        printf("# %zu to %zu faces: %.3f mm one way, %.3f mm back\n", ball.face_count,
               less.face_count, worst, back);
        CHECK_AT_MOST(worst, 1.0);
        CHECK_AT_MOST(back, 1.0);
        CHECK_NEAR(scalp_mesh_area_mm2(&less), scalp_mesh_area_mm2(&ball),
                   0.005 * scalp_mesh_area_mm2(&ball));
        double sum = 0;
        for (size_t f = 0; f < less.face_count; f++)
            sum += scalp_vec3_dot(scalp_mesh_face_normal(&less, f),
                                  scalp_vec3_unit(less.vertices[less.faces[f].v[0]])) > 0;
        CHECK_NEAR(sum, 1000, 0);
    }
    CASE("flat sides and sharp edges cost nothing") {
        const scalp_mesh box = shape_box(&w, (scalp_vec3){30, 40, 50}, 8);
        const scalp_mesh less = decimated(&w, &box, 12);
        CHECK(less.face_count == 12);
        check_sound(&w, &less, true);
        CHECK_NEAR(scalp_mesh_area_mm2(&less), 2 * (1200 + 1500 + 2000), 1e-6);
    }
    CASE("the rim of a sheet stays") {
        const scalp_mesh sheet = shape_sheet(&w, 100, 60, 20, 12);
        const scalp_mesh less = decimated(&w, &sheet, 8);
        CHECK(less.face_count <= 8 && less.face_count >= 2);
        check_sound(&w, &less, false);
        CHECK_NEAR(scalp_mesh_area_mm2(&less), 6000, 1e-6);
    }
    CASE("colours follow") {
        const scalp_mesh sheet = shape_sheet(&w, 100, 60, 40, 24);
        uint8_t(*rgba)[4] = scalp_arena_take(w.work.memory, sheet.vertex_count, 4);
        for (size_t i = 0; i < sheet.vertex_count; i++)
            rgba[i][1] = (uint8_t)(2 * sheet.vertices[i].x);
        const scalp_mesh_look look = {.rgba = (const uint8_t(*)[4])rgba};
        scalp_mesh less;
        scalp_mesh_look made;
        CHECK_STATUS(scalp_mesh_decimate(&sheet, &look, 300, &w.work, &less, &made, NULL),
                     SCALP_OK);
        for (size_t i = 0; i < less.vertex_count; i++)
            CHECK_NEAR(made.rgba[i][1], 2 * less.vertices[i].x, 6);
    }
    CASE("to the limit: no closed surface folds into nothing") {
        const scalp_mesh ball = shape_ball(&w, 10, 3);
        const scalp_mesh less = decimated(&w, &ball, 4);
        CHECK(less.face_count >= 4 && less.face_count <= 8);
        check_sound(&w, &less, true);
        scalp_mesh made;
        scalp_mesh_look look;
        CHECK_STATUS(scalp_mesh_decimate(&ball, NULL, 3, &w.work, &made, &look, NULL),
                     SCALP_ERR_INPUT);
    }
    CASE("more faces than there are: nothing to do") {
        const scalp_mesh ball = shape_ball(&w, 10, 3);
        CHECK(decimated(&w, &ball, 1000).face_count == ball.face_count);
    }
    check_work_close(&w);
    return check_done();
}
