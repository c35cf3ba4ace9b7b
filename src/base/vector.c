/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/base.h>

#include <math.h>

scalp_vec3 scalp_vec3_add(scalp_vec3 a, scalp_vec3 b) {
    return (scalp_vec3){a.x + b.x, a.y + b.y, a.z + b.z};
}

scalp_vec3 scalp_vec3_sub(scalp_vec3 a, scalp_vec3 b) {
    return (scalp_vec3){a.x - b.x, a.y - b.y, a.z - b.z};
}

scalp_vec3 scalp_vec3_scale(scalp_vec3 a, double s) {
    return (scalp_vec3){a.x * s, a.y * s, a.z * s};
}

double scalp_vec3_dot(scalp_vec3 a, scalp_vec3 b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

scalp_vec3 scalp_vec3_cross(scalp_vec3 a, scalp_vec3 b) {
    return (scalp_vec3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

double scalp_vec3_length(scalp_vec3 a) {
    return sqrt(scalp_vec3_dot(a, a));
}

double scalp_vec3_distance(scalp_vec3 a, scalp_vec3 b) {
    return scalp_vec3_length(scalp_vec3_sub(a, b));
}

scalp_vec3 scalp_vec3_unit(scalp_vec3 a) {
    const double length = scalp_vec3_length(a);
    return length > 0 ? scalp_vec3_scale(a, 1 / length) : (scalp_vec3){0, 0, 0};
}

/* Duff et al. 2017, "Building an orthonormal basis, revisited", listing 3. */
void scalp_vec3_tangents(scalp_vec3 normal, scalp_vec3 *tangent, scalp_vec3 *bitangent) {
    const double sign = normal.z < 0 ? -1.0 : 1.0;
    const double a = -1 / (sign + normal.z);
    const double b = normal.x * normal.y * a;
    *tangent = (scalp_vec3){1 + sign * normal.x * normal.x * a, sign * b, -sign * normal.x};
    *bitangent = (scalp_vec3){b, sign + normal.y * normal.y * a, -normal.y};
}

scalp_vec3 scalp_mat3_apply(const scalp_mat3 *m, scalp_vec3 v) {
    return (scalp_vec3){m->m[0][0] * v.x + m->m[0][1] * v.y + m->m[0][2] * v.z,
                        m->m[1][0] * v.x + m->m[1][1] * v.y + m->m[1][2] * v.z,
                        m->m[2][0] * v.x + m->m[2][1] * v.y + m->m[2][2] * v.z};
}

scalp_vec3 scalp_mat3_apply_transposed(const scalp_mat3 *m, scalp_vec3 v) {
    return (scalp_vec3){m->m[0][0] * v.x + m->m[1][0] * v.y + m->m[2][0] * v.z,
                        m->m[0][1] * v.x + m->m[1][1] * v.y + m->m[2][1] * v.z,
                        m->m[0][2] * v.x + m->m[1][2] * v.y + m->m[2][2] * v.z};
}

scalp_mat3 scalp_mat3_multiply(const scalp_mat3 *a, const scalp_mat3 *b) {
    scalp_mat3 product = {{{0}}};
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++)
                product.m[i][j] += a->m[i][k] * b->m[k][j];
        }
    }
    return product;
}

scalp_mat3 scalp_mat3_rotation(scalp_vec3 r) {
    const double angle = scalp_vec3_length(r);
    if (!(angle > 0))
        return (scalp_mat3){{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    const scalp_vec3 k = scalp_vec3_scale(r, 1 / angle);
    double s, c;
    scalp_sincos(angle, &s, &c);
    const double t = 1 - c;
    return (scalp_mat3){{{c + t * k.x * k.x, t * k.x * k.y - s * k.z, t * k.x * k.z + s * k.y},
                         {t * k.x * k.y + s * k.z, c + t * k.y * k.y, t * k.y * k.z - s * k.x},
                         {t * k.x * k.z - s * k.y, t * k.y * k.z + s * k.x, c + t * k.z * k.z}}};
}
