/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside exchange: the encoding of spreadsheets that do not write UTF-8. */
#ifndef SCALPTOR_EXCHANGE_WINDOWS_1252_H
#define SCALPTOR_EXCHANGE_WINDOWS_1252_H

#include <scalptor/base.h>

/* Every byte is a letter. `utf8` lives in work->memory. */
SCALP_CHECKED scalp_status scalp_windows_1252_read(scalp_bytes bytes, const scalp_work *work,
                                                   scalp_bytes *utf8, scalp_error *error);

#endif
