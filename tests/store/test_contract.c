/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract of a store, for both engines. */
#include "places.h"

static void opens(places *p, const scalp_work *work) {
    char place[160], recovery[SCALP_STORE_RECOVERY], code[SCALP_STORE_RECOVERY];
    place_make(p, place);
    scalp_store *store = store_make(place, work, recovery);
    const scalp_store_create_params params = {.passphrase = PASS, .at = AT, .by = "test"};
    const scalp_store_create_params weak = {.passphrase = "short", .at = AT, .by = "test"};
    scalp_store *other = NULL;
    ENGINE_CASE("a place that is taken, a short passphrase, no store") {
        CHECK_REFUSED(scalp_store_create(place, &params, work, &other, code, error),
                      SCALP_ERR_INPUT, p->database ? "already" : "not empty");
        CHECK_REFUSED(scalp_store_create("/tmp/nowhere", &weak, work, &other, code, error),
                      SCALP_ERR_INPUT, "8 to");
        CHECK_REFUSED(scalp_store_create("mysql://x", &params, work, &other, code, error),
                      SCALP_ERR_INPUT, "no place");
        CHECK_REFUSED(scalp_store_open("/tmp/nowhere", AT, work, &other, error), SCALP_ERR_INPUT,
                      "no store");
        CHECK(!other && access("/tmp/nowhere", F_OK) != 0);
    }
    scalp_store_close(&store);
    ENGINE_CASE("passphrase and recovery code open it, nothing else does") {
        CHECK_OK(scalp_store_open(place, AT, work, &store, error));
        CHECK_REFUSED(scalp_store_begin(store, "test", AT, error), SCALP_ERR_INPUT, "locked");
        CHECK_REFUSED(scalp_store_unlock(store, PASS "x", error), SCALP_ERR_NO, "Neither");
        CHECK_REFUSED(scalp_store_unlock(store, "", error), SCALP_ERR_NO, "Neither");
        CHECK_OK(scalp_store_unlock(store, PASS, error));
        for (char *c = recovery; *c; c++) /* as somebody types it */
            *c = *c == '-' ? ' ' : *c >= 'a' ? (char)(*c - 32) : *c;
        CHECK_OK(scalp_store_unlock(store, recovery, error));
    }
    ENGINE_CASE("a new passphrase takes the place of the old one; the code stays") {
        CHECK_OK(scalp_store_rewrap(store, "another passphrase", AT, "test", NULL, error));
        CHECK_REFUSED(scalp_store_unlock(store, PASS, error), SCALP_ERR_NO, "Neither");
        CHECK_OK(scalp_store_unlock(store, "another passphrase", error));
        CHECK_OK(scalp_store_unlock(store, recovery, error));
        CHECK_OK(scalp_store_rewrap(store, PASS, AT, "test", code, error));
        CHECK_REFUSED(scalp_store_unlock(store, recovery, error), SCALP_ERR_NO, "Neither");
        CHECK_OK(scalp_store_unlock(store, code, error));
    }
    scalp_store_close(&store);
}

