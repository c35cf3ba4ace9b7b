/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a photo shows of the head beside its landmarks: the outline of the skull, and points that
 * were clicked along the midline. */
#ifndef SCALP_HEAD_TIES_H
#define SCALP_HEAD_TIES_H

#include "joint.h"

/* How the outline is sought: how far away, and how far it may still lie off afterwards. */
typedef struct head_search {
    double reach_mm; /* 0: not at all */
    double sd_mm;    /* one standard deviation */
    bool face;       /* the outline of the face as well */
} head_search;

/* Fills the ties of one photo, from the joint problem's present camera and `head`, which has the
 * shape's measures. They live in work->memory. SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status head_ties_make(const scalp_head *head, scalp_joint *joint, size_t sight,
                                          const head_search *search, const scalp_work *work,
                                          scalp_error *error);

/* How far the outlines lie apart where the photo shows it clearly. */
typedef struct head_gap {
    double seen_mm; /* length of the outline that is clear */
    double rms_mm, max_mm;
} head_gap;

SCALP_CHECKED scalp_status head_gap_measure(const scalp_head *head, const scalp_camera *camera,
                                            const scalp_view *view, const scalp_work *work,
                                            head_gap *gap, scalp_error *error);

#endif
