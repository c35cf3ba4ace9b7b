/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan against close-ups on the head: each planned dot once, whichever photo shows it. */
#include "closeup/onto_scene.h"

#include <scalptor/worked.h>

enum { width = 700, height = 540, shots = 2 };

static const double px_per_mm = 24;

typedef struct visit {
    scalp_onto_photo photos[shots];
    scalp_flat flats[shots];
    scalp_window windows[shots];
    scalp_onto onto;
    scalp_dot *planned; /* near the photos */
    size_t planned_count;
} visit;

/* All of the photo was judged. */
static scalp_window window_of(check_work *w, const scalp_flat *flat) {
    scalp_window window = {.origin_mm = {-20, -16}, .cell_mm = 0.25, .columns = 160, .rows = 128};
    uint8_t *why = scalp_arena_take(w->work.memory, 160 * 128, 1);
    for (int j = 0; j < 128; j++)
        for (int i = 0; i < 160; i++) {
            const scalp_vec2 mm = {-20 + 0.25 * (i + 0.5), -16 + 0.25 * (j + 0.5)};
            const scalp_vec2 px = scalp_flat_to_px(flat, mm);
            const bool in = px.x >= 0 && px.y >= 0 && px.x < width && px.y < height;
            why[160 * j + i] = in ? SCALP_UNSEEN_NOT : SCALP_UNSEEN_OUTSIDE;
        }
    window.why = why;
    return window;
}

static void shoot(check_work *w, const onto_scene *s, size_t i, double missed, uint64_t seed,
                  visit *v) {
    const double tilt[2] = {i ? 5 : -4, i ? -6 : 3};
    const scalp_camera camera = scene_camera(s, scene_place(s, i ? 3 : -3, -22), 260, px_per_mm,
                                             tilt, i ? 12 : -9, width, height);
    scalp_onto_photo *p = &v->photos[i];
    scalp_found *found;
    scalp_pin pins[6];
    *p = (scalp_onto_photo){.id = "near", .flat = &v->flats[i], .window = &v->windows[i]};
    /* What was not done is in neither photo. */
    p->found_count = scene_found(w, s, &camera, 3, 0.3, missed, seed, &found);
    p->found = found;
    const scalp_pins all = {.id = "near",
                            .width = width,
                            .height = height,
                            .focal_px = camera.focal_px,
                            .pins = pins,
                            .count = scene_pins(s, &camera, 6, 2, seed + i, pins)};
    CHECK_STATUS(scalp_place_make(&s->head.mesh, s->bvh, &all, &p->placement, NULL), SCALP_OK);
    CHECK(scalp_flat_from_placement(&s->head.mesh, s->bvh, &p->placement, &v->flats[i]));
    v->windows[i] = window_of(w, &v->flats[i]);
    for (size_t k = 0; k < p->found_count; k++) {
        found[k].mm = scalp_flat_from_px(&v->flats[i], found[k].px);
        found[k].diameter_mm = found[k].diameter_px / px_per_mm;
    }
}

static void make_visit(check_work *w, const onto_scene *s, double missed, uint64_t seed, visit *v) {
    const scalp_onto_params params = {.session = 3};
    const scalp_layout *layout = &s->plan.layout;
    for (size_t i = 0; i < shots; i++)
        shoot(w, s, i, missed, seed, v);
    CHECK_STATUS(scalp_onto_make(&s->design, s->head.region, v->photos, shots, &params, &w->work,
                                 &v->onto, NULL),
                 SCALP_OK);
    const scalp_vec3 middle = scalp_mesh_position(&s->head.mesh, scene_place(s, 0, -22));
    v->planned = scalp_arena_take(w->work.memory, layout->dot_count, sizeof *v->planned);
    v->planned_count = 0;
    for (size_t i = 0; i < layout->dot_count; i++)
        if (scalp_vec3_distance(layout->dots[i].position, middle) < 40)
            v->planned[v->planned_count++] = layout->dots[i];
}

static scalp_worked_ask ask_of(const onto_scene *s, const visit *v) {
    return (scalp_worked_ask){.mesh = &s->head.mesh,
                              .planned = v->planned,
                              .planned_count = v->planned_count,
                              .onto = &v->onto,
                              .photos = v->photos,
                              .photo_count = shots,
                              .seed = 1};
}

/* Whether a find of the photos belongs to that planned dot: scene_found draws it from its number.
 */
static bool was_done(const onto_scene *s, const scalp_dot *dot, double missed, uint64_t seed) {
    const size_t number = (size_t)(dot - s->plan.layout.dots);
    scalp_random r = scalp_random_make(seed, number);
    (void)scalp_random_normal(&r);
    (void)scalp_random_normal(&r);
    return !(scalp_random_uniform(&r) < missed);
}

static const scalp_dot *same_dot(const onto_scene *s, const scalp_dot *dot) {
    for (size_t i = 0; i < s->plan.layout.dot_count; i++)
        if (scalp_vec3_distance(s->plan.layout.dots[i].position, dot->position) < 1e-9)
            return &s->plan.layout.dots[i];
    return NULL;
}

