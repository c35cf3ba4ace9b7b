/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a studio's records stand: documents and blobs, sealed, in versions, with an audit log.
 *
 * A store knows nothing of the fields in a document. Plain on the disk are ids, kinds, dates, lot
 * numbers, sizes, and who refers to whom; bodies, blobs and the details of the audit log are sealed
 * (docs/store.md). Two engines keep this contract: a folder with an SQLite database and sealed
 * files, and a PostgreSQL database.
 *
 * A store belongs to one thread at a time; several processes, or handles, may have the same place
 * open. Writers wait for each other (10 s, then SCALP_ERR_MACHINE), readers for nobody. Results
 * live in work->memory. Times and the name of who acts come from the caller; random numbers are
 * libsodium's.
 *
 * What every function may return beside what it says: SCALP_ERR_MACHINE (disk full, database gone,
 * permissions), SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED; SCALP_ERR_NO for sealed bytes that do not
 * open or do not agree with their row: somebody altered them, and the message names the document.
 */
#ifndef SCALPTOR_STORE_H
#define SCALPTOR_STORE_H

#include <scalptor/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct scalp_store scalp_store;

#define SCALP_STORE_ID 27       /* 26 of a-z and 2-7 (16 bytes, RFC 4648 base32), and a NUL */
#define SCALP_STORE_KIND 33     /* 1 to 32 of a-z and _, and a NUL */
#define SCALP_STORE_DATE 11     /* YYYY-MM-DD, and a NUL */
#define SCALP_STORE_TIME 21     /* YYYY-MM-DDTHH:MM:SSZ, and a NUL */
#define SCALP_STORE_RECOVERY 40 /* 8 groups of 4 letters with - between, and a NUL */
#define SCALP_STORE_HASH 65     /* 64 hexadecimal digits, and a NUL */

#define SCALP_STORE_MAX_BODY (16u << 20)      /* bytes of a document */
#define SCALP_STORE_MAX_BLOB (1024u << 20)    /* bytes of a blob */
#define SCALP_STORE_MAX_LOTS 64               /* of a document */
#define SCALP_STORE_MAX_LOT 64                /* bytes of a lot number */
#define SCALP_STORE_MAX_REFS 256              /* of a document */
#define SCALP_STORE_MAX_NOTE 4096             /* bytes of an actor or a note in the audit log */
#define SCALP_STORE_MIN_PASSPHRASE 8          /* bytes */
#define SCALP_STORE_MAX_PASSPHRASE 1024       /* bytes */
#define SCALP_STORE_MAX_KEPT 32               /* kinds that an erasure may leave */
#define SCALP_STORE_CHUNK ((size_t)256 << 10) /* bytes of a blob that are handed on at a time */

/* A new random id. */
SCALP_CHECKED scalp_status scalp_store_id_make(char id[SCALP_STORE_ID], scalp_error *error);
bool scalp_store_id_check(const char *id);

/* ---- Opening ----------------------------------------------------------------------------- */

/* A place is a folder, or postgres://user@host/database (also postgresql://), or one of these with
 * parameters of libpq. In the database everything lies in the schema "scalptor". */

typedef struct scalp_store_create_params {
    const char *passphrase; /* 8 to 1024 bytes */
    const char *at;         /* now, UTC: YYYY-MM-DDTHH:MM:SSZ */
    const char *by;         /* who makes it, for the audit log */
    uint64_t key_memory;    /* bytes argon2id takes, 8192..2^30; 0: 64 MiB. Tests take little */
    uint32_t key_passes;    /* 1..16; 0: 4 */
} scalp_store_create_params;

/* Makes a new, unlocked store. The folder is made when absent; one that holds anything, or a
 * database that has a store, is refused (SCALP_ERR_INPUT). `recovery` gets the code that opens the
 * store when the passphrase is lost: it is kept nowhere, show it once. */
SCALP_CHECKED scalp_status scalp_store_create(const char *place,
                                              const scalp_store_create_params *params,
                                              const scalp_work *work, scalp_store **store,
                                              char recovery[SCALP_STORE_RECOVERY],
                                              scalp_error *error);
/* Opens a store, still locked. An older schema is brought up to date, after a copy was put aside; a
 * newer one is refused. `at` is now. SCALP_ERR_INPUT: there is no store, or a newer one. */
