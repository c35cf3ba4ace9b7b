/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CIELAB (CIE 15:2018, 8.2.1) and the sRGB primaries (IEC 61966-2-1), white D65 / 2 degrees. */
#include <scalptor/colour.h>

/* D65 under the 1931 observer, 5 nm sums. */
static const double white_x = 0.95043, white_z = 1.0888;

static const double cusp = 6.0 / 29.0;

static double compress(double t) {
    if (t > cusp * cusp * cusp)
        return scalp_exp(scalp_log(t) / 3);
    return t / (3 * cusp * cusp) + 4.0 / 29.0;
}

static double expand(double f) {
    return f > cusp ? f * f * f : 3 * cusp * cusp * (f - 4.0 / 29.0);
}

scalp_xyz scalp_xyz_from_lab(scalp_lab lab) {
    const double fy = (lab.l + 16) / 116;
    return (scalp_xyz){white_x * expand(fy + lab.a / 500), expand(fy),
                       white_z * expand(fy - lab.b / 200)};
}

scalp_lab scalp_lab_from_xyz(scalp_xyz xyz) {
    const double fx = compress(xyz.x / white_x), fy = compress(xyz.y),
                 fz = compress(xyz.z / white_z);
    return (scalp_lab){116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
}

/* The columns are the primaries x .64 .30 .15, y .33 .60 .06, scaled so that 1, 1, 1 is the white
 * above: the sum of each row is that white's coordinate. */
static const double xyz_from_rgb[3][3] = {
    {0.41240914591700134, 0.35758949531459172, 0.18043135876840696},
    {0.21264846586345382, 0.71517899062918344, 0.072172543507362782},
    {0.019331678714859437, 0.11919649843819723, 0.95027182284694334},
};

scalp_xyz scalp_xyz_from_rgb(scalp_rgb rgb) {
    const double(*m)[3] = xyz_from_rgb;
    return (scalp_xyz){m[0][0] * rgb.r + m[0][1] * rgb.g + m[0][2] * rgb.b,
                       m[1][0] * rgb.r + m[1][1] * rgb.g + m[1][2] * rgb.b,
                       m[2][0] * rgb.r + m[2][1] * rgb.g + m[2][2] * rgb.b};
}

static double minor(int row, int column) {
    const double(*m)[3] = xyz_from_rgb;
    const int r1 = (row + 1) % 3, r2 = (row + 2) % 3, c1 = (column + 1) % 3, c2 = (column + 2) % 3;
    return m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1];
}

/* By Cramer's rule, so that the two directions undo one another to the last digits. */
scalp_rgb scalp_rgb_from_xyz(scalp_xyz xyz) {
    const double v[3] = {xyz.x, xyz.y, xyz.z};
    double rgb[3] = {0}, determinant = 0;
    for (int row = 0; row < 3; row++)
        determinant += xyz_from_rgb[row][0] * minor(row, 0);
    for (int column = 0; column < 3; column++) {
        for (int row = 0; row < 3; row++)
            rgb[column] += v[row] * minor(row, column) / determinant;
    }
    return (scalp_rgb){rgb[0], rgb[1], rgb[2]};
}
