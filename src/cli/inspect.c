/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inspect.h"
#include "inspect_pair.h"

#include "inspect_case.h"
static const cli_option options[] = {
    CLI_INSPECT_SCALE_OPTIONS,
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write every dot there, as CSV"},
    {.name = "report", .kind = CLI_TEXT, .argument = "FILE", .help = "write the report there"},
    {.name = "map",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "draw there how evenly the dots lie, as a picture"},
    {.name = "overlay",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the photo there, with what was found and what was not judged"},
    CLI_INSPECT_PAIR_OPTIONS,
    CLI_INSPECT_CASE_OPTIONS,
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

static scalp_status check_outputs(cli_job *job, scalp_error *error) {
    static const char *const names[] = {"output", "report", "map", "overlay"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        SCALP_TRY(cli_output_check(job, cli_text(job, names[i], NULL), error));
    return SCALP_OK;
}

static scalp_status run(cli_job *job, scalp_error *error) {
    static const char *const of_case[] = {"photo", "placed-out", "sites-out",
                                          "as",    "session",    "fill-from"};
    if (cli_given(job, "case"))
        return cli_inspect_case(job, error);
    for (size_t i = 0; i < sizeof of_case / sizeof *of_case; i++)
        if (cli_given(job, of_case[i]))
            return scalp_fail(error, SCALP_ERR_INPUT, "--%s goes with --case CASE.", of_case[i]);
    if (job->operand_count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "inspect needs a PHOTO, or --case CASE; scalptor inspect --help says "
                          "more.");
    cli_inspection it = {.path = job->operands[0], .dots_file = cli_text(job, "output", NULL)};
    const char *overlay = cli_text(job, "overlay", NULL), *map = cli_text(job, "map", NULL);
    cli_pairing pairing;
    const double *wanted;
    SCALP_TRY(cli_photo_read(job, it.path, &it.image, error));
    SCALP_TRY(check_outputs(job, error));
    SCALP_TRY(cli_inspect_pair_open(job, &pairing, error));
    SCALP_TRY(cli_inspect_scale(job, &it, error));
    const scalp_find_params params = {.mask = it.mask};
    SCALP_TRY(scalp_find(&it.image, &it.flat, &params, &job->work, &it.finds, error));
    SCALP_TRY(cli_inspect_pair(job, &it, &pairing, error));
    SCALP_TRY(cli_inspect_wanted(job, &it, &pairing, &wanted, error));
    SCALP_TRY(cli_inspect_even(job, &it, wanted, error));
    json_t *report = cli_inspect_json(&it);
    json_object_set_new(report, "evenness", cli_inspect_even_json(&it));
    cli_inspect_pair_json(&pairing, report);
    scalp_status status = write_dots(job, &it, error);
    if (status == SCALP_OK)
        status = cli_inspect_report_write(job, report, error);
    if (status == SCALP_OK && map)
        status = cli_inspect_map(job, &it, map, error);
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
    if (status == SCALP_OK)
        cli_inspect_even_text(&it, job->out);
    if (status == SCALP_OK)
        cli_inspect_pair_text(&pairing, job->out);
    return status;
}

const cli_command cli_inspect = {
    .name = "inspect",
    .operands = "[PHOTO]",
    .operands_least = 0,
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
