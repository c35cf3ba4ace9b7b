/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside inspect: Gaussian blur of small planes. */
#ifndef SCALPTOR_INSPECT_BLUR_H
#define SCALPTOR_INSPECT_BLUR_H

#include "lanes.h"

/* `to` = `from` blurred by `sigma` px, and `less`, unless NULL, from - to; beyond its edges the
 * plane repeats them. `width` is a multiple of SCALP_LANE; `to` is another plane than `from`. */
void scalp_blur(const scalp_lanes *lanes, const float *from, int width, int height, double sigma,
                float *to, float *less);
/* The radius of the kernel it uses. */
int scalp_blur_radius(double sigma);

#endif
