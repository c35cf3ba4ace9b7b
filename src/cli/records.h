/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside cli: the commands on a studio's records. */
#ifndef SCALPTOR_CLI_RECORDS_H
#define SCALPTOR_CLI_RECORDS_H

#include "store.h"

#include <scalptor/studio.h>

/* clang-format off */
/* Where the records are, how they open, and who asks when. */
#define CLI_STUDIO_OPTIONS                                                                         \
    CLI_STUDIO_PLACE_OPTIONS,                                                                      \
    {.name = "on", .kind = CLI_TEXT, .argument = "WHEN", .otherwise = "now",                       \
     .help = "the day, or day and time as 2026-11-20T14:30, for what is entered later"}
#define CLI_STUDIO_PLACE_OPTIONS CLI_STORE_OPTIONS, CLI_STORE_BY
/* clang-format on */

/* What a command does once the records are open. */
typedef scalp_status (*cli_studio_work)(cli_job *job, scalp_studio *studio, scalp_error *error);

/* Opens the store the options name, does the work, closes it. */
SCALP_CHECKED scalp_status cli_studio_run(cli_job *job, cli_studio_work work, scalp_error *error);

/* ---- Fields ------------------------------------------------------------------------------ */

/* Sets fields from the operands FIELD=VALUE behind the first `from` ones. @FILE as a value is that
 * file's text; what refers to a record may be given by its name. */
SCALP_CHECKED scalp_status cli_fields_set(cli_job *job, const scalp_studio *studio, size_t from,
                                          scalp_record *record, scalp_error *error);
/* One field by its value. */
SCALP_CHECKED scalp_status cli_field_set(cli_job *job, const scalp_studio *studio,
                                         scalp_record *record, const char *field, const char *value,
                                         scalp_error *error);

/* ---- What is shown ----------------------------------------------------------------------- */

/* The title in one line with date and id. */
void cli_record_line(FILE *to, const scalp_record *record);
/* All fields, one below the other. */
void cli_record_text(FILE *to, const scalp_record *record);
/* The document, with title, version and archived; NULL when memory is out. */
json_t *cli_record_json(cli_job *job, const scalp_record *record);
json_t *cli_records_json(cli_job *job, const scalp_record *records, size_t count);
/* A record that was stored: as JSON with --json, else a sentence with `done`. */
SCALP_CHECKED scalp_status cli_record_stored(cli_job *job, const scalp_record *record,
                                             const char *done, scalp_error *error);
/* The first so many letters of an id, as many as people type. */
#define CLI_ID_SHOWN 8

/* A signature from --signature, --drawing and --witness. SCALP_ERR_INPUT: the first is missing. */
#define CLI_SIGNATURE_OPTIONS                                                                      \
    {.name = "signature",                                                                          \
     .kind = CLI_TEXT,                                                                             \
     .argument = "NAME",                                                                           \
     .help = "the name that was signed; needed"},                                                  \
        {.name = "drawing",                                                                        \
         .kind = CLI_TEXT,                                                                         \
         .argument = "FILE",                                                                       \
         .help = "the hand's path as SVG path data of M, L and numbers",                           \
         .otherwise = "the name was typed"},                                                       \
    {                                                                                              \
        .name = "witness", .kind = CLI_TEXT, .argument = "NAME", .help = "who was there"           \
    }
SCALP_CHECKED scalp_status cli_signature_read(cli_job *job, scalp_studio_signature *signature,
                                              scalp_error *error);
/* A text file, without the line end at its end. */
SCALP_CHECKED scalp_status cli_text_read(cli_job *job, const char *path, const char **text,
                                         scalp_error *error);
/* Writes to -o FILE, or shows it. */
SCALP_CHECKED scalp_status cli_text_written(cli_job *job, scalp_bytes bytes, scalp_error *error);

#endif
