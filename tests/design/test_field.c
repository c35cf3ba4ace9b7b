/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs from a density per vertex. */
#include "mesh/shapes.h"

#include <scalptor/design.h>

static void refused(check_work *w, const scalp_mesh *mesh, const double *field, double per_cm2,
                    const char *word) {
    scalp_design design = {.hairline_count = 77};
    scalp_error error = {0};
    CHECK_STATUS(scalp_design_from_field(mesh, field, per_cm2, &w->work, &design, &error),
                 SCALP_ERR_INPUT);
    CHECK(strstr(error.message, word) != NULL);
    CHECK(design.hairline_count == 77);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh sheet = shape_sheet(&w, 40, 30, 8, 6);
    double *field = scalp_arena_take(w.work.memory, sheet.vertex_count, sizeof *field);
    scalp_design design;
    CASE("even: area times density") {
        CHECK_STATUS(scalp_design_from_field(&sheet, NULL, 80, &w.work, &design, NULL), SCALP_OK);
        CHECK_NEAR(design.area_cm2[SCALP_ZONE_MIDSCALP], 12, 1e-12);
        CHECK_NEAR(design.dots[SCALP_ZONE_MIDSCALP], 960, 1e-9);
        CHECK(design.mesh == &sheet && design.zone[0] == SCALP_ZONE_MIDSCALP);
    }
    CASE("relative: the mean where there is any becomes the density, bare faces are none") {
        for (size_t i = 0; i < sheet.vertex_count; i++) /* 0 up to x = 20, then rising to 6 */
            field[i] = sheet.vertices[i].x > 20 ? 0.3 * (sheet.vertices[i].x - 20) : 0;
        CHECK_STATUS(scalp_design_from_field(&sheet, field, 60, &w.work, &design, NULL), SCALP_OK);
        CHECK_NEAR(design.dots[SCALP_ZONE_MIDSCALP], 6 * 60, 1e-9);
        CHECK_NEAR(design.area_cm2[SCALP_ZONE_MIDSCALP], 6, 1e-12);
        for (size_t f = 0; f < sheet.face_count; f++) {
            const scalp_mesh_point middle = {(uint32_t)f, 1.0 / 3, 1.0 / 3};
            const double x = scalp_mesh_position(&sheet, middle).x;
            CHECK(design.zone[f] == (x > 20 ? SCALP_ZONE_MIDSCALP : SCALP_ZONE_NONE));
            CHECK_NEAR(scalp_mesh_field(&sheet, design.density_per_cm2, middle),
                       x > 20 ? 6 * (x - 20) : 0, 1e-9);
        }
    }
    CASE("what is no density is refused") {
        refused(&w, &sheet, NULL, 0, "above 0");
        refused(&w, &sheet, NULL, (double)NAN, "above 0");
        refused(&w, &sheet, NULL, 1001, "1000");
        field[5] = -1;
        refused(&w, &sheet, field, 100, "vertex 6");
        field[5] = (double)INFINITY;
        refused(&w, &sheet, field, 100, "vertex 6");
        memset(field, 0, sheet.vertex_count * sizeof *field);
        refused(&w, &sheet, field, 100, "0 everywhere");
        const scalp_vec3 v[] = {{0, 0, 0}, {1, 0, 0}, {2, 0, 0}};
        const scalp_face f = {{0, 1, 2}};
        const scalp_mesh flat = shape_finish(&w, v, 3, &f, 1);
        refused(&w, &flat, NULL, 100, "area");
    }
    check_work_close(&w);
    return check_done();
}
