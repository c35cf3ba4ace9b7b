/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: fields of a record from JSON. */
#ifndef SCALPTOR_CODEC_RECORD_H
#define SCALPTOR_CODEC_RECORD_H

#include "json_in.h"

#include <scalptor/codec_records.h>

/* One field from its member; texts are copied to work->memory. An empty list leaves it away. */
SCALP_CHECKED scalp_status scalp_record_member_read(const scalp_json_in *in,
                                                    const scalp_record_field *field,
                                                    const json_t *member, const scalp_work *work,
                                                    scalp_record *record);
/* "" for a record without a seal; otherwise the hash that belongs in it. */
SCALP_CHECKED scalp_status scalp_record_seal_make(const scalp_record *record,
                                                  const scalp_work *work, char hash[SCALP_HASH_HEX],
                                                  scalp_error *error);
/* The field of the kind that is a seal; NULL: none. */
const scalp_record_field *scalp_record_seal_field(const scalp_record *record);

#endif
