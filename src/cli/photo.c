/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Photos by themselves, what they are measured by, and areas of them. */
#include "cli.h"

#include <math.h>
#include <string.h>

scalp_status cli_photo_read(cli_job *job, const char *path, scalp_image *image,
                            scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_IMAGE_BYTES, &bytes, error));
    return scalp_codec_image_read(bytes, path, &job->work, image, error);
}

scalp_status cli_card_read(cli_job *job, const char *path, scalp_card *card, scalp_error *error) {
    scalp_bytes bytes;
    *card = (scalp_card){.measured_mm = 0};
    if (!path)
        return SCALP_OK;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_CASE_BYTES, &bytes, error));
    return scalp_codec_card_read(bytes, path, card, error);
}

json_t *cli_json_places(const scalp_vec2 *places, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("[f,f]", places[i].x, places[i].y));
    return list;
}

scalp_status cli_mask_bytes(cli_job *job, const char *path, const uint8_t *mask, int width,
                            int height, scalp_bytes *bytes, scalp_error *error) {
    scalp_image_format format;
    scalp_image image = {.width = width, .height = height, .bands = 1, .bits = 8, .pixels = mask};
    SCALP_TRY(scalp_codec_image_format(path, &format, error));
    SCALP_TRY(scalp_image_curve_make(8, &job->work, &image.curve[0], error));
    image.curve[1] = image.curve[2] = image.curve[0];
    return scalp_codec_image_write(&image, format, NULL, &job->work, bytes, error);
}

static scalp_status chart_view(cli_job *job, const scalp_image *image, scalp_chart_view *view,
                               scalp_error *error) {
    const char *text = cli_text(job, "chart", "");
    double p[8];
    size_t count;
    scalp_vec2 corner[4];
    if (strcmp(text, "auto") == 0)
        return scalp_chart_find(image, &job->work, view, error);
    SCALP_TRY(scalp_codec_numbers_read(text, "--chart", 8, 8, p, &count, error));
    for (int i = 0; i < 4; i++)
        corner[i] = (scalp_vec2){p[2 * i], p[2 * i + 1]};
    return scalp_chart_read(image, corner, view, error);
}

scalp_status cli_correction_make(cli_job *job, const scalp_image *image,
                                 scalp_correction *correction, const uint8_t **mask,
                                 scalp_error *error) {
    if (mask)
        *mask = NULL;
    if (scalp_image_colours(image) == 1)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is a grey photo and has no colours to calibrate; take it in colour.",
                          job->operands[0]);
    if (cli_given(job, "grey")) {
        scalp_area area;
        scalp_area_colour grey;
        SCALP_TRY(scalp_codec_area_read(cli_text(job, "grey", ""), "--grey", &area, error));
        SCALP_TRY(scalp_area_measure(image, &area, NULL, &job->work, &grey, error));
        return scalp_correction_from_grey(&grey, cli_number(job, "grey-percent", 18) / 100,
                                          correction, error);
    }
    scalp_chart_view view;
    SCALP_TRY(chart_view(job, image, &view, error));
    if (mask)
        SCALP_TRY(scalp_chart_mask(&view, image->width, image->height, &job->work, mask, error));
    if (view.mirrored)
        cli_say(job, "The chart stands mirrored in %s: left and right are exchanged in this photo.",
                job->operands[0]);
    return scalp_correction_from_chart(
        &view,
        strcmp(cli_text(job, "edition", "2014"), "2005") == 0 ? SCALP_CHART_2005 : SCALP_CHART_2014,
        &job->work, correction, error);
}

scalp_status cli_area_tone(cli_job *job, const char *option, const scalp_image *image,
                           const scalp_correction *correction, scalp_tone *tone,
                           scalp_error *error) {
    const cli_value *value = cli_value_of(job, option);
    scalp_area_colour mean = {.pixels = 0};
    char name[32];
    snprintf(name, sizeof name, "--%s", option);
    for (size_t i = 0; i < value->count; i++) {
        const double share = 1 / (double)value->count;
        scalp_area area;
        scalp_area_colour one;
        SCALP_TRY(scalp_codec_area_read(value->texts[i], name, &area, error));
        SCALP_TRY(scalp_area_measure(image, &area, NULL, &job->work, &one, error));
        mean.rgb.r += share * one.rgb.r;
        mean.rgb.g += share * one.rgb.g;
        mean.rgb.b += share * one.rgb.b;
        mean.spread = fmax(mean.spread, one.spread);
        mean.pixels += one.pixels;
    }
    *tone = scalp_tone_make(correction, &mean);
    return SCALP_OK;
}
