/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scale from two points, and scale at a place. */
#include "plane.h"

#include <math.h>

enum { least_length_px = 10 };

const char *scalp_scale_kind_name(scalp_scale_kind kind) {
    static const char *const names[] = {"card", "sticker", "points"};
    return names[kind];
}

scalp_status scalp_scale_from_points(scalp_vec2 from, scalp_vec2 to, double mm, double click_sd_px,
                                     scalp_scale *scale, scalp_error *error) {
    const double length = hypot(to.x - from.x, to.y - from.y);
    const double click = click_sd_px > 0 ? click_sd_px : 1;
    if (!(mm > 0 && isfinite(mm)))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The distance between the two points must be more than 0 mm, not %g.",
                          mm);
    if (!(length >= least_length_px) || !isfinite(length))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The two points are %.1f px apart; choose two at least %d px apart.",
                          length, least_length_px);
    *scale = (scalp_scale){.kind = SCALP_SCALE_POINTS,
                           .number = -1,
                           .centre_px = {(from.x + to.x) / 2, (from.y + to.y) / 2},
                           .px_per_mm = length / mm};
    scale->px_per_mm_sd = scale->px_per_mm * click * sqrt(2) / length;
    return SCALP_OK;
}

double scalp_scale_at(const scalp_scale *scale, scalp_vec2 place_px, double *distance_mm) {
    if (!scale->has_plane) {
        if (distance_mm)
            *distance_mm = hypot(place_px.x - scale->centre_px.x, place_px.y - scale->centre_px.y) /
                           scale->px_per_mm;
        return scale->px_per_mm;
    }
    const scalp_mat3 back = scalp_mat3_inverse(&scale->px_from_mm);
    const scalp_vec2 at = scalp_plane_apply(&back, place_px);
    const scalp_vec2 centre = scalp_plane_apply(&back, scale->centre_px);
    if (distance_mm)
        *distance_mm = hypot(at.x - centre.x, at.y - centre.y);
    return scalp_plane_scale(&scale->px_from_mm, at);
}

void scalp_scale_points(const scalp_scale *scale, double mm, scalp_vec2 *from, scalp_vec2 *to) {
    const scalp_mat3 back = scalp_mat3_inverse(&scale->px_from_mm);
    const scalp_vec2 c = scalp_plane_apply(&back, scale->centre_px);
    const double h = 1e-3;
    const scalp_vec2 x = scalp_plane_apply(&scale->px_from_mm, (scalp_vec2){c.x + h, c.y}),
                     y = scalp_plane_apply(&scale->px_from_mm, (scalp_vec2){c.x, c.y + h});
    const scalp_vec2 u = {(x.x - scale->centre_px.x) / h, (x.y - scale->centre_px.y) / h},
                     v = {(y.x - scale->centre_px.x) / h, (y.y - scale->centre_px.y) / h};
    /* The direction of the greatest stretch: half the angle of the tensor (u.u, u.v, v.v). */
    const double angle =
        scalp_atan2(2 * (u.x * v.x + u.y * v.y), u.x * u.x + u.y * u.y - v.x * v.x - v.y * v.y) / 2;
    double sine, cosine;
    scalp_sincos(angle, &sine, &cosine);
    *from = scalp_plane_apply(&scale->px_from_mm,
                              (scalp_vec2){c.x - cosine * mm / 2, c.y - sine * mm / 2});
    *to = scalp_plane_apply(&scale->px_from_mm,
                            (scalp_vec2){c.x + cosine * mm / 2, c.y + sine * mm / 2});
}
