/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A made-up client, so that everything can be tried without anybody's photo: the project's own
 * head is photographed by its own camera, and the case goes through the same pipeline as any. */
#include "demo.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#define WIDTH 1800 /* unless --size says otherwise */
#define HEIGHT 2400
#define FILL 0.82 /* of the height, or of the width of a broad picture */
#define FOCAL_35MM 60
#define FILM_DIAGONAL_MM 43.2666153

static const cli_option options[] = {
    {.name = "size",
     .kind = CLI_SIZE,
     .argument = "WxH",
     .low = 200,
     .high = 6000,
     .otherwise = "1800x2400",
     .help = "pixels of the photos"},
    {.name = "close-ups",
     .kind = CLI_WHOLE,
     .argument = "N",
     .low = 0,
     .high = DEMO_MAX_CLOSE_UPS,
     .otherwise = "0",
     .help = "and so many close-ups, as after the first session, for inspect"},
    {.name = "json", .help = "report as JSON what was written"},
};

static const char marker[] =
    "This folder was made by scalptor demo. The client is made up: the head is computed, nobody\n"
    "was photographed. scalptor demo writes the files here anew whenever it is run.\n";

/* An EXIF block that says FocalLengthIn35mmFilm and nothing else (EXIF 2.32, 4.6.2 to 4.6.5): a
 * directory with the pointer to another one, and that one with the tag 0xA405. */
static const uint8_t exif[] = {'E', 'x', 'i', 'f',        0,    0, 'I', 'I', '*',  0,    8, 0,  0,
                               0,   1,   0,   0x69,       0x87, 4, 0,   1,   0,    0,    0, 26, 0,
                               0,   0,   0,   0,          0,    0, 1,   0,   0x05, 0xa4, 3, 0,  1,
                               0,   0,   0,   FOCAL_35MM, 0,    0, 0,   0,   0,    0,    0};

typedef struct shot {
    const char *id, *before, *after;
    double yaw_deg, pitch_deg;
} shot;

static const shot shots[] = {{"front", "before-front.jpg", "after-front.jpg", 0, 20},
                             {"left45", "before-left45.jpg", "after-left45.jpg", 45, 18}};
#define SHOTS (sizeof shots / sizeof *shots)

/* ---- The folder -------------------------------------------------------------------------- */

static scalp_status path_in(cli_job *job, const char *folder, const char *name, const char **path,
                            scalp_error *error) {
    void *place;
    const size_t size = strlen(folder) + strlen(name) + 2;
    SCALP_TRY(scalp_work_take(&job->work, size, 1, &place, error));
    snprintf(place, size, "%s/%s", folder, name);
    *path = place;
    return SCALP_OK;
}

/* A folder with somebody's case in it is left alone. */
static scalp_status open_folder(cli_job *job, const char *folder, scalp_error *error) {
    struct stat there;
    const char *sign, *document;
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return scalp_fail(error, SCALP_ERR_MACHINE,
                          "The folder %s could not be made: %s; choose another one.", folder,
                          strerror(errno));
    SCALP_TRY(path_in(job, folder, "README.txt", &sign, error));
    SCALP_TRY(path_in(job, folder, "case.json", &document, error));
    if (stat(document, &there) == 0 && stat(sign, &there) != 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s holds a case that scalptor demo did not make; choose another "
                          "folder.",
                          folder);
    return cli_write(job, sign, (scalp_bytes){(const uint8_t *)marker, sizeof marker - 1}, error);
}

/* ---- The client -------------------------------------------------------------------------- */

static void invent(scalp_case *c) {
    *c = scalp_case_default();
    snprintf(c->sex, sizeof c->sex, "male");
    c->age_years = 38;
    c->ita_deg = 38;
    /* The computed head has no hair at all, so all of it is to be covered. */
    snprintf(c->loss_stage, sizeof c->loss_stage, "none");
    c->density_per_cm2 = 120;
    c->hairline_height_mm = 68;
    c->measures = (scalp_head_measures){.length_mm = 197, .breadth_mm = 152};
}

