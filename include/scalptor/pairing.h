/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same dots again: what became of a plan, and of the dots of an earlier photo. */
#ifndef SCALPTOR_PAIRING_H
#define SCALPTOR_PAIRING_H

#include <scalptor/inspect.h>
#include <scalptor/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The same places again --------------------------------------------------------------- */

/* A stiff smooth warp: a uniform cubic B-spline of shifts over a grid of knots, row by row; knot
 * (i, j) has its middle at origin + (i, j) cell. No knots: no warp. */
typedef struct scalp_warp {
    scalp_vec2 origin;
    double cell;
    int columns, rows;
    const scalp_vec2 *shift;
} scalp_warp;

/* How one set of places lies on another: seen in perspective, then warped. */
typedef struct scalp_pair_map {
    bool found;          /* false: nothing below holds, or `b_from_a` is only where it started */
    scalp_mat3 b_from_a; /* homogeneous */
    scalp_warp warp;     /* of the places so found, in b */
    double spacing;      /* of b's places, 1 / sqrt(density), where the sets share places */
    double residual;     /* standard deviation of a tie in each coordinate, b's units */
    double evidence; /* log of how much likelier the same places are than others, less the log of
                        the places that were tried; found from 7 on (one in a thousand) */
    size_t pairs;    /* places of a that have a nearest in b within three residuals */
} scalp_pair_map;

/* All-zero: millimetres in both sets, nothing else known. */
typedef struct scalp_pair_start {
    double scale;        /* b's units per a's; 0: 1 */
    double scale_spread; /* how wrong that may be: 2 is .5 to 2 times; 1..3; 0: 1.06 */
    bool has_place;      /* the next two hold: from a card, from landmarks */
    scalp_mat3 b_from_a;
    double place_sd; /* b's units, one standard deviation */
    bool loose;      /* also for places moved by up to .3 spacing, when the scale is known:
                        seconds, where the first search is a moment; evidence from 7 on too */
    uint64_t seed;   /* of the order in which neighbourhoods are tried */
} scalp_pair_start;

#define SCALP_PAIR_MAX 100000

/* Where a's places lie among b's: the constellation of each place's neighbours is looked for in b,
 * turned and scaled, never mirrored; the first that cannot be chance is grown over all that both
 * sets share. For 30 % of places lost, 20 % more, jitter up to .1 spacing, a third shared. No
 * likeness is no error: `map->found` is false. The map lives in work->memory.
 *   SCALP_ERR_INPUT      a place is not finite, or the start makes no sense
 *   SCALP_ERR_LIMIT      more than SCALP_PAIR_MAX places in a set
 *   SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED */
SCALP_CHECKED scalp_status scalp_pair_find(const scalp_vec2 *a, size_t a_count, const scalp_vec2 *b,
                                           size_t b_count, const scalp_pair_start *start,
                                           const scalp_work *work, scalp_pair_map *map,
                                           scalp_error *error);

/* Where a place of a falls in b; NaN beyond the horizon. */
scalp_vec2 scalp_pair_apply(const scalp_pair_map *map, scalp_vec2 a);
/* And back; NaN where the warp has no inverse. */
scalp_vec2 scalp_pair_invert(const scalp_pair_map *map, scalp_vec2 b);

/* ---- Against the plan ------------------------------------------------------------------------ */

#define SCALP_PAIR_NONE UINT32_MAX

/* A dot as planned, in the plan's own plane. */
typedef struct scalp_planned {
    scalp_vec2 mm;
    uint32_t id;
    uint8_t zone, session;
    double diameter_mm; /* as it should be seen; 0: not known */
    double darkness;    /* likewise, as scalp_found has it; 0: not known */
} scalp_planned;

typedef enum scalp_paired {
    SCALP_PAIRED_DONE,      /* planned, and there within a quarter of the spacing */
    SCALP_PAIRED_DISPLACED, /* farther off, within half the spacing */
    SCALP_PAIRED_MISSING,   /* planned, judged and not there */
    SCALP_PAIRED_EXTRA,     /* there and not planned */
    SCALP_PAIRED_UNSEEN,    /* planned where nothing was judged, or under a hair */
    SCALP_PAIRED_FREEHAND,  /* where dots do not follow the plan one by one */
    SCALP_PAIRED_OUTSIDE,   /* found beyond the plan */
    SCALP_PAIRED_COUNT,
} scalp_paired;

const char *scalp_paired_name(scalp_paired state); /* "done", "displaced".. */

/* One planned dot, or one found that none was planned for. */
typedef struct scalp_pair_dot {
    scalp_paired state;
    uint32_t planned, found; /* indices, or SCALP_PAIR_NONE */
    scalp_vec2 mm;     /* of the plan on the photo's skin; of the found dot when not planned */
    scalp_vec2 off_mm; /* found - planned */
    double doubt;      /* that the two have nothing to do with each other, 0..1 */
} scalp_pair_dot;

