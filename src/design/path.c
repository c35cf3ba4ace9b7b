/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "path.h"

#include <math.h>

static size_t piece_count(const scalp_path *path) {
    return path->closed ? path->count : path->count - 1;
}

static scalp_vec2 point_after(const scalp_path *path, size_t i) {
    return path->points[i + 1 == path->count ? 0 : i + 1];
}

static double square_distance(scalp_vec2 p, scalp_vec2 q) {
    return (p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y);
}

static scalp_path_run run_around(const scalp_path *path, size_t first, size_t last) {
    scalp_vec2 low = path->points[first], high = low;
    for (size_t i = first; i < last; i++) {
        const scalp_vec2 q = point_after(path, i);
        low = (scalp_vec2){q.x < low.x ? q.x : low.x, q.y < low.y ? q.y : low.y};
        high = (scalp_vec2){q.x > high.x ? q.x : high.x, q.y > high.y ? q.y : high.y};
    }
    return (scalp_path_run){{(low.x + high.x) / 2, (low.y + high.y) / 2},
                            sqrt(square_distance(low, high)) / 2};
}

scalp_status scalp_path_make(const scalp_vec2 *points, size_t count, bool closed,
                             const scalp_work *work, scalp_path *path, scalp_error *error) {
    scalp_path made = {points, count, closed, NULL};
    const size_t pieces = piece_count(&made);
    void *memory;
    SCALP_TRY(
        scalp_work_take(work, pieces / SCALP_PATH_RUN + 1, sizeof(scalp_path_run), &memory, error));
    scalp_path_run *runs = memory;
    for (size_t first = 0; first < pieces; first += SCALP_PATH_RUN) {
        const size_t end = first + SCALP_PATH_RUN;
        runs[first / SCALP_PATH_RUN] = run_around(&made, first, end < pieces ? end : pieces);
    }
    made.runs = runs;
    *path = made;
    return SCALP_OK;
}

static double blend_four(double a, double b, double c, double d, double t) {
    return b + t / 2 * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

scalp_status scalp_path_smooth(const scalp_vec2 *corners, size_t count, bool closed, size_t pieces,
                               const scalp_work *work, scalp_path *path, scalp_error *error) {
    const size_t sides = closed ? count : count - 1, total = sides * pieces + (closed ? 0 : 1);
    void *memory;
    SCALP_TRY(scalp_work_take(work, total, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *points = memory;
    for (size_t side = 0; side < sides; side++) {
        const scalp_vec2 b = corners[side], c = corners[(side + 1) % count];
        const scalp_vec2 a = side > 0 ? corners[side - 1] : closed ? corners[count - 1] : b;
        const scalp_vec2 d = side + 2 < count ? corners[side + 2]
                             : closed         ? corners[(side + 2) % count]
                                              : c;
        for (size_t k = 0; k < pieces; k++) {
            const double t = (double)k / (double)pieces;
            points[side * pieces + k] =
                (scalp_vec2){blend_four(a.x, b.x, c.x, d.x, t), blend_four(a.y, b.y, c.y, d.y, t)};
        }
    }
    if (!closed)
        points[total - 1] = corners[count - 1];
    return scalp_path_make(points, total, closed, work, path, error);
}

static double square_distance_to_piece(scalp_vec2 p, scalp_vec2 a, scalp_vec2 b) {
    const double length = square_distance(a, b);
    const double along = (p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y);
    const double t = length > 0 ? scalp_clamp(along / length, 0, 1) : 0;
    return square_distance(p, (scalp_vec2){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
}

double scalp_path_distance(const scalp_path *path, scalp_vec2 p, double limit) {
    const size_t pieces = piece_count(path);
    double best = limit;
    for (size_t first = 0; first < pieces; first += SCALP_PATH_RUN) {
        const scalp_path_run *run = &path->runs[first / SCALP_PATH_RUN];
        const double reach = best + run->radius;
        if (square_distance(p, run->centre) > reach * reach)
            continue;
        const size_t end = first + SCALP_PATH_RUN < pieces ? first + SCALP_PATH_RUN : pieces;
        double square = best * best;
        for (size_t i = first; i < end; i++) {
            const double s = square_distance_to_piece(p, path->points[i], point_after(path, i));
            square = s < square ? s : square;
        }
        best = sqrt(square);
    }
    return best;
}

bool scalp_path_inside(const scalp_path *path, scalp_vec2 p) {
    bool inside = false;
    for (size_t first = 0; first < path->count; first += SCALP_PATH_RUN) {
        const scalp_path_run *run = &path->runs[first / SCALP_PATH_RUN];
        if (fabs(p.y - run->centre.y) > run->radius + 1e-6) /* it does not cross that height */
            continue;
        const size_t end = first + SCALP_PATH_RUN;
        for (size_t i = first; i < end && i < path->count; i++) {
            const scalp_vec2 a = path->points[i], b = point_after(path, i);
            if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
                inside = !inside;
        }
    }
    return inside;
}
