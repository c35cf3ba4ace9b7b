/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What good layouts do by themselves: gaps and crowds per dot, from data/evenness.csv. */
#include "even.h"

#include <math.h>
#include <string.h>

typedef struct row {
    const char *kind;
    double value, few_lost, many_lost;
    const char *source;
} row;

#define ROW(...) {__VA_ARGS__},
static const row rows[] = {
#include "evenness.inc"
};
#undef ROW

enum { row_count = sizeof rows / sizeof *rows };

/* Of the table; below it half a step of it is extrapolated. */
static const double few = 0.15, many = 0.35;

static double at(const row *r, double lost) {
    const double t = scalp_clamp((lost - few) / (many - few), -0.5, 1);
    return r->few_lost + t * (r->many_lost - r->few_lost);
}

/* Between rows of a kind, beyond them along the last two; 1 before the first. */
static double per_dot(const char *kind, double value, double lost) {
    const row *low = NULL, *high = NULL;
    for (int i = 0; i < row_count; i++) {
        if (strcmp(rows[i].kind, kind) != 0)
            continue;
        if (!high && value < rows[i].value)
            return 1;
        if (low && value < high->value)
            break;
        low = high;
        high = &rows[i];
        low = low ? low : high;
    }
    const double span = high->value - low->value;
    const double t = span > 0 ? (value - low->value) / span : 0;
    const double power = at(low, lost) + t * (at(high, lost) - at(low, lost));
    return scalp_exp(fmax(power, -100) * 2.302585092994046);
}

double even_natural_gaps(double radius, double lost) {
    return per_dot("gap", radius, lost);
}

double even_natural_crowd(double others, double lost) {
    return per_dot("crowd", others, lost);
}

static double radius_of(const char *kind, double wanted, double lost) {
    double low = 0, high = 10;
    for (int i = 0; i < 50; i++) {
        const double middle = (low + high) / 2;
        if (per_dot(kind, middle, lost) > wanted)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

double even_natural_gap_radius(double wanted, double lost) {
    return radius_of("gap", wanted, lost);
}

double even_regular_gap_radius(double wanted) {
    return radius_of("gap regular", wanted, few);
}
