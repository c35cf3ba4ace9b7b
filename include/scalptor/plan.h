/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan: every dot with its deposit, and per session what the practitioner needs to know. */
#ifndef SCALPTOR_PLAN_H
#define SCALPTOR_PLAN_H

#include <scalptor/layout.h>
#include <scalptor/optics.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCALP_NEEDLE_NAME 16
#define SCALP_PIGMENT_NAME 32

/* What one zone gets otherwise than the rest. All-zero fields: as the treatment. */
typedef struct scalp_zone_treatment {
    scalp_zone zone;
    char needle[SCALP_NEEDLE_NAME];
    double needle_depth_mm, pigment_depth_mm, dilution;
} scalp_zone_treatment;

/* How the dots are made. All-zero fields take the default. */
typedef struct scalp_treatment {
    char needle[SCALP_NEEDLE_NAME];   /* a row of data/needles.csv; "": "0601RL" */
    double needle_depth_mm;           /* the needle's travel, 0.1..2; 0: 0.5 */
    double pigment_depth_mm;          /* the deposit's centre, 0.05..1; 0: 0.12 */
    double thickness_mm;              /* of the deposit, 0.02..0.3; 0: 0.08 */
    double diameter_mm;               /* of the deposit, 0.05..0.6; 0: 0.2 */
    double dilution;                  /* 1:n by volume, 0.5..100; 0: 20 */
    char pigment[SCALP_PIGMENT_NAME]; /* a row of data/pigments.csv; "": "carbon-black" */
    double session_shares[SCALP_LAYOUT_MAX_SESSIONS]; /* all 0: .3 .4 .3 */
    const scalp_zone_treatment *zones;
    size_t zone_count;
} scalp_treatment;

/* One session in one zone. */
typedef struct scalp_plan_row {
    uint8_t session, zone;
    size_t dots, strokes;
    double stroke_mm;     /* their length together */
    double minutes;       /* at the working rate of data/work_rates.csv, breaks included */
    double pigment_drops; /* of diluted pigment */
} scalp_plan_row;

typedef struct scalp_plan {
    scalp_layout layout;
    scalp_treatment treatment;  /* defaults filled in */
    const scalp_plan_row *rows; /* by session, then zone; only where there are dots */
    size_t row_count;
    size_t session_count;
    double area_cm2;   /* of the treated zones */
    double seen_cover; /* share of that area under healed dots and strokes as seen, 0..1 */
    char warnings[8][160];
    size_t warning_count;
} scalp_plan;

/* Lays the dots out and works out the sessions. Errors of scalp_layout_make; SCALP_ERR_INPUT for an
 * unknown needle or pigment or a value out of range. */
SCALP_CHECKED scalp_status scalp_plan_make(const scalp_design *design,
                                           const scalp_treatment *treatment, double regularity,
                                           uint64_t seed, const scalp_work *work, scalp_plan *plan,
                                           scalp_error *error);

/* The deposit a dot of that zone leaves, healed, and the needle it is made with. */
scalp_deposit scalp_plan_deposit(const scalp_plan *plan, scalp_zone zone);
const char *scalp_plan_needle(const scalp_plan *plan, scalp_zone zone);
/* The deposit's absorption at each wavelength: the plan's pigment, in the zone's dilution. */
void scalp_plan_dmua(const scalp_plan *plan, scalp_zone zone,
                     double dmua_per_mm[SCALP_SPECTRUM_COUNT]);

/* The rows, totals and warnings for dots that already lie somewhere (read from a plan file).
 * `design` gives areas only. */
SCALP_CHECKED scalp_status scalp_plan_from_layout(const scalp_layout *layout, double area_cm2,
                                                  const scalp_treatment *treatment,
                                                  const scalp_work *work, scalp_plan *plan,
                                                  scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
