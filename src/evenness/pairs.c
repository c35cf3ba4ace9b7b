/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pair correlation g(r) and Ripley's L(r) - r. Borders: the isotropised set covariance, estimated
 * with the same grid of skin (Ohser 1983; Stoyan & Stoyan 1994, 14.4). */
#include "even.h"

#include <math.h>

enum { knots = 48, directions = 16, samples = 700 };

/* The share of the skin from which a step of r in any direction stays on skin, at 0 .. most. */
typedef struct covariance {
    double step, share[knots + 1];
} covariance;

static void covariance_make(const even_skin *s, double most, covariance *c) {
    const size_t cells = (size_t)s->columns * (size_t)s->rows;
    const double worked = s->area / (s->cell * s->cell), stride = fmax(worked / samples, 1);
    double next = stride / 2, seen = 0, turn = 0, tried = 0;
    *c = (covariance){.step = most / knots};
    for (size_t i = 0; i < cells; i++) {
        if (s->state[i] != EVEN_WORKED || (seen += 1) < next)
            continue;
        next += stride;
        turn += 0.6180339887498949; /* golden section: all directions over the samples */
        turn -= floor(turn);
        const scalp_vec2 at = even_skin_centre(s, i);
        for (int k = 0; k < directions; k++) {
            double sine, cosine;
            scalp_sincos(2 * SCALP_PI * (k + turn) / directions, &sine, &cosine);
            for (int j = 0; j <= knots; j++) {
                const double r = j * c->step;
                c->share[j] +=
                    even_skin_worked(s, (scalp_vec2){at.x + r * cosine, at.y + r * sine});
            }
        }
        tried += directions;
    }
    for (int j = 0; j <= knots; j++)
        c->share[j] /= fmax(tried, 1);
}

static double covariance_at(const covariance *c, double r) {
    const double x = fmin(r / c->step, knots - 1e-9);
    const int j = (int)x;
    return c->share[j] + (x - j) * (c->share[j + 1] - c->share[j]);
}

/* ---- g -------------------------------------------------------------------------------------- */

static const double width = 0.15, g_step = 0.05; /* spacings; Stoyan's rule of thumb */

/* Adds a pair's Epanechnikov kernel over d to the radii near it. */
static void add_pair(double *sums, double d) {
    const int low = (int)ceil((d - width) / g_step), high = (int)((d + width) / g_step);
    for (int k = low < 1 ? 1 : low; k <= high && k <= SCALP_EVENNESS_G; k++) {
        const double u = (k * g_step - d) / width;
        if (u > -1 && u < 1)
            sums[k - 1] += 0.75 * (1 - u * u) / width / d;
    }
}

/* The kernel's part above 0. */
static double kernel_mass(double r) {
    const double u = fmin(r / width, 1);
    return 0.5 + 0.75 * (u - u * u * u / 3);
}

static void g_sums(even_job *job, double *sums) {
    const even_points *p = &job->dots;
    const double reach = (SCALP_EVENNESS_G * g_step + width) * job->spacing;
    for (size_t i = 0; i < p->count; i++) {
        const even_range near = even_points_near(p, p->at[i], reach);
        for (int row = near.top; row <= near.bottom; row++) {
            const size_t line = (size_t)row * (size_t)p->columns;
            const size_t last = p->start[line + (size_t)near.right + 1];
            size_t j = p->start[line + (size_t)near.left];
            for (j = j > i ? j : i + 1; j < last; j++) {
                const double dx = p->at[j].x - p->at[i].x, dy = p->at[j].y - p->at[i].y;
                const double square = dx * dx + dy * dy;
                if (square >= reach * reach || square == 0)
                    continue;
                const double d = sqrt(square) / job->spacing;
                /* Half to each one's block. */
                add_pair(sums + (size_t)job->block[i] * SCALP_EVENNESS_G, d);
                add_pair(sums + (size_t)job->block[j] * SCALP_EVENNESS_G, d);
            }
        }
    }
}

/* Blocks drawn, or all of them once: dots, area and sums of one column. */
static void drawn(const even_job *job, const double *dots, const double *sums, size_t stride,
                  const uint8_t *times, double *n, double *area, double *sum) {
    *n = *area = *sum = 0;
    for (size_t b = 0; b < job->blocks.count; b++) {
        const double t = times ? times[b] : 1;
        *n += t * dots[b];
        *area += t * job->blocks.area[b];
        *sum += t * sums[b * stride];
    }
}

static double g_of(const even_job *job, const covariance *c, int k, double n, double area,
                   double sum) {
    const double r = (k + 1) * g_step, share = covariance_at(c, r * job->spacing);
    const double pairs = n * (n - 1) / area * job->spacing * job->spacing;
    return share > 0.1 ? sum / (2 * SCALP_PI * share * pairs * kernel_mass(r)) : (double)NAN;
}

static scalp_status g_figures(even_job *job, const covariance *c, const double *dots) {
    double replicates[EVEN_REPLICATES], n, area, sum;
    const size_t blocks = job->blocks.count;
    void *place;
    SCALP_TRY(scalp_work_take(job->work, (blocks + 1) * SCALP_EVENNESS_G, sizeof(double), &place,
                              job->error));
    double *sums = place;
    g_sums(job, sums);
    for (int k = 0; k < SCALP_EVENNESS_G; k++) {
        for (int r = 0; r < EVEN_REPLICATES; r++) {
            drawn(job, dots, sums + k, SCALP_EVENNESS_G, job->blocks.times + (size_t)r * blocks, &n,
                  &area, &sum);
            replicates[r] = g_of(job, c, k, n, area, sum);
        }
        drawn(job, dots, sums + k, SCALP_EVENNESS_G, NULL, &n, &area, &sum);
        job->to->g[k] = even_interval(g_of(job, c, k, n, area, sum), replicates, blocks);
    }
    return SCALP_OK;
}

