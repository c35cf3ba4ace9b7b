/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where hair is missing at a stage. Private to this room. */
#ifndef SCALPTOR_DESIGN_LOSS_H
#define SCALPTOR_DESIGN_LOSS_H

#include "path.h"
#include "places.h"
#include "tables.h"

enum { SCALP_LOSS_PARTS = 4 };

typedef struct scalp_loss {
    bool everywhere; /* no stage: all hair counts as missing */
    size_t part_count;
    scalp_path part[SCALP_LOSS_PARTS];
    double blend_mm[SCALP_LOSS_PARTS];
} scalp_loss;

SCALP_CHECKED scalp_status scalp_loss_make(const scalp_places *places, scalp_norwood stage,
                                           const scalp_work *work, scalp_loss *loss,
                                           scalp_error *error);
/* Share of the hair that is missing at that place of the chart, 0..1. */
double scalp_loss_share(const scalp_loss *loss, scalp_vec2 chart);

#endif
