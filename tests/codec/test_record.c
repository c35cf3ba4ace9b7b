/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records as JSON: there and back, sealed, and hostile. */
#include "record_fixture.h"

#include <scalptor/codec.h>
#include <scalptor/codec_records.h>

static check_work w;

static size_t index_of(const char *kind) {
    size_t i = 0;
    while (strcmp(scalp_record_kinds[i].name, kind) != 0)
        i++;
    return i;
}

static scalp_bytes written(const scalp_record *record) {
    scalp_bytes bytes = {0};
    CHECK_STATUS(scalp_codec_record_write(record, &w.work, &bytes, NULL), SCALP_OK);
    return bytes;
}

static void check_round_trip(size_t index) {
    scalp_record record, again;
    scalp_error error = {0};
    if (!fixture_make(index, &w.work, &record))
        return;
    CHECK_STATUS(scalp_codec_record_seal(&record, &w.work, NULL), SCALP_OK);
    const scalp_bytes one = written(&record);
    CHECK_STATUS(scalp_codec_record_read(one, "r", &w.work, &again, &error), SCALP_OK);
    if (error.message[0])
        CHECK_FAILED("%s", error.message);
    const scalp_bytes two = written(&again);
    CHECK(one.size == two.size && memcmp(one.data, two.data, one.size) == 0);
    CHECK_TEXT(again.id, record.id);
    CHECK_TEXT(again.client, record.client);
}

/* Every byte of a signed document, changed in a few ways: it is refused, or says the same. */
static void check_altered(const char *kind) {
    scalp_record record;
    if (!fixture_make(index_of(kind), &w.work, &record))
        return;
    CHECK_STATUS(scalp_codec_record_seal(&record, &w.work, NULL), SCALP_OK);
    const scalp_bytes bytes = written(&record);
    const int step = check_times(7, 1);
    for (size_t i = 0; i < bytes.size; i += (size_t)step)
        for (int bit = 0; bit < 8; bit += step == 1 ? 1 : 3) {
            const scalp_arena_mark mark = scalp_arena_here(w.work.memory);
            scalp_record again;
            uint8_t *copy =
                (uint8_t *)scalp_arena_text(w.work.memory, (const char *)bytes.data, bytes.size);
            copy[i] = (uint8_t)(copy[i] ^ (1 << bit));
            if (scalp_codec_record_read((scalp_bytes){copy, bytes.size}, "r", &w.work, &again,
                                        NULL) == SCALP_OK) {
                const scalp_bytes same = written(&again);
                if (same.size != bytes.size || memcmp(same.data, bytes.data, same.size) != 0)
                    CHECK_FAILED("%s: byte %zu, bit %d went through", kind, i, bit);
            }
            scalp_arena_return(w.work.memory, mark);
        }
}

static void refused(const char *text, scalp_status expected, const char *wanted) {
    scalp_record record;
    scalp_error error = {0};
    CHECK_STATUS(scalp_codec_record_read((scalp_bytes){(const uint8_t *)text, strlen(text)},
                                         "r.json", &w.work, &record, &error),
                 expected);
    if (!strstr(error.message, wanted))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, wanted);
}

#define PRICE                                                                                      \
    "{\"scalptor_record\": 1, \"kind\": \"price\", \"id\": \"" FIXTURE_ID                          \
    "\", \"date\": \"2026-11-20\", \"name\": \"Full\", \"unit\": \"session\", \"amount\": 100"

