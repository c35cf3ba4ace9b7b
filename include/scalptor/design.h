/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What shall be treated: zones, the hairline, and the density of dots over the head. */
#ifndef SCALPTOR_DESIGN_H
#define SCALPTOR_DESIGN_H

#include <scalptor/head.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCALP_DESIGN_MAX_ZONES 32

typedef enum scalp_zone {
    SCALP_ZONE_NONE,
    SCALP_ZONE_HAIRLINE,
    SCALP_ZONE_FRONTAL,
    SCALP_ZONE_MIDSCALP,
    SCALP_ZONE_CROWN,
    SCALP_ZONE_TEMPLE_L,
    SCALP_ZONE_TEMPLE_R,
    SCALP_ZONE_SIDE_L,
    SCALP_ZONE_SIDE_R,
    SCALP_ZONE_NAPE,
    /* Off the scalp, or drawn by hand; plan files keep the numbers, so new zones go last. */
    SCALP_ZONE_BEARD,
    SCALP_ZONE_MOUSTACHE,
    SCALP_ZONE_SIDEBURN_L,
    SCALP_ZONE_SIDEBURN_R,
    SCALP_ZONE_BROW_L,
    SCALP_ZONE_BROW_R,
    SCALP_ZONE_SCAR,
    SCALP_ZONE_FREE,
    SCALP_ZONE_COUNT,
} scalp_zone;

const char *scalp_zone_name(scalp_zone zone); /* "hairline", "temple_l" ... "none" */
bool scalp_zone_find(const char *name, scalp_zone *zone);

typedef enum scalp_norwood {
    SCALP_NORWOOD_NONE, /* no stage given: the whole scalp is to be covered */
    SCALP_NORWOOD_II,
    SCALP_NORWOOD_III,
    SCALP_NORWOOD_III_VERTEX,
    SCALP_NORWOOD_IV,
    SCALP_NORWOOD_V,
    SCALP_NORWOOD_VI,
    SCALP_NORWOOD_VII,
    SCALP_NORWOOD_COUNT,
} scalp_norwood;

const char *scalp_norwood_name(scalp_norwood stage); /* "II", "III vertex" ...; "none" */
bool scalp_norwood_find(const char *name, scalp_norwood *stage);

/* One zone treated otherwise than the rest, or treated though the loss does not ask for it. */
typedef struct scalp_zone_spec {
    scalp_zone zone;
    double density_per_cm2; /* 0: as the design */
} scalp_zone_spec;

/* ---- Hairlines --------------------------------------------------------------------------- */

/* Every number of a hairline (domain of each: data/hairline_numbers.csv, in this order). */
typedef enum scalp_hairline_number {
    SCALP_HAIRLINE_CORNER_RECESS, /* mm, corners behind the mid-frontal point */
    SCALP_HAIRLINE_CORNER_OUT,    /* mm, outside the vertical of the outer canthus */
    SCALP_HAIRLINE_FRONT_SHARE,   /* of the recess, reached half-way to the corner */
    SCALP_HAIRLINE_MOUND,         /* mm, lateral mounds */
    SCALP_HAIRLINE_WIDOW_HEIGHT,  /* mm, 0: no widow's peak */
    SCALP_HAIRLINE_WIDOW_WIDTH,   /* mm */
    SCALP_HAIRLINE_TEMPLE,        /* mm, corner to temporal peak */
    SCALP_HAIRLINE_TEMPLE_SHARE,  /* of the way from canthus to ear */
    SCALP_HAIRLINE_TEMPLE_OPEN,   /* swing back between corner and peak, by its length */
    SCALP_HAIRLINE_TRANSITION,    /* mm */
    SCALP_HAIRLINE_DEFINED,       /* mm */
    SCALP_HAIRLINE_SENTINEL,      /* mm */
    SCALP_HAIRLINE_EDGE_SHARE,
    SCALP_HAIRLINE_MACRO,        /* mm */
    SCALP_HAIRLINE_MACRO_PERIOD, /* mm */
    SCALP_HAIRLINE_MICRO,        /* mm */
    SCALP_HAIRLINE_MICRO_PERIOD, /* mm */
    SCALP_HAIRLINE_ASYMMETRY,    /* 0 mirrored .. 1 each side on its own */
    SCALP_HAIRLINE_NUMBERS,
} scalp_hairline_number;

