/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside inspect: what the files about test dots share.
 *
 * A panel has unknowns: the client's traits, what this session, this camera and each photo had of
 * its own, and how each dot came out. All but the traits are in standard deviations of the spreads
 * of data/panel.csv. */
#ifndef SCALPTOR_INSPECT_PANEL_H
#define SCALPTOR_INSPECT_PANEL_H

#include <scalptor/panel.h>

enum {
    PANEL_FIGURES = SCALP_PANEL_FIGURES,
    PANEL_SESSION = SCALP_TRAIT_COUNT, /* index of its first unknown */
    PANEL_CAMERA = PANEL_SESSION + PANEL_FIGURES,
    PANEL_PHOTOS = PANEL_CAMERA + PANEL_FIGURES,
    PANEL_UNKNOWNS = PANEL_PHOTOS + PANEL_FIGURES * (SCALP_PANEL_MAX_PHOTOS + SCALP_PANEL_MAX_DOTS),
};

/* A row of data/panel.csv. */
double panel_constant(const char *name);

/* The spreads, by figure: of pigment, width and hue, or of what is read of them. */
typedef struct panel_spreads {
    double hand[PANEL_FIGURES], session[PANEL_FIGURES], camera[PANEL_FIGURES];
    double photo[PANEL_FIGURES], fresh[PANEL_FIGURES], reading[PANEL_FIGURES];
    double width_deviation, hue_deviation; /* of the traits */
} panel_spreads;

panel_spreads panel_spreads_make(void);

/* The three logarithms of a reading; NaN where there is none. */
void panel_read_values(const scalp_panel_reading *reading, double values[PANEL_FIGURES]);

/* The client's dots on one day, as logarithms, and how that goes with the traits. */
typedef struct panel_day {
    double healed, log_mass, log_width;
    double mass_slope[SCALP_TRAIT_COUNT], width_slope[SCALP_TRAIT_COUNT];
} panel_day;

/* The slopes left 0, and with them. */
panel_day panel_day_at(const panel_spreads *spreads, const scalp_wear *wear,
                       const double traits[SCALP_TRAIT_COUNT], double days);
panel_day panel_day_make(const panel_spreads *spreads, const scalp_wear *wear,
                         const double traits[SCALP_TRAIT_COUNT], double days);

/* ---- Linear algebra over the unknowns ------------------------------------------------------- */

typedef struct panel_matrix {
    double m[PANEL_UNKNOWNS][PANEL_UNKNOWNS];
} panel_matrix;

/* Lower triangle L of a = L L' in place of `a`, `count` rows. */
void panel_factor(panel_matrix *a, size_t count);
/* The x of L L' x = b in place of b. */
void panel_solve(const panel_matrix *l, size_t count, double *b);

/* ---- The fit -------------------------------------------------------------------------------- */

typedef struct panel_state {
    const scalp_panel_spec *spec;
    panel_spreads spreads;
    size_t unknowns;
    double x[PANEL_UNKNOWNS];
    double sure[SCALP_TRAIT_COUNT][SCALP_TRAIT_COUNT]; /* the prior's precision */
    panel_day days[SCALP_PANEL_MAX_PHOTOS];
    size_t off[SCALP_PANEL_MAX_DOTS]; /* readings of a dot that nothing explains */
    panel_matrix curvature;
} panel_state;

/* Fills in all of `panel` that is of the next session, from its traits and hand. */
void panel_next(const scalp_panel_spec *spec, scalp_panel *panel);
/* Shares of dots kept. */
void panel_kept(const scalp_panel_spec *spec, scalp_panel *panel);

#endif
