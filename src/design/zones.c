/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "zones.h"

#include <math.h>
#include <stdio.h>

static const double beyond_corner = 1.1;

scalp_zone scalp_zones_at(const scalp_places *places, const scalp_hairline *hairline,
                          scalp_vec2 chart, double depth_mm) {
    /* A hairline is 2-3 cm deep: transition and defined zone (hair surgeons, domain notes 3.4). */
    const double deep =
        hairline->number[SCALP_HAIRLINE_TRANSITION] + hairline->number[SCALP_HAIRLINE_DEFINED];
    if (depth_mm < deep && fabs(chart.x) < beyond_corner * hairline->corner_x_mm && chart.y > 0)
        return SCALP_ZONE_HAIRLINE;
    const scalp_vec2 unit = scalp_places_unit(places, chart);
    for (size_t i = 0; i < scalp_zone_row_count(); i++) {
        const scalp_zone_row *row = scalp_zone_row_at(i);
        const double x = fabs(unit.x);
        if (!(x >= row->x_low && x < row->x_high && unit.y >= row->y_low && unit.y < row->y_high))
            continue;
        char sided[32];
        scalp_zone zone;
        snprintf(sided, sizeof sided, "%s_%c", row->zone, chart.x >= 0 ? 'l' : 'r');
        if (scalp_zone_find(row->zone, &zone) || scalp_zone_find(sided, &zone))
            return zone;
    }
    return SCALP_ZONE_NAPE;
}
