/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backups and moves: the same things on the other side, or nothing at all. */
#include "places.h"

#include <fcntl.h>
#include <sys/stat.h>

static scalp_store *filled(const char *place, const scalp_work *work, scalp_document *first,
                           char recovery[SCALP_STORE_RECOVERY]) {
    scalp_store *store = store_make(place, work, recovery);
    static uint8_t picture[2 * SCALP_STORE_CHUNK + 77];
    const char *lots[] = {"AB-12", "lot 7/2026"};
    CHECK_OK(scalp_store_begin(store, "test", AT, error));
    for (int i = 0; i < 30; i++) {
        char client[SCALP_STORE_ID];
        CHECK_OK(scalp_store_id_make(client, error));
        scalp_document d = document_of("session", i % 3 ? client : "", "2026-11-20", "a session");
        scalp_blob photo = blob_of("photo", client);
        const char *refs[] = {photo.id};
        d.lots = lots;
        d.lot_count = (size_t)(i % 3);
        d.refs = refs;
        d.ref_count = 1;
        memset(picture, i, sizeof picture);
        CHECK_OK(scalp_store_blob_write(store, &photo,
                                        (scalp_bytes){picture, i == 0 ? sizeof picture : (size_t)i},
                                        work, error));
        CHECK_OK(scalp_store_put(store, &d, NULL, error));
        if (i == 0)
            *first = d;
    }
    CHECK_OK(scalp_store_commit(store, error));
    first->version = 1;
    first->ref_count = first->lot_count = 0;
    return store;
}

static void round_trip(places *p, const scalp_work *work) {
    char place[160], other[160], file[160], again[160], recovery[SCALP_STORE_RECOVERY];
    scalp_store_report before, backed_up, restored, doctored;
    scalp_document first, got;
    scalp_store *back = NULL;
    place_make(p, place);
    snprintf(file, sizeof file, "%s/backup%d", p->root, p->made);
    snprintf(again, sizeof again, "%s/again%d", p->root, p->made);
    scalp_store *store = filled(place, work, &first, recovery);
    ENGINE_CASE("a backup restores byte for byte, by passphrase or recovery code") {
        CHECK_OK(scalp_store_doctor(store, work, &before, error));
        CHECK_OK(scalp_store_backup(store, file, work, &backed_up, error));
        place_make(p, other);
        CHECK_OK(
            scalp_store_restore(&(scalp_store_restore_params){file, recovery, other, false, AT},
                                work, &back, &restored, error));
        CHECK_OK(scalp_store_doctor(back, work, &doctored, error));
        CHECK_TEXT(backed_up.content, before.content);
        CHECK_TEXT(restored.content, before.content);
        CHECK_TEXT(doctored.content, before.content);
        CHECK(before.blobs == 30 && doctored.documents == 30);
        CHECK_OK(scalp_store_backup(back, again, work, &backed_up, error));
        CHECK_TEXT(backed_up.content, before.content);
        CHECK_OK(scalp_store_get(back, first.id, 0, work, &got, error));
    }
    ENGINE_CASE("what is there is only replaced when that is asked for") {
        scalp_store *third = NULL;
        CHECK_OK(scalp_store_begin(back, "test", AT, error));
        CHECK_OK(scalp_store_put(back, &first, NULL, error));
        CHECK_OK(scalp_store_commit(back, error));
        scalp_store_close(&back);
        CHECK_REFUSED(
            scalp_store_restore(&(scalp_store_restore_params){file, PASS, other, false, AT}, work,
                                &third, NULL, error),
            SCALP_ERR_INPUT, p->database ? "already" : "not empty");
        CHECK_OK(scalp_store_restore(&(scalp_store_restore_params){file, PASS, other, true, AT},
                                     work, &third, &restored, error));
        CHECK_TEXT(restored.content, before.content);
        CHECK_OK(scalp_store_get(third, first.id, 0, work, &got, error));
        CHECK(got.version == 1);
        scalp_store_close(&third);
        CHECK(p->database || shell("test $(ls -d %s.before-* | wc -l%s) = 1", other, "", 0) == 0);
    }
    scalp_store_close(&store);
}

/* ---- Bad files --------------------------------------------------------------------------- */

