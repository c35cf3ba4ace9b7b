/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the model's outline and the photo's differ, the model gives way.
 *
 * The outline of the map's head is followed along the cracks between its cells, smoothed, and,
 * where the planned zone comes near to it, sought in the photo. The way each point has to go
 * spreads inwards and dies out over 25 mm; everything drawn moves with it. */
#include "photo.h"

#include <math.h>

static const double point_mm = 0.5;  /* between two points of the outline */
static const double inwards_mm = 25; /* a small shift has died out there, a large one later */
static const double coarse_mm = 25;  /* how far the photo's outline may lie from the model's */
static const double fade_mm = 8;     /* where the photo does not show it */
static const double finely_mm = 4;   /* and from where it was found at first */
static const double near_mm = 6;     /* a zone this near to the outline makes it matter */

/* Points in photo pixels, clockwise on the screen, with what is known of each. */
typedef struct rim {
    size_t count;
    scalp_vec2 *at, *outward;
    double *offset; /* px along outward */
    double *sure;   /* 0..1: the photo shows the outline here */
    uint8_t *matters;
} rim;

static bool is_inside(const photo_map *map, int x, int y) {
    return x >= 0 && y >= 0 && x < map->grid.width && y < map->grid.height &&
           map->inside[(size_t)y * (size_t)map->grid.width + (size_t)x] > 0;
}

/* The first cell of the column that holds the most of the head: its upper crack is outline. */
static bool find_start(const photo_map *map, int *start_x, int *start_y) {
    int most = 0;
    for (int x = 0; x < map->grid.width; x++) {
        int n = 0, first = -1;
        for (int y = 0; y < map->grid.height; y++) {
            if (is_inside(map, x, y)) {
                first = first < 0 ? y : first;
                n++;
            }
        }
        if (n > most) {
            most = n;
            *start_x = x;
            *start_y = first;
        }
    }
    return most > 0;
}

/* Walks along the cracks with the head to the right hand, and gives the middle of every crack in
 * cells. With `points` NULL only counts. */
static size_t follow(const photo_map *map, int start_x, int start_y, scalp_vec2 *points) {
    static const int step_x[4] = {1, 0, -1, 0}, step_y[4] = {0, 1, 0, -1};
    /* The cells ahead, to the left and right of the way, from the corner (x, y). */
    static const int left_x[4] = {0, 0, -1, -1}, left_y[4] = {-1, 0, 0, -1};
    static const int right_x[4] = {0, -1, -1, 0}, right_y[4] = {0, 0, -1, -1};
    const size_t most = 4 * (size_t)map->grid.width * (size_t)map->grid.height;
    int x = start_x, y = start_y, way = 0;
    size_t n = 0;
    do {
        if (points)
            points[n] = (scalp_vec2){x + 0.5 * step_x[way] - 0.5, y + 0.5 * step_y[way] - 0.5};
        n++;
        x += step_x[way];
        y += step_y[way];
        if (is_inside(map, x + left_x[way], y + left_y[way]))
            way = (way + 3) % 4;
        else if (!is_inside(map, x + right_x[way], y + right_y[way]))
            way = (way + 1) % 4;
    } while ((x != start_x || y != start_y || way != 0) && n < most);
    return n;
}

/* Binomial smoothing of a closed curve: takes the stairs off, `rounds` of (1 2 1) / 4. */
static void smooth(scalp_vec2 *p, scalp_vec2 *scratch, size_t n, int rounds) {
    for (int round = 0; round < rounds; round++) {
        for (size_t i = 0; i < n; i++) {
            const scalp_vec2 a = p[(i + n - 1) % n], b = p[i], c = p[(i + 1) % n];
            scratch[i] = (scalp_vec2){(a.x + 2 * b.x + c.x) / 4, (a.y + 2 * b.y + c.y) / 4};
        }
        for (size_t i = 0; i < n; i++)
            p[i] = scratch[i];
    }
}

