/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside report: words and numbers for the cells of a paper's tables. */
#ifndef SCALPTOR_REPORT_CELLS_H
#define SCALPTOR_REPORT_CELLS_H

#include "sheet.h"

/* In the sheet's memory; "" after a failure. */
SCALP_PRINTF(2, 3) const char *cell(scalp_sheet *sheet, const char *format, ...);
/* As the sheet's language writes it: `decimals` at most, and all of them. */
const char *cell_number(scalp_sheet *sheet, double number, int decimals);
const char *cell_money(scalp_sheet *sheet, double amount, const char *currency);
const char *cell_zone(scalp_sheet *sheet, scalp_zone zone);
const char *cell_day(scalp_sheet *sheet, int32_t day);
/* A text of "report." without parts. */
const char *cell_say(scalp_sheet *sheet, const char *name);
/* "{what}: {value}" pairs of the catalogue are simple enough for this. */
void cell_pair(scalp_sheet *sheet, const char *name, const char *value);

#endif
