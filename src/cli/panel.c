/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panel.h"

#include <scalptor/report.h>

#include <string.h>

static const cli_option options[] = {
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write what was found there, for --panel of plan, match and forecast; - is stdout"},
    {.name = "plot",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "draw the readings and what was made of them there, as SVG; - is stdout"},
    {.name = "json", .help = "show all numbers as JSON"},
};

/* A file that the panel names, beside it. */
static scalp_status path_beside(cli_job *job, const char *panel, const char *file,
                                const char **path, scalp_error *error) {
    void *place;
    const char *slash = strrchr(panel, '/');
    const size_t folder = slash && file[0] != '/' ? (size_t)(slash - panel) + 1 : 0;
    const size_t length = strlen(file);
    SCALP_TRY(scalp_work_take(&job->work, folder + length + 1, 1, &place, error));
    memcpy(place, panel, folder);
    memcpy((char *)place + folder, file, length + 1);
    *path = place;
    return SCALP_OK;
}

static scalp_status read_readings(cli_job *job, const scalp_panel_file *file,
                                  scalp_panel_reading *readings, size_t *count,
                                  scalp_error *error) {
    const scalp_found *found[SCALP_PANEL_MAX_PHOTOS] = {NULL};
    size_t counts[SCALP_PANEL_MAX_PHOTOS] = {0};
    bool has_mm[SCALP_PANEL_MAX_PHOTOS] = {false};
    for (size_t k = 0; k < file->photo_count; k++) {
        const char *path;
        scalp_bytes bytes;
        if (!file->photos[k].found[0])
            continue;
        SCALP_TRY(path_beside(job, job->operands[0], file->photos[k].found, &path, error));
        SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_FOUND_BYTES, &bytes, error));
        SCALP_TRY(scalp_codec_panel_found_read(bytes, path, &job->work, &found[k], &counts[k],
                                               &has_mm[k], error));
    }
    return scalp_codec_panel_readings(file, found, counts, has_mm, readings, count, error);
}

/* The laws of all ways the dots were made, in the client's skin. */
static scalp_status make_laws(cli_job *job, const scalp_panel_file *file, scalp_panel_law *laws,
                              scalp_error *error) {
    enum { nodes = 16 };
    scalp_skin_parts skin = {.blood = SCALP_SKIN_BLOOD, .scatter = 1};
    SCALP_TRY(scalp_skin_find_melanin(file->ita_deg, nodes, &job->work, &skin, error));
    if (file->wear.scar > 0)
        skin = scalp_skin_scar(&skin);
    for (size_t k = 0; k < file->setting_count; k++)
        SCALP_TRY(scalp_panel_law_make(&skin, &file->settings[k], &job->work, &laws[k], error));
    return SCALP_OK;
}

/* The fit, and all of its outputs as bytes. */
static scalp_status show(cli_job *job, const scalp_panel_file *file, const scalp_panel_spec *spec,
                         const scalp_panel *panel, scalp_error *error) {
    const char *plot = cli_text(job, "plot", NULL), *output = cli_text(job, "output", NULL);
    scalp_bytes drawing = {0}, numbers = {0};
    if (plot)
        SCALP_TRY(scalp_report_panel_svg(spec, panel, &job->work, &drawing, error));
    SCALP_TRY(scalp_codec_panel_fit_write(file, panel, &job->work, &numbers, error));
    if (plot)
        SCALP_TRY(cli_write(job, plot, drawing, error));
    if (output)
        SCALP_TRY(cli_write(job, output, numbers, error));
    if (job->stdout_taken)
        return SCALP_OK;
    if (!cli_given(job, "json")) {
        cli_panel_text(file, panel, job->out);
        return SCALP_OK;
    }
    job->json = json_loadb((const char *)numbers.data, numbers.size, 0, NULL);
    return job->json ? SCALP_OK
                     : scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory; close other programs.");
}

static scalp_status run(cli_job *job, scalp_error *error) {
    scalp_bytes bytes;
    void *place;
    scalp_panel_reading readings[SCALP_PANEL_MAX_READINGS];
    scalp_panel panel;
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(scalp_panel_file), &place, error));
    scalp_panel_file *file = place;
    SCALP_TRY(scalp_work_take(&job->work, SCALP_PANEL_MAX_SETTINGS, sizeof(scalp_panel_law), &place,
                              error));
    scalp_panel_law *laws = place;
    SCALP_TRY(cli_read(job, job->operands[0], SCALP_CODEC_MAX_PANEL_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_panel_read(bytes, job->operands[0], file, error));
    SCALP_TRY(cli_output_check(job, cli_text(job, "plot", NULL), error));
    SCALP_TRY(cli_output_check(job, cli_text(job, "output", NULL), error));
    scalp_panel_spec spec = {.laws = laws,
                             .law_count = file->setting_count,
                             .law_of = file->setting_of,
                             .dot_count = file->dot_count,
                             .days = file->days,
                             .photo_count = file->photo_count,
                             .readings = readings,
                             .wear = file->wear};
    SCALP_TRY(read_readings(job, file, readings, &spec.reading_count, error));
    SCALP_TRY(make_laws(job, file, laws, error));
    SCALP_TRY(scalp_panel_fit(&spec, &job->work, &panel, error));
    return show(job, file, &spec, &panel, error);
}

const cli_command cli_panel = {
    .name = "panel",
    .operands = "PANEL",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "what test dots say of a client: retention, spread, colour shift",
    .about = "Reads a panel of test dots, made in known ways and photographed while they heal "
             "(days 0, 10 and 28 do), and says how many dots this client's skin keeps, how much "
             "pigment, how wide it takes them and which way it shifts their colour, each with the "
             "band that holds the next session's healed result with 90 %. What it writes goes into "
             "plan, match and forecast with --panel.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