static double apart(scalp_vec2 a, scalp_vec2 b) {
    return sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

/* `count` points at even distances along the closed curve `from`. */
static void space_evenly(const scalp_vec2 *from, size_t n, double length, rim *r) {
    size_t i = 0;
    double walked = 0, piece = apart(from[0], from[1 % n]);
    for (size_t k = 0; k < r->count; k++) {
        const double want = length * (double)k / (double)r->count;
        while (walked + piece < want && i + 1 < n) {
            walked += piece;
            i++;
            piece = apart(from[i], from[(i + 1) % n]);
        }
        const double t = piece > 0 ? (want - walked) / piece : 0;
        const scalp_vec2 a = from[i], b = from[(i + 1) % n];
        r->at[k] = (scalp_vec2){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
    }
}

static void find_outward(rim *r) {
    const size_t n = r->count;
    for (size_t i = 0; i < n; i++) {
        const scalp_vec2 a = r->at[(i + n - 2) % n], b = r->at[(i + 2) % n];
        const double length = apart(a, b);
        r->outward[i] = length > 0 ? (scalp_vec2){(b.y - a.y) / length, -(b.x - a.x) / length}
                                   : (scalp_vec2){0, 0};
    }
}

static scalp_status take_rim(rim *r, const scalp_work *work, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, 2 * r->count, sizeof(scalp_vec2), &memory, error));
    r->at = memory;
    r->outward = r->at + r->count;
    SCALP_TRY(scalp_work_take(work, 2 * r->count, sizeof(double), &memory, error));
    r->offset = memory;
    r->sure = r->offset + r->count;
    for (size_t i = 0; i < r->count; i++)
        r->sure[i] = 1;
    SCALP_TRY(scalp_work_take(work, r->count, 1, &memory, error));
    r->matters = memory;
    return SCALP_OK;
}

static scalp_status make_rim(const photo_map *map, const scalp_work *work, rim *r,
                             scalp_error *error) {
    *r = (rim){0};
    int x, y;
    if (!find_start(map, &x, &y))
        return SCALP_OK;
    const size_t n = follow(map, x, y, NULL);
    void *memory;
    SCALP_TRY(scalp_work_take(work, 2 * n, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *cracks = memory;
    follow(map, x, y, cracks);
    smooth(cracks, cracks + n, n, 6);
    double length = 0;
    for (size_t i = 0; i < n; i++) {
        cracks[i].x = map->grid.x0 + cracks[i].x * map->grid.step;
        cracks[i].y = map->grid.y0 + cracks[i].y * map->grid.step;
    }
    for (size_t i = 0; i < n; i++)
        length += apart(cracks[i], cracks[(i + 1) % n]);
    r->count = (size_t)(length / (point_mm * map->px_per_mm)) + 1;
    if (r->count < 32) {
        r->count = 0; /* a speck: nothing to follow */
        return SCALP_OK;
    }
    SCALP_TRY(take_rim(r, work, error));
    space_evenly(cracks, n, length, r);
    find_outward(r);
    return SCALP_OK;
}

/* Points with the planned zone close inside, and their neighbours for 10 mm. */
static bool find_what_matters(const photo_map *map, rim *r) {
    const size_t n = r->count, wide = (size_t)(10 / point_mm);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        for (double d = 0.5; d < near_mm; d += 1) {
            const double x = r->at[i].x - r->outward[i].x * d * map->px_per_mm;
            const double y = r->at[i].y - r->outward[i].y * d * map->px_per_mm;
            if (scalp_grid_sample(&map->grid, map->density, x, y) > 0)
                r->matters[i] = 2;
        }
        any |= r->matters[i] == 2;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 1; k <= wide && r->matters[i] == 2; k++) {
            r->matters[(i + k) % n] |= 1;
            r->matters[(i + n - k % n) % n] |= 1;
        }
    }
    for (size_t i = 0; i < n; i++) { /* an ear's outline says nothing of the scalp's */
        const double x = r->at[i].x - r->outward[i].x * map->px_per_mm;
        const double y = r->at[i].y - r->outward[i].y * map->px_per_mm;
        if (r->matters[i] == 1 && scalp_grid_sample(&map->grid, map->ear, x, y) > 0.5f)
            r->matters[i] = 0;
    }
    return any;
}

/* The part of the rim from `first`, `count` points, thinned for the search. */
typedef struct arc {
    size_t first, count, stride;
    bool closed;
} arc;

