/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: a figure in a row of CSV. */
#ifndef SCALPTOR_CODEC_DECIMAL_H
#define SCALPTOR_CODEC_DECIMAL_H

#include <stddef.h>

/* Four decimals with a point whatever the locale, or nothing when it is no number; then `behind`.
 * As snprintf. */
int scalp_decimal_put(char *to, size_t size, double x, char behind);

#endif
