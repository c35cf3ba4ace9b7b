/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several processes on one store: nobody's change is lost, and a backup made meanwhile is whole. */
#include "places.h"

#include <sys/wait.h>

#define WRITERS 2

/* Adds one to the number in a document, again when somebody else was faster; beside it keeps and
 * erases clients, so that files come and go. */
static int count_up(const char *place, const scalp_work *work, const char *id, int times) {
    scalp_error error = {.message = ""};
    scalp_store *store = NULL;
    scalp_document d;
    char number[24], client[SCALP_STORE_ID];
    if (scalp_store_open(place, AT, work, &store, &error) != SCALP_OK ||
        scalp_store_unlock(store, PASS, &error) != SCALP_OK)
        return 1;
    for (int done = 0; done < times;) {
        if (scalp_store_get(store, id, 0, work, &d, &error) != SCALP_OK)
            return 2;
        snprintf(number, sizeof number, "%d", atoi((const char *)d.body.data) + 1);
        d.body = bytes_of(number);
        if (scalp_store_id_make(client, &error) != SCALP_OK ||
            scalp_store_begin(store, "writer", AT, &error) != SCALP_OK)
            return 3;
        scalp_blob blob = blob_of("photo", client);
        scalp_status status = scalp_store_put(store, &d, NULL, &error);
        if (status == SCALP_OK)
            status = scalp_store_blob_write(store, &blob, bytes_of("face"), work, &error);
        if (status == SCALP_OK)
            status = scalp_store_commit(store, &error);
        if (status == SCALP_ERR_NO) { /* somebody was faster */
            scalp_store_rollback(store);
            continue;
        }
        if (status == SCALP_OK && ++done % 2 == 0) {
            status = scalp_store_begin(store, "writer", AT, &error);
            if (status == SCALP_OK)
                status = scalp_store_erase(store, client, NULL, 0, "", work, NULL, &error);
            if (status == SCALP_OK)
                status = scalp_store_commit(store, &error);
        }
        if (status != SCALP_OK) {
            printf("# writer: %s\n", error.message);
            return 4;
        }
    }
    scalp_store_close(&store);
    return 0;
}

static void all(places *p, const scalp_work *work) {
    char place[160], other[160], file[100];
    const int times = check_times(12, 100);
    pid_t writers[WRITERS];
    place_make(p, place);
    snprintf(file, sizeof file, "%s/backup", p->root);
    scalp_store *store = store_make(place, work, NULL), *back = NULL;
    scalp_document d = document_of("counter", "", "", "0"), got;
    scalp_store_report report, restored;
    CHECK_OK(scalp_store_begin(store, "test", AT, error));
    CHECK_OK(scalp_store_put(store, &d, NULL, error));
    CHECK_OK(scalp_store_commit(store, error));
    scalp_store_close(&store);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = fork();
        if (writers[i] == 0)
            _exit(count_up(place, work, d.id, times));
    }
    store = store_again(place, work);
    ENGINE_CASE("backup and doctor while others write") {
        for (int i = 0; i < check_times(3, 20); i++) {
            CHECK_OK(scalp_store_backup(store, file, work, &report, error));
            CHECK_OK(scalp_store_doctor(store, work, NULL, error));
            place_make(p, other);
            CHECK_OK(
                scalp_store_restore(&(scalp_store_restore_params){file, PASS, other, false, AT},
                                    work, &back, &restored, error));
            CHECK_TEXT(restored.content, report.content);
            scalp_store_close(&back);
        }
    }
    ENGINE_CASE("no change of two writers is lost") {
        for (int i = 0; i < WRITERS; i++) {
            int status = 0;
            CHECK(waitpid(writers[i], &status, 0) == writers[i]);
            CHECK(status == 0);
        }
        CHECK_OK(scalp_store_get(store, d.id, 0, work, &got, error));
        CHECK(got.version == 1 + WRITERS * times);
        CHECK_NEAR(atoi((const char *)got.body.data), WRITERS * times, 0);
        CHECK_OK(scalp_store_doctor(store, work, &report, error));
        CHECK(report.blobs == WRITERS * times / 2);
    }
    if (!p->database) {
        ENGINE_CASE("sealed files of the erased are gone") {
            char find[300];
            snprintf(find, sizeof find, "test $(find %s/blobs -type f | wc -l) = %d", place,
                     WRITERS * times / 2);
            CHECK(system(find) == 0);
        }
    }
    scalp_store_close(&store);
}

int main(void) {
    places p;
    places_open(&p);
    for_both(&p, all);
    places_close(&p);
    return check_done();
}
