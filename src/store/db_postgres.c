/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Types of parameters and columns, as in PostgreSQL's pg_type. */
enum { BOOL_OID = 16, BYTEA_OID = 17, INT8_OID = 20, INT4_OID = 23, TEXT_OID = 25 };

/* Writers wait for each other at this lock of the database. */
#define WRITER_LOCK "1396982892"

typedef struct prepared {
    char name[24];
    PGresult *result;
} prepared;

/* The server's messages end in line breaks, and have several lines. */
static void first_line(const char *text, char line[160]) {
    const size_t length = strcspn(text, "\r\n");
    snprintf(line, 160, "%.*s", (int)(length > 150 ? 150 : length), text);
    const size_t end = strlen(line);
    if (end > 0 && line[end - 1] == '.')
        line[end - 1] = 0;
}

static scalp_status fail(db *d, const PGresult *result, scalp_error *error) {
    char line[160];
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    first_line(result ? PQresultErrorMessage(result) : PQerrorMessage(d->connection), line);
    if (PQstatus(d->connection) != CONNECTION_OK)
        return scalp_fail(error, SCALP_ERR_MACHINE,
                          "The connection to the database is lost (%s); open the store again.",
                          line);
    if (state && strcmp(state, "55P03") == 0)
        return scalp_fail(error, SCALP_ERR_MACHINE,
                          "Another program is writing to the store and did not end within 10 "
                          "seconds; try again.");
    if (state && strncmp(state, "53", 2) == 0)
        return scalp_fail(error, SCALP_ERR_MACHINE,
                          "The database server is out of disk or memory (%s); nothing of this was "
                          "kept, make room and try again.",
                          line);
    return scalp_fail(error, SCALP_ERR_MACHINE, "The store's database fails: %s.", line);
}

static scalp_status out_of_memory(scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory in the database.");
}

static scalp_status prepare(db *d, const char *sql, unsigned number, void **statement,
                            scalp_error *error) {
    prepared *made = calloc(1, sizeof *made);
    if (!made)
        return out_of_memory(error);
    snprintf(made->name, sizeof made->name, "s%u", number);
    PGresult *result = PQprepare(d->connection, made->name, sql, 0, NULL);
    scalp_status status = SCALP_OK;
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        status = fail(d, result, error);
    PQclear(result);
    if (status != SCALP_OK)
        free(made);
    else
        *statement = made;
    return status;
}

static void release(db *d, void *statement) {
    char sql[48];
    prepared *made = statement;
    snprintf(sql, sizeof sql, "DEALLOCATE %s", made->name);
    if (!d->inside || PQtransactionStatus(d->connection) == PQTRANS_INTRANS)
        PQclear(PQexec(d->connection, sql));
    free(made);
}

static void number_to(int64_t number, char to[8]) {
    for (int i = 0; i < 8; i++)
        to[i] = (char)(uint8_t)((uint64_t)number >> (8 * (7 - i)));
}

static int64_t number_from(const char *from, int size) {
    uint64_t number = (from[0] & 0x80) && size > 1 ? UINT64_MAX : 0;
    for (int i = 0; i < size; i++)
        number = number << 8 | (uint8_t)from[i];
    return (int64_t)number;
}

static scalp_status start(db_rows *rows, const db_value *values, size_t count, scalp_error *error) {
    const char *data[DB_MAX_VALUES];
    int lengths[DB_MAX_VALUES], formats[DB_MAX_VALUES];
    char numbers[DB_MAX_VALUES][8];
    prepared *made = rows->statement;
    for (size_t i = 0; i < count; i++) {
        const db_value *value = &values[i];
        data[i] = value->type == DB_NULL ? NULL : (const char *)value->bytes.data;
        lengths[i] = (int)value->bytes.size;
        formats[i] = 1; /* of text too: then its length counts, not a NUL */
        if (value->type != DB_NULL && !data[i])
            data[i] = "";
        if (value->type == DB_NUMBER) {
            number_to(value->number, numbers[i]);
            data[i] = numbers[i];
            lengths[i] = 8;
        }
    }
    made->result =
        PQexecPrepared(rows->from->connection, made->name, (int)count, data, lengths, formats, 1);
    const ExecStatusType got = PQresultStatus(made->result);
    rows->row = -1;
    rows->count = PQntuples(made->result);
    return got == PGRES_TUPLES_OK || got == PGRES_COMMAND_OK
               ? SCALP_OK
               : fail(rows->from, made->result, error);
}

