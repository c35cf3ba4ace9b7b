/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pale spots: as many as wished, apart from one another, their dots within them and shared among
 * the sessions, and everybody else clear of them. */
#include "layout/designs.h"

enum { columns = 20, rows = 15 };

static const double width = 60, height = 45, spot_mm = 0.9, floor_share = 0.4;

/* A sheet of which the right two thirds have `each` spots per cm2, beside a density or none. */
static scalp_design spotted(check_work *w, const scalp_mesh *sheet, double each, double dots,
                            double density) {
    scalp_spot_field *field = scalp_arena_take(w->work.memory, 1, sizeof *field);
    double *per_cm2 = scalp_arena_take(w->work.memory, sheet->vertex_count, sizeof *per_cm2);
    double *field_density = scalp_arena_take(w->work.memory, sheet->vertex_count, sizeof(double));
    uint8_t *zone = scalp_arena_take(w->work.memory, sheet->face_count, 1);
    double sum = 0;
    for (size_t i = 0; i < sheet->vertex_count; i++) {
        per_cm2[i] = sheet->vertices[i].x >= width / 3 ? each : 0;
        field_density[i] = density;
    }
    for (size_t f = 0; f < sheet->face_count; f++) {
        for (int k = 0; k < 3; k++)
            sum += per_cm2[sheet->faces[f].v[k]] / 3 * scalp_mesh_face_area_mm2(sheet, f) / 100;
        zone[f] = density > 0 ? SCALP_ZONE_NAPE : SCALP_ZONE_NONE;
    }
    const size_t count = (size_t)floor(sum + 0.5);
    for (size_t i = 0; i < sheet->vertex_count; i++)
        per_cm2[i] *= (double)count / sum;
    *field = (scalp_spot_field){
        .per_cm2 = per_cm2, .count = count, .diameter_mm = spot_mm, .dots = dots};
    scalp_design design = {.mesh = sheet,
                           .density_per_cm2 = field_density,
                           .zone = zone,
                           .spot_fields = field,
                           .spot_field_count = 1};
    design.dots[SCALP_ZONE_NAPE] = density * width * height / 100;
    design.dots[SCALP_ZONE_SCAR] = floor((double)count * dots + 0.5);
    return design;
}

static double nearest_spot(const scalp_pale_spot *spots, size_t count, scalp_vec3 p) {
    double best = HUGE_VAL;
    for (size_t i = 0; i < count; i++)
        best = fmin(best, scalp_vec3_distance(spots[i].position, p));
    return best;
}

static double least_between(const scalp_layout *layout, uint8_t a, uint8_t b) {
    double least = HUGE_VAL;
    for (size_t i = 0; i < layout->dot_count; i++)
        for (size_t k = 0; k < i; k++)
            if ((layout->dots[i].zone == a && layout->dots[k].zone == b) ||
                (layout->dots[i].zone == b && layout->dots[k].zone == a))
                least = fmin(
                    least, scalp_vec3_distance(layout->dots[i].position, layout->dots[k].position));
    return least;
}

static void check_sessions(const scalp_layout *layout, const double *shares) {
    size_t of[4] = {0}, all = 0;
    for (size_t i = 0; i < layout->dot_count; i++) {
        all += layout->dots[i].zone == SCALP_ZONE_SCAR;
        of[layout->dots[i].session] += layout->dots[i].zone == SCALP_ZONE_SCAR;
    }
    for (size_t s = 0; s < 3; s++)
        CHECK_NEAR((double)of[s + 1], shares[s] * (double)all, 1);
}

