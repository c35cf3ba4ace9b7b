/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <string.h>

/* Every condition is always there; one that is not asked for lets everything pass. Blobs come by
 * the thousand, not by the million. */
static const char select_some[] =
    "SELECT b.id, b.kind, b.client, b.date, b.size FROM blobs b WHERE "
    "b.client = $1 AND (CAST($2 AS TEXT) = '' OR b.kind = $2) AND b.date >= $3 AND b.date <= $4 "
    "ORDER BY b.date, b.id";
static const char select_any[] =
    "SELECT b.id, b.kind, b.client, b.date, b.size FROM blobs b WHERE "
    "(CAST($1 AS TEXT) = '' OR b.kind = $1) AND b.date >= $2 AND b.date <= $3 "
    "ORDER BY b.date, b.id";

static scalp_status count_of(scalp_store *store, const char *client, int64_t *count,
                             scalp_error *error) {
    return client
               ? db_one_number(store->db, "SELECT count(*) FROM blobs WHERE client = $1",
                               DB_ARGUMENTS(db_text(client)), 0, count, error)
               : db_one_number(store->db, "SELECT count(*) FROM blobs", NULL, 0, 0, count, error);
}

static scalp_status fill(scalp_store *store, const scalp_store_query *q, scalp_blob *blobs,
                         size_t room, size_t *count, scalp_error *error) {
    db_rows rows;
    bool there = true;
    const db_value kind = db_text(q->kind ? q->kind : ""), client = db_text(q->client);
    const db_value from = db_text(q->from ? q->from : q->to ? "0" : "");
    const db_value to = db_text(q->to ? q->to : "9999-99-99");
    const db_value some[] = {client, kind, from, to};
    SCALP_TRY(db_query(store->db, q->client ? select_some : select_any, q->client ? some : some + 1,
                       q->client ? 4 : 3, &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    while (status == SCALP_OK && there && *count < room) {
        store_blob_plain(&rows, &blobs[(*count)++]);
        status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    return status;
}

scalp_status scalp_store_blob_list(scalp_store *store, const scalp_store_query *query,
                                   const scalp_work *work, const scalp_blob **blobs, size_t *count,
                                   scalp_error *error) {
    int64_t most = 0;
    void *place = NULL;
    bool own;
    *count = 0;
    SCALP_TRY(store_unlocked(store, error));
    SCALP_TRY(store_read_begin(store, &own, error));
    scalp_status status = count_of(store, query->client, &most, error);
    if (status == SCALP_OK)
        status = scalp_work_take(work, (size_t)most, sizeof(scalp_blob), &place, error);
    if (status == SCALP_OK)
        status = fill(store, query, place, (size_t)most, count, error);
    store_read_end(store, own);
    *blobs = place;
    return status;
}
