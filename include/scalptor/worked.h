/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a plan, on the head: close-ups against the dots that should be there by now. */
#ifndef SCALPTOR_WORKED_H
#define SCALPTOR_WORKED_H

#include <scalptor/closeup.h>
#include <scalptor/pairing.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct scalp_worked_ask {
    const scalp_mesh *mesh;
    const scalp_dot *planned; /* the sessions that were done */
    size_t planned_count;
    const double *seen_mm; /* how wide a planned dot of each of the SCALP_ZONE_COUNT zones is seen,
                              0: not known; NULL: of none */
    const scalp_onto *onto;
    const scalp_onto_photo *photos; /* as they were given to scalp_onto_make */
    size_t photo_count;
    uint64_t seed;
} scalp_worked_ask;

/* How one photo lies on the plan. */
typedef struct scalp_worked_photo {
    bool by_dots;       /* the dots said where; false: its placement alone */
    size_t pairs;       /* that said so */
    double residual_mm; /* of one of them, in each coordinate */
    double moved_mm;    /* from its placement, in the photo's middle */
} scalp_worked_photo;

/* A planned dot, or one found that none was planned for. */
typedef struct scalp_worked_dot {
    scalp_paired state;
    uint32_t planned;    /* index, or SCALP_PAIR_NONE */
    uint32_t found;      /* of onto->dots, or SCALP_PAIR_NONE */
    scalp_dot dot;       /* where it is: a found one as its photo lies on the plan, so that it keeps
                            its place among the planned ones; else where it was planned. Its session
                            is that of the planned dot, of others that of onto */
    double displaced_mm; /* found from planned; NaN when not both */
    double doubt;        /* that the two have nothing to do with each other, 0..1 */
} scalp_worked_dot;

/* Where planned dots that are not there lie together. */
typedef struct scalp_worked_bare {
    scalp_dot middle;   /* on the head, with its zone */
    double diameter_mm; /* of a disc that holds as many planned dots */
    size_t dots;
    uint32_t photo;
} scalp_worked_bare;

typedef struct scalp_worked {
    scalp_worked_photo photos[SCALP_ONTO_MAX_PHOTOS];
    const scalp_worked_dot *dots; /* the planned in their order, then found ones by onto's order */
    size_t dot_count;
    scalp_pair_zone zones[SCALP_ZONE_COUNT]; /* by number; planned 0: not in the plan */
    const scalp_worked_bare *bare;           /* most dots first */
    size_t bare_count;
    double spacing_mm; /* of the planned dots that were seen; NaN: none */
} scalp_worked;

/* Compares photo by photo (scalp_pair_plan): the planned dots a photo can show are seen through its
 * camera, laid flat as its finds are, and registered from where it was placed by the dots
 * themselves. A planned dot is what the photo says that shows its skin best; a find counts once.
 * A zone's shares are means over the photos by the dots they show, `shifted_most` too, which is
 * then more than under any one set of shifts: the verdict errs towards freehand.
 * `worked` lives in work->memory; same bytes for any number of threads.
 *   SCALP_ERR_INPUT      a planned dot in no zone, or beside the mesh
 *   SCALP_ERR_LIMIT, SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED */
SCALP_CHECKED scalp_status scalp_worked_make(const scalp_worked_ask *ask, const scalp_work *work,
                                             scalp_worked *worked, scalp_error *error);

/* When the planned dots are those of an earlier time: how many of a zone's that were seen are there
 * still, with Wilson's interval (1927); `missed` of those that are there are not found, within
 * `missed_sd`. NaN: none was seen, or the zone's dots are not the same dots (freehand). */
scalp_share scalp_worked_retained(const scalp_pair_zone *zone, double missed, double missed_sd);

#ifdef __cplusplus
}
#endif
#endif
