/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whoever edits the database or the sealed files is found out, and what they edited is named. */
#include "places.h"

#include "../../src/store/db.h"

typedef struct victim {
    char place[160];
    scalp_store *store;
    scalp_document consent, plan;
    scalp_blob photo;
} victim;

static const char *const lots[] = {"AB-12"};

static void victim_open(places *p, const scalp_work *work, victim *v) {
    char client[SCALP_STORE_ID];
    place_make(p, v->place);
    v->store = store_make(v->place, work, NULL);
    CHECK_OK(scalp_store_id_make(client, error));
    v->consent = document_of("consent", client, "2026-11-20", "I agree");
    v->plan = document_of("plan", client, "2026-11-20", "the plan");
    v->photo = blob_of("photo", client);
    v->plan.lots = lots;
    v->plan.lot_count = 1;
    CHECK_OK(scalp_store_begin(v->store, "test", AT, error));
    CHECK_OK(scalp_store_put(v->store, &v->consent, NULL, error));
    CHECK_OK(scalp_store_put(v->store, &v->plan, NULL, error));
    v->consent.version = 1;
    CHECK_OK(scalp_store_put(v->store, &v->consent, NULL, error));
    CHECK_OK(scalp_store_blob_write(v->store, &v->photo, bytes_of("face"), work, error));
    CHECK_OK(scalp_store_commit(v->store, error));
    CHECK_OK(scalp_store_doctor(v->store, work, NULL, error));
}

/* Runs `sql`, with the first byte of the bytes that `bytes` finds for `id` flipped as $1, and $2
 * the id. */
static void edit(places *p, const victim *v, const char *bytes, const char *sql, const char *id) {
    db *raw = NULL;
    char file[200];
    uint8_t data[8192] = {0};
    size_t size = 0;
    snprintf(file, sizeof file, "%s/scalptor.db", v->place);
    CHECK_OK(p->database ? db_open_postgres(v->place, &raw, error)
                         : db_open_sqlite(file, false, &raw, error));
    if (bytes) {
        db_rows rows;
        bool there;
        CHECK_OK(db_query(raw, bytes, DB_ARGUMENTS(db_text(id)), &rows, error));
        CHECK_OK(db_next(&rows, &there, error));
        size = db_column_bytes(&rows, 0).size;
        memcpy(data, db_column_bytes(&rows, 0).data, size);
        data[size / 2] ^= 1;
        db_rows_close(&rows);
        CHECK_OK(db_run(raw, sql, DB_ARGUMENTS(db_bytes(data, size), db_text(id)), NULL, error));
    } else if (id)
        CHECK_OK(db_run(raw, sql, DB_ARGUMENTS(db_text(id)), NULL, error));
    else
        CHECK_OK(db_script(raw, sql, error));
    db_close(&raw);
}

typedef struct forgery {
    const char *name, *bytes, *sql;
    int whose; /* 0: nobody's, 1: the consent's, 2: the plan's, 3: the photo's */
    const char *told;
} forgery;

static const forgery forgeries[] = {
    {"a byte of a signed consent", "SELECT sealed FROM documents WHERE id = $1 AND version = 1",
     "UPDATE documents SET sealed = $1 WHERE id = $2 AND version = 1", 1, "version 1, was altered"},
    {"the date of a plan", NULL, "UPDATE documents SET date = '2025-01-01' WHERE id = $1", 2,
     "was altered"},
    {"the kind of a plan", NULL, "UPDATE documents SET kind = 'note' WHERE id = $1", 2,
     "was altered"},
    {"a plan archived by hand", NULL, "UPDATE documents SET archived = 1 WHERE id = $1", 2,
     "was altered"},
    {"an old version in place of the new one", NULL,
     "UPDATE documents SET sealed = (SELECT sealed FROM documents WHERE id = $1 AND version = 1) "
     "WHERE version = 2",
     1, "version 2, was altered"},
    {"a version taken away", NULL, "DELETE FROM documents WHERE id = $1 AND version = 2", 1,
     "was taken away"},
    {"the latest version hidden", NULL, "UPDATE documents SET latest = 1 WHERE id = $1", 1,
     "wrongly"},
    {"another lot", NULL, "UPDATE document_lots SET lot = 'AB-13' WHERE id = $1", 2, "other lots"},
    {"a lot taken away", NULL, "DELETE FROM document_lots WHERE id = $1", 2, "other lots"},
    {"a photo given to another kind", NULL, "UPDATE blobs SET kind = 'xray' WHERE id = $1", 3,
     "was altered"},
    {"a photo taken away", NULL, "DELETE FROM blobs WHERE id = $1", 3, "was taken away"},
    {"who did it", NULL, "UPDATE audit SET at = '2026-01-01T00:00:00Z' WHERE number = 2", 0,
     "breaks at entry 2"},
    {"an entry taken out of the log", NULL, "DELETE FROM audit WHERE number = 3", 0,
     "breaks at entry 3"},
    {"the end of the log cut off", NULL, "DELETE FROM audit WHERE number = 5", 0, "5 were written"},
    {"the sealed end too", NULL, "DELETE FROM audit WHERE number = 5; DELETE FROM store_head", 0,
     "taken away"},
    {"the client's key",
     "SELECT wrapped FROM client_keys WHERE client = (SELECT client FROM "
     "documents WHERE id = $1 AND version = 1)",
     "UPDATE client_keys SET wrapped = $1 WHERE client = (SELECT client FROM documents WHERE id = "
     "$2 AND version = 1)",
     1, "key of client"},
};

