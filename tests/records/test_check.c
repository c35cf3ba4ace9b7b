/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record is what its table says, or a sentence says where not. */
#include "record_fixture.h"

static check_work w;

static scalp_record stock(void) {
    scalp_record record;
    for (size_t i = 0; i < scalp_record_kind_count; i++)
        if (strcmp(scalp_record_kinds[i].name, "stock") == 0)
            fixture_make(i, &w.work, &record);
    return record;
}

static void refused(const scalp_record *record, const char *wanted) {
    scalp_error error = {0};
    CHECK_STATUS(scalp_record_check(record, &error), SCALP_ERR_INPUT);
    if (!strstr(error.message, wanted))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, wanted);
    CHECK(error.message[0] && error.message[strlen(error.message) - 1] == '.');
}

static void refused_text(const char *field, const char *text, const char *wanted) {
    scalp_record record = stock();
    scalp_record_set_text(&record, field, text);
    refused(&record, wanted);
}

static void refused_number(const char *field, double number, const char *wanted) {
    scalp_record record = stock();
    scalp_record_set_number(&record, field, number);
    refused(&record, wanted);
}

static void check_required(size_t index) {
    scalp_record record;
    if (!fixture_make(index, &w.work, &record))
        return;
    CHECK_STATUS(scalp_record_check(&record, NULL), SCALP_OK);
    for (size_t i = 0; i < record.field_count; i++) {
        const scalp_value before = record.values[i];
        record.values[i] = (scalp_value){0};
        const scalp_status status = scalp_record_check(&record, NULL);
        if (status != (record.fields[i].required ? SCALP_ERR_INPUT : SCALP_OK))
            CHECK_FAILED("%s without %s", record.kind->name, record.fields[i].name);
        record.values[i] = before;
    }
}

static void check_made(const char *kind, const char *id, const char *client, const char *date,
                       const char *wanted) {
    scalp_record record;
    scalp_error error = {0};
    CHECK_STATUS(scalp_record_make(kind, id, client, date, &w.work, &record, &error),
                 SCALP_ERR_INPUT);
    if (!strstr(error.message, wanted))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, wanted);
}

static void check_wrong_row(void) {
    scalp_record record;
    for (size_t i = 0; i < scalp_record_kind_count; i++)
        if (strcmp(scalp_record_kinds[i].name, "session") == 0)
            fixture_make(i, &w.work, &record);
    const scalp_value *rows = scalp_record_value(&record, "materials");
    scalp_record_set_text(&rows->rows[1], "lot", NULL);
    refused(&record, "session, materials 2, lot: it is missing");
}

int main(void) {
    check_work_open(&w, 0);
    CASE("a record of every kind, and what must be there") {
        for (size_t i = 0; i < scalp_record_kind_count; i++)
            check_required(i);
    }
    CASE("the frame of a record") {
        check_made("clients", FIXTURE_ID, FIXTURE_CLIENT, "2026-11-20", "no kind");
        check_made("risk", FIXTURE_ID, FIXTURE_CLIENT, "2026-11-20", "a row");
        check_made("client", "1", FIXTURE_CLIENT, "2026-11-20", "no id");
        check_made("client", FIXTURE_ID, "", "2026-11-20", "say whose");
        check_made("stock", FIXTURE_ID, FIXTURE_CLIENT, "2026-11-20", "the studio's");
        check_made("stock", FIXTURE_ID, "", "20.11.2026", "no date");
    }
    CASE("texts") {
        char longest[102];
        memset(longest, 'x', 101);
        longest[101] = 0;
        refused_text("brand", longest, "101 bytes are more than 100");
        refused_text("brand", "a\x01z", "control characters");
        refused_text("brand", "\xc3", "UTF-8");
        refused_text("brand", "\xc0\xaf", "UTF-8");
        refused_text("brand", "\xed\xa0\x80", "UTF-8");
        refused_text("brand", "\xf4\x90\x80\x80", "UTF-8");
        refused_text("brand", "\xc2\x85", "UTF-8");
        refused_text("brand", "  ", "blank");
        refused_text("use", "ink", "none of pigment|needle");
        refused_text("use", "pig", "none of");
        refused_text("expires", "2026-02-30", "no date");
    }
    CASE("numbers") {
        refused_number("left", -1, "from 0 to 100000");
        refused_number("left", NAN, "no number");
        refused_number("use_within_days", 1.5, "no whole number from 1 to 3650 days");
    }
    CASE("drawings hold no markup") {
        scalp_record consent;
        for (size_t i = 0; i < scalp_record_kind_count; i++)
            if (strcmp(scalp_record_kinds[i].name, "consent") == 0)
                fixture_make(i, &w.work, &consent);
        scalp_record_set_text(&consent, "drawing", "M0,0\"/><script>");
        refused(&consent, "SVG path data");
    }
    CASE("rows are named") {
        check_wrong_row();
    }
    CASE("lots and references, each once") {
        const char *const *texts;
        size_t count;
        scalp_record session;
        for (size_t i = 0; i < scalp_record_kind_count; i++)
            if (strcmp(scalp_record_kinds[i].name, "session") == 0)
                fixture_make(i, &w.work, &session);
        CHECK_STATUS(scalp_record_lots(&session, &w.work, &texts, &count, NULL), SCALP_OK);
        CHECK(count == 1);
        CHECK_TEXT(texts[0], "a\u00e9");
        scalp_record_set_text(&session, "staff", "dddddddddddddddddddddddddd");
        scalp_record_set_text(&session, "consent", FIXTURE_CLIENT);
        CHECK_STATUS(scalp_record_refs(&session, &w.work, &texts, &count, NULL), SCALP_OK);
        CHECK(count == 2);
    }
    CASE("titles say what people look for, on one line") {
        char title[SCALP_RECORD_TITLE];
        scalp_record record = stock();
        scalp_record_set_text(&record, "brand", "Ink\nOne");
        scalp_record_title(&record, title);
        CHECK_TEXT(title, "Ink One, a\u00e9, lot a\u00e9");
        for (size_t i = 0; i < scalp_record_kind_count; i++)
            if (fixture_make(i, &w.work, &record)) {
                scalp_record_title(&record, title);
                if (!title[0])
                    CHECK_FAILED("%s has no title", record.kind->name);
            }
    }
    check_work_close(&w);
    return check_done();
}
