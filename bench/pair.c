/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A close-up of some 2 700 dots, turned, with a tenth lost, a tenth more and a little jitter, laid
 * on a plan of 14 000; beside it the nearest-neighbour way: iterated closest points (Besl and
 * McKay 1992) from 36 angles, middle on middle. */
#include "bench.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { most = 20000, grid = 100, angles = 36, rounds = 30, per_cell = 12 };

static const double side = 100, apart = 0.7, width = 45;

typedef struct sets {
    scalp_vec2 plan[most], photo[most], truth[most];
    size_t plan_count, photo_count;
    int cell[grid * grid][per_cell];
    uint8_t held[grid * grid];
} sets;

static int cell_of(double x) {
    return (int)scalp_clamp(x / side * grid, 0, grid - 1);
}

static double nearest(const sets *s, scalp_vec2 p, scalp_vec2 *to) {
    double best = HUGE_VAL;
    const int x = cell_of(p.x), y = cell_of(p.y);
    for (int j = y > 0 ? y - 1 : 0; j <= y + 1 && j < grid; j++)
        for (int i = x > 0 ? x - 1 : 0; i <= x + 1 && i < grid; i++)
            for (int k = 0; k < s->held[j * grid + i]; k++) {
                const scalp_vec2 q = s->plan[s->cell[j * grid + i][k]];
                const double d = (q.x - p.x) * (q.x - p.x) + (q.y - p.y) * (q.y - p.y);
                if (d < best) {
                    best = d;
                    *to = q;
                }
            }
    return best;
}

static void throw_plan(sets *s, scalp_random *random) {
    for (long t = 0; t < 400000 && s->plan_count < most; t++) {
        const scalp_vec2 p = {side * scalp_random_uniform(random),
                              side * scalp_random_uniform(random)};
        scalp_vec2 q;
        const int at = cell_of(p.y) * grid + cell_of(p.x);
        if (s->held[at] == per_cell || nearest(s, p, &q) < apart * apart)
            continue;
        s->cell[at][s->held[at]++] = (int)s->plan_count;
        s->plan[s->plan_count++] = p;
    }
}

/* Where a photo's place lies on the plan. */
static scalp_vec2 turned(scalp_vec2 p, double angle, scalp_vec2 middle) {
    double s, c;
    scalp_sincos(angle, &s, &c);
    return (scalp_vec2){c * p.x - s * p.y + middle.x, s * p.x + c * p.y + middle.y};
}

static void take_photo(sets *s, uint64_t seed) {
    scalp_random random = scalp_random_make(seed, 6);
    memset(s, 0, sizeof *s);
    throw_plan(s, &random);
    const double angle = 2 * SCALP_PI * scalp_random_uniform(&random);
    const scalp_vec2 middle = {30 + 40 * scalp_random_uniform(&random),
                               30 + 40 * scalp_random_uniform(&random)};
    for (size_t i = 0; i < s->plan_count; i++) {
        scalp_vec2 p = s->plan[i];
        if (fabs(p.x - middle.x) > width / 2 || fabs(p.y - middle.y) > width / 2)
            continue;
        s->truth[s->photo_count] = p;
        const double draw = scalp_random_uniform(&random);
        if (draw < 0.1)
            continue;
        p.x += 0.05 * scalp_random_normal(&random) + (draw < 0.2 ? 0.5 : 0);
        p.y += 0.05 * scalp_random_normal(&random);
        s->photo[s->photo_count++] =
            turned((scalp_vec2){p.x - middle.x, p.y - middle.y}, -angle, (scalp_vec2){0, 0});
    }
}

static scalp_status take_sets(const scalp_work *work, uint64_t seed, sets **s, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, 1, sizeof **s, &memory, error));
    *s = memory;
    take_photo(*s, seed);
    return SCALP_OK;
}

