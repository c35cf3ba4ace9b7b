/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hairs anywhere: distances kept, counts exact, the two sides of a sheet apart; what is no site is
 * refused; any number of threads and any failure. */
#include "layout/placed.h"

enum { width = 45, height = 40, wanted = 1620 };

/* Hairs at random, as dense as `share` of the design says at the left, none at the right. */
static placed thinning_hair(check_work *w, const scalp_mesh *sheet, double per_cm2, double share,
                            double radius) {
    placed p = placed_room(w, 20000);
    scalp_random r = scalp_random_make(21, 0);
    const size_t tries = (size_t)(per_cm2 * share * scalp_mesh_area_mm2(sheet) / 100);
    for (size_t i = 0; i < tries; i++) {
        scalp_mesh_point at = {(uint32_t)scalp_random_below(&r, sheet->face_count),
                               scalp_random_uniform(&r), scalp_random_uniform(&r)};
        if (at.u + at.v > 1)
            at.u = 1 - at.u, at.v = 1 - at.v;
        const double x = scalp_mesh_position(sheet, at).x;
        if (scalp_random_uniform(&r) * width < width - x)
            placed_add(&p, sheet, at, 1, radius);
    }
    return p;
}

static void refused(check_work *w, const scalp_design *design, scalp_site site, const char *word) {
    scalp_layout layout = {.dot_count = 12345};
    scalp_error error = {0};
    const scalp_layout_params params = {.regularity = 0.5, .sites = &site, .site_count = 1};
    CHECK_STATUS(scalp_layout_make(design, &params, &w->work, &layout, &error), SCALP_ERR_INPUT);
    CHECK(strstr(error.message, word) != NULL);
    CHECK(layout.dot_count == 12345);
}

/* Made on x86-64; the same on aarch64. It changes only when the method does. */
static const char *const pinned =
    "f3929eb601a9f8ba2863263acb54de57b96b654d22a35cc82bdd77d4987f7382";

