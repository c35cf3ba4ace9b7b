/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client's own hair on the rendered head. */
#ifndef SCALPTOR_CASE_HAIR_H
#define SCALPTOR_CASE_HAIR_H

#include <scalptor/case.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The hair that a picture of the rendered head shows (scalp_scene), 0..1 per vertex: what the
 * photos show (`existing_per_cm2`, the design's) where the case has it measured, else what the
 * stage of loss leaves; soft at its borders. SCALP_ERR_INPUT, SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_case_hair_seen(const scalp_case *document, const scalp_head *head,
                                                const double *existing_per_cm2,
                                                const scalp_work *work, const float **hair,
                                                scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
