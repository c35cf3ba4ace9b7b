/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "care.h"

#include <string.h>

static const cli_option options[] = {
    {.name = "date",
     .kind = CLI_TEXT,
     .argument = "YYYY-MM-DD",
     .help = "day of the session; later ones of the file follow",
     .otherwise = "the file's dates"},
    {.name = "studio",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "the studio's profile as JSON: its name and phone are printed"},
    CLI_LANGUAGE_OPTION,
    CLI_RESULT_OPTIONS,
};

/* ---- Which days ---------------------------------------------------------------------------- */

/* Sessions from `day` on, which must be one of them. */
static scalp_status from_day(const scalp_course *course, int32_t day,
                             scalp_aftercare_params *params, scalp_error *error) {
    char first[SCALP_DATE];
    size_t k = 0;
    while (k < course->session_count && course->days[k] != day)
        k++;
    scalp_date_from_day(course->days[0], first);
    if (k == course->session_count)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--date is the day of no session; the file's sessions begin on %s, so "
                          "give one of its days or change them.",
                          first);
    params->session_count = course->session_count - k;
    memcpy(params->sessions, course->days + k, params->session_count * sizeof *course->days);
    return SCALP_OK;
}

static scalp_status find_sessions(const cli_job *job, const scalp_course *course,
                                  scalp_aftercare_params *params, scalp_error *error) {
    int32_t day;
    SCALP_TRY(cli_day(job, "date", &day, error));
    if (!cli_given(job, "date") && !course->dated)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%.120s has no dates; say with --date YYYY-MM-DD when the session is.",
                          job->operands[0]);
    if (course->dated)
        return from_day(course, cli_given(job, "date") ? day : course->days[0], params, error);
    params->session_count = course->session_count > 0 ? course->session_count : 1;
    for (size_t k = 0; k < params->session_count; k++)
        params->sessions[k] = day + course->days[k];
    return SCALP_OK;
}

/* ---- Text ---------------------------------------------------------------------------------- */

static void show_list(FILE *to, const char *title, size_t indent, const scalp_care_list *list) {
    if (list->count == 0)
        return;
    if (title)
        fprintf(to, "%*s%s\n", (int)indent, "", title);
    for (size_t i = 0; i < list->count; i++)
        cli_paragraph(to, indent + 2, "- ", list->lines[i]);
}

/* "30 November - 2 December; 14 - 16 December". */
static void show_when(FILE *to, const scalp_aftercare *sheet, const scalp_care_days *days) {
    char line[SCALP_CARE_MAX_SESSIONS * 2 * SCALP_DATE_TEXT] = "";
    for (size_t k = 0; k < sheet->session_count; k++) {
        char from[SCALP_DATE_TEXT], until[SCALP_DATE_TEXT];
        const size_t used = strlen(line);
        if (days->first[k] > days->last[k])
            continue;
        scalp_text_date_short(days->first[k], sheet->language, from);
        scalp_text_date_short(days->last[k], sheet->language, until);
        snprintf(line + used, sizeof line - used, "%s%s%s%s", used ? "; " : "", from,
                 days->first[k] < days->last[k] ? " - " : "",
                 days->first[k] < days->last[k] ? until : "");
    }
    cli_paragraph(to, 2, "", line);
}

static scalp_status show_sessions(cli_job *job, const scalp_aftercare *sheet, scalp_error *error) {
    for (size_t k = 0; k < sheet->session_count; k++) {
        char day[SCALP_DATE_TEXT], number[24];
        const char *session;
        const scalp_text_part part = {"number", number};
        snprintf(number, sizeof number, "%zu", k + 1);
        scalp_text_date(sheet->sessions[k], sheet->language, day);
        SCALP_TRY(scalp_text_fill(scalp_text("aftercare.session", sheet->language), &part, 1,
                                  &job->work, &session, error));
        fprintf(job->out, "  %s: %s\n", session, day);
    }
    if (sheet->session_count > 1)
        cli_paragraph(job->out, 2, "", scalp_text("aftercare.again", sheet->language));
    return SCALP_OK;
}

/* "Sport and heavy sweat. Until 10 December; 24 December." */
static scalp_status show_ban(cli_job *job, const scalp_aftercare *sheet, const scalp_care_ban *ban,
                             scalp_error *error) {
    char dates[SCALP_CARE_MAX_SESSIONS * SCALP_DATE_TEXT] = "";
    const char *line;
    for (size_t k = 0; k < sheet->session_count; k++) {
        char date[SCALP_DATE_TEXT];
        const size_t used = strlen(dates);
        if (ban->begins_again[k])
            continue;
        scalp_text_date_short(ban->last[k], sheet->language, date);
        snprintf(dates + used, sizeof dates - used, "%s%s", used ? "; " : "", date);
    }
    const scalp_text_part parts[] = {{"what", ban->line}, {"dates", dates}};
    SCALP_TRY(scalp_text_fill(scalp_text("aftercare.until", sheet->language), parts, 2, &job->work,
                              &line, error));
    cli_paragraph(job->out, 2, "- ", line);
    return SCALP_OK;
}

