/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static scalp_status out_of_memory(scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while opening the store.");
}

static bool is_database(const char *place) {
    return strncmp(place, "postgres://", 11) == 0 || strncmp(place, "postgresql://", 13) == 0;
}

/* A copy of the address without its password and parameters. */
static char *shown_place(const char *place) {
    const size_t length = strlen(place);
    char *shown = malloc(length + 1);
    if (!shown)
        return NULL;
    memcpy(shown, place, length + 1);
    if (!is_database(place))
        return shown;
    shown[strcspn(shown, "?")] = 0;
    char *name = strstr(shown, "//") + 2;
    char *at = strrchr(name, '@');
    char *colon = at ? memchr(name, ':', (size_t)(at - name)) : NULL;
    if (colon)
        memmove(colon, at, strlen(at) + 1);
    return shown;
}

scalp_status scalp_store_id_make(char id[SCALP_STORE_ID], scalp_error *error) {
    uint8_t random[16];
    SCALP_TRY(seal_start(error));
    randombytes_buf(random, sizeof random);
    seal_base32(random, sizeof random, id);
    return SCALP_OK;
}

/* ---- A folder ---------------------------------------------------------------------------- */

static scalp_status make_file(const char *path, int *file, scalp_error *error) {
    *file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return *file < 0 ? store_file_failed(path, "make", errno, error) : SCALP_OK;
}

static scalp_status open_database(scalp_store *store, bool make, scalp_error *error) {
    struct stat facts;
    char *path = store_path(store->folder, "scalptor.db");
    if (!path)
        return out_of_memory(error);
    scalp_status status = SCALP_OK;
    if (make) {
        /* SQLite's other files take their permissions from this one. */
        int file;
        status = make_file(path, &file, error);
        if (status == SCALP_OK)
            close(file);
    } else if (stat(path, &facts) != 0) {
        status = errno == ENOENT || errno == ENOTDIR
                     ? scalp_fail(error, SCALP_ERR_INPUT,
                                  "There is no store at %s; scalptor store create makes one.",
                                  store->folder)
                     : store_file_failed(path, "open", errno, error);
    }
    if (status == SCALP_OK)
        status = db_open_sqlite(path, make, &store->db, error);
    free(path);
    return status;
}

static scalp_status open_lock(scalp_store *store, scalp_error *error) {
    char *path = store_path(store->folder, "lock");
    if (!path)
        return out_of_memory(error);
    const scalp_status status = make_file(path, &store->lock, error);
    free(path);
    return status;
}

static scalp_status open_folder(scalp_store *store, bool make, scalp_error *error) {
    char *blobs = store_path(store->folder, "blobs");
    bool made;
    if (!blobs)
        return out_of_memory(error);
    scalp_status status = SCALP_OK;
    if (make)
        status = store_folder_make(blobs, &made, error);
    free(blobs);
    if (status == SCALP_OK)
        status = open_database(store, make, error);
    return status == SCALP_OK ? open_lock(store, error) : status;
}

/* ---- Handles ----------------------------------------------------------------------------- */

