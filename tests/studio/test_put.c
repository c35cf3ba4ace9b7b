/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records go into a store whole and sound, and come back as they were. */
#include "studio_fixture.h"

static studio_fixture f;

static void refused(scalp_record *record, scalp_status expected, const char *wanted) {
    scalp_error error = {0};
    CHECK_STATUS(scalp_studio_save(&f.studio, record, 1, &error), expected);
    if (!strstr(error.message, wanted))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, wanted);
}

static scalp_record new_record(const char *kind, const char *client) {
    scalp_record record = {0};
    CHECK_STATUS(scalp_studio_new(&f.studio, kind, client, NULL, &record, NULL), SCALP_OK);
    return record;
}

static void references(void) {
    const scalp_record anna = fixture_client(&f, "Keller", "Anna");
    const scalp_record ben = fixture_client(&f, "Roth", "Ben");
    const scalp_record session = fixture_session(&f, anna.id);
    CASE("what a record refers to must be there, of the kind, and the same client's") {
        scalp_record r = new_record("inspection", anna.id);
        scalp_record_set_text(&r, "session", session.id);
        CHECK_STATUS(scalp_studio_save(&f.studio, &r, 1, NULL), SCALP_OK);
        r = new_record("inspection", anna.id);
        scalp_record_set_text(&r, "session", "aaaaaaaaaaaaaaaaaaaaaaaaaa");
        refused(&r, SCALP_ERR_INPUT, "there is no record aaaaaaaa");
        scalp_record_set_text(&r, "session", anna.id);
        refused(&r, SCALP_ERR_INPUT, "of the kind client, not session");
        r = new_record("inspection", ben.id);
        scalp_record_set_text(&r, "session", session.id);
        refused(&r, SCALP_ERR_INPUT, "another client's");
        r = new_record("inspection", session.id);
        refused(&r, SCALP_ERR_INPUT, "no client");
    }
    CASE("rows too") {
        scalp_record r = new_record("session", ben.id), *row;
        scalp_record_set_number(&r, "number", 1);
        scalp_record_set_text(&r, "what", "session");
        scalp_record_set_text(&r, "state", "done");
        scalp_record_set_text(&r, "started_at", "2026-11-20T10:00");
        CHECK_STATUS(scalp_record_add_row(&r, "materials", &f.w.work, &row, NULL), SCALP_OK);
        scalp_record_set_text(row, "use", "pigment");
        scalp_record_set_text(row, "lot", "A17");
        scalp_record_set_text(row, "item", ben.id);
        refused(&r, SCALP_ERR_INPUT, "of the kind client, not stock");
    }
}

static void versions(void) {
    CASE("a change is a new version; of two who change one, the second is told") {
        scalp_record one = fixture_client(&f, "Sand", "Cleo"), two, again;
        CHECK(one.version == 1);
        CHECK_STATUS(scalp_studio_get(&f.studio, "client", one.id, &two, NULL), SCALP_OK);
        scalp_record_set_text(&one, "city", "Halle");
        CHECK_STATUS(scalp_studio_save(&f.studio, &one, 1, NULL), SCALP_OK);
        CHECK(one.version == 2);
        scalp_record_set_text(&two, "city", "Jena");
        CHECK_STATUS(scalp_studio_save(&f.studio, &two, 1, NULL), SCALP_ERR_NO);
        CHECK_STATUS(scalp_studio_get(&f.studio, "client", one.id, &again, NULL), SCALP_OK);
        CHECK_TEXT(scalp_record_text(&again, "city"), "Halle");
        CHECK_STATUS(scalp_studio_get(&f.studio, "stock", one.id, &again, NULL), SCALP_ERR_INPUT);
    }
    CASE("several, or none of them") {
        const scalp_store_query query = {.kind = "price"};
        const scalp_record *prices;
        size_t count;
        scalp_record two[] = {new_record("price", NULL), new_record("price", NULL)};
        for (int i = 0; i < 2; i++) {
            scalp_record_set_text(&two[i], "name", "Full");
            scalp_record_set_text(&two[i], "unit", "session");
            scalp_record_set_number(&two[i], "amount", 100);
        }
        scalp_record_set_text(&two[0], "currency", "EUR");
        CHECK_STATUS(scalp_studio_save(&f.studio, two, 2, NULL), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_studio_list(&f.studio, &query, &prices, &count, NULL), SCALP_OK);
        CHECK(count == 0);
    }
    CASE("put aside and taken back") {
        scalp_record r = fixture_client(&f, "Voss", "Dora");
        const scalp_store_query query = {.kind = "client", .client = r.id};
        const scalp_record *found;
        size_t count;
        CHECK_STATUS(scalp_studio_archive(&f.studio, &r, true, NULL), SCALP_OK);
        CHECK_STATUS(scalp_studio_list(&f.studio, &query, &found, &count, NULL), SCALP_OK);
        CHECK(count == 0);
        CHECK_STATUS(scalp_studio_archive(&f.studio, &r, false, NULL), SCALP_OK);
        CHECK_STATUS(scalp_studio_list(&f.studio, &query, &found, &count, NULL), SCALP_OK);
        CHECK(count == 1);
        CHECK_TEXT(scalp_record_text(&found[0], "family_name"), "Voss");
    }
}

static void signing(void) {
    const scalp_record client = fixture_client(&f, "Wolf", "Emil");
    const scalp_studio_initial risks[] = {{"infection", "EW"}, {"fading", "EW"}};
    const scalp_studio_consent given = {
        .client = client.id,
        .text_version = "1",
        .language = "de",
        .text = "Ich bin einverstanden.",
        .treatment = true,
        .photos = true,
        .risks = risks,
        .risk_count = 2,
        .signature = {.name = "Emil Wolf", .drawing = "M0,0 L10,5"}};
    scalp_record consent, withdrawal, again;
    CASE("a signed consent is never changed") {
        CHECK_STATUS(scalp_studio_sign(&f.studio, &given, &consent, NULL), SCALP_OK);
        CHECK_STATUS(scalp_studio_get(&f.studio, "consent", consent.id, &again, NULL), SCALP_OK);
        CHECK_TEXT(scalp_record_text(&again, "signed_how"), "drawn");
        CHECK(scalp_record_value(&again, "risks")->count == 2);
        scalp_record_set_yes(&again, "publication", true);
        refused(&again, SCALP_ERR_NO, "signed and cannot be changed");
    }
    CASE("what was not given cannot be taken back; what was is") {
        CHECK_STATUS(
            scalp_studio_withdraw(&f.studio, client.id, "publication", NULL, &withdrawal, NULL),
            SCALP_ERR_INPUT);
        CHECK_STATUS(
            scalp_studio_withdraw(&f.studio, client.id, "photos", "No more.", &withdrawal, NULL),
            SCALP_OK);
        CHECK_TEXT(scalp_record_text(&withdrawal, "consent"), consent.id);
        CHECK_STATUS(scalp_studio_withdraw(&f.studio, client.id, "photos", NULL, &withdrawal, NULL),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_studio_withdraw(&f.studio, client.id, "all", NULL, &withdrawal, NULL),
                     SCALP_OK);
    }
}

int main(void) {
    if (!fixture_open(&f))
        return 1;
    references();
    versions();
    signing();
    fixture_close(&f);
    return check_done();
}
