/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a consent, signing it, taking it back. */
#include "records.h"

#include <string.h>

/* ---- consent text ------------------------------------------------------------------------ */

#define LANGUAGE_OPTION                                                                            \
    {                                                                                              \
        .name = "language", .kind = CLI_CHOICE, .argument = "LANGUAGE", .choices = "en|de|es",     \
        .help = "language of the words", .otherwise = "en"                                         \
    }

static const cli_option text_options[] = {
    LANGUAGE_OPTION,
    {.name = "json", .help = "show edition, words and risks as JSON"},
};

static scalp_status text(cli_job *job, scalp_error *error) {
    scalp_consent_text words;
    const char *language = cli_text(job, "language", "en");
    SCALP_TRY(scalp_consent_text_make(language, &job->work, &words, error));
    if (cli_given(job, "json")) {
        json_t *risks = json_array();
        for (size_t i = 0; i < words.risk_count; i++)
            json_array_append_new(risks, json_pack("{s:s, s:s}", "key", words.risks[i].key, "words",
                                                   words.risks[i].words));
        job->json = json_pack("{s:s, s:s, s:s, s:o}", "version", words.version, "language",
                              language, "text", words.text, "risks", risks);
        return SCALP_OK;
    }
    for (const char *line = words.text; *line;) {
        const size_t length = strcspn(line, "\n");
        const char *copy = scalp_arena_text(job->work.memory, line, length);
        if (!copy)
            return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while showing the consent.");
        cli_wrap(job->out, copy, 0, strncmp(copy, "____", 4) == 0 ? 5 : 0);
        line += length + (line[length] == '\n');
    }
    fprintf(job->out, "\nEdition %s. Risks to be initialled:", words.version);
    for (size_t i = 0; i < words.risk_count; i++)
        fprintf(job->out, " %s", words.risks[i].key);
    fputc('\n', job->out);
    return SCALP_OK;
}

const cli_command cli_consent_text = {
    .name = "consent text",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "the words of the consent",
    .about = "Shows the words that consent sign has signed, their edition, and the risks that the "
             "client's initials go beside.",
    .options = text_options,
    .option_count = sizeof text_options / sizeof *text_options,
    .run = text,
};

/* ---- consent sign ------------------------------------------------------------------------ */

/* clang-format off */
static const cli_option sign_options[] = {
    LANGUAGE_OPTION,
    {.name = "text", .kind = CLI_TEXT, .argument = "FILE", .otherwise = "the built-in ones",
     .help = "the studio's own words, as they were shown"},
    {.name = "edition", .kind = CLI_TEXT, .argument = "NAME", .otherwise = "by its hash",
     .help = "with --text: what the edition is called"},
    {.name = "initial", .kind = CLI_TEXT, .argument = "RISK=INITIALS", .repeats = true,
     .help = "the client's initials beside a risk, once for each risk of the words"},
    {.name = "photos", .kind = CLI_CHOICE, .argument = "ANSWER", .choices = "yes|no",
     .help = "photos for the record; needed"},
    {.name = "publication", .kind = CLI_CHOICE, .argument = "ANSWER", .choices = "yes|no",
     .help = "photos shown to others; needed"},
    CLI_SIGNATURE_OPTIONS,
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};
/* clang-format on */

static scalp_status read_words(cli_job *job, scalp_studio_consent *given, scalp_consent_text *words,
                               scalp_error *error) {
    const char *path = cli_text(job, "text", NULL);
    SCALP_TRY(scalp_consent_text_make(given->language, &job->work, words, error));
    given->text = words->text;
    given->text_version = words->version;
    if (!path)
        return SCALP_OK;
    char hex[SCALP_HASH_HEX];
    SCALP_TRY(cli_text_read(job, path, &given->text, error));
    scalp_hash hash = scalp_hash_make();
    scalp_hash_add(&hash, given->text, strlen(given->text));
    scalp_hash_hex(&hash, hex);
    hex[12] = 0;
    given->text_version = scalp_arena_text(job->work.memory, hex, 12);
    given->text_version = cli_text(job, "edition", given->text_version);
    words->risk_count = 0;
    return given->text_version ? SCALP_OK : scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory.");
}

/* Each --initial: a risk of the words, and what was written. */
static scalp_status read_initials(cli_job *job, const scalp_consent_text *words,
                                  scalp_studio_consent *given, scalp_error *error) {
    const cli_value *value = cli_value_of(job, "initial");
    void *place;
    SCALP_TRY(
        scalp_work_take(&job->work, value->count, sizeof(scalp_studio_initial), &place, error));
    scalp_studio_initial *list = place;
    for (size_t i = 0; i < value->count; i++) {
        const char *equals = strchr(value->texts[i], '=');
        if (!equals || equals == value->texts[i] || !equals[1])
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "--initial must be RISK=INITIALS, as infection=AK, not \"%.40s\".",
                              value->texts[i]);
        list[i].risk =
            scalp_arena_text(job->work.memory, value->texts[i], (size_t)(equals - value->texts[i]));
        list[i].initials = equals + 1;
        if (!list[i].risk)
            return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory.");
    }
    given->risks = list;
    given->risk_count = value->count;
    for (size_t k = 0; k < words->risk_count; k++) {
        size_t found = 0;
        for (size_t i = 0; i < value->count; i++)
            found += strcmp(list[i].risk, words->risks[k].key) == 0;
        if (found != 1)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The initials beside the risk \"%s\" are %s; give --initial %s=... "
                              "once.",
                              words->risks[k].key, found ? "there twice" : "missing",
                              words->risks[k].key);
    }
    return SCALP_OK;
}

