/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <math.h>

static const cli_option options[] = {
    {.name = "card",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "card file of the print, as scalptor card --measured-mm writes it",
     .otherwise = "a print nobody measured, good to 1 %"},
    {.name = "points",
     .kind = CLI_TEXT,
     .argument = "X,Y,X,Y",
     .help = "two points a known distance apart, as on a ruler, in place of card and stickers"},
    {.name = "mm",
     .kind = CLI_NUMBER,
     .argument = "MM",
     .low = 0.5,
     .high = 1000,
     .help = "the distance between the two points"},
    {.name = "at",
     .kind = CLI_TEXT,
     .argument = "X,Y",
     .help = "tell the scale at this place too, in the plane of the nearest mark"},
    {.name = "focal-px",
     .kind = CLI_NUMBER,
     .argument = "PX",
     .low = 100,
     .high = 200000,
     .help = "focal length in pixels",
     .otherwise = "from the photo, or that of a phone"},
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write a picture there that is white where card and stickers lie, black elsewhere"},
    {.name = "json", .help = "report as JSON"},
};

/* ---- Words --------------------------------------------------------------------------------- */

static void mark_text(const scalp_mark *mark, FILE *to) {
    const scalp_scale *s = &mark->scale;
    const scalp_exposure *e = &mark->exposure;
    if (s->kind == SCALP_SCALE_CARD)
        fprintf(to, "Card (%zu of 4 tags) at %.0f,%.0f\n", s->tag_count, s->centre_px.x,
                s->centre_px.y);
    else
        fprintf(to, "Sticker %d at %.0f,%.0f\n", s->number, s->centre_px.x, s->centre_px.y);
    fprintf(to, "  scale     %8.3f +- %.3f px/mm (measured)\n", s->px_per_mm, s->px_per_mm_sd);
    fprintf(to, "  tilt      %8.1f +- %.1f degrees against the line of sight (measured)\n",
            s->tilt_deg, s->tilt_sd_deg);
    fprintf(to, "  residual  %8.2f px\n", s->rms_px);
    fprintf(to, "  paper     %8.0f %% of full light, greys", 100 * e->paper);
    for (size_t i = 1; i < e->grey_count; i++)
        fprintf(to, " %.0f", 100 * e->grey[i]);
    fputs(" % of the paper (measured)\n", to);
    scalp_vec2 from, to_px;
    scalp_scale_points(s, 10, &from, &to_px);
    fprintf(to,
            "  case      \"scale\": {\"from\": [%.2f, %.2f], \"to\": [%.2f, %.2f], \"mm\": 10}\n",
            from.x, from.y, to_px.x, to_px.y);
    if (e->warning) {
        fputs("  Note: ", to);
        cli_wrap(to, e->warning, 8, 8);
    }
}

/* To a hundredth of a pixel. */
static double rounded(double px) {
    return floor(100 * px + 0.5) / 100;
}

