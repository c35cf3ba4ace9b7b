/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Older and newer schemas: migrated with a copy put aside, refused, restored. */
#include "places.h"

#include "../../src/store/copy.h"

/* The schema that may come one day. */
static const char later_script[] =
    "ALTER TABLE documents ADD COLUMN note @TEXT@ NOT NULL DEFAULT '';"
    "CREATE TABLE machines (id @TEXT@ NOT NULL PRIMARY KEY, serial @I64@) @STRICT@";

static void migrates(places *p, const scalp_work *work) {
    const char *scripts[] = {store_schema_known.scripts[0], later_script};
    const char *broken[] = {store_schema_known.scripts[0], "CREATE TABLE x (y nonsense"};
    const char *foreign[] = {"CREATE TABLE other (id @TEXT@)", later_script};
    const store_schema later = {scripts, 2}, failing = {broken, 2}, other = {foreign, 2};
    char place[160], target[160], file[160];
    place_make(p, place);
    place_make(p, target);
    snprintf(file, sizeof file, "%s/old%d", p->root, p->made);
    scalp_store *store = store_make(place, work, NULL);
    scalp_document d = document_of("plan", "", "2026-11-20", "an old plan"), got;
    CHECK_OK(scalp_store_begin(store, "test", AT, error));
    CHECK_OK(scalp_store_put(store, &d, NULL, error));
    CHECK_OK(scalp_store_commit(store, error));
    CHECK_OK(scalp_store_backup(store, file, work, NULL, error));
    scalp_store_close(&store);
    const store_opening opening = {.place = place, .at = AT};
    store_opening as = opening;
    ENGINE_CASE("a migration that fails, or another program's tables, change nothing") {
        as.schema = &failing;
        CHECK_REFUSED(store_open_as(&as, work, &store, error), SCALP_ERR_MACHINE, "fails");
        as.schema = &other;
        CHECK_REFUSED(store_open_as(&as, work, &store, error), SCALP_ERR_INPUT, "other tables");
        store = store_again(place, work);
        CHECK_OK(scalp_store_doctor(store, work, NULL, error));
        scalp_store_close(&store);
    }
    ENGINE_CASE("an older store is brought up to date, a copy put aside") {
        scalp_store_report report;
        as.schema = &later;
        CHECK_OK(store_open_as(&as, work, &store, error));
        CHECK_OK(scalp_store_unlock(store, PASS, error));
        CHECK_OK(scalp_store_get(store, d.id, 0, work, &got, error));
        CHECK_OK(scalp_store_doctor(store, work, &report, error));
        CHECK(report.schema == 2);
        if (p->database)
            CHECK_OK(db_script(store->db, "SELECT sealed FROM scalptor_before_2.documents", error));
        else
            CHECK(shell("test -s %s/before-schema-2.db%s", place, "", 0) == 0);
        scalp_store_close(&store);
    }
    ENGINE_CASE("a newer store is refused") {
        CHECK_REFUSED(scalp_store_open(place, AT, work, &store, error), SCALP_ERR_INPUT, "newer");
        CHECK(!store);
    }
    ENGINE_CASE("a backup of an older schema restores; one of a newer is refused") {
        scalp_store_report report;
        const scalp_store_restore_params old = {
            .path = file, .secret = PASS, .place = target, .at = AT};
        CHECK_OK(store_restore_as(&later, &old, work, &store, &report, error));
        CHECK(report.schema == 2);
        CHECK_OK(scalp_store_get(store, d.id, 0, work, &got, error));
        CHECK(got.body.size == d.body.size);
        CHECK_OK(scalp_store_doctor(store, work, NULL, error));
        char newer[200];
        snprintf(newer, sizeof newer, "%s.new", file);
        CHECK_OK(scalp_store_backup(store, newer, work, NULL, error));
        scalp_store_close(&store);
        char third[160];
        place_make(p, third);
        CHECK_REFUSED(
            scalp_store_restore(&(scalp_store_restore_params){newer, PASS, third, false, AT}, work,
                                &store, NULL, error),
            SCALP_ERR_INPUT, "newer");
    }
}

int main(void) {
    places p;
    places_open(&p);
    for_both(&p, migrates);
    places_close(&p);
    return check_done();
}
