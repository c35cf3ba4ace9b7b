/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands that print papers share: a case or a plan, a studio's profile, paper, language,
 * date. */
#ifndef SCALPTOR_CLI_PAPERS_H
#define SCALPTOR_CLI_PAPERS_H

#include "care.h"

#include <scalptor/codec_studio.h>
#include <scalptor/report.h>

/* clang-format off */
#define CLI_PAPER_OPTIONS                                                                          \
    {.name = "paper", .kind = CLI_CHOICE, .argument = "SIZE", .choices = "a4|letter",              \
     .help = "the paper to print on", .otherwise = "a4"},                                          \
    {.name = "client", .kind = CLI_TEXT, .argument = "NAME",                                       \
     .help = "whose it is, as it is to be printed", .otherwise = "the file's name"},               \
    {.name = "date", .kind = CLI_TEXT, .argument = "YYYY-MM-DD",                                   \
     .help = "the day to be printed", .otherwise = "none"},                                        \
    CLI_LANGUAGE_OPTION
/* clang-format on */

typedef struct cli_paper {
    scalp_sheet_params sheet;
    char date[SCALP_DATE_TEXT], hash[SCALP_HASH_HEX];
    int32_t day;                        /* of --date */
    bool dated;                         /* it was given */
    const scalp_studio_profile *studio; /* NULL: none */
    cli_client *client;
    cli_result result;
} cli_paper;

/* --paper, --client, --date, --language. */
SCALP_CHECKED scalp_status cli_paper_options(cli_job *job, cli_paper *paper, scalp_error *error);
/* The plan of a case, or that of a plan file (whose photos lie beside it), and its hash. */
SCALP_CHECKED scalp_status cli_paper_plan(cli_job *job, const char *path, cli_paper *paper,
                                          scalp_error *error);
/* --studio, into the sheet's head and foot; nothing when it is not given. */
SCALP_CHECKED scalp_status cli_paper_studio(cli_job *job, cli_paper *paper, scalp_error *error);

#endif
