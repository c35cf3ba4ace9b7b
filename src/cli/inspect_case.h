/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scalptor inspect --case: photos of a case laid on its head. */
#ifndef SCALPTOR_CLI_INSPECT_CASE_H
#define SCALPTOR_CLI_INSPECT_CASE_H

#include "cli.h"

#include <scalptor/closeup.h>
#include <scalptor/inspect.h>
#include <scalptor/worked.h>

/* clang-format off */
#define CLI_INSPECT_CASE_OPTIONS                                                                   \
    {.name = "case", .kind = CLI_TEXT, .argument = "CASE",                                         \
     .help = "lay photos of this case on the head, instead of PHOTO"},                             \
    {.name = "photo", .kind = CLI_TEXT, .argument = "ID", .repeats = true,                         \
     .otherwise = "all close-ups of the case",                                                     \
     .help = "with --case: a close-up or photo of the case; again for more"},                      \
    {.name = "placed-out", .kind = CLI_TEXT, .argument = "FILE",                                   \
     .help = "with --case: write the dots there, in the columns of a plan's dots"},                \
    {.name = "sites-out", .kind = CLI_TEXT, .argument = "FILE",                                    \
     .help = "with --case: write the shaved hairs there, for plan --sites"},                       \
    {.name = "as", .kind = CLI_CHOICE, .argument = "KIND", .choices = "found|dots|follicles", .otherwise = "found",    \
     .help = "with --case: what all finds are taken for"},                                         \
    {.name = "session", .kind = CLI_WHOLE, .argument = "N", .low = 1,                              \
     .high = SCALP_LAYOUT_MAX_SESSIONS, .otherwise = "1",                                          \
     .help = "with --case: the last session that was done"},                                       \
    {.name = "fill-from", .kind = CLI_TEXT, .argument = "PLAN",                                    \
     .help = "with --placed-out: what no photo shows is taken from this plan's sessions so far"}
/* clang-format on */

/* One photo on its way to the head. */
typedef struct cli_shot {
    const char *id, *file;
    bool close_up;    /* else one of the photos, placed by its landmarks */
    size_t index;     /* in the case's list */
    size_t marks;     /* card and stickers in it */
    size_t mark_ties; /* corners of marks that a photo of the case shows as well */
    scalp_placement placement;
    scalp_flat flat;
    scalp_finds finds;
    const char *left_out; /* a sentence: why it has no part; NULL: it has */
} cli_shot;

typedef struct cli_on_head {
    cli_client *client;
    cli_result result; /* fit and design; of the plan only the treatment */
    cli_shot shots[SCALP_ONTO_MAX_PHOTOS];
    size_t shot_count;
    size_t used[SCALP_ONTO_MAX_PHOTOS]; /* shots that have a part, in the order of `onto` */
    size_t used_count;
    scalp_onto onto;
    size_t filled;            /* dots taken from the plan */
    const scalp_dot *planned; /* with --plan: the dots that should be there by now */
    const uint32_t *plan_ids; /* of each, as the plan's dots.csv numbers them; 0: placed before */
    size_t planned_count;
    const scalp_worked *worked; /* what became of them; NULL: not asked */
    bool before;                /* they are dots that were found at an earlier time */
} cli_on_head;

/* Finds the shot's dots and where it was taken from. What is wrong with the one photo alone is said
 * in shot->left_out. */
SCALP_CHECKED scalp_status cli_shot_make(cli_job *job, cli_on_head *on, cli_shot *shot,
                                         scalp_error *error);
SCALP_CHECKED scalp_status cli_inspect_case(cli_job *job, scalp_error *error);

/* The plan that the head comes from, as --plan or --fill-from names it; NULL: the case alone. */
const char *cli_case_plan_path(const cli_job *job);
/* With --plan: what became of it, and --compared. */
SCALP_CHECKED scalp_status cli_case_compare(cli_job *job, cli_on_head *on,
                                            const scalp_onto_photo *photos, scalp_error *error);
void cli_case_compare_text(const cli_on_head *on, FILE *to);
json_t *cli_case_compare_json(const cli_on_head *on);

void cli_on_head_text(const cli_on_head *on, FILE *to);
json_t *cli_on_head_json(const cli_on_head *on);

#endif
