/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside of the comparison with an earlier photo. */
#ifndef SCALP_INSPECT_PAIR_BEFORE_H
#define SCALP_INSPECT_PAIR_BEFORE_H

#include "pair.h"

typedef struct before_match {
    const scalp_side *before, *after;
    const scalp_before_params *params;
    const scalp_work *work;
    double gain, gain_sd;
    scalp_vec2 *at; /* the earlier dots on the later photo's skin */
    bool *seen;     /* by earlier dot: both photos show the place */
    double *there;  /* by earlier dot: how likely a find near it is it, were it too doubtful to be
                       called so or not */
    pair_set of, to;
    pair_mates mates;
} before_match;

/* Optical density of a find, and its relative standard deviation. */
double before_density(const scalp_found *f, double *relative_sd);
/* Figures by zone from the dots' states. */
scalp_status before_zones(const before_match *m, const scalp_kept_dot *dots,
                          scalp_before_compared *to, scalp_error *error);

#endif
