/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Smooth random fields in space, for the texture of skin. Private to this room. */
#ifndef SCALPTOR_RENDER_NOISE_H
#define SCALPTOR_RENDER_NOISE_H

#include <scalptor/base.h>

/* A point in units of the field's period. */
typedef struct scalp_noise_point {
    float x, y, z;
} scalp_noise_point;

/* Gradient noise (Perlin 2002): mean 0, about -1..1, standard deviation near 0.27. `slope` gets the
 * derivatives and may be NULL. */
float scalp_noise_smooth(scalp_noise_point p, uint32_t seed, scalp_noise_point *slope);

/* Distance to the nearest of the scattered cell centres, and by how much the second is further
 * (Worley 1996): the second falls to 0 along the borders of the cells. */
typedef struct scalp_noise_cell {
    float nearest, margin;
    uint32_t lot;               /* drawn for this cell */
    scalp_noise_point outwards; /* away from the nearest centre, unit length */
} scalp_noise_cell;

scalp_noise_cell scalp_noise_cells(scalp_noise_point p, uint32_t seed);

#endif
