/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How evenly found dots lie: figures with their intervals, faults, words and a map. */
#ifndef SCALPTOR_EVENNESS_H
#define SCALPTOR_EVENNESS_H

#include <scalptor/inspect.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A figure, and the interval that holds it in 95 of 100 such areas. NaN: cannot be told. */
typedef struct scalp_figure {
    double value, low, high;
} scalp_figure;

typedef enum scalp_uneven_kind {
    SCALP_UNEVEN_BARE,     /* a spot without dots */
    SCALP_UNEVEN_THIN,     /* a region with fewer dots than the rest, or than wanted */
    SCALP_UNEVEN_DENSE,    /* a region with more */
    SCALP_UNEVEN_CROWDED,  /* a spot where dots crowd */
    SCALP_UNEVEN_MERGED,   /* a spot where dots touch or ran together */
    SCALP_UNEVEN_SPACING,  /* dots strewn at random or in heaps, or set as on a grid */
    SCALP_UNEVEN_ROWS,     /* dots that line up */
    SCALP_UNEVEN_DIAMETER, /* dots too large, two sizes, or a drift across the picture */
    SCALP_UNEVEN_DARKNESS, /* the same of their darkness */
    SCALP_UNEVEN_COUNT,
} scalp_uneven_kind;

typedef enum scalp_grade { SCALP_GRADE_NONE, SCALP_GRADE_SLIGHT, SCALP_GRADE_CLEAR } scalp_grade;

const char *scalp_uneven_name(scalp_uneven_kind kind); /* "bare", "thin".. */
const char *scalp_grade_name(scalp_grade grade);       /* "none", "slight", "clear" */

/* One place that is not as the rest. Lengths are mm, without a scale pixels. */
typedef struct scalp_uneven_spot {
    scalp_uneven_kind kind;
    scalp_grade grade;
    scalp_vec2 place; /* on the flattened skin */
    double size;      /* bare: the largest disc of bare skin; else across the region */
    double length;    /* bare: from end to end, >= size */
    double relative;  /* density over that of the rest; bare: 0 */
    double chance;    /* how many such places a good layout of this extent has; <= .1 */
    size_t dots;      /* in it */
    bool at_edge; /* it runs along skin that was not treated: may be a soft edge that is meant */
} scalp_uneven_spot;

/* What is said about one kind of fault. */
typedef struct scalp_uneven_line {
    scalp_uneven_kind kind;
    scalp_grade grade;
    char text[280]; /* one sentence in plain words, the reason with it */
} scalp_uneven_line;

/* How a property of the dots is spread. Diameters: mm (without a scale px); darkness: optical
 * density. */
typedef struct scalp_evenness_spread {
    size_t count; /* 0: not measured */
    scalp_figure median, quartile_low, quartile_high;
    scalp_figure cv;    /* 1.4826 x median deviation over median, measuring errors taken off */
    scalp_figure trend; /* change across the measured skin along its steepest way, of the median */
    double trend_deg;   /* where it grows to: 0 right, 90 down, in the photo */
    size_t outliers;    /* larger or darker than the rest by 3.5 robust sigma and a third */
    double second;      /* two kinds of dots: the second's value over the first's; 0: one kind */
    double second_share;
} scalp_evenness_spread;

#define SCALP_EVENNESS_G 60 /* pair correlation at .05, .10 .. 3.00 spacings */
#define SCALP_EVENNESS_L 9  /* L(r) - r at 2, 3 .. 10 mm; without a scale, spacings */
#define SCALP_EVENNESS_SPOTS 40

/* Density over the flattened skin. */
typedef struct scalp_evenness_map {
    scalp_vec2 origin;
    double cell; /* mm; without a scale px */
    int columns, rows;
    const float *density;   /* dots per mm2 (px2), row by row; NaN where nothing was judged */
    const float *relative;  /* the same over what is wanted there, 1: as the rest */
    const uint8_t *why;     /* scalp_unseen of every cell */
    const uint8_t *treated; /* 0: bare skin that belongs to no work, left out */
    double sigma;           /* of the kernel */
} scalp_evenness_map;