static void documents(places *p, const scalp_work *work) {
    char place[160];
    place_make(p, place);
    scalp_store *store = store_make(place, work, NULL);
    scalp_document d = document_of("consent", "", "2026-11-20", "{\"name\":\"Anna\"}"), got;
    int64_t version = 0;
    ENGINE_CASE("what is put is got back, in every version") {
        CHECK_REFUSED(scalp_store_put(store, &d, NULL, error), SCALP_ERR_INPUT, "transaction");
        CHECK_OK(scalp_store_begin(store, "test", AT, error));
        CHECK_OK(scalp_store_put(store, &d, &version, error));
        CHECK(version == 1);
        d.version = 1;
        d.body = bytes_of("{\"name\":\"Berta\"}");
        CHECK_OK(scalp_store_put(store, &d, &version, error));
        CHECK_OK(scalp_store_archive(store, d.id, 2, true, work, error));
        CHECK_OK(scalp_store_commit(store, error));
        CHECK_OK(scalp_store_get(store, d.id, 0, work, &got, error));
        CHECK(got.version == 3 && got.archived && got.body.size == d.body.size &&
              memcmp(got.body.data, d.body.data, got.body.size) == 0);
        CHECK_OK(scalp_store_get(store, d.id, 1, work, &got, error));
        CHECK(!got.archived && memcmp(got.body.data, "{\"name\":\"Anna\"}", 15) == 0);
        CHECK_REFUSED(scalp_store_get(store, d.id, 4, work, &got, error), SCALP_ERR_INPUT, "no");
    }
    ENGINE_CASE("an old version, another kind or client, and malformed fields are refused") {
        const scalp_document good = d;
        const char *twice[] = {"L1", "L1"}, *wrong[] = {"L\n"};
#define REFUSED(change, status, part)                                                              \
    do {                                                                                           \
        d = good;                                                                                  \
        change;                                                                                    \
        CHECK_OK(scalp_store_begin(store, "test", AT, error));                                     \
        CHECK_REFUSED(scalp_store_put(store, &d, NULL, error), status, part);                      \
        CHECK_REFUSED(scalp_store_commit(store, error), SCALP_ERR_MACHINE, "nothing");             \
    } while (0)
        REFUSED(d.version = 2, SCALP_ERR_NO, "version 3");
        REFUSED(d.version = 0, SCALP_ERR_NO, "version 3");
        REFUSED(d.version = 3; strcpy(d.kind, "plan"), SCALP_ERR_INPUT, "never change");
        REFUSED(d.id[0] = 'A', SCALP_ERR_INPUT, "no id");
        REFUSED(strcpy(d.date, "2026-02-29"), SCALP_ERR_INPUT, "date");
        REFUSED(strcpy(d.client, "anna"), SCALP_ERR_INPUT, "client");
        REFUSED((d.lots = twice, d.lot_count = 2), SCALP_ERR_INPUT, "twice");
        REFUSED((d.lots = wrong, d.lot_count = 1), SCALP_ERR_INPUT, "lot");
        REFUSED((d.refs = wrong, d.ref_count = 1), SCALP_ERR_INPUT, "no id");
        REFUSED(d.body.size = SCALP_STORE_MAX_BODY + 1, SCALP_ERR_LIMIT, "bytes");
        REFUSED(CHECK_OK(scalp_store_id_make(d.id, error)), SCALP_ERR_NO, "erased");
    }
    ENGINE_CASE("rolled back is not there, and the log is whole") {
        scalp_store_report report;
        scalp_document gone = document_of("plan", "", "", "x");
        CHECK_OK(scalp_store_begin(store, "test", AT, error));
        CHECK_OK(scalp_store_put(store, &gone, NULL, error));
        CHECK_OK(scalp_store_get(store, gone.id, 0, work, &got, error));
        scalp_store_rollback(store);
        CHECK_REFUSED(scalp_store_get(store, gone.id, 0, work, &got, error), SCALP_ERR_INPUT, "no");
        CHECK_OK(scalp_store_doctor(store, work, &report, error));
        CHECK(report.documents == 1 && report.versions == 3 && report.audit_entries == 4);
    }
    scalp_store_close(&store);
}

static size_t listed(scalp_store *store, scalp_store_query query, const scalp_work *work) {
    const scalp_document *list;
    size_t count = 99;
    CHECK_OK(scalp_store_list(store, &query, work, &list, &count, error));
    for (size_t i = 1; i < count; i++)
        CHECK(strcmp(list[i - 1].date, list[i].date) <= 0);
    return count;
}

static scalp_status count_body(void *context, const scalp_document *d, scalp_error *error) {
    (void)error;
    *(size_t *)context += d->body.size;
    return SCALP_OK;
}

