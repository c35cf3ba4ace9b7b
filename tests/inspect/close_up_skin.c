/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Skin without pigment, and the light on it. */
#include "close_up_parts.h"

#include <math.h>

/* Linear light, red, green, blue, from very fair to deep. */
static const double tones[CLOSE_UP_TONES][3] = {
    {.515, .370, .300}, {.590, .386, .283}, {.652, .376, .236},
    {.800, .372, .212}, {.430, .198, .107}, {.172, .088, .056},
};

/* What melanin and blood take of red, green and blue, relative to green. */
static const double melanin[3] = {.83, 1, 1.13}, blood[3] = {.6, 1, .9};

typedef struct skin_noise {
    ripples melanin, blood, ridges, light;
    scatter cells;
    double ridge_mm, ridge_depth, slope[2];
} skin_noise;

static bool noise_make(skin_noise *n, const canvas *c) {
    const uint64_t seed = c->p->seed;
    scalp_random random = scalp_random_make(seed, 1);
    ripples_make(&n->melanin, seed, 2);
    ripples_make(&n->blood, seed, 3);
    ripples_make(&n->ridges, seed, 4);
    ripples_make(&n->light, seed, 5);
    n->ridge_mm = draw_between(&random, .05, .075);
    n->ridge_depth = draw_between(&random, .115, .16);
    const double turn = draw_between(&random, 0, 2 * SCALP_PI);
    n->slope[0] = cos(turn);
    n->slope[1] = sin(turn);
    return scatter_make(&n->cells, c, draw_between(&random, .9, 2.2), 6);
}

/* Furrows: the lines between neighbourhoods, deeper here and shallower there. */
static double furrow(const skin_noise *n, const canvas *c, scalp_vec2 mm) {
    if (c->p->furrows <= 0)
        return 0;
    const double gap = scatter_gap(&n->cells, mm) / n->ridge_mm;
    if (gap > 4)
        return 0;
    const double here = .9 + .35 * ripples_at(&n->ridges, mm.x / 5, mm.y / 5);
    return n->ridge_depth * c->p->furrows * scalp_clamp(here, .25, 1.5) * exp(-gap * gap / 2);
}

static void skin_pixel(canvas *c, const skin_noise *n, int x, int y) {
    const close_up_params *p = c->p;
    const scalp_vec2 mm = canvas_mm(c, x, y);
    const double a = .08 * p->texture * ripples_sum(&n->melanin, mm.x / 12, mm.y / 12, 8);
    const double b = .08 * p->texture * ripples_sum(&n->blood, mm.x / 12, mm.y / 12, 8);
    const double f = furrow(n, c, mm);
    const double u = (x - c->width / 2.0) / c->width, v = (y - c->height / 2.0) / c->width;
    const double light =
        exp(p->light * (.6 * (n->slope[0] * u + n->slope[1] * v) +
                        .16 * ripples_at(&n->light, 1.1 * u + 3.3, 1.1 * v + 1.1)));
    const size_t at = (size_t)y * (size_t)c->width + (size_t)x;
    c->glow[at] = (float)light;
    for (int k = 0; k < 3; k++)
        c->rgb[3 * at + (size_t)k] =
            (float)(tones[p->tone][k] * light * exp(-a * melanin[k] - b * blood[k] - f));
}

static void spot(canvas *c, scalp_random *random, double radius_mm, double edge,
                 const double depth[3], close_up_dot *dot) {
    patch s = {.mm = {draw_between(random, 0, c->size_mm.x), draw_between(random, 0, c->size_mm.y)},
               .radius_mm = radius_mm,
               .edge = edge,
               .depth = {depth[0], depth[1], depth[2]},
               .lobe = {.12 * scalp_random_normal(random), .08 * scalp_random_normal(random)},
               .turn = {7 * scalp_random_uniform(random), 7 * scalp_random_uniform(random)},
               .dome = edge <= 0};
    canvas_patch(c, &s);
    const double scale = canvas_scale(c, s.mm);
    *dot = (close_up_dot){.px = canvas_px(c, s.mm),
                          .mm = s.mm,
                          .diam_mm = 2 * radius_mm,
                          .diam_px = 2 * radius_mm * scale,
                          .contrast = depth[1],
                          .plan_id = -1};
}