/* One number of the table: how cases and messages call it, and its limits. */
typedef struct scalp_hairline_range {
    const char *name, *unit;
    double low, high;
} scalp_hairline_range;

scalp_hairline_range scalp_hairline_range_of(scalp_hairline_number which);

/* What is wished otherwise than the style has it. */
typedef struct scalp_hairline_spec {
    const char *shape; /* a row of data/hairline_shapes.csv; NULL: the style's */
    double number[SCALP_HAIRLINE_NUMBERS]; /* NaN: the shape's or the style's */
} scalp_hairline_spec;

/* Nothing wished: every number NaN. */
scalp_hairline_spec scalp_hairline_spec_none(void);

/* What else a style brings along. */
typedef struct scalp_style_facts {
    const char *name, *meaning, *shape, *areas, *pigment;
    const char *sex; /* whom it is made for; empty: anybody */
    bool by_loss;    /* the scalp where hair is lost; else the whole of it, or areas alone */
    double height_mm, density_per_cm2, regularity, diameter_mm, dilution;
} scalp_style_facts;

/* The styles of data/styles.csv in their order; false past the last. */
bool scalp_style_facts_of(size_t i, scalp_style_facts *facts);

/* ---- Checks ------------------------------------------------------------------------------ */

typedef enum scalp_severity {
    SCALP_NOTE, /* to know */
    SCALP_WARN, /* against a rule; the practitioner decides */
    SCALP_HARD, /* the same, but the reason must be written down before the work is planned */
} scalp_severity;

const char *scalp_severity_name(scalp_severity severity); /* "note", "warning", "reason needed" */

#define SCALP_CHECK_TEXT 240

/* One rule that the design does not keep. */
typedef struct scalp_check {
    const char *id; /* of data/hairline_rules.csv */
    scalp_severity severity;
    bool needs_reason;
    char message[SCALP_CHECK_TEXT];
    const char *source;
} scalp_check;

/* The rules by number, each id once; NULL past the last. */
const char *scalp_rule_id(size_t i);

#define SCALP_DESIGN_MAX_RULES 16

/* ---- Areas ------------------------------------------------------------------------------- */

#define SCALP_DESIGN_MAX_AREAS 16
#define SCALP_DESIGN_AREA_POINTS 64
#define SCALP_DESIGN_AREA_HOLES 4

typedef enum scalp_area_kind {
    SCALP_AREA_BEARD,
    SCALP_AREA_MOUSTACHE,
    SCALP_AREA_SIDEBURN_L,
    SCALP_AREA_SIDEBURN_R,
    SCALP_AREA_BROW_L,
    SCALP_AREA_BROW_R,
    SCALP_AREA_SCAR_LINE,  /* points of an open line, margin_mm to either side */
    SCALP_AREA_SCAR_PATCH, /* closed curve */
    SCALP_AREA_SCAR_FUE,   /* closed curve round a field of pale spots; dots go into the spots */
    SCALP_AREA_SCAR_SPOTS, /* points, each the middle of one pale spot */
    SCALP_AREA_FREE,
    SCALP_AREA_OLD_PIGMENT, /* lessens what is drawn by `strength` */
    SCALP_AREA_KEEP_OUT,    /* nothing within the curve and margin_mm round it */
    SCALP_AREA_MOLE,        /* points, each with margin_mm round it */
    SCALP_AREA_KINDS,
} scalp_area_kind;

