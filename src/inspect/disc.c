/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A blurred disc, and its least squares fit. */
#include "disc.h"

#include <math.h>
#include <string.h>

enum { parameters = 8, iterations = 6, linear = 4 };

static const double u_step = 0.25, u_first = -5, v_step = 0.1;

/* Abramowitz & Stegun 1964, 7.1.26: error below 1.5e-7. */
static double erf_of(double x) {
    const double t = 1 / (1 + 0.3275911 * fabs(x));
    const double p =
        t * (0.254829592 +
             t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    const double e = 1 - p * scalp_exp(-x * x);
    return x < 0 ? -e : e;
}

static double disc_exact(double distance, double r, double s) {
    enum { steps = 96 };
    const double low = fmax(-r, distance - 5 * s), high = fmin(r, distance + 5 * s);
    double sum = 0;
    if (low >= high)
        return 0;
    const double dx = (high - low) / steps;
    for (int i = 0; i < steps; i++) {
        const double x = low + (i + 0.5) * dx, z = (x - distance) / s;
        sum += scalp_exp(-0.5 * z * z) * erf_of(sqrt(fmax(r * r - x * x, 0) / 2) / s);
    }
    return sum * dx / (s * sqrt(2 * SCALP_PI));
}

void scalp_disc_table_make(scalp_disc_table *table) {
    for (int j = 0; j < SCALP_DISC_V; j++)
        for (int i = 0; i < SCALP_DISC_U; i++) {
            const double u = u_first + i * u_step, v = j * v_step;
            if (j == 0) /* a straight edge */
                table->t[j][i] = (float)(0.5 - 0.5 * erf_of(u / sqrt(2)));
            else
                table->t[j][i] = (float)disc_exact(fabs(1 / v + u), 1 / v, 1);
        }
}

float scalp_disc_profile(const scalp_disc_table *table, float distance, float r, float s,
                         float slope[3]) {
    const float most_v = (float)(SCALP_DISC_V - 1) * 0.1F - 1e-4F;
    float u = (distance - r) / s, v = s / r;
    const bool outside = u >= 4.99F;
    u = u < -5 ? -5 : u > 4.99F ? 4.99F : u;
    v = v > most_v ? most_v : v;
    const float a = (u + 5) * 4, b = v * 10;
    const int i = (int)a, j = (int)b;
    const float fa = a - (float)i, fb = b - (float)j;
    const float *t0 = table->t[j] + i, *t1 = table->t[j + 1] + i;
    const float low = t0[0] + fa * (t0[1] - t0[0]), high = t1[0] + fa * (t1[1] - t1[0]);
    if (slope) {
        const float tu = 4 * ((1 - fb) * (t0[1] - t0[0]) + fb * (t1[1] - t1[0]));
        const float tv = 10 * (high - low);
        slope[0] = tu / s;
        slope[1] = -tu / s - tv * s / (r * r);
        slope[2] = -tu * u / s + tv / r;
    }
    return outside ? 0 : low + fb * (high - low);
}

/* ---- The profile of one disc --------------------------------------------------------------- */

enum { fan = 64 };

/* The profile and its slopes at even steps of distance, so that a pixel takes one of them. */
typedef struct radial {
    float per_px; /* steps a pixel */
    float t[fan + 1], by_distance[fan + 1], by_r[fan + 1], by_s[fan + 1];
} radial;

static void radial_make(const scalp_disc_table *table, double r, double s, double reach,
                        bool slopes, radial *to) {
    const float step = (float)(reach / (fan - 1));
    to->per_px = 1 / step;
    for (int i = 0; i <= fan; i++) {
        float slope[3];
        to->t[i] =
            scalp_disc_profile(table, (float)i * step, (float)r, (float)s, slopes ? slope : NULL);
        if (!slopes)
            continue;
        to->by_distance[i] = slope[0];
        to->by_r[i] = slope[1];
        to->by_s[i] = slope[2];
    }
}

static inline float between(const float *v, int i, float f) {
    return v[i] + f * (v[i + 1] - v[i]);
}

/* ---- Normal equations ---------------------------------------------------------------------- */

typedef struct normal {
    double a[parameters][parameters], b[parameters];
    double squares;
    int count, all;
} normal;

/* Solves in place by Cholesky's method; false when it is singular. `inverse` gets the diagonal of
 * the inverse. */
static bool solve(normal *n, int size, const double *damping, double *x, double *inverse) {
    double l[parameters][parameters];
    for (int i = 0; i < size; i++)
        for (int j = 0; j <= i; j++) {
            double sum = n->a[i][j];
            if (i == j && damping)
                sum += damping[i];
            for (int k = 0; k < j; k++)
                sum -= l[i][k] * l[j][k];
            if (i == j) {
                if (!(sum > 1e-12 * n->a[i][i] + 1e-300))
                    return false;
                l[i][i] = sqrt(sum);
            } else
                l[i][j] = sum / l[j][j];
        }
    for (int i = 0; i < size; i++) {
        double sum = n->b[i];
        for (int k = 0; k < i; k++)
            sum -= l[i][k] * x[k];
        x[i] = sum / l[i][i];
    }
    for (int i = size - 1; i >= 0; i--) {
        for (int k = i + 1; k < size; k++)
            x[i] -= l[k][i] * x[k];
        x[i] /= l[i][i];
    }
    for (int c = 0; inverse && c < size; c++) {
        double y[parameters], sum = 0;
        for (int i = c; i < size; i++) {
            double v = i == c ? 1 : 0;
            for (int k = c; k < i; k++)
                v -= l[i][k] * y[k];
            y[i] = v / l[i][i];
            sum += y[i] * y[i];
        }
        inverse[c] = sum;
    }
    return true;
}

typedef struct region {
    int left, top, right, bottom; /* right, bottom: past the last */
    float reach2;
} region;

static region region_of(const scalp_patch *patch, const scalp_disc *disc, bool tight) {
    const double reach =
        tight ? 1.4 * disc->r + 1.8 * disc->s + 1 : 1.7 * disc->r + 2.0 * disc->s + 1.5;
    region g = {(int)ceil(disc->x - reach), (int)ceil(disc->y - reach),
                (int)floor(disc->x + reach) + 1, (int)floor(disc->y + reach) + 1,
                (float)(reach * reach)};
    g.left = g.left < 0 ? 0 : g.left;
    g.top = g.top < 0 ? 0 : g.top;
    g.right = g.right > patch->width ? patch->width : g.right;
    g.bottom = g.bottom > patch->height ? patch->height : g.bottom;
    return g;
}

/* `doubt`: residuals of that size count half (Geman & McClure 1987); 0: all alike.
 * Order of parameters: depth, ground, slope x, slope y, x, y, r, s. */
static void gather(const scalp_disc_table *table, const scalp_patch *patch, const scalp_disc *disc,
                   const region *g, int size, double doubt, normal *n) {
    radial fit;
    const float doubt2 = doubt > 0 ? (float)(1 / (doubt * doubt)) : 0;
    float a[parameters][parameters] = {{0}}, b[parameters] = {0}, squares = 0;
    const float cx = (float)disc->x, cy = (float)disc->y, depth = (float)disc->depth;
    memset(n, 0, sizeof *n);
    radial_make(table, disc->r, disc->s, sqrt((double)g->reach2), true, &fit);
    for (int y = g->top; y < g->bottom; y++) {
        const float dy = (float)y - cy, room = g->reach2 - dy * dy;
        if (room < 0)
            continue;
        const float half = sqrtf(room);
        const int from = (int)ceilf(cx - half), to = (int)floorf(cx + half);
        const int first = from < g->left ? g->left : from;
        const int last = to < g->right - 1 ? to : g->right - 1;
        for (int x = first; x <= last; x++) {
            const float dx = (float)x - cx, d2 = dx * dx + dy * dy;
            const size_t at = (size_t)y * (size_t)patch->width + (size_t)x;
            n->all++;
            if (patch->known[at] == 0)
                continue;
            const float d = sqrtf(d2), away = d > 1e-3F ? 1 / d : 0, steps = d * fit.per_px;
            const int i = (int)steps;
            const float f = steps - (float)i, t = between(fit.t, i, f);
            const float outward = -depth * between(fit.by_distance, i, f) * away;
            const float j[parameters] = {t,
                                         1,
                                         dx,
                                         dy,
                                         outward * dx,
                                         outward * dy,
                                         depth * between(fit.by_r, i, f),
                                         depth * between(fit.by_s, i, f)};
            const float value = patch->plane[at] - depth * t - (float)disc->ground -
                                (float)disc->slope_x * dx - (float)disc->slope_y * dy;
            const float weight = 1 / (1 + value * value * doubt2);
            for (int p = 0; p < parameters; p++) {
                const float weighed = weight * j[p];
                for (int q = 0; q < parameters; q++)
                    a[p][q] += weighed * j[q];
                b[p] += weighed * value;
            }
            squares += weight * value * value;
            n->count++;
        }
    }
    for (int p = 0; p < size; p++) {
        for (int q = 0; q <= p; q++)
            n->a[p][q] = (double)a[p][q];
        n->b[p] = (double)b[p];
    }
    n->squares = (double)squares;
}

static void bounds(const scalp_disc_limits *limits, double x0, double y0, scalp_disc *d) {
    const double far = 0.6 * limits->most_r;
    d->r = scalp_clamp(d->r, limits->least_r, limits->most_r);
    d->s = scalp_clamp(d->s, limits->least_s, limits->most_s);
    d->x = scalp_clamp(d->x, x0 - far, x0 + far);
    d->y = scalp_clamp(d->y, y0 - far, y0 + far);
}

static scalp_disc moved(const scalp_disc *disc, const double step[parameters], int size) {
    scalp_disc next = *disc;
    next.depth += step[0];
    next.ground += step[1];
    next.slope_x += step[2];
    next.slope_y += step[3];
    if (size > linear) {
        next.x += step[4];
        next.y += step[5];
        next.r += scalp_clamp(step[6], -0.3 * disc->r, 0.4 * disc->r);
        /* The ground is told at the centre. */
        next.ground += next.slope_x * step[4] + next.slope_y * step[5];
    }
    if (size > 7)
        next.s += scalp_clamp(step[7], -0.3 * disc->s, 0.4 * disc->s);
    return next;
}

/* Depth and ground for a disc whose place and form are given, one step being exact. */
static bool settle(const scalp_disc_table *table, const scalp_patch *patch, const region *g,
                   scalp_disc *disc) {
    normal n;
    double step[parameters] = {0};
    disc->depth = disc->ground = disc->slope_x = disc->slope_y = 0;
    gather(table, patch, disc, g, linear, 0, &n);
    disc->pixels = n.count;
    disc->known = n.all ? (double)n.count / n.all : 0;
    if (n.count < 12 || !solve(&n, linear, NULL, step, NULL))
        return false;
    *disc = moved(disc, step, linear);
    return true;
}

void scalp_disc_fit(const scalp_disc_table *table, const scalp_patch *patch,
                    const scalp_disc_limits *limits, scalp_disc *disc) {
    const double x0 = disc->x, y0 = disc->y;
    const int size = limits->s_free ? 8 : 7;
    double damping = 0.02, doubt = 0, best = HUGE_VAL, inverse[parameters] = {0};
    normal n, kept = {.count = 0};
    disc->good = false;
    disc->s = limits->s;
    bounds(limits, x0, y0, disc);
    region g = region_of(patch, disc, limits->tight);
    if (!settle(table, patch, &g, disc))
        return;
    scalp_disc here = *disc;
    for (int i = 0; i < iterations; i++) {
        double step[parameters], damp[parameters];
        gather(table, patch, &here, &g, size, doubt, &n);
        const double was = best;
        if (n.squares <= best) {
            *disc = here;
            best = n.squares;
            kept = n;
            damping *= 0.3;
        } else
            damping *= 10;
        if (limits->tight && i == 2) { /* from here on what does not fit counts less */
            doubt = 1.3 * sqrt(best / (kept.count > size ? kept.count - size : 1));
            best = HUGE_VAL;
            here = *disc;
            continue;
        }
        if (was < HUGE_VAL && fabs(was - n.squares) < 5e-3 * was && (!limits->tight || i > 3))
            break;
        for (int k = 0; k < size; k++)
            damp[k] = damping * kept.a[k][k];
        if (!solve(&kept, size, damp, step, NULL))
            break;
        here = moved(disc, step, size);
        bounds(limits, x0, y0, &here);
    }
    normal last = kept;
    double none[parameters];
    if (kept.count <= size || !solve(&last, size, NULL, none, inverse))
        return;
    disc->residual = sqrt(best / (kept.count - size));
    disc->depth_sd = disc->residual * sqrt(inverse[0]);
    disc->centre_sd = disc->residual * sqrt(0.5 * (inverse[4] + inverse[5]));
    disc->r_sd = disc->residual * sqrt(inverse[6]);
    disc->good = disc->depth > 0;
}

/* ---- One disc in several planes ------------------------------------------------------------ */

typedef struct sums {
    double a[linear][linear], b[SCALP_DISC_PLANES][linear], squares[SCALP_DISC_PLANES];
    int count;
} sums;

static void gather_planes(const scalp_disc_table *table, const float *const planes[], int count,
                          const scalp_patch *patch, const scalp_disc *disc, sums *to) {
    radial fit;
    const region g = region_of(patch, disc, false);
    const float cx = (float)disc->x, cy = (float)disc->y;
    memset(to, 0, sizeof *to);
    radial_make(table, disc->r, disc->s, sqrt((double)g.reach2), false, &fit);
    for (int y = g.top; y < g.bottom; y++) {
        const float dy = (float)y - cy;
        for (int x = g.left; x < g.right; x++) {
            const float dx = (float)x - cx, d2 = dx * dx + dy * dy;
            const size_t at = (size_t)y * (size_t)patch->width + (size_t)x;
            if (d2 > g.reach2 || patch->known[at] == 0)
                continue;
            const float steps = sqrtf(d2) * fit.per_px;
            const int i = (int)steps;
            const double j[linear] = {(double)between(fit.t, i, steps - (float)i), 1, (double)dx,
                                      (double)dy};
            for (int p = 0; p < linear; p++)
                for (int q = 0; q <= p; q++)
                    to->a[p][q] += j[p] * j[q];
            for (int k = 0; k < count; k++) {
                const double value = (double)planes[k][at];
                for (int p = 0; p < linear; p++)
                    to->b[k][p] += j[p] * value;
                to->squares[k] += value * value;
            }
            to->count++;
        }
    }
}

/* Squares that are left of a plane when parameters `first`.. are fitted to it. */
static double left_over(const sums *s, int plane, int first, double x[parameters]) {
    normal n = {.count = s->count};
    double left = s->squares[plane];
    for (int p = first; p < linear; p++) {
        n.b[p - first] = s->b[plane][p];
        for (int q = first; q <= p; q++)
            n.a[p - first][q - first] = s->a[p][q];
    }
    if (!solve(&n, linear - first, NULL, x, NULL))
        return left;
    for (int p = 0; p < linear - first; p++)
        left -= x[p] * n.b[p];
    return fmax(left, 0);
}

void scalp_disc_read(const scalp_disc_table *table, const float *const planes[], int count,
                     const scalp_patch *patch, const scalp_disc *disc, scalp_disc_seen *seen) {
    sums s;
    gather_planes(table, planes, count, patch, disc, &s);
    for (int k = 0; k < count; k++) {
        double x[parameters] = {0}, flat[parameters];
        const double with = left_over(&s, k, 0, x), without = left_over(&s, k, 1, flat);
        seen[k] = (scalp_disc_seen){
            .depth = x[0],
            .ground = x[1],
            .explained = without > 0 ? scalp_clamp(1 - with / without, 0, 1) : 0,
            .residual = s.count > linear ? sqrt(with / (s.count - linear)) : 0,
        };
    }
}
