/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of codec that reads and writes records, and seals what was signed. */
#ifndef SCALPTOR_CODEC_RECORDS_H
#define SCALPTOR_CODEC_RECORDS_H

#include <scalptor/base.h>
#include <scalptor/records.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCALP_CODEC_MAX_RECORD_BYTES (1u << 20)

/* A record as JSON: scalptor_record (1), kind, id, client, date, then its fields in the order of
 * the table, those that are given. One record has one text, which seals are hashes of. */
SCALP_CHECKED scalp_status scalp_codec_record_write(const scalp_record *record,
                                                    const scalp_work *work, scalp_bytes *bytes,
                                                    scalp_error *error);
/* Reads and checks it, in any order of members. SCALP_ERR_INPUT names file and field; SCALP_ERR_NO:
 * it was altered after it was signed. */
SCALP_CHECKED scalp_status scalp_codec_record_read(scalp_bytes bytes, const char *name,
                                                   const scalp_work *work, scalp_record *record,
                                                   scalp_error *error);
/* Sets the field whose type is seal; the record is not to be changed afterwards. */
SCALP_CHECKED scalp_status scalp_codec_record_seal(scalp_record *record, const scalp_work *work,
                                                   scalp_error *error);
/* Sets one field from a text as people type it: "yes", "12.5", a word of a choice; rows as a JSON
 * list of objects, lists as one or as their items, one at a time. "" takes the field away.
 * Limits are left to scalp_record_check. SCALP_ERR_INPUT: no such field, not such a value, or a
 * fixed field. */
SCALP_CHECKED scalp_status scalp_codec_record_set(scalp_record *record, const char *field,
                                                  const char *text, const scalp_work *work,
                                                  scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
