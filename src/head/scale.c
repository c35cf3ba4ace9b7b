/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scale.h"

#include "camera.h"

#include <math.h>

/* Horizontal visible iris, mm (Rufer et al. 2005: 11.71 +- 0.42, n = 390). */
#define IRIS_MM 11.71
/* One standard deviation of a clicked end, px. */
#define END_PX 1.0
/* What lying a little nearer, farther or askew does to a length: on the head, and beside it. */
#define LENGTH_SD_ON 0.02
#define LENGTH_SD_BESIDE 0.05
/* An eye turned away farther than this cosine tells nothing. */
#define IRIS_COSINE 0.5

static double distance(scalp_vec2 a, scalp_vec2 b) {
    const double x = a.x - b.x, y = a.y - b.y;
    return sqrt(x * x + y * y);
}

/* Where the ray hits the face, as a multiple of its direction, or -1 (Moeller & Trumbore 1997). */
static double hit_face(const scalp_mesh *mesh, size_t face, scalp_vec3 origin,
                       scalp_vec3 direction) {
    const uint32_t *v = mesh->faces[face].v;
    const scalp_vec3 a = mesh->vertices[v[0]];
    const scalp_vec3 ab = scalp_vec3_sub(mesh->vertices[v[1]], a);
    const scalp_vec3 ac = scalp_vec3_sub(mesh->vertices[v[2]], a);
    const scalp_vec3 p = scalp_vec3_cross(direction, ac);
    const double determinant = scalp_vec3_dot(ab, p);
    if (determinant == 0)
        return -1;
    const scalp_vec3 from = scalp_vec3_sub(origin, a);
    const double u = scalp_vec3_dot(from, p) / determinant;
    const scalp_vec3 q = scalp_vec3_cross(from, ab);
    const double w = scalp_vec3_dot(direction, q) / determinant;
    if (u < 0 || w < 0 || u + w > 1)
        return -1;
    return scalp_vec3_dot(ac, q) / determinant;
}

/* The point of the surface that the camera sees at `px`. One ray: every face is tried. */
static bool seen_at(const scalp_head *head, const scalp_camera *camera, scalp_vec2 px,
                    scalp_vec3 *at) {
    const scalp_vec3 origin = scalp_camera_position(camera);
    const scalp_vec3 direction = scalp_mat3_apply_transposed(
        &camera->rotation, (scalp_vec3){(px.x - camera->centre_x) / camera->focal_px,
                                        (px.y - camera->centre_y) / camera->focal_px, 1});
    double nearest = -1;
    for (size_t i = 0; i < head->mesh.face_count; i++) {
        const double s = hit_face(&head->mesh, i, origin, direction);
        if (s > 0 && (nearest < 0 || s < nearest))
            nearest = s;
    }
    if (nearest < 0)
        return false;
    *at = scalp_vec3_add(origin, scalp_vec3_scale(direction, nearest));
    return true;
}

static scalp_ratio read_length(const scalp_sight *sight, const scalp_head *head) {
    const scalp_view *view = sight->view;
    scalp_ratio ratio = {.has = view->has_scale};
    if (!ratio.has)
        return ratio;
    const scalp_camera camera = scalp_pose_camera(&sight->pose, view);
    const scalp_vec2 middle = {(view->scale_from.x + view->scale_to.x) / 2,
                               (view->scale_from.y + view->scale_to.y) / 2};
    const double px = distance(view->scale_from, view->scale_to);
    const double ends = sqrt(2.0) * END_PX / px;
    const bool on_head = seen_at(head, &camera, middle, &ratio.anchor);
    if (!on_head)
        ratio.anchor = scalp_head_middle(head);
    const double depth = on_head ? LENGTH_SD_ON : LENGTH_SD_BESIDE;
    ratio.sd = sqrt(ends * ends + depth * depth);
    ratio.log_px_per_mm = scalp_log(px / view->scale_mm);
    return ratio;
}

/* One eye. The iris is a disc: from limbus to limbus it shows its full width when the client looks
 * into the camera, and the cosine of the head's turn when straight ahead; which of them is not
 * known, so half way, and the spread of a uniform distribution between. */
static scalp_ratio read_eye(const scalp_sight *sight, const scalp_head *head, bool left) {
    const scalp_view *view = sight->view;
    const scalp_landmark medial = left ? SCALP_LIMBUS_MEDIAL_L : SCALP_LIMBUS_MEDIAL_R;
    const scalp_landmark lateral = left ? SCALP_LIMBUS_LATERAL_L : SCALP_LIMBUS_LATERAL_R;
    const scalp_landmark inner = left ? SCALP_ENDOCANTHION_L : SCALP_ENDOCANTHION_R;
    const scalp_landmark outer = left ? SCALP_EXOCANTHION_L : SCALP_EXOCANTHION_R;
    scalp_ratio ratio = {.iris = true};
    if (!view->has[medial] || !view->has[lateral])
        return ratio;
    const scalp_camera camera = scalp_pose_camera(&sight->pose, view);
    const scalp_vec3 *at = head->landmarks;
    ratio.anchor = scalp_vec3_scale(scalp_vec3_add(at[inner], at[outer]), 0.5);
    const scalp_vec3 to_camera = scalp_vec3_sub(scalp_camera_position(&camera), ratio.anchor);
    const double level = sqrt(to_camera.x * to_camera.x + to_camera.z * to_camera.z);
    const double cosine = to_camera.z / fmax(level, 1);
    const double px = distance(view->px[medial], view->px[lateral]);
    if (cosine < IRIS_COSINE || !(px > 1))
        return ratio;
    const double seen = (1 + cosine) / 2, unsure = (1 - cosine) / 2 / sqrt(3.0) / seen;
    const double ends = sqrt(2.0) * END_PX / px;
    ratio.has = true;
    ratio.sd = sqrt(ends * ends + unsure * unsure);
    ratio.log_px_per_mm = scalp_log(px / (IRIS_MM * seen));
    return ratio;
}

/* Both eyes as one reading, weighted by their precision. */
static scalp_ratio read_iris(const scalp_sight *sight, const scalp_head *head) {
    const scalp_ratio a = read_eye(sight, head, true), b = read_eye(sight, head, false);
    if (!a.has || !b.has)
        return a.has ? a : b;
    const double wa = 1 / (a.sd * a.sd), wb = 1 / (b.sd * b.sd), w = wa + wb;
    return (scalp_ratio){.has = true,
                         .iris = true,
                         .anchor = scalp_vec3_add(scalp_vec3_scale(a.anchor, wa / w),
                                                  scalp_vec3_scale(b.anchor, wb / w)),
                         .sd = 1 / sqrt(w),
                         .log_px_per_mm = (wa * a.log_px_per_mm + wb * b.log_px_per_mm) / w};
}

void scalp_scale_read(scalp_sight *sight, const scalp_head *head) {
    sight->length = read_length(sight, head);
    sight->iris = read_iris(sight, head);
}
