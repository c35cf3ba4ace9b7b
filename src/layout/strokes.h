/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of hair strokes: outline -> band -> candidates traced on the surface -> as many of them
 * chosen as shall be -> dealt. Private to this room. */
#ifndef SCALPTOR_LAYOUT_STROKES_H
#define SCALPTOR_LAYOUT_STROKES_H

#include "parts.h"

/* ---- Band -------------------------------------------------------------------------------- */

enum { band_stations = 65 };

/* An area from its head, the end nearer to the middle of the face, to its tail. Chart: x from the
 * head along its longest axis, y up across it, mm, seen square on; station k is at x = width k /
 * (stations - 1). */
typedef struct band {
    const scalp_mesh *mesh;
    const scalp_bvh *bvh;
    const scalp_area_result *area;
    scalp_vec3 origin, along, up, out; /* unit vectors */
    double width;
    double low[band_stations], high[band_stations]; /* y of the two borders */
    double slope[band_stations];                    /* dy/dx of the spine between them */
} band;

/* A place of the surface in the band. */
typedef struct band_place {
    double t, v;                /* 0 head .. 1 tail; -1 lower border .. 1 upper border */
    double rim_mm;              /* to the nearest border, below 0 outside */
    double half_mm;             /* from the spine to a border */
    double share;               /* of strokes that are left by what is kept out, 0..1 */
    scalp_vec3 forward, upward; /* unit tangents: along the spine to the tail, and across it */
} band_place;

void layout_band_make(const scalp_mesh *mesh, const scalp_bvh *bvh, const scalp_area_result *area,
                      band *band);
/* The surface over a place of the chart; false where it does not face out. */
bool layout_band_over(const band *band, double x, double y, scalp_mesh_point *at);
/* False where the surface does not face out. */
bool layout_band_place(const band *band, scalp_mesh_point at, scalp_vec3 position,
                       band_place *place);
/* Whether b is a's mirror image: the same borders within a tenth of a millimetre. */
bool layout_band_mirrors(const band *a, const band *b);

/* ---- Tracing ----------------------------------------------------------------------------- */

/* What a stroke is traced from: everything but the surface, so that the other side can have it. */
typedef struct stroke_seed {
    double x, y; /* root in the chart */
    bool upper;
    double turn_deg, length_factor, rim, tip_shift; /* its own */
    bool mini;                                      /* to fill in between others */
} stroke_seed;

typedef struct stroke_trace {
    stroke_seed seed;
    size_t count;
    scalp_stroke_point point[SCALP_STROKE_MAX_POINTS];
    double step[SCALP_STROKE_MAX_POINTS];     /* the way that was taken to each point */
    double run[SCALP_STROKE_MAX_POINTS];      /* mm from the root */
    double share_mm[SCALP_STROKE_MAX_POINTS]; /* of the way that each point stands for */
    scalp_vec3 forward;                       /* direction at the root */
    scalp_vec3 middle;                        /* of a ball about it */
    double radius_mm;
} stroke_trace;

/* False where no stroke that is long enough fits. */
bool layout_stroke_trace(const band *band, const stroke_seed *seed, double width_mm,
                         stroke_trace *trace);
/* The same stroke on a band that mirrors the trace's: the same steps. False where it would leave
 * the surface or meet what is kept out there. */
bool layout_stroke_replay(const band *band, const stroke_trace *from, stroke_trace *trace);
/* Whether two traces come nearer than `gap_mm` (squared: see the fact root_free_mm). */
bool layout_strokes_clash(const stroke_trace *a, const stroke_trace *b, double gap_mm);

/* What follows from the points and the way to each: what they stand for, and the ball. */
void layout_stroke_measure(stroke_trace *trace);

/* ---- What is there already --------------------------------------------------------------- */

typedef struct stroke_there {
    stroke_trace trace;
    double strength; /* what is left of it, 0..1 */
    bool counted;    /* in one of the areas */
} stroke_there;

/* As traces. SCALP_ERR_INPUT: one does not lie on the mesh. */
scalp_status layout_strokes_there_make(const scalp_mesh *mesh, const scalp_layout_params *params,
                                       const scalp_work *work, stroke_there **there,
                                       scalp_error *error);
/* How many strokes those in the band stand for that no other has counted. */
double layout_strokes_there_in(const band *band, stroke_there *there, size_t count);

/* ---- Choice ------------------------------------------------------------------------------ */

/* Candidates, and points that stand for the area: each for `cell_mm2` times its share. */
typedef struct stroke_field {
    const band *band;
    double spacing_mm, gap_mm;
    stroke_trace *traces;
    size_t trace_count;
    scalp_vec3 *cells;
    double *cell_share; /* how much of the strokes it shall have */
    size_t cell_count;
    double cell_mm2;
    const stroke_there *there; /* around which they are chosen */
    size_t there_count;
    double there_sum; /* how many strokes those in the band stand for */
} stroke_field;

/* Fills `chosen` with the numbers of `*count` traces. SCALP_ERR_LIMIT when so many do not fit;
 * around what is there `*count` becomes how many do. */
scalp_status layout_strokes_choose(const stroke_field *field, size_t *count, const scalp_work *work,
                                   uint32_t *chosen, scalp_error *error);
/* How much ink two strokes have in common places: sum over both of (1 - d^2 / reach^2)^3. */
double layout_strokes_overlap(const stroke_trace *a, const stroke_trace *b, double reach_mm);

/* ---- Sessions ---------------------------------------------------------------------------- */

/* Gives each of the strokes, which stand from head to tail, a session from 0; none to those whose
 * share is 0. */
scalp_status layout_strokes_deal(const stroke_trace *strokes, size_t count, const double *shares,
                                 size_t sessions, double spacing_mm, const scalp_work *work,
                                 uint8_t *session, scalp_error *error);

/* ---- All of them ------------------------------------------------------------------------- */

/* How strokes are dealt: a row of shares for each zone, `sessions` long, from session `first` on.
 */
typedef struct stroke_shares {
    const double (*rows)[SCALP_LAYOUT_MAX_SESSIONS];
    size_t sessions, first;
} stroke_shares;

/* Fills in the strokes of the layout, the rest is left as it is. */
scalp_status layout_strokes_make(const scalp_design *design, const scalp_layout_params *params,
                                 const stroke_shares *shares, const scalp_work *work,
                                 scalp_layout *layout, scalp_error *error);

#endif
