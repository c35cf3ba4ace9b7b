/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is really on the skin: dots found in photos, where nothing could be judged, how evenly they
 * lie, and what became of a plan or of earlier dots. */
#ifndef SCALPTOR_INSPECT_H
#define SCALPTOR_INSPECT_H

#include <scalptor/calibrate.h>
#include <scalptor/segment.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Skin laid flat ------------------------------------------------------------------------ */

/* How a photo's pixels lie on the skin, laid flat: millimetres, x to the photo's right and y down.
 * Two steps: a plane seen in perspective, then the roundness of what lies in it. */
typedef struct scalp_flat {
    bool has_mm;           /* false: no scale is known, and "mm" below are pixels */
    scalp_mat3 mm_from_px; /* homogeneous, to the plane that touches the skin at `touch_mm` */
    scalp_mat3 px_from_mm; /* and back */
    scalp_vec2 touch_mm;   /* in that plane */
    double radius_mm;      /* of the skin as a ball below the plane; 0: flat */
    double px_per_mm;      /* at `touch_mm`, the geometric mean of both directions */
    double px_per_mm_sd;   /* one standard deviation */
    double tilt_deg;       /* of the plane's normal against the line of sight; NaN: not known */
} scalp_flat;

/* Place on the flattened skin of a pixel, and back. NaN beyond the horizon. */
scalp_vec2 scalp_flat_from_px(const scalp_flat *flat, scalp_vec2 px);
scalp_vec2 scalp_flat_to_px(const scalp_flat *flat, scalp_vec2 mm);

/* Why a place was not judged. */
typedef enum scalp_unseen {
    SCALP_UNSEEN_NOT,     /* it was judged */
    SCALP_UNSEEN_OUTSIDE, /* beyond the photo, or beyond what was asked for */
    SCALP_UNSEEN_NO_SKIN, /* ground, hair that covers, glasses, cloth */
    SCALP_UNSEEN_MARK,    /* under a card, sticker or chart */
    SCALP_UNSEEN_HAIR,    /* a hair lies over it, or right beside it */
    SCALP_UNSEEN_GLOSS,
    SCALP_UNSEEN_CLIPPED, /* too bright or too dark for the file */
    SCALP_UNSEEN_BLUR,    /* less than a third of a dot's depth is left */
    SCALP_UNSEEN_SMALL,   /* too few pixels for a dot */
    SCALP_UNSEEN_STEEP,   /* tilted or curved away */
    SCALP_UNSEEN_WOUND,   /* stained: unwiped ink, scab, blood, a mole */
    SCALP_UNSEEN_COUNT,
} scalp_unseen;

const char *scalp_unseen_name(scalp_unseen why); /* "gloss", "blur".. */

/* The flattened skin as square cells, row by row; cell (i, j) holds origin + ((i, j) + 0..1)
 * cell_mm. Only cells with SCALP_UNSEEN_NOT count in any figure. */
typedef struct scalp_window {
    scalp_vec2 origin_mm;
    double cell_mm;
    int columns, rows;
    const uint8_t *why; /* scalp_unseen of every cell */
} scalp_window;

/* mm2 that were judged. */
double scalp_window_area_mm2(const scalp_window *window);
/* Why the cell of a place was not judged. */
scalp_unseen scalp_window_why(const scalp_window *window, scalp_vec2 place_mm);
/* Whether the place lies in a cell that was judged. */
bool scalp_window_has(const scalp_window *window, scalp_vec2 place_mm);

/* ---- Dots found -------------------------------------------------------------------------- */

typedef enum scalp_found_kind {
    SCALP_FOUND_DOT,
    SCALP_FOUND_MERGED, /* pigment of several dots that ran together */
    SCALP_FOUND_STUB,   /* a shaved hair: a follicle, not pigment */
} scalp_found_kind;

const char *scalp_found_kind_name(scalp_found_kind kind); /* dot, merged, stub */

