/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Close-ups laid on the head: what is in the skin of the whole client, every dot counted once. */
#ifndef SCALPTOR_CLOSEUP_H
#define SCALPTOR_CLOSEUP_H

#include <scalptor/head.h>
#include <scalptor/inspect.h>
#include <scalptor/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

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

#define SCALP_ONTO_VIEWS 5
#define SCALP_ONTO_VIEW_PX 560 /* each way */
#define SCALP_ONTO_LEGEND_X 1160
#define SCALP_ONTO_LEGEND_Y 610
#define SCALP_ONTO_RAMP 440 /* px, from 0 to most_per_cm2 */

typedef struct scalp_onto_view {
    const char *name; /* "Top" */
    int left, top;
    scalp_camera camera;
} scalp_onto_view;

typedef struct scalp_onto_picture {
    scalp_image image; /* 8-bit sRGB, no words on it */
    double most_per_cm2;
    scalp_onto_view views[SCALP_ONTO_VIEWS];
} scalp_onto_picture;

/* The head from above, the front, the back, the client's right and left: density of the dots where
 * planned zones were seen, stripes where no photo shows them, a lattice where one does but could
 * not be judged; with a legend that lacks its words. SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_onto_map(const scalp_head *head, const scalp_design *design,
                                          const scalp_onto *onto, const scalp_work *work,
                                          scalp_onto_picture *picture, scalp_error *error);

/* The follicles, and the dots, as sites that layout keeps its distance from. */
SCALP_CHECKED scalp_status scalp_onto_sites(const scalp_onto *onto, double radius_mm,
                                            const scalp_work *work, const scalp_site **sites,
                                            size_t *count, scalp_error *error);

/* How wide the deposit is of a dot that is seen so wide, healed: at the pigment depth and thickness
 * of the zone (SCALP_ZONE_NONE: of the treatment), 0.05 to 0.6 mm. From a table of seen widths. */
typedef struct scalp_onto_seen {
    double deposit_mm[12], seen_mm[12]; /* rising */
    double depth_mm;
} scalp_onto_seen;
SCALP_CHECKED scalp_status scalp_onto_seen_make(const scalp_plan *plan, scalp_zone zone,
                                                const scalp_work *work, scalp_onto_seen *seen,
                                                scalp_error *error);
double scalp_onto_deposit_from_seen(const scalp_onto_seen *seen, double seen_mm);

#ifdef __cplusplus
}
#endif
#endif
