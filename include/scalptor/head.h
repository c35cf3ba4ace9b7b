/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard head, and the camera that sees it.
 *
 * Frame: millimetres, +x the client's left, +y up, +z forward, origin midway between the tragia,
 * the head held so that a level line of sight runs along +z. */
#ifndef SCALPTOR_HEAD_H
#define SCALPTOR_HEAD_H

#include <scalptor/image.h>
#include <scalptor/mesh.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Landmarks --------------------------------------------------------------------------- */

typedef enum scalp_landmark {
    SCALP_GLABELLA,
    SCALP_NASION,
    SCALP_SUBNASALE,
    SCALP_MENTON,
    SCALP_VERTEX,
    SCALP_INION,
    SCALP_OPISTHOCRANION,
    SCALP_TRAGION_L,
    SCALP_TRAGION_R,
    SCALP_EXOCANTHION_L,
    SCALP_EXOCANTHION_R,
    SCALP_ENDOCANTHION_L,
    SCALP_ENDOCANTHION_R,
    SCALP_CHEILION_L,
    SCALP_CHEILION_R,
    SCALP_OTOBASION_SUPERIUS_L,
    SCALP_OTOBASION_SUPERIUS_R,
    SCALP_BROW_CREASE,
    /* The iris: they give scale, not pose, and have no place on the standard head. */
    SCALP_LIMBUS_MEDIAL_L,
    SCALP_LIMBUS_MEDIAL_R,
    SCALP_LIMBUS_LATERAL_L,
    SCALP_LIMBUS_LATERAL_R,
    SCALP_LANDMARK_COUNT,
} scalp_landmark;

#define SCALP_LANDMARKS_ON_HEAD SCALP_LIMBUS_MEDIAL_L

/* "glabella", "tragion_l" ... */
const char *scalp_landmark_name(scalp_landmark landmark);
bool scalp_landmark_find(const char *name, scalp_landmark *landmark);

/* ---- The standard head ------------------------------------------------------------------- */

/* What a tape and a calliper give. 0: not measured. */
typedef struct scalp_head_measures {
    double length_mm;         /* glabella to opisthocranion, 160..240 */
    double breadth_mm;        /* above the ears, 120..190 */
    double circumference_mm;  /* over glabella and opisthocranion, 450..680 */
    double tragion_vertex_mm; /* vertical, 100..165 */
} scalp_head_measures;

typedef enum scalp_head_region {
    SCALP_REGION_SCALP, /* where hair grows on a full head: above brow crease, round to the nape */
    SCALP_REGION_FACE,
    SCALP_REGION_EAR,
    SCALP_REGION_NECK,
} scalp_head_region;

/* For a renderer that colours lips, brows and the line where the closed lids meet: about the
 * distance along the skin to the edge of each, negative inside, never more than 30. Linear within
 * a face, so that an edge is sharp at any scale. */
typedef struct scalp_head_paint {
    float lip_mm, brow_mm, lash_mm;
} scalp_head_paint;

/* How a head departs from the standard one of its measures. All zero: not at all. */
#define SCALP_HEAD_MODES 9
typedef struct scalp_head_form {
    /* Of each mode of data/head_modes.csv, in standard deviations, -4..4: where the skull bulges or
     * lies flat. The measures stay what they are. */
    double modes[SCALP_HEAD_MODES];
    /* Of each landmark of the face and the ears, mm: how far it lies from the standard head's, seen
     * from the middle between the tragia before they moved. Those of the right side are not read:
     * they are the left's, mirrored; and what lies in the middle stays there. */
    scalp_vec3 offsets[SCALP_LANDMARKS_ON_HEAD];
} scalp_head_form;

/* "forehead" ... */
const char *scalp_head_mode_name(size_t mode);

/* Immutable. The topology is the same for every set of measures: vertex i is the same anatomical
 * point on every head. */