const char *scalp_area_kind_name(scalp_area_kind kind); /* "beard", "scar_line" ... */
bool scalp_area_kind_find(const char *name, scalp_area_kind *kind);
/* The zone whose dots fill it; NONE for those that only take away. */
scalp_zone scalp_area_kind_zone(scalp_area_kind kind);
/* Whether its dots go into pale spots, and how wide those are where nobody measured them. */
bool scalp_area_kind_has_spots(scalp_area_kind kind);
double scalp_area_kind_spot_mm(scalp_area_kind kind);
/* Whether data/areas.csv has a curve for it on the standard head. */
bool scalp_area_kind_has_template(scalp_area_kind kind);

/* One area as control points in the head's scalp chart, mm. Later ones lie over earlier ones; those
 * that take away (old pigment, keep-out, mole) do so everywhere. */
typedef struct scalp_area_spec {
    const char *id;
    scalp_area_kind kind;
    const scalp_vec2 *points; /* NULL: the template of the kind */
    size_t point_count;
    const scalp_vec2 *holes[SCALP_DESIGN_AREA_HOLES];
    size_t hole_points[SCALP_DESIGN_AREA_HOLES];
    size_t hole_count;
    double density_per_cm2; /* 20..250; 0: the kind's own */
    double strength;        /* old pigment: 0..1 of full */
    double margin_mm;       /* 0..30; below 0: the kind's own */
    double edge_mm;         /* soft rim inside the curve, 0..30; below 0: the kind's own */
    bool strokes;           /* of hair strokes, not of dots */
    double spacing_mm;      /* between strokes, 0.6..3; 0: that of data/strokes.csv */
    double length_mm;       /* of strokes in the middle of the area, 3..12; 0: as there */
    /* Of pale spots only; 0: the kind's own. */
    double spot_mm;       /* across, 0.3..3 */
    double spots_per_cm2; /* of a field, 1..60; or: */
    size_t spot_count;    /* of a field, in all */
    double dots_per_spot; /* on average, 1..6; 0: by the density, which is of the field */
} scalp_area_spec;

typedef struct scalp_area_result {
    const char *id;
    scalp_area_kind kind;
    double area_cm2, dots; /* within it, where dots are drawn */
    size_t spots;          /* pale spots that the dots go into */
    double spot_mm;
    const scalp_vec3 *outline; /* on the surface; NULL for moles and single spots */
    size_t outline_count;
    double strokes;             /* of an area of hair strokes, its number of them; else 0 */
    double spacing_mm;          /* between them */
    double length_share;        /* of the lengths of data/strokes.csv */
    double edge_mm;             /* soft rim inside the outline */
    const double *stroke_share; /* per vertex: what keep-outs, old pigment and hair leave, 0..1 */
    const scalp_vec3 *hole[SCALP_DESIGN_AREA_HOLES]; /* their outlines */
    size_t hole_count[SCALP_DESIGN_AREA_HOLES];      /* 0: no such hole */
    const scalp_vec3 *marks;                         /* moles and single spots on the surface */
    size_t mark_count;
    double mark_mm; /* radius of what is kept out or filled about each */
} scalp_area_result;

/* Pale spots that are filled with dots one by one, instead of a density: where single follicles
 * were taken out. Either each has its place, or they lie `per_cm2` near one another, which room
 * layout turns into places. */
typedef struct scalp_spot_field {
    const scalp_mesh_point *points; /* `count` of them; NULL: by `per_cm2` */
    const double *per_cm2;          /* spots, per vertex, linear within the face; sum `count` */
    size_t count;
    double diameter_mm, dots; /* of each; dots on average, 1..SCALP_SPOT_MAX_DOTS */
} scalp_spot_field;

#define SCALP_SPOT_MAX_DOTS 6

/* ---- Strokes ----------------------------------------------------------------------------- */

