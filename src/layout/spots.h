/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots in pale spots. Private to this room. */
#ifndef SCALPTOR_LAYOUT_SPOTS_H
#define SCALPTOR_LAYOUT_SPOTS_H

#include <scalptor/layout.h>

typedef struct layout_spot_dots {
    scalp_dot *items; /* spot by spot */
    size_t count;
} layout_spot_dots;

/* How many dots the design's spots get. */
size_t layout_spot_dots_count(const scalp_design *design);
/* The dots of all spots; those of a spot fall into different sessions as far as they can, and the
 * sessions' counts are their shares. Distances within a spot are what the spot has room for. */
SCALP_CHECKED scalp_status layout_spot_dots_make(const scalp_design *design, uint64_t seed,
                                                 const double *shares, size_t sessions,
                                                 const scalp_work *work, layout_spot_dots *dots,
                                                 scalp_error *error);

#endif
