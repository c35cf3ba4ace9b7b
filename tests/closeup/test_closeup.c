/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Close-ups on the head: overlaps counted once, density of every zone, what was not seen. */
#include "closeup/onto_scene.h"

enum { width = 1500, height = 1150 };

static const double px_per_mm = 24;

typedef struct shot {
    scalp_camera truth[SCENE_CLOSE_UPS];
    scalp_onto_photo photos[SCENE_CLOSE_UPS];
} shot;

/* Eight close-ups as the plan's first sessions look, placed by pins that were clicked so
 * unsteadily (or, below 0, by their own cameras). */
static void shoot(check_work *w, const onto_scene *s, unsigned sessions, double click_px,
                  double missed, uint64_t seed, shot *to) {
    for (size_t i = 0; i < SCENE_CLOSE_UPS; i++) {
        scalp_found *found;
        to->truth[i] = scene_close_up(s, i, seed, width, height, px_per_mm);
        scalp_onto_photo *p = &to->photos[i];
        *p = (scalp_onto_photo){.id = "close"};
        p->found_count =
            scene_found(w, s, &to->truth[i], sessions, 0.3, missed, seed * 100 + i, &found);
        p->found = found;
        p->placement.camera = to->truth[i];
        if (click_px < 0)
            continue;
        scalp_pin pins[6];
        scalp_error error;
        const scalp_pins all = {.id = "close",
                                .width = width,
                                .height = height,
                                .focal_px = to->truth[i].focal_px,
                                .pins = pins,
                                .count = scene_pins(s, &to->truth[i], 6, click_px, seed + i, pins)};
        if (scalp_place_make(&s->head.mesh, s->bvh, &all, &p->placement, &error))
            CHECK_FAILED("close-up %zu: %s", i, error.message);
    }
}

static void lay(check_work *w, const onto_scene *s, const shot *shots, scalp_onto *onto) {
    const scalp_onto_params params = {0};
    CHECK_STATUS(scalp_onto_make(&s->design, s->head.region, shots->photos, SCENE_CLOSE_UPS,
                                 &params, &w->work, onto, NULL),
                 SCALP_OK);
}

/* How far apart two cameras see the skin in the photo's middle and corners: the mean, mm. */
static double off_mm(const onto_scene *s, const scalp_camera *a, const scalp_camera *b) {
    double sum = 0;
    int n = 0;
    for (int k = 0; k < 9; k++) {
        const double x = (k % 3 * 0.4 + 0.1) * width, y = (k / 3 * 0.4 + 0.1) * height;
        scalp_vec3 at[2];
        bool hit = true;
        for (int c = 0; c < 2; c++) {
            const scalp_camera *of = c ? b : a;
            const scalp_vec3 ray = {(x - of->centre_x) / of->focal_px,
                                    (y - of->centre_y) / of->focal_px, 1};
            scalp_mesh_point point;
            double d;
            hit = hit &&
                  scalp_bvh_cast(s->bvh, scalp_camera_position(of),
                                 scalp_mat3_apply_transposed(&of->rotation, ray), 0, &point, &d);
            at[c] = hit ? scalp_mesh_position(&s->head.mesh, point) : (scalp_vec3){0};
        }
        if (hit) {
            sum += scalp_vec3_distance(at[0], at[1]);
            n++;
        }
    }
    return sum / n;
}

/* The plan's own density on the skin that was seen, in zones of which enough was. */
static double worst_zone(const onto_scene *s, const scalp_onto *onto, unsigned sessions,
                         double least_mm2) {
    double worst = 0;
    for (int z = SCALP_ZONE_NONE + 1; z < SCALP_ZONE_COUNT; z++) {
        const scalp_onto_zone *zone = &onto->zones[z];
        size_t there = 0;
        for (size_t i = 0; i < s->plan.layout.dot_count; i++) {
            const scalp_dot *dot = &s->plan.layout.dots[i];
            const uint32_t cell = scalp_onto_cell_at(&onto->cells, dot->at);
            there += dot->session <= sessions && dot->zone == z && cell != UINT32_MAX &&
                     onto->cells.why[cell] == SCALP_UNSEEN_NOT;
        }
        if (!(zone->seen_mm2 >= least_mm2))
            continue;
        const double off = fabs((double)zone->dots - (double)there) / (double)there;
        CHECK(zone->low <= zone->per_cm2 && zone->per_cm2 <= zone->high);
        worst = fmax(worst, off);
    }
    return worst;
}

