/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Target density per vertex, and what each face belongs to. Private to this room. */
#ifndef SCALPTOR_DESIGN_DENSITY_H
#define SCALPTOR_DESIGN_DENSITY_H

#include "areas.h"
#include "frame.h"
#include "loss.h"
#include "margin.h"

/* All that the density of a vertex depends on. */
typedef struct scalp_density_rules {
    const scalp_places *places;
    const scalp_frame *frame; /* where the head stands */
    const scalp_hairline *hairline;
    const scalp_loss *loss;
    const scalp_areas *areas;
    const scalp_design_spec *spec;
    bool treats_scalp;      /* else only zones that are wished for, and areas */
    double density_per_cm2; /* of the design */
} scalp_density_rules;

/* Fills in field, faces, areas and dots of the design. SCALP_ERR_INPUT when nothing is to be
 * treated, SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_density_make(const scalp_density_rules *rules,
                                              const scalp_work *work, scalp_design *design,
                                              scalp_error *error);

#endif
