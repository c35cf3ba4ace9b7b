/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where something ends in a photo: edges found near where they are expected. */
#ifndef SCALPTOR_SEGMENT_H
#define SCALPTOR_SEGMENT_H

#include <scalptor/image.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A closed or open curve of pixels. */
typedef struct scalp_curve {
    const scalp_vec2 *points;
    size_t count;
    bool closed;
} scalp_curve;

typedef struct scalp_outline_params {
    double reach_inside_px, reach_outside_px; /* how far the true edge may lie from `expected` */
    double blur_px;                           /* softness of the photo's edges; 0: 1 */
    double stiffness; /* 0..: how much the offset may change per point; 0: 1 */
} scalp_outline_params;

/* The offset of the true outline from the expected one, along its outward normal. */
typedef struct scalp_outline {
    size_t count;             /* as `expected` */
    const double *offset_px;  /* positive: the true edge lies outside */
    const double *confidence; /* 0..1: how clearly the edge stands out there */
} scalp_outline;

/* Finds the strongest smooth edge between inside and outside near `expected` (dynamic programming
 * over strips across the curve; inside lies to the left of the direction of travel in image
 * axes x right, y down, that is, the curve runs clockwise on the screen).
 * SCALP_ERR_INPUT (fewer than 8 points), SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_segment_outline(const scalp_image *image,
                                                 const scalp_curve *expected,
                                                 const scalp_outline_params *params,
                                                 const scalp_work *work, scalp_outline *outline,
                                                 scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
