/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The levels: from which ranges the parameters of a picture are drawn. */
#include "close_up_parts.h"

#include <math.h>

typedef struct range {
    double low, high;
} range;

typedef struct level {
    const char *name;
    range px_per_mm, tilt_deg, contrast, blur_px, blur_vary, motion_px, sharpen, specular, hairs;
    range jpeg, density_cm2;
    double texture, furrows, pores, light, noise;
    range freckles;
    double stubble;
    bool colour_cast; /* white balance and exposure are off */
    unsigned layouts; /* bits of close_up_layout */
} level;

#define BIT(layout) (1u << CLOSE_UP_##layout)

/* After the parameters written beside the twelve shared pictures. */
static const level levels[CLOSE_UP_LEVELS] = {
    [CLOSE_UP_EASY] = {"easy", {20, 46}, {0, 0}, {.35, .6}, {.5, 1},   {0, 0}, {0, 0},
                       {0, 0}, {0, 0},   {0, 0}, {94, 94},  {30, 150}, .3,     .3,
                       20,     .15,      .02,    {0, 0},    0,         false,  BIT(BLUE)},
    [CLOSE_UP_MEDIUM] = {"medium", {16, 42},  {0, 3},
                         {.2, .5}, {.7, 1.6}, {0, 0},
                         {0, 0},   {0, .5},   {.2, .5},
                         {2, 6},   {88, 88},  {25, 150},
                         .7,       .8,        60,
                         .45,      .04,       {0, 2},
                         0,        false,     BIT(BLUE) | BIT(GRADIENT) | BIT(ROWS)},
    [CLOSE_UP_HARD] = {"hard",   {12, 30}, {0, 8},
                       {.1, .4}, {.8, 2},  {0, .8},
                       {0, 0},   {0, .5},  {.4, 1.1},
                       {4, 20},  {75, 86}, {25, 120},
                       1.1,      1.2,      110,
                       .8,       .06,      {3, 4},
                       0,        true,     BIT(BLUE) | BIT(GRADIENT) | BIT(ROWS) | BIT(UNEVEN)},
    [CLOSE_UP_EXTREME] = {"extreme", {12, 30},   {6, 18},
                          {.05, .3}, {1.2, 2.2}, {.6, .6},
                          {1, 4},    {.1, .7},   {.5, 1.2},
                          {10, 24},  {60, 75},   {25, 120},
                          1.4,       1.5,        140,
                          1,         .08,        {5, 5},
                          .33,       true,       BIT(GRADIENT) | BIT(UNEVEN)},
    [CLOSE_UP_PLAN] = {"plan", {20, 34}, {0, 0}, {.2, .5}, {.7, 1.3}, {0, 0}, {0, 0},
                       {0, 0}, {.2, .2}, {2, 2}, {90, 90}, {30, 90},  .6,     .6,
                       50,     .35,      .04,    {0, 0},   0,         false,  BIT(BLUE)},
    [CLOSE_UP_BLANK] = {"blank", {14, 46}, {0, 0},  {.2, .3}, {.7, 1.3}, {0, 0}, {0, 0},
                        {0, 0},  {.3, .8}, {5, 12}, {80, 80}, {0, 0},    1.1,    1.2,
                        110,     .8,       .05,     {3, 3},   0,         false,  BIT(BLUE)},
    [CLOSE_UP_MARKS] =
        {"marks", {16, 40}, {0, 3}, {.2, .5}, {.7, 1.4}, {0, 0}, {0, 0},
         {0, .4}, {.1, .4}, {2, 6}, {88, 92}, {25, 60},  .7,     .8,
         60,      .45,      .04,    {2, 6},   0,         false,  BIT(BLUE) | BIT(GRADIENT)},
    [CLOSE_UP_FRESH] =
        {"fresh", {20, 40}, {0, 3}, {.25, .55}, {.7, 1.3}, {0, 0}, {0, 0},
         {0, .3}, {.1, .4}, {0, 3}, {88, 92},   {40, 110}, .7,     .8,
         60,      .4,       .035,   {0, 2},     0,         false,  BIT(BLUE) | BIT(GRADIENT)},
};

double draw_between(scalp_random *random, double low, double high) {
    return low + (high - low) * scalp_random_uniform(random);
}

double draw_log(scalp_random *random, double low, double high) {
    return low <= 0 ? 0 : low * pow(high / low, scalp_random_uniform(random));
}

static double draw(scalp_random *random, range r) {
    return draw_between(random, r.low, r.high);
}

