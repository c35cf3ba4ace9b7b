/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is where in a photo: edges found near where they are expected, and skin, hair and ground
 * from a few strokes. */
#ifndef SCALPTOR_SEGMENT_H
#define SCALPTOR_SEGMENT_H

#include <scalptor/image.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A closed or open curve of pixels. */
typedef struct scalp_curve {
    const scalp_vec2 *points;
    size_t count;
    bool closed;
} scalp_curve;

typedef struct scalp_outline_params {
    double reach_inside_px, reach_outside_px; /* how far the true edge may lie from `expected` */
    double blur_px;                           /* softness of the photo's edges; 0: 1 */
    double stiffness; /* 0..: how much the offset may change per point; 0: 1 */
} scalp_outline_params;

/* The offset of the true outline from the expected one, along its outward normal. */
typedef struct scalp_outline {
    size_t count;             /* as `expected` */
    const double *offset_px;  /* positive: the true edge lies outside */
    const double *confidence; /* 0..1: how clearly the edge stands out there */
} scalp_outline;

/* Finds the strongest smooth edge between inside and outside near `expected` (dynamic programming
 * over strips across the curve; inside lies to the left of the direction of travel in image
 * axes x right, y down, that is, the curve runs clockwise on the screen).
 * SCALP_ERR_INPUT (fewer than 8 points), SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_segment_outline(const scalp_image *image,
                                                 const scalp_curve *expected,
                                                 const scalp_outline_params *params,
                                                 const scalp_work *work, scalp_outline *outline,
                                                 scalp_error *error);

/* ---- Skin, hair, background -------------------------------------------------------------- */

typedef enum scalp_stuff {
    SCALP_STUFF_SKIN,
    SCALP_STUFF_HAIR,
    SCALP_STUFF_BACKGROUND,
    SCALP_STUFF_OTHER, /* glasses, fingers, ears, clothes */
    SCALP_STUFF_COUNT,
} scalp_stuff;

const char *scalp_stuff_name(scalp_stuff stuff); /* "skin", "hair", "background", "other" */
bool scalp_stuff_find(const char *name, scalp_stuff *stuff);

#define SCALP_STROKE_MAX_RADIUS_PX 1000.0

/* A brush drawn along straight pieces between points; one point is a dab. What lies outside the
 * photo is left out. */
typedef struct scalp_stroke {
    scalp_stuff kind;
    const scalp_vec2 *points; /* px */
    size_t count;
    double radius_px; /* 0..1000; 0: 0.5 */
} scalp_stroke;

#define SCALP_SEED_DOUBTED 0x80 /* a guess that only counts where little else is possible */

/* What is known without strokes, as cells stretched over the whole photo: values are 0 (nothing) or
 * 1 + scalp_stuff. Strokes count for more. What is only guessed to be `other`
 * spreads no farther than guesses that are not doubted. */
typedef struct scalp_seed_map {
    int width, height;
    const uint8_t *seed;  /* what surely lies there */
    const uint8_t *guess; /* what it is if it does not look like the skin that was seeded; of hair
                           * also with SCALP_SEED_DOUBTED */
} scalp_seed_map;

typedef struct scalp_segments {
    int width, height;                       /* as the photo */
    const uint8_t *label;                    /* scalp_stuff of each pixel */
    const uint8_t *alpha[SCALP_STUFF_COUNT]; /* 0..255, soft at the borders; they sum to 255 */
    /* 0..255: how much of the skin hair covers. Where hair grows thin the alphas still say hair or
     * skin; this says how thin, by the tone between skin's and hair's. */
    const uint8_t *cover;
} scalp_segments;

/* Divides the photo among the kinds that were stroked or seeded. Strokes spread over the photo by
 * least cost (image foresting transform, Falcao, Stolfi and Lotufo 2004), where a step costs what
 * the pixels differ and how little the next one looks like the stroke's kind: up to three Gaussians
 * a kind, refitted from the seeds, over a* / (L* + 16) and b* / (L* + 16) (which shading does not
 * change), L* against the skin's smooth shading, and texture (structure tensor of log luminance).
 * Worked out at about 1 megapixel; at the borders the alphas come from a guided filter (He, Sun and
 * Tang 2013; its coefficients enlarged as in He and Sun 2015) on the full-size photo. `seeds` may
 * be NULL. SCALP_ERR_INPUT (a number that is not finite, a radius or kind that is none, nothing
 * seeded inside the photo), SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_segment_strokes(const scalp_image *image,
                                                 const scalp_stroke *strokes, size_t count,
                                                 const scalp_seed_map *seeds,
                                                 const scalp_work *work, scalp_segments *segments,
                                                 scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
