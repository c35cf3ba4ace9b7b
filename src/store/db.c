/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db.h"

#include <stdlib.h>
#include <string.h>

db_value db_number(int64_t number) {
    return (db_value){.type = DB_NUMBER, .number = number};
}

db_value db_text(const char *text) {
    if (!text)
        return (db_value){.type = DB_NULL};
    return (db_value){.type = DB_TEXT, .bytes = {(const uint8_t *)text, strlen(text)}};
}

db_value db_bytes(const void *data, size_t size) {
    return (db_value){.type = DB_BYTES, .bytes = {data, size}};
}

void db_close(db **d) {
    if (!*d)
        return;
    db_rollback(*d);
    for (unsigned i = 0; i < (*d)->kept_count; i++) {
        (*d)->engine->release(*d, (*d)->kept[i].statement);
        free((*d)->kept[i].sql);
    }
    (*d)->engine->close(*d);
    free(*d);
    *d = NULL;
}

/* ---- Placeholders ------------------------------------------------------------------------ */

static const char *meaning(const db_engine *engine, const char *word, size_t *length) {
    const struct {
        const char *word, *means;
    } known[] = {{"@I64@", engine->number_type},
                 {"@BLOB@", engine->bytes_type},
                 {"@TEXT@", engine->text_type},
                 {"@STRICT@", engine->strict}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        *length = strlen(known[i].word);
        if (strncmp(word, known[i].word, *length) == 0)
            return known[i].means;
    }
    return NULL;
}

char *db_expand(const db_engine *engine, const char *sql) {
    const size_t room = 2 * strlen(sql) + 64; /* no word more than doubles, nearly all shrink */
    char *text = malloc(room);
    size_t at = 0;
    while (text && *sql) {
        size_t length = 0;
        const char *means = *sql == '@' ? meaning(engine, sql, &length) : NULL;
        const size_t put = means ? strlen(means) : 1;
        if (at + put + 1 > room) {
            free(text);
            return NULL;
        }
        memcpy(text + at, means ? means : sql, put);
        at += put;
        sql += means ? length : 1;
    }
    if (text)
        text[at] = 0;
    return text;
}

scalp_status db_script(db *d, const char *sql, scalp_error *error) {
    char *text = db_expand(d->engine, sql);
    if (!text)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while preparing the database.");
    const scalp_status status = d->engine->script(d, text, error);
    free(text);
    return status;
}

/* ---- Statements -------------------------------------------------------------------------- */

static db_kept *find_kept(db *d, const char *sql) {
    for (unsigned i = 0; i < d->kept_count; i++)
        if (strcmp(d->kept[i].sql, sql) == 0)
            return &d->kept[i];
    return NULL;
}

/* Room among the kept ones for a new statement, or NULL: then it is used once and released. */
static db_kept *keep(db *d, const char *sql) {
    if (d->kept_count == DB_KEPT || find_kept(d, sql))
        return NULL;
    db_kept *kept = &d->kept[d->kept_count];
    const size_t size = strlen(sql) + 1;
    kept->sql = malloc(size);
    if (!kept->sql)
        return NULL;
    memcpy(kept->sql, sql, size);
    d->kept_count++;
    return kept;
}

scalp_status db_query(db *d, const char *sql, const db_value *values, size_t count, db_rows *rows,
                      scalp_error *error) {
    *rows = (db_rows){.from = d, .row = -1};
    db_kept *kept = find_kept(d, sql);
    if (kept && !kept->busy) {
        rows->statement = kept->statement;
    } else {
        SCALP_TRY(d->engine->prepare(d, sql, d->named++, &rows->statement, error));
        kept = keep(d, sql);
        if (kept)
            kept->statement = rows->statement;
    }
    if (kept)
        kept->busy = true;
    rows->kept = kept;
    const scalp_status status = d->engine->start(rows, values, count, error);
    if (status != SCALP_OK)
        db_rows_close(rows);
    return status;
}

scalp_status db_next(db_rows *rows, bool *there, scalp_error *error) {
    return rows->from->engine->next(rows, there, error);
}

void db_rows_close(db_rows *rows) {
    if (!rows->from)
        return;
    rows->from->engine->stop(rows);
    if (rows->kept)
        rows->kept->busy = false;
    else if (rows->statement)
        rows->from->engine->release(rows->from, rows->statement);
    *rows = (db_rows){0};
}

db_value db_column(const db_rows *rows, int column) {
    return rows->from->engine->column(rows, column);
}

int64_t db_column_number(const db_rows *rows, int column) {
    const db_value value = db_column(rows, column);
    return value.type == DB_NUMBER ? value.number : 0;
}

const char *db_column_text(const db_rows *rows, int column) {
    const db_value value = db_column(rows, column);
    return value.type == DB_TEXT ? (const char *)value.bytes.data : "";
}

scalp_bytes db_column_bytes(const db_rows *rows, int column) {
    const db_value value = db_column(rows, column);
    return value.type == DB_BYTES ? value.bytes : (scalp_bytes){0};
}

scalp_status db_run(db *d, const char *sql, const db_value *values, size_t count, int64_t *changed,
                    scalp_error *error) {
    db_rows rows;
    bool there = true;
    SCALP_TRY(db_query(d, sql, values, count, &rows, error));
    scalp_status status = SCALP_OK;
    while (status == SCALP_OK && there)
        status = db_next(&rows, &there, error);
    if (status == SCALP_OK && changed)
        *changed = d->engine->changed(&rows);
    db_rows_close(&rows);
    return status;
}

scalp_status db_one_number(db *d, const char *sql, const db_value *values, size_t count,
                           int64_t otherwise, int64_t *number, scalp_error *error) {
    db_rows rows;
    bool there = false;
    SCALP_TRY(db_query(d, sql, values, count, &rows, error));
    const scalp_status status = db_next(&rows, &there, error);
    if (status == SCALP_OK)
        *number =
            there && db_column(&rows, 0).type == DB_NUMBER ? db_column_number(&rows, 0) : otherwise;
    db_rows_close(&rows);
    return status;
}

/* ---- Transactions ------------------------------------------------------------------------ */

scalp_status db_begin(db *d, db_mode mode, scalp_error *error) {
    SCALP_TRY(d->engine->begin(d, mode, error));
    d->inside = true;
    return SCALP_OK;
}

scalp_status db_commit(db *d, scalp_error *error) {
    const scalp_status status = d->engine->script(d, "COMMIT", error);
    if (status == SCALP_OK)
        d->inside = false;
    else
        db_rollback(d);
    return status;
}

void db_rollback(db *d) {
    /* Fails only where the connection is lost: then the server has rolled back already. */
    const bool open = d->inside;
    d->inside = false;
    if (open && d->engine->script(d, "ROLLBACK", NULL) != SCALP_OK)
        return;
}
