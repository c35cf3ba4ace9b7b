/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A screening on a terminal, and as JSON. */
#include "screen.h"

#include <string.h>

enum { answer_size = 128 };

/* The answer that counts, as it is told: in a language, or (`language` -1) as it is written. */
static void answer_text(const scalp_screening *screening, int place, scalp_language language,
                        char text[answer_size]) {
    const scalp_question question = scalp_question_at((size_t)place);
    const bool again = screening->asked_again && question.on_day;
    const scalp_answer *answer = again ? &screening->again[place] : &screening->form[place];
    const bool last = question.kind == SCALP_ASK_LAST, plain = language < 0;
    char word[SCALP_DATE_TEXT] = "";
    const char *shown = word;
    switch (answer->kind) {
    case SCALP_ANSWER_YES:
        shown = plain ? "true" : scalp_text(last ? "answer.still" : "answer.yes", language);
        break;
    case SCALP_ANSWER_NO:
        shown = plain ? "false" : scalp_text("answer.no", language);
        break;
    case SCALP_ANSWER_UNKNOWN:
        shown = plain ? "unknown" : scalp_text("answer.unknown", language);
        break;
    case SCALP_ANSWER_DAY:
        if (plain)
            scalp_date_from_day(answer->day, word);
        else
            scalp_text_date(answer->day, language, word);
        break;
    case SCALP_ANSWER_CHOICE:
        if (scalp_question_choice(&question, answer->choice, word) && !plain)
            shown = scalp_text_of("screen.choice", word, language);
        break;
    case SCALP_ANSWER_NONE:
        break;
    }
    snprintf(text, answer_size, "%s", shown);
}

/* ---- Text ---------------------------------------------------------------------------------- */

static scalp_status filled(cli_job *job, const char *key, const cli_screened *screened,
                           int32_t until, const char **text, scalp_error *error) {
    char on[SCALP_DATE_TEXT], end[SCALP_DATE_TEXT];
    scalp_text_date(screened->result.on, screened->language, on);
    scalp_text_date(until, screened->language, end);
    const scalp_text_part parts[] = {{"date", on}, {"until", end}, {"reason", screened->reason}};
    return scalp_text_fill(scalp_text(key, screened->language), parts, screened->reason ? 3 : 2,
                           &job->work, text, error);
}

static const char *class_of(const scalp_finding *finding) {
    static const char *const names[] = {"warn", "again", "wait", "doctor", "no"};
    return finding->letter ? "settled" : names[finding->verdict];
}

static scalp_status show_finding(cli_job *job, const cli_screened *screened,
                                 const scalp_finding *finding, scalp_error *error) {
    char key[48], day[SCALP_DATE_TEXT];
    const char *text;
    FILE *to = job->out;
    snprintf(key, sizeof key, "screen.class.%s", class_of(finding));
    SCALP_TRY(filled(job, key, screened, finding->until, &text, error));
    cli_paragraph(to, 0, "* ", text);
    if (finding->question >= 0) {
        char answer[answer_size], line[SCALP_CARE_TEXT];
        const scalp_question question = scalp_question_at((size_t)finding->question);
        answer_text(screened->screening, finding->question, screened->language, answer);
        snprintf(line, sizeof line, "%s - %s",
                 scalp_text_of("screen.q", question.id, screened->language), answer);
        cli_paragraph(to, 2, "", line);
    }
    if (finding->letter) {
        scalp_text_date(finding->letter->day, screened->language, day);
        const scalp_text_part parts[] = {
            {"doctor", finding->letter->doctor}, {"date", day}, {"reason", finding->words}};
        SCALP_TRY(scalp_text_fill(scalp_text("screen.letter", screened->language), parts, 3,
                                  &job->work, &text, error));
        cli_paragraph(to, 2, "", text);
        return SCALP_OK;
    }
    cli_paragraph(to, 2, "", finding->words);
    if (finding->still) {
        SCALP_TRY(filled(job, "screen.still", screened, 0, &text, error));
        cli_paragraph(to, 2, "", text);
    }
    return SCALP_OK;
}

static void show_unanswered(FILE *to, const cli_screened *screened) {
    if (screened->result.unanswered_count == 0)
        return;
    cli_paragraph(to, 0, "", scalp_text("screen.unanswered", screened->language));
    for (size_t i = 0; i < screened->result.unanswered_count; i++) {
        const scalp_question question = scalp_question_at((size_t)screened->result.unanswered[i]);
        cli_paragraph(to, 0, "* ", scalp_text_of("screen.q", question.id, screened->language));
    }
}

