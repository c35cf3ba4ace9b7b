/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside calibrate: tags in a picture, by libapriltag (Wang & Olson 2016). */
#ifndef SCALPTOR_CALIBRATE_TAGS_H
#define SCALPTOR_CALIBRATE_TAGS_H

#include <scalptor/calibrate.h>

typedef struct scalp_tag {
    int number;
    scalp_vec2 corner_px[4]; /* of the black square, clockwise from its own upper left */
} scalp_tag;

/* Every tag of the card or of a sticker; up to SCALP_MARKS_MAX, others are passed over. `mirrored`:
 * look at the mirror image, whose places are then given. SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_tags_find(const scalp_image *image, bool mirrored,
                                           const scalp_work *work, scalp_tag *tags, size_t *count,
                                           scalp_error *error);

#endif
