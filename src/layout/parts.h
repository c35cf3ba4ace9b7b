/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a layout, in order: surface -> candidates -> thinned -> relaxed -> jittered ->
 * dealt. Inner lengths are relative: u = distance x sqrt(mean density of the two places), so that
 * 1 is the spacing of a square lattice and 1.0746 that of a hexagonal one, anywhere on the head. */
#ifndef SCALPTOR_LAYOUT_PARTS_H
#define SCALPTOR_LAYOUT_PARTS_H

#include <scalptor/layout.h>

/* Weights of a place within its face are multiples of 1/2^20. */
#define SCALP_LAYOUT_GRID 1048576.0
/* No two dots nearer than this. */
#define SCALP_LAYOUT_FLOOR 0.4

/* What is shown of the progress, and how it is divided. */
typedef enum layout_step {
    LAYOUT_STEP_SPREAD,
    LAYOUT_STEP_THIN,
    LAYOUT_STEP_RELAX,
    LAYOUT_STEP_JITTER,
    LAYOUT_STEP_DEAL,
    LAYOUT_STEP_COUNT,
} layout_step;

/* Reports that `done` (0..1) of the step is done. */
scalp_status layout_report(const scalp_work *work, layout_step step, double done,
                           scalp_error *error);

/* ---- Surface ----------------------------------------------------------------------------- */

/* The faces that carry density, in the order of a space-filling curve, as a mesh of their own. */
typedef struct surface {
    scalp_mesh mesh;
    const scalp_bvh *bvh;
    const uint32_t *original; /* face of the design's mesh */
    const double *density;    /* per vertex, dots per mm2 */
    const double *mass;       /* per face: dots it shall hold */
    const float (*normal)[3]; /* per face */
    double total;             /* sum of mass */
    scalp_vec3 centre;        /* clouds are in single precision about this point */
    double least[3], size;    /* the curve's cube */
} surface;

scalp_status layout_surface_make(const scalp_design *design, const scalp_work *work,
                                 surface *surface, scalp_error *error);
double layout_density(const surface *on, scalp_mesh_point at);
/* Rounded to multiples of 1/2^20, still within the face. */
scalp_mesh_point layout_quantised(scalp_mesh_point at);
/* Whether two faces do not look opposite ways (more than 107 degrees apart): the two sides of a
 * thin sheet are strangers, the two sides of a box's edge are neighbours. */
static inline bool layout_facing(const surface *on, uint32_t a, uint32_t b) {
    const float *n = on->normal[a], *m = on->normal[b];
    return a == b || n[0] * m[0] + n[1] * m[1] + n[2] * m[2] > -0.3f;
}

/* ---- Curve ------------------------------------------------------------------------------- */

/* Place on the Hilbert curve through the surface's cube. */
uint64_t layout_curve(const surface *on, scalp_vec3 position);
/* Sorts `order` (0, 1, ... on entry) by `keys`, stable; both arrays are permuted. */
scalp_status layout_sort(uint64_t *keys, uint32_t *order, size_t count, const scalp_work *work,
                         scalp_error *error);

/* ---- Clouds ------------------------------------------------------------------------------ */

enum { near_block = 8 };

/* Points with density; arrays are padded to a multiple of near_block. */
typedef struct cloud {
    size_t count;
    float *x, *y, *z;
    float *density; /* dots per mm2 */
    uint32_t *face; /* of the surface */
} cloud;

scalp_status layout_cloud_take(size_t count, const scalp_work *work, cloud *cloud,
                               scalp_error *error);
void layout_cloud_set(cloud *cloud, size_t i, scalp_vec3 relative, double density, uint32_t face);
/* `per_dot` systematic samples for every dot, along the curve, denser where the density is. */
scalp_status layout_candidates_make(const surface *on, size_t count, uint64_t seed,
                                    const scalp_work *work, cloud *cloud, scalp_error *error);
/* Points with weights that stand for the density: about `per_dot` of them for every dot. */
scalp_status layout_quadrature_make(const surface *on, double per_dot, const scalp_work *work,
                                    cloud *cloud, float **weight, scalp_error *error);

/* ---- Neighbours -------------------------------------------------------------------------- */

typedef struct near_box {
    float low[3], high[3];
    float least; /* density in the box */
} near_box;

/* Boxes around runs of 8 points, around 8 such boxes, and so on up to one. */
typedef struct near_tree {
    const cloud *points;
    const surface *surface;
    near_box *level[12];
    size_t count[12];
    int levels;
    layout_step step; /* for which neighbours are sought, and how far it is */
    double done;
} near_tree;

scalp_status near_tree_make(const cloud *points, const surface *on, const scalp_work *work,
                            near_tree *tree, scalp_error *error);

/* Visits the blocks that may hold a point with u^2 < reach2 to one in `box`. */
typedef struct near_walk {
    const near_tree *tree;
    near_box box;
    float reach2;
    int waiting;
    struct near_place {
        int level;
        uint32_t index;
    } stack[96];
} near_walk;

near_walk near_walk_start(const near_tree *tree, const near_box *box, float reach2);
bool near_walk_next(near_walk *walk, uint32_t *block);

/* For every point its neighbours with u^2 < reach2: item[start[i]] .. item[end[i]-1]. */
typedef struct near_list {
    uint32_t *start, *end, *item;
    float *u2;
    size_t room; /* of item and u2 */
} near_list;

scalp_status near_list_make(const near_tree *tree, double reach, const scalp_work *work,
                            near_list *list, scalp_error *error);

/* ---- Steps ------------------------------------------------------------------------------- */

/* Keeps `keep` points of the cloud, the most crowded ones being eliminated one by one. */
scalp_status layout_thin(cloud *points, const surface *on, size_t keep, const scalp_work *work,
                         scalp_error *error);
/* Moves the points so that each is the middle of its share of the density, and shares are equal.
 * `at` becomes where they lie on the surface, quantised. */
scalp_status layout_relax(cloud *points, const surface *on, const scalp_work *work,
                          scalp_mesh_point *at, scalp_error *error);

/* Dots on the surface, with their places. */
typedef struct jitter {
    const surface *surface;
    cloud *points;
    scalp_mesh_point *at;
    uint64_t seed;
    double sigma;           /* in spacings */
    double min_distance_mm; /* besides SCALP_LAYOUT_FLOOR */
    const scalp_vec3
        *fixed; /* the last so many points: they keep their place, wherever `at` says */
    size_t fixed_count;
} jitter;

scalp_status layout_jitter(const jitter *job, const scalp_work *work, scalp_error *error);

/* Gives every point a session from 0, `quota[zone][session]` of each zone. */
typedef struct deal {
    const surface *surface;
    const cloud *points;
    const uint8_t *zone; /* of each point; points of a zone follow each other */
    const double *shares;
    size_t sessions;
    uint64_t seed;
    uint8_t *session; /* out */
} deal;

scalp_status layout_deal(const deal *job, const scalp_work *work, scalp_error *error);

#endif
