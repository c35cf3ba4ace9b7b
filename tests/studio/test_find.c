/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding a record by what people type. */
#include "studio_fixture.h"

static studio_fixture f;

static void found(const char *kind, const char *words, const char *id) {
    scalp_record record = {0};
    scalp_error error = {0};
    CHECK_STATUS(scalp_studio_find(&f.studio, kind, words, &record, &error), SCALP_OK);
    if (error.message[0])
        CHECK_FAILED("%s", error.message);
    CHECK_TEXT(record.id, id);
}

static void not_found(const char *kind, const char *words, const char *wanted) {
    scalp_record record;
    scalp_error error = {0};
    CHECK_STATUS(scalp_studio_find(&f.studio, kind, words, &record, &error), SCALP_ERR_INPUT);
    if (!strstr(error.message, wanted))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, wanted);
}

int main(void) {
    CASE("words begin words, without case and accents") {
        CHECK(scalp_studio_matches("M\u00fcller, Anna", "mull an"));
        CHECK(scalp_studio_matches("M\u00fcller, Anna", "ANNA M\u00dcLLER"));
        CHECK(scalp_studio_matches("Nu\u00f1ez, \u00c9lodie", "nunez elo"));
        CHECK(scalp_studio_matches("\u0141ukasz", "lukasz"));
        CHECK(scalp_studio_matches("O'Brien", "brien"));
        CHECK(scalp_studio_matches("\u041e\u043b\u044c\u0433\u0430", "\u041e\u043b\u044c"));
        CHECK(!scalp_studio_matches("M\u00fcller, Anna", "nna"));
        CHECK(!scalp_studio_matches("M\u00fcller, Anna", "anna b"));
        CHECK(!scalp_studio_matches("M\u00fcller, Anna", ""));
        CHECK(!scalp_studio_matches("", "a"));
        CHECK(!scalp_studio_matches("Anna", " -"));
    }
    if (!fixture_open(&f))
        return 1;
    scalp_record anna = fixture_client(&f, "M\u00fcller", "Anna");
    const scalp_record anton = fixture_client(&f, "M\u00fcller", "Anton");
    const scalp_record ben = fixture_client(&f, "Roth", "Ben");
    const scalp_record bottle = fixture_stock(&f, "pigment", "A17-03");
    CASE("clients") {
        char start[9];
        found("client", "roth", ben.id);
        found("client", "muller anto", anton.id);
        found("client", ben.id, ben.id);
        snprintf(start, sizeof start, "%.8s", anna.id);
        found("client", start, anna.id);
        not_found("client", "muller", "2 of the kind client");
        not_found("client", "xaver", "No client is called");
        not_found("client", bottle.id, "of the kind stock, not client");
    }
    CASE("other records by their titles") {
        found("stock", "A17-03", bottle.id);
        found("stock", "ink black", bottle.id);
        not_found("stock", "A18", "No stock");
    }
    CASE("any record by the first letters of its id") {
        char start[9];
        scalp_record record = {0};
        snprintf(start, sizeof start, "%.8s", bottle.id);
        CHECK_STATUS(scalp_studio_find_id(&f.studio, start, &record, NULL), SCALP_OK);
        CHECK_TEXT(record.id, bottle.id);
        start[3] = 0;
        CHECK_STATUS(scalp_studio_find_id(&f.studio, start, &record, NULL), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_studio_find_id(&f.studio, "zzzzzzzz", &record, NULL), SCALP_ERR_INPUT);
    }
    CASE("archived ones by id alone") {
        CHECK_STATUS(scalp_studio_archive(&f.studio, &anna, true, NULL), SCALP_OK);
        found("client", "muller", anton.id);
        found("client", anna.id, anna.id);
    }
    fixture_close(&f);
    return check_done();
}
