/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inside.h"

#include <stdio.h>
#include <string.h>

#define PAGE 200
#define SQL_ROOM 1400

/* A query under way, as SQL, page by page: behind (after_date, after_id). */
typedef struct wanted {
    scalp_store *store;
    const scalp_store_query *query;
    const scalp_work *work;
    scalp_store_visit visit;
    void *context;
    bool keep; /* what is read stays in the arena */
    char sql[SQL_ROOM];
    db_value values[DB_MAX_VALUES];
    size_t count, length;
    char after_date[SCALP_STORE_DATE], after_id[SCALP_STORE_ID];
    char from_date[SCALP_STORE_DATE], from_id[SCALP_STORE_ID]; /* these, for the page under way */
} wanted;

static void say(wanted *w, const char *text) {
    const int put = snprintf(w->sql + w->length, SQL_ROOM - w->length, "%s", text);
    w->length += put > 0 ? (size_t)put : 0;
}

/* `text`, the next parameter's number, `behind`. */
static void ask(wanted *w, const char *text, db_value value, const char *behind) {
    char part[200];
    w->values[w->count++] = value;
    snprintf(part, sizeof part, "%s$%zu%s", text, w->count, behind);
    say(w, part);
}

static scalp_status check(const scalp_store_query *q, scalp_error *error) {
    if (q->kind && !store_kind_check(q->kind))
        return scalp_fail(error, SCALP_ERR_INPUT, "%.60s is no kind of record.", q->kind);
    if ((q->client && q->client[0] && !scalp_store_id_check(q->client)) ||
        (q->refers_to && !scalp_store_id_check(q->refers_to)))
        return scalp_fail(error, SCALP_ERR_INPUT, "%.60s is no id.",
                          q->refers_to ? q->refers_to : q->client);
    if (q->from)
        SCALP_TRY(store_date_check(q->from, error));
    return q->to ? store_date_check(q->to, error) : SCALP_OK;
}

static void conditions(wanted *w, const scalp_store_query *q) {
    if (q->kind)
        ask(w, " AND d.kind = ", db_text(q->kind), "");
    if (q->client)
        ask(w, " AND d.client = ", db_text(q->client), "");
    if (q->from)
        ask(w, " AND d.date >= ", db_text(q->from), "");
    if (q->to)
        ask(w, " AND d.date <= ", db_text(q->to), " AND d.date <> ''");
    else if (q->from)
        say(w, " AND d.date <> ''");
    if (q->lot)
        ask(w,
            " AND EXISTS (SELECT 1 FROM document_lots l WHERE l.id = d.id AND l.version = "
            "d.version AND l.lot = ",
            db_text(q->lot), ")");
    if (q->refers_to)
        ask(w,
            " AND EXISTS (SELECT 1 FROM document_refs r WHERE r.id = d.id AND r.version = "
            "d.version AND r.target = ",
            db_text(q->refers_to), ")");
}

/* A lot or a reference is rare: the search starts from it. */
static void start_from(wanted *w, const scalp_store_query *q) {
    if (q->lot)
        ask(w, " AND d.id IN (SELECT id FROM document_lots WHERE lot = ", db_text(q->lot), ")");
    if (q->refers_to)
        ask(w, " AND d.id IN (SELECT id FROM document_refs WHERE target = ", db_text(q->refers_to),
            ")");
}

static void build(wanted *w, size_t limit) {
    const scalp_store_query *q = w->query;
    w->count = w->length = 0;
    if (q->bodies)
        say(w, "SELECT " STORE_DOCUMENT_COLUMNS
               " FROM documents d JOIN client_keys k ON k.client = d.client WHERE d.latest = 1");
    else
        say(w, "SELECT d.id, d.version, d.kind, d.client, d.date, d.archived FROM documents d "
               "WHERE d.latest = 1");
    start_from(w, q);
    conditions(w, q);
    if (q->archived != SCALP_STORE_EVERYTHING)
        ask(w, " AND d.archived = ", db_number(q->archived == SCALP_STORE_ARCHIVED), "");
    if (w->after_id[0]) {
        store_copy_text(w->from_date, sizeof w->from_date, w->after_date);
        store_copy_text(w->from_id, sizeof w->from_id, w->after_id);
        ask(w, " AND (d.date, d.id) > (", db_text(w->from_date), ", ");
        ask(w, "", db_text(w->from_id), ")");
    }
    ask(w, " ORDER BY d.date, d.id LIMIT ", db_number((int64_t)limit), "");
}

