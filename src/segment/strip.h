/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The photo seen along strips that cross the expected curve, and how well each place of a strip
 * would do as the edge. Private to this room. */
#ifndef SCALPTOR_SEGMENT_STRIP_H
#define SCALPTOR_SEGMENT_STRIP_H

#include <scalptor/segment.h>

/* Strength of every place outside the photo: the edge may lie there when none is seen before. */
#define STRIP_UNSEEN 0.4f

/* `count` strips of `length` places, from the inside outwards, `step_px` apart; place `origin`
 * lies on the expected curve. */
typedef struct strip_set {
    size_t count, length, origin;
    double step_px;
    float *tone;     /* [strip][place][3]: lightness and two colour differences */
    float *strength; /* [strip][place]: 0 no edge .. 1 clear edge */
    float *cost;     /* [strip][place]: what the search makes least */
    size_t *seen;    /* [strip]: the first place that lies outside the photo, or `length` */
    double noise;    /* standard deviation of a tone */
} strip_set;

/* Samples the photo and fills `strength`. Everything lives in work->memory. */
SCALP_CHECKED scalp_status scalp_strips_make(const scalp_image *image, const scalp_curve *expected,
                                             const scalp_outline_params *params,
                                             const scalp_work *work, strip_set *strips,
                                             scalp_error *error);
/* Fills `cost` from `strength` and, where `edge` (a place for each strip) is known, from how well
 * the colours on the two sides agree with those of the neighbouring strips. */
void scalp_strips_weigh(strip_set *strips, const size_t *edge);
/* The edge near `place` between the places, px from the expected curve: where a step from the
 * inside's tone to the outside's would have to lie to give the same sum. */
double scalp_strips_refine(const strip_set *strips, size_t i, size_t place, double blur_px);

#endif