SCALP_CHECKED scalp_status scalp_store_open(const char *place, const char *at,
                                            const scalp_work *work, scalp_store **store,
                                            scalp_error *error);
/* By the passphrase or the recovery code (case, spaces and - do not matter there). Takes as long
 * as argon2id takes. SCALP_ERR_NO: neither. */
SCALP_CHECKED scalp_status scalp_store_unlock(scalp_store *store, const char *secret,
                                              scalp_error *error);
/* Rolls back what is open, wipes the keys, nulls the pointer. NULL is accepted. */
void scalp_store_close(scalp_store **store);
/* The place as given, without a password. Lives as long as the store. */
const char *scalp_store_place(const scalp_store *store);
/* "SQLite" or "PostgreSQL". */
const char *scalp_store_engine(const scalp_store *store);
/* A new passphrase; the recovery code stays, unless `recovery` is not NULL: then it is a new one
 * too. Only the wrapping of the store's key changes. Runs in a transaction of its own. */
SCALP_CHECKED scalp_status scalp_store_rewrap(scalp_store *store, const char *passphrase,
                                              const char *at, const char *by,
                                              char recovery[SCALP_STORE_RECOVERY],
                                              scalp_error *error);

/* ---- Transactions ------------------------------------------------------------------------ */

/* Everything that writes stands between begin and commit; reading may, and then sees what was
 * written. What was committed is on the disk. A write that fails dooms its transaction: commit
 * then rolls back and says so.
 * Reading outside sees the last committed state. */
SCALP_CHECKED scalp_status scalp_store_begin(scalp_store *store, const char *by, const char *at,
                                             scalp_error *error);
SCALP_CHECKED scalp_status scalp_store_commit(scalp_store *store, scalp_error *error);
/* Does nothing when no transaction is open. */
void scalp_store_rollback(scalp_store *store);

/* ---- Documents --------------------------------------------------------------------------- */

typedef struct scalp_document {
    char id[SCALP_STORE_ID];
    char kind[SCALP_STORE_KIND];
    char client[SCALP_STORE_ID]; /* whose it is: erased with the client; "": the studio's */
    char date[SCALP_STORE_DATE]; /* of the record; "": none */
    int64_t version;             /* 1, 2, ... */
    bool archived;
    const char *const *lots; /* lot numbers, no two alike */
    size_t lot_count;
    const char *const *refs; /* ids of documents and blobs it refers to, no two alike */
    size_t ref_count;
    scalp_bytes body; /* canonical JSON, or anything; when it was read, a NUL stands behind it */
} scalp_document;

/* Adds the next version of a document. document->version says which one was read: 0 for a new
 * document. `version` (or NULL) gets the new number. Kind and client of a document never change.
 *   SCALP_ERR_INPUT  a field is malformed, or out of its limits; no transaction; locked
 *   SCALP_ERR_NO     somebody changed the document since, or it exists already, or does not */
SCALP_CHECKED scalp_status scalp_store_put(scalp_store *store, const scalp_document *document,
                                           int64_t *version, scalp_error *error);
/* `version` 0: the latest. SCALP_ERR_INPUT: there is none (or erased). */
SCALP_CHECKED scalp_status scalp_store_get(scalp_store *store, const char *id, int64_t version,
                                           const scalp_work *work, scalp_document *document,
                                           scalp_error *error);
/* Archives, or takes out of the archive: a new version with the same body. As scalp_store_put;
 * `expected` is the version that was read. */
SCALP_CHECKED scalp_status scalp_store_archive(scalp_store *store, const char *id, int64_t expected,
                                               bool archived, const scalp_work *work,
                                               scalp_error *error);

typedef enum scalp_store_archived {
    SCALP_STORE_CURRENT = 0, /* only what is not archived */
    SCALP_STORE_ARCHIVED,    /* only what is */
    SCALP_STORE_EVERYTHING,
} scalp_store_archived;

/* Of the latest versions those for which all that is given holds. All zero: every current one. */
typedef struct scalp_store_query {
    const char *kind;      /* NULL: any */
    const char *client;    /* NULL: any; "": the studio's own */
    const char *from, *to; /* dates, both included; NULL: open. Undated: only when both are open */
    const char *lot;       /* whose record names this lot */
    const char *refers_to; /* that refer to this id */
    scalp_store_archived archived;
    bool bodies;  /* unseal: body, lots and refs too; else these are empty */
    size_t limit; /* 0: all */
} scalp_store_query;

