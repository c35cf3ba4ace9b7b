/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Peaks of scale-normalised differences of Gaussians (Lindeberg 1998) of the pigment of a tile. */
#include "blur.h"
#include "find.h"

#include <math.h>
#include <string.h>

static const double ratio = 1.25;

scalp_scales scalp_scales_make(double least_px, double most_px) {
    scalp_scales scales = {0};
    /* A disc of diameter d answers most at sigma = d / (2 sqrt 2). */
    double sigma = least_px / 2.8284271247461903 / ratio;
    const double last = most_px / 2.8284271247461903 * ratio;
    while (scales.count < SCALP_SCALES_MAX && sigma < last * ratio) {
        scales.sigma[scales.count++] = sigma;
        sigma *= ratio;
    }
    scales.sigma[scales.count] = sigma;
    return scales;
}

enum { cell = 32, most_columns = 1024 };

/* Wider Gaussians are looked at in every second pixel, or fourth: one octave down. */
typedef struct octave {
    int shift; /* px of the tile are px of the octave << shift */
    int width, height;
    int first, past; /* levels whose peaks are its own */
    float *known;
} octave;

static const double least_sigma = 1.7; /* px of the octave */

/* The negative half's mean, which dots hardly touch and glints little, by cells of a plane. */
static void noise_cells(const scalp_lanes *lanes, const float *plane, const octave *o, float *sum,
                        float *count) {
    const int side = cell >> o->shift, across = o->width / side;
    float s[most_columns], n[most_columns];
    for (int top = 0; top < o->height; top += side) {
        memset(s, 0, sizeof s);
        memset(n, 0, sizeof n);
        for (int y = top; y < top + side; y++) {
            const size_t line = (size_t)y * (size_t)o->width;
            lanes->negative(plane + line, o->known + line, o->width, s, n);
        }
        for (int i = 0; i < across; i++) {
            const int at = top / side * across + i;
            sum[at] = count[at] = 0;
            for (int x = i * side; x < (i + 1) * side; x++) {
                sum[at] += s[x];
                count[at] += n[x];
            }
        }
    }
}

static double noise_at(const float *sum, const float *count, const octave *o, int x, int y) {
    const int side = cell >> o->shift, across = o->width / side, down = o->height / side;
    double s = 0, n = 0;
    for (int j = y / side - 1; j <= y / side + 1; j++)
        for (int i = x / side - 1; i <= x / side + 1; i++)
            if (i >= 0 && j >= 0 && i < across && j < down) {
                s += (double)sum[j * across + i];
                n += (double)count[j * across + i];
            }
    return n > 0 ? 1.2533141373155003 * s / n : 0; /* sqrt(pi / 2): of a normal one */
}

/* Levels of another octave are seen there in other pixels: what is a peak by a hair in neither
 * would be lost. Of a thing found twice the better fit remains. */
static const float other_octave = 0.97F;

static bool is_peak(float *const plane[], int level, int levels, const octave *o, size_t at,
                    float value) {
    for (int l = level > 0 ? level - 1 : 0; l <= level + 1 && l < levels; l++) {
        const float share = l < o->first || l >= o->past ? other_octave : 1;
        for (int j = -1; j <= 1; j++)
            for (int i = -1; i <= 1; i++) {
                const float v = share * plane[l][at + (size_t)(j * o->width + i)];
                if (v > value || (v == value && (l < level || j < 0 || (j == 0 && i < 0)) &&
                                  !(l == level && i == 0 && j == 0)))
                    return false;
            }
    }
    return true;
}

/* Where between its neighbours a parabola has its top, -1/2 .. 1/2. */
static double top_of(double before, double here, double after) {
    const double bend = before - 2 * here + after;
    return bend < 0 ? scalp_clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0;
}

typedef struct peaks {
    const scalp_lanes *lanes;
    const scalp_tile *tile;
    const scalp_scales *scales;
    octave octave;
    float *plane[SCALP_SCALES_MAX]; /* of the octave's levels and those beside them */
    float *sum, *count;
    double least_score;
    scalp_candidate *to;
    size_t found, most;
} peaks;

static void take(peaks *p, int level, int x, int y) {
    const octave *o = &p->octave;
    const size_t width = (size_t)o->width, at = (size_t)y * width + (size_t)x;
    const float *plane = p->plane[level];
    const double noise = noise_at(p->sum, p->count, o, x, y), size = 1 << o->shift;
    if (p->found == p->most || !((double)plane[at] > p->least_score * noise) || o->known[at] == 0)
        return;
    scalp_candidate *c = &p->to[p->found++];
    *c = (scalp_candidate){.response = plane[at]};
    c->score = noise > 0 ? (double)plane[at] / noise : 1e3;
    c->peak_x = size * (x + top_of(plane[at - 1], plane[at], plane[at + 1]));
    c->peak_y = size * (y + top_of(plane[at - width], plane[at], plane[at + width]));
    c->x = c->peak_x + p->tile->left - p->tile->border;
    c->y = c->peak_y + p->tile->top - p->tile->border;
    const double step = level > 0 && level + 1 < p->scales->count
                            ? top_of(p->plane[level - 1][at], plane[at], p->plane[level + 1][at])
                            : 0;
    c->sigma = p->scales->sigma[level] * scalp_pow(ratio, step);
    c->diameter_px = 2.8284271247461903 * c->sigma;
}

