/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copy.h"

#include <string.h>

static scalp_status differs(const scalp_store_report *report, scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_MACHINE,
                      "The copy does not hold what the first store holds and was taken away: %s",
                      report->fault_count ? report->faults[0] : "their hashes differ.");
}

/* Everything of `from` into the empty tables of `to`, then both compared. */
static scalp_status fill(scalp_store *from, scalp_store *to, const char *at, const scalp_work *work,
                         scalp_store_report *report, scalp_error *error) {
    char content[SCALP_STORE_HASH];
    store_loading loading = {.store = to};
    doctor d = {.store = to, .work = work, .report = report, .blobs = true};
    SCALP_TRY(store_place_begin(to, false, error));
    SCALP_TRY(store_schema_apply(to, 0, to->schema->count, at, error));
    scalp_status status = store_rows_visit(from, work, store_load_row, &loading, error);
    const scalp_status ended =
        store_load_end(&loading, status == SCALP_OK, status == SCALP_OK ? error : NULL);
    if (status == SCALP_OK)
        status = ended;
    if (status == SCALP_OK)
        status = store_content(from, work, content, error);
    if (status == SCALP_OK)
        status = doctor_examine(&d, error);
    if (status == SCALP_OK && (report->fault_count || strcmp(content, report->content) != 0))
        status = differs(report, error);
    return status == SCALP_OK ? db_commit(to->db, error) : status;
}

static scalp_status move_into(scalp_store *from, const store_opening *opening,
                              const scalp_work *work, scalp_store_report *report,
                              scalp_error *error) {
    scalp_store *to = NULL;
    bool own = false;
    SCALP_TRY(store_handle_open(opening, &to, error));
    scalp_status status = store_keys_copy(from->keys, to, error);
    const bool held = store_lock(from, true, true);
    if (status == SCALP_OK)
        status = store_read_begin(from, &own, error);
    if (status == SCALP_OK)
        status = fill(from, to, opening->at, work, report, error);
    store_read_end(from, own);
    if (held)
        store_lock_release(from);
    if (status == SCALP_OK && to->folder)
        status = store_folder_sync(to->folder, error);
    scalp_store_close(&to);
    return status;
}

scalp_status scalp_store_move(scalp_store *store, const char *place, const char *at,
                              const scalp_work *work, scalp_store_report *report,
                              scalp_error *error) {
    const store_opening opening = {.place = place, .schema = store->schema, .at = at, .make = true};
    scalp_store_report own_report = {0};
    bool made = false;
    SCALP_TRY(store_unlocked(store, error));
    SCALP_TRY(store_time_check(at, error));
    if (store->db->inside)
        return scalp_fail(error, SCALP_ERR_INPUT, "End the transaction before a move.");
    const bool folder = strstr(place, "://") == NULL;
    if (folder)
        SCALP_TRY(store_folder_make(place, &made, error));
    const scalp_status status = move_into(store, &opening, work, &own_report, error);
    if (status != SCALP_OK && folder)
        store_folder_unmake(place, made);
    if (status == SCALP_OK && report)
        *report = own_report;
    return status;
}