static scalp_status visit_row(wanted *w, const db_rows *rows, scalp_error *error) {
    scalp_document d;
    if (w->query->bodies)
        SCALP_TRY(store_document_open(w->store, rows, w->work, &d, NULL, error));
    else
        store_document_plain(rows, &d);
    store_copy_text(w->after_date, sizeof w->after_date, d.date);
    store_copy_text(w->after_id, sizeof w->after_id, d.id);
    return w->visit(w->context, &d, error);
}

static scalp_status visit_page(wanted *w, size_t limit, size_t *got, scalp_error *error) {
    db_rows rows;
    bool there = true;
    build(w, limit);
    *got = 0;
    SCALP_TRY(db_query(w->store->db, w->sql, w->values, w->count, &rows, error));
    scalp_status status = db_next(&rows, &there, error);
    while (status == SCALP_OK && there) {
        const scalp_arena_mark mark = scalp_arena_here(w->work->memory);
        status = visit_row(w, &rows, error);
        if (!w->keep)
            scalp_arena_return(w->work->memory, mark);
        ++*got;
        if (status == SCALP_OK)
            status = db_next(&rows, &there, error);
    }
    db_rows_close(&rows);
    return status;
}

static scalp_status visit_all(wanted *w, scalp_error *error) {
    const size_t most = w->query->limit;
    size_t seen = 0, got = PAGE, asked = PAGE;
    bool own;
    SCALP_TRY(store_unlocked(w->store, error));
    SCALP_TRY(check(w->query, error));
    SCALP_TRY(store_read_begin(w->store, &own, error));
    scalp_status status = SCALP_OK;
    while (status == SCALP_OK && got == asked && (!most || seen < most)) {
        asked = most && most - seen < PAGE ? most - seen : PAGE;
        status = visit_page(w, asked, &got, error);
        seen += got;
        if (status == SCALP_OK)
            status = scalp_work_report(w->work, "records", 0, error);
    }
    store_read_end(w->store, own);
    return status;
}

scalp_status scalp_store_each(scalp_store *store, const scalp_store_query *query,
                              const scalp_work *work, scalp_store_visit visit, void *context,
                              scalp_error *error) {
    wanted w = {.store = store, .query = query, .work = work, .visit = visit, .context = context};
    return visit_all(&w, error);
}

/* ---- Lists ------------------------------------------------------------------------------- */

typedef struct list {
    const scalp_work *work;
    scalp_document *items;
    size_t count, room;
} list;

static scalp_status append(void *context, const scalp_document *document, scalp_error *error) {
    list *l = context;
    void *place;
    if (l->count == l->room) {
        const size_t room = l->room ? 2 * l->room : 32;
        SCALP_TRY(scalp_work_take(l->work, room, sizeof *l->items, &place, error));
        if (l->count > 0)
            memcpy(place, l->items, l->count * sizeof *l->items);
        l->items = place;
        l->room = room;
    }
    l->items[l->count++] = *document;
    return SCALP_OK;
}

scalp_status scalp_store_list(scalp_store *store, const scalp_store_query *query,
                              const scalp_work *work, const scalp_document **documents,
                              size_t *count, scalp_error *error) {
    list l = {.work = work};
    wanted w = {
        .store = store, .query = query, .work = work, .visit = append, .context = &l, .keep = true};
    const scalp_status status = visit_all(&w, error);
    *documents = l.items;
    *count = l.count;
    return status;
}
