/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue: every text in every language, with the same {parts}; no text claims more than
 * there is evidence for, and none tells anybody to stop a prescribed drug. */
#include "../check.h"

#include <scalptor/care.h>

#include <ctype.h>

static size_t count_of(const char *text, const char *part) {
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)); at++)
        count++;
    return count;
}

/* Every {part} of `text` stands in `other`, as often. */
static bool same_parts(const char *text, const char *other) {
    for (const char *at = text; (at = strchr(at, '{')); at++) {
        char part[32];
        const char *end = strchr(at, '}');
        if (!end || end - at > 30)
            return false;
        snprintf(part, sizeof part, "%.*s", (int)(end - at + 1), at);
        if (count_of(text, part) != count_of(other, part))
            return false;
    }
    return true;
}

static void check_all_there(void) {
    for (size_t i = 0; i < scalp_text_count(); i++) {
        const char *key = scalp_text_key(i), *first = scalp_text_find(key, 0);
        for (int l = 0; l < scalp_language_count(); l++) {
            const char *text = scalp_text_find(key, l);
            if (!first || !text)
                CHECK_FAILED("%s is missing in %s", key, scalp_language_code(l));
            else if (!same_parts(first, text) || !same_parts(text, first))
                CHECK_FAILED("%s has other parts in %s", key, scalp_language_code(l));
        }
    }
}

static void need(const char *group, const char *name) {
    char key[128];
    snprintf(key, sizeof key, "%s.%s", group, name);
    for (int l = 0; l < scalp_language_count(); l++) {
        if (!scalp_text_find(key, l))
            CHECK_FAILED("%s is missing in %s", key, scalp_language_code(l));
    }
}

/* Whatever the tables name has its words. */
static void check_tables(void) {
    for (size_t i = 0; i < scalp_question_count(); i++) {
        const scalp_question question = scalp_question_at(i);
        char word[SCALP_CHOICE];
        need("screen.q", question.id);
        need("screen.section", question.section);
        for (int k = 0; scalp_question_choice(&question, k, word); k++)
            need("screen.choice", word);
        CHECK(question.only_if < 0 || question.only_if < (int)i);
    }
    for (size_t i = 0; i < scalp_screen_rule_count(); i++)
        need("screen.reason", scalp_screen_rule_reason(i));
}

static void check_steps(void) {
    check_work w;
    scalp_protocol p;
    scalp_aftercare_params params = {.areas = SCALP_CARE_ALL, .session_count = 1};
    scalp_aftercare sheet;
    check_work_open(&w, 0);
    const scalp_protocol_change off = {.step = "needling_same_day", .change = SCALP_STEP_KEEP};
    CHECK_STATUS(scalp_protocol_make(SCALP_CARE_ALL, &off, 1, 0, &w.work, &p, NULL), SCALP_OK);
    for (size_t i = 0; i < p.step_count; i++) {
        need("protocol", p.steps[i].id);
        for (const char *at = p.steps[i].records; *at;) {
            char name[64];
            const size_t length = strcspn(at, "|");
            snprintf(name, sizeof name, "%.*s", (int)length, at);
            need("record", name);
            at += length + (at[length] == '|');
        }
    }
    CHECK_STATUS(scalp_aftercare_make(&params, &w.work, &sheet, NULL), SCALP_OK);
    for (size_t i = 0; i < sheet.ban_count; i++)
        need("aftercare", sheet.bans[i].id);
    const scalp_care_list *lists[] = {&sheet.signs, &sheet.urgent, &sheet.later};
    for (size_t k = 0; k < 3; k++) {
        for (size_t i = 0; i < lists[k]->count; i++)
            need("aftercare", lists[k]->ids[i]);
    }
    check_work_close(&w);
}

/* ---- Claims -------------------------------------------------------------------------------- */

/* Lower case where it is ASCII; enough for the words below. */
static void lower(const char *text, char *to, size_t size) {
    size_t i = 0;
    for (; text[i] && i + 1 < size; i++)
        to[i] = (char)tolower((unsigned char)text[i]);
    to[i] = 0;
}

