/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside exchange: what the reader and the writer of tables agree on. */
#ifndef SCALPTOR_EXCHANGE_CSV_H
#define SCALPTOR_EXCHANGE_CSV_H

#include <stdbool.h>

/* Whether a spreadsheet could take the cell for a formula, behind apostrophes if there are any: the
 * writer puts one more in front, the reader takes one away. */
bool scalp_csv_guarded(const char *text);

#endif