typedef struct scalp_found {
    scalp_found_kind kind;
    scalp_vec2 px; /* centre; (0, 0) is the centre of the photo's top left pixel */
    scalp_vec2 mm; /* the same on the flattened skin */
    double centre_sd_px;
    double diameter_px; /* seen: full width at half depth, the photo's own blur taken off */
    double diameter_mm; /* on the skin; NaN without a scale */
    double diameter_sd_mm;
    double darkness; /* 1 - R / R of its own ring of skin, at the centre, the blur taken off;
                        the mean of the bands; 0..1 */
    double darkness_sd;
    double density_rgb[3]; /* the same as optical density, log10(skin / dot), by band */
    double confidence;     /* 0..1: the share of such finds that are what they are called */
} scalp_found;

/* ---- Finding dots -------------------------------------------------------------------------- */

#define SCALP_FIND_LEAST_MM 0.18 /* seen diameters of dots, fresh to healed */
#define SCALP_FIND_MOST_MM 0.65
#define SCALP_FIND_LEAST_PX 3.0 /* across a dot; below, nothing can be told */
#define SCALP_FIND_MAX_DOTS 200000

/* Flat skin square to the camera, all of it at one scale; mm from the photo's top left pixel.
 * `px_per_mm` 0: no scale, "mm" are pixels. */
scalp_flat scalp_flat_square(double px_per_mm, double px_per_mm_sd);
/* In the plane of a mark, touching a ball of that radius (0: flat) at the mark's centre. Of two
 * points only the scale is known. */
scalp_flat scalp_flat_from_scale(const scalp_scale *scale, double radius_mm);
/* px per mm of skin at a place of the photo: the geometric mean of both directions, and (unless
 * NULL) the angle between the skin's normal and the line of sight by which it is foreshortened.
 * 0 beyond the horizon. */
double scalp_flat_scale_at(const scalp_flat *flat, scalp_vec2 px, double *slant_deg);

typedef struct scalp_find_params {
    double least_mm, most_mm; /* seen diameters looked for; 0: SCALP_FIND_LEAST_MM, _MOST_MM */
    const uint8_t *mask;      /* scalp_unseen of every pixel of the photo, width x height bytes,
                                 SCALP_UNSEEN_NOT where to look; NULL: everywhere */
    double cell_mm;           /* of the window; 0: 0.25 mm, or 8 px without a scale */
} scalp_find_params;

/* How good the photo is for it. Shares are of the photo without what the mask leaves out. */
typedef struct scalp_find_quality {
    double blur_px;     /* standard deviation of the photo's own blur, as far as seen; NaN: no
                           dots to see it by */
    double noise;       /* optical density, of one pixel */
    double diameter_px; /* of the photo's dots, median; NaN: none */
    double px_per_mm;   /* in the middle of the photo; 0: no scale */
    double slant_deg;   /* the largest in the photo; NaN: not known */
    double share[SCALP_UNSEEN_COUNT]; /* judged, and why not */
    double confusion;                 /* of the finds kept, the share expected to be none, 0..1 */
    double missed;    /* of the dots there, the share expected not to be among the finds */
    bool judged;      /* false: too little could be judged to give any figure */
    const char *note; /* a sentence for people, or NULL */
} scalp_find_quality;

typedef struct scalp_finds {
    /* By rows of the photo, top to bottom. Also such as are seen in spite of a hair or of blur
     * there, which count in no figure, for others there are not. */
    const scalp_found *dots;
    size_t count;
    scalp_window window;
    scalp_find_quality quality;
} scalp_finds;

/* Finds the dots of a photo: linear light to optical density by band; a colour filter made for
 * this photo that sees pigment and not shine, blood, melanin (the linear discriminant of Fisher
 * 1936, with the photo's own covariance); scale-normalised differences of Gaussians (Lindeberg
 * 1998); every candidate fitted by a blurred disc; a decision by evidence, measured against what
 * the same photo shows of spots that are none. Results live in work->memory; the same for any
 * number of threads.
 *   SCALP_ERR_INPUT  a photo without colour or pixels enough (smaller than 16 x 16)
 *   SCALP_ERR_NO     fewer than SCALP_FIND_LEAST_PX pixels across a dot; the sentence says from
 *                    where to take the photo
 *   SCALP_ERR_LIMIT  more than SCALP_FIND_MAX_DOTS; SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED */
SCALP_CHECKED scalp_status scalp_find(const scalp_image *image, const scalp_flat *flat,
                                      const scalp_find_params *params, const scalp_work *work,
                                      scalp_finds *finds, scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
