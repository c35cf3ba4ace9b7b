/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quadric.h"

#include <math.h>

void scalp_quadric_add_plane(scalp_quadric *q, scalp_vec3 n, scalp_vec3 at, double weight) {
    const double d = -scalp_vec3_dot(n, at);
    q->xx += weight * n.x * n.x;
    q->xy += weight * n.x * n.y;
    q->xz += weight * n.x * n.z;
    q->yy += weight * n.y * n.y;
    q->yz += weight * n.y * n.z;
    q->zz += weight * n.z * n.z;
    q->bx += weight * n.x * d;
    q->by += weight * n.y * d;
    q->bz += weight * n.z * d;
    q->c += weight * d * d;
}

scalp_quadric scalp_quadric_sum(const scalp_quadric *a, const scalp_quadric *b) {
    return (scalp_quadric){a->xx + b->xx, a->xy + b->xy, a->xz + b->xz, a->yy + b->yy,
                           a->yz + b->yz, a->zz + b->zz, a->bx + b->bx, a->by + b->by,
                           a->bz + b->bz, a->c + b->c};
}

double scalp_quadric_at(const scalp_quadric *q, scalp_vec3 p) {
    const double x = q->xx * p.x + 2 * (q->xy * p.y + q->xz * p.z + q->bx);
    const double y = q->yy * p.y + 2 * (q->yz * p.z + q->by);
    const double z = q->zz * p.z + 2 * q->bz;
    const double sum = x * p.x + y * p.y + z * p.z + q->c;
    return sum > 0 ? sum : 0;
}

/* By Cramer's rule. The determinant is compared with that of planes that point everywhere. */
bool scalp_quadric_least(const scalp_quadric *q, scalp_vec3 *p) {
    const double a = q->yy * q->zz - q->yz * q->yz, b = q->xz * q->yz - q->xy * q->zz;
    const double c = q->xy * q->yz - q->xz * q->yy;
    const double det = q->xx * a + q->xy * b + q->xz * c;
    const double size = (q->xx + q->yy + q->zz) / 3;
    if (!(det > 1e-4 * size * size * size))
        return false;
    const double d = q->xx * q->zz - q->xz * q->xz, e = q->xy * q->xz - q->xx * q->yz;
    const double f = q->xx * q->yy - q->xy * q->xy;
    p->x = -(a * q->bx + b * q->by + c * q->bz) / det;
    p->y = -(b * q->bx + d * q->by + e * q->bz) / det;
    p->z = -(c * q->bx + e * q->by + f * q->bz) / det;
    return isfinite(p->x) && isfinite(p->y) && isfinite(p->z);
}
