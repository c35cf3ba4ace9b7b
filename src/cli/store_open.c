/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* ---- Secrets ----------------------------------------------------------------------------- */

void cli_secret_wipe(cli_secret *secret) {
    volatile char *c = secret->text;
    for (size_t i = 0; i < sizeof secret->text; i++)
        c[i] = 0;
}

static scalp_status read_line(FILE *file, const char *from, cli_secret *secret,
                              scalp_error *error) {
    if (!fgets(secret->text, sizeof secret->text, file))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "There is no passphrase in %s; its first line should be it.", from);
    const size_t length = strcspn(secret->text, "\r\n");
    if (length > SCALP_STORE_MAX_PASSPHRASE)
        return scalp_fail(error, SCALP_ERR_INPUT, "The passphrase in %s is longer than %d bytes.",
                          from, SCALP_STORE_MAX_PASSPHRASE);
    secret->text[length] = 0;
    return SCALP_OK;
}

static scalp_status ask(const char *prompt, cli_secret *secret, scalp_error *error) {
    struct termios shown, hidden;
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &shown) != 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The records are locked; give --passphrase-file FILE.");
    hidden = shown;
    hidden.c_lflag &= (tcflag_t)~ECHO;
    fprintf(stderr, "%s: ", prompt);
    fflush(stderr);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    const scalp_status status = read_line(stdin, "what was typed", secret, error);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fputc('\n', stderr);
    return status;
}

static scalp_status ask_new(const char *prompt, cli_secret *secret, scalp_error *error) {
    cli_secret again;
    scalp_status status = ask(prompt, secret, error);
    if (status == SCALP_OK)
        status = ask("The same again", &again, error);
    if (status == SCALP_OK && strcmp(secret->text, again.text) != 0)
        status = scalp_fail(error, SCALP_ERR_INPUT,
                            "The two passphrases differ; nothing was done, try again.");
    cli_secret_wipe(&again);
    return status;
}

scalp_status cli_secret_read(const cli_job *job, const char *option, const char *prompt,
                             bool is_new, cli_secret *secret, scalp_error *error) {
    const char *path = option
                           ? cli_text(job, option, NULL)
                           : cli_text(job, "passphrase-file", getenv("SCALPTOR_PASSPHRASE_FILE"));
    if (!path || !path[0])
        return is_new ? ask_new(prompt, secret, error) : ask(prompt, secret, error);
    FILE *file = fopen(path, "r");
    if (!file)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The passphrase file %s cannot be opened; check its path.", path);
    const scalp_status status = read_line(file, path, secret, error);
    fclose(file);
    return status;
}

/* ---- Stores ------------------------------------------------------------------------------ */

void cli_store_now(char at[SCALP_STORE_TIME]) {
    const time_t now = time(NULL);
    struct tm utc;
    gmtime_r(&now, &utc);
    strftime(at, SCALP_STORE_TIME, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

const char *cli_store_by(const cli_job *job) {
    const char *user = getenv("USER");
    return cli_text(job, "by", user && user[0] ? user : "the studio");
}

scalp_status cli_store_place(const cli_job *job, const char **place, scalp_error *error) {
    const char *folder = cli_text(job, "data", NULL), *url = cli_text(job, "store", NULL);
    if (folder && url)
        return scalp_fail(error, SCALP_ERR_INPUT, "Give --data or --store, not both.");
    *place = url ? url : folder ? folder : getenv("SCALPTOR_DATA");
    if (*place && (*place)[0])
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "Say where the records are: --data DIR, or the variable SCALPTOR_DATA.");
}

scalp_status cli_store_open(cli_job *job, scalp_store **store, scalp_error *error) {
    const char *place;
    char at[SCALP_STORE_TIME];
    cli_secret secret;
    *store = NULL;
    cli_store_now(at);
    SCALP_TRY(cli_store_place(job, &place, error));
    SCALP_TRY(scalp_store_open(place, at, &job->work, store, error));
    scalp_status status = cli_secret_read(job, NULL, "Passphrase", false, &secret, error);
    if (status == SCALP_OK)
        status = scalp_store_unlock(*store, secret.text, error);
    cli_secret_wipe(&secret);
    return status;
}

/* ---- Figures ----------------------------------------------------------------------------- */

static json_t *report_json(const char *place, const scalp_store_report *r) {
    json_t *faults = json_array();
    for (int64_t i = 0; i < r->fault_count && i < SCALP_STORE_MAX_FAULTS; i++)
        json_array_append_new(faults, json_string(r->faults[i]));
    return json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s, s:s, s:I, s:I, s:o}", "store",
                     place, "schema", (json_int_t)r->schema, "clients", (json_int_t)r->clients,
                     "records", (json_int_t)r->documents, "versions", (json_int_t)r->versions,
                     "blobs", (json_int_t)r->blobs, "blob_bytes", (json_int_t)r->blob_bytes,
                     "audit_entries", (json_int_t)r->audit_entries, "audit_head", r->head,
                     "content", r->content, "leftovers", (json_int_t)r->leftovers, "fault_count",
                     (json_int_t)r->fault_count, "faults", faults);
}

static void show_line(FILE *to, const char *name, int64_t number, const char *what) {
    fprintf(to, "%-16s %12lld%s\n", name, (long long)number, what);
}

static void show_faults(FILE *to, const scalp_store_report *r) {
    for (int64_t i = 0; i < r->fault_count && i < SCALP_STORE_MAX_FAULTS; i++) {
        fprintf(to, "%3lld  ", (long long)i + 1);
        cli_wrap(to, r->faults[i], 5, 5);
    }
    if (r->fault_count > SCALP_STORE_MAX_FAULTS)
        fprintf(to, "and %lld more\n", (long long)(r->fault_count - SCALP_STORE_MAX_FAULTS));
}

void cli_store_report(cli_job *job, const char *done, const char *place,
                      const scalp_store_report *r) {
    FILE *to = job->out;
    if (cli_given(job, "json")) {
        job->json = report_json(place, r);
        return;
    }
    fprintf(to, "%s\n", done);
    show_faults(to, r);
    show_line(to, "Clients", r->clients, "");
    show_line(to, "Records", r->documents, "");
    show_line(to, "  in versions", r->versions, "");
    show_line(to, "Photos, drawings", r->blobs, "");
    show_line(to, "  of together", (r->blob_bytes + 1023) / 1024, " KiB");
    show_line(to, "Audit entries", r->audit_entries, "");
    if (r->leftovers)
        show_line(to, "Leftovers", r->leftovers, " of writes cut short, taken away");
    if (r->head[0])
        fprintf(to, "Last entry       %.16s\n", r->head);
    if (r->content[0])
        fprintf(to, "Content          %.16s\n", r->content);
}
