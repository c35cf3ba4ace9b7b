/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/mesh.h>

#include <math.h>

/* Seen from that far outside, the side that was meant is the nearer one. */
static const double outside_mm = 0.5;

static bool looks_that_way(const scalp_mesh *mesh, scalp_mesh_point at, scalp_vec3 normal) {
    return scalp_vec3_dot(scalp_mesh_face_normal(mesh, at.face), normal) >= 0;
}

scalp_mesh_point scalp_site_place(const scalp_mesh *mesh, const scalp_bvh *bvh, scalp_vec3 from,
                                  scalp_vec3 normal, double *distance_mm) {
    double way;
    scalp_mesh_point at = scalp_bvh_closest(bvh, from, &way);
    const double length = scalp_vec3_length(normal);
    if (length > 0 && !looks_that_way(mesh, at, normal)) {
        const scalp_vec3 out = scalp_vec3_scale(normal, outside_mm / length);
        const scalp_mesh_point other = scalp_bvh_closest(bvh, scalp_vec3_add(from, out), NULL);
        if (looks_that_way(mesh, other, normal)) {
            at = other;
            way = scalp_vec3_distance(scalp_mesh_position(mesh, at), from);
        }
    }
    if (distance_mm)
        *distance_mm = way;
    return at;
}
