/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside inspect, evenness: points in buckets, the skin as a grid, and who fills which figures. */
#ifndef SCALPTOR_INSPECT_EVEN_H
#define SCALPTOR_INSPECT_EVEN_H

#include <scalptor/evenness.h>

/* ---- Points ------------------------------------------------------------------------------ */

/* Places sorted into square buckets; bucket b holds start[b] .. start[b + 1] - 1. */
typedef struct even_points {
    size_t count;
    const scalp_vec2 *at;
    const uint32_t *source; /* index in the list they were made from */
    scalp_vec2 origin;
    double pitch;
    int columns, rows;
    const uint32_t *start;
} even_points;

SCALP_CHECKED scalp_status even_points_make(const scalp_vec2 *at, size_t count, double pitch,
                                            const scalp_work *work, even_points *points,
                                            scalp_error *error);
/* The buckets that a square of half side `reach` about a place touches, within the grid. */
typedef struct even_range {
    int left, top, right, bottom; /* inclusive; empty when right < left */
} even_range;
even_range even_points_near(const even_points *points, scalp_vec2 place, double reach);
/* Distance to the nearest point other than `skip` (SIZE_MAX: none), HUGE_VAL when there is none
 * within `most`. */
double even_points_nearest(const even_points *points, scalp_vec2 place, size_t skip, double most);

/* ---- Skin ---------------------------------------------------------------------------------- */

enum { EVEN_UNSEEN, EVEN_WORKED, EVEN_UNTREATED };

/* The window in cells of the analysis, with a rim of unseen ones. */
typedef struct even_skin {
    scalp_vec2 origin;
    double cell;
    int columns, rows;
    uint8_t *state;
    float *border; /* distance from a cell's centre to the nearest skin that does not count */
    double area;   /* of worked cells */
} even_skin;

SCALP_CHECKED scalp_status even_skin_make(const scalp_window *window, double cell,
                                          const scalp_work *work, even_skin *skin,
                                          scalp_error *error);
/* Fills `border` and `area` from `state`. */
SCALP_CHECKED scalp_status even_skin_measure(even_skin *skin, const scalp_work *work,
                                             scalp_error *error);
/* The cell of a place; SIZE_MAX outside. */
size_t even_skin_cell(const even_skin *skin, scalp_vec2 place);
scalp_vec2 even_skin_centre(const even_skin *skin, size_t cell);
bool even_skin_worked(const even_skin *skin, scalp_vec2 place);
/* Between cells; 0 outside. */
double even_skin_border(const even_skin *skin, scalp_vec2 place);

/* ---- What is shared ------------------------------------------------------------------------ */

enum { EVEN_REPLICATES = 199 };

/* Square blocks of skin, the units of the bootstrap. */
typedef struct even_blocks {
    size_t count; /* of those with skin */
    scalp_vec2 origin;
    double side;
    int columns, rows;
    const uint32_t *number; /* of a square among those with skin; UINT32_MAX */
    const double *area;
    uint8_t *times; /* [EVEN_REPLICATES][count]: how often a block is drawn */
} even_blocks;

typedef struct even_job {
    const scalp_evenness_ask *ask;
    const scalp_work *work;
    double unit;     /* mm, or without a scale the spacing: what "1 mm" means */
    double spacing;  /* of the dots that are there */
    double expected; /* dots per mm2, of pairs' statistics: dots.count / skin.area */
    double recall;
    double diameter;           /* typical, seen; 0: not known */
    even_points dots, fill;    /* fill: dots and stubs */
    const double *weight;      /* of dots, in the order of dots.at */
    const double *fill_weight; /* of fill, in the order of fill.at */
    even_skin skin;
    even_blocks blocks;
    const uint32_t *block; /* of every dot */
    const float *gap;      /* of every cell of skin: from its centre to the nearest of `fill` */
    const float *wanted;   /* of every cell: over its mean; NULL: everywhere the same */
    const float *usual;    /* of every cell: density over a wide surrounding, 1: as all */
    double sigma;          /* of the map's kernel */
    double wanted_mean;    /* dots per mm2 that are wanted, over the worked skin */
    double base;           /* density over `wanted` that most of the skin has */
    double touching;       /* share of dots that touch in natural layouts as dense as this */
    bool edge;             /* some skin was taken as not treated */
    double lost;           /* share that natural losses and missed finds may come to */
    double noise;          /* dispersion of counts that is taken as natural here */
    scalp_evenness *to;
    scalp_error *error;
} even_job;

/* The 95 % interval of replicates about a value; they are sorted in place. */
scalp_figure even_interval(double value, double *replicates, size_t blocks);
/* Weighted quantiles of values by blocks: value and interval. */
SCALP_CHECKED scalp_status even_quantile(even_job *job, const double *values, const uint32_t *block,
                                         size_t count, double share, scalp_figure *figure);

SCALP_CHECKED scalp_status even_blocks_make(even_job *job);
SCALP_CHECKED scalp_status even_density(even_job *job);
SCALP_CHECKED scalp_status even_nearest(even_job *job);
SCALP_CHECKED scalp_status even_pairs(even_job *job);
SCALP_CHECKED scalp_status even_rows(even_job *job);
SCALP_CHECKED scalp_status even_voronoi(even_job *job);
SCALP_CHECKED scalp_status even_local(even_job *job);
SCALP_CHECKED scalp_status even_envelope(even_job *job);
SCALP_CHECKED scalp_status even_map(even_job *job);
SCALP_CHECKED scalp_status even_regions(even_job *job);
SCALP_CHECKED scalp_status even_gaps(even_job *job);
SCALP_CHECKED scalp_status even_crowd(even_job *job);
SCALP_CHECKED scalp_status even_merged(even_job *job);
SCALP_CHECKED scalp_status even_sizes(even_job *job);
void even_words(even_job *job);

/* "left of centre", as seen in the photo. */
enum { EVEN_WHERE = 64 };
void even_where(const even_skin *skin, scalp_vec2 at, char text[EVEN_WHERE]);

/* Takes one more spot; the list keeps the worst of each kind. */
void even_spot_add(scalp_evenness *to, const scalp_uneven_spot *spot);

/* ---- What a good layout does --------------------------------------------------------------- */

/* How many empty discs of radius > r (in spacings), or dots with at least `m` others within 1.25
 * spacings, a natural layout has per dot when the share `lost` is lost or was not found. */
double even_natural_gaps(double radius, double lost);
double even_natural_crowd(double others, double lost);
/* The radius that so many gaps per dot exceed. */
double even_natural_gap_radius(double per_dot, double lost);

/* The same of a layout as plans make them by default, none lost. */
double even_regular_gap_radius(double per_dot);

/* A patch of a good layout on a torus of side sqrt(EVEN_TILE), spacing 1, without jitter. */
enum { EVEN_TILE = 1024 };
void even_tile_make(uint64_t seed, scalp_vec2 at[EVEN_TILE]);

#endif
