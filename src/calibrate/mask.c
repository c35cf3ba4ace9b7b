/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plane.h"

#include <math.h>
#include <string.h>

/* The corners moved out by `margin_mm` along the mark's own axes. */
static void widened(const scalp_scale *scale, double margin_mm, scalp_vec2 corner[4]) {
    const scalp_mat3 back = scalp_mat3_inverse(&scale->px_from_mm);
    for (int i = 0; i < 4; i++) {
        scalp_vec2 mm = scalp_plane_apply(&back, scale->outline_px[i]);
        mm.x += i == 0 || i == 3 ? -margin_mm : margin_mm;
        mm.y += i < 2 ? -margin_mm : margin_mm;
        corner[i] = scalp_plane_apply(&scale->px_from_mm, mm);
    }
}

/* The part of row y that lies in the convex quadrangle. */
static void row_span(const scalp_vec2 corner[4], double y, double *from, double *to) {
    *from = HUGE_VAL;
    *to = -HUGE_VAL;
    for (int i = 0; i < 4; i++) {
        const scalp_vec2 p = corner[i], q = corner[(i + 1) % 4];
        if ((p.y <= y) == (q.y <= y))
            continue;
        const double x = p.x + (y - p.y) / (q.y - p.y) * (q.x - p.x);
        *from = fmin(*from, x);
        *to = fmax(*to, x);
    }
}

static void fill(const scalp_vec2 corner[4], int width, int height, uint8_t *to) {
    for (int y = 0; y < height; y++) {
        double left, right;
        row_span(corner, y, &left, &right);
        left = fmax(ceil(left), 0);
        right = fmin(floor(right), width - 1);
        if (left <= right)
            memset(to + (size_t)y * (size_t)width + (size_t)left, 255, (size_t)(right - left) + 1);
    }
}

scalp_status scalp_marks_mask(const scalp_marks *marks, int width, int height, double margin_mm,
                              const scalp_work *work, const uint8_t **mask, scalp_error *error) {
    void *place;
    SCALP_TRY(scalp_work_take(work, (size_t)width * (size_t)height, 1, &place, error));
    for (size_t m = 0; m < marks->count; m++) {
        scalp_vec2 corner[4];
        widened(&marks->marks[m].scale, margin_mm, corner);
        fill(corner, width, height, place);
    }
    *mask = place;
    return SCALP_OK;
}

scalp_status scalp_chart_mask(const scalp_chart_view *view, int width, int height,
                              const scalp_work *work, const uint8_t **mask, scalp_error *error) {
    static const double out = 1; /* of the distance between patches: its frame too */
    const int patch[4] = {0, 5, 23, 18};
    scalp_plane_points points = {.mm = {{0, 0}, {5, 0}, {5, 3}, {0, 3}}, .count = 4};
    const scalp_vec2 wide[4] = {{-out, -out}, {5 + out, -out}, {5 + out, 3 + out}, {-out, 3 + out}};
    scalp_mat3 px_from_grid;
    scalp_vec2 corner[4];
    void *place;
    SCALP_TRY(scalp_work_take(work, (size_t)width * (size_t)height, 1, &place, error));
    for (int i = 0; i < 4; i++)
        points.px[i] = view->place_px[patch[i]];
    *mask = place;
    if (!scalp_plane_homography(&points, &px_from_grid))
        return SCALP_OK;
    for (int i = 0; i < 4; i++)
        corner[i] = scalp_plane_apply(&px_from_grid, wide[i]);
    fill(corner, width, height, place);
    return SCALP_OK;
}
