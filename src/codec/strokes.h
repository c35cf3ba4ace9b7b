/* SPDX-License-Identifier: GPL-3.0-or-later */
/* photos[].strokes of the case: {"kind": "skin", "radius_px": 8, "points": [[x, y], ...]}. */
#ifndef SCALPTOR_CODEC_STROKES_H
#define SCALPTOR_CODEC_STROKES_H

#include "json_in.h"
#include "json_out.h"

/* Adds the strokes of photo `index` behind those that are there. */
SCALP_CHECKED scalp_status scalp_strokes_read(const scalp_json_in *in, const json_t *photo,
                                              size_t index, scalp_case *document);
/* Nothing when the photo has none. */
void scalp_strokes_write(scalp_json_out *out, const scalp_case *document, size_t photo);
void scalp_strokes_schema(scalp_json_out *out);

#endif