static int draw_whole(scalp_random *random, range r) {
    return (int)floor(draw_between(random, r.low, r.high + 1 - 1e-9));
}

static close_up_layout draw_layout(scalp_random *random, unsigned layouts) {
    for (;;) {
        const unsigned pick = (unsigned)scalp_random_below(random, 4);
        if (layouts & (1u << pick))
            return (close_up_layout)pick;
    }
}

/* One aftermath at a time for the first five seeds, then two or more together. */
static void draw_fresh(close_up_fresh *fresh, scalp_random *random, uint64_t seed) {
    double *parts[5] = {&fresh->redness, &fresh->blood, &fresh->ink, &fresh->ointment,
                        &fresh->scabs};
    for (unsigned i = 0; i < 5; i++) {
        const double strength = draw_between(random, .4, 1);
        const bool mixed = scalp_random_uniform(random) < .6;
        if (seed % 10 < 5 ? i == seed % 5 : mixed)
            *parts[i] = strength;
    }
    if (fresh->redness == 0)
        fresh->redness = .25; /* worked skin is never quite pale */
}

static void draw_camera(close_up_params *p, const level *l, scalp_random *random) {
    p->blur_px = draw(random, l->blur_px);
    p->blur_vary = draw(random, l->blur_vary);
    if (p->level == CLOSE_UP_HARD && scalp_random_uniform(random) < .5)
        p->blur_vary = 0;
    p->motion_px = draw(random, l->motion_px);
    p->sharpen = draw(random, l->sharpen);
    p->noise = l->noise;
    p->jpeg = draw_whole(random, l->jpeg);
    p->exposure = 1;
    p->wb[0] = p->wb[1] = p->wb[2] = 1;
    if (l->colour_cast) {
        p->exposure = draw_between(random, .75, 1.2);
        p->wb[0] = draw_between(random, .9, 1.15);
        p->wb[2] = draw_between(random, .9, 1.18);
    }
}

close_up_params close_up_draw(close_up_level which, uint64_t seed) {
    const level *l = &levels[which];
    scalp_random random = scalp_random_make(seed, 1000 + (uint64_t)which);
    close_up_params p = {.level = which,
                         .seed = seed * 16 + (uint64_t)which,
                         .width = 1280,
                         .height = 960,
                         .margin_mm = .35,
                         .aspect = .08,
                         .edge = {.12, .3}};
    p.px_per_mm = draw_log(&random, l->px_per_mm.low, l->px_per_mm.high);
    p.tilt_deg = draw(&random, l->tilt_deg);
    p.tone = (int)scalp_random_below(&random, CLOSE_UP_TONES);
    p.texture = l->texture;
    p.furrows = l->furrows;
    p.pores = l->pores;
    p.light = l->light;
    p.specular = draw(&random, l->specular);
    p.freckles = draw_whole(&random, l->freckles);
    p.hairs = draw_whole(&random, l->hairs);
    p.stubble = l->stubble;
    p.layout = draw_layout(&random, l->layouts);
    p.density_cm2 = draw_log(&random, l->density_cm2.low, l->density_cm2.high);
    const double middle = draw_between(&random, .23, .48);
    p.diam_mm[0] = fmax(.2, middle - .07);
    p.diam_mm[1] = middle + .07;
    /* Discs that would cover more than a fifth of the skin belong to no treatment. */
    p.density_cm2 = fmin(p.density_cm2, 20 / (SCALP_PI / 4 * middle * middle));
    p.contrast[0] = l->contrast.low;
    p.contrast[1] = l->contrast.high;
    draw_camera(&p, l, &random);
    if (which == CLOSE_UP_PLAN) {
        p.plan = true;
        p.plan_drop = draw_between(&random, .03, .12);
        p.plan_extra = draw_between(&random, .005, .03);
        p.plan_jitter_mm = draw_between(&random, .03, .12);
    }
    if (which == CLOSE_UP_MARKS) {
        p.moles = 4 + (int)scalp_random_below(&random, 5);
        p.red_spots = 8 + (int)scalp_random_below(&random, 25);
        p.stubs_cm2 = draw_between(&random, 10, 40);
    }
    if (which == CLOSE_UP_FRESH)
        draw_fresh(&p.fresh, &random, seed);
    return p;
}

const char *close_up_level_name(close_up_level which) {
    return levels[which].name;
}

const char *close_up_kind_name(close_up_kind kind) {
    static const char *const names[CLOSE_UP_KINDS] = {
        "dot", "follicle", "stub", "mole", "red-spot", "freckle", "blood", "scab",
    };
    return names[kind];
}
