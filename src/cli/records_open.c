/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a studio's records: where, with which passphrase, who and when. */
#include "records.h"

#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define SECRET (SCALP_STORE_MAX_PASSPHRASE + 2)

/* ---- The passphrase ---------------------------------------------------------------------- */

static void wipe(char secret[SECRET]) {
    volatile char *c = secret;
    for (size_t i = 0; i < SECRET; i++)
        c[i] = 0;
}

static scalp_status first_line(const char *path, FILE *file, char secret[SECRET],
                               scalp_error *error) {
    if (!fgets(secret, SECRET, file))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "There is no passphrase in %s; its first line should be it.", path);
    secret[strcspn(secret, "\r\n")] = 0;
    return SCALP_OK;
}

static scalp_status ask(char secret[SECRET], scalp_error *error) {
    struct termios shown, hidden;
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &shown) != 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The records are locked; give --passphrase-file FILE.");
    hidden = shown;
    hidden.c_lflag &= (tcflag_t)~ECHO;
    fputs("Passphrase: ", stderr);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    const scalp_status status = first_line("what was typed", stdin, secret, error);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fputc('\n', stderr);
    return status;
}

static scalp_status read_secret(const cli_job *job, char secret[SECRET], scalp_error *error) {
    const char *path = cli_text(job, "passphrase-file", getenv("SCALPTOR_PASSPHRASE_FILE"));
    if (!path || !path[0])
        return ask(secret, error);
    FILE *file = fopen(path, "r");
    if (!file)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The passphrase file %s cannot be opened; check its path.", path);
    const scalp_status status = first_line(path, file, secret, error);
    fclose(file);
    return status;
}

/* ---- Who and when ------------------------------------------------------------------------ */

/* What stands in a scalp_studio. */
typedef struct moment {
    char at[SCALP_STORE_TIME], now[SCALP_STUDIO_TIME];
} moment;

static scalp_status read_moment(const cli_job *job, moment *m, scalp_error *error) {
    const time_t clock = time(NULL);
    struct tm utc, local;
    gmtime_r(&clock, &utc);
    localtime_r(&clock, &local);
    strftime(m->at, sizeof m->at, "%Y-%m-%dT%H:%M:%SZ", &utc);
    strftime(m->now, sizeof m->now, "%Y-%m-%dT%H:%M", &local);
    const char *on = cli_text(job, "on", NULL);
    if (!on)
        return SCALP_OK;
    if (scalp_record_time_check(on))
        memcpy(m->now, on, sizeof m->now);
    else if (scalp_record_date_check(on))
        memcpy(m->now, on, SCALP_RECORD_DATE - 1);
    else
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--on must be a day as 2026-11-20, or 2026-11-20T14:30, not \"%.40s\".",
                          on);
    return SCALP_OK;
}

static const char *who(const cli_job *job) {
    const char *user = getenv("USER");
    return cli_text(job, "by", user && user[0] ? user : "the studio");
}

/* ---- Opening ----------------------------------------------------------------------------- */

static scalp_status find_place(const cli_job *job, const char **place, scalp_error *error) {
    const char *folder = cli_text(job, "data", NULL), *url = cli_text(job, "store", NULL);
    if (folder && url)
        return scalp_fail(error, SCALP_ERR_INPUT, "Give --data or --store, not both.");
    *place = url ? url : folder ? folder : getenv("SCALPTOR_DATA");
    if (*place && (*place)[0])
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "Say where the records are: --data DIR, or the variable SCALPTOR_DATA.");
}

static scalp_status open_store(cli_job *job, const char *at, scalp_store **store,
                               scalp_error *error) {
    const char *place = NULL;
    char secret[SECRET];
    SCALP_TRY(find_place(job, &place, error));
    SCALP_TRY(scalp_store_open(place, at, &job->work, store, error));
    scalp_status status = read_secret(job, secret, error);
    if (status == SCALP_OK)
        status = scalp_store_unlock(*store, secret, error);
    wipe(secret);
    return status;
}

scalp_status cli_studio_run(cli_job *job, cli_studio_work work, scalp_error *error) {
    moment m;
    SCALP_TRY(read_moment(job, &m, error));
    scalp_studio studio = {.work = &job->work, .by = who(job), .at = m.at, .now = m.now};
    scalp_status status = open_store(job, m.at, &studio.store, error);
    if (status == SCALP_OK)
        status = work(job, &studio, error);
    scalp_store_close(&studio.store);
    return status;
}
