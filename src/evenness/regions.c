/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regions that are thinner or denser than the rest: the map at kernels of 1, 2, 4.. times its
 * width, each place against what natural layouts vary, the worst first (a scale-space scan). */
#include "even.h"

#include "even_map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { levels_most = 7, peaks_most = 600, regions_most = 12 };

static const double tolerance = 0.10, much = 0.20;

typedef struct scan {
    even_level level[levels_most];
    float *off[levels_most];   /* relative deviation */
    float *sigma[levels_most]; /* the same in standard deviations */
    int levels;
    double places; /* independent ones, all levels together */
} scan;

typedef struct peak {
    int level;
    size_t cell;
    double score;
} peak;

/* Upper tail of the normal distribution, from 1 up (Mills' ratio, Abramowitz & Stegun 26.2.12). */
static double tail(double z) {
    const double z2 = z * z;
    return z < 1 ? 1 : scalp_exp(-z2 / 2) / (z * 2.5066282746310002) * (1 - 1 / (z2 + 2));
}

/* Bare spots and crowds are told by themselves: dots and skin there are taken out. */
static void take_out(const even_job *job, even_level *l) {
    const scalp_evenness *to = job->to;
    for (size_t k = 0; k < to->spot_count; k++) {
        const scalp_uneven_spot *s = &to->spots[k];
        const double own = s->kind == SCALP_UNEVEN_BARE
                               ? (s->length + job->diameter) / 2 - 0.5 * job->spacing
                               : s->size / 2;
        if (s->kind != SCALP_UNEVEN_BARE && s->kind != SCALP_UNEVEN_CROWDED)
            continue;
        for (int y = 0; y < l->rows; y++)
            for (int x = 0; x < l->columns; x++) {
                const double dx = l->origin.x + (x + 0.5) * l->cell - s->place.x;
                const double dy = l->origin.y + (y + 0.5) * l->cell - s->place.y;
                if (dx * dx + dy * dy < own * own) {
                    const size_t i = (size_t)y * (size_t)l->columns + (size_t)x;
                    l->dots[i] = l->skin[i] = l->wanted[i] = 0;
                }
            }
    }
}

static scalp_status scan_level(even_job *job, scan *s, int k) {
    static const double sigma = 3, narrow = 2.1213203435596424;
    const even_level *l = &s->level[k];
    const size_t count = (size_t)l->columns * (size_t)l->rows;
    void *place;
    size_t worked = 0;
    SCALP_TRY(scalp_work_take(job->work, 4 * count, sizeof(float), &place, job->error));
    float *dots = place, *wanted = dots + count, *second = wanted + count,
          *scratch = second + count;
    even_blur(l->dots, dots, scratch, l->columns, l->rows, sigma);
    even_blur(l->wanted, wanted, scratch, l->columns, l->rows, sigma);
    even_blur(l->wanted, second, scratch, l->columns, l->rows, narrow);
    for (size_t i = 0; i < count; i++) {
        const bool is_skin = (double)l->skin[i] > 0.3 * l->cell * l->cell && wanted[i] > 0;
        const double expected = job->base * (double)wanted[i];
        const double squares = job->base * (double)second[i] / (4 * SCALP_PI * sigma * sigma);
        worked += is_skin;
        dots[i] = is_skin ? (float)((double)dots[i] / expected - 1) : 0;
        wanted[i] = is_skin ? (float)((double)dots[i] * expected / sqrt(job->noise * squares)) : 0;
    }
    s->off[k] = dots;
    s->sigma[k] = wanted;
    s->places += fmax((double)worked / (2 * SCALP_PI * sigma * sigma), 2);
    return SCALP_OK;
}

static scalp_status scan_make(even_job *job, scan *s) {
    const double across = sqrt(job->skin.area);
    *s = (scan){0};
    SCALP_TRY(even_level_make(job, &s->level[0]));
    take_out(job, &s->level[0]);
    for (s->levels = 1; s->levels < levels_most; s->levels++) {
        if (9 * s->level[s->levels - 1].cell > across / 2)
            break;
        SCALP_TRY(even_level_half(job, &s->level[s->levels - 1], &s->level[s->levels]));
    }
    for (int k = 0; k < s->levels; k++)
        SCALP_TRY(scan_level(job, s, k));
    return SCALP_OK;
}

static int worse_first(const void *a, const void *b) {
    const peak *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return x->level != y->level ? x->level - y->level : (x->cell > y->cell) - (x->cell < y->cell);
}

