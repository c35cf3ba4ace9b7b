/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One client's file: who, what was agreed to, and everything that happened, by date. */
#include "records.h"

#include <string.h>

static const cli_option options[] = {
    {.name = "archived", .help = "records that were put aside too"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show all of it as JSON"},
};

typedef struct client_file {
    scalp_record client;
    const scalp_record *records;
    size_t count;
    char today[SCALP_RECORD_DATE];
} client_file;

static const char *const purposes[] = {"treatment", "photos", "publication"};

static void consent_line(const client_file *f, const char *purpose, char *text, size_t size) {
    const scalp_record *withdrawn;
    const scalp_record *consent =
        scalp_consent_find(f->records, f->count, purpose, f->today, &withdrawn);
    if (consent)
        snprintf(text, size, "yes, since %s", consent->date);
    else if (withdrawn)
        snprintf(text, size, "no, taken back on %s", withdrawn->date);
    else
        snprintf(text, size, "no");
}

/* The latest look back at that session; NULL: none. */
static const scalp_record *healed(const client_file *f, const scalp_record *session) {
    const scalp_record *found = NULL;
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->records[i].kind->name, "inspection") == 0 &&
            scalp_record_is(&f->records[i], "session", session->id))
            found = &f->records[i];
    return found;
}

/* The recipe of a session beside what it healed to. */
static void show_recipes(FILE *to, const client_file *f, const scalp_record *session) {
    const scalp_value *rows = scalp_record_value(session, "recipes");
    const scalp_record *look = healed(f, session);
    for (size_t i = 0; i < rows->count; i++) {
        const scalp_record *row = &rows->rows[i];
        fprintf(to, "%24s%s: %s, %g drops to %g of diluent\n", "", scalp_record_text(row, "zone"),
                scalp_record_text(row, "pigment"), scalp_record_number(row, "drops", 0),
                scalp_record_number(row, "diluent_drops", 0));
    }
    if (rows->count && look && scalp_record_value(look, "healed_l")->given)
        fprintf(to, "%24shealed to L %g, a %g, b %g (%s)\n", "",
                scalp_record_number(look, "healed_l", 0), scalp_record_number(look, "healed_a", 0),
                scalp_record_number(look, "healed_b", 0), look->date);
}

static void show_text(cli_job *job, const client_file *f) {
    cli_record_text(job->out, &f->client);
    fputs("\nConsent\n", job->out);
    for (size_t i = 0; i < 3; i++) {
        char text[80];
        consent_line(f, purposes[i], text, sizeof text);
        fprintf(job->out, "  %-18s %s\n", purposes[i], text);
    }
    fputs("\nRecords\n", job->out);
    for (size_t i = 0; i < f->count; i++) {
        if (strcmp(f->records[i].kind->name, "client") == 0)
            continue;
        cli_record_line(job->out, &f->records[i]);
        if (strcmp(f->records[i].kind->name, "session") == 0)
            show_recipes(job->out, f, &f->records[i]);
    }
}

static json_t *file_json(cli_job *job, const client_file *f) {
    json_t *consent = json_object();
    for (size_t i = 0; i < 3; i++)
        json_object_set_new(consent, purposes[i],
                            json_boolean(scalp_consent_find(f->records, f->count, purposes[i],
                                                            f->today, NULL) != NULL));
    return json_pack("{s:o, s:o, s:o}", "client", cli_record_json(job, &f->client), "consent",
                     consent, "records", cli_records_json(job, f->records, f->count));
}

static scalp_status show(cli_job *job, scalp_studio *studio, scalp_error *error) {
    client_file f;
    scalp_studio_today(studio, f.today);
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &f.client, error));
    const scalp_store_query query = {.client = f.client.id,
                                     .archived = cli_given(job, "archived") ? SCALP_STORE_EVERYTHING
                                                                            : SCALP_STORE_CURRENT};
    SCALP_TRY(scalp_studio_list(studio, &query, &f.records, &f.count, error));
    if (cli_given(job, "json"))
        job->json = file_json(job, &f);
    else
        show_text(job, &f);
    return SCALP_OK;
}

static scalp_status run(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, show, error);
}

const cli_command cli_client_show = {
    .name = "client show",
    .operands = "CLIENT",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "one client's file",
    .about = "Shows a client, the consents in force, and every record by date; the colour recipe "
             "of a session stands beside what it healed to.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
