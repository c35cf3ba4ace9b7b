/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copy.h"

#include <string.h>

#define PAGE 100

static const char select_page[] =
    "SELECT " STORE_DOCUMENT_COLUMNS ", d.latest, "
    "(SELECT a.mark FROM audit a WHERE a.id = d.id AND a.version = d.version AND a.what IN ('put', "
    "'archive', 'unarchive') ORDER BY a.number DESC LIMIT 1), "
    "(SELECT count(*) FROM documents n WHERE n.id = d.id AND n.version > d.version), "
    "(SELECT count(*) FROM document_lots l WHERE l.id = d.id AND l.version = d.version), "
    "(SELECT count(*) FROM document_refs r WHERE r.id = d.id AND r.version = d.version) "
    "FROM documents d LEFT JOIN client_keys k ON k.client = d.client "
    "WHERE (d.id, d.version) > ($1, $2) ORDER BY d.id, d.version LIMIT 100";

/* How many of the sealed names are in the table that is searched. */
static scalp_status count_listed(doctor *d, const scalp_document *doc, const char *sql,
                                 const char *const *names, size_t count, int64_t *listed,
                                 scalp_error *error) {
    *listed = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t found;
        SCALP_TRY(db_one_number(
            d->store->db, sql,
            DB_ARGUMENTS(db_text(doc->id), db_number(doc->version), db_text(names[i])), 0, &found,
            error));
        *listed += found;
    }
    return SCALP_OK;
}

static scalp_status check_lists(doctor *d, const scalp_document *doc, int64_t lot_rows,
                                int64_t ref_rows, scalp_error *error) {
    int64_t lots, refs;
    SCALP_TRY(count_listed(d, doc,
                           "SELECT count(*) FROM document_lots WHERE id = $1 AND version = $2 AND "
                           "lot = $3",
                           doc->lots, doc->lot_count, &lots, error));
    SCALP_TRY(count_listed(d, doc,
                           "SELECT count(*) FROM document_refs WHERE id = $1 AND version = $2 AND "
                           "target = $3",
                           doc->refs, doc->ref_count, &refs, error));
    const bool lots_agree = lots == lot_rows && lots == (int64_t)doc->lot_count;
    if (lots_agree && refs == ref_rows && refs == (int64_t)doc->ref_count)
        return SCALP_OK;
    return doctor_fault(d, "The %s %s, version %lld, is listed under other %s than it names.",
                        doc->kind, doc->id, (long long)doc->version,
                        lots_agree ? "references" : "lots");
}

static scalp_status examine(doctor *d, const db_rows *rows, scalp_error *error) {
    scalp_document doc;
    uint8_t mark[SEAL_MARK];
    scalp_error why = {0};
    const scalp_status status = store_document_open(d->store, rows, d->work, &doc, mark, &why);
    if (status == SCALP_ERR_NO)
        return doctor_fault(d, "%s", why.message);
    if (status != SCALP_OK)
        return scalp_fail(error, status, "%s", why.message);
    const scalp_bytes logged = db_column_bytes(rows, 9);
    if (logged.size != SEAL_MARK || memcmp(logged.data, mark, SEAL_MARK) != 0)
        return doctor_fault(d, "The %s %s, version %lld, is not the one that the audit log names.",
                            doc.kind, doc.id, (long long)doc.version);
    if (db_column_number(rows, 8) != (db_column_number(rows, 10) == 0))
        return doctor_fault(d, "The %s %s, version %lld, is marked wrongly as its latest.",
                            doc.kind, doc.id, (long long)doc.version);
    return check_lists(d, &doc, db_column_number(rows, 11), db_column_number(rows, 12), error);
}

static scalp_status page(doctor *d, char last[SCALP_STORE_ID], int64_t *version, int *got,
                         scalp_error *error) {
    db_rows rows;
    bool there = true;
    char from[SCALP_STORE_ID];
    *got = 0;
    store_copy_text(from, sizeof from, last);
    SCALP_TRY(db_query(d->store->db, select_page, DB_ARGUMENTS(db_text(from), db_number(*version)),
                       &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    for (; status == SCALP_OK && there; ++*got) {
        store_copy_text(last, SCALP_STORE_ID, db_column_text(&rows, 0));
        *version = db_column_number(&rows, 1);
        /* Bodies are not kept; faults, which stay, are rare. */
        const scalp_arena_mark mark = scalp_arena_here(d->work->memory);
        const int64_t faults = d->report->fault_count;
        status = examine(d, &rows, error);
        if (d->report->fault_count == faults)
            scalp_arena_return(d->work->memory, mark);
        if (status == SCALP_OK)
            status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    return status;
}

scalp_status doctor_documents(doctor *d, scalp_error *error) {
    char last[SCALP_STORE_ID] = "";
    int64_t version = 0, seen = 0;
    for (int got = PAGE; got == PAGE; seen += got) {
        SCALP_TRY(scalp_work_report(
            d->work, "records",
            d->report->versions ? (double)seen / (double)d->report->versions : 1, error));
        SCALP_TRY(page(d, last, &version, &got, error));
    }
    return SCALP_OK;
}
