/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet to take home, and what a screening came to. */
#include "cells.h"

#include <stdio.h>
#include <string.h>

static const char *fill(scalp_sheet *sheet, const char *key, const scalp_text_part *parts,
                        size_t count) {
    const char *filled = "";
    if (sheet->status == SCALP_OK)
        sheet->status = scalp_text_fill(scalp_text(key, sheet->params->language), parts, count,
                                        sheet->work, &filled, sheet->error);
    return filled ? filled : "";
}

static const char *text(const scalp_sheet *sheet, const char *key) {
    return scalp_text(key, sheet->params->language);
}

static void put_list(scalp_sheet *sheet, const char *title, const scalp_care_list *list) {
    if (list->count == 0)
        return;
    scalp_sheet_need(sheet, 12);
    scalp_sheet_strong(sheet, title);
    for (size_t i = 0; i < list->count; i++)
        scalp_sheet_item(sheet, list->lines[i]);
    scalp_sheet_space(sheet, 1.5);
}

/* ---- Aftercare ----------------------------------------------------------------------------- */

static void put_session_days(scalp_sheet *sheet, const scalp_aftercare *care) {
    scalp_sheet_heading(sheet, text(sheet, "aftercare.sessions"));
    for (size_t k = 0; k < care->session_count; k++) {
        const scalp_text_part part = {"number", cell(sheet, "%zu", k + 1)};
        scalp_sheet_pair(sheet, fill(sheet, "aftercare.session", &part, 1),
                         cell_day(sheet, care->sessions[k]));
    }
    if (care->session_count > 1)
        scalp_sheet_paragraph(sheet, text(sheet, "aftercare.again"));
}

/* "30 November - 2 December; 14 - 16 December". */
static const char *when(scalp_sheet *sheet, const scalp_aftercare *care,
                        const scalp_care_days *days) {
    const char *line = "";
    for (size_t k = 0; k < care->session_count; k++) {
        char from[SCALP_DATE_TEXT], until[SCALP_DATE_TEXT];
        if (days->first[k] > days->last[k])
            continue;
        scalp_text_date_short(days->first[k], care->language, from);
        scalp_text_date_short(days->last[k], care->language, until);
        const bool more = days->first[k] < days->last[k];
        line = cell(sheet, "%s%s%s%s%s", line, line[0] ? "; " : "", from, more ? " – " : "",
                    more ? until : "");
    }
    return line;
}

static void put_ban(scalp_sheet *sheet, const scalp_aftercare *care, const scalp_care_ban *ban) {
    const char *dates = "";
    for (size_t k = 0; k < care->session_count; k++) {
        char date[SCALP_DATE_TEXT];
        if (ban->begins_again[k])
            continue;
        scalp_text_date_short(ban->last[k], care->language, date);
        dates = cell(sheet, "%s%s%s", dates, dates[0] ? "; " : "", date);
    }
    const scalp_text_part parts[] = {{"what", ban->line}, {"dates", dates}};
    scalp_sheet_item(sheet, fill(sheet, "aftercare.until", parts, 2));
}

static void write_aftercare(scalp_sheet *sheet, void *context) {
    const scalp_aftercare *care = context;
    scalp_sheet_paragraph(sheet, care->intro);
    put_session_days(sheet, care);
    scalp_sheet_heading(sheet, text(sheet, "aftercare.avoid"));
    for (size_t i = 0; i < care->ban_count; i++)
        put_ban(sheet, care, &care->bans[i]);
    for (size_t i = 0; i < care->days_count; i++) {
        const scalp_care_days *days = &care->days[i];
        scalp_sheet_heading(sheet, days->title);
        scalp_sheet_small(sheet, when(sheet, care, days));
        put_list(sheet, text(sheet, "aftercare.expect"), &days->expect);
        put_list(sheet, text(sheet, "aftercare.do"), &days->todo);
    }
    scalp_sheet_space(sheet, 3);
    put_list(sheet, text(sheet, "aftercare.signs"), &care->signs);
    scalp_sheet_paragraph(sheet, text(sheet, "aftercare.call_and"));
    put_list(sheet, text(sheet, "aftercare.urgent"), &care->urgent);
    scalp_sheet_strong(sheet, care->call);
    put_list(sheet, text(sheet, "aftercare.long"), &care->later);
}

scalp_status scalp_paper_aftercare_write(const scalp_sheet_params *params,
                                         const scalp_aftercare *sheet, const scalp_work *work,
                                         scalp_bytes *bytes, scalp_error *error) {
    scalp_aftercare care = *sheet;
    return scalp_sheet_make(params, write_aftercare, &care, work, bytes, error);
}

/* ---- Screening ----------------------------------------------------------------------------- */

typedef struct screen_job {
    const scalp_screening *screening;
    const scalp_screen_result *result;
    const char *reason;
} screen_job;

