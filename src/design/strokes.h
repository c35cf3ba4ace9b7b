/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Areas that are filled with hair strokes. Private to this room. */
#ifndef SCALPTOR_DESIGN_STROKES_H
#define SCALPTOR_DESIGN_STROKES_H

#include "areas.h"

/* SCALP_ERR_INPUT where spacing or length is out of range. */
SCALP_CHECKED scalp_status scalp_strokes_check(const scalp_area_spec *spec, scalp_error *error);
/* Fills in what the result says of strokes; its outline is there already. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_strokes_count(const scalp_areas *areas, const scalp_area *area,
                                               const scalp_design_spec *spec, size_t vertices,
                                               const scalp_work *work, scalp_area_result *result,
                                               scalp_error *error);

#endif
