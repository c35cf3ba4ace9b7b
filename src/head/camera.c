/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/head.h>

#include "camera.h"

#include <math.h>

#define RADIANS (SCALP_PI / 180)

scalp_vec2 scalp_camera_project(const scalp_camera *camera, scalp_vec3 point, double *depth_mm) {
    const scalp_vec3 p =
        scalp_vec3_add(scalp_mat3_apply(&camera->rotation, point), camera->translation);
    if (depth_mm)
        *depth_mm = p.z;
    return (scalp_vec2){camera->centre_x + camera->focal_px * p.x / p.z,
                        camera->centre_y + camera->focal_px * p.y / p.z};
}

scalp_vec3 scalp_camera_position(const scalp_camera *camera) {
    return scalp_vec3_scale(scalp_mat3_apply_transposed(&camera->rotation, camera->translation),
                            -1);
}

/* Rows are the camera's axes in the head's frame: without a turn the client faces the camera, so
 * that right in the picture is the client's left and down is down. */
scalp_mat3 scalp_camera_turn(double yaw_deg, double pitch_deg, double roll_deg) {
    double sy, cy, sp, cp;
    scalp_sincos(yaw_deg * RADIANS, &sy, &cy);
    scalp_sincos(pitch_deg * RADIANS, &sp, &cp);
    const scalp_vec3 right = {cy, 0, -sy};
    const scalp_vec3 forward = {-sy * cp, -sp, -cy * cp};
    const scalp_vec3 down = scalp_vec3_cross(forward, right);
    const scalp_mat3 upright = {
        {{right.x, right.y, right.z}, {down.x, down.y, down.z}, {forward.x, forward.y, forward.z}}};
    const scalp_mat3 roll = scalp_mat3_rotation((scalp_vec3){0, 0, roll_deg * RADIANS});
    return scalp_mat3_multiply(&roll, &upright);
}

scalp_vec3 scalp_head_middle(const scalp_head *head) {
    const scalp_vec3 *at = head->landmarks;
    return (scalp_vec3){0, (at[SCALP_VERTEX].y + at[SCALP_MENTON].y) / 2,
                        (at[SCALP_GLABELLA].z + at[SCALP_OPISTHOCRANION].z) / 2};
}

/* How far from the picture's centre the head reaches, for a focal length of 1. */
static double reach(const scalp_head *head, const scalp_camera *camera) {
    double most = 0;
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        if (head->region[i] == SCALP_REGION_NECK)
            continue;
        const scalp_vec2 p = scalp_camera_project(camera, head->mesh.vertices[i], NULL);
        most = fmax(most, fmax(fabs(p.x), fabs(p.y)));
    }
    return most;
}

scalp_camera scalp_camera_make(const scalp_head *head, double yaw_deg, double pitch_deg,
                               double roll_deg, double distance_mm, double fill, int width,
                               int height) {
    scalp_camera camera = {.focal_px = 1, .width = width, .height = height};
    camera.rotation = scalp_camera_turn(yaw_deg, pitch_deg, roll_deg);
    const scalp_vec3 middle = scalp_mat3_apply(&camera.rotation, scalp_head_middle(head));
    camera.translation = scalp_vec3_sub((scalp_vec3){0, 0, distance_mm}, middle);
    const double half = fill * (width < height ? width : height) / 2;
    camera.focal_px = half / reach(head, &camera);
    camera.centre_x = (width - 1) / 2.0;
    camera.centre_y = (height - 1) / 2.0;
    return camera;
}
