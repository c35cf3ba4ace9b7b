/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which point of a surface each pixel of a camera sees: a z-buffer that remembers the face and
 * the place in it. Private to this room. */
#ifndef SCALPTOR_RENDER_RASTER_H
#define SCALPTOR_RENDER_RASTER_H

#include <scalptor/head.h>

/* The face of a sample that sees nothing. */
#define SCALP_RASTER_NONE UINT32_MAX

/* The part of the camera's picture that is wanted; it may reach beyond the picture. */
typedef struct scalp_raster_window {
    int x0, y0, width, height; /* pixels */
    int scale;                 /* samples per pixel along each axis, 1..8; 0: 1 */
} scalp_raster_window;

/* Rows of samples, top to bottom: sample (i, j) lies at pixel
 * (x0 + (i + 0.5) / scale - 0.5, y0 + (j + 0.5) / scale - 0.5). */
typedef struct scalp_raster {
    scalp_raster_window window;
    int width, height;     /* samples: the window's times scale */
    const uint32_t *face;  /* SCALP_RASTER_NONE: nothing there */
    const float *u, *v;    /* as in scalp_mesh_point, perspective-correct */
    const float *depth_mm; /* along the camera's axis; infinite where nothing is */
} scalp_raster;

/* Draws the faces that look towards the camera. A sample on an edge belongs to exactly one of the
 * two faces, so a closed surface shows neither cracks nor double hits; of equally near faces the
 * lowest number wins. A sample's values depend neither on the window nor on the number of threads.
 * Faces that reach nearer to the camera than 1 mm are left out.
 * Results in work->memory. SCALP_ERR_INPUT (an empty window, a camera without focal length),
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_raster_make(const scalp_mesh *mesh, const scalp_camera *camera,
                                             const scalp_raster_window *window,
                                             const scalp_work *work, scalp_raster *raster,
                                             scalp_error *error);

#endif
