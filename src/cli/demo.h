/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Close-ups of the made-up client. */
#ifndef SCALPTOR_CLI_DEMO_H
#define SCALPTOR_CLI_DEMO_H

#include "cli.h"

#define DEMO_MAX_CLOSE_UPS 8

/* Takes the first `count` close-ups of the head as it is some weeks after the first session, writes
 * them into the folder and adds them to the case, tied to its photos. */
SCALP_CHECKED scalp_status demo_close_ups(cli_job *job, const char *folder, cli_client *client,
                                          const cli_result *result, size_t count,
                                          scalp_error *error);

#endif
