/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screening: every rule over every answer, the strictest wins, all are shown. */
#include "rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *scalp_verdict_name(scalp_verdict verdict) {
    static const char *const names[] = {"go", "incomplete", "wait", "doctor", "no"};
    return names[verdict];
}

/* ---- Findings ---------------------------------------------------------------------------- */

static const scalp_letter *letter_for(const scalp_findings *findings, const scalp_finding *found) {
    const scalp_screening *screening = findings->screening;
    const int32_t on = findings->params->on;
    if (found->verdict != SCALP_VERDICT_DOCTOR || found->firm)
        return NULL;
    for (size_t i = 0; i < screening->letter_count; i++) {
        const scalp_letter *letter = &screening->letters[i];
        if (letter->question == found->question && letter->day <= on &&
            scalp_day_add_months(letter->day, (int)scalp_care_term("letter_months")) >= on)
            return letter;
    }
    return NULL;
}

/* Twice the room when there is none left. */
static scalp_status make_room(scalp_findings *findings, scalp_error *error) {
    void *place;
    if (findings->count < findings->room)
        return SCALP_OK;
    const size_t room = findings->room ? 2 * findings->room : 16;
    SCALP_TRY(scalp_work_take(findings->work, room, sizeof *findings->list, &place, error));
    if (findings->count)
        memcpy(place, findings->list, findings->count * sizeof *findings->list);
    findings->list = place;
    findings->room = room;
    return SCALP_OK;
}

scalp_status scalp_findings_add(scalp_findings *findings, scalp_finding finding,
                                scalp_error *error) {
    SCALP_TRY(make_room(findings, error));
    finding.letter = letter_for(findings, &finding);
    findings->list[findings->count++] = finding;
    return SCALP_OK;
}

/* The reason in words; of drugs that may be prescribed with the reminder to go on taking them. */
static scalp_status reason_words(const scalp_findings *findings, const char *reason, bool drug,
                                 const char **words, scalp_error *error) {
    const scalp_language language = findings->params->language;
    *words = scalp_text_of("screen.reason", reason, language);
    if (!drug)
        return SCALP_OK;
    const scalp_text_part parts[] = {{"reason", *words},
                                     {"keep", scalp_text("screen.keep_taking", language)}};
    return scalp_text_fill("{reason} {keep}", parts, 2, findings->work, words, error);
}

/* Whether the question is put at all: not when the one it hangs on is answered no or none. */
static bool is_asked(const scalp_screening *screening, const scalp_question *question) {
    int32_t given_on;
    if (question->only_if < 0)
        return true;
    const scalp_answer before = scalp_answer_of(screening, question->only_if, &given_on);
    return before.kind != SCALP_ANSWER_NO &&
           !(before.kind == SCALP_ANSWER_CHOICE && before.choice == 0);
}

/* ---- Rules ------------------------------------------------------------------------------- */

static bool rule_is_word(const scalp_screen_rule *rule, const scalp_answer *answer) {
    const scalp_question question = scalp_question_at((size_t)rule->question);
    return answer->kind == SCALP_ANSWER_CHOICE &&
           scalp_question_choice_find(&question, rule->value) == answer->choice;
}

/* Whether the rule speaks of that answer at all; a wait may be over. */
static bool rule_holds(const scalp_screen_rule *rule, const scalp_answer *answer, int32_t on) {
    const bool day = answer->kind == SCALP_ANSWER_DAY, yes = answer->kind == SCALP_ANSWER_YES;
    switch (rule->test) {
    case RULE_YES:
    case RULE_SINCE:
        return yes || day;
    case RULE_NOW:
        return yes;
    case RULE_NO:
        return answer->kind == SCALP_ANSWER_NO;
    case RULE_IS:
        return rule_is_word(rule, answer);
    case RULE_BELOW:
        return day && scalp_day_years(answer->day, on) < atoi(rule->value);
    }
    return false;
}

