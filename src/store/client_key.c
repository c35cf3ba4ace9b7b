/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <stdio.h>
#include <string.h>

static void binding(const char *client, char text[STORE_BINDING]) {
    snprintf(text, STORE_BINDING, "key|%s", client);
}

static store_cached_key *place_of(const scalp_store *store, const char *client) {
    unsigned sum = 0;
    for (const char *c = client; *c; c++)
        sum = sum * 31 + (uint8_t)*c;
    return &store->cache[sum % STORE_KEY_CACHE];
}

static void remember(const scalp_store *store, const char *client, const uint8_t key[SEAL_KEY]) {
    store_cached_key *place = place_of(store, client);
    store_copy_text(place->client, sizeof place->client, client);
    memcpy(place->key, key, SEAL_KEY);
    place->valid = true;
}

void store_client_keys_forget(scalp_store *store) {
    if (store->cache)
        sodium_memzero(store->cache, STORE_KEY_CACHE * sizeof *store->cache);
}

scalp_status store_client_key_open(scalp_store *store, const char *client, scalp_bytes wrapped,
                                   uint8_t key[SEAL_KEY], scalp_error *error) {
    char bound_to[STORE_BINDING];
    pack plain = {0};
    binding(client, bound_to);
    const bool open =
        unseal(store->keys->wrap, bound_to, wrapped, &plain) && plain.size == SEAL_KEY;
    if (open)
        memcpy(key, plain.data, SEAL_KEY);
    pack_close(&plain);
    return open ? SCALP_OK
                : scalp_fail(error, SCALP_ERR_NO,
                             "The key of client %s was altered; restore a backup.",
                             client[0] ? client : "(the studio)");
}

static scalp_status read_key(scalp_store *store, const char *client, bool *there,
                             uint8_t key[SEAL_KEY], scalp_error *error) {
    db_rows rows;
    SCALP_TRY(db_query(store->db, "SELECT wrapped FROM client_keys WHERE client = $1",
                       DB_ARGUMENTS(db_text(client)), &rows, error));
    scalp_status status = db_next(&rows, there, error);
    if (status == SCALP_OK && *there)
        status = store_client_key_open(store, client, db_column_bytes(&rows, 0), key, error);
    db_rows_close(&rows);
    return status;
}

/* A new key in the row that `sql` fills. */
static scalp_status write_key(scalp_store *store, const char *sql, const char *client,
                              uint8_t key[SEAL_KEY], scalp_error *error) {
    char bound_to[STORE_BINDING];
    uint8_t read_back[SEAL_KEY];
    bool there = false;
    pack wrapped = {0};
    binding(client, bound_to);
    randombytes_buf(key, SEAL_KEY);
    seal(store->keys->wrap, bound_to, (scalp_bytes){key, SEAL_KEY}, &wrapped);
    scalp_status status = pack_check(&wrapped, error);
    if (status == SCALP_OK)
        status = db_run(store->db, sql,
                        DB_ARGUMENTS(db_text(client), db_bytes(wrapped.data, wrapped.size)), NULL,
                        error);
    pack_close(&wrapped);
    if (status == SCALP_OK)
        status = read_key(store, client, &there, read_back, error);
    if (status == SCALP_OK && (!there || sodium_memcmp(read_back, key, SEAL_KEY) != 0))
        status = scalp_fail(error, SCALP_ERR_MACHINE,
                            "A key that was just written reads back differently; check the disk.");
    sodium_memzero(read_back, sizeof read_back);
    return status;
}

scalp_status store_client_key(scalp_store *store, const char *client, bool make,
                              uint8_t key[SEAL_KEY], scalp_error *error) {
    bool there = false;
    const store_cached_key *cached = place_of(store, client);
    /* Only inside a transaction is a remembered key sure to be the one that holds. */
    if (store->writing && cached->valid && strcmp(cached->client, client) == 0) {
        memcpy(key, cached->key, SEAL_KEY);
        return SCALP_OK;
    }
    SCALP_TRY(read_key(store, client, &there, key, error));
    if (!there && !make)
        return scalp_fail(error, SCALP_ERR_INPUT, "There is no client %s in this store.", client);
    if (!there)
        SCALP_TRY(write_key(store, "INSERT INTO client_keys (client, wrapped) VALUES ($1, $2)",
                            client, key, error));
    if (store->writing)
        remember(store, client, key);
    return SCALP_OK;
}

scalp_status store_client_key_renew(scalp_store *store, const char *client, uint8_t key[SEAL_KEY],
                                    scalp_error *error) {
    store_client_keys_forget(store);
    return write_key(store, "UPDATE client_keys SET wrapped = $2 WHERE client = $1", client, key,
                     error);
}

scalp_status store_client_key_remove(scalp_store *store, const char *client, scalp_error *error) {
    store_client_keys_forget(store);
    return db_run(store->db, "DELETE FROM client_keys WHERE client = $1",
                  DB_ARGUMENTS(db_text(client)), NULL, error);
}
