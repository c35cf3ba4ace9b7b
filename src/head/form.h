/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a skull departs from the standard one of its measures: a few smooth swellings, and landmarks
 * of the face and the ears that draw their surroundings along. */
#ifndef SCALP_HEAD_FORM_H
#define SCALP_HEAD_FORM_H

#include <scalptor/head.h>

/* The form made ready to be applied. */
typedef struct head_bend {
    bool any;
    double mode[SCALP_HEAD_MODES]; /* mm */
    size_t pin_count;
    scalp_vec3 pin[SCALP_LANDMARKS_ON_HEAD];  /* where, on the template */
    scalp_vec3 pull[SCALP_LANDMARKS_ON_HEAD]; /* weight, mm */
    scalp_vec3 shift;                         /* brings the origin back between the tragia */
} head_bend;

/* NULL: no departure. */
head_bend head_bend_make(const scalp_head_form *form);
/* What the modes that are alike on both sides add to a point of the template. */
scalp_vec3 head_bend_swelling(const head_bend *bend, scalp_vec3 p);
/* By how much the left half of the skull is fuller there than the mean of both, the right one being
 * flatter: nothing in the plane of symmetry, so that length, height and breadth stay. */
scalp_vec3 head_bend_lean(const head_bend *bend, scalp_vec3 p);
/* Whether a mode is opposite on the two sides. */
bool head_mode_leans(size_t mode);
/* What the landmarks add. */
scalp_vec3 head_bend_pull(const head_bend *bend, scalp_vec3 p);
/* Whether a landmark draws the skin about it along: those of the face and ears do. */
bool head_bend_pins(scalp_landmark landmark);

#endif
