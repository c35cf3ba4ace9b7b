/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blank form, and the schema of a filled one, from the table of questions. */
#include <scalptor/codec_care.h>

#include "json_out.h"

#include <stdio.h>
#include <string.h>

static bool is_put(const scalp_question *question, bool again) {
    return again ? question->on_day : question->in_form;
}

/* ---- Blank --------------------------------------------------------------------------------- */

static void put_blank(scalp_json_out *out, const char *key, const char *day, bool again) {
    scalp_json_out_object(out, key);
    if (day)
        scalp_json_out_text(out, "date", day);
    else
        scalp_json_out_word(out, "date", "null");
    scalp_json_out_object(out, "answers");
    for (size_t i = 0; i < scalp_question_count(); i++) {
        const scalp_question question = scalp_question_at(i);
        if (is_put(&question, again))
            scalp_json_out_word(out, question.id, "null");
    }
    scalp_json_out_end(out, '}');
    scalp_json_out_end(out, '}');
}

/* "Do you have diabetes? [none|controlled|...]". */
static void put_question(scalp_json_out *out, const scalp_question *question,
                         scalp_language language) {
    char text[SCALP_CARE_TEXT];
    const bool choice = question->kind == SCALP_ASK_CHOICE;
    snprintf(text, sizeof text, "%s [%s%s%s]", scalp_text_of("screen.q", question->id, language),
             choice ? question->choices : scalp_question_wants(question), choice ? "|unknown" : "",
             choice ? ", or null" : "");
    scalp_json_out_text(out, question->id, text);
}

scalp_status scalp_codec_screening_blank(const char *day, scalp_language language,
                                         const scalp_work *work, scalp_bytes *bytes,
                                         scalp_error *error) {
    scalp_json_out out = scalp_json_out_make(work, error);
    scalp_json_out_object(&out, NULL);
    scalp_json_out_number(&out, "scalptor_screening", 1);
    put_blank(&out, "form", day, false);
    put_blank(&out, "again", NULL, true);
    scalp_json_out_row(&out, "letters");
    scalp_json_out_end(&out, ']');
    scalp_json_out_word(&out, "weight_kg", "null");
    scalp_json_out_row(&out, "numbing");
    scalp_json_out_end(&out, ']');
    scalp_json_out_object(&out, "questions");
    for (size_t i = 0; i < scalp_question_count(); i++) {
        const scalp_question question = scalp_question_at(i);
        put_question(&out, &question, language);
    }
    scalp_json_out_end(&out, '}');
    scalp_json_out_end(&out, '}');
    return scalp_json_out_close(&out, bytes);
}

/* ---- Schema -------------------------------------------------------------------------------- */

static const char day_pattern[] = "^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$";

static void put_type(scalp_json_out *out, const char *one, const char *two, const char *three) {
    scalp_json_out_row(out, "type");
    scalp_json_out_text(out, NULL, one);
    if (two)
        scalp_json_out_text(out, NULL, two);
    if (three)
        scalp_json_out_text(out, NULL, three);
    scalp_json_out_end(out, ']');
}

static void put_day(scalp_json_out *out, const char *key, bool nullable) {
    scalp_json_out_object(out, key);
    put_type(out, "string", nullable ? "null" : NULL, NULL);
    scalp_json_out_text(out, "pattern", day_pattern);
    scalp_json_out_end(out, '}');
}

static void put_words(scalp_json_out *out, const scalp_question *question) {
    char word[SCALP_CHOICE];
    scalp_json_out_row(out, "enum");
    for (int i = 0; scalp_question_choice(question, i, word); i++)
        scalp_json_out_text(out, NULL, word);
    scalp_json_out_text(out, NULL, "unknown");
    if (question->kind == SCALP_ASK_YESNO) {
        scalp_json_out_word(out, NULL, "true");
        scalp_json_out_word(out, NULL, "false");
    }
    scalp_json_out_word(out, NULL, "null");
    scalp_json_out_end(out, ']');
}

static void put_answer(scalp_json_out *out, const scalp_question *question) {
    scalp_json_out_object(out, question->id);
    scalp_json_out_text(out, "description", scalp_text_of("screen.q", question->id, 0));
    if (question->kind == SCALP_ASK_BORN) {
        put_type(out, "string", "null", NULL);
        scalp_json_out_text(out, "pattern", day_pattern);
    } else if (question->kind == SCALP_ASK_LAST) {
        char pattern[sizeof day_pattern + 16];
        put_type(out, "string", "boolean", "null");
        snprintf(pattern, sizeof pattern, "%s|^unknown$", day_pattern);
        scalp_json_out_text(out, "pattern", pattern);
    } else {
        put_words(out, question);
    }
    scalp_json_out_end(out, '}');
}

static void open_object(scalp_json_out *out, const char *key) {
    scalp_json_out_object(out, key);
    scalp_json_out_text(out, "type", "object");
    scalp_json_out_word(out, "additionalProperties", "false");
    scalp_json_out_object(out, "properties");
}