static json_t *mark_json(const scalp_mark *mark) {
    const scalp_scale *s = &mark->scale;
    const scalp_exposure *e = &mark->exposure;
    json_t *rows = json_array(), *greys = json_array();
    for (int i = 0; i < 3; i++)
        json_array_append_new(rows, json_pack("[f,f,f]", s->px_from_mm.m[i][0],
                                              s->px_from_mm.m[i][1], s->px_from_mm.m[i][2]));
    for (size_t i = 0; i < e->grey_count; i++)
        json_array_append_new(greys, json_real(e->grey[i]));
    json_t *light = json_pack("{s:f, s:[f,f,f], s:f, s:f, s:o}", "paper", e->paper, "paper_rgb",
                              e->paper_rgb.r, e->paper_rgb.g, e->paper_rgb.b, "clipped_share",
                              e->clipped_share, "evenness", e->evenness, "greys", greys);
    if (e->warning)
        json_object_set_new(light, "warning", json_string(e->warning));
    json_t *object = json_pack(
        "{s:s, s:[f,f], s:f, s:f, s:f, s:f, s:I, s:f, s:f, s:b, s:o, s:o, s:o}", "kind",
        scalp_scale_kind_name(s->kind), "centre_px", s->centre_px.x, s->centre_px.y, "px_per_mm",
        s->px_per_mm, "px_per_mm_sd", s->px_per_mm_sd, "tilt_deg", s->tilt_deg, "tilt_sd_deg",
        s->tilt_sd_deg, "tags", (json_int_t)s->tag_count, "rms_px", s->rms_px, "focal_px",
        s->focal_px, "focal_assumed", s->focal_assumed, "px_from_mm", rows, "outline_px",
        cli_json_places(s->outline_px, 4), "light", light);
    scalp_vec2 from, to;
    scalp_scale_points(s, 10, &from, &to);
    json_object_set_new(object, "scale",
                        json_pack("{s:[f,f], s:[f,f], s:f}", "from", rounded(from.x),
                                  rounded(from.y), "to", rounded(to.x), rounded(to.y), "mm", 10.0));
    if (s->kind == SCALP_SCALE_STICKER)
        json_object_set_new(object, "number", json_integer(s->number));
    return object;
}

/* ---- From two points ----------------------------------------------------------------------- */

static scalp_status by_points(cli_job *job, const scalp_image *image, scalp_error *error) {
    double p[4];
    size_t count;
    scalp_scale scale;
    SCALP_TRY(
        scalp_codec_numbers_read(cli_text(job, "points", ""), "--points", 4, 4, p, &count, error));
    for (int i = 0; i < 4; i++)
        if (!(p[i] >= 0 && p[i] <= (i % 2 ? image->height : image->width) - 1))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "--points: %g does not lie within the photo of %d x %d pixels.", p[i],
                              image->width, image->height);
    SCALP_TRY(scalp_scale_from_points((scalp_vec2){p[0], p[1]}, (scalp_vec2){p[2], p[3]},
                                      cli_number(job, "mm", 0), 0, &scale, error));
    if (cli_given(job, "json"))
        job->json =
            json_pack("{s:s, s:s, s:f, s:f, s:[f,f]}", "version", SCALP_VERSION, "source", "points",
                      "px_per_mm", scale.px_per_mm, "px_per_mm_sd", scale.px_per_mm_sd, "centre_px",
                      scale.centre_px.x, scale.centre_px.y);
    else
        fprintf(job->out,
                "Two points: %.3f +- %.3f px/mm (entered); right only in the plane of the ruler, "
                "square to the camera; the tilt is not known\n",
                scale.px_per_mm, scale.px_per_mm_sd);
    return SCALP_OK;
}

/* ---- From the marks ------------------------------------------------------------------------ */

static scalp_status none_found(const char *path, const scalp_marks *marks, scalp_error *error) {
    if (marks->mirrored)
        return scalp_fail(error, SCALP_ERR_NO,
                          "%s is a mirror image: its tags can be read only in a mirror; turn the "
                          "mirroring of the front camera off, or flip the photo back.",
                          path);
    return scalp_fail(error, SCALP_ERR_NO,
                      "%s shows no calibration card or sticker, so there are no millimetres; take "
                      "the photo with one, or give two points a known distance apart (--points, "
                      "--mm).",
                      path);
}

/* The mark nearest to the place of --at, the scale there, and how far away it is. */
static scalp_status at_place(const cli_job *job, const scalp_marks *marks, size_t *nearest,
                             double *px_per_mm, double *away_mm, scalp_error *error) {
    double place[2];
    size_t count;
    *away_mm = HUGE_VAL;
    SCALP_TRY(
        scalp_codec_numbers_read(cli_text(job, "at", ""), "--at", 2, 2, place, &count, error));
    for (size_t i = 0; i < marks->count; i++) {
        double away;
        const double scale =
            scalp_scale_at(&marks->marks[i].scale, (scalp_vec2){place[0], place[1]}, &away);
        if (!(scale > 0) || !(away < *away_mm))
            continue;
        *nearest = i;
        *px_per_mm = scale;
        *away_mm = away;
    }
    if (!(*away_mm < HUGE_VAL))
        return scalp_fail(error, SCALP_ERR_INPUT, "--at %s lies beyond the horizon of every mark.",
                          cli_text(job, "at", ""));
    return SCALP_OK;
}

