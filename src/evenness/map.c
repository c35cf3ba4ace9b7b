/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The density map: kernel sums of dots over kernel sums of skin, so that borders and what was not
 * judged do not look thin (Diggle 1985). */
#include "even.h"

#include "even_map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int taps_of(double sigma, float taps[2 * EVEN_TAPS + 1]) {
    int reach = (int)ceil(3 * sigma);
    double sum = 0, weight[2 * EVEN_TAPS + 1];
    reach = reach > EVEN_TAPS ? EVEN_TAPS : reach;
    for (int k = -reach; k <= reach; k++)
        sum += weight[k + reach] = scalp_exp(-0.5 * k * k / (sigma * sigma));
    for (int k = 0; k <= 2 * reach; k++)
        taps[k] = (float)(weight[k] / sum);
    return reach;
}

void even_blur(const float *from, float *to, float *scratch, int columns, int rows, double sigma) {
    float taps[2 * EVEN_TAPS + 1];
    const int reach = taps_of(sigma, taps);
    const size_t wide = (size_t)columns;
    memset(scratch, 0, wide * (size_t)rows * sizeof *scratch);
    for (int y = 0; y < rows; y++)
        for (int k = -reach; k <= reach; k++) {
            if (y + k < 0 || y + k >= rows)
                continue;
            const float *line = from + (size_t)(y + k) * wide, tap = taps[k + reach];
            float *out = scratch + (size_t)y * wide;
            for (size_t x = 0; x < wide; x++)
                out[x] += tap * line[x];
        }
    for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++) {
            const float *line = scratch + (size_t)y * wide;
            float sum = 0;
            const int low = x < reach ? -x : -reach;
            const int high = x + reach >= columns ? columns - 1 - x : reach;
            for (int k = low; k <= high; k++)
                sum += taps[k + reach] * line[x + k];
            to[(size_t)y * wide + (size_t)x] = sum;
        }
}

scalp_status even_level_make(const even_job *job, even_level *level) {
    const even_skin *s = &job->skin;
    even_level l = {.cell = job->sigma / 3, .origin = s->origin};
    l.columns = (int)ceil(s->columns * s->cell / l.cell);
    l.rows = (int)ceil(s->rows * s->cell / l.cell);
    const size_t count = (size_t)l.columns * (size_t)l.rows;
    void *place;
    SCALP_TRY(scalp_work_take(job->work, 3 * count, sizeof(float), &place, job->error));
    l.dots = place;
    l.skin = l.dots + count;
    l.wanted = l.skin + count;
    for (size_t i = 0; i < (size_t)s->columns * (size_t)s->rows; i++) {
        if (s->state[i] != EVEN_WORKED)
            continue;
        const size_t to = even_level_cell(&l, even_skin_centre(s, i));
        l.skin[to] += (float)(s->cell * s->cell);
        l.wanted[to] += (float)(s->cell * s->cell) * (job->wanted ? job->wanted[i] : 1);
    }
    for (size_t i = 0; i < job->fill.count; i++)
        l.dots[even_level_cell(&l, job->fill.at[i])] += (float)job->fill_weight[i];
    *level = l;
    return SCALP_OK;
}

size_t even_level_cell(const even_level *l, scalp_vec2 at) {
    const int x = (int)((at.x - l->origin.x) / l->cell), y = (int)((at.y - l->origin.y) / l->cell);
    return (size_t)(y < 0          ? 0
                    : y >= l->rows ? l->rows - 1
                                   : y) *
               (size_t)l->columns +
           (size_t)(x < 0             ? 0
                    : x >= l->columns ? l->columns - 1
                                      : x);
}

scalp_status even_level_half(const even_job *job, const even_level *from, even_level *level) {
    even_level l = {.cell = 2 * from->cell,
                    .origin = from->origin,
                    .columns = (from->columns + 1) / 2,
                    .rows = (from->rows + 1) / 2};
    const size_t count = (size_t)l.columns * (size_t)l.rows;
    void *place;
    SCALP_TRY(scalp_work_take(job->work, 3 * count, sizeof(float), &place, job->error));
    l.dots = place;
    l.skin = l.dots + count;
    l.wanted = l.skin + count;
    for (int y = 0; y < from->rows; y++)
        for (int x = 0; x < from->columns; x++) {
            const size_t i = (size_t)y * (size_t)from->columns + (size_t)x;
            const size_t to = (size_t)(y / 2) * (size_t)l.columns + (size_t)(x / 2);
            l.dots[to] += from->dots[i];
            l.skin[to] += from->skin[i];
            l.wanted[to] += from->wanted[i];
        }
    *level = l;
    return SCALP_OK;
}

