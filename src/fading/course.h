/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One client's course of fading, constants looked up once. */
#ifndef SCALP_FADING_COURSE_H
#define SCALP_FADING_COURSE_H

#include <scalptor/fading.h>

#define FADING_HEALED_DAYS 28.0
#define FADING_YEAR_DAYS 365.25

/* data/fading.csv. */
typedef struct fading_model {
    double dermal_fresh, epidermal_fresh, fresh_width, heal_days, erythema_days;
    double fast_share, fast_days, slow_rate, unevenness, spread_1y, time_power, drift_1y_mm;
    double take_deviation, fast_deviation, slow_deviation, spread_deviation, doubt;
    double width_deviation, hue_deviation, width_and_spread;
} fading_model;

fading_model fading_model_make(void);
/* A row of data/fading.csv: its value, or its spread between clients. */
double fading_constant(const char *name);

/* Factors of data/wear.csv for such wear. */
typedef struct fading_factors {
    double slow, fast;
} fading_factors;

fading_factors fading_factors_make(const scalp_wear *wear);

typedef struct fading_course {
    const fading_model *model;
    double take, fast_share, slow_rate, spread_1y, drift_1y_mm;
} fading_course;

fading_course fading_course_make(const fading_model *model, const fading_factors *factors,
                                 const scalp_pace *pace);
/* All but `seen`. */
scalp_faded fading_course_at(const fading_course *course, double days);

#endif
