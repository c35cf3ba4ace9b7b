/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hairs over the skin, and streaks of ink: straight for longer than any dot, or two that touch, and
 * darker than both their sides. What is thin is a hair; it hides its own strip. */
#include "over.h"

#include <math.h>
#include <string.h>

enum {
    directions = 16, /* of a half turn */
    half = 5,        /* cells each way, along */
    away = 4,        /* cells to each side.. */
    beside = 20,     /* cells between a streak and a stain */
    near = 6,        /* cells about the middle of a line.. */
    enough = 3,      /* ..with so many other middles */
    strip = 1,       /* cells beside a hair that it hides.. */
    rim = 2,         /* ..and beside a streak */
};

static const float dark = 0.05F;      /* optical density above both sides, mean of the line.. */
static const float most = 0.2F;       /* ..as which what is darker counts.. */
static const float everywhere = 0.4F; /* ..of which each of its cells has this share.. */
static const int gaps = 1;            /* ..but so many */
static const float hair_dark = 0.1F;  /* a hair is no paler */

typedef struct line_job {
    const scalp_over *over;
    const float *density;
    uint8_t *mask; /* SCALP_UNSEEN_HAIR, _WOUND */
    uint8_t *way;  /* the line's direction */
    scalp_over_sums stains;
    int along[directions][2 * half + 1][2], side[directions][2];
} line_job;

static int rounded(double x) {
    return (int)floor(x + 0.5);
}

static void aim(line_job *job) {
    for (int d = 0; d < directions; d++) {
        double sine, cosine;
        scalp_sincos(SCALP_PI * d / directions, &sine, &cosine);
        for (int k = -half; k <= half; k++) {
            job->along[d][k + half][0] = rounded(k * cosine);
            job->along[d][k + half][1] = rounded(k * sine);
        }
        job->side[d][0] = rounded(-away * sine);
        job->side[d][1] = rounded(away * cosine);
    }
}

static float at(const line_job *job, int i, int j) {
    const int columns = job->over->columns, rows = job->over->rows;
    const int x = i < 0 ? 0 : i >= columns ? columns - 1 : i;
    const int y = j < 0 ? 0 : j >= rows ? rows - 1 : j;
    const float v = job->density[(size_t)y * (size_t)columns + (size_t)x];
    return isnan(v) ? 10 : v;
}

/* How much darker the line through a cell is than its sides; 0: it is none. */
static float line_at(const line_job *job, int i, int j, int d) {
    const int sx = job->side[d][0], sy = job->side[d][1];
    const float here = at(job, i, j);
    float sum[3] = {0, 0, 0}, v[2 * half + 1];
    const int count = 2 * half + 1;
    if (here - fmaxf(at(job, i + sx, j + sy), at(job, i - sx, j - sy)) < everywhere * dark)
        return 0;
    for (int k = 0; k <= 2 * half; k++) {
        const int x = i + job->along[d][k][0], y = j + job->along[d][k][1];
        v[k] = at(job, x, y);
        sum[1] += at(job, x + sx, y + sy);
        sum[2] += at(job, x - sx, y - sy);
    }
    const float side = fmaxf(sum[1], sum[2]) / (float)count;
    for (int k = 0; k < count; k++)
        sum[0] += fminf(v[k] - side, most);
    const float above = sum[0] / (float)count;
    int paler = 0;
    for (int k = 0; k <= 2 * half; k++)
        paler += v[k] - side < everywhere * above;
    return above >= dark && paler <= gaps ? above : 0;
}

/* Whether it is no wider than a hair: two cells to each side are skin again. */
static bool thin(const line_job *job, int i, int j, int d, float above) {
    float sum[2] = {0, 0};
    const int sx = rounded(0.5 * job->side[d][0]), sy = rounded(0.5 * job->side[d][1]);
    float side[2] = {0, 0};
    for (int k = 0; k <= 2 * half; k++) {
        const int x = i + job->along[d][k][0], y = j + job->along[d][k][1];
        sum[0] += at(job, x + sx, y + sy);
        sum[1] += at(job, x - sx, y - sy);
        side[0] += at(job, x + 2 * sx, y + 2 * sy);
        side[1] += at(job, x - 2 * sx, y - 2 * sy);
    }
    const float limit = 0.5F * above * (2 * half + 1);
    return sum[0] - side[0] < limit && sum[1] - side[1] < limit;
}

