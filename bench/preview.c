/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture that a client waits for: what `scalptor preview CASE --plan plan.json --photo front`
 * does between its arguments and its file. The photo is the standard head, rendered, with the grain
 * of a camera. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

enum { width = 4000, height = 3000, dots = 30000 };

static const char photo_name[] = "photo.jpg";

/* The case with as many dots as wanted: density and dots go together, so two rounds will do. */
static scalp_status make_plan(scalp_case *document, const scalp_fit *fit, const scalp_work *work,
                              scalp_plan *plan, scalp_error *error) {
    scalp_design design;
    for (int round = 0; round < 3; round++) {
        double expected = 0;
        SCALP_TRY(scalp_case_design(document, fit, work, &design, error));
        for (int zone = 0; zone < SCALP_ZONE_COUNT; zone++)
            expected += design.dots[zone];
        if (round < 2)
            document->density_per_cm2 *= dots / expected;
    }
    return scalp_case_plan(document, &design, work, plan, error);
}

/* The grain of a sensor, without which a photo is easier to decode than any camera's. */
static scalp_status add_grain(scalp_image *image, const scalp_work *work, scalp_error *error) {
    scalp_random random = scalp_random_make(12, 1);
    const uint8_t *from = image->pixels;
    void *items;
    SCALP_TRY(scalp_work_take(work, scalp_image_bytes(image), 1, &items, error));
    uint8_t *to = items;
    for (size_t pixel = 0; pixel < (size_t)width * height; pixel++) {
        const double grain = 6 * scalp_random_uniform(&random) - 3;
        for (size_t i = 3 * pixel; i < 3 * pixel + 3; i++)
            to[i] = (uint8_t)scalp_clamp(from[i] + grain, 0, 255);
    }
    image->pixels = to;
    return SCALP_OK;
}

static scalp_status photograph(const char *folder, const scalp_case *document, const scalp_fit *fit,
                               const scalp_work *work, scalp_photo_facts *facts,
                               scalp_error *error) {
    const scalp_head_look look = {.skin = scalp_lab_from_ita_deg(document->ita_deg),
                                  .light = SCALP_LIGHT_DAYLIGHT,
                                  .seed = 1};
    scalp_image image;
    scalp_bytes bytes;
    SCALP_TRY(scalp_render_head(&fit->head, &fit->views[0].camera, &look, work, &image, error));
    SCALP_TRY(add_grain(&image, work, error));
    SCALP_TRY(scalp_codec_image_write(&image, SCALP_FORMAT_JPEG, NULL, work, &bytes, error));
    SCALP_TRY(bench_write(folder, photo_name, bytes, error));
    return scalp_codec_image_facts(bytes, photo_name, work, facts, error);
}

static void name_photo(scalp_case *document) {
    scalp_case_photo *photo = &document->photos[0];
    document->photo_count = 1;
    *photo = scalp_case_photo_default();
    snprintf(photo->id, sizeof photo->id, "front");
    snprintf(photo->file, sizeof photo->file, "%s", photo_name);
    snprintf(photo->view, sizeof photo->view, "front");
}

scalp_status bench_preview_make(const char *folder, const scalp_work *work, scalp_error *error) {
    void *items;
    scalp_plan plan;
    scalp_bytes bytes;
    scalp_photo_facts facts[SCALP_CASE_MAX_PHOTOS] = {{.width = 0}};
    SCALP_TRY(scalp_work_take(work, 1, sizeof(scalp_case), &items, error));
    scalp_case *document = items;
    *document = scalp_case_default();
    snprintf(document->loss_stage, sizeof document->loss_stage, "VI");
    scalp_fit fit;
    SCALP_TRY(scalp_fit_make(&document->measures, document->sex, NULL, 0, work, &fit, error));
    scalp_view_fit view = {
        .camera = scalp_camera_make(&fit.head, 0, 35, 0, 900, 0.9, width, height),
        .focal_source = SCALP_FOCAL_EXIF,
        .scale_source = SCALP_SCALE_IRIS,
        .px_per_mm = 10,
        .px_per_mm_sd = 0.1,
    };
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++)
        view.residual_px[i] = -1;
    name_photo(document);
    fit.views = &view;
    fit.view_count = 1;
    SCALP_TRY(photograph(folder, document, &fit, work, &facts[0], error));
    SCALP_TRY(scalp_codec_fit_round(document, &fit, work, error));
    SCALP_TRY(make_plan(document, &fit, work, &plan, error));
    SCALP_TRY(scalp_codec_plan_write(document, &fit, facts, &plan, work, &bytes, error));
    return bench_write(folder, "plan.json", bytes, error);
}

static scalp_status read_plan(const char *folder, const scalp_work *work, scalp_plan_file *file,
                              scalp_design *design, scalp_plan *plan, scalp_error *error) {
    scalp_bytes bytes;
    scalp_treatment treatment;
    SCALP_TRY(bench_read(folder, "plan.json", work, &bytes, error));
    SCALP_TRY(scalp_codec_plan_read(bytes, "plan.json", NULL, work, file, error));
    SCALP_TRY(scalp_case_design(&file->document, &file->fit, work, design, error));
    SCALP_TRY(scalp_case_treatment(&file->document, work, &treatment, error));
    return scalp_plan_from_layout(&file->layout, design->area_cm2, &treatment, work, plan, error);
}

scalp_status bench_preview_draw(const char *folder, const scalp_work *work, scalp_error *error) {
    void *items;
    scalp_design design;
    scalp_plan plan;
    scalp_bytes bytes;
    scalp_photo_facts facts;
    scalp_image photo, picture;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(scalp_plan_file), &items, error));
    scalp_plan_file *file = items;
    SCALP_TRY(read_plan(folder, work, file, &design, &plan, error));
    SCALP_TRY(bench_read(folder, photo_name, work, &bytes, error));
    SCALP_TRY(scalp_codec_image_facts(bytes, photo_name, work, &facts, error));
    if (strcmp(facts.sha256, file->facts[0].sha256) != 0)
        return scalp_fail(error, SCALP_ERR_INPUT, "The photo is not the plan's.");
    SCALP_TRY(scalp_codec_image_read(bytes, photo_name, work, &photo, error));
    scalp_scene scene = {.camera = file->fit.views[0].camera,
                         .head = &file->fit.head,
                         .design = &design,
                         .plan = &plan};
    double hair_share;
    SCALP_TRY(scalp_case_keep(&file->document, 0, &file->fit, &design, &photo, work, &scene.skin,
                              &hair_share, error));
    const scalp_render_params params = {.stage = SCALP_STAGE_HEALED};
    SCALP_TRY(scalp_case_preview(&file->document, &scene, &photo, &params, work, &picture, error));
    SCALP_TRY(scalp_codec_image_write(&picture, SCALP_FORMAT_JPEG, "bench", work, &bytes, error));
    return bench_write(folder, "preview.jpg", bytes, error);
}
