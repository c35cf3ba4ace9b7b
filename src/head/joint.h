/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One least-squares problem over all photos: a camera for each, and the measures they share. */
#ifndef SCALPTOR_HEAD_JOINT_H
#define SCALPTOR_HEAD_JOINT_H

#include "side.h"
#include "spread.h"

/* A camera in the terms in which the problem is nearly linear: where the head's origin falls in
 * the picture (from the picture's centre), how large a millimetre is there, and the focal length.
 */
typedef struct scalp_pose {
    scalp_mat3 rotation;
    double x_px, y_px;
    double log_scale; /* ln of pixels per millimetre at the head's origin */
    double log_focal; /* ln of pixels */
} scalp_pose;

/* A length on the head, seen in the photo: pixels per millimetre at `anchor`. */
typedef struct scalp_ratio {
    bool has;
    scalp_vec3 anchor;
    double log_px_per_mm, sd; /* as read; one standard deviation of the logarithm */
    bool iris;                /* shares the person's iris with the other photos */
} scalp_ratio;

/* What the shared shape is made of: the measures, then the modes of scalp_head_form. */
#define SCALP_SHAPES (SCALP_MEASURES + SCALP_HEAD_MODES)

/* A point of the head that must lie on a line in the photo: of the outline, or of the midline. */
typedef struct scalp_tie {
    scalp_vec3 at;                  /* on the head as it was made */
    scalp_vec3 slope[SCALP_SHAPES]; /* mm per mm, or per standard deviation */
    scalp_vec2 normal, target;      /* of the line: unit; a point of it, px from the centre */
    double sd_px;                   /* one standard deviation of what lies between */
    double weight;                  /* how much of an observation of its own it is, 0..1 */
} scalp_tie;

/* What is known and sought of one photo. */
typedef struct scalp_sight {
    const scalp_view *view;
    scalp_pose pose;
    scalp_focal_source focal_source;
    bool focal_free;
    double focal_prior, focal_prior_sd; /* of ln(px); sd 0: no prior */
    bool used[SCALP_LANDMARKS_ON_HEAD];
    /* Lower triangles of the inverse Cholesky factors of each landmark's covariance in px2: with
     * all that sets people apart, and with only what their own offsets leave. */
    double whiten[SCALP_LANDMARKS_ON_HEAD][3], whiten_own[SCALP_LANDMARKS_ON_HEAD][3];
    scalp_ratio length, iris;
    const scalp_tie *ties;
    size_t tie_count;
    bool outline_refused; /* the outline is not believed */
    bool side_told;       /* the stated side helps, for the landmarks say too little */
    scalp_side side;
} scalp_sight;

/* The landmarks as a linear function of measures and modes, about the head they were made with. */
typedef struct scalp_shape {
    scalp_vec3 base[SCALP_LANDMARKS_ON_HEAD];
    scalp_vec3 slope[SCALP_SHAPES][SCALP_LANDMARKS_ON_HEAD]; /* mm per mm, or per sd */
    double made_with[SCALP_SHAPES];
    bool free[SCALP_SHAPES];                                    /* sought, otherwise given */
    scalp_vec3 face[SCALP_FACE_MODES][SCALP_LANDMARKS_ON_HEAD]; /* mm per sd */
    /* The same of all vertices, where photos are looked at; else NULL. */
    const scalp_vec3 *vertex_slope[SCALP_SHAPES];
} scalp_shape;

typedef struct scalp_joint {
    scalp_sight *sights;
    size_t sight_count;
    const scalp_shape *shape;
    double measures[SCALP_SHAPES];
    double prior_mean[SCALP_MEASURES];
    double prior_factor[SCALP_MEASURES * SCALP_MEASURES]; /* Cholesky, of the covariance */
    double log_iris; /* ln of the person's iris over the mean one */
    /* Where `personal`, how this person's landmarks lie off the standard head's is sought too,
     * alike on both sides and in all photos: of each landmark of the left side or the middle, mm.
     */
    bool personal;
    scalp_vec3 offsets[SCALP_LANDMARKS_ON_HEAD];
    const bool *picked; /* which landmarks are this person's own already; NULL: none */
    double face_size;   /* what the face's offsets have in common: larger by this share */
    double ear_depth_mm, ear_height_mm; /* and those of the ears: farther forward, higher */
    double face[SCALP_FACE_MODES]; /* how faces and ears differ together, standard deviations */
} scalp_joint;

scalp_vec3 scalp_shape_landmark(const scalp_shape *shape, const double measures[SCALP_SHAPES],
                                scalp_landmark landmark);
/* The landmark's offset on this person's head, with what it shares with its neighbours. */
scalp_vec3 scalp_joint_offset(const scalp_joint *joint, scalp_landmark landmark);
/* Pixel from the picture's centre. */
scalp_vec2 scalp_pose_project(const scalp_pose *pose, scalp_vec3 point);
/* Depth of a point along the camera's axis, mm. */
double scalp_pose_depth(const scalp_pose *pose, scalp_vec3 point);
scalp_camera scalp_pose_camera(const scalp_pose *pose, const scalp_view *view);
/* Where a landmark was clicked, from the picture's centre. */
scalp_vec2 scalp_view_click(const scalp_view *view, scalp_landmark landmark);

/* Sets every landmark's weight: 2 px of clicking, and the spread of people as seen from here. */
void scalp_joint_weigh(scalp_joint *joint);
/* Landmark's residual in standard deviations (a length in two dimensions). */
double scalp_joint_deviation(const scalp_joint *joint, size_t sight, scalp_landmark landmark);
/* Distance of a tie from its line, px, positive along its normal. */
double scalp_joint_tie_px(const scalp_joint *joint, size_t sight, const scalp_tie *tie);
/* Robust squares of the landmarks of one photo, about this person's own. */
double scalp_joint_landmark_cost(const scalp_joint *joint, size_t sight);
/* Huber's function of a deviation: its square, but rising straight from 2.5 on. */
double scalp_joint_robust(double deviation);
/* Least squares from the present state, by Levenberg-Marquardt. `*cost` is the robust sum of
 * squares reached. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_joint_solve(scalp_joint *joint, const scalp_work *work,
                                             double *cost, scalp_error *error);

/* The problem laid open: parameters are steps from the present state, the rotation (radians, in
 * the camera's axes), x_px, y_px, log_scale and, where it is free, log_focal of each photo; then
 * the free measures and modes; then the iris; then, where `personal`, the offsets. */
#define SCALP_POSE_PARAMETERS 6
/* Step of the numerical derivative, in px, radians, mm or logarithm. */
#define SCALP_JOINT_STEP 1e-6
size_t scalp_joint_parameters(const scalp_joint *joint);
size_t scalp_joint_row_count(const scalp_joint *joint);
void scalp_joint_rows(const scalp_joint *joint, const double *x, double *rows);

/* How sure the result is, of one photo: standard deviations for noise as supposed. */
typedef struct scalp_joint_sureness {
    bool determined;
    double rotation_rad; /* of the worst axis */
    double angle_rad;    /* of the whole turn, the three axes together */
    double log_scale;    /* of pixels per millimetre at the head's middle */
    double log_focal;    /* from the landmarks alone, without the prior; 0 where it is fixed */
} scalp_joint_sureness;

/* One per photo into `sureness`. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_joint_measure(const scalp_joint *joint, scalp_vec3 middle,
                                               const scalp_work *work,
                                               scalp_joint_sureness *sureness, scalp_error *error);

#endif
