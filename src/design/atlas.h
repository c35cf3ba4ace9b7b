/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart as a map that can be read both ways, all over head, face and neck. Private to this
 * room. */
#ifndef SCALPTOR_DESIGN_ATLAS_H
#define SCALPTOR_DESIGN_ATLAS_H

#include <scalptor/head.h>

/* Chart mm to mm along the skin near a place: x' = xx x + xy y, y' = yy y. Over the face the chart
 * is up to three times as wide as the skin. */
typedef struct scalp_stretch {
    double xx, xy, yy;
} scalp_stretch;

typedef struct scalp_atlas scalp_atlas;

/* SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_atlas_make(const scalp_head *head, const scalp_work *work,
                                            const scalp_atlas **atlas, scalp_error *error);
/* The point of the surface at that place of the chart; false when the chart does not reach there.
 */
bool scalp_atlas_find(const scalp_atlas *atlas, scalp_vec2 chart, scalp_mesh_point *at);
/* Of each vertex. */
const scalp_stretch *scalp_atlas_stretch(const scalp_atlas *atlas);
/* Square of the distance from `p` to the piece from a to b, in mm along the skin about `p`. */
double scalp_stretch_square(const scalp_stretch *stretch, scalp_vec2 p, scalp_vec2 a, scalp_vec2 b);

#endif
