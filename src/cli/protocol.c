/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "care.h"

#include <string.h>

static const cli_option options[] = {
    {.name = "area",
     .kind = CLI_TEXT,
     .argument = "AREA,...",
     .help = "instead of a CASE: scalp, beard, brow, scar, or all"},
    {.name = "scar", .help = "scar tissue is worked on too"},
    {.name = "date",
     .kind = CLI_TEXT,
     .argument = "YYYY-MM-DD",
     .help = "day of the session: steps before and after it get theirs"},
    {.name = "studio",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "what the studio does otherwise: steps it keeps, drops or edits, as JSON"},
    CLI_LANGUAGE_OPTION,
    CLI_RESULT_OPTIONS,
};

enum { due_size = 2 * SCALP_DATE_TEXT + 16 };

/* What the command was told. */
typedef struct wanted {
    unsigned areas;
    scalp_language language;
    bool dated;
    int32_t day;
    scalp_protocol_change *changes;
    size_t change_count;
} wanted;

static scalp_status read_areas(cli_job *job, wanted *w, scalp_error *error) {
    const char *names = cli_text(job, "area", NULL);
    char shown[SCALP_CASE_SHOWN];
    if ((names != NULL) == (job->operand_count == 1))
        return scalp_fail(error, SCALP_ERR_INPUT, "protocol needs either a CASE or --area AREA%s.",
                          names ? ", not both" : "");
    if (names) {
        scalp_case_text_quoted(names, shown);
        if (!scalp_care_areas_find(names, ',', &w->areas))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "--area is %s, but must be scalp, beard, brow or scar, divided by "
                              "commas, or all.",
                              shown);
    } else {
        scalp_bytes bytes;
        scalp_course course;
        SCALP_TRY(cli_read(job, job->operands[0], SCALP_CODEC_MAX_PLAN_BYTES, &bytes, error));
        SCALP_TRY(scalp_codec_course_read(bytes, job->operands[0], &job->work, &course, error));
        w->areas = course.areas;
    }
    if (cli_given(job, "scar"))
        w->areas |= SCALP_CARE_SCAR;
    return SCALP_OK;
}

static scalp_status read_studio(cli_job *job, wanted *w, scalp_error *error) {
    const char *path = cli_text(job, "studio", NULL);
    scalp_bytes bytes;
    void *place;
    if (!path)
        return SCALP_OK;
    SCALP_TRY(
        scalp_work_take(&job->work, SCALP_CARE_MAX_CHANGES, sizeof *w->changes, &place, error));
    w->changes = place;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_CARE_BYTES, &bytes, error));
    return scalp_codec_protocol_read(bytes, path, w->changes, &w->change_count, error);
}

/* ---- Text ---------------------------------------------------------------------------------- */

/* "product, lot" in that language, of a list divided by |. */
static scalp_status records_text(cli_job *job, const char *records, scalp_language language,
                                 const char **text, scalp_error *error) {
    char list[SCALP_CARE_TEXT] = "", name[SCALP_CARE_NAME];
    for (const char *at = records; *at;) {
        const size_t length = strcspn(at, "|"), used = strlen(list);
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "",
                 scalp_text_of("record", name, language));
        at += length + (at[length] == '|');
    }
    const scalp_text_part part = {"list", list};
    return scalp_text_fill(scalp_text("protocol.record", language), &part, 1, &job->work, text,
                           error);
}

static void show_visit(FILE *to, const wanted *w, const scalp_protocol_step *step) {
    char from[SCALP_DATE_TEXT];
    const char *visit = scalp_text_of("protocol.visit", step->visit, w->language);
    if (w->dated && strcmp(step->visit, "day") == 0) {
        scalp_text_date(w->day, w->language, from);
        fprintf(to, "\n%s: %s\n", visit, from);
        return;
    }
    fprintf(to, "\n%s\n", visit);
}

/* When a step is due that is not on the day itself; "" without a date. */
static void due_text(const wanted *w, const scalp_protocol_step *step, char text[due_size]) {
    char from[SCALP_DATE_TEXT], until[SCALP_DATE_TEXT];
    text[0] = 0;
    if (!w->dated || strcmp(step->visit, "day") == 0)
        return;
    scalp_text_date_short(w->day + step->from_days, w->language, from);
    scalp_text_date_short(w->day + step->to_days, w->language, until);
    if (step->from_days == step->to_days)
        snprintf(text, due_size, "%s: ", from);
    else
        snprintf(text, due_size, "%s - %s: ", from, until);
}

static scalp_status show_step(cli_job *job, const wanted *w, const scalp_protocol_step *step,
                              size_t number, scalp_error *error) {
    char first[32], due[due_size], line[SCALP_CARE_TEXT + due_size];
    const char *records;
    due_text(w, step, due);
    snprintf(first, sizeof first, "%2zu. ", number);
    snprintf(line, sizeof line, "%s%s", due, step->text);
    cli_paragraph(job->out, 0, first, line);
    if (step->note)
        cli_paragraph(job->out, 4, step->warns ? "! " : "", step->note);
    if (!step->records[0])
        return SCALP_OK;
    SCALP_TRY(records_text(job, step->records, w->language, &records, error));
    cli_paragraph(job->out, 4, "", records);
    return SCALP_OK;
}

