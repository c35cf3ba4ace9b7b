/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The corners of a tag to a few hundredths of a pixel. A lens blurs light, not samples: where an
 * edge lies is read in linear light, as the place of the sharp step that would let as much light
 * through. A line through such places for each side; corners are where the lines cross. */
#include "corner.h"

#include "exposure.h"

#include <math.h>

enum {
    places = 24, /* along each side */
    steps = 24,  /* across it */
    rounds = 3,  /* each starts from the last one's lines */
    trims = 2,   /* a line is fitted again without what lies far off it */
};

static const double least_reach_px = 1.2, most_reach_px = 8;

/* A line: unit normal, pointing out of the square, and distance. */
typedef struct line {
    scalp_vec2 normal;
    double distance;
} line;

typedef struct spot {
    double along, off;
    bool good;
} spot;

static double light_at(const scalp_image *image, double x, double y) {
    const double cx = scalp_clamp(x, 0, image->width - 1),
                 cy = scalp_clamp(y, 0, image->height - 1);
    const int x0 = (int)fmin(floor(cx), image->width - 2 > 0 ? image->width - 2 : 0),
              y0 = (int)fmin(floor(cy), image->height - 2 > 0 ? image->height - 2 : 0);
    const double u = cx - x0, v = cy - y0;
    double value[2][2];
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++) {
            bool clipped;
            value[i][j] = scalp_luminance(scalp_pixel(image, x0 + j, y0 + i, &clipped));
        }
    return (1 - v) * ((1 - u) * value[0][0] + u * value[0][1]) +
           v * ((1 - u) * value[1][0] + u * value[1][1]);
}

/* How far beyond `at`, along the outward normal, dark turns to light; false where it does not. */
static bool step_at(const scalp_image *image, scalp_vec2 at, scalp_vec2 normal, double reach,
                    double *off) {
    double value[steps], dark = 0, light = 0, sum = 0;
    for (int i = 0; i < steps; i++) {
        const double t = reach * (2 * (i + 0.5) / steps - 1);
        value[i] = light_at(image, at.x + t * normal.x, at.y + t * normal.y);
        sum += value[i];
    }
    for (int i = 0; i < steps / 6; i++) {
        dark += value[i] / (steps / 6.0);
        light += value[steps - 1 - i] / (steps / 6.0);
    }
    if (!(light - dark > 0.02) || !(light > 1.5 * dark))
        return false;
    /* The share of the profile that is light, from its outer end inwards. */
    const double share = (sum / steps - dark) / (light - dark);
    *off = reach * (1 - 2 * share);
    return share > 0.1 && share < 0.9;
}

/* off = a + b along, without the spots that lie more than twice the mean distance off. */
static bool line_through(spot *spots, double *a, double *b) {
    for (int trim = 0; trim <= trims; trim++) {
        double n = 0, x = 0, y = 0, xx = 0, xy = 0, far = 0;
        for (int i = 0; i < places; i++) {
            if (!spots[i].good)
                continue;
            n++;
            x += spots[i].along;
            y += spots[i].off;
            xx += spots[i].along * spots[i].along;
            xy += spots[i].along * spots[i].off;
        }
        const double spread = n * xx - x * x;
        if (n < places / 3 || !(spread > 0))
            return false;
        *b = (n * xy - x * y) / spread;
        *a = (y - *b * x) / n;
        for (int i = 0; i < places; i++)
            if (spots[i].good)
                far += fabs(spots[i].off - *a - *b * spots[i].along) / n;
        for (int i = 0; i < places; i++)
            if (fabs(spots[i].off - *a - *b * spots[i].along) > 2 * far + 0.02)
                spots[i].good = false;
    }
    return true;
}

static bool side_find(const scalp_image *image, scalp_vec2 p, scalp_vec2 q, double reach,
                      line *side) {
    spot spots[places];
    const double length = hypot(q.x - p.x, q.y - p.y);
    const scalp_vec2 along = {(q.x - p.x) / length, (q.y - p.y) / length};
    const scalp_vec2 normal = {along.y, -along.x}; /* clockwise corners, y down: outwards */
    double a, b;
    for (int i = 0; i < places; i++) {
        const double t = length * (0.08 + 0.84 * i / (places - 1));
        spots[i].along = t;
        spots[i].good = step_at(image, (scalp_vec2){p.x + t * along.x, p.y + t * along.y}, normal,
                                reach, &spots[i].off);
    }
    if (!line_through(spots, &a, &b))
        return false;
    const scalp_vec2 from = {p.x + a * normal.x, p.y + a * normal.y};
    const scalp_vec2 to = {q.x + (a + b * length) * normal.x, q.y + (a + b * length) * normal.y};
    const double size = hypot(to.x - from.x, to.y - from.y);
    side->normal = (scalp_vec2){(to.y - from.y) / size, -(to.x - from.x) / size};
    side->distance = side->normal.x * from.x + side->normal.y * from.y;
    return true;
}

static bool crossing(const line *p, const line *q, scalp_vec2 *at) {
    const double d = p->normal.x * q->normal.y - p->normal.y * q->normal.x;
    if (fabs(d) < 0.05)
        return false;
    at->x = (p->distance * q->normal.y - q->distance * p->normal.y) / d;
    at->y = (p->normal.x * q->distance - q->normal.x * p->distance) / d;
    return true;
}

void scalp_corners_refine(const scalp_image *image, scalp_vec2 corner[4]) {
    for (int round = 0; round < rounds; round++) {
        line side[4];
        scalp_vec2 found[4];
        double shortest = HUGE_VAL;
        for (int i = 0; i < 4; i++)
            shortest = fmin(shortest, hypot(corner[(i + 1) % 4].x - corner[i].x,
                                            corner[(i + 1) % 4].y - corner[i].y));
        /* A cell is an eighth of the side: stay well within the rim on both sides of the edge. */
        const double reach = fmin(0.85 * shortest / 8, most_reach_px);
        if (reach < least_reach_px)
            return;
        for (int i = 0; i < 4; i++)
            if (!side_find(image, corner[i], corner[(i + 1) % 4], reach, &side[i]))
                return;
        for (int i = 0; i < 4; i++)
            if (!crossing(&side[(i + 3) % 4], &side[i], &found[i]) ||
                hypot(found[i].x - corner[i].x, found[i].y - corner[i].y) > reach)
                return;
        for (int i = 0; i < 4; i++)
            corner[i] = found[i];
    }
}