/* Share of the dots that lie within `mm` of a planned one. */
static double share_near_plan(const onto_scene *s, const scalp_onto *onto, double mm) {
    const scalp_layout *plan = &s->plan.layout;
    size_t near = 0;
    for (size_t i = 0; i < onto->dot_count; i++) {
        const scalp_vec3 at = onto->dots[i].dot.position;
        bool found = false;
        for (size_t k = 0; k < plan->dot_count && !found; k++)
            found = scalp_vec3_distance(plan->dots[k].position, at) < mm;
        near += found;
    }
    return (double)near / (double)onto->dot_count;
}

static void known_cameras(check_work *w, const onto_scene *s) {
    shot shots;
    scalp_onto onto;
    shoot(w, s, 3, -1, 0, 1, &shots);
    lay(w, s, &shots, &onto);
    CHECK_AT_MOST(worst_zone(s, &onto, 3, 1000), 0.015);
    CHECK(onto.seen_twice > onto.dot_count / 3);
    CHECK_AT_MOST(onto.match_rms_mm, 0.05);
    CHECK_AT_MOST(1 - share_near_plan(s, &onto, 0.1), 0.001);
    for (size_t i = 0; i < SCENE_CLOSE_UPS; i++) {
        CHECK(onto.moved_mm[i] < 1e-6); /* they are known, and stay */
        CHECK(onto.beside[i] == 0);
    }
    for (size_t i = 0; i < onto.dot_count; i += 97)
        CHECK_NEAR(onto.dots[i].seen_mm, 6 / px_per_mm, 0.3 * 6 / px_per_mm);
}

/* Ties clicked within 2 px in both photos; 5 % of the dots missed, as many invented. */
static void tied_by_clicks(check_work *w, const onto_scene *s, uint64_t seed) {
    shot shots;
    scalp_onto onto;
    double before = 0, after = 0;
    int alone = 0;
    shoot(w, s, 3, 2, 0.05, seed, &shots);
    lay(w, s, &shots, &onto);
    CHECK_AT_MOST(worst_zone(s, &onto, 3, 1000), 0.04);
    for (size_t i = 0; i < SCENE_CLOSE_UPS; i++) {
        before += off_mm(s, &shots.truth[i], &shots.photos[i].placement.camera);
        after += off_mm(s, &shots.truth[i], &onto.placements[i].camera);
        alone += !(onto.placements[i].place_sd_mm < shots.photos[i].placement.place_sd_mm);
    }
    CHECK_AT_MOST(alone, 1); /* one may overlap too little to be joined */
    CHECK_AT_MOST(after, 0.7 * before);
    CHECK_AT_MOST(after / SCENE_CLOSE_UPS, 0.45);
}

/* Dots that have nothing to do with one another: no photo is moved by them, and none is counted
 * twice for it. */
static void unlike(check_work *w, const onto_scene *s) {
    shot shots;
    scalp_onto onto;
    shoot(w, s, 3, 2, 0, 7, &shots);
    size_t all = 0;
    for (size_t i = 0; i < SCENE_CLOSE_UPS; i++) {
        scalp_random r = scalp_random_make(5, i);
        scalp_found *found =
            scalp_arena_take(w->work.memory, shots.photos[i].found_count, sizeof *found);
        for (size_t k = 0; k < shots.photos[i].found_count; k++) {
            found[k] = shots.photos[i].found[k];
            found[k].px = (scalp_vec2){scalp_random_uniform(&r) * (width - 1),
                                       scalp_random_uniform(&r) * (height - 1)};
        }
        shots.photos[i].found = found;
        all += shots.photos[i].found_count;
    }
    lay(w, s, &shots, &onto);
    CHECK(onto.match_count == 0 && onto.seen_twice == 0 && onto.dot_count < all);
    for (size_t i = 0; i < SCENE_CLOSE_UPS; i++)
        CHECK(!(onto.moved_mm[i] > 0));
}

