/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one record that somebody means. */
#include "studio.h"

#include <stdio.h>
#include <string.h>

/* What a record can be found by. */
static void searched_text(const scalp_record *record, char *text, size_t size) {
    char title[SCALP_RECORD_TITLE];
    scalp_record_title(record, title);
    int used = snprintf(text, size, "%s", title);
    static const char *const more[] = {"born", "phone", "email"};
    for (size_t i = 0; i < 3 && strcmp(record->kind->name, "client") == 0; i++)
        if (scalp_record_text(record, more[i])[0] && used > 0 && (size_t)used < size)
            used += snprintf(text + used, size - (size_t)used, "  %s",
                             scalp_record_text(record, more[i]));
}

/* ---- All clients' names ------------------------------------------------------------------ */

typedef struct gathering {
    const scalp_studio *studio;
    scalp_work scratch; /* of one record: the store gives its memory back after each */
    scalp_studio_name *names;
    size_t count, room;
} gathering;

static scalp_status make_room(gathering *g, scalp_error *error) {
    void *place;
    if (g->count < g->room)
        return SCALP_OK;
    const size_t room = 2 * g->room + 64;
    SCALP_TRY(scalp_work_take(g->studio->work, room, sizeof *g->names, &place, error));
    if (g->count)
        memcpy(place, g->names, g->count * sizeof *g->names);
    g->names = place;
    g->room = room;
    return SCALP_OK;
}

static scalp_status gather(void *context, const scalp_document *document, scalp_error *error) {
    gathering *g = context;
    scalp_record record;
    char text[900];
    SCALP_TRY(scalp_studio_record_from(document, &g->scratch, &record, error));
    searched_text(&record, text, sizeof text);
    SCALP_TRY(make_room(g, error));
    scalp_studio_name *name = &g->names[g->count++];
    memcpy(name->id, record.id, sizeof name->id);
    name->archived = record.archived;
    return scalp_studio_copy(g->studio, text, &name->text, error);
}

scalp_status scalp_studio_names(const scalp_studio *studio, const scalp_studio_name **names,
                                size_t *count, scalp_error *error) {
    gathering g = {.studio = studio, .scratch = *studio->work};
    const scalp_store_query query = {
        .kind = "client", .archived = SCALP_STORE_EVERYTHING, .bodies = true};
    SCALP_TRY(scalp_arena_open(NULL, &g.scratch.memory));
    const scalp_status status =
        scalp_store_each(studio->store, &query, &g.scratch, gather, &g, error);
    scalp_arena_close(&g.scratch.memory);
    *names = g.names;
    *count = g.count;
    return status;
}

/* ---- One record -------------------------------------------------------------------------- */

/* Those that were meant, as far as is known. */
typedef struct meant {
    const char *kind, *words;
    char id[SCALP_RECORD_ID]; /* of the first */
    size_t count;
    char some[200]; /* a few of them, for the message */
} meant;

static void add(meant *m, const char *id, const char *text) {
    const size_t used = strlen(m->some);
    if (m->count++ == 0)
        memcpy(m->id, id, sizeof m->id);
    if (m->count <= 4)
        snprintf(m->some + used, sizeof m->some - used, "%s%.30s (%.6s)", used ? "; " : "", text,
                 id);
}

static bool is_prefix(const char *id, const char *words) {
    const size_t length = strlen(words);
    return length >= 4 && length <= SCALP_RECORD_ID && strncmp(id, words, length) == 0;
}

static scalp_status by_name(const scalp_studio *studio, meant *m, scalp_error *error) {
    const scalp_studio_name *names;
    size_t count;
    SCALP_TRY(scalp_studio_names(studio, &names, &count, error));
    for (size_t i = 0; i < count; i++)
        if (!names[i].archived &&
            (is_prefix(names[i].id, m->words) || scalp_studio_matches(names[i].text, m->words)))
            add(m, names[i].id, names[i].text);
    return SCALP_OK;
}

static scalp_status by_title(const scalp_studio *studio, meant *m, scalp_error *error) {
    const scalp_store_query query = {.kind = m->kind};
    const scalp_record *records;
    size_t count;
    SCALP_TRY(scalp_studio_list(studio, &query, &records, &count, error));
    for (size_t i = 0; i < count; i++) {
        char text[900];
        searched_text(&records[i], text, sizeof text);
        if (is_prefix(records[i].id, m->words) || scalp_studio_matches(text, m->words))
            add(m, records[i].id, text);
    }
    return SCALP_OK;
}

scalp_status scalp_studio_find(const scalp_studio *studio, const char *kind, const char *words,
                               scalp_record *record, scalp_error *error) {
    meant m = {.kind = kind, .words = words};
    if (scalp_record_id_check(words))
        return scalp_studio_get(studio, kind, words, record, error);
    if (strcmp(kind, "client") == 0)
        SCALP_TRY(by_name(studio, &m, error));
    else
        SCALP_TRY(by_title(studio, &m, error));
    if (m.count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "No %s is called \"%.60s\"; give a name, or its id.", kind, words);
    if (m.count > 1)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%zu of the kind %s are called \"%.40s\": %s%s; say more, or give the "
                          "id.",
                          m.count, kind, words, m.some, m.count > 4 ? " ..." : "");
    return scalp_studio_get(studio, kind, m.id, record, error);
}

scalp_status scalp_studio_find_id(const scalp_studio *studio, const char *letters,
                                  scalp_record *record, scalp_error *error) {
    const scalp_store_query query = {.archived = SCALP_STORE_EVERYTHING};
    const scalp_document *documents;
    size_t count, found = 0, at = 0;
    if (scalp_record_id_check(letters))
        return scalp_studio_get(studio, NULL, letters, record, error);
    SCALP_TRY(scalp_store_list(studio->store, &query, studio->work, &documents, &count, error));
    for (size_t i = 0; i < count; i++)
        if (is_prefix(documents[i].id, letters)) {
            found++;
            at = i;
        }
    if (found != 1)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s begins with \"%.30s\"; give %s of its id.",
                          found ? "More than one record" : "No record", letters,
                          found ? "more letters" : "at least 4 letters");
    return scalp_studio_get(studio, NULL, documents[at].id, record, error);
}
