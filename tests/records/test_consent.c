/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a consent: whole in every language, and of one edition. */
#include "check.h"

#include <scalptor/care.h>
#include <scalptor/records.h>

static check_work w;

static scalp_consent_text text_in(const char *language) {
    scalp_consent_text text = {.text = ""};
    CHECK_STATUS(scalp_consent_text_make(language, &w.work, &text, NULL), SCALP_OK);
    return text;
}

int main(void) {
    check_work_open(&w, 0);
    CASE("every language names the same risks, each in the words") {
        const scalp_consent_text first = text_in(scalp_language_code(0));
        CHECK(first.risk_count >= 8);
        for (int i = 0; i < scalp_language_count(); i++) {
            const scalp_consent_text text = text_in(scalp_language_code(i));
            CHECK(text.risk_count == first.risk_count);
            for (size_t k = 0; k < text.risk_count && k < first.risk_count; k++) {
                CHECK_TEXT(text.risks[k].key, first.risks[k].key);
                if (!text.risks[k].words || !strstr(text.text, text.risks[k].words))
                    CHECK_FAILED("%s: %s is not in the words", scalp_language_code(i),
                                 text.risks[k].key);
            }
        }
    }
    CASE("three things are agreed to, each by itself") {
        const char *at = text_in("en").text;
        int boxes = 0;
        while ((at = strstr(at, "[ ] ")) != NULL) {
            boxes++;
            at++;
        }
        CHECK(boxes == 3);
        CHECK(strstr(text_in("de").text, "photos") == NULL);
    }
    CASE("an edition is of its words") {
        CHECK_TEXT(text_in("en").version, text_in("en").version);
        CHECK(strcmp(text_in("en").version, text_in("de").version) != 0);
        CHECK(strlen(text_in("en").version) == 12);
    }
    CASE("another language") {
        scalp_consent_text text;
        CHECK_STATUS(scalp_consent_text_make("xx", &w.work, &text, NULL), SCALP_ERR_INPUT);
    }
    check_work_close(&w);
    return check_done();
}
