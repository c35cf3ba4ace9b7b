/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many dots, where, and in which session: all exact. */
#include "layout/designs.h"

/* The left half of a sheet is frontal, the right half crown with half the density. */
static scalp_design two_zones(check_work *w, const scalp_mesh *mesh) {
    double *density = scalp_arena_take(w->work.memory, mesh->vertex_count, sizeof *density);
    uint8_t *zone = scalp_arena_take(w->work.memory, mesh->face_count, 1);
    scalp_design design = {.mesh = mesh, .density_per_cm2 = density, .zone = zone};
    for (size_t i = 0; i < mesh->vertex_count; i++)
        density[i] = mesh->vertices[i].x < 30.5 ? 100 : 50;
    for (uint32_t f = 0; f < mesh->face_count; f++) {
        const scalp_mesh_point middle = {f, 1.0 / 3, 1.0 / 3};
        const bool left = scalp_mesh_position(mesh, middle).x < 30;
        zone[f] = left ? SCALP_ZONE_FRONTAL : SCALP_ZONE_CROWN;
        design.area_cm2[zone[f]] += scalp_mesh_face_area_mm2(mesh, f) / 100;
        design.dots[zone[f]] +=
            scalp_mesh_face_area_mm2(mesh, f) / 100 * scalp_mesh_field(mesh, density, middle);
    }
    return design;
}

