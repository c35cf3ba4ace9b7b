/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop: plan, session, close-ups, placed dots, the next plan. */
#include "check.h"

#include <scalptor/codec.h>

typedef struct loop {
    scalp_case document;
    scalp_fit fit;
    scalp_design design;
    scalp_plan plan;
    const scalp_bvh *bvh;
} loop;

static void open_loop(check_work *w, double density, loop *l) {
    l->document = scalp_case_default();
    l->document.density_per_cm2 = density;
    CHECK_STATUS(scalp_case_fit(&l->document, NULL, NULL, &w->work, &l->fit, NULL), SCALP_OK);
    CHECK_STATUS(scalp_case_design(&l->document, &l->fit, &w->work, &l->design, NULL), SCALP_OK);
    CHECK_STATUS(scalp_case_plan(&l->document, &l->design, &w->work, &l->plan, NULL), SCALP_OK);
    CHECK_STATUS(scalp_bvh_make(&l->fit.head.mesh, &w->work, &l->bvh, NULL), SCALP_OK);
}

/* Square on to the scalp where it lies so far to the side and to the back of straight up. */
static scalp_camera look(const loop *l, double side_deg, double back_deg, int width, int height) {
    const scalp_vec3 inside = {0, 40, 0};
    scalp_vec3 way = {sin(side_deg * SCALP_PI / 180), 0, -sin(back_deg * SCALP_PI / 180)};
    way.y = sqrt(1 - way.x * way.x - way.z * way.z);
    scalp_mesh_point at = {0};
    double d;
    CHECK(scalp_bvh_cast(l->bvh, inside, way, 0, &at, &d));
    const scalp_vec3 place = scalp_mesh_position(&l->fit.head.mesh, at);
    const scalp_vec3 normal = scalp_mesh_normal(&l->fit.head.mesh, at);
    scalp_vec3 right, up;
    scalp_vec3_tangents(normal, &right, &up);
    scalp_camera camera = {.focal_px = 24 * 260,
                           .centre_x = (width - 1) / 2.0,
                           .centre_y = (height - 1) / 2.0,
                           .rotation = {{{right.x, right.y, right.z},
                                         {-up.x, -up.y, -up.z},
                                         {-normal.x, -normal.y, -normal.z}}},
                           .width = width,
                           .height = height};
    camera.translation =
        scalp_vec3_sub((scalp_vec3){0, 0, 260}, scalp_mat3_apply(&camera.rotation, place));
    return camera;
}

/* Six ties, typed in the frame of the head to 0.1 mm. */
static void tie(const loop *l, const scalp_camera *camera, scalp_case_close_up *to) {
    *to = scalp_case_close_up_default();
    to->focal_px = camera->focal_px;
    for (int k = 0; k < 6; k++) {
        const scalp_vec2 px = {camera->width * (0.15 + 0.35 * (k % 3)),
                               camera->height * (k < 3 ? 0.15 : 0.85)};
        const scalp_vec3 ray = {(px.x - camera->centre_x) / camera->focal_px,
                                (px.y - camera->centre_y) / camera->focal_px, 1};
        scalp_mesh_point at;
        double d;
        if (!scalp_bvh_cast(l->bvh, scalp_camera_position(camera),
                            scalp_mat3_apply_transposed(&camera->rotation, ray), 0, &at, &d))
            continue;
        const scalp_vec3 place = scalp_mesh_position(&l->fit.head.mesh, at);
        scalp_case_tie *t = &to->ties[to->tie_count++];
        t->px = px;
        snprintf(t->in, sizeof t->in, "head");
        t->at[0] = floor(10 * place.x + 0.5) / 10;
        t->at[1] = floor(10 * place.y + 0.5) / 10;
        t->at[2] = floor(10 * place.z + 0.5) / 10;
    }
}

