/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside calibrate: even pieces of a photo that are as square as a patch. */
#ifndef SCALPTOR_CALIBRATE_SQUARES_H
#define SCALPTOR_CALIBRATE_SQUARES_H

#include <scalptor/image.h>

#define SCALP_SQUARES_MAX 400

typedef struct scalp_square {
    scalp_vec2 centre; /* px of the photo */
    double side;
} scalp_square;

/* The first SCALP_SQUARES_MAX from the top, in work->memory. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_squares_find(const scalp_image *image, const scalp_work *work,
                                              const scalp_square **squares, size_t *count,
                                              scalp_error *error);

#endif
