/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lamps around the head, and how much of each reaches every vertex. Private to this room. */
#ifndef SCALPTOR_RENDER_RIG_H
#define SCALPTOR_RENDER_RIG_H

#include "fine.h"

enum { SCALP_RIG_LAMPS = 3 };

/* A lamp far away. */
typedef struct scalp_lamp {
    scalp_vec3 direction; /* towards the lamp, unit, in the head's frame */
    float colour[3];      /* linear light that a white surface facing the lamp sends back */
    double spread;        /* tangent of the lamp's angular radius */
} scalp_lamp;

typedef struct scalp_rig {
    scalp_lamp lamp[SCALP_RIG_LAMPS];
    scalp_vec3 up;           /* where the sky is */
    float sky[3], ground[3]; /* light from above and from below */
    float backdrop[2];       /* grey of the ground behind the head: middle, corners */
    bool balanced;           /* the camera takes the light for white */
} scalp_rig;

/* The lamps stand about the camera, as in a studio where the client turns on the chair. */
scalp_rig scalp_rig_make(scalp_light light, const scalp_camera *camera);

/* What the head itself leaves of the light at a place, and how it is bent there. */
typedef struct scalp_rig_reach {
    float share[SCALP_RIG_LAMPS + 1]; /* 0..1 of each lamp and (last) of the sky, not hidden */
    float key[3];                     /* of the key lamp after its way through the skin, by band */
    float bend_per_mm;                /* mean of the curvatures, without sign */
} scalp_rig_reach;

void scalp_rig_reach_add(scalp_rig_reach *sum, const scalp_rig_reach *reach, float weight);

/* One per vertex, from shadow maps of the lamps and the sky, smoothed along the surface; sky and
 * weak lamps at the head's own vertices, the key at all. The key's shadow is blurred for red, green
 * and blue by that mean square of the light's way in skin. SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED.
 */
SCALP_CHECKED scalp_status scalp_rig_reach_make(const scalp_rig *rig, const scalp_mesh *head,
                                                const scalp_fine *fine, const float variance_mm2[3],
                                                const scalp_work *work,
                                                const scalp_rig_reach **reach, scalp_error *error);

#endif