/* Lengths are mm, areas mm2, densities per mm2; without a scale px, px2, per px2, fit only to be
 * shown relative to `spacing`. */
typedef struct scalp_evenness {
    bool has_mm;
    bool judged; /* false: too few dots or too little skin; counts and area alone hold */
    size_t dots, merged, hairs; /* in judged skin, hairs not among the dots */
    size_t left_out;            /* found, but more likely none than one */
    double area;                /* judged skin that was worked on */
    double untreated;           /* judged skin without work, in one piece at the edge, left out */
    double unseen[SCALP_UNSEEN_COUNT]; /* by reason; [SCALP_UNSEEN_NOT] is what was judged */
    double seen_share;    /* of the skin in the picture: marks and what is no skin do not count */
    scalp_figure density; /* dots, by their confidence, over area and recall */
    scalp_figure over_wanted;              /* density over what is wanted; NaN without */
    double spacing;                        /* 1 / sqrt(density) */
    scalp_figure nearest_mean, nearest_cv; /* distance to the nearest other dot */
    double nearest_least;
    size_t doubles;        /* pairs nearer than 1.2 of their diameter */
    double touching_share; /* of the dots in such pairs, or of several that ran together */
    scalp_figure clark_evans;
    scalp_figure g[SCALP_EVENNESS_G];
    double hard_core; /* where g first passes 0.1, in spacings */
    double first_peak, first_peak_g;
    double like_random, like_good; /* global rank envelope tests: p */
    scalp_figure l[SCALP_EVENNESS_L];
    scalp_figure local_cv; /* of counts in windows of 4 x 4 mm, counting noise of random dots off */
    scalp_figure dispersion; /* variance over mean of those counts: random 1, good layouts .1-.3 */
    scalp_figure ratio_5_95; /* 95th over 5th percentile of the map */
    scalp_figure voronoi_cv; /* of the dots' cells: random .53, natural .15-.35, lattice 0 */
    double largest_bare;     /* diameter of the largest empty disc in measured skin */
    scalp_vec2 largest_bare_at;
    double largest_bare_low, largest_bare_high; /* in 90 of 100 good layouts of this extent */
    double rows_strength; /* highest ridge of the power spectrum over its mean there: none 1 */
    double rows_deg;      /* along the rows: 0 right, 90 down */
    scalp_evenness_spread diameter, darkness;
    scalp_evenness_map map;
    size_t spot_count;
    scalp_uneven_spot spots[SCALP_EVENNESS_SPOTS]; /* by kind, the worst first */
    scalp_uneven_line lines[SCALP_UNEVEN_COUNT];   /* one of each kind */
    scalp_grade grade;                             /* the worst of the lines */
} scalp_evenness;

typedef struct scalp_evenness_ask {
    const scalp_found *found;
    size_t count;
    const scalp_window *window;
    bool has_mm;                  /* as in scalp_flat */
    const double *wanted_per_mm2; /* of every cell of the window; NULL: everywhere the same */
    double recall;                /* share of the dots in judged skin that are found; 0: all */
    double recall_sd;
    uint64_t seed;
} scalp_evenness_ask;

/* How evenly the dots lie, on the flattened skin that was judged. Stubs fill gaps as dots do, and
 * count as none. Methods and their sources: src/inspect/README.md. Intervals: bootstrap over square
 * blocks of skin, wider where recall is short. Same bytes for the same input.
 * SCALP_ERR_INPUT (a window without cells, a size that is not > 0, recall outside 0..1),
 * SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. `evenness` lives in work->memory. */
SCALP_CHECKED scalp_status scalp_evenness_make(const scalp_evenness_ask *ask,
                                               const scalp_work *work, scalp_evenness *evenness,
                                               scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