static void refused(check_work *w, const scalp_design *design, scalp_layout_params params,
                    scalp_status status, const char *word) {
    scalp_layout layout = {.dot_count = 12345};
    scalp_error error = {0};
    CHECK_STATUS(scalp_layout_make(design, &params, &w->work, &layout, &error), status);
    CHECK(strstr(error.message, word) != NULL);
    CHECK(layout.dot_count == 12345 && layout.dots == NULL);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh sheet = shape_sheet(&w, 60, 20, 30, 10);
    CASE("as many dots as density times area, over many densities") {
        for (double per_cm2 = 0.05; per_cm2 < 400; per_cm2 *= 2.03) {
            const scalp_design design = design_of(&w, &sheet, NULL, per_cm2);
            const scalp_layout layout =
                layout_of(&w, &design, &(scalp_layout_params){.regularity = 0.5});
            CHECK_NEAR((double)layout.dot_count, floor(per_cm2 * 12 + 0.5), 0);
        }
    }
    CASE("every dot lies where it says, in its zone, on the grid of weights") {
        const scalp_design design = two_zones(&w, &sheet);
        const scalp_layout layout =
            layout_of(&w, &design, &(scalp_layout_params){.regularity = 0.5, .seed = 4});
        for (size_t i = 0; i < layout.dot_count; i++) {
            const scalp_dot *d = &layout.dots[i];
            CHECK(d->zone == design.zone[d->at.face]);
            CHECK(d->at.u >= 0 && d->at.v >= 0 && d->at.u + d->at.v <= 1);
            CHECK(d->at.u * 1048576 == floor(d->at.u * 1048576));
            CHECK(d->at.v * 1048576 == floor(d->at.v * 1048576));
            const scalp_vec3 at = scalp_mesh_position(&sheet, d->at);
            CHECK(memcmp(&at, &d->position, sizeof at) == 0);
            CHECK(i == 0 || layout.dots[i - 1].zone <= d->zone);
        }
    }
    CASE("each zone holds its dots, and each session its share of each zone") {
        const scalp_design design = two_zones(&w, &sheet);
        const scalp_layout layout =
            layout_of(&w, &design, &(scalp_layout_params){.regularity = 0.5});
        const double shares[3] = {0.3, 0.4, 0.3};
        double zone[SCALP_ZONE_COUNT] = {0}, part[SCALP_ZONE_COUNT][4] = {{0}}, all[4] = {0};
        for (size_t i = 0; i < layout.dot_count; i++) {
            const scalp_dot *d = &layout.dots[i];
            CHECK(d->session >= 1 && d->session <= 3);
            zone[d->zone]++, part[d->zone][d->session]++, all[d->session]++;
        }
        CHECK(layout.session_count == 3);
        CHECK_NEAR(zone[SCALP_ZONE_FRONTAL] / design.dots[SCALP_ZONE_FRONTAL], 1, 0.02);
        CHECK_NEAR(zone[SCALP_ZONE_CROWN] / design.dots[SCALP_ZONE_CROWN], 1, 0.03);
        for (int s = 0; s < 3; s++) {
            CHECK_NEAR(all[s + 1], shares[s] * (double)layout.dot_count, 0.999);
            CHECK_NEAR(part[SCALP_ZONE_FRONTAL][s + 1], shares[s] * zone[SCALP_ZONE_FRONTAL],
                       0.999);
            CHECK_NEAR(part[SCALP_ZONE_CROWN][s + 1], shares[s] * zone[SCALP_ZONE_CROWN], 1.999);
        }
    }
    CASE("one to six sessions, of any shares") {
        const scalp_design design = design_of(&w, &sheet, NULL, 30);
        const double shares[][SCALP_LAYOUT_MAX_SESSIONS] = {
            {1}, {0.5, 0.5}, {0.01, 0.99}, {0.1, 0.2, 0.1, 0.2, 0.3, 0.1}};
        const size_t sessions[] = {1, 2, 2, 6};
        for (size_t k = 0; k < 4; k++) {
            scalp_layout_params params = {.regularity = 0.5};
            memcpy(params.session_shares, shares[k], sizeof shares[k]);
            const scalp_layout layout = layout_of(&w, &design, &params);
            double held[8] = {0};
            for (size_t i = 0; i < layout.dot_count; i++)
                held[layout.dots[i].session]++;
            CHECK(layout.session_count == sessions[k]);
            for (size_t s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++)
                CHECK_NEAR(held[s + 1], shares[k][s] * 360, 0.999);
        }
    }
    CASE("what cannot be is refused with a reason, and the layout left alone") {
        const scalp_design one = design_of(&w, &sheet, NULL, 100);
        const scalp_design none = design_of(&w, &sheet, NULL, 0.04);
        scalp_design broken = one;
        double *density = scalp_arena_take(w.work.memory, sheet.vertex_count, sizeof *density);
        memcpy(density, one.density_per_cm2, sheet.vertex_count * sizeof *density);
        density[3] = -1;
        broken.density_per_cm2 = density;
        const scalp_mesh field = shape_sheet(&w, 1000, 1000, 2, 2);
        const scalp_design many = design_of(&w, &field, NULL, 21);
        const scalp_layout_params ok = {.regularity = 0.5};
        refused(&w, &none, ok, SCALP_ERR_INPUT, "less than half");
        refused(&w, &broken, ok, SCALP_ERR_INPUT, "vertex 4");
        refused(&w, &many, ok, SCALP_ERR_LIMIT, "210000");
        const scalp_layout_params bad[] = {{.regularity = 1.1},
                                           {.regularity = (double)NAN},
                                           {.min_distance_mm = -1},
                                           {.min_distance_mm = (double)INFINITY},
                                           {.session_shares = {0.5, 0.4}},
                                           {.session_shares = {0.5, 0, 0.5}},
                                           {.session_shares = {0.5, -0.5, 1}},
                                           {.session_shares = {(double)NAN}}};
        const char *words[] = {"regularity", "regularity", "distance",  "distance",
                               "add up",     "session 3",  "session 2", "session 1"};
        for (size_t k = 0; k < 8; k++)
            refused(&w, &one, bad[k], SCALP_ERR_INPUT, words[k]);
        refused(&w, &one, (scalp_layout_params){.min_distance_mm = 0.8}, SCALP_ERR_LIMIT,
                "87.89 per cm2");
    }
    check_work_close(&w);
    return check_done();
}
