/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inspect.h"

#include <stdlib.h>
#include <string.h>

static const cli_option options[] = {
    CLI_INSPECT_SCALE_OPTIONS,
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write every dot there, as CSV"},
    {.name = "report", .kind = CLI_TEXT, .argument = "FILE", .help = "write the report there"},
    {.name = "overlay",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the photo there, with what was found and what was not judged"},
    {.name = "json", .help = "report as JSON"},
};

static scalp_status write_dots(cli_job *job, const cli_inspection *it, scalp_error *error) {
    const char *path = cli_text(job, "output", NULL);
    scalp_bytes bytes;
    if (!path)
        return SCALP_OK;
    SCALP_TRY(scalp_codec_found_write(it->finds.dots, it->finds.count, &it->flat, &job->work,
                                      &bytes, error));
    return cli_write(job, path, bytes, error);
}

static scalp_status write_report(cli_job *job, const json_t *report, scalp_error *error) {
    const char *path = cli_text(job, "report", NULL);
    if (!path)
        return SCALP_OK;
    char *text = json_dumps(report, JSON_INDENT(2) | JSON_REAL_PRECISION(10));
    const size_t size = text ? strlen(text) : 0;
    char *copy = text ? scalp_arena_text(job->work.memory, text, size + 1) : NULL;
    free(text);
    if (!copy)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while writing the report.");
    copy[size] = '\n';
    return cli_write(job, path, (scalp_bytes){(const uint8_t *)copy, size + 1}, error);
}

static scalp_status check_outputs(cli_job *job, scalp_error *error) {
    static const char *const names[] = {"output", "report", "overlay"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        SCALP_TRY(cli_output_check(job, cli_text(job, names[i], NULL), error));
    return SCALP_OK;
}

static scalp_status run(cli_job *job, scalp_error *error) {
    cli_inspection it = {.path = job->operands[0]};
    const char *overlay = cli_text(job, "overlay", NULL);
    SCALP_TRY(cli_photo_read(job, it.path, &it.image, error));
    SCALP_TRY(check_outputs(job, error));
    SCALP_TRY(cli_inspect_scale(job, &it, error));
    const scalp_find_params params = {.mask = it.mask};
    SCALP_TRY(scalp_find(&it.image, &it.flat, &params, &job->work, &it.finds, error));
    json_t *report = cli_inspect_json(&it);
    scalp_status status = write_dots(job, &it, error);
    if (status == SCALP_OK)
        status = write_report(job, report, error);
    if (status == SCALP_OK && overlay)
        status = cli_inspect_overlay(job, &it, overlay, error);
    if (status == SCALP_OK && cli_given(job, "json")) {
        job->json = report;
        cli_json_written(job, report);
        return SCALP_OK;
    }
    json_decref(report);
    if (status == SCALP_OK)
        cli_inspect_text(&it, job->out);
    return status;
}

const cli_command cli_inspect = {
    .name = "inspect",
    .operands = "PHOTO",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "the dots that are really on the skin, found in a photo",
    .about = "Finds every dot in a close-up of treated skin: where it lies, how wide and how dark "
             "it is seen, and how sure that is. Millimetres come from a card or sticker in the "
             "photo, from --scale or from two points; without any there are none. What cannot be "
             "judged (blur, shine, hairs, too few pixels) is left out of every figure and shown.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
