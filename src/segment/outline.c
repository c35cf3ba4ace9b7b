/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The path of least cost across the strips (dynamic programming), found twice: by the edges alone,
 * then with the colours on the two sides of the first answer. A closed curve is searched over two
 * turns and the middle turn taken, where the ends no longer matter. */
#include "strip.h"

#include <math.h>

enum { most_jump = 6 };

typedef struct search {
    const strip_set *strips;
    size_t turns;    /* 2 for a closed curve */
    double per_jump; /* cost of one place of change between neighbours, squared */
    float *best;     /* [2][length] */
    int8_t *from;    /* [turns * count][length] */
    size_t *edge;    /* the answer, one place a strip */
} search;

/* The dearest affordable jump is linear in neither direction: cost is the slope's square. */
static void advance(const search *s, size_t step, const float *before, float *after) {
    const strip_set *strips = s->strips;
    const int length = (int)strips->length;
    const float *cost = strips->cost + (step % strips->count) * strips->length;
    int8_t *from = s->from + step * strips->length;
    for (int j = 0; j < length; j++) {
        float least = INFINITY;
        for (int jump = -most_jump; jump <= most_jump; jump++) {
            if (j + jump < 0 || j + jump >= length)
                continue;
            const float sum = before[j + jump] + (float)(s->per_jump * jump * jump);
            if (sum < least) {
                least = sum;
                from[j] = (int8_t)jump;
            }
        }
        after[j] = least + cost[j];
    }
}

static void find_path(const search *s) {
    const size_t n = s->strips->count, length = s->strips->length, steps = s->turns * n;
    float *now = s->best, *next = s->best + length;
    for (size_t j = 0; j < length; j++)
        now[j] = s->strips->cost[j];
    for (size_t step = 1; step < steps; step++) {
        advance(s, step, now, next);
        float *swap = now;
        now = next;
        next = swap;
    }
    size_t place = 0;
    for (size_t j = 1; j < length; j++)
        place = now[j] < now[place] ? j : place;
    const size_t first = s->turns == 2 ? n / 2 : 0;
    for (size_t step = steps; step-- > 0;) {
        if (step >= first && step < first + n)
            s->edge[step % n] = place;
        if (step > 0)
            place = (size_t)((int)place + s->from[step * length + place]);
    }
}

/* How clearly the edge stands out: its strength, less that of the best rival elsewhere in the
 * strip when the rival is as good. */
static double clearness(const strip_set *strips, size_t i, size_t place) {
    const float *s = strips->strength + i * strips->length;
    if (place >= strips->seen[i])
        return (double)STRIP_UNSEEN;
    const size_t apart = (size_t)(5 / strips->step_px) + 2;
    double own = 0, rival = 0;
    for (size_t j = 0; j < strips->length; j++) {
        const double value = (double)s[j];
        if (j + 2 >= place && j <= place + 2)
            own = value > own ? value : own;
        else if (j + apart < place || j > place + apart)
            rival = value > rival ? value : rival;
    }
    return own * (1 - 0.5 * scalp_smoothstep(0.7, 1.1, rival / (own + 1e-3)));
}

static size_t neighbour(const scalp_curve *curve, size_t i, int step) {
    if (step < 0)
        return i > 0 ? i - 1 : curve->closed ? curve->count - 1 : i;
    return i + 1 < curve->count ? i + 1 : curve->closed ? 0 : i;
}

/* Confidence is shared by neighbours, and offsets of little confidence follow theirs: Gauss-Seidel
 * on  sum of c (x - o)^2 + (1 - c)(x - mean of neighbours)^2  in a fixed order. */
static void relax(const scalp_curve *curve, double *offset, double *confidence, double *scratch) {
    const size_t n = curve->count;
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < n; i++)
            scratch[i] = 0.5 * confidence[i] + 0.25 * confidence[neighbour(curve, i, -1)] +
                         0.25 * confidence[neighbour(curve, i, 1)];
        for (size_t i = 0; i < n; i++)
            confidence[i] = scratch[i];
    }
    for (size_t i = 0; i < n; i++)
        scratch[i] = offset[i];
    for (int round = 0; round < 60; round++) {
        for (size_t i = 0; i < n; i++) {
            const double mean =
                0.5 * (offset[neighbour(curve, i, -1)] + offset[neighbour(curve, i, 1)]);
            const double c = confidence[i] * confidence[i];
            offset[i] = (c * scratch[i] + (1.02 - c) * mean) / 1.02;
        }
    }
}

