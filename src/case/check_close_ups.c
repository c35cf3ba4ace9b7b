/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the close-ups of a case are within limits. */
#include "check.h"

#include <math.h>
#include <string.h>

static bool is_within(const double *at, int count, double most) {
    for (int k = 0; k < count; k++) {
        if (!(fabs(at[k]) <= most))
            return false;
    }
    return true;
}

static scalp_status check_tie(const scalp_case *document, int index, int k, scalp_error *error) {
    const scalp_case_tie *tie = &document->close_ups[index].ties[k];
    const bool chart = strcmp(tie->in, "chart") == 0, head = strcmp(tie->in, "head") == 0;
    const double px[2] = {tie->px.x, tie->px.y};
    char shown[SCALP_CASE_SHOWN];
    scalp_case_text_quoted(tie->in, shown);
    if (!chart && !head && !scalp_case_photo_find(document, tie->in))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "close_ups[%d].ties[%d].in is %s, but must be the id of one of the "
                          "photos, chart or head.",
                          index, k, shown);
    if (!is_within(px, 2, SCALP_CASE_MAX_PX))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "close_ups[%d].ties[%d].px must lie between -%.0f and %.0f px.", index, k,
                          SCALP_CASE_MAX_PX, SCALP_CASE_MAX_PX);
    const double most = chart  ? SCALP_CASE_MAX_CHART_MM
                        : head ? SCALP_CASE_MAX_HEAD_MM
                               : SCALP_CASE_MAX_PX;
    if (!is_within(tie->at, head ? 3 : 2, most))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "close_ups[%d].ties[%d].at must lie between -%.0f and %.0f %s.", index, k,
                          most, most, chart || head ? "mm" : "px");
    return SCALP_OK;
}

static scalp_status check_close_up(const scalp_case *document, int index, scalp_error *error) {
    const scalp_case_close_up *c = &document->close_ups[index];
    SCALP_TRY(scalp_case_fields_check(scalp_case_close_up_fields, scalp_case_close_up_field_count,
                                      index, c, error));
    if (scalp_case_photo_find(document, c->id) || scalp_case_close_up_find(document, c->id) != c)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "close_ups[%d].id is \"%s\", but another photo has that id already.",
                          index, c->id);
    if (c->tie_count > SCALP_CASE_MAX_TIES)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "close_ups[%d].ties has %zu ties, but may have %d.", index, c->tie_count,
                          SCALP_CASE_MAX_TIES);
    for (size_t k = 0; k < c->tie_count; k++)
        SCALP_TRY(check_tie(document, index, (int)k, error));
    if (!c->has_scale)
        return SCALP_OK;
    const double ends[4] = {c->scale_from.x, c->scale_from.y, c->scale_to.x, c->scale_to.y};
    const double dx = ends[2] - ends[0], dy = ends[3] - ends[1];
    if (!is_within(ends, 4, SCALP_CASE_MAX_PX) || !(dx * dx + dy * dy > 0) ||
        !(c->scale_mm >= SCALP_CASE_SCALE_LOW_MM && c->scale_mm <= SCALP_CASE_SCALE_HIGH_MM))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "close_ups[%d].scale must have two different ends within %.0f px and a "
                          "length of %g to %g mm.",
                          index, SCALP_CASE_MAX_PX, SCALP_CASE_SCALE_LOW_MM,
                          SCALP_CASE_SCALE_HIGH_MM);
    return SCALP_OK;
}

scalp_status scalp_case_close_ups_check(const scalp_case *document, scalp_error *error) {
    if (document->close_up_count > SCALP_CASE_MAX_CLOSE_UPS)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "close_ups has %zu photos, but may have at most %d.",
                          document->close_up_count, SCALP_CASE_MAX_CLOSE_UPS);
    for (size_t i = 0; i < document->close_up_count; i++)
        SCALP_TRY(check_close_up(document, (int)i, error));
    return SCALP_OK;
}
