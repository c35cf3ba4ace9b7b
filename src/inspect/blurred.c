/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a photo is out of focus: what looks like a disc there is softer than it is wide. Through a
 * blur of s a disc of width d keeps 1 - exp(-d^2 / 8 s^2) of its depth in the middle. */
#include "find.h"

#include <math.h>
#include <stdlib.h>

static const double least_kept = 0.35; /* of a dot's depth */
static const double softer = 1.6;      /* than the photo's dots: wide dots alone are not soft */
enum {
    step = 48,  /* px between places that are asked */
    reach = 80, /* px about each */
    least = 5,  /* candidates there */
    held = 400,
};

static int by_number(const void *a, const void *b) {
    const double p = *(const double *)a, q = *(const double *)b;
    return p < q ? -1 : p > q;
}

/* The first candidate from that row of pixels on. */
static size_t from_row(const scalp_survey *v, double y) {
    size_t low = 0, high = v->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (v->all[middle].y < y)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static double median(double *v, size_t n) {
    qsort(v, n, sizeof *v, by_number);
    return v[n / 2];
}

/* How wide things are seen about a place, and how softly; false: too little to tell. */
static bool around(const scalp_survey *v, double x, double y, double *seen_px, double *blur_px) {
    double s[held], w[held];
    size_t n = 0;
    for (size_t i = from_row(v, y - reach); i < v->count && v->all[i].y <= y + reach; i++) {
        const scalp_candidate *c = &v->all[i];
        if (!(c->own_blur_px > 0) || fabs(c->x - x) > reach || n == held)
            continue;
        s[n] = c->own_blur_px;
        w[n++] = c->own_seen_px;
    }
    if (n < least)
        return false;
    *blur_px = median(s, n);
    *seen_px = median(w, n);
    return true;
}

static void paint(scalp_over *over, double x, double y) {
    const int left = (int)fmax((x - step / 2.0) / over->cell, 0);
    const int top = (int)fmax((y - step / 2.0) / over->cell, 0);
    for (int j = top; j < over->rows && j * over->cell < y + step / 2.0; j++)
        for (int i = left; i < over->columns && i * over->cell < x + step / 2.0; i++) {
            uint8_t *why = &over->why[(size_t)j * (size_t)over->columns + (size_t)i];
            if (*why == SCALP_UNSEEN_NOT)
                *why = SCALP_UNSEEN_BLUR;
        }
}

scalp_status scalp_blurred_paint(scalp_survey *v, const scalp_work *work, scalp_error *error) {
    if (!(v->diameter_px > 0))
        return SCALP_OK;
    /* d^2 / 8 s^2 = -ln(1 - kept), and seen^2 = d^2 + 6 s^2 */
    const double most =
        scalp_seen_width(v->diameter_px, v->diameter_px / sqrt(-8 * scalp_log(1 - least_kept)));
    for (int y = step / 2; y < v->image.height + step / 2; y += step) {
        for (int x = step / 2; x < v->image.width + step / 2; x += step) {
            double seen_px, blur_px;
            if (around(v, x, y, &seen_px, &blur_px) && seen_px > most &&
                blur_px > softer * v->blur_px)
                paint(&v->over, x, y);
        }
        SCALP_TRY(scalp_work_report(work, "blur", fmin(1, (double)y / v->image.height), error));
    }
    return SCALP_OK;
}
