/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing a client: what goes, what the law keeps, and that it stays checkable. */
#include "places.h"

#include "../../src/store/db.h"

static void erases(places *p, const scalp_work *work) {
    static const char *const kept[] = {"consent", "signature"};
    char place[160], client[SCALP_STORE_ID], other[SCALP_STORE_ID];
    place_make(p, place);
    scalp_store *store = store_make(place, work, NULL);
    CHECK_OK(scalp_store_id_make(client, error));
    CHECK_OK(scalp_store_id_make(other, error));
    scalp_document consent = document_of("consent", client, "2026-11-20", "signed by Anna"), got;
    scalp_document card = document_of("client", client, "", "Anna"),
                   stranger = document_of("client", other, "", "Berta");
    scalp_blob photo = blob_of("photo", client), signature = blob_of("signature", client);
    scalp_blob theirs = blob_of("photo", other);
    scalp_bytes bytes;
    CHECK_OK(scalp_store_begin(store, "test", AT, error));
    CHECK_OK(scalp_store_put(store, &consent, NULL, error));
    CHECK_OK(scalp_store_put(store, &card, NULL, error));
    card.version = 1;
    CHECK_OK(scalp_store_put(store, &card, NULL, error));
    CHECK_OK(scalp_store_put(store, &stranger, NULL, error));
    CHECK_OK(scalp_store_blob_write(store, &photo, bytes_of("face"), work, error));
    CHECK_OK(scalp_store_blob_write(store, &signature, bytes_of("strokes"), work, error));
    CHECK_OK(scalp_store_blob_write(store, &theirs, bytes_of("other face"), work, error));
    CHECK_OK(scalp_store_commit(store, error));
    scalp_store_erased erased = {0};
    ENGINE_CASE("an erasure that is rolled back changes nothing") {
        CHECK_OK(scalp_store_begin(store, "test", AT, error));
        CHECK_OK(scalp_store_erase(store, client, kept, 2, "asked", work, &erased, error));
        scalp_store_rollback(store);
        CHECK_OK(scalp_store_blob_read(store, photo.id, work, NULL, &bytes, error));
        CHECK_OK(scalp_store_doctor(store, work, NULL, error));
    }
    ENGINE_CASE("the client goes; the legal minimum and other clients stay") {
        CHECK_OK(scalp_store_begin(store, "test", AT, error));
        CHECK_OK(scalp_store_erase(store, client, kept, 2, "asked", work, &erased, error));
        CHECK_OK(scalp_store_commit(store, error));
        CHECK(erased.documents == 2 && erased.blobs == 1 && erased.kept_documents == 1 &&
              erased.kept_blobs == 1);
        CHECK_REFUSED(scalp_store_get(store, card.id, 0, work, &got, error), SCALP_ERR_INPUT, "no");
        CHECK_REFUSED(scalp_store_blob_read(store, photo.id, work, NULL, &bytes, error),
                      SCALP_ERR_INPUT, "no blob");
        CHECK_OK(scalp_store_get(store, consent.id, 0, work, &got, error));
        CHECK(memcmp(got.body.data, "signed by Anna", 14) == 0);
        CHECK_OK(scalp_store_blob_read(store, signature.id, work, NULL, &bytes, error));
        CHECK(bytes.size == 7 && memcmp(bytes.data, "strokes", 7) == 0);
        CHECK_OK(scalp_store_get(store, stranger.id, 0, work, &got, error));
        CHECK_OK(scalp_store_blob_read(store, theirs.id, work, NULL, &bytes, error));
    }
    ENGINE_CASE("the log stays whole and knows of the erasure; sealed files are gone") {
        scalp_store_report report;
        const scalp_audit_entry *entries;
        size_t count;
        CHECK_OK(scalp_store_doctor(store, work, &report, error));
        CHECK(report.leftovers == 0 && report.blobs == 2 && report.documents == 2);
        CHECK_OK(scalp_store_audit(store, client, 0, 0, work, &entries, &count, error));
        CHECK(count == 6);
        CHECK_TEXT(entries[5].what, "erase");
        CHECK_TEXT(entries[5].note, "asked");
        CHECK(p->database || shell("test ! -e %s/blobs/%.2s", place, photo.id, 0) != 0 ||
              shell("test -z \"$(find %s -name '%s')\"", place, photo.id, 0) == 0);
    }
    ENGINE_CASE("what was kept cannot be taken away unnoticed, and nobody is erased twice over") {
        db *raw = NULL;
        char file[200];
        snprintf(file, sizeof file, "%s/scalptor.db", place);
        CHECK_OK(p->database ? db_open_postgres(place, &raw, error)
                             : db_open_sqlite(file, false, &raw, error));
        CHECK_OK(db_run(raw, "DELETE FROM documents WHERE id = $1",
                        DB_ARGUMENTS(db_text(consent.id)), NULL, error));
        db_close(&raw);
        CHECK_REFUSED(scalp_store_doctor(store, work, NULL, error), SCALP_ERR_NO,
                      "2 things were kept, and 1 are there");
        CHECK_OK(scalp_store_begin(store, "test", AT, error));
        CHECK_OK(
            scalp_store_erase(store, client, NULL, 0, "the term has ended", work, NULL, error));
        CHECK_OK(scalp_store_commit(store, error));
        CHECK_OK(scalp_store_doctor(store, work, NULL, error));
        CHECK_OK(scalp_store_begin(store, "test", AT, error));
        CHECK_REFUSED(scalp_store_erase(store, client, NULL, 0, "again", work, NULL, error),
                      SCALP_ERR_INPUT, "no client");
        scalp_store_rollback(store);
    }
    scalp_store_close(&store);
}

int main(void) {
    places p;
    places_open(&p);
    for_both(&p, erases);
    places_close(&p);
    return check_done();
}
