/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the dots' diameters and darkness are spread: quartiles, drift, two kinds, outliers. */
#include "even.h"

#include <math.h>
#include <stdlib.h>

static const double trusted = 0.8; /* what may be no dot is no measure of dots */

typedef struct sample {
    size_t count;
    double *value, *sd;
    scalp_vec2 *at;
    uint32_t *block;
} sample;

static scalp_status take(even_job *job, bool darkness, sample *s) {
    void *value, *sd, *at, *block;
    const size_t n = job->dots.count + 1;
    SCALP_TRY(scalp_work_take(job->work, n, sizeof *s->value, &value, job->error));
    SCALP_TRY(scalp_work_take(job->work, n, sizeof *s->sd, &sd, job->error));
    SCALP_TRY(scalp_work_take(job->work, n, sizeof *s->at, &at, job->error));
    SCALP_TRY(scalp_work_take(job->work, n, sizeof *s->block, &block, job->error));
    *s = (sample){0, value, sd, at, block};
    for (size_t i = 0; i < job->dots.count; i++) {
        const scalp_found *f = &job->ask->found[job->dots.source[i]];
        const double mm = job->ask->has_mm ? f->diameter_mm : f->diameter_px;
        const double v = darkness ? f->darkness : mm;
        const double e = darkness             ? f->darkness_sd
                         : job->ask->has_mm   ? f->diameter_sd_mm
                         : f->diameter_mm > 0 ? f->diameter_sd_mm * mm / f->diameter_mm
                                              : 0;
        if (f->kind != SCALP_FOUND_DOT || f->confidence < trusted || !(v > 0) || !isfinite(v))
            continue;
        s->value[s->count] = v;
        s->sd[s->count] = e > 0 && isfinite(e) ? e : 0;
        s->at[s->count] = job->dots.at[i];
        s->block[s->count++] = job->block[i];
    }
    return SCALP_OK;
}

/* ---- Width --------------------------------------------------------------------------------- */

/* Robust width over the median, what measuring adds taken off. */
static scalp_status width_of(even_job *job, const sample *s, scalp_evenness_spread *to) {
    void *place;
    double noise = 0;
    scalp_figure off;
    SCALP_TRY(scalp_work_take(job->work, s->count + 1, sizeof(double), &place, job->error));
    double *apart = place;
    for (size_t i = 0; i < s->count; i++) {
        apart[i] = fabs(s->value[i] - to->median.value);
        noise += s->sd[i] * s->sd[i] / (double)s->count;
    }
    SCALP_TRY(even_quantile(job, apart, s->block, s->count, 0.5, &off));
    const double m = to->median.value, noise2 = noise / (m * m);
    const double edge[3] = {1.4826 * off.value / m, 1.4826 * off.low / m, 1.4826 * off.high / m};
    to->cv = (scalp_figure){sqrt(fmax(edge[0] * edge[0] - noise2, 0)),
                            sqrt(fmax(edge[1] * edge[1] - noise2, 0)),
                            sqrt(fmax(edge[2] * edge[2] - noise2, 0))};
    to->outliers = 0;
    for (size_t i = 0; i < s->count; i++)
        to->outliers += s->value[i] - m > 3.5 * edge[0] * m && s->value[i] > m * 4 / 3;
    return SCALP_OK;
}

/* ---- Drift --------------------------------------------------------------------------------- */

typedef struct plane {
    double n, x, y, v, xx, xy, yy, xv, yv;
} plane;

static void plane_add(plane *to, const plane *from, double t) {
    double *a = &to->n;
    const double *b = &from->n;
    for (size_t k = 0; k < sizeof *to / sizeof(double); k++)
        a[k] += t * b[k];
}

/* Least squares: the slopes. */
static void slopes(const plane *p, double *a, double *b) {
    const double xx = p->xx - p->x * p->x / p->n, yy = p->yy - p->y * p->y / p->n;
    const double xy = p->xy - p->x * p->y / p->n;
    const double xv = p->xv - p->x * p->v / p->n, yv = p->yv - p->y * p->v / p->n;
    const double det = xx * yy - xy * xy;
    *a = det > 1e-12 * xx * yy ? (xv * yy - yv * xy) / det : (double)NAN;
    *b = det > 1e-12 * xx * yy ? (yv * xx - xv * xy) / det : (double)NAN;
}

/* The change across the measured skin, from end to end along the steepest way. Values beyond 2.5
 * robust widths are pulled in, so that no outlier tilts the plane. */
static scalp_status drift(even_job *job, const sample *s, scalp_evenness_spread *to) {
    const size_t blocks = job->blocks.count;
    const double m = to->median.value;
    const double most =
        2.5 * fmax(to->quartile_high.value - to->quartile_low.value, 0.01 * m) / 1.35;
    plane all = {0};
    double a, b, replicates[EVEN_REPLICATES], low = HUGE_VAL, high = -HUGE_VAL;
    void *place;
    SCALP_TRY(scalp_work_take(job->work, blocks + 1, sizeof(plane), &place, job->error));
    plane *of = place;
    for (size_t i = 0; i < s->count; i++) {
        const double v = scalp_clamp(s->value[i] - m, -most, most);
        const double x = s->at[i].x - job->skin.origin.x, y = s->at[i].y - job->skin.origin.y;
        const plane one = {1, x, y, v, x * x, x * y, y * y, x * v, y * v};
        plane_add(&of[s->block[i]], &one, 1);
        plane_add(&all, &one, 1);
    }
    slopes(&all, &a, &b);
    const double steep = sqrt(a * a + b * b);
    to->trend = (scalp_figure){NAN, NAN, NAN};
    if (!(steep > 0))
        return SCALP_OK;
    for (size_t i = 0; i < s->count; i++) {
        const double along = (a * s->at[i].x + b * s->at[i].y) / steep;
        low = fmin(low, along);
        high = fmax(high, along);
    }
    for (int r = 0; r < EVEN_REPLICATES; r++) {
        plane drawn = {0};
        double ra, rb;
        for (size_t k = 0; k < blocks; k++)
            plane_add(&drawn, &of[k], job->blocks.times[(size_t)r * blocks + k]);
        slopes(&drawn, &ra, &rb);
        replicates[r] = (ra * a + rb * b) / steep * (high - low) / m;
    }
    to->trend = even_interval(steep * (high - low) / m, replicates, blocks);
    to->trend_deg = scalp_atan2(b, a) * 180 / SCALP_PI;
    return SCALP_OK;
}