/* The left half of one photo was not judged, and the rest is steep. */
static void not_judged(check_work *w, const onto_scene *s) {
    enum { cells = 100 };
    static uint8_t why[cells * cells];
    const scalp_flat flat = {.mm_from_px = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}};
    const scalp_window window = {{-0.5, -0.5}, 15, cells, cells, why};
    const double tilt[2] = {0, 0};
    for (int j = 0; j < cells; j++)
        for (int i = 0; i < cells; i++)
            why[j * cells + i] = i < 50 ? SCALP_UNSEEN_GLOSS : SCALP_UNSEEN_NOT;
    scalp_onto_photo photo = {.id = "one", .flat = &flat, .window = &window};
    scalp_found *found;
    photo.placement.camera = scene_camera(s, scene_place(s, 0, 10), 260, 12, tilt, 0, 1500, 1500);
    photo.found_count = scene_found(w, s, &photo.placement.camera, 3, 0, 0, 1, &found);
    photo.found = found;
    const scalp_onto_params params = {.as_follicles = true};
    scalp_onto onto;
    CHECK_STATUS(scalp_onto_make(&s->design, NULL, &photo, 1, &params, &w->work, &onto, NULL),
                 SCALP_OK);
    CHECK(onto.all.unseen_mm2[SCALP_UNSEEN_STEEP] > 100);
    /* The photo is square on to a head that is alike on both sides. */
    CHECK_NEAR(onto.all.unseen_mm2[SCALP_UNSEEN_GLOSS] / onto.all.seen_mm2, 1, 0.1);
    double sum = onto.all.seen_mm2;
    for (int k = 0; k < SCALP_UNSEEN_COUNT; k++)
        sum += onto.all.unseen_mm2[k];
    CHECK_NEAR(sum / onto.all.area_mm2, 1, 1e-9);
    CHECK(onto.pigment_count == 0 && onto.dot_count > 100 && onto.all.dots == 0);
    for (size_t i = 0; i < onto.dot_count; i++)
        CHECK(photo.found[onto.dots[i].found].px.x >= 749 - 15);
}

static void threads(const onto_scene *s) {
    check_work w[2];
    scalp_onto onto[2];
    for (unsigned k = 0; k < 2; k++) {
        shot shots;
        check_work_open(&w[k], 2 * k);
        shoot(&w[k], s, 1, 2, 0.1, 3, &shots);
        lay(&w[k], s, &shots, &onto[k]);
    }
    CHECK(onto[0].dot_count == onto[1].dot_count && onto[0].dot_count > 0);
    CHECK(memcmp(onto[0].placements, onto[1].placements, sizeof onto[0].placements) == 0);
    CHECK(memcmp(onto[0].zones, onto[1].zones, sizeof onto[0].zones) == 0);
    for (size_t i = 0; i < onto[0].dot_count; i++)
        CHECK(onto[0].dots[i].photo == onto[1].dots[i].photo &&
              onto[0].dots[i].found == onto[1].dots[i].found);
    check_work_close(&w[0]);
    check_work_close(&w[1]);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const int times = check_times(1, 20);
    onto_scene s;
    scene_make(&w, times > 1 ? 100 : 55, &s);
    CASE("cameras that are known: every dot once, at its place") {
        known_cameras(&w, &s);
    }
    CASE("close-ups tied by clicks: density of every zone") {
        for (int t = 0; t < times; t++)
            tied_by_clicks(&w, &s, 20 + (uint64_t)t);
    }
    CASE("overlaps whose dots are not the same ones move nothing") {
        unlike(&w, &s);
    }
    CASE("what was not judged counts nowhere") {
        not_judged(&w, &s);
    }
    CASE("the same on any number of threads") {
        threads(&s);
    }
    CASE("no photos, or too many, are refused") {
        const scalp_onto_params params = {0};
        const scalp_onto_photo photo = {.id = "one"};
        scalp_onto onto;
        CHECK_STATUS(scalp_onto_make(&s.design, NULL, &photo, 0, &params, &w.work, &onto, NULL),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_onto_make(&s.design, NULL, &photo, SCALP_ONTO_MAX_PHOTOS + 1, &params,
                                     &w.work, &onto, NULL),
                     SCALP_ERR_INPUT);
    }
    check_work_close(&w);
    return check_done();
}
