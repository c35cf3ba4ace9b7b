/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program that meshes the standard head once, while the product is built.
 *
 *     data/head_radius.csv  --+
 *     data/head_parts.csv   --+--> implicit function --> surface nets --> refine --> C tables
 *     data/head_paths.csv   --+       (shape.c)           (net.c)      (refine.c)   (main.c)
 *     data/head_sculpt.csv  ------------------------------------------> (sculpt.c) ----^
 *
 * Only + - x / sqrt and base's functions, so that the tables have the same bytes everywhere. All
 * work is done on the half x >= 0; the other half is its mirror image. */
#ifndef SCALP_HEAD_GEN_H
#define SCALP_HEAD_GEN_H

#include <scalptor/base.h>

#define GEN_SPACING_MM 2.5     /* of the grid, and so about the edge length on the scalp */
#define GEN_NECK_CUT_MM -138.0 /* height of the flat end of the neck */

typedef struct gen_shape gen_shape;

gen_shape *gen_shape_open(void);
void gen_shape_close(gen_shape *shape);
/* About the distance to the surface of the whole head, negative inside; even in x. */
double gen_shape_value(const gen_shape *shape, scalp_vec3 p);
/* The same for the skull and face alone: no nose, lips, lids, ears and neck. */
double gen_shape_base(const gen_shape *shape, scalp_vec3 p);
/* The ears alone. */
double gen_shape_ear(const gen_shape *shape, scalp_vec3 p);
/* Moves `p` onto the surface along the gradient. */
scalp_vec3 gen_shape_project(const gen_shape *shape, scalp_vec3 p);
/* Nearest of the paths whose name starts with `name`; a large number when there is none. */
double gen_shape_path_distance(const gen_shape *shape, const char *name, scalp_vec3 p);

typedef struct gen_mesh {
    size_t vertex_count, vertex_room, face_count, face_room;
    scalp_vec3 *vertices; /* x exactly 0 on the plane of symmetry, never below */
    uint32_t (*faces)[3];
} gen_mesh;

uint32_t gen_mesh_add_vertex(gen_mesh *mesh, scalp_vec3 p);
void gen_mesh_add_face(gen_mesh *mesh, uint32_t a, uint32_t b, uint32_t c);
void gen_mesh_close(gen_mesh *mesh);

typedef struct gen_edge {
    uint32_t low, high; /* vertices */
    uint32_t face;
    uint32_t corner; /* of the face, opposite to the edge */
} gen_edge;

/* All edges of all faces, sorted, so that the two faces of an edge lie side by side. */
gen_edge *gen_mesh_edges(const gen_mesh *mesh);

/* Surface nets (Gibson 1998) on a regular grid. */
gen_mesh gen_net_make(const gen_shape *shape);
/* Splits edges where the form is fine (face, ears), flips and relaxes, all on the surface. */
void gen_refine(const gen_shape *shape, gen_mesh *mesh);
/* Where the sculpted face has a place of the meshed one. */
scalp_vec3 gen_sculpted(scalp_vec3 p, bool female);
/* Number of edges that are neither shared by two faces nor lie on the plane of symmetry. */
size_t gen_mesh_faults(const gen_mesh *mesh);

/* Meridians of the scalp chart: half planes through the axis x = 0, z = that of the vertex. */
#define GEN_MERIDIANS                                                                              \
    73               /* every 2.5 degrees from the front, 0, round the left to the back, 180       \
                      */
#define GEN_KNOTS 96 /* points of each, GEN_KNOT_MM apart along the surface */
#define GEN_KNOT_MM 3.0

typedef struct gen_chart {
    scalp_vec3 top; /* the vertex of the head */
    scalp_vec3 knots[GEN_MERIDIANS][GEN_KNOTS];
} gen_chart;

gen_chart *gen_chart_open(const gen_shape *shape, scalp_vec3 top);
/* Meridian (fractional) and arc length of a point. */
void gen_chart_find(const gen_chart *chart, scalp_vec3 p, double *meridian, double *arc_mm);
/* Continues the arc lengths of the mesh's vertices under the jaw and over the neck. */
bool gen_chart_below(const gen_mesh *mesh, scalp_vec3 top, double *arc_mm);

#endif