static void forge(places *p, const scalp_work *work, const forgery *f) {
    victim v;
    victim_open(p, work, &v);
    const char *ids[] = {NULL, v.consent.id, v.plan.id, v.photo.id};
    edit(p, &v, f->bytes, f->sql, ids[f->whose]);
    scalp_store_report report;
    scalp_error error = {.message = ""};
    bool told = false;
    CHECK(scalp_store_doctor(v.store, work, &report, &error) == SCALP_ERR_NO);
    for (int64_t i = 0; i < report.fault_count && i < SCALP_STORE_MAX_FAULTS; i++)
        told |= strstr(report.faults[i], f->told) &&
                (!f->whose || f->whose == 3 || strstr(f->told, "client") ||
                 strstr(report.faults[i], ids[f->whose]));
    if (!told)
        CHECK_FAILED("%s: \"%s\" (%d) is not told: %s", f->name, f->told, (int)report.fault_count,
                     error.message);
    scalp_store_close(&v.store);
}

static void sealed_file(const scalp_work *work, places *p) {
    static const char *const edits[] = {
        "printf x | dd of=$(find %s/blobs -name '%s') bs=1 seek=3 conv=notrunc 2>/dev/null",
        "truncate -s -1 $(find %s/blobs -name '%s')", "truncate -s 0 $(find %s/blobs -name '%s')",
        "printf x >> $(find %s/blobs -name '%s')", "rm $(find %s/blobs -name '%s')"};
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        victim v;
        scalp_bytes bytes;
        victim_open(p, work, &v);
        CHECK(shell(edits[i], v.place, v.photo.id, 0) == 0);
        CHECK_REFUSED(scalp_store_doctor(v.store, work, NULL, error), SCALP_ERR_NO, v.photo.id);
        CHECK_REFUSED(scalp_store_blob_read(v.store, v.photo.id, work, NULL, &bytes, error),
                      SCALP_ERR_NO, v.photo.id);
        CHECK_OK(scalp_store_check(v.store, work, NULL, error)); /* which does not read them */
        scalp_store_close(&v.store);
    }
}

/* One bit of the closed database anywhere: told, or of no consequence. */
static void flipped_bits(const scalp_work *work, places *p) {
    const int times = check_times(25, 2000);
    scalp_random random = scalp_random_make(5, 0);
    scalp_store_report before, after;
    victim v;
    char path[200], copy[220];
    int told = 0;
    victim_open(p, work, &v);
    CHECK_OK(scalp_store_doctor(v.store, work, &before, error));
    scalp_store_close(&v.store);
    snprintf(path, sizeof path, "%s/scalptor.db", v.place);
    snprintf(copy, sizeof copy, "%s.whole", path);
    CHECK(shell("cp %s %s", path, copy, 0) == 0);
    for (int i = 0; i < times; i++) {
        scalp_error error = {.message = ""};
        FILE *file = fopen(path, "r+");
        long at = 0;
        int byte = 0;
        fseek(file, 0, SEEK_END);
        const uint64_t size = (uint64_t)ftell(file);
        while (byte == 0) { /* most of a small database is empty */
            at = (long)scalp_random_below(&random, size);
            fseek(file, at, SEEK_SET);
            byte = fgetc(file);
        }
        fseek(file, at, SEEK_SET);
        fputc(byte ^ (1 << (i % 8)), file);
        fclose(file);
        scalp_status status = scalp_store_open(v.place, AT, work, &v.store, &error);
        if (status == SCALP_OK)
            status = scalp_store_unlock(v.store, PASS, &error);
        if (status == SCALP_OK)
            status = scalp_store_doctor(v.store, work, &after, &error);
        if (status == SCALP_OK && strcmp(before.content, after.content) != 0)
            CHECK_FAILED("a flipped bit at %ld goes unnoticed", at);
        if (status != SCALP_OK && !error.message[0])
            CHECK_FAILED("a flipped bit at %ld is refused without a word", at);
        told += status != SCALP_OK;
        scalp_store_close(&v.store);
        CHECK(shell("cp %2$s %1$s && rm -f %1$s-wal %1$s-shm", path, copy, 0) == 0);
    }
    printf("# %d bits flipped, %d told\n", times, told);
    CHECK(told > times / 5);
}

static void all(places *p, const scalp_work *work) {
    ENGINE_CASE("every edit of a row is found and named") {
        for (size_t i = 0; i < sizeof forgeries / sizeof *forgeries; i++)
            forge(p, work, &forgeries[i]);
    }
    ENGINE_CASE("nothing is added to a log whose end was cut off") {
        victim v;
        scalp_document d = document_of("plan", "", "", "x");
        victim_open(p, work, &v);
        edit(p, &v, NULL, "DELETE FROM audit WHERE number = 5", NULL);
        CHECK_OK(scalp_store_begin(v.store, "test", AT, error));
        CHECK_REFUSED(scalp_store_put(v.store, &d, NULL, error), SCALP_ERR_NO, "taken away");
        scalp_store_rollback(v.store);
        scalp_store_close(&v.store);
    }
    if (!p->database) {
        ENGINE_CASE("an altered, cut or missing sealed file is found and named") {
            sealed_file(work, p);
        }
        ENGINE_CASE("a flipped bit of the database is told, or of no consequence") {
            flipped_bits(work, p);
        }
    }
}

int main(void) {
    places p;
    places_open(&p);
    for_both(&p, all);
    places_close(&p);
    return check_done();
}
