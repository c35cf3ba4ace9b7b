/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cameras found again from the standard head's own landmarks. */
#include "head/fit_tools.h"

#define POSES 8
static const double poses[POSES][3] = {
    {0, 0, 0},                                                 /* front */
    {45, 5, 3},  {-90, 0, -20},   {0, 80, 0},                  /* left45, right, top */
    {0, 10, 90}, {-30, -20, 180}, {20, 60, 45}, {180, 10, 0}}; /* turned pictures, back */
static const char *const sides[POSES] = {"front", "left45",  "right", "top",
                                         "front", "right45", "top",   "back"};

static int count_of(const scalp_view *view) {
    int count = 0;
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
        count += view->has[i];
    return count;
}

static double found_error(const scalp_view *view, const scalp_camera *camera, check_work *w,
                          scalp_view_fit *found) {
    scalp_fit fit;
    scalp_error error = {0};
    const scalp_arena_mark mark = scalp_arena_here(w->work.memory);
    CHECK_STATUS(scalp_fit_make(&fit_measures, "male", view, 1, &w->work, &fit, &error), SCALP_OK);
    if (error.status != SCALP_OK) {
        printf("# %s\n", error.message);
        return 180;
    }
    *found = fit.views[0];
    scalp_arena_return(w->work.memory, mark);
    return fit_angle_deg(&camera->rotation, &found->camera.rotation);
}

/* All landmarks turned about the picture's centre, as if the camera had been. */
static scalp_view turned(scalp_view view, double radians) {
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        const double x = view.px[i].x - (view.width - 1) / 2.0;
        const double y = view.px[i].y - (view.height - 1) / 2.0;
        view.px[i].x = (view.width - 1) / 2.0 + cos(radians) * x - sin(radians) * y;
        view.px[i].y = (view.height - 1) / 2.0 + sin(radians) * x + cos(radians) * y;
    }
    return view;
}

