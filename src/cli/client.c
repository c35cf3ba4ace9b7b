/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli.h"

#include <string.h>

#define DOUBTFUL_OUTLINE_MM 5.0
#define ENOUGH_PX 1024       /* of the longer side: 2 px/mm where a head fills half of it */
#define DOUBTFUL_RMS_MM 10.0 /* twice what people differ from the standard head */

scalp_status cli_client_read(cli_job *job, const char *path, cli_client **client,
                             scalp_error *error) {
    void *place;
    scalp_bytes bytes;
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof **client, &place, error));
    *client = place;
    (*client)->path = path;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_CASE_BYTES, &bytes, error));
    return scalp_codec_case_read(bytes, path, &(*client)->document, error);
}

const char *cli_client_photo_path(cli_job *job, const cli_client *client, size_t index) {
    return cli_client_file_path(job, client, client->document.photos[index].file);
}

const char *cli_client_file_path(cli_job *job, const cli_client *client, const char *file) {
    const char *slash = strrchr(client->path, '/');
    const size_t folder = slash && file[0] != '/' ? (size_t)(slash - client->path) + 1 : 0;
    const size_t length = strlen(file);
    char *path = scalp_arena_take(job->work.memory, folder + length + 1, 1);
    if (!path)
        return NULL;
    memcpy(path, client->path, folder);
    memcpy(path + folder, file, length + 1);
    return path;
}

scalp_status cli_client_photo_bytes(cli_job *job, const cli_client *client, size_t index,
                                    scalp_bytes *bytes, scalp_error *error) {
    const char *path = cli_client_photo_path(job, client, index);
    if (!path)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory; close other programs.");
    return cli_read(job, path, SCALP_CODEC_MAX_IMAGE_BYTES, bytes, error);
}

scalp_status cli_client_photos(cli_job *job, cli_client *client, scalp_error *error) {
    for (size_t i = 0; i < client->document.photo_count; i++) {
        scalp_bytes bytes;
        const char *path = cli_client_photo_path(job, client, i);
        if (!path)
            return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory; close other programs.");
        /* One photo in memory at a time. */
        const scalp_arena_mark mark = scalp_arena_here(job->work.memory);
        SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_IMAGE_BYTES, &bytes, error));
        SCALP_TRY(scalp_codec_image_facts(bytes, path, &job->work, &client->facts[i], error));
        scalp_arena_return(job->work.memory, mark);
    }
    return SCALP_OK;
}

/* `from` in memory that was taken before it: its pixels and its curves. */
typedef struct small_picture {
    scalp_image image;
    float curves[3][65536];
} small_picture;

static void keep_picture(const scalp_image *from, void *pixels, small_picture *to) {
    to->image = *from;
    to->image.pixels = memcpy(pixels, from->pixels, scalp_image_bytes(from));
    for (int band = 0; band < 3; band++) {
        const scalp_image_curve *curve = &from->curve[band];
        memcpy(to->curves[band], curve->linear, curve->count * sizeof *curve->linear);
        to->image.curve[band].linear = to->curves[band];
    }
}

/* The photo made small; one large one in memory at a time. */
static scalp_status read_picture(cli_job *job, const cli_client *client, size_t index,
                                 const scalp_image **picture, scalp_error *error) {
    const scalp_photo_facts *facts = &client->facts[index];
    const int side = facts->width > facts->height ? facts->width : facts->height;
    const int factor = (side + ENOUGH_PX - 1) / ENOUGH_PX;
    const size_t pixels = (size_t)(facts->width / factor) * (size_t)(facts->height / factor);
    void *place, *room;
    scalp_bytes bytes;
    scalp_image whole, small;
    if (pixels == 0)
        return SCALP_OK; /* a strip: no outline to be seen */
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(small_picture), &place, error));
    SCALP_TRY(scalp_work_take(&job->work, pixels, 6, &room, error));
    const scalp_arena_mark mark = scalp_arena_here(job->work.memory);
    SCALP_TRY(cli_client_photo_bytes(job, client, index, &bytes, error));
    SCALP_TRY(scalp_codec_image_read(bytes, client->document.photos[index].file, &job->work, &whole,
                                     error));
    SCALP_TRY(scalp_image_reduce(&whole, NULL, factor, &job->work, &small, error));
    if (small.width == facts->width / factor && small.height == facts->height / factor) {
        keep_picture(&small, room, place);
        *picture = &((small_picture *)place)->image;
    }
    scalp_arena_return(job->work.memory, mark);
    return SCALP_OK;
}

/* What the practitioner should know about the outline before anything is drawn on it. */
static void say_outline(cli_job *job, const char *id, const scalp_view_fit *view) {
    if (view->outline_refused)
        cli_say(job,
                "Photo %s: what looks like the head's outline speaks against the landmarks and was "
                "not used; hair, a cap or the background may hide the skull, or a landmark is off.",
                id);
    if (view->outline_max_mm > DOUBTFUL_OUTLINE_MM)
        cli_say(job,
                "Photo %s: the photo's outline lies up to %.0f mm (RMS %.1f) from the fitted "
                "head's; the preview moves what is drawn there by as much. Check the landmarks, or "
                "measure the head.",
                id, view->outline_max_mm, view->outline_rms_mm);
}

