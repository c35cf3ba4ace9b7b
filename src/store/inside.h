/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an open store is, and what the files of this room share. */
#ifndef SCALPTOR_STORE_INSIDE_H
#define SCALPTOR_STORE_INSIDE_H

#include "db.h"
#include "seal.h"

#include <scalptor/store.h>

/* The migrations, from 1 on: schema n is made by scripts 0 to n - 1. */
typedef struct store_schema {
    const char *const *scripts;
    int64_t count;
} store_schema;

extern const store_schema store_schema_known;

/* Ids of blobs whose files a transaction made, or takes away. */
typedef struct store_files {
    char (*ids)[SCALP_STORE_ID];
    size_t count, room;
} store_files;

#define STORE_KEY_CACHE 16

typedef struct store_cached_key {
    char client[SCALP_STORE_ID];
    bool valid;
    uint8_t key[SEAL_KEY];
} store_cached_key;

struct scalp_store {
    char *place;  /* without a password */
    char *folder; /* NULL: PostgreSQL */
    int lock;     /* descriptor of the folder's lock, or -1 */
    db *db;
    const store_schema *schema;
    int64_t schema_version;
    seal_keys *keys; /* in guarded memory; NULL: locked */
    store_cached_key *cache;
    bool writing, doomed, erased; /* erased: something was, in this transaction */
    char *by;                     /* who writes */
    char at[SCALP_STORE_TIME];
    store_files added, removed;
};

/* ---- Fields (check.c) -------------------------------------------------------------------- */

bool store_kind_check(const char *kind);
SCALP_CHECKED scalp_status store_date_check(const char *date, scalp_error *error);
SCALP_CHECKED scalp_status store_time_check(const char *at, scalp_error *error);
/* Id, kind, client and date of a document or blob. */
SCALP_CHECKED scalp_status store_owner_check(const char *id, const char *kind, const char *client,
                                             const char *date, scalp_error *error);
SCALP_CHECKED scalp_status store_document_check(const scalp_document *d, scalp_error *error);
/* Text that a log may hold. `what` names it in the sentence. */
SCALP_CHECKED scalp_status store_note_check(const char *note, const char *what, scalp_error *error);
SCALP_CHECKED scalp_status store_passphrase_check(const char *passphrase, scalp_error *error);
/* Copies what fits, with a NUL. */
void store_copy_text(char *to, size_t room, const char *from);

/* ---- Opening and transactions (open.c, transaction.c) ------------------------------------- */

SCALP_CHECKED scalp_status store_unlocked(const scalp_store *store, scalp_error *error);
/* Unlocked, inside a transaction that may be written. */
SCALP_CHECKED scalp_status store_writable(const scalp_store *store, scalp_error *error);
/* Passes the status on; a failure dooms the transaction. */
scalp_status store_written(scalp_store *store, scalp_status status);
/* A reading transaction, unless one of any kind is open already. */
SCALP_CHECKED scalp_status store_read_begin(scalp_store *store, bool *own, scalp_error *error);
void store_read_end(scalp_store *store, bool own);

typedef struct store_opening {
    const char *place;
    const store_schema *schema;
    const char *at;
    bool make; /* a new, empty place */
} store_opening;

/* A handle on a new place without tables, or on one that holds a store. */
SCALP_CHECKED scalp_status store_handle_open(const store_opening *opening, scalp_store **store,
                                             scalp_error *error);
/* As scalp_store_open, with other migrations than the known ones. */
SCALP_CHECKED scalp_status store_open_as(const store_opening *opening, const scalp_work *work,
                                         scalp_store **store, scalp_error *error);
/* As scalp_store_create, likewise. */
SCALP_CHECKED scalp_status store_create_as(const store_schema *schema, const char *place,
                                           const scalp_store_create_params *params,
                                           scalp_store **store, char recovery[SCALP_STORE_RECOVERY],
                                           scalp_error *error);
/* Begins the transaction that makes a store's tables; what `replace` allows to be there goes. */
SCALP_CHECKED scalp_status store_place_begin(scalp_store *store, bool replace, scalp_error *error);
/* Guarded memory for the keys; wipes what was there. */
SCALP_CHECKED scalp_status store_keys_make(scalp_store *store, scalp_error *error);
SCALP_CHECKED scalp_status store_box_load(scalp_store *store, seal_box *box, scalp_error *error);
SCALP_CHECKED scalp_status store_box_save(scalp_store *store, const seal_box *box,
                                          scalp_error *error);

