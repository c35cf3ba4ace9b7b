/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <math.h>
#include <string.h>

static const cli_option options[] = {
    {.name = "skin",
     .kind = CLI_TEXT,
     .argument = "AREA",
     .help = "an area of bare skin: circle X,Y,RADIUS or polygon X,Y,X,Y,X,Y..., in pixels, or "
             "auto; may be given again",
     .repeats = true},
    {.name = "stubble",
     .kind = CLI_TEXT,
     .argument = "AREA",
     .help = "an area of shaved hair; may be given again; or auto",
     .repeats = true},
    CLI_CALIBRATION_OPTIONS("grey-percent"),
    {.name = "card",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "card file of the print in the photo, to name it"},
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "with --skin auto: write a picture there that is white where skin was found"},
    {.name = "json", .help = "report as JSON"},
};

/* ---- What is asked for ---------------------------------------------------------------------- */

typedef struct picked {
    const char *text;
    scalp_area_colour colour;
} picked;

typedef struct picks {
    picked *list;
    size_t count;
    scalp_area_colour mean;
} picks;

/* The area that is called auto: skin that is found, away from what lies under the mask. */
static scalp_status measure_found(cli_job *job, const scalp_image *image,
                                  const scalp_correction *correction, const uint8_t *mask,
                                  scalp_area_colour *colour, scalp_error *error) {
    const double right = image->width - 1, bottom = image->height - 1;
    const scalp_area all = {.points = {{0, 0}, {right, 0}, {right, bottom}, {0, bottom}},
                            .point_count = 4};
    const char *output = cli_text(job, "output", NULL);
    const uint8_t *rest;
    if (!correction)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--skin auto looks for the colour of skin, which needs --chart or "
                          "--grey.");
    SCALP_TRY(scalp_skin_find(image, correction, mask, &job->work, &rest, error));
    SCALP_TRY(scalp_area_measure(image, &all, rest, &job->work, colour, error));
    if (!output)
        return SCALP_OK;
    scalp_bytes bytes;
    void *place;
    const size_t pixels = (size_t)image->width * (size_t)image->height;
    SCALP_TRY(scalp_work_take(&job->work, pixels, 1, &place, error));
    for (size_t i = 0; i < pixels; i++)
        ((uint8_t *)place)[i] = (uint8_t)(255 - rest[i]);
    SCALP_TRY(cli_mask_bytes(job, output, place, image->width, image->height, &bytes, error));
    return cli_write(job, output, bytes, error);
}

/* One more of the areas, each of which has an equal share in their mean. */
static void add_to_mean(picks *areas, const scalp_area_colour *colour, double share) {
    areas->mean.rgb.r += share * colour->rgb.r;
    areas->mean.rgb.g += share * colour->rgb.g;
    areas->mean.rgb.b += share * colour->rgb.b;
    areas->mean.spread = fmax(areas->mean.spread, colour->spread);
    areas->mean.pixels += colour->pixels;
}

/* Stubble that is found: an area for each place, named as one would type it. */
static scalp_status measure_stubble(cli_job *job, const scalp_image *image,
                                    const scalp_correction *correction, const uint8_t *mask,
                                    picks *areas, scalp_error *error) {
    cli_areas found;
    void *place;
    if (!correction)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--stubble auto looks beside the colour of skin, which needs --chart or "
                          "--grey.");
    SCALP_TRY(cli_areas_read(job, "stubble", image, correction, mask, &found, error));
    SCALP_TRY(scalp_work_take(&job->work, found.count, sizeof(picked) + 48, &place, error));
    *areas = (picks){.list = place, .count = found.count};
    char *text = (char *)place + found.count * sizeof(picked);
    for (size_t i = 0; i < found.count; i++, text += 48) {
        const scalp_area *a = &found.list[i];
        const double share = 1 / (double)found.count;
        picked *p = &areas->list[i];
        snprintf(text, 48, "%.0f,%.0f,%.0f", a->points[0].x, a->points[0].y, a->radius_px);
        p->text = text;
        SCALP_TRY(scalp_area_measure(image, a, mask, &job->work, &p->colour, error));
        add_to_mean(areas, &p->colour, share);
    }
    return SCALP_OK;
}

/* `correction` NULL: there is none. */
static scalp_status measure(cli_job *job, const char *option, const scalp_image *image,
                            const scalp_correction *correction, const uint8_t *mask, picks *areas,
                            scalp_error *error) {
    const cli_value *value = cli_value_of(job, option);
    char name[32];
    void *place;
    if (strcmp(option, "stubble") == 0 && cli_wants_auto(job, option))
        return measure_stubble(job, image, correction, mask, areas, error);
    snprintf(name, sizeof name, "--%s", option);
    SCALP_TRY(scalp_work_take(&job->work, value->count, sizeof(picked), &place, error));
    *areas = (picks){.list = place, .count = value->count};
    for (size_t i = 0; i < value->count; i++) {
        scalp_area area;
        picked *p = &areas->list[i];
        const double share = 1 / (double)value->count;
        p->text = value->texts[i];
        if (strcmp(option, "skin") == 0 && strcmp(p->text, "auto") == 0) {
            SCALP_TRY(measure_found(job, image, correction, mask, &p->colour, error));
        } else {
            SCALP_TRY(scalp_codec_area_read(p->text, name, &area, error));
            SCALP_TRY(scalp_area_measure(image, &area, mask, &job->work, &p->colour, error));
        }
        add_to_mean(areas, &p->colour, share);
    }
    return SCALP_OK;
}

