/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copy.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

scalp_status doctor_fault(doctor *d, const char *format, ...) {
    char sentence[320];
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    if (d->report->fault_count++ >= SCALP_STORE_MAX_FAULTS || length < 0)
        return SCALP_OK;
    char *kept = scalp_arena_text(d->work->memory, sentence, strlen(sentence));
    d->report->faults[d->report->fault_count - 1] = kept ? kept : "";
    return kept ? SCALP_OK : SCALP_ERR_MEMORY; /* which main has a sentence for */
}

/* ---- The database itself ----------------------------------------------------------------- */

static scalp_status check_pages(doctor *d, scalp_error *error) {
    db_rows rows;
    bool there = true;
    if (!d->store->folder)
        return SCALP_OK; /* the server's own affair */
    SCALP_TRY(db_query(d->store->db, "PRAGMA integrity_check(5)", NULL, 0, &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    while (status == SCALP_OK && there) {
        if (strcmp(db_column_text(&rows, 0), "ok") != 0)
            status = doctor_fault(d, "The database is damaged: %.200s.", db_column_text(&rows, 0));
        if (status == SCALP_OK)
            status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    if (status != SCALP_OK)
        return status;
    SCALP_TRY(db_query(d->store->db, "PRAGMA foreign_key_check", NULL, 0, &rows, error));
    status = db_next(&rows, &there, error);
    if (status == SCALP_OK && there)
        status = doctor_fault(d, "A row of %.40s belongs to nothing; rows were taken away.",
                              db_column_text(&rows, 0));
    db_rows_close(&rows);
    return status;
}

/* ---- Blobs ------------------------------------------------------------------------------- */

#define PAGE 100

static scalp_status examine_blob(doctor *d, const db_rows *rows, scalp_error *error) {
    scalp_blob blob;
    store_blob_key key;
    scalp_error why = {0};
    const scalp_bytes mark = db_column_bytes(rows, 8);
    scalp_status status = store_blob_row_open(d->store, rows, &blob, &key, &why);
    if (status == SCALP_OK &&
        (mark.size != SEAL_MARK || memcmp(mark.data, key.mark, SEAL_MARK) != 0))
        status = scalp_fail(&why, SCALP_ERR_NO,
                            "The blob %s is not the one that the audit log names.", blob.id);
    if (status == SCALP_OK && d->blobs)
        status = store_blob_stream(d->store, &blob, &key, d->work, NULL, NULL, &why);
    sodium_memzero(&key, sizeof key);
    if (status == SCALP_ERR_NO)
        return doctor_fault(d, "%s", why.message);
    return status == SCALP_OK ? SCALP_OK : scalp_fail(error, status, "%s", why.message);
}

static scalp_status blob_page(doctor *d, char last[SCALP_STORE_ID], int *got, scalp_error *error) {
    db_rows rows;
    bool there = true;
    char from[SCALP_STORE_ID];
    *got = 0;
    store_copy_text(from, sizeof from, last);
    SCALP_TRY(db_query(d->store->db,
                       "SELECT " STORE_BLOB_COLUMNS
                       ", (SELECT a.mark FROM audit a WHERE a.id = b.id AND a.what = 'blob' ORDER "
                       "BY a.number DESC LIMIT 1) FROM blobs b LEFT JOIN client_keys k ON k.client "
                       "= b.client WHERE b.id > $1 ORDER BY b.id LIMIT 100",
                       DB_ARGUMENTS(db_text(from)), &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    for (; status == SCALP_OK && there; ++*got) {
        store_copy_text(last, SCALP_STORE_ID, db_column_text(&rows, 0));
        status = examine_blob(d, &rows, error);
        if (status == SCALP_OK)
            status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    return status;
}

scalp_status doctor_blobs(doctor *d, scalp_error *error) {
    char last[SCALP_STORE_ID] = "";
    int64_t seen = 0;
    for (int got = PAGE; got == PAGE; seen += got) {
        SCALP_TRY(scalp_work_report(d->work, "pictures",
                                    d->report->blobs ? (double)seen / (double)d->report->blobs : 1,
                                    error));
        SCALP_TRY(blob_page(d, last, &got, error));
    }
    return SCALP_OK;
}

/* ---- All of it --------------------------------------------------------------------------- */

static scalp_status examine(doctor *d, scalp_error *error) {
    SCALP_TRY(store_figures(d->store, d->report, error));
    SCALP_TRY(check_pages(d, error));
    SCALP_TRY(doctor_audit(d, error));
    SCALP_TRY(doctor_documents(d, error));
    SCALP_TRY(doctor_blobs(d, error));
    return d->blobs && !d->report->fault_count
               ? store_content(d->store, d->work, d->report->content, error)
               : SCALP_OK;
}

scalp_status doctor_examine(doctor *d, scalp_error *error) {
    scalp_error why = {0};
    const scalp_status status = examine(d, &why);
    if (status == SCALP_ERR_NO) /* the database says so itself */
        return doctor_fault(d, "%s", why.message);
    return status == SCALP_OK ? SCALP_OK : scalp_fail(error, status, "%s", why.message);
}

static scalp_status sweep(doctor *d) {
    SCALP_TRY(db_begin(d->store->db, DB_WRITE, NULL));
    const scalp_status status = store_parts_sweep(d->store, &d->report->leftovers, NULL);
    db_rollback(d->store->db);
    return status;
}

static scalp_status run(scalp_store *store, bool blobs, const scalp_work *work,
                        scalp_store_report *report, scalp_error *error) {
    scalp_store_report own_report = {0};
    doctor d = {
        .store = store, .work = work, .report = report ? report : &own_report, .blobs = blobs};
    bool own;
    *d.report = own_report;
    SCALP_TRY(store_unlocked(store, error));
    const bool held = store_lock(store, true, true);
    scalp_status status = store_read_begin(store, &own, error);
    if (status == SCALP_OK)
        status = doctor_examine(&d, error);
    store_read_end(store, own);
    if (held)
        store_lock_release(store);
    if (status == SCALP_OK && store->folder && own && sweep(&d) != SCALP_OK)
        d.report->leftovers = 0; /* somebody writes for long; another time */
    if (status == SCALP_OK && d.report->fault_count)
        return scalp_fail(error, SCALP_ERR_NO, "%s", d.report->faults[0]);
    return status;
}

scalp_status scalp_store_doctor(scalp_store *store, const scalp_work *work,
                                scalp_store_report *report, scalp_error *error) {
    return run(store, true, work, report, error);
}

scalp_status scalp_store_check(scalp_store *store, const scalp_work *work,
                               scalp_store_report *report, scalp_error *error) {
    return run(store, false, work, report, error);
}
