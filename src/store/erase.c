/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <stdio.h>
#include <string.h>

/* One erasure under way. */
typedef struct erasure {
    scalp_store *store;
    const char *client;
    const char *const *kept;
    size_t kept_count;
    const scalp_work *work;
    uint8_t key[SEAL_KEY]; /* the new one */
    scalp_store_erased done;
} erasure;

static bool is_kept(const erasure *e, const char *kind) {
    for (size_t i = 0; i < e->kept_count; i++)
        if (strcmp(e->kept[i], kind) == 0)
            return true;
    return false;
}

/* ---- Before the old key goes: what is kept is unsealed ------------------------------------ */

typedef struct kept_things {
    scalp_document *documents;
    scalp_blob *blobs;
    store_blob_key *keys; /* of the blobs */
    size_t document_count, blob_count;
} kept_things;

static scalp_status read_documents(erasure *e, kept_things *kept, scalp_error *error) {
    db_rows rows;
    bool there = true;
    int64_t most;
    void *place;
    SCALP_TRY(db_one_number(e->store->db, "SELECT count(*) FROM documents WHERE client = $1",
                            DB_ARGUMENTS(db_text(e->client)), 0, &most, error));
    SCALP_TRY(scalp_work_take(e->work, (size_t)most, sizeof(scalp_document), &place, error));
    kept->documents = place;
    SCALP_TRY(db_query(e->store->db,
                       "SELECT " STORE_DOCUMENT_COLUMNS
                       " FROM documents d JOIN client_keys k ON k.client = d.client "
                       "WHERE d.client = $1 ORDER BY d.id, d.version",
                       DB_ARGUMENTS(db_text(e->client)), &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    while (status == SCALP_OK && there) {
        if (is_kept(e, db_column_text(&rows, 2)))
            status = store_document_open(e->store, &rows, e->work,
                                         &kept->documents[kept->document_count++], NULL, error);
        else
            e->done.documents++;
        if (status == SCALP_OK)
            status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    return status;
}

static scalp_status read_blobs(erasure *e, kept_things *kept, scalp_error *error) {
    db_rows rows;
    bool there = true;
    int64_t most;
    void *blobs, *keys;
    SCALP_TRY(db_one_number(e->store->db, "SELECT count(*) FROM blobs WHERE client = $1",
                            DB_ARGUMENTS(db_text(e->client)), 0, &most, error));
    SCALP_TRY(scalp_work_take(e->work, (size_t)most, sizeof(scalp_blob), &blobs, error));
    SCALP_TRY(scalp_work_take(e->work, (size_t)most, sizeof(store_blob_key), &keys, error));
    kept->blobs = blobs;
    kept->keys = keys;
    SCALP_TRY(db_query(e->store->db,
                       "SELECT " STORE_BLOB_COLUMNS
                       " FROM blobs b JOIN client_keys k ON k.client = b.client "
                       "WHERE b.client = $1 ORDER BY b.id",
                       DB_ARGUMENTS(db_text(e->client)), &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    while (status == SCALP_OK && there) {
        if (is_kept(e, db_column_text(&rows, 1))) {
            const size_t at = kept->blob_count++;
            status = store_blob_row_open(e->store, &rows, &kept->blobs[at], &kept->keys[at], error);
        } else {
            e->done.blobs++;
            status = store_files_add(&e->store->removed, db_column_text(&rows, 0), error);
        }
        if (status == SCALP_OK)
            status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    return status;
}

/* ---- Going ------------------------------------------------------------------------------- */

/* Rows of the client whose kind is not among the kept. */
static scalp_status remove_rows(const erasure *e, const char *table, scalp_error *error) {
    char sql[1024];
    db_value values[1 + SCALP_STORE_MAX_KEPT];
    size_t length = (size_t)snprintf(sql, sizeof sql, "DELETE FROM %s WHERE client = $1", table);
    values[0] = db_text(e->client);
    for (size_t i = 0; i < e->kept_count; i++) {
        values[i + 1] = db_text(e->kept[i]);
        length += (size_t)snprintf(sql + length, sizeof sql - length, " AND kind <> $%zu", i + 2);
    }
    return db_run(e->store->db, sql, values, e->kept_count + 1, NULL, error);
}

static scalp_status rewrap_blob(erasure *e, const scalp_blob *blob, const store_blob_key *key,
                                scalp_error *error) {
    pack wrapped = {0};
    scalp_status status = store_blob_wrap(blob, key, e->key, &wrapped, error);
    if (status == SCALP_OK)
        status = db_run(e->store->db, "UPDATE blobs SET wrapped = $2 WHERE id = $1",
                        DB_ARGUMENTS(db_text(blob->id), db_bytes(wrapped.data, wrapped.size)), NULL,
                        error);
    pack_close(&wrapped);
    return status;
}

static scalp_status reseal(erasure *e, const kept_things *kept, scalp_error *error) {
    e->done.kept_documents = (int64_t)kept->document_count;
    e->done.kept_blobs = (int64_t)kept->blob_count;
    if (kept->document_count == 0 && kept->blob_count == 0)
        return store_client_key_remove(e->store, e->client, error);
    SCALP_TRY(store_client_key_renew(e->store, e->client, e->key, error));
    for (size_t i = 0; i < kept->document_count; i++)
        SCALP_TRY(store_document_reseal(e->store, &kept->documents[i], e->key, error));
    for (size_t i = 0; i < kept->blob_count; i++)
        SCALP_TRY(rewrap_blob(e, &kept->blobs[i], &kept->keys[i], error));
    return SCALP_OK;
}

static scalp_status erase(erasure *e, const char *reason, scalp_error *error) {
    kept_things kept = {0};
    uint8_t key[SEAL_KEY];
    SCALP_TRY(store_client_key(e->store, e->client, false, key, error));
    sodium_memzero(key, sizeof key);
    SCALP_TRY(read_documents(e, &kept, error));
    SCALP_TRY(read_blobs(e, &kept, error));
    SCALP_TRY(remove_rows(e, "documents", error));
    SCALP_TRY(remove_rows(e, "blobs", error));
    SCALP_TRY(reseal(e, &kept, error));
    /* In place of a version: how much was kept, so that none of it goes unnoticed later. */
    const store_event event = {.what = "erase",
                               .id = e->client,
                               .client = e->client,
                               .version = e->done.kept_documents + e->done.kept_blobs,
                               .note = reason};
    return store_audit_add(e->store, &event, error);
}

static scalp_status check(const erasure *e, const char *reason, scalp_error *error) {
    if (!scalp_store_id_check(e->client))
        return scalp_fail(error, SCALP_ERR_INPUT, "%.60s is no client's id.", e->client);
    if (e->kept_count > SCALP_STORE_MAX_KEPT)
        return scalp_fail(error, SCALP_ERR_LIMIT, "At most %d kinds can be kept.",
                          SCALP_STORE_MAX_KEPT);
    for (size_t i = 0; i < e->kept_count; i++)
        if (!store_kind_check(e->kept[i]))
            return scalp_fail(error, SCALP_ERR_INPUT, "%.60s is no kind of record.", e->kept[i]);
    return store_note_check(reason, "The reason of an erasure", error);
}

scalp_status scalp_store_erase(scalp_store *store, const char *client, const char *const *kept,
                               size_t kept_count, const char *reason, const scalp_work *work,
                               scalp_store_erased *erased, scalp_error *error) {
    erasure e = {
        .store = store, .client = client, .kept = kept, .kept_count = kept_count, .work = work};
    SCALP_TRY(store_writable(store, error));
    SCALP_TRY(check(&e, reason, error));
    store->erased = true;
    const scalp_status status = store_written(store, erase(&e, reason, error));
    sodium_memzero(e.key, sizeof e.key);
    if (status == SCALP_OK && erased)
        *erased = e.done;
    return status;
}
