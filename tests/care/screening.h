/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A client without anything against the treatment, to be changed by tests. */
#ifndef SCALPTOR_TESTS_CARE_SCREENING_H
#define SCALPTOR_TESTS_CARE_SCREENING_H

#include "../check.h"

#include <scalptor/care.h>

static inline int32_t day_of(const char *date) {
    int32_t day = 0;
    if (!scalp_day_from_date(date, &day))
        CHECK_FAILED("%s is no day", date);
    return day;
}

static inline int question_of(const char *id) {
    const int place = scalp_question_find(id);
    if (place < 0) {
        printf("Bail out! no question %s\n", id);
        exit(3);
    }
    return place;
}

/* "no", "yes", "unknown", "none" (not answered), a day, or a word. */
static inline scalp_answer answer_of(const char *id, const char *text) {
    const scalp_question question = scalp_question_at((size_t)question_of(id));
    scalp_answer answer = {.kind = SCALP_ANSWER_NONE};
    if (question.kind == SCALP_ASK_CHOICE && scalp_question_choice_find(&question, text) >= 0)
        answer =
            (scalp_answer){SCALP_ANSWER_CHOICE, 0, scalp_question_choice_find(&question, text)};
    else if (strcmp(text, "no") == 0)
        answer.kind = SCALP_ANSWER_NO;
    else if (strcmp(text, "yes") == 0)
        answer.kind = SCALP_ANSWER_YES;
    else if (strcmp(text, "unknown") == 0)
        answer.kind = SCALP_ANSWER_UNKNOWN;
    else if (text[0])
        answer = (scalp_answer){SCALP_ANSWER_DAY, day_of(text), 0};
    return answer;
}

static inline void set_answer(scalp_screening *s, const char *id, const char *text) {
    s->form[question_of(id)] = answer_of(id, text);
}

/* Answered on 2026-11-20: born 1988, patch test ten days ago, everything else no or the first
 * word. */
static inline scalp_screening healthy(void) {
    scalp_screening s = {.form_day = day_of("2026-11-20")};
    for (size_t i = 0; i < scalp_question_count(); i++) {
        const scalp_question question = scalp_question_at(i);
        s.form[i] = question.kind == SCALP_ASK_CHOICE ? (scalp_answer){SCALP_ANSWER_CHOICE, 0, 0}
                                                      : (scalp_answer){SCALP_ANSWER_NO, 0, 0};
        if (!question.in_form)
            s.form[i].kind = SCALP_ANSWER_NONE;
    }
    set_answer(&s, "born", "1988-05-01");
    set_answer(&s, "patch_test", "2026-11-10");
    return s;
}

static inline scalp_screen_result screen_on(const scalp_screening *s, const char *on,
                                            const char *reason, check_work *w) {
    const scalp_screen_params params = {.on = day_of(on), .override_by = reason};
    scalp_screen_result result = {.finding_count = 0};
    scalp_error error = {0};
    if (scalp_screen(s, &params, &w->work, &result, &error) != SCALP_OK)
        CHECK_FAILED("%s", error.message);
    return result;
}

static inline const scalp_finding *finding_of(const scalp_screen_result *result,
                                              const char *reason) {
    for (size_t i = 0; i < result->finding_count; i++) {
        if (strcmp(result->findings[i].reason, reason) == 0)
            return &result->findings[i];
    }
    return NULL;
}

#endif
