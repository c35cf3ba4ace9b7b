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

typedef enum scalp_scar {
    SCALP_SCAR_BY_ZONE, /* the zone scar is, the others are not */
    SCALP_SCAR_NO,
    SCALP_SCAR_YES,
} scalp_scar;

/* What one zone gets otherwise than the rest. All-zero fields: as the treatment, or, where the skin
 * is a scar, as data/session_policies.csv has it (more and lighter passes). */
typedef struct scalp_zone_treatment {
    scalp_zone zone;
    char needle[SCALP_NEEDLE_NAME];
    double needle_depth_mm, pigment_depth_mm, diameter_mm, dilution;
    scalp_scar scar;
    double session_shares[SCALP_LAYOUT_MAX_SESSIONS]; /* 0: not in that session; sum 1 */
    double expected_retention;
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
    const scalp_zone_treatment *zones;                /* after the check also the zone scar */
    size_t zone_count;
    /* Share of the dots of a visit that is expected to be seen at the next, 0.3..1; 0: 1. The rest
     * is set again: see scalp_plan_row. */
    double expected_retention;
    /* false: the hairline starts soft and set back (data/hairline_start.csv); true: every session
     * goes up to the line. */
    bool hairline_full;
    /* Of the hand; 0: data/work_rates.csv. */
    double dots_per_second;    /* 0.2..5 */
    double strokes_per_minute; /* 0.3..20, of hair strokes */
    double break_every_min;    /* 15..240, of work */
    double break_min;          /* 1..60, its length */
    double day_limit_min;      /* 30..720 on the skin, breaks included; longer sessions are split */
} scalp_treatment;

/* What is in the skin already, on the design's mesh. Zeroed: nothing. */
typedef struct scalp_placed {
    const scalp_dot *dots; /* of this and earlier sessions */
    size_t dot_count;
    const scalp_stroke_path *strokes; /* of earlier sessions */
    size_t stroke_count;
    /* How much of a dot or stroke each of them still is, 0..1, by session (from 0) and zone. */
    double strength[SCALP_LAYOUT_MAX_SESSIONS][SCALP_ZONE_COUNT];
    /* How long before the first new session each of theirs was; 0: not known. */
    double days_before[SCALP_LAYOUT_MAX_SESSIONS];
    const scalp_site *follicles; /* hairs that are there */
    size_t follicle_count;
    /* Dots of an earlier plan that are not there yet: they keep their places, and their sessions
     * from the first on. The new plan has them as its own; `placed` of a plan has none. */
    const scalp_dot *kept;
    size_t kept_count;
    unsigned first_session;            /* of the new dots, 1..SCALP_LAYOUT_MAX_SESSIONS; 0: 1 */
    double old_dots[SCALP_ZONE_COUNT]; /* that painted old pigment stands for */
} scalp_placed;

/* One session in one zone. Of what was made at the visit before to that zone, 1 - retention is
 * expected to be lost and set again in its place. So places, distances and the shares' counts stay
 * as they were laid out; after a review that sets again what the last session lost, the density is
 * the one that was asked for. */
typedef struct scalp_plan_row {
    uint8_t session, zone;
    size_t dots;                   /* laid out for this session */
    size_t again;                  /* and those of earlier sessions to be set again, expected */
    size_t strokes, strokes_again; /* the same of hair strokes */
    double stroke_mm;              /* length of `strokes` together */
    double minutes;                /* for all of them, breaks included */
    double pigment_drops;          /* of diluted pigment */
    double cartridges;             /* worn down; one that is begun counts in scalp_plan_session */
} scalp_plan_row;

#define SCALP_PLAN_MAX_DAYS 64

/* A part of a session that is split over several days: the next `dots` of that zone's dots of the
 * session, in their order, and the next `strokes`. */
typedef struct scalp_plan_part {
    uint8_t session, day, zone; /* day from 0 */
    size_t dots, again;
    size_t strokes, strokes_again;
    double minutes;
} scalp_plan_part;

typedef struct scalp_plan_session {
    size_t dots, again;
    size_t strokes, strokes_again;
    double minutes, pigment_drops;
    size_t cartridges; /* to lay out: every needle of every day anew */
    size_t days;       /* 1 unless it is longer than the day's limit; 0: nothing to do */
    /* From the last day of the session before: what is proposed, and below which it is too early.
     * 0 for the first session and where no zone is worked again. `gap_kind`: scalp, scar, brow. */
    double gap_days, gap_least_days;
    const char *gap_kind;
} scalp_plan_session;

