/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `scalptor head` finds out about a scan. */
#ifndef SCALPTOR_CLI_HEAD_SCAN_H
#define SCALPTOR_CLI_HEAD_SCAN_H

#include "cli.h"

typedef struct cli_scan {
    const char *path;
    scalp_mesh_file file;
    size_t vertices, faces; /* as the file has them */
    scalp_length_unit unit;
    char unit_reason[160];
    bool has_marks, find;   /* landmarks picked, or to be done without */
    scalp_head_marks marks; /* mm */
    scalp_mesh_cleaned cleaned;
    scalp_scan_size size;
    bool placed;       /* the standard head was drawn onto it: */
    char why_not[320]; /* a sentence */
    const char *sex, *style;
    scalp_registered made;
    scalp_design design;
    double sd_cm2[SCALP_ZONE_COUNT]; /* under SCALP_ZONE_NONE: of all together */
    size_t decimated_from;           /* faces; 0: not asked for */
} cli_scan;

/* The report, as text or as JSON. */
void cli_scan_report(cli_job *job, const cli_scan *scan);

#endif
