/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything in a store as rows in one order, and a file of them: what backups, moves and the
 * content's hash are made of. Rows travel sealed as they are. */
#ifndef SCALPTOR_STORE_COPY_H
#define SCALPTOR_STORE_COPY_H

#include "inside.h"

/* ---- Rows (table.c) ---------------------------------------------------------------------- */

#define STORE_MAX_COLUMNS 12
#define STORE_COLUMNS_ROOM 256

typedef struct store_row {
    const char *table, *columns; /* columns: names with ", " between */
    db_value values[STORE_MAX_COLUMNS];
    size_t count;
} store_row;

typedef scalp_status (*store_row_visit)(void *context, const store_row *row, scalp_error *error);

/* Every row of every table, by its key; parts of blobs too, wherever they are. Inside a
 * transaction. */
SCALP_CHECKED scalp_status store_rows_visit(scalp_store *store, const scalp_work *work,
                                            store_row_visit visit, void *context,
                                            scalp_error *error);

/* BLAKE2b-256 of rows in their order. */
typedef struct store_digest {
    crypto_generichash_state state;
    pack scratch;
} store_digest;

void store_digest_make(store_digest *digest);
SCALP_CHECKED scalp_status store_digest_add(store_digest *digest, const store_row *row,
                                            scalp_error *error);
void store_digest_end(store_digest *digest, char hex[SCALP_STORE_HASH]);
void store_row_pack(const store_row *row, pack *to);
/* False: malformed. `columns` and the values point into `bytes`; names into the row's own room. */
typedef struct store_row_names {
    char table[40], columns[STORE_COLUMNS_ROOM];
} store_row_names;
bool store_row_unpack(scalp_bytes bytes, store_row *row, store_row_names *names);

/* ---- Filling a new store (copy.c) -------------------------------------------------------- */

typedef struct store_loading {
    scalp_store *store;
    store_parts parts;
    bool parts_open;
} store_loading;

/* A store_row_visit: writes the row. */
SCALP_CHECKED scalp_status store_load_row(void *loading, const store_row *row, scalp_error *error);
/* Ends it: the last file is on the disk. */
SCALP_CHECKED scalp_status store_load_end(store_loading *loading, bool keep, scalp_error *error);
/* The content's hash and the figures of a report. Inside a transaction. */
SCALP_CHECKED scalp_status store_content(scalp_store *store, const scalp_work *work,
                                         char hex[SCALP_STORE_HASH], scalp_error *error);
SCALP_CHECKED scalp_status store_figures(scalp_store *store, scalp_store_report *report,
                                         scalp_error *error);
/* Keys of one handle for another one. */
SCALP_CHECKED scalp_status store_keys_copy(const seal_keys *from, scalp_store *to,
                                           scalp_error *error);

/* ---- The file (backup_file.c) ------------------------------------------------------------ */

typedef struct backup_head {
    seal_box box;
    uint8_t stream[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
    pack bytes; /* as in the file: bound to the first message */
} backup_head;

typedef struct backup_writer backup_writer;
SCALP_CHECKED scalp_status backup_write_open(const char *path, const seal_box *box,
                                             const seal_keys *keys, backup_writer **writer,
                                             scalp_error *error);
SCALP_CHECKED scalp_status backup_write(backup_writer *writer, scalp_bytes record,
                                        scalp_error *error);
/* Ends the file and brings it to the disk. Frees the writer in any case. */
SCALP_CHECKED scalp_status backup_write_close(backup_writer **writer, bool keep,
                                              scalp_error *error);

typedef struct backup_reader backup_reader;
/* Reads the head. SCALP_ERR_INPUT: not a backup. */
SCALP_CHECKED scalp_status backup_read_open(const char *path, seal_box *box, backup_reader **reader,
                                            scalp_error *error);
SCALP_CHECKED scalp_status backup_read_start(backup_reader *reader, const seal_keys *keys,
                                             scalp_error *error);
/* The next record, valid until the one after; `there` false at the true end. */
SCALP_CHECKED scalp_status backup_read(backup_reader *reader, scalp_bytes *record, bool *there,
                                       scalp_error *error);
void backup_read_close(backup_reader **reader);
/* The head by itself, from foreign bytes; `used` gets its size. */
SCALP_CHECKED scalp_status backup_head_read(scalp_bytes bytes, backup_head *head, size_t *used,
                                            scalp_error *error);

/* All records of a backup: the schema first, rows, the hash last. `visit` may be NULL. */
typedef struct backup_facts {
    int64_t schema;
    char content[SCALP_STORE_HASH];
} backup_facts;
SCALP_CHECKED scalp_status backup_rows(backup_reader *reader, const scalp_work *work,
                                       backup_facts *facts, store_row_visit visit, void *context,
                                       scalp_error *error);
/* Only the first record. */
SCALP_CHECKED scalp_status backup_schema(backup_reader *reader, int64_t *schema,
                                         scalp_error *error);

/* ---- With other migrations (for tests) --------------------------------------------------- */

SCALP_CHECKED scalp_status store_restore_as(const store_schema *schema,
                                            const scalp_store_restore_params *params,
                                            const scalp_work *work, scalp_store **store,
                                            scalp_store_report *report, scalp_error *error);

/* ---- The doctor -------------------------------------------------------------------------- */

typedef struct doctor {
    scalp_store *store;
    const scalp_work *work;
    scalp_store_report *report;
    bool blobs; /* read their bytes */
} doctor;

SCALP_PRINTF(2, 3) scalp_status doctor_fault(doctor *d, const char *format, ...);
SCALP_CHECKED scalp_status doctor_audit(doctor *d, scalp_error *error);
SCALP_CHECKED scalp_status doctor_documents(doctor *d, scalp_error *error);
SCALP_CHECKED scalp_status doctor_blobs(doctor *d, scalp_error *error);
/* Inside a transaction; SCALP_OK whatever the report says. */
SCALP_CHECKED scalp_status doctor_examine(doctor *d, scalp_error *error);

#endif
