/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spots where dots crowd, and where they touch or ran together. */
#include "even.h"

#include <math.h>
#include <stdlib.h>

static const double reach = 1.25;       /* spacings, as in data/evenness.csv */
static const double usual_others = 4.4; /* within it in natural layouts, mean */

typedef struct heap {
    size_t dot;
    double others, chance;
} heap;

static int worse_first(const void *a, const void *b) {
    const heap *x = a, *y = b;
    if (x->chance != y->chance)
        return x->chance > y->chance ? 1 : -1;
    return (x->dot > y->dot) - (x->dot < y->dot);
}

/* A find that may be none counts as much as it is one. */
static double trusted(const even_job *job, size_t i) {
    const double c = job->ask->found[job->dots.source[i]].confidence;
    return c > 0.9 ? 1 : c;
}

/* Weights of the marked dots (NULL: all) within a distance, the dot itself not counted. */
static double others_near(const even_job *job, size_t i, double distance, const uint8_t *marked) {
    const even_points *p = &job->dots;
    const even_range near = even_points_near(p, p->at[i], distance);
    double sum = 0;
    for (int row = near.top; row <= near.bottom; row++) {
        const size_t line = (size_t)row * (size_t)p->columns;
        const size_t last = p->start[line + (size_t)near.right + 1];
        for (size_t j = p->start[line + (size_t)near.left]; j < last; j++) {
            const double dx = p->at[j].x - p->at[i].x, dy = p->at[j].y - p->at[i].y;
            if (j != i && (!marked || marked[j]) && dx * dx + dy * dy < distance * distance)
                sum += (marked ? 1 : job->weight[j]) * trusted(job, j);
        }
    }
    return sum;
}

static double distance2(const even_job *job, size_t i, size_t j) {
    const double dx = job->dots.at[i].x - job->dots.at[j].x;
    const double dy = job->dots.at[i].y - job->dots.at[j].y;
    return dx * dx + dy * dy;
}

/* From the worst on: each takes those within `together` of any of its own into one spot. */
static void add_spots(even_job *job, heap *list, size_t count, scalp_uneven_kind kind,
                      double distance, double clear) {
    const double together = 2 * distance;
    qsort(list, count, sizeof *list, worse_first);
    for (size_t i = 0; i < count; i++) {
        if (list[i].others < 0)
            continue;
        const heap worst = list[i];
        scalp_vec2 sum = {0, 0};
        double held = 0, most = 0;
        for (size_t j = i; j < count; j++) {
            const double d2 = distance2(job, worst.dot, list[j].dot);
            if (list[j].others < 0 || d2 > together * together)
                continue;
            sum.x += job->dots.at[list[j].dot].x;
            sum.y += job->dots.at[list[j].dot].y;
            held += 1;
            most = fmax(most, d2);
            list[j].others = -1;
        }
        even_spot_add(job->to,
                      &(scalp_uneven_spot){.kind = kind,
                                           .grade = worst.chance <= clear ? SCALP_GRADE_CLEAR
                                                                          : SCALP_GRADE_SLIGHT,
                                           .place = {sum.x / held, sum.y / held},
                                           .size = 2 * fmax(distance, sqrt(most)),
                                           .length = 2 * fmax(distance, sqrt(most)),
                                           .relative = (worst.others + 1) / (usual_others + 1),
                                           .chance = worst.chance,
                                           .dots = (size_t)(worst.others + 1.5)});
    }
}

scalp_status even_crowd(even_job *job) {
    const scalp_arena_mark mark = scalp_arena_here(job->work->memory);
    const double n = (double)job->dots.count;
    size_t count = 0;
    void *place;
    SCALP_TRY(scalp_work_take(job->work, job->dots.count + 1, sizeof(heap), &place, job->error));
    heap *list = place;
    for (size_t i = 0; i < job->dots.count; i++) {
        const size_t cell = even_skin_cell(&job->skin, job->dots.at[i]);
        const double local = scalp_clamp(job->usual[cell], 0.5, 2);
        const double others = others_near(job, i, reach * job->spacing / sqrt(local), NULL);
        const double chance = n * even_natural_crowd(others, job->lost);
        if (chance <= 0.02)
            list[count++] = (heap){i, others, chance};
    }
    add_spots(job, list, count, SCALP_UNEVEN_CROWDED, reach * job->spacing, 0.001);
    scalp_arena_return(job->work->memory, mark);
    return SCALP_OK;
}

/* ---- Touching ------------------------------------------------------------------------------- */

static double diameter_of(const even_job *job, size_t i) {
    const scalp_found *f = &job->ask->found[job->dots.source[i]];
    const double d = job->ask->has_mm ? f->diameter_mm : f->diameter_px;
    return d > 0 ? d : job->diameter;
}

/* Whether its nearest neighbour is nearer than 1.2 of their mean diameter. */
static bool touches(const even_job *job, size_t i, double most) {
    const even_points *p = &job->dots;
    const even_range near = even_points_near(p, p->at[i], most);
    for (int row = near.top; row <= near.bottom; row++) {
        const size_t line = (size_t)row * (size_t)p->columns;
        const size_t last = p->start[line + (size_t)near.right + 1];
        for (size_t j = p->start[line + (size_t)near.left]; j < last; j++) {
            const double least = 0.6 * (diameter_of(job, i) + diameter_of(job, j));
            if (j != i && distance2(job, i, j) < least * least)
                return true;
        }
    }
    return false;
}

/* P(X >= k), X Poisson. */
static double poisson_tail(double mean, int k) {
    double term = scalp_exp(-mean), below = 0;
    for (int i = 0; i < k; i++) {
        below += term;
        term *= mean / (i + 1);
    }
    return fmax(1 - below, k > mean ? term : 0);
}

scalp_status even_merged(even_job *job) {
    const scalp_arena_mark mark = scalp_arena_here(job->work->memory);
    const double n = (double)job->dots.count, distance = 1.5 * job->spacing;
    size_t count = 0, touching = 0, doubles = 0;
    void *place, *held;
    SCALP_TRY(scalp_work_take(job->work, job->dots.count + 1, 1, &place, job->error));
    SCALP_TRY(scalp_work_take(job->work, job->dots.count + 1, sizeof(heap), &held, job->error));
    uint8_t *marked = place;
    heap *list = held;
    for (size_t i = 0; i < job->dots.count; i++) {
        const bool ran = job->ask->found[job->dots.source[i]].kind == SCALP_FOUND_MERGED;
        const bool near =
            job->diameter > 0 && touches(job, i, fmin(2.4 * job->diameter, 3 * job->spacing));
        doubles += near;
        marked[i] = ran || near;
        touching += marked[i];
    }
    job->to->doubles = doubles / 2 + doubles % 2;
    /* Of a population with so many of them, spread at random; of usual ones, where there are few
     * patches but large ones. */
    const double share = fmin((double)touching / n, fmax(job->touching, 0.02));
    const double mean = share * job->expected * SCALP_PI * distance * distance;
    for (size_t i = 0; i < job->dots.count; i++) {
        if (!marked[i])
            continue;
        const double others = others_near(job, i, distance, marked);
        const double chance = (double)touching * poisson_tail(mean, (int)others);
        if (others >= 3 && chance <= 0.01)
            list[count++] = (heap){i, others, chance};
    }
    add_spots(job, list, count, SCALP_UNEVEN_MERGED, distance, 0.0005);
    job->to->touching_share = (double)touching / n;
    scalp_arena_return(job->work->memory, mark);
    return SCALP_OK;
}
