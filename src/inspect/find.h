/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside inspect: how dots are found, step by step. "Lift" is how much darker a place
 * is than the bare skin around it, 1 - light / light of the skin: shine, which adds light, and blur
 * are linear in it.
 *
 *   sight.c     a coarse grid of bare skin, shine and what is clipped
 *   colour.c    the weights of the bands that see pigment and not what else varies in this photo
 *   tile.c      a square of the photo, with a border, as lift by band and as pigment
 *   blobs.c     differences of Gaussians of a tile, and their peaks
 *   disc.c      a blurred disc fitted to a peak, by the loops of lanes.h
 *   evidence.c  how likely a candidate is a dot
 *   measure.c   the dots decided on, measured together
 *   brown.c     pores and freckles among them
 *   judge.c     what was judged, and how good the photo is */
#ifndef SCALPTOR_INSPECT_FIND_H
#define SCALPTOR_INSPECT_FIND_H

#include "disc.h"

#include <scalptor/inspect.h>

#define SCALP_SCALES_MAX 16

/* Seen by every step; never changed once made. */
typedef struct scalp_sight {
    const scalp_image *image;
    const uint8_t *mask;     /* scalp_unseen, or NULL */
    int colours;             /* 1 or 3 */
    const float *density[3]; /* log10(1 / light) of every sample value */
    unsigned clipped, black; /* samples from / up to which say nothing */
    /* A grid of blocks of `block` x `block` px. */
    int block, columns, rows;
    const float *gain[3];    /* 1 / light of bare skin, in the middle of each block */
    const uint8_t *why;      /* scalp_unseen of each block */
    const float *noise;      /* standard deviation of pigment at the scale of dots, by block */
    double pixel_noise;      /* of one pixel's mean density */
    const float *weight[3];  /* pigment = sum of weight * lift, by block */
    const float *scatter[6]; /* covariance of the bands about a block: rr rg rb gg gb bb */
    const float *shine;      /* share of what was not seen about a block */
    const float *seen;       /* share of the block itself that was */
    const scalp_lanes *lanes;
} scalp_sight;

/* What pigment of unit density looks like in red, green, blue: a little denser in red, for carbon
 * black as seen through skin turns blue-grey. */
extern const double scalp_pigment_rgb[3];

/* Fills everything but noise and weights. */
SCALP_CHECKED scalp_status scalp_sight_make(const scalp_image *image, const uint8_t *mask,
                                            double block_px, const scalp_work *work,
                                            scalp_sight *sight, scalp_error *error);
/* Weights and noise, for dots about `dot_px` wide. */
SCALP_CHECKED scalp_status scalp_sight_colour(scalp_sight *sight, double dot_px,
                                              const scalp_work *work, scalp_error *error);
/* A value of a grid of blocks between its middles. */
float scalp_sight_at(const scalp_sight *sight, const float *grid, double x, double y);

enum { SCALP_TILE_UNIT = 32 };

/* A square of the photo with a border around it. Pixels beyond the photo repeat its edge; width and
 * height are multiples of SCALP_TILE_UNIT, more border to the right and below filling them. */
typedef struct scalp_tile {
    int left, top; /* of the inner square, in the photo */
    int inner_w, inner_h;
    int border;
    int width, height; /* with the border */
    float *lift[3];
    float *pigment;
    float *luma;  /* mean of the lifts */
    float *known; /* 1: seen, 0: shine, clipped, masked */
    float *rest;  /* planes for whoever works on the tile */
} scalp_tile;

/* A border of that many px or a little more. */
int scalp_tile_border(int least_px);
/* Floats of a tile with that many planes in `rest`. */
size_t scalp_tile_floats(int side, int border, int planes);
void scalp_tile_make(const scalp_sight *sight, int left, int top, int side, int border,
                     float *memory, scalp_tile *tile);

/* Memory for tiles that are worked on at once. How many there are changes no result. */
enum { SCALP_SLOTS_MAX = 8 };

typedef struct scalp_slots {
    size_t count, first; /* `first`: the tile in slot 0 */
    struct {
        float *floats;
        void *items;
    } memory[SCALP_SLOTS_MAX];
} scalp_slots;

SCALP_CHECKED scalp_status scalp_slots_make(size_t floats, size_t bytes, const scalp_work *work,
                                            scalp_slots *slots, scalp_error *error);

/* sigma of the Gaussian pairs, in px. */
typedef struct scalp_scales {
    int count;
    double sigma[SCALP_SCALES_MAX + 1];
} scalp_scales;

scalp_scales scalp_scales_make(double least_px, double most_px);

