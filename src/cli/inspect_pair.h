/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scalptor inspect --plan, --before: what became of planned dots and of those of an earlier photo.
 */
#ifndef SCALPTOR_CLI_INSPECT_PAIR_H
#define SCALPTOR_CLI_INSPECT_PAIR_H

#include "inspect.h"

/* clang-format off */
#define CLI_INSPECT_PAIR_OPTIONS                                                                   \
    {.name = "plan", .kind = CLI_TEXT, .argument = "FILE",                                         \
     .help = "compare with a flat plan: CSV with x_mm and y_mm, or JSON with plan_mm; with "        \
             "--case with a plan of the case"},                                                    \
    {.name = "before", .kind = CLI_TEXT, .argument = "FILE",                                      \
     .help = "compare with an earlier photo of the same skin, or its report or dots"},                                    \
    {.name = "before-scale", .kind = CLI_NUMBER, .argument = "PX_PER_MM", .low = 0.5, .high = 1000,\
     .help = "of the earlier photo", .otherwise = "as --scale, or its own card or sticker"},       \
    {.name = "compared", .kind = CLI_TEXT, .argument = "FILE",                                     \
     .help = "write what became of every dot there, as CSV"}
/* clang-format on */

typedef struct cli_pairing {
    const scalp_planned *planned;
    size_t planned_count;
    bool with_plan, with_before;
    scalp_plan_compared plan;
    cli_inspection before;
    scalp_look look, look_before;
    scalp_before_compared kept;
} cli_pairing;

/* Refuses what cannot be, and reads the plan: before dots are looked for. */
SCALP_CHECKED scalp_status cli_inspect_pair_open(cli_job *job, cli_pairing *pairing,
                                                 scalp_error *error);
/* Does what --plan or --before ask for, and writes --compared. */
SCALP_CHECKED scalp_status cli_inspect_pair(cli_job *job, const cli_inspection *inspection,
                                            cli_pairing *pairing, scalp_error *error);
/* What the plan wants in the photo's window; NULL: no plan, or it does not lie there. */
SCALP_CHECKED scalp_status cli_inspect_wanted(cli_job *job, const cli_inspection *inspection,
                                              const cli_pairing *pairing, const double **per_mm2,
                                              scalp_error *error);
/* Adds "plan" or "before" to the report. */
void cli_inspect_pair_json(const cli_pairing *pairing, json_t *report);
void cli_inspect_pair_text(const cli_pairing *pairing, FILE *to);

#endif
