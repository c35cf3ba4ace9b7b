/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The areas of a case as the design wants them. Private to this room. */
#ifndef SCALPTOR_CASE_DRAWN_H
#define SCALPTOR_CASE_DRAWN_H

#include "clicked.h"

typedef struct scalp_drawn {
    scalp_area_spec *list;
    size_t count;
} scalp_drawn;

/* design.areas, and the template of every zone off the scalp that design.zones names and no area
 * covers. SCALP_ERR_INPUT: a point off the head, a zone that is drawn nowhere. */
SCALP_CHECKED scalp_status scalp_drawn_make(const scalp_case *document, const scalp_fit *fit,
                                            const scalp_work *work, scalp_drawn *drawn,
                                            scalp_error *error);

#endif
