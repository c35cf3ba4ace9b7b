/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is really on the skin: dots found in photos, where nothing could be judged, how evenly they
 * lie, and what became of a plan or of earlier dots. */
#ifndef SCALPTOR_INSPECT_H
#define SCALPTOR_INSPECT_H

#include <scalptor/calibrate.h>
#include <scalptor/fading.h>
#include <scalptor/plan.h>
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
    SCALP_UNSEEN_HAIR,    /* a hair lies over it */
    SCALP_UNSEEN_GLOSS,
    SCALP_UNSEEN_CLIPPED, /* too bright or too dark for the file */
    SCALP_UNSEEN_BLUR,
    SCALP_UNSEEN_SMALL, /* too few pixels for a dot */
    SCALP_UNSEEN_STEEP, /* tilted or curved away */
    SCALP_UNSEEN_WOUND, /* blood, scab, unwiped ink, ointment */
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

/* ---- Evenness ---------------------------------------------------------------------------- */

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
    double chance;    /* how many such places a good layout of this extent has; <= .05 */
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
    double wanted_diameter;       /* as seen; 0: not known */
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
    bool judged;                      /* false: too little could be judged to give any figure */
    const char *note;                 /* a sentence for people, or NULL */
} scalp_find_quality;

typedef struct scalp_finds {
    const scalp_found *dots; /* by rows of the photo, top to bottom */
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

/* ---- Test dots --------------------------------------------------------------------------- */

/* A panel of test dots, six to twelve of them made in known ways and photographed while they heal,
 * says how much this client's skin keeps, how wide it takes dots and which way it shifts their
 * colour. A model (room fading) with every client as likely as the population has it; the readings
 * leave what fits them. */

#define SCALP_PANEL_MAX_DOTS 24
#define SCALP_PANEL_MAX_PHOTOS 12
#define SCALP_PANEL_MAX_SETTINGS 8
#define SCALP_PANEL_MAX_DAYS 730.0
#define SCALP_PANEL_MAX_READINGS (SCALP_PANEL_MAX_DOTS * SCALP_PANEL_MAX_PHOTOS)
#define SCALP_PANEL_MAX_FOUND 120 /* dots of a photo among which a panel is looked for */
#define SCALP_PANEL_LAW_WIDTHS 7
#define SCALP_PANEL_LAW_STRENGTHS 8

/* What is read of a dot. */
typedef enum scalp_panel_figure {
    SCALP_PANEL_DARKNESS, /* contrast at the centre against clear skin, mean of the bands, 0..1 */
    SCALP_PANEL_WIDTH,    /* seen diameter, mm */
    SCALP_PANEL_HUE,      /* logarithm of the contrast in red over that in blue */
    SCALP_PANEL_FIGURES,
} scalp_panel_figure;

/* How dots were made: the deposit the middle client has at day 28. */
typedef struct scalp_panel_setting {
    const scalp_pigment *pigment;
    double dilution;       /* 1:n, 0..100 */
    scalp_deposit deposit; /* its absorption is the pigment's */
} scalp_panel_setting;

/* What a camera reads of such dots in such skin, as a table over pigment and width. */
typedef struct scalp_panel_law {
    double first_width, step_width, first_strength, step_strength; /* logarithms */
    double values[SCALP_PANEL_LAW_WIDTHS][SCALP_PANEL_LAW_STRENGTHS][SCALP_PANEL_FIGURES]; /* too */
    double lever;     /* SCALP_PANEL_HUE for a power of the wavelength of 1 */
    double b_per_hue; /* b of a healed dot's middle for the same */
} scalp_panel_law;

/* Asks the optics. SCALP_ERR_INPUT: no pigment, a dilution or a disc out of range, or one that does
 * not lie whole in the skin; SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_panel_law_make(const scalp_skin_parts *skin,
                                                const scalp_panel_setting *setting,
                                                const scalp_work *work, scalp_panel_law *law,
                                                scalp_error *error);

/* The three figures of a dot, darkness and width as logarithms, for so much pigment (1: the middle
 * client's at day 28) in so much wider a disc, both as logarithms too. Beyond the table as at its
 * edge. */
void scalp_panel_law_at(const scalp_panel_law *law, double log_mass, double log_width,
                        double values[SCALP_PANEL_FIGURES]);

typedef enum scalp_panel_state {
    SCALP_PANEL_NOT_JUDGED, /* the photo does not show the place */
    SCALP_PANEL_SEEN,
    SCALP_PANEL_GONE, /* the place is well to be seen, and nothing there */
} scalp_panel_state;

/* One dot in one photo. */
typedef struct scalp_panel_reading {
    unsigned dot, photo;
    scalp_panel_state state;
    double darkness, darkness_sd;       /* 0.001..1; sd 0: not known */
    double diameter_mm, diameter_sd_mm; /* 0.02..3; NaN: not measured */
    double density_rgb[3];              /* optical densities above 0; NaN: not measured */
} scalp_panel_reading;

typedef struct scalp_panel_spec {
    const scalp_panel_law *laws;
    size_t law_count;
    const unsigned *law_of; /* per dot */
    size_t dot_count;       /* 1..SCALP_PANEL_MAX_DOTS */
    const double *days;     /* per photo, since the dots were made: 0..SCALP_PANEL_MAX_DAYS */
    size_t photo_count;
    const scalp_panel_reading *readings; /* each dot once in a photo */
    size_t reading_count;
    scalp_wear wear;
} scalp_panel_spec;

/* Holds the truth with 90 %. */
typedef struct scalp_panel_band {
    double middle, low, high;
} scalp_panel_band;

#define SCALP_PANEL_COURSE 29

typedef struct scalp_panel {
    scalp_traits traits; /* for scalp_forecast_make, scalp_match_make */
    /* Of the next session's dots, made as usual: */
    scalp_panel_band kept;  /* share that is seen when healed */
    scalp_panel_band mass;  /* pigment at day 28, of the middle client's */
    scalp_panel_band width; /* deposit's diameter, of the middle client's */
    scalp_panel_band hue;   /* power of the wavelength */
    scalp_panel_band next[SCALP_PANEL_MAX_SETTINGS][SCALP_PANEL_FIGURES]; /* the mean healed dot */
    scalp_panel_band stays[SCALP_PANEL_MAX_SETTINGS]; /* its darkness healed, of that fresh */
    double usual[SCALP_PANEL_MAX_SETTINGS][SCALP_PANEL_FIGURES]; /* the middle client's `next` */
    double usual_stays[SCALP_PANEL_MAX_SETTINGS];
    double
        shift_b[SCALP_PANEL_MAX_SETTINGS]; /* b of a healed dot for a hue of 1: below 0 is blue */
    double hand[SCALP_PANEL_FIGURES];      /* from dot to dot, logarithms and power */
    size_t judged, gone;                   /* dots of which is known whether they stayed; not */
    bool healed;                           /* there is a reading from healed dots */
    bool surprising[SCALP_PANEL_MAX_DOTS]; /* that do not go with the others */
    size_t surprising_count;
} scalp_panel;

/* Which found dot is which test dot, by the panel's constellation: turned by up to 60 degrees, and
 * where the found places are no millimetres scaled. `which` gets an index of `found` for each of
 * the panel's dots, -1 where none lies; of `found` the first SCALP_PANEL_MAX_FOUND are looked at,
 * so the surest should stand first (scalp_panel_surest). `where` (or NULL) gets where each should
 * lie among the found. SCALP_ERR_INPUT: not 3 to SCALP_PANEL_MAX_DOTS dots, or two in one place;
 * SCALP_ERR_NO: half of the panel or more is not there. */
SCALP_CHECKED scalp_status scalp_panel_place(const scalp_vec2 *panel, size_t panel_count,
                                             const scalp_vec2 *found, size_t found_count,
                                             bool has_mm, int *which, scalp_vec2 *where,
                                             scalp_error *error);
/* The surest of found dots first, of equals the darkest; shaved hairs are left out, `dots` put into
 * that order. Returns how many there are. */
size_t scalp_panel_surest(scalp_found *dots, size_t count);

/* What the readings say of the client. No information gives the population back. The likeliest
 * client, with what dots, photos, camera and session differ by beside it, is found by damped
 * Gauss-Newton steps; errors and hands as Student's t with 4 degrees of freedom, so that a bad dot
 * weighs little; the curvature there gives the bands (Laplace). The hand's own evenness is learnt
 * from the dots. The share kept is a beta distribution.
 *
 * SCALP_ERR_INPUT names the number out of range; SCALP_ERR_NO: the dots contradict each other, and
 * which; SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_panel_fit(const scalp_panel_spec *spec, const scalp_work *work,
                                           scalp_panel *panel, scalp_error *error);
/* For a drawing: days from 0 to the last photo's (at least 28), and a session's mean dot of the
 * commonest make, of the middle client's healed one (hue: difference, as power). */
typedef struct scalp_panel_course {
    double days[SCALP_PANEL_COURSE];
    scalp_panel_band band[SCALP_PANEL_COURSE][SCALP_PANEL_FIGURES];
} scalp_panel_course;

/* `spec` as it was fitted. */
void scalp_panel_course_make(const scalp_panel_spec *spec, const scalp_panel *panel,
                             scalp_panel_course *course);
/* What one reading comes to in the unit of the course: 1 is the middle client's healed dot; NaN:
 * not measured. */
double scalp_panel_relative(const scalp_panel_spec *spec, const scalp_panel_reading *reading,
                            scalp_panel_figure figure);
/* ---- The same places again --------------------------------------------------------------- */

/* A stiff smooth warp: a uniform cubic B-spline of shifts over a grid of knots, row by row; knot
 * (i, j) has its middle at origin + (i, j) cell. No knots: no warp. */
typedef struct scalp_warp {
    scalp_vec2 origin;
    double cell;
    int columns, rows;
    const scalp_vec2 *shift;
} scalp_warp;

/* How one set of places lies on another: seen in perspective, then warped. */
typedef struct scalp_pair_map {
    bool found;          /* false: nothing below holds, or `b_from_a` is only where it started */
    scalp_mat3 b_from_a; /* homogeneous */
    scalp_warp warp;     /* of the places so found, in b */
    double spacing;      /* of b's places, 1 / sqrt(density), where the sets share places */
    double residual;     /* standard deviation of a tie in each coordinate, b's units */
    double evidence; /* log of how much likelier the same places are than others, less the log of
                        the places that were tried; found from 7 on (one in a thousand) */
    size_t pairs;    /* places of a that have a nearest in b within three residuals */
} scalp_pair_map;

/* All-zero: millimetres in both sets, nothing else known. */
typedef struct scalp_pair_start {
    double scale;        /* b's units per a's; 0: 1 */
    double scale_spread; /* how wrong that may be: 2 is .5 to 2 times; 1..3; 0: 1.06 */
    bool has_place;      /* the next two hold: from a card, from landmarks */
    scalp_mat3 b_from_a;
    double place_sd; /* b's units, one standard deviation */
    bool loose;      /* also for places moved by up to .3 spacing, when the scale is known:
                        seconds, where the first search is a moment; evidence from 7 on too */
    uint64_t seed;   /* of the order in which neighbourhoods are tried */
} scalp_pair_start;

#define SCALP_PAIR_MAX 100000

/* Where a's places lie among b's: the constellation of each place's neighbours is looked for in b,
 * turned and scaled, never mirrored; the first that cannot be chance is grown over all that both
 * sets share. For 30 % of places lost, 20 % more, jitter up to .1 spacing, a third shared. No
 * likeness is no error: `map->found` is false. The map lives in work->memory.
 *   SCALP_ERR_INPUT      a place is not finite, or the start makes no sense
 *   SCALP_ERR_LIMIT      more than SCALP_PAIR_MAX places in a set
 *   SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED */
SCALP_CHECKED scalp_status scalp_pair_find(const scalp_vec2 *a, size_t a_count, const scalp_vec2 *b,
                                           size_t b_count, const scalp_pair_start *start,
                                           const scalp_work *work, scalp_pair_map *map,
                                           scalp_error *error);

/* Where a place of a falls in b; NaN beyond the horizon. */
scalp_vec2 scalp_pair_apply(const scalp_pair_map *map, scalp_vec2 a);
/* And back; NaN where the warp has no inverse. */
scalp_vec2 scalp_pair_invert(const scalp_pair_map *map, scalp_vec2 b);

/* ---- Against the plan ------------------------------------------------------------------------ */

#define SCALP_PAIR_NONE UINT32_MAX

/* A dot as planned, in the plan's own plane. */
typedef struct scalp_planned {
    scalp_vec2 mm;
    uint32_t id;
    uint8_t zone, session;
    double diameter_mm; /* as it should be seen; 0: not known */
    double darkness;    /* likewise, as scalp_found has it; 0: not known */
} scalp_planned;

typedef enum scalp_paired {
    SCALP_PAIRED_DONE,      /* planned, and there within a quarter of the spacing */
    SCALP_PAIRED_DISPLACED, /* farther off, within half the spacing */
    SCALP_PAIRED_MISSING,   /* planned, judged and not there */
    SCALP_PAIRED_EXTRA,     /* there and not planned */
    SCALP_PAIRED_UNSEEN,    /* planned where nothing was judged, or under a hair */
    SCALP_PAIRED_FREEHAND,  /* where dots do not follow the plan one by one */
    SCALP_PAIRED_OUTSIDE,   /* found beyond the plan */
    SCALP_PAIRED_COUNT,
} scalp_paired;

const char *scalp_paired_name(scalp_paired state); /* "done", "displaced".. */

/* One planned dot, or one found that none was planned for. */
typedef struct scalp_pair_dot {
    scalp_paired state;
    uint32_t planned, found; /* indices, or SCALP_PAIR_NONE */
    scalp_vec2 mm;     /* of the plan on the photo's skin; of the found dot when not planned */
    scalp_vec2 off_mm; /* found - planned */
    double doubt;      /* that the two have nothing to do with each other, 0..1 */
} scalp_pair_dot;

typedef enum scalp_pair_verdict {
    SCALP_VERDICT_UNSEEN, /* fewer than ten planned dots lie where it was judged */
    SCALP_VERDICT_AS_PLANNED,
    SCALP_VERDICT_DISPLACED, /* one to one, but off by a fifth of the spacing and more (median) */
    SCALP_VERDICT_FREEHAND,
} scalp_pair_verdict;

const char *scalp_pair_verdict_name(scalp_pair_verdict verdict); /* "as planned".. */

typedef struct scalp_pair_zone {
    uint8_t zone;
    scalp_pair_verdict verdict;
    size_t planned;                               /* in the whole zone */
    size_t seen;                                  /* of them, where it was judged */
    size_t count[SCALP_PAIRED_COUNT];             /* by state; freehand: of the found */
    double share, shifted_mean, shifted_most;     /* matched, and under 99 random shifts */
    double displaced_median_mm, displaced_p95_mm; /* of those one to one; NaN: none */
    double diameter_ratio, diameter_ratio_sd;     /* found to planned, median; NaN: not known */
    double darkness_ratio, darkness_ratio_sd;
    double doubt;           /* mean of those one to one */
    double seen_mm2;        /* judged skin of the zone */
    double freehand_mm2;    /* of it, not one to one */
    double planned_per_cm2; /* on the judged skin */
    double found_per_cm2;
    double spacing_mm, planned_spacing_mm; /* mean distance to the nearest neighbour */
} scalp_pair_zone;

/* Where planned dots that are not there lie together. */
typedef struct scalp_pair_bare {
    scalp_vec2 mm;      /* middle, on the photo's skin */
    double diameter_mm; /* of a disc that holds as many planned dots */
    size_t dots;
    uint8_t zone;
} scalp_pair_bare;

typedef struct scalp_plan_compared {
    scalp_pair_map map; /* plan from photo */
    bool placed;        /* false: neither dots nor a start say where the photo lies on the plan;
                           then all below is empty */
    double spacing_mm;  /* of the planned dots that were seen */
    const scalp_pair_dot *dots; /* the planned in their order, then extras, freehand, outside */
    size_t dot_count;
    const scalp_pair_zone *zones; /* those of the plan, by number */
    size_t zone_count;
    const scalp_pair_bare *bare; /* largest first */
    size_t bare_count;
} scalp_plan_compared;

/* What became of a plan. `start` as for scalp_pair_find, from the photo's flattened skin to the
 * plan. One to one only where more planned dots have a found dot of their own within half the
 * spacing than under each of 99 random shifts of the plan, by zone and by tiles of 10 mm;
 * elsewhere the zone is freehand. Finds of any confidence can be planned dots; those below .5
 * are no extras.
 *   SCALP_ERR_INPUT, _LIMIT, _MEMORY, _CANCELLED as scalp_pair_find */
SCALP_CHECKED scalp_status scalp_pair_plan(const scalp_planned *planned, size_t planned_count,
                                           const scalp_found *found, size_t found_count,
                                           const scalp_window *window,
                                           const scalp_pair_start *start, const scalp_work *work,
                                           scalp_plan_compared *compared, scalp_error *error);

/* ---- Against an earlier photo ------------------------------------------------------------- */

/* What of a photo decides whether two of them can be compared. NaN: not known. */
typedef struct scalp_look {
    double px_per_mm;
    double tilt_deg;
    double blur_mm;     /* standard deviation, on the skin */
    double gloss_share; /* of the skin */
    double light_deg;   /* towards where on the photo the skin is lighter; meaningless when even */
    double light_slope; /* how much: share of the mean from edge to edge */
    double red_green;   /* of the skin, linear light */
    double blue_green;
} scalp_look;

typedef enum scalp_unlike {
    SCALP_UNLIKE_SCALE = 1,
    SCALP_UNLIKE_ANGLE = 2,
    SCALP_UNLIKE_SHARPNESS = 4,
    SCALP_UNLIKE_GLOSS = 8,
    SCALP_UNLIKE_LIGHT = 16,
    SCALP_UNLIKE_COLOUR = 32,
} scalp_unlike;

/* In what the two differ by more than data/pair_limits.csv allows, as a sum; 0: alike. What is not
 * known of either does not speak against them. */
unsigned scalp_pair_unlike(const scalp_look *before, const scalp_look *after);
const char *scalp_unlike_name(scalp_unlike what); /* "scale", "angle".. */
/* The light of a photo's skin (`judged`: its window), in linear light of its own colour space. The
 * scale, tilt and blur are as the flat and the quality of its finds have them. */
scalp_look scalp_look_of(const scalp_image *image, const scalp_flat *flat,
                         const scalp_finds *finds);

typedef enum scalp_kept {
    SCALP_KEPT,        /* there, as wide and as dark within what can be told */
    SCALP_KEPT_FADED,  /* lighter by a fifth and more */
    SCALP_KEPT_SPREAD, /* wider by a seventh and more */
    SCALP_KEPT_LOST,
    SCALP_KEPT_NEW,    /* in the later photo alone */
    SCALP_KEPT_UNSEEN, /* one of the photos does not show the place */
    SCALP_KEPT_COUNT,
} scalp_kept;

const char *scalp_kept_name(scalp_kept state); /* "kept", "faded".. */

typedef struct scalp_kept_dot {
    scalp_kept state;
    uint32_t before, after;   /* indices, or SCALP_PAIR_NONE */
    scalp_vec2 mm;            /* on the later photo's skin */
    double darkness_ratio;    /* of optical densities, later to earlier, what the photos differ by
                                 taken off; NaN */
    double darkness_ratio_sd; /* relative */
    double diameter_ratio, diameter_ratio_sd;
    double doubt; /* that the two are not the same dot, 0..1 */
} scalp_kept_dot;

typedef struct scalp_share {
    double value, low, high; /* 95 % interval */
} scalp_share;

typedef struct scalp_kept_zone {
    uint8_t zone;
    size_t count[SCALP_KEPT_COUNT];
    scalp_share retained; /* of the dots that both photos would show: how many are there still */
    scalp_share darkness; /* optical density of those, later to earlier */
    scalp_share pigment;  /* optical density times area of all, the lost ones being nothing */
    scalp_share spread;   /* diameter of those, later to earlier */
} scalp_kept_zone;

/* One of the two photos. */
typedef struct scalp_side {
    const scalp_found *found;
    size_t count;
    const uint8_t *zones; /* of the found, or NULL: all are SCALP_ZONE_NONE */
    const scalp_window *window;
    const scalp_look *look; /* NULL: not known */
} scalp_side;

/* All-zero: the photos differ by nothing but what their looks say. */
typedef struct scalp_before_params {
    scalp_pair_start start;  /* from the later photo's skin to the earlier's */
    double darkness_gain;    /* what the same dot's optical density would be in the later photo,
                                by a card or the skin; 0: 1 */
    double darkness_gain_sd; /* relative; 0: .03 */
    bool worked_between;     /* new dots are new work, and say nothing about dots overlooked */
} scalp_before_params;

typedef struct scalp_before_compared {
    scalp_pair_map map; /* earlier from later */
    unsigned unlike;    /* sum of scalp_unlike; not 0: no evidence */
    scalp_share common; /* darkness ratio of all dots that are there still, median */
    double overlooked;  /* share of dots there that one photo does not find; 0 when not known */
    double seen_mm2;    /* judged in both photos */
    const scalp_kept_dot *dots; /* the earlier in their order, then the new */
    size_t dot_count;
    const scalp_kept_zone *zones;
    size_t zone_count;
} scalp_before_compared;

/* The dots of an earlier photo found again by their own constellation. `map.found` false: they are
 * not the same places, and the rest is empty. Retention is the share of the earlier dots (each as
 * sure as its confidence) found again, over the share of dots there that are found at all, as
 * dots new in the later photo tell it (Chapman 1951: two counts of one population); Wilson's
 * interval (1927). Darkness, spread and pigment with intervals of 200 resamplings (Efron 1979).
 *   SCALP_ERR_INPUT, _LIMIT, _MEMORY, _CANCELLED as scalp_pair_find */
SCALP_CHECKED scalp_status scalp_pair_before(const scalp_side *before, const scalp_side *after,
                                             const scalp_before_params *params,
                                             const scalp_work *work,
                                             scalp_before_compared *compared, scalp_error *error);
/* ---- On the head --------------------------------------------------------------------------- */

#define SCALP_ONTO_MAX_PHOTOS 32
#define SCALP_ONTO_MAX_PINS 64
#define SCALP_ONTO_MAX_LENGTHS 8
#define SCALP_ONTO_STEEP_DEG 55.0 /* skin seen at more than that is not judged */

/* A place of the skin that is known on the head and seen in a close-up. */
typedef struct scalp_pin {
    scalp_vec2 px;
    scalp_vec3 at, normal; /* on the head, mm and unit */
    double sd_mm;          /* of `at` along the skin, one standard deviation, > 0 */
    double sd_px;          /* of `px`; 0: 2, as people click */
} scalp_pin;

/* A known length on the skin of a close-up, straight from one place to the other. */
typedef struct scalp_pin_length {
    scalp_vec2 from, to; /* px */
    double mm, sd;       /* one standard deviation as a share of it, > 0 */
} scalp_pin_length;

/* What tells where a close-up was taken from. */
typedef struct scalp_pins {
    const char *id; /* of the photo, for messages */
    int width, height;
    double focal_px;
    const scalp_pin *pins;
    size_t count;
    const scalp_pin_length *lengths;
    size_t length_count;
} scalp_pins;

/* A photo's camera on the head and how sure it is. */
typedef struct scalp_placement {
    scalp_camera camera;
    scalp_vec3 pivot; /* the skin in the middle of what tells */
    /* Inverse covariance of a small turn about the pivot (radians about the camera's axes) and a
     * shift (mm along them), row by row. All 0: it is fixed. */
    double information[36];
    double place_sd_mm; /* of the pivot's place along the skin, both directions together */
    double turn_sd_deg; /* about the line of sight */
    double tilt_sd_deg; /* against the skin */
    double scale_sd;    /* share of px/mm */
    double rms_mm;      /* of the pins */
    size_t worst;       /* pin that lies farthest off */
    double worst_mm;
    double px_per_mm; /* at the pivot */
} scalp_placement;

/* Places a close-up on the fitted head: a pose by least squares from four pins or more, or three
 * and a length (Levenberg-Marquardt from five starts about a view square on to the skin, pins
 * beyond 2.5 standard deviations counted by their length, Huber 1964). That photos are taken about
 * square on is taken to be true within 25 degrees. SCALP_ERR_INPUT: too few pins, all near one
 * line, so near together that the photo's ends would lie more than 4 mm off, or a value that is
 * none. SCALP_ERR_NO: no camera sees them so (two exchanged, a mirrored photo). */
SCALP_CHECKED scalp_status scalp_place_make(const scalp_mesh *mesh, const scalp_bvh *bvh,
                                            const scalp_pins *pins, scalp_placement *placement,
                                            scalp_error *error);
/* The same for a photo that the fit placed by its landmarks. */
scalp_placement scalp_place_from_fit(const scalp_mesh *mesh, const scalp_bvh *bvh,
                                     const scalp_view_fit *view);

/* The skin of a placed photo laid flat, for scalp_find: mm from where the photo's middle lies, on a
 * ball as round as the head is there. False when the head does not lie there. */
bool scalp_flat_from_placement(const scalp_mesh *mesh, const scalp_bvh *bvh,
                               const scalp_placement *placement, scalp_flat *flat);

/* A photo with what was found in it. */
typedef struct scalp_onto_photo {
    const char *id;
    scalp_placement placement; /* joining photos refines it */
    const scalp_found *found;
    size_t found_count;
    const scalp_flat *flat;     /* of the window */
    const scalp_window *window; /* NULL: all of the photo was judged */
} scalp_onto_photo;

/* The skin in small parts: `split` squared of each face, which are parts of its triangle. */
typedef struct scalp_onto_cells {
    unsigned split;
    const uint32_t *first; /* of each face: its first cell, or UINT32_MAX where it is not asked
                              about; one more than faces: the number of cells */
    const uint8_t *why;    /* scalp_unseen of each cell; OUTSIDE: no photo shows it */
    const uint8_t *owner;  /* photo that shows it best, where it was judged */
} scalp_onto_cells;

/* The cell of a place of the surface, or UINT32_MAX; and the middle of cell k of a face. */
uint32_t scalp_onto_cell_at(const scalp_onto_cells *cells, scalp_mesh_point at);
scalp_mesh_point scalp_onto_cell_middle(const scalp_onto_cells *cells, uint32_t face, unsigned k);

/* A dot on the head. */
typedef struct scalp_onto_dot {
    scalp_dot dot; /* zone SCALP_ZONE_NONE: beside the planned ones */
    scalp_found_kind kind;
    double seen_mm; /* seen diameter on the skin */
    double darkness, confidence;
    uint32_t photo, found; /* the best view of it */
    unsigned views;        /* photos that show it */
} scalp_onto_dot;

/* One zone, or all of them together. */
typedef struct scalp_onto_zone {
    double area_mm2, seen_mm2;
    double unseen_mm2[SCALP_UNSEEN_COUNT];
    size_t dots, follicles;     /* on the skin that was seen */
    double per_cm2, low, high;  /* of dots, with 95 %: counting and scale; NaN: nothing seen */
    double planned_per_cm2;     /* the design's mean over the skin that was seen */
    double planned_all_per_cm2; /* and over the whole zone */
} scalp_onto_zone;

typedef struct scalp_onto_params {
    unsigned session;  /* that the dots are of; 0: 1 */
    double length_sd;  /* of lengths on the head, as a share of them */
    double reach_mm;   /* how far two photos may disagree before they are joined; 0: 4 */
    bool as_follicles; /* every find is a shaved hair */
    bool as_dots;      /* every find is pigment */
} scalp_onto_params;

typedef struct scalp_onto {
    scalp_placement placements[SCALP_ONTO_MAX_PHOTOS]; /* refined */
    double moved_mm[SCALP_ONTO_MAX_PHOTOS];            /* by joining, at the pivot */
    size_t beside[SCALP_ONTO_MAX_PHOTOS];              /* finds that do not lie on the head */
    uint8_t met[SCALP_ONTO_MAX_PHOTOS][SCALP_ONTO_MAX_PHOTOS]; /* their dots agree */
    size_t match_count;
    double match_rms_mm; /* of dots seen twice, after joining; 0: none */
    size_t seen_twice;   /* dots that more than one photo shows */
    const scalp_onto_dot *dots;
    size_t dot_count; /* pigment first, then follicles */
    size_t pigment_count;
    scalp_onto_cells cells;
    scalp_onto_zone zones[SCALP_ZONE_COUNT]; /* NONE: skin of the scalp beside the planned zones */
    scalp_onto_zone all;                     /* the planned zones together */
} scalp_onto;

/* Lays what was found in the photos on the head. Photos whose dots agree where they overlap are
 * moved, each within what is known of its camera, until they do; a dot that several show is
 * counted once; every bit of skin is judged by the photo that shows it best, and only dots on skin
 * that was seen count. Skin seen at more than SCALP_ONTO_STEEP_DEG, or behind something else, was
 * not seen. `region` of the head's vertices, or NULL: only the planned zones are asked about.
 * SCALP_ERR_INPUT (no photos or too many), SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_onto_make(const scalp_design *design, const uint8_t *region,
                                           const scalp_onto_photo *photos, size_t count,
                                           const scalp_onto_params *params, const scalp_work *work,
                                           scalp_onto *onto, scalp_error *error);

/* The head from above, the front, the back, the client's right and left, 8-bit sRGB: density of the
 * dots where planned zones were seen, stripes where no photo shows them, a lattice where one does
 * but could not be judged; with a legend. SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_onto_map(const scalp_head *head, const scalp_design *design,
                                          const scalp_onto *onto, const scalp_work *work,
                                          scalp_image *image, scalp_error *error);

/* The follicles, and the dots, as sites that layout keeps its distance from. */
SCALP_CHECKED scalp_status scalp_onto_sites(const scalp_onto *onto, double radius_mm,
                                            const scalp_work *work, const scalp_site **sites,
                                            size_t *count, scalp_error *error);

/* ---- (each part of the room has its section below) ---------------------------------------- */

#ifdef __cplusplus
}
#endif
#endif