typedef struct scalp_head {
    scalp_mesh mesh; /* closed, oriented; edges about 2.5 mm on the scalp */
    /* The scalp chart of each vertex, mm: arc length from the vertex of the head along the
     * surface, times the sine (x, to the client's left) and cosine (y, to the front) of the
     * azimuth about the axis through the vertex. Planar inside, no pole in the crown. */
    const scalp_vec2 *chart;
    const uint8_t *region;         /* scalp_head_region of each vertex */
    const scalp_head_paint *paint; /* of each vertex */
    const uint8_t *midline;        /* of each vertex: 1 on the line from brow over crown to nape */
    scalp_vec3 landmarks[SCALP_LANDMARKS_ON_HEAD];
    bool picked[SCALP_LANDMARKS_ON_HEAD]; /* landmarks that were picked on this person's scan */
    scalp_head_measures measures;         /* as this head measures, none 0 */
} scalp_head;

/* Population means of `sex` "male" or "female" (ANSUR II, Gordon et al. 2014). */
scalp_head_measures scalp_head_measures_mean(const char *sex);

/* Makes the standard head with the given measures; those that are 0 follow from the others by
 * the population's regression, or are its mean. The result measures what was asked within 0.5 mm.
 * SCALP_ERR_INPUT (a measure outside its range, or measures that no head has together: a
 * circumference below that of the ellipse of length and breadth, or more than 6.5 % above it),
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_head_make(const scalp_head_measures *measures, const char *sex,
                                           const scalp_work *work, scalp_head *head,
                                           scalp_error *error);

/* The same for a head of its own form, which may be NULL: its skull swells by the modes, and its
 * landmarks draw 60 mm of their surroundings along by Wendland's (1995) function. */
SCALP_CHECKED scalp_status scalp_head_make_own(const scalp_head_measures *measures,
                                               const scalp_head_form *form, const char *sex,
                                               const scalp_work *work, scalp_head *head,
                                               scalp_error *error);

/* ---- The camera -------------------------------------------------------------------------- */

/* Pinhole without distortion: pixel = K (R X + t), X in the head's frame; camera axes x right,
 * y down, z forward; square pixels, (0,0) the centre of the top left one. */
typedef struct scalp_camera {
    double focal_px, centre_x, centre_y;
    scalp_mat3 rotation;
    scalp_vec3 translation; /* mm */
    int width, height;
} scalp_camera;

/* Pixel of a point, and its distance along the camera's axis in `depth_mm` (may be NULL). */
scalp_vec2 scalp_camera_project(const scalp_camera *camera, scalp_vec3 point, double *depth_mm);
/* Where the camera stands, in the head's frame. */
scalp_vec3 scalp_camera_position(const scalp_camera *camera);
/* A camera that looks at the head's middle from a distance, turned by yaw (positive shows the
 * client's left side), pitch (positive from above) and roll, degrees; the head fills `fill` of
 * the smaller side of the picture. */
scalp_camera scalp_camera_make(const scalp_head *head, double yaw_deg, double pitch_deg,
                               double roll_deg, double distance_mm, double fill, int width,
                               int height);

/* ---- The fit ----------------------------------------------------------------------------- */

typedef enum scalp_focal_source {
    SCALP_FOCAL_GIVEN,   /* the case says it */
    SCALP_FOCAL_EXIF,    /* from FocalLengthIn35mmFilm */
    SCALP_FOCAL_SOLVED,  /* from 6 or more landmarks off one plane */
    SCALP_FOCAL_ASSUMED, /* a 60 mm lens on 24 x 36 mm film */
} scalp_focal_source;

typedef enum scalp_scale_source {
    SCALP_SCALE_LENGTH, /* a given length in the photo */
    SCALP_SCALE_IRIS,   /* 11.71 +- 0.42 mm, Rufer et al. 2005 */
    SCALP_SCALE_HEAD,   /* the head's measures, given by tape or calliper */
    SCALP_SCALE_PRIOR,  /* nothing but the population: the weakest */
} scalp_scale_source;

/* What one photo tells. All-zero fields mean "not given". */
typedef struct scalp_view {
    const char *id;
    const char *side; /* front, left, right, left45, right45, top, back, other: a first guess */
    int width, height;
    bool has[SCALP_LANDMARK_COUNT];
    scalp_vec2 px[SCALP_LANDMARK_COUNT];
    double focal_px;   /* given by the case, else 0 */
    double focal_35mm; /* from EXIF, else 0 */
    bool has_scale;
    scalp_vec2 scale_from, scale_to; /* px */
    double scale_mm;
    /* Points anywhere on the client's midline, from the brow over the crown to the nape. */
    const scalp_vec2 *midline; /* px */
    size_t midline_count;
    /* The picture, upright, of any size in the view's proportions; 2 px/mm on the head are enough.
     * NULL: landmarks alone. */
    const scalp_image *photo;
} scalp_view;

