/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <string.h>

#define USUAL_MEMORY (64u << 20)
#define USUAL_PASSES 4u

static seal_cost cost_of(const scalp_store_create_params *params) {
    return (seal_cost){params->key_memory ? params->key_memory : USUAL_MEMORY,
                       params->key_passes ? params->key_passes : USUAL_PASSES};
}

/* Random keys, and the box that holds them. */
static scalp_status make_keys(scalp_store *store, const scalp_store_create_params *params,
                              const char *recovery, scalp_error *error) {
    seal_box box;
    SCALP_TRY(store_keys_make(store, error));
    randombytes_buf(store->keys->root, SEAL_KEY);
    seal_keys_derive(store->keys);
    SCALP_TRY(
        seal_box_fill(&box, 0, params->passphrase, cost_of(params), store->keys->root, error));
    SCALP_TRY(seal_box_fill(&box, 1, recovery, cost_of(params), store->keys->root, error));
    return store_box_save(store, &box, error);
}

scalp_status store_place_begin(scalp_store *store, bool replace, scalp_error *error) {
    int64_t found;
    SCALP_TRY(db_begin(store->db, DB_WRITE, error));
    SCALP_TRY(store_schema_find(store, &found, error));
    if (found && !replace)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "There is a store at %s already; choose another place.", store->place);
    if (store->folder)
        return SCALP_OK;
    if (found)
        SCALP_TRY(db_script(store->db, "DROP SCHEMA scalptor CASCADE", error));
    return db_script(store->db, "CREATE SCHEMA IF NOT EXISTS scalptor", error);
}

static scalp_status fill(scalp_store *store, const scalp_store_create_params *params,
                         const char *recovery, scalp_error *error) {
    char by[SCALP_STORE_MAX_NOTE + 1];
    SCALP_TRY(store_place_begin(store, false, error));
    SCALP_TRY(store_schema_apply(store, 0, store->schema->count, params->at, error));
    SCALP_TRY(make_keys(store, params, recovery, error));
    store_copy_text(by, sizeof by, params->by);
    store_copy_text(store->at, sizeof store->at, params->at);
    store->by = by;
    const store_event event = {.what = "create", .note = SCALP_VERSION};
    const scalp_status status = store_audit_add(store, &event, error);
    store->by = NULL;
    return status == SCALP_OK ? db_commit(store->db, error) : status;
}

scalp_status store_create_as(const store_schema *schema, const char *place,
                             const scalp_store_create_params *params, scalp_store **store,
                             char recovery[SCALP_STORE_RECOVERY], scalp_error *error) {
    const store_opening opening = {
        .place = place, .schema = schema, .at = params->at, .make = true};
    bool made = false;
    *store = NULL;
    SCALP_TRY(seal_start(error));
    SCALP_TRY(store_passphrase_check(params->passphrase, error));
    SCALP_TRY(store_time_check(params->at, error));
    SCALP_TRY(store_note_check(params->by, "Who makes the store", error));
    const bool folder = strstr(place, "://") == NULL;
    if (folder)
        SCALP_TRY(store_folder_make(place, &made, error));
    seal_recovery_make(recovery);
    scalp_status status = store_handle_open(&opening, store, error);
    if (status == SCALP_OK)
        status = fill(*store, params, recovery, error);
    if (status == SCALP_OK && folder)
        status = store_folder_sync(place, error);
    if (status == SCALP_OK)
        return SCALP_OK;
    scalp_store_close(store);
    if (folder)
        store_folder_unmake(place, made);
    return status;
}

scalp_status scalp_store_create(const char *place, const scalp_store_create_params *params,
                                const scalp_work *work, scalp_store **store,
                                char recovery[SCALP_STORE_RECOVERY], scalp_error *error) {
    (void)work;
    return store_create_as(&store_schema_known, place, params, store, recovery, error);
}

/* ---- Another passphrase ------------------------------------------------------------------ */

static scalp_status rewrap(scalp_store *store, const char *passphrase, char *recovery,
                           scalp_error *error) {
    seal_box box;
    SCALP_TRY(store_box_load(store, &box, error));
    SCALP_TRY(seal_box_fill(&box, 0, passphrase, box.slots[0].cost, store->keys->root, error));
    if (recovery)
        SCALP_TRY(seal_box_fill(&box, 1, recovery, box.slots[1].cost, store->keys->root, error));
    SCALP_TRY(store_box_save(store, &box, error));
    const store_event event = {.what = "rewrap", .note = recovery ? "recovery code too" : ""};
    return store_audit_add(store, &event, error);
}

scalp_status scalp_store_rewrap(scalp_store *store, const char *passphrase, const char *at,
                                const char *by, char recovery[SCALP_STORE_RECOVERY],
                                scalp_error *error) {
    SCALP_TRY(store_passphrase_check(passphrase, error));
    SCALP_TRY(scalp_store_begin(store, by, at, error));
    if (recovery)
        seal_recovery_make(recovery);
    const scalp_status status = rewrap(store, passphrase, recovery, error);
    if (status == SCALP_OK)
        return scalp_store_commit(store, error);
    scalp_store_rollback(store);
    return status;
}
