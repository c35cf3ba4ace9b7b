/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A blob is a libsodium secretstream under a key of its own: messages of SCALP_STORE_CHUNK bytes,
 * the last of them shorter and tagged as final, so that a cut one does not open. */
#include "inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef crypto_secretstream_xchacha20poly1305_state stream_state;

static scalp_status altered(const char *id, const char *how, scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_NO,
                      "The blob %s was altered (%s); restore a backup, and find out who had "
                      "access.",
                      id, how);
}

/* ---- Its key and its mark ---------------------------------------------------------------- */

static void binding(const scalp_blob *blob, char text[2 * STORE_BINDING]) {
    snprintf(text, 2 * STORE_BINDING, "blob|%s|%s|%s|%s|%lld", blob->kind, blob->id, blob->client,
             blob->date, (long long)blob->size);
}

scalp_status store_blob_wrap(const scalp_blob *blob, const store_blob_key *key,
                             const uint8_t client_key[SEAL_KEY], pack *wrapped,
                             scalp_error *error) {
    char bound_to[2 * STORE_BINDING];
    pack plain = {0};
    binding(blob, bound_to);
    pack_raw(&plain, key->key, sizeof key->key);
    pack_raw(&plain, key->mark, sizeof key->mark);
    seal(client_key, bound_to, pack_view(&plain), wrapped);
    const scalp_status status = pack_check(plain.failed ? &plain : wrapped, error);
    pack_close(&plain);
    return status;
}

static scalp_status unwrap(const scalp_blob *blob, scalp_bytes wrapped,
                           const uint8_t client_key[SEAL_KEY], store_blob_key *key,
                           scalp_error *error) {
    char bound_to[2 * STORE_BINDING];
    pack plain = {0};
    binding(blob, bound_to);
    const bool open = unseal(client_key, bound_to, wrapped, &plain) &&
                      plain.size == sizeof key->key + sizeof key->mark;
    if (open) {
        memcpy(key->key, plain.data, sizeof key->key);
        memcpy(key->mark, plain.data + sizeof key->key, sizeof key->mark);
    }
    pack_close(&plain);
    return open ? SCALP_OK : altered(blob->id, "its row", error);
}

void store_blob_plain(const db_rows *rows, scalp_blob *blob) {
    *blob = (scalp_blob){.size = db_column_number(rows, 4)};
    store_copy_text(blob->id, sizeof blob->id, db_column_text(rows, 0));
    store_copy_text(blob->kind, sizeof blob->kind, db_column_text(rows, 1));
    store_copy_text(blob->client, sizeof blob->client, db_column_text(rows, 2));
    store_copy_text(blob->date, sizeof blob->date, db_column_text(rows, 3));
}

scalp_status store_blob_row_open(scalp_store *store, const db_rows *rows, scalp_blob *blob,
                                 store_blob_key *key, scalp_error *error) {
    uint8_t client_key[SEAL_KEY];
    store_blob_plain(rows, blob);
    const scalp_bytes stream = db_column_bytes(rows, 5);
    if (stream.size != sizeof key->stream)
        return altered(blob->id, "its row", error);
    memcpy(key->stream, stream.data, sizeof key->stream);
    SCALP_TRY(
        store_client_key_open(store, blob->client, db_column_bytes(rows, 7), client_key, error));
    const scalp_status status = unwrap(blob, db_column_bytes(rows, 6), client_key, key, error);
    sodium_memzero(client_key, sizeof client_key);
    return status;
}

/* ---- Streaming out ----------------------------------------------------------------------- */

typedef struct reading {
    stream_state stream;
    crypto_generichash_state mark;
    int64_t size;
    bool final;
    uint8_t sealed[STORE_PART_ROOM], plain[SCALP_STORE_CHUNK];
} reading;