static scalp_status show(cli_job *job, const scalp_card *card, const scalp_marks *marks,
                         scalp_error *error) {
    size_t nearest = 0;
    double px_per_mm = 0, away_mm = 0;
    if (cli_given(job, "at"))
        SCALP_TRY(at_place(job, marks, &nearest, &px_per_mm, &away_mm, error));
    if (!cli_given(job, "json")) {
        for (size_t i = 0; i < marks->count; i++)
            mark_text(&marks->marks[i], job->out);
        if (cli_given(job, "at"))
            fprintf(job->out, "At %s: %.3f px/mm, %.0f mm from the nearest mark%s\n",
                    cli_text(job, "at", ""), px_per_mm, away_mm,
                    away_mm > 10 ? "; only if that lies in the mark's plane, as a head does not"
                                 : "");
        if (card->measured_mm == 0)
            fputs("Nobody has measured this print: true to 1 %; measure its ruler (scalptor card "
                  "--measured-mm) and give --card.\n",
                  job->out);
        return SCALP_OK;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < marks->count; i++)
        json_array_append_new(list, mark_json(&marks->marks[i]));
    job->json = json_pack("{s:s, s:s, s:s, s:b, s:o}", "version", SCALP_VERSION, "source", "marks",
                          "print_id", card->print_id, "print_measured", card->measured_mm > 0,
                          "marks", list);
    if (cli_given(job, "at"))
        json_object_set_new(job->json, "at",
                            json_pack("{s:f, s:f, s:I}", "px_per_mm", px_per_mm, "distance_mm",
                                      away_mm, "mark", (json_int_t)nearest));
    cli_json_written(job, job->json);
    return SCALP_OK;
}

static scalp_status by_marks(cli_job *job, const scalp_image *image, scalp_error *error) {
    scalp_marks_params params = {.focal_px = cli_number(job, "focal-px", 0)};
    const char *output = cli_text(job, "output", NULL);
    scalp_marks marks;
    scalp_bytes bytes;
    const uint8_t *mask;
    SCALP_TRY(cli_card_read(job, cli_text(job, "card", NULL), &params.card, error));
    SCALP_TRY(cli_output_check(job, output, error));
    SCALP_TRY(scalp_marks_find(image, &params, &job->work, &marks, error));
    if (marks.count == 0)
        return none_found(job->operands[0], &marks, error);
    if (output) {
        SCALP_TRY(
            scalp_marks_mask(&marks, image->width, image->height, 0.5, &job->work, &mask, error));
        SCALP_TRY(cli_mask_bytes(job, output, mask, image->width, image->height, &bytes, error));
        SCALP_TRY(cli_write(job, output, bytes, error));
    }
    return show(job, &params.card, &marks, error);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    static const char *const of_marks[] = {"card", "at", "focal-px", "output"};
    scalp_image image;
    if (cli_given(job, "points") != cli_given(job, "mm"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--points and --mm go together; give both or none.");
    for (size_t i = 0; i < sizeof of_marks / sizeof *of_marks; i++)
        if (cli_given(job, "points") && cli_given(job, of_marks[i]))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "--%s is for card and stickers; leave it out with --points.",
                              of_marks[i]);
    SCALP_TRY(cli_photo_read(job, job->operands[0], &image, error));
    return cli_given(job, "points") ? by_points(job, &image, error) : by_marks(job, &image, error);
}

const cli_command cli_scale = {
    .name = "scale",
    .operands = "PHOTO",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "how large a millimetre is in a photo",
    .about =
        "Finds the printed card and stickers in a photo and tells for each the scale, the tilt "
        "and how the light is; or takes the scale from two points a known distance apart. "
        "Without any there are no millimetres: exit code 1.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
