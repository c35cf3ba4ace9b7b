/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots of a photo, step by step. */
#include "find.h"

#include <math.h>
#include <string.h>

typedef struct find_job {
    const scalp_survey *survey;
    const scalp_flat *flat;
    double threshold;
} find_job;

static scalp_found found_from(const find_job *job, const scalp_candidate *c) {
    const scalp_flat *flat = job->flat;
    const double factor = job->survey->factor;
    scalp_found f = {.px = scalp_survey_px(job->survey, c->fit_x, c->fit_y),
                     .diameter_px = factor * (c->diameter > 0 ? c->diameter : c->diameter_px),
                     .centre_sd_px = factor * c->centre_sd};
    f.mm = scalp_flat_from_px(flat, f.px);
    const double scale = scalp_flat_scale_at(flat, f.px, NULL);
    f.diameter_mm = flat->has_mm && scale > 0 ? f.diameter_px / scale : (double)NAN;
    f.diameter_sd_mm = flat->has_mm ? factor * c->diameter_sd / scale : (double)NAN;
    f.confidence = c->probability;
    for (int i = 0; i < 3; i++) {
        const double taken = scalp_clamp(c->lift[i], 0, 0.99);
        f.density_rgb[i] = -0.43429448190325182765 * scalp_log(1 - taken);
        f.darkness += taken / 3;
    }
    f.darkness_sd = c->depth_sd;
    return f;
}

static scalp_status window_make(const find_job *job, const scalp_find_params *params,
                                const scalp_work *work, scalp_window *window, scalp_error *error);

static scalp_status collect(const find_job *job, const scalp_work *work, scalp_finds *finds,
                            scalp_error *error) {
    void *memory;
    const scalp_survey *v = job->survey;
    SCALP_TRY(scalp_work_take(work, v->count, sizeof(scalp_found), &memory, error));
    scalp_found *to = memory;
    for (size_t i = 0; i < v->count; i++) {
        if (v->all[i].probability < job->threshold)
            continue;
        const scalp_found f = found_from(job, &v->all[i]);
        if (scalp_window_has(&finds->window, f.mm))
            to[finds->count++] = f;
    }
    finds->dots = to;
    return SCALP_OK;
}

static void corners(const find_job *job, scalp_vec2 *low, scalp_vec2 *high) {
    const scalp_image *image = &job->survey->image;
    const double f = job->survey->factor;
    *low = (scalp_vec2){HUGE_VAL, HUGE_VAL};
    *high = (scalp_vec2){-HUGE_VAL, -HUGE_VAL};
    for (int k = 0; k <= 32; k++)
        for (int side = 0; side < 4; side++) {
            const double t = k / 32.0, w = f * image->width - 0.5, h = f * image->height - 0.5;
            const scalp_vec2 px = {side < 2 ? t * (w + 0.5) - 0.5 : side == 2 ? -0.5 : w,
                                   side >= 2 ? t * (h + 0.5) - 0.5 : side == 0 ? -0.5 : h};
            const scalp_vec2 mm = scalp_flat_from_px(job->flat, px);
            if (!isfinite(mm.x) || !isfinite(mm.y))
                continue;
            low->x = fmin(low->x, mm.x);
            low->y = fmin(low->y, mm.y);
            high->x = fmax(high->x, mm.x);
            high->y = fmax(high->y, mm.y);
        }
}

static scalp_status window_make(const find_job *job, const scalp_find_params *params,
                                const scalp_work *work, scalp_window *window, scalp_error *error) {
    const scalp_sight *s = &job->survey->sight;
    const double f = job->survey->factor;
    scalp_vec2 low, high;
    void *memory;
    corners(job, &low, &high);
    window->cell_mm = params && params->cell_mm > 0 ? params->cell_mm : job->flat->has_mm ? 0.25 : 8;
    window->origin_mm = low;
    window->columns = (int)fmin(ceil((high.x - low.x) / window->cell_mm), 8000);
    window->rows = (int)fmin(ceil((high.y - low.y) / window->cell_mm), 8000);
    SCALP_TRY(scalp_work_take(work, (size_t)window->columns * (size_t)window->rows, 1, &memory,
                              error));
    uint8_t *why = memory;
    for (int j = 0; j < window->rows; j++)
        for (int i = 0; i < window->columns; i++) {
            const scalp_vec2 mm = {low.x + (i + 0.5) * window->cell_mm,
                                   low.y + (j + 0.5) * window->cell_mm};
            const scalp_vec2 px = scalp_flat_to_px(job->flat, mm);
            const double x = floor((px.x + 0.5) / f), y = floor((px.y + 0.5) / f);
            uint8_t reason = SCALP_UNSEEN_OUTSIDE;
            if (x >= 0 && y >= 0 && x < s->image->width && y < s->image->height)
                reason = s->why[(size_t)(y / s->block) * (size_t)s->columns +
                                (size_t)(x / s->block)];
            why[(size_t)j * (size_t)window->columns + (size_t)i] = reason;
        }
    window->why = why;
    return SCALP_OK;
}

scalp_status scalp_find(const scalp_image *image, const scalp_flat *flat,
                        const scalp_find_params *params, const scalp_work *work,
                        scalp_finds *finds, scalp_error *error) {
    scalp_survey survey;
    memset(finds, 0, sizeof *finds);
    SCALP_TRY(scalp_survey_make(image, flat, params, work, &survey, error));
    SCALP_TRY(scalp_evidence_read(&survey, work, error));
    const double threshold = scalp_evidence_threshold(&survey);
    SCALP_TRY(scalp_measure(&survey, threshold, work, error));
    const find_job job = {&survey, flat, threshold};
    SCALP_TRY(window_make(&job, params, work, &finds->window, error));
    SCALP_TRY(collect(&job, work, finds, error));
    finds->quality.judged = true;
    finds->quality.blur_px = survey.factor * survey.blur_px;
    finds->quality.px_per_mm = flat->has_mm ? flat->px_per_mm : 0;
    return SCALP_OK;
}