static scalp_status next(db_rows *rows, bool *there, scalp_error *error) {
    (void)error;
    *there = ++rows->row < rows->count;
    return SCALP_OK;
}

static db_value column(const db_rows *rows, int at) {
    const PGresult *result = ((const prepared *)rows->statement)->result;
    if (PQgetisnull(result, rows->row, at))
        return (db_value){.type = DB_NULL};
    const char *data = PQgetvalue(result, rows->row, at);
    const int size = PQgetlength(result, rows->row, at);
    switch (PQftype(result, at)) {
    case BOOL_OID:
    case INT4_OID:
    case INT8_OID:
        return db_number(number_from(data, size));
    case BYTEA_OID:
        return db_bytes(data, (size_t)size);
    default:
        return (db_value){.type = DB_TEXT, .bytes = {(const uint8_t *)data, (size_t)size}};
    }
}

static void stop(db_rows *rows) {
    prepared *made = rows->statement;
    if (!made)
        return;
    PQclear(made->result);
    made->result = NULL;
}

static int64_t changed(const db_rows *rows) {
    return atoll(PQcmdTuples(((const prepared *)rows->statement)->result));
}

static scalp_status script(db *d, const char *sql, scalp_error *error) {
    PGresult *result = PQexec(d->connection, sql);
    const ExecStatusType got = PQresultStatus(result);
    scalp_status status = SCALP_OK;
    if (got != PGRES_COMMAND_OK && got != PGRES_TUPLES_OK && got != PGRES_EMPTY_QUERY)
        status = fail(d, result, error);
    /* A transaction that failed answers COMMIT with ROLLBACK, and no error. */
    else if (strcmp(sql, "COMMIT") == 0 && strcmp(PQcmdStatus(result), "COMMIT") != 0)
        status = scalp_fail(error, SCALP_ERR_MACHINE,
                            "The database gave the transaction up; nothing of it was kept.");
    PQclear(result);
    return status;
}

static scalp_status begin(db *d, db_mode mode, scalp_error *error) {
    if (mode == DB_READ)
        return script(d, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", error);
    const scalp_status status = script(
        d, "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(" WRITER_LOCK ")",
        error);
    if (status != SCALP_OK)
        (void)script(d, "ROLLBACK", NULL);
    return status;
}

static void close_connection(db *d) {
    PQfinish(d->connection);
}

static const db_engine engine = {
    .name = "PostgreSQL",
    .number_type = "BIGINT",
    .bytes_type = "BYTEA",
    .text_type = "TEXT COLLATE \"C\"",
    .strict = "",
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

static void say_nothing(void *context, const PGresult *result) {
    (void)context;
    (void)result;
}

scalp_status db_open_postgres(const char *url, db **d, scalp_error *error) {
    static const char *const names[] = {"dbname", "client_encoding", "fallback_application_name",
                                        "connect_timeout", NULL};
    const char *const values[] = {url, "UTF8", "scalptor", "10", NULL};
    char line[160];
    *d = calloc(1, sizeof **d);
    if (!*d)
        return out_of_memory(error);
    PGconn *connection = PQconnectdbParams(names, values, 1);
    (*d)->engine = &engine;
    (*d)->connection = connection;
    scalp_status status = SCALP_OK;
    if (PQstatus(connection) != CONNECTION_OK) {
        first_line(PQerrorMessage(connection), line);
        status = scalp_fail(error, SCALP_ERR_MACHINE,
                            "Cannot reach the database: %s; check the address and whether the "
                            "server runs.",
                            line);
    } else if (PQserverVersion(connection) < 150000) {
        status = scalp_fail(error, SCALP_ERR_INPUT,
                            "The database server is PostgreSQL %d; the store needs 15 or newer.",
                            PQserverVersion(connection) / 10000);
    } else {
        PQsetNoticeReceiver(connection, say_nothing, NULL);
        status = script(*d,
                        "SET search_path = scalptor, pg_catalog; SET lock_timeout = '10s';"
                        "SET synchronous_commit = on; SET bytea_output = hex",
                        error);
    }
    if (status != SCALP_OK)
        db_close(d);
    return status;
}
