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
    SCALP_BAND_LOW,  /* much retained: about the 5 % of clients who fade least */
    SCALP_BAND_HIGH, /* about the 5 % who fade most */
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

/* How one client differs from the middle one, in standard deviations of the population. */
typedef struct scalp_pace {
    double slow;   /* rate of the loss over years */
    double fast;   /* share lost in the first months */
    double spread; /* how fast dots grow wider and sink */
    double take;   /* pigment that is left at day 28, of the same at day 0 */
} scalp_pace;

/* `wear` NULL: the middle client's; `pace` NULL: the middle one. `days` since the dot was placed,
 * >= 0. `seen` is that of the reference dot (data/fading.csv). Total functions. */
scalp_faded scalp_fading_of(const scalp_wear *wear, const scalp_pace *pace, double days);
/* A client at the end of the 90 % band in every way at once. */
scalp_pace scalp_pace_from_band(scalp_band band);
scalp_faded scalp_fading_at(const scalp_wear *wear, double days, scalp_band band);
/* How far a dot has healed: 0 at day 0, 1 from day 28 on. */
double scalp_fading_healed(double days);

/* ---- One client -------------------------------------------------------------------------- */

/* What is known of a client before there is a year of photos: the four of a scalp_pace, and two
 * that room inspect reads from test dots. All in standard deviations of the population. */
typedef enum scalp_trait {
    SCALP_TRAIT_SLOW,
    SCALP_TRAIT_FAST,
    SCALP_TRAIT_SPREAD,
    SCALP_TRAIT_TAKE,
    SCALP_TRAIT_WIDTH, /* of a healed deposit: logarithm */
    SCALP_TRAIT_HUE,   /* power of the wavelength that its contrast gains; above 0 bluer */
    SCALP_TRAIT_COUNT,
} scalp_trait;

/* "slow", "fast", "spread", "take", "width", "hue". */
const char *scalp_trait_name(scalp_trait trait);

/* A normal distribution of them. */
typedef struct scalp_traits {
    double mean[SCALP_TRAIT_COUNT], covariance[SCALP_TRAIT_COUNT][SCALP_TRAIT_COUNT];
} scalp_traits;

/* A client of whom nothing was measured: mean 0; the spreads of data/fading.csv, as much wider as a
 * forecast takes them; who gets wider dots is likelier to have them grow. */
scalp_traits scalp_traits_population(void);
/* SCALP_ERR_INPUT: a mean beyond 8, a deviation beyond 3, or no covariance (not symmetric and
 * positive). */
SCALP_CHECKED scalp_status scalp_traits_check(const scalp_traits *traits, scalp_error *error);
/* What so many deviations are: the factor on the pigment left (take), on the width, on rates; of
 * the hue the power itself. */
double scalp_trait_amount(scalp_trait trait, double deviations);

/* How a healed dot of this client is unlike the middle client's: the mean of what is known. */
typedef struct scalp_response {
    double mass, width; /* factors; 1 */
    double hue;         /* contrast times (wavelength / 560 nm)^hue; 0 */
} scalp_response;

scalp_response scalp_response_from_traits(const scalp_traits *traits); /* NULL: {1, 1, 0} */
/* The deposit as this client's skin makes of it: wider, and of its absorption what is left, thinned
 * out. Returns the factor on the absorption at each wavelength. */
double scalp_response_apply(const scalp_response *response, scalp_deposit *deposit);
/* Factor on what is seen of a dot at a wavelength. */
double scalp_response_tint(const scalp_response *response, double wavelength_nm);

/* ---- What is seen ------------------------------------------------------------------------ */

/* Visible density of a dot: how much less luminance (CIE Y, D65) the skin gives back around it,
 * over the whole plane, relative to the same dot at day 28; a law fitted to the optics of that dot:
 *     seen = w^2 S(saturation m / w^2 c) / S(saturation) exp(-per_mm deeper),
 *     S(x) = 1 - (1 + x)^-2,  c = w (1 + flatness) / (w + flatness):
 * contrast saturates with the absorption along the disc's mean chord, which c is the growth of. */