static scalp_status pull(reading *r, const scalp_blob *blob, size_t got, scalp_store_sink sink,
                         void *context, scalp_error *error) {
    unsigned long long size = 0;
    uint8_t tag = 0;
    if (r->final || got <= crypto_secretstream_xchacha20poly1305_ABYTES ||
        crypto_secretstream_xchacha20poly1305_pull(&r->stream, r->plain, &size, &tag, r->sealed,
                                                   got, NULL, 0) != 0) {
        /* An empty blob is one empty, final message. */
        if (r->final || got != crypto_secretstream_xchacha20poly1305_ABYTES || blob->size != 0 ||
            crypto_secretstream_xchacha20poly1305_pull(&r->stream, r->plain, &size, &tag, r->sealed,
                                                       got, NULL, 0) != 0)
            return altered(blob->id, "its bytes", error);
    }
    r->final = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    r->size += (int64_t)size;
    crypto_generichash_update(&r->mark, r->plain, size);
    return sink && size > 0 ? sink(context, (scalp_bytes){r->plain, (size_t)size}, error)
                            : SCALP_OK;
}

static scalp_status stream_parts(store_parts *parts, reading *r, const scalp_blob *blob,
                                 const scalp_work *work, scalp_store_sink sink, void *context,
                                 scalp_error *error) {
    for (;;) {
        size_t got;
        SCALP_TRY(store_parts_next(parts, r->sealed, &got, error));
        if (got == 0)
            return SCALP_OK;
        SCALP_TRY(pull(r, blob, got, sink, context, error));
        SCALP_TRY(scalp_work_report(work, "picture",
                                    blob->size ? (double)r->size / (double)blob->size : 1, error));
    }
}

static scalp_status check_end(reading *r, const scalp_blob *blob, const store_blob_key *key,
                              scalp_error *error) {
    uint8_t mark[SEAL_MARK];
    if (!r->final)
        return altered(blob->id, "its end is missing", error);
    crypto_generichash_final(&r->mark, mark, sizeof mark);
    if (r->size != blob->size || sodium_memcmp(mark, key->mark, sizeof mark) != 0)
        return altered(blob->id, "its bytes", error);
    return SCALP_OK;
}

scalp_status store_blob_stream(scalp_store *store, const scalp_blob *blob,
                               const store_blob_key *key, const scalp_work *work,
                               scalp_store_sink sink, void *context, scalp_error *error) {
    store_parts parts;
    reading *r = malloc(sizeof *r);
    if (!r)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while reading a picture.");
    r->size = 0;
    r->final = false;
    crypto_generichash_init(&r->mark, store->keys->mark, SEAL_KEY, SEAL_MARK);
    scalp_status status =
        crypto_secretstream_xchacha20poly1305_init_pull(&r->stream, key->stream, key->key) == 0
            ? store_parts_open(store, blob->id, &parts, error)
            : altered(blob->id, "its row", error);
    if (status == SCALP_OK) {
        status = stream_parts(&parts, r, blob, work, sink, context, error);
        store_parts_end(&parts);
    }
    if (status == SCALP_OK)
        status = check_end(r, blob, key, error);
    sodium_memzero(r, sizeof *r);
    free(r);
    return status;
}

