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
/* The spacing of the hexagonal lattice. */
#define SCALP_LAYOUT_HEXAGONAL 1.0746

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

/* Points with density; arrays are padded by near_block and more. */
typedef struct cloud {
    size_t count;
    float *x, *y, *z;
    float *density; /* dots per mm2 */
    uint32_t *face; /* of the surface */
} cloud;

scalp_status layout_cloud_take(size_t count, const scalp_work *work, cloud *cloud,
                               scalp_error *error);
void layout_cloud_set(cloud *cloud, size_t i, scalp_vec3 relative, double density, uint32_t face);
/* Puts dot `i` onto the surface near where it was moved to, never where no dots are wanted, and
 * says where it lies then, quantised. */
scalp_mesh_point layout_land(const surface *on, cloud *c, size_t i);
/* `count` systematic samples along the curve, denser where the density is, with room behind them
 * for `more` points. */
scalp_status layout_candidates_make(const surface *on, size_t count, size_t more, uint64_t seed,
                                    const scalp_work *work, cloud *cloud, scalp_error *error);
/* Points with weights that stand for the density: about `per_dot` of them for every dot. */
scalp_status layout_quadrature_make(const surface *on, double per_dot, const scalp_work *work,
                                    cloud *cloud, float **weight, scalp_error *error);

/* ---- Sites ------------------------------------------------------------------------------- */

/* What is there already and stays, near or in the surface. In clouds it follows the points that
 * move: the last `count` points of a cloud are the sites, in this order. */
typedef struct site_set {
    size_t count;
    const scalp_vec3 *place; /* mm */
    const uint32_t *face;    /* of the surface */
    const double *density;   /* dots per mm2 wanted there */
    const float *weight;     /* dots it stands for; 0: it only keeps its distance */
    const float *radius_mm;
    double total;      /* of the weights */
    float radius_most; /* mm */
    size_t outside;    /* sites that lie beside the surface, here or not */
} site_set;

/* `in_spots`: which of them are dots of spots, which have been counted; NULL: none. */
scalp_status layout_sites_make(const scalp_design *design, const scalp_layout_params *params,
                               const bool *in_spots, const surface *on, const scalp_work *work,
                               site_set *sites, scalp_error *error);
/* What share of the wanted dots is missing within `window` spacings about each point, below 0 where
 * there are too many. */
scalp_status layout_missing_make(const surface *on, const site_set *sites, const cloud *points,
                                 double window, const scalp_work *work, float **missing,
                                 scalp_error *error);
/* What is missing at points, without the chance of even sites, which new dots need not make good.
 */
typedef struct lack_field {
    float *lack; /* share of the wanted dots, 0..1 */
    float *even; /* 1 where it is much the same all about, 0 where it is not */
} lack_field;

/* It, at points that follow the curve. */
typedef struct lack_base {
    const surface *surface;
    cloud points;
    uint64_t *keys; /* of the points, on the curve */
    lack_field field;
} lack_base;

scalp_status layout_lack_make(const surface *on, const site_set *sites, const scalp_work *work,
                              lack_base *base, scalp_error *error);
/* At points that are nearly in the order of the curve: as at the base's points next to them. */
scalp_status layout_lack_at(const lack_base *base, const cloud *points, const scalp_work *work,
                            lack_field *field, scalp_error *error);
/* Puts the sites into the cloud from point `first` on, which becomes its end. */
void layout_sites_append(const site_set *sites, const surface *on, cloud *cloud, size_t first);

/* What two dots must keep, squared, in mm, by the mean of their densities. */
static inline double layout_floor2(double min_distance_mm, double mean_density) {
    const double relative2 = SCALP_LAYOUT_FLOOR * SCALP_LAYOUT_FLOOR / mean_density;
    const double absolute2 = min_distance_mm * min_distance_mm;
    return relative2 > absolute2 ? relative2 : absolute2;
}

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

/* The box of points first .. end-1. */
near_box near_box_of(const cloud *points, size_t first, size_t end);
near_walk near_walk_start(const near_tree *tree, const near_box *box, float reach2);
bool near_walk_next(near_walk *walk, uint32_t *block);

/* For every point its neighbours with u^2 < reach2: item[start[i]] .. item[end[i]-1]. */
typedef struct near_list {
    uint32_t *start, *end, *item;
    float *u2;
    size_t room; /* entries of item and u2 */
} near_list;

scalp_status near_list_make(const near_tree *tree, double reach, const scalp_work *work,
                            near_list *list, scalp_error *error);

/* ---- Steps ------------------------------------------------------------------------------- */

/* How points are thinned that lie between sites. */
typedef struct thin_rule {
    float *density;          /* in which they are to be even */
    const float *more;       /* what each weighs beside what its neighbours make it weigh */
    const uint32_t *stretch; /* of the curve that each lies in */
    uint32_t *surplus;       /* points that are to go in each stretch */
} thin_rule;

/* Keeps `keep` points of the cloud, the most crowded ones being eliminated one by one. `rule` NULL:
 * even in the cloud's density, wherever it may be. */
scalp_status layout_thin(cloud *points, const surface *on, const thin_rule *rule, size_t keep,
                         const scalp_work *work, scalp_error *error);
/* The same between sites: even in the density of what is missing, and the heavier the nearer they
 * are to a site, too near heavier than any crowd. */
