/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Discs and strands laid on the skin. */
#include "close_up_parts.h"

#include <math.h>

typedef struct pixels {
    int left, top, right, bottom; /* right and bottom are the first beyond */
} pixels;

static pixels around(const canvas *c, scalp_vec2 px, double reach) {
    const pixels box = {(int)fmax(0, floor(px.x - reach)), (int)fmax(0, floor(px.y - reach)),
                        (int)fmin(c->width, ceil(px.x + reach) + 1),
                        (int)fmin(c->height, ceil(px.y + reach) + 1)};
    return box;
}

static double covered(const patch *p, scalp_vec2 mm) {
    const double x = mm.x - p->mm.x, y = mm.y - p->mm.y;
    const double distance = hypot(x, y);
    if (p->dome) {
        const double t = 1.5 * distance / p->radius_mm;
        return exp(-t * t / 2);
    }
    const double turn = atan2(y, x);
    const double radius = p->radius_mm * (1 + p->lobe[0] * cos(2 * turn + p->turn[0]) +
                                          p->lobe[1] * cos(3 * turn + p->turn[1]));
    return .5 * erfc((distance - radius) / (sqrt(2) * p->edge * p->radius_mm));
}

void canvas_patch(canvas *c, const patch *p) {
    const double scale = canvas_scale(c, p->mm);
    const double reach = p->radius_mm * (p->dome ? 2.6 : 1.3 + 3 * p->edge) * scale * 1.15 + 1;
    const pixels box = around(c, canvas_px(c, p->mm), reach);
    for (int y = box.top; y < box.bottom; y++)
        for (int x = box.left; x < box.right; x++) {
            double cover = 0;
            for (int q = 0; q < 4; q++)
                cover +=
                    .25 * covered(p, canvas_mm(c, x - .25 + .5 * (q & 1), y - .25 + .25 * (q & 2)));
            float *rgb = c->rgb + 3 * ((size_t)y * (size_t)c->width + (size_t)x);
            for (int k = 0; k < 3; k++)
                rgb[k] *= (float)(1 - p->depth[k] * cover);
        }
}

/* sRGB 40, 32, 28. */
static const float hair_rgb[3] = {.0212f, .0144f, .0116f};

static scalp_vec2 strand_at(const strand *s, double t) {
    const double a = (1 - t) * (1 - t), b = 2 * t * (1 - t), d = t * t;
    return (scalp_vec2){a * s->a.x + b * s->b.x + d * s->c.x, a * s->a.y + b * s->b.y + d * s->c.y};
}

/* The cover of a strand over a part of the picture. */
typedef struct shade {
    pixels box;
    float *cover;
} shade;

static pixels cut(pixels a, pixels b) {
    return (pixels){a.left > b.left ? a.left : b.left, a.top > b.top ? a.top : b.top,
                    a.right < b.right ? a.right : b.right,
                    a.bottom < b.bottom ? a.bottom : b.bottom};
}

/* One piece of a strand, kept where it hides more than what is there. */
static void strand_piece(const canvas *c, shade *into, scalp_vec2 a, scalp_vec2 b, double width) {
    const double long2 = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
    const scalp_vec2 middle = {(a.x + b.x) / 2, (a.y + b.y) / 2};
    const pixels box = cut(around(c, middle, sqrt(long2) / 2 + width / 2 + 1.5), into->box);
    const double full = fmin(1, width); /* thinner than a pixel: it hides less */
    for (int y = box.top; y < box.bottom; y++)
        for (int x = box.left; x < box.right; x++) {
            const double along =
                ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / fmax(long2, 1e-9);
            const double t = scalp_clamp(along, 0, 1);
            const double d = hypot(x - a.x - t * (b.x - a.x), y - a.y - t * (b.y - a.y));
            const float here =
                (float)(full * scalp_clamp((width - full) / 2 + .5 - d + full / 2, 0, 1));
            float *at = into->cover +
                        (size_t)(y - into->box.top) * (size_t)(into->box.right - into->box.left) +
                        (size_t)(x - into->box.left);
            *at = fmaxf(*at, here);
        }
}

static void strand_lay(canvas *c, const strand *s, const shade *from) {
    const float *cover = from->cover;
    for (int y = from->box.top; y < from->box.bottom; y++)
        for (int x = from->box.left; x < from->box.right; x++) {
            const float a = (float)s->cover * *cover++;
            const size_t at = (size_t)y * (size_t)c->width + (size_t)x;
            for (size_t k = 0; k < 3 && a > 0; k++)
                c->rgb[3 * at + k] = (1 - a) * c->rgb[3 * at + k] + a * hair_rgb[k] * c->glow[at];
        }
}

