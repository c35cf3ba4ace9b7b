/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the chart to the surface and back, and the head's own units. Private to this room. */
#ifndef SCALPTOR_DESIGN_PLACES_H
#define SCALPTOR_DESIGN_PLACES_H

#include <scalptor/head.h>

typedef struct scalp_places {
    const scalp_head *head;
    const scalp_bvh *bvh;
    /* Arcs from the vertex, mm: see tables.h. */
    double front_mm, back_mm, side_mm;
} scalp_places;

/* SCALP_ERR_INPUT (a head whose landmarks do not lie as they should), SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_places_make(const scalp_head *head, const scalp_work *work,
                                             scalp_places *places, scalp_error *error);
/* Place in the chart of the surface point nearest to `p`. */
scalp_vec2 scalp_places_chart(const scalp_places *places, scalp_vec3 p);
/* The surface point at that place of the chart. */
scalp_vec3 scalp_places_point(const scalp_places *places, scalp_vec2 chart);
/* The point of the upper front quarter in the sagittal plane x whose chart has that y. */
scalp_vec3 scalp_places_front_point(const scalp_places *places, double x_mm, double chart_y);
/* The point straight inwards from the client's left side (`left` 1) or right side (-1). */
bool scalp_places_side_point(const scalp_places *places, double left, double y, double z,
                             scalp_vec3 *point);
/* Chart to the head's own units, and back. */
scalp_vec2 scalp_places_unit(const scalp_places *places, scalp_vec2 chart);
scalp_vec2 scalp_places_mm(const scalp_places *places, scalp_vec2 unit);

#endif
