/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From pixels to the skin of the head. */
#include "onto.h"

#include <math.h>

scalp_vec3 onto_ray(const scalp_camera *camera, scalp_vec2 px) {
    const scalp_vec3 ray = {(px.x - camera->centre_x) / camera->focal_px,
                            (px.y - camera->centre_y) / camera->focal_px, 1};
    return scalp_mat3_apply_transposed(&camera->rotation, ray);
}

/* A pixel's solid angle is 1 / (f^2 |r|^3) for r = ((x, y) - centre, f) / f; at a distance of
 * z |r| it covers z^2 / (f^2 |r| cosine) of the skin. */
double onto_mm2_per_px2(const scalp_camera *camera, scalp_vec3 place, scalp_vec3 normal) {
    double depth;
    (void)scalp_camera_project(camera, place, &depth);
    const scalp_vec3 way = scalp_vec3_sub(scalp_camera_position(camera), place);
    const double length = scalp_vec3_length(way);
    const double cosine = scalp_vec3_dot(way, normal) / length;
    if (!(depth > 0) || !(cosine > 0))
        return NAN;
    const double f = camera->focal_px;
    return depth * depth / (f * f * (length / depth) * cosine);
}

bool onto_land(const scalp_mesh *mesh, const scalp_bvh *bvh, const scalp_camera *camera,
               scalp_vec2 px, onto_landing *landing) {
    const scalp_vec3 way = onto_ray(camera, px);
    double s;
    if (!scalp_bvh_cast(bvh, scalp_camera_position(camera), way, 0, &landing->at, &s))
        return false;
    landing->position = scalp_mesh_position(mesh, landing->at);
    landing->normal = scalp_mesh_normal(mesh, landing->at);
    landing->cosine = -scalp_vec3_dot(scalp_vec3_unit(way), landing->normal);
    landing->mm2_per_px2 = onto_mm2_per_px2(camera, landing->position, landing->normal);
    return landing->cosine > 0;
}

scalp_camera onto_moved(const scalp_camera *camera, scalp_vec3 pivot, const double by[6]) {
    scalp_camera moved = *camera;
    const scalp_mat3 turn = scalp_mat3_rotation((scalp_vec3){by[0], by[1], by[2]});
    const scalp_vec3 shift = {by[3], by[4], by[5]};
    const scalp_vec3 stays =
        scalp_vec3_add(scalp_mat3_apply(&camera->rotation, pivot), camera->translation);
    moved.rotation = scalp_mat3_multiply(&turn, &camera->rotation);
    moved.translation =
        scalp_vec3_sub(scalp_vec3_add(stays, shift), scalp_mat3_apply(&moved.rotation, pivot));
    return moved;
}
