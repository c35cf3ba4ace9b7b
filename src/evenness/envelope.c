/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is the pair correlation that of random dots, or that of a good layout? Global rank envelope tests
 * (Myllymaki et al. 2017, extreme rank lengths) against 199 simulations each, in a part of the skin
 * with some 250 dots. */
#include "even.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { bins = 25, curves = 200, dots_wanted = 250, dots_most = 1600, normals = 2048, steps = 128 };

static const double bin = 0.1, tile_side = 32;

typedef struct patch {
    scalp_vec2 low, high;
    size_t count;
} patch;

typedef struct scratch {
    scalp_vec2 at[dots_most], risen[dots_most], sorted[dots_most], tile[EVEN_TILE];
    double normal[normals]; /* drawn once; picked from for every jitter */
    double curve[curves][bins];
    uint16_t rank[curves][bins];
} scratch;

static patch all_of(const even_job *job) {
    const even_skin *s = &job->skin;
    const double half = s->cell / 2;
    patch p = {{HUGE_VAL, HUGE_VAL}, {-HUGE_VAL, -HUGE_VAL}, job->dots.count};
    for (size_t i = 0; i < (size_t)s->columns * (size_t)s->rows; i++) {
        const scalp_vec2 at = even_skin_centre(s, i);
        if (s->state[i] != EVEN_WORKED)
            continue;
        p.low = (scalp_vec2){fmin(p.low.x, at.x - half), fmin(p.low.y, at.y - half)};
        p.high = (scalp_vec2){fmax(p.high.x, at.x + half), fmax(p.high.y, at.y + half)};
    }
    return p;
}

/* The square of the skin with the most dots that has room for the number wanted. */
static patch patch_of(const even_job *job) {
    const patch all = all_of(job);
    const double side = sqrt(dots_wanted) * job->spacing;
    patch best = all;
    if (job->dots.count <= dots_wanted * 3 / 2)
        return best;
    best.count = 0;
    for (double y = all.low.y; y == all.low.y || y + side < all.high.y; y += side / 2)
        for (double x = all.low.x; x == all.low.x || x + side < all.high.x; x += side / 2) {
            patch p = {{x, y}, {x + side, y + side}, 0};
            const even_range near =
                even_points_near(&job->dots, (scalp_vec2){x + side / 2, y + side / 2}, side / 2);
            for (int row = near.top; row <= near.bottom && near.right >= near.left; row++) {
                const size_t line = (size_t)row * (size_t)job->dots.columns;
                p.count += job->dots.start[line + (size_t)near.right + 1] -
                           job->dots.start[line + (size_t)near.left];
            }
            if (p.count > best.count)
                best = p;
        }
    return best;
}

static bool within(const patch *p, scalp_vec2 at) {
    return at.x >= p->low.x && at.x < p->high.x && at.y >= p->low.y && at.y < p->high.y;
}

/* Dots by height, in steps: `risen`. */
static void by_height(const patch *p, scratch *s, int count) {
    int start[steps + 2] = {0};
    const double per_mm = steps / fmax(p->high.y - p->low.y, 1e-9);
    for (int i = 0; i < count; i++)
        start[(int)((s->at[i].y - p->low.y) * per_mm) + 1]++;
    for (int k = 1; k <= steps + 1; k++)
        start[k] += start[k - 1];
    for (int i = 0; i < count; i++)
        s->risen[start[(int)((s->at[i].y - p->low.y) * per_mm)]++] = s->at[i];
}

/* Which pairs count: nearer than `most`; `high` is where no more can follow. */
typedef struct pairing {
    double most2, per_mm, high;
} pairing;

static void count_pairs(const scratch *s, scalp_vec2 at, const pairing *pairs, int from, int past,
                        double *curve) {
    for (int j = from; j < past && s->sorted[j].y < pairs->high; j++) {
        const double dx = s->sorted[j].x - at.x, dy = s->sorted[j].y - at.y;
        const double d2 = dx * dx + dy * dy;
        if (d2 < pairs->most2)
            curve[(int)fmin(sqrt(d2) * pairs->per_mm, bins - 1)] += 1;
    }
}

/* Shares of all pairs by distance. Columns of buckets 2.5 spacings wide go to
 * `sorted`, each from the top. */
static void curve_of(const even_job *job, const patch *p, scratch *s, int count, double *curve) {
    enum { columns_most = 64 };
    int start[columns_most + 2] = {0}, next[columns_most + 2];
    const double most = bins * bin * job->spacing;
    const double width = fmax(most, (p->high.x - p->low.x) / (columns_most - 1));
    const double slack = (p->high.y - p->low.y) / steps * 1.01; /* within a step in any order */
    pairing pairs = {.most2 = most * most, .per_mm = 1 / (bin * job->spacing)};
    for (int i = 0; i < count; i++)
        start[(int)((s->at[i].x - p->low.x) / width) + 1]++;
    for (int c = 1; c <= columns_most + 1; c++)
        start[c] += start[c - 1];
    memcpy(next, start, sizeof next);
    by_height(p, s, count);
    for (int i = 0; i < count; i++)
        s->sorted[next[(int)((s->risen[i].x - p->low.x) / width)]++] = s->risen[i];
    memset(curve, 0, bins * sizeof *curve);
    for (int c = 0; c < columns_most; c++) {
        const int past = start[c + 2 <= columns_most ? c + 2 : c + 1];
        for (int i = start[c], beside = start[c + 1]; i < start[c + 1]; i++) {
            const scalp_vec2 at = s->sorted[i];
            const double low = at.y - most - slack;
            pairs.high = at.y + most + slack;
            while (beside < past && s->sorted[beside].y < low)
                beside++;
            count_pairs(s, at, &pairs, i + 1, start[c + 1], curve);
            count_pairs(s, at, &pairs, beside, past, curve);
        }
    }
    for (int b = 0; b < bins; b++)
        curve[b] /= fmax((double)count * (count - 1) / 2, 1);
}