/* The dots of session 1 but every twentieth, as a detector that makes no mistake finds them. */
static size_t find_all(check_work *w, const loop *l, const scalp_camera *camera,
                       scalp_found **found) {
    const scalp_layout *layout = &l->plan.layout;
    const double seen_mm = l->plan.zones[SCALP_ZONE_CROWN].seen_mm;
    size_t n = 0;
    *found = scalp_arena_take(w->work.memory, layout->dot_count, sizeof **found);
    for (size_t i = 0; i < layout->dot_count; i++) {
        const scalp_dot *dot = &layout->dots[i];
        double depth;
        const scalp_vec2 px = scalp_camera_project(camera, dot->position, &depth);
        const scalp_vec3 way = scalp_vec3_sub(scalp_camera_position(camera), dot->position);
        if (dot->session != 1 || i % 20 == 0 || !(scalp_vec3_dot(way, dot->normal) > 0) ||
            !(px.x >= 0 && px.y >= 0 && px.x < camera->width && px.y < camera->height))
            continue;
        (*found)[n++] = (scalp_found){
            .px = px, .diameter_px = seen_mm * camera->focal_px / depth, .confidence = 0.9};
    }
    return n;
}

/* Close-ups over the crown and in front of it, placed as a case says. */
enum { shots = 4, width = 1500, height = 1150 };

static void photograph(check_work *w, loop *l, scalp_onto_photo *photos) {
    static const double at[shots][2] = {{-11, 44}, {11, 44}, {-11, 22}, {11, 22}};
    const scalp_photo_facts facts = {.width = width, .height = height};
    for (size_t i = 0; i < shots; i++) {
        const scalp_camera camera = look(l, at[i][0], at[i][1], width, height);
        scalp_case_close_up *close_up = &l->document.close_ups[i];
        scalp_found *found;
        scalp_error error;
        tie(l, &camera, close_up);
        snprintf(close_up->id, sizeof close_up->id, "near-%zu", i);
        snprintf(close_up->file, sizeof close_up->file, "near-%zu.jpg", i);
        l->document.close_up_count = i + 1;
        photos[i] = (scalp_onto_photo){.id = close_up->id};
        photos[i].found_count = find_all(w, l, &camera, &found);
        photos[i].found = found;
        if (scalp_case_close_up_place(&l->document, i, &l->fit, &facts, NULL, &w->work,
                                      &photos[i].placement, &error))
            CHECK_FAILED("%s", error.message);
    }
    CHECK_STATUS(scalp_case_check(&l->document, NULL), SCALP_OK);
}

static scalp_onto lay(check_work *w, const loop *l, const scalp_onto_photo *photos) {
    const scalp_onto_params params = {.session = 1};
    scalp_onto onto = {0};
    CHECK_STATUS(scalp_onto_make(&l->design, l->fit.head.region, photos, shots, &params, &w->work,
                                 &onto, NULL),
                 SCALP_OK);
    return onto;
}

