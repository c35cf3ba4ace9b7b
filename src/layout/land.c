/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots that were moved in space, back onto the surface. */
#include "parts.h"

/* Weights of the foot of `p` in the plane of the face, clamped to the face. */
static scalp_mesh_point in_face(const surface *s, uint32_t face, scalp_vec3 p) {
    const uint32_t *v = s->mesh.faces[face].v;
    const scalp_vec3 a = s->mesh.vertices[v[0]];
    const scalp_vec3 e = scalp_vec3_sub(s->mesh.vertices[v[1]], a);
    const scalp_vec3 g = scalp_vec3_sub(s->mesh.vertices[v[2]], a);
    const scalp_vec3 d = scalp_vec3_sub(p, a);
    const double ee = scalp_vec3_dot(e, e), eg = scalp_vec3_dot(e, g), gg = scalp_vec3_dot(g, g);
    const double de = scalp_vec3_dot(d, e), dg = scalp_vec3_dot(d, g);
    const double det = ee * gg - eg * eg;
    if (!(det > 0))
        return (scalp_mesh_point){face, 1.0 / 3, 1.0 / 3};
    const double u = scalp_clamp((gg * de - eg * dg) / det, 0, 1);
    return (scalp_mesh_point){face, u, scalp_clamp((ee * dg - eg * de) / det, 0, 1 - u)};
}

scalp_mesh_point layout_land(const surface *on, cloud *c, size_t i) {
    const scalp_vec3 relative = {(double)c->x[i], (double)c->y[i], (double)c->z[i]};
    const scalp_vec3 p = scalp_vec3_add(relative, on->centre);
    scalp_mesh_point at = layout_quantised(scalp_bvh_closest(on->bvh, p, NULL));
    if (!layout_facing(on, at.face, c->face[i]) || !(layout_density(on, at) > 0))
        at = layout_quantised(in_face(on, c->face[i], p));
    if (!(layout_density(on, at) > 0))
        at = layout_quantised((scalp_mesh_point){c->face[i], 1.0 / 3, 1.0 / 3});
    const scalp_vec3 lies = scalp_vec3_sub(scalp_mesh_position(&on->mesh, at), on->centre);
    layout_cloud_set(c, i, lies, layout_density(on, at), at.face);
    return at;
}
