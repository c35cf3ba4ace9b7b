/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What measures and modes do to a head, learnt by making heads with one of them changed. */
#ifndef SCALP_HEAD_SHAPE_H
#define SCALP_HEAD_SHAPE_H

#include "joint.h"

/* About `head`, with the measures not `given` (0) free and the modes not; `vertices`: those of all
 * vertices too, and of the modes. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status head_shape_make(const scalp_head *head,
                                           const double given[SCALP_MEASURES], const char *sex,
                                           bool vertices, const scalp_work *work,
                                           scalp_shape *shape, scalp_error *error);
/* The head of these measures and modes. */
SCALP_CHECKED scalp_status head_shape_head(const double values[SCALP_SHAPES], const char *sex,
                                           const scalp_work *work, scalp_head *head,
                                           scalp_error *error);
/* The shape about another head of the same person, made with `values`. */
void head_shape_move(scalp_shape *shape, const scalp_head *head, const double values[SCALP_SHAPES]);

#endif
