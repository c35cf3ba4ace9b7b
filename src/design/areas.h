/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas drawn beside the scalp's own zones, and places that are kept out. Private to this room. */
#ifndef SCALPTOR_DESIGN_AREAS_H
#define SCALPTOR_DESIGN_AREAS_H

#include "area_parts.h"
#include "atlas.h"
#include "frame.h"
#include "path.h"
#include "places.h"
#include "tables.h"

typedef struct scalp_area {
    const scalp_area_spec *spec;
    double density_per_cm2, margin_mm, edge_mm; /* defaults filled in */
    double spot_mm, spots_per_cm2;
    scalp_path path; /* smooth; open for a scar's line, none for moles and single spots */
    scalp_path hole[SCALP_DESIGN_AREA_HOLES];
    area_parts parts;
    double *weight;     /* per vertex, 0..1 */
    double *share;      /* per vertex, of the area's density; NULL: 1 all over */
    double *hole_share; /* per vertex, what the holes leave, 0..1; NULL without holes */
} scalp_area;

/* Whether it is filled with hair strokes. */
bool scalp_area_has_strokes(const scalp_area *area);

typedef struct scalp_areas {
    const scalp_atlas *atlas; /* NULL without areas */
    scalp_area *list;
    size_t count;
    double *keep; /* per vertex, what keep-outs and old pigment leave, 0..1 */
    double *old;  /* per vertex, what old pigment alone takes away of it, 0..1 */
} scalp_areas;

/* The areas of the style (those of kinds that the wish does not have itself), then those of the
 * wish. SCALP_ERR_INPUT, SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_areas_make(const scalp_places *places, const scalp_style *style,
                                            const scalp_design_spec *spec, const scalp_work *work,
                                            scalp_areas *areas, scalp_error *error);
/* Outline, holes and marks on the surface, where the head stands. */
SCALP_CHECKED scalp_status scalp_areas_outline(const scalp_areas *areas, const scalp_area *area,
                                               const scalp_places *places, const scalp_frame *frame,
                                               const scalp_work *work, scalp_area_result *result,
                                               scalp_error *error);

#endif
