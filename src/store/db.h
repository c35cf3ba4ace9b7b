/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One way to speak SQL to two engines.
 *
 * SQL is written once: parameters are $1, $2, ...; in scripts @I64@, @BLOB@, @TEXT@ and @STRICT@
 * stand for what the engine calls them. Columns and parameters are whole numbers, text, bytes or
 * NULL. Statements are prepared once for a connection and found again by their text. */
#ifndef SCALPTOR_STORE_DB_H
#define SCALPTOR_STORE_DB_H

#include <scalptor/base.h>

typedef enum db_type { DB_NULL, DB_NUMBER, DB_TEXT, DB_BYTES } db_type;

typedef struct db_value {
    db_type type;
    int64_t number;
    scalp_bytes bytes; /* of text too; text has a NUL behind it */
} db_value;

db_value db_number(int64_t number);
db_value db_text(const char *text); /* NULL: a NULL */
db_value db_bytes(const void *data, size_t size);

#define DB_MAX_VALUES 40
/* An argument list and its length, for db_run and db_query. */
#define DB_ARGUMENTS(...)                                                                          \
    (const db_value[]){__VA_ARGS__}, sizeof((const db_value[]){__VA_ARGS__}) / sizeof(db_value)

typedef struct db db;

/* Rows of a query that is under way. Close them with db_rows_close, also after a failure. */
typedef struct db_rows {
    db *from;
    void *statement;      /* the engine's */
    struct db_kept *kept; /* the statement's place among those that are kept, or NULL */
    int row, count;       /* PostgreSQL has all rows at once */
    int columns;
} db_rows;

typedef enum db_mode { DB_READ, DB_WRITE } db_mode;

typedef struct db_engine {
    const char *name;
    const char *number_type, *bytes_type, *text_type, *strict;
    scalp_status (*prepare)(db *d, const char *sql, unsigned number, void **statement,
                            scalp_error *error);
    void (*release)(db *d, void *statement);
    scalp_status (*start)(db_rows *rows, const db_value *values, size_t count, scalp_error *error);
    scalp_status (*next)(db_rows *rows, bool *there, scalp_error *error);
    db_value (*column)(const db_rows *rows, int column);
    void (*stop)(db_rows *rows);
    scalp_status (*script)(db *d, const char *sql, scalp_error *error);
    scalp_status (*begin)(db *d, db_mode mode, scalp_error *error);
    int64_t (*changed)(const db_rows *rows);
    void (*close)(db *d);
} db_engine;

#define DB_KEPT 64

typedef struct db_kept {
    char *sql;
    void *statement;
    bool busy;
} db_kept;

struct db {
    const db_engine *engine;
    void *connection;
    bool inside; /* a transaction */
    db_kept kept[DB_KEPT];
    unsigned kept_count, named;
};

/* `make`: the file may be made. */
SCALP_CHECKED scalp_status db_open_sqlite(const char *path, bool make, db **d, scalp_error *error);
SCALP_CHECKED scalp_status db_open_postgres(const char *url, db **d, scalp_error *error);
void db_close(db **d);

/* Several statements without parameters. */
SCALP_CHECKED scalp_status db_script(db *d, const char *sql, scalp_error *error);
/* A statement without rows; `changed` (or NULL) gets how many rows it touched. */
SCALP_CHECKED scalp_status db_run(db *d, const char *sql, const db_value *values, size_t count,
                                  int64_t *changed, scalp_error *error);
SCALP_CHECKED scalp_status db_query(db *d, const char *sql, const db_value *values, size_t count,
                                    db_rows *rows, scalp_error *error);
SCALP_CHECKED scalp_status db_next(db_rows *rows, bool *there, scalp_error *error);
/* Valid until the next row. */
db_value db_column(const db_rows *rows, int column);
int64_t db_column_number(const db_rows *rows, int column);
const char *db_column_text(const db_rows *rows, int column); /* "" for NULL */
scalp_bytes db_column_bytes(const db_rows *rows, int column);
void db_rows_close(db_rows *rows);
/* The number in the first column of the only row; `otherwise` without one, or for NULL. */
SCALP_CHECKED scalp_status db_one_number(db *d, const char *sql, const db_value *values,
                                         size_t count, int64_t otherwise, int64_t *number,
                                         scalp_error *error);

/* DB_WRITE waits until it is the only writer. */
SCALP_CHECKED scalp_status db_begin(db *d, db_mode mode, scalp_error *error);
SCALP_CHECKED scalp_status db_commit(db *d, scalp_error *error);
void db_rollback(db *d);

/* For the engines: `sql` with every placeholder replaced; malloc'd, or NULL. */
char *db_expand(const db_engine *engine, const char *sql);

#endif
