/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include <scalptor/calibrate.h>

int main(void) {
    scalp_error error;
    scalp_scale s;
    double away;

    CASE("two points give the scale, its uncertainty by the clicks") {
        CHECK_STATUS(scalp_scale_from_points((scalp_vec2){100, 900}, (scalp_vec2){420, 905}, 50, 0,
                                             &s, &error),
                     SCALP_OK);
        CHECK_NEAR(s.px_per_mm, 6.40078, 1e-4);
        CHECK_NEAR(s.px_per_mm_sd, s.px_per_mm * sqrt(2) / 320.039, 1e-4);
        CHECK(s.kind == SCALP_SCALE_POINTS && !s.has_plane);
        CHECK_NEAR(s.centre_px.x, 260, 0);
        CHECK_TEXT(scalp_scale_kind_name(s.kind), "points");
    }
    CASE("the order of the points is no matter, a finer click is surer") {
        scalp_scale t;
        CHECK_STATUS(scalp_scale_from_points((scalp_vec2){420, 905}, (scalp_vec2){100, 900}, 50,
                                             0.5, &t, &error),
                     SCALP_OK);
        CHECK_NEAR(t.px_per_mm, s.px_per_mm, 0);
        CHECK_NEAR(t.px_per_mm_sd, s.px_per_mm_sd / 2, 1e-12);
    }
    CASE("without a plane the scale is the same everywhere") {
        CHECK_NEAR(scalp_scale_at(&s, (scalp_vec2){260 + 64.0078, 902.5}, &away), s.px_per_mm, 0);
        CHECK_NEAR(away, 10, 1e-3);
    }
    CASE("beyond the horizon of a plane there is no scale") {
        scalp_scale plane = {.has_plane = true,
                             .centre_px = {100, 100},
                             .px_from_mm = {{{10, 0, 100}, {0, 10, 100}, {0, 0.01, 1}}}};
        CHECK_NEAR(scalp_scale_at(&plane, (scalp_vec2){100, 100}, NULL), sqrt(10 * 9.0), 1e-9);
        CHECK_NEAR(scalp_scale_at(&plane, (scalp_vec2){100, 5000}, NULL), 0, 0);
    }
    CASE("points too near, lengths that are none") {
        const scalp_vec2 a = {10, 10}, b = {15, 10}, c = {100, 10};
        CHECK_STATUS(scalp_scale_from_points(a, b, 10, 0, &s, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_scale_from_points(a, c, 0, 0, &s, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_scale_from_points(a, c, -3, 0, &s, &error), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_scale_from_points(a, c, (double)INFINITY, 0, &s, &error),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_scale_from_points(a, (scalp_vec2){(double)NAN, 1}, 10, 0, &s, &error),
                     SCALP_ERR_INPUT);
    }
    return check_done();
}