static scalp_status usage(const cli_job *job, scalp_error *error) {
    if (!cli_given(job, "skin") && !cli_given(job, "stubble") && !cli_given(job, "chart"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "colour needs an area: --skin X,Y,RADIUS or --stubble X,Y,RADIUS; "
                          "scalptor colour --help says more.");
    SCALP_TRY(cli_calibration_usage(job, "grey-percent", error));
    if (cli_given(job, "output") && !cli_wants_auto(job, "skin"))
        return scalp_fail(error, SCALP_ERR_INPUT, "-o shows what --skin auto found; give that.");
    return SCALP_OK;
}

/* ---- Calibrated ----------------------------------------------------------------------------- */

static void tone_text(FILE *to, const char *what, const char *where, const scalp_tone *tone,
                      bool skin) {
    fprintf(to, "%-8s %s\n", what, where);
    const bool sure =
        tone->ita_class == tone->ita_class_darker && tone->ita_class == tone->ita_class_lighter;
    fprintf(to, "  Lab    %.1f  %.1f  %.1f  +- %.1f %.1f %.1f (measured)\n", tone->lab.l,
            tone->lab.a, tone->lab.b, tone->sd.l, tone->sd.a, tone->sd.b);
    if (skin && !tone->ita_class)
        fputs("  Note: this is no colour of skin, so it has no ITA and no class.\n", to);
    else if (skin)
        fprintf(to, "  ITA    %.0f +- %.0f degrees: %s%s%s%s%s\n", tone->ita_deg, tone->ita_sd_deg,
                tone->ita_class, sure ? "" : ", may be ", sure ? "" : tone->ita_class_darker,
                sure ? "" : " to ", sure ? "" : tone->ita_class_lighter);
}

static void areas_text(FILE *to, const char *what, const picks *areas,
                       const scalp_correction *correction, bool skin) {
    for (size_t i = 0; i < areas->count; i++) {
        const scalp_area_colour *c = &areas->list[i].colour;
        const scalp_tone tone = scalp_tone_make(correction, c);
        tone_text(to, what, areas->list[i].text, &tone, skin);
        fprintf(to, "  left out: %.0f %% shine, %.0f %% shadow, %.0f %% overexposed\n",
                100 * c->gloss, 100 * c->shadow, 100 * c->clipped);
    }
    if (areas->count > 1) {
        const scalp_tone tone = scalp_tone_make(correction, &areas->mean);
        tone_text(to, what, "together", &tone, skin);
    }
}

static json_t *tone_json(const scalp_tone *tone, bool skin) {
    json_t *object = json_pack("{s:[f,f,f], s:[f,f,f]}", "Lab", tone->lab.l, tone->lab.a,
                               tone->lab.b, "Lab_sd", tone->sd.l, tone->sd.a, tone->sd.b);
    if (!skin)
        return object;
    if (!tone->ita_class) {
        json_object_set_new(object, "class", json_null());
        return object;
    }
    json_object_set_new(object, "ITA", json_real(tone->ita_deg));
    json_object_set_new(object, "ITA_sd", json_real(tone->ita_sd_deg));
    json_object_set_new(object, "class", json_string(tone->ita_class));
    json_object_set_new(object, "class_darker", json_string(tone->ita_class_darker));
    json_object_set_new(object, "class_lighter", json_string(tone->ita_class_lighter));
    return object;
}

static json_t *areas_json(const picks *areas, const scalp_correction *correction, bool skin) {
    json_t *list = json_array();
    for (size_t i = 0; i < areas->count; i++) {
        const scalp_area_colour *c = &areas->list[i].colour;
        const scalp_tone tone = scalp_tone_make(correction, c);
        json_t *object = tone_json(&tone, skin);
        json_object_update_new(
            object, json_pack("{s:s, s:I, s:f, s:f, s:f, s:f}", "area", areas->list[i].text,
                              "pixels", (json_int_t)c->pixels, "spread", c->spread, "gloss",
                              c->gloss, "shadow", c->shadow, "clipped", c->clipped));
        json_array_append_new(list, object);
    }
    return list;
}

static void report_json(cli_job *job, const scalp_correction *c, const picks *skin,
                        const picks *stubble) {
    job->json = json_pack("{s:s, s:b, s:s}", "version", SCALP_VERSION, "calibrated", 1, "method",
                          scalp_colour_model_name(c->model));
    if (c->model != SCALP_COLOUR_GREY)
        json_object_update_new(job->json, json_pack("{s:s, s:f, s:f, s:f, s:I}", "edition",
                                                    c->chart == SCALP_CHART_2005 ? "2005" : "2014",
                                                    "median_dE00", c->median_de, "mean_dE00",
                                                    c->mean_de, "worst_dE00", c->worst_de,
                                                    "patches", (json_int_t)c->patch_count));
    json_object_set_new(job->json, "skin", areas_json(skin, c, true));
    json_object_set_new(job->json, "stubble", areas_json(stubble, c, false));
    const scalp_tone one = scalp_tone_make(c, &skin->mean),
                     two = scalp_tone_make(c, &stubble->mean);
    if (skin->count)
        json_object_set_new(job->json, "skin_mean", tone_json(&one, true));
    if (stubble->count)
        json_object_set_new(job->json, "stubble_mean", tone_json(&two, false));
}

static scalp_status calibrated(cli_job *job, const scalp_image *image, scalp_error *error) {
    cli_calibration by = {.photo = job->operands[0],
                          .grey_share = cli_number(job, "grey-percent", 18) / 100};
    const scalp_correction *correction = &by.correction;
    picks skin, stubble;
    const uint8_t *mask = NULL;
    const bool found = cli_wants_auto(job, "skin") || cli_wants_auto(job, "stubble");
    SCALP_TRY(cli_calibration_make(job, image, &by, found ? &mask : NULL, error));
    SCALP_TRY(measure(job, "skin", image, correction, mask, &skin, error));
    SCALP_TRY(measure(job, "stubble", image, correction, mask, &stubble, error));
    if (cli_given(job, "json")) {
        report_json(job, correction, &skin, &stubble);
        return SCALP_OK;
    }
    cli_calibration_text(job->out, correction);
    fputs("\n", job->out);
    areas_text(job->out, "Skin", &skin, correction, true);
    areas_text(job->out, "Stubble", &stubble, correction, false);
    return SCALP_OK;
}

/* ---- Not calibrated: at best relative to the paper of a card --------------------------------- */

static void relative(cli_job *job, const char *what, const picks *areas, const scalp_rgb *paper,
                     json_t *list) {
    for (size_t i = 0; i < areas->count; i++) {
        const scalp_rgb c = areas->list[i].colour.rgb;
        const double r = c.r / paper->r, g = c.g / paper->g, b = c.b / paper->b;
        if (list)
            json_array_append_new(list, json_pack("{s:s, s:s, s:[f,f,f]}", "what", what, "area",
                                                  areas->list[i].text, "of_paper", r, g, b));
        else
            fprintf(job->out, "%-8s %s: red %.3f, green %.3f, blue %.3f of the card's paper\n",
                    what, areas->list[i].text, r, g, b);
    }
}

static scalp_status uncalibrated(cli_job *job, const scalp_image *image, scalp_error *error) {
    scalp_marks_params params = {.focal_px = 0};
    scalp_marks marks;
    picks skin, stubble;
    const uint8_t *mask = NULL;
    SCALP_TRY(cli_card_read(job, cli_text(job, "card", NULL), &params.card, error));
    SCALP_TRY(scalp_marks_find(image, &params, &job->work, &marks, error));
    if (marks.count)
        SCALP_TRY(
            scalp_marks_mask(&marks, image->width, image->height, 0.5, &job->work, &mask, error));
    SCALP_TRY(measure(job, "skin", image, NULL, mask, &skin, error));
    SCALP_TRY(measure(job, "stubble", image, NULL, mask, &stubble, error));
    const bool paper = marks.count && marks.marks[0].exposure.paper > 0.02 &&
                       marks.marks[0].exposure.clipped_share < 0.1;
    json_t *list = NULL;
    if (cli_given(job, "json")) {
        list = json_array();
        job->json =
            json_pack("{s:s, s:b, s:b, s:s, s:o}", "version", SCALP_VERSION, "calibrated", 0,
                      "comparable", paper, "print_id", params.card.print_id, "areas", list);
    }
    if (paper) {
        relative(job, "skin", &skin, &marks.marks[0].exposure.paper_rgb, list);
        relative(job, "stubble", &stubble, &marks.marks[0].exposure.paper_rgb, list);
        return scalp_fail(error, SCALP_ERR_NO,
                          "%s is not calibrated: printed greys only make photos with the same "
                          "print comparable; Lab, ITA and class need a bought grey card (--grey) "
                          "or a 24-patch chart (--chart).",
                          job->operands[0]);
    }
    return cli_uncalibrated(job->operands[0], error);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    scalp_image image;
    SCALP_TRY(usage(job, error));
    SCALP_TRY(cli_output_check(job, cli_text(job, "output", NULL), error));
    SCALP_TRY(cli_photo_read(job, job->operands[0], &image, error));
    if (cli_given(job, "chart") || cli_given(job, "grey"))
        return calibrated(job, &image, error);
    return uncalibrated(job, &image, error);
}

const cli_command cli_colour = {
    .name = "colour",
    .operands = "PHOTO",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "the colour of skin and stubble in a calibrated photo",
    .about =
        "Corrects the photo by a 24-patch chart or a bought grey card in it and tells the colour "
        "of "
        "the areas picked, in Lab (D65, 2 degrees), with the individual typology angle and its "
        "class for skin; shine, shadow and overexposed pixels are left out. Without either "
        "there is no Lab and no class: exit code 1, and at most colours relative to the "
        "paper of the printed card.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
