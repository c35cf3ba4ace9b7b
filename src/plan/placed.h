/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is there already, as a layout takes it. Private to this room. */
#ifndef SCALPTOR_PLAN_PLACED_H
#define SCALPTOR_PLAN_PLACED_H

#include <scalptor/plan.h>

/* How many whole dots what is left of the placed ones and the old pigment come to, by zone. */
void plan_there(const scalp_placed *placed, double there[SCALP_ZONE_COUNT]);
/* What is left of the placed strokes' deposit, by zone. */
void plan_strokes_there(const scalp_placed *placed, double mm2[SCALP_ZONE_COUNT]);
/* Fills in the sites, the strokes that are there, the first session and what is left of the shares,
 * which are given whole. SCALP_ERR_INPUT: a session, a zone or a strength that there is not. */
scalp_status plan_around(const scalp_placed *placed, const scalp_design *design,
                         const scalp_work *work, scalp_layout_params *params, scalp_error *error);
/* The layout with the kept dots among its own. */
scalp_status plan_keep(const scalp_placed *placed, const scalp_work *work, scalp_layout *layout,
                       scalp_error *error);

#endif
