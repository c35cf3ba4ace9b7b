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

scalp_status cli_calibration_usage(const cli_job *job, const char *percent, scalp_error *error) {
    if (cli_given(job, "chart") && cli_given(job, "grey"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Give --chart or --grey, not both; the chart is the better.");
    if (cli_given(job, "edition") && !cli_given(job, "chart"))
        return scalp_fail(error, SCALP_ERR_INPUT, "--edition is that of a chart; give --chart.");
    if (cli_given(job, percent) && !cli_given(job, "grey"))
        return scalp_fail(error, SCALP_ERR_INPUT, "--%s is that of a grey card; give --grey.",
                          percent);
    return SCALP_OK;
}

scalp_status cli_uncalibrated(const char *photo, scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_NO,
                      "%s is not calibrated, so its colours tell nothing of the skin; take it with "
                      "a bought grey card (--grey) or a 24-patch chart (--chart).",
                      photo);
}

static scalp_status by_grey(cli_job *job, const scalp_image *image, cli_calibration *c,
                            scalp_error *error) {
    scalp_area area;
    scalp_area_colour grey;
    SCALP_TRY(scalp_codec_area_read(cli_text(job, "grey", ""), "--grey", &area, error));
    SCALP_TRY(scalp_area_measure(image, &area, NULL, &job->work, &grey, error));
    return scalp_correction_from_grey(&grey, c->grey_share, &c->correction, error);
}

scalp_status cli_calibration_make(cli_job *job, const scalp_image *image, cli_calibration *c,
                                  const uint8_t **mask, scalp_error *error) {
    scalp_chart_view view;
    const char *edition = cli_text(job, "edition", "2014");
    if (mask)
        *mask = NULL;
    if (!cli_given(job, "chart") && !cli_given(job, "grey"))
        return cli_uncalibrated(c->photo, error);
    if (scalp_image_colours(image) == 1)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s is a grey photo and has no colours to calibrate; take it in colour.",
                          c->photo);
    if (cli_given(job, "grey"))
        return by_grey(job, image, c, error);
    SCALP_TRY(chart_view(job, image, &view, error));
    if (mask)
        SCALP_TRY(scalp_chart_mask(&view, image->width, image->height, &job->work, mask, error));
    if (view.mirrored)
        cli_say(job, "The chart stands mirrored in %s: left and right are exchanged in this photo.",
                c->photo);
    return scalp_correction_from_chart(
        &view, strcmp(edition, "2005") == 0 ? SCALP_CHART_2005 : SCALP_CHART_2014, &job->work,
        &c->correction, error);
}

void cli_calibration_text(FILE *to, const scalp_correction *c) {
    if (c->model == SCALP_COLOUR_GREY)
        fputs("Calibrated by a grey card: white balance and exposure only; a chart is surer.\n",
              to);
    else
        fprintf(to,
                "Calibrated by the chart of %s: %s, dE00 of patches left out %.1f (median), %.1f "
                "(mean), %.1f (worst of %zu)\n",
                c->chart == SCALP_CHART_2005 ? "before November 2014" : "November 2014 on",
                scalp_colour_model_name(c->model), c->median_de, c->mean_de, c->worst_de,
                c->patch_count);
}

bool cli_wants_auto(const cli_job *job, const char *option) {
    const cli_value *value = cli_value_of(job, option);
    for (size_t i = 0; i < value->count; i++)
        if (strcmp(value->texts[i], "auto") == 0)
            return true;
    return false;
}

scalp_status cli_areas_read(cli_job *job, const char *option, const scalp_image *image,
                            const scalp_correction *correction, const uint8_t *mask,
                            cli_areas *areas, scalp_error *error) {
    const cli_value *value = cli_value_of(job, option);
    const bool stubble = strncmp(option, "stubble", 7) == 0;
    char name[32];
    void *place;
    snprintf(name, sizeof name, "--%s", option);
    SCALP_TRY(scalp_work_take(&job->work, value->count + SCALP_PLACES_MAX, sizeof *areas->list,
                              &place, error));
    *areas = (cli_areas){.list = place};
    if (!cli_wants_auto(job, option)) {
        for (; areas->count < value->count; areas->count++)
            SCALP_TRY(scalp_codec_area_read(value->texts[areas->count], name,
                                            &areas->list[areas->count], error));
        return SCALP_OK;
    }
    if (value->count > 1)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s auto looks for areas by itself; give it alone.", name);
    areas->found = true;
    return scalp_places_find(image, correction, mask,
                             stubble ? SCALP_PLACE_STUBBLE : SCALP_PLACE_SKIN, &job->work,
                             areas->list, &areas->count, error);
}

void cli_areas_text(FILE *to, const char *what, const cli_areas *areas) {
    for (size_t i = 0; areas->found && i < areas->count; i++)
        fprintf(to, "%-10s found at %.0f,%.0f, radius %.0f px\n", what, areas->list[i].points[0].x,
                areas->list[i].points[0].y, areas->list[i].radius_px);
}

json_t *cli_areas_json(const cli_areas *areas) {
    json_t *list = json_array();
    for (size_t i = 0; i < areas->count; i++)
        json_array_append_new(list,
                              json_pack("[f,f,f]", areas->list[i].points[0].x,
                                        areas->list[i].points[0].y, areas->list[i].radius_px));
    return list;
}

scalp_status cli_area_tone(cli_job *job, const cli_areas *areas, const scalp_image *image,
                           const scalp_correction *correction, scalp_tone *tone,
                           scalp_error *error) {
    scalp_area_colour mean = {.pixels = 0};
    for (size_t i = 0; i < areas->count; i++) {
        const double share = 1 / (double)areas->count;
        scalp_area_colour one;
        SCALP_TRY(scalp_area_measure(image, &areas->list[i], NULL, &job->work, &one, error));
        mean.rgb.r += share * one.rgb.r;
        mean.rgb.g += share * one.rgb.g;
        mean.rgb.b += share * one.rgb.b;
        mean.spread = fmax(mean.spread, one.spread);
        mean.pixels += one.pixels;
    }
    *tone = scalp_tone_make(correction, &mean);
    return SCALP_OK;
}
