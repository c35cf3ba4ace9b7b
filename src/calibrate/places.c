/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Circles to measure skin and stubble in, found without a pick. Light and shade leave a* and b*
 * over L* + 16 as they are; hair in the skin lowers them, or shows as grain, and darkens. */
#include "exposure.h"

#include <math.h>
#include <stdlib.h>

enum {
    across = 96, /* tiles along the photo's longer side */
    least_side = 3,
    least_reach = 2, /* tiles from the middle of a circle to the nearest that will not do */
    most_reach = 6,
    most_skin = 500, /* tiles that say what skin looks like */
};

static const double shade_below = 0.7, gloss_above = 1.25; /* of the skin's median light */
static const double least_darker = 2.5, most_darker = 32;  /* L*, stubble than skin near it */
static const double least_yellow = 0.4, most_yellow = 0.92, least_red = 0.3, most_red = 1.2;
static const double near = 14, most_slope = 0.2; /* tiles; relative, over two tiles */
/* Where light falls off along a head, the glance of its surroundings greys it as hair does. So what
 * is but a little darker must lie in better light than most of the skin, and small places too. */
static const double clearly_darker = 5, brighter = 3; /* L* */
static const double full = 0.95;                      /* of the skin's median light */
static const double more_grain = 1.7, least_grain = 0.035, most_grain = 0.5;

typedef struct patch {
    scalp_lab lab;
    double light, grain; /* mean; relative standard deviation */
    bool seen, skin, good;
} patch;

typedef struct patches {
    int side, columns, rows, count;
    bool fine; /* tiles smaller than usual */
    patch *at;
    double light, grain, red, yellow, bright; /* medians of the skin; bright: L* */
    int *skin, skin_count;                    /* some of its tiles */
} patches;

static double over(double x, scalp_lab lab) {
    return x / (lab.l + 16);
}

static patch look(const scalp_image *image, const scalp_correction *correction, const uint8_t *mask,
                  const uint8_t *rest, int x0, int y0, int side) {
    patch p = {.seen = true, .skin = true};
    scalp_rgb sum = {0, 0, 0};
    double square = 0;
    for (int y = y0; y < y0 + side; y++)
        for (int x = x0; x < x0 + side; x++) {
            bool clipped;
            const size_t at = (size_t)y * (size_t)image->width + (size_t)x;
            const scalp_rgb rgb = scalp_pixel(image, x, y, &clipped);
            const double light = scalp_luminance(rgb);
            p.seen = p.seen && !clipped && !(mask && mask[at]);
            p.skin = p.skin && !rest[at];
            sum.r += rgb.r;
            sum.g += rgb.g;
            sum.b += rgb.b;
            p.light += light;
            square += light * light;
        }
    const double n = side * side;
    p.light /= n;
    p.grain = sqrt(fmax(0, square / n - p.light * p.light)) / fmax(p.light, 1e-6);
    p.lab = scalp_lab_from_xyz(
        scalp_correction_apply(correction, (scalp_rgb){sum.r / n, sum.g / n, sum.b / n}));
    p.skin = p.skin && p.seen;
    return p;
}

static int by_value(const void *a, const void *b) {
    const double p = *(const double *)a, q = *(const double *)b;
    return (p > q) - (p < q);
}

static scalp_status learn_skin(patches *t, const scalp_work *work, scalp_error *error) {
    void *place;
    double *medians[] = {&t->light, &t->grain, &t->red, &t->yellow, &t->bright}, *values;
    int all = 0;
    for (int i = 0; i < t->count; i++)
        all += t->at[i].skin;
    SCALP_TRY(scalp_work_take(work, (size_t)all + 1, sizeof *values, &place, error));
    values = place;
    SCALP_TRY(scalp_work_take(work, (size_t)all + 1, sizeof *t->skin, &place, error));
    t->skin = place;
    for (int k = 0; k < 5; k++) {
        int n = 0;
        for (int i = 0; i < t->count; i++) {
            const patch *p = &t->at[i];
            const double of[] = {p->light, p->grain, over(p->lab.a, p->lab), over(p->lab.b, p->lab),
                                 p->lab.l};
            if (p->skin)
                values[n++] = of[k];
        }
        qsort(values, (size_t)n, sizeof *values, by_value);
        *medians[k] = n ? values[n / 2] : 0;
    }
    const int stride = all / most_skin + 1;
    for (int i = 0, n = 0; i < t->count; i++) {
        const patch *p = &t->at[i];
        if (p->skin && over(p->lab.b, p->lab) > 0.95 * t->yellow && n++ % stride == 0)
            t->skin[t->skin_count++] = i;
    }
    return SCALP_OK;
}

/* L* that the skin has around the tile, near tiles counting most; 0 where none is near. */
static double skin_near(const patches *t, int at) {
    double sum = 0, weights = 0, nearest = HUGE_VAL;
    for (int k = 0; k < t->skin_count; k++) {
        const int i = t->skin[k];
        const double dx = i % t->columns - at % t->columns, dy = i / t->columns - at / t->columns;
        const double d2 = dx * dx + dy * dy + 4, w = 1 / (d2 * d2);
        nearest = fmin(nearest, d2);
        sum += w * t->at[i].lab.l;
        weights += w;
    }
    return nearest < near * near ? sum / weights : 0;
}

/* Light does not change much to any side: not where shadow begins. */
static bool is_even(const patches *t, int at) {
    static const int step[4][2] = {{-2, 0}, {2, 0}, {0, -2}, {0, 2}};
    for (int k = 0; k < 4; k++) {
        const int x = at % t->columns + step[k][0], y = at / t->columns + step[k][1];
        if (x < 0 || y < 0 || x >= t->columns || y >= t->rows)
            continue;
        const double other = t->at[y * t->columns + x].light / fmax(t->at[at].light, 1e-6);
        if (other < 1 - most_slope || other > 1 + most_slope)
            return false;
    }
    return true;
}

