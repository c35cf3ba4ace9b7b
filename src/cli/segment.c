/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <string.h>

static const cli_option options[] = {
    {.name = "photo",
     .kind = CLI_TEXT,
     .argument = "ID",
     .help = "the photo of the case",
     .otherwise = "its only photo"},
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help =
         "write the mask there (.png, .tif or .webp): red is skin, green hair, blue background, "
         "what is missing to 255 other"},
    {.name = "overlay",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the photo there, tinted by what was found"},
    {.name = "json", .help = "report the shares as JSON"},
};

enum { least_landmarks = 4 };

static scalp_status choose_photo(const cli_job *job, const cli_client *client, size_t *index,
                                 scalp_error *error) {
    const scalp_case *c = &client->document;
    const char *id = cli_text(job, "photo", NULL);
    *index = 0;
    if (!id && c->photo_count == 1)
        return SCALP_OK;
    if (!id)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s has %zu photos; say which with --photo ID.",
                          client->path, c->photo_count);
    const scalp_case_photo *found = scalp_case_photo_find(c, id);
    if (!found)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s has no photo \"%.40s\"; scalptor case show lists its photos.",
                          client->path, id);
    *index = (size_t)(found - c->photos);
    return SCALP_OK;
}

static bool has_landmarks(const scalp_case *c, size_t index) {
    int n = 0;
    for (int k = 0; k < SCALP_LANDMARK_COUNT; k++)
        n += c->photos[index].has[k];
    return n >= least_landmarks;
}

static bool has_strokes(const scalp_case *c, size_t index) {
    for (size_t i = 0; i < c->stroke_count; i++)
        if (c->strokes[i].photo == index)
            return true;
    return false;
}

/* ---- Pictures ----------------------------------------------------------------------------- */

static scalp_status picture(const scalp_image *photo, const uint8_t *pixels, const char *path,
                            const char *note, cli_job *job, scalp_error *error) {
    scalp_image_format format;
    scalp_bytes bytes;
    scalp_image image = *photo;
    image.bands = 3;
    image.bits = 8;
    image.pixels = pixels;
    SCALP_TRY(scalp_codec_image_format(path, &format, error));
    SCALP_TRY(scalp_image_curve_make(8, &job->work, &image.curve[0], error));
    image.curve[1] = image.curve[2] = image.curve[0];
    SCALP_TRY(scalp_codec_image_write(&image, format, note, &job->work, &bytes, error));
    return cli_write(job, path, bytes, error);
}

static scalp_status write_mask(cli_job *job, const scalp_image *photo, const scalp_segments *s,
                               scalp_error *error) {
    const size_t pixels = (size_t)s->width * (size_t)s->height;
    void *memory;
    SCALP_TRY(scalp_work_take(&job->work, pixels, 3, &memory, error));
    uint8_t *to = memory;
    for (size_t i = 0; i < pixels; i++)
        for (size_t k = 0; k < 3; k++)
            to[3 * i + k] = s->alpha[k][i];
    scalp_image plain = {.width = photo->width, .height = photo->height};
    return picture(&plain, to, cli_text(job, "output", NULL),
                   "Mask: red skin, green hair, blue background. Scalptor " SCALP_VERSION ".", job,
                   error);
}

/* Skin stays as it is; hair is tinted green, background blue, other magenta. */
static scalp_status write_overlay(cli_job *job, const scalp_image *photo, const scalp_segments *s,
                                  scalp_error *error) {
    static const int tint[SCALP_STUFF_COUNT][3] = {
        {0, 0, 0}, {0, 190, 60}, {40, 80, 255}, {230, 0, 200}};
    const size_t pixels = (size_t)s->width * (size_t)s->height;
    void *memory;
    SCALP_TRY(scalp_work_take(&job->work, pixels, 3, &memory, error));
    uint8_t *to = memory;
    const int step = scalp_image_colours(photo) == 3 ? 1 : 0;
    for (size_t i = 0; i < pixels; i++) {
        for (int c = 0; c < 3; c++) {
            const size_t at = i * (size_t)photo->bands + (size_t)(c * step);
            const int was = photo->bits == 8 ? ((const uint8_t *)photo->pixels)[at]
                                             : ((const uint16_t *)photo->pixels)[at] >> 8;
            int sum = was * 255 * 2;
            for (int k = 1; k < SCALP_STUFF_COUNT; k++)
                sum += s->alpha[k][i] * (tint[k][c] - was);
            to[3 * i + (size_t)c] = (uint8_t)(sum / (2 * 255));
        }
    }
    return picture(photo, to, cli_text(job, "overlay", NULL), NULL, job, error);
}

