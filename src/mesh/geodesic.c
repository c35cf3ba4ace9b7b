/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances along a surface. A front runs from the sources over the triangles: where two corners a
 * and b of a triangle are known, the distance along the edge between them is that of a source s in
 * the triangle's plane, put where circles about a and b meet, and a cubic that mends its slopes to
 * those with which the front came through a and b (on a curved surface it bends otherwise than
 * about any s). The third corner's distance is the least of going from c straight to a point of the
 * edge.
 *
 *        c
 *       /|\
 *      / | \\
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
    scalp_vec3 *heading; /* how the front came to a vertex, unit length, in the plane of `face` */
    uint32_t *face;
    double limit;
    scalp_heap heap;
    uint32_t *first, *corners; /* corners (3 face + k) of vertex v: first[v] .. first[v + 1] */
} front;

typedef struct arrival {
    double distance;
    scalp_vec3 heading;
    uint32_t face;
} arrival;

/* A shorter way to the vertex. What is shorter by rounding only is none, or it would never end. */
static void reach(front *f, uint32_t vertex, const arrival *by) {
    if (!(by->distance < f->distance[vertex] * (1 - 1e-12)) || by->distance > f->limit)
        return;
    f->distance[vertex] = by->distance;
    f->heading[vertex] = scalp_vec3_unit(by->heading);
    f->face[vertex] = by->face;
    scalp_heap_place(&f->heap, vertex);
}

/* ---- One triangle ------------------------------------------------------------------------ */

/* The edge from 0 to `length`, seen from the corner at (cx, cy) and the source at (sx, -sy), with
 * the slopes that the source's distance lacks at the two ends. */
typedef struct edge {
    double length, cx, cy, sx, sy, lack0, lack1;
} edge;

/* Distance from the source to a point of the edge, and from there to the corner; its slope. */
static double way_over(const edge *e, double x, double *slope, double *bend) {
    const double t = x / e->length, source = sqrt((x - e->sx) * (x - e->sx) + e->sy * e->sy);
    const double corner = sqrt((x - e->cx) * (x - e->cx) + e->cy * e->cy);
    const double mend = e->length * t * (1 - t) * (e->lack0 * (1 - t) - e->lack1 * t);
    *slope = (source > 0 ? (x - e->sx) / source : 0) + (x - e->cx) / corner +
             e->lack0 * (1 - t) * (1 - 3 * t) - e->lack1 * t * (2 - 3 * t);
    *bend = (source > 0 ? e->sy * e->sy / (source * source * source) : 0) +
            e->cy * e->cy / (corner * corner * corner) +
            (e->lack0 * (6 * t - 4) - e->lack1 * (2 - 6 * t)) / e->length;
    return source + corner + mend;
}

/* The least of them, by Newton's steps from where the straight line from the source passes. */
static double least_way(const edge *e, double *x) {
    double slope, bend;
    *x = scalp_clamp(e->sx + (e->cx - e->sx) * (e->sy / (e->sy + e->cy)), 0, e->length);
    double best = way_over(e, *x, &slope, &bend), at = *x;
    for (int step = 0; step < 3 && bend > 0; step++) {
        at = scalp_clamp(at - slope / bend, 0, e->length);
        const double way = way_over(e, at, &slope, &bend);
        if (way < best) {
            best = way;
            *x = at;
        }
    }
    return best;
}

static scalp_vec3 turned(scalp_vec3 v, scalp_vec3 from, scalp_vec3 to) {
    const scalp_vec3 axis = scalp_vec3_cross(from, to);
    const double cosine = scalp_vec3_dot(from, to);
    if (!(cosine > -0.9))
        return v; /* folded back: no turn is better than another */
    const scalp_vec3 sum = scalp_vec3_add(scalp_vec3_scale(v, cosine), scalp_vec3_cross(axis, v));
    return scalp_vec3_add(sum, scalp_vec3_scale(axis, scalp_vec3_dot(axis, v) / (1 + cosine)));
}

