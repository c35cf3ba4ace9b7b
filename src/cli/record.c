/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of any kind: what there is no shorter command for, and scripts. */
#include "records.h"

#include <string.h>

#define MANY 400 /* FIELD=VALUE operands */

/* The client of --client; "" without. */
static scalp_status client_of(cli_job *job, const scalp_studio *studio, scalp_record *client,
                              const char **id, scalp_error *error) {
    const char *words = cli_text(job, "client", NULL);
    *id = "";
    if (!words)
        return SCALP_OK;
    SCALP_TRY(scalp_studio_find(studio, "client", words, client, error));
    *id = client->id;
    return SCALP_OK;
}

static scalp_status check_kind(const char *name, const scalp_record_kind **kind,
                               scalp_error *error) {
    const char *names[64];
    size_t count = 0;
    *kind = scalp_record_kind_find(name);
    if (*kind && strcmp((*kind)->of, "part") != 0)
        return SCALP_OK;
    for (size_t i = 0; i < scalp_record_kind_count; i++)
        if (strcmp(scalp_record_kinds[i].of, "part") != 0)
            names[count++] = scalp_record_kinds[i].name;
    const char *nearest = cli_nearest(name, names, count);
    return scalp_fail(error, SCALP_ERR_INPUT, "There is no kind of record \"%.40s\"%s%s%s", name,
                      nearest ? "; did you mean " : "; scalptor record fields lists them",
                      nearest ? nearest : "", nearest ? "?" : ".");
}

/* ---- record add -------------------------------------------------------------------------- */

static const cli_option add_options[] = {
    {.name = "client",
     .kind = CLI_TEXT,
     .argument = "CLIENT",
     .help = "whose: a name, or an id; for kinds that are some client's"},
    {.name = "file",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "seal this file away with it (photo, case, plan, paper): its hash and its bytes"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};

/* Where the hash and the bytes of a file go in a record of the kind. */
static const struct filed {
    const char *kind, *hash, *blob;
} filed[] = {
    {"photo", "sha256", "file"},
    {"paper", "sha256", "file"},
    {"plan", "plan_sha256", "document"},
    {"case", "case_sha256", "document"},
};

static const struct filed *filed_of(const scalp_record *record) {
    for (size_t i = 0; i < sizeof filed / sizeof *filed; i++)
        if (strcmp(filed[i].kind, record->kind->name) == 0)
            return &filed[i];
    return NULL;
}

static scalp_status set_hash(const scalp_studio *studio, scalp_record *record, const char *field,
                             scalp_bytes bytes, scalp_error *error) {
    char hex[SCALP_HASH_HEX];
    scalp_hash hash = scalp_hash_make();
    scalp_hash_add(&hash, bytes.data, bytes.size);
    scalp_hash_hex(&hash, hex);
    const char *kept = scalp_arena_text(studio->work->memory, hex, strlen(hex));
    if (!kept)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory for a hash.");
    scalp_record_set_text(record, field, kept);
    return SCALP_OK;
}

static scalp_status put_with_file(const scalp_studio *studio, scalp_record *record,
                                  scalp_bytes bytes, scalp_error *error) {
    const struct filed *to = filed_of(record);
    scalp_blob blob = {.size = 0};
    memcpy(blob.client, record->client, sizeof blob.client);
    memcpy(blob.date, record->date, sizeof blob.date);
    memcpy(blob.kind, to->kind, strlen(to->kind) + 1);
    SCALP_TRY(scalp_store_id_make(blob.id, error));
    SCALP_TRY(scalp_store_blob_write(studio->store, &blob, bytes, studio->work, error));
    scalp_record_set_text(record, to->blob,
                          scalp_arena_text(studio->work->memory, blob.id, strlen(blob.id)));
    return scalp_studio_put(studio, record, error);
}

static scalp_status save_with_file(cli_job *job, const scalp_studio *studio, scalp_record *record,
                                   const char *path, scalp_error *error) {
    scalp_bytes bytes;
    const struct filed *to = filed_of(record);
    if (!to)
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "A record of the kind %s takes no --file; photo, paper, plan and case do.",
            record->kind->name);
    SCALP_TRY(cli_read(job, path, SCALP_STORE_MAX_BLOB, &bytes, error));
    SCALP_TRY(set_hash(studio, record, to->hash, bytes, error));
    SCALP_TRY(scalp_store_begin(studio->store, studio->by, studio->at, error));
    const scalp_status status = put_with_file(studio, record, bytes, error);
    if (status == SCALP_OK)
        return scalp_store_commit(studio->store, error);
    scalp_store_rollback(studio->store);
    return status;
}