static bool beside_stain(const line_job *job, int i, int j) {
    uint32_t area;
    return scalp_over_sum(&job->stains, i - beside, j - beside, i + beside + 1, j + beside + 1,
                          &area) > 0;
}

static void mark_row(void *context, size_t row) {
    line_job *job = context;
    const int columns = job->over->columns, j = (int)row;
    for (int i = 0; i < columns; i++) {
        float best = 0;
        int way = 0;
        uint8_t *to = &job->mask[row * (size_t)columns + (size_t)i];
        for (int d = 0; d < directions; d++) {
            const float above = line_at(job, i, j, d);
            if (above > best) {
                best = above;
                way = d;
            }
        }
        job->way[row * (size_t)columns + (size_t)i] = (uint8_t)way;
        if (best >= hair_dark && thin(job, i, j, way, best))
            *to = SCALP_UNSEEN_HAIR;
        else if (best > 0 && beside_stain(job, i, j))
            *to = SCALP_UNSEEN_WOUND;
    }
}

static void paint_at(scalp_over *over, int i, int j, int far, uint8_t what) {
    for (int y = j - far; y <= j + far; y++)
        for (int x = i - far; x <= i + far; x++) {
            if (x < 0 || y < 0 || x >= over->columns || y >= over->rows)
                continue;
            uint8_t *why = &over->why[(size_t)y * (size_t)over->columns + (size_t)x];
            if (*why == SCALP_UNSEEN_NOT || what == SCALP_UNSEEN_WOUND)
                *why = what;
        }
}

/* A hair goes on: a line by itself is dots in a row or the rim of a blotch. */
static void only_long(const line_job *job, const scalp_over_sums *hairs) {
    for (int j = 0; j < job->over->rows; j++)
        for (int i = 0; i < job->over->columns; i++) {
            uint8_t *what = &job->mask[(size_t)j * (size_t)job->over->columns + (size_t)i];
            uint32_t area;
            if (*what == SCALP_UNSEEN_HAIR &&
                scalp_over_sum(hairs, i - near, j - near, i + near + 1, j + near + 1, &area) <
                    enough)
                *what = 0;
        }
}

/* All of a line, not its middle alone: hairs have ends. */
static void paint(const line_job *job, scalp_over *over) {
    for (int j = 0; j < over->rows; j++)
        for (int i = 0; i < over->columns; i++) {
            const size_t cell = (size_t)j * (size_t)over->columns + (size_t)i;
            const uint8_t what = job->mask[cell];
            if (what == SCALP_UNSEEN_WOUND)
                paint_at(over, i, j, rim, what);
            for (int k = 0; what == SCALP_UNSEEN_HAIR && k <= 2 * half; k++)
                paint_at(over, i + job->along[job->way[cell]][k][0],
                         j + job->along[job->way[cell]][k][1], strip, what);
        }
}

scalp_status scalp_lines_paint(const scalp_bare *bare, const scalp_work *work, scalp_over *over,
                               scalp_error *error) {
    line_job job = {.over = over, .density = bare->plain};
    scalp_over_sums hairs;
    void *memory;
    const size_t cells = (size_t)over->columns * (size_t)over->rows;
    SCALP_TRY(scalp_work_take(work, cells, 2, &memory, error));
    job.mask = memory;
    job.way = job.mask + cells;
    for (size_t i = 0; i < cells; i++)
        job.mask[i] = over->why[i] == SCALP_UNSEEN_WOUND;
    SCALP_TRY(scalp_over_sums_make(over, job.mask, work, &job.stains, error));
    memset(job.mask, 0, cells);
    aim(&job);
    scalp_pool_for(work->pool, (size_t)over->rows, mark_row, &job);
    SCALP_TRY(scalp_work_take(work, cells, 1, &memory, error));
    uint8_t *hair = memory;
    for (size_t i = 0; i < cells; i++)
        hair[i] = job.mask[i] == SCALP_UNSEEN_HAIR;
    SCALP_TRY(scalp_over_sums_make(over, hair, work, &hairs, error));
    only_long(&job, &hairs);
    paint(&job, over);
    return SCALP_OK;
}
