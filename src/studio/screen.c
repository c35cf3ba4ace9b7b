/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A screening as a record: what was asked, what was answered, and what followed. */
#include "studio.h"

#include <stdio.h>
#include <string.h>

static scalp_status date_text(const scalp_studio *studio, int32_t day, const char **text,
                              scalp_error *error) {
    char date[SCALP_DATE];
    scalp_date_from_day(day, date);
    return scalp_studio_copy(studio, date, text, error);
}

/* ---- Answers ----------------------------------------------------------------------------- */

/* The answer as one writes it; "": none was given. */
static void answer_text(const scalp_question *question, const scalp_answer *answer,
                        char text[SCALP_CHOICE]) {
    text[0] = 0;
    switch (answer->kind) {
    case SCALP_ANSWER_NONE:
        return;
    case SCALP_ANSWER_UNKNOWN:
        snprintf(text, SCALP_CHOICE, "unknown");
        return;
    case SCALP_ANSWER_NO:
        snprintf(text, SCALP_CHOICE, "no");
        return;
    case SCALP_ANSWER_YES:
        snprintf(text, SCALP_CHOICE, "yes");
        return;
    case SCALP_ANSWER_DAY: {
        char date[SCALP_DATE];
        scalp_date_from_day(answer->day, date);
        memcpy(text, date, sizeof date);
        return;
    }
    case SCALP_ANSWER_CHOICE:
        if (!scalp_question_choice(question, answer->choice, text))
            text[0] = 0;
        return;
    }
}

static scalp_status add_answers(const scalp_studio *studio, const scalp_answer *answers,
                                const char *before, scalp_record *record, scalp_error *error) {
    for (size_t i = 0; i < scalp_question_count(); i++) {
        const scalp_question question = scalp_question_at(i);
        char name[80], text[SCALP_CHOICE];
        const char *key, *words;
        scalp_record *row;
        answer_text(&question, &answers[i], text);
        if (!text[0])
            continue;
        snprintf(name, sizeof name, "%s%.60s", before, question.id);
        SCALP_TRY(scalp_studio_copy(studio, name, &key, error));
        SCALP_TRY(scalp_studio_copy(studio, text, &words, error));
        SCALP_TRY(scalp_record_add_row(record, "answers", studio->work, &row, error));
        scalp_record_set_text(row, "question", key);
        scalp_record_set_text(row, "answer", words);
    }
    return SCALP_OK;
}

/* Two people's papers are easily swapped. */
static scalp_status check_born(const scalp_studio *studio, const scalp_studio_screened *screened,
                               scalp_error *error) {
    scalp_record client;
    SCALP_TRY(scalp_studio_get(studio, "client", screened->client, &client, error));
    const char *born = scalp_record_text(&client, "born");
    for (size_t i = 0; i < scalp_question_count(); i++) {
        const scalp_answer *answer = &screened->screening->form[i];
        char date[SCALP_DATE];
        if (scalp_question_at(i).kind != SCALP_ASK_BORN || answer->kind != SCALP_ANSWER_DAY)
            continue;
        scalp_date_from_day(answer->day, date);
        if (born[0] && strcmp(born, date) != 0)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The answers are of somebody born on %s, the client was born on %s; "
                              "check whose they are.",
                              date, born);
    }
    return SCALP_OK;
}

/* ---- Findings ---------------------------------------------------------------------------- */

static scalp_status add_causes(const scalp_studio *studio, const scalp_screen_result *result,
                               scalp_record *record, scalp_error *error) {
    for (size_t i = 0; i < result->finding_count; i++) {
        const scalp_finding *f = &result->findings[i];
        const char *until = NULL;
        scalp_record *row;
        if (f->verdict == SCALP_VERDICT_WAIT)
            SCALP_TRY(date_text(studio, f->until, &until, error));
        SCALP_TRY(scalp_record_add_row(record, "causes", studio->work, &row, error));
        scalp_record_set_text(row, "outcome",
                              f->verdict == SCALP_VERDICT_GO ? "warn"
                                                             : scalp_verdict_name(f->verdict));
        scalp_record_set_text(row, "question",
                              f->question < 0 ? "form" : scalp_question_at((size_t)f->question).id);
        scalp_record_set_text(row, "reason", f->words);
        scalp_record_set_text(row, "until", until);
    }
    return SCALP_OK;
}

static scalp_status fill(const scalp_studio *studio, const scalp_studio_screened *screened,
                         scalp_record *record, scalp_error *error) {
    const scalp_screening *screening = screened->screening;
    const scalp_screen_result *result = screened->result;
    const char *form_on, *until, *now;
    const bool again = screening->asked_again && screening->again_day != screening->form_day;
    SCALP_TRY(date_text(studio, screening->form_day, &form_on, error));
    scalp_record_set_text(record, "scope", again ? "again" : "full");
    scalp_record_set_text(record, "form_on", form_on);
    if (strncmp(studio->now, record->date, SCALP_RECORD_DATE - 1) == 0) {
        SCALP_TRY(scalp_studio_copy(studio, studio->now, &now, error));
        scalp_record_set_text(record, "asked_at", now);
    }
    scalp_record_set_text(record, "outcome", scalp_verdict_name(result->verdict));
    if (result->waits) {
        SCALP_TRY(date_text(studio, result->until, &until, error));
        scalp_record_set_text(record, "wait_until", until);
    }
    if (result->overridden) {
        scalp_record_set_text(record, "override_reason", screened->override_by);
        scalp_record_set_text(record, "override_by", studio->by);
    }
    SCALP_TRY(add_causes(studio, result, record, error));
    SCALP_TRY(add_answers(studio, screening->form, "", record, error));
    return screening->asked_again ? add_answers(studio, screening->again, "again.", record, error)
                                  : SCALP_OK;
}

static scalp_status put(const scalp_studio *studio, const scalp_studio_screened *screened,
                        scalp_record *record, scalp_error *error) {
    const char *hash, *document;
    SCALP_TRY(scalp_studio_hash(studio, screened->document, &hash, error));
    SCALP_TRY(scalp_studio_put_blob(studio, "screening", screened->client, screened->document,
                                    &document, error));
    scalp_record_set_text(record, "document", document);
    scalp_record_set_text(record, "document_sha256", hash);
    return scalp_studio_put(studio, record, error);
}

scalp_status scalp_studio_screen(const scalp_studio *studio, const scalp_studio_screened *screened,
                                 scalp_record *record, scalp_error *error) {
    const scalp_screening *s = screened->screening;
    char date[SCALP_DATE];
    SCALP_TRY(check_born(studio, screened, error));
    scalp_date_from_day(s->asked_again ? s->again_day : s->form_day, date);
    SCALP_TRY(scalp_studio_new(studio, "screening", screened->client, date, record, error));
    SCALP_TRY(fill(studio, screened, record, error));
    SCALP_TRY(scalp_store_begin(studio->store, studio->by, studio->at, error));
    const scalp_status status = put(studio, screened, record, error);
    if (status == SCALP_OK)
        return scalp_store_commit(studio->store, error);
    scalp_store_rollback(studio->store);
    return status;
}
