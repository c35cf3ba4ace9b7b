/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: numbers in lines of text, read strictly, without the locale. */
#ifndef SCALPTOR_CODEC_SCAN_H
#define SCALPTOR_CODEC_SCAN_H

#include <scalptor/codec.h>

/* A place in a text; `line` counts from 1. */
typedef struct scalp_scan {
    const char *at, *end;
    const char *name;
    size_t line;
} scalp_scan;

/* At the first line, behind a byte order mark if there is one. */
scalp_scan scalp_scan_make(scalp_bytes bytes, const char *name);
/* Passes blanks, and line ends behind a backslash. */
void scalp_scan_blanks(scalp_scan *scan);
/* Whether nothing but blanks and a comment (#) is left of the line. */
bool scalp_scan_line_done(scalp_scan *scan);
/* Goes to the beginning of the next line; false when there is none. */
bool scalp_scan_next_line(scalp_scan *scan);
/* A decimal number that a blank, a comment or the end of the line follows. False, and the place
 * kept, when there is none. Read to the nearest double, beyond 63 characters to within three units
 * of the last place; what is too large becomes infinite. */
bool scalp_scan_number(scalp_scan *scan, double *number);
/* A whole number with its sign, anything behind it; at most 18 digits. */
bool scalp_scan_integer(scalp_scan *scan, int64_t *number);
/* Fails with "NAME, line N: what". */
SCALP_PRINTF(3, 4)
scalp_status scalp_scan_fail(const scalp_scan *scan, scalp_error *error, const char *format, ...);

#endif
