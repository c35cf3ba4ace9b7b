/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside report: text of unknown length. */
#ifndef SCALPTOR_REPORT_TEXT_OUT_H
#define SCALPTOR_REPORT_TEXT_OUT_H

#include <scalptor/base.h>

/* Grows in work->memory. The first failure is kept and everything after it is idle. */
typedef struct scalp_text_out {
    const scalp_work *work;
    scalp_error *error;
    scalp_status status;
    char *data;
    size_t size, room;
} scalp_text_out;

void scalp_text_out_add(scalp_text_out *out, const char *text, size_t size);
void scalp_text_out_line(scalp_text_out *out, const char *text); /* without an end of line */
/* A cell of RFC 4180; `guarded`: one that a spreadsheet would run as a formula gets ' in front. */
void scalp_text_out_cell(scalp_text_out *out, const char *text, bool guarded);

#endif
