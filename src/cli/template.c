/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "papers.h"

#include <string.h>

static const cli_option options[] = {
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the template there; PDF, or SVG when the name ends in .svg"},
    {.name = "dots", .help = "draw the planned dots, at true size"},
    {.name = "session",
     .kind = CLI_WHOLE,
     .argument = "N",
     .low = 1,
     .high = SCALP_LAYOUT_MAX_SESSIONS,
     .help = "with --dots: those of that session alone",
     .otherwise = "all"},
    {.name = "zone",
     .kind = CLI_TEXT,
     .argument = "ZONE",
     .help = "that zone alone",
     .otherwise = "all that is planned"},
    {.name = "ruler-mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 90,
     .high = 110,
     .help = "what the ruler of an earlier print measures from 0 to 100: everything is rescaled "
             "by that"},
    CLI_PAPER_OPTIONS,
    {.name = "json", .help = "report as JSON"},
};

static scalp_status find_zone(const cli_job *job, scalp_zone *zone, scalp_error *error) {
    const char *name = cli_text(job, "zone", NULL);
    char shown[SCALP_CASE_SHOWN];
    *zone = SCALP_ZONE_NONE;
    if (!name || scalp_zone_find(name, zone))
        return SCALP_OK;
    scalp_case_text_quoted(name, shown);
    return scalp_fail(error, SCALP_ERR_INPUT, "--zone %s is no zone; scalptor-case(5) lists them.",
                      shown);
}

static void report(cli_job *job, const scalp_template_facts *facts) {
    if (cli_given(job, "json")) {
        job->json =
            json_pack("{s:s, s:i, s:i, s:i, s:f, s:f, s:f}", "version", SCALP_VERSION, "pages",
                      (int)facts->pages, "pieces", (int)facts->pieces, "dots", (int)facts->dots,
                      "hairline_mm", facts->hairline_mm, "hairline_paper_mm",
                      facts->hairline_paper_mm, "stretch", facts->stretch);
        cli_json_written(job, job->json);
        return;
    }
    fprintf(job->out, "%zu pages, %zu pieces", facts->pages, facts->pieces);
    if (facts->hairline_mm > 0)
        fprintf(job->out, "; hairline %.1f mm on the head, %.1f mm on paper", facts->hairline_mm,
                facts->hairline_paper_mm);
    fprintf(job->out,
            "\nPrint at actual size (100 %%) and measure the ruler from 0 to 100; if it is not "
            "100.0 mm, make the template again with --ruler-mm.\n");
}

static scalp_status run(cli_job *job, scalp_error *error) {
    const char *output = cli_text(job, "output", NULL);
    const size_t length = output ? strlen(output) : 0;
    cli_paper paper;
    scalp_bytes bytes;
    scalp_template_facts facts;
    scalp_template_params params = {.dots = cli_given(job, "dots"),
                                    .session = (unsigned)cli_number(job, "session", 0),
                                    .ruler_mm = cli_number(job, "ruler-mm", 0)};
    if (!output)
        return scalp_fail(error, SCALP_ERR_INPUT, "template needs -o FILE for the pages.");
    if (params.session > 0 && !params.dots)
        return scalp_fail(error, SCALP_ERR_INPUT, "--session goes with --dots.");
    SCALP_TRY(find_zone(job, &params.zone, error));
    SCALP_TRY(cli_paper_options(job, &paper, error));
    SCALP_TRY(cli_output_check(job, output, error));
    SCALP_TRY(cli_paper_plan(job, job->operands[0], &paper, error));
    params.svg = length > 4 && strcmp(output + length - 4, ".svg") == 0;
    params.paper = paper.sheet.paper;
    params.language = paper.sheet.language;
    params.hash = paper.sheet.hash;
    params.note = paper.sheet.subject;
    params.date = paper.sheet.date;
    SCALP_TRY(scalp_report_template(&paper.result.fit.head, &paper.result.design,
                                    &paper.result.plan, &params, &job->work, &bytes, &facts,
                                    error));
    SCALP_TRY(cli_write(job, output, bytes, error));
    report(job, &facts);
    return SCALP_OK;
}

const cli_command cli_template = {
    .name = "template",
    .operands = "CASE|PLAN",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "the plan at true size, to lay on the head",
    .about = "Writes pages to be printed at actual size: the hairline on strips along it, and the "
             "planned zones on slices of the head, with marks that say which edges meet. Every "
             "page has a ruler; when a print does not measure right, type in what its ruler "
             "measures and print again.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
