/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include <string.h>

/* ---- store create ------------------------------------------------------------------------ */

static const cli_option create_options[] = {
    CLI_STORE_OPTIONS,
    CLI_STORE_BY,
    {.name = "json", .help = "show place and recovery code as JSON"},
};

static void show_recovery(cli_job *job, const char *done, const char *place, const char *recovery) {
    if (cli_given(job, "json")) {
        job->json = json_pack("{s:s, s:s}", "store", place, "recovery_code", recovery);
        return;
    }
    fprintf(job->out, "%s\n\nRecovery code    %s\n\n", done, recovery);
    cli_wrap(job->out,
             "Write it down now and keep it away from the machine: it opens the records when the "
             "passphrase is lost, and it is shown only once. Without either they stay shut.",
             0, 0);
}

static scalp_status create(cli_job *job, scalp_error *error) {
    const char *place;
    char at[SCALP_STORE_TIME], recovery[SCALP_STORE_RECOVERY] = "", done[300];
    cli_secret secret;
    scalp_store *store = NULL;
    SCALP_TRY(cli_store_place(job, &place, error));
    cli_store_now(at);
    scalp_status status = cli_secret_read(job, NULL, "New passphrase", true, &secret, error);
    const scalp_store_create_params params = {
        .passphrase = secret.text, .at = at, .by = cli_store_by(job)};
    if (status == SCALP_OK)
        status = scalp_store_create(place, &params, &job->work, &store, recovery, error);
    cli_secret_wipe(&secret);
    if (status == SCALP_OK) {
        snprintf(done, sizeof done, "New store at %.200s (%s).", scalp_store_place(store),
                 scalp_store_engine(store));
        show_recovery(job, done, scalp_store_place(store), recovery);
    }
    scalp_store_close(&store);
    return status;
}

const cli_command cli_store_create = {
    .name = "store create",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "a new, empty store for a studio's records",
    .about = "Makes the folder, or the tables in a database, in which everything about clients is "
             "kept sealed, and shows the recovery code. The first line of the passphrase file "
             "becomes the passphrase; without one it is asked for.",
    .options = create_options,
    .option_count = sizeof create_options / sizeof *create_options,
    .run = create,
};

/* ---- store passphrase -------------------------------------------------------------------- */

static const cli_option passphrase_options[] = {
    CLI_STORE_OPTIONS,
    CLI_STORE_BY,
    {.name = "new-passphrase-file",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "file whose first line is the new passphrase",
     .otherwise = "it is asked for"},
    {.name = "new-recovery", .help = "make a new recovery code too"},
    {.name = "json", .help = "show what was done as JSON"},
};

static scalp_status rewrap(cli_job *job, scalp_store *store, scalp_error *error) {
    char at[SCALP_STORE_TIME], recovery[SCALP_STORE_RECOVERY] = "", done[300];
    const bool code = cli_given(job, "new-recovery");
    cli_secret secret;
    cli_store_now(at);
    scalp_status status =
        cli_secret_read(job, "new-passphrase-file", "New passphrase", true, &secret, error);
    if (status == SCALP_OK)
        status = scalp_store_rewrap(store, secret.text, at, cli_store_by(job),
                                    code ? recovery : NULL, error);
    cli_secret_wipe(&secret);
    SCALP_TRY(status);
    snprintf(done, sizeof done, "The store at %.200s has a new passphrase.",
             scalp_store_place(store));
    if (code)
        show_recovery(job, done, scalp_store_place(store), recovery);
    else if (cli_given(job, "json"))
        job->json = json_pack("{s:s, s:b}", "store", scalp_store_place(store), "rewrapped", 1);
    else
        fprintf(job->out, "%s\nThe recovery code stays as it was.\n", done);
    return SCALP_OK;
}

static scalp_status passphrase(cli_job *job, scalp_error *error) {
    scalp_store *store = NULL;
    scalp_status status = cli_store_open(job, &store, error);
    if (status == SCALP_OK)
        status = rewrap(job, store, error);
    scalp_store_close(&store);
    return status;
}

const cli_command cli_store_passphrase = {
    .name = "store passphrase",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "another passphrase for a store",
    .about = "Opens the store with the old passphrase or the recovery code and gives it a new "
             "passphrase. Nothing is sealed anew but the store's key, so it takes a second; "
             "earlier backups still open with the old one.",
    .options = passphrase_options,
    .option_count = sizeof passphrase_options / sizeof *passphrase_options,
    .run = passphrase,
};

/* ---- store check and doctor -------------------------------------------------------------- */

static const cli_option doctor_options[] = {
    CLI_STORE_OPTIONS,
    {.name = "json", .help = "show figures and faults as JSON"},
};

typedef scalp_status (*examine)(scalp_store *store, const scalp_work *work,
                                scalp_store_report *report, scalp_error *error);

static scalp_status run_examination(cli_job *job, examine how, scalp_error *error) {
    scalp_store *store = NULL;
    scalp_store_report report = {0};
    char done[400];
    scalp_status status = cli_store_open(job, &store, error);
    if (status == SCALP_OK) {
        status = how(store, &job->work, &report, error);
        const long long faults = (long long)report.fault_count;
        snprintf(done, sizeof done, faults ? "%.200s (%s): %lld fault%s" : "%.200s (%s): all well",
                 scalp_store_place(store), scalp_store_engine(store), faults,
                 faults == 1 ? "" : "s");
        if (status == SCALP_OK || (status == SCALP_ERR_NO && faults))
            cli_store_report(job, done, scalp_store_place(store), &report);
    }
    scalp_store_close(&store);
    return status;
}

static scalp_status check(cli_job *job, scalp_error *error) {
    return run_examination(job, scalp_store_check, error);
}

static scalp_status doctor(cli_job *job, scalp_error *error) {
    return run_examination(job, scalp_store_doctor, error);
}

const cli_command cli_store_check = {
    .name = "store check",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "whether a store is sound, without reading the photos",
    .about = "As doctor does, but for the photos and drawings it looks at their rows and keys "
             "only: seconds where doctor takes minutes.",
    .options = doctor_options,
    .option_count = sizeof doctor_options / sizeof *doctor_options,
    .run = check,
};

const cli_command cli_doctor = {
    .name = "doctor",
    .operands = "",
    .operands_least = 0,
    .operands_most = 0,
    .summary = "verify everything in a store",
    .about = "Verifies the database, every link of the audit log, every version of every record "
             "and every photo against its seal and the log, and that nothing is missing. Names "
             "the first broken link and each altered record; the exit code is then 1. Takes away "
             "what writes that were cut short have left.",
    .options = doctor_options,
    .option_count = sizeof doctor_options / sizeof *doctor_options,
    .run = doctor,
};
