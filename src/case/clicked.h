/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was clicked in a photo, carried to the head through the fitted camera. Private to this
 * room. */
#ifndef SCALPTOR_CASE_CLICKED_H
#define SCALPTOR_CASE_CLICKED_H

#include <scalptor/case.h>

/* Where the ray through a pixel first meets the head; false when it misses it. */
bool scalp_clicked(const scalp_bvh *bvh, const scalp_camera *camera, scalp_vec2 px,
                   scalp_mesh_point *at);

#endif
