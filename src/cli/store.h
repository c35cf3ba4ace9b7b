/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside cli: where a store is, what opens it, and the commands that look after it. */
#ifndef SCALPTOR_CLI_STORE_H
#define SCALPTOR_CLI_STORE_H

#include "cli.h"

#include <scalptor/store.h>

/* clang-format off */
#define CLI_STORE_OPTIONS                                                                          \
    {.name = "data", .kind = CLI_TEXT, .argument = "DIR",                                          \
     .otherwise = "what SCALPTOR_DATA says", .help = "folder of the studio's records"},            \
    {.name = "store", .kind = CLI_TEXT, .argument = "URL",                                         \
     .help = "in place of a folder: a database, as postgres://user@host/name"},                    \
    {.name = "passphrase-file", .kind = CLI_TEXT, .argument = "FILE",                              \
     .otherwise = "what SCALPTOR_PASSPHRASE_FILE says, or it is asked for",                        \
     .help = "file whose first line opens the records"}
#define CLI_STORE_BY                                                                               \
    {.name = "by", .kind = CLI_TEXT, .argument = "NAME", .otherwise = "who is logged in",          \
     .help = "who does this, for the audit log"}
/* clang-format on */

/* A passphrase or recovery code in memory; to be wiped. */
typedef struct cli_secret {
    char text[SCALP_STORE_MAX_PASSPHRASE + 3];
} cli_secret;

/* From the file that `option` names (NULL: from --passphrase-file or its variable), else asked for
 * on the terminal as `prompt`; twice when it is a new one. */
SCALP_CHECKED scalp_status cli_secret_read(const cli_job *job, const char *option,
                                           const char *prompt, bool is_new, cli_secret *secret,
                                           scalp_error *error);
void cli_secret_wipe(cli_secret *secret);
/* --data, --store or SCALPTOR_DATA. SCALP_ERR_INPUT: none or both. */
SCALP_CHECKED scalp_status cli_store_place(const cli_job *job, const char **place,
                                           scalp_error *error);
/* Opened and unlocked; `store` is closed by the caller, also after a failure. */
SCALP_CHECKED scalp_status cli_store_open(cli_job *job, scalp_store **store, scalp_error *error);
/* Now, UTC. */
void cli_store_now(char at[SCALP_STORE_TIME]);
const char *cli_store_by(const cli_job *job);

/* A report's figures, with `place` and, as the first line, `done`; faults below. */
void cli_store_report(cli_job *job, const char *done, const char *place,
                      const scalp_store_report *report);

#endif
