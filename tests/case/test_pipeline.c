/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole path, from landmarks in a photo to a picture, on a head that is known. */
#include "check.h"

#include "case/photo_case.h"

/* Share of the pixels in which two pictures differ. */
static double share_changed(const scalp_image *a, const scalp_image *b) {
    const size_t pixel = (size_t)a->bands * (size_t)a->bits / 8;
    const size_t count = (size_t)a->width * (size_t)a->height;
    const uint8_t *p = a->pixels, *q = b->pixels;
    size_t changed = 0;
    for (size_t i = 0; i < count; i++)
        changed += memcmp(p + i * pixel, q + i * pixel, pixel) != 0;
    return (double)changed / (double)count;
}

static double mean_light(const scalp_image *image) {
    double sum = 0;
    for (int y = 0; y < image->height; y++) {
        for (int x = 0; x < image->width; x++)
            sum += (double)scalp_image_linear(image, x, y, 1);
    }
    return sum / ((double)image->width * image->height);
}

static void check_fit(const photo_case *x, const scalp_fit *fit) {
    const scalp_camera *camera = &fit->views[0].camera;
    CHECK(fit->view_count == 1 && camera->width == 480 && camera->height == 640);
    CHECK_AT_MOST(fit->views[0].rms_px, 1);
    CHECK_NEAR(fit->measures.length_mm, x->document.measures.length_mm, 0.5);
    const scalp_vec2 is = scalp_camera_project(camera, x->head.landmarks[SCALP_VERTEX], NULL);
    const scalp_vec2 was = scalp_camera_project(&x->camera, x->head.landmarks[SCALP_VERTEX], NULL);
    CHECK_NEAR(is.x, was.x, 4);
    CHECK_NEAR(is.y, was.y, 4);
}

static double sum_of(const double numbers[SCALP_ZONE_COUNT]) {
    double sum = 0;
    for (int i = 0; i < SCALP_ZONE_COUNT; i++)
        sum += numbers[i];
    return sum;
}

static void check_preview(const photo_case *x, const scalp_scene *scene, const scalp_work *work) {
    scalp_error error = {SCALP_OK, ""};
    const scalp_render_params params = {.stage = SCALP_STAGE_HEALED};
    const scalp_head_look look = {.skin = scalp_lab_from_ita_deg(x->document.ita_deg),
                                  .seed = (uint64_t)x->document.seed};
    scalp_image bare, drawn, onto;
    CHECK_STATUS(scalp_case_preview(&x->document, scene, NULL, &params, work, &drawn, &error),
                 SCALP_OK);
    CHECK_STATUS(scalp_render_head(scene->head, &scene->camera, &look, work, &bare, &error),
                 SCALP_OK);
    CHECK_STATUS(scalp_case_preview(&x->document, scene, &bare, &params, work, &onto, &error),
                 SCALP_OK);
    CHECK(drawn.width == 480 && drawn.height == 640);
    CHECK_NEAR(share_changed(&onto, &drawn), 0, 0);
    const double changed = share_changed(&bare, &drawn);
    CHECK(changed > 0.002 && changed < 0.3);
    CHECK(mean_light(&drawn) < mean_light(&bare));
}

int main(void) {
    check_work w;
    check_work_open(&w, 2);
    scalp_error error = {SCALP_OK, ""};
    photo_case x;
    scalp_fit fit;
    scalp_design design;
    scalp_plan plan;
    photo_case_make(&x, &w.work);
    CASE("the fit finds the camera that took the photo") {
        CHECK_STATUS(scalp_case_fit(&x.document, x.facts, NULL, &w.work, &fit, &error), SCALP_OK);
        check_fit(&x, &fit);
    }
    CASE("the design treats what the stage has lost, and zones that are asked for") {
        CHECK_STATUS(scalp_case_design(&x.document, &fit, &w.work, &design, &error), SCALP_OK);
        const double area = sum_of(design.area_cm2);
        CHECK(area > 10 && area < 300 && design.area_cm2[SCALP_ZONE_NAPE] <= 0);
        scalp_case more = x.document;
        scalp_design wider;
        more.zone_count = 1;
        memcpy(more.zones[0].zone, "nape", 5);
        CHECK_STATUS(scalp_case_design(&more, &fit, &w.work, &wider, &error), SCALP_OK);
        CHECK(wider.area_cm2[SCALP_ZONE_NAPE] > 10);
    }
    CASE("the plan has the design's dots in the case's sessions") {
        CHECK_STATUS(scalp_case_plan(&x.document, &design, &w.work, &plan, &error), SCALP_OK);
        const double wanted = sum_of(design.dots);
        CHECK_NEAR((double)plan.layout.dot_count, wanted, 0.05 * wanted);
        CHECK(plan.session_count == 3 && plan.row_count >= 3);
        CHECK_TEXT(plan.treatment.needle, "0601RL");
    }
    CASE("the preview draws on a photo, or on the rendered head") {
        const scalp_scene scene = {
            .camera = fit.views[0].camera, .head = &fit.head, .design = &design, .plan = &plan};
        check_preview(&x, &scene, &w.work);
    }
    if (error.message[0])
        printf("# %s\n", error.message);
    check_work_close(&w);
    return check_done();
}
