/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas, normals, points and fields against formulas, and what scalp_mesh_make refuses. */
#include "shapes.h"

static void refused(check_work *w, const scalp_vec3 *v, size_t vn, const scalp_face *f, size_t fn,
                    const char *word) {
    scalp_mesh mesh;
    scalp_error error = {0};
    CHECK_STATUS(scalp_mesh_make(v, vn, f, fn, &w->work, &mesh, &error), SCALP_ERR_INPUT);
    CHECK(strstr(error.message, word) != NULL);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("a box has the area of its sides") {
        const scalp_mesh box = shape_box(&w, (scalp_vec3){2, 3, 4}, 5);
        CHECK(box.face_count == 300 && box.vertex_count == 152);
        CHECK_NEAR(scalp_mesh_area_mm2(&box), 2 * (6 + 8 + 12), 1e-12);
        for (size_t f = 0; f < box.face_count; f++)
            CHECK_NEAR(scalp_vec3_length(scalp_mesh_face_normal(&box, f)), 1, 1e-15);
    }
    CASE("a fine ball has the area and the normals of a sphere") {
        const scalp_mesh ball = shape_ball(&w, 90, 40);
        CHECK_NEAR(scalp_mesh_area_mm2(&ball) / (4 * SCALP_PI * 90 * 90), 1, 1e-3);
        for (size_t i = 0; i < ball.vertex_count; i++)
            CHECK(scalp_vec3_dot(ball.normals[i], ball.vertices[i]) > 90 * 0.9995);
        const scalp_mesh_point p = {7, 0.25, 0.5};
        CHECK_NEAR(scalp_vec3_length(scalp_mesh_normal(&ball, p)), 1, 1e-15);
        CHECK(scalp_vec3_dot(scalp_mesh_normal(&ball, p), scalp_mesh_position(&ball, p)) > 89.9);
    }
    CASE("points and fields are linear within a face") {
        const scalp_mesh sheet = shape_sheet(&w, 10, 20, 3, 4);
        double *field = scalp_arena_take(w.work.memory, sheet.vertex_count, sizeof *field);
        for (size_t i = 0; i < sheet.vertex_count; i++)
            field[i] = 2 * sheet.vertices[i].x - sheet.vertices[i].y + 1;
        for (uint32_t f = 0; f < sheet.face_count; f++) {
            const scalp_mesh_point p = {f, 0.2, 0.3};
            const scalp_vec3 at = scalp_mesh_position(&sheet, p);
            CHECK_NEAR(scalp_mesh_field(&sheet, field, p), 2 * at.x - at.y + 1, 1e-12);
        }
    }
    CASE("bad input is refused with a reason") {
        const scalp_vec3 v[3] = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}};
        const scalp_vec3 infinite[3] = {{0, 0, 0}, {HUGE_VAL, 0, 0}, {0, 1, 0}};
        const scalp_vec3 nan[3] = {{0, 0, 0}, {1, 0, 0}, {0, (double)NAN, 0}};
        const scalp_face face = {{0, 1, 2}}, out = {{0, 1, 3}};
        refused(&w, v, 3, &face, 0, "no faces");
        refused(&w, v, 3, &out, 1, "names vertex 4");
        refused(&w, infinite, 3, &face, 1, "Vertex 2");
        refused(&w, nan, 3, &face, 1, "Vertex 3");
        scalp_mesh mesh;
        CHECK_STATUS(
            scalp_mesh_make(v, SCALP_MESH_MAX_VERTICES + 1, &face, 1, &w.work, &mesh, NULL),
            SCALP_ERR_LIMIT);
    }
    CASE("faces without area have no normal and no effect") {
        const scalp_vec3 v[3] = {{0, 0, 0}, {1, 0, 0}, {2, 0, 0}};
        const scalp_face face = {{0, 1, 2}};
        const scalp_mesh mesh = shape_finish(&w, v, 3, &face, 1);
        CHECK_NEAR(scalp_mesh_area_mm2(&mesh), 0, 0);
        CHECK_NEAR(scalp_vec3_length(scalp_mesh_face_normal(&mesh, 0)), 0, 0);
    }
    check_work_close(&w);
    return check_done();
}
