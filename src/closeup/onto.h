/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts that lay photos on the head share. Private to this room. */
#ifndef SCALPTOR_INSPECT_ONTO_H
#define SCALPTOR_INSPECT_ONTO_H

#include <scalptor/closeup.h>

/* ---- Rays --------------------------------------------------------------------------------- */

/* Where the ray through a pixel meets the skin first. */
typedef struct onto_landing {
    scalp_mesh_point at;
    scalp_vec3 position, normal;
    double cosine;      /* of the surface's normal against the line of sight */
    double mm2_per_px2; /* skin under a square pixel */
} onto_landing;

/* Away from the camera, in the head's frame; its part along the camera's axis is 1. */
scalp_vec3 onto_ray(const scalp_camera *camera, scalp_vec2 px);
bool onto_land(const scalp_mesh *mesh, const scalp_bvh *bvh, const scalp_camera *camera,
               scalp_vec2 px, onto_landing *landing);
/* Skin of that normal at that place: mm2 under a square pixel. */
double onto_mm2_per_px2(const scalp_camera *camera, scalp_vec3 place, scalp_vec3 normal);
/* The camera after a small turn about the pivot (radians, its own axes) and a shift (mm). */
scalp_camera onto_moved(const scalp_camera *camera, scalp_vec3 pivot, const double by[6]);

/* ---- Least squares ------------------------------------------------------------------------- */

/* Solves a x = b for a symmetric positive definite n x n array, which is spent; b becomes x.
 * False when it is not definite. */
bool onto_solve(double *a, double *b, size_t n);
/* The inverse, in `inverse`; `a` is spent. False as above. */
bool onto_invert(double *a, double *inverse, size_t n);

/* ---- Neighbours ---------------------------------------------------------------------------- */

/* Points in cubes of `cell` mm, for looking up what is near. */
typedef struct onto_grid {
    const scalp_vec3 *at;
    double cell;
    size_t mask;
    const uint32_t *head, *next; /* UINT32_MAX ends */
} onto_grid;

SCALP_CHECKED scalp_status onto_grid_make(const scalp_vec3 *at, size_t count, double cell,
                                          const scalp_work *work, onto_grid *grid,
                                          scalp_error *error);
/* Calls see(context, index) for all points within `reach` of the place, each once. */
void onto_grid_near(const onto_grid *grid, scalp_vec3 place, double reach,
                    void (*see)(void *context, uint32_t index), void *context);
/* The nearest within `reach`, or UINT32_MAX; the lowest number wins a tie. */
uint32_t onto_grid_nearest(const onto_grid *grid, scalp_vec3 place, double reach);

/* ---- Dots as one photo has them ------------------------------------------------------------- */

typedef struct onto_sight {
    uint32_t photo, found;
    onto_landing on;
} onto_sight;

/* Dots of one photo that lie on the head, by their number in `sights`. */
typedef struct onto_views {
    onto_sight *sights;
    scalp_vec3 *places; /* of each */
    size_t *first;      /* of each photo, and one more: the end */
    double *spacing_mm; /* of each photo's dots: 1 / sqrt(density); 0: too few */
    onto_grid *grids;   /* of each photo, numbers from its first */
} onto_views;

SCALP_CHECKED scalp_status onto_views_make(const scalp_mesh *mesh, const scalp_bvh *bvh,
                                           const scalp_onto_photo *photos, size_t count,
                                           const scalp_work *work, onto_views *views,
                                           scalp_error *error);

/* Two sights of one dot. */
typedef struct onto_match {
    uint32_t a, b; /* sights, of photos in rising order */
} onto_match;

typedef struct onto_matches {
    onto_match *list;
    size_t count, most;
    uint8_t *met; /* photos x photos: 1 where their dots agree */
} onto_matches;

/* Finds which dots of two photos are the same, photo by photo: where the dots around a place agree
 * on one shift of up to `reach_mm` far better than chance, each with its nearest. */
SCALP_CHECKED scalp_status onto_match_all(const onto_views *views, size_t photos, double reach_mm,
                                          const scalp_work *work, onto_matches *matches,
                                          scalp_error *error);

/* Moves the photos that may move until their dots agree; fills in what is left. `reach_mm`: how
 * far they may disagree before. */
SCALP_CHECKED scalp_status onto_join(const scalp_mesh *mesh, const scalp_bvh *bvh,
                                     scalp_onto_photo *photos, size_t count, double reach_mm,
                                     const scalp_work *work, onto_views *views,
                                     onto_matches *matches, scalp_onto *onto, scalp_error *error);

/* ---- Skin that was seen ---------------------------------------------------------------------- */

/* The reason at a pixel of the photo. */
scalp_unseen onto_why(const scalp_onto_photo *photo, scalp_vec2 px);
SCALP_CHECKED scalp_status onto_cells_make(const scalp_mesh *mesh, const scalp_bvh *bvh,
                                           const uint8_t *scope, const scalp_onto_photo *photos,
                                           size_t count, const scalp_work *work,
                                           scalp_onto_cells *cells, scalp_error *error);

#endif
