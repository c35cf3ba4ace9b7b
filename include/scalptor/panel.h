/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Test dots: what a few dots of known make say of how a client's skin takes pigment. */
#ifndef SCALPTOR_PANEL_H
#define SCALPTOR_PANEL_H

#include <scalptor/fading.h>
#include <scalptor/inspect.h>

#ifdef __cplusplus
extern "C" {
#endif

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

#ifdef __cplusplus
}
#endif
#endif
