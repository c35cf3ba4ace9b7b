/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The template that gen/ meshes during the build, and its smooth deformation. */
#ifndef SCALP_HEAD_TEMPLATE_H
#define SCALP_HEAD_TEMPLATE_H

#include "form.h"

#define HEAD_MERIDIANS 73
#define HEAD_KNOTS 96

/* One half, x >= 0; vertices with x == 0 lie on the plane of symmetry. */
size_t head_template_vertices(void);
size_t head_template_faces(void);
/* The face of a woman, or of a man and where the sex is not said. */
scalp_vec3 head_template_vertex(size_t i, bool female);
uint8_t head_template_region(size_t i);
scalp_head_paint head_template_paint(size_t i);
/* Place of a vertex in the fan of meridians, as fractional indices. */
void head_template_chart(size_t i, double *meridian, double *knot);
const uint16_t *head_template_face(size_t f);
scalp_vec3 head_template_knot(size_t meridian, size_t knot);
scalp_vec3 head_template_landmark(scalp_landmark landmark);

/* breadth and length scale x and z, height scales y above the tragia, and fullness swells the
 * horizontal sections half-way between front and side. All 1 and fullness 0: the template, bent. */
typedef struct head_warp {
    double breadth, length, height, fullness;
    head_bend bend; /* what else sets the head apart */
} head_warp;

scalp_vec3 head_warp_apply(const head_warp *warp, scalp_vec3 p);
/* The point of the warped template's midline farthest from its glabella. Which point of the skin
 * that is depends on the warp, unlike the other landmarks. */
scalp_vec3 head_warp_opisthocranion(const head_warp *warp);
/* The four measures of the warped template. */
scalp_head_measures head_warp_measure(const head_warp *warp);
/* Finds the warp whose measures are those wanted; `form` may be NULL. SCALP_ERR_INPUT. */
SCALP_CHECKED scalp_status head_warp_find(const scalp_head_measures *wanted,
                                          const scalp_head_form *form, head_warp *warp,
                                          scalp_error *error);

#endif
