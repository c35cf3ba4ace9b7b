/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inspect_pair.h"

#include <math.h>
#include <string.h>

enum { most_plan_bytes = 64 << 20 };

static scalp_status with_plan(cli_job *job, const cli_inspection *it, cli_pairing *p,
                              scalp_error *error) {
    const scalp_pair_start start = {0};
    SCALP_TRY(cli_inspect_needs_mm(it, "--plan", error));
    SCALP_TRY(scalp_pair_plan(p->planned, p->planned_count, it->finds.dots, it->finds.count,
                              &it->finds.window, &start, &job->work, &p->plan, error));
    p->with_plan = true;
    return SCALP_OK;
}

/* ---- What an earlier inspection wrote -------------------------------------------------------- */

/* A file that another names, in the same folder. */
static scalp_status beside(cli_job *job, const char *path, const char *file, const char **to,
                           scalp_error *error) {
    const char *slash = strrchr(path, '/'), *name = strrchr(file, '/');
    const size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
    name = name ? name + 1 : file;
    void *memory;
    SCALP_TRY(scalp_work_take(&job->work, folder + strlen(name) + 1, 1, &memory, error));
    memcpy(memory, path, folder);
    memcpy((char *)memory + folder, name, strlen(name) + 1);
    *to = memory;
    return SCALP_OK;
}

/* Where nothing says what was judged: the skin about the dots. */
static scalp_status window_about(cli_job *job, const scalp_found *dots, size_t count,
                                 scalp_window *window, scalp_error *error) {
    const double *wanted, cell_mm = 0.25, margin_mm = 2;
    scalp_vec2 low = {HUGE_VAL, HUGE_VAL}, high = {-HUGE_VAL, -HUGE_VAL};
    void *memory;
    SCALP_TRY(scalp_work_take(&job->work, count, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *at = memory;
    for (size_t i = 0; i < count; i++) {
        at[i] = dots[i].mm;
        low = (scalp_vec2){fmin(low.x, at[i].x), fmin(low.y, at[i].y)};
        high = (scalp_vec2){fmax(high.x, at[i].x), fmax(high.y, at[i].y)};
    }
    if (count < 4 || !(high.x - low.x < 400 && high.y - low.y < 400))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s has too few dots, or dots too far apart, to be one photo.",
                          cli_text(job, "before", ""));
    *window = (scalp_window){{low.x - margin_mm, low.y - margin_mm},
                             cell_mm,
                             (int)((high.x - low.x + 2 * margin_mm) / cell_mm) + 1,
                             (int)((high.y - low.y + 2 * margin_mm) / cell_mm) + 1,
                             NULL};
    SCALP_TRY(scalp_pair_wanted(at, count, window, &job->work, &wanted, error));
    const size_t cells = (size_t)window->columns * (size_t)window->rows;
    SCALP_TRY(scalp_work_take(&job->work, cells, 1, &memory, error));
    uint8_t *why = memory;
    for (size_t i = 0; i < cells; i++)
        why[i] = wanted && wanted[i] > 0 ? SCALP_UNSEEN_NOT : SCALP_UNSEEN_OUTSIDE;
    window->why = why;
    return SCALP_OK;
}

/* JSON, or a table whose first line has names: no picture begins so. */
static bool is_written(scalp_bytes bytes) {
    const char first = bytes.size > 0 ? (char)bytes.data[0] : '\0';
    return first == '{' || (first >= 'a' && first <= 'z');
}

/* A report or a file of dots instead of the photo. */
static scalp_status from_files(cli_job *job, scalp_bytes bytes, cli_inspection *it,
                               scalp_error *error) {
    const char *path = it->path;
    char file[SCALP_CASE_PATH];
    bool has_mm;
    const bool report = bytes.data[0] == '{';
    if (report) {
        SCALP_TRY(
            scalp_codec_inspected_read(bytes, path, &job->work, &it->finds.window, file, error));
        SCALP_TRY(beside(job, it->path, file, &path, error));
        SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_FOUND_BYTES, &bytes, error));
    }
    SCALP_TRY(scalp_codec_found_read(bytes, path, &job->work, &it->finds.dots, &it->finds.count,
                                     &has_mm, error));
    if (!has_mm || it->finds.count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "%s has no places in mm (x_mm, y_mm); inspect the earlier photo with a "
                          "scale.",
                          path);
    it->flat = (scalp_flat){.has_mm = true};
    if (report)
        return SCALP_OK;
    return window_about(job, it->finds.dots, it->finds.count, &it->finds.window, error);
}

/* ---- An earlier photo ---------------------------------------------------------------------- */

