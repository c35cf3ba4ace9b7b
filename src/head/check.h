/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold of a photo's landmarks before a fit is tried. */
#ifndef SCALPTOR_HEAD_CHECK_H
#define SCALPTOR_HEAD_CHECK_H

#include <scalptor/head.h>

/* The fewest landmarks that fix a pose without doubt: 3 leave up to four (Haralick et al. 1994). */
#define SCALP_FIT_LANDMARKS 4
/* One fewer will do beside so many points of the midline. */
#define SCALP_FIT_MIDLINE 2

/* How the photo is called in a message. */
const char *scalp_view_name(const scalp_view *view);
/* SCALP_ERR_INPUT with the sentence, see scalp_fit_make. */
SCALP_CHECKED scalp_status scalp_view_check(const scalp_view *view, scalp_error *error);

#endif
