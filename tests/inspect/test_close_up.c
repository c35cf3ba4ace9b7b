/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The close-ups that other tests rely on say the truth about themselves. */
#include "check.h"
#include "close_up.h"

#include <math.h>

static const uint8_t *samples_of(const close_up *made) {
    return made->image.pixels;
}

/* A small picture of a level. */
static close_up_params small(close_up_level level, uint64_t seed) {
    close_up_params p = close_up_draw(level, seed);
    p.width = 320;
    p.height = 240;
    return p;
}

/* Nothing but skin of one tone and what is asked for. */
static close_up_params plain(uint64_t seed) {
    close_up_params p = small(CLOSE_UP_EASY, seed);
    p.texture = p.furrows = p.pores = p.light = p.noise = p.blur_px = 0;
    p.blur_px = .3;
    p.px_per_mm = 24;
    p.diam_mm[0] = .42;
    p.diam_mm[1] = .5;
    p.density_cm2 = 40;
    return p;
}

static double green(const close_up *made, double x, double y) {
    const int ix = (int)lround(x), iy = (int)lround(y);
    const uint8_t sample = samples_of(made)[3 * (iy * made->image.width + ix) + 1];
    return (double)made->image.curve[1].linear[sample];
}

/* Green light at a dot's middle against the skin about it. */
static void darkness(scalp_arena *arena) {
    close_up made;
    const close_up_params p = plain(3);
    CHECK(close_up_make(&p, arena, &made));
    CHECK(made.count > 20);
    double worst = 0, taken = 0;
    for (size_t i = 0; i < made.count; i++) {
        const close_up_dot *d = &made.dots[i];
        const double r = .8 * d->diam_px;
        if (d->ignore)
            continue;
        double skin = 0;
        for (int k = 0; k < 8; k++)
            skin = fmax(skin, green(&made, d->px.x + r * cos(k * SCALP_PI / 4),
                                    d->px.y + r * sin(k * SCALP_PI / 4)));
        const double error = 1 - green(&made, d->px.x, d->px.y) / skin - d->contrast;
        worst = fmax(worst, fabs(error));
        taken += error / (double)made.inside;
    }
    CHECK_AT_MOST(worst, .05); /* two samples of 8 bits, and a softer edge here and there */
    CHECK_AT_MOST(fabs(taken), .01);
}

/* The area that a dot takes green light from, times its depth: from the picture and from the list.
 */
static void amount(scalp_arena *arena) {
    close_up bare, dotted;
    close_up_params p = plain(4);
    p.aspect = 0;
    CHECK(close_up_make(&p, arena, &dotted));
    p.density_cm2 = 0;
    CHECK(close_up_make(&p, arena, &bare));
    double seen = 0, told = 0, cut = 0;
    for (int y = 0; y < p.height; y++)
        for (int x = 0; x < p.width; x++)
            seen += 1 - green(&dotted, x, y) / green(&bare, x, y);
    for (size_t i = 0; i < dotted.count; i++) {
        const close_up_dot *d = &dotted.dots[i];
        /* A disc with an edge blurred by s of its radius holds 1 + s^2 of its area. */
        const double whole = SCALP_PI / 4 * d->diam_px * d->diam_px * d->contrast * (1 + .21 * .21);
        const double to_border =
            fmin(fmin(d->px.x, p.width - 1 - d->px.x), fmin(d->px.y, p.height - 1 - d->px.y));
        told += whole;
        cut += to_border < .7 * d->diam_px ? whole : 0; /* half a dot at most is lost */
    }
    CHECK_AT_MOST(seen, 1.02 * told);
    CHECK_AT_MOST(.98 * (told - .5 * cut), seen);
}

