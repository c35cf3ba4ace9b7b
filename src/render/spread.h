/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far light travels sideways in skin before it leaves, for red, green and blue, and what that
 * does to shading. Private to this room. */
#ifndef SCALPTOR_RENDER_SPREAD_H
#define SCALPTOR_RENDER_SPREAD_H

#include "rig.h"

enum { SCALP_SPREAD_WIDTHS = 5 };

/* A sum of round Gaussians about the place where the light went in; the shares of a channel add up
 * to 1. */
typedef struct scalp_spread {
    float share[3][SCALP_SPREAD_WIDTHS];
} scalp_spread;

/* Of skin of that individual typology angle: from data/skin_spread.csv, straight lines between
 * its rows, beyond them the nearest. */
scalp_spread scalp_spread_of(double ita_deg);
/* Mean square of the way along one axis, mm2. */
float scalp_spread_variance_mm2(const scalp_spread *spread, int band);
/* How much of a pattern of light of that period is left where it comes out again, 0..1. */
float scalp_spread_left(const scalp_spread *spread, int band, float period_mm);

enum { SCALP_SHADING_BENDS = 12, SCALP_SHADING_ANGLES = 97 };

/* Light that leaves skin under each lamp, by the cosine between normal and lamp and by how strongly
 * the surface is bent: 1 where a flat surface faces the lamp. */
typedef struct scalp_shading {
    float left[SCALP_RIG_LAMPS][SCALP_SHADING_BENDS][SCALP_SHADING_ANGLES][3];
} scalp_shading;

/* On a cylinder of radius 1 / bend the light let in, cosine times the share that the surface does
 * not reflect (n = 1.40), is blurred by the lamp's size and by the spread (after Penner 2011,
 * pre-integrated shading, with the profile of the skin itself). Result in work->memory.
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_shading_make(const scalp_rig *rig, const scalp_spread *spread,
                                              const scalp_work *work, const scalp_shading **shading,
                                              scalp_error *error);
/* Bend in 1/mm, 0 and more. */
float scalp_shading_at(const scalp_shading *shading, int lamp, int band, float cosine,
                       float bend_per_mm);

/* Share of light that air and skin throw back at that cosine (Schlick 1994). */
float scalp_shading_fresnel(float cosine);

#endif