scalp_status store_handle_open(const store_opening *opening, scalp_store **store,
                               scalp_error *error) {
    if (!is_database(opening->place) && strstr(opening->place, "://"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%.80s is no place for a store; give a folder or postgres://...",
                          opening->place);
    SCALP_TRY(seal_start(error));
    scalp_store *s = calloc(1, sizeof *s);
    *store = NULL;
    if (!s)
        return out_of_memory(error);
    s->lock = -1;
    s->schema = opening->schema;
    s->place = shown_place(opening->place);
    if (s->place && !is_database(opening->place)) {
        const size_t size = strlen(opening->place) + 1;
        s->folder = malloc(size);
        if (s->folder)
            memcpy(s->folder, opening->place, size);
    }
    scalp_status status = SCALP_OK;
    if (!s->place || (!s->folder && !is_database(opening->place)))
        status = out_of_memory(error);
    else if (s->folder)
        status = open_folder(s, opening->make, error);
    else
        status = db_open_postgres(opening->place, &s->db, error);
    if (status != SCALP_OK)
        scalp_store_close(&s);
    *store = s;
    return status;
}

scalp_status store_open_as(const store_opening *opening, const scalp_work *work,
                           scalp_store **store, scalp_error *error) {
    (void)work;
    *store = NULL;
    SCALP_TRY(store_time_check(opening->at, error));
    SCALP_TRY(store_handle_open(opening, store, error));
    const scalp_status status = store_schema_upgrade(*store, opening->at, error);
    if (status != SCALP_OK)
        scalp_store_close(store);
    return status;
}

scalp_status scalp_store_open(const char *place, const char *at, const scalp_work *work,
                              scalp_store **store, scalp_error *error) {
    const store_opening opening = {.place = place, .schema = &store_schema_known, .at = at};
    return store_open_as(&opening, work, store, error);
}

static void lock_keys(scalp_store *store) {
    if (store->keys)
        sodium_free(store->keys); /* wipes */
    if (store->cache)
        sodium_free(store->cache);
    store->keys = NULL;
    store->cache = NULL;
}

void scalp_store_close(scalp_store **store) {
    if (!store || !*store)
        return;
    scalp_store *s = *store;
    scalp_store_rollback(s);
    lock_keys(s);
    db_close(&s->db);
    if (s->lock >= 0)
        close(s->lock);
    free(s->added.ids);
    free(s->removed.ids);
    free(s->by);
    free(s->folder);
    free(s->place);
    free(s);
    *store = NULL;
}

const char *scalp_store_place(const scalp_store *store) {
    return store->place;
}

const char *scalp_store_engine(const scalp_store *store) {
    return store->db->engine->name;
}

/* ---- Keys -------------------------------------------------------------------------------- */

scalp_status store_keys_make(scalp_store *store, scalp_error *error) {
    lock_keys(store);
    store->keys = sodium_malloc(sizeof *store->keys);
    store->cache = sodium_allocarray(STORE_KEY_CACHE, sizeof *store->cache);
    if (!store->keys || !store->cache) {
        lock_keys(store);
        return out_of_memory(error);
    }
    sodium_memzero(store->keys, sizeof *store->keys);
    store_client_keys_forget(store);
    return SCALP_OK;
}

scalp_status store_box_load(scalp_store *store, seal_box *box, scalp_error *error) {
    db_rows rows;
    bool there = false;
    SCALP_TRY(db_query(store->db, "SELECT sealed FROM store_keys WHERE name = 'box'", NULL, 0,
                       &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    if (status == SCALP_OK)
        status = seal_box_read(there ? db_column_bytes(&rows, 0) : (scalp_bytes){0}, box, error);
    db_rows_close(&rows);
    return status;
}

scalp_status store_box_save(scalp_store *store, const seal_box *box, scalp_error *error) {
    pack bytes = {0};
    seal_box_write(box, &bytes);
    scalp_status status = pack_check(&bytes, error);
    if (status == SCALP_OK)
        status = db_run(store->db,
                        "INSERT INTO store_keys (name, sealed) VALUES ('box', $1) "
                        "ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed",
                        DB_ARGUMENTS(db_bytes(bytes.data, bytes.size)), NULL, error);
    pack_close(&bytes);
    return status;
}

scalp_status scalp_store_unlock(scalp_store *store, const char *secret, scalp_error *error) {
    seal_box box;
    if (strlen(secret) > SCALP_STORE_MAX_PASSPHRASE)
        return scalp_fail(error, SCALP_ERR_NO, "The passphrase is longer than any of a store.");
    SCALP_TRY(store_box_load(store, &box, error));
    SCALP_TRY(store_keys_make(store, error));
    const scalp_status status = seal_box_open(&box, secret, store->keys->root, error);
    if (status == SCALP_OK)
        seal_keys_derive(store->keys);
    else
        lock_keys(store);
    return status;
}
