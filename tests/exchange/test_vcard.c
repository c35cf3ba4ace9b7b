/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Address cards of three versions, as phones and mail programs write them. */
#include "check.h"

#include <scalptor/exchange.h>

static const scalp_vcard *read_cards(const char *text, size_t expected, size_t *nameless,
                                     const check_work *w) {
    const scalp_vcard *contacts = NULL;
    size_t count = 0;
    scalp_error error = {SCALP_OK, ""};
    const scalp_bytes bytes = {(const uint8_t *)text, strlen(text)};
    CHECK_STATUS(scalp_vcard_read(bytes, "t.vcf", &w->work, &contacts, &count, nameless, &error),
                 SCALP_OK);
    CHECK(count == expected);
    return contacts && count == expected ? contacts : NULL;
}

static void check_refused(const char *text, const char *why, const check_work *w) {
    const scalp_vcard *contacts;
    size_t count;
    scalp_error error = {SCALP_OK, ""};
    const scalp_bytes bytes = {(const uint8_t *)text, strlen(text)};
    CHECK_STATUS(scalp_vcard_read(bytes, "t.vcf", &w->work, &contacts, &count, NULL, &error),
                 SCALP_ERR_INPUT);
    if (!strstr(error.message, why))
        CHECK_FAILED("\"%s\" does not say \"%s\"", error.message, why);
}

static void check_same(const scalp_vcard *a, const scalp_vcard *b) {
    CHECK_TEXT(a->uid, b->uid);
    CHECK_TEXT(a->name, b->name);
    CHECK_TEXT(a->family, b->family);
    CHECK_TEXT(a->given, b->given);
    CHECK_TEXT(a->born, b->born);
    CHECK_TEXT(a->phone, b->phone);
    CHECK_TEXT(a->email, b->email);
    CHECK_TEXT(a->street, b->street);
    CHECK_TEXT(a->postcode, b->postcode);
    CHECK_TEXT(a->city, b->city);
    CHECK_TEXT(a->region, b->region);
    CHECK_TEXT(a->country, b->country);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    size_t nameless = 9;
    CASE("version 4.0: groups, folding, escapes, the preferred telephone; notes stay out") {
        const scalp_vcard *c = read_cards(
            "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:77\r\nFN:Ada \r\n  Example\r\n"
            "N:Example;Ada;;Dr.;\r\nBDAY:19850314\r\n"
            "item1.TEL;TYPE=home:+1 555 0100\r\n"
            "TEL;VALUE=uri;TYPE=\"voice,cell\";PREF=1:tel:+1-555-0101\r\n"
            "EMAIL:ada@example.org\r\nNOTE:allergic to nickel\r\n"
            "ADR;LABEL=\"x: y\":;;1 Long Lane\\, back\\; left;Sampleton;;01234;Utopia\r\n"
            "END:VCARD\r\n",
            1, &nameless, &w);
        const scalp_vcard expected = {"urn:uuid:77",
                                      "Ada  Example",
                                      "Example",
                                      "Ada",
                                      "1985-03-14",
                                      "+1-555-0101",
                                      "ada@example.org",
                                      "1 Long Lane, back; left",
                                      "01234",
                                      "Sampleton",
                                      "",
                                      "Utopia"};
        if (c)
            check_same(c, &expected);
        CHECK(nameless == 0);
    }
    CASE("version 2.1: quoted-printable over several lines, Latin-1, no FN, a mobile before a "
         "home") {
        const scalp_vcard *c =
            read_cards("BEGIN:VCARD\nVERSION:2.1\n"
                       "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=\nller;J=C3=B6rg\n"
                       "TEL;HOME:1\nTEL;CELL:2\nTEL;FAX;WORK:3\nBDAY:--0314\nEND:VCARD\n"
                       "BEGIN:VCARD\nVERSION:2.1\nORG;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Caf=E9\n"
                       "END:VCARD\nBEGIN:VCARD\nTEL:4\nEND:VCARD\n",
                       2, &nameless, &w);
        if (c) {
            CHECK_TEXT(c[0].name, "J\xc3\xb6rg M\xc3\xbcller");
            CHECK_TEXT(c[0].phone, "2");
            CHECK_TEXT(c[0].born, "");
            CHECK_TEXT(c[1].name, "Caf\xc3\xa9");
        }
        CHECK(nameless == 1);
    }
    CASE("what is written is read as it was") {
        const scalp_vcard mine[] = {
            {"u1", "Jo; Test, \\ A", "Test, A", "Jo;", "1970-12-31", "+44 20 7946 0000",
             "jo@example.org", "Way 1\nFlat 2", "AB1", "Town", "Shire", "Land"},
            {"u2",
             "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3"
             "\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"
             "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3"
             "\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4",
             "", "", "", "", "", "", "", "", "", ""}};
        scalp_bytes bytes;
        scalp_error error = {SCALP_OK, ""};
        CHECK_STATUS(scalp_vcard_write(mine, 2, &w.work, &bytes, &error), SCALP_OK);
        size_t length = 0;
        for (size_t i = 0; i < bytes.size; i++) {
            length = bytes.data[i] == '\n' ? 0 : length + 1;
            CHECK(length <= 76); /* 75 and the return */
        }
        const scalp_vcard *c = read_cards((const char *)bytes.data, 2, NULL, &w);
        for (size_t i = 0; c && i < 2; i++)
            check_same(&c[i], &mine[i]);
    }
    CASE("what is no card is refused in a sentence") {
        check_refused("", "no address card", &w);
        check_refused("name,phone\n", "no colon", &w);
        check_refused("X:1\n", "stands in no address card", &w);
        check_refused("BEGIN:VCARD\nFN:a\n", "ends within a card", &w);
        check_refused("BEGIN:VCARD\nFN:a\nBEGIN:VCARD\n", "line 3 begins a card within another",
                      &w);
        check_refused("BEGIN:VCARD\nFN:\xff\nEND:VCARD\n", "not UTF-8", &w);
        check_refused("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:a=", "ends within a card", &w);
    }
    CASE("a field beyond the limit is cut at a letter") {
        char text[4000] = "BEGIN:VCARD\nFN:";
        for (int i = 0; i < 700; i++)
            strcat(text, "\xe2\x82\xac");
        strcat(text, "\nEND:VCARD\n");
        const scalp_vcard *c = read_cards(text, 1, NULL, &w);
        if (c)
            CHECK(strlen(c->name) == SCALP_VCARD_MAX_TEXT / 3 * 3);
    }
    check_work_close(&w);
    return check_done();
}
