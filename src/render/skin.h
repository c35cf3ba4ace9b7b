/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What light a spot of living skin sends into the camera. Private to this room. */
#ifndef SCALPTOR_RENDER_SKIN_H
#define SCALPTOR_RENDER_SKIN_H

#include "spread.h"

/* A spot of the surface as a pixel sees it. */
typedef struct scalp_spot {
    scalp_vec3 position; /* mm */
    scalp_vec3 normal;   /* unit */
    scalp_vec3 view;     /* towards the camera, unit */
    scalp_rig_reach reach;
    scalp_head_paint paint; /* distances to lips, brows and lashes, mm */
    float ear, scalp;       /* 0..1: how much of it is ear, or scalp */
    float footprint_mm;     /* how wide the pixel is there, if seen straight on */
} scalp_spot;

/* What the painting of a face needs to know of it, mm, right mirrored onto left. */
typedef struct scalp_face_plan {
    double inner_x, outer_x; /* corners of the eye */
    double eye_y;
    double front_z; /* of the corners of the mouth */
    scalp_vec2 nose, cheek;
    bool no_brows;
} scalp_face_plan;

enum { SCALP_SKIN_RELIEFS = 9 };

typedef struct scalp_skin {
    float albedo[3]; /* linear light */
    scalp_rig rig;
    scalp_spread spread;
    const scalp_shading *shading;
    scalp_face_plan face;
    uint32_t seed;
    float left[SCALP_SKIN_RELIEFS][3]; /* of each kind of relief in the diffuse light */
} scalp_skin;

/* Fills in `left` from the spread. */
void scalp_skin_prepare(scalp_skin *skin);

scalp_face_plan scalp_face_plan_make(const scalp_head *head);
/* Tints the albedo of the spot with lips, brows, lashes and the redder places of a face; returns
 * how much the spot shines compared with plain skin. */
float scalp_face_paint(const scalp_face_plan *face, const scalp_spot *spot, uint32_t seed,
                       float albedo[3]);
/* Share of the skin there that oil makes smooth, 0..1. */
float scalp_face_oil(const scalp_face_plan *face, const scalp_spot *spot);

/* Linear light of the spot, not yet limited to 1. */
void scalp_skin_shade(const scalp_skin *skin, const scalp_spot *spot, float rgb[3]);

#endif
