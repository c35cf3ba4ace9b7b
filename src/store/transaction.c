/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <stdlib.h>
#include <string.h>

scalp_status store_unlocked(const scalp_store *store, scalp_error *error) {
    return store->keys ? SCALP_OK
                       : scalp_fail(error, SCALP_ERR_INPUT,
                                    "The store is locked; give its passphrase or recovery code.");
}

scalp_status store_writable(const scalp_store *store, scalp_error *error) {
    SCALP_TRY(store_unlocked(store, error));
    if (!store->writing)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Nothing is written to the store outside a transaction; begin one.");
    if (store->doomed)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The transaction failed before; roll it back and begin again.");
    return SCALP_OK;
}

scalp_status store_written(scalp_store *store, scalp_status status) {
    if (status != SCALP_OK)
        store->doomed = true;
    return status;
}

scalp_status store_read_begin(scalp_store *store, bool *own, scalp_error *error) {
    *own = !store->db->inside;
    return *own ? db_begin(store->db, DB_READ, error) : SCALP_OK;
}

void store_read_end(scalp_store *store, bool own) {
    if (own)
        db_rollback(store->db);
}

static void forget(scalp_store *store) {
    free(store->by);
    store->by = NULL;
    store->writing = store->doomed = false;
    store->added.count = store->removed.count = 0;
    store_client_keys_forget(store);
}

scalp_status scalp_store_begin(scalp_store *store, const char *by, const char *at,
                               scalp_error *error) {
    SCALP_TRY(store_unlocked(store, error));
    SCALP_TRY(store_note_check(by, "Who writes to the store", error));
    SCALP_TRY(store_time_check(at, error));
    if (store->writing)
        return scalp_fail(error, SCALP_ERR_INPUT, "A transaction is open already; end it first.");
    const size_t size = strlen(by) + 1;
    store->by = malloc(size);
    if (!store->by)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory in the store.");
    memcpy(store->by, by, size);
    store_copy_text(store->at, sizeof store->at, at);
    const scalp_status status = db_begin(store->db, DB_WRITE, error);
    store_client_keys_forget(store);
    if (status != SCALP_OK)
        forget(store);
    else
        store->writing = true;
    return status;
}

/* What an erasure leaves in the engine's own files: a wiped page is still in the log of writes, or
 * a dead row on its page. As far as it can be reached; docs/store.md says what cannot. */
static void ignore(scalp_status status) {
    (void)status;
}

static void scrub(scalp_store *store) {
    store_asides_remove(store);
    if (store->folder)
        ignore(db_script(store->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL));
    else
        ignore(db_script(store->db, "VACUUM FULL client_keys", NULL));
}

scalp_status scalp_store_commit(scalp_store *store, scalp_error *error) {
    const bool doomed = store->doomed;
    SCALP_TRY(store_unlocked(store, error));
    if (!store->writing)
        return scalp_fail(error, SCALP_ERR_INPUT, "There is no transaction to commit.");
    if (doomed) {
        scalp_store_rollback(store);
        return scalp_fail(error, SCALP_ERR_MACHINE,
                          "A part of the transaction failed, so nothing of it was kept.");
    }
    const scalp_status status = db_commit(store->db, error);
    if (status != SCALP_OK) {
        /* Whether the database kept it is not sure: new files stay, until the doctor has a look. */
        store->erased = false;
        forget(store);
        return status;
    }
    /* Files go only while nobody copies them; what stays is taken away by the doctor. */
    const bool erased = store->removed.count > 0 || store->erased;
    if (store->removed.count > 0 && store_lock(store, false, false)) {
        store_parts_remove(store, &store->removed);
        store_lock_release(store);
    }
    if (erased)
        scrub(store);
    store->erased = false;
    forget(store);
    return SCALP_OK;
}

void scalp_store_rollback(scalp_store *store) {
    if (!store || !store->writing)
        return;
    db_rollback(store->db);
    store_parts_remove(store, &store->added);
    store->erased = false;
    forget(store);
}
