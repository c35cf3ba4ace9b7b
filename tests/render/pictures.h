/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heads, their pictures, and what is seen in them. */
#ifndef SCALPTOR_TESTS_RENDER_PICTURES_H
#define SCALPTOR_TESTS_RENDER_PICTURES_H

#include "../check.h"

#include <scalptor/render.h>

static inline scalp_head picture_head(const scalp_work *work) {
    const scalp_head_measures measures = {0};
    scalp_head head = {0};
    CHECK_STATUS(scalp_head_make(&measures, "male", work, &head, NULL), SCALP_OK);
    return head;
}

static inline scalp_image picture_of(const scalp_head *head, const scalp_camera *camera, double ita,
                                     scalp_light light, const scalp_work *work) {
    const scalp_head_look look = {.skin = scalp_lab_from_ita_deg(ita), .light = light, .seed = 7};
    scalp_image picture = {0};
    CHECK_STATUS(scalp_render_head(head, camera, &look, work, &picture, NULL), SCALP_OK);
    return picture;
}

/* Mean colour of the square of pixels about a point of the head. */
static inline scalp_lab picture_colour(const scalp_image *image, const scalp_camera *camera,
                                       scalp_vec3 p, int half) {
    const scalp_vec2 at = scalp_camera_project(camera, p, NULL);
    double sum[3] = {0};
    for (int y = (int)at.y - half; y <= (int)at.y + half; y++) {
        for (int x = (int)at.x - half; x <= (int)at.x + half; x++) {
            for (int c = 0; c < 3; c++)
                sum[c] += (double)scalp_image_linear(image, x, y, c);
        }
    }
    const double n = (2 * half + 1) * (2 * half + 1);
    return scalp_lab_from_xyz(scalp_xyz_from_rgb((scalp_rgb){sum[0] / n, sum[1] / n, sum[2] / n}));
}

/* On the forehead, on the side of the key light. */
static inline scalp_vec3 picture_forehead(const scalp_head *head) {
    const scalp_vec3 g = head->landmarks[SCALP_GLABELLA];
    return (scalp_vec3){-15, g.y + 25, g.z - 5};
}

#endif