typedef enum scalp_pair_verdict {
    SCALP_VERDICT_UNSEEN, /* fewer than ten planned dots lie where it was judged */
    SCALP_VERDICT_AS_PLANNED,
    SCALP_VERDICT_DISPLACED, /* one to one, but off by a fifth of the spacing and more (median) */
    SCALP_VERDICT_FREEHAND,
} scalp_pair_verdict;

const char *scalp_pair_verdict_name(scalp_pair_verdict verdict); /* "as planned".. */

typedef struct scalp_pair_zone {
    uint8_t zone;
    scalp_pair_verdict verdict;
    size_t planned;                               /* in the whole zone */
    size_t seen;                                  /* of them, where it was judged */
    size_t count[SCALP_PAIRED_COUNT];             /* by state; freehand: of the found */
    double share, shifted_mean, shifted_most;     /* matched, and under 99 random shifts */
    double displaced_median_mm, displaced_p95_mm; /* of those one to one; NaN: none */
    double diameter_ratio, diameter_ratio_sd;     /* found to planned, median; NaN: not known */
    double darkness_ratio, darkness_ratio_sd;
    double doubt;           /* mean of those one to one */
    double seen_mm2;        /* judged skin of the zone */
    double freehand_mm2;    /* of it, not one to one */
    double planned_per_cm2; /* on the judged skin */
    double found_per_cm2;
    double spacing_mm, planned_spacing_mm; /* mean distance to the nearest neighbour */
} scalp_pair_zone;

/* Where planned dots that are not there lie together. */
typedef struct scalp_pair_bare {
    scalp_vec2 mm;      /* middle, on the photo's skin */
    double diameter_mm; /* of a disc that holds as many planned dots */
    size_t dots;
    uint8_t zone;
} scalp_pair_bare;

typedef struct scalp_plan_compared {
    scalp_pair_map map; /* plan from photo */
    bool placed;        /* false: neither dots nor a start say where the photo lies on the plan;
                           then all below is empty */
    double spacing_mm;  /* of the planned dots that were seen */
    const scalp_pair_dot *dots; /* the planned in their order, then extras, freehand, outside */
    size_t dot_count;
    const scalp_pair_zone *zones; /* those of the plan, by number */
    size_t zone_count;
    const scalp_pair_bare *bare; /* largest first */
    size_t bare_count;
} scalp_plan_compared;

/* What became of a plan. `start` as for scalp_pair_find, from the photo's flattened skin to the
 * plan. One to one only where more planned dots have a found dot of their own within half the
 * spacing than under each of 99 random shifts of the plan, by zone and by tiles of 10 mm;
 * elsewhere the zone is freehand. Finds of any confidence can be planned dots; those below .5
 * are no extras.
 *   SCALP_ERR_INPUT, _LIMIT, _MEMORY, _CANCELLED as scalp_pair_find */
SCALP_CHECKED scalp_status scalp_pair_plan(const scalp_planned *planned, size_t planned_count,
                                           const scalp_found *found, size_t found_count,
                                           const scalp_window *window,
                                           const scalp_pair_start *start, const scalp_work *work,
                                           scalp_plan_compared *compared, scalp_error *error);

/* What planned dots (their places on the photo's skin, finite) want in each cell of the window, per
 * mm2: smoothed by 1.2 spacings, 0 beyond the plan; for scalp_evenness_ask. NULL: too few dots.
 * In work->memory. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_pair_wanted(const scalp_vec2 *places, size_t count,
                                             const scalp_window *window, const scalp_work *work,
                                             const double **per_mm2, scalp_error *error);

/* ---- Against an earlier photo ------------------------------------------------------------- */

/* What of a photo decides whether two of them can be compared. NaN: not known. */
typedef struct scalp_look {
    double px_per_mm;
    double tilt_deg;
    double blur_mm;     /* standard deviation, on the skin */
    double gloss_share; /* of the skin */
    double light_deg;   /* towards where on the photo the skin is lighter; meaningless when even */
    double light_slope; /* how much: share of the mean from edge to edge */
    double red_green;   /* of the skin, linear light */
    double blue_green;
} scalp_look;

typedef enum scalp_unlike {
    SCALP_UNLIKE_SCALE = 1,
    SCALP_UNLIKE_ANGLE = 2,
    SCALP_UNLIKE_SHARPNESS = 4,
    SCALP_UNLIKE_GLOSS = 8,
    SCALP_UNLIKE_LIGHT = 16,
    SCALP_UNLIKE_COLOUR = 32,
} scalp_unlike;

/* In what the two differ by more than data/pair_limits.csv allows, as a sum; 0: alike. What is not
 * known of either does not speak against them. */
