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

/* The earlier photo's scale as its own options say; without them as the later one's. */
static scalp_status earlier(cli_job *job, cli_inspection *it, scalp_error *error) {
    it->path = cli_text(job, "before", NULL);
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
    p->look_before = scalp_look_of(&p->before.image, &p->before.flat, &p->before.finds);
    const scalp_side before = {.found = p->before.finds.dots,
                               .count = p->before.finds.count,
                               .window = &p->before.finds.window,
                               .look = &p->look_before};
    const scalp_side after = {.found = it->finds.dots,
                              .count = it->finds.count,
                              .window = &it->finds.window,
                              .look = &p->look};
    /* At a known place a doubtful find counts too, so that fewer are missed than the finder says:
     * by pictures drawn a year apart. */
    const double missed = it->finds.quality.missed;
    const scalp_before_params params = {.missed = 0.01 + 0.3 * (isfinite(missed) ? missed : 0),
                                        .missed_sd = 0.015};
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
