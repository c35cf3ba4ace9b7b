/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Means along a surface, from vertex to vertex. Private to this room. */
#ifndef SCALPTOR_RENDER_ALONG_H
#define SCALPTOR_RENDER_ALONG_H

#include "rig.h"

/* Each vertex's neighbours: near[start[i] .. start[i + 1]). */
typedef struct scalp_along {
    const scalp_mesh *mesh;
    const uint32_t *start, *near;
    const float
        *step_mm2; /* what one round of means adds to the mean square of the way, per axis */
    const float *bend_per_mm; /* how strongly the surface is bent: mean over the edges */
} scalp_along;

/* For a closed mesh. Results in work->memory. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_along_make(const scalp_mesh *mesh, const scalp_work *work,
                                            scalp_along *along, scalp_error *error);

/* One round: to[i] is the mean of from[] over vertex i and its neighbours, each value `width`
 * floats wide, at most 4; they may not be the same. */
void scalp_along_mean(const scalp_along *along, const float *from, int width,
                      const scalp_work *work, float *to);

#endif
