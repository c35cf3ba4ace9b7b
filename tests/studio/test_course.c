/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an empty studio to a finished session, a recall, and forgetting the client. */
#include "studio_fixture.h"

static studio_fixture f;

typedef struct course {
    scalp_record client, staff, ink, needles, approval, session;
    char plan[SCALP_HASH_HEX];
    const char *items[2];
    scalp_studio_start start;
    scalp_gate_answer answer;
} course;

static scalp_bytes bytes_of(const char *text) {
    return (scalp_bytes){(const uint8_t *)text, strlen(text)};
}

static bool closed_by(const course *c, scalp_gate gate) {
    for (size_t i = 0; i < c->answer.reason_count; i++)
        if (c->answer.reasons[i].stops && c->answer.reasons[i].gate == gate)
            return true;
    return false;
}

static void ask(course *c) {
    scalp_error error = {0};
    CHECK_STATUS(scalp_studio_ask(&f.studio, &c->start, &c->answer, &error), SCALP_OK);
    if (error.message[0])
        CHECK_FAILED("%s", error.message);
}

static void prepare(course *c) {
    c->client = fixture_client(&f, "Keller", "Anna");
    c->staff = fixture_add(&f, "staff", NULL, FIELDS("name", "Ada", "roles", "practitioner"));
    c->ink = fixture_stock(&f, "pigment", "A17-03");
    c->needles = fixture_stock(&f, "needle", "N5");
    c->items[0] = c->ink.id;
    c->items[1] = c->needles.id;
    c->start = (scalp_studio_start){.client = c->client.id,
                                    .plan_sha256 = "",
                                    .what = "session",
                                    .items = c->items,
                                    .item_count = 2,
                                    .staff = c->staff.id,
                                    .label_given = true};
}

static void sign_all(course *c) {
    const scalp_studio_initial risk = {"infection", "AK"};
    const scalp_studio_consent given = {.client = c->client.id,
                                        .text_version = "1",
                                        .language = "en",
                                        .text = "I agree.",
                                        .treatment = true,
                                        .risks = &risk,
                                        .risk_count = 1,
                                        .signature = {.name = "Anna Keller"}};
    const scalp_studio_approval approved = {.client = c->client.id,
                                            .plan = bytes_of("{\"plan\": 1}"),
                                            .picture = bytes_of("a picture"),
                                            .words = "I approve this plan.",
                                            .signature = {.name = "Anna Keller"}};
    scalp_record consent;
    scalp_error error = {0};
    CHECK_STATUS(scalp_studio_sign(&f.studio, &given, &consent, &error), SCALP_OK);
    CHECK_STATUS(scalp_studio_approve(&f.studio, &approved, &c->approval, &error), SCALP_OK);
    if (error.message[0])
        CHECK_FAILED("%s", error.message);
    snprintf(c->plan, sizeof c->plan, "%s", scalp_record_text(&c->approval, "plan_sha256"));
    c->start.plan_sha256 = c->plan;
}

static void to_session(course *c) {
    CASE("gates close one after the other") {
        prepare(c);
        ask(c);
        CHECK(!c->answer.open);
        CHECK(closed_by(c, SCALP_GATE_SCREENING) && closed_by(c, SCALP_GATE_CONSENT) &&
              closed_by(c, SCALP_GATE_APPROVAL) && !closed_by(c, SCALP_GATE_LOTS));
        scalp_error error = {0};
        CHECK_STATUS(scalp_studio_begin(&f.studio, &c->start, &c->answer, &c->session, &error),
                     SCALP_ERR_NO);
        CHECK(strstr(error.message, "cannot start, for 3 reasons") != NULL);
        sign_all(c);
        ask(c);
        CHECK(!c->answer.open && closed_by(c, SCALP_GATE_SCREENING) &&
              !closed_by(c, SCALP_GATE_CONSENT) && !closed_by(c, SCALP_GATE_APPROVAL));
        fixture_screening(&f, c->client.id, "go");
        ask(c);
        CHECK(c->answer.open);
    }
    CASE("the approval holds picture and plan") {
        scalp_blob blob;
        scalp_bytes bytes;
        CHECK_STATUS(scalp_store_blob_read(f.studio.store,
                                           scalp_record_text(&c->approval, "picture"), &f.w.work,
                                           &blob, &bytes, NULL),
                     SCALP_OK);
        CHECK(bytes.size == 9 && memcmp(bytes.data, "a picture", 9) == 0);
    }
    CASE("another plan is another approval") {
        char other[SCALP_HASH_HEX];
        memset(other, 'a', 64);
        other[64] = 0;
        c->start.plan_sha256 = other;
        ask(c);
        CHECK(!c->answer.open && closed_by(c, SCALP_GATE_APPROVAL));
        c->start.plan_sha256 = c->plan;
    }
}