static scalp_status show_text(cli_job *job, const scalp_aftercare *sheet, scalp_error *error) {
    FILE *to = job->out;
    const scalp_language language = sheet->language;
    fprintf(to, "%s\n\n", sheet->title);
    cli_paragraph(to, 0, "", sheet->intro);
    fprintf(to, "\n%s\n", scalp_text("aftercare.sessions", language));
    SCALP_TRY(show_sessions(job, sheet, error));
    fprintf(to, "\n%s\n", scalp_text("aftercare.avoid", language));
    for (size_t i = 0; i < sheet->ban_count; i++)
        SCALP_TRY(show_ban(job, sheet, &sheet->bans[i], error));
    for (size_t i = 0; i < sheet->days_count; i++) {
        const scalp_care_days *days = &sheet->days[i];
        fprintf(to, "\n%s\n", days->title);
        show_when(to, sheet, days);
        show_list(to, scalp_text("aftercare.expect", language), 2, &days->expect);
        show_list(to, scalp_text("aftercare.do", language), 2, &days->todo);
    }
    fprintf(to, "\n");
    show_list(to, scalp_text("aftercare.signs", language), 0, &sheet->signs);
    cli_paragraph(to, 2, "", scalp_text("aftercare.call_and", language));
    fprintf(to, "\n");
    show_list(to, scalp_text("aftercare.urgent", language), 0, &sheet->urgent);
    fprintf(to, "\n");
    cli_paragraph(to, 0, "", sheet->call);
    fprintf(to, "\n");
    show_list(to, scalp_text("aftercare.long", language), 0, &sheet->later);
    return SCALP_OK;
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static json_t *day_json(int32_t day) {
    char date[SCALP_DATE];
    scalp_date_from_day(day, date);
    return json_string(date);
}

static json_t *list_json(const scalp_care_list *list) {
    json_t *all = json_array();
    for (size_t i = 0; i < list->count; i++)
        json_array_append_new(all,
                              json_pack("{s:s, s:s}", "id", list->ids[i], "text", list->lines[i]));
    return all;
}

static json_t *days_json(const scalp_aftercare *sheet, const scalp_care_days *days) {
    json_t *when = json_array();
    for (size_t k = 0; k < sheet->session_count; k++) {
        if (days->first[k] <= days->last[k])
            json_array_append_new(when, json_pack("{s:i, s:o, s:o}", "session", (int)k + 1, "from",
                                                  day_json(days->first[k]), "to",
                                                  day_json(days->last[k])));
    }
    return json_pack("{s:i, s:i, s:s, s:o, s:o, s:o}", "from_day", days->from_day, "to_day",
                     days->to_day, "title", days->title, "when", when, "expect",
                     list_json(&days->expect), "do", list_json(&days->todo));
}

static json_t *ban_json(const scalp_aftercare *sheet, const scalp_care_ban *ban) {
    json_t *last = json_array();
    for (size_t k = 0; k < sheet->session_count; k++)
        json_array_append_new(last, ban->begins_again[k] ? json_null() : day_json(ban->last[k]));
    return json_pack("{s:s, s:s, s:i, s:o}", "id", ban->id, "text", ban->line, "to_day",
                     ban->to_day, "until", last);
}

static json_t *sheet_json(const scalp_aftercare *sheet, const char *hash) {
    json_t *sessions = json_array(), *days = json_array(), *bans = json_array();
    for (size_t k = 0; k < sheet->session_count; k++)
        json_array_append_new(sessions, day_json(sheet->sessions[k]));
    for (size_t i = 0; i < sheet->days_count; i++)
        json_array_append_new(days, days_json(sheet, &sheet->days[i]));
    for (size_t i = 0; i < sheet->ban_count; i++)
        json_array_append_new(bans, ban_json(sheet, &sheet->bans[i]));
    return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s}", "version",
                     SCALP_VERSION, "language", scalp_language_code(sheet->language), "title",
                     sheet->title, "intro", sheet->intro, "sessions", sessions, "days", days,
                     "avoid", bans, "signs", list_json(&sheet->signs), "urgent",
                     list_json(&sheet->urgent), "later", list_json(&sheet->later), "call",
                     sheet->call, "made_from_sha256", hash);
}

static scalp_status read_contact(cli_job *job, scalp_studio_contact *contact, scalp_error *error) {
    const char *path = cli_text(job, "studio", NULL);
    scalp_bytes bytes;
    if (!path)
        return SCALP_OK;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_CARE_BYTES, &bytes, error));
    return scalp_codec_contact_read(bytes, path, contact, error);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    scalp_bytes bytes;
    scalp_course course;
    scalp_studio_contact contact = {.name = ""};
    scalp_aftercare sheet;
    scalp_aftercare_params params = {.contact = {contact.name, contact.phone}};
    char hash[SCALP_HASH_HEX];
    SCALP_TRY(cli_language(job, &params.language, error));
    SCALP_TRY(cli_read(job, job->operands[0], SCALP_CODEC_MAX_PLAN_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_course_read(bytes, job->operands[0], &job->work, &course, error));
    SCALP_TRY(read_contact(job, &contact, error));
    SCALP_TRY(cli_result_check(job, error));
    SCALP_TRY(find_sessions(job, &course, &params, error));
    params.areas = course.areas;
    SCALP_TRY(scalp_aftercare_make(&params, &job->work, &sheet, error));
    cli_hash_text(bytes, hash);
    if (cli_given(job, "json"))
        job->json = sheet_json(&sheet, hash);
    else
        SCALP_TRY(show_text(job, &sheet, error));
    return cli_result_write(job, error);
}

const cli_command cli_aftercare = {
    .name = "aftercare",
    .operands = "CASE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "the sheet to take home, day by day",
    .about =
        "Makes the sheet that a client takes home after a session of this CASE or plan: what to "
        "expect, do and avoid day by day with the dates, warning signs and whom to call, and "
        "what holds later on. It promises nothing.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
