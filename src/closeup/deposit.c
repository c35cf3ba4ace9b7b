/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the width a dot is seen with to the deposit that made it. */
#include <scalptor/closeup.h>

#include <math.h>

enum { widths = 12 };

scalp_status scalp_onto_seen_make(const scalp_plan *plan, scalp_zone zone, const scalp_work *work,
                                  scalp_onto_seen *seen, scalp_error *error) {
    scalp_deposit deposit = scalp_plan_deposit(plan, zone);
    seen->depth_mm = deposit.depth_mm;
    for (int k = 0; k < widths; k++) {
        deposit.diameter_mm = seen->deposit_mm[k] = 0.05 + 0.05 * k;
        SCALP_TRY(scalp_optics_seen_diameter(&deposit, work, &seen->seen_mm[k], error));
    }
    return SCALP_OK;
}

double scalp_onto_deposit_from_seen(const scalp_onto_seen *seen, double seen_mm) {
    int k = 0;
    while (k + 2 < widths && seen_mm > seen->seen_mm[k + 1])
        k++;
    const double t =
        (seen_mm - seen->seen_mm[k]) / fmax(seen->seen_mm[k + 1] - seen->seen_mm[k], 1e-9);
    return scalp_clamp(seen->deposit_mm[k] + t * 0.05, seen->deposit_mm[0],
                       seen->deposit_mm[widths - 1]);
}
