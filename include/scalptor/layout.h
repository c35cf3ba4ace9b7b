/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blue-noise dots for one design, dealt into sessions that are each even by themselves. */
#ifndef SCALPTOR_LAYOUT_H
#define SCALPTOR_LAYOUT_H

#include <scalptor/design.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCALP_LAYOUT_MAX_DOTS 200000u
#define SCALP_LAYOUT_MAX_SESSIONS 6

typedef struct scalp_dot {
    scalp_mesh_point at;
    scalp_vec3 position, normal; /* mm, unit */
    uint8_t zone;                /* scalp_zone */
    uint8_t session;             /* 1, 2, ... */
} scalp_dot;

#define SCALP_LAYOUT_MAX_STROKES 400u /* of one area */
#define SCALP_STROKE_MAX_POINTS 24u

/* A place on a stroke's middle line. */
typedef struct scalp_stroke_point {
    scalp_mesh_point at;
    scalp_vec3 position, normal; /* mm, unit */
    double width_mm;             /* of the deposit there; in steps of 0.005 */
} scalp_stroke_point;

/* A hair stroke, from its root to its tip. */
typedef struct scalp_stroke_path {
    const scalp_stroke_point *points;
    size_t point_count; /* 2 to SCALP_STROKE_MAX_POINTS */
    uint8_t zone;       /* scalp_zone */
    uint8_t session;    /* 1, 2, ... */
} scalp_stroke_path;

/* Along the points, mm. */
double scalp_stroke_path_length_mm(const scalp_stroke_path *stroke);
/* The deposit as it lies in the skin, mm2: the width summed along the way. */
double scalp_stroke_path_area_mm2(const scalp_stroke_path *stroke);
/* The least distance between two strokes' middle lines, mm. */
double scalp_stroke_path_gap_mm(const scalp_stroke_path *a, const scalp_stroke_path *b);
/* A pale spot of the design and how many dots go into it. */
typedef struct scalp_pale_spot {
    scalp_mesh_point at;
    scalp_vec3 position, normal; /* mm, unit */
    double diameter_mm;
    uint8_t dots;
} scalp_pale_spot;

typedef struct scalp_layout_params {
    uint64_t seed;
    double regularity; /* 0..1: jitter sigma = 0.3 (1 - regularity) spacing; 0.5 is skin */
    double session_shares[SCALP_LAYOUT_MAX_SESSIONS]; /* > 0, sum 1 within 1e-6; all 0: .3 .4 .3 */
    double min_distance_mm;  /* no two dots nearer, beside 0.4 of the local spacing; >= 0 */
    double stroke_width_mm;  /* of the deposit where a stroke is widest, 0.05..0.6; 0: 0.15 */
    double stroke_gap_mm;    /* no two strokes' middle lines nearer; 0..2 */
    const scalp_site *sites; /* what is there already, on the design's mesh, in any order */
    size_t site_count;
    /* Hair strokes that are there already, and what is left of each, 0..1 (NULL: all of it). */
    const scalp_stroke_path *strokes_there;
    size_t strokes_there_count;
    const double *strokes_strength;
    unsigned first_session; /* dots and strokes are dealt over the sessions from this one, in
                               proportion of their shares; to it alone if they have none; 0: 1 */
    /* Zones with shares of their own, [SCALP_ZONE_COUNT][SCALP_LAYOUT_MAX_SESSIONS]: 0 leaves the
     * zone out of a session; a row of zeros is session_shares. NULL: none. */
    const double *zone_shares;
    /* Per vertex of the design's mesh, 0..1, how far the work is before it begins there: sessions
     * that end before that do nothing there, later ones do more. Other places of the zone make up
     * for it, so that the zone's counts stay. Of dots only. NULL: 0 everywhere. */
    const double *begin;
} scalp_layout_params;

typedef struct scalp_layout {
    size_t dot_count;
    const scalp_dot *dots; /* in the order of a space-filling curve, zone by zone */
    size_t session_count;  /* the number of the last one */
    double there; /* dots that sites of the zones stand for, no more than are wanted there */
    size_t sites_outside; /* sites that lie beside the zones */
    size_t no_room;       /* dots that are wanted, but find no place between sites */
    size_t stroke_count;
    const scalp_stroke_path *strokes; /* area by area, from its head to its tail */
    double strokes_there;             /* strokes that those in the areas stand for */
    size_t strokes_outside;           /* strokes that are there, but in no area of strokes */
    size_t strokes_no_room;           /* wanted, but they would come too near to what is there */
} scalp_layout;

/* Fills the design so that the dots' density follows its field, round(density x area) of them,
 * none nearer to another than params allow (should dots find no room, then in places of less than
 * a tenth of the largest density 0.4 of the spacing of that tenth will do): candidates spread
 * systematically along a space-filling curve, weighted sample elimination (Yuksel 2015),
 * capacity-weighted relaxation, jitter, sessions dealt in share order along the curve and then
 * swapped between neighbours. Sessions' counts are their shares by largest remainder, zone by zone;
 * there are as many as the longest row of shares has that is used.
 *
 * Sites are never moved and never come out. Within the zones each stands for `weight` dots, but no
 * more than are wanted over some 80 dots around it: what is too much in one place is not missing in
 * another. So there are round(density x area - what sites stand for) dots, 0 where all that is
 * wanted is there. A site owns its part of the surface in the relaxation; no dot comes nearer to it
 * than to another dot, nor than its radius; where fixed sites leave no such place, dots are left
 * out and counted in `no_room`. The sessions are dealt so that the unions with what is there are
 * even.
 *
 * `at.u` and `at.v` are multiples of 1/2^20, and position and normal are those of
 * scalp_mesh_position and scalp_mesh_normal at `at`: a file that keeps the face and two integers
 * gives the dots back exactly. Distances are straight lines between dots that do not look opposite
 * ways.
 *
 * Areas of hair strokes get round(design->areas[].strokes) strokes each, none nearer to another
 * than stroke_gap_mm, all within the area's outline; see src/layout/README.md. Points are quantised
 * as dots are. Strokes that are there are never moved and never come out: new ones keep the gap
 * from them, fill what is thin between them, and are fewer by what is left of them; those that find
 * no room then are left out and counted. A left and a right area that mirror each other are given
 * mirrored strokes. The design's pale spots are filled one by one, their dots as far apart as the
 * spot has room; all others keep their distance from those, too, half or none of it where there is
 * no room.
 *
 * Same design, params and seed give the same bytes on any machine and any number of threads.
 * `layout` is left untouched on failure:
 *   SCALP_ERR_INPUT   the design is empty, a parameter is out of range, or a site is not on the
 *                     mesh
 *   SCALP_ERR_LIMIT   more than SCALP_LAYOUT_MAX_DOTS dots, or SCALP_LAYOUT_MAX_STROKES strokes in
 *                     one area, would be needed, or min_distance_mm or stroke_gap_mm forbids the
 *                     density
 *   SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED */
SCALP_CHECKED scalp_status scalp_layout_make(const scalp_design *design,
                                             const scalp_layout_params *params,
                                             const scalp_work *work, scalp_layout *layout,
                                             scalp_error *error);

/* Where the design's pale spots lie: single ones where they were put, those of fields like
 * follicles, the same for the same seed (that of the layout). No spots: a count of 0. Errors as
 * above. */
SCALP_CHECKED scalp_status scalp_layout_spots(const scalp_design *design, uint64_t seed,
                                              const scalp_work *work, const scalp_pale_spot **spots,
                                              size_t *count, scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