static void level_peaks(peaks *p, int level) {
    const octave *o = &p->octave;
    const scalp_tile *t = p->tile;
    const float *plane = p->plane[level];
    const int up = (1 << o->shift) - 1;
    const int left = t->border >> o->shift, top = t->border >> o->shift;
    const int right = (t->border + t->inner_w + up) >> o->shift;
    const int bottom = (t->border + t->inner_h + up) >> o->shift;
    uint8_t found[most_columns + SCALP_LANE];
    noise_cells(p->lanes, plane, o, p->sum, p->count);
    for (int y = top; y < bottom; y++) {
        const size_t line = (size_t)y * (size_t)o->width + (size_t)left;
        memset(found + (right - left), 0, SCALP_LANE);
        p->lanes->tops(plane + line, o->width, right - left, 1e-4F, found);
        for (int x = 0; x < right - left; x += SCALP_LANE) {
            uint64_t any;
            memcpy(&any, found + x, sizeof any);
            for (int i = x; any && i < x + SCALP_LANE; i++)
                if (found[i] && is_peak(p->plane, level, p->scales->count, o, line + (size_t)i,
                                        plane[line + (size_t)i]))
                    take(p, level, left + i, y);
        }
    }
}

/* ---- Octaves ------------------------------------------------------------------------------- */

static void every_second(const float *from, int width, int height, float *to) {
    for (int y = 0; y < height; y += 2)
        for (int x = 0; x < width; x += 2)
            *to++ = from[(size_t)y * (size_t)width + (size_t)x];
}

/* The first level from `first` on that goes to the next octave. */
static int past_of(const scalp_scales *scales, int first, int shift) {
    int past = first + 1;
    if (shift == 2)
        return scales->count;
    while (past < scales->count && scales->sigma[past] < (2 << shift) * least_sigma)
        past++;
    return past;
}

/* From the Gaussian of level `from` in `here` to all the octave needs; the Gaussian of its last
 * level is left in `here`. `room` holds three planes and one for each level. */
static void octave_planes(peaks *p, int from, float *here, float *room) {
    const octave *o = &p->octave;
    const scalp_scales *s = p->scales;
    const size_t plane = (size_t)o->width * (size_t)o->height;
    const double size = 1 << o->shift;
    float *turn[2] = {room, room + plane}, *at = here;
    for (int level = from; level <= o->past && level < s->count; level++) {
        const double a = s->sigma[level] / size, b = s->sigma[level + 1] / size;
        float *next = turn[(level - from) % 2];
        p->plane[level] = room + (size_t)(2 + level - from) * plane;
        scalp_blur(p->lanes, at, o->width, o->height, sqrt(b * b - a * a), next, p->plane[level]);
        if (level == o->past - 2)
            memcpy(here, next, plane * sizeof *here); /* of level past - 1 */
        at = next;
    }
}

size_t scalp_blobs_find(const scalp_sight *sight, const scalp_tile *tile,
                        const scalp_scales *scales, double least_score, scalp_candidate *to,
                        size_t most) {
    peaks p = {.lanes = sight->lanes,
               .tile = tile,
               .scales = scales,
               .least_score = least_score,
               .to = to,
               .most = most};
    const size_t plane = (size_t)tile->width * (size_t)tile->height;
    const size_t cells = plane / (cell * cell);
    float *here = tile->rest, *known = tile->known;
    p.sum = here + plane;
    p.count = p.sum + cells;
    float *room = p.count + cells;
    p.octave = (octave){.width = tile->width, .height = tile->height, .known = known};
    scalp_blur(sight->lanes, tile->pigment, tile->width, tile->height, scales->sigma[0], here,
               NULL);
    for (int first = 0; first < scales->count; first = p.octave.past) {
        octave *o = &p.octave;
        o->first = first;
        o->past = past_of(scales, first, o->shift);
        octave_planes(&p, first > 0 ? first - 1 : 0, here, room);
        for (int level = first; level < o->past; level++)
            level_peaks(&p, level);
        if (o->past == scales->count)
            break;
        every_second(here, o->width, o->height, here);
        every_second(o->known, o->width, o->height, tile->rest + plane / 4);
        o->known = tile->rest + plane / 4;
        o->width /= 2;
        o->height /= 2;
        o->shift++;
    }
    return p.found;
}
