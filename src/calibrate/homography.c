/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plane.h"

#include "solve.h"

#include <math.h>
#include <string.h>

scalp_vec2 scalp_plane_apply(const scalp_mat3 *m, scalp_vec2 p) {
    const scalp_vec3 q = scalp_mat3_apply(m, (scalp_vec3){p.x, p.y, 1});
    return (scalp_vec2){q.x / q.z, q.y / q.z};
}

scalp_mat3 scalp_mat3_inverse(const scalp_mat3 *m) {
    scalp_mat3 inverse;
    double determinant = 0;
    for (int r = 0; r < 3; r++)
        for (int c = 0; c < 3; c++) {
            const int r1 = (r + 1) % 3, r2 = (r + 2) % 3, c1 = (c + 1) % 3, c2 = (c + 2) % 3;
            inverse.m[c][r] = m->m[r1][c1] * m->m[r2][c2] - m->m[r1][c2] * m->m[r2][c1];
        }
    for (int c = 0; c < 3; c++)
        determinant += m->m[0][c] * inverse.m[c][0];
    for (int r = 0; r < 3; r++)
        for (int c = 0; c < 3; c++)
            inverse.m[r][c] /= determinant;
    return inverse;
}

/* Moves and scales points to mean 0 and mean distance sqrt 2 (Hartley 1997). */
static scalp_mat3 normaliser(const scalp_vec2 *p, size_t count) {
    scalp_vec2 mean = {0, 0};
    double far = 0;
    for (size_t i = 0; i < count; i++) {
        mean.x += p[i].x / (double)count;
        mean.y += p[i].y / (double)count;
    }
    for (size_t i = 0; i < count; i++)
        far += hypot(p[i].x - mean.x, p[i].y - mean.y) / (double)count;
    const double s = far > 0 ? sqrt(2) / far : 1;
    return (scalp_mat3){{{s, 0, -s * mean.x}, {0, s, -s * mean.y}, {0, 0, 1}}};
}

/* One row of the linear equations, added to the normal ones. */
static void add_row(double normal[8 * 8], double right[8], const double row[8], double value) {
    for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 8; j++)
            normal[i * 8 + j] += row[i] * row[j];
        right[i] += row[i] * value;
    }
}

bool scalp_plane_homography(const scalp_plane_points *points, scalp_mat3 *px_from_mm) {
    const scalp_mat3 a = normaliser(points->mm, points->count),
                     b = normaliser(points->px, points->count);
    double normal[8 * 8] = {0}, h[8] = {0};
    for (size_t i = 0; i < points->count; i++) {
        const scalp_vec2 p = scalp_plane_apply(&a, points->mm[i]);
        const scalp_vec2 q = scalp_plane_apply(&b, points->px[i]);
        const double x[8] = {p.x, p.y, 1, 0, 0, 0, -q.x * p.x, -q.x * p.y};
        const double y[8] = {0, 0, 0, p.x, p.y, 1, -q.y * p.x, -q.y * p.y};
        add_row(normal, h, x, q.x);
        add_row(normal, h, y, q.y);
    }
    if (!scalp_solve(normal, h, 8))
        return false;
    const scalp_mat3 between = {{{h[0], h[1], h[2]}, {h[3], h[4], h[5]}, {h[6], h[7], 1}}};
    const scalp_mat3 back = scalp_mat3_inverse(&b);
    const scalp_mat3 forth = scalp_mat3_multiply(&between, &a);
    *px_from_mm = scalp_mat3_multiply(&back, &forth);
    return true;
}

double scalp_plane_scale(const scalp_mat3 *px_from_mm, scalp_vec2 mm) {
    const double(*m)[3] = px_from_mm->m;
    const scalp_vec3 q = scalp_mat3_apply(px_from_mm, (scalp_vec3){mm.x, mm.y, 1});
    if (!(q.z > 0))
        return 0;
    const double u = q.x / q.z, v = q.y / q.z;
    const double xx = (m[0][0] - u * m[2][0]) / q.z, xy = (m[0][1] - u * m[2][1]) / q.z;
    const double yx = (m[1][0] - v * m[2][0]) / q.z, yy = (m[1][1] - v * m[2][1]) / q.z;
    return sqrt(fabs(xx * yy - xy * yx));
}
