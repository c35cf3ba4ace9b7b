/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a photo can be measured by: the printed card and stickers, a ruler or two points give
 * millimetres; a grey card or a 24-patch chart gives colour. Where neither is, the answer is no. */
#ifndef SCALPTOR_CALIBRATE_H
#define SCALPTOR_CALIBRATE_H

#include <scalptor/colour.h>
#include <scalptor/image.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The printed card -------------------------------------------------------------------- */

#define SCALP_CARD_WIDTH_MM 85.60  /* ISO/IEC 7810, ID-1 */
#define SCALP_CARD_HEIGHT_MM 53.98 /* ISO/IEC 7810, ID-1 */
#define SCALP_CARD_RULER_MM 100.0  /* the length on the print that is measured once */
#define SCALP_STICKER_WIDTH_MM 16.0
#define SCALP_STICKER_HEIGHT_MM 21.0
#define SCALP_STICKER_FIRST 10 /* number of the first sticker's tag */
#define SCALP_STICKER_COUNT 12
#define SCALP_TAG_CELLS 10 /* of a tag with its white rim; the black square is 8 */
#define SCALP_PRINT_ID_SIZE 25

typedef enum scalp_mark_kind {
    SCALP_MARK_CARD,
    SCALP_MARK_STICKER,
} scalp_mark_kind;

typedef enum scalp_part_kind {
    SCALP_PART_TAG,  /* width: of its black square */
    SCALP_PART_GREY, /* width x height, printed with `ink` */
} scalp_part_kind;

/* One printed thing of a card or sticker; its centre, from the upper left corner, x to the right
 * and y down, as a faultless printer would print it (data/card.csv). */
typedef struct scalp_card_part {
    scalp_mark_kind mark;
    scalp_part_kind kind;
    int tag; /* number of the tag; -1: the sticker's own */
    double x_mm, y_mm, width_mm, height_mm;
    double ink; /* 0 paper .. 1 black, the share of grey asked of the printer */
} scalp_card_part;

const scalp_card_part *scalp_card_parts(size_t *count);

/* The cells of a tag with its white rim, row by row from the upper left, true is black: family
 * tag36h11 (Wang & Olson 2016). SCALP_ERR_INPUT: there is no such number. */
SCALP_CHECKED scalp_status scalp_tag_cells(int number,
                                           bool cells[SCALP_TAG_CELLS * SCALP_TAG_CELLS],
                                           scalp_error *error);

/* One print of the card: what its ruler of SCALP_CARD_RULER_MM measures in truth. */
typedef struct scalp_card {
    char print_id[SCALP_PRINT_ID_SIZE];
    double measured_mm; /* 90..110; 0: nobody has measured it */
} scalp_card;

/* SCALP_ERR_INPUT: a print id that is too long or not plain, a length that no print has. */
SCALP_CHECKED scalp_status scalp_card_check(const scalp_card *card, scalp_error *error);
/* True millimetres of a nominal one; 1 for a card nobody measured. */
double scalp_card_factor(const scalp_card *card);
/* Relative uncertainty of that: 0.002 (half a division of the ruler), or 0.01 when not measured. */
double scalp_card_factor_sd(const scalp_card *card);

/* ---- Scale ------------------------------------------------------------------------------- */

typedef enum scalp_scale_kind {
    SCALP_SCALE_CARD,
    SCALP_SCALE_STICKER,
    SCALP_SCALE_POINTS, /* two points a known distance apart, as on a ruler */
} scalp_scale_kind;

const char *scalp_scale_kind_name(scalp_scale_kind kind);