/* How fast the distance grows along a direction in the plane of `face` at a vertex. */
static double slope_at(const front *f, uint32_t vertex, uint32_t face, scalp_vec3 along) {
    scalp_vec3 heading = f->heading[vertex];
    if (f->face[vertex] != face)
        heading = turned(heading, scalp_mesh_face_normal(f->mesh, f->face[vertex]),
                         scalp_mesh_face_normal(f->mesh, face));
    return scalp_vec3_dot(heading, along);
}

/* Over the edge from a to b to the third corner c of a face. */
static void cross_edge(front *f, uint32_t face, uint32_t a, uint32_t b, uint32_t c) {
    static const double most_lack = 0.3; /* more: the front came round something in between */
    const scalp_vec3 pa = f->mesh->vertices[a], pc = f->mesh->vertices[c];
    const scalp_vec3 ab = scalp_vec3_sub(f->mesh->vertices[b], pa), ac = scalp_vec3_sub(pc, pa);
    const double da = f->distance[a], db = f->distance[b], length = scalp_vec3_length(ab);
    if (!(length > 0))
        return;
    const scalp_vec3 along = scalp_vec3_scale(ab, 1 / length);
    edge e = {.length = length, .cx = scalp_vec3_dot(along, ac)};
    const double cy2 = scalp_vec3_dot(ac, ac) - e.cx * e.cx;
    e.sx = (da * da - db * db + length * length) / (2 * length);
    const double sy2 = da * da - e.sx * e.sx;
    if (!(cy2 > 0))
        return;
    e.cy = sqrt(cy2);
    e.sy = sy2 > 0 ? sqrt(sy2) : 0;
    if (da > 0 && db > 0) {
        e.lack0 = scalp_clamp(slope_at(f, a, face, along) + e.sx / da, -most_lack, most_lack);
        e.lack1 =
            scalp_clamp(slope_at(f, b, face, along) - (length - e.sx) / db, -most_lack, most_lack);
    }
    double x;
    const double distance = least_way(&e, &x);
    const scalp_vec3 heading = scalp_vec3_sub(ac, scalp_vec3_scale(along, x));
    reach(f, c, &(arrival){distance, heading, face});
}

/* `a` is known: the other two corners of one of its faces, along the edges and across. */
static void cross_face(front *f, uint32_t corner) {
    const uint32_t face = corner / 3, *v = f->mesh->faces[face].v;
    const uint32_t a = v[corner % 3];
    for (uint32_t k = 1; k < 3; k++) {
        const uint32_t b = v[(corner + k) % 3], c = v[(corner + 3 - k) % 3];
        const scalp_vec3 ab = scalp_vec3_sub(f->mesh->vertices[b], f->mesh->vertices[a]);
        reach(f, b, &(arrival){f->distance[a] + scalp_vec3_length(ab), ab, face});
        if (f->distance[b] < HUGE_VAL)
            cross_edge(f, face, a, b, c);
    }
}

/* ---- All of them ------------------------------------------------------------------------- */

static scalp_status front_make(const scalp_mesh *mesh, double *distance, const scalp_work *work,
                               front *f, scalp_error *error) {
    const size_t vertices = mesh->vertex_count, halves = 3 * mesh->face_count;
    void *first, *corners, *heading, *face;
    SCALP_TRY(scalp_work_take(work, vertices + 2, sizeof(uint32_t), &first, error));
    SCALP_TRY(scalp_work_take(work, halves, sizeof(uint32_t), &corners, error));
    SCALP_TRY(scalp_work_take(work, vertices, sizeof(scalp_vec3), &heading, error));
    SCALP_TRY(scalp_work_take(work, vertices, sizeof(uint32_t), &face, error));
    *f = (front){.mesh = mesh,
                 .distance = distance,
                 .heading = heading,
                 .face = face,
                 .first = first,
                 .corners = corners};
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
            const scalp_vec3 way = scalp_vec3_sub(f->mesh->vertices[v], from);
            reach(f, v, &(arrival){scalp_vec3_length(way), way, sources[i].face});
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
