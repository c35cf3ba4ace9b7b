/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the check of a case. Private to this room. */
#ifndef SCALPTOR_CASE_CHECK_H
#define SCALPTOR_CASE_CHECK_H

#include <scalptor/case.h>

/* The plain fields of one struct, by their table; `index` of the list's element, or -1. */
SCALP_CHECKED scalp_status scalp_case_fields_check(const scalp_case_field *fields, size_t count,
                                                   int index, const void *base, scalp_error *error);
SCALP_CHECKED scalp_status scalp_case_close_ups_check(const scalp_case *document,
                                                      scalp_error *error);

#endif