static bool is_peak(const scan *s, int k, int x, int y) {
    const even_level *l = &s->level[k];
    const float own = s->sigma[k][(size_t)y * (size_t)l->columns + (size_t)x];
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++) {
            if (y + dy < 0 || y + dy >= l->rows || x + dx < 0 || x + dx >= l->columns)
                continue;
            const float other =
                s->sigma[k][(size_t)(y + dy) * (size_t)l->columns + (size_t)(x + dx)];
            if (own > 0 ? other > own : other < own)
                return false;
        }
    return true;
}

static size_t peaks_of(const scan *s, peak *list) {
    size_t count = 0;
    for (int k = s->levels - 1; k >= 0; k--)
        for (int y = 0; y < s->level[k].rows; y++)
            for (int x = 0; x < s->level[k].columns; x++) {
                const size_t i = (size_t)y * (size_t)s->level[k].columns + (size_t)x;
                /* The narrowest kernel holds few dots; what it sees are gaps, mostly. */
                const double z = fabs((double)s->sigma[k][i]), chance = k == 0 ? 0.002 : 0.1;
                if (z < 2 || fabs((double)s->off[k][i]) < tolerance ||
                    s->places * 2 * tail(z) > chance || !is_peak(s, k, x, y))
                    continue;
                if (count < peaks_most)
                    list[count++] = (peak){k, i, z};
            }
    qsort(list, count, sizeof *list, worse_first);
    return count;
}

/* Cells about the peak that deviate the same way, at least half as much. */
typedef struct region {
    size_t cells;
    double x, y, dots, wanted, skin;
    bool at_edge;
} region;

static bool untreated_near(const even_job *job, scalp_vec2 at, double reach) {
    for (int k = 0; k < 16; k++) {
        double sine, cosine;
        scalp_sincos(2 * SCALP_PI * k / 16, &sine, &cosine);
        const size_t cell =
            even_skin_cell(&job->skin, (scalp_vec2){at.x + reach * cosine, at.y + reach * sine});
        if (cell != SIZE_MAX && job->skin.state[cell] == EVEN_UNTREATED)
            return true;
    }
    return false;
}

