/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panel.h"

#include <math.h>

static double rounded(double value, double step) {
    return floor(value / step + 0.5) * step;
}

scalp_status cli_panel_known(cli_job *job, const scalp_panel_known **known, scalp_error *error) {
    const char *path = cli_text(job, "panel", NULL);
    scalp_bytes bytes;
    void *place;
    *known = NULL;
    if (!path)
        return SCALP_OK;
    SCALP_TRY(cli_read(job, path, SCALP_CODEC_MAX_PANEL_BYTES, &bytes, error));
    SCALP_TRY(scalp_work_take(&job->work, 1, sizeof **known, &place, error));
    SCALP_TRY(scalp_codec_panel_fit_read(bytes, path, place, error));
    *known = place;
    return SCALP_OK;
}

void cli_panel_apply(cli_job *job, const scalp_panel_known *known, scalp_case *document) {
    const scalp_response response = scalp_response_from_traits(&known->traits);
    const scalp_case_field *retention = cli_field("treatment.expected_retention");
    const scalp_case_field *diameter = cli_field("treatment.diameter_mm");
    const bool own = document->expected_retention < 1;
    if (!own)
        document->expected_retention =
            scalp_clamp(rounded(known->kept.middle, 0.01), retention->low, retention->high);
    document->diameter_mm = scalp_clamp(rounded(document->diameter_mm * response.width, 0.001),
                                        diameter->low, diameter->high);
    cli_say(job,
            "By this client's test dots: %.0f of 100 dots are expected to be seen when healed "
            "(%.0f to %.0f)%s; deposits come out %.3g mm wide.",
            100 * known->kept.middle, 100 * known->kept.low, 100 * known->kept.high,
            own ? ", but the case's expected_retention stays" : "", document->diameter_mm);
}
