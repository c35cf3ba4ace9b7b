/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: dots as the text of a plan file. docs/plan-format.md describes it. */
#ifndef SCALPTOR_CODEC_DOTS_PACK_H
#define SCALPTOR_CODEC_DOTS_PACK_H

#include <scalptor/codec.h>

#define SCALP_DOT_LETTERS 16u /* base64 letters for the 12 bytes of one dot */

/* Fills SCALP_DOT_LETTERS * count characters. */
void scalp_dots_pack(const scalp_dot *dots, size_t count, char *text);

/* The reverse: face, u, v, zone and session of `count` dots, unchecked. False when a character is
 * not of the base64 alphabet. */
bool scalp_dots_unpack(const char *text, size_t count, scalp_dot *dots);

#endif