/* Kinds that come into being only when something is signed, started or erased. */
static scalp_status check_by_hand(const scalp_record *record, scalp_error *error) {
    static const char *const commands[][2] = {{"screening", "screen ANSWERS --client CLIENT"},
                                              {"consent", "consent sign"},
                                              {"approval", "approve"},
                                              {"withdrawal", "consent withdraw"},
                                              {"session", "session start"},
                                              {"erasure", "erase"}};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i][0], record->kind->name) == 0)
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Use scalptor %s for a record of the kind %s.", commands[i][1],
                              record->kind->name);
    return filed_of(record)
               ? scalp_fail(error, SCALP_ERR_INPUT, "A record of the kind %s needs --file FILE.",
                            record->kind->name)
               : SCALP_OK;
}

static scalp_status add(cli_job *job, scalp_studio *studio, scalp_error *error) {
    const scalp_record_kind *kind;
    scalp_record client, record;
    const char *id, *path = cli_text(job, "file", NULL);
    SCALP_TRY(check_kind(job->operands[0], &kind, error));
    SCALP_TRY(client_of(job, studio, &client, &id, error));
    SCALP_TRY(scalp_studio_new(studio, kind->name, id, NULL, &record, error));
    if (!path)
        SCALP_TRY(check_by_hand(&record, error));
    SCALP_TRY(cli_fields_set(job, studio, 1, &record, error));
    if (path)
        SCALP_TRY(save_with_file(job, studio, &record, path, error));
    else
        SCALP_TRY(scalp_studio_save(studio, &record, 1, error));
    return cli_record_stored(job, &record, "Stored", error);
}

static scalp_status run_add(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, add, error);
}

const cli_command cli_record_add = {
    .name = "record add",
    .operands = "KIND FIELD=VALUE...",
    .operands_least = 1,
    .operands_most = MANY,
    .summary = "store a record of any kind",
    .about = "Stores a new record: a consultation, an appointment, a photo, an adverse event, a "
             "line of the hygiene log. scalptor record fields KIND lists its fields. A value @FILE "
             "is read from a file; rows are given as a JSON list; what refers to another record "
             "takes its name or id.",
    .options = add_options,
    .option_count = sizeof add_options / sizeof *add_options,
    .run = run_add,
};

/* ---- record set -------------------------------------------------------------------------- */

static const cli_option set_options[] = {
    {.name = "archive", .help = "put it aside: it is kept, and listed only when asked for"},
    {.name = "unarchive", .help = "take it back"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show the record as JSON"},
};

static scalp_status set(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record record;
    const bool archive = cli_given(job, "archive"), back = cli_given(job, "unarchive");
    if (archive && back)
        return scalp_fail(error, SCALP_ERR_INPUT, "Give --archive or --unarchive, not both.");
    if (!archive && !back && job->operand_count < 2)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "record set needs FIELD=VALUE, --archive or --unarchive.");
    SCALP_TRY(scalp_studio_find_id(studio, job->operands[0], &record, error));
    if (job->operand_count > 1) {
        SCALP_TRY(cli_fields_set(job, studio, 1, &record, error));
        SCALP_TRY(scalp_studio_save(studio, &record, 1, error));
    }
    if (archive || back)
        SCALP_TRY(scalp_studio_archive(studio, &record, archive, error));
    return cli_record_stored(job, &record, "Changed", error);
}

static scalp_status run_set(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, set, error);
}

const cli_command cli_record_set = {
    .name = "record set",
    .operands = "ID FIELD=VALUE...",
    .operands_least = 1,
    .operands_most = MANY,
    .summary = "change a record, or put it aside",
    .about = "Stores the next version of a record with these fields changed; ID may be its first "
             "letters, as lists show them. FIELD= alone takes a "
             "field away. Earlier versions stay. What is signed cannot be changed.",
    .options = set_options,
    .option_count = sizeof set_options / sizeof *set_options,
    .run = run_set,
};