static void check_set(void) {
    scalp_record r;
    scalp_error error = {0};
    const scalp_work *work = &w.work;
    CHECK_STATUS(scalp_record_make("staff", FIXTURE_ID, "", "2026-11-20", work, &r, NULL),
                 SCALP_OK);
    CHECK_STATUS(scalp_codec_record_set(&r, "name", "Ada", work, NULL), SCALP_OK);
    CHECK_STATUS(scalp_codec_record_set(&r, "roles", "owner", work, NULL), SCALP_OK);
    CHECK_STATUS(scalp_codec_record_set(&r, "roles", "practitioner", work, NULL), SCALP_OK);
    CHECK(scalp_record_value(&r, "roles")->count == 2);
    CHECK_STATUS(scalp_codec_record_set(&r, "roles", "[\"desk\"]", work, NULL), SCALP_OK);
    CHECK(scalp_record_value(&r, "roles")->count == 1);
    CHECK_STATUS(scalp_codec_record_set(
                     &r, "trainings", "[{\"name\": \"BBP\", \"on\": \"2026-01-02\"}]", work, NULL),
                 SCALP_OK);
    CHECK_STATUS(scalp_record_check(&r, NULL), SCALP_OK);
    CHECK_STATUS(scalp_codec_record_set(&r, "trainings", "[{\"nme\": \"BBP\"}]", work, &error),
                 SCALP_ERR_INPUT);
    CHECK(strstr(error.message, "did you mean name?") != NULL);
    CHECK_STATUS(scalp_codec_record_set(&r, "nme", "x", work, NULL), SCALP_ERR_INPUT);
    CHECK_STATUS(scalp_codec_record_set(&r, "name", "", work, NULL), SCALP_OK);
    CHECK_STATUS(scalp_record_check(&r, NULL), SCALP_ERR_INPUT);
    CHECK_STATUS(scalp_record_make("price", FIXTURE_ID, "", "2026-11-20", work, &r, NULL),
                 SCALP_OK);
    CHECK_STATUS(scalp_codec_record_set(&r, "amount", "12,5", work, NULL), SCALP_ERR_INPUT);
    CHECK_STATUS(scalp_codec_record_set(&r, "amount", "12.5", work, NULL), SCALP_OK);
    CHECK_NEAR(scalp_record_number(&r, "amount", 0), 12.5, 0);
    CHECK_STATUS(
        scalp_record_make("session", FIXTURE_ID, FIXTURE_CLIENT, "2026-11-20", work, &r, NULL),
        SCALP_OK);
    CHECK_STATUS(scalp_codec_record_set(&r, "pain", "3", work, NULL), SCALP_OK);
    CHECK_STATUS(scalp_codec_record_set(&r, "state", "done", work, &error), SCALP_ERR_INPUT);
    CHECK(strstr(error.message, "set by the program") != NULL);
}

static void check_memory(void) {
    scalp_record record;
    check_work plenty;
    check_work_open(&plenty, 0);
    fixture_make(index_of("session"), &plenty.work, &record);
    scalp_bytes bytes = {0};
    CHECK_STATUS(scalp_codec_record_write(&record, &plenty.work, &bytes, NULL), SCALP_OK);
    for (long n = 0, done = 0; n < 40 && !done; n++) {
        check_stingy stingy = {n, 0};
        scalp_record again;
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &stingy};
        scalp_work work = {0};
        if (scalp_arena_open(&allocator, &work.memory) != SCALP_OK)
            continue;
        const scalp_status status = scalp_codec_record_read(bytes, "r", &work, &again, NULL);
        CHECK(status == SCALP_OK || status == SCALP_ERR_MEMORY);
        done = status == SCALP_OK;
        scalp_arena_close(&work.memory);
        CHECK(stingy.live == 0);
    }
    check_work_close(&plenty);
}

int main(void) {
    check_work_open(&w, 0);
    CASE("every kind, there and back, byte for byte") {
        for (size_t i = 0; i < scalp_record_kind_count; i++)
            check_round_trip(i);
    }
    CASE("one altered byte of a signed consent is noticed") {
        check_altered("consent");
    }
    CASE("one altered byte of an approval is noticed") {
        check_altered("approval");
    }
    CASE("a seal that does not fit says so") {
        scalp_record record, again;
        scalp_error error = {0};
        fixture_make(index_of("consent"), &w.work, &record);
        CHECK_STATUS(scalp_codec_record_seal(&record, &w.work, NULL), SCALP_OK);
        scalp_record_set_yes(&record, "publication", false);
        CHECK_STATUS(scalp_codec_record_read(written(&record), "r", &w.work, &again, &error),
                     SCALP_ERR_NO);
        CHECK(strstr(error.message, "altered after it was signed") != NULL);
    }
    CASE("what is refused") {
        refused(PRICE "}", SCALP_ERR_INPUT, "r.json: price, currency: it is missing");
        refused(PRICE ", \"curency\": \"EUR\"}", SCALP_ERR_INPUT, "did you mean currency?");
        refused(PRICE ", \"currency\": \"EURO\"}", SCALP_ERR_INPUT, "4 bytes are more than 3");
        refused(PRICE ", \"currency\": 3}", SCALP_ERR_INPUT, "currency must be a text");
        refused(PRICE ", \"currency\": \"EUR\", \"deposit_pct\": 101}", SCALP_ERR_INPUT,
                "from 0 to 100 %");
        refused(PRICE ", \"client\": \"" FIXTURE_CLIENT "\"}", SCALP_ERR_INPUT, "the studio's");
        refused("{\"scalptor_record\": 2}", SCALP_ERR_INPUT, "newer program");
        refused("{\"scalptor_record\": 1, \"kind\": \"x\", \"id\": \"\", \"date\": \"\"}",
                SCALP_ERR_INPUT, "no kind");
        refused("[]", SCALP_ERR_INPUT, "must be an object");
        refused("", SCALP_ERR_INPUT, "empty");
    }
    CASE("fields as people type them") {
        check_set();
    }
    CASE("no memory") {
        check_memory();
    }
    check_work_close(&w);
    return check_done();
}
