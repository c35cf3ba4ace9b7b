/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <scalptor/case_hair.h>

#include <string.h>

#define MAX_SIDE 12000 /* of a rendered head */

static const cli_option options[] = {
    {.name = "plan",
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "draw this plan; refused when the case or a photo has changed since",
     .otherwise = "plan "
                  "anew"},
    {.name = "photo",
     .kind = CLI_TEXT,
     .argument = "ID",
     .help = "draw on this photo of the case",
     .otherwise = "the head is rendered"},
    {.name = "stage",
     .kind = CLI_CHOICE,
     .argument = "STAGE",
     .choices = "before|fresh|day10|healed|6m|1y|2y|3y|4y|5y|6y|7y|8y|9y|10y",
     .help = "age of the last session's dots, or before the treatment",
     .otherwise = "healed"},
    {.name = "session",
     .kind = CLI_WHOLE,
     .argument = "N",
     .low = 1,
     .high = SCALP_LAYOUT_MAX_SESSIONS,
     .help = "draw the sessions up to N",
     .otherwise = "all"},
    {.name = "band",
     .kind = CLI_CHOICE,
     .argument = "BAND",
     .choices = "low|high",
     .help = "how clients differ: those who fade least or most",
     .otherwise = "the middle"},
    {.name = "light",
     .kind = CLI_CHOICE,
     .argument = "LIGHT",
     .choices = "daylight|warm|flash",
     .help = "the light in which the dots are seen; of the rendered head the lamp as well",
     .otherwise = "daylight"},
    {.name = "view",
     .kind = CLI_CHOICE,
     .argument = "VIEW",
     .choices = "front|left|right|left45|right45|top|back",
     .help = "of the rendered head",
     .otherwise = "front"},
    {.name = "size",
     .kind = CLI_SIZE,
     .argument = "WxH",
     .low = 16,
     .high = MAX_SIDE,
     .help = "pixels of the rendered head",
     .otherwise = "1600x1600"},
    {.name = "px-per-mm",
     .kind = CLI_NUMBER,
     .argument = "N",
     .low = 1,
     .high = 200,
     .help = "close-up of the rendered head at this scale"},
    {.name = "at",
     .kind = CLI_TEXT,
     .argument = "PLACE",
     .help = "zone or landmark in the middle of the close-up",
     .otherwise = "the hairline"},
    {.name = "no-hair", .help = "leave the client's own hair out of the rendered head"},
    {.name = "lines", .help = "draw the hairline and the outlines of the areas over it"},
    {.name = "output",
     .letter = 'o',
     .kind = CLI_TEXT,
     .argument = "FILE",
     .help = "write the picture there: .jpg, .png, .webp, .tif or .heic; - is a JPEG on stdout"},
    {.name = "seed",
     .kind = CLI_WHOLE,
     .argument = "N",
     .field = "seed",
     .otherwise = "the case's",
     .help = "as given to plan"},
    {.name = "json", .help = "report as JSON what was drawn and written"},
};

static const char band_names[][8] = {"middle", "low", "high"};

/* ---- What is asked for ------------------------------------------------------------------- */