/* Closes properties and object; names divided by |. */
static void close_object(scalp_json_out *out, const char *required) {
    scalp_json_out_end(out, '}');
    if (required[0])
        scalp_json_out_row(out, "required");
    for (const char *at = required; *at;) {
        char name[SCALP_CARE_NAME];
        const size_t length = strcspn(at, "|");
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        scalp_json_out_text(out, NULL, name);
        at += length + (at[length] == '|');
    }
    if (required[0])
        scalp_json_out_end(out, ']');
    scalp_json_out_end(out, '}');
}

static void put_section(scalp_json_out *out, const char *key, bool again) {
    open_object(out, key);
    put_day(out, "date", again);
    open_object(out, "answers");
    for (size_t i = 0; i < scalp_question_count(); i++) {
        const scalp_question question = scalp_question_at(i);
        if (is_put(&question, again))
            put_answer(out, &question);
    }
    close_object(out, "");
    close_object(out, again ? "answers" : "date|answers");
}

static void put_text(scalp_json_out *out, const char *key) {
    scalp_json_out_object(out, key);
    put_type(out, "string", NULL, NULL);
    scalp_json_out_number(out, "minLength", 1);
    scalp_json_out_number(out, "maxLength", SCALP_CARE_NAME - 1);
    scalp_json_out_end(out, '}');
}

static void put_number(scalp_json_out *out, const char *key, double low, double high,
                       bool nullable) {
    scalp_json_out_object(out, key);
    put_type(out, "number", nullable ? "null" : NULL, NULL);
    scalp_json_out_number(out, "minimum", low);
    scalp_json_out_number(out, "maximum", high);
    scalp_json_out_end(out, '}');
}

static void open_list(scalp_json_out *out, const char *key, int most) {
    scalp_json_out_object(out, key);
    scalp_json_out_text(out, "type", "array");
    scalp_json_out_number(out, "maxItems", most);
    open_object(out, "items");
}

static void put_numbing(scalp_json_out *out) {
    open_list(out, "numbing", SCALP_CARE_MAX_NUMBINGS);
    scalp_json_out_object(out, "product");
    scalp_json_out_row(out, "enum");
    for (size_t i = 0; scalp_anaesthetic_id(i); i++)
        scalp_json_out_text(out, NULL, scalp_anaesthetic_id(i));
    scalp_json_out_end(out, ']');
    scalp_json_out_end(out, '}');
    put_number(out, "lidocaine_pct", 0, 100, false);
    put_number(out, "prilocaine_pct", 0, 100, false);
    put_number(out, "grams", 0.01, 1000, false);
    put_number(out, "area_cm2", 0.1, 10000, false);
    put_number(out, "minutes", 0, 1440, false);
    scalp_json_out_object(out, "at");
    put_type(out, "string", NULL, NULL);
    scalp_json_out_text(out, "pattern",
                        "^[12][0-9]{3}-[01][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-5][0-9]$");
    scalp_json_out_end(out, '}');
    scalp_json_out_object(out, "broken_skin");
    scalp_json_out_text(out, "type", "boolean");
    scalp_json_out_end(out, '}');
    close_object(out, "product|grams|area_cm2|minutes|at|broken_skin");
    scalp_json_out_end(out, '}');
}

scalp_status scalp_codec_screening_schema(const scalp_work *work, scalp_bytes *bytes,
                                          scalp_error *error) {
    double low, high;
    scalp_json_out out = scalp_json_out_make(work, error);
    scalp_weight_limits(&low, &high);
    scalp_json_out_object(&out, NULL);
    scalp_json_out_text(&out, "$schema", "https://json-schema.org/draft/2020-12/schema");
    scalp_json_out_text(&out, "title", "Answers of a screening");
    scalp_json_out_text(&out, "type", "object");
    scalp_json_out_word(&out, "additionalProperties", "false");
    scalp_json_out_object(&out, "properties");
    scalp_json_out_object(&out, "scalptor_screening");
    scalp_json_out_number(&out, "const", 1);
    scalp_json_out_end(&out, '}');
    put_section(&out, "form", false);
    put_section(&out, "again", true);
    open_list(&out, "letters", SCALP_SCREEN_MAX_LETTERS);
    put_text(&out, "about");
    put_text(&out, "doctor");
    put_day(&out, "date", false);
    close_object(&out, "about|doctor|date");
    scalp_json_out_end(&out, '}');
    put_number(&out, "weight_kg", low, high, true);
    put_numbing(&out);
    scalp_json_out_object(&out, "questions");
    scalp_json_out_text(&out, "description", "What is asked, in words; passed over when read.");
    scalp_json_out_end(&out, '}');
    close_object(&out, "scalptor_screening|form");
    return scalp_json_out_close(&out, bytes);
}