scalp_status cli_fit_make(cli_job *job, const cli_client *client, scalp_fit *fit,
                          scalp_error *error) {
    scalp_photo_facts facts[SCALP_CASE_MAX_PHOTOS];
    for (size_t i = 0; i < client->document.photo_count; i++) {
        facts[i] = client->facts[i];
        facts[i].picture = NULL;
        SCALP_TRY(read_picture(job, client, i, &facts[i].picture, error));
    }
    const scalp_head *scan;
    SCALP_TRY(cli_client_scan(job, client, &scan, error));
    SCALP_TRY(scalp_case_fit(&client->document, facts, scan, &job->work, fit, error));
    for (size_t i = 0; i < fit->view_count; i++)
        say_outline(job, client->document.photos[i].id, &fit->views[i]);
    for (size_t i = 0; i < fit->view_count; i++)
        if (fit->views[i].unshaped_rms_mm > DOUBTFUL_RMS_MM)
            cli_say(job,
                    "Photo %s: its landmarks lie %.0f mm (RMS) from the fitted head, more than "
                    "people differ; check them, the scale and the focal length.",
                    client->document.photos[i].id, fit->views[i].unshaped_rms_mm);
    return scalp_codec_fit_round(&client->document, fit, &job->work, error);
}

scalp_status cli_skin_find(cli_job *job, const cli_client *client, size_t index,
                           const cli_result *result, const scalp_image *photo, scalp_mask *skin,
                           double *hair_share, scalp_error *error) {
    const scalp_case *c = &client->document;
    SCALP_TRY(scalp_case_keep(c, index, &result->fit, &result->design, photo, &job->work, skin,
                              hair_share, error));
    if (scalp_case_hair_hides(c, *hair_share))
        cli_say(
            job,
            "Photo %s: hair covers %.0f %% of what is to be treated there, and it is to be worn "
            "at %.1f mm; nothing is drawn on it. Clip it and take the photo anew, mark with "
            "strokes what is not hair, or preview the rendered head.",
            c->photos[index].id, 100 * *hair_share, c->worn_length_mm);
    return SCALP_OK;
}

/* The hair that the photos show, if the case asks for it; NULL otherwise. */
static scalp_status measure_hair(cli_job *job, const cli_client *client, const scalp_fit *fit,
                                 const double **existing, scalp_error *error) {
    const scalp_case *c = &client->document;
    scalp_case_hair hair;
    *existing = NULL;
    if (strcmp(c->loss_measured, "photos") != 0)
        return SCALP_OK;
    if (c->photo_count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "loss.measured is \"photos\", but the case has none.");
    SCALP_TRY(scalp_case_hair_open(fit, &job->work, &hair, error));
    for (size_t i = 0; i < c->photo_count; i++) {
        scalp_bytes bytes;
        scalp_image photo;
        scalp_segments segments;
        const scalp_arena_mark mark = scalp_arena_here(job->work.memory);
        SCALP_TRY(cli_client_photo_bytes(job, client, i, &bytes, error));
        SCALP_TRY(scalp_codec_image_read(bytes, c->photos[i].file, &job->work, &photo, error));
        SCALP_TRY(scalp_case_segment(c, i, fit, &photo, &job->work, &segments, error));
        SCALP_TRY(scalp_case_hair_add(fit, i, &segments, &job->work, &hair, error));
        scalp_arena_return(job->work.memory, mark);
    }
    return scalp_case_hair_close(c, fit, &hair, &job->work, existing, error);
}

scalp_status cli_design_make(cli_job *job, const cli_client *client, const scalp_fit *fit,
                             scalp_design *design, scalp_error *error) {
    const double *existing;
    SCALP_TRY(measure_hair(job, client, fit, &existing, error));
    return scalp_case_design_with(&client->document, fit, existing, &job->work, design, error);
}

scalp_status cli_plan_make(cli_job *job, const cli_client *client, cli_result *result,
                           scalp_error *error) {
    SCALP_TRY(cli_fit_make(job, client, &result->fit, error));
    SCALP_TRY(cli_design_make(job, client, &result->fit, &result->design, error));
    return scalp_case_plan(&client->document, &result->design, &job->work, &result->plan, error);
}

/* What has changed since the plan was made, if anything. */
static bool changed(const scalp_plan_file *was, const cli_client *is, char *what, size_t size) {
    if (scalp_case_differs(&was->document, &is->document, what, size))
        return true;
    for (size_t i = 0; i < is->document.photo_count; i++) {
        if (strcmp(was->facts[i].sha256, is->facts[i].sha256) != 0) {
            snprintf(what, size, "the photo \"%s\" (%s is another file now)",
                     is->document.photos[i].id, is->document.photos[i].file);
            return true;
        }
    }
    return false;
}

scalp_status cli_plan_read(cli_job *job, const cli_client *client, const char *path,
                           cli_result *result, scalp_error *error) {
    scalp_bytes bytes;
    void *place;
    char what[160];
    scalp_treatment treatment;
    double area_cm2 = 0;
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof(scalp_plan_file), &place, error));
    scalp_plan_file *file = place;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_PLAN_BYTES, &bytes, error));
    const scalp_head *scan;
    SCALP_TRY(cli_client_scan(job, client, &scan, error));
    SCALP_TRY(scalp_codec_plan_read(bytes, path, scan, &job->work, file, error));
    if (changed(file, client, what, sizeof what))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s was made before %s changed: %s; run scalptor plan again.", path,
                          client->path, what);
    result->fit = file->fit;
    SCALP_TRY(cli_design_make(job, client, &result->fit, &result->design, error));
    for (int zone = SCALP_ZONE_NONE + 1; zone < SCALP_ZONE_COUNT; zone++)
        area_cm2 += result->design.area_cm2[zone];
    SCALP_TRY(scalp_case_treatment(&client->document, &job->work, &treatment, error));
    return scalp_plan_from_layout(&file->layout, area_cm2, &treatment, &job->work, &result->plan,
                                  error);
}

scalp_status cli_plan_bytes(cli_job *job, const cli_client *client, const cli_result *result,
                            scalp_bytes *bytes, scalp_error *error) {
    return scalp_codec_plan_write(&client->document, &result->fit, client->facts, &result->plan,
                                  &job->work, bytes, error);
}
