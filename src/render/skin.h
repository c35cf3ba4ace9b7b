/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What light a spot of living skin sends into the camera. Private to this room. */
#ifndef SCALPTOR_RENDER_SKIN_H
#define SCALPTOR_RENDER_SKIN_H

#include "spread.h"
#include "stubble.h"
#include "tint.h"

/* A spot of the surface as a pixel sees it. */
typedef struct scalp_spot {
    scalp_vec3 position; /* mm */
    scalp_vec3 normal;   /* unit */
    scalp_vec3 view;     /* towards the camera, unit */
    scalp_rig_reach reach;
    scalp_head_paint paint; /* distances to lips, brows and lashes, mm */
    float ear, scalp;       /* 0..1: how much of it is ear, or scalp */
    float bare;             /* 0..1: how much of the painted brow is left out there */
    float hair;             /* 0..1: of a full head's, clipped */
    float melanin, blood;   /* a little more or less, from place to place (scalp_skin_mottle) */
    float footprint_mm;     /* how wide the pixel is there, if seen straight on */
} scalp_spot;

/* What the painting of a face needs to know of it, mm, right mirrored onto left. */
typedef struct scalp_face_plan {
    double inner_x, outer_x; /* corners of the eye */
    double eye_y;
    double front_z; /* of the corners of the mouth */
    scalp_vec2 nose, cheek;
} scalp_face_plan;

enum { SCALP_SKIN_RELIEFS = 9 };

typedef struct scalp_skin {
    float albedo[3]; /* linear light */
    scalp_rig rig;
    scalp_spread spread;
    scalp_tint tint;
    scalp_mat3 turn; /* from the head's axes to the texture's */
    const scalp_shading *shading;
    scalp_face_plan face;
    scalp_stubble stubble;
    uint32_t seed;
    float left[SCALP_SKIN_RELIEFS][3]; /* of each kind of relief in the diffuse light */
} scalp_skin;

/* The skin of a head that looks so, under lamps about the camera, exposed so that a place that
 * faces the camera in the open has the colour asked for. Parts in work->memory. SCALP_ERR_MEMORY.
 */
SCALP_CHECKED scalp_status scalp_skin_make(const scalp_head *head, const scalp_camera *camera,
                                           const scalp_head_look *look, const scalp_work *work,
                                           scalp_skin *skin, scalp_error *error);
/* Patches of a few millimetres and more: smooth enough to be known at vertices. */
void scalp_skin_mottle(const scalp_skin *skin, scalp_vec3 position, float *melanin, float *blood);

scalp_face_plan scalp_face_plan_make(const scalp_head *head);
/* What is painted on a spot. */
typedef struct scalp_face_look {
    float melanin, blood; /* more than plain skin has, as in scalp_tint */
    float hair;           /* share that hair covers */
    float shine;          /* compared with plain skin */
} scalp_face_look;

extern const float scalp_face_hair[3]; /* the colour of brows and lashes, linear light */

/* Lips, lids, brows, lashes and the redder places of a face. */
scalp_face_look scalp_face_paint(const scalp_face_plan *face, const scalp_spot *spot,
                                 uint32_t seed);
/* Share of the skin there that oil makes smooth, 0..1. */
float scalp_face_oil(const scalp_face_plan *face, const scalp_spot *spot);

/* How strong its pores are, 0..1: most on the nose and beside it. */
float scalp_face_pores(const scalp_face_plan *face, const scalp_spot *spot);

/* Linear light of the spot, not yet limited to 1: what comes out of the skin, and what its surface
 * throws back. */
void scalp_skin_shade(const scalp_skin *skin, const scalp_spot *spot, float diffuse[3],
                      float gloss[3]);

#endif