/* The earlier photo's scale as its own options say; without them as the later one's. */
static scalp_status earlier(cli_job *job, cli_inspection *it, scalp_error *error) {
    scalp_bytes bytes;
    it->path = cli_text(job, "before", NULL);
    SCALP_TRY(cli_read(job, it->path, SCALP_CODEC_MAX_IMAGE_BYTES, &bytes, error));
    if (is_written(bytes))
        return from_files(job, bytes, it, error);
    SCALP_TRY(cli_photo_read(job, it->path, &it->image, error));
    const double scale = cli_number(job, "before-scale", cli_number(job, "scale", 0));
    if (scale > 0) {
        it->flat = scalp_flat_square(scale, 0.005 * scale);
        it->scale_source = "entered";
    } else {
        SCALP_TRY(cli_inspect_scale(job, it, error));
    }
    const scalp_find_params params = {.mask = it->mask};
    return scalp_find(&it->image, &it->flat, &params, &job->work, &it->finds, error);
}

static scalp_status with_before(cli_job *job, const cli_inspection *it, cli_pairing *p,
                                scalp_error *error) {
    SCALP_TRY(cli_inspect_needs_mm(it, "--before", error));
    SCALP_TRY(earlier(job, &p->before, error));
    SCALP_TRY(cli_inspect_needs_mm(&p->before, "--before", error));
    p->look = scalp_look_of(&it->image, &it->flat, &it->finds);
    const bool photo = p->before.image.pixels != NULL;
    if (photo)
        p->look_before = scalp_look_of(&p->before.image, &p->before.flat, &p->before.finds);
    const scalp_side before = {.found = p->before.finds.dots,
                               .count = p->before.finds.count,
                               .window = &p->before.finds.window,
                               .look = photo ? &p->look_before : NULL};
    const scalp_side after = {.found = it->finds.dots,
                              .count = it->finds.count,
                              .window = &it->finds.window,
                              .look = &p->look};
    const scalp_before_params params = {.missed = scalp_pair_missed(it->finds.quality.missed),
                                        .missed_sd = SCALP_PAIR_MISSED_SD};
    SCALP_TRY(scalp_pair_before(&before, &after, &params, &job->work, &p->kept, error));
    p->with_before = true;
    return SCALP_OK;
}

scalp_status cli_inspect_pair_open(cli_job *job, cli_pairing *p, scalp_error *error) {
    const char *compared = cli_text(job, "compared", NULL), *plan = cli_text(job, "plan", NULL);
    scalp_bytes bytes;
    *p = (cli_pairing){.with_plan = false};
    if (plan && cli_given(job, "before"))
        return scalp_fail(error, SCALP_ERR_INPUT, "Give --plan or --before, not both.");
    if (compared && !plan && !cli_given(job, "before"))
        return scalp_fail(error, SCALP_ERR_INPUT, "--compared needs --plan or --before.");
    if (cli_given(job, "before-scale") && !cli_given(job, "before"))
        return scalp_fail(error, SCALP_ERR_INPUT, "--before-scale needs --before.");
    SCALP_TRY(cli_output_check(job, compared, error));
    if (!plan)
        return SCALP_OK;
    SCALP_TRY(cli_read(job, plan, most_plan_bytes, &bytes, error));
    return scalp_codec_planned_read(bytes, plan, &job->work, &p->planned, &p->planned_count, error);
}

scalp_status cli_inspect_pair(cli_job *job, const cli_inspection *it, cli_pairing *p,
                              scalp_error *error) {
    const char *path = cli_text(job, "compared", NULL);
    scalp_bytes bytes;
    if (cli_given(job, "plan"))
        SCALP_TRY(with_plan(job, it, p, error));
    if (cli_given(job, "before"))
        SCALP_TRY(with_before(job, it, p, error));
    if (!path)
        return SCALP_OK;
    if (p->with_plan)
        SCALP_TRY(scalp_codec_paired_write(&p->plan, p->planned, &job->work, &bytes, error));
    else
        SCALP_TRY(scalp_codec_kept_write(&p->kept, &job->work, &bytes, error));
    return cli_write(job, path, bytes, error);
}

scalp_status cli_inspect_wanted(cli_job *job, const cli_inspection *it, const cli_pairing *p,
                                const double **per_mm2, scalp_error *error) {
    void *memory;
    *per_mm2 = NULL;
    if (!p->with_plan || !p->plan.placed)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(&job->work, p->planned_count, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *places = memory;
    size_t n = 0;
    for (size_t i = 0; i < p->planned_count; i++)
        if (isfinite(p->plan.dots[i].mm.x) && isfinite(p->plan.dots[i].mm.y))
            places[n++] = p->plan.dots[i].mm;
    return scalp_pair_wanted(places, n, &it->finds.window, &job->work, per_mm2, error);
}
