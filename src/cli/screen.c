/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen.h"
#include "records.h"

static const cli_option options[] = {
    {.name = "on",
     .kind = CLI_TEXT,
     .argument = "YYYY-MM-DD",
     .help = "the day looked at",
     .otherwise = "today"},
    {.name = "again",
     .help = "the day of the session: the short questions must have been asked on it"},
    {.name = "override",
     .kind = CLI_TEXT,
     .argument = "REASON",
     .help = "clear the client against the answers; the reason stands on the record"},
    CLI_LANGUAGE_OPTION,
    {.name = "client",
     .kind = CLI_TEXT,
     .argument = "CLIENT",
     .help = "store the answers and what follows in this client's records"},
    CLI_STUDIO_PLACE_OPTIONS,
    {.name = "blank", .help = "instead of ANSWERS: an empty form, with what is asked"},
    {.name = "schema", .help = "instead of ANSWERS: the JSON Schema of the form"},
    CLI_RESULT_OPTIONS,
};

/* A document that needs no answers, to stdout or --output. */
static scalp_status show_bytes(cli_job *job, scalp_bytes bytes, scalp_error *error) {
    if (fwrite(bytes.data, 1, bytes.size, job->out) != bytes.size)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while writing the result.");
    return cli_result_write(job, error);
}

static scalp_status run_blank(cli_job *job, scalp_error *error) {
    scalp_language language;
    scalp_bytes bytes;
    int32_t day;
    const char *on = cli_text(job, "on", NULL);
    SCALP_TRY(cli_language(job, &language, error));
    if (on)
        SCALP_TRY(cli_day(job, "on", &day, error));
    SCALP_TRY(cli_result_check(job, error));
    SCALP_TRY(scalp_codec_screening_blank(on, language, &job->work, &bytes, error));
    return show_bytes(job, bytes, error);
}

static scalp_status run_schema(cli_job *job, scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(cli_result_check(job, error));
    SCALP_TRY(scalp_codec_screening_schema(&job->work, &bytes, error));
    return show_bytes(job, bytes, error);
}

/* Into the records of --client. */
static scalp_status store(cli_job *job, const scalp_studio *studio, const cli_screened *screened,
                          scalp_bytes bytes, scalp_error *error) {
    scalp_record client, record;
    SCALP_TRY(scalp_studio_find(studio, "client", cli_text(job, "client", ""), &client, error));
    const scalp_studio_screened stored = {.client = client.id,
                                          .document = bytes,
                                          .screening = screened->screening,
                                          .result = &screened->result,
                                          .override_by = screened->reason};
    SCALP_TRY(scalp_studio_screen(studio, &stored, &record, error));
    cli_say(job, "Stored as screening %.8s of %s, %s %s.", record.id, record.date,
            scalp_record_text(&client, "given_name"), scalp_record_text(&client, "family_name"));
    return SCALP_OK;
}

/* `studio` NULL: nothing is stored. */
static scalp_status answer(cli_job *job, scalp_studio *studio, scalp_error *error) {
    void *place;
    scalp_bytes bytes;
    cli_screened screened = {.reason = cli_text(job, "override", NULL)};
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(scalp_screening), &place, error));
    scalp_screen_params params = {.again = cli_given(job, "again"), .override_by = screened.reason};
    SCALP_TRY(cli_language(job, &params.language, error));
    SCALP_TRY(cli_day(job, "on", &params.on, error));
    SCALP_TRY(cli_read(job, job->operands[0], SCALP_CODEC_MAX_CARE_BYTES, &bytes, error));
    SCALP_TRY(cli_result_check(job, error));
    SCALP_TRY(scalp_codec_screening_read(bytes, job->operands[0], place, error));
    SCALP_TRY(scalp_screen(place, &params, &job->work, &screened.result, error));
    screened.screening = place;
    screened.language = params.language;
    cli_hash_text(bytes, screened.hash);
    if (studio)
        SCALP_TRY(store(job, studio, &screened, bytes, error));
    if (cli_given(job, "json"))
        job->json = cli_screen_json(&screened);
    else
        SCALP_TRY(cli_screen_text(job, &screened, error));
    SCALP_TRY(cli_result_write(job, error));
    return screened.result.cleared ? SCALP_OK : SCALP_ERR_NO;
}

static scalp_status run_answers(cli_job *job, scalp_error *error) {
    return cli_given(job, "client") ? cli_studio_run(job, answer, error) : answer(job, NULL, error);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    const bool blank = cli_given(job, "blank"), schema = cli_given(job, "schema");
    if (blank + schema + (int)job->operand_count != 1)
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "screen needs either ANSWERS, --blank or --schema; scalptor screen --help "
            "says more.");
    if (!blank && !schema)
        return run_answers(job, error);
    if (cli_given(job, "again") || cli_given(job, "override") || cli_given(job, "json") ||
        cli_given(job, "client"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--again, --override, --json and --client go with ANSWERS.");
    return blank ? run_blank(job, error) : run_schema(job, error);
}

const cli_command cli_screen = {
    .name = "screen",
    .operands = "[ANSWERS]",
    .operands_least = 0,
    .operands_most = 1,
    .summary = "whether a person may be treated on a day",
    .about = "Looks at a client's answers and says go, wait until a day, ask a doctor, or no, each "
             "with the answer that caused it; what is not answered does not clear. Checks numbing "
             "by product, amount, area and weight. Clears one session; on its day the short "
             "questions are asked again, after six months the whole form. Exit code 0 only for go, "
             "or for an override with a typed reason.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
