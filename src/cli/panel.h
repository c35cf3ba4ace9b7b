/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of `scalptor panel` share, and what other commands ask of a fitted panel. */
#ifndef SCALPTOR_CLI_PANEL_H
#define SCALPTOR_CLI_PANEL_H

#include "cli.h"

#define CLI_PANEL_OPTION                                                                           \
    {                                                                                              \
        .name = "panel", .kind = CLI_TEXT, .argument = "FILE",                                     \
        .help = "what this client's test dots said (scalptor panel -o)"                            \
    }

/* The file of --panel; NULL where it is not given. In the job's arena. */
SCALP_CHECKED scalp_status cli_panel_known(cli_job *job, const scalp_panel_known **known,
                                           scalp_error *error);
/* Has the case reckon with it: the dots kept, and how wide they come out; says so. An
 * expected_retention that the case gives stays. */
void cli_panel_apply(cli_job *job, const scalp_panel_known *known, scalp_case *document);

void cli_panel_text(const scalp_panel_file *file, const scalp_panel *panel, FILE *to);

#endif
