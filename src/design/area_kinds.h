/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of areas, and their curves on the standard head. Private to this room. */
#ifndef SCALPTOR_DESIGN_AREA_KINDS_H
#define SCALPTOR_DESIGN_AREA_KINDS_H

#include "places.h"

#include <scalptor/design.h>

typedef struct area_kind_row {
    const char *name, *zone;
    double density, margin_mm, edge_mm;
    int has_template;
    double spot_mm, spots_per_cm2;
} area_kind_row;

const area_kind_row *area_kind_row_of(scalp_area_kind kind);

/* The standard head that data/areas.csv is drawn on. */
typedef struct area_template {
    scalp_head head;
    const scalp_bvh *bvh;
} area_template;

SCALP_CHECKED scalp_status area_template_make(const scalp_work *work, area_template *made,
                                              scalp_error *error);
/* Gives the area the control points of its kind's curve, in the chart of `head`: the same points
 * of the same faces, for the standard head and every registration of it have those in common. */
SCALP_CHECKED scalp_status area_template_points(const area_template *from, const scalp_head *head,
                                                scalp_area_spec *area, const scalp_work *work,
                                                scalp_error *error);
void area_template_nostrils(const area_template *from, const scalp_head *head,
                            scalp_vec3 nostril[2]);

#endif
