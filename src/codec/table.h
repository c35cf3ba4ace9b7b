/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: small tables as CSV. The first line is the header; empty lines and those that begin
 * with # are passed over; blanks around a cell do not count. */
#ifndef SCALPTOR_CODEC_TABLE_H
#define SCALPTOR_CODEC_TABLE_H

#include "scan.h"

typedef struct scalp_table {
    scalp_scan scan; /* in the row's line */
    const char *header;
    const char *rows_called; /* "layers", for messages */
    size_t most;             /* rows allowed */
    size_t count;            /* rows so far */
    scalp_bytes row;         /* without what is blank at its ends */
    bool begun, headed;
} scalp_table;

scalp_table scalp_table_make(scalp_bytes bytes, const char *name, const char *header,
                             const char *rows_called, size_t most);
/* To the next row; `*found` false behind the last one. SCALP_ERR_INPUT: the first line is not the
 * header. SCALP_ERR_LIMIT: more rows than allowed. */
SCALP_CHECKED scalp_status scalp_table_next(scalp_table *table, bool *found, scalp_error *error);
/* The row's first `most` cells; returns how many it has. */
size_t scalp_table_cells(const scalp_table *table, scalp_bytes *cells, size_t most);
/* Whether the cell is just this text, or a finite number and nothing else. */
bool scalp_cell_is(scalp_bytes cell, const char *text);
bool scalp_cell_number(scalp_bytes cell, double *number);

#endif