/* `word` stands in the sentence, and no word of negation before it in the same clause. */
static bool claims(const char *text, const char *word, const char *const *negations) {
    for (const char *at = text; (at = strstr(at, word)); at++) {
        bool denied = false;
        const char *start = at;
        while (start > text && !strchr(".:;!?", start[-1]))
            start--;
        char before[256];
        snprintf(before, sizeof before, " %.*s ", (int)(at - start), start);
        for (size_t i = 0; negations[i]; i++)
            denied |= strstr(before, negations[i]) != NULL;
        if (!denied)
            return true;
    }
    return false;
}

static const char *const negations[] = {" not ",   " no ",    " nobody ", " never ",
                                        " nicht ", " nie ",   " kein",    " niemand ",
                                        " nada ",  " nunca ", NULL};

static const char *const claimed[] = {"allergen",
                                      "allergikergeeignet",
                                      "permanent",
                                      "dauerhaft",
                                      "für immer",
                                      "forever",
                                      "para siempre",
                                      "lifelong",
                                      "lebenslang",
                                      "de por vida",
                                      "painless",
                                      "schmerzfrei",
                                      "schmerzlos",
                                      "indolor",
                                      "sin dolor",
                                      "guarant",
                                      "garant",
                                      "risk-free",
                                      "without risk",
                                      "risikofrei",
                                      "ohne risiko",
                                      "sin riesgo",
                                      "completely safe",
                                      "völlig sicher",
                                      "100 %",
                                      "miracle",
                                      "wunder",
                                      "milagro",
                                      "undetectable",
                                      "unsichtbar",
                                      "indetectable",
                                      "clinically proven",
                                      "klinisch erwiesen",
                                      "clínicamente probado",
                                      "side effects",
                                      "nebenwirkungsfrei",
                                      "sin efectos secundarios",
                                      "waterproof",
                                      "wasserfest",
                                      "resistente al agua",
                                      "medical grade"};

/* Words for leaving off a drug, which only stand where they are warned of. */
static const char *const stopping[] = {
    "stop taking",   "stop a prescribed", "absetzen", "aussetzen", "deje por esto un medicamento",
    "deje de tomar", "suspenda",          "suspender"};

static void check_words(const char *const *words, size_t count) {
    char text[1024];
    for (size_t i = 0; i < scalp_text_count(); i++) {
        for (int l = 0; l < scalp_language_count(); l++) {
            lower(scalp_text(scalp_text_key(i), l), text, sizeof text);
            for (size_t k = 0; k < count; k++) {
                if (claims(text, words[k], negations))
                    CHECK_FAILED("%s in %s says \"%s\"", scalp_text_key(i), scalp_language_code(l),
                                 words[k]);
            }
        }
    }
}

int main(void) {
    CASE("every text in every language, with the same parts") {
        CHECK(scalp_language_count() >= 3 && scalp_text_count() > 300);
        check_all_there();
    }
    CASE("words for whatever the tables name") {
        check_tables();
        check_steps();
    }
    CASE("the net catches what it is for") {
        CHECK(claims("the result is permanent", "permanent", negations));
        CHECK(claims("it is not sore. the result is permanent", "permanent", negations));
        CHECK(!claims("the work is not permanent", "permanent", negations));
        CHECK(claims("unsere non-allergenic farbe", "allergen", negations));
        CHECK(claims("bitte medikamente absetzen", "absetzen", negations));
        CHECK(!claims("deshalb kein verordnetes medikament absetzen", "absetzen", negations));
    }
    CASE("no claim beyond the sources") {
        check_words(claimed, sizeof claimed / sizeof *claimed);
    }
    CASE("nobody is told to stop a prescribed drug") {
        check_words(stopping, sizeof stopping / sizeof *stopping);
    }
    CASE("parts are put in, once") {
        check_work w;
        const char *filled = "";
        const scalp_text_part parts[] = {{"a", "{b}"}, {"b", "x"}};
        check_work_open(&w, 0);
        CHECK_STATUS(scalp_text_fill("{a} {b} {c} {", parts, 2, &w.work, &filled, NULL), SCALP_OK);
        CHECK_TEXT(filled, "{b} x {c} {");
        check_work_close(&w);
    }
    return check_done();
}