static void lists(places *p, const scalp_work *work) {
    char place[160], client[SCALP_STORE_ID], first[SCALP_STORE_ID] = "";
    place_make(p, place);
    scalp_store *store = store_make(place, work, NULL);
    const char *lots[] = {"AB-12", "AB-13"};
    CHECK_OK(scalp_store_id_make(client, error));
    CHECK_OK(scalp_store_begin(store, "test", AT, error));
    for (int i = 0; i < 230; i++) { /* more than a page */
        char date[SCALP_STORE_DATE];
        snprintf(date, sizeof date, "2026-01-%02d", 1 + (unsigned)i % 28);
        scalp_document d = document_of(i % 2 ? "session" : "photo", i % 10 ? "" : client,
                                       i % 5 ? date : "", "body");
        const char *refs[] = {first};
        d.lots = lots;
        d.lot_count = i % 23 == 0 ? 2 : 0;
        d.refs = refs;
        d.ref_count = i > 0 && i % 50 == 0;
        CHECK_OK(scalp_store_put(store, &d, NULL, error));
        if (i == 0)
            memcpy(first, d.id, sizeof first);
        if (i == 1)
            CHECK_OK(scalp_store_archive(store, d.id, 1, true, work, error));
    }
    CHECK_OK(scalp_store_commit(store, error));
    ENGINE_CASE("lists by kind, client, dates, lot, reference, archive and limit") {
        const scalp_store_archived all = SCALP_STORE_EVERYTHING;
        size_t bodies = 0;
        CHECK(listed(store, (scalp_store_query){0}, work) == 229);
        CHECK(listed(store, (scalp_store_query){.archived = all}, work) == 230);
        CHECK(listed(store, (scalp_store_query){.archived = SCALP_STORE_ARCHIVED}, work) == 1);
        CHECK(listed(store, (scalp_store_query){.kind = "photo"}, work) == 115);
        CHECK(listed(store, (scalp_store_query){.client = client, .archived = all}, work) == 23);
        CHECK(listed(store, (scalp_store_query){.client = "", .archived = all}, work) == 207);
        CHECK(listed(store, (scalp_store_query){.lot = "AB-13"}, work) == 10);
        CHECK(listed(store, (scalp_store_query){.lot = "AB-13", .client = client}, work) == 1);
        CHECK(listed(store, (scalp_store_query){.lot = "AB-1"}, work) == 0);
        CHECK(listed(store, (scalp_store_query){.refers_to = first}, work) == 4);
        CHECK(listed(store, (scalp_store_query){.limit = 7}, work) == 7);
        CHECK(listed(store, (scalp_store_query){.limit = 203, .bodies = true}, work) == 203);
        const size_t early =
            listed(store, (scalp_store_query){.to = "2026-01-14", .archived = all}, work);
        const size_t late =
            listed(store, (scalp_store_query){.from = "2026-01-15", .archived = all}, work);
        CHECK(early + late == 230 - 46 && early > 0 && late > 0);
        CHECK_OK(scalp_store_each(store, &(scalp_store_query){.bodies = true, .kind = "session"},
                                  work, count_body, &bodies, error));
        CHECK(bodies == 4 * 114);
        CHECK_OK(scalp_store_doctor(store, work, NULL, error));
    }
    scalp_store_close(&store);
}

/* Memory that ends at the n-th block: an error each time, never a leak or a crash. */
static void short_of_memory(places *p, const scalp_work *work) {
    char place[160];
    place_make(p, place);
    scalp_store *store = store_make(place, work, NULL);
    static char large[100000];
    memset(large, 'x', sizeof large - 1);
    CHECK_OK(scalp_store_begin(store, "test", AT, error));
    for (int i = 0; i < 20; i++) {
        scalp_document d = document_of("plan", "", "", large);
        CHECK_OK(scalp_store_put(store, &d, NULL, error));
    }
    CHECK_OK(scalp_store_commit(store, error));
    ENGINE_CASE("out of memory at every step of a list") {
        scalp_status status = SCALP_ERR_MEMORY;
        int steps = 0;
        for (; status == SCALP_ERR_MEMORY && steps < 100; steps++) {
            check_stingy stingy = {.left = 1 + steps};
            const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release,
                                               &stingy};
            scalp_work small = {.memory = NULL};
            const scalp_document *list;
            size_t count;
            if (scalp_arena_open(&allocator, &small.memory) != SCALP_OK)
                continue;
            status = scalp_store_list(store, &(scalp_store_query){.bodies = true}, &small, &list,
                                      &count, NULL);
            scalp_arena_close(&small.memory);
            CHECK(stingy.live == 0);
        }
        CHECK(status == SCALP_OK && steps > 3);
        CHECK_OK(scalp_store_doctor(store, work, NULL, error));
    }
    scalp_store_close(&store);
}