static void one_to_one(check_work *w, const onto_scene *s, uint64_t seed) {
    const double missed = 0.12;
    visit v;
    scalp_worked worked;
    make_visit(w, s, missed, seed, &v);
    const scalp_worked_ask ask = ask_of(s, &v);
    CHECK_STATUS(scalp_worked_make(&ask, &w->work, &worked, NULL), SCALP_OK);
    size_t done = 0, right = 0, missing = 0, truly = 0, held = 0;
    double off = 0;
    for (size_t i = 0; i < worked.dot_count; i++) {
        const scalp_worked_dot *d = &worked.dots[i];
        if (d->planned == SCALP_PAIR_NONE) {
            CHECK(i >= v.planned_count && d->found != SCALP_PAIR_NONE);
            held += d->found != SCALP_PAIR_NONE;
            continue;
        }
        CHECK(d->planned == i);
        const bool there = was_done(s, same_dot(s, &v.planned[i]), missed, seed);
        if (d->state == SCALP_PAIRED_DONE) {
            done++;
            right += there;
            off = fmax(off, scalp_vec3_distance(d->dot.position, v.planned[i].position));
            CHECK(d->dot.session == v.planned[i].session);
        }
        missing += d->state == SCALP_PAIRED_MISSING;
        truly += d->state == SCALP_PAIRED_MISSING && !there;
        held += d->found != SCALP_PAIR_NONE;
    }
    printf("# %zu done, %zu of them right; %zu missing, %zu of them right; photos moved %.2f, "
           "%.2f mm; farthest off %.2f mm\n",
           done, right, missing, truly, worked.photos[0].moved_mm, worked.photos[1].moved_mm, off);
    CHECK(done > 300 && missing > 30);
    CHECK_AT_MOST(1 - (double)right / (double)done, 0.02);
    CHECK_AT_MOST(1 - (double)truly / (double)missing, 0.05);
    CHECK_AT_MOST(off, 0.35);
    CHECK(held == v.onto.pigment_count); /* every find once */
    CHECK(worked.photos[0].by_dots && worked.photos[1].by_dots);
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        if (worked.zones[z].seen > 100)
            CHECK(worked.zones[z].verdict == SCALP_VERDICT_AS_PLANNED);
}

/* Dots that follow another plan of the same density. */
static void by_hand(check_work *w, const onto_scene *s) {
    onto_scene other = *s;
    visit v;
    scalp_worked worked;
    size_t judged = 0;
    const scalp_treatment plain = {0};
    CHECK_STATUS(scalp_plan_make(&s->design, &plain, 0.5, 99, &w->work, &other.plan, NULL),
                 SCALP_OK);
    make_visit(w, s, 0, 5, &v);
    v.planned_count = 0;
    for (size_t i = 0; i < other.plan.layout.dot_count; i++)
        v.planned[v.planned_count++] = other.plan.layout.dots[i];
    const scalp_worked_ask ask = ask_of(s, &v);
    CHECK_STATUS(scalp_worked_make(&ask, &w->work, &worked, NULL), SCALP_OK);
    for (int z = 0; z < SCALP_ZONE_COUNT; z++)
        if (worked.zones[z].seen > 100) {
            judged++;
            CHECK(worked.zones[z].verdict == SCALP_VERDICT_FREEHAND);
            CHECK_AT_MOST(fabs(worked.zones[z].found_per_cm2 / worked.zones[z].planned_per_cm2 - 1),
                          0.1);
        }
    CHECK(judged > 0);
}

static void refusals(check_work *w, const onto_scene *s) {
    visit v;
    scalp_worked worked;
    scalp_error error;
    make_visit(w, s, 0, 5, &v);
    scalp_worked_ask ask = ask_of(s, &v);
    v.planned[3].zone = SCALP_ZONE_NONE;
    CHECK_STATUS(scalp_worked_make(&ask, &w->work, &worked, &error), SCALP_ERR_INPUT);
    v.planned[3].zone = SCALP_ZONE_FREE;
    v.planned[4].at.face = UINT32_MAX;
    CHECK_STATUS(scalp_worked_make(&ask, &w->work, &worked, &error), SCALP_ERR_INPUT);
    ask.planned_count = 0;
    CHECK_STATUS(scalp_worked_make(&ask, &w->work, &worked, &error), SCALP_OK);
    CHECK(worked.spacing_mm != worked.spacing_mm && worked.bare_count == 0);
}

int main(void) {
    check_work w;
    onto_scene scene;
    check_work_open(&w, 1);
    scene_make(&w, 60, &scene);
    CASE("through clicked ties, one to one") {
        for (uint64_t seed = 1; seed <= (uint64_t)check_times(1, 20); seed++)
            one_to_one(&w, &scene, seed);
    }
    CASE("another plan: freehand") by_hand(&w, &scene);
    CASE("what makes no sense is refused, nothing planned is not") refusals(&w, &scene);
    check_work_close(&w);
    return check_done();
}