static int random_dots(const even_job *job, const patch *p, scratch *s, scalp_random *random) {
    int count = 0;
    const int wanted = (int)p->count < dots_most ? (int)p->count : dots_most;
    for (long tries = 0; count < wanted && tries < 100L * wanted; tries++) {
        const scalp_vec2 at = {p->low.x + scalp_random_uniform(random) * (p->high.x - p->low.x),
                               p->low.y + scalp_random_uniform(random) * (p->high.y - p->low.y)};
        if (even_skin_worked(&job->skin, at))
            s->at[count++] = at;
    }
    return count;
}

/* The tile, turned and moved at random, jittered by .08 to .25 spacings, up to 15 % lost. */
static int good_dots(const even_job *job, const patch *p, scratch *s, scalp_random *random) {
    double sine, cosine;
    const double lost = 0.15 * scalp_random_uniform(random);
    const double jitter = 0.08 + 0.17 * scalp_random_uniform(random);
    const double scale = job->spacing * sqrt(1 - lost);
    const double x0 = scalp_random_uniform(random) * tile_side;
    const double y0 = scalp_random_uniform(random) * tile_side;
    scalp_sincos(2 * SCALP_PI * scalp_random_uniform(random), &sine, &cosine);
    const scalp_vec2 middle = {(p->low.x + p->high.x) / 2, (p->low.y + p->high.y) / 2};
    const double wide = p->high.x - p->low.x, tall = p->high.y - p->low.y;
    const int copies = (int)ceil((sqrt(wide * wide + tall * tall) / 2 / scale + 2) / tile_side);
    int count = 0;
    for (int cy = -copies; cy <= copies; cy++)
        for (int cx = -copies; cx <= copies; cx++)
            for (int i = 0; i < EVEN_TILE && count < dots_most; i++) {
                const double u = s->tile[i].x + cx * tile_side - x0;
                const double v = s->tile[i].y + cy * tile_side - y0;
                scalp_vec2 at = {middle.x + scale * (cosine * u - sine * v),
                                 middle.y + scale * (sine * u + cosine * v)};
                if (fabs(at.x - middle.x) > wide / 2 + 2 * scale ||
                    fabs(at.y - middle.y) > tall / 2 + 2 * scale)
                    continue;
                const uint64_t drawn = scalp_random_u64(random);
                at.x += jitter * scale * s->normal[drawn % normals];
                at.y += jitter * scale * s->normal[(drawn >> 20) % normals];
                if ((double)(drawn >> 40) >= lost * 16777216 && within(p, at) &&
                    even_skin_worked(&job->skin, at))
                    s->at[count++] = at;
            }
    return count;
}

static int ascending(const void *a, const void *b) {
    return *(const uint16_t *)a - *(const uint16_t *)b;
}

/* p of curve 0 among all: how many are at least as extreme. */
static double extreme(scratch *s) {
    int as_extreme = 0;
    for (int c = 0; c < curves; c++) {
        for (int b = 0; b < bins; b++) {
            int below = 0, above = 0;
            for (int k = 0; k < curves; k++) {
                below += s->curve[k][b] < s->curve[c][b];
                above += s->curve[k][b] > s->curve[c][b];
            }
            s->rank[c][b] = (uint16_t)(below < above ? below : above);
        }
        qsort(s->rank[c], bins, sizeof s->rank[c][0], ascending);
    }
    for (int c = 0; c < curves; c++) {
        int b = 0;
        while (b < bins && s->rank[c][b] == s->rank[0][b])
            b++;
        as_extreme += b == bins || s->rank[c][b] < s->rank[0][b];
    }
    return (double)as_extreme / curves;
}

scalp_status even_envelope(even_job *job) {
    const scalp_arena_mark mark = scalp_arena_here(job->work->memory);
    const patch p = patch_of(job);
    void *place;
    SCALP_TRY(scalp_work_take(job->work, 1, sizeof(scratch), &place, job->error));
    scratch *s = place;
    even_tile_make(job->ask->seed, s->tile);
    scalp_random random = scalp_random_make(job->ask->seed, 0xe4e0ffff);
    for (int i = 0; i < normals; i++)
        s->normal[i] = scalp_random_normal(&random);
    int own = 0;
    for (size_t i = 0; i < job->dots.count && own < dots_most; i++)
        if (within(&p, job->dots.at[i]))
            s->at[own++] = job->dots.at[i];
    curve_of(job, &p, s, own, s->curve[0]);
    for (int good = 0; good < 2; good++) {
        for (int c = 1; c < curves; c++) {
            random = scalp_random_make(job->ask->seed, 0xe4e10000u + (uint64_t)(good * curves + c));
            const int count =
                good ? good_dots(job, &p, s, &random) : random_dots(job, &p, s, &random);
            curve_of(job, &p, s, count, s->curve[c]);
        }
        *(good ? &job->to->like_good : &job->to->like_random) = extreme(s);
    }
    scalp_arena_return(job->work->memory, mark);
    return SCALP_OK;
}
