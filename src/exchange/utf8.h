/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside exchange: letters of a text. */
#ifndef SCALPTOR_EXCHANGE_UTF8_H
#define SCALPTOR_EXCHANGE_UTF8_H

#include <scalptor/base.h>

/* Bytes of the letter at `at` (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF); 0
 * when there is none before `end`. */
size_t scalp_utf8_letter(const uint8_t *at, const uint8_t *end);
bool scalp_utf8_check(scalp_bytes bytes);
/* The longest beginning of `text` of at most `most` bytes that cuts no letter. */
size_t scalp_utf8_cut(const char *text, size_t length, size_t most);
/* A letter below U+10000. */
void scalp_utf8_put(scalp_writer *text, uint32_t letter);

#endif
