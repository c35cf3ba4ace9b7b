/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "template.h"

#include <math.h>

scalp_status scalp_report_template(const scalp_head *head, const scalp_design *design,
                                   const scalp_plan *plan, const scalp_template_params *params,
                                   const scalp_work *work, scalp_bytes *bytes,
                                   scalp_template_facts *facts, scalp_error *error) {
    template_job job = {.head = head,
                        .design = design,
                        .plan = plan,
                        .params = params,
                        .work = work,
                        .error = error};
    if (params->ruler_mm != 0 && !(params->ruler_mm >= 90 && params->ruler_mm <= 110))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The ruler measured %g mm, but must measure 90 to 110; print at actual "
                          "size (100 %%).",
                          params->ruler_mm);
    SCALP_TRY(scalp_bvh_make(&head->mesh, work, &job.bvh, error));
    SCALP_TRY(template_curves(&job));
    SCALP_TRY(template_pieces(&job));
    template_place(&job);
    SCALP_TRY(template_draw(&job, bytes));
    *facts = job.facts;
    return SCALP_OK;
}
