/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that is full: one sentence, nothing acknowledged is lost, and it goes on when there is
 * room again. */
#include "places.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static char text[3000];

/* Writes documents and blobs until one fails; how many were kept. */
static int fill(scalp_store *store, const scalp_work *work, scalp_status *status,
                scalp_error *error) {
    int kept = 0;
    for (*status = SCALP_OK; kept < 2000; kept++) {
        scalp_document d = document_of("session", "", "2026-11-20", text);
        scalp_blob blob = blob_of("photo", "");
        *status = scalp_store_begin(store, "test", AT, error);
        if (*status == SCALP_OK)
            *status = scalp_store_put(store, &d, NULL, error);
        if (*status == SCALP_OK && kept % 4 == 3)
            *status = scalp_store_blob_write(store, &blob, bytes_of(text), work, error);
        if (*status == SCALP_OK)
            *status = scalp_store_commit(store, error);
        if (*status != SCALP_OK)
            break;
    }
    scalp_store_rollback(store);
    return kept;
}

static void check_after(scalp_store *store, const scalp_work *work, int kept) {
    scalp_store_report report;
    scalp_status status;
    scalp_error failure = {.message = ""};
    CHECK_OK(scalp_store_doctor(store, work, &report, error));
    CHECK(report.documents == kept && report.blobs == kept / 4);
    scalp_document d = document_of("session", "", "2026-11-20", "small");
    status = scalp_store_begin(store, "test", AT, &failure);
    if (status == SCALP_OK)
        status = scalp_store_put(store, &d, NULL, &failure);
    if (status == SCALP_OK)
        status = scalp_store_commit(store, &failure);
    if (status != SCALP_OK)
        CHECK_FAILED("with room again: %s", failure.message);
    CHECK_OK(scalp_store_doctor(store, work, NULL, error));
}

/* No file of a child may grow beyond `limit` bytes: what a full disk does to SQLite and to files.
 */
static void limited(places *p, const scalp_work *work, unsigned limit) {
    char place[160];
    int ends[2], kept = -1, status = 0;
    place_make(p, place);
    scalp_store *store = store_make(place, work, NULL);
    scalp_store_close(&store);
    if (pipe(ends) != 0)
        exit(3);
    const pid_t pid = fork();
    if (pid == 0) {
        const struct rlimit most = {limit, limit};
        scalp_error error = {.message = ""};
        scalp_status got;
        signal(SIGXFSZ, SIG_IGN);
        store = store_again(place, work);
        setrlimit(RLIMIT_FSIZE, &most);
        kept = fill(store, work, &got, &error);
        if (got != SCALP_ERR_MACHINE || !strstr(error.message, "room"))
            kept = -2;
        _exit(write(ends[1], &kept, sizeof kept) != sizeof kept);
    }
    close(ends[1]);
    CHECK(read(ends[0], &kept, sizeof kept) == sizeof kept);
    close(ends[0]);
    CHECK(waitpid(pid, &status, 0) == pid && status == 0);
    CHECK(kept >= 0);
    store = store_again(place, work);
    check_after(store, work, kept);
    scalp_store_close(&store);
}

/* A database whose tables lie on a small disk of their own. */
static bool small_disk(places *p, char place[160], const char *folder) {
    const bool mounted = shell("mkdir %s && mount -t tmpfs -o size=12m tmpfs %s 2>/dev/null",
                               folder, folder, 0) == 0;
    if (!mounted || shell("chown nobody %s%s && chmod 700 %1$s", folder, "", 0) != 0)
        return false;
    p->made++;
    snprintf(place, 160, "postgresql://smp@/t%d?host=%s/pg", p->made, p->root);
    return shell("psql -q -h %s/pg -U smp -d postgres -c \"CREATE TABLESPACE small LOCATION "
                 "'%s'\" >/dev/null",
                 p->root, folder, 0) == 0 &&
           shell("psql -q -h %s/pg -U smp -d postgres -c 'CREATE DATABASE t%2$s%3$d TABLESPACE "
                 "small' >/dev/null",
                 p->root, "", p->made) == 0;
}

static void full_server(places *p, const scalp_work *work) {
    char folder[100], place[160], name[40];
    snprintf(folder, sizeof folder, "%s/small", p->root);
    if (!small_disk(p, place, folder)) {
        check_skip("PostgreSQL: a full disk", "no small disk can be mounted here");
        return;
    }
    CASE("PostgreSQL: a full disk") {
        scalp_store *store = store_make(place, work, NULL);
        scalp_error error = {.message = ""};
        scalp_status got;
        const int kept = fill(store, work, &got, &error);
        CHECK(got == SCALP_ERR_MACHINE && strstr(error.message, "out of disk"));
        CHECK(kept > 10 && kept < 2000);
        snprintf(name, sizeof name, "%s", "size=64m");
        CHECK(shell("mount -o remount,%s %s", name, folder, 0) == 0);
        check_after(store, work, kept);
        scalp_store_close(&store);
    }
}

static void all(places *p, const scalp_work *work) {
    if (p->database) {
        full_server(p, work);
        return;
    }
    ENGINE_CASE("a full disk, at several moments") {
        const int times = check_times(4, 40);
        for (int i = 0; i < times; i++)
            limited(p, work, 90000u + 77777u * (unsigned)i / (unsigned)times * 8u);
    }
}

int main(void) {
    places p;
    places_open(&p);
    memset(text, 'x', sizeof text - 1);
    for_both(&p, all);
    if (shell("mountpoint -q %s/small%s", p.root, "", 0) == 0) {
        if (p.cluster)
            shell("cd / && %s" PG_BIN "pg_ctl -D %s/pg/data -m immediate -w stop >/dev/null 2>&1",
                  geteuid() == 0 ? "runuser -u nobody -- " : "", p.root, 0);
        p.cluster = false;
        shell("umount %s/small%s", p.root, "", 0);
    }
    places_close(&p);
    return check_done();
}
