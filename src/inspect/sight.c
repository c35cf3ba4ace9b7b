/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples as optical density, and the bare skin between dots on a coarse grid. */
#include "find.h"

#include <math.h>
#include <string.h>

enum { window = 2 /* blocks each way that a middle value is taken over */ };

static const float darkest = 2e-4F; /* light below this is noise */

static scalp_status densities(const scalp_image *image, scalp_sight *sight, const scalp_work *work,
                              scalp_error *error) {
    for (int c = 0; c < sight->colours; c++) {
        void *memory;
        const scalp_image_curve *curve = &image->curve[c];
        SCALP_TRY(scalp_work_take(work, curve->count, sizeof(float), &memory, error));
        float *to = memory;
        for (size_t i = 0; i < curve->count; i++)
            to[i] = (float)(-0.43429448190325182765 * scalp_log(fmaxf(curve->linear[i], darkest)));
        sight->density[c] = to;
    }
    for (int c = sight->colours; c < 3; c++)
        sight->density[c] = sight->density[0];
    const unsigned top = image->bits == 8 ? 255 : 65535;
    sight->clipped = (unsigned)(0.975 * top);
    sight->black = (unsigned)(0.012 * top);
    return SCALP_OK;
}

static unsigned sample(const scalp_image *image, size_t at) {
    return image->bits == 8 ? ((const uint8_t *)image->pixels)[at]
                            : ((const uint16_t *)image->pixels)[at];
}

/* ---- Blocks -------------------------------------------------------------------------------- */

typedef struct block_sum {
    double density[3];
    size_t seen, clipped, black, masked, all;
    size_t why[SCALP_UNSEEN_COUNT];
} block_sum;

static void add_pixel(const scalp_sight *s, int x, int y, block_sum *sum) {
    const size_t pixel = (size_t)y * (size_t)s->image->width + (size_t)x;
    const size_t at = pixel * (size_t)s->image->bands;
    unsigned most = 0, v[3];
    sum->all++;
    if (s->mask && s->mask[pixel] != SCALP_UNSEEN_NOT) {
        sum->masked++;
        sum->why[s->mask[pixel] < SCALP_UNSEEN_COUNT ? s->mask[pixel] : SCALP_UNSEEN_NO_SKIN]++;
        return;
    }
    for (int c = 0; c < s->colours; c++) {
        v[c] = sample(s->image, at + (size_t)c);
        most = v[c] > most ? v[c] : most;
    }
    if (most >= s->clipped) {
        sum->clipped++;
        return;
    }
    if (most <= s->black) {
        sum->black++;
        return;
    }
    for (int c = 0; c < s->colours; c++)
        sum->density[c] += (double)s->density[c][v[c]];
    sum->seen++;
}

typedef struct grid_job {
    scalp_sight *sight;
    float *mean[3], *ground[3]; /* NaN: nothing seen */
    uint8_t *why;
} grid_job;

static uint8_t reason(const block_sum *sum) {
    size_t most = 0;
    uint8_t why = SCALP_UNSEEN_NOT;
    if (2 * sum->masked > sum->all) {
        for (int i = 1; i < SCALP_UNSEEN_COUNT; i++)
            if (sum->why[i] > most) {
                most = sum->why[i];
                why = (uint8_t)i;
            }
        return why;
    }
    if (2 * (sum->clipped + sum->black + sum->masked) > sum->all)
        return SCALP_UNSEEN_CLIPPED;
    return SCALP_UNSEEN_NOT;
}

static void grid_row(void *context, size_t row) {
    grid_job *job = context;
    const scalp_sight *s = job->sight;
    const int top = (int)row * s->block;
    const int bottom = top + s->block < s->image->height ? top + s->block : s->image->height;
    for (int i = 0; i < s->columns; i++) {
        const int left = i * s->block;
        const int right = left + s->block < s->image->width ? left + s->block : s->image->width;
        const size_t at = row * (size_t)s->columns + (size_t)i;
        block_sum sum = {.all = 0};
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++)
                add_pixel(s, x, y, &sum);
        for (int c = 0; c < s->colours; c++)
            job->mean[c][at] = 4 * sum.seen > sum.all && sum.seen > 0
                                   ? (float)(sum.density[c] / (double)sum.seen)
                                   : NAN;
        job->why[at] = reason(&sum);
    }
}

/* ---- The middle value about a block, so that shine, dots and hairs do not count ------------- */

static void sort(float *v, int n) {
    for (int i = 1; i < n; i++) {
        const float x = v[i];
        int k = i;
        for (; k > 0 && v[k - 1] > x; k--)
            v[k] = v[k - 1];
        v[k] = x;
    }
}

static float middle(const grid_job *job, const float *from, int row, int column, int reach) {
    float v[(4 * window + 1) * (4 * window + 1)];
    int n = 0;
    for (int j = row - reach; j <= row + reach; j++)
        for (int i = column - reach; i <= column + reach; i++) {
            if (i < 0 || j < 0 || i >= job->sight->columns || j >= job->sight->rows)
                continue;
            const float x = from[(size_t)j * (size_t)job->sight->columns + (size_t)i];
            if (!isnan(x))
                v[n++] = x;
        }
    if (n < 3)
        return NAN;
    sort(v, n);
    /* The mean of the middle half: a median that does not step. */
    const int cut = n / 4;
    float sum = 0;
    for (int i = cut; i < n - cut; i++)
        sum += v[i];
    return sum / (float)(n - 2 * cut);
}

