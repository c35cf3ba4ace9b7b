/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measuring a scan as a tape and a calliper would: level slices, their extents and the girth of
 * their convex hulls. All faces are cut by all slices in one pass. */
#include <scalptor/head.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double step_mm = 1.5, above_brow_mm = 60, brow_under_top_mm = 90,
                    crown_mm = 20;   /* slices over this are small */
static const double straight = 0.95; /* heads stand in their files nearly straight */
enum { most_slices = 400, convex_samples = 64, directions = 180 };

/* fmin and fmax are calls. */
static inline double lesser(double a, double b) {
    return a < b ? a : b;
}

static inline double greater(double a, double b) {
    return a > b ? a : b;
}

/* What is cut, seen so that it stands along y. */
typedef struct body {
    const scalp_mesh *mesh;
    double scale; /* to mm */
    bool z_up, convex;
    scalp_vec3 low, high; /* as seen */
} body;

static scalp_vec3 seen(const body *b, size_t vertex) {
    const scalp_vec3 p = scalp_vec3_scale(b->mesh->vertices[vertex], b->scale);
    return b->z_up ? (scalp_vec3){p.x, p.z, -p.y} : p;
}

static void find_box(body *b) {
    b->low = (scalp_vec3){HUGE_VAL, HUGE_VAL, HUGE_VAL};
    b->high = (scalp_vec3){-HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
    for (size_t f = 0; f < b->mesh->face_count; f++) {
        for (int k = 0; k < 3; k++) {
            const scalp_vec3 p = seen(b, b->mesh->faces[f].v[k]);
            b->low =
                (scalp_vec3){lesser(b->low.x, p.x), lesser(b->low.y, p.y), lesser(b->low.z, p.z)};
            b->high = (scalp_vec3){greater(b->high.x, p.x), greater(b->high.y, p.y),
                                   greater(b->high.z, p.z)};
        }
    }
}

/* No vertex lies before a face: tried on some faces. A thousandth of the size is nothing. */
static bool is_convex(const body *b) {
    const double size = scalp_vec3_distance(b->low, b->high);
    const size_t every = b->mesh->face_count / convex_samples + 1;
    for (size_t f = 0; f < b->mesh->face_count; f += every) {
        const scalp_vec3 n = scalp_mesh_face_normal(b->mesh, f);
        const scalp_vec3 at = b->mesh->vertices[b->mesh->faces[f].v[0]];
        for (size_t i = 0; i < b->mesh->vertex_count; i++) {
            const scalp_vec3 way = scalp_vec3_sub(b->mesh->vertices[i], at);
            if (scalp_vec3_dot(n, way) * b->scale > 1e-3 * size)
                return false;
        }
    }
    return true;
}

/* ---- Slices ------------------------------------------------------------------------------ */

typedef struct slices {
    double bottom, step;
    size_t count;
    size_t *first; /* points of slice i: first[i] .. first[i + 1] */
    scalp_vec2 *points;
    scalp_vec2 *hull; /* room for the largest */
} slices;

/* The slices that lie between two heights. */
static void between(const slices *s, double a, double b, size_t *from, size_t *to) {
    const double low = (lesser(a, b) - s->bottom) / s->step;
    const double high = (greater(a, b) - s->bottom) / s->step;
    *from = low < 0 ? 0 : low > (double)s->count ? s->count : (size_t)ceil(low);
    *to = high < 0 ? 0 : high >= (double)s->count ? s->count : (size_t)ceil(high);
}

/* Every edge of every face against every slice: counts when there are no points yet, else fills. */
static void cut(const body *b, slices *s, size_t *next) {
    for (size_t h = 0; h < 3 * b->mesh->face_count; h++) {
        const uint32_t *v = b->mesh->faces[h / 3].v;
        const uint32_t one = v[h % 3], two = v[(h + 1) % 3];
        const scalp_vec3 p = seen(b, one), q = seen(b, two);
        size_t from, to;
        between(s, p.y, q.y, &from, &to);
        for (size_t i = from; i < to; i++) {
            const double t = (s->bottom + s->step * (double)i - p.y) / (q.y - p.y);
            if (s->points)
                s->points[next[i]] = (scalp_vec2){p.x + t * (q.x - p.x), p.z + t * (q.z - p.z)};
            next[i]++;
        }
    }
}

static scalp_status slices_make(const body *b, double bottom, double top, const scalp_work *work,
                                slices *s, scalp_error *error) {
    void *first, *next_memory, *points, *hull;
    s->step = greater(step_mm, (top - bottom) / most_slices);
    s->bottom = bottom;
    s->points = NULL;
    s->count = top > bottom ? (size_t)((top - bottom) / s->step) + 1 : 0;
    SCALP_TRY(scalp_work_take(work, s->count + 1, sizeof(size_t), &first, error));
    SCALP_TRY(scalp_work_take(work, s->count + 1, sizeof(size_t), &next_memory, error));
    s->first = first;
    size_t *next = next_memory, largest = 0;
    cut(b, s, next);
    for (size_t i = 0; i < s->count; i++) {
        largest = next[i] > largest ? next[i] : largest;
        s->first[i + 1] = s->first[i] + next[i];
        next[i] = s->first[i];
    }
    SCALP_TRY(scalp_work_take(work, s->first[s->count], sizeof(scalp_vec2), &points, error));
    SCALP_TRY(scalp_work_take(work, 2 * largest + 2, sizeof(scalp_vec2), &hull, error));
    s->points = points;
    s->hull = hull;
    cut(b, s, next);
    return SCALP_OK;
}

static int compare(const void *a, const void *b) {
    const scalp_vec2 *p = a, *q = b;
    if (p->x < q->x || p->x > q->x)
        return p->x < q->x ? -1 : 1;
    return p->y < q->y ? -1 : p->y > q->y;
}

static double turn(scalp_vec2 a, scalp_vec2 b, scalp_vec2 c) {
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* The convex hull (Andrew 1979) in s->hull; its number of points. Sorts the slice. */
static size_t hull_make(slices *s, size_t slice) {
    scalp_vec2 *p = s->points + s->first[slice], *h = s->hull;
    const size_t count = s->first[slice + 1] - s->first[slice];
    size_t n = 0;
    if (count < 3)
        return 0;
    qsort(p, count, sizeof *p, compare);
    for (size_t i = 0; i < count; i++) {
        while (n > 1 && turn(h[n - 2], h[n - 1], p[i]) <= 0)
            n--;
        h[n++] = p[i];
    }
    const size_t lower = n;
    for (size_t i = count - 1; i-- > 0;) {
        while (n > lower && turn(h[n - 2], h[n - 1], p[i]) <= 0)
            n--;
        h[n++] = p[i];
    }
    return n > 3 ? n - 1 : 0;
}

static double girth(const slices *s, size_t n) {
    double length = 0;
    for (size_t i = 0; i < n; i++) {
        const scalp_vec2 a = s->hull[i], b = s->hull[(i + 1) % n];
        length += sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
    }
    return length;
}

static double extent(const slices *s, size_t n, double radians) {
    double sine, cosine, low = HUGE_VAL, high = -HUGE_VAL;
    scalp_sincos(radians, &sine, &cosine);
    for (size_t i = 0; i < n; i++) {
        const double along = sine * s->hull[i].x + cosine * s->hull[i].y;
        low = lesser(low, along);
        high = greater(high, along);
    }
    return n ? high - low : 0;
}

/* Which way the widest slice is longest, from +z; straight when it is nearly so. */
static double find_front(slices *s) {
    double widest = 0, best = 0, front = 0;
    size_t slice = 0;
    for (size_t i = 0; i < s->count; i++) {
        const double here = girth(s, hull_make(s, i));
        slice = here > widest ? i : slice;
        widest = greater(widest, here);
    }
    const size_t n = s->count ? hull_make(s, slice) : 0;
    for (int i = 0; i < directions; i++) {
        const double along = SCALP_PI * i / directions, length = extent(s, n, along);
        if (length > best * (1 + 1e-9)) {
            best = length;
            front = along;
        }
    }
    if (extent(s, n, 0) >= straight * best)
        return 0;
    return extent(s, n, SCALP_PI / 2) >= straight * best ? SCALP_PI / 2 : front;
}

static scalp_status measure(const body *b, const double *glabella_y, const scalp_work *work,
                            scalp_scan_size *size, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    slices s;
    double bottom = b->high.y - brow_under_top_mm, top = b->high.y - crown_mm;
    if (glabella_y) {
        bottom = *glabella_y - 4;
        top = lesser(top, *glabella_y + above_brow_mm);
    } else if (b->convex) {
        bottom = b->low.y + 0.25 * step_mm;
        top = b->high.y;
    }
    SCALP_TRY(slices_make(b, greater(bottom, b->low.y), top, work, &s, error));
    const double front = glabella_y ? 0 : find_front(&s);
    *size = (scalp_scan_size){
        .low = b->low, .high = b->high, .over_brow = glabella_y != NULL, .z_up = b->z_up};
    for (size_t i = 0; i < s.count; i++) {
        const size_t n = hull_make(&s, i);
        size->length_mm = greater(size->length_mm, extent(&s, n, front));
        size->breadth_mm = greater(size->breadth_mm, extent(&s, n, front + SCALP_PI / 2));
        size->circumference_mm = greater(size->circumference_mm, girth(&s, n));
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* Taller along z than a head is long, and less along y: it stands along z. */
static bool stands_on_z(const body *b) {
    const double y = b->high.y - b->low.y, z = b->high.z - b->low.z;
    return z > 1.15 * y && z > 230;
}

static body body_make(const scalp_mesh *mesh, bool upright) {
    body b = {.mesh = mesh, .scale = 1};
    find_box(&b);
    b.convex = !upright && is_convex(&b);
    return b;
}

/* The same in another unit. */
static body body_scaled(const body *from, double scale, bool upright) {
    body b = *from;
    b.scale = scale;
    b.low = scalp_vec3_scale(from->low, scale);
    b.high = scalp_vec3_scale(from->high, scale);
    if (!upright && !b.convex && stands_on_z(&b)) {
        b.z_up = true;
        find_box(&b);
    }
    return b;
}

scalp_status scalp_scan_measure(const scalp_mesh *mesh, const double *glabella_y_mm,
                                const scalp_work *work, scalp_scan_size *size, scalp_error *error) {
    const bool upright = glabella_y_mm != NULL;
    const body own = body_make(mesh, upright), b = body_scaled(&own, 1, upright);
    return measure(&b, glabella_y_mm, work, size, error);
}

/* ---- Units ------------------------------------------------------------------------------- */

const char *scalp_length_unit_name(scalp_length_unit unit) {
    static const char *const names[] = {"mm", "cm", "m"};
    return names[unit];
}

double scalp_length_unit_mm(scalp_length_unit unit) {
    static const double mm[] = {1, 10, 1000};
    return mm[unit];
}

static bool is_head_size(const scalp_scan_size *s) {
    return s->length_mm >= 120 && s->length_mm <= 260 && s->breadth_mm >= 90 &&
           s->breadth_mm <= 260;
}

static bool is_possible_size(const scalp_scan_size *s) {
    const scalp_vec3 d = scalp_vec3_sub(s->high, s->low);
    const double most = greater(d.x, greater(d.y, d.z));
    return most >= 100 && most <= 1000;
}

scalp_status scalp_scan_unit_guess(const scalp_mesh *mesh, const scalp_length_unit *expected,
                                   const scalp_work *work, scalp_length_unit *unit,
                                   char reason[160], scalp_error *error) {
    enum { units = 3 };
    scalp_scan_size size[units];
    int heads = 0, head = 0, possible = 0, sized = 0;
    const body own = body_make(mesh, false);
    for (int i = 0; i < units; i++) {
        const body b = body_scaled(&own, scalp_length_unit_mm((scalp_length_unit)i), false);
        size[i] = (scalp_scan_size){.low = b.low, .high = b.high};
        if (is_possible_size(&size[i]))
            SCALP_TRY(measure(&b, NULL, work, &size[i], error));
        heads += is_head_size(&size[i]);
        head = is_head_size(&size[i]) ? i : head;
        possible += is_possible_size(&size[i]);
        sized = is_possible_size(&size[i]) ? i : sized;
    }
    if (expected && (is_head_size(&size[*expected]) || is_possible_size(&size[*expected]))) {
        *unit = *expected;
        snprintf(reason, 160, "The file says %s, and so it is %.0f mm long.",
                 scalp_length_unit_name(*unit), size[*unit].length_mm);
        return SCALP_OK;
    }
    const char *but = expected ? " (the file says otherwise)" : "";
    if (heads == 1) {
        *unit = (scalp_length_unit)head;
        snprintf(reason, 160, "In %s the head is %.0f mm long and %.0f mm broad%s.",
                 scalp_length_unit_name(*unit), size[head].length_mm, size[head].breadth_mm, but);
        return SCALP_OK;
    }
    if (possible == 1) {
        *unit = (scalp_length_unit)sized;
        const scalp_vec3 d = scalp_vec3_sub(size[sized].high, size[sized].low);
        snprintf(reason, 160, "In %s it measures %.0f x %.0f x %.0f mm, as a head or a bust may%s.",
                 scalp_length_unit_name(*unit), d.x, d.y, d.z, but);
        return SCALP_OK;
    }
    const scalp_vec3 d = scalp_vec3_sub(size[0].high, size[0].low);
    return scalp_fail(error, SCALP_ERR_INPUT,
                      "The mesh measures %.4g x %.4g x %.4g, which is no head in mm, cm or m; say "
                      "its unit.",
                      d.x, d.y, d.z);
}