/* The same picture with `factor` as many pixels on a side; the corners stay corners. */
static scalp_view enlarged(scalp_view view, int factor) {
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        view.px[i].x = (view.px[i].x + 0.5) * factor - 0.5;
        view.px[i].y = (view.px[i].y + 0.5) * factor - 0.5;
    }
    view.width *= factor;
    view.height *= factor;
    view.focal_px *= factor;
    return view;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_error error = {0};
    scalp_head head;
    scalp_view_fit found;
    CASE("a head to look at") {
        CHECK_STATUS(scalp_head_make(&fit_measures, "male", &w.work, &head, &error), SCALP_OK);
        if (error.status != SCALP_OK)
            return check_done();
    }
    CASE("exact landmarks: every pose to 0.001 degrees, whatever the side is said to be") {
        for (int i = 0; i < POSES; i++) {
            const scalp_camera camera = fit_camera(&head, poses[i][0], poses[i][1], poses[i][2]);
            scalp_view view = fit_view(&head, &camera, 0, 1);
            view.focal_px = camera.focal_px;
            const char *said[3] = {"other", sides[i], sides[(i + 2) % POSES]};
            for (int k = 0; k < 3; k++) {
                view.side = said[k];
                CHECK_AT_MOST(found_error(&view, &camera, &w, &found), 1e-3);
                CHECK_AT_MOST(scalp_vec3_distance(scalp_camera_position(&camera),
                                                  scalp_camera_position(&found.camera)),
                              0.05);
                CHECK_AT_MOST(found.rms_px, 1e-3);
                CHECK(found.focal_source == SCALP_FOCAL_GIVEN);
                CHECK(found.scale_source == SCALP_SCALE_HEAD);
            }
        }
    }
    CASE("2 px of noise: within 3 degrees, 1 on average, and within three of its own deviations") {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < POSES; i++) {
            const scalp_camera camera = fit_camera(&head, poses[i][0], poses[i][1], poses[i][2]);
            for (uint64_t seed = 1; seed <= 3; seed++) {
                scalp_view view = fit_view(&head, &camera, 2, seed);
                view.focal_px = camera.focal_px;
                const double off = found_error(&view, &camera, &w, &found);
                CHECK_AT_MOST(off, 3);
                CHECK_AT_MOST(off, 3 * found.rotation_sd_deg);
                CHECK_AT_MOST(found.rms_px, 6);
                sum += off;
                count++;
            }
        }
        printf("# mean error %.2f degrees over %d\n", sum / count, count);
        CHECK_AT_MOST(sum / count, 1);
    }
    CASE("four landmarks suffice") {
        const scalp_camera camera = fit_camera(&head, -80, 5, 0);
        scalp_view view = fit_view(&head, &camera, 0, 1);
        view.focal_px = camera.focal_px;
        for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
            view.has[i] = i == SCALP_NASION || i == SCALP_SUBNASALE || i == SCALP_TRAGION_R ||
                          i == SCALP_EXOCANTHION_R;
        CHECK_AT_MOST(found_error(&view, &camera, &w, &found), 1e-3);
        CHECK(found.residual_px[SCALP_NASION] >= 0 && found.residual_px[SCALP_VERTEX] == -1);
    }
    CASE("one bad landmark is set aside and reported") {
        const scalp_camera camera = fit_camera(&head, 30, 10, 0);
        scalp_view view = fit_view(&head, &camera, 1, 1);
        view.focal_px = camera.focal_px;
        view.px[SCALP_MENTON].y -= 200;
        CHECK(count_of(&view) >= 8);
        CHECK_AT_MOST(found_error(&view, &camera, &w, &found), 2);
        CHECK_NEAR(found.residual_px[SCALP_MENTON], 200, 30);
        CHECK_AT_MOST(found.rms_px, 6);
    }
    CASE("a turned picture gives the turned pose, a larger one the same") {
        const scalp_camera camera = scalp_camera_make(&head, 35, 15, 0, 1000, 0.6, 1000, 1000);
        scalp_view view = fit_view(&head, &camera, 3, 5);
        view.focal_px = camera.focal_px;
        scalp_view_fit first;
        (void)found_error(&view, &camera, &w, &first);
        for (int i = 1; i <= 3; i++) {
            const double angle = 0.9 * i;
            const scalp_mat3 roll = scalp_mat3_rotation((scalp_vec3){0, 0, angle});
            const scalp_mat3 expected = scalp_mat3_multiply(&roll, &first.camera.rotation);
            const scalp_view other = turned(view, angle);
            (void)found_error(&other, &camera, &w, &found);
            CHECK_AT_MOST(fit_angle_deg(&expected, &found.camera.rotation), 1e-3);
        }
        /* Clicks are 2 px good in either, so the weights differ a little. */
        const scalp_view large = enlarged(view, 3);
        (void)found_error(&large, &camera, &w, &found);
        CHECK_AT_MOST(fit_angle_deg(&first.camera.rotation, &found.camera.rotation), 0.1);
        CHECK_NEAR(found.px_per_mm, 3 * first.px_per_mm, 0.01 * found.px_per_mm);
    }
    CASE("the same bytes every time") {
        const scalp_camera camera = fit_camera(&head, 20, 0, 5);
        const scalp_view view = fit_view(&head, &camera, 2, 9);
        scalp_view_fit again;
        memset(&found, 0, sizeof found);
        memset(&again, 0, sizeof again);
        (void)found_error(&view, &camera, &w, &found);
        (void)found_error(&view, &camera, &w, &again);
        CHECK(memcmp(&found.camera.rotation, &again.camera.rotation,
                     sizeof found.camera.rotation) == 0);
        CHECK(found.camera.focal_px == again.camera.focal_px);
        CHECK(found.px_per_mm_sd == again.px_per_mm_sd);
    }
    check_work_close(&w);
    return check_done();
}
