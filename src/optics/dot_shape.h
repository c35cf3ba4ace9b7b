/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside optics: where the light leaves that a sheet in a stack has taken (data/dot_kernel.csv). */
#ifndef SCALPTOR_OPTICS_DOT_SHAPE_H
#define SCALPTOR_OPTICS_DOT_SHAPE_H

#include <scalptor/optics.h>

enum { dot_radii = 97, dot_rings = 64, dot_depths = 14, dot_losses = 7 };

/* Radii at which a profile is given, and what a ring of missing light about each point of a disc
 * adds to each of them. */
typedef struct dot_frame {
    double r_mm[dot_radii];
    double edge_mm[dot_rings + 1], log_edge[dot_rings + 1]; /* of the rings */
    double log_depth[dot_depths], log_loss[dot_losses];     /* of the table */
    double weight[dot_rings][dot_radii];                    /* share of the ring inside the disc */
} dot_frame;

void scalp_dot_frame_make(double disc_radius_mm, dot_frame *frame);

/* Adds to `rings` the share of light that leaves in each ring, `amount` in all: light that went
 * through the sheet down or up (`way` 0, 1) and left at once or after a reflection (`exit` 0, 1).
 * `depth` is the sheet's, `loss` the absorption below it, both in units of the reduced scattering;
 * `log_scale` the logarithm of one unit in mm. */
void scalp_dot_rings_add(const dot_frame *frame, int way, int exit, double depth, double loss,
                         double log_scale, double amount, double rings[dot_rings]);

#endif