/* ---- The command -------------------------------------------------------------------------- */

static void report(cli_job *job, const scalp_case_photo *photo, const scalp_segments *s,
                   bool strokes, bool head) {
    const size_t pixels = (size_t)s->width * (size_t)s->height;
    double share[SCALP_STUFF_COUNT] = {0};
    for (int k = 0; k < SCALP_STUFF_COUNT; k++) {
        double sum = 0;
        for (size_t i = 0; i < pixels; i++)
            sum += s->alpha[k][i];
        share[k] = sum / 255 / (double)pixels;
    }
    if (cli_given(job, "json")) {
        job->json = json_pack("{s:s, s:s, s:i, s:i, s:b, s:b}", "version", SCALP_VERSION, "photo",
                              photo->id, "width", s->width, "height", s->height, "from_strokes",
                              strokes, "from_head", head);
        json_t *shares = json_object();
        for (int k = 0; k < SCALP_STUFF_COUNT; k++)
            json_object_set_new(shares, scalp_stuff_name((scalp_stuff)k), json_real(share[k]));
        json_object_set_new(job->json, "shares", shares);
        cli_json_written(job, job->json);
        return;
    }
    fprintf(job->out, "Photo %s (%d x %d pixels), from %s\n", photo->id, s->width, s->height,
            strokes && head ? "strokes and the fitted head"
            : head          ? "the fitted head"
                            : "strokes");
    for (int k = 0; k < SCALP_STUFF_COUNT; k++)
        fprintf(job->out, "  %-12s %5.1f %% of the picture\n", scalp_stuff_name((scalp_stuff)k),
                100 * share[k]);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    cli_client *client;
    size_t index;
    scalp_fit fit;
    scalp_bytes bytes;
    scalp_image photo;
    scalp_segments segments;
    const char *output = cli_text(job, "output", NULL), *overlay = cli_text(job, "overlay", NULL);
    scalp_image_format format;
    if (output)
        SCALP_TRY(scalp_codec_image_format(output, &format, error));
    if (overlay)
        SCALP_TRY(scalp_codec_image_format(overlay, &format, error));
    if (output && format == SCALP_FORMAT_JPEG && !overlay)
        cli_say(job, "A JPEG blurs a mask; .png keeps it.");
    SCALP_TRY(cli_client_read(job, job->operands[0], &client, error));
    SCALP_TRY(choose_photo(job, client, &index, error));
    const scalp_case *c = &client->document;
    const bool head = has_landmarks(c, index), strokes = has_strokes(c, index);
    if (!head && !strokes)
        return scalp_fail(
            error, SCALP_ERR_INPUT,
            "Photo %s has neither strokes nor the landmarks that a head is fitted to; "
            "give it one of them.",
            c->photos[index].id);
    SCALP_TRY(cli_client_photos(job, client, error));
    SCALP_TRY(cli_output_check(job, output, error));
    SCALP_TRY(cli_output_check(job, overlay, error));
    if (head)
        SCALP_TRY(cli_fit_make(job, client, &fit, error));
    SCALP_TRY(cli_client_photo_bytes(job, client, index, &bytes, error));
    SCALP_TRY(scalp_codec_image_read(bytes, c->photos[index].file, &job->work, &photo, error));
    SCALP_TRY(
        scalp_case_segment(c, index, head ? &fit : NULL, &photo, &job->work, &segments, error));
    if (output)
        SCALP_TRY(write_mask(job, &photo, &segments, error));
    if (overlay)
        SCALP_TRY(write_overlay(job, &photo, &segments, error));
    report(job, &c->photos[index], &segments, strokes, head);
    return SCALP_OK;
}

const cli_command cli_segment = {
    .name = "segment",
    .operands = "CASE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "tell skin, hair and background of a photo apart",
    .about = "Divides a photo of the case into skin, hair, background and other things (glasses, "
             "fingers, ears, clothes), from the brush strokes that the case holds for it and from "
             "the head that is fitted to its landmarks. The preview does not draw on what is not "
             "skin.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
