/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A blurred disc, and its least squares fit. */
#include "disc.h"

#include <math.h>
#include <string.h>

enum { parameters = 8, iterations = 8, linear = 4 };

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

static region region_of(const scalp_patch *patch, const scalp_disc *disc) {
    const double reach = 1.7 * disc->r + 2.0 * disc->s + 1.5;
    region g = {(int)ceil(disc->x - reach), (int)ceil(disc->y - reach),
                (int)floor(disc->x + reach) + 1, (int)floor(disc->y + reach) + 1,
                (float)(reach * reach)};
    g.left = g.left < 0 ? 0 : g.left;
    g.top = g.top < 0 ? 0 : g.top;
    g.right = g.right > patch->width ? patch->width : g.right;
    g.bottom = g.bottom > patch->height ? patch->height : g.bottom;
    return g;
}

static void add_row(normal *n, const float *j, int size, float value) {
    for (int i = 0; i < size; i++) {
        for (int k = 0; k <= i; k++)
            n->a[i][k] += (double)(j[i] * j[k]);
        n->b[i] += (double)(j[i] * value);
    }
    n->squares += (double)(value * value);
    n->count++;
}

/* Order of parameters: depth, ground, slope x, slope y, x, y, r, s. */
static void gather(const scalp_disc_table *table, const scalp_patch *patch, const scalp_disc *disc,
                   const region *g, int size, normal *n) {
    memset(n, 0, sizeof *n);
    const float cx = (float)disc->x, cy = (float)disc->y, r = (float)disc->r, s = (float)disc->s;
    const float depth = (float)disc->depth;
    for (int y = g->top; y < g->bottom; y++)
        for (int x = g->left; x < g->right; x++) {
            const float dx = (float)x - cx, dy = (float)y - cy, d2 = dx * dx + dy * dy;
            const size_t at = (size_t)y * (size_t)patch->width + (size_t)x;
            if (d2 > g->reach2)
                continue;
            n->all++;
            if (patch->known[at] == 0)
                continue;
            const float d = sqrtf(d2);
            float slope[3], j[parameters];
            const float t = scalp_disc_profile(table, d, r, s, slope);
            const float away = d > 1e-3F ? 1 / d : 0;
            j[0] = t;
            j[1] = 1;
            j[2] = dx;
            j[3] = dy;
            j[4] = -depth * slope[0] * dx * away;
            j[5] = -depth * slope[0] * dy * away;
            j[6] = depth * slope[1];
            j[7] = depth * slope[2];
            float value = patch->plane[at];
            if (size > linear)
                value -= depth * t + (float)disc->ground + (float)disc->slope_x * dx +
                         (float)disc->slope_y * dy;
            add_row(n, j, size, value);
        }
}

static bool fit_linear(const scalp_disc_table *table, const scalp_patch *patch, const region *g,
                       scalp_disc *disc, double *squares) {
    normal n;
    double x[parameters], inverse[parameters];
    gather(table, patch, disc, g, linear, &n);
    disc->pixels = n.count;
    disc->known = n.all ? (double)n.count / n.all : 0;
    if (n.count < 12 || !solve(&n, linear, NULL, x, inverse))
        return false;
    disc->depth = x[0];
    disc->ground = x[1];
    disc->slope_x = x[2];
    disc->slope_y = x[3];
    double left = n.squares;
    for (int i = 0; i < linear; i++)
        left -= x[i] * n.b[i];
    *squares = fmax(left, 0);
    disc->residual = sqrt(*squares / (n.count - linear));
    disc->depth_sd = disc->residual * sqrt(inverse[0]);
    return true;
}

static void bounds(const scalp_disc_limits *limits, double x0, double y0, scalp_disc *d) {
    const double far = 0.6 * limits->most_r;
    d->r = scalp_clamp(d->r, limits->least_r, limits->most_r);
    d->s = scalp_clamp(d->s, limits->least_s, limits->most_s);
    d->x = scalp_clamp(d->x, x0 - far, x0 + far);
    d->y = scalp_clamp(d->y, y0 - far, y0 + far);
}

/* The share of squares that goes when the disc is added to the plane. */
static double explained(const scalp_disc_table *table, const scalp_patch *patch, const region *g,
                        const scalp_disc *disc, double squares) {
    normal n;
    double x[parameters], left;
    gather(table, patch, disc, g, linear, &n);
    left = n.squares;
    normal plane = n;
    for (int i = 0; i < 3; i++) {
        plane.b[i] = n.b[i + 1];
        for (int k = 0; k <= i; k++)
            plane.a[i][k] = n.a[i + 1][k + 1];
    }
    if (!solve(&plane, 3, NULL, x, NULL))
        return 0;
    for (int i = 0; i < 3; i++)
        left -= x[i] * plane.b[i];
    return left > 0 ? 1 - squares / left : 0;
}

void scalp_disc_fit(const scalp_disc_table *table, const scalp_patch *patch,
                    const scalp_disc_limits *limits, scalp_disc *disc) {
    const double x0 = disc->x, y0 = disc->y;
    const int size = limits->s_free ? 8 : 7;
    double squares, damping = 0.03;
    disc->good = false;
    disc->s = limits->s;
    bounds(limits, x0, y0, disc);
    region g = region_of(patch, disc);
    if (!fit_linear(table, patch, &g, disc, &squares))
        return;
    double inverse[parameters] = {0};
    for (int i = 0; i < iterations; i++) {
        normal n;
        double step[parameters], damp[parameters], next_squares;
        gather(table, patch, disc, &g, size, &n);
        for (int k = 0; k < size; k++)
            damp[k] = damping * n.a[k][k];
        if (!solve(&n, size, damp, step, inverse))
            break;
        scalp_disc next = *disc;
        next.x += step[4];
        next.y += step[5];
        next.r += scalp_clamp(step[6], -0.4 * disc->r, 0.4 * disc->r);
        if (limits->s_free)
            next.s += scalp_clamp(step[7], -0.4 * disc->s, 0.4 * disc->s);
        bounds(limits, x0, y0, &next);
        if (!fit_linear(table, patch, &g, &next, &next_squares))
            break;
        const double gain = squares - next_squares;
        if (gain < 0) {
            damping *= 8;
            if (damping > 1e3)
                break;
            continue;
        }
        *disc = next;
        squares = next_squares;
        damping *= 0.3;
        if (i == 1)
            g = region_of(patch, disc), fit_linear(table, patch, &g, disc, &squares);
        if (gain < 1e-3 * squares && i > 2)
            break;
    }
    disc->centre_sd = disc->residual * sqrt(0.5 * (inverse[4] + inverse[5]));
    disc->r_sd = disc->residual * sqrt(inverse[6]);
    disc->explained = explained(table, patch, &g, disc, squares);
    disc->good = disc->depth > 0;
}

bool scalp_disc_read(const scalp_disc_table *table, const scalp_patch *patch, scalp_disc *disc) {
    double squares;
    const region g = region_of(patch, disc);
    if (fit_linear(table, patch, &g, disc, &squares))
        return true;
    disc->depth = disc->ground = 0;
    return false;
}