unsigned scalp_pair_unlike(const scalp_look *before, const scalp_look *after);
const char *scalp_unlike_name(scalp_unlike what); /* "scale", "angle".. */
/* The light of a photo's skin (`judged`: its window), in linear light of its own colour space. The
 * scale, tilt and blur are as the flat and the quality of its finds have them. */
scalp_look scalp_look_of(const scalp_image *image, const scalp_flat *flat,
                         const scalp_finds *finds);

typedef enum scalp_kept {
    SCALP_KEPT,        /* there, as wide and as dark within what can be told */
    SCALP_KEPT_FADED,  /* lighter by a fifth and more */
    SCALP_KEPT_SPREAD, /* wider by a seventh and more */
    SCALP_KEPT_LOST,
    SCALP_KEPT_NEW,    /* in the later photo alone */
    SCALP_KEPT_UNSEEN, /* one of the photos does not show the place */
    SCALP_KEPT_COUNT,
} scalp_kept;

const char *scalp_kept_name(scalp_kept state); /* "kept", "faded".. */

typedef struct scalp_kept_dot {
    scalp_kept state;
    uint32_t before, after;   /* indices, or SCALP_PAIR_NONE */
    scalp_vec2 mm;            /* on the later photo's skin */
    double darkness_ratio;    /* of optical densities, later to earlier, what the photos differ by
                                 taken off; NaN */
    double darkness_ratio_sd; /* relative */
    double diameter_ratio, diameter_ratio_sd;
    double doubt; /* that the two are not the same dot, 0..1 */
} scalp_kept_dot;

typedef struct scalp_share {
    double value, low, high; /* 95 % interval */
} scalp_share;

typedef struct scalp_kept_zone {
    uint8_t zone;
    size_t count[SCALP_KEPT_COUNT];
    scalp_share retained; /* of the dots that both photos would show: how many are there still */
    scalp_share darkness; /* optical density of those, later to earlier */
    scalp_share pigment;  /* optical density times area of all, the lost ones being nothing */
    scalp_share spread;   /* diameter of those, later to earlier */
} scalp_kept_zone;

/* One of the two photos. */
typedef struct scalp_side {
    const scalp_found *found;
    size_t count;
    const uint8_t *zones; /* of the found, or NULL: all are SCALP_ZONE_NONE */
    const scalp_window *window;
    const scalp_look *look; /* NULL: not known */
} scalp_side;

/* All-zero: the photos differ by nothing but what their looks say. */
typedef struct scalp_before_params {
    scalp_pair_start start;   /* from the later photo's skin to the earlier's */
    double darkness_gain;     /* what the same dot's optical density would be in the later photo,
                                 by a card or the skin; 0: 1 */
    double darkness_gain_sd;  /* relative; 0: .03 */
    bool worked_between;      /* new dots are new work, and say nothing about dots overlooked */
    double missed, missed_sd; /* share of the dots there that the later photo does not find, as its
                                 finds have it (scalp_find_quality); sd 0: not known */
} scalp_before_params;

typedef struct scalp_before_compared {
    scalp_pair_map map; /* earlier from later */
    unsigned unlike;    /* sum of scalp_unlike; not 0: no evidence */
    scalp_share common; /* darkness ratio of all dots that are there still, median */
    double overlooked;  /* share of dots there that one photo does not find; 0 when not known */
    double seen_mm2;    /* judged in both photos */
    const scalp_kept_dot *dots; /* the earlier in their order, then the new */
    size_t dot_count;
    const scalp_kept_zone *zones;
    size_t zone_count;
} scalp_before_compared;

/* Of dots that are there, the share that is not found at their known places, where doubtful finds
 * count too, from what a finder says it misses (scalp_find_quality.missed; NaN: not known); good to
 * SCALP_PAIR_MISSED_SD. By pictures drawn a year apart: 1 to 3 %, and little more where the finder
 * says more. */
#define SCALP_PAIR_MISSED_SD 0.015
double scalp_pair_missed(double missed);

/* The dots of an earlier photo found again by their own constellation. `map.found` false: they are
 * not the same places, and the rest is empty. Retention is the share of the earlier dots (each as
 * sure as its confidence) found again, over the share of dots there that are found at all, as
 * dots new in the later photo tell it (Chapman 1951: two counts of one population); Wilson's
 * interval (1927). Darkness, spread and pigment with intervals of 200 resamplings (Efron 1979).
 *   SCALP_ERR_INPUT, _LIMIT, _MEMORY, _CANCELLED as scalp_pair_find */
SCALP_CHECKED scalp_status scalp_pair_before(const scalp_side *before, const scalp_side *after,
                                             const scalp_before_params *params,
                                             const scalp_work *work,
                                             scalp_before_compared *compared, scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