/* No initials beside what the words do not name. */
static scalp_status check_initials(const scalp_consent_text *words,
                                   const scalp_studio_consent *given, scalp_error *error) {
    for (size_t i = 0; words->risk_count && i < given->risk_count; i++) {
        bool known = false;
        for (size_t k = 0; k < words->risk_count; k++)
            known = known || strcmp(given->risks[i].risk, words->risks[k].key) == 0;
        if (!known)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The words name no risk \"%.40s\"; scalptor consent text lists them.",
                              given->risks[i].risk);
    }
    return SCALP_OK;
}

static scalp_status sign(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record client, consent;
    scalp_consent_text words;
    scalp_studio_consent given = {.language = cli_text(job, "language", NULL), .treatment = true};
    if (!cli_given(job, "photos") || !cli_given(job, "publication"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "consent sign needs --photos yes|no and --publication yes|no: they are "
                          "asked separately.");
    given.photos = strcmp(cli_text(job, "photos", ""), "yes") == 0;
    given.publication = strcmp(cli_text(job, "publication", ""), "yes") == 0;
    SCALP_TRY(cli_signature_read(job, &given.signature, error));
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &client, error));
    given.client = client.id;
    if (!given.language)
        given.language = scalp_record_text(&client, "language");
    if (!given.language[0])
        given.language = "en";
    SCALP_TRY(read_words(job, &given, &words, error));
    SCALP_TRY(read_initials(job, &words, &given, error));
    SCALP_TRY(check_initials(&words, &given, error));
    SCALP_TRY(scalp_studio_sign(studio, &given, &consent, error));
    return cli_record_stored(job, &consent, "Signed", error);
}

static scalp_status run_sign(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, sign, error);
}

const cli_command cli_consent_sign = {
    .name = "consent sign",
    .operands = "CLIENT",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "store a signed consent",
    .about = "Stores what the client signed: the words themselves, the initials beside each risk, "
             "the answers on photos and on publication, the signature, drawn or typed, and a hash "
             "of all of it, by which one altered byte is noticed. A signed consent is never "
             "changed; without --language, the words are in the client's.",
    .options = sign_options,
    .option_count = sizeof sign_options / sizeof *sign_options,
    .run = run_sign,
};

/* ---- consent withdraw -------------------------------------------------------------------- */

/* clang-format off */
static const cli_option withdraw_options[] = {
    {.name = "scope", .kind = CLI_CHOICE, .argument = "WHAT",
     .choices = "treatment|photos|publication|all", .help = "what is taken back; needed"},
    {.name = "words", .kind = CLI_TEXT, .argument = "TEXT", .help = "in the client's words"},
    {.name = "sent", .kind = CLI_TEXT, .argument = "WHAT=WHERE", .repeats = true,
     .help = "a picture or paper that had gone out, and where to; may be repeated"},
    {.name = "done", .kind = CLI_TEXT, .argument = "TEXT", .help = "what was done about it"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};
/* clang-format on */

static scalp_status add_sent(cli_job *job, scalp_record *withdrawal, scalp_error *error) {
    const cli_value *value = cli_value_of(job, "sent");
    for (size_t i = 0; i < value->count; i++) {
        const char *equals = strchr(value->texts[i], '=');
        scalp_record *row;
        if (!equals || equals == value->texts[i] || !equals[1])
            return scalp_fail(error, SCALP_ERR_INPUT, "--sent must be WHAT=WHERE, not \"%.60s\".",
                              value->texts[i]);
        const char *what =
            scalp_arena_text(job->work.memory, value->texts[i], (size_t)(equals - value->texts[i]));
        if (!what)
            return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory.");
        SCALP_TRY(scalp_record_add_row(withdrawal, "out", &job->work, &row, error));
        scalp_record_set_text(row, "what", what);
        scalp_record_set_text(row, "where", equals + 1);
    }
    return SCALP_OK;
}

static scalp_status withdraw(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record client, withdrawal, parts;
    const char *scope = cli_text(job, "scope", NULL);
    if (!scope)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "consent withdraw needs --scope treatment, photos, publication or all.");
    SCALP_TRY(scalp_studio_find(studio, "client", job->operands[0], &client, error));
    /* What was sent is looked at before anything is stored. */
    SCALP_TRY(scalp_studio_new(studio, "withdrawal", client.id, NULL, &parts, error));
    SCALP_TRY(add_sent(job, &parts, error));
    SCALP_TRY(scalp_studio_withdraw(studio, client.id, scope, cli_text(job, "words", NULL),
                                    &withdrawal, error));
    if (cli_given(job, "sent") || cli_given(job, "done")) {
        SCALP_TRY(add_sent(job, &withdrawal, error));
        scalp_record_set_text(&withdrawal, "done", cli_text(job, "done", NULL));
        SCALP_TRY(scalp_studio_save(studio, &withdrawal, 1, error));
    }
    return cli_record_stored(job, &withdrawal, "Recorded", error);
}

static scalp_status run_withdraw(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, withdraw, error);
}

const cli_command cli_consent_withdraw = {
    .name = "consent withdraw",
    .operands = "CLIENT",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "record that a consent is taken back",
    .about = "Records that the client takes a consent back, and what had gone out by then. The "
             "signed consent stays as proof of the time before.",
    .options = withdraw_options,
    .option_count = sizeof withdraw_options / sizeof *withdraw_options,
    .run = run_withdraw,
};
