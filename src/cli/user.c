/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who works in the studio. */
#include "records.h"

#include <string.h>

#define MANY 60

static const cli_option record_options[] = {
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};

static scalp_status add(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record staff;
    SCALP_TRY(scalp_studio_new(studio, "staff", NULL, NULL, &staff, error));
    SCALP_TRY(cli_fields_set(job, studio, 0, &staff, error));
    SCALP_TRY(scalp_studio_save(studio, &staff, 1, error));
    return cli_record_stored(job, &staff, "New", error);
}

static scalp_status run_add(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, add, error);
}

const cli_command cli_user_add = {
    .name = "user add",
    .operands = "FIELD=VALUE...",
    .operands_least = 1,
    .operands_most = MANY,
    .summary = "somebody who works here",
    .about = "Stores a member of staff: name and roles (owner, practitioner, assistant, desk, "
             "auditor; roles= once for each) are needed. Licences and trainings with their dates "
             "are rows, as "
             "'trainings=[{\"name\": \"Bloodborne pathogens\", \"on\": \"2026-03-01\"}]'.",
    .options = record_options,
    .option_count = sizeof record_options / sizeof *record_options,
    .run = run_add,
};

static scalp_status set(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record staff;
    SCALP_TRY(scalp_studio_find(studio, "staff", job->operands[0], &staff, error));
    SCALP_TRY(cli_fields_set(job, studio, 1, &staff, error));
    SCALP_TRY(scalp_studio_save(studio, &staff, 1, error));
    return cli_record_stored(job, &staff, "Changed", error);
}

static scalp_status run_set(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, set, error);
}

const cli_command cli_user_set = {
    .name = "user set",
    .operands = "NAME FIELD=VALUE...",
    .operands_least = 2,
    .operands_most = MANY,
    .summary = "change what is known of somebody",
    .about = "Sets fields of a member of staff; until=DATE for somebody who leaves. Rows replace "
             "those that were there.",
    .options = record_options,
    .option_count = sizeof record_options / sizeof *record_options,
    .run = run_set,
};

static scalp_status list(cli_job *job, scalp_studio *studio, scalp_error *error) {
    const scalp_store_query query = {.kind = "staff"};
    const scalp_record *staff;
    size_t count;
    SCALP_TRY(scalp_studio_list(studio, &query, &staff, &count, error));
    if (cli_given(job, "json")) {
        job->json = json_pack("{s:o}", "staff", cli_records_json(job, staff, count));
        return SCALP_OK;
    }
    for (size_t i = 0; i < count; i++) {
        if (i)
            fputc('\n', job->out);
        cli_record_text(job->out, &staff[i]);
    }
    if (count == 0)
        cli_say(job, "Nobody works here yet; add somebody with scalptor user add.");
    return SCALP_OK;
}

static scalp_status run_list(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, list, error);
}

const cli_command cli_user_list = {
    .name = "user list",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "who works here",
    .about = "Shows the members of staff with roles, licences and trainings.",
    .options = record_options,
    .option_count = sizeof record_options / sizeof *record_options,
    .run = run_list,
};
