/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Density is right on every shape: closed, sharp, thin, feathered, in pieces. */
#include "layout/designs.h"

static const scalp_layout_params skin = {.regularity = 0.5, .seed = 5};

/* Dots within `radius` of `centre` on its side of the surface, against the density there. */
static double patch_ratio(const scalp_layout *layout, scalp_vec3 centre, double radius,
                          double expected) {
    double held = 0;
    for (size_t i = 0; i < layout->dot_count; i++)
        held += scalp_vec3_distance(layout->dots[i].position, centre) < radius;
    return held / expected;
}

/* No two dots nearer than 0.4 of the spacing there. */
static void check_floor(const scalp_layout *layout, const scalp_design *design) {
    const double *density = design->density_per_cm2;
    for (size_t i = 0; i < layout->dot_count; i++) {
        for (size_t j = 0; j < i; j++) {
            const scalp_dot *a = &layout->dots[i], *b = &layout->dots[j];
            const double sum = scalp_mesh_field(design->mesh, density, a->at) +
                               scalp_mesh_field(design->mesh, density, b->at);
            CHECK(scalp_vec3_distance(a->position, b->position) * sqrt(sum / 200) >= 0.4);
        }
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("a closed ball is covered alike on all sides") {
        const scalp_mesh ball = shape_ball(&w, 40, 16);
        const scalp_design design = design_of(&w, &ball, NULL, 40);
        const scalp_layout layout = layout_of(&w, &design, &skin);
        CHECK_NEAR((double)layout.dot_count, 4 * SCALP_PI * 16 * 40, 80);
        const scalp_vec3 sides[6] = {{40, 0, 0},  {-40, 0, 0}, {0, 40, 0},
                                     {0, -40, 0}, {0, 0, 40},  {0, 0, -40}};
        for (int k = 0; k < 6; k++) /* a chord disc of a sphere has area pi r^2 */
            CHECK_NEAR(patch_ratio(&layout, sides[k], 20, SCALP_PI * 4 * 40), 1, 0.03);
        CHECK(least_distance(&layout) >= 0.4 * sqrt(100.0 / 40));
    }
    CASE("the sharp edges of a box neither gather dots nor lose them") {
        const scalp_mesh box = shape_box(&w, (scalp_vec3){30, 30, 30}, 2);
        const scalp_design design = design_of(&w, &box, NULL, 60);
        const scalp_layout layout = layout_of(&w, &design, &skin);
        double rim = 0;
        for (size_t i = 0; i < layout.dot_count; i++) {
            const scalp_vec3 p = layout.dots[i].position;
            const double c[3] = {fabs(p.x - 15), fabs(p.y - 15), fabs(p.z - 15)};
            const int outer = (c[0] > 12) + (c[1] > 12) + (c[2] > 12);
            rim += outer >= 2;
        }
        const double rim_area = 6 * (9.0 - 5.76); /* cm2 within 3 mm of an edge */
        CHECK_NEAR(rim / (rim_area * 60), 1, 0.05);
        CHECK(least_distance(&layout) >= 0.4 * sqrt(100.0 / 60));
    }
    CASE("both sides of a thin sheet are filled as if alone") {
        const scalp_mesh box = shape_box(&w, (scalp_vec3){40, 40, 0.2}, 8);
        const scalp_design design = design_of(&w, &box, NULL, 60);
        const scalp_layout layout = layout_of(&w, &design, &skin);
        for (int side = 0; side < 2; side++) {
            for (int k = 0; k < 4; k++) {
                double held = 0;
                for (size_t i = 0; i < layout.dot_count; i++) {
                    const scalp_vec3 p = layout.dots[i].position;
                    held += (p.z > 0.1) == (side == 1) && (p.x < 20) == (k % 2 == 0) &&
                            (p.y < 20) == (k / 2 == 0);
                }
                CHECK_NEAR(held / (4.02 * 60), 1, 0.05);
            }
        }
    }
    CASE("a feathered field is followed down to nothing") {
        const scalp_mesh sheet = shape_sheet(&w, 80, 60, 40, 30);
        double *field = scalp_arena_take(w.work.memory, sheet.vertex_count, sizeof *field);
        for (size_t i = 0; i < sheet.vertex_count; i++)
            field[i] = scalp_smoothstep(10, 50, sheet.vertices[i].x);
        const scalp_design design = design_of(&w, &sheet, field, 120);
        const scalp_layout layout = layout_of(&w, &design, &skin);
        for (int band = 0; band < 7; band++) {
            double held = 0, expected = 0;
            for (size_t f = 0; f < sheet.face_count; f++) {
                const scalp_mesh_point middle = {(uint32_t)f, 1.0 / 3, 1.0 / 3};
                const double x = scalp_mesh_position(&sheet, middle).x;
                if (x > 10 * (band + 1) && x < 10 * (band + 2))
                    expected += scalp_mesh_field(&sheet, design.density_per_cm2, middle) * 0.02;
            }
            for (size_t i = 0; i < layout.dot_count; i++) {
                const double x = layout.dots[i].position.x;
                held += x > 10 * (band + 1) && x < 10 * (band + 2);
                CHECK(x > 10);
            }
            /* The faintest band holds some 40 dots. */
            CHECK_NEAR(held, expected, 0.05 * expected + 2);
        }
        check_floor(&layout, &design);
    }
    CASE("a field that jumps at every vertex keeps count and floor") {
        const scalp_mesh sheet = shape_sheet(&w, 60, 60, 40, 40);
        double *field = scalp_arena_take(w.work.memory, sheet.vertex_count, sizeof *field);
        scalp_random random = scalp_random_make(2, 0);
        for (size_t i = 0; i < sheet.vertex_count; i++)
            field[i] = scalp_pow(scalp_random_uniform(&random) + 1e-9, 6);
        const scalp_design design = design_of(&w, &sheet, field, 57);
        const scalp_layout layout =
            layout_of(&w, &design, &(scalp_layout_params){.min_distance_mm = 0.3});
        CHECK_NEAR((double)layout.dot_count, design.dots[SCALP_ZONE_MIDSCALP], 0.5);
        CHECK(least_distance(&layout) >= 0.3);
        check_floor(&layout, &design);
    }
    CASE("faces without area, unused vertices and islands do no harm") {
        const scalp_vec3 v[] = {{0, 0, 0},   {10, 0, 0},  {0, 10, 0},  {5, 0, 0},
                                {99, 99, 9}, {50, 0, 50}, {51, 0, 50}, {50, 1, 50}};
        const scalp_face f[] = {{{0, 1, 2}}, {{0, 3, 1}}, {{5, 6, 7}}, {{2, 2, 2}}};
        const scalp_mesh mesh = shape_finish(&w, v, 8, f, 4);
        const scalp_design design = design_of(&w, &mesh, NULL, 200);
        const scalp_layout layout = layout_of(&w, &design, &skin);
        CHECK(layout.dot_count == 101);
        for (size_t i = 0; i < layout.dot_count; i++)
            CHECK(layout.dots[i].at.face == 0 || layout.dots[i].at.face == 2);
    }
    check_work_close(&w);
    return check_done();
}
