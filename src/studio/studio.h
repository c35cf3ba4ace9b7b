/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside studio: documents of the store as records. */
#ifndef SCALPTOR_STUDIO_INSIDE_H
#define SCALPTOR_STUDIO_INSIDE_H

#include <scalptor/codec.h>
#include <scalptor/studio.h>

/* SCALP_ERR_NO also where the body says another id, kind or client than its row. */
SCALP_CHECKED scalp_status scalp_studio_record_from(const scalp_document *document,
                                                    const scalp_work *work, scalp_record *record,
                                                    scalp_error *error);
/* A copy in work->memory. */
SCALP_CHECKED scalp_status scalp_studio_copy(const scalp_studio *studio, const char *text,
                                             const char **copy, scalp_error *error);
/* The SHA-256 of bytes, and the bytes as a new blob of a client's, today: inside a transaction. */
SCALP_CHECKED scalp_status scalp_studio_hash(const scalp_studio *studio, scalp_bytes bytes,
                                             const char **hex, scalp_error *error);
SCALP_CHECKED scalp_status scalp_studio_put_blob(const scalp_studio *studio, const char *kind,
                                                 const char *client, scalp_bytes bytes,
                                                 const char **id, scalp_error *error);
/* Signature, how and when, in a record that has these fields. */
SCALP_CHECKED scalp_status scalp_studio_set_signature(const scalp_studio *studio,
                                                      const scalp_studio_signature *signature,
                                                      scalp_record *record, scalp_error *error);
/* A row of materials for a lot that is used. `amount` 0: not said. */
SCALP_CHECKED scalp_status scalp_studio_add_material(const scalp_studio *studio,
                                                     scalp_record *session,
                                                     const scalp_record *stock, double amount,
                                                     scalp_error *error);
/* Opens a bottle that was not open, today, and takes `amount` of it. Not stored. */
void scalp_studio_reduce(scalp_record *stock, const char *today, double amount);
/* SCALP_ERR_NO: it may not be used today; SCALP_ERR_INPUT: there is not so much. */
SCALP_CHECKED scalp_status scalp_studio_check_use(const scalp_record *stock, const char *today,
                                                  double amount, scalp_error *error);

#endif
