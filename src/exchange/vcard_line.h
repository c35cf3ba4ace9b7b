/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside exchange: lines of an address card. */
#ifndef SCALPTOR_EXCHANGE_VCARD_LINE_H
#define SCALPTOR_EXCHANGE_VCARD_LINE_H

#include <scalptor/base.h>

/* NAME;parameters:value, unfolded. `name` has capital letters and no group. */
typedef struct scalp_vcard_line {
    char name[16];      /* cut where it is longer: no name that counts is */
    const char *params; /* capital letters, from the first semicolon on; or "" */
    char *value;        /* as it stands; quoted-printable undone */
    size_t number;      /* of its first line */
} scalp_vcard_line;

typedef struct scalp_vcard_lines {
    const char *at, *end;
    const char *called; /* the file */
    size_t number;
    const scalp_work *work;
    scalp_error *error;
} scalp_vcard_lines;

/* The next line that is not empty; `*found` false behind the last one. */
SCALP_CHECKED scalp_status scalp_vcard_line_next(scalp_vcard_lines *lines, scalp_vcard_line *line,
                                                 bool *found);
/* Whether a parameter holds the word, alone (PREF) or as a value (TYPE=CELL,VOICE). */
bool scalp_vcard_line_says(const scalp_vcard_line *line, const char *word);

#endif
