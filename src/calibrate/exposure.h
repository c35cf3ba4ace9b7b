/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside calibrate: what the camera made of paper and greys. */
#ifndef SCALPTOR_CALIBRATE_EXPOSURE_H
#define SCALPTOR_CALIBRATE_EXPOSURE_H

#include <scalptor/calibrate.h>

/* Linear light from which on a sample may have been cut off: 252 of 255 in sRGB. */
#define SCALP_CLIPPED 0.97

/* Bands of a pixel; `clipped` is set when one of them is. */
scalp_rgb scalp_pixel(const scalp_image *image, int x, int y, bool *clipped);
/* Weights of the luminance of sRGB, near enough for ranking pixels. */
double scalp_luminance(scalp_rgb rgb);

scalp_exposure scalp_exposure_make(const scalp_image *image, const scalp_scale *scale,
                                   double factor);

#endif
