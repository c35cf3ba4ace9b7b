/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside report: a paper while it is written, for those who draw on it by hand. */
#ifndef SCALPTOR_REPORT_SHEET_H
#define SCALPTOR_REPORT_SHEET_H

#include "ink.h"

struct scalp_sheet {
    const scalp_sheet_params *params;
    const scalp_work *work;
    scalp_error *error;
    scalp_status status;
    ink pen;
    double y;     /* where the next thing goes */
    size_t pages; /* of the whole paper, once they are counted; 0: not yet */
    bool empty;   /* nothing stands on this page */
};

#define SHEET_MARGIN 18.0
#define SHEET_BOTTOM 24.0

double sheet_width(const scalp_sheet *sheet); /* of the column */
/* Begins a new page unless that much is left. False after a failure. */
bool sheet_room(scalp_sheet *sheet, double mm);
void sheet_picture(scalp_sheet *sheet, const scalp_image *image, double x, double y, double width);

#endif
