/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the focal length and the scale come from, and how the head's size follows. */
#include "head/fit_tools.h"

static scalp_fit fit;
static const scalp_head_measures none = {0};

static bool fits(const scalp_head_measures *given, const scalp_view *views, size_t count,
                 check_work *w) {
    scalp_error error = {0};
    CHECK_STATUS(scalp_fit_make(given, "male", views, count, &w->work, &fit, &error), SCALP_OK);
    if (error.status != SCALP_OK)
        printf("# %s\n", error.message);
    return error.status == SCALP_OK;
}

/* A length of `mm` across the brow, level and square to a camera in front, at the glabella. */
static void lay_length(scalp_view *view, const scalp_camera *camera, const scalp_head *head,
                       double mm) {
    const scalp_vec3 at = head->landmarks[SCALP_GLABELLA];
    view->has_scale = true;
    view->scale_mm = mm;
    view->scale_from = scalp_camera_project(camera, (scalp_vec3){-mm / 2, at.y, at.z}, NULL);
    view->scale_to = scalp_camera_project(camera, (scalp_vec3){mm / 2, at.y, at.z}, NULL);
}

/* Both irises of 11.71 mm, looking into the camera. */
static void lay_irises(scalp_view *view, const scalp_camera *camera, const scalp_head *head,
                       double mm) {
    for (int side = 0; side < 2; side++) {
        const scalp_landmark outer = side ? SCALP_EXOCANTHION_R : SCALP_EXOCANTHION_L;
        const scalp_landmark inner = side ? SCALP_ENDOCANTHION_R : SCALP_ENDOCANTHION_L;
        const scalp_landmark medial = side ? SCALP_LIMBUS_MEDIAL_R : SCALP_LIMBUS_MEDIAL_L;
        const scalp_landmark lateral = side ? SCALP_LIMBUS_LATERAL_R : SCALP_LIMBUS_LATERAL_L;
        const scalp_vec3 eye =
            scalp_vec3_scale(scalp_vec3_add(head->landmarks[outer], head->landmarks[inner]), 0.5);
        const double half = side ? -mm / 2 : mm / 2;
        view->has[medial] = view->has[lateral] = true;
        view->px[medial] =
            scalp_camera_project(camera, (scalp_vec3){eye.x - half, eye.y, eye.z}, NULL);
        view->px[lateral] =
            scalp_camera_project(camera, (scalp_vec3){eye.x + half, eye.y, eye.z}, NULL);
    }
}

