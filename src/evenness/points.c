/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in square buckets: a counting sort, rings of buckets for the nearest one. */
#include "even.h"

#include <math.h>

static int bucket_of(double at, double origin, double pitch, int most) {
    const double b = floor((at - origin) / pitch);
    return b <= 0 ? 0 : b >= most - 1 ? most - 1 : (int)b;
}

static size_t bucket(const even_points *p, scalp_vec2 at) {
    return (size_t)bucket_of(at.y, p->origin.y, p->pitch, p->rows) * (size_t)p->columns +
           (size_t)bucket_of(at.x, p->origin.x, p->pitch, p->columns);
}

/* Widens the buckets until there are not many more than points. */
static void frame(even_points *p, const scalp_vec2 *at) {
    scalp_vec2 low = {0, 0}, high = {0, 0};
    if (p->count > 0)
        low = high = at[0];
    for (size_t i = 1; i < p->count; i++) {
        low = (scalp_vec2){fmin(low.x, at[i].x), fmin(low.y, at[i].y)};
        high = (scalp_vec2){fmax(high.x, at[i].x), fmax(high.y, at[i].y)};
    }
    const double most = 4.0 * (double)p->count + 1024;
    while (((high.x - low.x) / p->pitch + 1) * ((high.y - low.y) / p->pitch + 1) > most)
        p->pitch *= 1.5;
    p->origin = low;
    p->columns = (int)((high.x - low.x) / p->pitch) + 1;
    p->rows = (int)((high.y - low.y) / p->pitch) + 1;
}

scalp_status even_points_make(const scalp_vec2 *at, size_t count, double pitch,
                              const scalp_work *work, even_points *points, scalp_error *error) {
    even_points p = {.count = count, .pitch = pitch};
    void *sorted, *source, *start;
    frame(&p, at);
    const size_t buckets = (size_t)p.columns * (size_t)p.rows;
    SCALP_TRY(scalp_work_take(work, count + 1, sizeof *p.at, &sorted, error));
    SCALP_TRY(scalp_work_take(work, count + 1, sizeof *p.source, &source, error));
    SCALP_TRY(scalp_work_take(work, buckets + 2, sizeof *p.start, &start, error));
    uint32_t *from = start;
    for (size_t i = 0; i < count; i++)
        from[bucket(&p, at[i]) + 2]++;
    for (size_t b = 2; b < buckets + 2; b++)
        from[b] += from[b - 1];
    for (size_t i = 0; i < count; i++) {
        const uint32_t to = from[bucket(&p, at[i]) + 1]++;
        ((scalp_vec2 *)sorted)[to] = at[i];
        ((uint32_t *)source)[to] = (uint32_t)i;
    }
    p.at = sorted;
    p.source = source;
    p.start = start;
    *points = p;
    return SCALP_OK;
}

even_range even_points_near(const even_points *p, scalp_vec2 place, double reach) {
    const double left = floor((place.x - reach - p->origin.x) / p->pitch);
    const double top = floor((place.y - reach - p->origin.y) / p->pitch);
    const double right = floor((place.x + reach - p->origin.x) / p->pitch);
    const double bottom = floor((place.y + reach - p->origin.y) / p->pitch);
    if (!(right >= 0 && bottom >= 0 && left < p->columns && top < p->rows))
        return (even_range){0, 0, -1, -1};
    return (even_range){(int)fmax(left, 0), (int)fmax(top, 0), (int)fmin(right, p->columns - 1),
                        (int)fmin(bottom, p->rows - 1)};
}

static double in_range(const even_points *p, scalp_vec2 place, size_t skip, even_range near,
                       double square) {
    for (int row = near.top; row <= near.bottom; row++) {
        const size_t line = (size_t)row * (size_t)p->columns;
        const uint32_t last = p->start[line + (size_t)near.right + 1];
        for (uint32_t i = p->start[line + (size_t)near.left]; i < last; i++) {
            const double dx = p->at[i].x - place.x, dy = p->at[i].y - place.y;
            const double d = dx * dx + dy * dy;
            if (d < square && i != skip)
                square = d;
        }
    }
    return square;
}

double even_points_nearest(const even_points *p, scalp_vec2 place, size_t skip, double most) {
    for (double reach = fmin(p->pitch, most);; reach = fmin(2 * reach, most)) {
        const even_range near = even_points_near(p, place, reach);
        double square = HUGE_VAL;
        if (near.right >= near.left)
            square = in_range(p, place, skip, near, square);
        if (square <= reach * reach)
            return sqrt(square);
        if (reach >= most)
            return HUGE_VAL;
    }
}
