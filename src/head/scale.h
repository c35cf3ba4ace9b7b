/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lengths in a photo: a given one, or the iris. */
#ifndef SCALPTOR_HEAD_SCALE_H
#define SCALPTOR_HEAD_SCALE_H

#include "joint.h"

/* Fills sight->length and sight->iris from the photo, for the pose the sight has. A given length
 * lies at the depth of the surface of `head` under its middle, or of the head's middle where it
 * lies beside the head. */
void scalp_scale_read(scalp_sight *sight, const scalp_head *head);

#endif
