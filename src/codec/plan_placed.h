/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: the member `placed` of plan.json. docs/plan-format.md describes it. */
#ifndef SCALPTOR_CODEC_PLAN_PLACED_H
#define SCALPTOR_CODEC_PLAN_PLACED_H

#include "json_in.h"
#include "json_out.h"

/* Nothing where the plan was not made around anything. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_json_out_placed(scalp_json_out *out, const scalp_placed *placed,
                                                 const scalp_work *work, scalp_error *error);
/* `value` NULL: nothing was there. Places and normals are those of `mesh`. */
scalp_status scalp_json_placed(const scalp_json_in *in, const json_t *value, const scalp_mesh *mesh,
                               const scalp_work *work, scalp_placed *placed);

#endif
