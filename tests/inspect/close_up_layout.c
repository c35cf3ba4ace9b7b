/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the dots lie, how wide and how dark they are. */
#include "close_up_parts.h"

#include <math.h>

typedef struct places {
    scalp_vec2 *at;
    size_t count, room;
    int *first, *next;
    int columns, rows;
    double square;
} places;

typedef struct field {
    const canvas *c;
    ripples *noise;
    double turn[2];
} field;

static bool places_make(places *s, const canvas *c, size_t room) {
    *s = (places){.room = room, .square = .75 * 10 / sqrt(c->p->density_cm2)};
    s->columns = (int)(c->size_mm.x / s->square) + 1;
    s->rows = (int)(c->size_mm.y / s->square) + 1;
    s->at = scalp_arena_take(c->arena, room, sizeof *s->at);
    s->next = scalp_arena_take(c->arena, room, sizeof *s->next);
    s->first = scalp_arena_take(c->arena, (size_t)s->columns * (size_t)s->rows, sizeof *s->first);
    if (!s->at || !s->next || !s->first)
        return false;
    for (int i = 0; i < s->columns * s->rows; i++)
        s->first[i] = -1;
    return true;
}

static void places_add(places *s, scalp_vec2 mm) {
    if (s->count == s->room)
        return;
    const int column = (int)scalp_clamp(mm.x / s->square, 0, s->columns - 1);
    const int row = (int)scalp_clamp(mm.y / s->square, 0, s->rows - 1);
    int *first = &s->first[row * s->columns + column];
    s->at[s->count] = mm;
    s->next[s->count] = *first;
    *first = (int)s->count++;
}

static bool places_near(const places *s, scalp_vec2 mm, double distance) {
    const int reach = (int)ceil(distance / s->square);
    const int column = (int)(mm.x / s->square), row = (int)(mm.y / s->square);
    for (int y = row - reach; y <= row + reach; y++)
        for (int x = column - reach; x <= column + reach; x++) {
            if (x < 0 || y < 0 || x >= s->columns || y >= s->rows)
                continue;
            for (int i = s->first[y * s->columns + x]; i >= 0; i = s->next[i])
                if (hypot(s->at[i].x - mm.x, s->at[i].y - mm.y) < distance)
                    return true;
        }
    return false;
}

/* Relative density at a place, mean about 1. */
static double wanted(const field *f, scalp_vec2 mm) {
    const double u = mm.x / f->c->size_mm.x - .5, v = mm.y / f->c->size_mm.y - .5;
    if (f->c->p->layout == CLOSE_UP_GRADIENT)
        return scalp_clamp(1 + 1.1 * (f->turn[0] * u + f->turn[1] * v), .25, 2);
    if (f->c->p->layout == CLOSE_UP_UNEVEN)
        return scalp_clamp(1 + .55 * ripples_at(f->noise, 4 * u + 7, 4 * v + 3), .08, 2.2);
    return 1;
}

/* Darts that keep their distance (Cook 1986), nearer where the density is higher. */
static void darts(const field *f, places *s, size_t count, scalp_random *random) {
    const canvas *c = f->c;
    const double spacing = 10 / sqrt(c->p->density_cm2);
    size_t misses = 0;
    while (s->count < count && misses < 400000) {
        const scalp_vec2 mm = {draw_between(random, 0, c->size_mm.x),
                               draw_between(random, 0, c->size_mm.y)};
        const double density = wanted(f, mm);
        const bool takes = scalp_random_uniform(random) * 2.2 < density;
        if (takes && !places_near(s, mm, .75 * spacing / sqrt(fmax(density, .2))))
            places_add(s, mm);
        else
            misses++;
    }
}

static void in_rows(const field *f, places *s, scalp_random *random) {
    const canvas *c = f->c;
    const double pitch = 10 / sqrt(c->p->density_cm2);
    const double turn = draw_between(random, -.1, .1);
    const double reach = c->size_mm.x + c->size_mm.y;
    for (double v = -reach; v < reach; v += pitch) {
        const double start = pitch * scalp_random_uniform(random);
        for (double u = start - reach; u < reach; u += pitch) {
            const double x = u + .07 * pitch * scalp_random_normal(random);
            const double y = v + .07 * pitch * scalp_random_normal(random);
            const scalp_vec2 mm = {x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)};
            if (mm.x >= 0 && mm.y >= 0 && mm.x < c->size_mm.x && mm.y < c->size_mm.y)
                places_add(s, mm);
        }
    }
}

/* Darkness wanders over the skin as the hand does, and from dot to dot. */
static double contrast_at(const canvas *c, const ripples *hand, scalp_vec2 mm,
                          scalp_random *random) {
    const double low = c->p->contrast[0], high = c->p->contrast[1];
    const double wander =
        .16 * ripples_at(hand, 3.3 * mm.x / c->size_mm.x, 3.3 * mm.y / c->size_mm.x);
    const double t = .47 + wander + .22 * scalp_random_normal(random);
    return scalp_clamp(low + (high - low) * t, .8 * low, 1.2 * high);
}