static scalp_status usage(const cli_job *job, scalp_error *error) {
    static const char *const rendered[] = {"view", "size", "px-per-mm", "at", "no-hair"};
    if (!cli_given(job, "output"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "preview needs -o FILE for the picture; scalptor preview --help says "
                          "more.");
    for (size_t i = 0; i < sizeof rendered / sizeof *rendered; i++)
        if (cli_given(job, "photo") && cli_given(job, rendered[i]))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "--%s is for the rendered head; leave it out with --photo.",
                              rendered[i]);
    if (cli_given(job, "at") && !cli_given(job, "px-per-mm"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "--at is for a close-up; give --px-per-mm with it.");
    if (cli_given(job, "view") && cli_given(job, "px-per-mm"))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A close-up looks straight at its place; leave out --view.");
    return SCALP_OK;
}

static scalp_status picture_from_options(const cli_job *job, cli_picture *picture,
                                         scalp_error *error) {
    const char *output = cli_text(job, "output", "-"), *band = cli_text(job, "band", "middle");
    const cli_value *size = cli_value_of(job, "size");
    scalp_render_params *params = &picture->params;
    picture->photo_id = cli_text(job, "photo", NULL);
    picture->lines = cli_given(job, "lines");
    picture->no_hair = cli_given(job, "no-hair");
    picture->view = (cli_view){.view = cli_text(job, "view", "front"),
                               .width = size->count ? (int)size->numbers[0] : 1600,
                               .height = size->count ? (int)size->numbers[1] : 1600,
                               .px_per_mm = cli_number(job, "px-per-mm", 0),
                               .at = cli_text(job, "at", NULL)};
    const char *stage = cli_text(job, "stage", "healed");
    picture->before = strcmp(stage, "before") == 0;
    params->sessions = (unsigned)cli_number(job, "session", 0);
    for (int i = 0; i < 3; i++)
        if (strcmp(band, band_names[i]) == 0)
            params->band = (scalp_band)i;
    /* The tables of options name what these two know; a test compares them. */
    if ((!picture->before && !scalp_stage_find(stage, &params->stage)) ||
        !scalp_light_find(cli_text(job, "light", "daylight"), &params->light))
        return scalp_fail(error, SCALP_ERR_INPUT, "There is no such stage or light.");
    if (strcmp(output, "-") == 0) {
        picture->format = SCALP_FORMAT_JPEG;
        return SCALP_OK;
    }
    return scalp_codec_image_format(output, &picture->format, error);
}

/* ---- The picture ------------------------------------------------------------------------- */

static scalp_status find_photo(const cli_client *client, const char *id, size_t *index,
                               scalp_error *error) {
    const char *ids[SCALP_CASE_MAX_PHOTOS];
    const scalp_case *c = &client->document;
    for (*index = 0; *index < c->photo_count; (*index)++) {
        ids[*index] = c->photos[*index].id;
        if (strcmp(ids[*index], id) == 0)
            return SCALP_OK;
    }
    const char *nearest = cli_nearest(id, ids, c->photo_count);
    if (nearest)
        return scalp_fail(error, SCALP_ERR_INPUT, "%s has no photo \"%s\"; did you mean \"%s\"?",
                          client->path, id, nearest);
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "%s has no photo \"%s\"; scalptor case show lists its photos.", client->path,
                      id);
}

static scalp_status read_photo(cli_job *job, const cli_client *client, size_t index,
                               scalp_image *image, scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(cli_client_photo_bytes(job, client, index, &bytes, error));
    return scalp_codec_image_read(bytes, client->document.photos[index].file, &job->work, image,
                                  error);
}

/* What the picture is, for its metadata. A photo keeps the light it was taken in: there the light
 * is that of the dots alone. */
static void note_text(const cli_picture *picture, const char *sha256, size_t sessions, char *text,
                      size_t size) {
    const unsigned drawn = picture->params.sessions;
    const char *hair = picture->no_hair ? "" : ", its hair as the case has it";
    if (picture->before) {
        snprintf(text, size, "Before the treatment%s: %s%s. Scalptor %s.",
                 picture->lines ? ", with the plan's lines" : "",
                 sha256 ? "photo sha256 " : "rendered head, scars as the design has them",
                 sha256 ? sha256 : hair, SCALP_VERSION);
        return;
    }
    snprintf(text, size,
             "Simulated preview, an estimate%s: %s, %s band, sessions %zu of %zu, dots as in %s "
             "light, on the %s%s. Scalptor %s.",
             picture->lines ? ", with the plan's lines" : "",
             scalp_stage_name(picture->params.stage), band_names[picture->params.band],
             drawn ? (size_t)drawn : sessions, sessions, scalp_light_name(picture->params.light),
             sha256 ? "photo sha256 " : "rendered head", sha256 ? sha256 : hair, SCALP_VERSION);
}