static void two_at_once(places *p, const scalp_work *work) {
    char place[160];
    place_make(p, place);
    scalp_store *one = store_make(place, work, NULL), *two = store_again(place, work);
    scalp_document d = document_of("plan", "", "", "first"), got;
    ENGINE_CASE("two handles: what one commits the other sees; the later change is refused") {
        CHECK_OK(scalp_store_begin(one, "one", AT, error));
        CHECK_OK(scalp_store_put(one, &d, NULL, error));
        CHECK_REFUSED(scalp_store_get(two, d.id, 0, work, &got, error), SCALP_ERR_INPUT, "no");
        CHECK_OK(scalp_store_commit(one, error));
        CHECK_OK(scalp_store_get(two, d.id, 0, work, &got, error));
        d.version = 1;
        CHECK_OK(scalp_store_begin(two, "two", AT, error));
        CHECK_OK(scalp_store_put(two, &d, NULL, error));
        CHECK_OK(scalp_store_commit(two, error));
        CHECK_OK(scalp_store_begin(one, "one", AT, error));
        CHECK_REFUSED(scalp_store_put(one, &d, NULL, error), SCALP_ERR_NO, "version 2");
        scalp_store_rollback(one);
        CHECK_OK(scalp_store_doctor(one, work, NULL, error));
    }
    scalp_store_close(&one);
    scalp_store_close(&two);
}

static void log_of(places *p, const scalp_work *work) {
    char place[160];
    place_make(p, place);
    scalp_store *store = store_make(place, work, NULL);
    const scalp_audit_entry *entries;
    size_t count;
    scalp_document d = document_of("plan", "", "", "first");
    ENGINE_CASE("the log names who did what; the store's own words cannot be imitated") {
        CHECK_OK(scalp_store_begin(store, "Maria", "2026-11-21T08:00:00Z", error));
        CHECK_OK(scalp_store_put(store, &d, NULL, error));
        CHECK_OK(scalp_store_note(store, "export", d.id, "as PDF", error));
        CHECK_REFUSED(scalp_store_note(store, "erase", d.id, "", error), SCALP_ERR_INPUT, "own");
        CHECK_OK(scalp_store_commit(store, error));
        CHECK_OK(scalp_store_audit(store, NULL, 0, 0, work, &entries, &count, error));
        CHECK(count == 3 && entries[2].number == 3);
        CHECK_TEXT(entries[0].what, "create");
        CHECK_TEXT(entries[1].what, "put");
        CHECK_TEXT(entries[2].by, "Maria");
        CHECK_TEXT(entries[2].note, "as PDF");
        CHECK_TEXT(entries[2].at, "2026-11-21T08:00:00Z");
        CHECK_OK(scalp_store_audit(store, d.id, 2, 1, work, &entries, &count, error));
        CHECK(count == 1 && strcmp(entries[0].what, "export") == 0);
    }
    scalp_store_close(&store);
}

static void all(places *p, const scalp_work *work) {
    opens(p, work);
    documents(p, work);
    lists(p, work);
    short_of_memory(p, work);
    two_at_once(p, work);
    log_of(p, work);
}

int main(void) {
    places p;
    places_open(&p);
    for_both(&p, all);
    places_close(&p);
    return check_done();
}
