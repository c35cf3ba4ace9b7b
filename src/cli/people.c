/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clients: taking in, changing, putting aside, looking for. */
#include "records.h"

#include <stdlib.h>
#include <string.h>

#define MANY 60

/* ---- client new -------------------------------------------------------------------------- */

static const cli_option new_options[] = {
    {.name = "twice", .help = "although there is one of this name and birth date already"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};

/* Somebody of the same name and birth date. */
static scalp_status check_new(cli_job *job, const scalp_studio *studio, const scalp_record *record,
                              scalp_error *error) {
    const scalp_studio_name *names;
    size_t count;
    char words[400];
    if (cli_given(job, "twice"))
        return SCALP_OK;
    snprintf(words, sizeof words, "%s %s %s", scalp_record_text(record, "family_name"),
             scalp_record_text(record, "given_name"), scalp_record_text(record, "born"));
    SCALP_TRY(scalp_studio_names(studio, &names, &count, error));
    for (size_t i = 0; i < count; i++)
        if (scalp_studio_matches(names[i].text, words))
            return scalp_fail(error, SCALP_ERR_NO,
                              "There is a client of this name already (%.8s%s); give --twice if "
                              "this is somebody else.",
                              names[i].id, names[i].archived ? ", archived" : "");
    return SCALP_OK;
}

static scalp_status make(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record record;
    SCALP_TRY(scalp_studio_new(studio, "client", NULL, NULL, &record, error));
    SCALP_TRY(cli_fields_set(job, studio, 0, &record, error));
    SCALP_TRY(scalp_record_check(&record, error));
    SCALP_TRY(check_new(job, studio, &record, error));
    SCALP_TRY(scalp_studio_save(studio, &record, 1, error));
    return cli_record_stored(job, &record, "New", error);
}

static scalp_status run_new(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, make, error);
}

const cli_command cli_client_new = {
    .name = "client new",
    .operands = "FIELD=VALUE...",
    .operands_least = 1,
    .operands_most = MANY,
    .summary = "take in a client",
    .about = "Stores a new client: family_name and given_name are needed, born before any session; "
             "scalptor record fields client lists the rest. Somebody of the same name and birth "
             "date is told.",
    .options = new_options,
    .option_count = sizeof new_options / sizeof *new_options,
    .run = run_new,
};

/* ---- client set -------------------------------------------------------------------------- */

static const cli_option set_options[] = {
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};

static scalp_status set(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record record;
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &record, error));
    SCALP_TRY(cli_fields_set(job, studio, 1, &record, error));
    SCALP_TRY(scalp_studio_save(studio, &record, 1, error));
    return cli_record_stored(job, &record, "Changed", error);
}

static scalp_status run_set(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, set, error);
}

const cli_command cli_client_set = {
    .name = "client set",
    .operands = "CLIENT FIELD=VALUE...",
    .operands_least = 2,
    .operands_most = MANY,
    .summary = "change what is known of a client",
    .about = "Stores the client with these fields changed; FIELD= alone takes a field away. CLIENT "
             "is a name, a telephone number, an id or its first letters: whatever means one.",
    .options = set_options,
    .option_count = sizeof set_options / sizeof *set_options,
    .run = run_set,
};

/* ---- client archive ---------------------------------------------------------------------- */

static const cli_option archive_options[] = {
    {.name = "undo", .help = "take the client out of the archive; CLIENT is then the id"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};

static scalp_status archive(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record record;
    const bool undo = cli_given(job, "undo");
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &record, error));
    SCALP_TRY(scalp_studio_archive(studio, &record, !undo, error));
    return cli_record_stored(job, &record, undo ? "Back:" : "Archived", error);
}

static scalp_status run_archive(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, archive, error);
}

const cli_command cli_client_archive = {
    .name = "client archive",
    .operands = "CLIENT",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "put a client aside",
    .about = "Puts a client aside: everything stays, but the name is found only when archived ones "
             "are asked for. To forget a client for good there is scalptor erase.",
    .options = archive_options,
    .option_count = sizeof archive_options / sizeof *archive_options,
    .run = run_archive,
};

/* ---- client list ------------------------------------------------------------------------- */

static const cli_option list_options[] = {
    {.name = "archived", .help = "those that were put aside too"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show them as JSON"},
};

static json_t *name_json(const scalp_studio_name *name) {
    return json_pack("{s:s, s:s, s:b}", "id", name->id, "text", name->text, "archived",
                     (int)name->archived);
}

/* By the text, which begins with the family name. */
static int by_text(const void *a, const void *b) {
    return strcmp(((const scalp_studio_name *)a)->text, ((const scalp_studio_name *)b)->text);
}

static scalp_status show_names(cli_job *job, const scalp_studio *studio, const char *words,
                               scalp_error *error) {
    const scalp_studio_name *names;
    size_t count, shown = 0;
    void *place;
    SCALP_TRY(scalp_studio_names(studio, &names, &count, error));
    SCALP_TRY(scalp_work_take(&job->work, count, sizeof *names, &place, error));
    scalp_studio_name *found = place;
    for (size_t i = 0; i < count; i++)
        if ((cli_given(job, "archived") || !names[i].archived) &&
            (!words || scalp_studio_matches(names[i].text, words)))
            found[shown++] = names[i];
    if (shown > 1)
        qsort(found, shown, sizeof *found, by_text);
    json_t *list = cli_given(job, "json") ? json_array() : NULL;
    for (size_t i = 0; i < shown; i++) {
        if (list)
            json_array_append_new(list, name_json(&found[i]));
        else
            fprintf(job->out, "%.8s  %s%s\n", found[i].id, found[i].text,
                    found[i].archived ? " (archived)" : "");
    }
    if (list)
        job->json = json_pack("{s:o}", "clients", list);
    else if (shown == 0)
        cli_say(job, words ? "Nobody is called so." : "There is no client yet.");
    return SCALP_OK;
}

static scalp_status list(cli_job *job, scalp_studio *studio, scalp_error *error) {
    return show_names(job, studio, NULL, error);
}

static scalp_status run_list(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, list, error);
}

const cli_command cli_client_list = {
    .name = "client list",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "all clients",
    .about = "Lists the clients by name, with birth date, telephone and mail.",
    .options = list_options,
    .option_count = sizeof list_options / sizeof *list_options,
    .run = run_list,
};

/* ---- client search ----------------------------------------------------------------------- */

static scalp_status search(cli_job *job, scalp_studio *studio, scalp_error *error) {
    char words[400] = "";
    size_t used = 0;
    for (size_t i = 0; i < job->operand_count && used + 1 < sizeof words; i++)
        used += (size_t)snprintf(words + used, sizeof words - used, "%s%s", i ? " " : "",
                                 job->operands[i]);
    return show_names(job, studio, words, error);
}

static scalp_status run_search(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, search, error);
}

const cli_command cli_client_search = {
    .name = "client search",
    .operands = "WORD...",
    .operands_least = 1,
    .operands_most = 20,
    .summary = "clients by the beginnings of words",
    .about =
        "Lists the clients of whom every word begins a word of the name, birth date, telephone "
        "or mail, without case and accents: mull an finds Anna M\u00fcller.",
    .options = list_options,
    .option_count = sizeof list_options / sizeof *list_options,
    .run = run_search,
};