/* The camera of a telephoto portrait: the distance follows from the focal length that the EXIF
 * data will state in whole millimetres. */
static scalp_camera stand(const cli_job *job, const shot *s, const scalp_head *head) {
    const cli_value *size = cli_value_of(job, "size");
    const int width = size->count ? (int)size->numbers[0] : WIDTH;
    const int height = size->count ? (int)size->numbers[1] : HEIGHT;
    const double focal_px = FOCAL_35MM * hypot(width, height) / FILM_DIAGONAL_MM;
    const double fill = FILL * height / (width < height ? width : height);
    double distance_mm = 1000;
    scalp_camera camera = {0};
    for (int i = 0; i < 4; i++) {
        camera =
            scalp_camera_make(head, s->yaw_deg, s->pitch_deg, 0, distance_mm, fill, width, height);
        distance_mm *= focal_px / camera.focal_px;
    }
    camera.focal_px = focal_px;
    return camera;
}

static scalp_status photograph(cli_job *job, const shot *s, const scalp_head *head,
                               scalp_case *document, const char *path, scalp_error *error) {
    const scalp_image_note note = {"exif-data", 1, exif, sizeof exif};
    const scalp_head_look look = {.skin = scalp_lab_from_ita_deg(document->ita_deg),
                                  .light = SCALP_LIGHT_DAYLIGHT,
                                  .seed = (uint64_t)document->seed};
    const scalp_camera camera = stand(job, s, head);
    scalp_case_photo *photo = &document->photos[document->photo_count++];
    scalp_image image;
    scalp_bytes bytes;
    *photo = scalp_case_photo_default();
    snprintf(photo->id, sizeof photo->id, "%s", s->id);
    snprintf(photo->view, sizeof photo->view, "%s", s->id);
    snprintf(photo->file, sizeof photo->file, "%s", s->before);
    SCALP_TRY(cli_view_landmarks(head, &camera, &job->work, photo, error));
    SCALP_TRY(scalp_render_head(head, &camera, &look, &job->work, &image, error));
    image.notes = &note;
    image.note_count = 1;
    SCALP_TRY(scalp_codec_image_write(&image, SCALP_FORMAT_JPEG,
                                      "A computed head by Scalptor; no person was photographed.",
                                      &job->work, &bytes, error));
    return cli_write(job, path, bytes, error);
}

static scalp_status make_client(cli_job *job, const char *folder, const char **path,
                                scalp_error *error) {
    void *place;
    scalp_head head;
    scalp_bytes bytes;
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(scalp_case), &place, error));
    scalp_case *document = place;
    invent(document);
    SCALP_TRY(scalp_head_make(&document->measures, document->sex, &job->work, &head, error));
    for (size_t i = 0; i < SHOTS; i++) {
        const char *photo;
        SCALP_TRY(path_in(job, folder, shots[i].before, &photo, error));
        SCALP_TRY(photograph(job, &shots[i], &head, document, photo, error));
    }
    SCALP_TRY(path_in(job, folder, "case.json", path, error));
    SCALP_TRY(scalp_codec_case_write(document, &job->work, &bytes, error));
    return cli_write(job, *path, bytes, error);
}

/* ---- The same way as any client ---------------------------------------------------------- */

static scalp_status write_plan(cli_job *job, const char *folder, const cli_client *client,
                               const cli_result *result, scalp_error *error) {
    const char *plan, *dots;
    scalp_bytes bytes;
    SCALP_TRY(path_in(job, folder, "plan.json", &plan, error));
    SCALP_TRY(path_in(job, folder, "dots.csv", &dots, error));
    SCALP_TRY(cli_plan_bytes(job, client, result, &bytes, error));
    SCALP_TRY(cli_write(job, plan, bytes, error));
    SCALP_TRY(scalp_codec_dots_write(&result->plan, &job->work, &bytes, error));
    return cli_write(job, dots, bytes, error);
}

