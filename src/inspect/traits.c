/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tells a dot from a furrow, a hair, a pore, shine and noise. */
#include "find.h"

#include <math.h>

enum { bins = 16 };

/* Mean of a plane in sectors of a ring about a disc, above the ground that was fitted. */
typedef struct sectors {
    double mean[bins];
    bool known[bins];
} sectors;

/* Which sixteenth of the full turn, from -x on. */
static int sector(float x, float y) {
    const float a = fabsf(x), b = fabsf(y), low = a < b ? a : b, high = a < b ? b : a;
    /* tan(22.5 degrees) halves the octant */
    int eighth = low > 0.41421356F * high;
    eighth = a >= b ? eighth : 3 - eighth;
    if (x > 0)
        eighth = 7 - eighth;
    return y > 0 ? 15 - eighth : eighth;
}

static bool has(const scalp_tile *tile, int x, int y) {
    return x >= 0 && y >= 0 && x < tile->width && y < tile->height &&
           tile->known[(size_t)y * (size_t)tile->width + (size_t)x] > 0;
}

/* Both planes' means in the same ring. */
static void ring(const scalp_tile *tile, const scalp_disc *d, double inner, double outer,
                 sectors *pigment, sectors *luma) {
    const float cx = (float)d->x, cy = (float)d->y;
    const float inner2 = (float)(inner * inner), outer2 = (float)(outer * outer);
    float sum[bins] = {0}, luma_sum[bins] = {0};
    int count[bins] = {0};
    for (int y = (int)floor(d->y - outer); y <= (int)ceil(d->y + outer); y++) {
        const float dy = (float)y - cy, room = outer2 - dy * dy, hole = inner2 - dy * dy;
        if (room < 0)
            continue;
        const float half = sqrtf(room), gap = hole > 0 ? sqrtf(hole) : 0;
        const int right = (int)floorf(cx + half);
        for (int x = (int)ceilf(cx - half); x <= right; x++) {
            const float dx = (float)x - cx;
            if (hole > 0 && dx > -gap && dx < gap) {
                const int past = (int)ceilf(cx + gap) - 1;
                x = past > x ? past : x;
                continue;
            }
            if (!has(tile, x, y))
                continue;
            const size_t at = (size_t)y * (size_t)tile->width + (size_t)x;
            const int bin = sector(dx, dy);
            sum[bin] += tile->pigment[at];
            luma_sum[bin] += tile->luma[at];
            count[bin]++;
        }
    }
    for (int i = 0; i < bins; i++) {
        pigment->known[i] = luma->known[i] = count[i] > 0;
        pigment->mean[i] = count[i] ? (double)sum[i] / count[i] : 0;
        luma->mean[i] = count[i] ? (double)luma_sum[i] / count[i] : 0;
    }
}

typedef struct ring_traits {
    double mean, spread, most, along; /* `along`: the denser of the lines through the middle */
    double turn2;                     /* second harmonic */
    double lean_x, lean_y;            /* first harmonic */
} ring_traits;

/* Cosine of the middle of each sector; the sine is that of a quarter turn before. */
static const double cosine_of[bins] = {
    0.9807852804032304,  0.8314696123025452,  0.5555702330196023,  0.1950903220161283,
    -0.1950903220161282, -0.5555702330196020, -0.8314696123025453, -0.9807852804032304,
    -0.9807852804032304, -0.8314696123025455, -0.5555702330196022, -0.1950903220161287,
    0.1950903220161283,  0.5555702330196018,  0.8314696123025452,  0.9807852804032303};

static ring_traits ring_read(const sectors *s, double ground) {
    ring_traits t = {.along = -1e9, .most = -1e9};
    double sum = 0, squares = 0, c2 = 0, s2 = 0;
    int n = 0;
    for (int i = 0; i < bins; i++) {
        if (!s->known[i])
            continue;
        const double v = s->mean[i] - ground;
        const double cosine1 = cosine_of[i], sine1 = cosine_of[(i + 3 * bins / 4) % bins];
        t.lean_x -= v * cosine1;
        t.lean_y -= v * sine1;
        sum += v;
        squares += v * v;
        c2 += v * (cosine1 * cosine1 - sine1 * sine1);
        s2 += v * 2 * sine1 * cosine1;
        t.most = fmax(t.most, v);
        if (i < bins / 2 && s->known[i + bins / 2])
            t.along = fmax(t.along, fmin(v, s->mean[i + bins / 2] - ground));
        n++;
    }
    if (n == 0)
        return (ring_traits){0};
    if (t.along < -1e8)
        t.along = 0;
    t.lean_x *= 2.0 / n;
    t.lean_y *= 2.0 / n;
    t.mean = sum / n;
    t.spread = sqrt(fmax(squares / n - t.mean * t.mean, 0));
    t.turn2 = 2 * sqrt(c2 * c2 + s2 * s2) / n;
    return t;
}

