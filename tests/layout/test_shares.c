/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares that differ by zone and by place: counts hold, sessions stay even, late places stay late.
 */
#include "layout/designs.h"

static const double width = 80, height = 60;

/* The sheet with everything beyond x = `border` of another zone. */
static scalp_design two_zones(check_work *w, const scalp_mesh *sheet, double border,
                              scalp_zone other) {
    scalp_design design = design_of(w, sheet, NULL, 100);
    uint8_t *zone = scalp_arena_take(w->work.memory, sheet->face_count, 1);
    memset(design.dots, 0, sizeof design.dots);
    memset(design.area_cm2, 0, sizeof design.area_cm2);
    for (size_t f = 0; f < sheet->face_count; f++) {
        const uint32_t *v = sheet->faces[f].v;
        const double x =
            (sheet->vertices[v[0]].x + sheet->vertices[v[1]].x + sheet->vertices[v[2]].x) / 3;
        const double cm2 = scalp_mesh_face_area_mm2(sheet, f) / 100;
        zone[f] = (uint8_t)(x > border ? other : SCALP_ZONE_MIDSCALP);
        design.area_cm2[zone[f]] += cm2;
        design.dots[zone[f]] += 100 * cm2;
    }
    design.zone = zone;
    return design;
}

static size_t count_of(const scalp_layout *layout, uint8_t zone, uint8_t session) {
    size_t count = 0;
    for (size_t i = 0; i < layout->dot_count; i++)
        count += layout->dots[i].zone == zone && layout->dots[i].session == session;
    return count;
}

static void check_even(const scalp_layout *layout) {
    const unsigned sets[] = {7, 1, 2, 4, 3};
    for (int k = 0; k < 5; k++) {
        CHECK_AT_MOST(disc_noise(layout, sets[k], width, height, 10), 0.17);
        CHECK_AT_MOST(disc_noise(layout, sets[k], width, height, 100), 0.1);
    }
}

/* Begins at 0.5 at x = 0, at 0 from x = 12 on. */
static double begin_of(double x) {
    return x < 12 ? 0.5 * (12 - x) / 12 : 0;
}

