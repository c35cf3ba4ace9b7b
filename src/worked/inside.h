/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to this room: one photo against the plan, before the photos are put together. */
#ifndef SCALPTOR_WORKED_INSIDE_H
#define SCALPTOR_WORKED_INSIDE_H

#include <scalptor/worked.h>

typedef struct worked_view {
    const scalp_onto_photo *photo;
    scalp_camera camera; /* as joining left it */
    uint32_t *global;    /* of the planned dots it was asked about: their number */
    uint32_t *local;     /* of all planned dots: their number here, or SCALP_PAIR_NONE */
    uint32_t *pair_of;   /* of its finds: the entry of `compared`, or SCALP_PAIR_NONE */
    scalp_plan_compared compared;
} worked_view;

typedef struct worked_job {
    const scalp_worked_ask *ask;
    const scalp_bvh *bvh;
    const scalp_work *work;
    worked_view views[SCALP_ONTO_MAX_PHOTOS];
    scalp_worked_dot *dots;
    scalp_worked *to;
} worked_job;

SCALP_CHECKED scalp_status worked_view_make(worked_job *job, size_t photo, scalp_error *error);
/* The skin that a place of the photo's flattened skin shows; false beside the head. */
bool worked_land(const worked_job *job, const worked_view *view, scalp_vec2 mm, scalp_dot *dot);
/* Zones and bare patches, from the states. */
SCALP_CHECKED scalp_status worked_zones(worked_job *job, scalp_error *error);
SCALP_CHECKED scalp_status worked_bare(worked_job *job, scalp_error *error);

#endif
