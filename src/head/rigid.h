/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a scan lies on a head: the pose, its small changes, and the head of its measures. Private to
 * this room. */
#ifndef SCALPTOR_HEAD_RIGID_H
#define SCALPTOR_HEAD_RIGID_H

#include <scalptor/head.h>

/* A point p of the scan lies at rotation p + shift. */
typedef struct head_pose {
    scalp_mat3 rotation;
    scalp_vec3 shift;
} head_pose;

scalp_vec3 head_pose_apply(const head_pose *pose, scalp_vec3 p);
scalp_vec3 head_pose_undo(const head_pose *pose, scalp_vec3 p);

/* Normal equations of a small change of the pose: turns about the axes, then shifts. All zero: none
 * yet. */
typedef struct head_rows {
    double a[36], b[6];
    double squares; /* for the caller's own sums */
    size_t count;
} head_rows;

/* A posed point of the scan that lies `off` too far along a direction. */
void head_rows_add(head_rows *rows, scalp_vec3 at, scalp_vec3 along, double off, double weight);
/* Moves the pose by the least squares' answer and uses the rows up; false where there is none. */
bool head_rows_improve(head_rows *rows, head_pose *pose);

/* The posed scan as tape and calliper have it, the brow at that height. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status head_scan_measure(const scalp_mesh *scan, const head_pose *pose,
                                             double brow_y, const scalp_work *work,
                                             scalp_scan_size *size, scalp_error *error);
/* The head with those measures; with fewer of them where no head has them all. */
SCALP_CHECKED scalp_status head_like_scan(const scalp_scan_size *size, const char *sex,
                                          const scalp_work *work, scalp_head *head,
                                          scalp_error *error);

#endif
