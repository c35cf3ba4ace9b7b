/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <stdio.h>
#include <string.h>

store_audit_row store_audit_row_read(const db_rows *rows) {
    return (store_audit_row){
        .number = db_column_number(rows, 0),
        .at = db_column_text(rows, 1),
        .what = db_column_text(rows, 2),
        .id = db_column_text(rows, 3),
        .kind = db_column_text(rows, 4),
        .client = db_column_text(rows, 5),
        .version = db_column_number(rows, 6),
        .mark = db_column_bytes(rows, 7),
        .sealed = db_column_bytes(rows, 8),
        .hash = db_column_bytes(rows, 9),
    };
}

scalp_status store_audit_hash(const store_audit_row *row, scalp_bytes before, uint8_t hash[32],
                              scalp_error *error) {
    pack p = {0};
    pack_bytes(&p, before);
    pack_number(&p, row->number);
    pack_text(&p, row->at);
    pack_text(&p, row->what);
    pack_text(&p, row->id);
    pack_text(&p, row->kind);
    pack_text(&p, row->client);
    pack_number(&p, row->version);
    pack_bytes(&p, row->mark);
    pack_bytes(&p, row->sealed);
    const scalp_status status = pack_check(&p, error);
    if (status == SCALP_OK)
        crypto_generichash(hash, 32, p.data, p.size, NULL, 0);
    pack_close(&p);
    return status;
}

static void binding(const store_audit_row *row, char text[STORE_BINDING]) {
    snprintf(text, STORE_BINDING, "audit|%lld|%s|%s", (long long)row->number, row->what, row->id);
}

bool store_audit_open(const scalp_store *store, const store_audit_row *row, pack *to) {
    char bound_to[STORE_BINDING];
    binding(row, bound_to);
    return unseal(store->keys->audit, bound_to, row->sealed, to);
}

/* ---- The end of the log ------------------------------------------------------------------ */

scalp_status store_audit_head(scalp_store *store, int64_t *number, uint8_t hash[32],
                              scalp_error *error) {
    db_rows rows;
    bool there = false, open = false;
    pack plain = {0};
    SCALP_TRY(db_query(store->db, "SELECT sealed FROM store_head WHERE name = 'audit'", NULL, 0,
                       &rows, error));
    const scalp_status status = db_next(&rows, &there, error);
    if (status == SCALP_OK && there)
        open = unseal(store->keys->head, "head|audit", db_column_bytes(&rows, 0), &plain);
    db_rows_close(&rows);
    if (open) {
        unpack u = unpack_make(pack_view(&plain));
        *number = unpack_number(&u);
        const scalp_bytes found = unpack_bytes(&u);
        open = unpack_done(&u) && found.size == 32;
        if (open)
            memcpy(hash, found.data, 32);
    }
    pack_close(&plain);
    if (status != SCALP_OK || open)
        return status;
    return scalp_fail(error, SCALP_ERR_NO,
                      "The sealed end of the audit log was %s; restore a backup.",
                      there ? "altered" : "taken away");
}

static scalp_status write_head(scalp_store *store, int64_t number, const uint8_t hash[32],
                               scalp_error *error) {
    pack plain = {0}, sealed = {0};
    pack_number(&plain, number);
    pack_bytes(&plain, (scalp_bytes){hash, 32});
    scalp_status status = pack_check(&plain, error);
    if (status == SCALP_OK) {
        seal(store->keys->head, "head|audit", pack_view(&plain), &sealed);
        status = pack_check(&sealed, error);
    }
    if (status == SCALP_OK)
        status = db_run(store->db,
                        "INSERT INTO store_head (name, sealed) VALUES ('audit', $1) "
                        "ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed",
                        DB_ARGUMENTS(db_bytes(sealed.data, sealed.size)), NULL, error);
    pack_close(&plain);
    pack_close(&sealed);
    return status;
}