/* Confidence is lent over 15 mm, so that a short stretch where nothing is to be seen goes with its
 * surroundings, and a long one stays with the model. */
static double lent(const double *confidence, const arc *a, size_t points, size_t i) {
    const size_t reach = (size_t)(15 / (point_mm * (double)a->stride)) + 1;
    double most = 0;
    for (size_t k = 0; k <= 2 * reach; k++) {
        if (!a->closed && (i + k < reach || i + k - reach >= points))
            continue;
        most = fmax(most, confidence[(i + k + points - reach) % points]);
    }
    return scalp_smoothstep(0.15, 0.35, most);
}

/* Adds to the rim's offsets what the search finds about the outline moved so far. */
static scalp_status search_arc(const scalp_image *photo, const photo_map *map, const arc *a,
                               double reach_mm, rim *r, const scalp_work *work,
                               scalp_error *error) {
    const size_t points = a->count / a->stride;
    if (points < 8)
        return SCALP_OK;
    void *memory;
    SCALP_TRY(scalp_work_take(work, points, sizeof(scalp_vec2), &memory, error));
    scalp_vec2 *at = memory;
    for (size_t k = 0; k < points; k++) {
        const size_t i = (a->first + k * a->stride) % r->count;
        at[k] = (scalp_vec2){r->at[i].x + r->outward[i].x * r->offset[i],
                             r->at[i].y + r->outward[i].y * r->offset[i]};
    }
    const scalp_curve curve = {at, points, a->closed};
    const double reach = fmax(reach_mm * map->px_per_mm, 3);
    const scalp_outline_params params = {.reach_inside_px = reach,
                                         .reach_outside_px = reach,
                                         .blur_px = scalp_clamp(map->px_per_mm / 5, 1, 3),
                                         .stiffness = 1};
    scalp_outline found;
    SCALP_TRY(scalp_segment_outline(photo, &curve, &params, work, &found, error));
    for (size_t k = 0; k < a->count; k++) {
        const size_t i = k / a->stride < points - 1 ? k / a->stride : points - 1;
        const size_t j = i + 1 < points ? i + 1 : a->closed ? 0 : i;
        const double t = (double)(k - i * a->stride) / (double)a->stride;
        const size_t to = (a->first + k) % r->count;
        const double sure_i = lent(found.confidence, a, points, i);
        const double sure_j = lent(found.confidence, a, points, j);
        const double one = found.offset_px[i] * sure_i, other = found.offset_px[j] * sure_j;
        r->offset[to] += one + (other - one) * fmin(t, 1);
        r->sure[to] = sure_i + (sure_j - sure_i) * fmin(t, 1);
    }
    return SCALP_OK;
}

static scalp_status search_rim(const scalp_image *photo, const photo_map *map, double reach_mm,
                               rim *r, const scalp_work *work, scalp_error *error) {
    const size_t n = r->count;
    arc a = {.stride = (size_t)ceil(fmax(1.0, 2 / map->px_per_mm) / point_mm)};
    size_t gap = 0;
    while (gap < n && r->matters[gap])
        gap++;
    if (gap == n) {
        a.count = n;
        a.closed = true;
        return search_arc(photo, map, &a, reach_mm, r, work, error);
    }
    for (size_t k = 0; k < n; k++) {
        const size_t i = (gap + k) % n;
        if (r->matters[i]) {
            a.first = a.count == 0 ? i : a.first;
            a.count++;
        }
        if (a.count > 0 && (!r->matters[i] || k + 1 == n)) {
            SCALP_TRY(search_arc(photo, map, &a, reach_mm, r, work, error));
            a.count = 0;
        }
    }
    return SCALP_OK;
}

/* Running means over 4 mm, twice: along the rim nothing jumps, and offsets die out towards places
 * that do not matter. */
static void even_out(double *values, size_t n, double *scratch) {
    const size_t half = (size_t)(2 / point_mm);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < n; i++) {
            double sum = 0;
            for (size_t k = 0; k <= 2 * half; k++)
                sum += values[(i + n + k - half) % n];
            scratch[i] = sum / (double)(2 * half + 1);
        }
        for (size_t i = 0; i < n; i++)
            values[i] = scratch[i];
    }
}

