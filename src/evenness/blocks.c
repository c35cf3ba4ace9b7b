/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bootstrap over blocks of skin: dots that lie together are drawn together, so that the
 * interval knows how they depend on each other (Davison & Hinkley 1997, 8.3). */
#include "even.h"

#include <math.h>
#include <stdlib.h>

static const double blocks_most = 400;

static uint32_t square_of(const even_blocks *b, scalp_vec2 place) {
    const int x = (int)((place.x - b->origin.x) / b->side);
    const int y = (int)((place.y - b->origin.y) / b->side);
    return (uint32_t)(y * b->columns + x);
}

/* The middle of its cell, so that dots and cells fall into the same squares. */
static scalp_vec2 in_cell(const even_skin *s, scalp_vec2 at) {
    return even_skin_centre(s, even_skin_cell(s, at));
}

static scalp_status number_squares(even_job *job, double *held) {
    even_blocks *b = &job->blocks;
    const even_skin *s = &job->skin;
    const size_t squares = (size_t)b->columns * (size_t)b->rows;
    void *number, *area;
    for (size_t i = 0; i < (size_t)s->columns * (size_t)s->rows; i++)
        if (s->state[i] == EVEN_WORKED)
            held[square_of(b, even_skin_centre(s, i))] += s->cell * s->cell;
    SCALP_TRY(scalp_work_take(job->work, squares, sizeof *b->number, &number, job->error));
    SCALP_TRY(scalp_work_take(job->work, squares + 1, sizeof *b->area, &area, job->error));
    for (size_t i = 0; i < squares; i++) {
        ((uint32_t *)number)[i] = held[i] > 0 ? (uint32_t)b->count : UINT32_MAX;
        if (held[i] > 0)
            ((double *)area)[b->count++] = held[i];
    }
    b->number = number;
    b->area = area;
    return SCALP_OK;
}

static scalp_status draw(even_job *job) {
    even_blocks *b = &job->blocks;
    void *place;
    SCALP_TRY(scalp_work_take(job->work, b->count + 1, EVEN_REPLICATES, &place, job->error));
    b->times = place;
    for (int r = 0; r < EVEN_REPLICATES; r++) {
        scalp_random random = scalp_random_make(job->ask->seed, 0xb10c0000u + (uint64_t)r);
        uint8_t *times = b->times + (size_t)r * b->count;
        for (size_t i = 0; i < b->count; i++) {
            const size_t k = scalp_random_below(&random, b->count);
            times[k] = (uint8_t)(times[k] + (times[k] < UINT8_MAX));
        }
    }
    return SCALP_OK;
}

scalp_status even_blocks_make(even_job *job) {
    const even_skin *s = &job->skin;
    even_blocks *b = &job->blocks;
    void *held, *block;
    b->side = fmax(3.5 * job->spacing, sqrt(s->area / blocks_most));
    b->origin = s->origin;
    b->columns = (int)(s->columns * s->cell / b->side) + 1;
    b->rows = (int)(s->rows * s->cell / b->side) + 1;
    SCALP_TRY(scalp_work_take(job->work, (size_t)b->columns * (size_t)b->rows, sizeof(double),
                              &held, job->error));
    SCALP_TRY(number_squares(job, held));
    SCALP_TRY(draw(job));
    SCALP_TRY(
        scalp_work_take(job->work, job->dots.count + 1, sizeof(uint32_t), &block, job->error));
    for (size_t i = 0; i < job->dots.count; i++)
        ((uint32_t *)block)[i] = b->number[square_of(b, in_cell(s, job->dots.at[i]))];
    job->block = block;
    return SCALP_OK;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

scalp_figure even_interval(double value, double *replicates, size_t blocks) {
    static const int low = EVEN_REPLICATES / 40, high = EVEN_REPLICATES - 1 - EVEN_REPLICATES / 40;
    size_t count = 0;
    for (int r = 0; r < EVEN_REPLICATES; r++)
        count += isfinite(replicates[r]);
    if (!isfinite(value) || count < EVEN_REPLICATES || blocks < 2)
        return (scalp_figure){value, NAN, NAN};
    qsort(replicates, EVEN_REPLICATES, sizeof *replicates, ascending);
    /* Few blocks vary too little among themselves. */
    const double wider = 1 + 2 / (double)blocks;
    const double floor = replicates[0] >= 0 ? 0 : -HUGE_VAL;
    return (scalp_figure){value, fmax(value + wider * fmin(replicates[low] - value, 0), floor),
                          value + wider * fmax(replicates[high] - value, 0)};
}

typedef struct ranked {
    double value;
    uint32_t block;
} ranked;

static int by_value(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    return x->value != y->value ? (x->value > y->value) - (x->value < y->value)
                                : (x->block > y->block) - (x->block < y->block);
}

/* The value at which the blocks' weights reach the share. */
static double quantile(const ranked *list, size_t count, const uint8_t *times, double share) {
    double all = 0, sum = 0;
    for (size_t i = 0; i < count; i++)
        all += times ? times[list[i].block] : 1;
    for (size_t i = 0; i < count; i++) {
        sum += times ? times[list[i].block] : 1;
        if (sum >= share * all && sum > 0)
            return list[i].value;
    }
    return NAN;
}

scalp_status even_quantile(even_job *job, const double *values, const uint32_t *block, size_t count,
                           double share, scalp_figure *figure) {
    const scalp_arena_mark mark = scalp_arena_here(job->work->memory);
    double replicates[EVEN_REPLICATES];
    void *place;
    *figure = (scalp_figure){NAN, NAN, NAN};
    if (count == 0)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(job->work, count, sizeof(ranked), &place, job->error));
    ranked *list = place;
    for (size_t i = 0; i < count; i++)
        list[i] = (ranked){values[i], block[i]};
    qsort(list, count, sizeof *list, by_value);
    for (int r = 0; r < EVEN_REPLICATES; r++)
        replicates[r] =
            quantile(list, count, job->blocks.times + (size_t)r * job->blocks.count, share);
    *figure = even_interval(quantile(list, count, NULL, share), replicates, job->blocks.count);
    scalp_arena_return(job->work->memory, mark);
    return SCALP_OK;
}
