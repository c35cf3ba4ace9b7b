/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside inspect: Gaussian blur of small planes. */
#ifndef SCALPTOR_INSPECT_BLUR_H
#define SCALPTOR_INSPECT_BLUR_H

#include <scalptor/base.h>

/* `to` = `from` blurred by `sigma` px; beyond its edges the plane repeats them. `room` holds
 * width x height floats. `to` may be `from`. sigma below 0.05: a copy. */
void scalp_blur(const float *from, int width, int height, double sigma, float *to, float *room);
/* The radius of the kernel it uses. */
int scalp_blur_radius(double sigma);

#endif
