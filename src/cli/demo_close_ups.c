/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a practitioner would photograph before the second session: patches of skin, near enough to
 * see every dot, drawn by the same renderer as all previews. */
#include "demo.h"

#include <math.h>
#include <string.h>

#define MOST_WIDTH                                                                                 \
    1600 /* and three quarters of that high; less where small photos are asked for                 \
          */
#define LEAST_WIDTH 480
#define PX_PER_MM 24.0
#define DISTANCE_MM 260.0
#define RADIANS (SCALP_PI / 180)

/* Where from the head's inside: to the client's left and to the back, degrees from straight up;
 * and how the camera was held. */
static const struct {
    double side_deg, back_deg, tilt_deg[2], roll_deg;
} stands[DEMO_MAX_CLOSE_UPS] = {
    {-12, -30, {4, -6}, 8},  {12, -30, {-7, 3}, -14}, {-12, -6, {6, 5}, 12}, {12, -6, {-3, -8}, -5},
    {-12, 18, {-6, 4}, -11}, {12, 18, {5, 7}, 15},    {-12, 42, {2, -5}, 6}, {12, 42, {8, 2}, -9},
};

static scalp_status find_middle(const scalp_bvh *bvh, size_t index, scalp_mesh_point *at,
                                scalp_error *error) {
    const scalp_vec3 inside = {0, 40, 0};
    scalp_vec3 way = {sin(stands[index].side_deg * RADIANS), 0,
                      -sin(stands[index].back_deg * RADIANS)};
    double s;
    way.y = sqrt(1 - way.x * way.x - way.z * way.z);
    if (scalp_bvh_cast(bvh, inside, way, 0, at, &s))
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_NO, "The head of the demo has a hole.");
}

static scalp_camera hold(const scalp_mesh *mesh, scalp_mesh_point at, size_t index, int width) {
    const int height = width * 3 / 4;
    const scalp_vec3 place = scalp_mesh_position(mesh, at), normal = scalp_mesh_normal(mesh, at);
    scalp_vec3 right, up;
    scalp_vec3_tangents(normal, &right, &up);
    const scalp_mat3 straight = {
        {{right.x, right.y, right.z}, {-up.x, -up.y, -up.z}, {-normal.x, -normal.y, -normal.z}}};
    const scalp_mat3 roll =
        scalp_mat3_rotation((scalp_vec3){0, 0, stands[index].roll_deg * RADIANS});
    const scalp_mat3 tilt = scalp_mat3_rotation(
        (scalp_vec3){stands[index].tilt_deg[0] * RADIANS, stands[index].tilt_deg[1] * RADIANS, 0});
    const scalp_mat3 rolled = scalp_mat3_multiply(&roll, &straight);
    scalp_camera camera = {.focal_px = PX_PER_MM * DISTANCE_MM,
                           .centre_x = (width - 1) / 2.0,
                           .centre_y = (height - 1) / 2.0,
                           .rotation = scalp_mat3_multiply(&tilt, &rolled),
                           .width = width,
                           .height = height};
    camera.translation =
        scalp_vec3_sub((scalp_vec3){0, 0, DISTANCE_MM}, scalp_mat3_apply(&camera.rotation, place));
    return camera;
}

/* ---- Ties -------------------------------------------------------------------------------------
 */

static double rounded(double x) {
    return floor(10 * x + 0.5) / 10;
}

/* A place that this photo shows well, for a tie. */
static bool shows(const scalp_bvh *bvh, const scalp_camera *camera, scalp_vec3 place,
                  scalp_vec3 normal, scalp_vec2 *px) {
    double depth, s;
    scalp_mesh_point hit;
    *px = scalp_camera_project(camera, place, &depth);
    const scalp_vec3 from = scalp_camera_position(camera), way = scalp_vec3_sub(place, from);
    const double length = scalp_vec3_length(way);
    if (!(px->x >= 0 && px->y >= 0 && px->x <= camera->width - 1 && px->y <= camera->height - 1) ||
        scalp_vec3_dot(way, normal) > -0.35 * length)
        return false;
    return !(scalp_bvh_cast(bvh, from, scalp_vec3_scale(way, 1 / length), 0, &hit, &s) &&
             s < length - 1);
}