static const char *answer_of(scalp_sheet *sheet, const scalp_screening *screening, size_t index) {
    const scalp_question question = scalp_question_at(index);
    const bool again = screening->asked_again && question.on_day;
    const scalp_answer *answer = again ? &screening->again[index] : &screening->form[index];
    char word[SCALP_CHOICE];
    switch (answer->kind) {
    case SCALP_ANSWER_YES:
        return text(sheet, question.kind == SCALP_ASK_LAST ? "answer.still" : "answer.yes");
    case SCALP_ANSWER_NO:
        return text(sheet, "answer.no");
    case SCALP_ANSWER_UNKNOWN:
        return text(sheet, "answer.unknown");
    case SCALP_ANSWER_DAY:
        return cell_day(sheet, answer->day);
    case SCALP_ANSWER_CHOICE:
        if (scalp_question_choice(&question, answer->choice, word))
            return scalp_text_of("screen.choice", word, sheet->params->language);
        return "";
    case SCALP_ANSWER_NONE:
        break;
    }
    return "";
}

static void put_finding(scalp_sheet *sheet, const screen_job *job, const scalp_finding *finding) {
    static const char *const names[] = {"warn", "again", "wait", "doctor", "no"};
    const scalp_text_part until = {"until", cell_day(sheet, finding->until)};
    const char *name = finding->letter ? "settled" : names[finding->verdict];
    scalp_sheet_need(sheet, 14);
    scalp_sheet_strong(sheet, fill(sheet, cell(sheet, "screen.class.%s", name), &until, 1));
    if (finding->question >= 0) {
        const scalp_question question = scalp_question_at((size_t)finding->question);
        scalp_sheet_item(sheet,
                         cell(sheet, "%s – %s",
                              scalp_text_of("screen.q", question.id, sheet->params->language),
                              answer_of(sheet, job->screening, (size_t)finding->question)));
    }
    if (finding->letter) {
        const scalp_text_part parts[] = {{"doctor", finding->letter->doctor},
                                         {"date", cell_day(sheet, finding->letter->day)},
                                         {"reason", finding->words}};
        scalp_sheet_item(sheet, fill(sheet, "screen.letter", parts, 3));
        return;
    }
    scalp_sheet_item(sheet, finding->words);
    if (finding->still) {
        const scalp_text_part part = {"date", cell_day(sheet, job->result->on)};
        scalp_sheet_item(sheet, fill(sheet, "screen.still", &part, 1));
    }
}

static void put_outcome(scalp_sheet *sheet, const screen_job *job) {
    const scalp_screen_result *result = job->result;
    if (result->overridden) {
        const scalp_text_part part = {"reason", job->reason ? job->reason : ""};
        scalp_sheet_strong(sheet, fill(sheet, "screen.override", &part, 1));
    }
    if (result->override_refused)
        scalp_sheet_strong(sheet, text(sheet, "screen.override.refused"));
    if (result->cleared)
        scalp_sheet_paragraph(sheet, text(sheet, result->clears_session ? "screen.one_session"
                                                                        : "screen.ask_that_day"));
}

static void put_answers(scalp_sheet *sheet, const screen_job *job) {
    const scalp_sheet_column columns[] = {{cell_say(sheet, "question"), 5, false},
                                          {cell_say(sheet, "answer"), 2, false}};
    const char *cells[2 * SCALP_SCREEN_MAX_QUESTIONS];
    size_t n = 0;
    for (size_t i = 0; i < scalp_question_count(); i++) {
        const char *answer = answer_of(sheet, job->screening, i);
        if (!answer[0])
            continue;
        cells[n++] = scalp_text_of("screen.q", scalp_question_at(i).id, sheet->params->language);
        cells[n++] = answer;
    }
    const scalp_sheet_table table = {columns, 2, cells, n / 2, false, 0, false};
    if (n == 0)
        return;
    scalp_sheet_heading(sheet, cell_say(sheet, "answers"));
    scalp_sheet_put_table(sheet, &table);
}

static void write_screening(scalp_sheet *sheet, void *context) {
    const screen_job *job = context;
    const scalp_screen_result *result = job->result;
    const scalp_text_part parts[] = {{"date", cell_day(sheet, result->on)},
                                     {"until", cell_day(sheet, result->until)}};
    const char *verdict = scalp_verdict_name(result->verdict);
    scalp_sheet_heading(sheet, fill(sheet, cell(sheet, "screen.verdict.%s", verdict), parts, 2));
    put_outcome(sheet, job);
    for (size_t i = 0; i < result->finding_count; i++)
        put_finding(sheet, job, &result->findings[i]);
    if (result->unanswered_count > 0)
        scalp_sheet_strong(sheet, text(sheet, "screen.unanswered"));
    for (size_t i = 0; i < result->unanswered_count; i++)
        scalp_sheet_item(sheet, scalp_text_of("screen.q",
                                              scalp_question_at((size_t)result->unanswered[i]).id,
                                              sheet->params->language));
    put_answers(sheet, job);
    scalp_sheet_space(sheet, 4);
    scalp_sheet_blank(sheet, cell_say(sheet, "client_signature"), 0);
    scalp_sheet_blank(sheet, cell_say(sheet, "signature"), 0);
}

scalp_status scalp_paper_screening_write(const scalp_sheet_params *params,
                                         const scalp_screening *screening,
                                         const scalp_screen_result *result, const char *reason,
                                         const scalp_work *work, scalp_bytes *bytes,
                                         scalp_error *error) {
    screen_job job = {screening, result, reason};
    return scalp_sheet_make(params, write_screening, &job, work, bytes, error);
}
