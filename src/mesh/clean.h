/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside mesh: a surface under repair. A half edge is one side of one face: half 3 f + k runs from
 * corner k of face f to the next. */
#ifndef SCALPTOR_MESH_CLEAN_H
#define SCALPTOR_MESH_CLEAN_H

#include <scalptor/mesh.h>

#define SCALP_NO_HALF UINT32_MAX

typedef struct scalp_soup {
    size_t vertex_count, face_count;
    scalp_vec3 *vertices;
    scalp_face *faces;
    uint32_t *vertex_from;      /* vertex of the scan that it was */
    uint32_t (*corner_from)[3]; /* half edges of the scan that started at the corners */
} scalp_soup;

static inline uint32_t scalp_half_next(uint32_t half) {
    return half % 3 == 2 ? half - 2 : half + 1;
}

static inline uint32_t scalp_half_before(uint32_t half) {
    return half % 3 == 0 ? half + 2 : half - 1;
}

static inline uint32_t scalp_half_start(const scalp_face *faces, uint32_t half) {
    return faces[half / 3].v[half % 3];
}

static inline uint32_t scalp_half_end(const scalp_face *faces, uint32_t half) {
    return scalp_half_start(faces, scalp_half_next(half));
}

/* Which half edges lie on each other; SCALP_NO_HALF where a face ends. Of more than two on an edge,
 * the straightest two go together, then the straightest of the rest. `oriented`: only those that
 * run in opposite directions. `branching` counts edges of more than two. */
SCALP_CHECKED scalp_status scalp_halves_pair(const scalp_soup *soup, bool oriented,
                                             const scalp_work *work, uint32_t **pair,
                                             size_t *branching, scalp_error *error);

/* Finds the parts, turns faces outwards, and leaves out the parts that are not wanted. */
SCALP_CHECKED scalp_status scalp_parts_settle(scalp_soup *soup, uint32_t *pair, bool every_part,
                                              const scalp_work *work, scalp_mesh_defects *defects,
                                              scalp_error *error);

/* Leaves out faces of state 0, and the vertices that then have none. SCALP_ERR_MEMORY. */
SCALP_CHECKED scalp_status scalp_soup_compact(scalp_soup *soup, const uint8_t *state,
                                              const scalp_work *work, scalp_error *error);

/* Where splitting does not part the faces of an edge, because they hang together round both of its
 * ends, the straightest two stay: state 0 for the others, 1 for the rest; how many are 0. */
SCALP_CHECKED scalp_status scalp_extras_find(const scalp_soup *soup, const scalp_work *work,
                                             uint8_t *state, size_t *count, scalp_error *error);

/* Gives every fan of faces a vertex of its own. */
SCALP_CHECKED scalp_status scalp_fans_split(scalp_soup *soup, const uint32_t *pair,
                                            const scalp_work *work, scalp_mesh_defects *defects,
                                            scalp_error *error);

/* A face that closes a hole: `half` is the one on the rim it stands against, `top` the new vertex,
 * or the third corner of a hole of three edges. */
typedef struct scalp_patch {
    scalp_face face;
    uint32_t half;
} scalp_patch;

typedef struct scalp_patches {
    size_t face_count, vertex_count;
    scalp_patch *faces;
    scalp_vec3 *vertices;       /* follow those of the soup */
    uint32_t (*near_vertex)[2]; /* of the soup: where the new vertex takes its colour from */
} scalp_patches;

/* Finds the holes and what would close the small ones. `area_mm2` is that of the soup. */
SCALP_CHECKED scalp_status scalp_holes_find(const scalp_soup *soup, const uint32_t *pair,
                                            double close_mm, double area_mm2,
                                            const scalp_work *work, scalp_patches *patches,
                                            scalp_mesh_defects *defects, scalp_error *error);

#endif