static void tie(const cli_client *client, const scalp_fit *fit, const scalp_bvh *bvh,
                const scalp_camera *camera, double x, double y, scalp_case_close_up *to) {
    const scalp_vec3 ray = {(x - camera->centre_x) / camera->focal_px,
                            (y - camera->centre_y) / camera->focal_px, 1};
    scalp_mesh_point at;
    double s;
    if (!scalp_bvh_cast(bvh, scalp_camera_position(camera),
                        scalp_mat3_apply_transposed(&camera->rotation, ray), 0, &at, &s))
        return;
    const scalp_vec3 place = scalp_mesh_position(&fit->head.mesh, at);
    const scalp_vec3 normal = scalp_mesh_normal(&fit->head.mesh, at);
    const scalp_vec2 near = scalp_camera_project(camera, place, NULL);
    scalp_case_tie *tied = &to->ties[to->tie_count++];
    tied->px = (scalp_vec2){rounded(near.x), rounded(near.y)};
    for (size_t i = 0; i < fit->view_count; i++) {
        scalp_vec2 far;
        if (!shows(bvh, &fit->views[i].camera, place, normal, &far))
            continue;
        memcpy(tied->in, client->document.photos[i].id, sizeof tied->in);
        tied->at[0] = rounded(far.x);
        tied->at[1] = rounded(far.y);
        return;
    }
    snprintf(tied->in, sizeof tied->in, "head");
    tied->at[0] = rounded(place.x);
    tied->at[1] = rounded(place.y);
    tied->at[2] = rounded(place.z);
}

/* ---- One close-up ------------------------------------------------------------------------------
 */

static scalp_status take(cli_job *job, const char *folder, cli_client *client,
                         const cli_result *result, const scalp_bvh *bvh, size_t index,
                         scalp_error *error) {
    const scalp_fit *fit = &result->fit;
    scalp_case_close_up *to = &client->document.close_ups[index];
    const scalp_render_params params = {.stage = SCALP_STAGE_HEALED, .sessions = 1};
    scalp_scene scene = {.head = &fit->head, .design = &result->design, .plan = &result->plan};
    scalp_mesh_point at;
    scalp_image image;
    scalp_bytes bytes;
    char path[1024];
    SCALP_TRY(find_middle(bvh, index, &at, error));
    const cli_value *size = cli_value_of(job, "size");
    const double wanted = size->count ? size->numbers[0] * 8 / 9 : MOST_WIDTH;
    scene.camera =
        hold(&fit->head.mesh, at, index, (int)scalp_clamp(wanted, LEAST_WIDTH, MOST_WIDTH));
    *to = scalp_case_close_up_default();
    snprintf(to->id, sizeof to->id, "near-%zu", index + 1);
    snprintf(to->file, sizeof to->file, "near-%zu.jpg", index + 1);
    to->focal_px = scene.camera.focal_px;
    for (int k = 0; k < 6; k++)
        tie(client, fit, bvh, &scene.camera, scene.camera.width * (0.14 + 0.36 * (k % 3)),
            scene.camera.height * (k < 3 ? 0.16 : 0.84), to);
    SCALP_TRY(
        scalp_case_preview(&client->document, &scene, NULL, &params, &job->work, &image, error));
    SCALP_TRY(scalp_codec_image_write(&image, SCALP_FORMAT_JPEG,
                                      "A computed head by Scalptor; no person was photographed.",
                                      &job->work, &bytes, error));
    if (snprintf(path, sizeof path, "%s/%s", folder, to->file) >= (int)sizeof path)
        return scalp_fail(error, SCALP_ERR_INPUT, "The folder's name %s is too long.", folder);
    char *kept = scalp_arena_text(job->work.memory, path, strlen(path));
    if (!kept)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory; close other programs.");
    return cli_write(job, kept, bytes, error);
}

scalp_status demo_close_ups(cli_job *job, const char *folder, cli_client *client,
                            const cli_result *result, size_t count, scalp_error *error) {
    const scalp_bvh *bvh;
    SCALP_TRY(scalp_bvh_make(&result->fit.head.mesh, &job->work, &bvh, error));
    for (size_t i = 0; i < count; i++) {
        SCALP_TRY(take(job, folder, client, result, bvh, i, error));
        client->document.close_up_count = i + 1;
    }
    return SCALP_OK;
}
