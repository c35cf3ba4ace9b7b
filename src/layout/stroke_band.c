/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A band's own chart, and where its borders and its spine run. */
#include "strokes.h"

#include <math.h>

static const double least_facing = 0.2;

/* ---- The frame --------------------------------------------------------------------------- */

static scalp_vec3 outline_normal(const scalp_vec3 *p, size_t n) {
    scalp_vec3 sum = {0, 0, 0};
    for (size_t i = 1; i + 1 < n; i++)
        sum = scalp_vec3_add(
            sum, scalp_vec3_cross(scalp_vec3_sub(p[i], p[0]), scalp_vec3_sub(p[i + 1], p[0])));
    return scalp_vec3_unit(sum);
}

/* Mean of the outline, each point for the way to its neighbours. */
static scalp_vec3 outline_middle(const scalp_vec3 *p, size_t n) {
    scalp_vec3 sum = {0, 0, 0};
    double all = 0;
    for (size_t i = 0; i < n; i++) {
        const scalp_vec3 next = p[(i + 1) % n];
        const double way = scalp_vec3_distance(p[i], next);
        sum = scalp_vec3_add(sum, scalp_vec3_scale(scalp_vec3_add(p[i], next), way / 2));
        all += way;
    }
    return all > 0 ? scalp_vec3_scale(sum, 1 / all) : p[0];
}

/* The longest axis of the outline, by power iteration from its longest chord from the middle. */
static scalp_vec3 outline_axis(const scalp_vec3 *p, size_t n, scalp_vec3 middle) {
    enum { rounds = 40 };
    scalp_vec3 axis = {1, 0, 0};
    double longest = 0;
    for (size_t i = 0; i < n; i++) {
        const scalp_vec3 d = scalp_vec3_sub(p[i], middle);
        if (scalp_vec3_dot(d, d) > longest) {
            longest = scalp_vec3_dot(d, d);
            axis = d;
        }
    }
    for (int round = 0; round < rounds; round++) {
        scalp_vec3 sum = {0, 0, 0};
        for (size_t i = 0; i < n; i++) {
            const scalp_vec3 d = scalp_vec3_sub(p[i], middle);
            const double way = scalp_vec3_distance(p[i], p[(i + 1) % n]);
            sum = scalp_vec3_add(sum, scalp_vec3_scale(d, way * scalp_vec3_dot(d, axis)));
        }
        axis = scalp_vec3_unit(sum);
    }
    return axis;
}

/* Head towards the middle of the face, up is up; a band that runs upwards has its front above. */
static void make_frame(band *b) {
    const scalp_vec3 *p = b->area->outline;
    const size_t n = b->area->outline_count;
    const scalp_vec3 middle = outline_middle(p, n);
    const scalp_mesh_point at = scalp_bvh_closest(b->bvh, middle, NULL);
    scalp_vec3 out = outline_normal(p, n), along = outline_axis(p, n, middle);
    if (scalp_vec3_dot(out, scalp_mesh_normal(b->mesh, at)) < 0)
        out = scalp_vec3_scale(out, -1);
    const double side = middle.x * along.x;
    if (side < 0 || (side <= 0 && along.x < 0))
        along = scalp_vec3_scale(along, -1);
    along =
        scalp_vec3_unit(scalp_vec3_sub(along, scalp_vec3_scale(out, scalp_vec3_dot(along, out))));
    scalp_vec3 up = scalp_vec3_cross(out, along);
    const double most = fabs(up.y) > 0.5 ? up.y : up.z;
    if (most < 0)
        up = scalp_vec3_scale(up, -1);
    b->along = along;
    b->up = up;
    b->out = out;
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (size_t i = 0; i < n; i++) {
        const double x = scalp_vec3_dot(scalp_vec3_sub(p[i], middle), along);
        low = x < low ? x : low;
        high = x > high ? x : high;
    }
    b->origin = scalp_vec3_add(middle, scalp_vec3_scale(along, low));
    b->width = high - low;
}

/* ---- The borders ------------------------------------------------------------------------- */

static double chart_x(const band *b, scalp_vec3 p) {
    return scalp_vec3_dot(scalp_vec3_sub(p, b->origin), b->along);
}

static double chart_y(const band *b, scalp_vec3 p) {
    return scalp_vec3_dot(scalp_vec3_sub(p, b->origin), b->up);
}

/* The lowest and the highest place of the outline at x. */
static void cut(const band *b, double x, double *low, double *high) {
    const scalp_vec3 *p = b->area->outline;
    const size_t n = b->area->outline_count;
    *low = HUGE_VAL;
    *high = -HUGE_VAL;
    for (size_t i = 0; i < n; i++) {
        const scalp_vec3 q = p[(i + 1) % n];
        const double x0 = chart_x(b, p[i]) - x, x1 = chart_x(b, q) - x;
        if ((x0 > 0) == (x1 > 0))
            continue;
        const double y0 = chart_y(b, p[i]), y1 = chart_y(b, q);
        const double y = y0 + (y1 - y0) * (x0 / (x0 - x1));
        *low = y < *low ? y : *low;
        *high = y > *high ? y : *high;
    }
}

