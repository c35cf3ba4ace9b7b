/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a treatment leaves for hours and days: redness, blood, ink, ointment, scabs. */
#include "close_up_parts.h"

#include <math.h>

/* Blood in the skin takes green and blue, and next to no red. */
static void redden(canvas *c, const close_up *made, scalp_random *random) {
    const double strength = c->p->fresh.redness;
    for (size_t i = 0; i < made->count; i++) {
        const double depth = strength * draw_between(random, .04, .16);
        patch halo = {.mm = made->dots[i].mm,
                      .radius_mm = draw_between(random, .7, 1.6),
                      .depth = {.12 * depth, depth, .85 * depth},
                      .dome = true};
        canvas_patch(c, &halo);
    }
}

bool canvas_fresh_below(canvas *c, close_up *made) {
    scalp_random random = scalp_random_make(c->p->seed, 90);
    if (c->p->fresh.redness > 0)
        redden(c, made, &random);
    return true;
}

/* On a dot or beside it. */
static bool stain(canvas *c, close_up *made, const patch *s, close_up_kind kind) {
    canvas_patch(c, s);
    const double scale = canvas_scale(c, s->mm);
    const close_up_dot dot = {.kind = kind,
                              .px = canvas_px(c, s->mm),
                              .mm = s->mm,
                              .diam_mm = 2 * s->radius_mm,
                              .diam_px = 2 * s->radius_mm * scale,
                              .contrast = s->depth[1],
                              .plan_id = -1};
    return close_up_add(&made->others, &made->other_count, c->arena, dot);
}

static bool bleed(canvas *c, close_up *made, scalp_random *random) {
    for (size_t i = 0; i < made->count; i++) {
        if (scalp_random_uniform(random) > .3 * c->p->fresh.blood)
            continue;
        const double d = draw_between(random, .7, .93);
        const scalp_vec2 at = made->dots[i].mm;
        const patch drop = {
            .mm = {at.x + .12 * scalp_random_normal(random),
                   at.y + .12 * scalp_random_normal(random)},
            .radius_mm = draw_log(random, .08, .3),
            .edge = draw_between(random, .06, .15),
            .depth = {.55 * d, d, .97 * d},
            .lobe = {.15 * scalp_random_normal(random), .1 * scalp_random_normal(random)}};
        if (!stain(c, made, &drop, CLOSE_UP_BLOOD))
            return false;
    }
    return true;
}

/* Crusts, brown and red, where a dot was set. */
static bool crust(canvas *c, close_up *made, scalp_random *random) {
    for (size_t i = 0; i < made->count; i++) {
        if (scalp_random_uniform(random) > .25 * c->p->fresh.scabs)
            continue;
        const double d = draw_between(random, .5, .85);
        const scalp_vec2 at = made->dots[i].mm;
        patch scab = {.mm = {at.x + .06 * scalp_random_normal(random),
                             at.y + .06 * scalp_random_normal(random)},
                      .radius_mm = draw_log(random, .2, .6),
                      .edge = draw_between(random, .08, .2),
                      .depth = {.6 * d, d, 1.1 * d},
                      .lobe = {.2 * scalp_random_normal(random), .15 * scalp_random_normal(random)},
                      .turn = {7 * scalp_random_uniform(random), 7 * scalp_random_uniform(random)}};
        if (!stain(c, made, &scab, CLOSE_UP_SCAB))
            return false;
        /* A darker middle, off centre: crusts are never of one colour. */
        scab.mm.x += .3 * scab.radius_mm * scalp_random_normal(random);
        scab.radius_mm *= .5;
        for (int k = 0; k < 3; k++)
            scab.depth[k] *= .4;
        canvas_patch(c, &scab);
    }
    return true;
}

/* Ink that was not wiped off: films drawn out along the wipe, and droplets. */
static bool smear(canvas *c, scalp_random *random) {
    ripples *r = scalp_arena_take(c->arena, 2, sizeof *r);
    if (!r)
        return false;
    ripples_make(&r[0], c->p->seed, 91);
    ripples_make(&r[1], c->p->seed, 92);
    const double turn = draw_between(random, 0, SCALP_PI), depth = .75 * c->p->fresh.ink;
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++) {
            const scalp_vec2 mm = canvas_mm(c, x, y);
            const double u = mm.x * cos(turn) + mm.y * sin(turn),
                         v = mm.y * cos(turn) - mm.x * sin(turn);
            const double film =
                ripples_at(&r[0], u / 9, v / 3) + .5 * ripples_at(&r[1], u / 3, v / .7);
            const double cover =
                scalp_smoothstep(.85, 1.25, film) * (.75 + .25 * ripples_at(&r[0], u / .8, v / .4));
            float *rgb = c->rgb + 3 * ((size_t)y * (size_t)c->width + (size_t)x);
            for (int k = 0; k < 3 && cover > 0; k++)
                rgb[k] *= (float)(1 - depth * fmin(1, cover));
        }
    const int drops = (int)(3 * c->p->fresh.ink * c->size_mm.x * c->size_mm.y / 100);
    for (int i = 0; i < drops; i++) {
        const double d = draw_between(random, .6, .9);
        const patch drop = {
            .mm = {draw_between(random, 0, c->size_mm.x), draw_between(random, 0, c->size_mm.y)},
            .radius_mm = draw_log(random, .3, .9),
            .edge = draw_between(random, .05, .12),
            .depth = {d, d, .95 * d},
            .lobe = {.2 * scalp_random_normal(random), .1 * scalp_random_normal(random)}};
        canvas_patch(c, &drop);
    }
    return true;
}

/* A film of grease: wide smooth highlights with ragged rims, on top of everything. */
static bool grease(canvas *c) {
    ripples *r = scalp_arena_take(c->arena, 1, sizeof *r);
    if (!r)
        return false;
    ripples_make(r, c->p->seed, 93);
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++) {
            const scalp_vec2 mm = canvas_mm(c, x, y);
            const double n = ripples_at(r, mm.x / 6, mm.y / 6) +
                             .45 * ripples_at(r, 40 + mm.x / 1.6, mm.y / 1.6) +
                             .2 * ripples_at(r, mm.x / .45, 70 + mm.y / .45);
            const float shine =
                (float)(c->p->fresh.ointment * (.9 * scalp_smoothstep(.75, 1.7, n) + .05));
            float *rgb = c->rgb + 3 * ((size_t)y * (size_t)c->width + (size_t)x);
            for (int k = 0; k < 3; k++)
                rgb[k] = fminf(1, rgb[k] + shine);
        }
    return true;
}

bool canvas_fresh_above(canvas *c, close_up *made) {
    const close_up_fresh *f = &c->p->fresh;
    scalp_random random = scalp_random_make(c->p->seed, 94);
    return (f->scabs <= 0 || crust(c, made, &random)) &&
           (f->blood <= 0 || bleed(c, made, &random)) && (f->ink <= 0 || smear(c, &random)) &&
           (f->ointment <= 0 || grease(c));
}