enum {
    SCALP_TRAITS = 37,
    SCALP_TRAITS_OWN = 32,   /* of a candidate by itself, the first of them */
    SCALP_TRAITS_AMONG = 15, /* more, from what a first round made of the others */
    SCALP_TRAIT_EXPLAINED = 2,
    SCALP_TRAIT_DEPTH = 3,
    SCALP_TRAIT_DIAMETER = 4,
    SCALP_TRAIT_RING_ALONG = 15,
    SCALP_TRAIT_LUMA_ALONG = 20,
};

extern const char *const scalp_trait_names[SCALP_TRAITS];

typedef struct scalp_candidate {
    double x, y;           /* px of the image looked at */
    double sigma;          /* px */
    double response;       /* scale-normalised, of pigment */
    double score;          /* response over the noise there */
    double peak_x, peak_y; /* px of the tile, where the search found it */
    double diameter_px, depth, blur_px;
    double centre_sd, diameter_sd, depth_sd;
    double fit_x, fit_y, diameter; /* as measured at last; 0: it was not */
    double lift[3];                /* by band, fitted */
    double explained, luma_ground, luma_explained;
    double lean_x, lean_y; /* where more of it lies in the ring around, as a share of its depth */
    double first, probability; /* after the first round, after both */
    float trait[SCALP_TRAITS];
} scalp_candidate;

/* Peaks of the tile's inner square, above `least_score` times the noise; returns how many, at most
 * `most`. */
size_t scalp_blobs_find(const scalp_sight *sight, const scalp_tile *tile,
                        const scalp_scales *scales, double least_score, scalp_candidate *to,
                        size_t most);

/* The fitted candidates of a photo, and what the photo is like. */
typedef struct scalp_survey {
    scalp_image image; /* that is looked at: the photo, or made `factor` times smaller */
    const uint8_t *mask;
    int factor;
    scalp_sight sight;
    scalp_scales scales;
    scalp_disc_table table;
    double blur_px, diameter_px; /* of most dots */
    double seen_px;              /* the same with the blur */
    scalp_candidate *all;        /* by rows */
    size_t count;
    double refused, refused_explained; /* candidates that no disc fits, and how well, in sum */
} scalp_survey;

/* Place in the photo of a place in what was looked at. */
scalp_vec2 scalp_survey_px(const scalp_survey *survey, double x, double y);
/* About how wide a disc is seen through a blur. */
double scalp_seen_width(double diameter_px, double blur_px);
/* Skin makes dots soft, as blur does; which of the two it was, dots alone do not say. Blur is held
 * to three quarters of the radius of dots seen so wide: what is softer is the skin's, and stays. */
double scalp_blur_most(double blur_px, double seen_px);
SCALP_CHECKED scalp_status scalp_survey_make(const scalp_image *image, const scalp_flat *flat,
                                             const scalp_find_params *params,
                                             const scalp_work *work, scalp_survey *survey,
                                             scalp_error *error);

/* The sentence for too few pixels; px_per_mm 0: no scale. */
scalp_status scalp_find_too_small(double px, double px_per_mm, scalp_error *error);
/* The probability of every candidate, from its traits. */
SCALP_CHECKED scalp_status scalp_evidence_read(scalp_survey *survey, const scalp_work *work,
                                               scalp_error *error);

/* From which probability on a candidate is called a dot: where the expected F is largest. */
double scalp_evidence_threshold(const scalp_survey *survey);

/* Measures every candidate of that probability or more. */
SCALP_CHECKED scalp_status scalp_measure(scalp_survey *survey, double threshold,
                                         const scalp_work *work, scalp_error *error);

/* Takes brown spots among bluish dots for what they are. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_brown_doubt(scalp_survey *survey, double threshold,
                                             const scalp_work *work, scalp_error *error);

/* Window and quality of the finds. */
SCALP_CHECKED scalp_status scalp_find_judge(const scalp_survey *survey, const scalp_flat *flat,
                                            const scalp_find_params *params, double threshold,
                                            const scalp_work *work, scalp_finds *finds,
                                            scalp_error *error);

/* Reads all traits but the last two, which need the other candidates. `disc` is the fit in the
 * tile's pigment; c->lift and c->luma_ground are set. */
/* How discs may be; blur_px 0: free. */
scalp_disc_limits scalp_refine_limits(const scalp_scales *scales, double blur_px);
/* Fits a disc to a candidate and reads its traits; false: nothing there, only `explained` is set.
 */
bool scalp_refine(const scalp_sight *sight, const scalp_tile *tile, const scalp_disc_table *table,
                  const scalp_disc_limits *limits, double px_per_mm, scalp_candidate *c);
void scalp_traits_read(const scalp_sight *sight, const scalp_tile *tile, double px_per_mm,
                       const scalp_disc *disc, scalp_candidate *c);

#endif
