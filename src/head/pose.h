/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The camera of one photo, from nothing. */
#ifndef SCALPTOR_HEAD_POSE_H
#define SCALPTOR_HEAD_POSE_H

#include "joint.h"

/* Finds the pose of joint->sights[0] (the only one) for the measures as they are, from starts all
 * round the head, of which `side` of the view only breaks ties. Fills pose and weights. `*cost`
 * compares labellings of the same photo: robust squares plus what an unlikely pose costs.
 * `limit`: how many starts are followed to the end. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_pose_search(scalp_joint *joint, int limit, const scalp_work *work,
                                             double *cost, scalp_error *error);
/* The least misfit, px2, of any start: a quick guess at how well a pose can explain the photo. */
double scalp_pose_guess(const scalp_joint *joint);
/* The landmark's skin faces away from the camera, so that it cannot have been seen. */
bool scalp_pose_hides(const scalp_joint *joint, size_t sight, scalp_landmark landmark);

#endif
