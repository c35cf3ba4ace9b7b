/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hairline as a curve in the chart, from the right temporal peak to the left. Private to this
 * room. */
#ifndef SCALPTOR_DESIGN_HAIRLINE_H
#define SCALPTOR_DESIGN_HAIRLINE_H

#include "path.h"
#include "places.h"
#include "tables.h"

typedef struct scalp_hairline {
    scalp_path line;                  /* right peak to left peak */
    scalp_path border;                /* the same, carried on outwards from the peaks */
    scalp_path behind;                /* closed: the border and a wide turn round the back */
    double corner_x_mm;               /* chart: how far out the frontotemporal corners lie */
    scalp_vec2 corner[2];             /* chart: right, left */
    double roughness_mm;              /* root mean square of the wandering between the corners */
    const double *number;             /* SCALP_HAIRLINE_NUMBERS that it was made of */
    scalp_vec2 peak_left, peak_right; /* chart: the temporal peaks */
} scalp_hairline;

/* `number`: SCALP_HAIRLINE_NUMBERS of them, which must outlive the hairline. */
SCALP_CHECKED scalp_status scalp_hairline_make(const scalp_places *places, const double *number,
                                               double height_mm, uint64_t seed,
                                               const scalp_work *work, scalp_hairline *hairline,
                                               scalp_error *error);
/* Distance behind the hairline, chart mm; negative in front of it. At most `limit` either way. */
double scalp_hairline_depth(const scalp_hairline *hairline, scalp_vec2 chart, double limit);

#endif
