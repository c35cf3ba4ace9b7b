/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forecast.h"

#include "panel.h"

#include <scalptor/report.h>

#include <stdlib.h>
#include <string.h>

static const cli_option options[] = {
    {.name = "measured",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "visible density as measured on this client, as CSV with the header "
             "date,zone,retained_pct,low,high"},
    CLI_PANEL_OPTION,
    {.name = "plot",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "draw the forecast there, as SVG; - is stdout"},
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write all numbers there, as JSON; - is stdout"},
    {.name = "json", .help = "show all numbers as JSON"},
};

static scalp_status read_measured(cli_job *job, const scalp_case_measured **measured, size_t *count,
                                  scalp_error *error) {
    const char *path = cli_text(job, "measured", NULL);
    scalp_bytes bytes;
    *measured = NULL;
    *count = 0;
    if (!path)
        return SCALP_OK;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_MEASURED_BYTES, &bytes, error));
    return scalp_codec_measured_read(bytes, path, &job->work, measured, count, error);
}

/* The JSON as bytes of the arena. */
static scalp_status json_bytes(cli_job *job, const json_t *json, scalp_bytes *bytes,
                               scalp_error *error) {
    char *text = json_dumps(json, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
    void *place = NULL;
    const size_t size = text ? strlen(text) : 0;
    scalp_status status = scalp_work_take(&job->work, size + 1, 1, &place, error);
    if (status == SCALP_OK && text) {
        memcpy(place, text, size);
        ((char *)place)[size] = '\n';
        *bytes = (scalp_bytes){place, size + 1};
    } else if (status == SCALP_OK) {
        status = scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory; close other programs.");
    }
    free(text);
    return status;
}

static scalp_status write_files(cli_job *job, const scalp_case_forecast *forecast,
                                const json_t *json, scalp_error *error) {
    const char *plot = cli_text(job, "plot", NULL), *output = cli_text(job, "output", NULL);
    scalp_bytes drawing = {0}, numbers = {0};
    if (plot)
        SCALP_TRY(scalp_report_forecast_svg(forecast, &job->work, &drawing, error));
    if (output)
        SCALP_TRY(json_bytes(job, json, &numbers, error));
    if (plot)
        SCALP_TRY(cli_write(job, plot, drawing, error));
    return output ? cli_write(job, output, numbers, error) : SCALP_OK;
}

static scalp_status run(cli_job *job, scalp_error *error) {
    cli_client *client;
    scalp_fit fit;
    scalp_design design;
    scalp_case_forecast forecast;
    const scalp_case_measured *measured;
    const scalp_panel_known *known;
    size_t count;
    SCALP_TRY(cli_client_read(job, job->operands[0], &client, error));
    SCALP_TRY(read_measured(job, &measured, &count, error));
    SCALP_TRY(cli_panel_known(job, &known, error));
    SCALP_TRY(cli_client_photos(job, client, error));
    SCALP_TRY(cli_output_check(job, cli_text(job, "plot", NULL), error));
    SCALP_TRY(cli_output_check(job, cli_text(job, "output", NULL), error));
    SCALP_TRY(cli_fit_make(job, client, &fit, error));
    SCALP_TRY(cli_design_make(job, client, &fit, &design, error));
    SCALP_TRY(scalp_case_forecast_known(&client->document, &fit, &design, measured, count,
                                        known ? &known->traits : NULL, &job->work, &forecast,
                                        error));
    json_t *json = cli_forecast_json(&forecast, &client->document);
    const scalp_status status = write_files(job, &forecast, json, error);
    if (status == SCALP_OK && cli_given(job, "json") && !job->stdout_taken)
        job->json = json_incref(json);
    else if (status == SCALP_OK && !job->stdout_taken)
        cli_forecast_text(&forecast, &client->document, job->out);
    json_decref(json);
    return status;
}

const cli_command cli_forecast = {
    .name = "forecast",
    .operands = "CASE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "how the work fades in ten years, and when to touch it up",
    .about = "Forecasts the visible density of the healed work, in percent of what is seen at day "
             "28, with the bands that hold 50 and 90 of 100 clients with such skin, habits and "
             "dots; the touch-up window (60 % left); how wide the dots grow; and what becomes of "
             "the work when the hair recedes by two Norwood stages or goes grey. Measurements of "
             "this client narrow the bands. A model, never a promise.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
