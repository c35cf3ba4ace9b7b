/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of scalp_render_photo, in the order they run. Private to this room.
 *
 *     map     what the camera sees of the head, about two samples per mm: density, tilt, ears
 *     edge    the head's outline in the photo, and how far the model's has to move to meet it
 *     ink     what the dots of each zone and session look like:
 *               channel   what a camera's red, green and blue see of a spectrum
 *               profile   contrast of one dot in each of them
 *               kernel    that as tables of a narrow core and a wide skirt
 *     splat   every visible dot: where in the photo, how foreshortened, how much
 *     haze    the wide skirts and the mean darkening, as optical density on a fine grid
 *     tile    cores drawn where they are resolved, averaged down, multiplied into the photo
 */
#ifndef SCALPTOR_RENDER_PHOTO_H
#define SCALPTOR_RENDER_PHOTO_H

#include "raster.h"

#include <scalptor/render.h>

/* Cells over the photo: cell (i, j) has its centre at photo pixel (x0 + i step, y0 + j step). */
typedef struct photo_grid {
    double x0, y0, step; /* px */
    int width, height;
} photo_grid;

/* Between which four cells a place of the photo lies, and how far from the first. */
typedef struct photo_place {
    size_t at[4]; /* left and right above, left and right below */
    float fx, fy;
} photo_place;

/* Bilinear between cell centres, held at the borders; `at` for several fields of one grid. */
photo_place scalp_grid_place(const photo_grid *grid, double x, double y);
float scalp_grid_at(const photo_place *place, const float *values);
float scalp_grid_sample(const photo_grid *grid, const float *values, double x, double y);

/* ---- channel.c --------------------------------------------------------------------------- */

enum { photo_bands = 3 };

/* What each wavelength of a scalp_spectrum adds to red, green and blue of that skin; each band's
 * weights sum to 1. */
typedef struct photo_channels {
    double weight[photo_bands][SCALP_SPECTRUM_COUNT];
} photo_channels;

/* `skin`: what the bare skin reflects. */
void scalp_photo_channels(scalp_light light, const scalp_spectrum *skin, photo_channels *channels);
void scalp_photo_channels_mean(const photo_channels *channels, const double *spectrum,
                               double mean[photo_bands]);

/* ---- profile.c --------------------------------------------------------------------------- */

enum { photo_profile_steps = 400 };

/* Contrast in each channel at i hundredths of a millimetre from the dot's middle. */
typedef struct photo_profile {
    double contrast[photo_bands][photo_profile_steps + 1];
    double total_mm2[photo_bands]; /* over the whole plane, beyond the last step as well */
    double hwhm_mm;                /* of green; 0 where nothing is seen */
} photo_profile;

/* What becomes of a dot with the days, and in whose skin. */
typedef struct photo_deposit {
    scalp_deposit healed;                     /* at day 28 of the middle client */
    double dmua_per_mm[SCALP_SPECTRUM_COUNT]; /* of it */
    scalp_faded faded;
} photo_deposit;

SCALP_CHECKED scalp_status scalp_photo_profile(const photo_deposit *deposit,
                                               const scalp_skin_parts *skin,
                                               const photo_channels *channels,
                                               const scalp_work *work, photo_profile *profile,
                                               scalp_error *error);
/* Optical density in each channel that more blood in the papillary dermis adds to the skin. */
SCALP_CHECKED scalp_status scalp_photo_redness(double erythema, const scalp_skin_parts *skin,
                                               const photo_channels *channels,
                                               const scalp_work *work, double density[photo_bands],
                                               scalp_error *error);
/* What the bare skin reflects of light straight in, its surface's own reflection left out. */
SCALP_CHECKED scalp_status scalp_photo_bare(const scalp_skin_parts *skin, const scalp_work *work,
                                            scalp_spectrum *bare, scalp_error *error);

/* ---- kernel.c ---------------------------------------------------------------------------- */

/* The bands beside one another, and one that is always 0, for the processor's sake. */
enum { photo_kernel_steps = 256, photo_lanes = photo_bands + 1 };

/* A round profile that is 0 from its radius on: values at r^2 / radius^2 = i / steps. */
typedef struct photo_kernel {
    double radius_mm;
    float steps_per_mm2; /* of the table */
    float value[photo_kernel_steps + 2][photo_lanes];
} photo_kernel;

/* How a dot is drawn. The skirt is optical density, the core contrast under it: together they have
 * the dot's profile, and exactly its integral is taken from the light. */
typedef struct photo_kernels {
    photo_kernel core, skirt;
    double core_sigma_mm, skirt_sigma_mm; /* of bells as wide as these two */
    double core_mm2[photo_bands];         /* integral of the core's contrast */
    double skirt_mm2[photo_bands];        /* integral of the skirt's density */
} photo_kernels;

void scalp_photo_kernels(const photo_profile *profile, photo_kernels *kernels);

/* ---- ink.c ------------------------------------------------------------------------------- */

/* What the dots of a zone and session look like. */
typedef struct photo_ink {
    photo_deposit dot;
    photo_kernels kernels;
    double redness[photo_bands]; /* of the skin around them, as optical density */
} photo_ink;

