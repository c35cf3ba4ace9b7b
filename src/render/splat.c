/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which dots the camera sees, where, and as which ellipse. */
#include "photo.h"

#include <math.h>

static const double hidden_mm = 3;    /* behind what the map shows by more than this: not seen */
static const double narrowest = 0.85; /* sigma in cells; a core sampled there sums up within 1 % */

/* Symmetric 2 x 2. */
typedef struct symmetric {
    double xx, xy, yy;
} symmetric;

static double determinant(symmetric a) {
    return a.xx * a.yy - a.xy * a.xy;
}

/* J J^T of the map from the skin's tangent plane (mm) to the photo (px): an ellipse. */
static symmetric foreshortening(const scalp_camera *c, scalp_vec3 at, scalp_vec3 normal) {
    scalp_vec3 tangent[2];
    scalp_vec3_tangents(normal, &tangent[0], &tangent[1]);
    const double scale = c->focal_px / at.z;
    symmetric a = {0, 0, 0};
    for (int i = 0; i < 2; i++) {
        const double x = scale * (tangent[i].x - at.x / at.z * tangent[i].z);
        const double y = scale * (tangent[i].y - at.y / at.z * tangent[i].z);
        a.xx += x * x;
        a.xy += x * y;
        a.yy += y * y;
    }
    return a;
}

/* The skin moves with the outline: W a W^T, W the derivative of model -> photo. */
static symmetric moved(const photo_map *map, scalp_vec2 p, symmetric a) {
    if (!map->shift_x)
        return a;
    const double step = map->grid.step;
    const scalp_vec2 l = scalp_map_photo_from_model(map, p.x - step, p.y);
    const scalp_vec2 r = scalp_map_photo_from_model(map, p.x + step, p.y);
    const scalp_vec2 u = scalp_map_photo_from_model(map, p.x, p.y - step);
    const scalp_vec2 d = scalp_map_photo_from_model(map, p.x, p.y + step);
    const double xx = (r.x - l.x) / (2 * step), yx = (r.y - l.y) / (2 * step);
    const double xy = (d.x - u.x) / (2 * step), yy = (d.y - u.y) / (2 * step);
    const double tx = xx * a.xx + xy * a.xy, ty = xx * a.xy + xy * a.yy;
    const double sx = yx * a.xx + yy * a.xy, sy = yx * a.xy + yy * a.yy;
    return (symmetric){tx * xx + ty * xy, tx * yx + ty * yy, sx * yx + sy * yy};
}

/* Variances in cells, to be added to a bell drawn on them: a fine sample stands for a square; the
 * skirts' cells are joined by lines, which widens them. */
static const double of_square = 1.0 / 12, of_lines = -1.0 / 6;

/* The inverse, after `added` cells^2 and with the narrow axis kept drawable; the height falls as
 * the area grows, so that the sum stays. */
static photo_metric metric_from(symmetric a, double sigma_mm, double cell_px, double added) {
    const double before = determinant(a), s2 = sigma_mm * sigma_mm;
    a.xx += added * cell_px * cell_px / s2;
    a.yy += added * cell_px * cell_px / s2;
    const double least = narrowest * narrowest * cell_px * cell_px / s2;
    const double middle = (a.xx + a.yy) / 2, half = (a.xx - a.yy) / 2;
    const double radius = sqrt(half * half + a.xy * a.xy);
    const double big = fmax(middle + radius, least), small = fmax(middle - radius, least);
    if (radius > 0) { /* the same axes with the new lengths */
        const double mean = (big + small) / 2, stretch = (big - small) / 2 / radius;
        a = (symmetric){mean + half * stretch, a.xy * stretch, mean - half * stretch};
    } else {
        a = (symmetric){big, 0, big};
    }
    const double after = determinant(a);
    return (photo_metric){(float)(a.yy / after), (float)(-a.xy / after), (float)(a.xx / after),
                          (float)sqrt(fmax(before, 0) / after)};
}

scalp_vec2 scalp_metric_box(const photo_metric *m, double radius_mm) {
    const double d = (double)m->xx * (double)m->yy - (double)m->xy * (double)m->xy;
    return (scalp_vec2){radius_mm * sqrt((double)m->yy / d), radius_mm * sqrt((double)m->xx / d)};
}

/* Something of the head lies well in front of the point in all four cells around it. */
static bool is_hidden(const photo_map *map, double x, double y, double depth_mm) {
    const photo_grid *g = &map->grid;
    const double cx = floor((x - g->x0) / g->step), cy = floor((y - g->y0) / g->step);
    if (!(cx >= 0 && cy >= 0 && cx + 1 < g->width && cy + 1 < g->height))
        return false;
    const float *top = map->depth_mm + (size_t)cy * (size_t)g->width + (size_t)cx;
    const float *bottom = top + g->width;
    const double farthest =
        fmax(fmax((double)top[0], (double)top[1]), fmax((double)bottom[0], (double)bottom[1]));
    return depth_mm > farthest + hidden_mm;
}

