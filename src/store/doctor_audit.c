/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copy.h"

#include <string.h>

#define PAGE 256

typedef struct chain {
    int64_t number;
    uint8_t hash[32];
    bool broken;
} chain;

/* Whether the entry follows on the last one. */
static scalp_status follow(doctor *d, const store_audit_row *row, chain *c, scalp_error *error) {
    uint8_t hash[32];
    pack details = {0};
    if (row->number != c->number + 1) {
        c->broken = true;
        return doctor_fault(d, "The audit log breaks at entry %lld: %s.",
                            (long long)(c->number + 1), "it was taken away");
    }
    SCALP_TRY(store_audit_hash(row, (scalp_bytes){c->hash, 32}, hash, error));
    const bool open = store_audit_open(d->store, row, &details);
    pack_close(&details);
    if (!open || row->hash.size != 32 || memcmp(row->hash.data, hash, 32) != 0) {
        c->broken = true;
        return doctor_fault(d, "The audit log breaks at entry %lld (%s, %s): it was altered.",
                            (long long)row->number, row->what, row->at);
    }
    c->number = row->number;
    memcpy(c->hash, hash, 32);
    return SCALP_OK;
}

static scalp_status page(doctor *d, chain *c, int *got, scalp_error *error) {
    db_rows rows;
    bool there = true;
    *got = 0;
    SCALP_TRY(db_query(d->store->db,
                       "SELECT " STORE_AUDIT_COLUMNS
                       " FROM audit WHERE number > $1 ORDER BY number LIMIT 256",
                       DB_ARGUMENTS(db_number(c->number)), &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    for (; status == SCALP_OK && there && !c->broken; ++*got) {
        const store_audit_row row = store_audit_row_read(&rows);
        status = follow(d, &row, c, error);
        if (status == SCALP_OK)
            status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    return status;
}

/* The last entry is the one that was sealed as the last. */
static scalp_status check_head(doctor *d, const chain *c, scalp_error *error) {
    int64_t number;
    uint8_t hash[32];
    scalp_error why = {0};
    const scalp_status status = store_audit_head(d->store, &number, hash, &why);
    if (status == SCALP_ERR_NO)
        return doctor_fault(d, "%s", why.message);
    if (status != SCALP_OK)
        return scalp_fail(error, status, "%s", why.message);
    if (number != c->number)
        return doctor_fault(d,
                            "The audit log ends at entry %lld, but %lld were written: its end was "
                            "cut off.",
                            (long long)c->number, (long long)number);
    return memcmp(hash, c->hash, 32) == 0
               ? SCALP_OK
               : doctor_fault(d, "The audit log's last entry is not the one that was sealed.");
}

/* ---- What the log names is there --------------------------------------------------------- */

static const char missing_documents[] =
    "SELECT a.number, a.kind, a.id, a.version FROM audit a WHERE a.what IN ('put', 'archive', "
    "'unarchive') AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = a.id AND d.version = "
    "a.version) AND NOT EXISTS (SELECT 1 FROM audit e WHERE e.client = a.client AND e.number > "
    "a.number AND e.what = 'erase') ORDER BY a.number LIMIT 20";
static const char missing_blobs[] =
    "SELECT a.number, a.kind, a.id, a.version FROM audit a WHERE a.what = 'blob' AND NOT EXISTS "
    "(SELECT 1 FROM blobs b WHERE b.id = a.id) AND NOT EXISTS (SELECT 1 FROM audit e WHERE "
    "e.client = a.client AND e.number > a.number AND e.what = 'erase') ORDER BY a.number LIMIT 20";
/* Of a client that was erased, as many are there as were kept then. */
static const char missing_kept[] =
    "SELECT e.number, e.client, e.version, (SELECT count(*) FROM documents d WHERE d.client = "
    "e.client AND EXISTS (SELECT 1 FROM audit a WHERE a.id = d.id AND a.version = d.version AND "
    "a.number < e.number AND a.what IN ('put', 'archive', 'unarchive'))) + (SELECT count(*) FROM "
    "blobs b WHERE b.client = e.client AND EXISTS (SELECT 1 FROM audit a WHERE a.id = b.id AND "
    "a.number < e.number AND a.what = 'blob')) FROM audit e WHERE e.what = 'erase' AND NOT EXISTS "
    "(SELECT 1 FROM audit n WHERE n.client = e.client AND n.number > e.number AND n.what = "
    "'erase')";

static scalp_status name_missing(doctor *d, const char *sql, scalp_error *error) {
    db_rows rows;
    bool there = true;
    SCALP_TRY(db_query(d->store->db, sql, NULL, 0, &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    while (status == SCALP_OK && there) {
        status = doctor_fault(d, "The %s %s, version %lld (entry %lld of the log), was taken away.",
                              db_column_text(&rows, 1), db_column_text(&rows, 2),
                              (long long)db_column_number(&rows, 3),
                              (long long)db_column_number(&rows, 0));
        if (status == SCALP_OK)
            status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    return status;
}

static scalp_status count_kept(doctor *d, scalp_error *error) {
    db_rows rows;
    bool there = true;
    SCALP_TRY(db_query(d->store->db, missing_kept, NULL, 0, &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    while (status == SCALP_OK && there) {
        const int64_t kept = db_column_number(&rows, 2), found = db_column_number(&rows, 3);
        if (kept != found)
            status = doctor_fault(d,
                                  "Of the erased client %s %lld things were kept, and %lld are "
                                  "there.",
                                  db_column_text(&rows, 1), (long long)kept, (long long)found);
        if (status == SCALP_OK)
            status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    return status;
}

scalp_status doctor_audit(doctor *d, scalp_error *error) {
    chain c = {0};
    for (int got = PAGE; got == PAGE && !c.broken;) {
        SCALP_TRY(scalp_work_report(d->work, "audit log", 0, error));
        SCALP_TRY(page(d, &c, &got, error));
    }
    if (!c.broken)
        SCALP_TRY(check_head(d, &c, error));
    SCALP_TRY(name_missing(d, missing_documents, error));
    SCALP_TRY(name_missing(d, missing_blobs, error));
    return count_kept(d, error);
}
