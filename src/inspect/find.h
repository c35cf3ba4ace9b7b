/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside inspect: how dots are found, step by step. Optical density is log10(1 / light) throughout;
 * "lift" is how much denser a place is than the skin around it.
 *
 *   sight.c     samples -> optical density; a coarse grid of bare skin, shine and what is clipped
 *   colour.c    the weights of the bands that see pigment and not what else varies in this photo
 *   tile.c      a square of the photo, with a border, as lift by band and as pigment
 *   blobs.c     differences of Gaussians of a tile, and their peaks
 *   disc.c      a blurred disc fitted to a peak
 *   evidence.c  how likely a candidate is a dot
 *   window.c    what was judged */
#ifndef SCALPTOR_INSPECT_FIND_H
#define SCALPTOR_INSPECT_FIND_H

#include <scalptor/inspect.h>

#define SCALP_SCALES_MAX 16

/* Seen by every step; never changed once made. */
typedef struct scalp_sight {
    const scalp_image *image;
    const uint8_t *mask; /* scalp_unseen, or NULL */
    int colours;         /* 1 or 3 */
    const float *density[3]; /* of every sample value */
    unsigned clipped, black; /* samples from / up to which say nothing */
    /* A grid of blocks of `block` x `block` px. */
    int block, columns, rows;
    const float *ground[3];  /* optical density of bare skin, in the middle of each block */
    const uint8_t *why;      /* scalp_unseen of each block */
    const float *noise;      /* standard deviation of pigment at the scale of dots, by block */
    double pixel_noise;      /* of one pixel's mean density */
    const float *weight[3];  /* pigment = sum of weight * lift, by block */
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

/* A square of the photo with a border around it. Pixels beyond the photo repeat its edge. */
typedef struct scalp_tile {
    int left, top;     /* of the inner square, in the photo */
    int inner_w, inner_h;
    int border;
    int width, height; /* with the border */
    float *lift[3];
    float *pigment;
    float *known; /* 1: seen, 0: shine, clipped, masked */
    float *rest;  /* SCALP_SCALES_MAX + 2 planes for whoever works on the tile */
} scalp_tile;

size_t scalp_tile_floats(int side, int border);
void scalp_tile_make(const scalp_sight *sight, int left, int top, int side, int border,
                     float *memory, scalp_tile *tile);

/* sigma of the Gaussian pairs, in px. */
typedef struct scalp_scales {
    int count;
    double sigma[SCALP_SCALES_MAX + 1];
} scalp_scales;

scalp_scales scalp_scales_make(double least_px, double most_px);

#define SCALP_FEATURES 32

typedef struct scalp_candidate {
    double x, y;       /* px of the photo */
    double sigma;      /* px */
    double response;   /* scale-normalised, of pigment */
    double score;      /* response over the noise there */
    double diameter_px, depth, sharpness_px;
    double lift[3];    /* by band, fitted */
    double probability;
    float feature[SCALP_FEATURES];
} scalp_candidate;

/* Peaks of the tile's inner square, above `least_score` times the noise; returns how many, at most
 * `most`. */
size_t scalp_blobs_find(const scalp_sight *sight, const scalp_tile *tile,
                        const scalp_scales *scales, double least_score, scalp_candidate *to,
                        size_t most);

#endif