/* Where the head leaves the picture nobody can see whether the outline is right. */
static void forgive(const scalp_image *photo, rim *r) {
    for (size_t i = 0; i < r->count; i++) {
        const double x = r->at[i].x + r->outward[i].x * r->offset[i];
        const double y = r->at[i].y + r->outward[i].y * r->offset[i];
        if (x < 1 || y < 1 || x > photo->width - 2 || y > photo->height - 2)
            r->sure[i] = 1;
    }
}

/* ---- From the rim to the plane ----------------------------------------------------------- */

typedef struct spread {
    const photo_map *map;
    const rim *rim;
    int32_t *nearest; /* point of the rim, per cell; -1 unknown */
} spread;

static scalp_vec2 cell_at(const photo_map *map, int x, int y) {
    return (scalp_vec2){map->grid.x0 + x * map->grid.step, map->grid.y0 + y * map->grid.step};
}

static void offer(const spread *s, int x, int y, int from_x, int from_y) {
    const int w = s->map->grid.width, h = s->map->grid.height;
    if (from_x < 0 || from_y < 0 || from_x >= w || from_y >= h)
        return;
    const int32_t other = s->nearest[(size_t)from_y * (size_t)w + (size_t)from_x];
    int32_t *own = &s->nearest[(size_t)y * (size_t)w + (size_t)x];
    if (other < 0 || other == *own)
        return;
    const scalp_vec2 p = cell_at(s->map, x, y);
    if (*own < 0 || apart(p, s->rim->at[other]) < apart(p, s->rim->at[*own]))
        *own = other;
}

/* Nearest point of the rim for every cell: two sweeps of eight neighbours (Danielsson 1980). */
static void find_nearest(const spread *s) {
    const photo_grid *g = &s->map->grid;
    for (size_t i = 0; i < (size_t)g->width * (size_t)g->height; i++)
        s->nearest[i] = -1;
    for (size_t i = 0; i < s->rim->count; i++) {
        const int x = (int)floor((s->rim->at[i].x - g->x0) / g->step + 0.5);
        const int y = (int)floor((s->rim->at[i].y - g->y0) / g->step + 0.5);
        if (x >= 0 && y >= 0 && x < g->width && y < g->height)
            s->nearest[(size_t)y * (size_t)g->width + (size_t)x] = (int32_t)i;
    }
    for (int y = 0; y < g->height; y++) {
        for (int x = 0; x < g->width; x++) {
            offer(s, x, y, x - 1, y);
            for (int k = -1; k <= 1; k++)
                offer(s, x, y, x + k, y - 1);
        }
        for (int x = g->width - 1; x >= 0; x--)
            offer(s, x, y, x + 1, y);
    }
    for (int y = g->height - 1; y >= 0; y--) {
        for (int x = g->width - 1; x >= 0; x--) {
            offer(s, x, y, x + 1, y);
            for (int k = -1; k <= 1; k++)
                offer(s, x, y, x + k, y + 1);
        }
        for (int x = 0; x < g->width; x++)
            offer(s, x, y, x - 1, y);
    }
}

/* As soft as the photo's own edges where the outline is known; where it is the model's, it ends in
 * a fade inwards instead of a line that the photo does not have. */
static double softened(const photo_map *map, double distance_px, double sure) {
    const double crisp = scalp_clamp(map->px_per_mm / 6, 0.75, 3);
    const double fade = fmax(crisp, fade_mm / 2 * map->px_per_mm);
    const double width = crisp + (fade - crisp) * (1 - sure);
    return (distance_px + (width - crisp)) / width;
}

