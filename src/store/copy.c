/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copy.h"

#include <stdio.h>
#include <string.h>

/* ---- Filling ----------------------------------------------------------------------------- */

static scalp_status end_file(store_loading *l, bool keep, scalp_error *error) {
    if (!l->parts_open)
        return SCALP_OK;
    l->parts_open = false;
    return store_parts_close(&l->parts, keep, error);
}

static scalp_status load_part(store_loading *l, const store_row *row, scalp_error *error) {
    char id[SCALP_STORE_ID];
    if (row->count != 3 || row->values[0].type != DB_TEXT || row->values[2].type != DB_BYTES ||
        row->values[0].bytes.size != SCALP_STORE_ID - 1)
        return scalp_fail(error, SCALP_ERR_INPUT, "A picture's part is malformed.");
    memcpy(id, row->values[0].bytes.data, SCALP_STORE_ID - 1);
    id[SCALP_STORE_ID - 1] = 0;
    if (!scalp_store_id_check(id)) /* it becomes the name of a file */
        return scalp_fail(error, SCALP_ERR_INPUT, "A picture's part is malformed.");
    if (!l->parts_open || strcmp(id, l->parts.id) != 0) {
        SCALP_TRY(end_file(l, true, error));
        SCALP_TRY(store_parts_create(l->store, id, &l->parts, error));
        l->parts_open = true;
    }
    return store_parts_add(&l->parts, row->values[2].bytes, error);
}

scalp_status store_load_row(void *loading, const store_row *row, scalp_error *error) {
    store_loading *l = loading;
    char sql[512];
    if (l->store->folder && strcmp(row->table, "blob_parts") == 0)
        return load_part(l, row, error);
    size_t at =
        (size_t)snprintf(sql, sizeof sql, "INSERT INTO %s (%s) VALUES (", row->table, row->columns);
    for (size_t i = 0; i < row->count && at < sizeof sql; i++)
        at += (size_t)snprintf(sql + at, sizeof sql - at, "%s$%zu", i ? ", " : "", i + 1);
    if (at + 2 > sizeof sql)
        return scalp_fail(error, SCALP_ERR_INPUT, "A row of the backup is malformed.");
    sql[at] = ')';
    sql[at + 1] = 0;
    return db_run(l->store->db, sql, row->values, row->count, NULL, error);
}

scalp_status store_load_end(store_loading *loading, bool keep, scalp_error *error) {
    return end_file(loading, keep, error);
}

/* ---- Figures ----------------------------------------------------------------------------- */

static scalp_status add_row(void *digest, const store_row *row, scalp_error *error) {
    return store_digest_add(digest, row, error);
}

scalp_status store_content(scalp_store *store, const scalp_work *work, char hex[SCALP_STORE_HASH],
                           scalp_error *error) {
    store_digest digest;
    store_digest_make(&digest);
    const scalp_status status = store_rows_visit(store, work, add_row, &digest, error);
    store_digest_end(&digest, hex);
    return status;
}

scalp_status store_figures(scalp_store *store, scalp_store_report *report, scalp_error *error) {
    uint8_t hash[32];
    int64_t number;
    const struct {
        const char *sql;
        int64_t *to;
    } figures[] = {
        {"SELECT count(*) FROM client_keys WHERE client <> ''", &report->clients},
        {"SELECT count(*) FROM documents WHERE latest = 1", &report->documents},
        {"SELECT count(*) FROM documents", &report->versions},
        {"SELECT count(*) FROM blobs", &report->blobs},
        {"SELECT CAST(sum(size) AS BIGINT) FROM blobs", &report->blob_bytes},
        {"SELECT count(*) FROM audit", &report->audit_entries},
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        SCALP_TRY(db_one_number(store->db, figures[i].sql, NULL, 0, 0, figures[i].to, error));
    report->schema = store->schema_version;
    if (store_audit_head(store, &number, hash, NULL) == SCALP_OK)
        seal_hex(hash, report->head);
    return SCALP_OK;
}

scalp_status store_keys_copy(const seal_keys *from, scalp_store *to, scalp_error *error) {
    SCALP_TRY(store_keys_make(to, error));
    memcpy(to->keys, from, sizeof *from);
    return SCALP_OK;
}
