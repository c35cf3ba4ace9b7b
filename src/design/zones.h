/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which zone a place of the scalp belongs to. Private to this room. */
#ifndef SCALPTOR_DESIGN_ZONES_H
#define SCALPTOR_DESIGN_ZONES_H

#include "hairline.h"

/* `depth_mm` is the place's distance behind the hairline. */
scalp_zone scalp_zones_at(const scalp_places *places, const scalp_hairline *hairline,
                          scalp_vec2 chart, double depth_mm);

#endif
