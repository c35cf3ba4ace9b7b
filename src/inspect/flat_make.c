/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a photo lies on the skin, from what is known of its scale. */
#include <scalptor/inspect.h>

#include <math.h>

static scalp_mat3 inverse(const scalp_mat3 *a) {
    scalp_mat3 b;
    double det = 0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            const int r = (j + 1) % 3, s = (j + 2) % 3, c = (i + 1) % 3, d = (i + 2) % 3;
            b.m[i][j] = a->m[r][c] * a->m[s][d] - a->m[r][d] * a->m[s][c];
        }
    for (int k = 0; k < 3; k++)
        det += a->m[0][k] * b.m[k][0];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            b.m[i][j] /= det;
    return b;
}

scalp_flat scalp_flat_square(double px_per_mm, double px_per_mm_sd) {
    const double s = px_per_mm > 0 ? px_per_mm : 1;
    return (scalp_flat){.has_mm = px_per_mm > 0,
                        .mm_from_px = {{{1 / s, 0, 0}, {0, 1 / s, 0}, {0, 0, 1}}},
                        .px_from_mm = {{{s, 0, 0}, {0, s, 0}, {0, 0, 1}}},
                        .px_per_mm = s,
                        .px_per_mm_sd = px_per_mm > 0 ? px_per_mm_sd : 0,
                        .tilt_deg = NAN};
}

scalp_flat scalp_flat_from_scale(const scalp_scale *scale, double radius_mm) {
    scalp_flat flat = scalp_flat_square(scale->px_per_mm, scale->px_per_mm_sd);
    flat.radius_mm = radius_mm;
    if (scale->has_plane) {
        flat.px_from_mm = scale->px_from_mm;
        flat.mm_from_px = inverse(&scale->px_from_mm);
        flat.tilt_deg = scale->tilt_deg;
    }
    const scalp_vec3 touch =
        scalp_mat3_apply(&flat.mm_from_px, (scalp_vec3){scale->centre_px.x, scale->centre_px.y, 1});
    flat.touch_mm = (scalp_vec2){touch.x / touch.z, touch.y / touch.z};
    return flat;
}

/* Flat skin square to the camera: px of one size. */
static bool is_square(const scalp_flat *flat) {
    const double(*m)[3] = flat->mm_from_px.m;
    return flat->radius_mm <= 0 && m[0][1] == 0 && m[1][0] == 0 && m[2][0] == 0 && m[2][1] == 0 &&
           m[0][0] == m[1][1] && m[2][2] == 1 && m[0][0] > 0;
}

double scalp_flat_scale_at(const scalp_flat *flat, scalp_vec2 px, double *slant_deg) {
    if (is_square(flat)) {
        if (slant_deg)
            *slant_deg = 0;
        return 1 / flat->mm_from_px.m[0][0];
    }
    const double h = 0.5;
    const scalp_vec2 left = scalp_flat_from_px(flat, (scalp_vec2){px.x - h, px.y});
    const scalp_vec2 right = scalp_flat_from_px(flat, (scalp_vec2){px.x + h, px.y});
    const scalp_vec2 up = scalp_flat_from_px(flat, (scalp_vec2){px.x, px.y - h});
    const scalp_vec2 down = scalp_flat_from_px(flat, (scalp_vec2){px.x, px.y + h});
    const double a = right.x - left.x, b = down.x - up.x, c = right.y - left.y, d = down.y - up.y;
    const double area = fabs(a * d - b * c);
    if (slant_deg) {
        /* Singular values of the map from px to mm: their ratio is the foreshortening. */
        const double sum = a * a + b * b + c * c + d * d;
        const double root = sqrt(fmax(sum * sum - 4 * area * area, 0));
        const double least = sqrt(fmax((sum - root) / 2, 0)), most = sqrt((sum + root) / 2);
        *slant_deg =
            most > 0 ? scalp_acos(scalp_clamp(least / most, 0, 1)) * 180 / SCALP_PI : (double)NAN;
    }
    return area > 0 ? 1 / sqrt(area) : 0;
}
