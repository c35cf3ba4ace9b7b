/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which shade and needle make the healed zone look like the client's own clipped hair.
 *
 * Both are compared as the mean colour of the zone: at 1 m a healed dot of 0.2 to 0.3 mm is as
 * narrow as the eye's finest detail (one minute of arc is 0.29 mm there). Where the pigment comes
 * to lie is given, never chosen. Everything here is modelled. */
#ifndef SCALPTOR_MATCH_H
#define SCALPTOR_MATCH_H

#include <scalptor/fading.h>
#include <scalptor/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Hair -------------------------------------------------------------------------------- */

/* A row of data/hair_classes.csv. */
typedef struct scalp_hair {
    const char *name;           /* "dark brown", as in the case */
    const char *fischer_saller; /* the letters that are called the same: "UVW" */
    const char *levels;         /* a stylist's levels, 1 black .. 10 lightest blond: "2 3" */
    double eumelanin_mg_per_ml, pheomelanin_mg_per_ml;
    double grey_share; /* of the hairs, without melanin */
    scalp_lab bundle;  /* its usual colour in daylight */
    const char *source;
} scalp_hair;

extern const scalp_hair scalp_hairs[];
extern const size_t scalp_hair_count;

/* By name ("dark brown"), stylist's level ("level 3" or "3"), or Fischer and Saller's letter ("U";
 * red: "I" alone is the letter, so "RI" .. "RIV"). NULL when there is none. */
const scalp_hair *scalp_hair_find(const char *name);
/* "black, dark brown ..", for messages. */
void scalp_hair_names(char *text, size_t size);
/* What a thick lock of it reflects. */
scalp_spectrum scalp_hair_lock(const scalp_hair *hair);

/* A needle's deposit: as wide as a disc of the area of its needles together. False: no such code.
 */
bool scalp_match_needle(const char *code, double *diameter_mm);

/* ---- The question ------------------------------------------------------------------------ */

typedef enum scalp_match_light {
    SCALP_MATCH_DAYLIGHT, /* D65 */
    SCALP_MATCH_INDOORS,  /* A, seen by an eye that is used to it: Lab against its white */
    SCALP_MATCH_LIGHTS,
} scalp_match_light;

/* All-zero fields take the value behind the colon. */
typedef struct scalp_match_request {
    scalp_lab skin;    /* bare skin of the zone in daylight, surface reflection included */
    bool has_stubble;  /* `stubble` is measured: the clipped zone, the same way */
    scalp_lab stubble; /* otherwise it is modelled from: */
    const scalp_hair *hair;
    double worn_length_mm;    /* 0..50, above the skin; 0 is a wet shave */
    double grey_percent;      /* 0..100 of the hairs are white */
    double hairs_per_cm2;     /* 20..400; 0: 200 */
    double hair_diameter_mm;  /* 0.03..0.15; 0: 0.07 */
    double density_per_cm2;   /* of dots, 20..250; 0: 100 */
    double pigment_depth_mm;  /* 0.10..0.30; 0: 0.12 */
    double thickness_mm;      /* 0.02..0.3; 0: 0.08 */
    double diameter_mm;       /* 0.05..0.6; 0: the needle's */
    const char *needle;       /* NULL: any of data/needles.csv */
    const char *pigment;      /* id; NULL: any without iron */
    const scalp_pigment *own; /* the studio's pigments beside the built-in ones */
    size_t own_count;
    const scalp_traits *known; /* what test dots said of this client; NULL: the middle one */
} scalp_match_request;

/* ---- The answer -------------------------------------------------------------------------- */

/* A shade put in with a needle, and how the healed zone then looks. */
typedef struct scalp_match_shade {
    const scalp_pigment *pigment;
    double dilution; /* 1:n by volume */
    char needle[SCALP_NEEDLE_NAME];
    scalp_deposit deposit;
    double seen_diameter_mm; /* of a healed dot at 550 nm */
    scalp_lab healed[SCALP_MATCH_LIGHTS];
    scalp_lab dot;                         /* the middle of a healed dot, daylight */
    double difference[SCALP_MATCH_LIGHTS]; /* CIEDE2000 to the stubble */
    double mean_difference;
} scalp_match_shade;

typedef struct scalp_match {
    scalp_skin_parts skin_parts; /* the model's skin nearest to the measured colour */
    double skin_difference;      /* CIEDE2000 between them; what is left is carried along */
    scalp_lab skin[SCALP_MATCH_LIGHTS], stubble[SCALP_MATCH_LIGHTS];
    double density_per_cm2;
    scalp_match_shade best;
    bool has_runner_up;
    scalp_match_shade runner_up;
    bool in_range; /* the best is within SCALP_MATCH_GOOD */
    scalp_lab fresh[SCALP_MATCH_LIGHTS], after_5_years[SCALP_MATCH_LIGHTS];
    /* The best's healed zone with the pigment 0.1 mm deeper: difference to the stubble, and Lab
     * less that of the zone as planned. */
    double deeper_difference;
    scalp_lab deeper_change;
    double deeper_bluer; /* b towards blue, beyond what its darkness explains */
    char warnings[8][240];
    size_t warning_count;
} scalp_match;

/* Mean difference up to which zone and stubble pass for one at arm's length. */
#define SCALP_MATCH_GOOD 3.0

/* Finds the shade with the least mean difference. A wider needle is tried only in the darkest shade
 * that is worth it in the finest, and darker: so on one skin darker stubble never gets a lighter
 * shade. White to blond hair never gets undiluted black. The runner-up is the next best with
 * another pigment or needle, or at least two dilutions away. Texts point into the tables and the
 * request. Same bits for any number of threads.
 *
 * SCALP_ERR_INPUT names the value that is none; SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_match_make(const scalp_match_request *request,
                                            const scalp_work *work, scalp_match *match,
                                            scalp_error *error);
#define SCALP_MATCH_MAX_TRIED 12

/* How given shades would do, 1 to SCALP_MATCH_MAX_TRIED dilutions of one pigment by one needle: the
 * same numbers as for the best. */
SCALP_CHECKED scalp_status scalp_match_try(const scalp_match_request *request,
                                           const scalp_pigment *pigment, const double *dilutions,
                                           size_t count, const char *needle, const scalp_work *work,
                                           scalp_match_shade *shades, scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