/* By date, then id. */
SCALP_CHECKED scalp_status scalp_store_list(scalp_store *store, const scalp_store_query *query,
                                            const scalp_work *work,
                                            const scalp_document **documents, size_t *count,
                                            scalp_error *error);
/* One after the other, each document gone when the callback returns: how an index of names is made
 * after unlocking. A callback's failure ends it and is passed on. The callback must not use the
 * store. */
typedef scalp_status (*scalp_store_visit)(void *context, const scalp_document *document,
                                          scalp_error *error);
SCALP_CHECKED scalp_status scalp_store_each(scalp_store *store, const scalp_store_query *query,
                                            const scalp_work *work, scalp_store_visit visit,
                                            void *context, scalp_error *error);

/* ---- Blobs ------------------------------------------------------------------------------- */

/* Bytes too many for a document: a photo, a drawn signature. Never changed; referred to by id. */
typedef struct scalp_blob {
    char id[SCALP_STORE_ID];
    char kind[SCALP_STORE_KIND];
    char client[SCALP_STORE_ID]; /* as of a document */
    char date[SCALP_STORE_DATE]; /* "": none */
    int64_t size;                /* bytes */
} scalp_blob;

/* Gives up to `room` next bytes into `data`; 0 at the end. */
typedef scalp_status (*scalp_store_source)(void *context, uint8_t *data, size_t room, size_t *got,
                                           scalp_error *error);
/* Takes the next bytes. */
typedef scalp_status (*scalp_store_sink)(void *context, scalp_bytes bytes, scalp_error *error);

/* Streams a new blob in; blob->size is set. As scalp_store_put. */
SCALP_CHECKED scalp_status scalp_store_blob_put(scalp_store *store, scalp_blob *blob,
                                                scalp_store_source source, void *context,
                                                const scalp_work *work, scalp_error *error);
/* Streams it out. What a sink got before a failure is to be thrown away: only success says that
 * the blob was whole. */
SCALP_CHECKED scalp_status scalp_store_blob_get(scalp_store *store, const char *id,
                                                const scalp_work *work, scalp_store_sink sink,
                                                void *context, scalp_error *error);
/* The same for bytes in memory, results in work->memory. */
SCALP_CHECKED scalp_status scalp_store_blob_write(scalp_store *store, scalp_blob *blob,
                                                  scalp_bytes bytes, const scalp_work *work,
                                                  scalp_error *error);
SCALP_CHECKED scalp_status scalp_store_blob_read(scalp_store *store, const char *id,
                                                 const scalp_work *work, scalp_blob *blob,
                                                 scalp_bytes *bytes, scalp_error *error);
/* Kind, client and date as in a query; the rest of it is not looked at. */
SCALP_CHECKED scalp_status scalp_store_blob_list(scalp_store *store, const scalp_store_query *query,
                                                 const scalp_work *work, const scalp_blob **blobs,
                                                 size_t *count, scalp_error *error);

/* ---- Erasing ----------------------------------------------------------------------------- */

typedef struct scalp_store_erased {
    int64_t documents, blobs;           /* that are gone (documents: versions) */
    int64_t kept_documents, kept_blobs; /* of the kinds to be kept */
} scalp_store_erased;

/* Removes a client for good: all documents and blobs but those of `kept` kinds are deleted, and
 * the client's key is destroyed, so that copies of the sealed bytes never open again (a backup
 * that still holds the key does; docs/store.md). What is kept is sealed under a new key. The audit
 * log keeps its entries, which name nobody, and gets one more. Inside a transaction; the sealed
 * files go after its commit. SCALP_ERR_INPUT: no such client. */
SCALP_CHECKED scalp_status scalp_store_erase(scalp_store *store, const char *client,
                                             const char *const *kept, size_t kept_count,
                                             const char *reason, const scalp_work *work,
                                             scalp_store_erased *erased, scalp_error *error);

/* ---- Audit log --------------------------------------------------------------------------- */

/* Every write adds an entry in its transaction. Each holds the hash (BLAKE2b-256) of itself and of
 * the one before; the last is sealed with the store's key, so that a cut tail is noticed. */
