/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <stdio.h>
#include <string.h>

void store_document_binding(const char *kind, const char *id, int64_t version,
                            char text[STORE_BINDING]) {
    snprintf(text, STORE_BINDING, "%s|%s|%lld", kind, id, (long long)version);
}

static scalp_status altered(const char *kind, const char *id, int64_t version, const char *how,
                            scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_NO,
                      "The record %s %s, version %lld, was altered (%s); restore a backup, and "
                      "find out who had access.",
                      kind, id, (long long)version, how);
}

/* ---- What is sealed ---------------------------------------------------------------------- */

/* The plain columns are in it again, so that they cannot be edited either. */
static void pack_document(const scalp_document *d, pack *p) {
    pack_text(p, d->client);
    pack_text(p, d->date);
    pack_number(p, d->archived);
    pack_number(p, (int64_t)d->lot_count);
    for (size_t i = 0; i < d->lot_count; i++)
        pack_text(p, d->lots[i]);
    pack_number(p, (int64_t)d->ref_count);
    for (size_t i = 0; i < d->ref_count; i++)
        pack_text(p, d->refs[i]);
    pack_bytes(p, d->body);
}

/* A list of texts; malformed ones make `u` fail. */
static scalp_status unpack_list(unpack *u, size_t most, const scalp_work *work,
                                const char *const **list, size_t *count, scalp_error *error) {
    void *place;
    const int64_t wanted = unpack_number(u);
    *count = 0;
    if (wanted < 0 || wanted > (int64_t)most)
        u->failed = true;
    if (u->failed || wanted == 0)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, (size_t)wanted, sizeof(char *), &place, error));
    const char **texts = place;
    for (size_t i = 0; i < (size_t)wanted; i++) {
        const scalp_bytes text = unpack_bytes(u);
        texts[i] = scalp_arena_text(work->memory, (const char *)text.data, text.size);
        if (!texts[i])
            return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while reading a record.");
    }
    *list = texts;
    *count = (size_t)wanted;
    return SCALP_OK;
}

/* Compares what is sealed with the columns, and takes the rest. */
static scalp_status unpack_document(scalp_bytes plain, const scalp_work *work, scalp_document *d,
                                    scalp_error *error) {
    char client[SCALP_STORE_ID], date[SCALP_STORE_DATE];
    void *place;
    unpack u = unpack_make(plain);
    unpack_text(&u, client, sizeof client);
    unpack_text(&u, date, sizeof date);
    const int64_t archived = unpack_number(&u);
    SCALP_TRY(unpack_list(&u, SCALP_STORE_MAX_LOTS, work, &d->lots, &d->lot_count, error));
    SCALP_TRY(unpack_list(&u, SCALP_STORE_MAX_REFS, work, &d->refs, &d->ref_count, error));
    const scalp_bytes body = unpack_bytes(&u);
    if (!unpack_done(&u))
        return altered(d->kind, d->id, d->version, "its sealed part is malformed", error);
    if (strcmp(client, d->client) != 0 || strcmp(date, d->date) != 0 || archived != d->archived)
        return altered(d->kind, d->id, d->version, "client, date or archive", error);
    SCALP_TRY(scalp_work_take(work, body.size + 1, 1, &place, error)); /* a NUL behind it */
    if (body.size > 0)
        memcpy(place, body.data, body.size);
    d->body = (scalp_bytes){place, body.size};
    return SCALP_OK;
}

void store_document_plain(const db_rows *rows, scalp_document *d) {
    *d = (scalp_document){.version = db_column_number(rows, 1),
                          .archived = db_column_number(rows, 5) == 1};
    store_copy_text(d->id, sizeof d->id, db_column_text(rows, 0));
    store_copy_text(d->kind, sizeof d->kind, db_column_text(rows, 2));
    store_copy_text(d->client, sizeof d->client, db_column_text(rows, 3));
    store_copy_text(d->date, sizeof d->date, db_column_text(rows, 4));
}

scalp_status store_document_open(scalp_store *store, const db_rows *rows, const scalp_work *work,
                                 scalp_document *d, uint8_t mark[SEAL_MARK], scalp_error *error) {
    char bound_to[STORE_BINDING];
    uint8_t key[SEAL_KEY];
    pack plain = {0};
    store_document_plain(rows, d);
    SCALP_TRY(store_client_key_open(store, d->client, db_column_bytes(rows, 7), key, error));
    store_document_binding(d->kind, d->id, d->version, bound_to);
    scalp_status status = SCALP_OK;
    if (!unseal(key, bound_to, db_column_bytes(rows, 6), &plain))
        status = plain.failed ? pack_check(&plain, error)
                              : altered(d->kind, d->id, d->version, "its seal is broken", error);
    if (status == SCALP_OK && mark)
        seal_mark(store->keys->mark, bound_to, pack_view(&plain), mark);
    if (status == SCALP_OK)
        status = unpack_document(pack_view(&plain), work, d, error);
    pack_close(&plain);
    sodium_memzero(key, sizeof key);
    return status;
}

