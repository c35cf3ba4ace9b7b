/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ink on the skin among dots in it. Carbon is black; below skin it looks blue-grey, for the skin
 * above scatters blue back (room optics). Where a photo has stains, neutral finds that are far
 * more than the photo's dots are drops, and of the smaller ones as many as make the neutral tail of
 * the colours heavier than the bluish tail: with dots alone both would be alike. */
#include "find.h"

#include <math.h>
#include <stdlib.h>

static const double least_stained = 0.01; /* of the photo */
static const double least_blue = 0.08;    /* of dots: logarithm of red's density over blue's */
static const double about_neutral = 0.12; /* the same of ink, and of red over green, at most */
static const double drop_amount = 3.5;    /* of the dots' */
enum { least_count = 40 };

typedef struct tint {
    double blue, red, amount; /* ln red / blue, ln red / green, depth x width^2 */
    size_t index;
} tint;

static double density(double lift) {
    return -scalp_log(1 - scalp_clamp(lift, 0, 0.99)) + 0.02;
}

static int by_blue(const void *a, const void *b) {
    const tint *p = a, *q = b;
    if (p->blue != q->blue)
        return p->blue < q->blue ? -1 : 1;
    return p->index < q->index ? -1 : 1;
}

static int by_amount(const void *a, const void *b) {
    const tint *p = a, *q = b;
    if (p->amount != q->amount)
        return p->amount < q->amount ? -1 : 1;
    return p->index < q->index ? -1 : 1;
}

static double stained(const scalp_over *over) {
    const size_t cells = (size_t)over->columns * (size_t)over->rows;
    size_t n = 0;
    for (size_t i = 0; i < cells; i++)
        n += over->why[i] == SCALP_UNSEEN_WOUND;
    return (double)n / (double)cells;
}

static bool neutral(const tint *t) {
    return fabs(t->red) < about_neutral && fabs(t->blue) < about_neutral;
}

scalp_status scalp_ink_doubt(scalp_survey *v, double threshold, const scalp_work *work,
                             scalp_error *error) {
    void *memory;
    size_t n = 0, low = 0, high = 0;
    if (v->sight.colours < 3 || stained(&v->over) < least_stained)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, v->count + 1, sizeof(tint), &memory, error));
    tint *tints = memory;
    for (size_t i = 0; i < v->count; i++) {
        const scalp_candidate *c = &v->all[i];
        if (c->probability < threshold || !(c->diameter > 0))
            continue;
        const double red = density(c->lift[0]);
        tints[n++] =
            (tint){scalp_log(red / density(c->lift[2])), scalp_log(red / density(c->lift[1])),
                   c->depth * c->diameter * c->diameter, i};
    }
    if (n < least_count)
        return SCALP_OK;
    qsort(tints, n, sizeof *tints, by_amount);
    const double amount = tints[n / 2].amount;
    qsort(tints, n, sizeof *tints, by_blue);
    const double middle = tints[n / 2].blue;
    if (middle < least_blue)
        return SCALP_OK;
    for (size_t i = 0; i < n; i++) {
        low += neutral(&tints[i]) && tints[i].blue < 0.5 * middle;
        high += tints[i].blue > 1.5 * middle && tints[i].blue < 2 * middle + about_neutral;
    }
    for (size_t i = 0; i < n; i++) {
        const bool small = tints[i].blue < 0.5 * middle && low > high;
        if (!neutral(&tints[i]) || !(small || tints[i].amount > drop_amount * amount))
            continue;
        v->all[tints[i].index].probability = 0;
        low -= small;
    }
    return SCALP_OK;
}