static scalp_status apply_rule(scalp_findings *findings, const scalp_screen_rule *rule,
                               const scalp_answer *answer, int32_t given_on, scalp_error *error) {
    const scalp_question question = scalp_question_at((size_t)rule->question);
    const int32_t on = findings->params->on;
    const bool still = answer->kind == SCALP_ANSWER_YES && question.kind == SCALP_ASK_LAST;
    scalp_finding finding = {.question = rule->question,
                             .verdict = rule->verdict,
                             .firm = rule->firm,
                             .reason = rule->reason,
                             .source = rule->source};
    if (!is_asked(findings->screening, &question) || !rule_holds(rule, answer, on))
        return SCALP_OK;
    if (rule->verdict == SCALP_VERDICT_WAIT) {
        /* What was not done yet can be done on the day looked at, not before. */
        const bool from_on = still || rule->test == RULE_NO;
        const int32_t from = answer->kind == SCALP_ANSWER_DAY ? answer->day
                             : from_on                        ? on
                                                              : given_on;
        finding.until = scalp_day_add_months(from, rule->months) + rule->days;
        finding.still = still;
        if (finding.until <= on)
            return SCALP_OK;
    }
    SCALP_TRY(reason_words(findings, rule->reason, question.drug, &finding.words, error));
    return scalp_findings_add(findings, finding, error);
}

static scalp_status apply_rules(scalp_findings *findings, scalp_error *error) {
    for (size_t i = 0; i < scalp_screen_rule_count(); i++) {
        const scalp_screen_rule rule = scalp_screen_rule_at(i);
        int32_t given_on;
        const scalp_answer answer = scalp_answer_of(findings->screening, rule.question, &given_on);
        SCALP_TRY(apply_rule(findings, &rule, &answer, given_on, error));
    }
    return SCALP_OK;
}

/* Answers of "unknown", for every question that has rules. */
static scalp_status apply_unknown(scalp_findings *findings, scalp_error *error) {
    for (int i = 0; i < (int)scalp_question_count(); i++) {
        int32_t given_on;
        const scalp_question question = scalp_question_at((size_t)i);
        if (scalp_answer_of(findings->screening, i, &given_on).kind != SCALP_ANSWER_UNKNOWN)
            continue;
        scalp_finding finding = {.question = i,
                                 .verdict = SCALP_VERDICT_DOCTOR,
                                 .reason = "unknown",
                                 .source = question.source};
        SCALP_TRY(reason_words(findings, "unknown", question.drug, &finding.words, error));
        SCALP_TRY(scalp_findings_add(findings, finding, error));
    }
    return SCALP_OK;
}

static scalp_status apply_age_of_form(scalp_findings *findings, scalp_error *error) {
    const int months = (int)scalp_care_term("form_months");
    const char *text = scalp_text("screen.reason.form_old", findings->params->language);
    char number[16];
    const scalp_text_part part = {"months", number};
    scalp_finding finding = {.question = -1,
                             .verdict = SCALP_VERDICT_INCOMPLETE,
                             .firm = true,
                             .reason = "form_old",
                             .source = "data/screening_terms.csv"};
    if (scalp_day_add_months(findings->screening->form_day, months) >= findings->params->on)
        return SCALP_OK;
    snprintf(number, sizeof number, "%d", months);
    SCALP_TRY(scalp_text_fill(text, &part, 1, findings->work, &finding.words, error));
    return scalp_findings_add(findings, finding, error);
}

/* ---- What is not answered ---------------------------------------------------------------- */

static void find_unanswered(const scalp_screening *screening, const scalp_screen_params *params,
                            scalp_screen_result *result) {
    const bool today = screening->asked_again && screening->again_day == params->on;
    for (int i = 0; i < (int)scalp_question_count(); i++) {
        int32_t given_on;
        const scalp_question question = scalp_question_at((size_t)i);
        const scalp_answer answer = scalp_answer_of(screening, i, &given_on);
        const bool put = question.in_form || screening->asked_again;
        const bool stale = params->again && question.on_day && !today;
        if (stale || (put && answer.kind == SCALP_ANSWER_NONE && is_asked(screening, &question)))
            result->unanswered[result->unanswered_count++] = i;
    }
}

/* ---- All of it --------------------------------------------------------------------------- */

