/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Throw-away places for stores: folders, and databases in a PostgreSQL cluster of the test's own.
 */
#ifndef SCALPTOR_TEST_PLACES_H
#define SCALPTOR_TEST_PLACES_H

#include "check.h"

#include <scalptor/store.h>

#include <unistd.h>

#define AT "2026-11-20T20:00:00Z"
#define PASS "correct horse battery"
#define PG_BIN "/usr/lib/postgresql/15/bin/"

typedef struct places {
    char root[64]; /* everything lies in it */
    bool database; /* which engine place_make makes places for */
    bool cluster;  /* a server runs */
    int made;
} places;

static inline int shell(const char *format, const char *a, const char *b, int n) {
    char command[1024];
    snprintf(command, sizeof command, format, a, b, n);
    return system(command);
}

static inline void places_open(places *p) {
    setvbuf(stdout, NULL, _IOLBF, 0); /* what a test says is seen even when it dies */
    memset(p, 0, sizeof *p);
    snprintf(p->root, sizeof p->root, "/tmp/scalptor-store.XXXXXX");
    if (!mkdtemp(p->root)) {
        printf("Bail out! no place for the test\n");
        exit(3);
    }
}

/* The server runs as a user of no rights when the test runs as root: initdb refuses root. */
static inline bool cluster_open(places *p) {
    if (access(PG_BIN "initdb", X_OK) != 0)
        return false;
    const char *as = geteuid() == 0 ? "runuser -u nobody -- " : "";
    if (shell("mkdir %s/pg && chmod 755 %s", p->root, p->root, 0) != 0 ||
        (as[0] && shell("chown nobody %s/pg%s", p->root, "", 0) != 0))
        return false;
    p->cluster = shell("cd / && %s" PG_BIN "initdb -D %s/pg/data -U smp -A trust -E UTF8 "
                       "--no-locale -N >/dev/null 2>&1",
                       as, p->root, 0) == 0;
    char command[1024];
    snprintf(command, sizeof command,
             "cd / && %s" PG_BIN "pg_ctl -D %s/pg/data -w -l %s/pg/log -o \"-k %s/pg -c "
             "listen_addresses='' -c fsync=off -c autovacuum=off\" start >/dev/null 2>&1",
             as, p->root, p->root, p->root);
    p->cluster = p->cluster && system(command) == 0;
    return p->cluster;
}

static inline void places_close(places *p) {
    if (p->cluster)
        shell("cd / && %s" PG_BIN "pg_ctl -D %s/pg/data -m immediate -w stop >/dev/null 2>&1",
              geteuid() == 0 ? "runuser -u nobody -- " : "", p->root, 0);
    shell("rm -rf %s%s", p->root, "", 0);
}

/* A place nobody has used yet. */
static inline void place_make(places *p, char place[160]) {
    p->made++;
    if (!p->database) {
        snprintf(place, 160, "%s/store%d", p->root, p->made);
        return;
    }
    if (shell("psql -q -h %s/pg -U smp -d postgres -c 'CREATE DATABASE t%2$s%3$d' >/dev/null",
              p->root, "", p->made) != 0) {
        printf("Bail out! no database for the test\n");
        exit(3);
    }
    snprintf(place, 160, "postgresql://smp@/t%d?host=%s/pg", p->made, p->root);
}

/* A new store that is cheap to open. */
static inline scalp_store *store_make(const char *place, const scalp_work *work,
                                      char recovery[SCALP_STORE_RECOVERY]) {
    char code[SCALP_STORE_RECOVERY];
    scalp_error error = {.message = ""};
    scalp_store *store = NULL;
    const scalp_store_create_params params = {
        .passphrase = PASS, .at = AT, .by = "test", .key_memory = 8192, .key_passes = 1};
    if (scalp_store_create(place, &params, work, &store, recovery ? recovery : code, &error) !=
        SCALP_OK) {
        printf("# %s\n", error.message);
        CHECK_FAILED("no store at %s", place);
    }
    return store;
}

static inline scalp_store *store_again(const char *place, const scalp_work *work) {
    scalp_error error = {.message = ""};
    scalp_store *store = NULL;
    if (scalp_store_open(place, AT, work, &store, &error) != SCALP_OK ||
        scalp_store_unlock(store, PASS, &error) != SCALP_OK)
        CHECK_FAILED("%s", error.message);
    return store;
}

/* The call is SCALP_OK; its sentence is shown when it is not. */
#define CHECK_OK(call)                                                                             \
    do {                                                                                           \
        scalp_error error_ = {.message = ""}, *error = &error_;                                    \
        if ((call) != SCALP_OK)                                                                    \
            CHECK_FAILED("%s: %s", #call, error->message);                                         \
    } while (0)
/* The call fails so, and says `part` of a sentence. */
#define CHECK_REFUSED(call, expected, part)                                                        \
    do {                                                                                           \
        scalp_error error_ = {.message = ""}, *error = &error_;                                    \
        const scalp_status got_ = (call);                                                          \
        if (got_ != (expected) || !strstr(error->message, part))                                   \
            CHECK_FAILED("%s gave %d, \"%s\"", #call, (int)got_, error->message);                  \
    } while (0)

static inline scalp_bytes bytes_of(const char *text) {
    return (scalp_bytes){(const uint8_t *)text, strlen(text)};
}

static inline scalp_document document_of(const char *kind, const char *client, const char *date,
                                         const char *body) {
    scalp_document d = {.body = bytes_of(body)};
    if (scalp_store_id_make(d.id, NULL) != SCALP_OK)
        exit(3);
    snprintf(d.kind, sizeof d.kind, "%s", kind);
    snprintf(d.client, sizeof d.client, "%s", client);
    snprintf(d.date, sizeof d.date, "%s", date);
    return d;
}

static inline scalp_blob blob_of(const char *kind, const char *client) {
    scalp_blob b = {.date = "2026-11-20"};
    if (scalp_store_id_make(b.id, NULL) != SCALP_OK)
        exit(3);
    snprintf(b.kind, sizeof b.kind, "%s", kind);
    snprintf(b.client, sizeof b.client, "%s", client);
    return b;
}

/* Calls `test` for each engine; says so where there is no server. */
static inline void for_both(places *p, void (*test)(places *p, const scalp_work *work)) {
    check_work w;
    check_work_open(&w, 0);
    p->database = false;
    test(p, &w.work);
    p->database = true;
    if (p->cluster || cluster_open(p))
        test(p, &w.work);
    else
        check_skip("PostgreSQL", "no initdb of PostgreSQL 15 here");
    check_work_close(&w);
}

#define ENGINE_CASE(name) CASE(p->database ? "PostgreSQL: " name : "SQLite: " name)

#endif