typedef struct scalp_seen_law {
    double saturation; /* half the absorption along 1.0-1.2 mean chords, at day 28 */
    double flatness;   /* thickness of the disc over its radius, at day 28 */
    double per_mm;     /* of depth */
} scalp_seen_law;

/* A healed dot: its deposit, and the absorption inside it. */
typedef struct scalp_seen_dot {
    scalp_skin_parts skin;
    scalp_deposit deposit;
    double dmua_per_mm[SCALP_SPECTRUM_COUNT];
} scalp_seen_dot;

/* The reference dot: carbon black 1:20, 0.20 by 0.08 mm at 0.12 mm, in skin of 41 degrees; and its
 * law as the table has it. */
scalp_seen_dot scalp_seen_dot_reference(void);
scalp_seen_law scalp_seen_law_reference(void);
double scalp_seen_from_law(const scalp_seen_law *law, const scalp_faded *faded);
/* Fits the law to a dozen dots of the optics. Errors of scalp_optics_dot_in_skin. */
SCALP_CHECKED scalp_status scalp_seen_law_make(const scalp_seen_dot *dot, const scalp_work *work,
                                               scalp_seen_law *law, scalp_error *error);
/* What the law stands for, from the optics themselves: visible density (mm2 of full darkness), and
 * the full width at half maximum at 550 nm. */
SCALP_CHECKED scalp_status scalp_seen_make(const scalp_seen_dot *dot, const scalp_faded *faded,
                                           const scalp_work *work, double *total_mm2,
                                           double *width_mm, scalp_error *error);

/* ---- Forecast ---------------------------------------------------------------------------- */

#define SCALP_FORECAST_MAX_KINDS 16
#define SCALP_FORECAST_MAX_MEASURED 400
#define SCALP_FORECAST_MAX_TIMES 1000
#define SCALP_FORECAST_ALL 255      /* a kind: all of them together, by weight */
#define SCALP_FORECAST_TOUCH_UP 0.6 /* touch-up when this much is seen of what was at day 28 */

/* Skin and dots that fade alike. */
typedef struct scalp_forecast_kind {
    scalp_wear wear;
    scalp_seen_law law;
    double weight; /* share of the work: dots; > 0 */
} scalp_forecast_kind;

/* Visible density as somebody measured it, relative to day 28; low..high hold the truth with 90 %.
 */
typedef struct scalp_retained {
    double days;             /* since the dots were placed, at least 28 */
    unsigned kind;           /* index, or SCALP_FORECAST_ALL */
    double share, low, high; /* 0..1.5 */
} scalp_retained;

typedef struct scalp_forecast_spec {
    const scalp_forecast_kind *kinds;
    size_t kind_count;
    const scalp_retained *measured;
    size_t measured_count;
    const double *days; /* when to forecast, at least 28, rising */
    size_t day_count;
    const scalp_traits *known; /* of this client beforehand; NULL: scalp_traits_population */
} scalp_forecast_spec;

/* Middle, and the bands that hold 50 and 90 of 100 clients like this one. */
typedef struct scalp_forecast_band {
    double middle, low50, high50, low90, high90;
} scalp_forecast_band;

typedef struct scalp_forecast_curve {
    const scalp_forecast_band *seen;   /* per day asked for; 1 at day 28 */
    scalp_forecast_band touch_up_days; /* until SCALP_FORECAST_TOUCH_UP is left; 60 years at most */
} scalp_forecast_curve;

typedef struct scalp_forecast {
    const scalp_forecast_curve *kinds; /* per kind, then one of all together */
    size_t kind_count;
    scalp_pace pace, pace_deviation; /* what is known of this client: mean, standard deviation */
    size_t surprising;               /* measurements that the model cannot follow; 0: none */
    double nodes;                    /* effective number of clients behind the quantiles */
} scalp_forecast;

/* The course of visible density for clients of such skin: the population of data/fading.csv, and
 * what the measurements leave of it (Bayes: the population is the prior; a measurement errs as
 * Student's t with 4 degrees of freedom that has 90 % within low..high). No random numbers: the
 * same on every machine. SCALP_ERR_INPUT names the value out of range; SCALP_ERR_LIMIT,
 * SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_forecast_make(const scalp_forecast_spec *spec,
                                               const scalp_work *work, scalp_forecast *forecast,
                                               scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
