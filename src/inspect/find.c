/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dots of a photo, step by step. */
#include "find.h"

#include "blur.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    tile_side = 512,
    tile_most = 60000, /* candidates of one tile */
};

static const double least_score = 4;
static const double block_mm = 0.35;

typedef struct find_job {
    const scalp_sight *sight;
    const scalp_flat *flat;
    scalp_scales scales;
    int border, across;
    float *memory;
    scalp_candidate *room; /* of one tile */
    scalp_candidate *all;
    size_t count, most;
} find_job;

static scalp_status too_small(double px, double px_per_mm, scalp_error *error) {
    return scalp_fail(error, SCALP_ERR_NO,
                      "The photo has %.1f pixels across a dot, too few to find dots in; take it "
                      "from %.1f times nearer, so that a millimetre has %.0f pixels or more.",
                      px, SCALP_FIND_LEAST_PX / px * 1.5, ceil(px_per_mm * SCALP_FIND_LEAST_PX / px));
}

/* The range of dots in px. */
static scalp_status range(const scalp_image *image, const scalp_flat *flat,
                          const scalp_find_params *params, double *least, double *most,
                          scalp_error *error) {
    const double low = params && params->least_mm > 0 ? params->least_mm : SCALP_FIND_LEAST_MM;
    const double high = params && params->most_mm > 0 ? params->most_mm : SCALP_FIND_MOST_MM;
    if (image->width < 16 || image->height < 16)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The photo has %d x %d pixels; dots can be found from 16 x 16 on.",
                          image->width, image->height);
    *least = SCALP_FIND_LEAST_PX;
    *most = 36;
    if (!flat->has_mm)
        return SCALP_OK;
    const double scale = scalp_flat_scale_at(
        flat, (scalp_vec2){(image->width - 1) / 2.0, (image->height - 1) / 2.0}, NULL);
    if (!(scale * high >= SCALP_FIND_LEAST_PX))
        return too_small(scale * (low + high) / 2, scale, error);
    *least = fmax(low * scale, SCALP_FIND_LEAST_PX);
    *most = fmax(high * scale, *least * 1.2);
    return SCALP_OK;
}

static int by_rows(const void *a, const void *b) {
    const scalp_candidate *p = a, *q = b;
    if (p->y != q->y)
        return p->y < q->y ? -1 : 1;
    return p->x < q->x ? -1 : p->x > q->x;
}

static scalp_status search(find_job *job, const scalp_work *work, scalp_error *error) {
    const scalp_image *image = job->sight->image;
    const int across = (image->width + tile_side - 1) / tile_side;
    const int down = (image->height + tile_side - 1) / tile_side;
    for (int i = 0; i < across * down; i++) {
        scalp_tile tile;
        scalp_tile_make(job->sight, i % across * tile_side, i / across * tile_side, tile_side,
                        job->border, job->memory, &tile);
        const size_t n = scalp_blobs_find(job->sight, &tile, &job->scales, least_score,
                                          job->all + job->count, job->most - job->count);
        job->count += n;
        SCALP_TRY(scalp_work_report(work, "dots", (double)(i + 1) / (across * down), error));
    }
    qsort(job->all, job->count, sizeof *job->all, by_rows);
    return SCALP_OK;
}

static scalp_found found_from(const find_job *job, const scalp_candidate *c) {
    const scalp_flat *flat = job->flat;
    scalp_found f = {.px = {c->x, c->y}, .diameter_px = c->diameter_px, .centre_sd_px = 0.2};
    f.mm = scalp_flat_from_px(flat, f.px);
    const double scale = scalp_flat_scale_at(flat, f.px, NULL);
    f.diameter_mm = flat->has_mm && scale > 0 ? c->diameter_px / scale : (double)NAN;
    f.diameter_sd_mm = flat->has_mm ? 0.1 * f.diameter_mm : (double)NAN;
    f.confidence = scalp_clamp(1 - 0.5 * scalp_exp(-(c->score - least_score)), 0, 1);
    for (int i = 0; i < 3; i++) {
        f.density_rgb[i] = 2.5 * c->response * scalp_pigment_rgb[i];
        f.darkness += (1 - scalp_exp(-2.302585092994046 * f.density_rgb[i])) / 3;
    }
    f.darkness_sd = f.darkness / c->score;
    return f;
}

static scalp_status window_make(const find_job *job, const scalp_find_params *params,
                                const scalp_work *work, scalp_window *window, scalp_error *error);

static scalp_status collect(const find_job *job, const scalp_work *work, scalp_finds *finds,
                            scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, job->count, sizeof(scalp_found), &memory, error));
    scalp_found *to = memory;
    for (size_t i = 0; i < job->count; i++) {
        const scalp_found f = found_from(job, &job->all[i]);
        if (scalp_window_has(&finds->window, f.mm))
            to[finds->count++] = f;
    }
    finds->dots = to;
    return SCALP_OK;
}

static void corners(const find_job *job, scalp_vec2 *low, scalp_vec2 *high) {
    const scalp_image *image = job->sight->image;
    *low = (scalp_vec2){HUGE_VAL, HUGE_VAL};
    *high = (scalp_vec2){-HUGE_VAL, -HUGE_VAL};
    for (int k = 0; k <= 32; k++)
        for (int side = 0; side < 4; side++) {
            const double t = k / 32.0, w = image->width - 0.5, h = image->height - 0.5;
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
    const scalp_sight *s = job->sight;
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
            const double x = floor(px.x + 0.5), y = floor(px.y + 0.5);
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
    double least, most;
    scalp_sight sight;
    void *memory;
    memset(finds, 0, sizeof *finds);
    SCALP_TRY(range(image, flat, params, &least, &most, error));
    find_job job = {.sight = &sight, .flat = flat, .scales = scalp_scales_make(least, most)};
    const double block = flat->has_mm ? block_mm * flat->px_per_mm : 12;
    SCALP_TRY(scalp_sight_make(image, params ? params->mask : NULL, block, work, &sight, error));
    SCALP_TRY(scalp_sight_colour(&sight, sqrt(least * most), work, error));
    job.border = 2 * scalp_blur_radius(job.scales.sigma[job.scales.count]);
    SCALP_TRY(scalp_work_take(work, scalp_tile_floats(tile_side, job.border), sizeof(float),
                              &memory, error));
    job.memory = memory;
    job.most = (size_t)image->width * (size_t)image->height / 20 + 1000;
    SCALP_TRY(scalp_work_take(work, job.most, sizeof(scalp_candidate), &memory, error));
    job.all = memory;
    SCALP_TRY(search(&job, work, error));
    SCALP_TRY(window_make(&job, params, work, &finds->window, error));
    SCALP_TRY(collect(&job, work, finds, error));
    finds->quality.judged = true;
    finds->quality.blur_px = NAN;
    finds->quality.px_per_mm = flat->has_mm ? flat->px_per_mm : 0;
    return SCALP_OK;
}
