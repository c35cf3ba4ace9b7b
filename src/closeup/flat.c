/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The skin of a placed photo, laid flat: the plane that touches the head in the photo's middle, and
 * how round it is there. */
#include "onto.h"

#include <math.h>

static scalp_mat3 product_columns(scalp_vec3 a, scalp_vec3 b, scalp_vec3 c) {
    return (scalp_mat3){{{a.x, b.x, c.x}, {a.y, b.y, c.y}, {a.z, b.z, c.z}}};
}

/* By the adjugate. */
static scalp_mat3 inverse_of(const scalp_mat3 *m) {
    const scalp_vec3 a = {m->m[0][0], m->m[0][1], m->m[0][2]};
    const scalp_vec3 b = {m->m[1][0], m->m[1][1], m->m[1][2]};
    const scalp_vec3 c = {m->m[2][0], m->m[2][1], m->m[2][2]};
    const scalp_vec3 bc = scalp_vec3_cross(b, c), ca = scalp_vec3_cross(c, a);
    const double all = scalp_vec3_dot(a, bc);
    return product_columns(scalp_vec3_scale(bc, 1 / all), scalp_vec3_scale(ca, 1 / all),
                           scalp_vec3_scale(scalp_vec3_cross(a, b), 1 / all));
}

/* A camera's ray as pixels, homogeneous. */
static scalp_vec3 pixel_of(const scalp_camera *c, scalp_vec3 seen) {
    return (scalp_vec3){c->focal_px * seen.x + c->centre_x * seen.z,
                        c->focal_px * seen.y + c->centre_y * seen.z, seen.z};
}

/* Of the ball through the touching place on which the skin lies that the photo shows around it:
 * what lies r beside the normal lies r^2 / 2 R below the plane. */
static double radius_of(const scalp_mesh *mesh, const scalp_bvh *bvh, const scalp_camera *camera,
                        const onto_landing *middle) {
    double squares = 0, below = 0;
    for (int k = 0; k < 8; k++) {
        double s, c;
        scalp_sincos(k * SCALP_PI / 4, &s, &c);
        const scalp_vec2 px = {camera->centre_x + 0.35 * c * camera->width,
                               camera->centre_y + 0.35 * s * camera->height};
        onto_landing at;
        if (!onto_land(mesh, bvh, camera, px, &at) || at.cosine < 0.4)
            continue;
        const scalp_vec3 off = scalp_vec3_sub(at.position, middle->position);
        const double down = -scalp_vec3_dot(off, middle->normal);
        squares += scalp_vec3_dot(off, off) - down * down;
        below += down;
    }
    return below > 0 && squares / (2 * below) < 400 ? fmax(squares / (2 * below), 20) : 0;
}

bool scalp_flat_from_placement(const scalp_mesh *mesh, const scalp_bvh *bvh,
                               const scalp_placement *placement, scalp_flat *flat) {
    const scalp_camera *c = &placement->camera;
    onto_landing middle;
    const scalp_vec2 px = {c->centre_x, c->centre_y};
    if (!onto_land(mesh, bvh, c, px, &middle))
        return false;
    const scalp_vec3 right = {c->rotation.m[0][0], c->rotation.m[0][1], c->rotation.m[0][2]};
    const scalp_vec3 along = scalp_vec3_unit(scalp_vec3_sub(
        right, scalp_vec3_scale(middle.normal, scalp_vec3_dot(right, middle.normal))));
    const scalp_vec3 down = scalp_vec3_cross(along, middle.normal);
    const scalp_vec3 origin =
        scalp_vec3_add(scalp_mat3_apply(&c->rotation, middle.position), c->translation);
    const scalp_mat3 px_from_mm =
        product_columns(pixel_of(c, scalp_mat3_apply(&c->rotation, along)),
                        pixel_of(c, scalp_mat3_apply(&c->rotation, down)), pixel_of(c, origin));
    *flat = (scalp_flat){.has_mm = true,
                         .mm_from_px = inverse_of(&px_from_mm),
                         .px_from_mm = px_from_mm,
                         .radius_mm = radius_of(mesh, bvh, c, &middle),
                         .px_per_mm = 1 / sqrt(middle.mm2_per_px2),
                         .tilt_deg = scalp_acos(fmin(middle.cosine, 1)) * 180 / SCALP_PI};
    flat->px_per_mm_sd = flat->px_per_mm * placement->scale_sd;
    return true;
}
