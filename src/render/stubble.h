/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hair clipped to a millimetre or less, as a spot of skin shows it. Private to this room. */
#ifndef SCALPTOR_RENDER_STUBBLE_H
#define SCALPTOR_RENDER_STUBBLE_H

#include <scalptor/head.h>
#include <scalptor/render.h>

typedef struct scalp_stubble {
    float colour[3], grey[3]; /* of a hair with its pigment and without, linear light */
    float grey_share;
    float length_mm;
    scalp_vec3 whorl; /* from which hair grows in all directions */
} scalp_stubble;

/* Where stubble is looked at: axes and place in the texture, so that it stays put. */
typedef struct scalp_stubble_spot {
    scalp_vec3 at, normal, along; /* `along`: the way that hair grows, unit */
    float footprint_mm, density;  /* 0..1 of a full head's */
    uint32_t seed;
} scalp_stubble_spot;

typedef struct scalp_stubble_look {
    float hair[3]; /* colour of what covers the skin */
    float cover;   /* share of the skin that hair covers */
    float shade;   /* how much darker the skin between is, 0..1 */
} scalp_stubble_look;

scalp_stubble scalp_stubble_make(const scalp_head *head, const scalp_head_look *look);
/* The way that hair grows there, unit; in the head's axes. */
scalp_vec3 scalp_stubble_along(const scalp_stubble *stubble, scalp_vec3 at, scalp_vec3 normal);
scalp_stubble_look scalp_stubble_at(const scalp_stubble *stubble, const scalp_stubble_spot *spot);

#endif
