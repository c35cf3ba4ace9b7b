/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One stroke along the field of hair directions, step by step on the surface. */
#include "strokes.h"

#include <math.h>

static const double step_mm = 0.75;
static const double rim_share = 0.3, least_rim_mm = 0.05;
static const double width_unit = 0.005; /* mm; the plan file keeps one byte */

static scalp_vec3 mix(scalp_vec3 a, double s, scalp_vec3 b, double c) {
    return scalp_vec3_add(scalp_vec3_scale(a, s), scalp_vec3_scale(b, c));
}

/* The hair's direction there: between that at its own border and that at the spine and beyond. */
static scalp_vec3 direction(const stroke_seed *seed, const band_place *p) {
    const double start = scalp_stroke_fact_at(SCALP_STROKE_START_DEG, p->t, seed->upper);
    const double end = scalp_stroke_fact_at(SCALP_STROKE_END_DEG, p->t, seed->upper);
    const double way = scalp_clamp(seed->upper ? 1 - p->v : 1 + p->v, 0, 1);
    const double turn = start + (end - start) * way;
    double sine, cosine;
    scalp_sincos(((seed->upper ? -turn : turn) + seed->turn_deg) * (SCALP_PI / 180), &sine,
                 &cosine);
    return mix(p->forward, cosine, p->upward, sine);
}

static scalp_vec3 land(const band *b, scalp_vec3 to, scalp_mesh_point *at) {
    *at = layout_quantised(scalp_bvh_closest(b->bvh, to, NULL));
    return scalp_mesh_position(b->mesh, *at);
}

/* How far inside the outline the stroke stays: more or less of the soft rim, less where the band is
 * narrow, and never with its width beyond. */
static double rim_of(const band *b, const stroke_seed *seed, const band_place *p) {
    const double soft = rim_share * b->area->edge_mm, narrow = rim_share * p->half_mm;
    return least_rim_mm + seed->rim * (soft < narrow ? soft : narrow);
}

/* What a stroke may lie on: within the outline, not on anything kept out, and not too far into the
 * other family. */
static bool is_free(const band *b, const stroke_seed *seed, scalp_mesh_point at,
                    scalp_vec3 position) {
    band_place p;
    if (!layout_band_place(b, at, position, &p) || p.rim_mm < rim_of(b, seed, &p) || p.share < 0.5)
        return false;
    const double to = scalp_stroke_fact_at(SCALP_STROKE_TIP_TO, p.t, seed->upper);
    return seed->upper ? p.v >= to + seed->tip_shift : p.v <= to + seed->tip_shift;
}

/* A step of the midpoint rule. */
static bool take_step(const band *b, const stroke_seed *seed, const stroke_trace *trace, double way,
                      scalp_stroke_point *to) {
    const scalp_stroke_point *from = &trace->point[trace->count - 1];
    band_place here;
    scalp_mesh_point at;
    if (!layout_band_place(b, from->at, from->position, &here))
        return false;
    const scalp_vec3 half = land(b, mix(from->position, 1, direction(seed, &here), way / 2), &at);
    if (!layout_band_place(b, at, half, &here))
        return false;
    to->position = land(b, mix(from->position, 1, direction(seed, &here), way), &to->at);
    return true;
}

static void add_point(const band *b, stroke_trace *trace, const scalp_stroke_point *point,
                      double step) {
    const size_t n = trace->count++;
    trace->point[n] = *point;
    trace->step[n] = step;
    trace->point[n].normal = scalp_mesh_normal(b->mesh, point->at);
    trace->run[n] = n > 0 ? trace->run[n - 1] +
                                scalp_vec3_distance(trace->point[n - 1].position, point->position)
                          : 0;
}

static bool take_free_step(const band *b, const stroke_seed *seed, const stroke_trace *trace,
                           double way, scalp_stroke_point *to) {
    return take_step(b, seed, trace, way, to) && is_free(b, seed, to->at, to->position);
}

/* Until `length` is reached, or as far as the stroke can go. */
static void walk(const band *b, const stroke_seed *seed, double length, stroke_trace *trace) {
    while (trace->count < SCALP_STROKE_MAX_POINTS) {
        const double left = length - trace->run[trace->count - 1];
        double way = left < 1.5 * step_mm ? left : step_mm;
        scalp_stroke_point next;
        if (left < 0.2 * step_mm)
            return;
        bool free = take_free_step(b, seed, trace, way, &next), cut = !free;
        for (int halving = 0; halving < 2 && !free; halving++) {
            way /= 2;
            free = take_free_step(b, seed, trace, way, &next);
        }
        if (free)
            add_point(b, trace, &next, way);
        if (cut)
            return;
    }
}