static int ascending(const void *a, const void *b) {
    const float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* What most of the skin has: so a fault on one side does not make the other look wrong. */
static scalp_status base_of(even_job *job, const float *ratio, size_t count, double *base) {
    void *place;
    size_t kept = 0;
    SCALP_TRY(scalp_work_take(job->work, count + 1, sizeof(float), &place, job->error));
    float *list = place;
    for (size_t i = 0; i < count; i++)
        if (isfinite(ratio[i]))
            list[kept++] = ratio[i];
    qsort(list, kept, sizeof *list, ascending);
    *base = kept > 0 && list[kept / 2] > 0 ? (double)list[kept / 2] : (double)NAN;
    return SCALP_OK;
}

static uint8_t why_at(const scalp_window *w, scalp_vec2 at) {
    const double x = floor((at.x - w->origin_mm.x) / w->cell_mm);
    const double y = floor((at.y - w->origin_mm.y) / w->cell_mm);
    if (!(x >= 0 && y >= 0 && x < w->columns && y < w->rows))
        return SCALP_UNSEEN_OUTSIDE;
    return w->why[(size_t)y * (size_t)w->columns + (size_t)x];
}

static scalp_status arrays(even_job *job, const even_level *l, float **density, float **relative,
                           uint8_t **why, uint8_t **treated) {
    const size_t count = (size_t)l->columns * (size_t)l->rows;
    void *place;
    SCALP_TRY(scalp_work_take(job->work, count, sizeof(float), &place, job->error));
    *density = place;
    SCALP_TRY(scalp_work_take(job->work, count, sizeof(float), &place, job->error));
    *relative = place;
    SCALP_TRY(scalp_work_take(job->work, count, 1, &place, job->error));
    *why = place;
    SCALP_TRY(scalp_work_take(job->work, count, 1, &place, job->error));
    *treated = place;
    return SCALP_OK;
}

/* Density over a wide surrounding, for what depends on the spacing of a place. */
static scalp_status usual(even_job *job, const even_level *fine) {
    const even_skin *s = &job->skin;
    const size_t cells = (size_t)s->columns * (size_t)s->rows;
    even_level half, l;
    void *place, *kept;
    SCALP_TRY(scalp_work_take(job->work, cells, sizeof(float), &kept, job->error));
    float *to = kept;
    SCALP_TRY(even_level_half(job, fine, &half));
    SCALP_TRY(even_level_half(job, &half, &l));
    const size_t count = (size_t)l.columns * (size_t)l.rows;
    SCALP_TRY(scalp_work_take(job->work, 3 * count, sizeof(float), &place, job->error));
    float *dots = place, *skin = dots + count, *scratch = skin + count;
    even_blur(l.dots, dots, scratch, l.columns, l.rows, 3);
    even_blur(l.skin, skin, scratch, l.columns, l.rows, 3);
    for (size_t i = 0; i < cells; i++) {
        const size_t c = even_level_cell(&l, even_skin_centre(s, i));
        to[i] = skin[c] > 0 ? dots[c] / skin[c] / (float)job->expected : 1;
    }
    job->usual = to;
    return SCALP_OK;
}

/* The 95th over the 5th percentile of the map: every second cell each way. */
static scalp_status percentiles(even_job *job, const float *relative, const even_level *l) {
    const size_t count = (size_t)l->columns * (size_t)l->rows;
    scalp_figure low, high;
    void *value, *block;
    size_t kept = 0;
    SCALP_TRY(scalp_work_take(job->work, count / 2 + 2, sizeof(double), &value, job->error));
    SCALP_TRY(scalp_work_take(job->work, count / 2 + 2, sizeof(uint32_t), &block, job->error));
    for (int y = 0; y < l->rows; y += 2)
        for (int x = 0; x < l->columns; x += 2) {
            const size_t i = (size_t)y * (size_t)l->columns + (size_t)x;
            const even_blocks *b = &job->blocks;
            const int bx = (int)((x + 0.5) * l->cell / b->side);
            const int by = (int)((y + 0.5) * l->cell / b->side);
            if (!isfinite(relative[i]) || bx >= b->columns || by >= b->rows ||
                b->number[by * b->columns + bx] == UINT32_MAX)
                continue;
            ((double *)value)[kept] = (double)relative[i];
            ((uint32_t *)block)[kept++] = b->number[by * b->columns + bx];
        }
    SCALP_TRY(even_quantile(job, value, block, kept, 0.05, &low));
    SCALP_TRY(even_quantile(job, value, block, kept, 0.95, &high));
    job->to->ratio_5_95 = (scalp_figure){high.value / low.value, high.low / low.high,
                                         low.low > 0 ? high.high / low.low : HUGE_VAL};
    return SCALP_OK;
}

scalp_status even_map(even_job *job) {
    scalp_evenness_map *m = &job->to->map;
    float *density, *relative;
    uint8_t *why, *treated;
    even_level l;
    void *place;
    double base;
    SCALP_TRY(even_level_make(job, &l));
    const size_t count = (size_t)l.columns * (size_t)l.rows;
    SCALP_TRY(arrays(job, &l, &density, &relative, &why, &treated));
    SCALP_TRY(usual(job, &l));
    SCALP_TRY(scalp_work_take(job->work, 4 * count, sizeof(float), &place, job->error));
    float *dots = place, *skin = dots + count, *wanted = skin + count, *scratch = wanted + count;
    even_blur(l.dots, dots, scratch, l.columns, l.rows, 3);
    even_blur(l.skin, skin, scratch, l.columns, l.rows, 3);
    even_blur(l.wanted, wanted, scratch, l.columns, l.rows, 3);
    for (size_t i = 0; i < count; i++) {
        const scalp_vec2 at = {l.origin.x + ((double)(i % (size_t)l.columns) + 0.5) * l.cell,
                               l.origin.y + ((double)(i / (size_t)l.columns) + 0.5) * l.cell};
        const bool worked = (double)l.skin[i] >= 0.2 * l.cell * l.cell;
        density[i] = worked ? dots[i] / skin[i] / (float)job->recall : NAN;
        relative[i] = worked && wanted[i] > 0 ? dots[i] / wanted[i] : NAN;
        why[i] = worked ? SCALP_UNSEEN_NOT : why_at(job->ask->window, at);
        treated[i] = worked || why[i] != SCALP_UNSEEN_NOT;
    }
    SCALP_TRY(base_of(job, relative, count, &base));
    job->base = base;
    for (size_t i = 0; i < count; i++)
        relative[i] /= (float)base;
    *m = (scalp_evenness_map){l.origin, l.cell, l.columns, l.rows,    density,
                              relative, why,    treated,   job->sigma};
    return percentiles(job, relative, &l);
}
