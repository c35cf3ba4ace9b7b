/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules.h"

#include <assert.h>
#include <string.h>

typedef struct rule_row {
    const char *question, *test, *value, *class;
    int months, days, firm;
    const char *reason, *source;
} rule_row;

#define ROW(question, test, value, class, months, days, firm, reason, source, date)                \
    {question, test, value, class, months, days, firm, reason, source},
static const rule_row rows[] = {
#include "screening_rules.inc"
};
#undef ROW

typedef struct term {
    const char *name;
    double value;
} term;

#define ROW(name, value, unit, source) {name, value},
static const term terms[] = {
#include "anaesthetic_terms.inc"
#include "screening_terms.inc"
};
#undef ROW

double scalp_care_term(const char *name) {
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        if (strcmp(terms[i].name, name) == 0)
            return terms[i].value;
    }
    assert(!"a number of the tables");
    return 0;
}

/* Place of a word in a list; the word must be there. */
static int place_of(const char *word, const char *const *words, int count) {
    for (int i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0)
            return i;
    }
    assert(!"a word that the table may use");
    return 0;
}

size_t scalp_screen_rule_count(void) {
    return sizeof rows / sizeof *rows;
}

const char *scalp_screen_rule_reason(size_t index) {
    return rows[index].reason;
}

scalp_screen_rule scalp_screen_rule_at(size_t index) {
    static const char *const tests[] = {"yes", "now", "since", "no", "is", "below"};
    static const char *const classes[] = {"warn", "again", "wait", "doctor", "no"};
    const rule_row *row = &rows[index];
    return (scalp_screen_rule){
        .question = scalp_question_find(row->question),
        .test = (rule_test)place_of(row->test, tests, sizeof tests / sizeof *tests),
        .value = row->value,
        .verdict = (scalp_verdict)place_of(row->class, classes, sizeof classes / sizeof *classes),
        .months = row->months,
        .days = row->days,
        .firm = row->firm != 0,
        .reason = row->reason,
        .source = row->source,
    };
}
