/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside inspect: which candidates lie near a place. */
#ifndef SCALPTOR_INSPECT_NEAR_H
#define SCALPTOR_INSPECT_NEAR_H

#include "find.h"

/* Candidates by square cells, row by row. */
typedef struct scalp_near {
    double cell;
    int columns, rows;
    const size_t *start; /* of every cell in `item`, and past the last */
    const size_t *item;  /* index of a candidate */
} scalp_near;

SCALP_CHECKED scalp_status scalp_near_make(const scalp_candidate *all, size_t count, int width,
                                           int height, double cell, const scalp_work *work,
                                           scalp_near *near, scalp_error *error);

typedef struct scalp_near_rows {
    int first, last, left, right; /* cells */
} scalp_near_rows;

scalp_near_rows scalp_near_within(const scalp_near *near, double x, double y, double reach);
/* The items of one row of cells: item[from] .. item[to - 1]. */
void scalp_near_row(const scalp_near *near, const scalp_near_rows *rows, int row, size_t *from,
                    size_t *to);

#endif