static void bad_files(places *p, const scalp_work *work) {
    char place[160], file[160], bad[160], target[160];
    scalp_document first;
    scalp_store *back = NULL;
    place_make(p, place);
    place_make(p, target);
    snprintf(file, sizeof file, "%s/good%d", p->root, p->made);
    snprintf(bad, sizeof bad, "%s/bad%d", p->root, p->made);
    scalp_store *store = filled(place, work, &first, NULL);
    CHECK_OK(scalp_store_backup(store, file, work, NULL, error));
    struct stat facts;
    CHECK(stat(file, &facts) == 0);
    ENGINE_CASE("a flipped bit, a cut or a longer file is refused, and nothing is made") {
        const int times = check_times(12, 200);
        scalp_random random = scalp_random_make(3, 0);
        for (int i = 0; i < times; i++) {
            const long at =
                i < 4 ? 8 * i : (long)scalp_random_below(&random, (uint64_t)facts.st_size);
            char command[1200];
            if (i % 3 == 0)
                snprintf(command, sizeof command, "head -c %ld %s > %s", at, file, bad);
            else if (i % 3 == 1)
                snprintf(command, sizeof command, "cat %s - > %s </etc/hostname; printf x >> %s",
                         file, bad, bad);
            else
                snprintf(command, sizeof command,
                         "cp %s %s && b=$(od -An -tu1 -j%ld -N1 %s) && printf \"$(printf "
                         "'\\\\%%03o' $((b ^ 4)))\" | dd of=%s bs=1 seek=%ld conv=notrunc "
                         "2>/dev/null",
                         file, bad, at, file, bad, at);
            CHECK(system(command) == 0);
            scalp_error error = {.message = ""};
            const scalp_status got =
                scalp_store_restore(&(scalp_store_restore_params){bad, PASS, target, false, AT},
                                    work, &back, NULL, &error);
            if (got != SCALP_ERR_INPUT && got != SCALP_ERR_NO)
                CHECK_FAILED("edit %d at %ld gave %d: %s", i, at, (int)got, error.message);
            CHECK(!back);
        }
        CHECK(p->database || access(target, F_OK) != 0);
        CHECK(p->database || shell("test -z \"$(ls -d %s.* 2>/dev/null)%s\"", target, "", 0) == 0);
    }
    ENGINE_CASE("no backup, another secret, an old store under a bad file") {
        scalp_store_report report, after;
        CHECK_REFUSED(scalp_store_restore(
                          &(scalp_store_restore_params){file, "wrong words", target, false, AT},
                          work, &back, NULL, error),
                      SCALP_ERR_NO, "Neither");
        CHECK_REFUSED(
            scalp_store_restore(&(scalp_store_restore_params){"/nowhere", PASS, target, false, AT},
                                work, &back, NULL, error),
            SCALP_ERR_INPUT, "Cannot open");
        CHECK_OK(scalp_store_check(store, work, &report, error));
        CHECK_REFUSED(scalp_store_restore(&(scalp_store_restore_params){bad, PASS, place, true, AT},
                                          work, &back, NULL, error),
                      SCALP_ERR_INPUT, "");
        CHECK_OK(scalp_store_check(store, work, &after, error));
        CHECK_TEXT(after.head, report.head);
    }
    scalp_store_close(&store);
}

/* ---- Moving ------------------------------------------------------------------------------ */

static void moves(places *p, const scalp_work *work) {
    char place[160], other[160];
    scalp_store_report before, moved, after;
    scalp_document first;
    place_make(p, place);
    scalp_store *store = filled(place, work, &first, NULL);
    const bool database = p->database;
    ENGINE_CASE("moved to the other engine and back to a third place, all is the same") {
        CHECK_OK(scalp_store_doctor(store, work, &before, error));
        p->database = p->cluster && !database;
        place_make(p, other);
        p->database = database;
        CHECK_OK(scalp_store_move(store, other, AT, work, &moved, error));
        CHECK_TEXT(moved.content, before.content);
        CHECK_REFUSED(scalp_store_move(store, other, AT, work, &moved, error), SCALP_ERR_INPUT, "");
        scalp_store *there = store_again(other, work);
        place_make(p, place);
        CHECK_OK(scalp_store_move(there, place, AT, work, &moved, error));
        CHECK_TEXT(moved.content, before.content);
        scalp_store_close(&there);
        there = store_again(place, work);
        CHECK_OK(scalp_store_doctor(there, work, &after, error));
        CHECK_TEXT(after.content, before.content);
        CHECK_TEXT(after.head, before.head);
        scalp_store_close(&there);
    }
    scalp_store_close(&store);
}

static void all(places *p, const scalp_work *work) {
    round_trip(p, work);
    bad_files(p, work);
    moves(p, work);
}

int main(void) {
    places p;
    places_open(&p);
    if (access(PG_BIN "initdb", X_OK) == 0)
        CHECK(cluster_open(&p));
    for_both(&p, all);
    places_close(&p);
    return check_done();
}
