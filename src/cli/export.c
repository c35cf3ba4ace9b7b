/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaves the studio, in files that others read. */
#include "records.h"

#include <scalptor/report.h>

#include <string.h>

#define OUTPUT_OPTION                                                                              \
    {                                                                                              \
        .name = "output", .letter = 'o', .kind = CLI_TEXT, .argument = "FILE",                     \
        .help = "write it there; - is stdout; needed"                                              \
    }

static const cli_option output_options[] = {
    OUTPUT_OPTION,
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show what was written as JSON"},
};

static const cli_option calendar_options[] = {
    {.name = "from", .kind = CLI_TEXT, .argument = "DATE", .help = "from this day on"},
    {.name = "to", .kind = CLI_TEXT, .argument = "DATE", .help = "up to this day"},
    OUTPUT_OPTION,
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show what was written as JSON"},
};

/* Notes in the audit log what leaves, then writes it. */
static scalp_status leave(cli_job *job, const scalp_studio *studio, const char *id,
                          scalp_bytes bytes, scalp_error *error) {
    SCALP_TRY(scalp_store_begin(studio->store, studio->by, studio->at, error));
    scalp_status status = scalp_store_note(studio->store, "export", id, job->command->name, error);
    if (status == SCALP_OK)
        status = scalp_store_commit(studio->store, error);
    else
        scalp_store_rollback(studio->store);
    SCALP_TRY(status);
    SCALP_TRY(cli_write(job, cli_text(job, "output", "-"), bytes, error));
    if (cli_given(job, "json")) {
        job->json = json_object();
        cli_json_written(job, job->json);
    }
    return SCALP_OK;
}

static scalp_status check_output(cli_job *job, scalp_error *error) {
    if (!cli_given(job, "output"))
        return scalp_fail(error, SCALP_ERR_INPUT, "%s needs -o FILE.", job->command->name);
    return cli_output_check(job, cli_text(job, "output", NULL), error);
}

/* ---- export client ----------------------------------------------------------------------- */

static scalp_status client(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record found;
    scalp_bytes bytes;
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &found, error));
    SCALP_TRY(scalp_studio_export_client(studio, found.id, &bytes, error));
    return leave(job, studio, found.id, bytes, error);
}

static scalp_status run_client(cli_job *job, scalp_error *error) {
    SCALP_TRY(check_output(job, error));
    return cli_studio_run(job, client, error);
}

const cli_command cli_export_client = {
    .name = "export client",
    .operands = "CLIENT",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "everything about one client",
    .about = "Writes everything about a client into one tar archive: every record as JSON, every "
             "photo and file as it was. It is not sealed: hand it over and keep no copy.",
    .options = output_options,
    .option_count = sizeof output_options / sizeof *output_options,
    .run = run_client,
};

/* ---- export table ------------------------------------------------------------------------ */

static scalp_status table(cli_job *job, scalp_studio *studio, scalp_error *error) {
    const scalp_store_query query = {.kind = job->operands[0]};
    const scalp_record *records;
    scalp_bytes bytes;
    size_t count;
    SCALP_TRY(scalp_studio_list(studio, &query, &records, &count, error));
    SCALP_TRY(scalp_report_records_csv(query.kind, records, count, &job->work, &bytes, error));
    return leave(job, studio, "", bytes, error);
}

static scalp_status run_table(cli_job *job, scalp_error *error) {
    const scalp_record_kind *kind = scalp_record_kind_find(job->operands[0]);
    if (!kind || strcmp(kind->of, "part") == 0)
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "There is no kind of record \"%.40s\"; scalptor record fields lists them.",
            job->operands[0]);
    SCALP_TRY(check_output(job, error));
    return cli_studio_run(job, table, error);
}

const cli_command cli_export_table = {
    .name = "export table",
    .operands = "KIND",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "records of a kind, for a spreadsheet",
    .about = "Writes the records of a kind that are not archived as CSV: a line for each, a column "
             "for each field. Texts that a spreadsheet would run as a formula get ' in front.",
    .options = output_options,
    .option_count = sizeof output_options / sizeof *output_options,
    .run = run_table,
};

/* ---- export calendar --------------------------------------------------------------------- */

static scalp_status calendar(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(scalp_studio_export_calendar(studio, cli_text(job, "from", NULL),
                                           cli_text(job, "to", NULL), &bytes, error));
    return leave(job, studio, "", bytes, error);
}

static scalp_status run_calendar(cli_job *job, scalp_error *error) {
    static const char *const names[] = {"from", "to"};
    for (int i = 0; i < 2; i++)
        if (cli_given(job, names[i]) && !scalp_record_date_check(cli_text(job, names[i], "")))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "--%s must be a day as 2026-11-20, not \"%.40s\".", names[i],
                              cli_text(job, names[i], ""));
    SCALP_TRY(check_output(job, error));
    return cli_studio_run(job, calendar, error);
}

const cli_command cli_export_calendar = {
    .name = "export calendar",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "appointments for a calendar",
    .about = "Writes appointments as iCalendar, with a reminder a day before. An entry says "
             "Appointment and the client's initials, never what for. Writing it again updates what "
             "a calendar took in before.",
    .options = calendar_options,
    .option_count = sizeof calendar_options / sizeof *calendar_options,
    .run = run_calendar,
};

/* ---- export outcomes --------------------------------------------------------------------- */

static scalp_status outcomes(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(scalp_studio_export_outcomes(studio, &bytes, error));
    return leave(job, studio, "", bytes, error);
}

static scalp_status run_outcomes(cli_job *job, scalp_error *error) {
    SCALP_TRY(check_output(job, error));
    return cli_studio_run(job, outcomes, error);
}

const cli_command cli_export_outcomes = {
    .name = "export outcomes",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "what became of sessions, without names",
    .about = "Writes a line for each look at a session as CSV: age by decade, skin, needle, depth, "
             "pain, days, what was found. No names, ids or dates; the order of the lines says "
             "nothing. With few clients somebody may still be guessed: think before you share it.",
    .options = output_options,
    .option_count = sizeof output_options / sizeof *output_options,
    .run = run_outcomes,
};
