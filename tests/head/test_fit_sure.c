/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fit says of its own doubt holds: of many persons drawn from the population and clicked
 * with 2 px, about 95 % lie within two standard deviations. */
#include "head/fit_tools.h"

static check_work w;

/* Somebody: measures, and a face and ears of his own, spread as tape measures of people are. */
static scalp_status draw_person(uint64_t seed, scalp_head *head, scalp_error *error) {
    scalp_random r = scalp_random_make(seed, 77);
    const scalp_head_measures size = {.length_mm = 199.5 + 6 * scalp_random_normal(&r),
                                      .breadth_mm = 154.3 + 5 * scalp_random_normal(&r),
                                      .tragion_vertex_mm = 131.1 + 5 * scalp_random_normal(&r)};
    scalp_head mean;
    scalp_head_form form = {{0}, {{0, 0, 0}}};
    SCALP_TRY(scalp_head_make(&size, "male", &w.work, &mean, error));
    const double larger = 0.04 * scalp_random_normal(&r), ear_z = 6 * scalp_random_normal(&r);
    const double ear_y = 3.5 * scalp_random_normal(&r);
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        const bool ear = i == SCALP_TRAGION_L || i == SCALP_OTOBASION_SUPERIUS_L;
        const scalp_vec3 from = mean.landmarks[SCALP_GLABELLA];
        scalp_vec3 o = scalp_vec3_scale(scalp_vec3_sub(mean.landmarks[i], from), larger);
        if (ear)
            o = (scalp_vec3){0, ear_y, ear_z};
        o.x += 1.2 * scalp_random_normal(&r);
        o.y += 1.2 * scalp_random_normal(&r);
        o.z += 1.2 * scalp_random_normal(&r);
        form.offsets[i] = o;
    }
    for (int k = 0; k < SCALP_HEAD_MODES; k++)
        form.modes[k] = scalp_clamp(scalp_random_normal(&r), -2, 2);
    return scalp_head_make_own(&size, &form, "male", &w.work, head, error);
}

typedef struct tally {
    int count, turned, scaled;
    double turn_squares, scale_squares;
} tally;

static void fit_person(uint64_t seed, double yaw, const char *side, tally *t) {
    const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
    scalp_random r = scalp_random_make(seed, 78);
    scalp_head head;
    scalp_fit fit;
    scalp_error error = {0};
    CHECK_STATUS(draw_person(seed, &head, &error), SCALP_OK);
    const scalp_camera camera =
        fit_camera(&head, yaw + 3 * scalp_random_normal(&r), 2.5 * scalp_random_normal(&r),
                   2 * scalp_random_normal(&r));
    scalp_view view = fit_view(&head, &camera, 2, seed);
    const scalp_head_measures given = {.breadth_mm = head.measures.breadth_mm};
    view.side = side;
    view.focal_px = camera.focal_px;
    view.has[SCALP_VERTEX] = view.has[SCALP_INION] = view.has[SCALP_OPISTHOCRANION] = false;
    view.has[SCALP_BROW_CREASE] = false;
    CHECK_STATUS(scalp_fit_make(&given, "male", &view, 1, &w.work, &fit, &error), SCALP_OK);
    if (error.status == SCALP_OK) {
        const scalp_view_fit *found = &fit.views[0];
        double depth;
        const scalp_vec3 middle =
            scalp_vec3_scale(scalp_vec3_add(scalp_vec3_add(head.landmarks[SCALP_GLABELLA],
                                                           head.landmarks[SCALP_OPISTHOCRANION]),
                                            scalp_vec3_add(head.landmarks[SCALP_VERTEX],
                                                           head.landmarks[SCALP_MENTON])),
                             0.25);
        (void)scalp_camera_project(&camera, middle, &depth);
        const double turn =
            fit_angle_deg(&camera.rotation, &found->camera.rotation) / found->rotation_sd_deg;
        const double scale = fabs(found->px_per_mm - camera.focal_px / depth) / found->px_per_mm_sd;
        t->count++;
        t->turned += turn <= 2;
        t->scaled += scale <= 2;
        t->turn_squares += turn * turn;
        t->scale_squares += scale * scale;
    }
    scalp_arena_return(w.work.memory, mark);
}

/* Few persons leave a wide margin about 95 %: four standard deviations of a binomial. */
static void check_cover(double yaw, const char *side, int persons) {
    tally t = {0};
    for (int i = 0; i < persons; i++)
        fit_person(1000 + (uint64_t)i, yaw, side, &t);
    const double n = fmax(t.count, 1), least = 0.95 - 4 * sqrt(0.95 * 0.05 / n);
    printf("# %s: within 2 sd: pose %.0f %%, scale %.0f %% of %d; RMS over sd %.2f and %.2f\n",
           side, 100 * t.turned / n, 100 * t.scaled / n, t.count, sqrt(t.turn_squares / n),
           sqrt(t.scale_squares / n));
    CHECK(t.turned >= least * n);
    CHECK(t.scaled >= least * n);
    CHECK(t.turn_squares > 0.04 * n); /* nor is the doubt made so large that it says nothing */
}

int main(void) {
    check_work_open(&w, 0);
    const int persons = check_times(10, 60);
    CASE("from the front")
    check_cover(0, "front", persons);
    CASE("in profile")
    check_cover(-90, "right", persons);
    CASE("between them")
    check_cover(42, "left45", persons);
    check_end_case();
    check_work_close(&w);
    return check_done();
}