static double log_of(double x) {
    return scalp_log(fmax(x, 1e-6));
}

/* The part of a colour that is pigment, in units of what else varies there, and what is left. */
static void colour(const scalp_sight *sight, const scalp_candidate *c, double *matched,
                   double *rest) {
    double m[3][3], inverse[3][3];
    for (int i = 0, k = 0; i < 3; i++)
        for (int j = i; j < 3; j++, k++)
            m[i][j] = m[j][i] = (double)scalp_sight_at(sight, sight->scatter[k], c->x, c->y);
    double det = 0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            const int a = (i + 1) % 3, b = (i + 2) % 3, p = (j + 1) % 3, q = (j + 2) % 3;
            inverse[i][j] = m[a][p] * m[b][q] - m[a][q] * m[b][p];
        }
    for (int k = 0; k < 3; k++)
        det += m[0][k] * inverse[0][k];
    double pp = 0, pa = 0, aa = 0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            const double v = inverse[i][j] / det;
            pp += scalp_pigment_rgb[i] * v * scalp_pigment_rgb[j];
            pa += scalp_pigment_rgb[i] * v * c->lift[j];
            aa += c->lift[i] * v * c->lift[j];
        }
    *matched = pa / sqrt(pp);
    *rest = sqrt(fmax(aa - pa * pa / pp, 0));
}

const char *const scalp_trait_names[SCALP_TRAITS] = {
    "score",
    "t",
    "explained",
    "depth",
    "diameter_px",
    "diameter_mm",
    "wider",
    "known",
    "matched",
    "rest",
    "red",
    "blue",
    "ring",
    "ring_spread",
    "ring_most",
    "ring_along",
    "ring_turn",
    "core_turn",
    "core_spread",
    "luma",
    "luma_along",
    "luma_spread",
    "luma_core",
    "residual",
    "moved",
    "response_ratio",
    "shine",
    "noise",
    "lean",
    "ring_explained",
    "luma_explained",
    "lean_luma",
    "neighbour",
    "crowd",
    "leaning",
    "photo_lean",
    "photo_blur",
};

void scalp_traits_read(const scalp_sight *sight, const scalp_tile *tile, double px_per_mm,
                       const scalp_disc *disc, scalp_candidate *c) {
    const double r = disc->r, s = disc->s, depth = fmax(disc->depth, 1e-4);
    sectors outer, core, luma_outer, luma_core;
    ring(tile, disc, r + 1.2 * s, 2 * r + 2 * s, &outer, &luma_outer);
    ring(tile, disc, 0.6 * r, r + 0.8 * s, &core, &luma_core);
    const ring_traits o = ring_read(&outer, disc->ground), i = ring_read(&core, disc->ground);
    const double luma_depth = (c->lift[0] + c->lift[1] + c->lift[2]) / 3;
    const double luma_ground = c->luma_ground, per = 1 / fmax(fabs(luma_depth), 1e-3);
    const ring_traits lo = ring_read(&luma_outer, luma_ground);
    const ring_traits li = ring_read(&luma_core, luma_ground);
    double matched, rest;
    colour(sight, c, &matched, &rest);
    const double d = 2 * r;
    c->lean_x = o.lean_x / depth;
    c->lean_y = o.lean_y / depth;
    const double values[] = {
        log_of(c->score),
        log_of(disc->depth / fmax(disc->depth_sd, 1e-6)),
        c->explained,
        log_of(depth),
        log_of(d),
        log_of(d / px_per_mm),
        log_of(d / (2.8284271247461903 * c->sigma)),
        disc->known,
        matched,
        rest,
        (c->lift[0] - c->lift[1]) / depth,
        (c->lift[2] - c->lift[1]) / depth,
        o.mean / depth,
        o.spread / depth,
        o.most / depth,
        o.along / depth,
        o.turn2 / depth,
        i.turn2 / depth,
        i.spread / depth,
        luma_depth / depth,
        lo.along * per,
        lo.spread * per,
        li.turn2 * per,
        log_of(disc->residual),
        sqrt((disc->x - c->peak_x) * (disc->x - c->peak_x) +
             (disc->y - c->peak_y) * (disc->y - c->peak_y)) /
            d,
        log_of(c->response / depth),
        (double)scalp_sight_at(sight, sight->shine, c->x, c->y),
        log_of(c->response / fmax(c->score, 1e-6)),
        sqrt(o.lean_x * o.lean_x + o.lean_y * o.lean_y) / depth,
        i.mean / depth,
        c->luma_explained,
        sqrt(lo.lean_x * lo.lean_x + lo.lean_y * lo.lean_y) * per,
    };
    for (size_t k = 0; k < sizeof values / sizeof *values; k++)
        c->trait[k] = (float)scalp_clamp(values[k], -100, 100);
}