/* The middles of a row but for those near the photo's edge or something unseen: NaN. */
static void ground_inside(const grid_job *job, size_t row, int c, float *to) {
    enum { across = 2 * window + 1 };
    const scalp_sight *s = job->sight;
    const float *from[across * across];
    for (int i = 0; i < s->columns; i++)
        to[i] = NAN;
    if (row < window || row + window >= (size_t)s->rows || s->columns < across)
        return;
    for (size_t k = 0; k < across * across; k++)
        from[k] = job->mean[c] + (row - window + k / across) * (size_t)s->columns + k % across;
    s->lanes->middles(from, s->columns - 2 * window, to + window);
}

static void ground_row(void *context, size_t row) {
    grid_job *job = context;
    const scalp_sight *s = job->sight;
    for (int c = 0; c < s->colours; c++)
        ground_inside(job, row, c, job->ground[c] + row * (size_t)s->columns);
    for (int i = 0; i < s->columns; i++)
        for (int c = 0; c < s->colours; c++) {
            float m = job->ground[c][row * (size_t)s->columns + (size_t)i];
            for (int reach = window; isnan(m) && reach <= 2 * window; reach++)
                m = middle(job, job->mean[c], (int)row, i, reach);
            job->ground[c][row * (size_t)s->columns + (size_t)i] = m;
        }
}

/* Bare skin as the factor that makes its light 1. */
static void gains(grid_job *job) {
    const size_t count = (size_t)job->sight->columns * (size_t)job->sight->rows;
    for (int c = 0; c < job->sight->colours; c++)
        for (size_t i = 0; i < count; i++)
            job->ground[c][i] = (float)scalp_exp(2.302585092994046 * (double)job->ground[c][i]);
}

/* Where nothing was seen far and wide any value will do; nothing is judged there. */
static void fill(grid_job *job) {
    const size_t count = (size_t)job->sight->columns * (size_t)job->sight->rows;
    for (int c = 0; c < job->sight->colours; c++) {
        double sum = 0;
        size_t n = 0;
        for (size_t i = 0; i < count; i++)
            if (!isnan(job->ground[c][i])) {
                sum += (double)job->ground[c][i];
                n++;
            }
        for (size_t i = 0; i < count; i++)
            if (isnan(job->ground[c][i])) {
                job->ground[c][i] = n ? (float)(sum / (double)n) : 0;
                if (job->why[i] == SCALP_UNSEEN_NOT)
                    job->why[i] = SCALP_UNSEEN_CLIPPED;
            }
    }
}

static scalp_status grid(scalp_sight *sight, const scalp_work *work, scalp_error *error) {
    grid_job job = {.sight = sight};
    const size_t count = (size_t)sight->columns * (size_t)sight->rows;
    void *memory;
    for (int c = 0; c < sight->colours; c++) {
        SCALP_TRY(scalp_work_take(work, count, sizeof(float), &memory, error));
        job.mean[c] = memory;
        SCALP_TRY(scalp_work_take(work, count, sizeof(float), &memory, error));
        job.ground[c] = memory;
        sight->gain[c] = memory;
    }
    SCALP_TRY(scalp_work_take(work, count, 1, &memory, error));
    job.why = memory;
    sight->why = memory;
    scalp_pool_for(work->pool, (size_t)sight->rows, grid_row, &job);
    SCALP_TRY(scalp_work_report(work, "skin", 0.5, error));
    scalp_pool_for(work->pool, (size_t)sight->rows, ground_row, &job);
    fill(&job);
    gains(&job);
    return scalp_work_report(work, "skin", 1, error);
}

scalp_status scalp_sight_make(const scalp_image *image, const uint8_t *mask, double block_px,
                              const scalp_work *work, scalp_sight *sight, scalp_error *error) {
    *sight = (scalp_sight){.image = image, .mask = mask, .colours = scalp_image_colours(image)};
    sight->lanes = scalp_lanes_find(work->kernels);
    sight->block = (int)scalp_clamp(floor(block_px + 0.5), 4, 64);
    sight->columns = (image->width + sight->block - 1) / sight->block;
    sight->rows = (image->height + sight->block - 1) / sight->block;
    SCALP_TRY(densities(image, sight, work, error));
    return grid(sight, work, error);
}

float scalp_sight_at(const scalp_sight *sight, const float *grid, double x, double y) {
    const double u = scalp_clamp((x + 0.5) / sight->block - 0.5, 0, sight->columns - 1);
    const double v = scalp_clamp((y + 0.5) / sight->block - 0.5, 0, sight->rows - 1);
    const int i = u < sight->columns - 1 ? (int)u : sight->columns - 1 - (sight->columns > 1);
    const int j = v < sight->rows - 1 ? (int)v : sight->rows - 1 - (sight->rows > 1);
    const float fu = (float)(u - i), fv = (float)(v - j);
    const size_t at = (size_t)j * (size_t)sight->columns + (size_t)i;
    const size_t right = sight->columns > 1, down = sight->rows > 1 ? (size_t)sight->columns : 0;
    return (grid[at] * (1 - fu) + grid[at + right] * fu) * (1 - fv) +
           (grid[at + down] * (1 - fu) + grid[at + down + right] * fu) * fv;
}