scalp_status layout_thin_around(cloud *points, const surface *on, const site_set *sites,
                                const lack_base *base, double min_distance_mm, size_t keep,
                                const scalp_work *work, scalp_error *error);
/* Moves the points, not the sites, so that each is the middle of its share of the density, and
 * shares are equal, a site's being its weight; between sites also so that they are even by
 * themselves. `at` becomes where they lie on the surface, quantised, and `lack`, between sites
 * only, what share of the dots around each is missing. `base` NULL: there are no sites that stand
 * for dots. */
scalp_status layout_relax(cloud *points, const surface *on, const site_set *sites,
                          const lack_base *base, const scalp_work *work, scalp_mesh_point *at,
                          float *lack, scalp_error *error);

/* Dots on the surface, with their places. */
typedef struct jitter {
    const surface *surface;
    const site_set *sites;
    cloud *points;        /* those that move, the sites, and other fixed points behind them */
    scalp_mesh_point *at; /* of those that move; face UINT32_MAX: left out, there is no room */
    uint64_t seed;
    double sigma;            /* in spacings */
    double min_distance_mm;  /* besides SCALP_LAYOUT_FLOOR */
    const float *lack;       /* of those that move; NULL: there is nothing */
    const scalp_vec3 *fixed; /* where the other fixed points are */
    size_t fixed_count;      /* without sites */
} jitter;

/* Those that can come too near to each other. */
typedef struct crowd {
    const jitter *job;
    near_list near;
    double most_density;
    double least_density;   /* that a floor is reckoned from; 0 until dots find no room */
    bool keeps_own;         /* new dots also keep a part of their own spacing */
    double fixed_share;     /* of the floor that is kept from `fixed`; 1 until no room is left */
    size_t crowded, pushes; /* dots too near in the last sweep, and in all since listed */
} crowd;

/* Points that move come first. */
static inline size_t layout_moving(const jitter *job) {
    return job->points->count - job->sites->count - job->fixed_count;
}

scalp_vec3 layout_crowd_place(const jitter *job, size_t i);
/* What a dot of that density, which may move, must keep from point j, squared, in mm. */
double layout_crowd_floor2(const crowd *c, double density, size_t j);
/* Whether dot i would be clear of its neighbours at `position`. */
bool layout_crowd_is_clear(const crowd *c, size_t i, scalp_vec3 position, double density);
void layout_crowd_move(const jitter *job, size_t i, scalp_mesh_point at, scalp_vec3 position,
                       double density);
/* Lists who is within `reach` spacings of whom, as the dots lie now. */
scalp_status layout_crowd_list(crowd *c, double reach, double done, const scalp_work *work,
                               scalp_error *error);
/* Pushing does not help a dot that sites hem in: it moves to the roomiest place near it. If there
 * is none and `give_up`, it is left out. `least`: the widest floor, in spacings. */
scalp_status layout_room(crowd *c, double least, bool give_up, double done, const scalp_work *work,
                         scalp_error *error);

/* How many dots each zone wants beside its sites, by largest remainder; returns the sum. What is
 * too much in one zone is not missing in another. */
size_t layout_quota_find(const scalp_design *design, const surface *on, const site_set *sites,
                         size_t quota[SCALP_ZONE_COUNT]);
/* Moves a few of the dots, and those that were left out, so that every zone has its quota, as far
 * as there is room. */
scalp_status layout_quota_keep(const jitter *job, const scalp_design *design, const size_t *quota,
                               const scalp_work *work, scalp_error *error);

scalp_status layout_jitter(const jitter *job, const scalp_work *work, scalp_error *error);

/* What each session shall do at each dot, where zones have shares or beginnings of their own, such
 * that every zone's sums are its shares; NULL where none has. `original`: faces of the design. */
typedef struct local_shares {
    const scalp_design *design;
    const scalp_layout_params *params;
    const double *shares; /* where nothing else is said */
    size_t sessions;
    const uint32_t *original;
    const scalp_mesh_point *at;
    const uint8_t *zone;
    size_t count;
} local_shares;

/* The shares with the default filled in, and how many sessions there are, those of zones of the
 * design with shares of their own among them. */
scalp_status layout_shares_read(const scalp_layout_params *params, const scalp_design *design,
                                double *shares, size_t *sessions, scalp_error *error);
scalp_status layout_local_shares(const local_shares *job, const scalp_work *work, float **local,
                                 scalp_error *error);
/* How many sessions a layout has: those of the zones that have dots or strokes. */
size_t layout_session_count(const scalp_layout_params *params, const scalp_layout *layout);
/* The zone's row of shares; `shares` where it has none. */
const double *layout_zone_shares(const scalp_layout_params *params, const double *shares, int zone);

/* Gives every point a session from 0, `quota[zone][session]` of each zone. */
typedef struct deal {
    const surface *surface;
    const site_set *sites;
    const cloud *points; /* and the sites behind them */
    size_t count;        /* without sites */
    const uint8_t *zone; /* of each point; points of a zone follow each other */
    const double *shares;
    const double *rows; /* [zone][SCALP_LAYOUT_MAX_SESSIONS]: of each zone */
    const float *local; /* [point][session]: shares where they differ by place; NULL: `shares` */
    size_t sessions;
    uint64_t seed;
    uint8_t *session; /* out */
} deal;

scalp_status layout_deal(const deal *job, const scalp_work *work, scalp_error *error);

#endif
