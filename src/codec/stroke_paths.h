/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: hair strokes in a plan file, packed as dots are. docs/plan-format.md describes it.
 */
#ifndef SCALPTOR_CODEC_STROKE_PATHS_H
#define SCALPTOR_CODEC_STROKE_PATHS_H

#include "json_in.h"
#include "json_out.h"

#include <scalptor/codec.h>

/* Writes the member "strokes", unless there are none. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_stroke_paths_write(scalp_json_out *out, const scalp_layout *layout,
                                                    const scalp_work *work, scalp_error *error);
/* Reads it into the layout, whose sessions become more where strokes have later ones; without it
 * there are none. */
SCALP_CHECKED scalp_status scalp_stroke_paths_read(const scalp_json_in *in, const json_t *root,
                                                   const scalp_mesh *mesh, const scalp_work *work,
                                                   scalp_layout *layout);

#endif
