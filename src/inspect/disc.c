/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A blurred disc, and its least squares fit. */
#include "disc.h"

#include <math.h>
#include <string.h>

enum { parameters = 8, iterations = 6, linear = 4, rest = 8 /* of the residuals */ };

static const double u_step = 0.25, u_first = -5, v_step = 0.1;
/* px; larger discs make do with every second pixel, or fewer. A circle of 17.5 has fewer than
 * SCALP_LANE_PIXELS. */
static const double most_reach = 12.5, most_reach_tight = 17.5;

/* Abramowitz & Stegun 1964, 7.1.26: error below 1.5e-7. */
static double erf_of(double x) {
    const double t = 1 / (1 + 0.3275911 * fabs(x));
    const double p =
        t * (0.254829592 +
             t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    const double e = 1 - p * scalp_exp(-x * x);
    return x < 0 ? -e : e;
}

/* The integral over x = r sin(angle), which is smooth up to the disc's edge. */
static double disc_exact(double distance, double r, double s) {
    enum { steps = 24 };
    const double low = fmax(-r, distance - 5 * s), high = fmin(r, distance + 5 * s);
    double sum = 0;
    if (low >= high)
        return 0;
    const double first = scalp_atan2(low, sqrt(fmax(r * r - low * low, 0)));
    const double last = scalp_atan2(high, sqrt(fmax(r * r - high * high, 0)));
    const double step = (last - first) / steps;
    for (int i = 0; i < steps; i++) {
        double sine, cosine;
        scalp_sincos(first + (i + 0.5) * step, &sine, &cosine);
        const double z = (r * sine - distance) / s;
        sum += cosine * scalp_exp(-0.5 * z * z) * erf_of(r * cosine / (s * sqrt(2)));
    }
    return sum * r * step / (s * sqrt(2 * SCALP_PI));
}

void scalp_disc_table_make(scalp_disc_table *table, const scalp_lanes *lanes) {
    table->lanes = lanes;
    for (int j = 0; j < SCALP_DISC_V; j++)
        for (int i = 0; i < SCALP_DISC_U; i++) {
            const double u = u_first + i * u_step, v = j * v_step;
            if (j == 0) /* a straight edge */
                table->t[j][i] = (float)(0.5 - 0.5 * erf_of(u / sqrt(2)));
            else
                table->t[j][i] = (float)disc_exact(fabs(1 / v + u), 1 / v, 1);
        }
}

void scalp_disc_profile(const scalp_disc_table *table, double r, double s, scalp_lane_profile *to) {
    const double v = fmin(s / r, (SCALP_DISC_V - 1) * v_step - 1e-4);
    const int row = (int)(v / v_step);
    const float part = (float)(v / v_step - row), per_v = (float)(1 / v_step);
    const float *low = table->t[row], *high = table->t[row + 1];
    to->r = (float)r;
    to->s = (float)s;
    for (int i = 0; i < SCALP_DISC_U; i++) {
        to->cell[i][0] = low[i] + part * (high[i] - low[i]);
        to->cell[i][2] = per_v * (high[i] - low[i]);
    }
    for (int i = 0; i < SCALP_DISC_U; i++) {
        const int next = i + 1 < SCALP_DISC_U ? i + 1 : i;
        to->cell[i][1] = to->cell[next][0] - to->cell[i][0];
        to->cell[i][3] = to->cell[next][2] - to->cell[i][2];
    }
}

/* ---- Normal equations ---------------------------------------------------------------------- */

typedef struct normal {
    double a[parameters][parameters], b[parameters];
    double squares;
    int count;
} normal;

/* Solves in place by Cholesky's method; false when it is singular. `inverse` gets the diagonal of
 * the inverse. */
static bool solve(const normal *n, int size, const double *damping, double *x, double *inverse) {
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

/* What a fit works on. */
typedef struct fitting {
    const scalp_disc_table *table;
    int step; /* from pixel to pixel */
    scalp_lane_pixels pixels;
    scalp_lane_vector value[SCALP_DISC_PLANES], vector[SCALP_LANE_VECTORS];
} fitting;

/* `count` pixels from `at` on, every `step`-th. Reads and writes past them, by less than a group.
 */
static void take_line(const float *from, int count, int step, float *to) {
    if (step == 1)
        for (int i = 0; i < count; i += SCALP_LANE)
            memcpy(to + i, from + i, SCALP_LANE * sizeof *to);
    else
        for (int i = 0; i < count; i++)
            to[i] = from[i * step];
}

static void collect_line(fitting *f, const scalp_patch *patch, const float *const planes[],
                         int count, size_t at, int pixels, int step) {
    const int n = f->pixels.all;
    take_line(patch->known + at, pixels, step, f->pixels.use + n);
    for (int k = 0; k < count; k++)
        take_line(planes[k] + at, pixels, step, f->value[k] + n);
    f->pixels.all += pixels;
}

/* What fills the last group does not count; nor does what is not known. */
static void collect_end(fitting *f, int count) {
    scalp_lane_pixels *to = &f->pixels;
    float known = 0;
    to->padded = (to->all + SCALP_LANE - 1) / SCALP_LANE * SCALP_LANE;
    for (int i = to->all; i < to->padded; i++)
        to->x[i] = to->y[i] = to->use[i] = 0;
    for (int i = 0; i < to->all; i++)
        known += to->use[i];
    to->count = (int)known;
    for (int k = 0; k < count; k++) {
        for (int i = to->all; i < to->padded; i++)
            f->value[k][i] = 0;
        for (int i = 0; i < to->all && to->count < to->all; i++)
            f->value[k][i] *= to->use[i];
    }
}

/* The pixels about a disc. */
static void collect(const scalp_patch *patch, const scalp_disc *disc, bool tight,
                    const float *const planes[], int count, fitting *f) {
    const double reach =
        tight ? 1.4 * disc->r + 1.8 * disc->s + 1 : 1.7 * disc->r + 2.0 * disc->s + 1.5;
    const double most = tight ? most_reach_tight : most_reach;
    const int step = reach > most ? (int)ceil(reach / most) : 1;
    const int top = (int)fmax(ceil(disc->y - reach), 0);
    const int bottom = (int)fmin(floor(disc->y + reach), patch->height - 1);
    f->pixels.all = 0;
    f->step = step;
    for (int y = top; y <= bottom; y += step) {
        const double dy = y - disc->y, half = sqrt(fmax(reach * reach - dy * dy, 0));
        const int left = (int)fmax(ceil(disc->x - half), 0);
        const int right = (int)fmin(floor(disc->x + half), patch->width - 1);
        const int pixels = right < left ? 0 : (right - left) / step + 1, n = f->pixels.all;
        for (int i = 0; i < pixels; i++) {
            f->pixels.x[n + i] = (float)(left + i * step);
            f->pixels.y[n + i] = (float)y;
        }
        collect_line(f, patch, planes, count, (size_t)y * (size_t)patch->width + (size_t)left,
                     pixels, step);
    }
    collect_end(f, count);
}

/* Order of parameters: depth, ground, slope x, slope y, x, y, r, s. */
static void gather(fitting *f, const scalp_disc *disc, int size, double doubt, normal *n) {
    scalp_lane_profile profile;
    double sum[SCALP_LANE_SUMS];
    const float *v[SCALP_LANE_VECTORS];
    const scalp_lane_disc d = {(float)disc->x,      (float)disc->y,       (float)disc->depth,
                               (float)disc->ground, (float)disc->slope_x, (float)disc->slope_y,
                               (float)doubt};
    for (int k = 0; k < SCALP_LANE_VECTORS; k++)
        v[k] = f->vector[k];
    scalp_disc_profile(f->table, disc->r, disc->s, &profile);
    f->table->lanes->slopes(&profile, &f->pixels, f->value[0], &d, f->vector);
    f->table->lanes->products(v, SCALP_LANE_VECTORS, f->pixels.padded, sum);
    for (int p = 0, k = 0; p < size; p++) {
        for (int q = 0; q <= p; q++)
            n->a[p][q] = sum[k++];
        n->b[p] = sum[rest * (rest + 1) / 2 + p];
    }
    n->squares = sum[SCALP_LANE_SUMS - 1];
    n->count = f->pixels.count;
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

/* Sums of the profile, a plane and up to SCALP_DISC_PLANES planes of pixels. */
static void sums_of(fitting *f, const scalp_disc *disc, int planes, double sum[SCALP_LANE_SUMS]) {
    scalp_lane_profile profile;
    const int vectors = planes > 2 ? 9 : 6;
    const float *v[SCALP_LANE_VECTORS];
    scalp_disc_profile(f->table, disc->r, disc->s, &profile);
    f->table->lanes->shape(&profile, &f->pixels, (float)disc->x, (float)disc->y, f->vector);
    for (int k = 0; k < vectors; k++)
        v[k] = k < linear ? f->vector[k] : k - linear < planes ? f->value[k - linear] : f->value[0];
    f->table->lanes->products(v, vectors, f->pixels.padded, sum);
}

/* Squares that are left of a plane when parameters `first`.. are fitted to it. */
static double left_over(const double sum[], int plane, int first, double x[parameters]) {
    normal n;
    const int row = linear + plane, at = row * (row + 1) / 2;
    double left = sum[at + row];
    for (int p = first; p < linear; p++) {
        n.b[p - first] = sum[at + p];
        for (int q = first; q <= p; q++)
            n.a[p - first][q - first] = sum[p * (p + 1) / 2 + q];
    }
    if (!solve(&n, linear - first, NULL, x, NULL))
        return left;
    for (int p = 0; p < linear - first; p++)
        left -= x[p] * n.b[p];
    return fmax(left, 0);
}

/* Depth and ground for a disc whose place and form are given; `without`: the squares about a plane.
 */
static bool settle(fitting *f, scalp_disc *disc, double *without) {
    double sum[SCALP_LANE_SUMS], x[parameters] = {0}, flat[parameters];
    disc->pixels = f->pixels.count;
    disc->known = f->pixels.all ? (double)f->pixels.count / f->pixels.all : 0;
    if (f->pixels.count < 12)
        return false;
    sums_of(f, disc, 1, sum);
    const double with = left_over(sum, 0, 0, x);
    *without = left_over(sum, 0, 1, flat);
    disc->explained = *without > 0 ? 1 - with / *without : 0;
    disc->depth = x[0];
    disc->ground = x[1];
    disc->slope_x = x[2];
    disc->slope_y = x[3];
    return true;
}

/* Steps from where the disc was settled; `kept`: the normal equations at the best of them. */
static double descend(fitting *f, const scalp_disc_limits *limits, scalp_disc *disc, normal *kept) {
    const double x0 = disc->x, y0 = disc->y;
    const int size = limits->s_free ? 8 : 7;
    double damping = 0.02, doubt = 0, best = HUGE_VAL;
    scalp_disc here = *disc;
    for (int i = 0; i < iterations; i++) {
        double step[parameters], damp[parameters];
        normal n;
        gather(f, &here, size, doubt, &n);
        const double was = best;
        if (n.squares <= best) {
            *disc = here;
            best = n.squares;
            *kept = n;
            damping *= 0.3;
        } else
            damping *= 10;
        if (limits->tight && i == 2) { /* from here on what does not fit counts less */
            doubt = 1.3 * sqrt(best / (kept->count > size ? kept->count - size : 1));
            best = HUGE_VAL;
            here = *disc;
            continue;
        }
        if (was < HUGE_VAL && fabs(was - n.squares) < 5e-3 * was && (!limits->tight || i > 3))
            break;
        for (int k = 0; k < size; k++)
            damp[k] = damping * kept->a[k][k];
        if (!solve(kept, size, damp, step, NULL))
            break;
        here = moved(disc, step, size);
        bounds(limits, x0, y0, &here);
    }
    return best;
}

void scalp_disc_fit(const scalp_disc_table *table, const scalp_patch *patch,
                    const scalp_disc_limits *limits, scalp_disc *disc) {
    fitting f;
    const int size = limits->s_free ? 8 : 7;
    double inverse[parameters] = {0}, none[parameters], without = 0;
    normal kept = {.count = 0};
    f.table = table;
    disc->good = false;
    disc->explained = 0;
    disc->s = limits->s;
    bounds(limits, disc->x, disc->y, disc);
    collect(patch, disc, limits->tight, &patch->plane, 1, &f);
    if (!settle(&f, disc, &without) || disc->explained < 0.5 * limits->least_explained)
        return;
    const double best = descend(&f, limits, disc, &kept);
    disc->explained = without > 0 ? 1 - best / without : 0;
    if (disc->explained < limits->least_explained || kept.count <= size ||
        !solve(&kept, size, NULL, none, inverse))
        return;
    disc->residual = sqrt(best / (kept.count - size));
    const double sd = disc->residual / f.step; /* as of all pixels */
    disc->depth_sd = sd * sqrt(inverse[0]);
    disc->centre_sd = sd * sqrt(0.5 * (inverse[4] + inverse[5]));
    disc->r_sd = sd * sqrt(inverse[6]);
    disc->good = disc->depth > 0;
}

void scalp_disc_read(const scalp_disc_table *table, const float *const planes[], int count,
                     const scalp_patch *patch, const scalp_disc *disc, scalp_disc_seen *seen) {
    fitting f;
    double sum[SCALP_LANE_SUMS];
    f.table = table;
    collect(patch, disc, false, planes, count, &f);
    sums_of(&f, disc, count, sum);
    for (int k = 0; k < count; k++) {
        double x[parameters] = {0}, flat[parameters];
        const double with = left_over(sum, k, 0, x), without = left_over(sum, k, 1, flat);
        seen[k] = (scalp_disc_seen){
            .depth = x[0],
            .ground = x[1],
            .explained = without > 0 ? scalp_clamp(1 - with / without, 0, 1) : 0,
            .residual = f.pixels.count > linear ? sqrt(with / (f.pixels.count - linear)) : 0,
        };
    }
}
