/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs within an area, data/area_parts.csv. Private to this room. */
#ifndef SCALPTOR_DESIGN_AREA_PARTS_H
#define SCALPTOR_DESIGN_AREA_PARTS_H

#include "area_kinds.h"

typedef struct area_part {
    scalp_vec2 at;         /* in the chart */
    double share, edge_mm; /* of the area's density; of the soft rim */
} area_part;

typedef struct area_parts {
    const area_part *list;
    size_t count; /* 0: the kind is the same all over */
} area_parts;

/* SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status area_parts_make(const area_template *from, const scalp_head *head,
                                           scalp_area_kind kind, const scalp_work *work,
                                           area_parts *parts, scalp_error *error);
/* What holds at a place; without parts a share of 1 and the edge that is given. */
area_part area_parts_at(const area_parts *parts, scalp_vec2 at, double edge_mm);

#endif
