/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two photos are alike enough to be compared. */
#include "pair.h"

#include <string.h>

typedef struct limit_row {
    const char *what;
    double limit;
    const char *source;
} limit_row;

static const limit_row limits[] = {
#define ROW(...) {__VA_ARGS__},
#include "pair_limits.inc"
#undef ROW
};

static double limit_of(const char *what) {
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (strcmp(limits[i].what, what) == 0)
            return limits[i].limit;
    return HUGE_VAL;
}

const char *scalp_unlike_name(scalp_unlike what) {
    switch (what) {
    case SCALP_UNLIKE_SCALE:
        return "scale";
    case SCALP_UNLIKE_ANGLE:
        return "angle";
    case SCALP_UNLIKE_SHARPNESS:
        return "sharpness";
    case SCALP_UNLIKE_GLOSS:
        return "gloss";
    case SCALP_UNLIKE_LIGHT:
        return "light";
    case SCALP_UNLIKE_COLOUR:
        return "colour";
    default:
        return "";
    }
}

/* NaN compares as not exceeding. */
static bool ratio_exceeds(double a, double b, double limit) {
    return a > 0 && b > 0 && (a > b * limit || b > a * limit);
}

static bool light_turned(const scalp_look *a, const scalp_look *b) {
    static const double slope_least = 0.25;
    if (!(a->light_slope > slope_least) || !(b->light_slope > slope_least))
        return false;
    double turn = fmod(fabs(a->light_deg - b->light_deg), 360);
    turn = turn > 180 ? 360 - turn : turn;
    return turn > limit_of("light");
}

unsigned scalp_pair_unlike(const scalp_look *a, const scalp_look *b) {
    /* A sharp pair stays one: below half a tenth of a millimetre blur takes nothing from a dot. */
    static const double blur_least_mm = 0.05;
    unsigned unlike = 0;
    if (ratio_exceeds(a->px_per_mm, b->px_per_mm, limit_of("scale")))
        unlike |= SCALP_UNLIKE_SCALE;
    if (fabs(a->tilt_deg - b->tilt_deg) > limit_of("angle"))
        unlike |= SCALP_UNLIKE_ANGLE;
    if (a->blur_mm >= 0 && b->blur_mm >= 0 &&
        ratio_exceeds(fmax(a->blur_mm, blur_least_mm), fmax(b->blur_mm, blur_least_mm),
                      limit_of("sharpness")))
        unlike |= SCALP_UNLIKE_SHARPNESS;
    if (fabs(a->gloss_share - b->gloss_share) > limit_of("gloss"))
        unlike |= SCALP_UNLIKE_GLOSS;
    if (light_turned(a, b))
        unlike |= SCALP_UNLIKE_LIGHT;
    if (ratio_exceeds(a->red_green, b->red_green, limit_of("colour")) ||
        ratio_exceeds(a->blue_green, b->blue_green, limit_of("colour")))
        unlike |= SCALP_UNLIKE_COLOUR;
    return unlike;
}
