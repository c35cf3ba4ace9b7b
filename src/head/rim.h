/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outline of a head as a camera sees it. */
#ifndef SCALP_HEAD_RIM_H
#define SCALP_HEAD_RIM_H

#include <scalptor/head.h>

#define HEAD_RIM_STEP_MM 2.5 /* between two points */

typedef struct head_rim {
    size_t count;        /* 0: the camera sees no head */
    scalp_vec2 *at;      /* px, clockwise on the screen */
    scalp_vec2 *outward; /* unit */
    uint32_t *face;      /* of the surface that makes the outline there */
    double px_per_mm;
} head_rim;

/* The head is drawn in cells of 1 mm, their border followed and smoothed: within 0.3 mm of the
 * true outline. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status head_rim_make(const scalp_head *head, const scalp_camera *camera,
                                         const scalp_work *work, head_rim *rim, scalp_error *error);

#endif
