/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blobs, and that neither names nor pixels lie open on the disk. */
#include "places.h"

static uint8_t *noise(size_t size) {
    uint8_t *bytes = malloc(size + 1);
    scalp_random random = scalp_random_make(7, size);
    for (size_t i = 0; bytes && i < size; i++)
        bytes[i] = (uint8_t)scalp_random_u64(&random);
    return bytes;
}

static void round_trips(places *p, const scalp_work *work) {
    static const size_t sizes[] = {0,
                                   1,
                                   SCALP_STORE_CHUNK - 1,
                                   SCALP_STORE_CHUNK,
                                   SCALP_STORE_CHUNK + 1,
                                   2 * SCALP_STORE_CHUNK,
                                   3 * SCALP_STORE_CHUNK + 5};
    char place[160], client[SCALP_STORE_ID];
    place_make(p, place);
    scalp_store *store = store_make(place, work, NULL);
    const scalp_blob *list;
    scalp_bytes bytes;
    scalp_blob got;
    size_t count;
    CHECK_OK(scalp_store_id_make(client, error));
    ENGINE_CASE("blobs of every size come back byte for byte, before and after the commit") {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            scalp_blob blob = blob_of(i % 2 ? "photo" : "signature", i % 3 ? client : "");
            uint8_t *data = noise(sizes[i]);
            CHECK_OK(scalp_store_begin(store, "test", AT, error));
            CHECK_OK(
                scalp_store_blob_write(store, &blob, (scalp_bytes){data, sizes[i]}, work, error));
            for (int turn = 0; turn < 2; turn++) {
                CHECK_OK(scalp_store_blob_read(store, blob.id, work, &got, &bytes, error));
                CHECK(bytes.size == sizes[i] && got.size == (int64_t)sizes[i]);
                CHECK(memcmp(bytes.data, data, sizes[i]) == 0);
                if (turn == 0)
                    CHECK_OK(scalp_store_commit(store, error));
            }
            free(data);
        }
        CHECK_OK(scalp_store_doctor(store, work, NULL, error));
    }
    ENGINE_CASE("lists of blobs") {
        CHECK_OK(scalp_store_blob_list(store, &(scalp_store_query){0}, work, &list, &count, error));
        CHECK(count == 7);
        CHECK_OK(scalp_store_blob_list(
            store, &(scalp_store_query){.client = client, .kind = "photo", .from = "2026-01-01"},
            work, &list, &count, error));
        CHECK(count == 2 && strcmp(list[0].kind, "photo") == 0);
        CHECK_OK(scalp_store_blob_list(store, &(scalp_store_query){.to = "2025-12-31"}, work, &list,
                                       &count, error));
        CHECK(count == 0);
    }
    ENGINE_CASE("a blob never changes, and one that is rolled back leaves nothing") {
        scalp_store_report report;
        scalp_blob blob = blob_of("photo", client), first;
        CHECK_OK(scalp_store_blob_list(store, &(scalp_store_query){0}, work, &list, &count, error));
        first = list[0];
        CHECK_OK(scalp_store_begin(store, "test", AT, error));
        CHECK_REFUSED(scalp_store_blob_write(store, &first, bytes_of("new"), work, error),
                      SCALP_ERR_NO, "never change");
        scalp_store_rollback(store);
        CHECK_OK(scalp_store_begin(store, "test", AT, error));
        CHECK_OK(scalp_store_blob_write(store, &blob, bytes_of("new"), work, error));
        scalp_store_rollback(store);
        CHECK_REFUSED(scalp_store_blob_read(store, blob.id, work, &got, &bytes, error),
                      SCALP_ERR_INPUT, "no blob");
        CHECK_OK(scalp_store_doctor(store, work, &report, error));
        CHECK(report.leftovers == 0 && report.blobs == 7);
    }
    scalp_store_close(&store);
}

static scalp_status failing_source(void *context, uint8_t *data, size_t room, size_t *got,
                                   scalp_error *error) {
    int *left = context;
    if ((*left)-- == 0)
        return scalp_fail(error, SCALP_ERR_MACHINE, "The camera was pulled out.");
    memset(data, 'x', room);
    *got = room;
    return SCALP_OK;
}

static void failing(places *p, const scalp_work *work) {
    char place[160];
    place_make(p, place);
    scalp_store *store = store_make(place, work, NULL);
    ENGINE_CASE("a source that fails is passed on, and nothing of it stays") {
        scalp_store_report report;
        scalp_blob blob = blob_of("photo", "");
        int left = 3;
        CHECK_OK(scalp_store_begin(store, "test", AT, error));
        CHECK_REFUSED(scalp_store_blob_put(store, &blob, failing_source, &left, work, error),
                      SCALP_ERR_MACHINE, "camera");
        CHECK_REFUSED(scalp_store_commit(store, error), SCALP_ERR_MACHINE, "nothing");
        CHECK_OK(scalp_store_doctor(store, work, &report, error));
        CHECK(report.blobs == 0 && report.leftovers == 0);
    }
    scalp_store_close(&store);
}

/* A folder's files, or what a server has written: nothing of a client may stand in them. */
static void closed_to_readers(places *p, const scalp_work *work) {
    static const char name[] = "Xanthippe Wunderlich", pixels[] = "JFIF-PIXELS-OF-A-FACE";
    char place[160], client[SCALP_STORE_ID];
    place_make(p, place);
    scalp_store *store = store_make(place, work, NULL);
    CHECK_OK(scalp_store_id_make(client, error));
    scalp_document d = document_of("client", client, "2026-11-20", name);
    scalp_blob blob = blob_of("photo", client);
    CHECK_OK(scalp_store_begin(store, "Xanthippe Wunderlich", AT, error));
    CHECK_OK(scalp_store_put(store, &d, NULL, error));
    CHECK_OK(scalp_store_blob_write(store, &blob, bytes_of(pixels), work, error));
    CHECK_OK(scalp_store_note(store, "export", d.id, "for Xanthippe Wunderlich", error));
    CHECK_OK(scalp_store_commit(store, error));
    if (p->database)
        CHECK(shell("psql -q -h %s/pg -U smp -d t%2$s%3$d -c CHECKPOINT", p->root, "", p->made) ==
              0);
    ENGINE_CASE("no name and no pixel can be found on the disk; ids, dates and kinds can") {
        CHECK(shell("grep -rqE 'Xanthippe|JFIF-PIXELS' %s%s", p->root, "", 0) != 0);
        CHECK(shell("grep -rqa %2$s %1$s", p->root, d.id, 0) == 0);
    }
    if (!p->database) {
        ENGINE_CASE("nobody else may read the folder") {
            CHECK(shell("test -z \"$(find %s %s -perm /077 | head -n 1)\"", place, "", 0) == 0);
        }
    }
    scalp_store_close(&store);
}

static void all(places *p, const scalp_work *work) {
    round_trips(p, work);
    failing(p, work);
    closed_to_readers(p, work);
}

int main(void) {
    places p;
    places_open(&p);
    for_both(&p, all);
    places_close(&p);
    return check_done();
}
