/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of `scalptor match` share. */
#ifndef SCALPTOR_CLI_MATCH_H
#define SCALPTOR_CLI_MATCH_H

#include "cli.h"

#include <scalptor/match.h>

/* What was measured in a photo; by.photo NULL: there is none. */
typedef struct match_photo {
    cli_calibration by;
    bool has_skin, has_stubble;
    scalp_tone skin, stubble;
    cli_areas skin_areas, stubble_areas;
} match_photo;

/* The colours that are asked for: entered, measured in --photo, or the class of the hair. */
SCALP_CHECKED scalp_status match_colours_read(cli_job *job, scalp_match_request *ask,
                                              match_photo *photo, scalp_error *error);

#endif