/* The mean square that is left, and where places fall. */
static double closest(const sets *s, double angle, scalp_vec2 *at) {
    scalp_vec2 middle = {side / 2, side / 2};
    double left = 0;
    for (int round = 0; round < rounds; round++) {
        double dot = 0, cross = 0, x = 0, y = 0, n = 0;
        left = 0;
        for (size_t i = 0; i < s->photo_count; i++) {
            scalp_vec2 q;
            at[i] = turned(s->photo[i], angle, middle);
            const double d2 = nearest(s, at[i], &q);
            if (!(d2 < 4))
                continue;
            const double ax = at[i].x - middle.x, ay = at[i].y - middle.y;
            dot += ax * (q.x - middle.x) + ay * (q.y - middle.y);
            cross += ax * (q.y - middle.y) - ay * (q.x - middle.x);
            x += q.x - at[i].x;
            y += q.y - at[i].y;
            left += d2;
            n++;
        }
        if (n < 3)
            return HUGE_VAL;
        angle += scalp_atan2(cross, dot);
        middle.x += x / n;
        middle.y += y / n;
        left /= n;
    }
    return left;
}

static bool right(const sets *s, const scalp_vec2 *at) {
    size_t good = 0;
    for (size_t i = 0; i < s->photo_count; i++)
        good += hypot(at[i].x - s->truth[i].x, at[i].y - s->truth[i].y) < 0.3;
    return 2 * good > s->photo_count;
}

static scalp_status by_constellation(const sets *s, const scalp_work *work, bool *is_right,
                                     scalp_error *error) {
    void *memory;
    scalp_pair_map map;
    const scalp_pair_start start = {0};
    SCALP_TRY(scalp_work_take(work, most, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *at = memory;
    SCALP_TRY(scalp_pair_find(s->photo, s->photo_count, s->plan, s->plan_count, &start, work, &map,
                              error));
    for (size_t i = 0; i < s->photo_count; i++)
        at[i] = scalp_pair_apply(&map, s->photo[i]);
    *is_right = map.found && right(s, at);
    return SCALP_OK;
}

static scalp_status by_closest(const sets *s, const scalp_work *work, bool *is_right,
                               scalp_error *error) {
    void *memory;
    double least = HUGE_VAL;
    SCALP_TRY(scalp_work_take(work, most, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *at = memory;
    for (int k = 0; k < angles; k++) {
        const double left = closest(s, 2 * SCALP_PI * k / angles, at);
        if (left < least) {
            least = left;
            *is_right = right(s, at);
        }
    }
    return SCALP_OK;
}

scalp_status bench_pair_make(const char *folder, const scalp_work *work, scalp_error *error) {
    enum { trials = 5 };
    int ours = 0, theirs = 0;
    (void)folder;
    for (uint64_t k = 0; k < trials; k++) {
        const scalp_arena_mark mark = scalp_arena_here(work->memory);
        bool is_right = false;
        sets *s;
        SCALP_TRY(take_sets(work, 100 + k, &s, error));
        SCALP_TRY(by_constellation(s, work, &is_right, error));
        ours += is_right;
        is_right = false;
        SCALP_TRY(by_closest(s, work, &is_right, error));
        theirs += is_right;
        scalp_arena_return(work->memory, mark);
    }
    fprintf(stderr, "pair: laid right %d of %d, by closest points %d\n", ours, (int)trials, theirs);
    return SCALP_OK;
}

scalp_status bench_pair_find(const char *folder, const scalp_work *work, scalp_error *error) {
    bool is_right;
    sets *s;
    (void)folder;
    SCALP_TRY(take_sets(work, 1, &s, error));
    return by_constellation(s, work, &is_right, error);
}

scalp_status bench_pair_closest(const char *folder, const scalp_work *work, scalp_error *error) {
    bool is_right;
    sets *s;
    (void)folder;
    SCALP_TRY(take_sets(work, 1, &s, error));
    return by_closest(s, work, &is_right, error);
}