static void hash_with(unsigned threads, char hex[SCALP_HASH_HEX]) {
    check_work w;
    check_work_open(&w, threads);
    const scalp_mesh sheet = shape_sheet(&w, width, height, 9, 7);
    const scalp_design design = design_of(&w, &sheet, NULL, 90);
    const placed p = thinning_hair(&w, &sheet, 90, 0.6, 0.1);
    const scalp_layout_params params = params_around(&p, 2);
    const scalp_layout layout = layout_of(&w, &design, &params);
    layout_hash(&layout, hex);
    check_work_close(&w);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh sheet = shape_sheet(&w, width, height, 9, 7);
    const scalp_design design = design_of(&w, &sheet, NULL, 90);
    CASE("thinning hair is filled up to the density, and no dot lands on a hair") {
        const double radius[] = {0, 0.1, 0.6}, least[] = {0, 0.5, 0.3};
        for (int k = 0; k < 3; k++) {
            const placed p = thinning_hair(&w, &sheet, 90, 0.6, radius[k]);
            scalp_layout_params params = params_around(&p, 1);
            params.min_distance_mm = least[k];
            const scalp_layout more = layout_of(&w, &design, &params);
            const scalp_layout both = together(&w, &p, &more);
            printf("# %zu hairs, %zu dots, no room for %zu\n", p.count, more.dot_count,
                   more.no_room);
            CHECK_NEAR((double)(more.dot_count + more.no_room), wanted - more.there, 0.5);
            CHECK_NEAR(more.there, (double)p.count, 0.02 * (double)p.count);
            CHECK(more.no_room * 100 <= more.dot_count);
            CHECK(least_to_sites(&p, &more, 90, least[k]) >= 1);
            CHECK(least_distance(&more) >= fmax(0.4 * sqrt(100.0 / 90), least[k]));
            for (int part = 0; part < 3; part++) {
                double held = 0;
                for (size_t i = 0; i < both.dot_count; i++)
                    held += both.dots[i].position.x >= 15 * part &&
                            both.dots[i].position.x < 15 * (part + 1);
                CHECK_NEAR(held / (wanted / 3.0), 1, 0.04);
            }
        }
    }
    CASE("hairs without weight only keep their distance") {
        placed p = thinning_hair(&w, &sheet, 90, 0.5, 0);
        for (size_t i = 0; i < p.count; i++)
            p.sites[i].weight = 0;
        const scalp_layout_params params = params_around(&p, 1);
        const scalp_layout more = layout_of(&w, &design, &params);
        CHECK(more.there < 1e-9 && more.dot_count + more.no_room == wanted);
        CHECK(least_to_sites(&p, &more, 90, 0) >= 1);
    }
    CASE("where nothing fits between them dots are left out, not squeezed in") {
        placed p = placed_room(&w, 4000);
        for (uint32_t f = 0; f < sheet.face_count; f++) { /* a lattice finer than a dot's floor */
            for (int a = 0; a < 5; a++)
                for (int b = 0; a + b < 5; b++)
                    placed_add(&p, &sheet, (scalp_mesh_point){f, a / 4.0, b / 4.0}, 0.1, 2);
        }
        const scalp_layout_params params = params_around(&p, 1);
        const scalp_layout more = layout_of(&w, &design, &params);
        printf("# %zu sites, %zu dots, no room for %zu\n", p.count, more.dot_count, more.no_room);
        CHECK(more.no_room > wanted / 2);
        CHECK(more.dot_count == 0 || least_to_sites(&p, &more, 90, 0) >= 1);
    }
    CASE("the other side of a thin sheet is another place") {
        const scalp_mesh box = shape_box(&w, (scalp_vec3){30, 30, 0.2}, 8);
        const scalp_design thin = design_of(&w, &box, NULL, 60);
        const scalp_layout first =
            layout_of(&w, &thin, &(scalp_layout_params){.regularity = 0.5, .seed = 4});
        placed p = placed_room(&w, first.dot_count);
        double top = 0;
        for (size_t i = 0; i < first.dot_count; i++) {
            if (first.dots[i].normal.z > 0.5)
                placed_add(&p, &box, first.dots[i].at, 1, 0);
        }
        const scalp_layout_params params = params_around(&p, 1);
        const scalp_layout more = layout_of(&w, &thin, &params);
        for (size_t i = 0; i < more.dot_count; i++)
            top += more.dots[i].normal.z > 0.5 && more.dots[i].position.x > 2 &&
                   more.dots[i].position.x < 28;
        printf("# %zu sites on top, %zu more, %.0f of them on top\n", p.count, more.dot_count, top);
        CHECK_NEAR((double)(more.dot_count + p.count), (double)first.dot_count, 1);
        CHECK_AT_MOST(top, 0.02 * (double)p.count);
    }
    CASE("a feathered field is filled up as it falls") {
        const scalp_mesh fine = shape_sheet(&w, width, height, 40, 30);
        double *field = scalp_arena_take(w.work.memory, fine.vertex_count, sizeof *field);
        for (size_t i = 0; i < fine.vertex_count; i++)
            field[i] = scalp_smoothstep(5, 35, fine.vertices[i].x);
        const scalp_design soft = design_of(&w, &fine, field, 60);
        const scalp_layout first =
            layout_of(&w, &soft, &(scalp_layout_params){.regularity = 0.5, .seed = 8});
        const placed p =
            placed_session(&w, &fine, &first, 1, (scalp_vec3){width, height / 2, 0}, 8);
        const scalp_layout_params params = params_around(&p, 2);
        const scalp_layout more = layout_of(&w, &soft, &params);
        const scalp_layout both = together(&w, &p, &more);
        CHECK_NEAR((double)both.dot_count, (double)first.dot_count, 1);
        for (int part = 0; part < 3; part++) {
            double held[2] = {0, 0};
            for (size_t i = 0; i < both.dot_count; i++)
                held[0] += both.dots[i].position.x > 10 * part + 10 &&
                           both.dots[i].position.x < 10 * part + 20;
            for (size_t i = 0; i < first.dot_count; i++)
                held[1] += first.dots[i].position.x > 10 * part + 10 &&
                           first.dots[i].position.x < 10 * part + 20;
            CHECK_NEAR(held[0], held[1], 8 + 0.04 * held[1]);
        }
    }
    CASE("sites beside the zones are not counted, but no dot comes too near to them") {
        const scalp_mesh two = shape_sheet(&w, width, height, width, 7);
        double *part = scalp_arena_take(w.work.memory, two.vertex_count, sizeof *part);
        for (size_t i = 0; i < two.vertex_count; i++)
            part[i] = two.vertices[i].x < 20.5;
        const scalp_design half = design_of(&w, &two, part, 90);
        const scalp_bvh *bvh;
        CHECK_STATUS(scalp_bvh_make(&two, &w.work, &bvh, NULL), SCALP_OK);
        placed p = placed_room(&w, 1000);
        for (int i = 0; i < height; i++) {
            const scalp_vec3 rim = {21.1, 0.5 + i, 0}, far = {40, 0.5 + i, 0};
            const scalp_vec3 up = {0, 0, 1};
            placed_add(&p, &two, scalp_site_place(&two, bvh, rim, up, NULL), 1, 0.8);
            placed_add(&p, &two, scalp_site_place(&two, bvh, far, up, NULL), 1, 0.8);
        }
        const scalp_layout_params params = params_around(&p, 1);
        const scalp_layout more = layout_of(&w, &half, &params);
        CHECK(more.sites_outside == 2 * height && more.there < 1e-9);
        CHECK_NEAR((double)(more.dot_count + more.no_room), half.dots[SCALP_ZONE_MIDSCALP], 0.5);
        CHECK(least_to_sites(&p, &more, 90, 0) >= 1);
    }
    CASE("what is no site is refused with a reason") {
        const scalp_site ok = {.at = {3, 0.2, 0.2},
                               .point = scalp_mesh_position(&sheet, (scalp_mesh_point){3, .2, .2}),
                               .weight = 1};
        scalp_site bad[7] = {ok, ok, ok, ok, ok, ok, ok};
        bad[0].point.x = (double)NAN;
        bad[1].point.z = 5.5;
        bad[2].at.face = (uint32_t)sheet.face_count;
        bad[3].at.u = 0.9;
        bad[4].weight = 1.1;
        bad[5].radius_mm = (double)NAN;
        bad[6].radius_mm = 2.1;
        const char *words[] = {"not on the mesh", "5.5 mm off", "not on the mesh",
                               "not on the mesh", "weight 1.1", "radius nan",
                               "radius 2.1"};
        for (int k = 0; k < 7; k++)
            refused(&w, &design, bad[k], words[k]);
        const scalp_layout_params late = {.regularity = 0.5, .first_session = 7};
        scalp_layout none;
        CHECK_STATUS(scalp_layout_make(&design, &late, &w.work, &none, NULL), SCALP_ERR_INPUT);
    }
    CASE("any machine and any number of threads give these very bytes") {
        char one[SCALP_HASH_HEX], other[SCALP_HASH_HEX];
        hash_with(0, one);
        CHECK_TEXT(one, pinned);
        hash_with(3, other);
        CHECK_TEXT(other, one);
    }
    CASE("when memory is out at any point, the layout is left alone") {
        const scalp_mesh small = shape_sheet(&w, 12, 10, 3, 2);
        const scalp_design few = design_of(&w, &small, NULL, 90);
        const placed p = thinning_hair(&w, &small, 90, 0.3, 0.1);
        const scalp_layout_params params = params_around(&p, 2);
        bool done = false;
        for (int n = 1; n < 160 && !done; n++) {
            check_stingy s = {n, 0};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
            scalp_work work = {0};
            CHECK_STATUS(scalp_arena_open(&allocator, &work.memory), SCALP_OK);
            scalp_layout layout = {.dot_count = 9};
            const scalp_status status = scalp_layout_make(&few, &params, &work, &layout, NULL);
            done = status == SCALP_OK;
            CHECK(done || (status == SCALP_ERR_MEMORY && layout.dot_count == 9));
            scalp_arena_close(&work.memory);
        }
        CHECK(done);
    }
    check_work_close(&w);
    return check_done();
}