typedef struct photo_inks {
    unsigned sessions; /* drawn */
    double reach_mm;   /* of the widest dot: how far beyond the planned zone a pixel may change */
    const photo_ink *ink[SCALP_ZONE_COUNT][SCALP_LAYOUT_MAX_SESSIONS + 1]; /* NULL: no dots */
    double share[SCALP_ZONE_COUNT][SCALP_LAYOUT_MAX_SESSIONS + 1];         /* of the zone's dots */
} photo_inks;

SCALP_CHECKED scalp_status scalp_photo_inks(const scalp_plan *plan,
                                            const scalp_render_params *params,
                                            const scalp_work *work, photo_inks *inks,
                                            scalp_error *error);
/* How much of such a dot that is there already is drawn: all of it where its age says what is left.
 */
double scalp_photo_placed_weight(const scalp_placed *placed, unsigned session, unsigned zone);
/* One dot's weight by the cosine of its tilt: 1 up to 60 degrees, 0 from 75; what is missing is
 * drawn as mean darkening. */
double scalp_photo_dot_weight(double cosine);

/* ---- map.c ------------------------------------------------------------------------------- */

typedef struct photo_map {
    photo_grid grid;
    double px_per_mm;         /* in the middle of what is drawn */
    const float *depth_mm;    /* infinite where nothing is */
    float *density;           /* dots per mm2 of skin; 0 off the head */
    float *haze[photo_bands]; /* mean darkening where dots give way, with the redness, as density */
    float *ear;               /* 0..1 */
    float *inside;            /* 1 on the head, 0 off it */
    float *edge; /* -1 where the head covers the pixel wholly, 1 where it does not at all, linear
                    between and beyond; NULL: no outline is near */
    float *shift_x, *shift_y; /* model -> photo, px; NULL: nothing moves */
} photo_map;

SCALP_CHECKED scalp_status scalp_photo_map(const scalp_scene *scene, const photo_inks *inks,
                                           const scalp_work *work, photo_map *map,
                                           scalp_error *error);
/* The same map, sampled in the photo's place instead of the model's. */
scalp_vec2 scalp_map_model_from_photo(const photo_map *map, double x, double y);
scalp_vec2 scalp_map_photo_from_model(const photo_map *map, double x, double y);

/* ---- edge.c ------------------------------------------------------------------------------ */

/* Fills the edge and the shifts. */
SCALP_CHECKED scalp_status scalp_photo_edge(const scalp_image *photo, const scalp_work *work,
                                            photo_map *map, scalp_error *error);

/* ---- splat.c ----------------------------------------------------------------------------- */

/* r^2 in mm2 = xx dx^2 + 2 xy dx dy + yy dy^2, dx and dy in photo pixels. */
typedef struct photo_metric {
    float xx, xy, yy;
    float gain; /* makes up for a widening that keeps the narrow axis drawable */
} photo_metric;

typedef struct photo_splat {
    double x, y; /* photo px */
    const photo_ink *ink;
    float weight;
    photo_metric core, skirt;
} photo_splat;

typedef struct photo_splats {
    const photo_splat *items; /* in the plan's order */
    size_t count;
} photo_splats;

/* Sizes, in photo px, of the cells that the two parts of a dot are drawn on. */
typedef struct photo_cells {
    double core_px, skirt_px;
} photo_cells;

SCALP_CHECKED scalp_status scalp_photo_splats(const scalp_scene *scene, const photo_inks *inks,
                                              const photo_map *map, const photo_cells *cells,
                                              const scalp_work *work, photo_splats *splats,
                                              scalp_error *error);
/* Half the width and height, in px, of where the metric gives less than radius_mm. */
scalp_vec2 scalp_metric_box(const photo_metric *metric, double radius_mm);

/* The cells that an item touches; last before first: none. */
typedef struct photo_span {
    int x0, x1, y0, y1;
} photo_span;

typedef struct photo_spans {
    const photo_span *items;
    size_t count;
    int columns, rows; /* of the cells */
} photo_spans;

/* Which items touch each cell, in their order: those of cell i are items[start[i]] up to, but
 * without, items[start[i + 1]]. */
typedef struct photo_bins {
    const uint32_t *start;
    const uint32_t *items;
} photo_bins;

SCALP_CHECKED scalp_status scalp_photo_bins(const photo_spans *spans, const scalp_work *work,
                                            photo_bins *bins, scalp_error *error);

/* ---- haze.c ------------------------------------------------------------------------------ */

typedef struct photo_haze {
    photo_grid grid;
    float (*density)[photo_lanes];
    float *free; /* 1 but on the ears */
    float *edge; /* as in the map, in the photo's place; NULL */
} photo_haze;

SCALP_CHECKED scalp_status scalp_photo_haze(const photo_map *map, const photo_splats *splats,
                                            const photo_grid *grid, const scalp_work *work,
                                            photo_haze *haze, scalp_error *error);

/* ---- tile.c ------------------------------------------------------------------------------ */

/* Draws into `pixels`, a copy of the photo's. `fine`: samples per pixel along each axis. */
SCALP_CHECKED scalp_status scalp_photo_tiles(const scalp_image *photo, const photo_splats *splats,
                                             const photo_haze *haze, int fine,
                                             const scalp_work *work, void *pixels,
                                             scalp_error *error);

#endif
