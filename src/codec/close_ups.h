/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The case's close_ups: {"id": .., "file": .., "ties": [{"px": [x, y], "in": "top", "at": [x,
 * y]}]}, and the parts of a case that they share with photos. */
#ifndef SCALPTOR_CODEC_CLOSE_UPS_H
#define SCALPTOR_CODEC_CLOSE_UPS_H

#include "strokes.h"

SCALP_CHECKED scalp_status scalp_close_ups_read(const scalp_json_in *in, const json_t *root,
                                                scalp_case *document);
/* Nothing when the case has none. */
void scalp_close_ups_write(scalp_json_out *out, const scalp_case *document);
void scalp_close_ups_schema(scalp_json_out *out);

/* A plain field of the table into `base`; `index` of the list's element, or -1. */
SCALP_CHECKED scalp_status scalp_json_field_read(const scalp_json_in *in, const json_t *object,
                                                 const scalp_case_field *field, int index,
                                                 void *base);
/* The member scale of `of` ("photos[0]"); what it does not have stays. */
SCALP_CHECKED scalp_status scalp_json_scale_read(const scalp_json_in *in, const json_t *object,
                                                 const char *of, scalp_vec2 ends[2], double *mm,
                                                 bool *has);
void scalp_json_field_write(scalp_json_out *out, const scalp_case_field *field, const void *base);
void scalp_json_scale_write(scalp_json_out *out, bool has, scalp_vec2 from, scalp_vec2 to,
                            double mm);
void scalp_schema_fields(scalp_json_out *out, const scalp_case_field *fields, size_t count,
                         const char *section);
void scalp_schema_scale(scalp_json_out *out);

#endif