typedef struct scalp_audit_entry {
    int64_t number;              /* 1, 2, ... without gaps */
    char at[SCALP_STORE_TIME];   /* plain */
    char what[SCALP_STORE_KIND]; /* plain: create, put, archive, blob, erase, rewrap, note ... */
    char id[SCALP_STORE_ID];     /* plain: of the document, blob or client it is about; or "" */
    char kind[SCALP_STORE_KIND];
    char client[SCALP_STORE_ID];
    int64_t version;
    const char *by, *note; /* sealed */
    char hash[SCALP_STORE_HASH];
} scalp_audit_entry;

/* An entry of the caller's: what happened (1 to 32 of a-z and _), to which id ("" for none). Inside
 * a transaction. */
SCALP_CHECKED scalp_status scalp_store_note(scalp_store *store, const char *what, const char *id,
                                            const char *note, scalp_error *error);
/* Entries after number `after`, at most `limit` (0: all), about `id` (NULL: any; a client's id
 * gives everything of that client). Read without checking the chain. */
SCALP_CHECKED scalp_status scalp_store_audit(scalp_store *store, const char *id, int64_t after,
                                             size_t limit, const scalp_work *work,
                                             const scalp_audit_entry **entries, size_t *count,
                                             scalp_error *error);

/* ---- Looking after it -------------------------------------------------------------------- */

#define SCALP_STORE_MAX_FAULTS 20

typedef struct scalp_store_report {
    int64_t schema;                           /* version */
    int64_t clients, documents, versions;     /* clients: that own anything */
    int64_t blobs, blob_bytes, audit_entries; /* bytes: unsealed */
    char head[SCALP_STORE_HASH];              /* hash of the last audit entry: worth noting down */
    char content[SCALP_STORE_HASH]; /* of everything stored: equal stores have equal ones */
    int64_t
        leftovers; /* sealed files of writes that were cut short, or of the erased: taken away */
    int64_t fault_count;
    const char *faults[SCALP_STORE_MAX_FAULTS]; /* the first ones, a sentence each */
} scalp_store_report;

/* Verifies everything: the database itself, every link of the audit log, every document and blob
 * against its seal, its row, its lots and references, and the log; nothing missing, nothing more.
 * SCALP_ERR_NO with the first fault's sentence when there is any; the report is filled then too. */
SCALP_CHECKED scalp_status scalp_store_doctor(scalp_store *store, const scalp_work *work,
                                              scalp_store_report *report, scalp_error *error);
/* The same without reading the blobs' bytes: their rows and keys only. */
SCALP_CHECKED scalp_status scalp_store_check(scalp_store *store, const scalp_work *work,
                                             scalp_store_report *report, scalp_error *error);
/* Writes one sealed file: the state of one moment, while others go on. It is read back and compared
 * before it gets its name; a file of that name is replaced. Opens with the passphrase or code that
 * opened the store then. `report` as the doctor's, without its checks. */
SCALP_CHECKED scalp_status scalp_store_backup(scalp_store *store, const char *path,
                                              const scalp_work *work, scalp_store_report *report,
                                              scalp_error *error);
typedef struct scalp_store_restore_params {
    const char *path;   /* of the backup */
    const char *secret; /* passphrase or recovery code of its day */
    const char *place;
    bool replace;   /* a store that is there */
    const char *at; /* now */
} scalp_store_restore_params;

/* Makes a store from a backup and leaves it open and unlocked. The whole file is read and verified
 * before anything is made, the new store by the doctor before it gets its place. Without `replace`
 * the place must be free as for scalp_store_create; with it, a folder's store is put aside beside
 * it (its name and ".before-" and a random word), a database's is replaced in the same transaction.
 *   SCALP_ERR_INPUT  not a backup, damaged or cut; made by a newer program; the place is taken
 *   SCALP_ERR_NO     the secret does not open it */
SCALP_CHECKED scalp_status scalp_store_restore(const scalp_store_restore_params *params,
                                               const scalp_work *work, scalp_store **store,
                                               scalp_store_report *report, scalp_error *error);
/* Copies everything to a new store at `place` (free as for scalp_store_create), which opens with
 * the same secrets, and verifies that both hold the same. The first stays as it is. */
SCALP_CHECKED scalp_status scalp_store_move(scalp_store *store, const char *place, const char *at,
                                            const scalp_work *work, scalp_store_report *report,
                                            scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
