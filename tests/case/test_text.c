/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and texts as words. */
#include "check.h"

#include "case/random_case.h"

static const char *shown(double number, char text[SCALP_CASE_SHOWN]) {
    scalp_case_text_from_number(number, text);
    return text;
}

int main(void) {
    char text[SCALP_CASE_SHOWN];
    CASE("numbers have their shortest form") {
        CHECK_TEXT(shown(0.3, text), "0.3");
        CHECK_TEXT(shown(0.1 + 0.2, text), "0.30000000000000004");
        CHECK_TEXT(shown(100, text), "100");
        CHECK_TEXT(shown(-0.0, text), "0");
        CHECK_TEXT(shown(9007199254740992.0, text), "9007199254740992");
        CHECK_TEXT(shown(1.0 / 3, text), "0.3333333333333333");
        CHECK_TEXT(shown((double)NAN, text), "NaN");
        CHECK_TEXT(shown(-(double)INFINITY, text), "-Infinity");
    }
    CASE("every number reads back as itself") {
        scalp_random r = scalp_random_make(5, 0);
        for (int i = 0; i < 20000; i++) {
            double x;
            const uint64_t bits = scalp_random_u64(&r);
            memcpy(&x, &bits, sizeof x);
            if (!isfinite(x))
                continue;
            const double again = strtod(shown(x, text), NULL);
            CHECK(!(again < x) && !(again > x));
        }
    }
    CASE("texts of messages are short, in quotes and without control characters") {
        scalp_case_text_quoted("V\n\x1b[31m", text);
        CHECK_TEXT(text, "\"V??[31m\"");
        char longer[600];
        memset(longer, 'a', sizeof longer - 1);
        longer[sizeof longer - 1] = 0;
        scalp_case_text_quoted(longer, text);
        CHECK(strlen(text) == 48 + 5);
        memcpy(longer + 47, "\xc3\xbc", 2); /* would be cut in two */
        scalp_case_text_quoted(longer, text);
        CHECK(strlen(text) == 47 + 5 && strstr(text, "a...\""));
    }
    return check_done();
}