static scalp_status check_days(const scalp_screening *screening, const scalp_screen_params *params,
                               scalp_error *error) {
    char form[SCALP_DATE], again[SCALP_DATE], on[SCALP_DATE];
    scalp_date_from_day(screening->form_day, form);
    scalp_date_from_day(screening->again_day, again);
    scalp_date_from_day(params->on, on);
    if (screening->form_day > params->on)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The form was answered on %s, after %s; give a day from then on.", form,
                          on);
    if (screening->asked_again && screening->again_day < screening->form_day)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The short questions were answered on %s, before the form on %s.", again,
                          form);
    if (screening->asked_again && screening->again_day > params->on)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The short questions were answered on %s, after %s.", again, on);
    return SCALP_OK;
}

/* A reason has some letters, not only blanks and signs. */
static scalp_status check_reason(const char *reason, scalp_error *error) {
    size_t letters = 0;
    for (const char *at = reason; at && *at; at++) {
        const unsigned char c = (unsigned char)*at;
        letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
    }
    if (!reason || (double)letters >= scalp_care_term("override_letters"))
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "The reason for the override says too little; type a sentence that stands on "
                      "the record.");
}

static int stricter(const void *one, const void *other) {
    const scalp_finding *a = one, *b = other;
    const int by_letter = (a->letter != NULL) - (b->letter != NULL);
    const int by_verdict = (int)b->verdict - (int)a->verdict;
    const int by_day = (a->until < b->until) - (a->until > b->until);
    const int by_place = (a->question > b->question) - (a->question < b->question);
    const int by_reason = strcmp(a->reason, b->reason);
    return by_letter    ? by_letter
           : by_verdict ? by_verdict
           : by_day     ? by_day
           : by_place   ? by_place
                        : by_reason;
}

/* What of the findings stands, and whether a reason may set it aside. */
static void conclude(const scalp_screening *screening, const scalp_screen_params *params,
                     scalp_screen_result *result) {
    bool firm = result->unanswered_count > 0;
    scalp_verdict verdict = firm ? SCALP_VERDICT_INCOMPLETE : SCALP_VERDICT_GO;
    for (size_t i = 0; i < result->finding_count; i++) {
        const scalp_finding *finding = &result->findings[i];
        if (finding->letter)
            continue;
        verdict = finding->verdict > verdict ? finding->verdict : verdict;
        firm |= finding->firm || finding->verdict == SCALP_VERDICT_INCOMPLETE;
        if (finding->verdict == SCALP_VERDICT_WAIT &&
            (!result->waits || finding->until > result->until))
            result->until = finding->until;
        result->waits |= finding->verdict == SCALP_VERDICT_WAIT;
    }
    result->verdict = verdict;
    result->overridden = params->override_by && verdict != SCALP_VERDICT_GO && !firm;
    result->override_refused = params->override_by && verdict != SCALP_VERDICT_GO && firm;
    result->cleared = verdict == SCALP_VERDICT_GO || result->overridden;
    const bool of_day = screening->form_day == params->on ||
                        (screening->asked_again && screening->again_day == params->on);
    result->clears_session = result->cleared && of_day;
}

scalp_status scalp_screen(const scalp_screening *screening, const scalp_screen_params *params,
                          const scalp_work *work, scalp_screen_result *result, scalp_error *error) {
    scalp_findings findings = {.screening = screening, .params = params, .work = work};
    *result = (scalp_screen_result){.on = params->on};
    SCALP_TRY(check_days(screening, params, error));
    SCALP_TRY(check_reason(params->override_by, error));
    find_unanswered(screening, params, result);
    SCALP_TRY(apply_age_of_form(&findings, error));
    SCALP_TRY(apply_rules(&findings, error));
    SCALP_TRY(apply_unknown(&findings, error));
    SCALP_TRY(scalp_dose_check(&findings, &result->dose, error));
    if (findings.count)
        qsort(findings.list, findings.count, sizeof *findings.list, stricter);
    result->findings = findings.list;
    result->finding_count = findings.count;
    conclude(screening, params, result);
    return SCALP_OK;
}
