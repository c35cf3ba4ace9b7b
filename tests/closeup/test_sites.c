/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hairs found in a photo, as sites that new dots keep their distance from. */
#include "layout/designs.h"

#include <scalptor/closeup.h>

enum { side = 900 };

static const double px_per_mm = 15;

/* Looks down on the middle of the sheet of 50 x 40 mm. */
static scalp_camera above(void) {
    return (scalp_camera){.focal_px = px_per_mm * 300,
                          .centre_x = (side - 1) / 2.0,
                          .centre_y = (side - 1) / 2.0,
                          .rotation = {{{1, 0, 0}, {0, -1, 0}, {0, 0, -1}}},
                          .translation = {-25, 20, 300},
                          .width = side,
                          .height = side};
}

/* Shaved hairs in groups of one or two, and a few dots of pigment between them. */
static size_t find_hairs(const scalp_camera *camera, scalp_found *found, size_t most) {
    scalp_random r = scalp_random_make(9, 1);
    size_t n = 0;
    while (n + 2 <= most) {
        const scalp_vec3 at = {1 + 48 * scalp_random_uniform(&r), 1 + 38 * scalp_random_uniform(&r),
                               0};
        found[n] = (scalp_found){.kind = n % 9 == 0 ? SCALP_FOUND_DOT : SCALP_FOUND_STUB,
                                 .px = scalp_camera_project(camera, at, NULL),
                                 .diameter_px = 3,
                                 .confidence = 0.9};
        found[n + 1] = found[n];
        found[n + 1].px.x += 8;
        n += n % 3 == 0 ? 2 : 1;
    }
    return n;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh sheet = shape_sheet(&w, 50, 40, 20, 16);
    const scalp_design design = design_of(&w, &sheet, NULL, 60);
    scalp_found found[400];
    scalp_onto_photo photo = {.id = "shaved", .found = found};
    const scalp_onto_params params = {0};
    const scalp_site *sites = NULL;
    scalp_onto onto;
    size_t count = 0;
    photo.placement.camera = above();
    photo.found_count = find_hairs(&photo.placement.camera, found, 400);
    CHECK_STATUS(scalp_onto_make(&design, NULL, &photo, 1, &params, &w.work, &onto, NULL),
                 SCALP_OK);
    CHECK_STATUS(scalp_onto_sites(&onto, 0.25, &w.work, &sites, &count, NULL), SCALP_OK);
    CASE("hairs are hairs and dots are dots") {
        CHECK(count == photo.found_count && onto.pigment_count > 20);
        CHECK(onto.all.follicles == count - onto.pigment_count);
        CHECK(onto.all.dots == onto.pigment_count);
        CHECK_NEAR(onto.all.seen_mm2, 2000, 1e-6);
        CHECK_NEAR(onto.all.per_cm2, (double)onto.pigment_count / 20, 1e-9);
        CHECK_NEAR(onto.all.planned_per_cm2, 60, 1e-9);
        for (size_t i = 0; i < count; i++) {
            const bool dot = sites[i].kind == SCALP_SITE_DOT;
            CHECK(dot == (i < onto.pigment_count));
            const scalp_vec2 px =
                scalp_camera_project(&photo.placement.camera, sites[i].point, NULL);
            const scalp_vec2 was = found[onto.dots[i].found].px;
            CHECK_AT_MOST(hypot(px.x - was.x, px.y - was.y), 1e-6);
        }
    }
    CASE("layout keeps its distance from them and counts them in") {
        const scalp_layout_params around = {
            .regularity = 0.5, .seed = 4, .sites = sites, .site_count = count};
        const scalp_layout layout = layout_of(&w, &design, &around);
        const double keep = 0.4 * sqrt(100.0 / 60);
        double least = HUGE_VAL;
        for (size_t i = 0; i < layout.dot_count; i++)
            for (size_t k = 0; k < count; k++)
                least = fmin(least, scalp_vec3_distance(layout.dots[i].position, sites[k].point));
        CHECK(layout.dot_count > 300);
        CHECK(least >= keep - 1e-9);
        CHECK_NEAR((double)layout.dot_count + layout.there + (double)layout.no_room, 1200, 1);
    }
    CASE("a lack of memory is told") {
        for (long n = 0; n < 40; n++) {
            check_stingy stingy = {n, 0};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release,
                                               &stingy};
            scalp_work work = w.work;
            if (scalp_arena_open(&allocator, &work.memory) != SCALP_OK)
                continue;
            scalp_onto poor;
            const scalp_status status =
                scalp_onto_make(&design, NULL, &photo, 1, &params, &work, &poor, NULL);
            CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY);
            scalp_arena_close(&work.memory);
            CHECK(stingy.live == 0);
        }
    }
    check_work_close(&w);
    return check_done();
}
