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

scalp_status scalp_marks_mask(const scalp_marks *marks, int width, int height, double margin_mm,
                              const scalp_work *work, const uint8_t **mask, scalp_error *error) {
    void *place;
    SCALP_TRY(scalp_work_take(work, (size_t)width * (size_t)height, 1, &place, error));
    uint8_t *to = place;
    for (size_t m = 0; m < marks->count; m++) {
        scalp_vec2 corner[4];
        widened(&marks->marks[m].scale, margin_mm, corner);
        for (int y = 0; y < height; y++) {
            double left, right;
            row_span(corner, y, &left, &right);
            left = fmax(ceil(left), 0);
            right = fmin(floor(right), width - 1);
            if (left <= right)
                memset(to + (size_t)y * (size_t)width + (size_t)left, 255,
                       (size_t)(right - left) + 1);
        }
    }
    *mask = to;
    return SCALP_OK;
}