static void check_within(const scalp_layout *layout, const scalp_pale_spot *spots, size_t count) {
    size_t dots = 0, promised = 0;
    for (size_t i = 0; i < layout->dot_count; i++) {
        if (layout->dots[i].zone != SCALP_ZONE_SCAR)
            continue;
        dots++;
        CHECK_AT_MOST(nearest_spot(spots, count, layout->dots[i].position), 0.4 * spot_mm);
    }
    for (size_t i = 0; i < count; i++) {
        promised += spots[i].dots;
        CHECK(spots[i].dots == 2 || spots[i].dots == 3);
        for (size_t k = 0; k < i; k++)
            CHECK(scalp_vec3_distance(spots[i].position, spots[k].position) > spot_mm);
    }
    CHECK(dots == promised);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const double shares[] = {0.3, 0.4, 0.3};
    const scalp_mesh sheet = shape_sheet(&w, width, height, columns, rows);
    const scalp_layout_params params = {.regularity = 0.5, .seed = 9, .min_distance_mm = 0.44};
    const scalp_pale_spot *spots = NULL;
    size_t count = 0;
    CASE("spots alone: their number, apart, dots within, sessions by shares") {
        const scalp_design design = spotted(&w, &sheet, 20, 2.25, 0);
        const scalp_layout layout = layout_of(&w, &design, &params);
        CHECK_STATUS(scalp_layout_spots(&design, 9, &w.work, &spots, &count, NULL), SCALP_OK);
        CHECK(count == design.spot_fields[0].count && count > 330 && count < 390);
        CHECK(layout.dot_count == (size_t)design.dots[SCALP_ZONE_SCAR]);
        check_within(&layout, spots, count);
        check_sessions(&layout, shares);
    }
    CASE("amid other dots: all of them are there, clear of the spots' dots") {
        const scalp_design design = spotted(&w, &sheet, 20, 2.25, 60);
        const scalp_layout layout = layout_of(&w, &design, &params);
        CHECK_STATUS(scalp_layout_spots(&design, 9, &w.work, &spots, &count, NULL), SCALP_OK);
        CHECK(layout.dot_count ==
              (size_t)(design.dots[SCALP_ZONE_SCAR] + design.dots[SCALP_ZONE_NAPE] + 0.5));
        check_within(&layout, spots, count);
        check_sessions(&layout, shares);
        const double spacing = 10 / sqrt(60);
        CHECK(least_between(&layout, SCALP_ZONE_NAPE, SCALP_ZONE_SCAR) >= floor_share * spacing);
        CHECK(least_between(&layout, SCALP_ZONE_NAPE, SCALP_ZONE_NAPE) >= floor_share * spacing);
        for (size_t i = 1; i < layout.dot_count; i++)
            CHECK(layout.dots[i - 1].zone <= layout.dots[i].zone);
    }
    CASE("single spots stay where they were put; the same bytes for any number of threads") {
        const scalp_mesh_point points[] = {{40, 0.25, 0.25}, {300, 0.5, 0.25}, {590, 0.125, 0.5}};
        scalp_design design = spotted(&w, &sheet, 20, 2, 50);
        scalp_spot_field both[] = {design.spot_fields[0],
                                   {.points = points, .count = 3, .diameter_mm = 1, .dots = 6}};
        char one[SCALP_HASH_HEX], four[SCALP_HASH_HEX];
        design.spot_fields = both;
        design.spot_field_count = 2;
        design.dots[SCALP_ZONE_SCAR] += 18;
        const scalp_layout layout = layout_of(&w, &design, &params);
        CHECK_STATUS(scalp_layout_spots(&design, 9, &w.work, &spots, &count, NULL), SCALP_OK);
        for (size_t i = 0; i < 3; i++) {
            const scalp_pale_spot *s = &spots[both[0].count + i];
            CHECK_AT_MOST(scalp_vec3_distance(s->position, scalp_mesh_position(&sheet, points[i])),
                          1e-5);
            CHECK(s->dots == 6 && s->diameter_mm == 1);
        }
        layout_hash(&layout, one);
        check_work threads;
        check_work_open(&threads, 4);
        const scalp_layout again = layout_of(&threads, &design, &params);
        layout_hash(&again, four);
        CHECK_TEXT(four, one);
        check_work_close(&threads);
    }
    check_work_close(&w);
    return check_done();
}