void canvas_strand(canvas *c, const strand *s) {
    const scalp_arena_mark mark = scalp_arena_here(c->arena);
    const double length =
        hypot(s->b.x - s->a.x, s->b.y - s->a.y) + hypot(s->c.x - s->b.x, s->c.y - s->b.y);
    const int pieces = (int)ceil(length / .15) + 1;
    const double scale = canvas_scale(c, s->b), width = s->width_mm * scale;
    shade into = {.box = around(c, canvas_px(c, s->b), 1.2 * length * scale + width + 3)};
    const int columns = into.box.right - into.box.left, rows = into.box.bottom - into.box.top;
    if (columns > 0 && rows > 0)
        into.cover = scalp_arena_take(c->arena, (size_t)columns * (size_t)rows, sizeof *into.cover);
    for (int i = 0; into.cover && i < pieces; i++)
        strand_piece(c, &into, canvas_px(c, strand_at(s, (double)i / pieces)),
                     canvas_px(c, strand_at(s, (i + 1.0) / pieces)), width);
    if (into.cover)
        strand_lay(c, s, &into);
    scalp_arena_return(c->arena, mark);
}

/* A shaved hair that leans from its root; its length. */
double canvas_stub(canvas *c, scalp_vec2 root, double direction, scalp_random *random) {
    const double length = draw_between(random, .25, .9);
    const double turn = direction + .35 * scalp_random_normal(random);
    const double bend = turn + .25 * scalp_random_normal(random);
    const strand s = {.a = root,
                      .b = {root.x + .5 * length * cos(turn), root.y + .5 * length * sin(turn)},
                      .c = {root.x + length * cos(bend), root.y + length * sin(bend)},
                      .width_mm = draw_between(random, .06, .1),
                      .cover = draw_between(random, .5, .8)};
    canvas_strand(c, &s);
    return length;
}

void canvas_hairs(canvas *c) {
    scalp_random random = scalp_random_make(c->p->seed, 40);
    for (int i = 0; i < c->p->hairs; i++) {
        const double x = draw_between(&random, 0, c->size_mm.x),
                     y = draw_between(&random, 0, c->size_mm.y);
        const double length = draw_log(&random, .08, .4) * c->size_mm.x;
        const double turn = draw_between(&random, 0, 2 * SCALP_PI);
        const double bend = turn + .5 * scalp_random_normal(&random);
        const strand s = {.a = {x, y},
                          .b = {x + .5 * length * cos(turn), y + .5 * length * sin(turn)},
                          .c = {x + length * cos(bend), y + length * sin(bend)},
                          .width_mm = draw_between(&random, .06, .1),
                          .cover = draw_between(&random, .75, .92)};
        canvas_strand(c, &s);
    }
}

/* Relative depth of pigment in red, green and blue: bluish black. */
static const double pigment[3] = {1.04, 1, .86};

bool canvas_dots(canvas *c, close_up *made) {
    scalp_random random = scalp_random_make(c->p->seed, 50);
    const double direction = draw_between(&random, 0, 2 * SCALP_PI);
    for (size_t i = 0; i < made->count; i++) {
        const close_up_dot *d = &made->dots[i];
        patch s = {.mm = d->mm,
                   .radius_mm = d->diam_mm / 2,
                   .edge = draw_between(&random, c->p->edge[0], c->p->edge[1]),
                   .lobe = {c->p->aspect * scalp_random_normal(&random),
                            .5 * c->p->aspect * scalp_random_normal(&random)},
                   .turn = {7 * scalp_random_uniform(&random), 7 * scalp_random_uniform(&random)}};
        for (int k = 0; k < 3; k++)
            s.depth[k] = fmin(.98, d->contrast * pigment[k]);
        canvas_patch(c, &s);
        if (d->kind == CLOSE_UP_FOLLICLE)
            canvas_stub(c, d->mm, direction, &random);
    }
    const int stubs = (int)(c->p->stubs_cm2 * c->size_mm.x * c->size_mm.y / 100);
    for (int i = 0; i < stubs; i++) {
        const scalp_vec2 mm = {draw_between(&random, 0, c->size_mm.x),
                               draw_between(&random, 0, c->size_mm.y)};
        const double length = canvas_stub(c, mm, direction, &random);
        const close_up_dot dot = {.kind = CLOSE_UP_STUB,
                                  .px = canvas_px(c, mm),
                                  .mm = mm,
                                  .diam_mm = length,
                                  .diam_px = length * canvas_scale(c, mm),
                                  .contrast = 1,
                                  .plan_id = -1};
        if (!close_up_add(&made->others, &made->other_count, c->arena, dot))
            return false;
    }
    return true;
}