scalp_status cli_screen_text(cli_job *job, const cli_screened *screened, scalp_error *error) {
    const scalp_screen_result *result = &screened->result;
    const char *text;
    char key[48];
    FILE *to = job->out;
    snprintf(key, sizeof key, "screen.verdict.%s", scalp_verdict_name(result->verdict));
    SCALP_TRY(filled(job, key, screened, result->until, &text, error));
    fprintf(to, "%s\n", text);
    if (result->finding_count > 0)
        fputc('\n', to);
    for (size_t i = 0; i < result->finding_count; i++)
        SCALP_TRY(show_finding(job, screened, &result->findings[i], error));
    if (result->unanswered_count > 0)
        fputc('\n', to);
    show_unanswered(to, screened);
    fputc('\n', to);
    if (result->overridden) {
        SCALP_TRY(filled(job, "screen.override", screened, 0, &text, error));
        cli_paragraph(to, 0, "", text);
    }
    if (result->override_refused)
        cli_paragraph(to, 0, "", scalp_text("screen.override.refused", screened->language));
    if (result->cleared)
        cli_paragraph(
            to, 0, "",
            scalp_text(result->clears_session ? "screen.one_session" : "screen.ask_that_day",
                       screened->language));
    return SCALP_OK;
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static json_t *day_json(bool given, int32_t day) {
    char date[SCALP_DATE];
    if (!given)
        return json_null();
    scalp_date_from_day(day, date);
    return json_string(date);
}

static json_t *letter_json(const scalp_letter *letter) {
    return letter ? json_pack("{s:s, s:o}", "doctor", letter->doctor, "date",
                              day_json(true, letter->day))
                  : json_null();
}

static json_t *finding_json(const cli_screened *screened, const scalp_finding *finding) {
    char answer[answer_size] = "";
    const bool asked = finding->question >= 0;
    const char *id = asked ? scalp_question_at((size_t)finding->question).id : NULL;
    if (asked)
        answer_text(screened->screening, finding->question, -1, answer);
    return json_pack("{s:s, s:o, s:s?, s:s?, s:s, s:s, s:b, s:b, s:o, s:s}", "class",
                     class_of(finding), "until",
                     day_json(finding->verdict == SCALP_VERDICT_WAIT, finding->until), "question",
                     id, "answer", asked ? answer : NULL, "reason", finding->reason, "words",
                     finding->words, "still", finding->still, "firm", finding->firm, "letter",
                     letter_json(finding->letter), "source", finding->source);
}

static json_t *dose_json(const cli_screened *screened) {
    const scalp_dose *dose = &screened->result.dose;
    if (screened->screening->numbing_count == 0)
        return json_null();
    return json_pack("{s:f, s:f, s:f}", "lidocaine_mg", dose->lidocaine_mg, "prilocaine_mg",
                     dose->prilocaine_mg, "of_ceiling_pct", 100 * dose->share);
}

json_t *cli_screen_json(const cli_screened *screened) {
    const scalp_screen_result *result = &screened->result;
    const scalp_screening *screening = screened->screening;
    json_t *findings = json_array(), *unanswered = json_array();
    for (size_t i = 0; i < result->finding_count; i++)
        json_array_append_new(findings, finding_json(screened, &result->findings[i]));
    for (size_t i = 0; i < result->unanswered_count; i++)
        json_array_append_new(unanswered,
                              json_string(scalp_question_at((size_t)result->unanswered[i]).id));
    json_t *all =
        json_pack("{s:s, s:s, s:o, s:o, s:b, s:b, s:s?, s:b, s:b}", "version", SCALP_VERSION,
                  "verdict", scalp_verdict_name(result->verdict), "on", day_json(true, result->on),
                  "until", day_json(result->waits, result->until), "cleared", result->cleared,
                  "clears_session", result->clears_session, "override", screened->reason,
                  "overridden", result->overridden, "override_refused", result->override_refused);
    json_t *more = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:s, s:s}", "findings", findings, "unanswered", unanswered,
        "form_date", day_json(true, screening->form_day), "again_date",
        day_json(screening->asked_again, screening->again_day), "numbing", dose_json(screened),
        "language", scalp_language_code(screened->language), "answers_sha256", screened->hash);
    json_object_update(all, more);
    json_decref(more);
    return all;
}