static void g_features(scalp_evenness *to) {
    to->hard_core = NAN;
    to->first_peak = to->first_peak_g = NAN;
    for (int k = 0; k < SCALP_EVENNESS_G; k++) {
        const double r = (k + 1) * g_step, g = to->g[k].value;
        if (isnan(to->hard_core) && g > 0.1)
            to->hard_core = k == 0 ? 0 : r - g_step * (g - 0.1) / (g - to->g[k - 1].value);
        if (r >= 0.5 && r <= 1.8 && !(g <= to->first_peak_g)) {
            to->first_peak = r;
            to->first_peak_g = g;
        }
    }
}

/* ---- L -------------------------------------------------------------------------------------- */

static const double pairs_most = 6e6;

static double l_radius(const even_job *job, int k) {
    return (k + 2) * job->unit;
}

/* Ordered pairs in the rings between the radii, by the first one's block, each by the share of the
 * skin from which it can be seen. Of every `stride`-th dot. */
static void l_sums(even_job *job, const covariance *c, size_t stride, double *sums, double *dots) {
    const even_points *p = &job->dots;
    const double reach = l_radius(job, SCALP_EVENNESS_L - 1);
    for (size_t i = 0; i < p->count; i += stride) {
        const even_range near = even_points_near(p, p->at[i], reach);
        double *own = sums + (size_t)job->block[i] * SCALP_EVENNESS_L;
        dots[job->block[i]] += 1;
        for (int row = near.top; row <= near.bottom; row++) {
            const size_t line = (size_t)row * (size_t)p->columns;
            const size_t last = p->start[line + (size_t)near.right + 1];
            for (size_t j = p->start[line + (size_t)near.left]; j < last; j++) {
                const double dx = p->at[j].x - p->at[i].x, dy = p->at[j].y - p->at[i].y;
                const double d = sqrt(dx * dx + dy * dy);
                if (d >= reach || j == i)
                    continue;
                const int ring = (int)ceil(d / job->unit) - 2;
                const double share = covariance_at(c, d);
                if (share > 0.1)
                    own[ring < 0 ? 0 : ring] += 1 / share;
            }
        }
    }
}

static double l_of(const even_job *job, const double *sums, const double *dots, int k,
                   const uint8_t *times) {
    double all = 0, pairs = 0, area = 0;
    for (size_t b = 0; b < job->blocks.count; b++) {
        const double t = times ? times[b] : 1;
        all += t * dots[b];
        area += t * job->blocks.area[b];
        for (int ring = 0; ring <= k; ring++)
            pairs += t * sums[b * SCALP_EVENNESS_L + (size_t)ring];
    }
    /* Of every dot's own others, by the density of all. */
    const double scale = (double)(job->dots.count - 1) / job->skin.area;
    return all > 0 ? sqrt(pairs / all / scale / SCALP_PI) - l_radius(job, k) : (double)NAN;
}

static scalp_status l_figures(even_job *job, const covariance *c) {
    const size_t blocks = job->blocks.count;
    const double reach = l_radius(job, SCALP_EVENNESS_L - 1);
    const double pairs = job->expected * SCALP_PI * reach * reach * (double)job->dots.count;
    const size_t stride = (size_t)ceil(fmax(pairs / pairs_most, 1));
    double replicates[EVEN_REPLICATES];
    void *sums, *dots;
    SCALP_TRY(scalp_work_take(job->work, (blocks + 1) * SCALP_EVENNESS_L, sizeof(double), &sums,
                              job->error));
    SCALP_TRY(scalp_work_take(job->work, blocks + 1, sizeof(double), &dots, job->error));
    l_sums(job, c, stride, sums, dots);
    for (int k = 0; k < SCALP_EVENNESS_L; k++) {
        const bool seen = covariance_at(c, l_radius(job, k)) > 0.15;
        for (int r = 0; r < EVEN_REPLICATES; r++)
            replicates[r] = l_of(job, sums, dots, k, job->blocks.times + (size_t)r * blocks);
        job->to->l[k] =
            even_interval(seen ? l_of(job, sums, dots, k, NULL) : (double)NAN, replicates, blocks);
    }
    return SCALP_OK;
}

scalp_status even_pairs(even_job *job) {
    const scalp_arena_mark mark = scalp_arena_here(job->work->memory);
    covariance near, far;
    void *place;
    covariance_make(&job->skin, (SCALP_EVENNESS_G * g_step + 0.1) * job->spacing, &near);
    covariance_make(&job->skin, l_radius(job, SCALP_EVENNESS_L - 1) * 1.01, &far);
    SCALP_TRY(
        scalp_work_take(job->work, job->blocks.count + 1, sizeof(double), &place, job->error));
    for (size_t i = 0; i < job->dots.count; i++)
        ((double *)place)[job->block[i]] += 1;
    SCALP_TRY(g_figures(job, &near, place));
    g_features(job->to);
    SCALP_TRY(l_figures(job, &far));
    scalp_arena_return(job->work->memory, mark);
    return SCALP_OK;
}
