/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How near hair may come to ear, cheek and neck. Private to this room. */
#ifndef SCALPTOR_DESIGN_MARGIN_H
#define SCALPTOR_DESIGN_MARGIN_H

#include "hairline.h"

/* Factor on the density of each vertex, 0..1: 0 off the scalp and within 5 mm of the ear, rising
 * softly from the ear, the edge of the sideburn and the edge of the nape. The forehead counts as
 * scalp: there the hairline rules. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_margin_make(const scalp_head *head, const scalp_hairline *hairline,
                                             const scalp_work *work, const double **factor,
                                             scalp_error *error);

#endif
