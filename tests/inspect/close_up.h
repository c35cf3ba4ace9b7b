/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Close-ups of skin whose every dot is known: drawn from numbers, for tests and for the fitting of
 * what tells dots from skin. The same parameters give the same samples.
 *
 * The skin is drawn in linear light on the picture's own pixels, each asked where on the flat skin
 * it lies: tone, blotches, furrows, pores, spots; then light and gloss; then what is in or on the
 * skin (dots, stubs, hairs, and what a fresh treatment leaves); then the camera. */
#ifndef SCALPTOR_TESTS_CLOSE_UP_H
#define SCALPTOR_TESTS_CLOSE_UP_H

#include <scalptor/base.h>
#include <scalptor/image.h>

typedef enum close_up_level {
    CLOSE_UP_EASY,
    CLOSE_UP_MEDIUM,
    CLOSE_UP_HARD,
    CLOSE_UP_EXTREME,
    CLOSE_UP_PLAN,
    CLOSE_UP_BLANK,
    CLOSE_UP_MARKS, /* stubs without pigment, red spots and moles among dots */
    CLOSE_UP_FRESH, /* freshly worked skin */
    CLOSE_UP_LEVELS,
} close_up_level;

typedef enum close_up_layout {
    CLOSE_UP_BLUE,
    CLOSE_UP_GRADIENT,
    CLOSE_UP_ROWS,
    CLOSE_UP_UNEVEN,
} close_up_layout;

/* What a treatment leaves, each 0..1; 0: none. */
typedef struct close_up_fresh {
    double redness;  /* of the skin about the dots */
    double blood;    /* pinpoint drops */
    double ink;      /* unwiped: films and smears */
    double ointment; /* shine */
    double scabs;
} close_up_fresh;

typedef struct close_up_params {
    close_up_level level;
    uint64_t seed;
    int width, height;
    double px_per_mm, margin_mm, tilt_deg;
    int tone;                       /* row of the tones, 0 .. CLOSE_UP_TONES - 1 */
    double texture, furrows, light; /* 0: none, 1: plain to see */
    double pores;                   /* per cm2 */
    double specular;                /* gloss, 0: none */
    int freckles, moles, red_spots; /* per picture */
    int hairs;                      /* per picture */
    double stubs_cm2;               /* shaved hairs without pigment */
    double stubble;                 /* the share of dots out of which a stub grows */
    close_up_layout layout;
    double density_cm2, diam_mm[2], contrast[2], edge[2], aspect;
    double blur_px, blur_vary, motion_px; /* standard deviation; its growth across; length */
    double noise, sharpen, wb[3], exposure;
    int jpeg;
    bool plan;
    double plan_drop, plan_extra, plan_jitter_mm;
    close_up_fresh fresh;
    /* Dots to be drawn instead of any layout: their mm (0 .. the skin's size), diam_mm, contrast
     * and plan_id; NULL: none. */
    const struct close_up_dot *given;
    size_t given_count;
} close_up_params;

#define CLOSE_UP_TONES 6

typedef enum close_up_kind {
    CLOSE_UP_DOT,
    CLOSE_UP_FOLLICLE, /* a dot with a stub in it */
    CLOSE_UP_STUB,     /* what follows is no pigment */
    CLOSE_UP_MOLE,
    CLOSE_UP_RED_SPOT,
    CLOSE_UP_FRECKLE,
    CLOSE_UP_BLOOD,
    CLOSE_UP_SCAB,
    CLOSE_UP_KINDS,
} close_up_kind;

typedef struct close_up_dot {
    close_up_kind kind;
    scalp_vec2 px, mm; /* centre: in the picture, and on the flat skin */
    double diam_px, diam_mm;
    double contrast; /* the share of green light that it takes */
    bool ignore;     /* in the margin */
    int plan_id;     /* -1: not in the plan */
} close_up_dot;

typedef struct close_up {
    close_up_params params;
    scalp_image image;     /* 8 bits, 3 bands */
    scalp_mat3 px_from_mm; /* skin to picture, homogeneous */
    scalp_mat3 mm_from_px;
    double margin_px;
    close_up_dot *dots; /* pigment */
    size_t count;
    close_up_dot *others; /* what could be taken for it */
    size_t other_count;
    scalp_vec2 *plan_mm; /* the plan's own places */
    size_t plan_count;
    double plan_turn; /* radians, about its origin, then */
    scalp_vec2 plan_offset_mm;
    double area_mm2; /* of skin within the margin */
    size_t inside;   /* dots within the margin */
} close_up;

/* Parameters of picture `seed` of a level, drawn from the level's ranges. */
close_up_params close_up_draw(close_up_level level, uint64_t seed);
const char *close_up_level_name(close_up_level level);
const char *close_up_kind_name(close_up_kind kind);

/* Draws the picture, without JPEG. Everything in `arena`. False: memory is out. */
bool close_up_make(const close_up_params *params, scalp_arena *arena, close_up *made);

/* The picture as a camera's file (JPEG, colours at half the resolution), in `arena`.
 * scalp_codec_images_open must have been called. */
bool close_up_jpeg(const close_up *made, scalp_arena *arena, scalp_bytes *bytes);
/* Writes NAME.jpg, NAME.gt.json (the truth) and NAME.input.json (what a tool is told). */
bool close_up_files(const close_up *made, const char *folder, const char *name, scalp_arena *arena);

#endif