/* The facts of data/strokes.csv, which says what each of them is. */
typedef enum scalp_stroke_fact {
    SCALP_STROKE_START_DEG,
    SCALP_STROKE_END_DEG,
    SCALP_STROKE_ROOT_FROM,
    SCALP_STROKE_ROOT_TO,
    SCALP_STROKE_TIP_TO,
    SCALP_STROKE_TIP_SPREAD,
    SCALP_STROKE_LENGTH_MM,
    SCALP_STROKE_SPACING_MM,
    SCALP_STROKE_AREA_LENGTH_MM,
    SCALP_STROKE_TINT,
    SCALP_STROKE_ROOT_RATIO,
    SCALP_STROKE_ROOT_WIDTH,
    SCALP_STROKE_BODY_AT,
    SCALP_STROKE_TIP_WIDTH,
    SCALP_STROKE_LEAST_SHARE,
    SCALP_STROKE_LEAST_MM,
    SCALP_STROKE_MINI_SHARE,
    SCALP_STROKE_TURN_SD_DEG,
    SCALP_STROKE_LENGTH_SD,
    SCALP_STROKE_ROOT_FREE_MM,
    SCALP_STROKE_FACTS,
} scalp_stroke_fact;

/* A fact at a place along the band, 0 its head, 1 its tail (held beyond), for hairs rooted below or
 * above the spine. */
double scalp_stroke_fact_at(scalp_stroke_fact fact, double along, bool upper);

/* ---- The design -------------------------------------------------------------------------- */

typedef struct scalp_design_spec {
    const char *style;         /* a row of data/styles.csv; NULL: "natural" */
    double density_per_cm2;    /* 20..250; 0: the style's */
    double hairline_height_mm; /* midline point above glabella along the skin, 50..110;
                                  0: the style's own */
    scalp_norwood loss;
    double age_years; /* 0: unknown */
    const char *sex;  /* "male", "female" */
    const char *look; /* "masculine", "feminine", "neutral"; NULL: the style's, or by sex. Rules
                         about looks follow it, rules about loss follow the sex. */
    const scalp_zone_spec *zones;
    size_t zone_count; /* zones listed are treated whole, beside what the loss asks for */
    const scalp_hairline_spec *hairline; /* NULL: as the style has it */
    const scalp_area_spec *areas;
    size_t area_count;
    /* Hairs that are there, per cm2 of each vertex's surroundings, measured; NULL: by the stage of
     * loss. Where given, dots = wanted - existing, not below 0. */
    const double *existing_per_cm2;
    uint64_t seed; /* of the hairline's small irregularities */
} scalp_design_spec;

#define SCALP_DESIGN_MAX_WARNINGS SCALP_DESIGN_MAX_RULES

/* Density falls to 0 at the edge of the zone; a face belongs to a zone. Immutable. */
typedef struct scalp_design {
    const scalp_mesh *mesh;
    const double *density_per_cm2; /* per vertex, linear within the face */
    const uint8_t *zone;           /* scalp_zone per face; NONE where the density is 0 */
    double area_cm2[SCALP_ZONE_COUNT];
    double dots[SCALP_ZONE_COUNT];     /* integral of the density, where dots are drawn, and the
                                          dots in spots */
    double old_dots[SCALP_ZONE_COUNT]; /* that painted old pigment stands for, beside `dots` */
    const uint8_t *of_strokes; /* per face: 1 + index of its area of strokes, or 0; NULL: none */
    double strokes[SCALP_ZONE_COUNT];
    const scalp_spot_field *spot_fields; /* their dots are of the zone scar */
    size_t spot_field_count;
    const double *spot_dots_per_cm2; /* per vertex, what they come to on average; NULL: no spots */
    const double *pale;              /* per vertex, 0..1: line and patch scars; NULL: none */
    const double *behind_mm;         /* per vertex with a density: how far behind the hairline;
                                        NULL: there is none */
    double transition_mm;            /* behind the hairline the density is full from there on */
    const scalp_vec3 *hairline; /* points on the surface from temple to temple, right to left */
    size_t hairline_count;
    double hairline_height_mm; /* what was used */
    double height_mm[2];       /* of the line above the glabella's level at 3 cm to the right and
                                  left of the middle, along the skin */
    double roughness_mm;       /* root mean square of the wandering between the corners */
    double asymmetry_mm;       /* the same of left against the mirrored right */
    double slope_deg;          /* from the middle to the corners in profile; above 0 falls */
    double temple_deg[2];      /* angle at the right and left corner */
    bool treats_scalp;         /* the style draws on the scalp at all */
    const double *existing_per_cm2; /* the spec's */
    const scalp_area_result *areas;
    size_t area_count;
    scalp_check checks[SCALP_DESIGN_MAX_RULES];
    size_t check_count;
    char warnings[SCALP_DESIGN_MAX_WARNINGS][SCALP_CHECK_TEXT]; /* the checks' messages */
    size_t warning_count;
} scalp_design;

