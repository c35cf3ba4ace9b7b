/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A studio's store of 5 000 clients, each with a session and eight photos: opened, one client's
 * file read, every name read for an index, and who got a lot. Its key is cheap, so that its opening
 * is not all there is to see. SCALPTOR_BENCH_STORE names an empty database to use in place of a
 * folder. */
#include "bench.h"

#include <scalptor/store.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { clients = 5000, photos = 8, at_once = 100, picture_bytes = 2000 };

static const char now[] = "2026-11-20T20:00:00Z", words[] = "bench words";

static void place_of(const char *folder, char place[512]) {
    const char *database = getenv("SCALPTOR_BENCH_STORE");
    if (database && database[0])
        snprintf(place, 512, "%s", database);
    else
        snprintf(place, 512, "%s/store", folder);
}

static scalp_status open_it(const char *folder, const scalp_work *work, scalp_store **store,
                            scalp_error *error) {
    char place[512];
    place_of(folder, place);
    SCALP_TRY(scalp_store_open(place, now, work, store, error));
    return scalp_store_unlock(*store, words, error);
}

/* ---- Making it --------------------------------------------------------------------------- */

static scalp_status put(scalp_store *store, scalp_document *d, scalp_error *error) {
    SCALP_TRY(scalp_store_id_make(d->id, error));
    if (!d->client[0])
        memcpy(d->client, d->id, sizeof d->client);
    return scalp_store_put(store, d, NULL, error);
}

static scalp_status put_photo(scalp_store *store, const char *client, const scalp_work *work,
                              scalp_error *error) {
    static const uint8_t picture[picture_bytes];
    scalp_blob blob = {.kind = "photo", .date = "2026-02-01"};
    scalp_document d = {.kind = "photo", .date = "2026-02-01", .body = {picture, 200}};
    const char *refs[] = {blob.id};
    memcpy(blob.client, client, sizeof blob.client);
    memcpy(d.client, client, sizeof d.client);
    SCALP_TRY(scalp_store_id_make(blob.id, error));
    d.refs = refs;
    d.ref_count = 1;
    SCALP_TRY(
        scalp_store_blob_write(store, &blob, (scalp_bytes){picture, sizeof picture}, work, error));
    return put(store, &d, error);
}

static scalp_status put_client(scalp_store *store, int number, const scalp_work *work,
                               scalp_error *error) {
    char body[900], lot[24];
    const char *lots[] = {lot};
    const int length =
        snprintf(body, sizeof body, "{\"name\":\"Client %d\",\"more\":\"%700d\"}", number, number);
    scalp_document client = {
        .kind = "client", .date = "2026-01-01", .body = {(const uint8_t *)body, (size_t)length}};
    SCALP_TRY(put(store, &client, error));
    scalp_document session = {
        .kind = "session", .date = "2026-02-01", .lots = lots, .lot_count = 1, .body = client.body};
    snprintf(lot, sizeof lot, "LOT-%d", number % 200);
    memcpy(session.client, client.id, sizeof session.client);
    SCALP_TRY(put(store, &session, error));
    for (int i = 0; i < photos; i++)
        SCALP_TRY(put_photo(store, client.id, work, error));
    return SCALP_OK;
}

static scalp_status fill(scalp_store *store, const scalp_work *work, scalp_error *error) {
    for (int i = 0; i < clients; i++) {
        if (i % at_once == 0)
            SCALP_TRY(scalp_store_begin(store, "bench", now, error));
        SCALP_TRY(put_client(store, i, work, error));
        if (i % at_once == at_once - 1)
            SCALP_TRY(scalp_store_commit(store, error));
    }
    return SCALP_OK;
}

scalp_status bench_store_make(const char *folder, const scalp_work *work, scalp_error *error) {
    const scalp_store_create_params params = {
        .passphrase = words, .at = now, .by = "bench", .key_memory = 8192, .key_passes = 1};
    char place[512], recovery[SCALP_STORE_RECOVERY];
    scalp_store *store = NULL;
    place_of(folder, place);
    scalp_status status = scalp_store_open(place, now, work, &store, NULL);
    if (status == SCALP_OK) { /* of another row */
        scalp_store_close(&store);
        return SCALP_OK;
    }
    status = scalp_store_create(place, &params, work, &store, recovery, error);
    if (status == SCALP_OK)
        status = fill(store, work, error);
    scalp_store_close(&store);
    return status;
}

/* ---- Using it ---------------------------------------------------------------------------- */

scalp_status bench_store_open(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_store *store = NULL;
    const scalp_status status = open_it(folder, work, &store, error);
    scalp_store_close(&store);
    return status;
}

static scalp_status read_client(scalp_store *store, const scalp_work *work, scalp_error *error) {
    const scalp_document *list;
    const scalp_blob *blobs;
    size_t count, blob_count;
    scalp_bytes bytes;
    const scalp_store_query first = {.kind = "client", .limit = 1};
    SCALP_TRY(scalp_store_list(store, &first, work, &list, &count, error));
    scalp_store_query all = {.client = list[0].client, .bodies = true};
    SCALP_TRY(scalp_store_list(store, &all, work, &list, &count, error));
    SCALP_TRY(scalp_store_blob_list(store, &all, work, &blobs, &blob_count, error));
    for (size_t i = 0; i < blob_count; i++)
        SCALP_TRY(scalp_store_blob_read(store, blobs[i].id, work, NULL, &bytes, error));
    return count == photos + 2 && blob_count == photos
               ? SCALP_OK
               : scalp_fail(error, SCALP_ERR_MACHINE, "the client's file is not whole");
}

scalp_status bench_store_client(const char *folder, const scalp_work *work, scalp_error *error) {
    scalp_store *store = NULL;
    scalp_status status = open_it(folder, work, &store, error);
    if (status == SCALP_OK)
        status = read_client(store, work, error);
    scalp_store_close(&store);
    return status;
}

static scalp_status look(void *context, const scalp_document *document, scalp_error *error) {
    (void)error;
    *(size_t *)context += document->body.size;
    return SCALP_OK;
}

scalp_status bench_store_names(const char *folder, const scalp_work *work, scalp_error *error) {
    const scalp_store_query all = {.kind = "client", .bodies = true};
    scalp_store *store = NULL;
    size_t seen = 0;
    scalp_status status = open_it(folder, work, &store, error);
    if (status == SCALP_OK)
        status = scalp_store_each(store, &all, work, look, &seen, error);
    scalp_store_close(&store);
    return status;
}

scalp_status bench_store_lot(const char *folder, const scalp_work *work, scalp_error *error) {
    const scalp_store_query lot = {.lot = "LOT-7", .bodies = true};
    const scalp_document *list;
    scalp_store *store = NULL;
    size_t count = 0;
    scalp_status status = open_it(folder, work, &store, error);
    if (status == SCALP_OK)
        status = scalp_store_list(store, &lot, work, &list, &count, error);
    scalp_store_close(&store);
    return status == SCALP_OK && count != clients / 200
               ? scalp_fail(error, SCALP_ERR_MACHINE, "the lot's sessions are not all there")
               : status;
}
