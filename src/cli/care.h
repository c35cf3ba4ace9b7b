/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands of care share: language, days, and a result that may go to a file. */
#ifndef SCALPTOR_CLI_CARE_H
#define SCALPTOR_CLI_CARE_H

#include "cli.h"

#include <scalptor/codec_care.h>

/* clang-format off */
#define CLI_LANGUAGE_OPTION                                                                        \
    {.name = "language", .kind = CLI_TEXT, .argument = "XX",                                       \
     .help = "language of what people read: en, de or es", .otherwise = "en"}
#define CLI_RESULT_OPTIONS                                                                         \
    {.name = "output", .letter = 'o', .kind = CLI_TEXT, .argument = "FILE",                        \
     .help = "write the result there; - is stdout"},                                               \
    {.name = "json", .help = "the result as JSON"}
/* clang-format on */

SCALP_CHECKED scalp_status cli_language(const cli_job *job, scalp_language *language,
                                        scalp_error *error);
/* The day of an option, or that of the machine's clock. */
SCALP_CHECKED scalp_status cli_day(const cli_job *job, const char *option, int32_t *day,
                                   scalp_error *error);
/* To be asked before the work: --output is no input. */
SCALP_CHECKED scalp_status cli_result_check(cli_job *job, scalp_error *error);
/* Moves what the command has shown to --output, when it is a file. */
SCALP_CHECKED scalp_status cli_result_write(cli_job *job, scalp_error *error);
/* A paragraph in 80 columns, its lines indented. */
void cli_paragraph(FILE *to, size_t indent, const char *first, const char *text);
/* The SHA-256 of a file's bytes, for what was made from it. */
void cli_hash_text(scalp_bytes bytes, char hex[SCALP_HASH_HEX]);

#endif
