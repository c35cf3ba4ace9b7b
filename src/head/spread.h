/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How people differ from the standard head: data/landmark_spread.csv, anthropometry.csv and
 * head_correlation.csv. */
#ifndef SCALPTOR_HEAD_SPREAD_H
#define SCALPTOR_HEAD_SPREAD_H

#include <scalptor/head.h>

/* length, breadth, circumference, tragion-vertex, in the order of scalp_head_measures. */
#define SCALP_MEASURES 4

typedef struct scalp_landmark_spread {
    double normal_mm, tangent_mm; /* one standard deviation across and along the surface */
    /* As shares of these: what is asymmetry and the doubt where it lies; and what is the person's
     * own beyond what faces have in common (scalp_spread_face). */
    double own, rest;
    scalp_vec3 facing; /* unit, where the skin looks to */
} scalp_landmark_spread;

/* The same landmark on the other side, or itself in the middle. */
scalp_landmark scalp_landmark_opposite(scalp_landmark landmark);
/* Of a landmark on the head, below SCALP_LANDMARKS_ON_HEAD. */
scalp_landmark_spread scalp_spread_landmark(scalp_landmark landmark);
/* Ways in which faces and ears differ together: data/face_modes.csv. */
#define SCALP_FACE_MODES 8
/* What one standard deviation of `mode` does to a landmark, mm; ears' roots go with their tragia,
 * and what lies on the skull stays. */
scalp_vec3 scalp_spread_face(size_t mode, scalp_landmark landmark);
/* The covariance of the measures, mm2, rows. */
void scalp_spread_measures(const char *sex, double covariance[SCALP_MEASURES * SCALP_MEASURES]);

void scalp_measures_to_array(const scalp_head_measures *measures, double array[SCALP_MEASURES]);
scalp_head_measures scalp_measures_from_array(const double array[SCALP_MEASURES]);

#endif
