/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of scalp_segment_strokes, in the order they run. Private to this room.
 *
 *     look     the photo at about 1 MP: guide, and the features of each cell
 *     seed     strokes and seeds drawn into the cells
 *     model    what each kind looks like, and how much each cell looks like each kind
 *     grow     labels spread from the seeds
 *     cover    how much of the skin hair covers
 *     soften   alphas at full size */
#ifndef SCALPTOR_SEGMENT_STUFF_H
#define SCALPTOR_SEGMENT_STUFF_H

#include <scalptor/segment.h>

enum { stuff_features = 5, stuff_kinds = SCALP_STUFF_COUNT };
#define STUFF_NEVER 255

/* Features of a cell. */
enum {
    stuff_red,     /* 100 a* / (L* + 16) */
    stuff_yellow,  /* 100 b* / (L* + 16) */
    stuff_tone,    /* L*, from shade.c on: against the skin's around it */
    stuff_texture, /* log2 of the energy of relative gradients */
    stuff_grain,   /* their coherence, 0..1 */
};

/* What is handed out, at full size. */
typedef struct stuff_planes {
    uint8_t *label, *cover, *alpha[stuff_kinds];
} stuff_planes;

typedef struct stuff_look {
    int width, height; /* cells */
    int side;          /* px of a cell */
    float *guide[3];   /* square root of linear light */
    float *feature[stuff_features];
} stuff_look;

SCALP_CHECKED scalp_status scalp_stuff_look(const scalp_image *image, const scalp_work *work,
                                            stuff_look *look, scalp_error *error);

/* seed[i]: 0 or 1 + kind. */
SCALP_CHECKED scalp_status scalp_stuff_seed(const scalp_image *image, const stuff_look *look,
                                            const scalp_stroke *strokes, size_t count,
                                            const scalp_seed_map *map, uint8_t *seed,
                                            scalp_error *error);

/* Turns the tone into one against the smooth shading of the seeded skin. */
SCALP_CHECKED scalp_status scalp_stuff_shade(const stuff_look *look, const uint8_t *seed,
                                             const scalp_work *work, scalp_error *error);
/* Adds seeds where `guess` says what it is that does not look like skin, for kinds without any. */
SCALP_CHECKED scalp_status scalp_stuff_guess(const stuff_look *look, const scalp_seed_map *map,
                                             const scalp_work *work, uint8_t *seed,
                                             scalp_error *error);
/* What is only guessed to be `other` is never found on ears, chin and neck, nor beside the head. */
void scalp_stuff_limit(const stuff_look *look, const scalp_seed_map *map, uint8_t *unlike);
/* unlike[k][i]: 0 where cell i looks like kind k and no other, 254 where it does not at all,
 * STUFF_NEVER where it must not be; NULL for kinds without seeds. */
SCALP_CHECKED scalp_status scalp_stuff_unlike(const stuff_look *look, const uint8_t *seed,
                                              const scalp_work *work, uint8_t *unlike[stuff_kinds],
                                              scalp_error *error);

SCALP_CHECKED scalp_status scalp_stuff_grow(const stuff_look *look, const uint8_t *seed,
                                            uint8_t *const unlike[stuff_kinds],
                                            const scalp_work *work, uint8_t *label,
                                            scalp_error *error);

/* Fills label and alpha, whose zeroed planes are there. */
SCALP_CHECKED scalp_status scalp_stuff_soften(const scalp_image *image, const stuff_look *look,
                                              const uint8_t *label, const bool used[stuff_kinds],
                                              const scalp_work *work, const stuff_planes *out,
                                              scalp_error *error);

/* Fills scalp_segments.cover. */
void scalp_stuff_cover(const scalp_image *image, const stuff_look *look, const uint8_t *seed,
                       const uint8_t *label, const scalp_work *work, uint8_t *to);

/* Means over squares of 2 reach + 1 cells, cut at the borders; `scratch` as large as the field. */
void scalp_stuff_box(const stuff_look *look, float *field, float *scratch, int reach,
                     const scalp_work *work);

#endif
