/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decimal.h"

#include <scalptor/base.h>

#include <math.h>
#include <stdio.h>

int scalp_decimal_put(char *to, size_t size, double x, char behind) {
    if (!isfinite(x))
        return snprintf(to, size, "%c", behind);
    const double n = floor(fabs(scalp_clamp(x, -1e8, 1e8)) * 10000 + 0.5);
    const double whole = floor(n / 10000);
    return snprintf(to, size, "%s%.0f.%04.0f%c", x < 0 && n > 0 ? "-" : "", whole,
                    n - whole * 10000, behind);
}
