/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: dots drawn on a photo in linear light, and the head itself drawn as a photo. */
#ifndef SCALPTOR_RENDER_H
#define SCALPTOR_RENDER_H

#include <scalptor/fading.h>
#include <scalptor/plan.h>
#include <scalptor/segment.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum scalp_light {
    SCALP_LIGHT_DAYLIGHT,
    SCALP_LIGHT_WARM,
    SCALP_LIGHT_FLASH,
    SCALP_LIGHT_COUNT,
} scalp_light;

const char *scalp_light_name(scalp_light light);
bool scalp_light_find(const char *name, scalp_light *light);

typedef struct scalp_render_params {
    scalp_stage stage; /* of the last session drawn; earlier ones are as old as the days say */
    scalp_band band;
    /* In which the dots are seen by a camera that takes it for white; of a rendered head also the
     * lamp. The picture keeps the light it was taken in. */
    scalp_light light;
    unsigned sessions; /* draw sessions 1..n; 0: all */
    /* When each session was or will be, counted from any day; the usual days of a scalp
     * apart (scalp_plan_usual_days) where they do not rise. */
    double session_day[SCALP_LAYOUT_MAX_SESSIONS];
    const scalp_skin_parts *skin; /* NULL: of 41 degrees */
    const scalp_wear *wear;       /* one for each scalp_zone; NULL: the middle client's */
} scalp_render_params;

/* How far a photo may be drawn on, in cells of `factor` x `factor` pixels, linear between their
 * middles; pixels left over at the right and below belong to the last cells. */
typedef struct scalp_mask {
    const uint8_t *cells; /* 255: may be drawn on, 0: not; NULL: all of the photo may */
    int width, height;    /* cells: the box's size / factor, rounded down */
    int factor;           /* 1 or more */
    scalp_box box;        /* of which it speaks; elsewhere the photo may be drawn on */
} scalp_mask;

/* What is drawn, and from where. */
typedef struct scalp_scene {
    scalp_camera camera;
    const scalp_head *head;
    const scalp_design *design; /* the field the plan was made from */
    const scalp_plan *plan;
    scalp_mask skin; /* where dots may be drawn on a photo */
    /* 0..1 for each vertex: the hair that a rendered head shows, clipped; NULL: none. */
    const float *hair;
} scalp_scene;

/* Draws the plan's dots on the photo: a new image that shares everything with `photo` but the
 * pixels. Pixels outside the planned zone, grown by the dot's blur, keep their bytes.
 *   - each dot multiplies the linear light of red, green and blue by 1 - C(r), integrated over the
 *     pixel, foreshortened with the surface; dots that the head itself hides are left out. C is
 *     worked out at 41 wavelengths for the plan's pigment as it is in that skin at that age;
 *   - skin around fresh dots is redder, as with twice the blood;
 *   - where the surface is tilted by more than 70 degrees the dots give way to the zone's mean
 *     darkening, drawn up to the head's outline in the photo (scalp_segment_outline);
 *   - nothing is drawn on the ears.
 * SCALP_ERR_INPUT (photo and camera differ in size), SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_render_photo(const scalp_scene *scene, const scalp_image *photo,
                                              const scalp_render_params *params,
                                              const scalp_work *work, scalp_image *picture,
                                              scalp_error *error);

/* Draws the design's hairline and the outlines of its areas, their holes, moles and single spots
 * over a picture of that camera: a new image, for the talk about the design. Lines that the head
 * hides are left out. SCALP_ERR_INPUT (picture and camera differ in size), SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_render_lines(const scalp_scene *scene, const scalp_image *image,
                                              const scalp_work *work, scalp_image *picture,
                                              scalp_error *error);

/* How the head itself is to look. */
typedef struct scalp_head_look {
    scalp_lab skin;
    scalp_light light;
    uint64_t seed; /* of the skin's fine mottling */
    /* 0..1 for each vertex of the head: how much of the brow hair is left out there, so that it
     * does not hide dots; NULL: none. */
    const float *bare_brow;
    /* 0..1 for each vertex: how much of a full head's hair grows there, drawn clipped to `hair_mm`
     * (0.2..0.75 are kept); NULL: none. */
    const float *hair;
    double hair_mm, grey_share; /* 0..1 of the hairs */
    scalp_lab hair_colour;
} scalp_head_look;

/* Draws the head as a photograph: shaded skin of that colour, brows and lips, the hair asked for, a
 * plain ground, no dots (draw them with scalp_render_photo). Where skin faces the camera in the
 * open its diffuse light has just that colour (in warm light: that lightness); gloss comes on top.
 * 8-bit sRGB, camera->width x height, each at most 12000. SCALP_ERR_LIMIT, SCALP_ERR_MEMORY,
 * SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_render_head(const scalp_head *head, const scalp_camera *camera,
                                             const scalp_head_look *look, const scalp_work *work,
                                             scalp_image *picture, scalp_error *error);

/* The scars of the design as they are before the treatment, on a picture of the bare head: line and
 * patch scars and each of `spots` (scalp_layout_spots) as much lighter as scalp_skin_scar is than
 * `skin`, with the light's spread in the skin as rim. A new image; without scars the same one.
 * 8-bit pictures of the scene's camera. SCALP_ERR_INPUT, SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_render_scars(const scalp_scene *scene,
                                              const scalp_pale_spot *spots, size_t count,
                                              const scalp_skin_parts *skin, scalp_light light,
                                              const scalp_image *image, const scalp_work *work,
                                              scalp_image *picture, scalp_error *error);

/* What the head that was fitted to a photo says about it, for scalp_segment_strokes: skin is seeded
 * on the upper face, background well outside the outline; what does not look like
 * skin is guessed to be hair on the scalp and other on the face. SCALP_ERR_INPUT (a camera without
 * focal length), SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_render_seeds(const scalp_head *head, const scalp_camera *camera,
                                              const scalp_work *work, scalp_seed_map *map,
                                              scalp_error *error);

/* Adds to `sum` what the plane (0..255 as 0..1, a value per pixel of the photo) shows at each
 * vertex of the head that the camera sees at less than about 70 degrees, times the cosine, and to
 * `weight` the cosine: sum / weight over several photos is their mean. SCALP_ERR_INPUT,
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_render_carry(const scalp_head *head, const scalp_camera *camera,
                                              const uint8_t *plane, const scalp_work *work,
                                              double *sum, double *weight, scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
