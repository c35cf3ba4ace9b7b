/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a pose explains a photo's landmarks, and if not, what to check. */
#ifndef SCALPTOR_HEAD_DIAGNOSE_H
#define SCALPTOR_HEAD_DIAGNOSE_H

#include "joint.h"

/* Searches the pose of the only photo of `joint` and judges it. One landmark that fits nowhere is
 * set aside (not `used`) where five others agree. SCALP_ERR_NO: no pose explains the landmarks; the
 * sentence names the two that look swapped, or says that left and right are exchanged, or which
 * landmark is farthest off. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_pose_find(scalp_joint *joint, const scalp_work *work,
                                           scalp_error *error);
/* Sets aside what is far off after the photos have been fitted together. */
void scalp_pose_set_aside(scalp_joint *joint, size_t sight);

#endif
