/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the camera stands that sees the rendered head. */
#include "cli.h"

#include <math.h>
#include <string.h>

#define DISTANCE_MM 1500.0 /* a portrait's: nearer, the nose grows */
#define CLOSE_UP_MM 400.0
#define FILL 0.86

static const struct {
    const char *view;
    double yaw_deg, pitch_deg;
} stands[] = {{"front", 0, 8},   {"left45", 45, 8}, {"right45", -45, 8}, {"left", 90, 0},
              {"right", -90, 0}, {"top", 0, 88},    {"back", 180, 8}};

/* ---- Close-ups --------------------------------------------------------------------------- */

typedef struct spot {
    scalp_vec3 position, normal;
} spot;

/* The face of the zone nearest to the zone's middle. */
static bool spot_of_zone(const scalp_design *design, scalp_zone zone, spot *found) {
    const scalp_mesh *mesh = design->mesh;
    scalp_vec3 middle = {0};
    double area = 0, best = INFINITY;
    for (size_t f = 0; f < mesh->face_count; f++) {
        if (design->zone[f] != zone)
            continue;
        const scalp_mesh_point at = {(uint32_t)f, 1.0 / 3, 1.0 / 3};
        const double share = scalp_mesh_face_area_mm2(mesh, f);
        middle = scalp_vec3_add(middle, scalp_vec3_scale(scalp_mesh_position(mesh, at), share));
        area += share;
    }
    if (area <= 0)
        return false;
    middle = scalp_vec3_scale(middle, 1 / area);
    for (size_t f = 0; f < mesh->face_count; f++) {
        if (design->zone[f] != zone)
            continue;
        const scalp_mesh_point at = {(uint32_t)f, 1.0 / 3, 1.0 / 3};
        const double distance = scalp_vec3_distance(scalp_mesh_position(mesh, at), middle);
        if (distance < best) {
            best = distance;
            *found = (spot){scalp_mesh_position(mesh, at), scalp_mesh_normal(mesh, at)};
        }
    }
    return true;
}

/* The vertex nearest to a point. */
static spot spot_near(const scalp_mesh *mesh, scalp_vec3 point) {
    size_t nearest = 0;
    double best = INFINITY;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const double distance = scalp_vec3_distance(mesh->vertices[i], point);
        if (distance < best) {
            best = distance;
            nearest = i;
        }
    }
    return (spot){point, mesh->normals[nearest]};
}

static scalp_status find_spot(const char *at, const scalp_head *head, const scalp_design *design,
                              spot *found, scalp_error *error) {
    scalp_zone zone;
    scalp_landmark landmark;
    if (!at && design->hairline_count) {
        *found = spot_near(&head->mesh, design->hairline[design->hairline_count / 2]);
        return SCALP_OK;
    }
    if (at && scalp_landmark_find(at, &landmark) && landmark < SCALP_LANDMARKS_ON_HEAD) {
        *found = spot_near(&head->mesh, head->landmarks[landmark]);
        return SCALP_OK;
    }
    if (at && !scalp_zone_find(at, &zone))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--at %s is neither a zone nor a landmark of the head; "
                          "scalptor-preview(1) lists them.",
                          at);
    if (at && !spot_of_zone(design, zone, found))
        return scalp_fail(error, SCALP_ERR_INPUT, "The plan has no dots in the zone %s.", at);
    if (!at)
        *found = spot_near(&head->mesh, head->landmarks[SCALP_VERTEX]);
    return SCALP_OK;
}

/* Looks straight at the spot; upwards on the picture is upwards on the head, or to its back where
 * the spot lies on top. */
static scalp_camera look_at(spot s, const cli_view *view) {
    const scalp_vec3 forward = scalp_vec3_scale(s.normal, -1);
    const scalp_vec3 up = fabs(s.normal.y) > 0.9 ? (scalp_vec3){0, 0, -1} : (scalp_vec3){0, 1, 0};
    const scalp_vec3 right = scalp_vec3_unit(scalp_vec3_cross(forward, up));
    const scalp_vec3 down = scalp_vec3_cross(forward, right);
    const scalp_vec3 eye = scalp_vec3_add(s.position, scalp_vec3_scale(s.normal, CLOSE_UP_MM));
    scalp_camera camera = {.focal_px = view->px_per_mm * CLOSE_UP_MM,
                           .centre_x = 0.5 * (view->width - 1),
                           .centre_y = 0.5 * (view->height - 1),
                           .rotation = {{{right.x, right.y, right.z},
                                         {down.x, down.y, down.z},
                                         {forward.x, forward.y, forward.z}}},
                           .width = view->width,
                           .height = view->height};
    camera.translation = scalp_vec3_scale(scalp_mat3_apply(&camera.rotation, eye), -1);
    return camera;
}

scalp_status cli_view_camera(const cli_view *view, const scalp_head *head,
                             const scalp_design *design, scalp_camera *camera, scalp_error *error) {
    if (view->px_per_mm > 0) {
        spot s = {0};
        SCALP_TRY(find_spot(view->at, head, design, &s, error));
        *camera = look_at(s, view);
        return SCALP_OK;
    }
    for (size_t i = 0; i < sizeof stands / sizeof *stands; i++)
        if (strcmp(stands[i].view, view->view) == 0)
            *camera = scalp_camera_make(head, stands[i].yaw_deg, stands[i].pitch_deg, 0,
                                        DISTANCE_MM, FILL, view->width, view->height);
    return SCALP_OK;
}

/* ---- Landmarks --------------------------------------------------------------------------- */

scalp_status cli_view_landmarks(const scalp_head *head, const scalp_camera *camera,
                                const scalp_work *work, scalp_case_photo *photo,
                                scalp_error *error) {
    const scalp_bvh *bvh;
    const scalp_vec3 eye = scalp_camera_position(camera);
    SCALP_TRY(scalp_bvh_make(&head->mesh, work, &bvh, error));
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++) {
        scalp_mesh_point hit;
        double s = 0;
        const scalp_vec3 to_eye = scalp_vec3_sub(eye, head->landmarks[i]);
        const double length = scalp_vec3_length(to_eye);
        const scalp_vec3 direction = scalp_vec3_unit(to_eye);
        /* 2 mm: a landmark lies on the surface, which must not hide it from itself. */
        if (scalp_bvh_cast(bvh, head->landmarks[i], direction, 2, &hit, &s) && s < length)
            continue;
        const scalp_vec2 at = scalp_camera_project(camera, head->landmarks[i], NULL);
        photo->has[i] =
            at.x >= 0 && at.y >= 0 && at.x <= camera->width - 1 && at.y <= camera->height - 1;
        photo->px[i] = (scalp_vec2){floor(10 * at.x + 0.5) / 10, floor(10 * at.y + 0.5) / 10};
    }
    return SCALP_OK;
}
