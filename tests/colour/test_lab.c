/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Known answers and round trips between Lab, XYZ and linear sRGB. */
#include "../check.h"

#include <scalptor/colour.h>

static void check_lab(scalp_rgb rgb, scalp_lab expected) {
    const scalp_lab lab = scalp_lab_from_xyz(scalp_xyz_from_rgb(rgb));
    CHECK_NEAR(lab.l, expected.l, 0.02);
    CHECK_NEAR(lab.a, expected.a, 0.04);
    CHECK_NEAR(lab.b, expected.b, 0.04);
}

static void check_round_trip(scalp_lab lab) {
    const scalp_xyz xyz = scalp_xyz_from_lab(lab);
    const scalp_xyz again = scalp_xyz_from_rgb(scalp_rgb_from_xyz(xyz));
    CHECK_NEAR(again.x, xyz.x, 1e-14);
    CHECK_NEAR(again.y, xyz.y, 1e-14);
    CHECK_NEAR(again.z, xyz.z, 1e-14);
    const scalp_lab back = scalp_lab_from_xyz(xyz);
    CHECK_NEAR(back.l, lab.l, 1e-11);
    CHECK_NEAR(back.a, lab.a, 1e-10);
    CHECK_NEAR(back.b, lab.b, 1e-10);
}

int main(void) {
    CASE("white and black") {
        check_lab((scalp_rgb){1, 1, 1}, (scalp_lab){100, 0, 0});
        check_lab((scalp_rgb){0, 0, 0}, (scalp_lab){0, 0, 0});
        const scalp_xyz white = scalp_xyz_from_rgb((scalp_rgb){1, 1, 1});
        CHECK_NEAR(white.x, 0.95043, 1e-15);
        CHECK_NEAR(white.y, 1, 1e-15);
        CHECK_NEAR(white.z, 1.0888, 1e-15);
    }
    /* The usual answers for sRGB; Lindbloom's calculator gives them to two digits. */
    CASE("the primaries") {
        check_lab((scalp_rgb){1, 0, 0}, (scalp_lab){53.24, 80.09, 67.20});
        check_lab((scalp_rgb){0, 1, 0}, (scalp_lab){87.73, -86.18, 83.18});
        check_lab((scalp_rgb){0, 0, 1}, (scalp_lab){32.30, 79.19, -107.86});
    }
    CASE("grey of 18.4187 % is L 50, and the straight part near black") {
        const scalp_lab grey =
            scalp_lab_from_xyz((scalp_xyz){0.95043 * 0.184187, 0.184187, 1.0888 * 0.184187});
        CHECK_NEAR(grey.l, 50, 1e-4);
        CHECK_NEAR(grey.a, 0, 1e-12);
        CHECK_NEAR(scalp_lab_from_xyz((scalp_xyz){0, 0.001, 0}).l, 0.9033, 1e-4); /* 24389/27 Y */
    }
    CASE("there and back again") {
        for (double l = 0; l <= 100; l += 12.5) {
            for (double a = -60; a <= 60; a += 30) {
                for (double b = -60; b <= 60; b += 30)
                    check_round_trip((scalp_lab){l, a, b});
            }
        }
    }
    return check_done();
}
