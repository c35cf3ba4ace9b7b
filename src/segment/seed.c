/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strokes and the seeds of the head, drawn into the cells. */
#include "stuff.h"

#include <math.h>

static double distance2(scalp_vec2 p, scalp_vec2 a, scalp_vec2 b) {
    const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2 : 0;
    t = scalp_clamp(t, 0, 1);
    const double ex = p.x - a.x - t * dx, ey = p.y - a.y - t * dy;
    return ex * ex + ey * ey;
}

/* Cells whose middle lies within the radius of the piece from a to b, in cells; and the cells of
 * its two ends, so that a thin stroke is not lost. */
static void draw_piece(const stuff_look *look, scalp_vec2 a, scalp_vec2 b, double radius,
                       uint8_t value, uint8_t *seed) {
    const double w = look->width - 1, h = look->height - 1;
    const int x0 = (int)scalp_clamp(floor(fmin(a.x, b.x) - radius), 0, w);
    const int x1 = (int)scalp_clamp(ceil(fmax(a.x, b.x) + radius), 0, w);
    const int y0 = (int)scalp_clamp(floor(fmin(a.y, b.y) - radius), 0, h);
    const int y1 = (int)scalp_clamp(ceil(fmax(a.y, b.y) + radius), 0, h);
    for (int y = y0; y <= y1; y++) {
        for (int x = x0; x <= x1; x++) {
            if (distance2((scalp_vec2){x, y}, a, b) <= radius * radius)
                seed[(size_t)y * (size_t)look->width + (size_t)x] = value;
        }
    }
}

static scalp_status check_stroke(const scalp_stroke *stroke, size_t i, scalp_error *error) {
    if ((int)stroke->kind < 0 || stroke->kind >= SCALP_STUFF_COUNT)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "Stroke %zu is of no kind; it must be skin, hair, background or other.",
                          i);
    if (!(stroke->radius_px >= 0 && stroke->radius_px <= SCALP_STROKE_MAX_RADIUS_PX))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The radius of stroke %zu must lie between 0 and %.0f px.", i,
                          SCALP_STROKE_MAX_RADIUS_PX);
    for (size_t k = 0; k < stroke->count; k++) {
        if (!isfinite(stroke->points[k].x) || !isfinite(stroke->points[k].y))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Point %zu of stroke %zu is not a finite place.", k, i);
    }
    return SCALP_OK;
}

/* Photo pixels to cells. */
static scalp_vec2 cell_from_px(const stuff_look *look, scalp_vec2 p) {
    return (scalp_vec2){(p.x + 0.5) / look->side - 0.5, (p.y + 0.5) / look->side - 0.5};
}

static void draw_map(const scalp_image *image, const stuff_look *look, const scalp_seed_map *map,
                     uint8_t *seed) {
    for (int y = 0; y < look->height; y++) {
        const double py = fmin((y + 0.5) * look->side / image->height, 0.999999);
        for (int x = 0; x < look->width; x++) {
            const double px = fmin((x + 0.5) * look->side / image->width, 0.999999);
            const size_t at =
                (size_t)(py * map->height) * (size_t)map->width + (size_t)(px * map->width);
            const uint8_t value = map->seed[at];
            seed[(size_t)y * (size_t)look->width + (size_t)x] = value <= stuff_kinds ? value : 0;
        }
    }
}

scalp_status scalp_stuff_seed(const scalp_image *image, const stuff_look *look,
                              const scalp_stroke *strokes, size_t count, const scalp_seed_map *map,
                              uint8_t *seed, scalp_error *error) {
    if (map && map->seed)
        draw_map(image, look, map, seed);
    for (size_t i = 0; i < count; i++) {
        const scalp_stroke *s = &strokes[i];
        SCALP_TRY(check_stroke(s, i, error));
        const double radius = fmax(s->radius_px / look->side, 0.71);
        for (size_t k = 0; k < s->count; k++) {
            const scalp_vec2 a = cell_from_px(look, s->points[k > 0 ? k - 1 : 0]);
            const scalp_vec2 b = cell_from_px(look, s->points[k]);
            draw_piece(look, a, b, radius, (uint8_t)(1 + s->kind), seed);
        }
    }
    for (size_t i = 0; i < (size_t)look->width * (size_t)look->height; i++) {
        if (seed[i])
            return SCALP_OK;
    }
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "No stroke lies inside the photo; draw at least one on skin and one on what "
                      "is not skin.");
}