static void counts(scalp_arena *arena) {
    for (int level = 0; level < CLOSE_UP_BLANK; level++) {
        close_up made;
        const close_up_params p = small((close_up_level)level, 11);
        CHECK(close_up_make(&p, arena, &made));
        size_t inside = 0;
        for (size_t i = 0; i < made.count; i++) {
            const close_up_dot *d = &made.dots[i];
            inside += !d->ignore;
            const scalp_vec3 v =
                scalp_mat3_apply(&made.px_from_mm, (scalp_vec3){d->mm.x, d->mm.y, 1});
            CHECK_NEAR(v.x / v.z, d->px.x, 1e-9);
            CHECK(d->diam_mm >= p.diam_mm[0] && d->diam_mm <= p.diam_mm[1]);
            CHECK(d->contrast >= .79 * p.contrast[0] && d->contrast <= 1.21 * p.contrast[1]);
        }
        CHECK(inside == made.inside);
        const double wanted = p.density_cm2 * (p.plan ? 1 - p.plan_drop : 1);
        const double here = 100 * (double)made.inside / made.area_mm2;
        CHECK_NEAR(here / wanted, 1,
                   p.layout == CLOSE_UP_BLUE || p.layout == CLOSE_UP_ROWS ? .2 : .6);
    }
}

/* Skin seen by a tilted camera: the quadrilateral against a sum of pixels. */
static void area(scalp_arena *arena) {
    close_up made;
    close_up_params p = small(CLOSE_UP_BLANK, 2);
    p.tilt_deg = 17;
    CHECK(close_up_make(&p, arena, &made));
    double sum = 0;
    for (double y = made.margin_px + .5; y < p.height - 1 - made.margin_px; y++)
        for (double x = made.margin_px + .5; x < p.width - 1 - made.margin_px; x++) {
            scalp_vec2 c[3];
            for (int k = 0; k < 3; k++) {
                const scalp_vec3 v = scalp_mat3_apply(
                    &made.mm_from_px, (scalp_vec3){x - .5 + (k == 1), y - .5 + (k == 2), 1});
                c[k] = (scalp_vec2){v.x / v.z, v.y / v.z};
            }
            sum += (c[1].x - c[0].x) * (c[2].y - c[0].y) - (c[1].y - c[0].y) * (c[2].x - c[0].x);
        }
    CHECK_NEAR(made.area_mm2 / sum, 1, .01);
}

static uint64_t sum_of(const close_up *made) {
    uint64_t sum = 14695981039346656037u;
    for (int i = 0; i < 3 * made->image.width * made->image.height; i++)
        sum = (sum ^ samples_of(made)[i]) * 1099511628211u;
    return sum;
}

static void again(scalp_arena *arena) {
    for (int level = CLOSE_UP_EXTREME; level < CLOSE_UP_LEVELS; level++) {
        close_up made[3];
        for (int i = 0; i < 3; i++) {
            close_up_params p = small((close_up_level)level, i < 2 ? 6 : 7);
            p.width = 160;
            p.height = 120;
            CHECK(close_up_make(&p, arena, &made[i]));
        }
        CHECK(sum_of(&made[0]) == sum_of(&made[1]));
        CHECK(made[0].count == made[1].count);
        CHECK(sum_of(&made[0]) != sum_of(&made[2]));
    }
}

/* Dots of a plan lie where the plan, carried over, says. */
static void planned(scalp_arena *arena) {
    close_up made;
    close_up_params p = small(CLOSE_UP_PLAN, 5);
    p.plan_jitter_mm = 0;
    CHECK(close_up_make(&p, arena, &made));
    CHECK(made.count > 0 && made.plan_count >= made.count);
    for (size_t i = 0; i < made.count; i++) {
        const close_up_dot *d = &made.dots[i];
        if (d->plan_id < 0)
            continue;
        const scalp_vec2 q = made.plan_mm[d->plan_id];
        const double s = sin(made.plan_turn), c = cos(made.plan_turn);
        CHECK_NEAR(d->mm.x, c * q.x - s * q.y + made.plan_offset_mm.x, 1e-12);
        CHECK_NEAR(d->mm.y, s * q.x + c * q.y + made.plan_offset_mm.y, 1e-12);
    }
}

int main(void) {
    static void (*const parts[])(scalp_arena *) = {darkness, amount, counts, area, again, planned};
    static const char *const names[] = {
        "a dot takes the light that is written beside it",
        "all dots together take as much as their areas say",
        "dots within the margin, their sizes and their number",
        "area of tilted skin",
        "the same seed gives the same samples, another gives others",
        "dots of a plan",
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        scalp_arena *arena = NULL;
        CASE(names[i]) {
            CHECK(scalp_arena_open(NULL, &arena) == SCALP_OK);
            parts[i](arena);
        }
        scalp_arena_close(&arena);
    }
    return check_done();
}
