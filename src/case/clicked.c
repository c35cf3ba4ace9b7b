/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clicked.h"

bool scalp_clicked(const scalp_bvh *bvh, const scalp_camera *camera, scalp_vec2 px,
                   scalp_mesh_point *at) {
    const double ray[3] = {(px.x - camera->centre_x) / camera->focal_px,
                           (px.y - camera->centre_y) / camera->focal_px, 1};
    double way[3] = {0, 0, 0}, s;
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) /* the camera's axes are the rows of its rotation */
            way[i] += camera->rotation.m[k][i] * ray[k];
    }
    const scalp_vec3 direction = {way[0], way[1], way[2]};
    return scalp_bvh_cast(bvh, scalp_camera_position(camera), direction, 0, at, &s);
}
