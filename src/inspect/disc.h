/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside inspect: a disc of even density, blurred by a Gaussian, fitted to a plane of pixels. */
#ifndef SCALPTOR_INSPECT_DISC_H
#define SCALPTOR_INSPECT_DISC_H

#include "lanes.h"

enum { SCALP_DISC_U = SCALP_LANE_CELLS, SCALP_DISC_V = 25 };

/* Profile of the disc against distance: rows by v = s / r from 0 in steps of 1/10, columns by
 * u = (distance - r) / s from -5 in steps of 1/4. */
typedef struct scalp_disc_table {
    float t[SCALP_DISC_V][SCALP_DISC_U];
    const scalp_lanes *lanes;
} scalp_disc_table;

/* T(d) = integral over |x| < r of N(x - d; s) erf(sqrt(r^2 - x^2) / (s sqrt 2)) dx: the disc
 * integrated across, times the Gaussian along. */
void scalp_disc_table_make(scalp_disc_table *table, const scalp_lanes *lanes);
/* The profile of a disc of that radius and blur. */
void scalp_disc_profile(const scalp_disc_table *table, double r, double s, scalp_lane_profile *to);

/* A part of a plane; pixels with known == 0 do not count, others have 1. All planes have
 * SCALP_LANE floats behind them that may be read. */
typedef struct scalp_patch {
    const float *plane, *known;
    int width, height;
} scalp_patch;

typedef struct scalp_disc {
    double x, y, r, s; /* px of the plane */
    double depth;
    double ground, slope_x, slope_y;  /* of what it lies on */
    double depth_sd, r_sd, centre_sd; /* by the residuals */
    double residual;                  /* root mean square */
    double known;                     /* share of the patch */
    double explained; /* share of the squares about a plane that the disc takes away */
    int pixels;
    bool good; /* it converged within bounds, and explains enough */
} scalp_disc;

typedef struct scalp_disc_limits {
    double least_r, most_r;
    double s; /* start, and where it is held unless free */
    bool s_free;
    double least_s, most_s;
    bool tight;             /* near around the disc, and robust against what lies beside it */
    double least_explained; /* what explains less is left, half of that before the first step */
} scalp_disc_limits;

/* Gauss-Newton with damping (Levenberg 1944), from disc->x, y, r. */
void scalp_disc_fit(const scalp_disc_table *table, const scalp_patch *patch,
                    const scalp_disc_limits *limits, scalp_disc *disc);
enum { SCALP_DISC_PLANES = 5 };

typedef struct scalp_disc_seen {
    double depth, ground, residual;
    double explained; /* share of the squares about a plane that the disc takes away */
} scalp_disc_seen;

/* The same disc in up to SCALP_DISC_PLANES planes of the patch's size: least squares of its profile
 * and a plane. */
void scalp_disc_read(const scalp_disc_table *table, const float *const planes[], int count,
                     const scalp_patch *patch, const scalp_disc *disc, scalp_disc_seen *seen);

#endif
