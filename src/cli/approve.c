/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records.h"

#include <math.h>
#include <string.h>

/* clang-format off */
static const cli_option options[] = {
    {.name = "picture", .kind = CLI_TEXT, .argument = "FILE",
     .help = "the picture of the plan that the client was shown; needed"},
    {.name = "height", .kind = CLI_TEXT, .argument = "PLACE=MM", .repeats = true,
     .otherwise = "read from the plan",
     .help = "height of the hairline above the glabella, as measured; for plans on a scan. PLACE is "
             "middle, left, right, \"left temple\" or \"right temple\"; may be repeated"},
    {.name = "title", .kind = CLI_TEXT, .argument = "TEXT", .help = "what the plan is called"},
    CLI_SIGNATURE_OPTIONS,
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};
/* clang-format on */

#define HEIGHTS 8

typedef struct heights {
    scalp_record rows[HEIGHTS];
    size_t count;
    char words[400];
} heights;

/* A row of the part height belongs to an approval; one that is never stored. */
static scalp_status add_height(const scalp_studio *studio, scalp_record *host, const char *place,
                               double mm, heights *h, scalp_error *error) {
    scalp_record *row;
    const size_t used = strlen(h->words);
    if (!(mm > 0))
        return SCALP_OK;
    mm = floor(mm * 10 + 0.5) / 10;
    SCALP_TRY(scalp_record_add_row(host, "heights", studio->work, &row, error));
    scalp_record_set_text(row, "place", place);
    scalp_record_set_text(row, "from", "glabella");
    scalp_record_set_number(row, "mm", mm);
    h->rows[h->count++] = *row;
    snprintf(h->words + used, sizeof h->words - used, "%s%s %.1f mm",
             h->count > 1 ? ", " : " Height of the hairline above the glabella: ", place, mm);
    return SCALP_OK;
}

/* Those of --height, typed. */
static scalp_status type_heights(cli_job *job, const scalp_studio *studio, scalp_record *host,
                                 heights *h, scalp_error *error) {
    const cli_value *value = cli_value_of(job, "height");
    for (size_t i = 0; i < value->count; i++) {
        const char *equals = strchr(value->texts[i], '=');
        double mm;
        if (!equals || equals == value->texts[i] || !cli_number_from_text(equals + 1, &mm) ||
            !(mm > 0) || h->count == HEIGHTS)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "--height must be PLACE=MM, as middle=72, at most %d times, not "
                              "\"%.40s\".",
                              HEIGHTS, value->texts[i]);
        const char *place =
            scalp_arena_text(job->work.memory, value->texts[i], (size_t)(equals - value->texts[i]));
        if (!place)
            return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory.");
        SCALP_TRY(add_height(studio, host, place, mm, h, error));
    }
    return SCALP_OK;
}

/* What the plan's hairline comes to, on the head it was planned on. */
static scalp_status read_heights(cli_job *job, const scalp_studio *studio, const char *client,
                                 scalp_bytes bytes, heights *h, scalp_error *error) {
    scalp_plan_file *file;
    scalp_design design;
    scalp_record host;
    void *place;
    SCALP_TRY(scalp_studio_new(studio, "approval", client, NULL, &host, error));
    if (cli_given(job, "height"))
        return type_heights(job, studio, &host, h, error);
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof *file, &place, error));
    file = place;
    SCALP_TRY(scalp_codec_plan_read(bytes, job->operands[1], NULL, &job->work, file, error));
    SCALP_TRY(scalp_case_design(&file->document, &file->fit, &job->work, &design, error));
    SCALP_TRY(add_height(studio, &host, "middle", design.hairline_height_mm, h, error));
    SCALP_TRY(add_height(studio, &host, "right", design.height_mm[0], h, error));
    return add_height(studio, &host, "left", design.height_mm[1], h, error);
}

static scalp_status approve(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record client, approval;
    scalp_studio_approval approved = {.title = cli_text(job, "title", NULL)};
    const char *picture = cli_text(job, "picture", NULL);
    heights h = {.words = "I have seen this picture of the plan and approve it."};
    if (!picture)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "approve needs --picture FILE: what the client was shown.");
    SCALP_TRY(cli_signature_read(job, &approved.signature, error));
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &client, error));
    SCALP_TRY(cli_read(job, job->operands[1], SCALP_CODEC_MAX_PLAN_BYTES, &approved.plan, error));
    SCALP_TRY(cli_read(job, picture, SCALP_CODEC_MAX_IMAGE_BYTES, &approved.picture, error));
    SCALP_TRY(read_heights(job, studio, client.id, approved.plan, &h, error));
    approved.client = client.id;
    approved.heights = h.rows;
    approved.height_count = h.count;
    approved.words = h.words;
    SCALP_TRY(scalp_studio_approve(studio, &approved, &approval, error));
    SCALP_TRY(cli_record_stored(job, &approval, "Signed", error));
    if (!cli_given(job, "json"))
        cli_wrap(job->out, h.words, 0, 2);
    return SCALP_OK;
}

static scalp_status run(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, approve, error);
}

const cli_command cli_approve = {
    .name = "approve",
    .operands = "CLIENT PLAN",
    .operands_least = 2,
    .operands_most = 2,
    .summary = "the client signs one plan",
    .about = "Stores the client's approval of one plan: its hash, the picture that was shown, the "
             "heights of the hairline on the plan's head, and the signature. A plan that changes "
             "in any way needs another approval; sessions start only under the approval of the "
             "plan they work.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
