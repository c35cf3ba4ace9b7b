/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that are no case, or no JSON, or meant to do harm: one clear sentence each. */
#include "codec/json_fixture.h"

#include <scalptor/codec.h>

static void check_bytes(const char *text, size_t size, const char *wanted) {
    scalp_case document;
    scalp_error error = {SCALP_OK, ""};
    const scalp_bytes bytes = {(const uint8_t *)text, size};
    CHECK_STATUS(scalp_codec_case_read(bytes, "c", &document, &error), SCALP_ERR_INPUT);
    if (!strstr(error.message, wanted))
        CHECK_FAILED("\"%s\", not \"%s\"", error.message, wanted);
    CHECK(strchr(error.message, '\n') == NULL);
}

static void check_not_json(void) {
    static const char not_json[] = "NaN and Infinity are not JSON";
    char wanted[100];
    snprintf(wanted, sizeof wanted, "line 1: %s", not_json);
    check_refused_part("\"seed\": NaN", wanted);
    check_refused_part("\"seed\": Infinity", wanted);
    check_refused_part("\"seed\": -Infinity", wanted);
    check_refused_part("\"seed\": nan}\n", wanted);
    check_refused_part("\"seed\": 1e999", "line 1: a number is too large.");
    check_refused_part("\"seed\": 99999999999999999999", "line 1: a number is too large.");
    check_refused_part("\n\n\"seed\": 1,, \"skin\": {}", "line 3, column ");
    check_refused_part("\"seed\": 01", "line 1, column ");
    check_refused_part("\"seed\": 1, \"seed\": 2", "line 1: a field is given twice");
    check_refused_part("\"client\": {\"age\": 30, \"age\": 30}", "line 1: a field is given twice");
    check_refused("{\"scalptor_case\": 1} {}", "line 1: there is more after the end");
    check_refused("{\"scalptor_case\": 1", "line 1: the document ends too early");
    check_refused("[]", "the document is a list, but must be an object");
    check_refused("// a remark\n{}", "line 1, column ");
    check_refused("\xef\xbb\xbf{\"scalptor_case\": 1}", "the file starts with a byte order mark;");
    check_refused("\xff\xfe{", "the file starts with a byte order mark of UTF-16;");
    check_refused("", "the file is empty");
    check_refused("{\"\xc3(\": 1}", "line 1: the text is not UTF-8");
    check_refused("{\"scalptor_case\": 1, \"\\u0000\": 1}", "line 1: a text holds a NUL");
    check_refused("\xff\xd8\xff\xe0 JFIF", "line 1: the text is not UTF-8");
}

int main(void) {
    CASE("what is not JSON is said to be so, with the line") {
        check_not_json();
    }
    CASE("NUL bytes and texts of nothing but blanks") {
        check_bytes("{\"scalptor_case\": 1}\0", 21, "line 1");
        check_bytes("\0\0\0\0", 4, "line 1");
        check_bytes("  \n ", 4, "line 2: the document ends too early");
    }
    CASE("a hundred thousand brackets, and a megabyte too much") {
        const size_t many = 100000, large = SCALP_CODEC_MAX_CASE_BYTES + 1u;
        char *text = malloc(large);
        scalp_case document;
        scalp_error error;
        memset(text, '[', many);
        check_bytes(text, many, "nested too deeply");
        memset(text, ' ', large);
        const scalp_bytes bytes = {(const uint8_t *)text, large};
        CHECK_STATUS(scalp_codec_case_read(bytes, "c", &document, &error), SCALP_ERR_LIMIT);
        CHECK_TEXT(error.message, "c has 1048577 bytes, more than the 1048576 that are read.");
        free(text);
    }
    CASE("long and strange names and values stay short in the message") {
        char text[3000], value[2000];
        memset(value, 'x', sizeof value - 1);
        value[sizeof value - 1] = 0;
        snprintf(text, sizeof text, "\"client\": {\"%s\": 1}", value);
        check_refused_part(text, "client.xxxxxxxx");
        check_refused_part("\"a\\nb\\u001b[2J\": 1", "a?b?[2J: unknown field;");
        snprintf(text, sizeof text, "\"client\": {\"sex\": \"%s\"}", value);
        check_refused_part(text, "client.sex has 1999 bytes, but must have at most 63.");
        check_refused_part("\"photos\": [{\"id\": \"a/b\"}]",
                           "photos[0].id is \"a/b\", but must be");
        check_refused_part("\"photos\": [{\"id\": \"a\", \"file\": \"a\\nb\"}]",
                           "photos[0].file is");
    }
    CASE("too many photos, zones and sessions") {
        char text[4000] = "\"photos\": [";
        for (int i = 0; i < 33; i++)
            snprintf(text + strlen(text), 40, "%s{\"id\": \"p%d\", \"file\": \"f\"}", i ? ", " : "",
                     i);
        snprintf(text + strlen(text), 3, "]");
        check_refused_part(text, "photos has 33 elements, but must have at most 32.");
        check_refused_part("\"treatment\": {\"session_shares\": [0.1,0.1,0.1,0.1,0.1,0.1,0.4]}",
                           "treatment.session_shares has 7 elements, but must have at most 6.");
    }
    return check_done();
}