static void in_session(course *c) {
    CASE("it starts, with its lots, and opens the bottles") {
        scalp_record ink;
        CHECK_STATUS(scalp_studio_begin(&f.studio, &c->start, &c->answer, &c->session, NULL),
                     SCALP_OK);
        CHECK(scalp_record_value(&c->session, "materials")->count == 2);
        CHECK_NEAR(scalp_record_number(&c->session, "number", 0), 1, 0);
        CHECK_STATUS(scalp_studio_get(&f.studio, "stock", c->ink.id, &ink, NULL), SCALP_OK);
        CHECK_TEXT(scalp_record_text(&ink, "opened"), "2026-11-20");
        ask(c);
        CHECK(!c->answer.open && closed_by(c, SCALP_GATE_SESSIONS));
    }
    CASE("more of a lot is taken, never more than there is") {
        scalp_record ink;
        CHECK_STATUS(scalp_studio_use(&f.studio, c->client.id, c->ink.id, 2.5, &c->session, NULL),
                     SCALP_OK);
        CHECK_STATUS(scalp_studio_use(&f.studio, c->client.id, c->ink.id, 99, &c->session, NULL),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_studio_use(&f.studio, c->client.id, c->ink.id, 12.5, &c->session, NULL),
                     SCALP_OK);
        CHECK(scalp_record_value(&c->session, "materials")->count == 2);
        CHECK_NEAR(scalp_record_number(&scalp_record_value(&c->session, "materials")->rows[0],
                                       "amount", 0),
                   15, 1e-12);
        CHECK_STATUS(scalp_studio_get(&f.studio, "stock", c->ink.id, &ink, NULL), SCALP_OK);
        CHECK_TEXT(scalp_record_text(&ink, "state"), "used up");
        CHECK_STATUS(scalp_studio_use(&f.studio, c->client.id, c->ink.id, 1, &c->session, NULL),
                     SCALP_ERR_NO);
    }
    CASE("it stops, and only once") {
        scalp_studio later = f.studio;
        later.now = "2026-11-20T09:59";
        CHECK_STATUS(scalp_studio_stop(&later, c->client.id, false, &c->session, NULL),
                     SCALP_ERR_INPUT);
        later.now = "2026-11-20T12:40";
        CHECK_STATUS(scalp_studio_stop(&later, c->client.id, false, &c->session, NULL), SCALP_OK);
        CHECK_TEXT(scalp_record_text(&c->session, "state"), "done");
        CHECK_STATUS(scalp_studio_stop(&later, c->client.id, false, &c->session, NULL),
                     SCALP_ERR_INPUT);
    }
    CASE("clearance was for this session") {
        ask(c);
        CHECK(!c->answer.open && closed_by(c, SCALP_GATE_SCREENING) &&
              !closed_by(c, SCALP_GATE_SESSIONS));
    }
}

static void afterwards(course *c) {
    const scalp_studio_recalled *recalled;
    const scalp_record *stock;
    size_t count, stock_count;
    CASE("who got lot X, however it is written, archived or not") {
        CHECK_STATUS(scalp_studio_archive(&f.studio, &c->session, true, NULL), SCALP_OK);
        CHECK_STATUS(
            scalp_studio_recall(&f.studio, "a17 03", &recalled, &count, &stock, &stock_count, NULL),
            SCALP_OK);
        CHECK(count == 1 && stock_count == 1);
        if (count == 1) {
            CHECK_TEXT(recalled[0].name, "Keller, Anna");
            CHECK_TEXT(recalled[0].phone, "+49 30 5550100");
            CHECK_TEXT(recalled[0].date, "2026-11-20");
        }
        CHECK_STATUS(scalp_studio_recall(&f.studio, "A18", &recalled, &count, NULL, NULL, NULL),
                     SCALP_OK);
        CHECK(count == 0);
    }
    CASE("erased: the proof stays, the person goes, the lot is still found") {
        const scalp_store_query query = {.client = c->client.id,
                                         .archived = SCALP_STORE_EVERYTHING};
        const scalp_record *left;
        scalp_store_erased erased;
        scalp_record erasure, gone;
        scalp_error error = {0};
        CHECK_STATUS(scalp_studio_erase(&f.studio, c->client.id, "2026-11-19", "asked by letter",
                                        &erased, &erasure, &error),
                     SCALP_OK);
        if (error.message[0])
            CHECK_FAILED("%s", error.message);
        CHECK_TEXT(scalp_record_text(&erasure, "kept_until"), "2036-11-20");
        CHECK_STATUS(scalp_studio_get(&f.studio, "client", c->client.id, &gone, NULL),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_studio_list(&f.studio, &query, &left, &count, NULL), SCALP_OK);
        for (size_t i = 0; i < count; i++)
            CHECK(left[i].kind->kept);
        CHECK(count == 4); /* consent, approval, session, erasure */
        CHECK_STATUS(scalp_studio_recall(&f.studio, "A17-03", &recalled, &count, NULL, NULL, NULL),
                     SCALP_OK);
        CHECK(count == 1);
        if (count == 1)
            CHECK_TEXT(recalled[0].name, "(erased)");
    }
}

int main(void) {
    course c = {0};
    if (!fixture_open(&f))
        return 1;
    to_session(&c);
    in_session(&c);
    afterwards(&c);
    fixture_close(&f);
    return check_done();
}
