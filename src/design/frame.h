/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heads that do not stand in the frame of head.h. Private to this room. */
#ifndef SCALPTOR_DESIGN_FRAME_H
#define SCALPTOR_DESIGN_FRAME_H

#include <scalptor/design.h>

/* In the frame: turn (p - from). */
typedef struct scalp_frame {
    bool moved; /* false: the head stands in the frame as it is */
    scalp_mat3 turn;
    scalp_vec3 from;
} scalp_frame;

/* The head in its frame, found from the tragia and from the chart, whose directions are azimuths
 * about the axis through the vertex. A head within 3 degrees and 3 mm of the frame is taken to
 * stand in it. SCALP_ERR_INPUT (tragia that are one point), SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_frame_enter(const scalp_head *head, const scalp_work *work,
                                             scalp_frame *frame, scalp_head *inside,
                                             scalp_error *error);
/* A point back to where the head stands. */
scalp_vec3 scalp_frame_leave(const scalp_frame *frame, scalp_vec3 p);

#endif