static void make_borders(band *b) {
    enum { last = band_stations - 1, rounds = 24 };
    const double inset = 1e-4;
    double middle[band_stations];
    for (int k = 0; k <= last; k++) {
        const double t = scalp_clamp((double)k / last, inset, 1 - inset);
        cut(b, t * b->width, &b->low[k], &b->high[k]);
        middle[k] = (b->low[k] + b->high[k]) / 2;
    }
    /* A blunt head or a corner shall not turn the spine. */
    for (int round = 0; round < rounds; round++) {
        double before = 2 * middle[0] - middle[1];
        for (int k = 0; k <= last; k++) {
            const double here = middle[k];
            const double after = k < last ? middle[k + 1] : 2 * here - before;
            middle[k] = (before + 2 * here + after) / 4;
            before = here;
        }
    }
    const double step = b->width / last;
    for (int k = 0; k <= last; k++) {
        const int from = k > 2 ? k - 2 : 0, to = k < last - 2 ? k + 2 : last;
        b->slope[k] = (middle[to] - middle[from]) / ((to - from) * step);
    }
}

void layout_band_make(const scalp_mesh *mesh, const scalp_bvh *bvh, const scalp_area_result *area,
                      band *b) {
    *b = (band){.mesh = mesh, .bvh = bvh, .area = area};
    make_frame(b);
    make_borders(b);
}

/* ---- Places ------------------------------------------------------------------------------ */

static double at_station(const double *values, double t) {
    const double place = scalp_clamp(t, 0, 1) * (band_stations - 1);
    const int k = place < band_stations - 2 ? (int)place : band_stations - 2;
    return values[k] + (values[k + 1] - values[k]) * (place - k);
}

bool layout_band_over(const band *b, double x, double y, scalp_mesh_point *at) {
    const double far = 60;
    const scalp_vec3 in_plane =
        scalp_vec3_add(scalp_vec3_scale(b->along, x), scalp_vec3_scale(b->up, y));
    const scalp_vec3 place = scalp_vec3_add(b->origin, in_plane);
    double s;
    return scalp_bvh_cast(b->bvh, scalp_vec3_add(place, scalp_vec3_scale(b->out, far)),
                          scalp_vec3_scale(b->out, -1), 0, at, &s) &&
           scalp_vec3_dot(scalp_mesh_normal(b->mesh, *at), b->out) > least_facing;
}

bool layout_band_place(const band *b, scalp_mesh_point at, scalp_vec3 position, band_place *p) {
    const scalp_vec3 normal = scalp_mesh_normal(b->mesh, at);
    const double facing = scalp_vec3_dot(normal, b->out);
    if (!(facing > least_facing))
        return false;
    const double x = chart_x(b, position), y = chart_y(b, position), t = x / b->width;
    const double low = at_station(b->low, t), high = at_station(b->high, t);
    const double half = high > low ? (high - low) / 2 : 1e-6;
    p->t = t;
    p->half_mm = half;
    p->v = (y - low) / half - 1;
    p->rim_mm = y - low < high - y ? y - low : high - y;
    p->rim_mm = x < p->rim_mm ? x : p->rim_mm;
    p->rim_mm = b->width - x < p->rim_mm ? b->width - x : p->rim_mm;
    p->share = b->area->stroke_share ? scalp_mesh_field(b->mesh, b->area->stroke_share, at) : 1;
    /* The spine's direction in the chart, lifted into the tangent plane. */
    const scalp_vec3 flat =
        scalp_vec3_add(b->along, scalp_vec3_scale(b->up, at_station(b->slope, t)));
    p->forward = scalp_vec3_unit(
        scalp_vec3_sub(flat, scalp_vec3_scale(b->out, scalp_vec3_dot(flat, normal) / facing)));
    p->upward = scalp_vec3_cross(normal, p->forward);
    if (scalp_vec3_dot(p->upward, b->up) < 0)
        p->upward = scalp_vec3_scale(p->upward, -1);
    return true;
}

bool layout_band_mirrors(const band *a, const band *b) {
    const double tolerance = 0.1;
    bool same = a->origin.x * b->origin.x < 0 && fabs(a->width - b->width) <= tolerance;
    for (int k = 0; k < band_stations && same; k++)
        same =
            fabs(a->low[k] - b->low[k]) <= tolerance && fabs(a->high[k] - b->high[k]) <= tolerance;
    return same;
}