/* ---- Schema (schema.c) ------------------------------------------------------------------- */

/* 0: there is none. */
SCALP_CHECKED scalp_status store_schema_find(scalp_store *store, int64_t *version,
                                             scalp_error *error);
/* Runs migrations after `from` up to `to`, inside a transaction. */
SCALP_CHECKED scalp_status store_schema_apply(scalp_store *store, int64_t from, int64_t to,
                                              const char *at, scalp_error *error);
/* Up to the newest, with a copy put aside; refuses newer and foreign ones. */
SCALP_CHECKED scalp_status store_schema_upgrade(scalp_store *store, const char *at,
                                                scalp_error *error);
/* Makes the copies that upgrades put aside go. */
void store_asides_remove(scalp_store *store);

/* ---- Clients' keys (client_key.c) -------------------------------------------------------- */

/* `make`: a new one where there is none. */
SCALP_CHECKED scalp_status store_client_key(scalp_store *store, const char *client, bool make,
                                            uint8_t key[SEAL_KEY], scalp_error *error);
SCALP_CHECKED scalp_status store_client_key_open(scalp_store *store, const char *client,
                                                 scalp_bytes wrapped, uint8_t key[SEAL_KEY],
                                                 scalp_error *error);
/* Puts a new key in place of the old one. */
SCALP_CHECKED scalp_status store_client_key_renew(scalp_store *store, const char *client,
                                                  uint8_t key[SEAL_KEY], scalp_error *error);
SCALP_CHECKED scalp_status store_client_key_remove(scalp_store *store, const char *client,
                                                   scalp_error *error);
void store_client_keys_forget(scalp_store *store);

/* ---- Audit (audit.c) --------------------------------------------------------------------- */

typedef struct store_event {
    const char *what, *id, *kind, *client, *note;
    int64_t version;
    const uint8_t *mark; /* NULL: none */
} store_event;

SCALP_CHECKED scalp_status store_audit_add(scalp_store *store, const store_event *event,
                                           scalp_error *error);

/* An entry as its row says. */
typedef struct store_audit_row {
    int64_t number, version;
    const char *at, *what, *id, *kind, *client;
    scalp_bytes mark, sealed, hash;
} store_audit_row;

#define STORE_AUDIT_COLUMNS "number, at, what, id, kind, client, version, mark, sealed, hash"
store_audit_row store_audit_row_read(const db_rows *rows);
/* The hash it should have behind an entry of hash `before`. */
SCALP_CHECKED scalp_status store_audit_hash(const store_audit_row *row, scalp_bytes before,
                                            uint8_t hash[32], scalp_error *error);
/* Who, and the note; `to` gets the text packed. False: altered. */
bool store_audit_open(const scalp_store *store, const store_audit_row *row, pack *to);
/* Number and hash of the last entry, as sealed. */
SCALP_CHECKED scalp_status store_audit_head(scalp_store *store, int64_t *number, uint8_t hash[32],
                                            scalp_error *error);

/* ---- Documents (document.c) -------------------------------------------------------------- */

typedef struct store_document_row {
    const char *id, *kind, *client, *date;
    int64_t version, archived;
    scalp_bytes sealed;
} store_document_row;

/* "kind|id|version" */
#define STORE_BINDING 128
void store_document_binding(const char *kind, const char *id, int64_t version,
                            char text[STORE_BINDING]);
SCALP_CHECKED scalp_status store_document_row_read(const db_rows *rows, store_document_row *row,
                                                   scalp_error *error);
#define STORE_DOCUMENT_COLUMNS                                                                     \
    "d.id, d.version, d.kind, d.client, d.date, d.archived, d.sealed, k.wrapped"
/* Unseals a row of STORE_DOCUMENT_COLUMNS and compares it with what it holds; `mark` or NULL. */
SCALP_CHECKED scalp_status store_document_open(scalp_store *store, const db_rows *rows,
                                               const scalp_work *work, scalp_document *document,
                                               uint8_t mark[SEAL_MARK], scalp_error *error);