static void fill_row(void *context, size_t row) {
    const spread *s = context;
    const photo_map *map = s->map;
    for (int x = 0; x < map->grid.width; x++) {
        const size_t at = row * (size_t)map->grid.width + (size_t)x;
        const int32_t i = s->nearest[at];
        if (i < 0) {
            map->edge[at] = map->inside[at] > 0 ? -1e3f : 1e3f;
            continue;
        }
        const scalp_vec2 p = cell_at(map, x, (int)row), c = s->rim->at[i], n = s->rim->outward[i];
        const double away = apart(p, c);
        const double plane = (p.x - c.x) * n.x + (p.y - c.y) * n.y;
        /* Close by, the distance from the curve's tangent is truer than that from the point. */
        const bool close = away < 2 * map->grid.step;
        const double distance = close ? plane : map->inside[at] > 0 ? -away : away;
        map->edge[at] = (float)softened(map, distance, s->rim->sure[i]);
        /* Slow enough that no two places change their order. */
        const double inwards = inwards_mm * map->px_per_mm + 2.5 * fabs(s->rim->offset[i]);
        const double share = 1 - scalp_smoothstep(0, inwards, -distance);
        map->shift_x[at] = (float)(share * s->rim->offset[i] * n.x);
        map->shift_y[at] = (float)(share * s->rim->offset[i] * n.y);
    }
}

/* Mean over a square of 2 reach + 1 cells, by rows and then by columns. */
static void blur(const photo_map *map, float *field, float *scratch, int reach) {
    const int w = map->grid.width, h = map->grid.height;
    const float part = 1 / (float)(2 * reach + 1);
    for (int turn = 0; turn < 2; turn++) {
        const int length = turn == 0 ? w : h, lines = turn == 0 ? h : w;
        const size_t along = turn == 0 ? 1 : (size_t)w, across = turn == 0 ? (size_t)w : 1;
        for (int line = 0; line < lines; line++) {
            float *f = field + (size_t)line * across;
            for (int i = 0; i < length; i++)
                scratch[i] = f[(size_t)i * along];
            double sum = 0;
            for (int i = -reach; i <= reach; i++)
                sum += (double)scratch[i < 0 ? 0 : i < length ? i : length - 1];
            for (int i = 0; i < length; i++) {
                f[(size_t)i * along] = (float)sum * part;
                const int leave = i - reach < 0 ? 0 : i - reach;
                const int enter = i + reach + 1 < length ? i + reach + 1 : length - 1;
                sum += (double)scratch[enter] - (double)scratch[leave];
            }
        }
    }
}

static scalp_status take_planes(photo_map *map, const scalp_work *work, scalp_error *error) {
    const size_t cells = (size_t)map->grid.width * (size_t)map->grid.height;
    void *memory;
    SCALP_TRY(scalp_work_take(work, cells * 3, sizeof(float), &memory, error));
    map->edge = memory;
    map->shift_x = map->edge + cells;
    map->shift_y = map->shift_x + cells;
    return SCALP_OK;
}

static scalp_status follow_photo(const scalp_image *photo, const scalp_work *work, photo_map *map,
                                 scalp_error *error) {
    rim r;
    SCALP_TRY(make_rim(map, work, &r, error));
    if (r.count == 0 || !find_what_matters(map, &r)) {
        map->edge = map->shift_x = map->shift_y = NULL;
        return SCALP_OK;
    }
    void *memory;
    SCALP_TRY(scalp_work_take(work, r.count, sizeof(double), &memory, error));
    SCALP_TRY(search_rim(photo, map, coarse_mm, &r, work, error));
    even_out(r.offset, r.count, memory);
    SCALP_TRY(search_rim(photo, map, finely_mm, &r, work, error));
    even_out(r.offset, r.count, memory);
    forgive(photo, &r);
    even_out(r.sure, r.count, memory);
    const size_t cells = (size_t)map->grid.width * (size_t)map->grid.height;
    SCALP_TRY(scalp_work_take(work, cells, sizeof(int32_t), &memory, error));
    spread s = {map, &r, memory};
    find_nearest(&s);
    scalp_pool_for(work->pool, (size_t)map->grid.height, fill_row, &s);
    float *line = memory; /* as long as the longer side at least */
    for (int round = 0; round < 2; round++) {
        blur(map, map->shift_x, line, 3);
        blur(map, map->shift_y, line, 3);
    }
    return SCALP_OK;
}

scalp_status scalp_photo_edge(const scalp_image *photo, const scalp_work *work, photo_map *map,
                              scalp_error *error) {
    SCALP_TRY(take_planes(map, work, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(follow_photo(photo, work, map, error));
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
