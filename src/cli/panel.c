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

/* By the photo's own marks, unless the panel says the scale; no dots are looked for on a mark. */
static scalp_status flat_of(cli_job *job, const scalp_panel_photo *photo, const scalp_image *image,
                            scalp_flat *flat, const uint8_t **mask, scalp_error *error) {
    const double scale_sd = 0.005, margin_mm = 0.7;
    const uint8_t *under;
    void *place;
    scalp_marks_params params = {.focal_px = 0};
    scalp_marks marks;
    *flat = scalp_flat_square(photo->px_per_mm, scale_sd * photo->px_per_mm);
    if (photo->px_per_mm > 0)
        return SCALP_OK;
    SCALP_TRY(cli_card_read(job, NULL, &params.card, error));
    SCALP_TRY(scalp_marks_find(image, &params, &job->work, &marks, error));
    if (marks.count == 0)
        return scalp_fail(error, SCALP_ERR_NO,
                          "%.120s has no scale; take it with a card or sticker, or give its "
                          "px_per_mm.",
                          photo->file);
    *flat = scalp_flat_from_scale(&marks.marks[0].scale, 0);
    const size_t pixels = (size_t)image->width * (size_t)image->height;
    SCALP_TRY(scalp_marks_mask(&marks, image->width, image->height, margin_mm, &job->work, &under,
                               error));
    SCALP_TRY(scalp_work_take(&job->work, pixels, 1, &place, error));
    for (size_t i = 0; i < pixels; i++)
        ((uint8_t *)place)[i] = under[i] ? SCALP_UNSEEN_MARK : SCALP_UNSEEN_NOT;
    *mask = place;
    return SCALP_OK;
}

/* Finds the dots of a photo and reads the panel's among them. */
static scalp_status read_picture(cli_job *job, const scalp_panel_file *file, size_t k,
                                 const char *path, scalp_panel_reading *readings, size_t *count,
                                 scalp_error *error) {
    scalp_find_params params = {.mask = NULL};
    scalp_image image;
    scalp_flat flat;
    scalp_finds finds;
    void *place;
    SCALP_TRY(cli_photo_read(job, path, &image, error));
    SCALP_TRY(flat_of(job, &file->photos[k], &image, &flat, &params.mask, error));
    SCALP_TRY(scalp_find(&image, &flat, &params, &job->work, &finds, error));
    SCALP_TRY(scalp_work_take(&job->work, finds.count, sizeof *finds.dots, &place, error));
    if (finds.count)
        memcpy(place, finds.dots, finds.count * sizeof *finds.dots);
    const scalp_panel_found found = {.dots = place,
                                     .count = scalp_panel_surest(place, finds.count),
                                     .has_mm = true,
                                     .window = &finds.window};
    return scalp_codec_panel_readings(file, k, &found, readings, count, error);
}

static scalp_status read_file(cli_job *job, const scalp_panel_file *file, size_t k,
                              const char *path, scalp_panel_reading *readings, size_t *count,
                              scalp_error *error) {
    scalp_bytes bytes;
    scalp_panel_found found = {.dots = NULL};
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_FOUND_BYTES, &bytes, error));
    SCALP_TRY(scalp_codec_panel_found_read(bytes, path, &job->work, &found.dots, &found.count,
                                           &found.has_mm, error));
    return scalp_codec_panel_readings(file, k, &found, readings, count, error);
}

/* One photo in memory at a time. */
static scalp_status read_readings(cli_job *job, const scalp_panel_file *file,
                                  scalp_panel_reading *readings, size_t *count,
                                  scalp_error *error) {
    *count = 0;
    for (size_t k = 0; k < file->photo_count; k++) {
        const scalp_panel_photo *photo = &file->photos[k];
        const char *path = photo->file;
        size_t more;
        SCALP_TRY(path_beside(job, job->operands[0], photo->file, &path, error));
        const scalp_arena_mark here = scalp_arena_here(job->work.memory);
        if (!photo->file[0])
            SCALP_TRY(scalp_codec_panel_readings(file, k, NULL, readings + *count, &more, error));
        else if (photo->is_picture)
            SCALP_TRY(read_picture(job, file, k, path, readings + *count, &more, error));
        else
            SCALP_TRY(read_file(job, file, k, path, readings + *count, &more, error));
        scalp_arena_return(job->work.memory, here);
        *count += more;
    }
    return SCALP_OK;
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
    .summary = "what test dots say of a client: retention, spread, colour",
    .about = "Reads a panel of test dots, made in known ways and photographed while they heal "
             "(days 0, 10 and 28 do), and says how many dots this client's skin keeps, how much "
             "pigment, how wide it takes them and which way it shifts their colour, each with the "
             "band that holds the next session's healed result with 90 %. What it writes goes into "
             "plan, match and forecast with --panel.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