/* The fields of a row that are plain. */
void store_document_plain(const db_rows *rows, scalp_document *document);
/* Seals a document as it is, into its row, in place of what was there. */
SCALP_CHECKED scalp_status store_document_reseal(scalp_store *store, const scalp_document *d,
                                                 const uint8_t key[SEAL_KEY], scalp_error *error);

/* ---- Blobs (blob.c, blob_parts.c) -------------------------------------------------------- */

typedef struct store_blob_key {
    uint8_t key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    uint8_t mark[SEAL_MARK];
    uint8_t stream[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
} store_blob_key;

#define STORE_PART_ROOM (SCALP_STORE_CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES)
#define STORE_BLOB_COLUMNS "b.id, b.kind, b.client, b.date, b.size, b.stream, b.wrapped, k.wrapped"

/* A row of STORE_BLOB_COLUMNS; `key` may be NULL. */
SCALP_CHECKED scalp_status store_blob_row_open(scalp_store *store, const db_rows *rows,
                                               scalp_blob *blob, store_blob_key *key,
                                               scalp_error *error);
void store_blob_plain(const db_rows *rows, scalp_blob *blob);
SCALP_CHECKED scalp_status store_blob_wrap(const scalp_blob *blob, const store_blob_key *key,
                                           const uint8_t client_key[SEAL_KEY], pack *wrapped,
                                           scalp_error *error);
/* Decrypts all parts and compares size and mark; `sink` may be NULL. */
SCALP_CHECKED scalp_status store_blob_stream(scalp_store *store, const scalp_blob *blob,
                                             const store_blob_key *key, const scalp_work *work,
                                             scalp_store_sink sink, void *context,
                                             scalp_error *error);

/* Parts of a blob that is being written; `file` -1 in a database. */
typedef struct store_parts {
    scalp_store *store;
    char id[SCALP_STORE_ID];
    int file;
    int64_t part;
} store_parts;

SCALP_CHECKED scalp_status store_parts_create(scalp_store *store, const char *id,
                                              store_parts *parts, scalp_error *error);
SCALP_CHECKED scalp_status store_parts_add(store_parts *parts, scalp_bytes sealed,
                                           scalp_error *error);
/* On the disk, under its name. Also ends one that failed: `keep` false. */
SCALP_CHECKED scalp_status store_parts_close(store_parts *parts, bool keep, scalp_error *error);
/* Part by part from 0; *got 0 when there is none. `buffer` has STORE_PART_ROOM bytes. */
SCALP_CHECKED scalp_status store_parts_open(scalp_store *store, const char *id, store_parts *parts,
                                            scalp_error *error);
SCALP_CHECKED scalp_status store_parts_next(store_parts *parts, uint8_t *buffer, size_t *got,
                                            scalp_error *error);
void store_parts_end(store_parts *parts);
/* The sealed files of ids go. */
void store_parts_remove(scalp_store *store, const store_files *files);
/* Removes files of no blob; inside a writing transaction. */
SCALP_CHECKED scalp_status store_parts_sweep(scalp_store *store, int64_t *count,
                                             scalp_error *error);
SCALP_CHECKED scalp_status store_files_add(store_files *files, const char *id, scalp_error *error);

/* ---- Folders (folder.c) ------------------------------------------------------------------ */

char *store_path(const char *folder, const char *name); /* malloc'd, or NULL */
SCALP_CHECKED scalp_status store_folder_make(const char *path, bool *made, scalp_error *error);
SCALP_CHECKED scalp_status store_folder_sync(const char *path, scalp_error *error);
/* 0 or errno. */
int store_write_all(int file, const void *data, size_t size);
SCALP_CHECKED scalp_status store_read_full(int file, uint8_t *data, size_t room, size_t *got,
                                           const char *path, scalp_error *error);
scalp_status store_file_failed(const char *path, const char *doing, int failure,
                               scalp_error *error);
/* Takes a folder of a store away again: its known files only. */
void store_folder_unmake(const char *path, bool folder_too);
/* Holds the folder's lock; false: somebody else does. `wait`: until nobody else does. */
bool store_lock(scalp_store *store, bool shared, bool wait);
void store_lock_release(scalp_store *store);

#endif
