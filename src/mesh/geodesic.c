/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances along a surface. A front runs from the sources over the triangles: where two corners of
 * a triangle are known, the source is thought into the triangle's plane where its distances to both
 * put it, and the third corner's distance is measured from there, if the straight line passes
 * between the two; otherwise the way is along an edge.
 *
 *        c          s is where circles about a and b meet, on the side of ab away from c
 *       /|\
 *      / | \
 *     a--+--b
 *        s
 *
 * Vertices are taken nearest first from a heap, and again when a shorter way turns up. */
#include "heap.h"

#include <scalptor/mesh.h>

#include <math.h>

enum { steps_per_report = 1 << 14 };

typedef struct front {
    const scalp_mesh *mesh;
    double *distance;
    double limit;
    scalp_heap heap;
    uint32_t *first, *corners; /* corners (3 face + k) of vertex v: first[v] .. first[v + 1] */
} front;

/* A shorter way to the vertex. What is shorter by rounding only is none, or it would never end. */
static void reach(front *f, uint32_t vertex, double distance) {
    if (!(distance < f->distance[vertex] * (1 - 1e-12)) || distance > f->limit)
        return;
    f->distance[vertex] = distance;
    scalp_heap_place(&f->heap, vertex);
}

/* ---- One triangle ------------------------------------------------------------------------ */

/* Distance of c from a source that is `da` from a and `db` from b; HUGE_VAL when the straight line
 * does not pass between them. */
static double unrolled(scalp_vec3 a, scalp_vec3 b, scalp_vec3 c, double da, double db) {
    const scalp_vec3 ab = scalp_vec3_sub(b, a), ac = scalp_vec3_sub(c, a);
    const double length2 = scalp_vec3_dot(ab, ab), length = sqrt(length2);
    if (!(length > 0))
        return HUGE_VAL;
    const double cx = scalp_vec3_dot(ab, ac) / length;
    const double cy2 = scalp_vec3_dot(ac, ac) - cx * cx;
    const double sx = (da * da - db * db + length2) / (2 * length);
    const double sy2 = da * da - sx * sx;
    if (!(sy2 >= 0) || !(cy2 > 0))
        return HUGE_VAL;
    const double cy = sqrt(cy2), sy = sqrt(sy2);
    const double crossing = sx + (cx - sx) * (sy / (sy + cy));
    if (crossing < -1e-9 * length || crossing > length * (1 + 1e-9))
        return HUGE_VAL;
    return sqrt((cx - sx) * (cx - sx) + (cy + sy) * (cy + sy));
}

/* `vertex` is known: the other two corners of one of its faces, along the edges and across. */
static void cross_face(front *f, uint32_t corner) {
    const uint32_t *v = f->mesh->faces[corner / 3].v;
    const uint32_t a = v[corner % 3];
    const double da = f->distance[a];
    for (uint32_t k = 1; k < 3; k++) {
        const uint32_t b = v[(corner + k) % 3], c = v[(corner + 3 - k) % 3];
        const scalp_vec3 pa = f->mesh->vertices[a], pb = f->mesh->vertices[b];
        reach(f, b, da + scalp_vec3_distance(pa, pb));
        if (f->distance[b] < HUGE_VAL)
            reach(f, c, unrolled(pa, pb, f->mesh->vertices[c], da, f->distance[b]));
    }
}

/* ---- All of them ------------------------------------------------------------------------- */

static scalp_status front_make(const scalp_mesh *mesh, double *distance, const scalp_work *work,
                               front *f, scalp_error *error) {
    const size_t vertices = mesh->vertex_count, halves = 3 * mesh->face_count;
    void *first, *corners;
    SCALP_TRY(scalp_work_take(work, vertices + 2, sizeof(uint32_t), &first, error));
    SCALP_TRY(scalp_work_take(work, halves, sizeof(uint32_t), &corners, error));
    *f = (front){.mesh = mesh, .distance = distance, .first = first, .corners = corners};
    SCALP_TRY(scalp_heap_make(distance, vertices, work, &f->heap, error));
    /* Counted two places on, so that filling moves each start to where it belongs. */
    for (size_t h = 0; h < halves; h++)
        f->first[mesh->faces[h / 3].v[h % 3] + 2]++;
    for (size_t i = 2; i < vertices + 2; i++)
        f->first[i] += f->first[i - 1];
    for (size_t h = 0; h < halves; h++)
        f->corners[f->first[mesh->faces[h / 3].v[h % 3] + 1]++] = (uint32_t)h;
    for (size_t i = 0; i < vertices; i++)
        distance[i] = HUGE_VAL;
    return SCALP_OK;
}

static scalp_status start(front *f, const scalp_mesh_point *sources, size_t count,
                          scalp_error *error) {
    if (count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT, "Distances need a place to start from.");
    for (size_t i = 0; i < count; i++) {
        if (sources[i].face >= f->mesh->face_count || !isfinite(sources[i].u + sources[i].v))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "Place %zu to measure from is not on the mesh.", i + 1);
        const scalp_vec3 from = scalp_mesh_position(f->mesh, sources[i]);
        for (int k = 0; k < 3; k++) {
            const uint32_t v = f->mesh->faces[sources[i].face].v[k];
            reach(f, v, scalp_vec3_distance(from, f->mesh->vertices[v]));
        }
    }
    return SCALP_OK;
}

scalp_status scalp_geodesic_make(const scalp_mesh *mesh, const scalp_mesh_point *sources,
                                 size_t source_count, double limit_mm, const scalp_work *work,
                                 const double **distance_mm, scalp_error *error) {
    void *memory;
    front f;
    SCALP_TRY(scalp_work_take(work, mesh->vertex_count, sizeof(double), &memory, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(front_make(mesh, memory, work, &f, error));
    f.limit = limit_mm > 0 ? limit_mm : HUGE_VAL;
    SCALP_TRY(start(&f, sources, source_count, error));
    for (size_t steps = 0; f.heap.count > 0; steps++) {
        if (steps % steps_per_report == 0) {
            const double done = (double)steps / (double)mesh->vertex_count;
            SCALP_TRY(scalp_work_report(work, "distances", done < 1 ? done : 1, error));
        }
        const uint32_t vertex = scalp_heap_take(&f.heap);
        for (uint32_t i = f.first[vertex]; i < f.first[vertex + 1]; i++)
            cross_face(&f, f.corners[i]);
    }
    scalp_arena_return(work->memory, mark);
    *distance_mm = memory;
    return SCALP_OK;
}
