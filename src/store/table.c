/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Tables so that what is referred to comes first. */
typedef struct table {
    const char *name, *columns, *key; /* key: the first columns, by which rows are ordered */
    int key_count, page;
} table;

#define PARTS "blob_parts"

static const table tables[] = {
    {"store_keys", "name, sealed", "name", 1, 8},
    {"client_keys", "client, wrapped", "client", 1, 500},
    {"documents", "id, version, kind, client, date, archived, latest, sealed", "id, version", 2,
     100},
    {"document_lots", "id, version, lot", "id, version, lot", 3, 500},
    {"document_refs", "id, version, target", "id, version, target", 3, 500},
    {"blobs", "id, kind, client, date, size, stream, wrapped", "id", 1, 500},
    {PARTS, "id, part, sealed", "id, part", 2, 8},
    {"audit", "number, at, what, id, kind, client, version, mark, sealed, hash", "number", 1, 500},
    {"store_head", "name, sealed", "name", 1, 8},
};

/* ---- Rows as bytes ----------------------------------------------------------------------- */

void store_row_pack(const store_row *row, pack *to) {
    pack_text(to, row->table);
    pack_text(to, row->columns);
    pack_number(to, (int64_t)row->count);
    for (size_t i = 0; i < row->count; i++) {
        const db_value *value = &row->values[i];
        pack_number(to, (int64_t)value->type);
        if (value->type == DB_NUMBER)
            pack_number(to, value->number);
        else if (value->type != DB_NULL)
            pack_bytes(to, value->bytes);
    }
}

static bool is_names(const char *text) {
    return text[0] && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_, ") == strlen(text);
}

static db_value unpack_value(unpack *u) {
    const int64_t type = unpack_number(u);
    if (type == DB_NUMBER)
        return db_number(unpack_number(u));
    if (type == DB_TEXT || type == DB_BYTES) {
        const scalp_bytes bytes = unpack_bytes(u);
        return (db_value){.type = type == DB_TEXT ? DB_TEXT : DB_BYTES, .bytes = bytes};
    }
    u->failed = u->failed || type != DB_NULL;
    return (db_value){.type = DB_NULL};
}

bool store_row_unpack(scalp_bytes bytes, store_row *row, store_row_names *names) {
    unpack u = unpack_make(bytes);
    unpack_text(&u, names->table, sizeof names->table);
    unpack_text(&u, names->columns, sizeof names->columns);
    const int64_t count = unpack_number(&u);
    if (u.failed || count < 1 || count > STORE_MAX_COLUMNS || !is_names(names->table) ||
        !is_names(names->columns))
        return false;
    *row = (store_row){.table = names->table, .columns = names->columns, .count = (size_t)count};
    for (size_t i = 0; i < row->count; i++)
        row->values[i] = unpack_value(&u);
    return unpack_done(&u);
}

void store_digest_make(store_digest *digest) {
    crypto_generichash_init(&digest->state, NULL, 0, 32);
    digest->scratch = (pack){0};
}

scalp_status store_digest_add(store_digest *digest, const store_row *row, scalp_error *error) {
    digest->scratch.size = 0;
    store_row_pack(row, &digest->scratch);
    SCALP_TRY(pack_check(&digest->scratch, error));
    crypto_generichash_update(&digest->state, digest->scratch.data, digest->scratch.size);
    return SCALP_OK;
}

void store_digest_end(store_digest *digest, char hex[SCALP_STORE_HASH]) {
    uint8_t hash[32];
    crypto_generichash_final(&digest->state, hash, sizeof hash);
    seal_hex(hash, hex);
    pack_close(&digest->scratch);
}

/* ---- Reading a table --------------------------------------------------------------------- */

/* Where the next page begins: behind these. */
typedef struct cursor {
    db_value values[3];
    char texts[3][SCALP_STORE_MAX_LOT + 1];
    bool started;
} cursor;

static void build(const table *t, bool started, char sql[512]) {
    char behind[80] = "";
    for (int i = 0, at = 0; started && i < t->key_count; i++)
        at += snprintf(behind + at, sizeof behind - (size_t)at, "%s$%d", i ? ", " : "", i + 1);
    if (started)
        snprintf(sql, 512, "SELECT %s FROM %s WHERE (%s) > (%s) ORDER BY %s LIMIT %d", t->columns,
                 t->name, t->key, behind, t->key, t->page);
    else
        snprintf(sql, 512, "SELECT %s FROM %s ORDER BY %s LIMIT %d", t->columns, t->name, t->key,
                 t->page);
}

