/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command at work on a studio's records: who asks, and when. */
#include "records.h"

#include <string.h>
#include <time.h>

static scalp_status read_now(const cli_job *job, char now[SCALP_STUDIO_TIME], scalp_error *error) {
    const time_t clock = time(NULL);
    struct tm local;
    localtime_r(&clock, &local);
    strftime(now, SCALP_STUDIO_TIME, "%Y-%m-%dT%H:%M", &local);
    const char *on = cli_text(job, "on", NULL);
    if (!on)
        return SCALP_OK;
    if (scalp_record_time_check(on))
        memcpy(now, on, SCALP_STUDIO_TIME);
    else if (scalp_record_date_check(on))
        memcpy(now, on, SCALP_RECORD_DATE - 1);
    else
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--on must be a day as 2026-11-20, or 2026-11-20T14:30, not \"%.40s\".",
                          on);
    return SCALP_OK;
}

scalp_status cli_studio_run(cli_job *job, cli_studio_work work, scalp_error *error) {
    char at[SCALP_STORE_TIME], now[SCALP_STUDIO_TIME];
    cli_store_now(at);
    SCALP_TRY(read_now(job, now, error));
    scalp_studio studio = {.work = &job->work, .by = cli_store_by(job), .at = at, .now = now};
    scalp_status status = cli_store_open(job, &studio.store, error);
    if (status == SCALP_OK)
        status = work(job, &studio, error);
    scalp_store_close(&studio.store);
    return status;
}