/* How large a millimetre is in the photo, measured at one place. */
typedef struct scalp_scale {
    scalp_scale_kind kind;
    int number; /* tag of the sticker; -1 otherwise */
    scalp_vec2 centre_px;
    double px_per_mm;    /* at the centre; its square is the scale of areas */
    double px_per_mm_sd; /* one standard deviation, of the print too */
    bool has_plane;      /* what follows is known: not of two points */
    double tilt_deg;     /* between the mark's normal and the line of sight to it */
    double tilt_sd_deg;
    scalp_mat3 px_from_mm;    /* true mm on the mark (x right, y down) -> px, homogeneous */
    scalp_vec2 outline_px[4]; /* the mark's corners, clockwise from its upper left */
    size_t tag_count;
    double rms_px;      /* of the tags' corners */
    double focal_px;    /* as fitted */
    bool focal_assumed; /* neither given nor in the file: a phone's usual lens was taken */
} scalp_scale;

/* The paper and greys of one mark, as the camera saw them: mean linear light of all bands. */
typedef struct scalp_exposure {
    double paper;         /* 0..1, 1 is what the file can hold */
    double clipped_share; /* of the paper's pixels, 0..1 */
    double evenness;      /* darkest paper over brightest, between the tags of a card; 1: even */
    double grey[8];       /* linear light relative to the paper, in the order of the parts */
    scalp_rgb paper_rgb;  /* by band */
    size_t grey_count;
    const char *warning; /* a sentence, or NULL when light and exposure will do */
} scalp_exposure;

typedef struct scalp_mark {
    scalp_scale scale;
    scalp_exposure exposure;
} scalp_mark;

typedef struct scalp_marks {
    const scalp_mark *marks; /* the card first, then stickers by number */
    size_t count;
    bool mirrored; /* nothing found as the photo stands, but tags in its mirror image */
} scalp_marks;

typedef struct scalp_marks_params {
    scalp_card card;
    double focal_px; /* 0: from the file, otherwise assumed */
} scalp_marks_params;

#define SCALP_MARKS_MAX 64

/* Finds card and stickers. None is no error: count 0. Work for about 25 ns a pixel; libapriltag
 * does the search in memory of its own, about 12 bytes a pixel.
 *   SCALP_ERR_INPUT  two cards, or one sticker twice; a card that makes no plane
 *   SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED */
SCALP_CHECKED scalp_status scalp_marks_find(const scalp_image *image,
                                            const scalp_marks_params *params,
                                            const scalp_work *work, scalp_marks *marks,
                                            scalp_error *error);

/* From two points `mm` apart, each clicked to within `click_sd_px` (0: 1 px).
 * SCALP_ERR_INPUT: they are less than 10 px apart, or mm is not positive. */
SCALP_CHECKED scalp_status scalp_scale_from_points(scalp_vec2 from, scalp_vec2 to, double mm,
                                                   double click_sd_px, scalp_scale *scale,
                                                   scalp_error *error);

/* px/mm at another place, if what is there lies in the mark's plane; `distance_mm`, unless NULL,
 * says how far from the mark's centre that is. A head is round: beyond 10 mm from a sticker its
 * plane is not the skin's. 0 behind the horizon. */
double scalp_scale_at(const scalp_scale *scale, scalp_vec2 place_px, double *distance_mm);

/* Two places `mm` apart on the mark, through its centre, in the direction that is foreshortened
 * least: what a case's photo takes as its `scale`, which knows of no tilt. Of a scale with a plane.
 */
void scalp_scale_points(const scalp_scale *scale, double mm, scalp_vec2 *from, scalp_vec2 *to);

/* 255 where a mark lies (and `margin_mm` around it), 0 elsewhere: width x height bytes in
 * work->memory. What is under it is not skin. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_marks_mask(const scalp_marks *marks, int width, int height,
                                            double margin_mm, const scalp_work *work,
                                            const uint8_t **mask, scalp_error *error);

/* ---- Areas of a photo -------------------------------------------------------------------- */

#define SCALP_AREA_MAX_POINTS 32

/* A circle (one point and a radius) or a polygon (three points or more). */
typedef struct scalp_area {
    scalp_vec2 points[SCALP_AREA_MAX_POINTS];
    size_t point_count;
    double radius_px;
} scalp_area;

