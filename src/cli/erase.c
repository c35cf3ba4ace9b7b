/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records.h"

#include <string.h>

/* clang-format off */
static const cli_option options[] = {
    {.name = "reason", .kind = CLI_TEXT, .argument = "TEXT", .help = "why; needed"},
    {.name = "asked-on", .kind = CLI_TEXT, .argument = "DATE", .otherwise = "today",
     .help = "when the client asked for it"},
    {.name = "yes", .help = "do it; without, it is only said what would go"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show what was erased as JSON"},
};
/* clang-format on */

static scalp_status count_kept(const scalp_studio *studio, const char *client, size_t *gone,
                               size_t *kept, scalp_error *error) {
    const scalp_store_query query = {.client = client, .archived = SCALP_STORE_EVERYTHING};
    const scalp_record *records;
    size_t count;
    SCALP_TRY(scalp_studio_list(studio, &query, &records, &count, error));
    *gone = *kept = 0;
    for (size_t i = 0; i < count; i++)
        *(records[i].kind->kept ? kept : gone) += 1;
    return SCALP_OK;
}

static scalp_status erase(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record client, erasure;
    scalp_store_erased erased;
    char title[SCALP_RECORD_TITLE], today[SCALP_RECORD_DATE];
    const char *reason = cli_text(job, "reason", NULL);
    size_t gone, kept;
    scalp_studio_today(studio, today);
    if (!reason)
        return scalp_fail(error, SCALP_ERR_INPUT, "erase needs --reason TEXT.");
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &client, error));
    scalp_record_title(&client, title);
    SCALP_TRY(count_kept(studio, client.id, &gone, &kept, error));
    if (!cli_given(job, "yes"))
        return scalp_fail(error, SCALP_ERR_NO,
                          "%.80s: %zu records would go for good and %zu stay sealed, as proof of "
                          "consent and for recalls; give --yes to do it.",
                          title, gone, kept);
    SCALP_TRY(scalp_studio_erase(studio, client.id, cli_text(job, "asked-on", today), reason,
                                 &erased, &erasure, error));
    if (cli_given(job, "json"))
        job->json = json_pack("{s:s, s:I, s:I, s:I, s:I, s:s}", "client", client.id, "documents",
                              (json_int_t)erased.documents, "blobs", (json_int_t)erased.blobs,
                              "kept_documents", (json_int_t)erased.kept_documents, "kept_blobs",
                              (json_int_t)erased.kept_blobs, "kept_until",
                              scalp_record_text(&erasure, "kept_until"));
    else
        fprintf(job->out,
                "Erased %zu records and %lld files; %lld stay sealed until %s.\n"
                "Backups from before still hold them: destroy or replace those.\n",
                gone, (long long)erased.blobs, (long long)erased.kept_documents,
                scalp_record_text(&erasure, "kept_until"));
    return SCALP_OK;
}

static scalp_status run(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, erase, error);
}

const cli_command cli_erase = {
    .name = "erase",
    .operands = "CLIENT",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "forget a client for good",
    .about = "Deletes everything about a client and destroys the key it was sealed with, but for "
             "what the law needs as proof: consents, withdrawals, approvals, sessions with their "
             "lots, adverse events, and a record of the erasure. These stay sealed until the day "
             "that record names.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
