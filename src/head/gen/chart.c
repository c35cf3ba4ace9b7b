/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gen.h"

#include <math.h>
#include <stdlib.h>

#define SUBSTEPS 6
#define LOWEST_MM -75.0 /* below, a meridian goes straight down: a smooth continuation will do */

typedef struct flat_point {
    double out, y; /* distance from the chart's axis, height */
} flat_point;

static scalp_vec3 lift(scalp_vec3 top, double azimuth, flat_point q) {
    double s, c;
    scalp_sincos(azimuth, &s, &c);
    return (scalp_vec3){q.out * s, q.y, top.z + q.out * c};
}

static double base_at(const gen_shape *shape, scalp_vec3 top, double azimuth, flat_point q) {
    return gen_shape_base(shape, lift(top, azimuth, q));
}

static flat_point slope_at(const gen_shape *shape, scalp_vec3 top, double azimuth, flat_point q) {
    const double e = 0.05;
    const flat_point a = {q.out + e, q.y}, b = {q.out - e, q.y}, c = {q.out, q.y + e},
                     d = {q.out, q.y - e};
    flat_point g = {base_at(shape, top, azimuth, a) - base_at(shape, top, azimuth, b),
                    base_at(shape, top, azimuth, c) - base_at(shape, top, azimuth, d)};
    const double length = sqrt(g.out * g.out + g.y * g.y);
    g.out /= length, g.y /= length;
    return g;
}

/* One short step along the curve in which the half plane cuts the base. */
static flat_point step(const gen_shape *shape, scalp_vec3 top, double azimuth, flat_point q,
                       double how_far) {
    if (q.y < LOWEST_MM)
        return (flat_point){q.out, q.y - how_far};
    const flat_point g = slope_at(shape, top, azimuth, q);
    q.out += g.y * how_far;
    q.y -= g.out * how_far;
    for (int i = 0; i < 3; i++) {
        const flat_point n = slope_at(shape, top, azimuth, q);
        const double f = base_at(shape, top, azimuth, q);
        q.out -= n.out * f;
        q.y -= n.y * f;
    }
    return q;
}

gen_chart *gen_chart_open(const gen_shape *shape, scalp_vec3 top) {
    gen_chart *chart = calloc(1, sizeof *chart);
    if (!chart)
        return NULL;
    chart->top = top;
    for (int m = 0; m < GEN_MERIDIANS; m++) {
        const double azimuth = SCALP_PI * m / (GEN_MERIDIANS - 1);
        flat_point q = {0, top.y};
        for (int k = 0; k < GEN_KNOTS; k++) {
            chart->knots[m][k] = lift(top, azimuth, q);
            for (int i = 0; i < SUBSTEPS; i++)
                q = step(shape, top, azimuth, q, GEN_KNOT_MM / SUBSTEPS);
        }
    }
    return chart;
}

/* Arc length of the point of one meridian nearest to a point at the same azimuth. */
static double nearest(const gen_chart *chart, int m, flat_point q) {
    double best = 1e30, arc = 0;
    for (int k = 0; k + 1 < GEN_KNOTS; k++) {
        const scalp_vec3 p = chart->knots[m][k], n = chart->knots[m][k + 1];
        const double az = p.z - chart->top.z, bz = n.z - chart->top.z;
        const flat_point a = {sqrt(p.x * p.x + az * az), p.y};
        const flat_point b = {sqrt(n.x * n.x + bz * bz), n.y};
        const double dx = b.out - a.out, dy = b.y - a.y;
        const double t =
            scalp_clamp(((q.out - a.out) * dx + (q.y - a.y) * dy) / (dx * dx + dy * dy), 0, 1);
        const double ex = q.out - a.out - t * dx, ey = q.y - a.y - t * dy;
        if (ex * ex + ey * ey < best) {
            best = ex * ex + ey * ey;
            arc = (k + t) * GEN_KNOT_MM;
        }
    }
    return arc;
}

void gen_chart_find(const gen_chart *chart, scalp_vec3 p, double *meridian, double *arc_mm) {
    const double z = p.z - chart->top.z, x = fabs(p.x);
    const flat_point q = {sqrt(x * x + z * z), p.y};
    const double m = q.out < 1e-9 ? 0 : scalp_atan2(x, z) / SCALP_PI * (GEN_MERIDIANS - 1);
    int low = (int)m;
    if (low > GEN_MERIDIANS - 2)
        low = GEN_MERIDIANS - 2;
    const double t = m - low;
    *meridian = m;
    *arc_mm = nearest(chart, low, q) * (1 - t) + nearest(chart, low + 1, q) * t;
}