/* What an area looks like away from gloss and shadow. */
typedef struct scalp_area_colour {
    scalp_rgb rgb;  /* linear light, sRGB primaries by the photo's profile */
    double spread;  /* relative, of the means of its sixteenths: how uneven it is */
    size_t pixels;  /* that lie in it */
    double clipped; /* share that was too bright for the file */
    double gloss;   /* share left out as shine */
    double shadow;  /* share left out as shadow */
} scalp_area_colour;

/* Mean of what lies between the 30th and 70th percentile of luminance, without clipped pixels,
 * shine (above 1.35 of the median) and shadow (below 0.6). Pixels under `mask` (or NULL) do not
 * count. SCALP_ERR_INPUT: outside the photo, fewer than 25 pixels, or most of it clipped. */
SCALP_CHECKED scalp_status scalp_area_measure(const scalp_image *image, const scalp_area *area,
                                              const uint8_t *mask, const scalp_work *work,
                                              scalp_area_colour *colour, scalp_error *error);

/* ---- Colour ------------------------------------------------------------------------------ */

#define SCALP_CHART_PATCHES 24

typedef enum scalp_chart {
    SCALP_CHART_2014, /* ColorChecker Classic made from November 2014 on */
    SCALP_CHART_2005, /* before */
} scalp_chart;

/* Lab (D65, 2 degrees) of a patch, 0..23 in the chart's own order: the published value for D50,
 * adapted to D65 by the Bradford transform (ICC.1:2022, annex E). */
scalp_lab scalp_chart_lab(scalp_chart chart, size_t patch);
const char *scalp_chart_patch_name(size_t patch);

/* What the photo shows of a chart. */
typedef struct scalp_chart_view {
    scalp_rgb rgb[SCALP_CHART_PATCHES]; /* linear light, sRGB primaries; the chart's own order */
    bool clipped[SCALP_CHART_PATCHES];
    scalp_vec2 place_px[SCALP_CHART_PATCHES];
    bool mirrored;   /* the photo is a mirror image */
    double likeness; /* how well its colours go with a chart's, -1..1 */
} scalp_chart_view;

/* The patches from the centres of the four corner patches, clicked in any order around the chart.
 * SCALP_ERR_INPUT: no convex four corners within the photo, patches smaller than 4 px, or nothing
 * that looks like a chart between them. */
SCALP_CHECKED scalp_status scalp_chart_read(const scalp_image *image, const scalp_vec2 corners[4],
                                            scalp_chart_view *view, scalp_error *error);

/* The same without clicks: even squares that lie as a chart's patches do and have their colours.
 * SCALP_ERR_NO: none was found (fewer than 11 patches stand out, as in bad light, or of a chart
 * narrower than about an eighth of the photo); SCALP_ERR_INPUT: a grey photo; SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_chart_find(const scalp_image *image, const scalp_work *work,
                                            scalp_chart_view *view, scalp_error *error);

/* 255 where the chart and its frame lie, 0 elsewhere, as scalp_marks_mask. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_chart_mask(const scalp_chart_view *view, int width, int height,
                                            const scalp_work *work, const uint8_t **mask,
                                            scalp_error *error);

typedef enum scalp_colour_model {
    SCALP_COLOUR_NONE,
    SCALP_COLOUR_GREY,   /* one gain a band, from a grey card */
    SCALP_COLOUR_MATRIX, /* tone curve and 3 x 3 */
    SCALP_COLOUR_ROOTS,  /* tone curve and root polynomial of degree 2, 6 x 3 */
} scalp_colour_model;

const char *scalp_colour_model_name(scalp_colour_model model);

/* Camera to colour. With x the camera's linear light in bands r, g, b and
 * y = exp((1 + tone[0]) ln x + tone[1] ln^2 x), band by band:
 * XYZ = (y_r, y_g, y_b [, sqrt(y_r y_g), sqrt(y_g y_b), sqrt(y_r y_b)]) times `m`
 * (Finlayson, Mackiewicz & Hurlbert 2015, IEEE Trans. Image Process. 24:1460, degree 2). */
