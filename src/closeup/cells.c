/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which bits of the head's skin the photos show, and which photo shows each best. */
#include "onto.h"

#include <math.h>

#define SPLIT 4u      /* parts along a face's side: 0.6 mm where edges are 2.5 mm long */
#define BEHIND_MM 1.0 /* what lies farther behind the first hit is hidden */
#define RADIANS (SCALP_PI / 180)

scalp_unseen onto_why(const scalp_onto_photo *photo, scalp_vec2 px) {
    const scalp_camera *c = &photo->placement.camera;
    if (!(px.x >= -0.5 && px.y >= -0.5 && px.x <= c->width - 0.5 && px.y <= c->height - 0.5))
        return SCALP_UNSEEN_OUTSIDE;
    if (!photo->window)
        return SCALP_UNSEEN_NOT;
    const scalp_window *w = photo->window;
    const scalp_vec2 mm = scalp_flat_from_px(photo->flat, px);
    const double x = floor((mm.x - w->origin_mm.x) / w->cell_mm);
    const double y = floor((mm.y - w->origin_mm.y) / w->cell_mm);
    if (!(x >= 0 && y >= 0 && x < w->columns && y < w->rows))
        return SCALP_UNSEEN_OUTSIDE;
    return (scalp_unseen)w->why[(size_t)y * (size_t)w->columns + (size_t)x];
}

/* ---- Cells of a face ------------------------------------------------------------------------ */

/* Row r of a split triangle (along v) holds 2 (split - r) - 1 cells, upright ones at even places
 * and hanging ones between them. */
static unsigned row_start(unsigned split, unsigned row) {
    return row * (2 * split - row);
}

scalp_mesh_point scalp_onto_cell_middle(const scalp_onto_cells *cells, uint32_t face, unsigned k) {
    const unsigned n = cells->split;
    unsigned row = 0;
    while (row + 1 < n && k >= row_start(n, row + 1))
        row++;
    const unsigned along = k - row_start(n, row);
    const double off = along % 2 ? 2.0 / 3 : 1.0 / 3;
    return (scalp_mesh_point){face, (along / 2 + off) / n, (row + off) / n};
}

uint32_t scalp_onto_cell_at(const scalp_onto_cells *cells, scalp_mesh_point at) {
    const unsigned n = cells->split;
    const uint32_t first = cells->first[at.face];
    if (first == UINT32_MAX)
        return UINT32_MAX;
    const double u = scalp_clamp(at.u, 0, 1) * n, v = scalp_clamp(at.v, 0, 1) * n;
    const unsigned row = v < n ? (unsigned)v : n - 1;
    unsigned column = u < n - row ? (unsigned)u : n - row - 1;
    const bool hangs = (u - column) + (v - row) > 1 && column + 1 < n - row;
    return first + row_start(n, row) + 2 * column + hangs;
}

/* ---- What is seen ---------------------------------------------------------------------------- */

typedef struct looking {
    const scalp_mesh *mesh;
    const scalp_bvh *bvh;
    const scalp_onto_photo *photos;
    size_t count;
    const scalp_onto_cells *cells;
    uint8_t *why, *owner;
    double least_cosine;
} looking;

/* Whether something lies between the camera and the place. */
static bool is_hidden(const looking *l, scalp_vec3 from, scalp_vec3 place) {
    const scalp_vec3 way = scalp_vec3_sub(place, from);
    const double length = scalp_vec3_length(way);
    scalp_mesh_point hit;
    double s;
    return scalp_bvh_cast(l->bvh, from, scalp_vec3_scale(way, 1 / length), 0, &hit, &s) &&
           s < length - BEHIND_MM;
}

/* The reason of one photo for one place; how well it shows it, px2 per mm2. */
static scalp_unseen look_at(const looking *l, const scalp_onto_photo *photo, scalp_vec3 place,
                            scalp_vec3 normal, double *quality) {
    const scalp_camera *camera = &photo->placement.camera;
    const scalp_vec3 from = scalp_camera_position(camera);
    double depth;
    const scalp_vec2 px = scalp_camera_project(camera, place, &depth);
    if (!(depth > 0))
        return SCALP_UNSEEN_OUTSIDE;
    const double cosine = scalp_vec3_dot(scalp_vec3_unit(scalp_vec3_sub(from, place)), normal);
    if (!(cosine > 0))
        return SCALP_UNSEEN_OUTSIDE;
    const scalp_unseen why = onto_why(photo, px);
    if (why == SCALP_UNSEEN_OUTSIDE)
        return why;
    if (is_hidden(l, from, place))
        return SCALP_UNSEEN_OUTSIDE;
    *quality = 1 / onto_mm2_per_px2(camera, place, normal);
    return cosine < l->least_cosine ? SCALP_UNSEEN_STEEP : why;
}

static void look_at_face(void *context, size_t face) {
    const looking *l = context;
    const uint32_t first = l->cells->first[face];
    if (first == UINT32_MAX)
        return;
    for (unsigned k = 0; k < SPLIT * SPLIT; k++) {
        const scalp_mesh_point at = scalp_onto_cell_middle(l->cells, (uint32_t)face, k);
        const scalp_vec3 place = scalp_mesh_position(l->mesh, at);
        const scalp_vec3 normal = scalp_mesh_normal(l->mesh, at);
        scalp_unseen why = SCALP_UNSEEN_OUTSIDE;
        double best = 0;
        for (size_t i = 0; i < l->count; i++) {
            double quality = 0;
            const scalp_unseen now = look_at(l, &l->photos[i], place, normal, &quality);
            const bool better =
                (now == SCALP_UNSEEN_NOT) > (why == SCALP_UNSEEN_NOT) ||
                ((now == SCALP_UNSEEN_NOT) == (why == SCALP_UNSEEN_NOT) && quality > best);
            if (now == SCALP_UNSEEN_OUTSIDE || !better)
                continue;
            why = now;
            best = quality;
            l->owner[first + k] = (uint8_t)i;
        }
        l->why[first + k] = (uint8_t)why;
    }
}

scalp_status onto_cells_make(const scalp_mesh *mesh, const scalp_bvh *bvh, const uint8_t *scope,
                             const scalp_onto_photo *photos, size_t count, const scalp_work *work,
                             scalp_onto_cells *cells, scalp_error *error) {
    void *memory;
    uint32_t total = 0;
    SCALP_TRY(scalp_work_take(work, mesh->face_count + 1, sizeof(uint32_t), &memory, error));
    uint32_t *first = memory;
    for (size_t f = 0; f < mesh->face_count; f++) {
        if (scope[f] && total > UINT32_MAX - 2 * SPLIT * SPLIT)
            return scalp_fail(error, SCALP_ERR_LIMIT, "The head has too many faces to be judged.");
        first[f] = scope[f] ? total : UINT32_MAX;
        total += scope[f] ? SPLIT * SPLIT : 0;
    }
    first[mesh->face_count] = total;
    SCALP_TRY(scalp_work_take(work, total, 2, &memory, error));
    uint8_t *why = memory;
    *cells = (scalp_onto_cells){SPLIT, first, why, why + total};
    looking l = {mesh, bvh, photos, count, cells, why, why + total, 0};
    double sine;
    scalp_sincos(SCALP_ONTO_STEEP_DEG * RADIANS, &sine, &l.least_cosine);
    scalp_pool_for(work->pool, mesh->face_count, look_at_face, &l);
    return SCALP_OK;
}
