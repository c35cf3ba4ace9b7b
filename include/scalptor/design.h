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

typedef struct scalp_design_spec {
    const char *style;         /* a row of data/styles.csv; NULL: "natural" */
    double density_per_cm2;    /* 20..250; 0: 100 */
    double hairline_height_mm; /* midline point above glabella along the skin, 50..110;
                                  0: the style's own */
    scalp_norwood loss;
    double age_years; /* 0: unknown */
    const char *sex;  /* "male", "female" */
    const scalp_zone_spec *zones;
    size_t zone_count; /* zones listed are treated whole, beside what the loss asks for */
    /* Hairs that are there, per cm2 of each vertex's surroundings, measured; NULL: by the stage of
     * loss. Where given, dots = wanted - existing, not below 0. */
    const double *existing_per_cm2;
    uint64_t seed; /* of the hairline's small irregularities */
} scalp_design_spec;

#define SCALP_DESIGN_MAX_WARNINGS 8

/* Density falls to 0 at the edge of the zone; a face belongs to a zone. Immutable. */
typedef struct scalp_design {
    const scalp_mesh *mesh;
    const double *density_per_cm2; /* per vertex, linear within the face */
    const uint8_t *zone;           /* scalp_zone per face; NONE where the density is 0 */
    double area_cm2[SCALP_ZONE_COUNT];
    double dots[SCALP_ZONE_COUNT]; /* integral of the density */
    const scalp_vec3 *hairline;    /* points on the surface from temple to temple */
    size_t hairline_count;
    double hairline_height_mm; /* what was used */
    char warnings[SCALP_DESIGN_MAX_WARNINGS][160];
    size_t warning_count;
} scalp_design;

/* SCALP_ERR_INPUT (unknown style, a value outside its range, nothing to treat), SCALP_ERR_MEMORY.
 */
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

/* How much of a scan lies in each zone of the head it was laid on: every face in four parts (below
 * 2 mm2 as one), each of the zone of the head's surface that is nearest to its middle. What is
 * farther than 15 mm from the head, or beside its scalp, is SCALP_ZONE_NONE. `design` is one of
 * `fit->head`. SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_design_scan_areas(
    const scalp_design *design, const scalp_mesh *scan, const scalp_scan_fit *fit,
    const scalp_work *work, double area_cm2[SCALP_ZONE_COUNT], scalp_error *error);

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
