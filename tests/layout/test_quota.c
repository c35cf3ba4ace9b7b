/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Around what is there every zone holds exactly what it wants, and every session its share of that.
 */
#include "layout/placed.h"

enum { width = 60, height = 40 };

static const uint8_t zones[] = {SCALP_ZONE_FRONTAL, SCALP_ZONE_MIDSCALP, SCALP_ZONE_CROWN};

/* Three strips of 25, 60 and 120 dots per cm2, with steep slopes between them. */
static scalp_design three_zones(check_work *w, const scalp_mesh *sheet) {
    double *field = scalp_arena_take(w->work.memory, sheet->vertex_count, sizeof *field);
    uint8_t *zone = scalp_arena_take(w->work.memory, sheet->face_count, 1);
    for (size_t i = 0; i < sheet->vertex_count; i++) {
        const double x = sheet->vertices[i].x;
        field[i] = x < 15 ? 25 : x < 35 ? 60 : 120;
    }
    scalp_design design = design_of(w, sheet, field, 80);
    memset(design.dots, 0, sizeof design.dots);
    for (size_t f = 0; f < sheet->face_count; f++) {
        const uint32_t *v = sheet->faces[f].v;
        double x = 0, density = 0;
        for (int k = 0; k < 3; k++) {
            x += sheet->vertices[v[k]].x / 3;
            density += design.density_per_cm2[v[k]] / 3;
        }
        zone[f] = zones[(x > 16) + (x > 36)];
        design.dots[zone[f]] += density * scalp_mesh_face_area_mm2(sheet, f) / 100;
    }
    design.zone = zone;
    return design;
}

static double in_zone(const scalp_design *design, const placed *p, uint8_t zone) {
    double sum = 0;
    for (size_t i = 0; i < p->count; i++)
        sum += design->zone[p->sites[i].at.face] == zone ? p->sites[i].weight : 0;
    return sum;
}

static double laid(const scalp_layout *layout, uint8_t zone, unsigned session) {
    double count = 0;
    for (size_t i = 0; i < layout->dot_count; i++)
        count +=
            layout->dots[i].zone == zone && (session == 0 || layout->dots[i].session == session);
    return count;
}

/* What is there and what is new come to what is wanted, in every zone; the rest of the shares holds
 * in every session. */
static void check_quotas(const scalp_design *design, const placed *p, const scalp_layout *more,
                         unsigned first, const double *rest) {
    CHECK(more->no_room == 0);
    for (int k = 0; k < 3; k++) {
        const uint8_t zone = zones[k];
        const double new = laid(more, zone, 0), there = in_zone(design, p, zone);
        CHECK_NEAR(there + new, design->dots[zone], 1);
        for (unsigned s = 0; s + first <= 3; s++)
            CHECK_NEAR(laid(more, zone, first + s), rest[s] * new, 1);
    }
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh sheet = shape_sheet(&w, width, height, 48, 32);
    const scalp_design design = three_zones(&w, &sheet);
    const scalp_vec3 nowhere = {1e6, 0, 0}, border = {16, 20, 0};
    const scalp_layout whole =
        layout_of(&w, &design, &(scalp_layout_params){.regularity = 0.5, .seed = 3});
    CASE("after a first session that was placed as planned") {
        const placed p = placed_session(&w, &sheet, &whole, 1, nowhere, 0);
        const scalp_layout_params params = params_around(&p, 2);
        const scalp_layout more = layout_of(&w, &design, &params);
        check_quotas(&design, &p, &more, 2, (const double[]){4.0 / 7, 3.0 / 7});
    }
    CASE("after two, with a bare patch across a border, from which much moves") {
        const placed p = placed_session(&w, &sheet, &whole, 3, border, 6);
        const scalp_layout_params params = params_around(&p, 3);
        const scalp_layout more = layout_of(&w, &design, &params);
        check_quotas(&design, &p, &more, 3, (const double[]){1});
    }
    CASE("around random hairs that stand for a part of a dot, all sessions to come") {
        placed p = placed_room(&w, 300);
        scalp_random random = scalp_random_make(5, 0);
        for (size_t i = 0; i < p.most; i++) {
            const uint32_t face =
                (uint32_t)(scalp_random_uniform(&random) * (double)sheet.face_count);
            placed_add(&p, &sheet, (scalp_mesh_point){face, 0.25, 0.25}, 0.7, 0.2);
        }
        const scalp_layout_params params = params_around(&p, 1);
        const scalp_layout more = layout_of(&w, &design, &params);
        CHECK_NEAR(more.there + (double)more.dot_count, (double)whole.dot_count, 1);
        for (int k = 0; k < 3; k++)
            CHECK_NEAR(laid(&more, zones[k], 2), 0.4 * laid(&more, zones[k], 0), 1);
    }
    check_work_close(&w);
    return check_done();
}
