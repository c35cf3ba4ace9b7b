/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Five photos of one head, fitted with their outlines; against reading the five pictures, which
 * nobody who looks at them can do without. */
#include "bench.h"

#include <scalptor/codec.h>

#include <stdio.h>

enum { views = 5, width = 1080, height = 1320, small_by = 2 };

static const struct {
    const char *side;
    double yaw_deg, pitch_deg;
} places[views] = {
    {"front", 0, 0}, {"right", -90, 0}, {"left45", 40, 10}, {"top", 0, 80}, {"back", 180, 0}};

static scalp_status make_head(const scalp_work *work, scalp_head *head, scalp_error *error) {
    static const scalp_head_measures measures = {.length_mm = 205, .breadth_mm = 150};
    return scalp_head_make(&measures, "male", work, head, error);
}

static scalp_camera camera_of(const scalp_head *head, int view) {
    return scalp_camera_make(head, places[view].yaw_deg, places[view].pitch_deg, 0, 1000, 0.8,
                             width, height);
}

static const char *name_of(int view, char name[32]) {
    snprintf(name, 32, "fit_%d.jpg", view);
    return name;
}

scalp_status bench_fit_make(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_head head;
    SCALP_TRY(make_head(work, &head, error));
    for (int v = 0; v < views; v++) {
        const scalp_camera camera = camera_of(&head, v);
        const scalp_head_look look = {.skin = scalp_lab_from_ita_deg(40), .seed = 1};
        char name[32];
        scalp_image image;
        scalp_bytes bytes;
        SCALP_TRY(scalp_render_head(&head, &camera, &look, work, &image, error));
        SCALP_TRY(scalp_codec_image_write(&image, SCALP_FORMAT_JPEG, NULL, work, &bytes, error));
        SCALP_TRY(bench_write(folder, name_of(v, name), bytes, error));
    }
    return SCALP_OK;
}

static scalp_status read_small(const char *folder, const scalp_work *work, scalp_image *images,
                               scalp_error *error) {
    for (int v = 0; v < views; v++) {
        char name[32];
        scalp_bytes bytes;
        scalp_image image;
        SCALP_TRY(bench_read(folder, name_of(v, name), work, &bytes, error));
        SCALP_TRY(scalp_codec_image_read(bytes, name, work, &image, error));
        SCALP_TRY(scalp_image_reduce(&image, NULL, small_by, work, &images[v], error));
    }
    return SCALP_OK;
}

/* What is seen of the head's landmarks, and of its midline from above and behind. */
static void see(const scalp_head *head, const scalp_camera *camera, scalp_view *view) {
    const scalp_vec3 from = scalp_vec3_unit(scalp_camera_position(camera));
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        view->px[i] = scalp_camera_project(camera, head->landmarks[i], NULL);
        view->has[i] = scalp_vec3_dot(from, scalp_vec3_unit(head->landmarks[i])) > -0.1;
    }
}

static scalp_status fit(const char *folder, bool outlines, const scalp_work *work,
                        scalp_error *error) {
    static const scalp_head_measures given = {.breadth_mm = 150};
    scalp_image images[views];
    scalp_view seen[views] = {{.id = NULL}};
    scalp_head head;
    scalp_fit found;
    SCALP_TRY(read_small(folder, work, images, error));
    SCALP_TRY(make_head(work, &head, error));
    for (int v = 0; v < views; v++) {
        const scalp_camera camera = camera_of(&head, v);
        seen[v].id = seen[v].side = places[v].side;
        seen[v].width = width;
        seen[v].height = height;
        seen[v].focal_px = camera.focal_px;
        seen[v].photo = outlines ? &images[v] : NULL;
        see(&head, &camera, &seen[v]);
    }
    return scalp_fit_make(&given, "male", seen, views, work, &found, error);
}

scalp_status bench_fit_outlines(const char *folder, const scalp_work *work, scalp_error *error) {
    return fit(folder, true, work, error);
}

scalp_status bench_fit_landmarks(const char *folder, const scalp_work *work, scalp_error *error) {
    return fit(folder, false, work, error);
}

scalp_status bench_fit_pictures(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_image images[views];
    return read_small(folder, work, images, error);
}
