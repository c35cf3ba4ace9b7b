/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scalptor inspect: one photo on its way through the command. Every part of it (evenness, the
 * plan, an earlier photo..) takes an inspection and adds its lines to the text and its object to
 * the report. */
#ifndef SCALPTOR_CLI_INSPECT_H
#define SCALPTOR_CLI_INSPECT_H

#include "cli.h"

#include <scalptor/evenness.h>
#include <scalptor/inspect.h>

typedef struct cli_inspection {
    const char *path; /* of the photo */
    scalp_image image;
    scalp_flat flat;
    const char *scale_source; /* "entered", "points", "card", "sticker" or "none" */
    scalp_marks marks;        /* that were found */
    const uint8_t *mask;      /* scalp_unseen by pixel, or NULL */
    scalp_finds finds;
    const char *dots_file;          /* that they were written to; NULL: none */
    const scalp_evenness *evenness; /* NULL: too little could be judged */
} cli_inspection;

/* clang-format off */
#define CLI_INSPECT_SCALE_OPTIONS                                                                  \
    {.name = "scale", .kind = CLI_NUMBER, .argument = "PX_PER_MM", .low = 0.5, .high = 1000,       \
     .help = "pixels per millimetre of skin; or:"},                                                \
    {.name = "points", .kind = CLI_TEXT, .argument = "X,Y,X,Y",                                    \
     .help = "two points a known distance apart, as on a ruler"},                                  \
    {.name = "mm", .kind = CLI_NUMBER, .argument = "MM", .low = 0.5, .high = 1000,                 \
     .help = "the distance between the two points"},                                               \
    {.name = "card", .kind = CLI_TEXT, .argument = "FILE",                                         \
     .help = "card file of the print, as scalptor card --measured-mm writes it",                   \
     .otherwise = "a print nobody measured, good to 1 %"},                                         \
    {.name = "focal-px", .kind = CLI_NUMBER, .argument = "PX", .low = 100, .high = 200000,         \
     .help = "focal length in pixels", .otherwise = "from the photo, or that of a phone"},         \
    {.name = "radius", .kind = CLI_NUMBER, .argument = "MM", .low = 0, .high = 1000,               \
     .help = "how round the skin is: as a ball of this radius; 0 is flat",                         \
     .otherwise = "80 with card or sticker, else 0"}
/* clang-format on */

/* Scale and tilt, from whatever there is: --scale, --points, card or stickers; without any,
 * flat.has_mm is false. Sets the mask over the marks. */
SCALP_CHECKED scalp_status cli_inspect_scale(cli_job *job, cli_inspection *inspection,
                                             scalp_error *error);
/* Refuses in one sentence what needs millimetres (`what`: "--map"), when there are none. */
SCALP_CHECKED scalp_status cli_inspect_needs_mm(const cli_inspection *inspection, const char *what,
                                                scalp_error *error);

json_t *cli_inspect_json(const cli_inspection *inspection);
void cli_inspect_text(const cli_inspection *inspection, FILE *to);

/* How evenly the dots lie: fills `evenness`, writes the map, adds to text and report. */
/* `wanted_per_mm2`: by a plan, of each cell of the window; NULL: the same everywhere. */
SCALP_CHECKED scalp_status cli_inspect_even(cli_job *job, cli_inspection *inspection,
                                            const double *wanted_per_mm2, scalp_error *error);
SCALP_CHECKED scalp_status cli_inspect_map(cli_job *job, const cli_inspection *inspection,
                                           const char *path, scalp_error *error);
json_t *cli_inspect_even_json(const cli_inspection *inspection);
void cli_inspect_even_text(const cli_inspection *inspection, FILE *to);

/* Writes the report to the file of --report, if there is one. */
SCALP_CHECKED scalp_status cli_inspect_report_write(cli_job *job, const json_t *report,
                                                    scalp_error *error);

/* The photo with what was found and what was not judged drawn over it. */
SCALP_CHECKED scalp_status cli_inspect_overlay(cli_job *job, const cli_inspection *inspection,
                                               const char *path, scalp_error *error);

#endif
