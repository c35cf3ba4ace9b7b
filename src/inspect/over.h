/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside inspect: what lies over the skin, so that nothing can be said of what is below: stains,
 * hairs, blur. A grid of small cells, painted by each in turn; the first reason stays. */
#ifndef SCALP_INSPECT_OVER_H
#define SCALP_INSPECT_OVER_H

#include "find.h"

/* Cells for a photo whose widest dots are `most_px` wide; nothing is painted. */
SCALP_CHECKED scalp_status scalp_over_make(const scalp_image *image, double most_px,
                                           const scalp_work *work, scalp_over *over,
                                           scalp_error *error);

/* The stains, by pixels, with what `mask` (or NULL) has. */
SCALP_CHECKED scalp_status scalp_over_mask(const scalp_over *over, const scalp_image *image,
                                           const uint8_t *mask, const scalp_work *work,
                                           const uint8_t **to, scalp_error *error);

/* Sums of a mask over rectangles of cells, clipped to the grid: Crow 1984. */
typedef struct scalp_over_sums {
    int columns, rows;
    const uint32_t *sum;
} scalp_over_sums;

SCALP_CHECKED scalp_status scalp_over_sums_make(const scalp_over *over, const uint8_t *mask,
                                                const scalp_work *work, scalp_over_sums *sums,
                                                scalp_error *error);
/* Of cells left..right - 1, top..bottom - 1; `area`: how many of them there are. */
uint32_t scalp_over_sum(const scalp_over_sums *sums, int left, int top, int right, int bottom,
                        uint32_t *area);

/* By cell; NaN where nothing was seen. */
typedef struct scalp_bare {
    float *lift[2]; /* optical density of red and green above bare skin's, without shine */
    float *plain;   /* optical density of green as it is */
} scalp_bare;

SCALP_CHECKED scalp_status scalp_bare_make(const scalp_sight *sight, const scalp_over *over,
                                           const scalp_work *work, scalp_bare *bare,
                                           scalp_error *error);

/* Where something darker than skin and wider than any dot lies: unwiped ink, scabs, moles. `some`:
 * there is any. */
SCALP_CHECKED scalp_status scalp_stains_paint(const scalp_bare *bare, const scalp_work *work,
                                              scalp_over *over, bool *some, scalp_error *error);
/* Hairs that lie over the skin, and streaks of ink beside stains. */
SCALP_CHECKED scalp_status scalp_lines_paint(const scalp_bare *bare, const scalp_work *work,
                                             scalp_over *over, scalp_error *error);

#endif
