/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bare spots: empty discs within measured skin that a good layout of this extent would not have. */
#include "even.h"

#include <math.h>
#include <stdlib.h>

enum { discs_most = 400 };

typedef struct disc {
    scalp_vec2 at;
    double radius, relative; /* over the spacing there */
    int spot;
} disc;

static double room_at(const even_job *job, scalp_vec2 at) {
    const double border = even_skin_border(&job->skin, at);
    return border > 0 ? fmin(border, even_points_nearest(&job->fill, at, SIZE_MAX, border + 1e-9))
                      : 0;
}

/* Up to the top of the hill by ever smaller steps. */
static void climb(const even_job *job, disc *d) {
    static const double way[8][2] = {{1, 0},   {0, 1},    {-1, 0},   {0, -1},
                                     {.7, .7}, {.7, -.7}, {-.7, .7}, {-.7, -.7}};
    for (double step = job->skin.cell; step > 1e-4 * job->spacing;) {
        bool up = false;
        for (int k = 0; k < 8; k++) {
            const scalp_vec2 to = {d->at.x + step * way[k][0], d->at.y + step * way[k][1]};
            const double room = room_at(job, to);
            if (room > d->radius) {
                d->radius = room;
                d->at = to;
                up = true;
            }
        }
        if (!up)
            step /= 2;
    }
}

static double spacing_at(const even_job *job, scalp_vec2 at) {
    const size_t cell = even_skin_cell(&job->skin, at);
    const double local = cell == SIZE_MAX ? 1 : job->usual[cell];
    return job->spacing / sqrt(scalp_clamp(local, 0.6, 2));
}

static bool is_top(const even_job *job, const float *room, size_t i) {
    const size_t row = (size_t)job->skin.columns;
    const size_t near[8] = {i - row - 1, i - row,     i - row + 1, i - 1,
                            i + 1,       i + row - 1, i + row,     i + row + 1};
    for (int k = 0; k < 8; k++)
        if (k < 4 ? room[near[k]] > room[i] : room[near[k]] >= room[i])
            return false;
    return true;
}

static int larger_first(const void *a, const void *b) {
    const disc *x = a, *y = b;
    if (x->radius != y->radius)
        return x->radius < y->radius ? 1 : -1;
    return x->at.y != y->at.y ? (x->at.y > y->at.y) - (x->at.y < y->at.y)
                              : (x->at.x > y->at.x) - (x->at.x < y->at.x);
}

/* The tops of `room`, the largest `discs_most` that could matter. */
static int tops(const even_job *job, const float *room, disc *list, double least) {
    int count = 0;
    const even_skin *s = &job->skin;
    for (int y = 1; y < s->rows - 1; y++)
        for (int x = 1; x < s->columns - 1; x++) {
            const size_t i = (size_t)y * (size_t)s->columns + (size_t)x;
            if ((double)room[i] < least || !is_top(job, room, i))
                continue;
            const disc d = {even_skin_centre(s, i), (double)room[i], 0, -1};
            if (count == discs_most) {
                qsort(list, discs_most, sizeof *list, larger_first);
                if (d.radius > list[discs_most - 1].radius)
                    list[discs_most - 1] = d;
            } else {
                list[count++] = d;
            }
        }
    return count;
}

/* Discs that overlap widely are one spot; those that any layout has belong to none. */
static int join(disc *list, int count) {
    static const double any = 1.2;
    int spots = 0;
    for (int i = 0; i < count; i++) {
        if (list[i].relative < any)
            continue;
        for (int j = 0; j < i && list[i].spot < 0; j++) {
            const double dx = list[i].at.x - list[j].at.x, dy = list[i].at.y - list[j].at.y;
            const double together = list[j].radius + 0.5 * list[i].radius;
            if (list[j].spot >= 0 && dx * dx + dy * dy < together * together)
                list[i].spot = list[j].spot;
        }
        if (list[i].spot < 0)
            list[i].spot = spots++;
    }
    return spots;
}

static double end_to_end(const disc *list, int count, int spot) {
    double most = 0;
    for (int i = 0; i < count; i++)
        for (int j = i; j < count; j++) {
            if (list[i].spot != spot || list[j].spot != spot)
                continue;
            const double dx = list[i].at.x - list[j].at.x, dy = list[i].at.y - list[j].at.y;
            most = fmax(most, sqrt(dx * dx + dy * dy) + list[i].radius + list[j].radius);
        }
    return most;
}

static void add_spots(even_job *job, const disc *list, int count, int spots) {
    const double n = (double)job->fill.count;
    for (int spot = 0; spot < spots; spot++) {
        double relative = 0;
        int first = count;
        for (int i = count - 1; i >= 0; i--)
            if (list[i].spot == spot) {
                relative = fmax(relative, list[i].relative);
                first = i;
            }
        const double chance = n * even_natural_gaps(relative, job->lost);
        if (chance > 0.02 || first == count)
            continue;
        even_spot_add(job->to, &(scalp_uneven_spot){
                                   .kind = SCALP_UNEVEN_BARE,
                                   .grade = chance > 0.001 ? SCALP_GRADE_SLIGHT : SCALP_GRADE_CLEAR,
                                   .place = list[first].at,
                                   .size = 2 * list[first].radius - job->diameter,
                                   .length = end_to_end(list, count, spot) - job->diameter,
                                   .chance = chance});
    }
}

scalp_status even_gaps(even_job *job) {
    const scalp_arena_mark mark = scalp_arena_here(job->work->memory);
    const size_t cells = (size_t)job->skin.columns * (size_t)job->skin.rows;
    scalp_evenness *to = job->to;
    void *place, *held;
    SCALP_TRY(scalp_work_take(job->work, cells, sizeof(float), &place, job->error));
    SCALP_TRY(scalp_work_take(job->work, discs_most, sizeof(disc), &held, job->error));
    float *room = place, most = 0;
    disc *list = held;
    for (size_t i = 0; i < cells; i++) {
        if (job->skin.state[i] == EVEN_WORKED)
            room[i] = fminf(job->skin.border[i], job->gap[i]);
        most = fmaxf(most, room[i]);
    }
    /* The largest one is told even where nothing is wrong. */
    int count = tops(job, room, list, fmin(0.95 * job->spacing, 0.9 * (double)most));
    to->largest_bare = 0;
    for (int i = 0; i < count; i++) {
        climb(job, &list[i]);
        list[i].relative = list[i].radius / spacing_at(job, list[i].at);
        if (2 * list[i].radius > to->largest_bare) {
            to->largest_bare = 2 * list[i].radius;
            to->largest_bare_at = list[i].at;
        }
    }
    const double n = (double)job->fill.count;
    to->largest_bare_low = 2 * job->spacing * even_regular_gap_radius(3.0 / n);
    to->largest_bare_high = 2 * job->spacing * even_natural_gap_radius(0.0513 / n, job->lost);
    qsort(list, (size_t)count, sizeof *list, larger_first);
    add_spots(job, list, count, join(list, count));
    scalp_arena_return(job->work->memory, mark);
    return SCALP_OK;
}
