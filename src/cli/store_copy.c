/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include <string.h>

/* Done with the open store, then what came of it is shown. */
typedef scalp_status (*copying)(cli_job *job, scalp_store *store, scalp_store_report *report,
                                scalp_error *error);

static scalp_status run_copy(cli_job *job, copying how, const char *to, scalp_error *error) {
    scalp_store *store = NULL;
    scalp_store_report report = {0};
    char done[500];
    scalp_status status = cli_store_open(job, &store, error);
    if (status == SCALP_OK)
        status = how(job, store, &report, error);
    if (status == SCALP_OK) {
        snprintf(done, sizeof done, "%.180s copied to %.180s and verified.",
                 scalp_store_place(store), to);
        cli_store_report(job, done, to, &report);
    }
    scalp_store_close(&store);
    return status;
}

/* ---- store move -------------------------------------------------------------------------- */

static const cli_option move_options[] = {
    CLI_STORE_OPTIONS,
    {.name = "json", .help = "show figures of the copy as JSON"},
};

static scalp_status move_it(cli_job *job, scalp_store *store, scalp_store_report *report,
                            scalp_error *error) {
    char at[SCALP_STORE_TIME];
    cli_store_now(at);
    return scalp_store_move(store, job->operands[0], at, &job->work, report, error);
}

static scalp_status move(cli_job *job, scalp_error *error) {
    const char *to = job->operands[0];
    return run_copy(job, move_it, strstr(to, "://") ? "the database" : to, error);
}

const cli_command cli_store_move = {
    .name = "store move",
    .operands = "PLACE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "copy a store to another folder or database, and verify it",
    .about = "Copies everything, audit log and keys too, into a new store at PLACE, a folder or "
             "postgres://user@host/name, and compares both. The copy opens with the same "
             "passphrase. The first store stays as it is; put it away when the copy is in use.",
    .options = move_options,
    .option_count = sizeof move_options / sizeof *move_options,
    .run = move,
};

/* ---- backup ------------------------------------------------------------------------------ */

static const cli_option backup_options[] = {
    CLI_STORE_OPTIONS,
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the backup there; needed"},
    {.name = "json", .help = "show figures of the backup as JSON"},
};

static scalp_status backup_it(cli_job *job, scalp_store *store, scalp_store_report *report,
                              scalp_error *error) {
    return scalp_store_backup(store, cli_text(job, "output", NULL), &job->work, report, error);
}

static scalp_status backup(cli_job *job, scalp_error *error) {
    const char *path = cli_text(job, "output", NULL);
    if (!path || strcmp(path, "-") == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "backup needs -o FILE; it is read back from there.");
    return run_copy(job, backup_it, path, error);
}

const cli_command cli_backup = {
    .name = "backup",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "one sealed file with everything in a store",
    .about = "Writes the state of one moment, while others go on working, and reads it back. The "
             "file opens with the passphrase or recovery code of today, also after these change.",
    .options = backup_options,
    .option_count = sizeof backup_options / sizeof *backup_options,
    .run = backup,
};

/* ---- restore ----------------------------------------------------------------------------- */

static const cli_option restore_options[] = {
    CLI_STORE_OPTIONS,
    {.name = "replace", .help = "put a store that is there aside (a database's: away)"},
    {.name = "json", .help = "show figures of the store as JSON"},
};

static scalp_status restore(cli_job *job, scalp_error *error) {
    const char *place, *path = job->operands[0];
    char at[SCALP_STORE_TIME], done[500];
    cli_secret secret;
    scalp_store *store = NULL;
    scalp_store_report report = {0};
    cli_store_now(at);
    SCALP_TRY(cli_store_place(job, &place, error));
    scalp_status status =
        cli_secret_read(job, NULL, "Passphrase of the backup", false, &secret, error);
    const scalp_store_restore_params params = {.path = path,
                                               .secret = secret.text,
                                               .place = place,
                                               .replace = cli_given(job, "replace"),
                                               .at = at};
    if (status == SCALP_OK)
        status = scalp_store_restore(&params, &job->work, &store, &report, error);
    cli_secret_wipe(&secret);
    if (status == SCALP_OK) {
        snprintf(done, sizeof done, "%.180s restored to %.180s and verified.", path,
                 scalp_store_place(store));
        cli_store_report(job, done, scalp_store_place(store), &report);
    }
    scalp_store_close(&store);
    return status;
}

const cli_command cli_restore = {
    .name = "restore",
    .operands = "FILE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "a store from a backup",
    .about = "Reads and verifies the whole backup, makes a new store of it at --data or --store, "
             "verifies that, and only then gives it its place. A damaged file changes nothing. "
             "With --replace a folder that is there is renamed, to its name and .before-...; "
             "nobody else should have it open.",
    .options = restore_options,
    .option_count = sizeof restore_options / sizeof *restore_options,
    .run = restore,
};
