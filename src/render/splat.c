/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which dots the camera sees, where, and as which ellipse. A stroke is many small parts of a dot in
 * a row, each with the pigment that lies on its piece of the way: where they overlap, each takes
 * its share of the light that the others leave. */
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
    photo_splat *items; /* the dots', then the strokes' */
    size_t *first;      /* item of each stroke */
} placing;

/* What is drawn at one place: a dot, or `amount` of one. */
typedef struct mark {
    scalp_vec3 position, normal;
    uint8_t zone, session;
    double amount;
} mark;

/* An item of weight 0 is not drawn. */
static void place_mark(const placing *p, const mark *m, photo_splat *out) {
    const scalp_camera *c = &p->scene->camera;
    if (m->zone >= SCALP_ZONE_COUNT || m->session > SCALP_LAYOUT_MAX_SESSIONS ||
        !p->inks->ink[m->zone][m->session])
        return;
    const scalp_vec3 at =
        scalp_vec3_add(scalp_mat3_apply(&c->rotation, m->position), c->translation);
    const scalp_vec3 normal = scalp_mat3_apply(&c->rotation, m->normal);
    if (at.z < 1)
        return;
    const double weight =
        m->amount * scalp_photo_dot_weight(-scalp_vec3_dot(normal, at) / scalp_vec3_length(at));
    const scalp_vec2 model = {c->focal_px * at.x / at.z + c->centre_x,
                              c->focal_px * at.y / at.z + c->centre_y};
    if (weight <= 0 || is_hidden(p->map, model.x, model.y, at.z))
        return;
    const double ear = (double)scalp_grid_sample(&p->map->grid, p->map->ear, model.x, model.y);
    const scalp_vec2 seen = scalp_map_photo_from_model(p->map, model.x, model.y);
    const photo_ink *ink = p->inks->ink[m->zone][m->session];
    const symmetric a = moved(p->map, model, foreshortening(c, at, normal));
    out->x = seen.x;
    out->y = seen.y;
    out->ink = ink;
    out->weight = (float)(weight * (1 - ear));
    out->core = metric_from(a, ink->kernels.core_sigma_mm, p->cells->core_px, of_square);
    out->skirt = metric_from(a, ink->kernels.skirt_sigma_mm, p->cells->skirt_px, of_lines);
}

/* With those that are there already. */
static size_t dot_count(const scalp_plan *plan) {
    return plan->placed.dot_count + plan->layout.dot_count;
}

static void place_dot(const placing *p, size_t i) {
    const scalp_plan *plan = p->scene->plan;
    const size_t placed = plan->placed.dot_count;
    const scalp_dot *dot = i < placed ? &plan->placed.dots[i] : &plan->layout.dots[i - placed];
    const double amount =
        i < placed ? scalp_photo_placed_weight(&plan->placed, dot->session, dot->zone) : 1;
    const mark m = {dot->position, dot->normal, dot->zone, dot->session, amount};
    place_mark(p, &m, &p->items[i]);
}

enum { chunk = 512 };

static void place_chunk(void *context, size_t index) {
    const placing *p = context;
    const size_t all = dot_count(p->scene->plan);
    for (size_t i = index * chunk; i < (index + 1) * chunk && i < all; i++)
        place_dot(p, i);
}

/* ---- Strokes ----------------------------------------------------------------------------- */

/* Far less than a dot's width, and so little of a dot at once that what overlaps adds up as optical
 * density. */
static const double part_mm = 0.025;

static size_t parts_of(const scalp_stroke_point *from) {
    const double way = scalp_vec3_distance(from[0].position, from[1].position);
    return (size_t)ceil(fmin(way, 1000) / part_mm);
}

static size_t parts_of_stroke(const scalp_stroke_path *stroke) {
    size_t sum = 0;
    for (size_t k = 0; k + 1 < stroke->point_count; k++)
        sum += parts_of(&stroke->points[k]);
    return sum;
}

static scalp_vec3 between(scalp_vec3 a, scalp_vec3 b, double t) {
    return scalp_vec3_add(scalp_vec3_scale(a, 1 - t), scalp_vec3_scale(b, t));
}

/* Those that are there already come first. */
static size_t stroke_count(const scalp_plan *plan) {
    return plan->placed.stroke_count + plan->layout.stroke_count;
}

static const scalp_stroke_path *stroke_at(const scalp_plan *plan, size_t i) {
    const size_t placed = plan->placed.stroke_count;
    return i < placed ? &plan->placed.strokes[i] : &plan->layout.strokes[i - placed];
}

static void place_stroke(void *context, size_t index) {
    const placing *p = context;
    const scalp_plan *plan = p->scene->plan;
    const scalp_stroke_path *stroke = stroke_at(plan, index);
    const double amount =
        index < plan->placed.stroke_count
            ? scalp_photo_placed_weight(&plan->placed, stroke->session, stroke->zone)
            : 1;
    const double width = scalp_plan_deposit(p->scene->plan, (scalp_zone)stroke->zone).diameter_mm;
    photo_splat *out = p->items + p->first[index];
    for (size_t k = 0; k + 1 < stroke->point_count; k++) {
        const scalp_stroke_point *a = &stroke->points[k], *b = a + 1;
        const size_t parts = parts_of(a);
        const double way = scalp_vec3_distance(a->position, b->position) / (double)parts;
        for (size_t i = 0; i < parts; i++) {
            const double t = ((double)i + 0.5) / (double)parts;
            const double mm2 = way * (a->width_mm + t * (b->width_mm - a->width_mm));
            const mark m = {.position = between(a->position, b->position, t),
                            .normal = scalp_vec3_unit(between(a->normal, b->normal, t)),
                            .zone = stroke->zone,
                            .session = stroke->session,
                            .amount = amount * mm2 / (SCALP_PI / 4 * width * width)};
            place_mark(p, &m, out++);
        }
    }
}

/* ---- All of them ------------------------------------------------------------------------- */

scalp_status scalp_photo_splats(const scalp_scene *scene, const photo_inks *inks,
                                const photo_map *map, const photo_cells *cells,
                                const scalp_work *work, photo_splats *splats, scalp_error *error) {
    const size_t dots = dot_count(scene->plan), strokes = stroke_count(scene->plan);
    void *memory;
    placing p = {.scene = scene, .inks = inks, .map = map, .cells = cells};
    SCALP_TRY(scalp_work_take(work, strokes, sizeof(size_t), &memory, error));
    p.first = memory;
    size_t all = dots;
    for (size_t i = 0; i < strokes; i++) {
        p.first[i] = all;
        all += parts_of_stroke(stroke_at(scene->plan, i));
    }
    SCALP_TRY(scalp_work_take(work, all, sizeof(photo_splat), &memory, error));
    p.items = memory;
    scalp_pool_for(work->pool, (dots + chunk - 1) / chunk, place_chunk, &p);
    scalp_pool_for(work->pool, strokes, place_stroke, &p);
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
