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

/* SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_bvh_make(const scalp_mesh *mesh, const scalp_work *work,
                                          const scalp_bvh **bvh, scalp_error *error);
/* The surface point nearest to `from`; the lowest face number wins a tie. */
scalp_mesh_point scalp_bvh_closest(const scalp_bvh *bvh, scalp_vec3 from, double *distance_mm);
/* The first hit of the ray origin + s * direction with s > minimum, or false. */
bool scalp_bvh_cast(const scalp_bvh *bvh, scalp_vec3 origin, scalp_vec3 direction, double minimum,
                    scalp_mesh_point *hit, double *s);

/* Distance along the surface from the nearest of `sources` to every vertex, mm, by a front that is
 * carried from triangle to triangle: two known corners say where the source would lie if the
 * surface on the way were unrolled, and so how far the third is (Novotni & Klein, "Computing
 * geodesic distances on triangular meshes", 2002), mended by the directions in which the front came
 * to the two. Within 0.01 % in a plane, 1 % on a sphere of 40 edges round. What lies farther than
 * `limit_mm` (0: no limit) or cannot be reached is HUGE_VAL. SCALP_ERR_INPUT (no source, or one
 * outside the mesh), SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_geodesic_make(const scalp_mesh *mesh,
                                               const scalp_mesh_point *sources, size_t source_count,
                                               double limit_mm, const scalp_work *work,
                                               const double **distance_mm, scalp_error *error);

/* ---- Strips laid flat ---------------------------------------------------------------------- */

/* A strip of the surface along a line, developed into the plane: lengths along the line and the
 * line's turns within the surface are kept, and so are distances straight out from it; what lies
 * beside the line on a surface that is curved both ways comes out longer or shorter (Gauss 1827:
 * on a sphere of radius R by about d^2 / 2 R^2 at the distance d). */
typedef struct scalp_strip {
    scalp_mesh mesh;        /* the strip in space */
    const scalp_vec2 *flat; /* each of its vertices in the plane, mm; the line runs along +x from
                               (0, 0) at first, its left seen from outside towards +y */
    const scalp_bvh *bvh;   /* of `mesh` */
    double length_mm;       /* of the line */
    size_t columns_left;    /* vertices of its last row behind that of the line's end */
} scalp_strip;

#define SCALP_STRIP_MAX_MM 1000.0

typedef struct scalp_strip_params {
    double left_mm, right_mm; /* how far it reaches to either side; >= 0, one of them > 0 */
    double step_mm;           /* of its grid; 0: 2 */
} scalp_strip_params;

/* `line`: `count` points on or near the surface, smooth: where it turns more sharply than the strip
 * is wide the folded part is left out. `mesh` is that of `bvh`. SCALP_ERR_INPUT (no line, no
 * width), SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_strip_make(const scalp_mesh *mesh, const scalp_bvh *bvh,
                                            const scalp_vec3 *line, size_t count,
                                            const scalp_strip_params *params,
                                            const scalp_work *work, const scalp_strip **strip,
                                            scalp_error *error);
/* Where a point of the surface lies in the plane; false: farther than `most_mm` from the strip. */
bool scalp_strip_place(const scalp_strip *strip, scalp_vec3 point, double most_mm,
                       scalp_vec2 *flat);

/* ---- What is in the skin already ----------------------------------------------------------- */

typedef enum scalp_site_kind {
    SCALP_SITE_FOLLICLE, /* a hair that is there */
    SCALP_SITE_DOT,      /* pigment that is there */
} scalp_site_kind;

#define SCALP_SITE_MAX_RADIUS_MM 2.0
#define SCALP_SITE_MAX_OFF_MM 5.0

/* Something in the skin that stays where it is. */
typedef struct scalp_site {
    scalp_mesh_point at; /* on the surface */
    scalp_vec3 point;    /* where it was found, mm; not farther from `at` than
                            SCALP_SITE_MAX_OFF_MM */
    double radius_mm;    /* no dot's middle comes nearer; 0..SCALP_SITE_MAX_RADIUS_MM */
    double weight;       /* how many dots of the wanted density it is worth: its present strength,
                            0..1 */
    scalp_site_kind kind;
} scalp_site;

/* Where something that was found at `from` lies on the surface: the nearest place, and of a thin
 * sheet's two sides the one that looks the way of `normal` ((0, 0, 0): whichever is nearest).
 * `from` is finite. `distance_mm`, unless NULL, is how far away that is. */