scalp_status cli_picture_make(cli_job *job, const cli_client *client, const cli_result *result,
                              cli_picture *picture, scalp_image *image, scalp_bytes *bytes,
                              scalp_error *error) {
    size_t index = 0;
    char note[320];
    scalp_image photo;
    scalp_scene scene = {
        .head = &result->fit.head, .design = &result->design, .plan = &result->plan};
    const bool on_photo = picture->photo_id != NULL;
    if (picture->params.sessions > result->plan.session_count)
        return scalp_fail(error, SCALP_ERR_INPUT, "The plan has %zu sessions, not %u.",
                          result->plan.session_count, picture->params.sessions);
    if (on_photo) {
        SCALP_TRY(find_photo(client, picture->photo_id, &index, error));
        SCALP_TRY(read_photo(job, client, index, &photo, error));
        scene.camera = result->fit.views[index].camera;
        SCALP_TRY(cli_skin_find(job, client, index, result, &photo, &scene.skin,
                                &picture->hair_share, error));
    } else {
        SCALP_TRY(cli_view_camera(&picture->view, scene.head, scene.design, &scene.camera, error));
        if (!picture->no_hair)
            SCALP_TRY(scalp_case_hair_seen(&client->document, scene.head,
                                           scene.design->existing_per_cm2, &job->work, &scene.hair,
                                           error));
    }
    if (picture->before)
        SCALP_TRY(scalp_case_before(&client->document, &scene, on_photo ? &photo : NULL,
                                    picture->params.light, &job->work, image, error));
    else
        SCALP_TRY(scalp_case_preview(&client->document, &scene, on_photo ? &photo : NULL,
                                     &picture->params, &job->work, image, error));
    if (picture->lines)
        SCALP_TRY(scalp_render_lines(&scene, image, &job->work, image, error));
    note_text(picture, on_photo ? client->facts[index].sha256 : NULL, result->plan.session_count,
              note, sizeof note);
    return scalp_codec_image_write(image, picture->format, note, &job->work, bytes, error);
}

/* ---- The command ------------------------------------------------------------------------- */

static void report(cli_job *job, const cli_picture *picture, const scalp_image *image,
                   const scalp_plan *plan) {
    if (!cli_given(job, "json"))
        return;
    const unsigned sessions = picture->params.sessions;
    job->json = json_pack(
        "{s:s, s:s, s:s?, s:s, s:s, s:s, s:i, s:I, s:i, s:i, s:b}", "version", SCALP_VERSION,
        "kind", "simulated preview, an estimate", "photo", picture->photo_id, "stage",
        picture->before ? "before" : scalp_stage_name(picture->params.stage), "band",
        band_names[picture->params.band], "light", scalp_light_name(picture->params.light),
        "sessions", (int)(sessions ? sessions : plan->session_count), "dots_in_plan",
        (json_int_t)plan->layout.dot_count, "width", image->width, "height", image->height,
        "close_up", picture->view.px_per_mm > 0);
    if (picture->photo_id)
        json_object_set_new(job->json, "hair_share", json_real(picture->hair_share));
    cli_json_written(job, job->json);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    cli_client *client;
    cli_result result;
    cli_picture picture = {0};
    scalp_image image;
    scalp_bytes bytes;
    size_t index;
    const char *plan = cli_text(job, "plan", NULL), *output = cli_text(job, "output", NULL);
    SCALP_TRY(usage(job, error));
    if (cli_given(job, "photo") && cli_given(job, "light"))
        cli_say(job, "The photo keeps the light it was taken in; --light changes how the dots are "
                     "seen.");
    SCALP_TRY(picture_from_options(job, &picture, error));
    SCALP_TRY(cli_client_read(job, job->operands[0], &client, error));
    client->document.seed = cli_number(job, "seed", client->document.seed);
    if (picture.photo_id)
        SCALP_TRY(find_photo(client, picture.photo_id, &index, error));
    SCALP_TRY(cli_client_photos(job, client, error));
    if (plan)
        SCALP_TRY(cli_plan_read(job, client, plan, &result, error));
    SCALP_TRY(cli_output_check(job, output, error));
    if (!plan)
        SCALP_TRY(cli_plan_make(job, client, &result, error));
    SCALP_TRY(cli_picture_make(job, client, &result, &picture, &image, &bytes, error));
    SCALP_TRY(cli_write(job, output, bytes, error));
    report(job, &picture, &image, &result.plan);
    return SCALP_OK;
}

const cli_command cli_preview = {
    .name = "preview",
    .operands = "CASE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "draw what it will look like, on a photo or on the head",
    .about = "Draws the planned dots on a photo of the client, or on the rendered head, as they "
             "look when fresh, healed or years later. The picture is an estimate and its "
             "metadata say so; outside the planned zone it is the photo, untouched.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