/* ---- Reading ----------------------------------------------------------------------------- */

scalp_status scalp_store_get(scalp_store *store, const char *id, int64_t version,
                             const scalp_work *work, scalp_document *document, scalp_error *error) {
    db_rows rows;
    bool there = false;
    SCALP_TRY(store_unlocked(store, error));
    const char *sql =
        version ? "SELECT " STORE_DOCUMENT_COLUMNS " FROM documents d JOIN client_keys k ON "
                  "k.client = d.client WHERE d.id = $1 AND d.version = $2"
                : "SELECT " STORE_DOCUMENT_COLUMNS " FROM documents d JOIN client_keys k ON "
                  "k.client = d.client WHERE d.id = $1 ORDER BY d.version DESC LIMIT 1";
    const db_value values[] = {db_text(id), db_number(version)};
    SCALP_TRY(db_query(store->db, sql, values, version ? 2 : 1, &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    if (status == SCALP_OK && !there && version)
        status = scalp_fail(error, SCALP_ERR_INPUT, "There is no record %.60s, version %lld.", id,
                            (long long)version);
    else if (status == SCALP_OK && !there)
        status = scalp_fail(error, SCALP_ERR_INPUT, "There is no record %.60s in the store.", id);
    if (status == SCALP_OK)
        status = store_document_open(store, &rows, work, document, NULL, error);
    db_rows_close(&rows);
    return status;
}

/* ---- Writing ----------------------------------------------------------------------------- */

/* The version that stands, which must be the one that was read. */
static scalp_status check_version(scalp_store *store, const scalp_document *d, scalp_error *error) {
    db_rows rows;
    bool there = false;
    SCALP_TRY(db_query(store->db,
                       "SELECT version, kind, client FROM documents WHERE id = $1 "
                       "ORDER BY version DESC LIMIT 1",
                       DB_ARGUMENTS(db_text(d->id)), &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    const int64_t found = status == SCALP_OK && there ? db_column_number(&rows, 0) : 0;
    if (status == SCALP_OK && there &&
        (strcmp(db_column_text(&rows, 1), d->kind) != 0 ||
         strcmp(db_column_text(&rows, 2), d->client) != 0))
        status = scalp_fail(error, SCALP_ERR_INPUT,
                            "The record %s is a %s of another kind or client; these never change.",
                            d->id, db_column_text(&rows, 1));
    db_rows_close(&rows);
    if (status != SCALP_OK || found == d->version)
        return status;
    if (!found)
        return scalp_fail(error, SCALP_ERR_NO,
                          "The %s %s is not in the store any more; somebody erased it.", d->kind,
                          d->id);
    return scalp_fail(error, SCALP_ERR_NO,
                      "The %s %s was changed by somebody else: it is at version %lld, and %lld was "
                      "read; read it again.",
                      d->kind, d->id, (long long)found, (long long)d->version);
}

static scalp_status insert_row(scalp_store *store, const scalp_document *d, const pack *sealed,
                               scalp_error *error) {
    if (d->version > 1)
        SCALP_TRY(db_run(store->db,
                         "UPDATE documents SET latest = 0 WHERE id = $1 AND version = $2",
                         DB_ARGUMENTS(db_text(d->id), db_number(d->version - 1)), NULL, error));
    SCALP_TRY(db_run(store->db,
                     "INSERT INTO documents (id, version, kind, client, date, archived, latest, "
                     "sealed) VALUES ($1, $2, $3, $4, $5, $6, 1, $7)",
                     DB_ARGUMENTS(db_text(d->id), db_number(d->version), db_text(d->kind),
                                  db_text(d->client), db_text(d->date), db_number(d->archived),
                                  db_bytes(sealed->data, sealed->size)),
                     NULL, error));
    for (size_t i = 0; i < d->lot_count; i++)
        SCALP_TRY(db_run(
            store->db, "INSERT INTO document_lots (id, version, lot) VALUES ($1, $2, $3)",
            DB_ARGUMENTS(db_text(d->id), db_number(d->version), db_text(d->lots[i])), NULL, error));
    for (size_t i = 0; i < d->ref_count; i++)
        SCALP_TRY(db_run(
            store->db, "INSERT INTO document_refs (id, version, target) VALUES ($1, $2, $3)",
            DB_ARGUMENTS(db_text(d->id), db_number(d->version), db_text(d->refs[i])), NULL, error));
    return SCALP_OK;
}

/* Reads the row again, unseals it and compares it with what was to be written. */
static scalp_status read_back(scalp_store *store, const scalp_document *d,
                              const uint8_t key[SEAL_KEY], const pack *plain, scalp_error *error) {
    char bound_to[STORE_BINDING];
    db_rows rows;
    bool there = false, same = false;
    pack found = {0};
    SCALP_TRY(db_query(store->db, "SELECT sealed FROM documents WHERE id = $1 AND version = $2",
                       DB_ARGUMENTS(db_text(d->id), db_number(d->version)), &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    store_document_binding(d->kind, d->id, d->version, bound_to);
    if (status == SCALP_OK && there)
        same = unseal(key, bound_to, db_column_bytes(&rows, 0), &found) &&
               found.size == plain->size && memcmp(found.data, plain->data, found.size) == 0;
    db_rows_close(&rows);
    if (status == SCALP_OK && !same)
        status = found.failed
                     ? pack_check(&found, error)
                     : scalp_fail(error, SCALP_ERR_MACHINE,
                                  "The %s %s reads back differently from what was written; it was "
                                  "not kept, check the disk.",
                                  d->kind, d->id);
    pack_close(&found);
    return status;
}

/* Writes `d`, whose version is the new one, and its entry in the log. */
static scalp_status write_version(scalp_store *store, const scalp_document *d, const char *what,
                                  scalp_error *error) {
    char bound_to[STORE_BINDING];
    uint8_t key[SEAL_KEY], mark[SEAL_MARK];
    pack plain = {0}, sealed = {0};
    SCALP_TRY(store_client_key(store, d->client, true, key, error));
    store_document_binding(d->kind, d->id, d->version, bound_to);
    pack_document(d, &plain);
    scalp_status status = pack_check(&plain, error);
    if (status == SCALP_OK) {
        seal(key, bound_to, pack_view(&plain), &sealed);
        seal_mark(store->keys->mark, bound_to, pack_view(&plain), mark);
        status = pack_check(&sealed, error);
    }
    if (status == SCALP_OK)
        status = insert_row(store, d, &sealed, error);
    if (status == SCALP_OK)
        status = read_back(store, d, key, &plain, error);
    const store_event event = {.what = what,
                               .id = d->id,
                               .kind = d->kind,
                               .client = d->client,
                               .version = d->version,
                               .mark = mark};
    if (status == SCALP_OK)
        status = store_audit_add(store, &event, error);
    pack_close(&plain);
    pack_close(&sealed);
    sodium_memzero(key, sizeof key);
    return status;
}

static scalp_status put(scalp_store *store, const scalp_document *document, const char *what,
                        int64_t *version, scalp_error *error) {
    scalp_document next = *document;
    SCALP_TRY(store_document_check(document, error));
    SCALP_TRY(check_version(store, document, error));
    next.version++;
    SCALP_TRY(write_version(store, &next, what, error));
    if (version)
        *version = next.version;
    return SCALP_OK;
}

scalp_status scalp_store_put(scalp_store *store, const scalp_document *document, int64_t *version,
                             scalp_error *error) {
    SCALP_TRY(store_writable(store, error));
    return store_written(store, put(store, document, "put", version, error));
}

static scalp_status archive(scalp_store *store, const char *id, int64_t expected, bool archived,
                            const scalp_work *work, scalp_error *error) {
    scalp_document d;
    SCALP_TRY(scalp_store_get(store, id, 0, work, &d, error));
    d.version = expected;
    d.archived = archived;
    return put(store, &d, archived ? "archive" : "unarchive", NULL, error);
}

scalp_status scalp_store_archive(scalp_store *store, const char *id, int64_t expected,
                                 bool archived, const scalp_work *work, scalp_error *error) {
    SCALP_TRY(store_writable(store, error));
    return store_written(store, archive(store, id, expected, archived, work, error));
}

scalp_status store_document_reseal(scalp_store *store, const scalp_document *d,
                                   const uint8_t key[SEAL_KEY], scalp_error *error) {
    char bound_to[STORE_BINDING];
    pack plain = {0}, sealed = {0};
    store_document_binding(d->kind, d->id, d->version, bound_to);
    pack_document(d, &plain);
    scalp_status status = pack_check(&plain, error);
    if (status == SCALP_OK) {
        seal(key, bound_to, pack_view(&plain), &sealed);
        status = pack_check(&sealed, error);
    }
    if (status == SCALP_OK)
        status = db_run(
            store->db, "UPDATE documents SET sealed = $3 WHERE id = $1 AND version = $2",
            DB_ARGUMENTS(db_text(d->id), db_number(d->version), db_bytes(sealed.data, sealed.size)),
            NULL, error);
    if (status == SCALP_OK)
        status = read_back(store, d, key, &plain, error);
    pack_close(&plain);
    pack_close(&sealed);
    return status;
}
