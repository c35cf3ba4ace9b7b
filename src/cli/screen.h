/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCALPTOR_CLI_SCREEN_H
#define SCALPTOR_CLI_SCREEN_H

#include "care.h"

/* Answers and what they come to. */
typedef struct cli_screened {
    const scalp_screening *screening;
    scalp_screen_result result;
    const char *reason; /* of an override; NULL: none */
    scalp_language language;
    char hash[SCALP_HASH_HEX]; /* of the file of answers */
} cli_screened;

SCALP_CHECKED scalp_status cli_screen_text(cli_job *job, const cli_screened *screened,
                                           scalp_error *error);
json_t *cli_screen_json(const cli_screened *screened);

#endif