static scalp_layout_params late(check_work *w, const scalp_mesh *sheet) {
    double *begin = scalp_arena_take(w->work.memory, sheet->vertex_count, sizeof *begin);
    for (size_t i = 0; i < sheet->vertex_count; i++)
        begin[i] = begin_of(sheet->vertices[i].x);
    return (scalp_layout_params){.regularity = 0.5, .seed = 2, .begin = begin};
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh sheet = shape_sheet(&w, width, height, 40, 30);
    double rows[SCALP_ZONE_COUNT][SCALP_LAYOUT_MAX_SESSIONS] = {{0}};
    double *const zone_shares = &rows[0][0], *const scar = rows[SCALP_ZONE_SCAR];
    CASE("a zone with its own shares has those counts, and more sessions") {
        const scalp_design design = two_zones(&w, &sheet, 40, SCALP_ZONE_SCAR);
        memcpy(scar, (const double[]){0.1, 0.2, 0.3, 0.4}, 4 * sizeof *scar);
        const scalp_layout layout = layout_of(
            &w, &design, &(scalp_layout_params){.regularity = 0.5, .zone_shares = zone_shares});
        CHECK(layout.session_count == 4 && layout.dot_count == 4800);
        const size_t all = (size_t)(design.dots[SCALP_ZONE_SCAR] + 0.5);
        size_t there = 0;
        for (uint8_t s = 1; s <= 4; s++) {
            const double want = scar[s - 1] * (double)all;
            const size_t is = count_of(&layout, SCALP_ZONE_SCAR, s);
            CHECK(fabs((double)is - want) <= 0.02 * (double)all); /* dots fall beside the border */
            there += is;
        }
        CHECK(count_of(&layout, SCALP_ZONE_MIDSCALP, 4) == 0);
        const double rest = (double)(4800 - there);
        CHECK_NEAR((double)count_of(&layout, SCALP_ZONE_MIDSCALP, 1), 0.3 * rest, 1.5);
        CHECK_NEAR((double)count_of(&layout, SCALP_ZONE_SCAR, 4), 0.4 * (double)there, 1.5);
    }
    CASE("a zone may sit a session out") {
        const scalp_design design = two_zones(&w, &sheet, 40, SCALP_ZONE_SCAR);
        memcpy(scar, (const double[]){0, 0.5, 0.5, 0}, 4 * sizeof *scar);
        const scalp_layout layout = layout_of(
            &w, &design, &(scalp_layout_params){.regularity = 0.5, .zone_shares = zone_shares});
        CHECK(layout.session_count == 3);
        CHECK(count_of(&layout, SCALP_ZONE_SCAR, 1) == 0);
        CHECK(count_of(&layout, SCALP_ZONE_SCAR, 2) > 1000);
    }
    CASE("shares by zone are as even as shares of the whole") {
        const scalp_design design = two_zones(&w, &sheet, 40, SCALP_ZONE_SCAR);
        memcpy(scar, (const double[]){0.3, 0.4, 0.3, 0}, 4 * sizeof *scar);
        const scalp_layout_params params = {.regularity = 0.5, .zone_shares = zone_shares};
        const scalp_layout layout = layout_of(&w, &design, &params);
        check_even(&layout);
    }
    CASE("late places stay late, and the counts hold") {
        const scalp_design design = design_of(&w, &sheet, NULL, 100);
        const scalp_layout_params params = late(&w, &sheet);
        const scalp_layout layout = layout_of(&w, &design, &params);
        const uint8_t zone = SCALP_ZONE_MIDSCALP;
        CHECK(count_of(&layout, zone, 1) == 1440 && count_of(&layout, zone, 2) == 1920);
        double strip[3][4] = {{0}}; /* by session: 0-4.5, 4.5-8, 8-12, 30-60 mm */
        for (size_t i = 0; i < layout.dot_count; i++) {
            const double x = layout.dots[i].position.x;
            const int k = x < 4.5 ? 0 : x < 8 ? 1 : x < 12 ? 2 : x > 30 && x < 60 ? 3 : -1;
            if (k >= 0)
                strip[layout.dots[i].session - 1][k]++;
        }
        /* Shares .3 .4 .3: session 1 begins where 0.5 (12 - x) / 12 is below .3, at 4.8 mm. */
        CHECK_NEAR(strip[0][0], 0, 0);
        const double in1 = strip[0][1] / (strip[0][1] + strip[1][1] + strip[2][1]);
        const double in2 = strip[0][2] / (strip[0][2] + strip[1][2] + strip[2][2]);
        const double in3 = strip[0][3] / (strip[0][3] + strip[1][3] + strip[2][3]);
        CHECK(in1 > 0.02 && in1 < 0.16); /* .09 at its middle */
        CHECK(in2 > 0.18 && in2 < 0.32); /* .26 */
        CHECK_NEAR(in3, 0.32, 0.03);     /* what the edge lacks is spread over the rest */
        const double last = strip[2][0] / (strip[1][0] + strip[2][0]);
        CHECK_NEAR(last, 0.55, 0.07); /* .6 at the very edge, .5 at 4.8 mm */
        CHECK(least_distance(&layout) >= 0.4);
    }
    CASE("one session does all, early or late") {
        const scalp_design design = design_of(&w, &sheet, NULL, 100);
        scalp_layout_params params = late(&w, &sheet);
        params.session_shares[0] = 1;
        CHECK(count_of((const scalp_layout[]){layout_of(&w, &design, &params)}, SCALP_ZONE_MIDSCALP,
                       1) == 4800);
    }
    CASE("rows and beginnings that are none are refused") {
        const scalp_design design = two_zones(&w, &sheet, 40, SCALP_ZONE_SCAR);
        scalp_layout layout;
        scalp_error error;
        scalp_layout_params params = {.zone_shares = zone_shares};
        const double bad[][3] = {{0.5, 0.4, 0}, {1.5, -0.5, 0}, {(double)NAN, 1, 0}};
        for (int k = 0; k < 3; k++) {
            memset(scar, 0, sizeof rows[0]);
            memcpy(scar, bad[k], sizeof bad[k]);
            CHECK_STATUS(scalp_layout_make(&design, &params, &w.work, &layout, &error),
                         SCALP_ERR_INPUT);
            CHECK(strstr(error.message, "Zone scar") != NULL);
        }
        double *begin = scalp_arena_take(w.work.memory, sheet.vertex_count, sizeof *begin);
        memset(begin, 0, sheet.vertex_count * sizeof *begin);
        begin[7] = 1.01;
        params = (scalp_layout_params){.begin = begin};
        CHECK_STATUS(scalp_layout_make(&design, &params, &w.work, &layout, &error),
                     SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "vertex 7") != NULL);
    }
    check_work_close(&w);
    CASE("the same on three threads") {
        char one[SCALP_HASH_HEX], three[SCALP_HASH_HEX];
        check_work_open(&w, 0);
        const scalp_mesh here = shape_sheet(&w, width, height, 40, 30);
        const scalp_design design = design_of(&w, &here, NULL, 60);
        scalp_layout_params params = late(&w, &here);
        scalp_layout layout = layout_of(&w, &design, &params);
        layout_hash(&layout, one);
        check_work_close(&w);
        check_work_open(&w, 3);
        const scalp_mesh again = shape_sheet(&w, width, height, 40, 30);
        const scalp_design same = design_of(&w, &again, NULL, 60);
        params = late(&w, &again);
        layout = layout_of(&w, &same, &params);
        layout_hash(&layout, three);
        CHECK_TEXT(one, three);
        check_work_close(&w);
    }
    return check_done();
}
