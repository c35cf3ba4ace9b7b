/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define WAIT_MS 10000

static scalp_status fail(db *d, scalp_error *error) {
    sqlite3 *connection = d->connection;
    switch (sqlite3_errcode(connection)) {
    case SQLITE_NOMEM:
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory in the database.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return scalp_fail(error, SCALP_ERR_MACHINE,
                          "Another program is writing to the store and did not end within %d "
                          "seconds; try again.",
                          WAIT_MS / 1000);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return scalp_fail(error, SCALP_ERR_NO,
                          "The store's database is damaged (%s); restore a backup.",
                          sqlite3_errmsg(connection));
    case SQLITE_FULL:
    case SQLITE_IOERR:
        return scalp_fail(error, SCALP_ERR_MACHINE,
                          "The store's disk is full or fails (%s); nothing of this was kept, make "
                          "room and try again.",
                          sqlite3_errmsg(connection));
    default:
        return scalp_fail(error, SCALP_ERR_MACHINE, "The store's database fails: %s.",
                          sqlite3_errmsg(connection));
    }
}

/* SQLite numbers $1, $2 by their first appearance; ?1, ?2 mean what PostgreSQL means. */
static char *own_parameters(const char *sql) {
    const size_t size = strlen(sql) + 1;
    char *text = malloc(size);
    if (!text)
        return NULL;
    memcpy(text, sql, size);
    for (char *c = text; *c; c++)
        if (*c == '$')
            *c = '?';
    return text;
}

static scalp_status prepare(db *d, const char *sql, unsigned number, void **statement,
                            scalp_error *error) {
    (void)number;
    sqlite3_stmt *prepared = NULL;
    char *text = own_parameters(sql);
    if (!text)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory in the database.");
    const int code =
        sqlite3_prepare_v3(d->connection, text, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL);
    free(text);
    if (code != SQLITE_OK)
        return fail(d, error);
    *statement = prepared;
    return SCALP_OK;
}

static void release(db *d, void *statement) {
    (void)d;
    sqlite3_finalize(statement);
}

static int bind(sqlite3_stmt *statement, int at, const db_value *value) {
    switch (value->type) {
    case DB_NUMBER:
        return sqlite3_bind_int64(statement, at, value->number);
    case DB_TEXT:
        return sqlite3_bind_text64(statement, at, (const char *)value->bytes.data,
                                   value->bytes.size, SQLITE_STATIC, SQLITE_UTF8);
    case DB_BYTES:
        return value->bytes.size == 0 ? sqlite3_bind_zeroblob(statement, at, 0)
                                      : sqlite3_bind_blob64(statement, at, value->bytes.data,
                                                            value->bytes.size, SQLITE_STATIC);
    case DB_NULL:
        break;
    }
    return sqlite3_bind_null(statement, at);
}

static scalp_status start(db_rows *rows, const db_value *values, size_t count, scalp_error *error) {
    for (size_t i = 0; i < count; i++)
        if (bind(rows->statement, (int)i + 1, &values[i]) != SQLITE_OK)
            return fail(rows->from, error);
    return SCALP_OK;
}

static scalp_status next(db_rows *rows, bool *there, scalp_error *error) {
    const int code = sqlite3_step(rows->statement);
    *there = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE ? SCALP_OK : fail(rows->from, error);
}

static db_value column(const db_rows *rows, int at) {
    sqlite3_stmt *statement = rows->statement;
    switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER:
        return db_number(sqlite3_column_int64(statement, at));
    case SQLITE_TEXT: {
        const uint8_t *text = sqlite3_column_text(statement, at);
        return (db_value){.type = DB_TEXT,
                          .bytes = {text, (size_t)sqlite3_column_bytes(statement, at)}};
    }
    case SQLITE_BLOB: {
        const void *data = sqlite3_column_blob(statement, at);
        return db_bytes(data, (size_t)sqlite3_column_bytes(statement, at));
    }
    default:
        return (db_value){.type = DB_NULL};
    }
}

static void stop(db_rows *rows) {
    if (!rows->statement)
        return;
    sqlite3_reset(rows->statement);
    sqlite3_clear_bindings(rows->statement);
}

static int64_t changed(const db_rows *rows) {
    return sqlite3_changes64(rows->from->connection);
}

static scalp_status script(db *d, const char *sql, scalp_error *error) {
    return sqlite3_exec(d->connection, sql, NULL, NULL, NULL) == SQLITE_OK ? SCALP_OK
                                                                           : fail(d, error);
}

static scalp_status begin(db *d, db_mode mode, scalp_error *error) {
    return script(d, mode == DB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", error);
}

static void close_connection(db *d) {
    sqlite3_close_v2(d->connection);
}

static const db_engine engine = {
    .name = "SQLite",
    .number_type = "INTEGER",
    .bytes_type = "BLOB",
    .text_type = "TEXT",
    .strict = "STRICT",
    .prepare = prepare,
    .release = release,
    .start = start,
    .next = next,
    .column = column,
    .stop = stop,
    .script = script,
    .begin = begin,
    .changed = changed,
    .close = close_connection,
};

static scalp_status configure(db *d, scalp_error *error) {
    sqlite3 *connection = d->connection;
    sqlite3_extended_result_codes(connection, 0);
    if (sqlite3_busy_timeout(connection, WAIT_MS) != SQLITE_OK ||
        sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL) != SQLITE_OK)
        return fail(d, error);
    return script(d,
                  "PRAGMA journal_mode = WAL;"
                  "PRAGMA synchronous = FULL;"
                  "PRAGMA foreign_keys = ON;"
                  "PRAGMA secure_delete = ON;"
                  "PRAGMA trusted_schema = OFF;"
                  "PRAGMA cell_size_check = ON;"
                  "PRAGMA temp_store = MEMORY",
                  error);
}

scalp_status db_open_sqlite(const char *path, bool make, db **d, scalp_error *error) {
    sqlite3 *connection = NULL;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (make ? SQLITE_OPEN_CREATE : 0);
    *d = calloc(1, sizeof **d);
    if (!*d)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while opening the store.");
    const int code = sqlite3_open_v2(path, &connection, flags, NULL);
    (*d)->engine = &engine;
    (*d)->connection = connection;
    scalp_status status = SCALP_OK;
    if (code != SQLITE_OK)
        status = scalp_fail(error, SCALP_ERR_MACHINE,
                            "Cannot open the database %s: %s; check the path and its permissions.",
                            path, sqlite3_errstr(code));
    else
        status = configure(*d, error);
    if (status != SCALP_OK)
        db_close(d);
    return status;
}
