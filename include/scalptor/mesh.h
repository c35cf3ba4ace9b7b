/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A triangle surface in millimetres, its bounding volume hierarchy, and points on it. */
#ifndef SCALPTOR_MESH_H
#define SCALPTOR_MESH_H

#include <scalptor/base.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SCALP_MESH_MAX_VERTICES 8000000u
#define SCALP_MESH_MAX_FACES 16000000u

typedef struct scalp_face {
    uint32_t v[3]; /* counter-clockwise seen from outside */
} scalp_face;

/* Immutable once made; the arrays live in somebody's arena. */
typedef struct scalp_mesh {
    size_t vertex_count, face_count;
    const scalp_vec3 *vertices;
    const scalp_vec3 *normals; /* one unit vector per vertex, area-weighted; never NULL */
    const scalp_face *faces;
} scalp_mesh;

/* A point of the surface. The weights of the face's three corners are 1-u-v, u, v. */
typedef struct scalp_mesh_point {
    uint32_t face;
    double u, v;
} scalp_mesh_point;

/* Takes over the two arrays (which must outlive the mesh), checks them and makes the normals.
 * SCALP_ERR_INPUT (no faces, an index out of range, a coordinate that is not finite),
 * SCALP_ERR_LIMIT, SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_mesh_make(const scalp_vec3 *vertices, size_t vertex_count,
                                           const scalp_face *faces, size_t face_count,
                                           const scalp_work *work, scalp_mesh *mesh,
                                           scalp_error *error);

double scalp_mesh_face_area_mm2(const scalp_mesh *mesh, size_t face);
/* Unit outward normal, (0,0,0) for a face without area. */
scalp_vec3 scalp_mesh_face_normal(const scalp_mesh *mesh, size_t face);
double scalp_mesh_area_mm2(const scalp_mesh *mesh);
scalp_vec3 scalp_mesh_position(const scalp_mesh *mesh, scalp_mesh_point point);
/* The corners' normals, blended; unit length. */
scalp_vec3 scalp_mesh_normal(const scalp_mesh *mesh, scalp_mesh_point point);
/* A per-vertex field, linear within the face. */
double scalp_mesh_field(const scalp_mesh *mesh, const double *field, scalp_mesh_point point);

/* Edges used by one face only, and edges used by more than two or twice in the same direction.
 * A closed, oriented surface has none of either. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_mesh_edges_check(const scalp_mesh *mesh, const scalp_work *work,
                                                  size_t *boundary, size_t *bad,
                                                  scalp_error *error);

/* Bounding volume hierarchy over a mesh, which must outlive it. Immutable; safe to share. */
typedef struct scalp_bvh scalp_bvh;

SCALP_CHECKED scalp_status scalp_bvh_make(const scalp_mesh *mesh, const scalp_work *work,
                                          const scalp_bvh **bvh, scalp_error *error);
/* The surface point nearest to `from`; the lowest face number wins a tie. */
scalp_mesh_point scalp_bvh_closest(const scalp_bvh *bvh, scalp_vec3 from, double *distance_mm);
/* The first hit of the ray origin + s * direction with s > minimum, or false. */
bool scalp_bvh_cast(const scalp_bvh *bvh, scalp_vec3 origin, scalp_vec3 direction, double minimum,
                    scalp_mesh_point *hit, double *s);

#ifdef __cplusplus
}
#endif
#endif
