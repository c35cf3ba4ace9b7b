/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Records of a backup: "schema" and its number, rows, "end" and the hash of the rows. */

static scalp_status damaged(scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "The backup's rows do not agree with their hash; nothing was changed, use "
                      "another one.");
}

/* ---- Reading ----------------------------------------------------------------------------- */

scalp_status backup_schema(backup_reader *reader, int64_t *schema, scalp_error *error) {
    char word[8];
    scalp_bytes record;
    bool there;
    SCALP_TRY(backup_read(reader, &record, &there, error));
    if (!there)
        return damaged(error);
    unpack u = unpack_make(record);
    unpack_text(&u, word, sizeof word);
    *schema = unpack_number(&u);
    return unpack_done(&u) && strcmp(word, "schema") == 0 && *schema >= 1 ? SCALP_OK
                                                                          : damaged(error);
}

/* Whether a record is the last, and then its hash. */
static bool is_end(scalp_bytes record, char hash[SCALP_STORE_HASH]) {
    char word[40];
    unpack u = unpack_make(record);
    unpack_text(&u, word, sizeof word);
    if (u.failed || strcmp(word, "end") != 0)
        return false;
    unpack_text(&u, hash, SCALP_STORE_HASH);
    return unpack_done(&u);
}

static scalp_status read_rows(backup_reader *reader, const scalp_work *work, store_digest *digest,
                              char hash[SCALP_STORE_HASH], store_row_visit visit, void *context,
                              scalp_error *error) {
    store_row_names names;
    store_row row;
    scalp_bytes record;
    for (;;) {
        bool there;
        SCALP_TRY(backup_read(reader, &record, &there, error));
        if (!there)
            return damaged(error);
        if (is_end(record, hash))
            break;
        if (!store_row_unpack(record, &row, &names))
            return damaged(error);
        SCALP_TRY(store_digest_add(digest, &row, error));
        if (visit)
            SCALP_TRY(visit(context, &row, error));
        SCALP_TRY(scalp_work_report(work, "backup", 0, error));
    }
    bool more;
    SCALP_TRY(backup_read(reader, &record, &more, error));
    return more ? damaged(error) : SCALP_OK;
}

scalp_status backup_rows(backup_reader *reader, const scalp_work *work, backup_facts *facts,
                         store_row_visit visit, void *context, scalp_error *error) {
    char promised[SCALP_STORE_HASH] = "";
    store_digest digest;
    SCALP_TRY(backup_schema(reader, &facts->schema, error));
    store_digest_make(&digest);
    const scalp_status status = read_rows(reader, work, &digest, promised, visit, context, error);
    store_digest_end(&digest, facts->content);
    if (status == SCALP_OK && strcmp(promised, facts->content) != 0)
        return damaged(error);
    return status;
}

/* ---- Writing ----------------------------------------------------------------------------- */

typedef struct writing {
    backup_writer *to;
    store_digest digest;
    pack record;
} writing;

static scalp_status write_row(void *context, const store_row *row, scalp_error *error) {
    writing *w = context;
    SCALP_TRY(store_digest_add(&w->digest, row, error));
    w->record.size = 0;
    store_row_pack(row, &w->record);
    SCALP_TRY(pack_check(&w->record, error));
    return backup_write(w->to, pack_view(&w->record), error);
}

static scalp_status write_schema(writing *w, int64_t schema, scalp_error *error) {
    w->record.size = 0;
    pack_text(&w->record, "schema");
    pack_number(&w->record, schema);
    SCALP_TRY(pack_check(&w->record, error));
    return backup_write(w->to, pack_view(&w->record), error);
}

static scalp_status write_end(writing *w, const char *hash, scalp_error *error) {
    w->record.size = 0;
    pack_text(&w->record, "end");
    pack_text(&w->record, hash);
    SCALP_TRY(pack_check(&w->record, error));
    return backup_write(w->to, pack_view(&w->record), error);
}

static scalp_status write_all(scalp_store *store, writing *w, const scalp_work *work,
                              char content[SCALP_STORE_HASH], scalp_error *error) {
    store_digest_make(&w->digest);
    scalp_status status = write_schema(w, store->schema_version, error);
    if (status == SCALP_OK)
        status = store_rows_visit(store, work, write_row, w, error);
    store_digest_end(&w->digest, content);
    return status == SCALP_OK ? write_end(w, content, error) : status;
}

/* The file as it lies on the disk holds what was to be written. */
static scalp_status read_back(const scalp_store *store, const char *path, const char *content,
                              const scalp_work *work, scalp_error *error) {
    seal_box box;
    backup_reader *reader;
    backup_facts facts;
    scalp_status status = backup_read_open(path, &box, &reader, error);
    if (status == SCALP_OK)
        status = backup_read_start(reader, store->keys, error);
    if (status == SCALP_OK)
        status = backup_rows(reader, work, &facts, NULL, NULL, error);
    backup_read_close(&reader);
    if (status == SCALP_OK && strcmp(facts.content, content) != 0)
        return scalp_fail(error, SCALP_ERR_MACHINE,
                          "The backup reads back differently from what was written; check the "
                          "disk.");
    return status;
}

/* All of it into `path`, which nobody knows yet. */
static scalp_status write_file(scalp_store *store, const char *path, const scalp_work *work,
                               scalp_store_report *report, scalp_error *error) {
    seal_box box;
    writing w = {0};
    SCALP_TRY(store_box_load(store, &box, error));
    SCALP_TRY(store_figures(store, report, error));
    scalp_status status = backup_write_open(path, &box, store->keys, &w.to, error);
    if (status == SCALP_OK)
        status = write_all(store, &w, work, report->content, error);
    scalp_error closing = {0};
    const scalp_status closed = backup_write_close(&w.to, status == SCALP_OK, &closing);
    pack_close(&w.record);
    if (status == SCALP_OK && closed != SCALP_OK)
        status = scalp_fail(error, closed, "%s", closing.message);
    if (status != SCALP_OK)
        return status;
    status = read_back(store, path, report->content, work, error);
    if (status != SCALP_OK)
        unlink(path);
    return status;
}

static scalp_status give_name(const char *beside, const char *path, scalp_error *error) {
    if (rename(beside, path) != 0) {
        const int failure = errno;
        unlink(beside);
        return store_file_failed(path, "make", failure, error);
    }
    const char *slash = strrchr(path, '/');
    char folder[4096] = ".";
    if (slash)
        snprintf(folder, sizeof folder, "%.*s", (int)(slash - path + 1), path);
    return store_folder_sync(folder, error);
}

scalp_status scalp_store_backup(scalp_store *store, const char *path, const scalp_work *work,
                                scalp_store_report *report, scalp_error *error) {
    char beside[4096];
    scalp_store_report own_report = {0};
    SCALP_TRY(store_unlocked(store, error));
    if (store->db->inside)
        return scalp_fail(error, SCALP_ERR_INPUT, "End the transaction before a backup.");
    const int length =
        snprintf(beside, sizeof beside, "%s.scalptor-%ld.part", path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof beside)
        return scalp_fail(error, SCALP_ERR_INPUT, "The path of the backup is too long.");
    const bool held = store_lock(store, true, true); /* no sealed file goes meanwhile */
    scalp_status status = db_begin(store->db, DB_READ, error);
    if (status == SCALP_OK)
        status = write_file(store, beside, work, &own_report, error);
    db_rollback(store->db);
    if (held)
        store_lock_release(store);
    if (status == SCALP_OK)
        status = give_name(beside, path, error);
    if (status == SCALP_OK && report)
        *report = own_report;
    return status;
}