/* Full at the body, thinner at the root, thin at the tip. */
static void taper(stroke_trace *trace, double width_mm) {
    const double root = scalp_stroke_fact_at(SCALP_STROKE_ROOT_WIDTH, 0, false);
    const double body = scalp_stroke_fact_at(SCALP_STROKE_BODY_AT, 0, false);
    const double tip = scalp_stroke_fact_at(SCALP_STROKE_TIP_WIDTH, 0, false);
    const double length = trace->run[trace->count - 1];
    for (size_t i = 0; i < trace->count; i++) {
        const double x = trace->run[i] / length, behind = (x - body) / (1 - body);
        const double share =
            x < body ? root + (1 - root) * x / body : 1 - (1 - tip) * behind * behind;
        const double units = floor(width_mm * share / width_unit + 0.5);
        trace->point[i].width_mm = (units > 1 ? units : 1) * width_unit;
    }
}

static void find_shares(stroke_trace *trace) {
    for (size_t i = 0; i < trace->count; i++) {
        const double before = i > 0 ? trace->run[i - 1] : trace->run[0];
        const double after = i + 1 < trace->count ? trace->run[i + 1] : trace->run[i];
        trace->share_mm[i] = (after - before) / 2;
    }
}

static void find_ball(stroke_trace *trace) {
    scalp_vec3 sum = {0, 0, 0};
    for (size_t i = 0; i < trace->count; i++)
        sum = scalp_vec3_add(sum, trace->point[i].position);
    trace->middle = scalp_vec3_scale(sum, 1 / (double)trace->count);
    trace->radius_mm = 0;
    for (size_t i = 0; i < trace->count; i++) {
        const double d = scalp_vec3_distance(trace->middle, trace->point[i].position);
        trace->radius_mm = d > trace->radius_mm ? d : trace->radius_mm;
    }
}

void layout_stroke_measure(stroke_trace *trace) {
    find_shares(trace);
    find_ball(trace);
}

static double least_length(const band *b, double wanted) {
    const double share = wanted * scalp_stroke_fact_at(SCALP_STROKE_LEAST_SHARE, 0, false);
    const double least =
        scalp_stroke_fact_at(SCALP_STROKE_LEAST_MM, 0, false) * b->area->length_share;
    return share > least ? share : least;
}

bool layout_stroke_trace(const band *b, const stroke_seed *seed, double width_mm,
                         stroke_trace *trace) {
    scalp_stroke_point root = {.width_mm = 0};
    band_place p;
    trace->seed = *seed;
    trace->count = 0;
    if (!layout_band_over(b, seed->x, seed->y, &root.at))
        return false;
    root.at = layout_quantised(root.at);
    root.position = scalp_mesh_position(b->mesh, root.at);
    if (!is_free(b, seed, root.at, root.position) ||
        !layout_band_place(b, root.at, root.position, &p))
        return false;
    add_point(b, trace, &root, 0);
    trace->forward = direction(seed, &p);
    const double length = scalp_stroke_fact_at(SCALP_STROKE_LENGTH_MM, p.t, seed->upper) *
                          b->area->length_share * seed->length_factor;
    walk(b, seed, length, trace);
    if (trace->count < 2 || trace->run[trace->count - 1] < least_length(b, length))
        return false;
    taper(trace, width_mm);
    layout_stroke_measure(trace);
    return true;
}

bool layout_stroke_replay(const band *b, const stroke_trace *from, stroke_trace *trace) {
    scalp_stroke_point next = {.width_mm = 0};
    band_place p;
    trace->seed = from->seed;
    trace->count = 0;
    if (!layout_band_over(b, from->seed.x, from->seed.y, &next.at))
        return false;
    next.at = layout_quantised(next.at);
    next.position = scalp_mesh_position(b->mesh, next.at);
    for (size_t i = 0; i < from->count; i++) {
        if (i > 0 && !take_step(b, &from->seed, trace, from->step[i], &next))
            return false;
        if (!layout_band_place(b, next.at, next.position, &p) || p.share < 0.5)
            return false;
        if (i == 0)
            trace->forward = direction(&from->seed, &p);
        next.width_mm = from->point[i].width_mm;
        add_point(b, trace, &next, from->step[i]);
    }
    layout_stroke_measure(trace);
    return true;
}

/* ---- Distances --------------------------------------------------------------------------- */

/* From a point to the segment a b, squared. */
static double point_segment2(scalp_vec3 p, scalp_vec3 a, scalp_vec3 b) {
    const scalp_vec3 ab = scalp_vec3_sub(b, a), ap = scalp_vec3_sub(p, a);
    const double along = scalp_vec3_dot(ap, ab), square = scalp_vec3_dot(ab, ab);
    const double t = square > 0 ? scalp_clamp(along / square, 0, 1) : 0;
    const scalp_vec3 d = scalp_vec3_sub(ap, scalp_vec3_scale(ab, t));
    return scalp_vec3_dot(d, d);
}