static scalp_status search_make(const strip_set *strips, bool closed, double per_jump,
                                const scalp_work *work, search *s, scalp_error *error) {
    *s = (search){.strips = strips, .turns = closed ? 2 : 1, .per_jump = per_jump};
    void *memory;
    SCALP_TRY(scalp_work_take(work, 2 * strips->length, sizeof(float), &memory, error));
    s->best = memory;
    SCALP_TRY(scalp_work_take(work, s->turns * strips->count * strips->length, 1, &memory, error));
    s->from = memory;
    SCALP_TRY(scalp_work_take(work, strips->count, sizeof(size_t), &memory, error));
    s->edge = memory;
    return SCALP_OK;
}

static double mean_spacing(const scalp_curve *curve) {
    double sum = 0;
    for (size_t i = 1; i < curve->count; i++) {
        const double x = curve->points[i].x - curve->points[i - 1].x;
        const double y = curve->points[i].y - curve->points[i - 1].y;
        sum += sqrt(x * x + y * y);
    }
    return sum / (double)(curve->count - 1);
}

/* `numbers`: the offsets, then the confidences. */
static scalp_status trace(const scalp_image *image, const scalp_curve *expected,
                          const scalp_outline_params *params, const scalp_work *work,
                          double *numbers, scalp_error *error) {
    double *offset = numbers, *confidence = numbers + expected->count;
    strip_set strips;
    SCALP_TRY(scalp_strips_make(image, expected, params, work, &strips, error));
    const double blur = params->blur_px > 0 ? params->blur_px : 1;
    const double spacing = mean_spacing(expected);
    const double slope = strips.step_px / (spacing > 0.25 ? spacing : 0.25);
    const double stiffness = params->stiffness > 0 ? params->stiffness : 1;
    search s;
    SCALP_TRY(
        search_make(&strips, expected->closed, 3 * stiffness * slope * slope, work, &s, error));
    scalp_strips_weigh(&strips, NULL);
    find_path(&s);
    scalp_strips_weigh(&strips, s.edge);
    find_path(&s);
    for (size_t i = 0; i < expected->count; i++) {
        offset[i] = scalp_clamp(scalp_strips_refine(&strips, i, s.edge[i], blur),
                                -params->reach_inside_px, params->reach_outside_px);
        confidence[i] = clearness(&strips, i, s.edge[i]);
    }
    void *memory;
    SCALP_TRY(scalp_work_take(work, expected->count, sizeof(double), &memory, error));
    relax(expected, offset, confidence, memory);
    return SCALP_OK;
}

scalp_status scalp_segment_outline(const scalp_image *image, const scalp_curve *expected,
                                   const scalp_outline_params *params, const scalp_work *work,
                                   scalp_outline *outline, scalp_error *error) {
    if (expected->count < 8)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "An outline of %zu points cannot be followed; give at least 8.",
                          expected->count);
    if (!(params->reach_inside_px >= 0 && params->reach_outside_px >= 0 &&
          params->reach_inside_px + params->reach_outside_px >= 1 &&
          params->reach_inside_px + params->reach_outside_px < 1e5))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The outline's reach of %g px inside and %g px outside is no range.",
                          params->reach_inside_px, params->reach_outside_px);
    SCALP_TRY(scalp_work_report(work, "outline", 0, error));
    void *memory;
    SCALP_TRY(scalp_work_take(work, 2 * expected->count, sizeof(double), &memory, error));
    double *numbers = memory;
    const scalp_outline found = {expected->count, numbers, numbers + expected->count};
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(trace(image, expected, params, work, numbers, error));
    scalp_arena_return(work->memory, mark);
    SCALP_TRY(scalp_work_report(work, "outline", 1, error));
    *outline = found;
    return SCALP_OK;
}
