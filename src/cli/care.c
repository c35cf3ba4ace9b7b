/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "care.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

scalp_status cli_language(const cli_job *job, scalp_language *language, scalp_error *error) {
    const char *code = cli_text(job, "language", "en");
    char shown[SCALP_CASE_SHOWN], all[64] = "";
    *language = 0;
    if (scalp_language_find(code, language))
        return SCALP_OK;
    for (int i = 0; i < scalp_language_count(); i++) {
        const size_t used = strlen(all);
        snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", scalp_language_code(i));
    }
    scalp_case_text_quoted(code, shown);
    return scalp_fail(error, SCALP_ERR_INPUT, "--language is %s, but must be one of %s.", shown,
                      all);
}

static int32_t today(void) {
    struct tm now;
    const time_t seconds = time(NULL);
    if (!localtime_r(&seconds, &now))
        return (int32_t)(seconds / 86400);
    return scalp_day_from_parts(
        (scalp_date_parts){now.tm_year + 1900, now.tm_mon + 1, now.tm_mday});
}

scalp_status cli_day(const cli_job *job, const char *option, int32_t *day, scalp_error *error) {
    const char *text = cli_text(job, option, NULL);
    char shown[SCALP_CASE_SHOWN];
    *day = 0;
    if (!text) {
        *day = today();
        return SCALP_OK;
    }
    if (scalp_day_from_date(text, day))
        return SCALP_OK;
    scalp_case_text_quoted(text, shown);
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "--%s is %s, but must be a day as YYYY-MM-DD, 1900-01-01 to 2999-12-31.",
                      option, shown);
}

static const char *result_path(const cli_job *job) {
    const char *path = cli_text(job, "output", NULL);
    return path && strcmp(path, "-") != 0 ? path : NULL;
}

scalp_status cli_result_check(cli_job *job, scalp_error *error) {
    return cli_output_check(job, result_path(job), error);
}

scalp_status cli_result_write(cli_job *job, scalp_error *error) {
    const char *path = result_path(job);
    if (!path)
        return SCALP_OK;
    if (job->json) {
        char *text = json_dumps(job->json, JSON_INDENT(2) | JSON_REAL_PRECISION(10));
        const bool written = text && fprintf(job->out, "%s\n", text) > 0;
        free(text);
        json_decref(job->json);
        job->json = NULL;
        if (!written)
            return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while writing the result.");
    }
    if (fflush(job->out) != 0)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while writing the result.");
    job->stdout_taken = true; /* nothing of it is shown besides */
    return cli_write(job, path, (scalp_bytes){(const uint8_t *)job->out_text, job->out_size},
                     error);
}

void cli_paragraph(FILE *to, size_t indent, const char *first, const char *text) {
    const size_t at = indent + strlen(first);
    fprintf(to, "%*s%s", (int)indent, "", first);
    cli_wrap(to, text, at, at);
}

void cli_hash_text(scalp_bytes bytes, char hex[SCALP_HASH_HEX]) {
    scalp_hash hash = scalp_hash_make();
    scalp_hash_add(&hash, bytes.data, bytes.size);
    scalp_hash_hex(&hash, hex);
}