/* Through a file, as plan --placed reads it; where no photo looked the plan is believed. */
static scalp_placed through_file(check_work *w, const loop *l, const scalp_onto *onto) {
    const scalp_layout *layout = &l->plan.layout;
    scalp_onto_seen seen;
    CHECK_STATUS(scalp_onto_seen_make(&l->plan, SCALP_ZONE_CROWN, &w->work, &seen, NULL), SCALP_OK);
    scalp_dot_row *rows = scalp_arena_take(w->work.memory, onto->pigment_count, sizeof *rows);
    scalp_dot_row *fill = scalp_arena_take(w->work.memory, layout->dot_count, sizeof *fill);
    size_t filled = 0;
    for (size_t i = 0; i < onto->pigment_count; i++) {
        rows[i].dot = onto->dots[i].dot;
        rows[i].diameter_mm = scalp_onto_deposit_from_seen(&seen, onto->dots[i].seen_mm);
        rows[i].depth_mm = seen.depth_mm;
        if (rows[i].dot.zone == SCALP_ZONE_NONE)
            rows[i].dot.zone = SCALP_ZONE_FREE;
        /* The dots are as wide as they were planned. */
        CHECK_NEAR(rows[i].diameter_mm, l->document.diameter_mm, 0.03);
    }
    for (size_t i = 0; i < layout->dot_count; i++) {
        const uint32_t cell = scalp_onto_cell_at(&onto->cells, layout->dots[i].at);
        if (layout->dots[i].session == 1 &&
            (cell == UINT32_MAX || onto->cells.why[cell] != SCALP_UNSEEN_NOT))
            fill[filled++] = (scalp_dot_row){layout->dots[i], 0.2, 0.12};
    }
    scalp_bytes bytes;
    const scalp_placed_row *read = NULL;
    size_t count = 0;
    CHECK_STATUS(
        scalp_codec_dot_rows_write(rows, onto->pigment_count, fill, filled, &w->work, &bytes, NULL),
        SCALP_OK);
    CHECK_STATUS(scalp_codec_dots_read(bytes, "placed.csv", &w->work, &read, &count, NULL),
                 SCALP_OK);
    CHECK(count == onto->pigment_count + filled);
    scalp_dot *dots = scalp_arena_take(w->work.memory, count, sizeof *dots);
    for (size_t i = 0; i < count; i++) {
        double off;
        dots[i] = (scalp_dot){
            .at = scalp_site_place(&l->fit.head.mesh, l->bvh, read[i].point, read[i].normal, &off),
            .zone = (uint8_t)read[i].zone,
            .session = (uint8_t)read[i].session};
        dots[i].position = scalp_mesh_position(&l->fit.head.mesh, dots[i].at);
        dots[i].normal = scalp_mesh_normal(&l->fit.head.mesh, dots[i].at);
        CHECK_AT_MOST(off, 0.001);
    }
    scalp_placed placed = {.dots = dots, .dot_count = count, .first_session = 2};
    for (int s = 0; s < SCALP_LAYOUT_MAX_SESSIONS; s++)
        for (int z = 0; z < SCALP_ZONE_COUNT; z++)
            placed.strength[s][z] = 1;
    return placed;
}

static double least_between(const scalp_placed *placed, const scalp_layout *layout) {
    double least = HUGE_VAL;
    for (size_t i = 0; i < layout->dot_count; i++)
        for (size_t k = 0; k < placed->dot_count; k++)
            least = fmin(least,
                         scalp_vec3_distance(layout->dots[i].position, placed->dots[k].position));
    return least;
}

int main(void) {
    static loop l;
    check_work w;
    check_work_open(&w, 0);
    open_loop(&w, 40, &l);
    scalp_onto_photo photos[shots];
    photograph(&w, &l, photos);
    const scalp_onto onto = lay(&w, &l, photos);
    CASE("close-ups of session 1 find 19 of its 20 dots, where they look") {
        const scalp_onto_zone *crown = &onto.zones[SCALP_ZONE_CROWN];
        CHECK(crown->seen_mm2 > 0.7 * crown->area_mm2 && crown->seen_mm2 < crown->area_mm2);
        size_t there = 0;
        for (size_t i = 0; i < l.plan.layout.dot_count; i++) {
            const scalp_dot *dot = &l.plan.layout.dots[i];
            const uint32_t cell = scalp_onto_cell_at(&onto.cells, dot->at);
            there += dot->session == 1 && dot->zone == SCALP_ZONE_CROWN && cell != UINT32_MAX &&
                     onto.cells.why[cell] == SCALP_UNSEEN_NOT;
        }
        CHECK_NEAR((double)crown->dots / (double)there, 0.95, 0.03);
        CHECK_NEAR(crown->per_cm2 / crown->planned_per_cm2, 0.3 * 0.95, 0.03);
    }
    CASE("session 2 fills what session 1 left, and lands on nothing") {
        const scalp_placed placed = through_file(&w, &l, &onto);
        scalp_plan next = {0};
        CHECK_STATUS(scalp_case_plan_around(&l.document, &l.design, &placed, &w.work, &next, NULL),
                     SCALP_OK);
        const double all = (double)(placed.dot_count + next.layout.dot_count);
        CHECK_NEAR(all / (double)l.plan.layout.dot_count, 1, 0.02);
        for (size_t i = 0; i < next.layout.dot_count; i++)
            CHECK(next.layout.dots[i].session >= 2);
        /* 0.4 of the spacing where it is densest. */
        CHECK(least_between(&placed, &next.layout) > 0.4 * sqrt(100 / 40.0) * 0.9);
    }
    check_work_close(&w);
    return check_done();
}