typedef struct scalp_view_fit {
    scalp_camera camera;
    scalp_focal_source focal_source;
    scalp_scale_source scale_source;
    double px_per_mm;       /* at the middle of the head */
    double px_per_mm_sd;    /* one standard deviation */
    double rms_px, rms_mm;  /* over the landmarks used */
    double rotation_sd_deg; /* one standard deviation of the whole turn, three axes together */
    /* As rms_mm, from the head before these landmarks shaped it: tells a wrong scale or focal
     * length from a person, since a head that follows its landmarks agrees with any. No file keeps
     * it: 0 there. */
    double unshaped_rms_mm;
    /* Length, where the photo has the landmark; else -1. One that was set aside as a mistake keeps
     * its length here but is not in the means above. */
    double residual_px[SCALP_LANDMARK_COUNT];
    /* How far the outline of the head's skull lies from the photo's, where that is clear. */
    double outline_seen_mm; /* length of what is clear; 0: nothing, or no picture */
    double outline_rms_mm, outline_max_mm;
    bool outline_refused; /* it spoke against the landmarks and was not believed */
} scalp_view_fit;

typedef struct scalp_fit {
    scalp_head head;
    scalp_head_measures measures; /* of `head`: given ones kept, the others estimated */
    scalp_head_form form;         /* of `head` */
    size_t view_count;
    const scalp_view_fit *views;
} scalp_fit;

/* Fits the standard head and one camera per photo: the reprojection error of the landmarks is
 * made least (Levenberg-Marquardt), measures that are not given are estimated along with it under
 * the population's spread. Without views, the head alone.
 * SCALP_ERR_INPUT names the photo and the landmark: fewer than 4, one outside the photo, not
 * finite, or in one line; a scale that is no length; a focal length that is none. SCALP_ERR_NO: no
 * pose explains the landmarks (two swapped, a mirrored photo). SCALP_ERR_MEMORY,
 * SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_fit_make(const scalp_head_measures *given, const char *sex,
                                          const scalp_view *views, size_t view_count,
                                          const scalp_work *work, scalp_fit *fit,
                                          scalp_error *error);

/* The same on the client's own head, drawn onto a scan: only the cameras are sought, and every
 * landmark is worth what it was picked with. */
SCALP_CHECKED scalp_status scalp_fit_scan(const scalp_head *own, const char *sex,
                                          const scalp_view *views, size_t view_count,
                                          const scalp_work *work, scalp_fit *fit,
                                          scalp_error *error);

/* ---- Scans ------------------------------------------------------------------------------- */

#define SCALP_HEAD_LEAST_MARKS 4

/* Landmarks that were picked on a scan, in its own unit and frame. */
typedef struct scalp_head_marks {
    bool has[SCALP_LANDMARK_COUNT];
    scalp_vec3 at[SCALP_LANDMARK_COUNT];
} scalp_head_marks;

typedef enum scalp_length_unit { SCALP_UNIT_MM, SCALP_UNIT_CM, SCALP_UNIT_M } scalp_length_unit;

const char *scalp_length_unit_name(scalp_length_unit unit); /* "mm", "cm", "m" */
double scalp_length_unit_mm(scalp_length_unit unit);

/* How a scan measures. Length, breadth and girth are the largest of the level slices above the brow
 * (`over_brow`: from the glabella up; else: from 90 mm under the top up, and all of a body that has
 * neither brow nor ears because it is convex); the girth is that of the slice's convex hull. */
typedef struct scalp_scan_size {
    scalp_vec3 low, high;                           /* corners of the box around it, mm */
    double length_mm, breadth_mm, circumference_mm; /* 0: no slice there */
    bool over_brow;
    bool z_up; /* guessed: the file has +z up, not +y */
} scalp_scan_size;

