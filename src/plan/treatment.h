/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Treatments with their defaults, and the tables behind them. */
#ifndef SCALPTOR_PLAN_TREATMENT_H
#define SCALPTOR_PLAN_TREATMENT_H

#include <scalptor/plan.h>

/* A number of data/work_rates.csv; the name must exist. */
double plan_rate(const char *name);
/* The zone's own entry, or NULL. */
const scalp_zone_treatment *plan_zone_find(const scalp_treatment *treatment, scalp_zone zone);

/* ---- Policies ---------------------------------------------------------------------------- */

/* A number of data/session_policies.csv; the name must exist. */
double plan_policy(const char *name);
/* Shares of a scar's sessions where the others have `shares`. */
void plan_scar_shares(const double *shares, double *scar);
/* Shares of a brow's sessions, likewise. */
void plan_brow_shares(const double *shares, double *brow);
/* Per vertex of the design, how far the work is before it begins there (scalp_layout_params); NULL
 * where there is no hairline, or it starts full. */
SCALP_CHECKED scalp_status plan_begin_make(const scalp_design *design,
                                           const scalp_treatment *treatment, const scalp_work *work,
                                           const double **begin, scalp_error *error);

/* ---- Sessions ---------------------------------------------------------------------------- */

/* Minutes for so many dots and strokes, breaks included. */
double plan_minutes(const scalp_treatment *treatment, double dots, double strokes);
/* Cartridges worn down by them. */
double plan_worn(double dots, double strokes);
/* Fills in `again` and `strokes_again` of the rows and the reviews of the zones. */
void plan_set_again(const scalp_treatment *treatment, scalp_plan_row *rows, size_t count,
                    scalp_plan_zone *zones);
/* Totals, days, cartridges and intervals, from the rows. SCALP_ERR_LIMIT: a session takes more than
 * SCALP_PLAN_MAX_DAYS days. */
SCALP_CHECKED scalp_status plan_sessions_make(scalp_plan *plan, const scalp_work *work,
                                              scalp_error *error);

/* What a dot of the zone is made with: the treatment, or what the zone has of its own. */
scalp_deposit plan_deposit(const scalp_treatment *treatment, scalp_zone zone);

#endif
