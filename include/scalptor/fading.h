/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a dot with the days: how much pigment is left and how far it has spread.
 * A model, and labelled so: anchored to observed density after 6 months and to the usual time of a
 * touch-up (data/fading.csv holds the constants and their sources). */
#ifndef SCALPTOR_FADING_H
#define SCALPTOR_FADING_H

#include <scalptor/optics.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum scalp_stage {
    SCALP_STAGE_FRESH, /* day 0 */
    SCALP_STAGE_DAY10,
    SCALP_STAGE_HEALED, /* day 28 */
    SCALP_STAGE_6M,
    SCALP_STAGE_1Y,
    SCALP_STAGE_2Y,
    SCALP_STAGE_3Y,
    SCALP_STAGE_4Y,
    SCALP_STAGE_5Y,
    SCALP_STAGE_6Y,
    SCALP_STAGE_7Y,
    SCALP_STAGE_8Y,
    SCALP_STAGE_9Y,
    SCALP_STAGE_10Y,
    SCALP_STAGE_COUNT,
} scalp_stage;

const char *scalp_stage_name(scalp_stage stage); /* "fresh", "day10", "healed", "6m", "1y".. */
bool scalp_stage_find(const char *name, scalp_stage *stage);
double scalp_stage_days(scalp_stage stage);

typedef enum scalp_band {
    SCALP_BAND_MIDDLE,
    SCALP_BAND_LOW,  /* much retained: the 5 % of clients who fade least */
    SCALP_BAND_HIGH, /* the 5 % who fade most */
} scalp_band;

/* What speeds fading. All-zero is the middle client; values beyond the ranges count as their ends.
 */
typedef struct scalp_wear {
    double oily;    /* -1 dry, 0 middling, 1 oily skin */
    double sun;     /* -1 kept out of it, 0 some, 1 much */
    double harsh;   /* way of life: 0 gentle, 1 pools, sauna, heavy sweat, peeling products */
    double smoking; /* 0 no, 1 yes */
    double scar;    /* 0 whole skin, 1 scar tissue */
} scalp_wear;

/* A dot, days after it was placed, relative to the same dot at day 28 of the middle client. The
 * absorption inside the deposit goes with mass / width^2: the same pigment in a wider disc. */
typedef struct scalp_faded {
    double dermal_mass;    /* pigment in the dermis: 1 at day 28 */
    double epidermal_mass; /* pigment still in the epidermis, same unit; 0 from day 28 */
    double width;          /* factor on the deposit's diameter: 1 at day 28 */
    double deeper_mm;      /* drift of its centre since day 28 */
    double erythema;       /* 0..1, redness of the skin around fresh dots; 0 from day 28 */
    double seen;           /* visible density: darkening summed over the skin, 1 at day 28 */
} scalp_faded;

/* `wear` NULL: the middle client. `days` since the dot was placed, >= 0. Total function. */
scalp_faded scalp_fading_at(const scalp_wear *wear, double days, scalp_band band);

#ifdef __cplusplus
}
#endif
#endif