static bool is_stubble(const patches *t, int at) {
    const patch *p = &t->at[at];
    const double red = over(p->lab.a, p->lab) / fmax(t->red, 1e-3);
    const double yellow = over(p->lab.b, p->lab) / fmax(t->yellow, 1e-3);
    const bool grained = p->grain > more_grain * t->grain && p->grain > least_grain;
    if (!p->seen || !is_even(t, at) || p->grain > most_grain || red < least_red || red > most_red ||
        yellow < least_yellow || yellow > (grained ? 1.1 : most_yellow))
        return false;
    const double around = skin_near(t, at), darker = around - p->lab.l;
    const bool clearly = darker > clearly_darker;
    const bool lit = around > t->bright + brighter && (clearly || p->light > full * t->light);
    return darker > least_darker && darker < most_darker && (lit || (clearly && !t->fine));
}

static void choose(patches *t, scalp_place_kind kind) {
    for (int i = 0; i < t->count; i++) {
        patch *p = &t->at[i];
        const double light = p->light / fmax(t->light, 1e-6);
        if (kind == SCALP_PLACE_STUBBLE)
            p->good = is_stubble(t, i);
        else
            p->good = p->skin && light > shade_below && light < gloss_above && is_even(t, i);
    }
}

/* Tiles around that will do, all of them: how many steps out. */
static int reach_of(const patches *t, int at) {
    const int x = at % t->columns, y = at / t->columns;
    for (int reach = 0; reach <= most_reach; reach++)
        for (int v = y - reach; v <= y + reach; v++)
            for (int u = x - reach; u <= x + reach; u++)
                if (u < 0 || v < 0 || u >= t->columns || v >= t->rows ||
                    !t->at[v * t->columns + u].good)
                    return reach;
    return most_reach;
}

static size_t take_circles(patches *t, scalp_area places[SCALP_PLACES_MAX]) {
    size_t count = 0;
    while (count < SCALP_PLACES_MAX) {
        int best = 0, best_at = -1;
        for (int i = 0; i < t->count; i++) {
            const int reach = t->at[i].good ? reach_of(t, i) : 0;
            if (reach > best) {
                best = reach;
                best_at = i;
            }
        }
        if (best < least_reach)
            return count;
        const int x = best_at % t->columns, y = best_at / t->columns;
        places[count++] =
            (scalp_area){.points = {{(x + 0.5) * t->side - 0.5, (y + 0.5) * t->side - 0.5}},
                         .point_count = 1,
                         .radius_px = floor((best - 0.5) * t->side)};
        for (int i = 0; i < t->count; i++)
            if (abs(i % t->columns - x) < 2 * best && abs(i / t->columns - y) < 2 * best)
                t->at[i].good = false;
    }
    return count;
}

/* One search with tiles of `t->side` px. */
static scalp_status search(const scalp_image *image, const scalp_correction *correction,
                           const uint8_t *mask, const uint8_t *rest, scalp_place_kind kind,
                           const scalp_work *work, patches *t, scalp_area places[SCALP_PLACES_MAX],
                           size_t *count, scalp_error *error) {
    const scalp_arena_mark here = scalp_arena_here(work->memory);
    void *place;
    t->columns = image->width / t->side;
    t->rows = image->height / t->side;
    t->count = t->columns * t->rows;
    SCALP_TRY(scalp_work_take(work, (size_t)t->count, sizeof *t->at, &place, error));
    t->at = place;
    for (int i = 0; i < t->count; i++)
        t->at[i] = look(image, correction, mask, rest, i % t->columns * t->side,
                        i / t->columns * t->side, t->side);
    SCALP_TRY(learn_skin(t, work, error));
    choose(t, kind);
    *count = take_circles(t, places);
    scalp_arena_return(work->memory, here);
    return SCALP_OK;
}

scalp_status scalp_places_find(const scalp_image *image, const scalp_correction *correction,
                               const uint8_t *mask, scalp_place_kind kind, const scalp_work *work,
                               scalp_area places[SCALP_PLACES_MAX], size_t *count,
                               scalp_error *error) {
    const int longer = image->width > image->height ? image->width : image->height;
    const int side = longer / across > least_side ? longer / across : least_side;
    const uint8_t *rest;
    patches t = {.side = side};
    const scalp_arena_mark here = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_skin_find(image, correction, mask, work, &rest, error));
    SCALP_TRY(search(image, correction, mask, rest, kind, work, &t, places, count, error));
    /* From the front shaved hair is a narrow strip: once more with finer tiles. */
    if (!*count && kind == SCALP_PLACE_STUBBLE && side / 2 >= least_side) {
        t = (patches){.side = side / 2, .fine = true};
        SCALP_TRY(search(image, correction, mask, rest, kind, work, &t, places, count, error));
    }
    scalp_arena_return(work->memory, here);
    if (*count)
        return SCALP_OK;
    return scalp_fail(error, SCALP_ERR_NO,
                      kind == SCALP_PLACE_SKIN
                          ? "There is skin, but none of it is even for %d px away from shine, "
                            "shadow, hair and edges; pick an area."
                          : "Nothing %d px broad is darker and greyer than the skin near it, or "
                            "grained, as shaved hair is; pick an area, or take the photo from "
                            "nearer or from above, where the shaved hair is broad in it.",
                      (2 * least_reach - 1) * t.side);
}
