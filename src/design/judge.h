/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A design against the rules of good hairlines. Private to this room. */
#ifndef SCALPTOR_DESIGN_JUDGE_H
#define SCALPTOR_DESIGN_JUDGE_H

#include "density.h"

/* Fills in the design's figures of the hairline, its checks and warnings. */
void scalp_judge(const scalp_density_rules *rules, const scalp_style *style,
                 const scalp_loss *later, const char *stage_later, scalp_design *design);

#endif
