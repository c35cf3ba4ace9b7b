/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside case: what becomes of the work when the hair around it changes. */
#ifndef SCALPTOR_CASE_WHAT_IF_H
#define SCALPTOR_CASE_WHAT_IF_H

#include <scalptor/case.h>

scalp_status case_recede_make(const scalp_case *document, const scalp_fit *fit,
                              const scalp_design *design, const scalp_work *work,
                              scalp_case_recede *recede, scalp_error *error);
/* Reads the kinds of `forecast`. */
scalp_status case_grey_make(const scalp_case *document, const scalp_case_forecast *forecast,
                            const scalp_work *work, scalp_case_grey *grey, scalp_error *error);

#endif
