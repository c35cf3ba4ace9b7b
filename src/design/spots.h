/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pale spots that are filled one by one. Private to this room. */
#ifndef SCALPTOR_DESIGN_SPOTS_H
#define SCALPTOR_DESIGN_SPOTS_H

#include "areas.h"

typedef struct scalp_spots {
    scalp_spot_field *fields; /* in the order of their areas */
    const scalp_area **areas; /* of each */
    double *cm2;              /* of each: the field's, or what single spots cover */
    size_t count;
    double *dots_per_cm2; /* per vertex; NULL without fields */
    double *cover;        /* per vertex, of the skin by spots, 0..1; NULL without fields */
} scalp_spots;

/* SCALP_ERR_INPUT: more spots than have room, or none. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_spots_make(const scalp_areas *areas, const scalp_head *head,
                                            const scalp_work *work, scalp_spots *spots,
                                            scalp_error *error);

#endif