/* 1 to 5 mm wide; with a rim or fading out, of one colour or speckled. */
static void mole(canvas *c, scalp_random *random, close_up_dot *dot) {
    const double d = draw_between(random, .3, .75), radius = draw_log(random, .5, 2.5);
    const double depth[3] = {.75 * d, d, fmin(.95, 1.1 * d)};
    const bool soft = scalp_random_uniform(random) < .3;
    const bool speckled = scalp_random_uniform(random) < .4;
    spot(c, random, radius, soft ? 0 : draw_between(random, .05, .3), depth, dot);
    const int specks = speckled ? 3 + (int)(5 * radius * radius) : 0;
    for (int i = 0; i < specks; i++) {
        double x, y;
        do {
            x = draw_between(random, -1, 1);
            y = draw_between(random, -1, 1);
        } while (x * x + y * y > .8);
        const double dark = draw_between(random, .15, .45);
        const patch speck = {.mm = {dot->mm.x + x * radius, dot->mm.y + y * radius},
                             .radius_mm = draw_log(random, .08, .3),
                             .edge = draw_between(random, .15, .4),
                             .depth = {.75 * dark, dark, 1.1 * dark}};
        canvas_patch(c, &speck);
    }
}

static bool named_spots(canvas *c, close_up *made, close_up_kind kind, int count) {
    scalp_random random = scalp_random_make(c->p->seed, 20 + (uint64_t)kind);
    for (int i = 0; i < count; i++) {
        close_up_dot dot;
        if (kind == CLOSE_UP_FRECKLE) {
            const double d = draw_between(&random, .1, .3);
            spot(c, &random, draw_between(&random, c->p->level == CLOSE_UP_MARKS ? .15 : .3, 1.1),
                 0, (double[3]){.6 * d, d, 1.2 * d}, &dot);
        } else if (kind == CLOSE_UP_MOLE) {
            mole(c, &random, &dot);
        } else {
            const double d = draw_between(&random, .2, .5);
            spot(c, &random, draw_log(&random, .12, .8), draw_between(&random, .2, .45),
                 (double[3]){.12 * d, d, .8 * d}, &dot);
        }
        dot.kind = kind;
        if (!close_up_add(&made->others, &made->other_count, c->arena, dot))
            return false;
    }
    return true;
}

static void pores(canvas *c) {
    scalp_random random = scalp_random_make(c->p->seed, 30);
    const int count = (int)(c->p->pores * c->size_mm.x * c->size_mm.y / 100);
    for (int i = 0; i < count; i++) {
        const double d = draw_between(&random, .05, .22);
        close_up_dot unused;
        spot(c, &random, draw_between(&random, .03, .075), 0, (double[3]){.8 * d, d, 1.1 * d},
             &unused);
    }
}

bool canvas_skin(canvas *c, close_up *made) {
    skin_noise *n = scalp_arena_take(c->arena, 1, sizeof *n);
    if (!n || !noise_make(n, c))
        return false;
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++)
            skin_pixel(c, n, x, y);
    pores(c);
    return named_spots(c, made, CLOSE_UP_FRECKLE, c->p->freckles) &&
           named_spots(c, made, CLOSE_UP_MOLE, c->p->moles) &&
           named_spots(c, made, CLOSE_UP_RED_SPOT, c->p->red_spots);
}

/* Glints: where a fine noise of the picture and a coarser one of the skin rise together, within a
 * wide patch that faces the lamp. No brighter than white. */
bool canvas_gloss(canvas *c) {
    const close_up_params *p = c->p;
    if (p->specular <= 0)
        return true;
    ripples *r = scalp_arena_take(c->arena, 2, sizeof *r);
    if (!r)
        return false;
    ripples_make(&r[0], p->seed, 7);
    ripples_make(&r[1], p->seed, 8);
    scalp_random random = scalp_random_make(p->seed, 9);
    const double cx = draw_between(&random, 0, 1) * c->width;
    const double cy = draw_between(&random, 0, 1) * c->height;
    const double reach = draw_between(&random, .24, .5) * c->width;
    const double strength = pow(p->specular, 1.2), rare = 2.15 - .45 * fmin(1, p->specular);
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++) {
            const scalp_vec2 mm = canvas_mm(c, x, y);
            const double d = hypot(x - cx, y - cy) / reach;
            const double lobe = .05 + .95 * exp(-d * d / 2);
            const double n = .75 * ripples_at(&r[0], x / 9.0, y / 9.0) +
                             .4 * ripples_at(&r[0], x / 4.2 + 40, y / 4.2) +
                             .45 * ripples_at(&r[1], x / 26.0 + 80, y / 26.0) +
                             .6 * ripples_at(&r[1], mm.x / .9, mm.y / .9);
            const double bright = fmax(0, n - rare + .35 * lobe), faint = fmax(0, n - rare + .9);
            const double add = strength * lobe * (1.4 * bright + .19 * faint);
            const size_t at = 3 * ((size_t)y * (size_t)c->width + (size_t)x);
            for (size_t k = 0; k < 3 && add > 0; k++)
                c->rgb[at + k] = fminf(1, c->rgb[at + k] + (float)add);
        }
    return true;
}
