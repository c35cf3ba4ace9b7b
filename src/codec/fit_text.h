/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: what writing and reading a fit share. */
#ifndef SCALPTOR_CODEC_FIT_TEXT_H
#define SCALPTOR_CODEC_FIT_TEXT_H

#include <scalptor/codec.h>

/* The nearest multiple of 1e-6: the very double that its shortest decimal reads back as. */
double scalp_fit_round6(double x);

/* "case", "exif", "solved", "assumed"; "length", "iris", "head", "prior". NULL past the end. */
const char *scalp_fit_focal_name(int source);
const char *scalp_fit_scale_name(int source);

#define SCALP_FINGERPRINT_HEX 17 /* 16 digits and a NUL */

/* A 64-bit hash over the head's vertices, rounded to 1e-6 mm, and its faces: whether a head made
 * anew is the one that dots were laid on. SHA-256 would take longer than reading all the rest. */
void scalp_fit_fingerprint(const scalp_head *head, char hex[SCALP_FINGERPRINT_HEX]);

#endif
