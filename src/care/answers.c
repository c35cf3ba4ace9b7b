/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions, and which answers they take. */
#include "rules.h"

#include <string.h>

typedef struct question_row {
    const char *id, *section, *kind, *asked, *of, *choices, *only_if;
    int drug;
    const char *source;
} question_row;

#define ROW(...) {__VA_ARGS__},
static const question_row rows[] = {
#include "screening.inc"
};
#undef ROW

enum { questions = sizeof rows / sizeof *rows };

_Static_assert(questions <= SCALP_SCREEN_MAX_QUESTIONS, "room for every question");

size_t scalp_question_count(void) {
    return questions;
}

int scalp_question_find(const char *id) {
    for (int i = 0; i < questions; i++) {
        if (strcmp(rows[i].id, id) == 0)
            return i;
    }
    return -1;
}

static scalp_ask_kind kind_of(const char *word) {
    static const char *const kinds[] = {"yesno", "last", "born"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(kinds[i], word) == 0)
            return (scalp_ask_kind)i;
    }
    return SCALP_ASK_CHOICE;
}

scalp_question scalp_question_at(size_t index) {
    const question_row *row = &rows[index];
    return (scalp_question){
        .id = row->id,
        .section = row->section,
        .kind = kind_of(row->kind),
        .in_form = strcmp(row->asked, "day") != 0,
        .on_day = strcmp(row->asked, "form") != 0,
        .of_practitioner = strcmp(row->of, "practitioner") == 0,
        .choices = row->choices,
        .only_if = row->only_if[0] ? scalp_question_find(row->only_if) : -1,
        .drug = row->drug != 0,
        .source = row->source,
    };
}

bool scalp_question_choice(const scalp_question *question, int choice, char word[SCALP_CHOICE]) {
    const char *at = question->choices;
    for (int i = 0; *at; i++) {
        const size_t length = strcspn(at, "|");
        if (i == choice && length < SCALP_CHOICE) {
            memcpy(word, at, length);
            word[length] = 0;
            return true;
        }
        at += length + (at[length] == '|');
    }
    return false;
}

int scalp_question_choice_find(const scalp_question *question, const char *word) {
    char one[SCALP_CHOICE];
    for (int i = 0; scalp_question_choice(question, i, one); i++) {
        if (strcmp(one, word) == 0)
            return i;
    }
    return -1;
}

const char *scalp_question_wants(const scalp_question *question) {
    switch (question->kind) {
    case SCALP_ASK_YESNO:
        return "true, false, \"unknown\" or null";
    case SCALP_ASK_LAST:
        return "false, true (still so), the day it last was as YYYY-MM-DD, \"unknown\" or null";
    case SCALP_ASK_BORN:
        return "a day as YYYY-MM-DD, or null";
    default:
        return "one of the words it lists, \"unknown\" or null";
    }
}

static bool fits(const scalp_question *question, const scalp_answer *answer) {
    char word[SCALP_CHOICE];
    switch (answer->kind) {
    case SCALP_ANSWER_NONE:
        return true;
    case SCALP_ANSWER_UNKNOWN:
        return question->kind != SCALP_ASK_BORN;
    case SCALP_ANSWER_NO:
    case SCALP_ANSWER_YES:
        return question->kind == SCALP_ASK_YESNO || question->kind == SCALP_ASK_LAST;
    case SCALP_ANSWER_DAY:
        return question->kind == SCALP_ASK_LAST || question->kind == SCALP_ASK_BORN;
    case SCALP_ANSWER_CHOICE:
        return question->kind == SCALP_ASK_CHOICE &&
               scalp_question_choice(question, answer->choice, word);
    }
    return false;
}

scalp_status scalp_answer_check(const scalp_question *question, const scalp_answer *answer,
                                int32_t asked_on, scalp_error *error) {
    char day[SCALP_DATE], asked[SCALP_DATE];
    if (!fits(question, answer))
        return scalp_fail(error, SCALP_ERR_INPUT, "%s must be %s%s%s.", question->id,
                          scalp_question_wants(question),
                          question->kind == SCALP_ASK_CHOICE ? ": " : "", question->choices);
    if (answer->kind != SCALP_ANSWER_DAY || answer->day <= asked_on)
        return SCALP_OK;
    scalp_date_from_day(answer->day, day);
    scalp_date_from_day(asked_on, asked);
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "%s is %s, but was answered on %s; a day to come is no answer.", question->id,
                      day, asked);
}

scalp_answer scalp_answer_of(const scalp_screening *screening, int question, int32_t *given_on) {
    const bool again = screening->asked_again && scalp_question_at((size_t)question).on_day;
    *given_on = again ? screening->again_day : screening->form_day;
    return again ? screening->again[question] : screening->form[question];
}
