/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heads and designs for this room's tests. */
#ifndef SCALPTOR_TESTS_DESIGN_DESIGNS_H
#define SCALPTOR_TESTS_DESIGN_DESIGNS_H

#include "../check.h"

#include <scalptor/design.h>

#include <math.h>

static inline scalp_head designs_head(const scalp_work *work, const char *sex) {
    const scalp_head_measures measures = {0};
    scalp_head head = {0};
    CHECK_STATUS(scalp_head_make(&measures, sex, work, &head, NULL), SCALP_OK);
    return head;
}

static inline scalp_design designs_make(const scalp_head *head, scalp_design_spec spec,
                                        const scalp_work *work) {
    scalp_design design = {0};
    scalp_error error = {0};
    CHECK_STATUS(scalp_design_make(head, &spec, work, &design, &error), SCALP_OK);
    if (error.status != SCALP_OK)
        printf("# %s\n", error.message);
    return design;
}

static inline double designs_nearest(const scalp_design *design, scalp_vec3 p) {
    double best = 1e9;
    for (size_t i = 0; i < design->hairline_count; i++)
        best = fmin(best, scalp_vec3_distance(design->hairline[i], p));
    return best;
}

/* Largest distance of a point of `a`'s hairline, mirrored (-1) or not (1), from `b`'s. */
static inline double designs_apart(const scalp_design *a, const scalp_design *b, double mirror) {
    double most = 0;
    for (size_t i = 0; i < a->hairline_count; i++) {
        scalp_vec3 p = a->hairline[i];
        p.x *= mirror;
        most = fmax(most, designs_nearest(b, p));
    }
    return most;
}

#endif