static size_t columns_of(const char *columns) {
    size_t count = 1;
    for (; *columns; columns++)
        count += *columns == ',';
    return count;
}

static void move_cursor(cursor *c, const table *t, const store_row *row) {
    for (int i = 0; i < t->key_count; i++) {
        c->values[i] = row->values[i];
        if (row->values[i].type == DB_TEXT) {
            store_copy_text(c->texts[i], sizeof c->texts[i],
                            (const char *)row->values[i].bytes.data);
            c->values[i] = db_text(c->texts[i]);
        }
    }
    c->started = true;
}

static scalp_status read_page(scalp_store *store, const table *t, cursor *c, int *got,
                              store_row_visit visit, void *context, scalp_error *error) {
    char sql[512];
    db_rows rows;
    bool there = true;
    store_row row = {.table = t->name, .columns = t->columns, .count = columns_of(t->columns)};
    build(t, c->started, sql);
    *got = 0;
    SCALP_TRY(
        db_query(store->db, sql, c->values, c->started ? (size_t)t->key_count : 0, &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    cursor next = *c;
    for (; status == SCALP_OK && there; ++*got) {
        for (size_t i = 0; i < row.count; i++)
            row.values[i] = db_column(&rows, (int)i);
        move_cursor(&next, t, &row);
        status = visit(context, &row, error);
        if (status == SCALP_OK)
            status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    /* Values point into the cursor they are in. */
    for (int i = 0; i < 3; i++) {
        memcpy(c->texts[i], next.texts[i], sizeof c->texts[i]);
        c->values[i] = next.values[i].type == DB_TEXT ? db_text(c->texts[i]) : next.values[i];
    }
    c->started = next.started;
    return status;
}

static scalp_status visit_table(scalp_store *store, const table *t, const scalp_work *work,
                                store_row_visit visit, void *context, scalp_error *error) {
    cursor c = {0};
    int got = t->page;
    while (got == t->page) {
        SCALP_TRY(read_page(store, t, &c, &got, visit, context, error));
        SCALP_TRY(scalp_work_report(work, "rows", 0, error));
    }
    return SCALP_OK;
}

/* ---- Parts in files ---------------------------------------------------------------------- */

typedef struct part_files {
    scalp_store *store;
    const scalp_work *work;
    store_row_visit visit;
    void *context;
    uint8_t *buffer;
} part_files;

/* For a row of blobs: its parts. */
static scalp_status visit_files(void *context, const store_row *blob, scalp_error *error) {
    part_files *f = context;
    store_parts parts;
    const db_value id = blob->values[0];
    scalp_status status = store_parts_open(f->store, (const char *)id.bytes.data, &parts, error);
    for (int64_t part = 0; status == SCALP_OK; part++) {
        size_t got;
        status = store_parts_next(&parts, f->buffer, &got, error);
        if (status != SCALP_OK || got == 0)
            break;
        const store_row row = {.table = PARTS,
                               .columns = "id, part, sealed",
                               .values = {id, db_number(part), db_bytes(f->buffer, got)},
                               .count = 3};
        status = f->visit(f->context, &row, error);
        if (status == SCALP_OK)
            status = scalp_work_report(f->work, "pictures", 0, error);
    }
    store_parts_end(&parts);
    return status;
}

static scalp_status visit_part_files(scalp_store *store, const table *blobs, const scalp_work *work,
                                     store_row_visit visit, void *context, scalp_error *error) {
    part_files f = {store, work, visit, context, malloc(STORE_PART_ROOM)};
    if (!f.buffer)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while reading pictures.");
    const scalp_status status = visit_table(store, blobs, work, visit_files, &f, error);
    free(f.buffer);
    return status;
}

scalp_status store_rows_visit(scalp_store *store, const scalp_work *work, store_row_visit visit,
                              void *context, scalp_error *error) {
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (store->folder && strcmp(tables[i].name, PARTS) == 0)
            SCALP_TRY(visit_part_files(store, &tables[i - 1], work, visit, context, error));
        else
            SCALP_TRY(visit_table(store, &tables[i], work, visit, context, error));
    }
    return SCALP_OK;
}