/* Measures `mesh`, in mm. With `glabella_y_mm` the mesh is in the head's frame and that is the
 * level of the glabella; NULL: upright along +y or, where that gives no head but +z does, +z.
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_scan_measure(const scalp_mesh *mesh, const double *glabella_y_mm,
                                              const scalp_work *work, scalp_scan_size *size,
                                              scalp_error *error);

/* Which unit makes a head of it: one that is 120..260 mm long, as measured in each; or, when none
 * or several do, by the height of the whole, 100..1000 mm. `expected` is what the format says, and
 * wins if it is possible; NULL: none. `reason` is a sentence. SCALP_ERR_INPUT: no unit makes a head
 * or a bust of it, say which it is. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_scan_unit_guess(const scalp_mesh *mesh,
                                                 const scalp_length_unit *expected,
                                                 const scalp_work *work, scalp_length_unit *unit,
                                                 char reason[160], scalp_error *error);

/* A scan laid on the standard head. */
typedef struct scalp_scan_fit {
    scalp_head head;     /* the standard head with the scan's measures */
    scalp_mat3 rotation; /* a point of the scan in the head's frame: rotation p + shift */
    scalp_vec3 shift;
    scalp_vec3 origin;   /* in the head's frame, midway between the scan's own tragia */
    double rms_mm;       /* of the scan's scalp from the head's */
    double landmarks_mm; /* RMS of the picked landmarks from the head's; 0: none were picked */
    /* None were picked: RMS of the head's face and scalp from the scan, the nearest 85 % of them,
     * and the same for the next best way of standing. Else 0. */
    double surface_mm, next_mm;
    scalp_scan_size size;
} scalp_scan_fit;

/* Finds the frame of the head: first the landmarks on those of the mean head (Horn 1987), then the
 * scan's scalp on the head's by closest points (Chen & Medioni 1992), the head's measures taken
 * from the scan in between.
 * `mesh` and `marks` in mm. SCALP_ERR_INPUT (fewer than four landmarks of the head, or all in one
 * line), SCALP_ERR_NO (the landmarks fit no head: left and right exchanged, another unit),
 * SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_scan_fit_make(const scalp_mesh *mesh,
                                               const scalp_head_marks *marks, const char *sex,
                                               const scalp_work *work, scalp_scan_fit *fit,
                                               scalp_error *error);

/* The same without landmarks. The scan's y or z, or any axis, may point upwards, give or take 20
 * degrees, and it may look anywhere; face and scalp of the standard head are laid on it from 48
 * sides, and the best three again with the scan's measures. What cannot be told: which of two
 * mirror images the client is. SCALP_ERR_NO (no way of standing comes near enough, or two do),
 * SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_scan_find(const scalp_mesh *mesh, const char *sex,
                                           const scalp_work *work, scalp_scan_fit *fit,
                                           scalp_error *error);

/* A scan as a head: the standard head's triangles, chart, regions and paint on the scan's surface.
 */
typedef struct scalp_registered {
    scalp_head head;     /* its measures are those of the standard head it was drawn from */
    scalp_mat3 rotation; /* a point of the scan in the head's frame: rotation p + shift */
    scalp_vec3 shift;
    double rms_mm;      /* of the scalp's vertices from the scan, where the scan is */
    double scalp_met;   /* share of the scalp's vertices that found the scan, 0..1 */
    const uint8_t *met; /* of each vertex: 1 where the scan is, 0 where the head's own surface is */
    scalp_scan_size size;
    /* How far off a place of the scalp may lie along the skin that is told by the landmarks: one
     * standard deviation, mm. */
    double border_mm;
    /* Of the standard head with the scan's measures, before it was drawn; see scalp_scan_fit. */
    double standard_rms_mm, landmarks_mm, surface_mm, next_mm;
} scalp_registered;

/* Lays the scan on the standard head (scalp_scan_fit_make, or scalp_scan_find where `marks` is
 * NULL) and draws the head's surface onto it:
 * each vertex towards the nearest place of the scan that faces as it does, neighbours alike, in
 * eight stages from stiff to soft; where the scan has nothing the head's own surface is carried
 * along. The same bytes for any number of threads. Errors as of those two. */
SCALP_CHECKED scalp_status scalp_head_register(const scalp_mesh *scan,
                                               const scalp_head_marks *marks, const char *sex,
                                               const scalp_work *work, scalp_registered *result,
                                               scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
