/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <stdarg.h>
#include <string.h>

#define LEAST_LANDMARKS 4
#define LEAST_MIDLINE 2 /* points that stand for one of them */

static const cli_option options[] = {
    {.name = "json", .help = "report as JSON"},
};

/* What was found so far. */
typedef struct findings {
    FILE *to;     /* the report as text; NULL with --json */
    json_t *list; /* problems */
    size_t problems;
} findings;

SCALP_PRINTF(3, 4)
static void problem(findings *f, const char *photo, const char *format, ...) {
    char sentence[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    json_array_append_new(f->list, json_pack("{s:s, s:s}", "photo", photo, "problem", sentence));
    f->problems++;
    if (f->to)
        fprintf(f->to, "  not ready   photo %s: %s\n", photo, sentence);
}

/* Those that give the pose: the iris gives scale only. */
static void check_landmarks(findings *f, const scalp_case_photo *photo,
                            const scalp_photo_facts *facts) {
    size_t pose = 0;
    for (int i = 0; i < SCALP_LANDMARK_COUNT; i++) {
        if (!photo->has[i])
            continue;
        const scalp_vec2 at = photo->px[i];
        pose += i < SCALP_LANDMARKS_ON_HEAD;
        if (!(at.x >= -0.5 && at.y >= -0.5 && at.x <= facts->width - 0.5 &&
              at.y <= facts->height - 0.5))
            problem(f, photo->id, "%s at (%g, %g) lies outside its %d x %d pixels.",
                    scalp_landmark_name((scalp_landmark)i), at.x, at.y, facts->width,
                    facts->height);
    }
    for (size_t i = 0; i < photo->midline_count; i++) {
        const scalp_vec2 at = photo->midline[i];
        if (!(at.x >= -0.5 && at.y >= -0.5 && at.x <= facts->width - 0.5 &&
              at.y <= facts->height - 0.5))
            problem(f, photo->id, "midline point %zu at (%g, %g) lies outside its %d x %d pixels.",
                    i + 1, at.x, at.y, facts->width, facts->height);
    }
    const size_t instead = photo->midline_count >= LEAST_MIDLINE ? 1 : 0;
    if (pose + instead < LEAST_LANDMARKS)
        problem(f, photo->id, "%zu landmarks on the head; at least %d are needed.", pose,
                LEAST_LANDMARKS);
}

/* What is wrong with a photo goes into the list; only a lack of memory ends the check. */
static scalp_status check_photo(cli_job *job, cli_client *client, size_t index, findings *f,
                                scalp_error *error) {
    const scalp_case_photo *photo = &client->document.photos[index];
    scalp_photo_facts *facts = &client->facts[index];
    scalp_bytes bytes;
    const size_t before = f->problems;
    const scalp_arena_mark mark = scalp_arena_here(job->work.memory);
    scalp_status status = cli_client_photo_bytes(job, client, index, &bytes, error);
    if (status == SCALP_OK)
        status = scalp_codec_image_facts(bytes, photo->file, &job->work, facts, error);
    scalp_arena_return(job->work.memory, mark);
    if (status == SCALP_ERR_MEMORY || status == SCALP_ERR_CANCELLED)
        return status;
    if (status != SCALP_OK)
        problem(f, photo->id, "%s", error->message);
    else
        check_landmarks(f, photo, facts);
    if (f->to && f->problems == before)
        fprintf(f->to, "  ready       photo %s: %d x %d pixels\n", photo->id, facts->width,
                facts->height);
    return SCALP_OK;
}

/* A close-up has no part in a fit; what is wrong with one is told all the same. */
static scalp_status check_close_up(cli_job *job, const cli_client *client, size_t index,
                                   findings *f, scalp_error *error) {
    const scalp_case_close_up *c = &client->document.close_ups[index];
    scalp_photo_facts facts;
    scalp_bytes bytes;
    const size_t before = f->problems;
    const char *path = cli_client_file_path(job, client, c->file);
    if (!path)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory; close other programs.");
    const scalp_arena_mark mark = scalp_arena_here(job->work.memory);
    scalp_status status = cli_read(job, path, SCALP_CODEC_MAX_IMAGE_BYTES, &bytes, error);
    if (status == SCALP_OK)
        status = scalp_codec_image_facts(bytes, path, &job->work, &facts, error);
    scalp_arena_return(job->work.memory, mark);
    if (status == SCALP_ERR_MEMORY || status == SCALP_ERR_CANCELLED)
        return status;
    if (status != SCALP_OK)
        problem(f, c->id, "%s", error->message);
    for (size_t k = 0; k < c->tie_count && status == SCALP_OK; k++) {
        const scalp_vec2 at = c->ties[k].px;
        if (!(at.x >= -0.5 && at.y >= -0.5 && at.x <= facts.width - 0.5 &&
              at.y <= facts.height - 0.5))
            problem(f, c->id, "tie %zu at (%g, %g) lies outside its %d x %d pixels.", k + 1, at.x,
                    at.y, facts.width, facts.height);
    }
    if (f->to && f->problems == before)
        fprintf(f->to, "  ready       close-up %s: %d x %d pixels, %zu ties\n", c->id, facts.width,
                facts.height, c->tie_count);
    return SCALP_OK;
}

static scalp_status run(cli_job *job, scalp_error *error) {
    cli_client *client;
    SCALP_TRY(cli_client_read(job, job->operands[0], &client, error));
    findings f = {.to = cli_given(job, "json") ? NULL : job->out, .list = json_array()};
    scalp_status status = SCALP_OK;
    const size_t photos = client->document.photo_count;
    if (f.to)
        fprintf(f.to, "%s is a valid case with %zu photo%s.\n", client->path, photos,
                photos == 1 ? "" : "s");
    for (size_t i = 0; i < photos && status == SCALP_OK; i++)
        status = check_photo(job, client, i, &f, error);
    for (size_t i = 0; i < client->document.close_up_count && status == SCALP_OK; i++)
        status = check_close_up(job, client, i, &f, error);
    if (cli_given(job, "json"))
        job->json = json_pack("{s:s, s:b, s:i, s:O}", "case", client->path, "ready",
                              f.problems == 0, "photos", (int)photos, "problems", f.list);
    json_decref(f.list);
    if (status != SCALP_OK || f.problems == 0)
        return status;
    return scalp_fail(error, SCALP_ERR_NO, "%s is not ready for a fit: %zu problem%s.",
                      client->path, f.problems, f.problems == 1 ? "" : "s");
}

const cli_command cli_case_check = {
    .name = "case check",
    .operands = "CASE",
    .operands_least = 1,
    .operands_most = 1,
    .summary = "say whether a case and its photos are ready for a plan",
    .about = "Reads a case file and the heads of its photos, and lists everything that stands in "
             "the way of a fit. Exit code 0: ready; 1: valid, but not ready; 2: not a valid case.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .run = run,
};
