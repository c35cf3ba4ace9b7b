/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows: ridges of the power spectrum (structure factor) that point one way. The spectrum is the
 * transform of the pair density over a few spacings, so that rows that bend with the head still
 * add up. */
#include "even.h"

#include <math.h>

enum { half = 27, wide = 2 * half + 1, angles = 60, rings = 14, samples = 400 };

static const double step = 1.0 / 6, reach = half / 6.0, band_low = 0.65, band_high = 1.6;

/* Pairs by their difference, the upper half of a square of 54 sixths of a spacing. */
static void count_pairs(const even_job *job, double *held) {
    const even_points *p = &job->dots;
    const double most = reach * job->spacing;
    for (size_t i = 0; i < p->count; i++) {
        const even_range near = even_points_near(p, p->at[i], most);
        for (int row = near.top; row <= near.bottom; row++) {
            const size_t line = (size_t)row * (size_t)p->columns;
            const size_t last = p->start[line + (size_t)near.right + 1];
            for (size_t j = p->start[line + (size_t)near.left]; j < last; j++) {
                const double x = (p->at[j].x - p->at[i].x) / job->spacing / step;
                const double y = (p->at[j].y - p->at[i].y) / job->spacing / step;
                const double left = floor(x), up = floor(y);
                if (j == i || up < -1 || up >= half || left < -half || left >= half)
                    continue;
                /* Shared among the four bins about it. */
                const double u = x - left, v = y - up;
                double *to = held + (ptrdiff_t)(up + 1) * wide + (ptrdiff_t)left + half;
                to[0] += (1 - u) * (1 - v);
                to[1] += u * (1 - v);
                to[wide] += (1 - u) * v;
                to[wide + 1] += u * v;
            }
        }
    }
}

/* Of `samples` places on skin, the share that stays on it after a step. */
static double stays(const even_job *job, const scalp_vec2 *place, int count, double dx, double dy) {
    int held = 0;
    for (int i = 0; i < count; i++)
        held += even_skin_worked(&job->skin, (scalp_vec2){place[i].x + dx, place[i].y + dy});
    return (double)held / count;
}

static int places_on_skin(const even_skin *s, scalp_vec2 place[samples]) {
    const double stride = fmax(s->area / (s->cell * s->cell) / samples, 1);
    double next = stride / 2, seen = 0;
    int count = 0;
    for (size_t i = 0; i < (size_t)s->columns * (size_t)s->rows && count < samples; i++)
        if (s->state[i] == EVEN_WORKED && (seen += 1) >= next) {
            place[count++] = even_skin_centre(s, i);
            next += stride;
        }
    return count;
}

/* Pair density minus 1, tapered to nothing at the rim. */
static void excess(const even_job *job, double *held) {
    scalp_vec2 place[samples];
    const int count = places_on_skin(&job->skin, place);
    const double n = (double)job->dots.count;
    for (int y = 0; y <= half; y++)
        for (int x = -half; x <= half; x++) {
            double *h = &held[y * wide + x + half];
            const double d2 = (x * x + y * y) * step * step / (reach * reach);
            const double s = step * job->spacing, share = stays(job, place, count, x * s, y * s);
            const double pairs = n * (n - 1) * s * s / job->skin.area * share;
            if (d2 >= 1 || share < 0.15)
                *h = 0;
            else
                *h = (x == 0 && y == 0 ? -1 : *h / pairs - 1) * (1 - d2) * (1 - d2);
        }
}

/* S(k) = 1 + the transform; k in units of 2 pi per spacing. */
static double power(const double *held, double kx, double ky) {
    double turn_s, turn_c, line_s, line_c, sum = 0;
    scalp_sincos(2 * SCALP_PI * kx * step, &turn_s, &turn_c);
    for (int y = 0; y <= half; y++) {
        double part = 0;
        scalp_sincos(2 * SCALP_PI * (ky * y - kx * half) * step, &line_s, &line_c);
        for (int x = 0; x < wide; x++) {
            part += held[y * wide + x] * line_c;
            const double c = line_c * turn_c - line_s * turn_s;
            line_s = line_s * turn_c + line_c * turn_s;
            line_c = c;
        }
        sum += y == 0 ? part : 2 * part;
    }
    return 1 + sum * step * step;
}

scalp_status even_rows(even_job *job) {
    const scalp_arena_mark mark = scalp_arena_here(job->work->memory);
    scalp_evenness *to = job->to;
    double *held, best_angle = 0, strongest[rings] = {0}, angle[rings] = {0};
    void *place;
    SCALP_TRY(scalp_work_take(job->work, (half + 2) * wide, sizeof(double), &place, job->error));
    held = (double *)place + wide; /* a line for what falls half above the first */
    count_pairs(job, place);
    excess(job, held);
    to->rows_strength = 0;
    for (int ring = 0; ring < rings; ring++) {
        const double k = band_low + (band_high - band_low) * ring / (rings - 1);
        double s[angles], mean = 0;
        for (int a = 0; a < angles; a++) {
            double sine, cosine;
            scalp_sincos(SCALP_PI * a / angles, &sine, &cosine);
            s[a] = power(held, k * cosine, k * sine);
            mean += s[a] / angles;
        }
        for (int a = 0; a < angles; a++) {
            /* Where there is little power, a little more is no row. */
            const double strength = 1 + (s[a] - mean) / (fmax(mean, 0) + 0.5);
            if (strength > strongest[ring]) {
                strongest[ring] = strength;
                angle[ring] = 180.0 * a / angles;
            }
        }
        to->rows_strength = fmax(to->rows_strength, strongest[ring]);
    }
    /* Of ridges alike the one with the longest wave: the rows that stand farthest apart. */
    for (int ring = rings - 1; ring >= 0; ring--)
        if (strongest[ring] >= 0.7 * to->rows_strength &&
            (ring == 0 || strongest[ring] >= strongest[ring - 1]))
            best_angle = angle[ring];
    /* The waves go across the rows. */
    to->rows_deg = best_angle >= 90 ? best_angle - 90 : best_angle + 90;
    scalp_arena_return(job->work->memory, mark);
    return SCALP_OK;
}
