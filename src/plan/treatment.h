/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Treatments with their defaults, and the tables behind them. */
#ifndef SCALPTOR_PLAN_TREATMENT_H
#define SCALPTOR_PLAN_TREATMENT_H

#include <scalptor/plan.h>

/* A number of data/work_rates.csv; the name must exist. */
double plan_rate(const char *name);
/* Copies the treatment with defaults filled in and its zones kept in work->memory.
 * SCALP_ERR_INPUT names the field, the value and the limits. */
scalp_status plan_treatment_check(const scalp_treatment *given, const scalp_work *work,
                                  scalp_treatment *treatment, scalp_error *error);
/* What a dot of the zone is made with: the treatment, or what the zone has of its own. */
scalp_deposit plan_deposit(const scalp_treatment *treatment, scalp_zone zone);

#endif
