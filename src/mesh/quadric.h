/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside mesh: the sum of squared distances from planes, each with a weight (Garland & Heckbert
 * 1997): p A p + 2 b p + c, A symmetric. */
#ifndef SCALPTOR_MESH_QUADRIC_H
#define SCALPTOR_MESH_QUADRIC_H

#include <scalptor/base.h>

typedef struct scalp_quadric {
    double xx, xy, xz, yy, yz, zz, bx, by, bz, c;
} scalp_quadric;

/* Adds the plane through `at` with the unit normal. */
void scalp_quadric_add_plane(scalp_quadric *q, scalp_vec3 normal, scalp_vec3 at, double weight);
scalp_quadric scalp_quadric_sum(const scalp_quadric *a, const scalp_quadric *b);
/* Not below 0, whatever rounding says. */
double scalp_quadric_at(const scalp_quadric *q, scalp_vec3 p);
/* The point with the least sum; false when the planes do not tell it (they are nearly parallel). */
bool scalp_quadric_least(const scalp_quadric *q, scalp_vec3 *p);

#endif
