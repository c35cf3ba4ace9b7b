/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <string.h>

#define PAGE 256
#define MOST_DETAILS (2 * (SCALP_STORE_MAX_NOTE + 1))

/* A list under way. */
typedef struct list {
    scalp_store *store;
    const char *id; /* NULL: any */
    const scalp_work *work;
    scalp_audit_entry *items;
    size_t count, room;
} list;

static scalp_status grow(list *l, scalp_error *error) {
    void *place;
    if (l->count < l->room)
        return SCALP_OK;
    const size_t room = l->room ? 2 * l->room : 32;
    SCALP_TRY(scalp_work_take(l->work, room, sizeof *l->items, &place, error));
    if (l->count > 0)
        memcpy(place, l->items, l->count * sizeof *l->items);
    l->items = place;
    l->room = room;
    return SCALP_OK;
}

static scalp_status text_of(unpack *u, const scalp_work *work, const char **text,
                            scalp_error *error) {
    const scalp_bytes bytes = unpack_bytes(u);
    void *place;
    SCALP_TRY(scalp_work_take(work, bytes.size + 1, 1, &place, error));
    if (bytes.size > 0)
        memcpy(place, bytes.data, bytes.size);
    *text = place;
    return SCALP_OK;
}

static scalp_status read_details(scalp_store *store, const store_audit_row *row,
                                 const scalp_work *work, scalp_audit_entry *entry,
                                 scalp_error *error) {
    pack plain = {0};
    if (!store_audit_open(store, row, &plain)) {
        pack_close(&plain);
        return scalp_fail(error, SCALP_ERR_NO,
                          "Entry %lld of the audit log was altered; scalptor doctor tells more.",
                          (long long)row->number);
    }
    unpack u = unpack_make(pack_view(&plain));
    scalp_status status = text_of(&u, work, &entry->by, error);
    if (status == SCALP_OK)
        status = text_of(&u, work, &entry->note, error);
    pack_close(&plain);
    return status;
}

static scalp_status add(list *l, const db_rows *rows, scalp_error *error) {
    SCALP_TRY(grow(l, error));
    const store_audit_row row = store_audit_row_read(rows);
    scalp_audit_entry *entry = &l->items[l->count];
    *entry = (scalp_audit_entry){.number = row.number, .version = row.version};
    store_copy_text(entry->at, sizeof entry->at, row.at);
    store_copy_text(entry->what, sizeof entry->what, row.what);
    store_copy_text(entry->id, sizeof entry->id, row.id);
    store_copy_text(entry->kind, sizeof entry->kind, row.kind);
    store_copy_text(entry->client, sizeof entry->client, row.client);
    if (row.hash.size == 32)
        seal_hex(row.hash.data, entry->hash);
    SCALP_TRY(read_details(l->store, &row, l->work, entry, error));
    l->count++;
    return SCALP_OK;
}

/* The next entries behind number `after`; `more` when there may be others. */
static scalp_status page(list *l, int64_t after, size_t limit, bool *more, scalp_error *error) {
    static const char about[] = "SELECT " STORE_AUDIT_COLUMNS " FROM audit WHERE number > $1 AND "
                                "(id = $2 OR client = $2) ORDER BY number LIMIT $3";
    static const char any[] =
        "SELECT " STORE_AUDIT_COLUMNS " FROM audit WHERE number > $1 ORDER BY number LIMIT $2";
    db_rows rows;
    bool there = true;
    size_t got = 0;
    const db_value most = db_number(limit && limit < PAGE ? (int64_t)limit : PAGE);
    const db_value values[] = {db_number(after), l->id ? db_text(l->id) : most, most};
    SCALP_TRY(db_query(l->store->db, l->id ? about : any, values, l->id ? 3 : 2, &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    for (; status == SCALP_OK && there; got++) {
        status = add(l, &rows, error);
        if (status == SCALP_OK)
            status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    *more = got == (size_t)most.number && (!limit || got < limit);
    return status;
}

scalp_status scalp_store_audit(scalp_store *store, const char *id, int64_t after, size_t limit,
                               const scalp_work *work, const scalp_audit_entry **entries,
                               size_t *count, scalp_error *error) {
    list l = {.store = store, .id = id, .work = work};
    bool more = true, own;
    SCALP_TRY(store_unlocked(store, error));
    SCALP_TRY(store_read_begin(store, &own, error));
    scalp_status status = SCALP_OK;
    while (status == SCALP_OK && more && (!limit || l.count < limit)) {
        const int64_t last = l.count ? l.items[l.count - 1].number : after;
        status = page(&l, last, limit ? limit - l.count : 0, &more, error);
    }
    store_read_end(store, own);
    *entries = l.items;
    *count = l.count;
    return status;
}