static scalp_status show_dropped(cli_job *job, const wanted *w, const scalp_protocol *protocol,
                                 scalp_error *error) {
    char list[SCALP_CARE_TEXT] = "";
    const char *text;
    if (protocol->dropped_count == 0)
        return SCALP_OK;
    for (size_t i = 0; i < protocol->dropped_count; i++) {
        const size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", protocol->dropped[i]);
    }
    const scalp_text_part part = {"list", list};
    SCALP_TRY(scalp_text_fill(scalp_text("protocol.dropped", w->language), &part, 1, &job->work,
                              &text, error));
    fputc('\n', job->out);
    cli_paragraph(job->out, 0, "", text);
    return SCALP_OK;
}

static scalp_status show_text(cli_job *job, const wanted *w, const scalp_protocol *protocol,
                              scalp_error *error) {
    const char *areas, *title;
    SCALP_TRY(scalp_care_areas_text(w->areas, w->language, &job->work, &areas, error));
    const scalp_text_part part = {"areas", areas};
    SCALP_TRY(scalp_text_fill(scalp_text("protocol.title", w->language), &part, 1, &job->work,
                              &title, error));
    fprintf(job->out, "%s\n", title);
    for (size_t i = 0; i < protocol->step_count; i++) {
        const scalp_protocol_step *step = &protocol->steps[i];
        if (i == 0 || strcmp(step->visit, protocol->steps[i - 1].visit) != 0)
            show_visit(job->out, w, step);
        SCALP_TRY(show_step(job, w, step, i + 1, error));
    }
    return show_dropped(job, w, protocol, error);
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static json_t *words_json(const char *list) {
    json_t *words = json_array();
    for (const char *at = list; *at;) {
        const size_t length = strcspn(at, "|");
        json_array_append_new(words, json_stringn(at, length));
        at += length + (at[length] == '|');
    }
    return words;
}

static json_t *due_json(const wanted *w, int days) {
    char date[SCALP_DATE];
    if (!w->dated)
        return json_null();
    scalp_date_from_day(w->day + days, date);
    return json_string(date);
}

static json_t *protocol_json(const wanted *w, const scalp_protocol *protocol) {
    json_t *steps = json_array(), *dropped = json_array();
    for (size_t i = 0; i < protocol->step_count; i++) {
        const scalp_protocol_step *s = &protocol->steps[i];
        json_array_append_new(
            steps,
            json_pack("{s:s, s:s, s:s, s:s?, s:s, s:o, s:i, s:i, s:o, s:o, s:b, s:s?}", "step",
                      s->id, "visit", s->visit, "text", s->text, "note", s->note, "evidence",
                      s->evidence, "records", words_json(s->records), "from_days", s->from_days,
                      "to_days", s->to_days, "from", due_json(w, s->from_days), "to",
                      due_json(w, s->to_days), "warns", s->warns, "source", s->source));
    }
    for (size_t i = 0; i < protocol->dropped_count; i++)
        json_array_append_new(dropped, json_string(protocol->dropped[i]));
    return json_pack("{s:s, s:s, s:o, s:o}", "version", SCALP_VERSION, "language",
                     scalp_language_code(w->language), "steps", steps, "dropped", dropped);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    wanted w = {.dated = cli_given(job, "date")};
    scalp_protocol protocol;
    SCALP_TRY(cli_language(job, &w.language, error));
    SCALP_TRY(cli_day(job, "date", &w.day, error));
    SCALP_TRY(read_areas(job, &w, error));
    SCALP_TRY(read_studio(job, &w, error));
    SCALP_TRY(cli_result_check(job, error));
    SCALP_TRY(scalp_protocol_make(w.areas, w.changes, w.change_count, w.language, &job->work,
                                  &protocol, error));
    for (size_t i = 0; i < protocol.step_count; i++) {
        if (protocol.steps[i].warns)
            cli_say(job, "Step %s is advised against: %s", protocol.steps[i].id,
                    protocol.steps[i].text);
    }
    if (cli_given(job, "json"))
        job->json = protocol_json(&w, &protocol);
    else
        SCALP_TRY(show_text(job, &w, &protocol, error));
    return cli_result_write(job, error);
}

const cli_command cli_protocol = {
    .name = "protocol",
    .operands = "[CASE]",
    .operands_least = 0,
    .operands_most = 1,
    .summary = "the steps of a session, and what is written down at each",
    .about =
        "Lists the steps for the areas of a CASE (or a plan): weeks before, the day before, on "
        "the day and afterwards, each with what is written down. Steps that no source "
        "supports say so. A studio keeps, drops or edits steps with --studio.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
