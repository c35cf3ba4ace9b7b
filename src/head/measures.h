/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCALP_HEAD_MEASURES_H
#define SCALP_HEAD_MEASURES_H

#include <scalptor/head.h>

/* Checks the measures given and fills those that are 0 by the population's regression on the
 * others, such that a head of all four exists. SCALP_ERR_INPUT. */
SCALP_CHECKED scalp_status head_measures_complete(const scalp_head_measures *given, const char *sex,
                                                  scalp_head_measures *all, scalp_error *error);

#endif
