/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a photo's stated side says about its camera. */
#ifndef SCALPTOR_HEAD_SIDE_H
#define SCALPTOR_HEAD_SIDE_H

#include <scalptor/head.h>

typedef struct scalp_side {
    scalp_mat3 turn; /* the rotation that the side means, without roll */
    /* One standard deviation of what people take for that side, radians: turned about the upright
     * axis, and tilted towards the camera or away. */
    double turn_sd, tilt_sd;
} scalp_side;

/* False for "other", an unknown word or NULL. */
bool scalp_side_find(const char *name, scalp_side *side);
/* Cosine of the angle between the directions from the head to both cameras. */
double scalp_side_cosine(const scalp_side *side, const scalp_mat3 *rotation);
/* How far the camera stands to the right and below that side, in standard deviations. */
scalp_vec2 scalp_side_deviation(const scalp_side *side, const scalp_mat3 *rotation);

#endif
