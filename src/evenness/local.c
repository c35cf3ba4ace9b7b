/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts in windows of 4 x 4 mm: how much they vary beyond what counting alone does. */
#include "even.h"

#include <math.h>
#include <stdlib.h>

typedef struct local {
    double dots, area;
} local;

typedef struct grid {
    double side;
    int columns, rows;
    local *windows;
} grid;

static scalp_status count_windows(even_job *job, grid *g) {
    const even_skin *s = &job->skin;
    void *place;
    g->side = fmax(4 * job->unit, sqrt(8 / job->expected));
    g->columns = (int)(s->columns * s->cell / g->side) + 1;
    g->rows = (int)(s->rows * s->cell / g->side) + 1;
    SCALP_TRY(scalp_work_take(job->work, (size_t)g->columns * (size_t)g->rows, sizeof(local),
                              &place, job->error));
    g->windows = place;
    for (size_t i = 0; i < (size_t)s->columns * (size_t)s->rows; i++) {
        if (s->state[i] != EVEN_WORKED)
            continue;
        const scalp_vec2 at = even_skin_centre(s, i);
        const int x = (int)((at.x - s->origin.x) / g->side);
        const int y = (int)((at.y - s->origin.y) / g->side);
        g->windows[y * g->columns + x].area += s->cell * s->cell;
    }
    for (size_t i = 0; i < job->fill.count; i++) {
        const int x = (int)((job->fill.at[i].x - s->origin.x) / g->side);
        const int y = (int)((job->fill.at[i].y - s->origin.y) / g->side);
        g->windows[y * g->columns + x].dots += job->fill_weight[i];
    }
    return SCALP_OK;
}

static bool covered(const grid *g, int i) {
    return g->windows[i].area >= 0.6 * g->side * g->side;
}

/* Sums over windows, each drawn `times` times: dispersion and the variation beyond chance. */
static void figures(const grid *g, const uint16_t *times, double *dispersion, double *cv) {
    double count = 0, expected = 0, ratio = 0, square = 0, square_expected = 0;
    double held = 0, area = 0;
    for (int i = 0; i < g->columns * g->rows; i++)
        if (covered(g, i)) {
            held += (times ? times[i] : 1) * g->windows[i].dots;
            area += (times ? times[i] : 1) * g->windows[i].area;
        }
    for (int i = 0; i < g->columns * g->rows; i++) {
        if (!covered(g, i))
            continue;
        const double t = times ? times[i] : 1, e = g->windows[i].area * held / area;
        const double off = g->windows[i].dots - e;
        count += t;
        expected += t * e;
        square += t * off * off;
        square_expected += t * e * e;
        ratio += t * off * off / e;
    }
    *dispersion = count > 1 ? ratio / (count - 1) : (double)NAN;
    *cv = count > 1 ? sqrt(fmax(square * count / (count - 1) - expected, 0) / square_expected)
                    : (double)NAN;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Dispersion between neighbouring windows by its median, so that neither a region nor a spot with
 * a fault of its own makes faults look natural; held near that of good layouts. */
static scalp_status natural_noise(even_job *job, const grid *g, double density) {
    static const double chi_square_median = 0.4549, prior = 0.2, prior_weight = 20;
    size_t count = 0;
    void *place;
    SCALP_TRY(scalp_work_take(job->work, 2 * (size_t)g->columns * (size_t)g->rows, sizeof(double),
                              &place, job->error));
    double *ratio = place;
    for (int i = 0; i < g->columns * g->rows; i++)
        for (int way = 0; way < 2; way++) {
            const int j = i + (way ? g->columns : 1);
            if ((way ? j >= g->columns * g->rows : i % g->columns == g->columns - 1) ||
                !covered(g, i) || !covered(g, j))
                continue;
            const double e = density * g->windows[i].area, f = density * g->windows[j].area;
            const double off = g->windows[i].dots / e - g->windows[j].dots / f;
            ratio[count++] = off * off / (1 / e + 1 / f);
        }
    qsort(ratio, count, sizeof *ratio, ascending);
    const double median = count > 0 ? ratio[count / 2] / chi_square_median : prior;
    job->noise =
        ((double)count / 2 * median + prior_weight * prior) / ((double)count / 2 + prior_weight);
    job->noise = scalp_clamp(job->noise, 0.16, 0.6);
    return SCALP_OK;
}

scalp_status even_local(even_job *job) {
    const scalp_arena_mark mark = scalp_arena_here(job->work->memory);
    double replicates[2][EVEN_REPLICATES], dispersion, cv, held = 0;
    grid g = {0};
    void *kept, *times;
    size_t count = 0;
    SCALP_TRY(count_windows(job, &g));
    const size_t all = (size_t)g.columns * (size_t)g.rows;
    SCALP_TRY(scalp_work_take(job->work, all, sizeof(uint32_t), &kept, job->error));
    SCALP_TRY(scalp_work_take(job->work, all, sizeof(uint16_t), &times, job->error));
    for (size_t i = 0; i < all; i++) {
        held += g.windows[i].dots;
        if (covered(&g, (int)i))
            ((uint32_t *)kept)[count++] = (uint32_t)i;
    }
    const double density = held / job->skin.area;
    for (int r = 0; r < EVEN_REPLICATES; r++) {
        scalp_random random = scalp_random_make(job->ask->seed, 0x10ca1000u + (uint64_t)r);
        for (size_t i = 0; i < all; i++)
            ((uint16_t *)times)[i] = 0;
        for (size_t i = 0; i < count; i++)
            ((uint16_t *)times)[((uint32_t *)kept)[scalp_random_below(&random, count)]]++;
        figures(&g, times, &replicates[0][r], &replicates[1][r]);
    }
    figures(&g, NULL, &dispersion, &cv);
    job->to->dispersion = even_interval(dispersion, replicates[0], count);
    job->to->local_cv = even_interval(cv, replicates[1], count);
    SCALP_TRY(natural_noise(job, &g, density));
    scalp_arena_return(job->work->memory, mark);
    return SCALP_OK;
}