static scalp_status find(scalp_store *store, const char *id, scalp_blob *blob, store_blob_key *key,
                         scalp_error *error) {
    db_rows rows;
    bool there = false;
    SCALP_TRY(store_unlocked(store, error));
    SCALP_TRY(db_query(store->db,
                       "SELECT " STORE_BLOB_COLUMNS
                       " FROM blobs b JOIN client_keys k ON k.client = b.client WHERE b.id = $1",
                       DB_ARGUMENTS(db_text(id)), &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    if (status == SCALP_OK && !there)
        status = scalp_fail(error, SCALP_ERR_INPUT, "There is no blob %.60s in the store.", id);
    if (status == SCALP_OK)
        status = store_blob_row_open(store, &rows, blob, key, error);
    db_rows_close(&rows);
    return status;
}

scalp_status scalp_store_blob_get(scalp_store *store, const char *id, const scalp_work *work,
                                  scalp_store_sink sink, void *context, scalp_error *error) {
    scalp_blob blob;
    store_blob_key key;
    scalp_status status = find(store, id, &blob, &key, error);
    if (status == SCALP_OK)
        status = store_blob_stream(store, &blob, &key, work, sink, context, error);
    sodium_memzero(&key, sizeof key);
    return status;
}

/* ---- Streaming in ------------------------------------------------------------------------ */

typedef struct writing {
    stream_state stream;
    crypto_generichash_state mark;
    uint8_t plain[2][SCALP_STORE_CHUNK], sealed[STORE_PART_ROOM];
} writing;

/* A whole chunk, or what is left. */
static scalp_status fill_chunk(scalp_store_source source, void *context, uint8_t *to, size_t *size,
                               scalp_error *error) {
    size_t got = 1;
    *size = 0;
    while (*size < SCALP_STORE_CHUNK && got > 0) {
        SCALP_TRY(source(context, to + *size, SCALP_STORE_CHUNK - *size, &got, error));
        *size += got;
    }
    return SCALP_OK;
}

/* A chunk is only sealed when the next is known: the last one is tagged. */
static scalp_status push_all(writing *w, store_parts *parts, scalp_blob *blob,
                             scalp_store_source source, void *context, scalp_error *error) {
    size_t sizes[2];
    int now = 0;
    blob->size = 0;
    SCALP_TRY(fill_chunk(source, context, w->plain[0], &sizes[0], error));
    for (bool last = false; !last; now = !now) {
        unsigned long long size;
        sizes[!now] = 0;
        if (sizes[now] == SCALP_STORE_CHUNK)
            SCALP_TRY(fill_chunk(source, context, w->plain[!now], &sizes[!now], error));
        last = sizes[!now] == 0;
        blob->size += (int64_t)sizes[now];
        if (blob->size > SCALP_STORE_MAX_BLOB)
            return scalp_fail(error, SCALP_ERR_LIMIT, "A picture or file may have %u MB at most.",
                              SCALP_STORE_MAX_BLOB >> 20);
        crypto_generichash_update(&w->mark, w->plain[now], sizes[now]);
        crypto_secretstream_xchacha20poly1305_push(
            &w->stream, w->sealed, &size, w->plain[now], sizes[now], NULL, 0,
            last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
        SCALP_TRY(store_parts_add(parts, (scalp_bytes){w->sealed, (size_t)size}, error));
    }
    return SCALP_OK;
}

static scalp_status stream_in(scalp_store *store, scalp_blob *blob, store_blob_key *key,
                              scalp_store_source source, void *context, scalp_error *error) {
    store_parts parts;
    writing *w = malloc(sizeof *w);
    if (!w)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while keeping a picture.");
    crypto_secretstream_xchacha20poly1305_keygen(key->key);
    crypto_secretstream_xchacha20poly1305_init_push(&w->stream, key->stream, key->key);
    crypto_generichash_init(&w->mark, store->keys->mark, SEAL_KEY, SEAL_MARK);
    scalp_status status = store_parts_create(store, blob->id, &parts, error);
    if (status == SCALP_OK)
        status = push_all(w, &parts, blob, source, context, error);
    crypto_generichash_final(&w->mark, key->mark, SEAL_MARK);
    scalp_error closing = {0};
    const scalp_status closed = store_parts_close(&parts, status == SCALP_OK, &closing);
    if (status == SCALP_OK && closed != SCALP_OK)
        status = scalp_fail(error, closed, "%s", closing.message);
    sodium_memzero(w, sizeof *w);
    free(w);
    return status;
}

static scalp_status insert_row(scalp_store *store, const scalp_blob *blob,
                               const store_blob_key *key, scalp_error *error) {
    uint8_t client_key[SEAL_KEY];
    pack wrapped = {0};
    SCALP_TRY(store_client_key(store, blob->client, true, client_key, error));
    scalp_status status = store_blob_wrap(blob, key, client_key, &wrapped, error);
    sodium_memzero(client_key, sizeof client_key);
    if (status == SCALP_OK)
        status = db_run(store->db,
                        "INSERT INTO blobs (id, kind, client, date, size, stream, wrapped) VALUES "
                        "($1, $2, $3, $4, $5, $6, $7)",
                        DB_ARGUMENTS(db_text(blob->id), db_text(blob->kind), db_text(blob->client),
                                     db_text(blob->date), db_number(blob->size),
                                     db_bytes(key->stream, sizeof key->stream),
                                     db_bytes(wrapped.data, wrapped.size)),
                        NULL, error);
    pack_close(&wrapped);
    return status;
}

static scalp_status check_new(scalp_store *store, const char *id, scalp_error *error) {
    int64_t found;
    SCALP_TRY(db_one_number(store->db, "SELECT count(*) FROM blobs WHERE id = $1",
                            DB_ARGUMENTS(db_text(id)), 0, &found, error));
    return found ? scalp_fail(error, SCALP_ERR_NO,
                              "The blob %s is in the store already; blobs never change.", id)
                 : SCALP_OK;
}

static scalp_status put(scalp_store *store, scalp_blob *blob, scalp_store_source source,
                        void *context, const scalp_work *work, scalp_error *error) {
    store_blob_key key, found;
    scalp_blob read_back;
    SCALP_TRY(store_owner_check(blob->id, blob->kind, blob->client, blob->date, error));
    SCALP_TRY(check_new(store, blob->id, error));
    scalp_status status = stream_in(store, blob, &key, source, context, error);
    if (status == SCALP_OK)
        status = insert_row(store, blob, &key, error);
    /* From the disk again, decrypted and compared by its mark. */
    if (status == SCALP_OK)
        status = find(store, blob->id, &read_back, &found, error);
    if (status == SCALP_OK)
        status = store_blob_stream(store, &read_back, &found, work, NULL, NULL, error);
    const store_event event = {.what = "blob",
                               .id = blob->id,
                               .kind = blob->kind,
                               .client = blob->client,
                               .version = 1,
                               .mark = key.mark};
    if (status == SCALP_OK)
        status = store_audit_add(store, &event, error);
    sodium_memzero(&key, sizeof key);
    sodium_memzero(&found, sizeof found);
    return status;
}

scalp_status scalp_store_blob_put(scalp_store *store, scalp_blob *blob, scalp_store_source source,
                                  void *context, const scalp_work *work, scalp_error *error) {
    SCALP_TRY(store_writable(store, error));
    return store_written(store, put(store, blob, source, context, work, error));
}

/* ---- In memory --------------------------------------------------------------------------- */

static scalp_status give(void *context, uint8_t *data, size_t room, size_t *got,
                         scalp_error *error) {
    scalp_bytes *left = context;
    (void)error;
    *got = left->size < room ? left->size : room;
    if (*got > 0)
        memcpy(data, left->data, *got);
    left->data += *got;
    left->size -= *got;
    return SCALP_OK;
}

scalp_status scalp_store_blob_write(scalp_store *store, scalp_blob *blob, scalp_bytes bytes,
                                    const scalp_work *work, scalp_error *error) {
    static const uint8_t nothing;
    scalp_bytes left = bytes.size ? bytes : (scalp_bytes){&nothing, 0};
    return scalp_store_blob_put(store, blob, give, &left, work, error);
}

typedef struct filling {
    uint8_t *to;
    size_t at, room;
} filling;

static scalp_status take(void *context, scalp_bytes bytes, scalp_error *error) {
    filling *f = context;
    if (bytes.size > f->room - f->at)
        return scalp_fail(error, SCALP_ERR_NO, "A blob is longer than its row says.");
    memcpy(f->to + f->at, bytes.data, bytes.size);
    f->at += bytes.size;
    return SCALP_OK;
}

scalp_status scalp_store_blob_read(scalp_store *store, const char *id, const scalp_work *work,
                                   scalp_blob *blob, scalp_bytes *bytes, scalp_error *error) {
    store_blob_key key;
    scalp_blob found;
    void *place = NULL;
    scalp_status status = find(store, id, &found, &key, error);
    if (status == SCALP_OK)
        status = scalp_work_take(work, (size_t)found.size, 1, &place, error);
    filling f = {place, 0, (size_t)found.size};
    if (status == SCALP_OK)
        status = store_blob_stream(store, &found, &key, work, take, &f, error);
    sodium_memzero(&key, sizeof key);
    if (status == SCALP_OK && blob)
        *blob = found;
    if (status == SCALP_OK)
        *bytes = (scalp_bytes){place, f.at};
    return status;
}