/* Pixels per millimetre at the point that camera_make looks at. */
static double true_scale(const scalp_camera *camera, double distance_mm) {
    return camera->focal_px / distance_mm;
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    scalp_error error = {0};
    scalp_head head, big;
    const scalp_head_measures large = {212, 164, 610, 140};
    CASE("heads to look at") {
        CHECK_STATUS(scalp_head_make(&fit_measures, "male", &w.work, &head, &error), SCALP_OK);
        CHECK_STATUS(scalp_head_make(&large, "male", &w.work, &big, &error), SCALP_OK);
        if (error.status != SCALP_OK)
            return check_done();
    }
    const scalp_camera near = scalp_camera_make(&head, 40, 10, 0, 500, 0.8, 1080, 1320);
    const scalp_camera front = fit_camera(&head, 0, 0, 0);
    CASE("focal length: the case before EXIF before the landmarks before the guess") {
        scalp_view view = fit_view(&head, &near, 0, 1);
        view.focal_px = 2345;
        view.focal_35mm = 50;
        if (fits(&fit_measures, &view, 1, &w)) {
            CHECK(fit.views[0].focal_source == SCALP_FOCAL_GIVEN);
            CHECK_NEAR(fit.views[0].camera.focal_px, 2345, 1e-9);
        }
        view.focal_px = 0;
        if (fits(&fit_measures, &view, 1, &w)) {
            CHECK(fit.views[0].focal_source == SCALP_FOCAL_EXIF);
            CHECK_NEAR(fit.views[0].camera.focal_px,
                       50 * sqrt(1080.0 * 1080.0 + 1320.0 * 1320.0) / 43.267, 1e-6);
        }
    }
    CASE("focal length solved where the landmarks tell it") {
        const scalp_view exact = fit_view(&head, &near, 0, 1);
        if (fits(&fit_measures, &exact, 1, &w)) {
            CHECK(fit.views[0].focal_source == SCALP_FOCAL_SOLVED);
            CHECK_NEAR(fit.views[0].camera.focal_px / near.focal_px, 1, 1e-4);
            CHECK_AT_MOST(fit_angle_deg(&near.rotation, &fit.views[0].camera.rotation), 1e-3);
        }
        const scalp_view noisy = fit_view(&head, &near, 1, 3);
        if (fits(&fit_measures, &noisy, 1, &w) && fit.views[0].focal_source == SCALP_FOCAL_SOLVED)
            CHECK_NEAR(fit.views[0].camera.focal_px / near.focal_px, 1, 0.2);
    }
    CASE("focal length assumed where they do not, and the pose still good") {
        /* Five landmarks are never enough; the lens is in truth of 90 mm. */
        scalp_view view = fit_view(&head, &front, 1, 1);
        for (int i = 0, kept = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
            view.has[i] = view.has[i] && i != SCALP_VERTEX && kept++ < 5;
        view.has[SCALP_GLABELLA] = false;
        view.has[SCALP_TRAGION_L] = view.has[SCALP_TRAGION_R] = true;
        view.has[SCALP_MENTON] = true;
        int count = 0;
        for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
            count += view.has[i] ? 1 : 0;
        CHECK(count <= 6);
        if (fits(&fit_measures, &view, 1, &w)) {
            CHECK(fit.views[0].focal_source == SCALP_FOCAL_ASSUMED);
            CHECK_AT_MOST(fit_angle_deg(&front.rotation, &fit.views[0].camera.rotation), 5);
            CHECK_NEAR(fit.views[0].px_per_mm / true_scale(&front, 1000), 1, 0.12);
        }
    }
    CASE("scale from the head, and how sure it is") {
        scalp_view view = fit_view(&head, &front, 0, 1);
        view.focal_px = front.focal_px;
        if (fits(&fit_measures, &view, 1, &w)) {
            CHECK(fit.views[0].scale_source == SCALP_SCALE_HEAD);
            CHECK_NEAR(fit.views[0].px_per_mm, true_scale(&front, 1000), 1e-3);
            CHECK(fit.views[0].px_per_mm_sd > 0.005 * fit.views[0].px_per_mm);
            CHECK_AT_MOST(fit.views[0].px_per_mm_sd, 0.06 * fit.views[0].px_per_mm);
        }
        CHECK(fit.measures.length_mm == head.measures.length_mm);
    }
    const scalp_camera big_front = scalp_camera_make(&big, 10, 5, 0, 1000, 0.8, 2160, 2640);
    scalp_view plain = fit_view(&big, &big_front, 0, 1);
    plain.focal_px = big_front.focal_px;
    double prior_sd = 0;
    CASE("without measures the population is the scale, with its spread") {
        if (fits(&none, &plain, 1, &w)) {
            CHECK(fit.views[0].scale_source == SCALP_SCALE_PRIOR);
            prior_sd = fit.views[0].px_per_mm_sd / fit.views[0].px_per_mm;
            CHECK(prior_sd > 0.02 && prior_sd < 0.08);
            /* It cannot know that the head is large. */
            CHECK_NEAR(fit.measures.length_mm, 199.5, 8);
        }
    }
    CASE("a given length makes the head's size follow") {
        scalp_view view = plain;
        lay_length(&view, &big_front, &big, 80);
        if (fits(&none, &view, 1, &w)) {
            CHECK(fit.views[0].scale_source == SCALP_SCALE_LENGTH);
            CHECK(fit.views[0].px_per_mm_sd < 0.7 * prior_sd * fit.views[0].px_per_mm);
            CHECK_NEAR(fit.views[0].px_per_mm / true_scale(&big_front, 1000), 1, 0.02);
            CHECK_NEAR(fit.measures.breadth_mm, large.breadth_mm, 6);
            /* From the front nothing shows the length: it follows as lengths of broad heads do. */
            CHECK(fit.measures.length_mm > 202);
        }
    }
    CASE("the iris is a scale, a weaker one") {
        scalp_view view = plain;
        lay_irises(&view, &big_front, &big, 11.71);
        if (fits(&none, &view, 1, &w)) {
            CHECK(fit.views[0].scale_source == SCALP_SCALE_IRIS);
            CHECK(fit.views[0].px_per_mm_sd < prior_sd * fit.views[0].px_per_mm);
            CHECK_NEAR(fit.views[0].px_per_mm / true_scale(&big_front, 1000), 1, 0.05);
            CHECK(fit.measures.length_mm > 201);
        }
    }
    CASE("photos share one head: the length in one gives the other its scale") {
        const scalp_camera side = scalp_camera_make(&big, -90, 0, 0, 1000, 0.8, 2160, 2640);
        scalp_view views[2] = {plain, fit_view(&big, &side, 0, 2)};
        views[1].focal_px = side.focal_px;
        lay_length(&views[0], &big_front, &big, 80);
        if (fits(&none, views, 2, &w)) {
            CHECK(fit.views[1].scale_source == SCALP_SCALE_LENGTH);
            CHECK_NEAR(fit.views[1].px_per_mm / true_scale(&side, 1000), 1, 0.03);
            CHECK_NEAR(fit.measures.length_mm, large.length_mm, 6);
        }
    }
    CASE("what is given is kept, the rest found under the population's spread") {
        const scalp_head_measures given = {.length_mm = 212, .breadth_mm = 164};
        if (fits(&given, &plain, 1, &w)) {
            CHECK_NEAR(fit.measures.length_mm, 212, 0.5);
            CHECK_NEAR(fit.measures.breadth_mm, 164, 0.5);
            CHECK_NEAR(fit.measures.circumference_mm, 610, 15);
            CHECK_NEAR(fit.measures.tragion_vertex_mm, 140, 12);
        }
    }
    CASE("no photo: the head alone") {
        CHECK(fits(&fit_measures, NULL, 0, &w) && fit.view_count == 0);
        CHECK(fit.head.landmarks[SCALP_VERTEX].y == head.landmarks[SCALP_VERTEX].y);
    }
    check_work_close(&w);
    return check_done();
}
