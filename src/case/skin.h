/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client's skin, and what blends its scars. Private to this room. */
#ifndef SCALPTOR_CASE_SKIN_H
#define SCALPTOR_CASE_SKIN_H

#include <scalptor/case.h>

/* The fairest and the darkest skin there is in the model stand in for those beyond. */
SCALP_CHECKED scalp_status scalp_case_skin_parts(const scalp_case *document, const scalp_work *work,
                                                 scalp_skin_parts *skin, scalp_error *error);
/* Healed dots in each mm2 of pale scar skin that make it as dark, in daylight, as the skin around
 * with its dots. */
SCALP_CHECKED scalp_status scalp_case_blend(const scalp_case *document, const scalp_work *work,
                                            double *per_mm2, scalp_error *error);

#endif
