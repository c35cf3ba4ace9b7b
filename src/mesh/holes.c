/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rims of open edges, and fans that close the small ones. */
#include "clean.h"

#include <stdlib.h>

typedef struct rim {
    scalp_mesh_hole hole;
    uint32_t first; /* its place among the halves of all rims */
} rim;

/* The side without a neighbour that goes on where this one ends: across the fan about its end. */
static uint32_t next_on_rim(const uint32_t *pair, uint32_t half) {
    uint32_t at = scalp_half_next(half);
    while (pair[at] != SCALP_NO_HALF)
        at = scalp_half_next(pair[at]);
    return at;
}

static rim follow(const scalp_soup *soup, const uint32_t *pair, uint32_t half, uint32_t *list,
                  uint32_t first, bool *seen) {
    rim r = {.first = first};
    scalp_vec3 sum = {0, 0, 0};
    for (uint32_t h = half; !seen[h]; h = next_on_rim(pair, h)) {
        const scalp_vec3 a = soup->vertices[scalp_half_start(soup->faces, h)];
        const scalp_vec3 b = soup->vertices[scalp_half_end(soup->faces, h)];
        seen[h] = true;
        list[first + r.hole.edges++] = h;
        r.hole.rim_mm += scalp_vec3_distance(a, b);
        sum = scalp_vec3_add(sum, a);
    }
    r.hole.middle = scalp_vec3_scale(sum, 1 / (double)r.hole.edges);
    return r;
}

/* Longest first; of equal ones the one that was found first. */
static int compare_rims(const void *a, const void *b) {
    const rim *x = a, *y = b;
    if (x->hole.rim_mm > y->hole.rim_mm || y->hole.rim_mm > x->hole.rim_mm)
        return x->hole.rim_mm > y->hole.rim_mm ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* Three sides of one face are no hole, and a rim as long as the surface is wide is its edge. */
static bool may_close(const rim *r, const uint32_t *list, double close_mm, double area_mm2) {
    const double rim_mm = r->hole.rim_mm;
    const uint32_t *halves = list + r->first;
    const bool lone = r->hole.edges == 3 && halves[0] / 3 == halves[1] / 3;
    return r->hole.edges >= 3 && !lone && rim_mm <= close_mm && rim_mm * rim_mm <= 2 * area_mm2;
}

/* A triangle closes a hole of three edges; others get a fan about the middle of the rim. */
static void close_rim(const scalp_soup *soup, const rim *r, const uint32_t *list,
                      scalp_patches *patches) {
    const uint32_t *halves = list + r->first;
    const size_t edges = r->hole.edges;
    const uint32_t top = (uint32_t)(soup->vertex_count + patches->vertex_count);
    if (edges == 3) {
        patches->faces[patches->face_count++] = (scalp_patch){
            {{scalp_half_end(soup->faces, halves[0]), scalp_half_start(soup->faces, halves[0]),
              scalp_half_end(soup->faces, halves[1])}},
            halves[0]};
        return;
    }
    for (size_t i = 0; i < edges; i++) {
        const uint32_t a = scalp_half_start(soup->faces, halves[i]);
        const uint32_t b = scalp_half_end(soup->faces, halves[i]);
        patches->faces[patches->face_count++] = (scalp_patch){{{b, a, top}}, halves[i]};
    }
    patches->near_vertex[patches->vertex_count][0] = scalp_half_start(soup->faces, halves[0]);
    patches->near_vertex[patches->vertex_count][1] =
        scalp_half_start(soup->faces, halves[edges / 2]);
    patches->vertices[patches->vertex_count++] = r->hole.middle;
}

static scalp_status close_holes(const scalp_soup *soup, rim *rims, size_t count,
                                const uint32_t *list, double close_mm, double area_mm2,
                                const scalp_work *work, scalp_patches *patches,
                                scalp_error *error) {
    size_t faces = 0, holes = 0;
    void *face_memory, *vertex_memory, *near_memory;
    for (size_t i = 0; i < count; i++) {
        rims[i].hole.closed = may_close(&rims[i], list, close_mm, area_mm2);
        faces += rims[i].hole.closed ? rims[i].hole.edges : 0;
        holes += rims[i].hole.closed;
    }
    SCALP_TRY(scalp_work_take(work, faces, sizeof(scalp_patch), &face_memory, error));
    SCALP_TRY(scalp_work_take(work, holes, sizeof(scalp_vec3), &vertex_memory, error));
    SCALP_TRY(scalp_work_take(work, holes, 2 * sizeof(uint32_t), &near_memory, error));
    *patches = (scalp_patches){
        .faces = face_memory, .vertices = vertex_memory, .near_vertex = near_memory};
    for (size_t i = 0; i < count; i++) {
        if (rims[i].hole.closed)
            close_rim(soup, &rims[i], list, patches);
    }
    return SCALP_OK;
}

scalp_status scalp_holes_find(const scalp_soup *soup, const uint32_t *pair, double close_mm,
                              double area_mm2, const scalp_work *work, scalp_patches *patches,
                              scalp_mesh_defects *defects, scalp_error *error) {
    const size_t halves = 3 * soup->face_count;
    void *seen, *list_memory, *rims_memory, *holes_memory;
    size_t open = 0, count = 0;
    uint32_t used = 0;
    for (size_t h = 0; h < halves; h++)
        open += pair[h] == SCALP_NO_HALF;
    SCALP_TRY(scalp_work_take(work, halves, 1, &seen, error));
    SCALP_TRY(scalp_work_take(work, open, sizeof(uint32_t), &list_memory, error));
    SCALP_TRY(scalp_work_take(work, open, sizeof(rim), &rims_memory, error));
    rim *rims = rims_memory;
    for (uint32_t h = 0; h < halves; h++) {
        if (pair[h] != SCALP_NO_HALF || ((bool *)seen)[h])
            continue;
        rims[count] = follow(soup, pair, h, list_memory, used, seen);
        used += (uint32_t)rims[count++].hole.edges;
    }
    if (count > 1)
        qsort(rims, count, sizeof *rims, compare_rims);
    SCALP_TRY(
        close_holes(soup, rims, count, list_memory, close_mm, area_mm2, work, patches, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_mesh_hole), &holes_memory, error));
    scalp_mesh_hole *holes = holes_memory;
    for (size_t i = 0; i < count; i++)
        holes[i] = rims[i].hole;
    defects->open_edges = open;
    defects->hole_count = count;
    defects->holes = holes;
    return SCALP_OK;
}
