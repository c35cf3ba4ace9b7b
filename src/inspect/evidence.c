/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How likely a candidate is a dot. */
#include "find.h"

#include <math.h>

void scalp_evidence_read(scalp_survey *survey) {
    for (size_t i = 0; i < survey->count; i++) {
        scalp_candidate *c = &survey->all[i];
        const double e = 2 * ((double)c->trait[0] - 1.4) + 6 * ((double)c->trait[2] - 0.55);
        c->probability = 1 / (1 + scalp_exp(-e));
    }
}