static bool dot_add(canvas *c, close_up *made, const ripples *hand, scalp_vec2 mm, int plan_id,
                    scalp_random *random) {
    close_up_dot dot = {.mm = mm, .plan_id = plan_id, .px = canvas_px(c, mm)};
    dot.diam_mm = draw_between(random, c->p->diam_mm[0], c->p->diam_mm[1]);
    dot.diam_px = dot.diam_mm * canvas_scale(c, mm);
    dot.contrast = contrast_at(c, hand, mm, random);
    const bool stub = scalp_random_uniform(random) < c->p->stubble;
    dot.kind = stub ? CLOSE_UP_FOLLICLE : CLOSE_UP_DOT;
    const double m = made->margin_px;
    dot.ignore =
        dot.px.x < m || dot.px.y < m || dot.px.x > c->width - 1 - m || dot.px.y > c->height - 1 - m;
    if (dot.px.x < -.5 || dot.px.y < -.5 || dot.px.x > c->width - .5 || dot.px.y > c->height - .5)
        return true;
    made->inside += !dot.ignore;
    return close_up_add(&made->dots, &made->count, c->arena, dot);
}

/* What was done of the plan: turned, shifted, shaken, some left out, some put elsewhere. */
static bool carry_out(canvas *c, close_up *made, const places *s, const ripples *hand,
                      scalp_random *random) {
    made->plan_turn = draw_between(random, -.03, .03);
    made->plan_offset_mm =
        (scalp_vec2){draw_between(random, -.4, .4), draw_between(random, -.4, .4)};
    made->plan_mm = s->at;
    made->plan_count = s->count;
    const double sine = sin(made->plan_turn), cosine = cos(made->plan_turn);
    for (size_t i = 0; i < s->count; i++) {
        const double jx = c->p->plan_jitter_mm * scalp_random_normal(random);
        const double jy = c->p->plan_jitter_mm * scalp_random_normal(random);
        const scalp_vec2 p = s->at[i];
        const scalp_vec2 mm = {cosine * p.x - sine * p.y + made->plan_offset_mm.x + jx,
                               sine * p.x + cosine * p.y + made->plan_offset_mm.y + jy};
        const bool dropped = scalp_random_uniform(random) < c->p->plan_drop;
        if (!dropped && !dot_add(c, made, hand, mm, (int)i, random))
            return false;
    }
    const int extra = (int)(c->p->plan_extra * (double)s->count);
    for (int i = 0; i < extra; i++) {
        const scalp_vec2 mm = {draw_between(random, 0, c->size_mm.x),
                               draw_between(random, 0, c->size_mm.y)};
        if (!dot_add(c, made, hand, mm, -1, random))
            return false;
    }
    return true;
}

/* Dots that somebody else chose. */
static bool place_given(const canvas *c, close_up *made) {
    const double m = made->margin_px;
    for (size_t i = 0; i < c->p->given_count; i++) {
        close_up_dot dot = c->p->given[i];
        dot.px = canvas_px(c, dot.mm);
        dot.diam_px = dot.diam_mm * canvas_scale(c, dot.mm);
        if (!(dot.px.x >= 0 && dot.px.y >= 0 && dot.px.x <= c->width - 1 &&
              dot.px.y <= c->height - 1))
            continue;
        dot.ignore = dot.px.x < m || dot.px.y < m || dot.px.x > c->width - 1 - m ||
                     dot.px.y > c->height - 1 - m;
        made->inside += !dot.ignore;
        if (!close_up_add(&made->dots, &made->count, c->arena, dot))
            return false;
    }
    return true;
}

bool canvas_place(const canvas *canvas_here, close_up *made) {
    canvas *c = scalp_arena_take(canvas_here->arena, 1, sizeof *c);
    ripples *noise = scalp_arena_take(canvas_here->arena, 2, sizeof *noise);
    if (!c || !noise)
        return false;
    *c = *canvas_here;
    if (c->p->given)
        return place_given(c, made);
    if (c->p->density_cm2 <= 0)
        return true;
    scalp_random random = scalp_random_make(c->p->seed, 60);
    ripples_make(&noise[0], c->p->seed, 61);
    ripples_make(&noise[1], c->p->seed, 62);
    const double turn = draw_between(&random, 0, 2 * SCALP_PI);
    const field f = {c, &noise[0], {cos(turn), sin(turn)}};
    const size_t count = (size_t)(c->p->density_cm2 * c->size_mm.x * c->size_mm.y / 100);
    places s;
    if (!places_make(&s, c, 2 * count + 64))
        return false;
    if (c->p->layout == CLOSE_UP_ROWS)
        in_rows(&f, &s, &random);
    else
        darts(&f, &s, count, &random);
    if (c->p->plan)
        return carry_out(c, made, &s, &noise[1], &random);
    for (size_t i = 0; i < s.count; i++)
        if (!dot_add(c, made, &noise[1], s.at[i], -1, &random))
            return false;
    return true;
}
