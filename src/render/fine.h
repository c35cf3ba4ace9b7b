/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head with each face cut in four, its new corners laid on the round surface that the normals
 * mean: for pictures of it, in which neither outline nor shadow may show a triangle. Private to
 * this room. */
#ifndef SCALPTOR_RENDER_FINE_H
#define SCALPTOR_RENDER_FINE_H

#include <scalptor/render.h>

typedef struct scalp_fine {
    scalp_mesh mesh; /* the head's vertices come first */
    size_t coarse;   /* so many of them */
    /* Of each new vertex: the two that it lies between. */
    const uint32_t (*between)[2];
    const scalp_head_paint *paint;
    const float *ear, *scalp; /* 0..1: how much of it is ear, or scalp */
    const float *bare;        /* 0..1: how much of the painted brow is left out there */
    const float *hair;        /* 0..1: how much of a full head's hair grows there */
} scalp_fine;

/* Of the look: bare_brow and hair. Results in work->memory. SCALP_ERR_MEMORY.
 */
SCALP_CHECKED scalp_status scalp_fine_make(const scalp_head *head, const scalp_head_look *look,
                                           const scalp_work *work, scalp_fine *fine,
                                           scalp_error *error);

#endif