/* SCALP_ERR_INPUT (unknown style or shape, a value outside its range, a curve that crosses itself
 * or encloses nothing, nothing to treat), SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_design_make(const scalp_head *head, const scalp_design_spec *spec,
                                             const scalp_work *work, scalp_design *design,
                                             scalp_error *error);

/* A design on any surface: `relative` is one density per vertex (finite, >= 0, some > 0), scaled so
 * that its mean over the faces that have any is `density_per_cm2`: their area times that is the
 * number of dots. Every such face is of zone `midscalp`. `relative` NULL: even. SCALP_ERR_INPUT,
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_design_from_field(const scalp_mesh *mesh, const double *relative,
                                                   double density_per_cm2, const scalp_work *work,
                                                   scalp_design *design, scalp_error *error);

/* How much of a scan lies in each zone of the head it was laid on: every face in parts of
 * 8 mm2 (4 of them or more; below 2 mm2 one), each of the zone of the head's surface that is
 * nearest to its middle. What is farther than 15 mm from the head, or beside its scalp, is
 * SCALP_ZONE_NONE. `design` is one of `fit->head`. SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_design_scan_areas(
    const scalp_design *design, const scalp_mesh *scan, const scalp_scan_fit *fit,
    const scalp_work *work, double area_cm2[SCALP_ZONE_COUNT], scalp_error *error);

/* What a zone's area is doubtful by, one standard deviation each. */
typedef struct scalp_area_doubt {
    double length_sd;   /* of lengths on the head, as a share of them: the scale */
    double border_mm;   /* of where a zone's border lies, alike over 4 cm of it */
    const uint8_t *met; /* of each vertex: 0 where the head's surface is modelled; NULL: nowhere
                           more than elsewhere */
} scalp_area_doubt;

/* One standard deviation of the area of each zone, and under SCALP_ZONE_NONE that of all zones
 * together: twice the scale's; a border of length P that lies off by b alike over a length L moves
 * b sqrt(P L) of area from side to side; what is modelled is good to a tenth. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_design_area_sd(const scalp_design *design,
                                                const scalp_area_doubt *doubt,
                                                const scalp_work *work,
                                                double sd_cm2[SCALP_ZONE_COUNT],
                                                scalp_error *error);

/* ---- Hair left ------------------------------------------------------------------------------ */

/* Hairs per cm2 of a full head: the mean of men and women of three continents. */
double scalp_design_natural_per_cm2(void);
/* Whether the scale ("norwood", "ludwig", "savin", "salt") has that stage ("IIa", "II", "3", "S2");
 * "none" is a stage of each. */
bool scalp_design_stage_find(const char *scale, const char *stage);
/* Share of the hair that a stage leaves at each vertex of the scalp, 0..1 (1 off the scalp): the
 * starting map that photos then correct. SCALP_ERR_INPUT (no such scale or stage),
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_design_hair_left(const scalp_head *head, const char *scale,
                                                  const char *stage, const scalp_work *work,
                                                  const double **left, scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
