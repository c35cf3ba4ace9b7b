/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What camera and fit share. */
#ifndef SCALPTOR_HEAD_CAMERA_H
#define SCALPTOR_HEAD_CAMERA_H

#include <scalptor/head.h>

/* Turns the head's frame into a camera's: yaw positive shows the client's left side, pitch
 * positive looks from above, roll positive turns the picture of the head clockwise. */
scalp_mat3 scalp_camera_turn(double yaw_deg, double pitch_deg, double roll_deg);
/* Half way between glabella and opisthocranion, and between vertex and menton. */
scalp_vec3 scalp_head_middle(const scalp_head *head);

#endif