static scalp_status write_after(cli_job *job, const char *folder, const cli_client *client,
                                const cli_result *result, const shot *s, scalp_error *error) {
    cli_picture picture = {
        .photo_id = s->id, .params = {.stage = SCALP_STAGE_HEALED}, .format = SCALP_FORMAT_JPEG};
    scalp_image image;
    scalp_bytes bytes;
    const char *path;
    SCALP_TRY(path_in(job, folder, s->after, &path, error));
    SCALP_TRY(cli_picture_make(job, client, result, &picture, &image, &bytes, error));
    return cli_write(job, path, bytes, error);
}

static scalp_status add_close_ups(cli_job *job, const char *folder, cli_client *client,
                                  const cli_result *result, const char *path, scalp_error *error) {
    scalp_bytes bytes;
    SCALP_TRY(demo_close_ups(job, folder, client, result, (size_t)cli_number(job, "close-ups", 0),
                             error));
    SCALP_TRY(scalp_codec_case_write(&client->document, &job->work, &bytes, error));
    return cli_write(job, path, bytes, error);
}

static void report(cli_job *job, const char *folder, const scalp_plan *plan) {
    double minutes = 0;
    char time[32];
    for (size_t i = 0; i < plan->row_count; i++)
        minutes += plan->rows[i].minutes;
    cli_minutes_text(minutes, time, sizeof time);
    if (cli_given(job, "json")) {
        job->json = json_pack("{s:s, s:s, s:I}", "version", SCALP_VERSION, "folder", folder, "dots",
                              (json_int_t)plan->layout.dot_count);
        cli_json_written(job, job->json);
        return;
    }
    fprintf(job->out,
            "A made-up client lies in %s (the head is computed, nobody was photographed).\n\n",
            folder);
    for (size_t i = 0; i < SHOTS; i++)
        fprintf(job->out, "Before  %s/%s\nAfter   %s/%s\n", folder, shots[i].before, folder,
                shots[i].after);
    fprintf(job->out, "Plan    %s/plan.json (%zu dots, %zu sessions, %s)\n", folder,
            plan->layout.dot_count, plan->session_count, time);
    fprintf(job->out, "Dots    %s/dots.csv\nCase    %s/case.json\n", folder, folder);
    fprintf(job->out,
            "\nThe pictures after are estimates: healed, all sessions. Try also\n"
            "  scalptor preview %s/case.json --photo front --stage 5y -o later.jpg\n",
            folder);
    if (cli_number(job, "close-ups", 0) > 0)
        fprintf(job->out,
                "  scalptor inspect --case %s/case.json --placed-out placed.csv --map map.png\n",
                folder);
}

static scalp_status run(cli_job *job, scalp_error *error) {
    cli_client *client;
    cli_result result;
    const char *path, *folder = job->operand_count ? job->operands[0] : "scalptor-demo";
    job->reports_files = true;
    SCALP_TRY(open_folder(job, folder, error));
    SCALP_TRY(make_client(job, folder, &path, error));
    SCALP_TRY(cli_client_read(job, path, &client, error));
    SCALP_TRY(cli_client_photos(job, client, error));
    SCALP_TRY(cli_plan_make(job, client, &result, error));
    SCALP_TRY(write_plan(job, folder, client, &result, error));
    for (size_t i = 0; i < SHOTS; i++)
        SCALP_TRY(write_after(job, folder, client, &result, &shots[i], error));
    if (cli_number(job, "close-ups", 0) > 0)
        SCALP_TRY(add_close_ups(job, folder, client, &result, path, error));
    report(job, folder, &result.plan);
    return SCALP_OK;
}

const cli_command cli_demo = {
    .name = "demo",
    .operands = "[DIR]",
    .operands_least = 0,
    .operands_most = 1,
    .summary = "make a made-up client with pictures before and after",
    .about = "Makes a made-up client in DIR (default: scalptor-demo): photos of the computed "
             "head, its case, its plan, and the pictures after treatment. Run again, it makes "
             "the same files again.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