typedef struct placing {
    const scalp_scene *scene;
    const photo_inks *inks;
    const photo_map *map;
    const photo_cells *cells;
    photo_splat *items;
} placing;

/* An item of weight 0 is not drawn. */
static void place_dot(const placing *p, size_t i) {
    const scalp_plan *plan = p->scene->plan;
    const size_t placed = plan->placed.dot_count;
    const scalp_dot *dot = i < placed ? &plan->placed.dots[i] : &plan->layout.dots[i - placed];
    const scalp_camera *c = &p->scene->camera;
    photo_splat *out = &p->items[i];
    if (dot->zone >= SCALP_ZONE_COUNT || dot->session > SCALP_LAYOUT_MAX_SESSIONS ||
        !p->inks->ink[dot->zone][dot->session])
        return;
    const scalp_vec3 at =
        scalp_vec3_add(scalp_mat3_apply(&c->rotation, dot->position), c->translation);
    const scalp_vec3 normal = scalp_mat3_apply(&c->rotation, dot->normal);
    if (at.z < 1)
        return;
    const double weight =
        scalp_photo_dot_weight(-scalp_vec3_dot(normal, at) / scalp_vec3_length(at));
    const scalp_vec2 model = {c->focal_px * at.x / at.z + c->centre_x,
                              c->focal_px * at.y / at.z + c->centre_y};
    if (weight <= 0 || is_hidden(p->map, model.x, model.y, at.z))
        return;
    const double ear = (double)scalp_grid_sample(&p->map->grid, p->map->ear, model.x, model.y);
    const scalp_vec2 seen = scalp_map_photo_from_model(p->map, model.x, model.y);
    const photo_ink *ink = p->inks->ink[dot->zone][dot->session];
    const symmetric a = moved(p->map, model, foreshortening(c, at, normal));
    out->x = seen.x;
    out->y = seen.y;
    out->ink = ink;
    out->weight = (float)(weight * (1 - ear));
    if (i < placed)
        out->weight *= (float)scalp_photo_placed_weight(&plan->placed, dot);
    out->core = metric_from(a, ink->kernels.core_sigma_mm, p->cells->core_px, of_square);
    out->skirt = metric_from(a, ink->kernels.skirt_sigma_mm, p->cells->skirt_px, of_lines);
}

/* With those that are there already. */
static size_t dot_count(const scalp_plan *plan) {
    return plan->placed.dot_count + plan->layout.dot_count;
}

enum { chunk = 512 };

static void place_chunk(void *context, size_t index) {
    const placing *p = context;
    const size_t all = dot_count(p->scene->plan);
    for (size_t i = index * chunk; i < (index + 1) * chunk && i < all; i++)
        place_dot(p, i);
}

scalp_status scalp_photo_splats(const scalp_scene *scene, const photo_inks *inks,
                                const photo_map *map, const photo_cells *cells,
                                const scalp_work *work, photo_splats *splats, scalp_error *error) {
    const size_t all = dot_count(scene->plan);
    void *memory;
    SCALP_TRY(scalp_work_take(work, all, sizeof(photo_splat), &memory, error));
    placing p = {scene, inks, map, cells, memory};
    scalp_pool_for(work->pool, (all + chunk - 1) / chunk, place_chunk, &p);
    size_t kept = 0;
    for (size_t i = 0; i < all; i++) {
        const photo_splat *s = &p.items[i];
        if (s->weight > 0 && s->x > -1e6 && s->x < 1e6 && s->y > -1e6 && s->y < 1e6)
            p.items[kept++] = *s;
    }
    *splats = (photo_splats){p.items, kept};
    return SCALP_OK;
}

/* Counted, summed up, filled in. */
scalp_status scalp_photo_bins(const photo_spans *spans, const scalp_work *work, photo_bins *bins,
                              scalp_error *error) {
    const size_t columns = (size_t)spans->columns, cells = columns * (size_t)spans->rows;
    void *memory;
    SCALP_TRY(scalp_work_take(work, cells + 2, sizeof(uint32_t), &memory, error));
    uint32_t *start = memory;
    for (size_t i = 0; i < spans->count; i++) {
        const photo_span s = spans->items[i];
        for (int y = s.y0; y <= s.y1; y++)
            for (int x = s.x0; x <= s.x1; x++)
                start[(size_t)y * columns + (size_t)x + 2]++;
    }
    for (size_t i = 2; i < cells + 2; i++)
        start[i] += start[i - 1];
    SCALP_TRY(scalp_work_take(work, start[cells + 1], sizeof(uint32_t), &memory, error));
    uint32_t *items = memory;
    for (size_t i = 0; i < spans->count; i++) {
        const photo_span s = spans->items[i];
        for (int y = s.y0; y <= s.y1; y++)
            for (int x = s.x0; x <= s.x1; x++)
                items[start[(size_t)y * columns + (size_t)x + 1]++] = (uint32_t)i;
    }
    *bins = (photo_bins){start, items};
    return SCALP_OK;
}
