/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process that writes everything there is to write is killed at random moments. What it was told
 * is kept is there afterwards, and the doctor finds nothing. */
#include "places.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define MOST_ACKS 4096
#define KILLS_PER_STORE 20

/* What the child was told is kept, or (will) what it is about to take away. */
typedef struct ack {
    char what; /* d: a document, b: a blob, w: will erase the client, e: did */
    char id[SCALP_STORE_ID], client[SCALP_STORE_ID];
    int64_t version;
} ack;

static char content[600];

/* What a document or blob of that id and version holds. */
static scalp_bytes content_of(const char *id, int64_t version) {
    const int length = snprintf(content, sizeof content, "%s %lld %0*d", id, (long long)version,
                                1 + (int)(version * 37 + id[0]) % 400, 7);
    return (scalp_bytes){(const uint8_t *)content, (size_t)length};
}

/* ---- The child --------------------------------------------------------------------------- */

static void tell(int to, char what, const char *id, const char *client, int64_t version) {
    ack a = {.what = what, .version = version};
    snprintf(a.id, sizeof a.id, "%s", id);
    snprintf(a.client, sizeof a.client, "%s", client);
    if (write(to, &a, sizeof a) != sizeof a)
        _exit(1);
}

static void must(scalp_status status, const scalp_error *error) {
    if (status == SCALP_OK)
        return;
    printf("# child: %s\n", error->message);
    _exit(2);
}

/* A new client with a document in several versions and a blob, one transaction each; now and then
 * the client is archived or erased again. */
static void work_on(scalp_store *store, const scalp_work *work, scalp_random *random, int to) {
    scalp_error e = {.message = ""};
    char client[SCALP_STORE_ID];
    must(scalp_store_id_make(client, &e), &e);
    scalp_document d = document_of("session", client, "2026-11-20", "");
    for (int64_t version = 1; version <= 3; version++) {
        d.version = version - 1;
        d.body = content_of(d.id, version);
        must(scalp_store_begin(store, "child", AT, &e), &e);
        must(scalp_store_put(store, &d, NULL, &e), &e);
        must(scalp_store_commit(store, &e), &e);
        tell(to, 'd', d.id, client, version);
    }
    scalp_blob blob = blob_of("photo", client);
    must(scalp_store_begin(store, "child", AT, &e), &e);
    must(scalp_store_blob_write(store, &blob, content_of(blob.id, 1), work, &e), &e);
    must(scalp_store_archive(store, d.id, 3, true, work, &e), &e);
    must(scalp_store_commit(store, &e), &e);
    tell(to, 'b', blob.id, client, 1);
    if (scalp_random_below(random, 3) > 0)
        return;
    must(scalp_store_begin(store, "child", AT, &e), &e);
    must(scalp_store_erase(store, client, NULL, 0, "asked", work, NULL, &e), &e);
    tell(to, 'w', "", client, 0);
    must(scalp_store_commit(store, &e), &e);
    tell(to, 'e', "", client, 0);
}

static void child(const char *place, const scalp_work *work, uint64_t seed, int to) {
    scalp_error e = {.message = ""};
    scalp_store *store = NULL;
    scalp_random random = scalp_random_make(seed, 1);
    must(scalp_store_open(place, AT, work, &store, &e), &e);
    must(scalp_store_unlock(store, PASS, &e), &e);
    tell(to, 's', "", "", 0);
    for (;;) {
        const scalp_arena_mark mark = scalp_arena_here(work->memory);
        work_on(store, work, &random, to);
        scalp_arena_return(work->memory, mark);
    }
}

/* ---- The parent -------------------------------------------------------------------------- */

static size_t kill_one(const char *place, const scalp_work *work, scalp_random *random, ack *acks,
                       size_t count) {
    int ends[2], status = 0;
    if (pipe(ends) != 0)
        exit(3);
    const uint64_t seed = scalp_random_u64(random);
    const pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        child(place, work, seed, ends[1]);
    }
    close(ends[1]);
    ack a;
    bool started = read(ends[0], &a, sizeof a) == sizeof a && a.what == 's';
    CHECK(started);
    const struct timespec pause = {0, (long)scalp_random_below(random, 120000000)};
    nanosleep(&pause, NULL);
    kill(pid, SIGKILL);
    while (count < MOST_ACKS && read(ends[0], &a, sizeof a) == sizeof a)
        acks[count++] = a;
    close(ends[0]);
    CHECK(waitpid(pid, &status, 0) == pid && WIFSIGNALED(status));
    return count;
}

static char fate_of(const ack *acks, size_t count, const char *client) {
    char fate = 0;
    for (size_t i = 0; i < count; i++)
        if ((acks[i].what == 'w' || acks[i].what == 'e') && strcmp(acks[i].client, client) == 0)
            fate = acks[i].what;
    return fate;
}

static void check_one(scalp_store *store, const scalp_work *work, const ack *a, char fate) {
    scalp_document d;
    scalp_bytes bytes = {0};
    scalp_error error = {.message = ""};
    const scalp_status status =
        a->what == 'd' ? scalp_store_get(store, a->id, a->version, work, &d, &error)
                       : scalp_store_blob_read(store, a->id, work, NULL, &bytes, &error);
    if (a->what == 'd' && status == SCALP_OK)
        bytes = d.body;
    const scalp_bytes wanted = content_of(a->id, a->version);
    const bool there = status == SCALP_OK;
    if (!there && status != SCALP_ERR_INPUT)
        CHECK_FAILED("%s: %s", a->id, error.message);
    if (!fate && !there)
        CHECK_FAILED("%c %s, version %d, was acknowledged and is lost: %s", a->what, a->id,
                     (int)a->version, error.message);
    if (fate == 'e' && there)
        CHECK_FAILED("%c %s was erased and is there", a->what, a->id);
    if (there && (bytes.size != wanted.size || memcmp(bytes.data, wanted.data, bytes.size) != 0))
        CHECK_FAILED("%c %s holds something else", a->what, a->id);
}

static void check_all(const char *place, const scalp_work *work, const ack *acks, size_t count,
                      size_t from) {
    scalp_store *store = store_again(place, work);
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    scalp_store_report report;
    CHECK_OK(scalp_store_doctor(store, work, &report, error));
    for (size_t i = from; i < count; i++)
        if (acks[i].what == 'd' || acks[i].what == 'b')
            check_one(store, work, &acks[i], fate_of(acks, count, acks[i].client));
    scalp_arena_return(work->memory, mark);
    scalp_store_close(&store);
}

static void all(places *p, const scalp_work *work) {
    static ack acks[MOST_ACKS];
    const int kills = check_times(20, 500);
    scalp_random random = scalp_random_make(p->database ? 11 : 12, (uint64_t)kills);
    ENGINE_CASE("killed at random moments, nothing acknowledged is lost") {
        size_t told = 0;
        for (int done = 0; done < kills; done += KILLS_PER_STORE) {
            char place[160];
            size_t count = 0;
            place_make(p, place);
            scalp_store *store = store_make(place, work, NULL);
            scalp_store_close(&store);
            for (int i = 0; i < KILLS_PER_STORE; i++) {
                const size_t before = count;
                count = kill_one(place, work, &random, acks, count);
                check_all(place, work, acks, count, i + 1 < KILLS_PER_STORE ? before : 0);
            }
            told += count;
        }
        printf("# %d kills, %zu acknowledgements\n", kills, told);
        CHECK(told > (size_t)kills);
    }
}

int main(void) {
    places p;
    places_open(&p);
    for_both(&p, all);
    places_close(&p);
    return check_done();
}