typedef struct scalp_plan_zone {
    double area_cm2;
    size_t dots, strokes;
    double seen_mm;             /* width of a healed dot as seen, or of a stroke where widest */
    double cover, cover_spread; /* share of the skin under them, now and when they have spread */
    double stroke_cover;        /* of `cover`, what strokes make */
    size_t review; /* dots to be set again at a review after the last session, expected */
    size_t strokes_review;
} scalp_plan_zone;

#define SCALP_PLAN_WARNINGS 16
#define SCALP_PLAN_WARNING_TEXT 320

typedef struct scalp_plan {
    scalp_layout layout;
    scalp_treatment treatment;  /* defaults filled in */
    const scalp_plan_row *rows; /* by session, then zone; only where there are dots or strokes */
    size_t row_count;
    size_t session_count;
    scalp_plan_session sessions[SCALP_LAYOUT_MAX_SESSIONS];
    const scalp_plan_part *parts; /* of sessions that are split, by session, day, zone */
    size_t part_count;
    scalp_plan_zone zones[SCALP_ZONE_COUNT];
    double area_cm2; /* of the treated zones */
    /* Share of that area under healed dots and strokes as seen, 0..1; what is left of the dots that
     * are there counts. */
    double seen_cover;
    double seen_cover_spread;      /* the same when they have spread */
    size_t review, strokes_review; /* of all zones */
    scalp_placed placed;           /* around which the dots were laid */
    char warnings[SCALP_PLAN_WARNINGS][SCALP_PLAN_WARNING_TEXT];
    size_t warning_count;
} scalp_plan;

/* Lays the dots out and works out the sessions. Errors of scalp_layout_make; SCALP_ERR_INPUT for an
 * unknown needle or pigment or a value out of range. */
SCALP_CHECKED scalp_status scalp_plan_make(const scalp_design *design,
                                           const scalp_treatment *treatment, double regularity,
                                           uint64_t seed, const scalp_work *work, scalp_plan *plan,
                                           scalp_error *error);

/* The same around what is there: dots of earlier sessions at their present strength, hairs, old
 * pigment. What is missing is dealt over the sessions from `first_session`, in proportion of what
 * of their shares is not there yet; all of it to that session when nothing is left of any. There
 * may be no dots at all then. */
SCALP_CHECKED scalp_status scalp_plan_make_around(const scalp_design *design,
                                                  const scalp_treatment *treatment,
                                                  const scalp_placed *placed, double regularity,
                                                  uint64_t seed, const scalp_work *work,
                                                  scalp_plan *plan, scalp_error *error);

/* The deposit a dot of that zone leaves, healed, and the needle it is made with. */
scalp_deposit scalp_plan_deposit(const scalp_plan *plan, scalp_zone zone);
const char *scalp_plan_needle(const scalp_plan *plan, scalp_zone zone);
/* The deposit's absorption at each wavelength: the plan's pigment, in the zone's dilution. */
void scalp_plan_dmua(const scalp_plan *plan, scalp_zone zone,
                     double dmua_per_mm[SCALP_SPECTRUM_COUNT]);

/* The treatment with every default filled in, as a plan has it; its zones live in work->memory.
 * SCALP_ERR_INPUT names the field, the value and the limits. */
SCALP_CHECKED scalp_status scalp_plan_treatment(const scalp_treatment *given,
                                                const scalp_work *work, scalp_treatment *treatment,
                                                scalp_error *error);
/* The dilution in scars that say nothing of it, where the others have `dilution`. */
double scalp_plan_scar_dilution(double dilution);
/* What the zone gets, nothing left at 0 but shares that are the treatment's. */
scalp_zone_treatment scalp_plan_zone_treatment(const scalp_plan *plan, scalp_zone zone);

/* The rows, totals and warnings for dots that already lie somewhere (read from a plan file), with
 * the treated area of each zone. */
SCALP_CHECKED scalp_status scalp_plan_from_layout(const scalp_layout *layout,
                                                  const double area_cm2[SCALP_ZONE_COUNT],
                                                  const scalp_treatment *treatment,
                                                  const scalp_work *work, scalp_plan *plan,
                                                  scalp_error *error);
/* The same with what it was planned around; NULL: nothing. */
SCALP_CHECKED scalp_status scalp_plan_from_layout_around(
    const scalp_layout *layout, const scalp_placed *placed, const double area_cm2[SCALP_ZONE_COUNT],
    const scalp_treatment *treatment, const scalp_work *work, scalp_plan *plan, scalp_error *error);

#ifdef __cplusplus
}
#endif
/* Days from session `before` to session `last` of a scalp, as they are proposed (the intervals of
 * data/intervals.csv added up); 0 where `last` is not later. For sessions that nobody has dated. */
double scalp_plan_usual_days(size_t before, size_t last);

#endif