/* Between two segments, squared: an end is involved, or both are crossed by their common
 * perpendicular. */
static double segments2(const scalp_vec3 a[2], const scalp_vec3 b[2]) {
    double least = point_segment2(a[0], b[0], b[1]);
    const double others[3] = {point_segment2(a[1], b[0], b[1]), point_segment2(b[0], a[0], a[1]),
                              point_segment2(b[1], a[0], a[1])};
    for (int i = 0; i < 3; i++)
        least = others[i] < least ? others[i] : least;
    const scalp_vec3 u = scalp_vec3_sub(a[1], a[0]), v = scalp_vec3_sub(b[1], b[0]);
    const scalp_vec3 w = scalp_vec3_sub(a[0], b[0]);
    const double uu = scalp_vec3_dot(u, u), uv = scalp_vec3_dot(u, v), vv = scalp_vec3_dot(v, v);
    const double uw = scalp_vec3_dot(u, w), vw = scalp_vec3_dot(v, w), det = uu * vv - uv * uv;
    if (!(det > 1e-12 * uu * vv))
        return least;
    const double s = (uv * vw - vv * uw) / det, t = (uu * vw - uv * uw) / det;
    if (s > 0 && s < 1 && t > 0 && t < 1) {
        const scalp_vec3 d =
            scalp_vec3_add(w, scalp_vec3_sub(scalp_vec3_scale(u, s), scalp_vec3_scale(v, t)));
        const double square = scalp_vec3_dot(d, d);
        least = square < least ? square : least;
    }
    return least;
}

/* The least distance squared of two lines; pairs of segments whose beginnings lie further apart
 * than the root of `far2` do not count. */
static double gap2(const scalp_stroke_point *a, size_t n, const scalp_stroke_point *b, size_t m,
                   double far2) {
    double least = HUGE_VAL;
    for (size_t i = 0; i + 1 < n; i++) {
        const scalp_vec3 p[2] = {a[i].position, a[i + 1].position};
        for (size_t k = 0; k + 1 < m; k++) {
            const scalp_vec3 q[2] = {b[k].position, b[k + 1].position};
            const double x = p[0].x - q[0].x, y = p[0].y - q[0].y, z = p[0].z - q[0].z;
            if (x * x + y * y + z * z > far2)
                continue;
            const double here = segments2(p, q);
            least = here < least ? here : least;
        }
    }
    return least;
}

/* The number of the first point that is so far from the root; the last but one at most. */
static size_t point_behind(const stroke_trace *t, double run_mm) {
    size_t i = 0;
    while (i + 2 < t->count && t->run[i] < run_mm)
        i++;
    return i;
}

bool layout_strokes_clash(const stroke_trace *a, const stroke_trace *b, double gap_mm) {
    const bool crossing = a->seed.upper != b->seed.upper;
    const double free_mm = crossing ? scalp_stroke_fact_at(SCALP_STROKE_ROOT_FREE_MM, 0, false) : 0;
    const double reach = a->radius_mm + b->radius_mm + gap_mm;
    const scalp_vec3 d = scalp_vec3_sub(a->middle, b->middle);
    if (scalp_vec3_dot(d, d) >= reach * reach)
        return false;
    const size_t i = point_behind(a, free_mm), k = point_behind(b, free_mm);
    const double far = gap_mm + 3 * step_mm; /* a segment is 1.5 steps long at most */
    return gap2(a->point + i, a->count - i, b->point + k, b->count - k, far * far) <
           gap_mm * gap_mm;
}

double scalp_stroke_path_gap_mm(const scalp_stroke_path *a, const scalp_stroke_path *b) {
    return sqrt(gap2(a->points, a->point_count, b->points, b->point_count, HUGE_VAL));
}

double scalp_stroke_path_length_mm(const scalp_stroke_path *stroke) {
    double sum = 0;
    for (size_t i = 0; i + 1 < stroke->point_count; i++)
        sum += scalp_vec3_distance(stroke->points[i].position, stroke->points[i + 1].position);
    return sum;
}

double scalp_stroke_path_area_mm2(const scalp_stroke_path *stroke) {
    double sum = 0;
    for (size_t i = 0; i + 1 < stroke->point_count; i++) {
        const scalp_stroke_point *p = &stroke->points[i], *q = p + 1;
        sum += scalp_vec3_distance(p->position, q->position) * (p->width_mm + q->width_mm) / 2;
    }
    return sum;
}