typedef struct scalp_correction {
    scalp_colour_model model;
    double tone[2];
    double m[6][3];
    /* Errors, dE00, of patches that took no part in the fit (each left out once). */
    double median_de, mean_de, worst_de;
    double left_out_de[SCALP_CHART_PATCHES];
    scalp_lab left_out[SCALP_CHART_PATCHES]; /* what was predicted for them */
    scalp_lab sd;                            /* of a colour near skin, from those errors */
    scalp_chart chart;
    size_t patch_count; /* 1 for a grey card */
} scalp_correction;

/* The better of the two models, judged by patches left out; robust against a few bad patches.
 * SCALP_ERR_INPUT: fewer than 16 patches that are not clipped, or a median error above 6, as when
 * the chart is another, lies in uneven light, or the photo was retouched. */
SCALP_CHECKED scalp_status scalp_correction_from_chart(const scalp_chart_view *view,
                                                       scalp_chart chart, const scalp_work *work,
                                                       scalp_correction *correction,
                                                       scalp_error *error);
/* From a bought grey card of that reflectance (0.18 usual; 0.05..0.95): exposure and white balance;
 * the primaries are those of the photo's profile. SCALP_ERR_INPUT: clipped, or too dark. */
SCALP_CHECKED scalp_status scalp_correction_from_grey(const scalp_area_colour *grey,
                                                      double reflectance,
                                                      scalp_correction *correction,
                                                      scalp_error *error);
scalp_xyz scalp_correction_apply(const scalp_correction *correction, scalp_rgb rgb);

/* The largest piece of the photo that is smooth and has the colour of skin (near the mean of
 * measured skin of its typology angle, data/skin_tones.csv), as a mask of all else: 0 on that
 * piece, 255 elsewhere, to be passed to scalp_area_measure with the whole photo as its area. Pixels
 * under `mask` (or NULL) do not count. Wood and cardboard can have the colour of skin: show what
 * was taken. SCALP_ERR_NO: there is none that is large enough; SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_skin_find(const scalp_image *image,
                                           const scalp_correction *correction, const uint8_t *mask,
                                           const scalp_work *work, const uint8_t **rest,
                                           scalp_error *error);

#define SCALP_PLACES_MAX 4

typedef enum scalp_place_kind {
    SCALP_PLACE_SKIN,
    SCALP_PLACE_STUBBLE, /* shaved or clipped hair */
} scalp_place_kind;

/* Circles to measure bare skin or stubble in, the largest first: even tiles of the piece that
 * scalp_skin_find finds, neither shining (above 1.25 of its median light) nor in shade (below 0.7);
 * or tiles that are 2.5 to 32 L* darker than the skin near them and less yellow for their
 * lightness, or grained; none where light changes by a fifth over two tiles. Show them: a birthmark
 * or a dark cloth may look like that. The same errors, and SCALP_ERR_NO where nothing broad enough
 * is left. */
SCALP_CHECKED scalp_status scalp_places_find(const scalp_image *image,
                                             const scalp_correction *correction,
                                             const uint8_t *mask, scalp_place_kind kind,
                                             const scalp_work *work,
                                             scalp_area places[SCALP_PLACES_MAX], size_t *count,
                                             scalp_error *error);

/* The colour of an area, and how sure. */
typedef struct scalp_tone {
    scalp_lab lab, sd; /* D65, 2 degrees; one standard deviation */
    double ita_deg, ita_sd_deg;
    const char *ita_class; /* of ita_deg; NULL: this is no colour of skin */
    /* The classes one sd down and up; both are ita_class when that is sure. */
    const char *ita_class_darker, *ita_class_lighter;
} scalp_tone;

scalp_tone scalp_tone_make(const scalp_correction *correction, const scalp_area_colour *area);

#ifdef __cplusplus
}
#endif
#endif
