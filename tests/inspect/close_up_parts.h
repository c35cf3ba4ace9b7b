/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of close_up share. */
#ifndef SCALPTOR_TESTS_CLOSE_UP_PARTS_H
#define SCALPTOR_TESTS_CLOSE_UP_PARTS_H

#include "close_up.h"

/* A picture in the making: linear light, red, green, blue of every pixel. */
typedef struct canvas {
    const close_up_params *p;
    scalp_arena *arena;
    int width, height;
    float *rgb;
    float *glow; /* of every pixel: light that falls on it */
    scalp_mat3 px_from_mm, mm_from_px;
    scalp_vec2 size_mm; /* of the skin: 0 .. size, a little more than is seen */
} canvas;

scalp_vec2 canvas_mm(const canvas *c, double x, double y);
scalp_vec2 canvas_px(const canvas *c, scalp_vec2 mm);
/* px per mm about a place: the root of the area's growth. */
double canvas_scale(const canvas *c, scalp_vec2 mm);

/* Smooth noise of one wavelength: mean 0, standard deviation about 1. */
typedef struct ripples {
    uint64_t seed;
    float gradients[256][2];
    unsigned char order[512];
} ripples;

void ripples_make(ripples *r, uint64_t seed, uint64_t item);
double ripples_at(const ripples *r, double x, double y);
/* `octaves` of them, from wavelength 1 downwards, lower and lower; standard deviation about 1. */
double ripples_sum(const ripples *r, double x, double y, int octaves);

/* Scattered points, looked up by place. */
typedef struct scatter {
    scalp_vec2 *at;
    int *first, *next; /* of each square; of each point */
    int columns, rows;
    double square, left, top;
} scatter;

bool scatter_make(scatter *s, const canvas *c, double per_mm2, uint64_t item);
/* The second least distance less the least: 0 on the lines between neighbourhoods. */
double scatter_gap(const scatter *s, scalp_vec2 mm);

bool canvas_skin(canvas *c, close_up *made);
bool canvas_gloss(canvas *c);
bool canvas_place(const canvas *c, close_up *made);
bool canvas_dots(canvas *c, close_up *made);
void canvas_hairs(canvas *c);
bool canvas_fresh_below(canvas *c, close_up *made);
bool canvas_fresh_above(canvas *c, close_up *made);
bool canvas_lens(canvas *c, uint8_t *samples);

/* Multiplies the light of a round patch: (1 - depth[band] * cover), cover 1 within the radius and
 * falling off about it by `edge` standard deviations of the radius; `wobble` makes it uneven. */
typedef struct patch {
    scalp_vec2 mm;
    double radius_mm, edge, depth[3];
    double lobe[2], turn[2]; /* of two and of three bulges */
    bool dome;               /* falls from its middle as a Gaussian of radius/1.5 instead */
} patch;

void canvas_patch(canvas *c, const patch *p);
/* A strand from a to c, bent towards b; it hides `cover` of what is below and is `rgb` itself. */
typedef struct strand {
    scalp_vec2 a, b, c;
    double width_mm, cover;
} strand;

void canvas_strand(canvas *c, const strand *s);
double canvas_stub(canvas *c, scalp_vec2 root, double direction, scalp_random *random);

bool close_up_add(close_up_dot **list, size_t *count, scalp_arena *arena, close_up_dot dot);
double draw_between(scalp_random *random, double low, double high);
double draw_log(scalp_random *random, double low, double high);

#endif