scalp_mesh_point scalp_site_place(const scalp_mesh *mesh, const scalp_bvh *bvh, scalp_vec3 from,
                                  scalp_vec3 normal, double *distance_mm);

/* ---- Scans ------------------------------------------------------------------------------- */

/* How a scan looks, beside its shape. */
typedef struct scalp_mesh_look {
    const uint8_t (*rgba)[4]; /* sRGB and opacity of each vertex; NULL: none */
    const float (*uv)[3][2];  /* of each face's corners, (0,0) the top left of the texture; NULL */
    scalp_bytes texture;      /* a JPEG or PNG file as it came; size 0: none */
} scalp_mesh_look;

/* same[i] becomes the first vertex that lies within `tolerance_mm` of vertex i and is not the same
 * as an earlier one itself; 0: at exactly its place. `same` has `count` places.
 * SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_mesh_weld(const scalp_vec3 *vertices, size_t count,
                                           double tolerance_mm, const scalp_work *work,
                                           uint32_t *same, scalp_error *error);

typedef struct scalp_mesh_clean_params {
    double weld_mm;  /* vertices that near are one; 0: 0.001 */
    double close_mm; /* holes with a rim no longer than that are closed; 0: none */
    bool every_part; /* keep all parts, not just the largest */
} scalp_mesh_clean_params;

/* A closed rim of open edges. */
typedef struct scalp_mesh_hole {
    size_t edges;
    double rim_mm;     /* length of the rim */
    scalp_vec3 middle; /* mean of the rim's vertices */
    bool closed;       /* by cleaning */
} scalp_mesh_hole;

/* What was wrong with a scan. Holes are those of the parts that were kept; the longest first. */
typedef struct scalp_mesh_defects {
    size_t welded_vertices;  /* that lay on another one */
    size_t unused_vertices;  /* of no face */
    size_t collapsed_faces;  /* with two corners at one place */
    size_t duplicate_faces;  /* with the corners of another one */
    size_t branching_edges;  /* of more than two faces */
    size_t pinched_vertices; /* where two fans of faces meet in a point */
    size_t one_sided_edges;  /* whose faces cannot both face outwards (a Moebius strip) */
    size_t flipped_faces;    /* facing inwards, or otherwise than their neighbours */
    size_t parts;            /* connected over edges */
    size_t other_faces;      /* of parts that were not kept, or more than an edge can have */
    size_t open_edges;
    size_t hole_count;
    const scalp_mesh_hole *holes;
} scalp_mesh_defects;

typedef struct scalp_mesh_cleaned {
    scalp_mesh mesh; /* manifold: every edge has one or two faces, every vertex one fan */
    scalp_mesh_look look;
    double area_mm2; /* before holes were closed */
    scalp_mesh_defects defects;
} scalp_mesh_cleaned;

/* Welds, drops collapsed and doubled faces, keeps the part of the largest area, turns its faces
 * outwards, cuts it open where it branches or is pinched, and closes small holes by fans about the
 * middle of their rims. Where more than two faces share an edge, those that lead on most straight
 * stay together. A rim of more than sqrt(2 x area) is the edge of the scan, no hole, and stays.
 * `look` NULL: none. Vertices and faces keep their order. SCALP_ERR_INPUT (no face with an area is
 * left), SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_mesh_clean(const scalp_mesh *mesh, const scalp_mesh_look *look,
                                            const scalp_mesh_clean_params *params,
                                            const scalp_work *work, scalp_mesh_cleaned *cleaned,
                                            scalp_error *error);

/* A surface of about `faces` faces (fewer by one at most, more where no edge can go without folding
 * it) by collapsing edges, the one that moves the surface least first (Garland & Heckbert, "Surface
 * simplification using quadric error metrics", 1997). `mesh` is manifold, as cleaning makes it, and
 * so is the result; rims stay where they are. Colours of vertices follow, places in a texture do
 * not. `look` may be NULL; `look_out` is filled. SCALP_ERR_INPUT (fewer than 4 faces asked for),
 * SCALP_ERR_MEMORY, SCALP_ERR_CANCELLED. */
SCALP_CHECKED scalp_status scalp_mesh_decimate(const scalp_mesh *mesh, const scalp_mesh_look *look,
                                               size_t faces, const scalp_work *work,
                                               scalp_mesh *mesh_out, scalp_mesh_look *look_out,
                                               scalp_error *error);

#ifdef __cplusplus
}
#endif
#endif