static region grow(const even_job *job, const scan *s, const peak *p, uint8_t *held,
                   uint32_t *queue) {
    const even_level *l = &s->level[p->level];
    const float *off = s->off[p->level];
    const double limit = fmax(fabs((double)off[p->cell]) / 2, 0.06);
    const double sign = off[p->cell] > 0 ? 1 : -1;
    region r = {0};
    size_t first = 0, last = 0;
    memset(held, 0, (size_t)l->columns * (size_t)l->rows);
    queue[last++] = (uint32_t)p->cell;
    held[p->cell] = 1;
    while (first < last) {
        const uint32_t i = queue[first++];
        const int x = (int)(i % (uint32_t)l->columns), y = (int)(i / (uint32_t)l->columns);
        const scalp_vec2 at = {l->origin.x + (x + 0.5) * l->cell,
                               l->origin.y + (y + 0.5) * l->cell};
        r.at_edge |= job->edge && untreated_near(job, at, 6 * l->cell);
        r.cells++;
        r.x += at.x * (double)l->skin[i];
        r.y += at.y * (double)l->skin[i];
        r.dots += (double)l->dots[i];
        r.wanted += (double)l->wanted[i];
        r.skin += (double)l->skin[i];
        const int step[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
        for (int k = 0; k < 4; k++) {
            const int nx = x + step[k][0], ny = y + step[k][1];
            const size_t j = (size_t)ny * (size_t)l->columns + (size_t)nx;
            if (nx < 0 || ny < 0 || nx >= l->columns || ny >= l->rows || held[j] ||
                sign * (double)off[j] < limit)
                continue;
            held[j] = 1;
            queue[last++] = (uint32_t)j;
        }
    }
    return r;
}

/* Marks what lies within, and a little around, so that it is told once. */
static void take(const scan *s, const peak *p, const uint8_t *held, uint8_t *taken) {
    const even_level *l = &s->level[p->level], *fine = &s->level[0];
    const uint8_t mark = s->off[p->level][p->cell] > 0 ? 1 : 2;
    for (int y = 0; y < fine->rows; y++)
        for (int x = 0; x < fine->columns; x++)
            for (int k = 0; k < 5; k++) {
                static const int step[5][2] = {{0, 0}, {4, 0}, {-4, 0}, {0, 4}, {0, -4}};
                const scalp_vec2 at = {
                    fine->origin.x + (x + 0.5) * fine->cell + step[k][0] * l->cell,
                    fine->origin.y + (y + 0.5) * fine->cell + step[k][1] * l->cell};
                if (held[even_level_cell(l, at)]) {
                    taken[(size_t)y * (size_t)fine->columns + (size_t)x] = mark;
                    break;
                }
            }
}

static void add(even_job *job, const scan *s, const peak *p, const region *r, double base) {
    /* Spacings across, and dots that are expected; smaller ones are gaps or crowds. */
    static const double least = 2.5, dots_least = 12;
    const double relative = r->dots / (base * r->wanted), off = fabs(relative - 1);
    const double chance = s->places * 2 * tail(p->score);
    const bool soft = r->at_edge && relative < 1 && !job->wanted;
    if (off < tolerance || base * r->wanted < dots_least ||
        2 * sqrt(r->skin / SCALP_PI) < least * job->spacing ||
        (relative < 1) != (s->off[p->level][p->cell] < 0))
        return;
    even_spot_add(
        job->to,
        &(scalp_uneven_spot){.kind = relative < 1 ? SCALP_UNEVEN_THIN : SCALP_UNEVEN_DENSE,
                             .grade = chance <= 0.001 && off >= much && !soft ? SCALP_GRADE_CLEAR
                                                                              : SCALP_GRADE_SLIGHT,
                             .place = {r->x / r->skin, r->y / r->skin},
                             .size = 2 * sqrt(r->skin / SCALP_PI),
                             .length = 2 * sqrt(r->skin / SCALP_PI),
                             .relative = relative,
                             .chance = chance,
                             .dots = (size_t)(r->dots + 0.5),
                             .at_edge = soft});
}

/* What the skin has that is in no region, where that is a fifth of it or more. */
static double base_beside(const even_job *job, const scan *s, const uint8_t *taken) {
    const even_level *l = &s->level[0];
    double dots = 0, wanted = 0, all = 0;
    for (size_t i = 0; i < (size_t)l->columns * (size_t)l->rows; i++) {
        all += (double)l->wanted[i];
        dots += taken[i] ? 0 : (double)l->dots[i];
        wanted += taken[i] ? 0 : (double)l->wanted[i];
    }
    return wanted > 0.2 * all ? dots / wanted : job->base;
}

scalp_status even_regions(even_job *job) {
    const scalp_arena_mark mark = scalp_arena_here(job->work->memory);
    scan s;
    void *list, *held, *queue, *taken;
    if (!(job->base > 0))
        return SCALP_OK;
    SCALP_TRY(scan_make(job, &s));
    const size_t count = (size_t)s.level[0].columns * (size_t)s.level[0].rows;
    SCALP_TRY(scalp_work_take(job->work, peaks_most, sizeof(peak), &list, job->error));
    SCALP_TRY(scalp_work_take(job->work, count, 1, &held, job->error));
    SCALP_TRY(scalp_work_take(job->work, count, sizeof(uint32_t), &queue, job->error));
    SCALP_TRY(scalp_work_take(job->work, count, 1, &taken, job->error));
    const size_t peaks = peaks_of(&s, list);
    region found[regions_most];
    const peak *of[regions_most];
    int count_found = 0;
    for (size_t k = 0; k < peaks && count_found < regions_most; k++) {
        const peak *p = &((peak *)list)[k];
        const even_level *l = &s.level[p->level];
        const scalp_vec2 at = {
            l->origin.x + ((double)(p->cell % (size_t)l->columns) + 0.5) * l->cell,
            l->origin.y + ((double)(p->cell / (size_t)l->columns) + 0.5) * l->cell};
        if (((uint8_t *)taken)[even_level_cell(&s.level[0], at)] ==
            (s.off[p->level][p->cell] > 0 ? 1 : 2))
            continue;
        const region r = grow(job, &s, p, held, queue);
        take(&s, p, held, taken);
        if (r.skin > 0) {
            of[count_found] = p;
            found[count_found++] = r;
        }
    }
    const double base = base_beside(job, &s, taken);
    for (int k = 0; k < count_found; k++)
        add(job, &s, of[k], &found[k], base);
    scalp_arena_return(job->work->memory, mark);
    return SCALP_OK;
}
