/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A studio with an empty store in a folder that is removed at the end. */
#ifndef SCALPTOR_TESTS_STUDIO_FIXTURE_H
#define SCALPTOR_TESTS_STUDIO_FIXTURE_H

#include "check.h"

#include <scalptor/codec.h>
#include <scalptor/codec_records.h>
#include <scalptor/studio.h>

#include <unistd.h>

typedef struct studio_fixture {
    check_work w;
    char folder[64], place[80];
    scalp_studio studio;
} studio_fixture;

static inline bool fixture_open(studio_fixture *f) {
    char recovery[SCALP_STORE_RECOVERY];
    scalp_error error = {0};
    const scalp_store_create_params params = {.passphrase = "correct horse",
                                              .at = "2026-11-20T09:00:00Z",
                                              .by = "test",
                                              .key_memory = 8192,
                                              .key_passes = 1};
    check_work_open(&f->w, 0);
    snprintf(f->folder, sizeof f->folder, "/tmp/scalptor-studio-XXXXXX");
    if (!mkdtemp(f->folder))
        return false;
    snprintf(f->place, sizeof f->place, "%s/data", f->folder);
    f->studio = (scalp_studio){
        .work = &f->w.work, .by = "Ada", .at = "2026-11-20T09:00:00Z", .now = "2026-11-20T10:00"};
    const scalp_status status =
        scalp_store_create(f->place, &params, &f->w.work, &f->studio.store, recovery, &error);
    if (status != SCALP_OK)
        CHECK_FAILED("%s", error.message);
    return status == SCALP_OK;
}

static inline void fixture_close(studio_fixture *f) {
    char command[128];
    scalp_store_close(&f->studio.store);
    snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
    if (system(command) != 0)
        printf("# %s is left\n", f->folder);
    check_work_close(&f->w);
}

/* A new record with fields as people type them, pairs of name and text up to a NULL; stored. */
static inline scalp_record fixture_add(studio_fixture *f, const char *kind, const char *client,
                                       const char *const *fields) {
    scalp_record record = {0};
    scalp_error error = {0};
    scalp_status status = scalp_studio_new(&f->studio, kind, client, NULL, &record, &error);
    for (; status == SCALP_OK && *fields; fields += 2)
        status = scalp_codec_record_set(&record, fields[0], fields[1], &f->w.work, &error);
    if (status == SCALP_OK)
        status = scalp_studio_save(&f->studio, &record, 1, &error);
    if (status != SCALP_OK)
        CHECK_FAILED("%s: %s", kind, error.message);
    return record;
}

/* A screening of today, as screen leaves it. */
static inline void fixture_screening(studio_fixture *f, const char *client, const char *outcome) {
    scalp_record screening = {0};
    if (scalp_studio_new(&f->studio, "screening", client, NULL, &screening, NULL) != SCALP_OK)
        CHECK_FAILED("no memory");
    scalp_record_set_text(&screening, "scope", "full");
    scalp_record_set_text(&screening, "outcome", outcome);
    if (scalp_studio_save(&f->studio, &screening, 1, NULL) != SCALP_OK)
        CHECK_FAILED("the screening was not stored");
}

/* A session that is over, as start and stop leave it. */
static inline scalp_record fixture_session(studio_fixture *f, const char *client) {
    scalp_record session = {0};
    if (scalp_studio_new(&f->studio, "session", client, NULL, &session, NULL) != SCALP_OK)
        CHECK_FAILED("no memory");
    scalp_record_set_number(&session, "number", 1);
    scalp_record_set_text(&session, "what", "session");
    scalp_record_set_text(&session, "state", "done");
    scalp_record_set_text(&session, "started_at", "2026-11-20T10:00");
    if (scalp_studio_save(&f->studio, &session, 1, NULL) != SCALP_OK)
        CHECK_FAILED("the session was not stored");
    return session;
}

#define FIELDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static inline scalp_record fixture_client(studio_fixture *f, const char *family,
                                          const char *given) {
    return fixture_add(f, "client", NULL,
                       FIELDS("family_name", family, "given_name", given, "born", "1990-05-05",
                              "phone", "+49 30 5550100"));
}

static inline scalp_record fixture_stock(studio_fixture *f, const char *use, const char *lot) {
    return fixture_add(f, "stock", NULL,
                       FIELDS("use", use, "brand", "Ink One", "name", "Black", "lot", lot,
                              "expires", "2027-06-30", "unit", "ml", "quantity", "15", "left", "15",
                              "sterile", "yes", "reach", "yes", "state", "in use"));
}

#endif