/* ---- Two kinds ------------------------------------------------------------------------------ */

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef struct mixture {
    double mean[2], sd, share, likelihood;
} mixture;

/* Two normals of one width in the logarithm, by expectation maximisation (Dempster et al. 1977). */
static mixture mixture_of(const double *log_value, size_t count, double first, double second,
                          double sd) {
    mixture m = {{first, second}, sd, 0.5, 0};
    for (int round = 0; round < 40; round++) {
        double held[2] = {0, 0}, sum[2] = {0, 0}, square = 0;
        for (size_t i = 0; i < count; i++) {
            const double u = (log_value[i] - m.mean[0]) / m.sd,
                         v = (log_value[i] - m.mean[1]) / m.sd;
            const double p = (1 - m.share) * scalp_exp(-fmin(u * u / 2, 300));
            const double q = m.share * scalp_exp(-fmin(v * v / 2, 300));
            const double w = q / fmax(p + q, 1e-300);
            held[0] += 1 - w;
            held[1] += w;
            sum[0] += (1 - w) * log_value[i];
            sum[1] += w * log_value[i];
            square += (1 - w) * u * u * m.sd * m.sd + w * v * v * m.sd * m.sd;
        }
        if (held[0] < 1 || held[1] < 1)
            break;
        m.mean[0] = sum[0] / held[0];
        m.mean[1] = sum[1] / held[1];
        m.sd = fmax(sqrt(square / (double)count), 1e-4);
        m.share = held[1] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        const double u = (log_value[i] - m.mean[0]) / m.sd, v = (log_value[i] - m.mean[1]) / m.sd;
        const double p = (1 - m.share) * scalp_exp(-fmin(u * u / 2, 300));
        m.likelihood +=
            scalp_log(p + m.share * scalp_exp(-fmin(v * v / 2, 300)) + 1e-300) - scalp_log(m.sd);
    }
    return m;
}

/* Two kinds when two normals say it far better than one, their middles lie 2.2 widths apart
 * (Ashman et al. 1994 ask 2) and there is a dip between them. */
static scalp_status two_kinds(even_job *job, const sample *s, scalp_evenness_spread *to) {
    enum { enough = 40, tried_most = 1500 };
    const size_t stride = s->count / tried_most + 1, count = s->count / stride;
    double mean = 0, square = 0;
    void *place;
    if (count < enough)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(job->work, count, sizeof(double), &place, job->error));
    double *value = place;
    for (size_t i = 0; i < count; i++)
        value[i] = scalp_log(s->value[i * stride]);
    qsort(value, count, sizeof *value, ascending);
    /* The tails are outliers' business. */
    const double low = value[count / 100], high = value[count - 1 - count / 100];
    for (size_t i = 0; i < count; i++) {
        value[i] = scalp_clamp(value[i], low, high);
        mean += value[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++)
        square += (value[i] - mean) * (value[i] - mean) / (double)count;
    if (!(square > 1e-8))
        return SCALP_OK;
    const double one = -(double)count * (0.5 + scalp_log(square) / 2);
    const mixture m =
        mixture_of(value, count, value[count / 4], value[count * 3 / 4], sqrt(square) / 2);
    const double apart = fabs(m.mean[1] - m.mean[0]), minor = fmin(m.share, 1 - m.share);
    if (2 * (m.likelihood - one) > 24 && apart > 2.2 * m.sd && apart > 0.12 && minor > 0.08) {
        const bool second_less = m.share < 0.5;
        to->second = scalp_exp(second_less ? m.mean[1] - m.mean[0] : m.mean[0] - m.mean[1]);
        to->second_share = minor;
    }
    return SCALP_OK;
}

static scalp_status spread(even_job *job, bool darkness, scalp_evenness_spread *to) {
    const scalp_arena_mark mark = scalp_arena_here(job->work->memory);
    sample s;
    SCALP_TRY(take(job, darkness, &s));
    to->count = s.count >= 12 ? s.count : 0;
    if (to->count > 0) {
        SCALP_TRY(even_quantile(job, s.value, s.block, s.count, 0.5, &to->median));
        SCALP_TRY(even_quantile(job, s.value, s.block, s.count, 0.25, &to->quartile_low));
        SCALP_TRY(even_quantile(job, s.value, s.block, s.count, 0.75, &to->quartile_high));
        SCALP_TRY(width_of(job, &s, to));
        SCALP_TRY(drift(job, &s, to));
        SCALP_TRY(two_kinds(job, &s, to));
    }
    scalp_arena_return(job->work->memory, mark);
    return SCALP_OK;
}

scalp_status even_sizes(even_job *job) {
    SCALP_TRY(spread(job, false, &job->to->diameter));
    return spread(job, true, &job->to->darkness);
}