/* Number and hash of the last entry, which must be what was sealed as the end. */
static scalp_status last_entry(scalp_store *store, int64_t *number, uint8_t hash[32],
                               scalp_error *error) {
    db_rows rows;
    bool there = false, same = false;
    *number = 0;
    memset(hash, 0, 32);
    SCALP_TRY(db_query(store->db, "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1",
                       NULL, 0, &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    const int64_t found = there ? db_column_number(&rows, 0) : 0;
    const scalp_bytes found_hash = there ? db_column_bytes(&rows, 1) : (scalp_bytes){0};
    if (status == SCALP_OK) {
        scalp_error unsealed = {0};
        const scalp_status head = store_audit_head(store, number, hash, &unsealed);
        /* A store that is being made has neither. */
        if (head != SCALP_OK && there)
            status = scalp_fail(error, head, "%s", unsealed.message);
        same = head != SCALP_OK ? !there
                                : found == *number && found_hash.size == 32 &&
                                      memcmp(found_hash.data, hash, 32) == 0;
    }
    db_rows_close(&rows);
    if (status == SCALP_OK && !same)
        return scalp_fail(error, SCALP_ERR_NO,
                          "The audit log ends at entry %lld, but %lld were written: entries were "
                          "taken away; restore a backup.",
                          (long long)found, (long long)*number);
    return status;
}

/* ---- Adding ------------------------------------------------------------------------------ */

static scalp_status insert(scalp_store *store, const store_audit_row *row, scalp_error *error) {
    return db_run(store->db,
                  "INSERT INTO audit (" STORE_AUDIT_COLUMNS
                  ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                  DB_ARGUMENTS(db_number(row->number), db_text(row->at), db_text(row->what),
                               db_text(row->id), db_text(row->kind), db_text(row->client),
                               db_number(row->version), db_bytes(row->mark.data, row->mark.size),
                               db_bytes(row->sealed.data, row->sealed.size),
                               db_bytes(row->hash.data, row->hash.size)),
                  NULL, error);
}

static scalp_status seal_details(scalp_store *store, const char *note, const store_audit_row *row,
                                 pack *sealed, scalp_error *error) {
    char bound_to[STORE_BINDING];
    pack plain = {0};
    binding(row, bound_to);
    pack_text(&plain, store->by);
    pack_text(&plain, note ? note : "");
    seal(store->keys->audit, bound_to, pack_view(&plain), sealed);
    const scalp_status status = pack_check(plain.failed ? &plain : sealed, error);
    pack_close(&plain);
    return status;
}

scalp_status store_audit_add(scalp_store *store, const store_event *event, scalp_error *error) {
    uint8_t before[32], hash[32];
    int64_t number;
    pack sealed = {0};
    SCALP_TRY(last_entry(store, &number, before, error));
    store_audit_row row = {
        .number = number + 1,
        .version = event->version,
        .at = store->at,
        .what = event->what,
        .id = event->id ? event->id : "",
        .kind = event->kind ? event->kind : "",
        .client = event->client ? event->client : "",
        .mark = {event->mark, event->mark ? SEAL_MARK : 0},
        .hash = {hash, 32},
    };
    scalp_status status = seal_details(store, event->note, &row, &sealed, error);
    row.sealed = pack_view(&sealed);
    if (status == SCALP_OK)
        status = store_audit_hash(&row, (scalp_bytes){before, 32}, hash, error);
    if (status == SCALP_OK)
        status = insert(store, &row, error);
    if (status == SCALP_OK)
        status = write_head(store, row.number, hash, error);
    pack_close(&sealed);
    return status;
}

/* What the store itself writes may not be imitated: the doctor believes it. */
static bool is_reserved(const char *what) {
    static const char *const words[] = {"create", "put",   "archive", "unarchive",
                                        "blob",   "erase", "rewrap"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], what) == 0)
            return true;
    return false;
}

scalp_status scalp_store_note(scalp_store *store, const char *what, const char *id,
                              const char *note, scalp_error *error) {
    SCALP_TRY(store_writable(store, error));
    if (!store_kind_check(what) || is_reserved(what))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%.60s is no name for an entry; use 1 to 32 of a-z and _, and no word "
                          "of the store's own.",
                          what);
    if (id[0] && !scalp_store_id_check(id))
        return scalp_fail(error, SCALP_ERR_INPUT, "%.60s is no id.", id);
    SCALP_TRY(store_note_check(note, "A note for the audit log", error));
    const store_event event = {.what = what, .id = id, .note = note};
    return store_written(store, store_audit_add(store, &event, error));
}