/* ---- record show ------------------------------------------------------------------------- */

static const cli_option show_options[] = {
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the sealed file that belongs to it there"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show it as JSON"},
};

static scalp_status show_file(cli_job *job, const scalp_studio *studio, const scalp_record *record,
                              const char *path, scalp_error *error) {
    const struct filed *from = filed_of(record);
    const char *field = from                                          ? from->blob
                        : strcmp(record->kind->name, "approval") == 0 ? "picture"
                                                                      : NULL;
    const char *id = field ? scalp_record_text(record, field) : "";
    scalp_blob blob;
    scalp_bytes bytes;
    if (!id[0])
        return scalp_fail(error, SCALP_ERR_INPUT, "No file belongs to this %s; leave -o away.",
                          record->kind->name);
    SCALP_TRY(cli_output_check(job, path, error));
    SCALP_TRY(scalp_store_blob_read(studio->store, id, studio->work, &blob, &bytes, error));
    return cli_write(job, path, bytes, error);
}

static scalp_status show(cli_job *job, scalp_studio *studio, scalp_error *error) {
    scalp_record record;
    const char *path = cli_text(job, "output", NULL);
    SCALP_TRY(scalp_studio_find_id(studio, job->operands[0], &record, error));
    if (path)
        return show_file(job, studio, &record, path, error);
    if (cli_given(job, "json"))
        job->json = cli_record_json(job, &record);
    else
        cli_record_text(job->out, &record);
    return SCALP_OK;
}

static scalp_status run_show(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, show, error);
}

const cli_command cli_record_show = {
    .name = "record show",
    .operands = "ID",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "show a record, or its file",
    .about = "Shows every field of a record; ID may be its first letters, as lists show them. A "
             "signed one is shown only when nothing in it was "
             "altered since. With -o, the file sealed with it: a photo, a plan, a case, a paper, "
             "an approval's picture.",
    .options = show_options,
    .option_count = sizeof show_options / sizeof *show_options,
    .run = run_show,
};

/* ---- record list ------------------------------------------------------------------------- */

static const cli_option list_options[] = {
    {.name = "client", .kind = CLI_TEXT, .argument = "CLIENT", .help = "of this client alone"},
    {.name = "from", .kind = CLI_TEXT, .argument = "DATE", .help = "from this day on"},
    {.name = "to", .kind = CLI_TEXT, .argument = "DATE", .help = "up to this day"},
    {.name = "archived", .help = "those that were put aside too"},
    CLI_STUDIO_OPTIONS,
    {.name = "json", .help = "show them as JSON"},
};

static scalp_status list(cli_job *job, scalp_studio *studio, scalp_error *error) {
    const scalp_record_kind *kind = NULL;
    const scalp_record *records;
    scalp_record client;
    const char *id;
    size_t count;
    if (job->operand_count > 0)
        SCALP_TRY(check_kind(job->operands[0], &kind, error));
    SCALP_TRY(client_of(job, studio, &client, &id, error));
    const scalp_store_query query = {.kind = kind ? kind->name : NULL,
                                     .client = id[0] ? id : NULL,
                                     .from = cli_text(job, "from", NULL),
                                     .to = cli_text(job, "to", NULL),
                                     .archived = cli_given(job, "archived") ? SCALP_STORE_EVERYTHING
                                                                            : SCALP_STORE_CURRENT};
    SCALP_TRY(scalp_studio_list(studio, &query, &records, &count, error));
    if (cli_given(job, "json")) {
        job->json = json_pack("{s:o}", "records", cli_records_json(job, records, count));
        return SCALP_OK;
    }
    for (size_t i = 0; i < count; i++)
        cli_record_line(job->out, &records[i]);
    if (count == 0)
        cli_say(job, "There is none.");
    return SCALP_OK;
}

static scalp_status run_list(cli_job *job, scalp_error *error) {
    return cli_studio_run(job, list, error);
}

const cli_command cli_record_list = {
    .name = "record list",
    .operands = "[KIND]",
    .operands_least = 0,
    .operands_most = 1,
    .summary = "records of a kind, by date",
    .about = "Lists records by date: of one kind or all, of one client or all.",
    .options = list_options,
    .option_count = sizeof list_options / sizeof *list_options,
    .run = run_list,
};
