/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside calibrate: a flat mark seen by a pinhole camera. */
#ifndef SCALPTOR_CALIBRATE_PLANE_H
#define SCALPTOR_CALIBRATE_PLANE_H

#include <scalptor/calibrate.h>

#define SCALP_PLANE_POINTS 24

/* Places on the mark and where they were seen. */
typedef struct scalp_plane_points {
    scalp_vec2 mm[SCALP_PLANE_POINTS], px[SCALP_PLANE_POINTS];
    size_t count; /* 4.. */
} scalp_plane_points;

typedef struct scalp_plane_camera {
    double focal_px, focal_sd; /* relative */
    scalp_vec2 middle_px;
} scalp_plane_camera;

typedef struct scalp_plane {
    scalp_mat3 px_from_mm;
    double focal_px, rms_px;
    double px_per_mm, px_per_mm_sd; /* at `centre` */
    double tilt_deg, tilt_sd_deg;   /* against the line of sight to it */
} scalp_plane;

scalp_vec2 scalp_plane_apply(const scalp_mat3 *m, scalp_vec2 p);
/* The inverse of a matrix whose determinant is not 0. */
scalp_mat3 scalp_mat3_inverse(const scalp_mat3 *m);
/* The homography through points, least squares in px after normalisation (Hartley 1997); false when
 * there is none. */
bool scalp_plane_homography(const scalp_plane_points *points, scalp_mat3 *px_from_mm);
/* px per mm at a place of the plane: the root of the area's scale; 0 behind the horizon. */
double scalp_plane_scale(const scalp_mat3 *px_from_mm, scalp_vec2 mm);
/* Pose and, as far as the points can tell, focal length. SCALP_ERR_INPUT: no plane fits. */
SCALP_CHECKED scalp_status scalp_plane_fit(const scalp_plane_points *points,
                                           const scalp_plane_camera *camera, scalp_vec2 centre_mm,
                                           const scalp_work *work, scalp_plane *plane,
                                           scalp_error *error);

#endif
