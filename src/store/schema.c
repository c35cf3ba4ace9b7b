/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const scripts[] = {
#include "001.sql.inc"
};

const store_schema store_schema_known = {scripts, sizeof scripts / sizeof *scripts};

static const char versions[] = "CREATE TABLE schema_version ("
                               "n @I64@ NOT NULL PRIMARY KEY, " /* the migration */
                               "sha256 @TEXT@ NOT NULL, "       /* of its text */
                               "at @TEXT@ NOT NULL"             /* when it ran, UTC */
                               ") @STRICT@";

static void script_hash(const char *script, char hex[SCALP_HASH_HEX]) {
    scalp_hash hash = scalp_hash_make();
    scalp_hash_add(&hash, script, strlen(script));
    scalp_hash_hex(&hash, hex);
}

scalp_status store_schema_find(scalp_store *store, int64_t *version, scalp_error *error) {
    int64_t tables;
    const char *sql = store->folder
                          ? "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_version'"
                          : "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = "
                            "'scalptor' AND tablename = 'schema_version'";
    *version = 0;
    SCALP_TRY(db_one_number(store->db, sql, NULL, 0, 0, &tables, error));
    if (tables == 0)
        return SCALP_OK;
    return db_one_number(store->db, "SELECT max(n) FROM schema_version", NULL, 0, 0, version,
                         error);
}

scalp_status store_schema_apply(scalp_store *store, int64_t from, int64_t to, const char *at,
                                scalp_error *error) {
    char hash[SCALP_HASH_HEX];
    if (from == 0)
        SCALP_TRY(db_script(store->db, versions, error));
    for (int64_t n = from + 1; n <= to; n++) {
        const char *script = store->schema->scripts[n - 1];
        SCALP_TRY(db_script(store->db, script, error));
        script_hash(script, hash);
        SCALP_TRY(db_run(store->db,
                         "INSERT INTO schema_version (n, sha256, at) VALUES ($1, $2, $3)",
                         DB_ARGUMENTS(db_number(n), db_text(hash), db_text(at)), NULL, error));
    }
    store->schema_version = to;
    return SCALP_OK;
}

/* ---- An older store ---------------------------------------------------------------------- */

/* Every migration that ran is one we know, letter by letter. */
static scalp_status check_known(scalp_store *store, scalp_error *error) {
    char hash[SCALP_HASH_HEX];
    db_rows rows;
    bool there = true, same = true;
    SCALP_TRY(db_query(store->db, "SELECT n, sha256 FROM schema_version ORDER BY n", NULL, 0, &rows,
                       error));
    scalp_status status = db_next(&rows, &there, error);
    for (int64_t n = 1; status == SCALP_OK && there && same; n++) {
        same = db_column_number(&rows, 0) == n && n <= store->schema->count;
        if (same)
            script_hash(store->schema->scripts[n - 1], hash);
        same = same && strcmp(db_column_text(&rows, 1), hash) == 0;
        status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    if (status == SCALP_OK && !same)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The store was made by a program with other tables; use that one.");
    return status;
}

/* SQLite: a copy of the whole database as a file beside it. */
static scalp_status put_aside_file(scalp_store *store, int64_t version, scalp_error *error) {
    char name[64];
    snprintf(name, sizeof name, "before-schema-%lld.db", (long long)(version + 1));
    char *path = store_path(store->folder, name);
    if (!path)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while opening the store.");
    unlink(path); /* of an attempt that was cut short: a finished one had ended in the new schema */
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600); /* nobody else's */
    scalp_status status = file < 0 ? store_file_failed(path, "make", errno, error) : SCALP_OK;
    if (status == SCALP_OK) {
        close(file);
        status = db_run(store->db, "VACUUM INTO $1", DB_ARGUMENTS(db_text(path)), NULL, error);
    }
    free(path);
    return status;
}

/* PostgreSQL: copies of the tables in a schema of their own. Blobs' parts never change and are
 * what is large: they are left out. */
static scalp_status put_aside_tables(scalp_store *store, int64_t version, scalp_error *error) {
    static const char *const tables[] = {"schema_version", "store_keys",    "client_keys",
                                         "documents",      "document_lots", "document_refs",
                                         "blobs",          "audit",         "store_head"};
    char sql[200];
    snprintf(sql, sizeof sql,
             "DROP SCHEMA IF EXISTS scalptor_before_%lld CASCADE; CREATE SCHEMA "
             "scalptor_before_%lld",
             (long long)(version + 1), (long long)(version + 1));
    SCALP_TRY(db_script(store->db, sql, error));
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        snprintf(sql, sizeof sql, "CREATE TABLE scalptor_before_%lld.%s AS TABLE scalptor.%s",
                 (long long)(version + 1), tables[i], tables[i]);
        SCALP_TRY(db_script(store->db, sql, error));
    }
    return SCALP_OK;
}

void store_asides_remove(scalp_store *store) {
    for (int64_t n = 2; n <= store->schema_version; n++) {
        char name[80];
        if (store->folder) {
            snprintf(name, sizeof name, "before-schema-%lld.db", (long long)n);
            char *path = store_path(store->folder, name);
            if (path)
                unlink(path);
            free(path);
        } else {
            snprintf(name, sizeof name, "DROP SCHEMA IF EXISTS scalptor_before_%lld CASCADE",
                     (long long)n);
            if (db_script(store->db, name, NULL) != SCALP_OK)
                return;
        }
    }
}

static scalp_status migrate(scalp_store *store, int64_t found, const char *at, scalp_error *error) {
    int64_t now = 0;
    SCALP_TRY(db_begin(store->db, DB_WRITE, error));
    /* Another program may have been faster. */
    scalp_status status = store_schema_find(store, &now, error);
    if (status == SCALP_OK && now == found && !store->folder)
        status = put_aside_tables(store, found, error);
    if (status == SCALP_OK && now == found)
        status = store_schema_apply(store, found, store->schema->count, at, error);
    if (status == SCALP_OK)
        return db_commit(store->db, error);
    db_rollback(store->db);
    return status;
}

scalp_status store_schema_upgrade(scalp_store *store, const char *at, scalp_error *error) {
    int64_t found;
    SCALP_TRY(store_schema_find(store, &found, error));
    if (found == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "There is no store at %s; scalptor store create makes one.",
                          store->place);
    if (found > store->schema->count)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The store at %s has schema %lld, and this program knows %lld: it was "
                          "made by a newer one; use that.",
                          store->place, (long long)found, (long long)store->schema->count);
    SCALP_TRY(check_known(store, error));
    store->schema_version = store->schema->count;
    if (found == store->schema->count)
        return SCALP_OK;
    const bool held = store->folder && store_lock(store, false, true);
    scalp_status status = SCALP_OK;
    if (store->folder)
        status = put_aside_file(store, found, error);
    if (status == SCALP_OK)
        status = migrate(store, found, at, error);
    if (held)
        store_lock_release(store);
    return status;
}
