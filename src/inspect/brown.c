/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pores and freckles among blue-grey dots. Carbon under skin darkens red more than it darkens blue
 * (room optics), melanin and blood do the reverse; where a photo's larger finds are clearly
 * bluish, small brown ones beside them are not pigment. Grey photos, and photos whose dots are
 * about neutral, say nothing. */
#include "find.h"

#include <stdlib.h>

static const double least_ratio = 1.6; /* of red to blue, of dots that are called bluish */
static const double skin_ratio = 0.9;  /* of what is brown */
static const double small = 0.6;       /* of the dots' amount */
static const double left = 0.1;        /* of a brown find's probability */
enum { least_count = 20 };

typedef struct tone {
    double amount, ratio;
} tone;

static bool tone_of(const scalp_candidate *c, double threshold, tone *to) {
    if (c->probability < threshold || !(c->diameter > 0) || !(c->lift[0] > 0))
        return false;
    *to = (tone){c->depth * c->diameter * c->diameter, c->lift[0] / (c->lift[2] + 1e-3)};
    return to->ratio > 0;
}

static int by_amount(const void *a, const void *b) {
    const double p = ((const tone *)a)->amount, q = ((const tone *)b)->amount;
    return p > q ? -1 : p < q;
}

static int by_ratio(const void *a, const void *b) {
    const double p = ((const tone *)a)->ratio, q = ((const tone *)b)->ratio;
    return p < q ? -1 : p > q;
}

scalp_status scalp_brown_doubt(scalp_survey *v, double threshold, const scalp_work *work,
                               scalp_error *error) {
    void *memory;
    tone here;
    size_t n = 0;
    if (v->sight.colours < 3)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, v->count + 1, sizeof(tone), &memory, error));
    tone *tones = memory;
    for (size_t i = 0; i < v->count; i++)
        n += tone_of(&v->all[i], threshold, &tones[n]);
    if (n < least_count)
        return SCALP_OK;
    qsort(tones, n, sizeof *tones, by_amount);
    const double amount = tones[n / 8].amount;
    qsort(tones, n / 4, sizeof *tones, by_ratio);
    const double ratio = tones[n / 8].ratio;
    if (ratio < least_ratio)
        return SCALP_OK;
    for (size_t i = 0; i < v->count; i++)
        if (tone_of(&v->all[i], threshold, &here) && here.amount < small * amount &&
            here.ratio * here.ratio < ratio * skin_ratio)
            v->all[i].probability *= left;
    return SCALP_OK;
}
