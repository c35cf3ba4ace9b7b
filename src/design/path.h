/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves in the scalp chart as chains of short straight pieces. Private to this room. */
#ifndef SCALPTOR_DESIGN_PATH_H
#define SCALPTOR_DESIGN_PATH_H

#include <scalptor/base.h>

/* A run of pieces and the disc that holds it: most runs are too far away to matter. */
typedef struct scalp_path_run {
    scalp_vec2 centre;
    double radius;
} scalp_path_run;

enum { SCALP_PATH_RUN = 16 };

typedef struct scalp_path {
    const scalp_vec2 *points;
    size_t count;
    bool closed;
    const scalp_path_run *runs;
} scalp_path;

/* Takes over the points, at least 2. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_path_make(const scalp_vec2 *points, size_t count, bool closed,
                                           const scalp_work *work, scalp_path *path,
                                           scalp_error *error);
/* A smooth curve through the corners (Catmull & Rom 1974, uniform), `pieces` to each side.
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_path_smooth(const scalp_vec2 *corners, size_t count, bool closed,
                                             size_t pieces, const scalp_work *work,
                                             scalp_path *path, scalp_error *error);
/* Distance to the curve, or `limit` when it is no nearer than that. */
double scalp_path_distance(const scalp_path *path, scalp_vec2 p, double limit);
/* Whether the closed curve goes round the point. */
bool scalp_path_inside(const scalp_path *path, scalp_vec2 p);

#endif
