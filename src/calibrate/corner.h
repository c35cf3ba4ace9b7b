/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside calibrate: the corners of a tag, made exact. */
#ifndef SCALPTOR_CALIBRATE_CORNER_H
#define SCALPTOR_CALIBRATE_CORNER_H

#include <scalptor/image.h>

/* Moves the corners of a black square (clockwise as seen, y down) to where its sides cross; leaves
 * them when a side cannot be followed. */
void scalp_corners_refine(const scalp_image *image, scalp_vec2 corner[4]);

#endif
