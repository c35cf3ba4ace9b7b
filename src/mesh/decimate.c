/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fewer faces by collapsing edges, the cheapest first. Every vertex keeps the cheapest edge to a
 * vertex of a higher number, and waits in a heap with that edge's cost; after a collapse the merged
 * vertex and its neighbours look again. */
#include "heap.h"
#include "quadric.h"

#include <scalptor/mesh.h>

#include <math.h>
#include <string.h>

enum { collapses_per_report = 1 << 12, most_faces_at_vertex = 64 };

static const double rim_weight = 100;   /* against a plane of the same area */
static const double least_cosine = 0.2; /* a face may turn by 78 degrees */

typedef struct edge {
    uint32_t to;
    scalp_vec3 place;
    double cost;
} edge;

typedef struct decimator {
    scalp_vec3 *vertices;
    scalp_face *faces; /* removed ones have three equal corners */
    uint8_t (*rgba)[4];
    scalp_quadric *quadrics;
    uint32_t *first, *next; /* corners (3 face + k) of a vertex; UINT32_MAX: no more */
    uint32_t *mark, marks;  /* of vertices, to count neighbours in common */
    bool *on_rim;
    edge *best;
    double *cost;
    scalp_heap heap;
    size_t face_count;
} decimator;

static bool removed(const scalp_face *f) {
    return f->v[0] == f->v[1];
}

static scalp_vec3 area_vector(scalp_vec3 a, scalp_vec3 b, scalp_vec3 c) {
    return scalp_vec3_cross(scalp_vec3_sub(b, a), scalp_vec3_sub(c, a));
}

/* ---- An edge ----------------------------------------------------------------------------- */

/* Where the merged vertex goes: where the planes say, or to the better end or the middle. */
static edge weigh(const decimator *d, uint32_t a, uint32_t b) {
    const scalp_quadric q = scalp_quadric_sum(&d->quadrics[a], &d->quadrics[b]);
    const scalp_vec3 pa = d->vertices[a], pb = d->vertices[b];
    const scalp_vec3 middle = scalp_vec3_scale(scalp_vec3_add(pa, pb), 0.5);
    edge e = {b, middle, 0};
    if (scalp_quadric_least(&q, &e.place) &&
        scalp_vec3_distance(e.place, middle) <= 2 * scalp_vec3_distance(pa, pb)) {
        e.cost = scalp_quadric_at(&q, e.place);
        return e;
    }
    const scalp_vec3 tried[3] = {middle, pa, pb};
    e.cost = HUGE_VAL;
    for (int k = 0; k < 3; k++) {
        const double cost = scalp_quadric_at(&q, tried[k]);
        if (cost < e.cost) {
            e.cost = cost;
            e.place = tried[k];
        }
    }
    return e;
}

/* The faces about `v` keep their side when it moves, but for those that also hold `other`. Counts
 * the latter, and the faces at all. */
static bool keeps_sides(const decimator *d, uint32_t v, uint32_t other, scalp_vec3 to,
                        size_t *shared, size_t *faces) {
    for (uint32_t c = d->first[v]; c != UINT32_MAX; c = d->next[c]) {
        const uint32_t *corner = d->faces[c / 3].v;
        const uint32_t k = c % 3, p = corner[(k + 1) % 3], q = corner[(k + 2) % 3];
        if (removed(&d->faces[c / 3]))
            continue;
        ++*faces;
        if (p == other || q == other) {
            ++*shared;
            continue;
        }
        const scalp_vec3 was = area_vector(d->vertices[v], d->vertices[p], d->vertices[q]);
        const scalp_vec3 is = area_vector(to, d->vertices[p], d->vertices[q]);
        const double was2 = scalp_vec3_dot(was, was), is2 = scalp_vec3_dot(is, is);
        if (was2 > 0 && !(scalp_vec3_dot(was, is) > least_cosine * sqrt(was2 * is2)))
            return false;
    }
    return true;
}

static size_t common_neighbours(decimator *d, uint32_t a, uint32_t b) {
    size_t common = 0;
    d->marks += 2;
    for (uint32_t c = d->first[a]; c != UINT32_MAX; c = d->next[c]) {
        for (uint32_t k = 0; k < 3 && !removed(&d->faces[c / 3]); k++)
            d->mark[d->faces[c / 3].v[k]] = d->marks;
    }
    d->mark[a] = d->mark[b] = 0;
    for (uint32_t c = d->first[b]; c != UINT32_MAX; c = d->next[c]) {
        for (uint32_t k = 0; k < 3 && !removed(&d->faces[c / 3]); k++) {
            uint32_t *mark = &d->mark[d->faces[c / 3].v[k]];
            common += *mark == d->marks;
            *mark = *mark == d->marks ? d->marks + 1 : *mark;
        }
    }
    return common;
}

/* The surface stays a surface (the link condition of Dey et al. 1999) and no face folds over. */
static bool may_collapse(decimator *d, uint32_t a, const edge *e) {
    size_t shared = 0, shared_again = 0, faces = 0;
    if (!keeps_sides(d, a, e->to, e->place, &shared, &faces) ||
        !keeps_sides(d, e->to, a, e->place, &shared_again, &faces))
        return false;
    const bool rim = d->on_rim[a] || d->on_rim[e->to];
    const size_t left = faces - 2 * shared;
    if (shared == 0 || left > most_faces_at_vertex || left < (rim ? 1 : 3))
        return false; /* fewer would lie on each other */
    if (shared == 2 && d->on_rim[a] && d->on_rim[e->to])
        return false; /* from rim to rim across the surface */
    return common_neighbours(d, a, e->to) == shared;
}

/* ---- A vertex ---------------------------------------------------------------------------- */

/* Its cheapest edge to a higher vertex; of those that may collapse, when `strict`. */
static void look_round(decimator *d, uint32_t v, bool strict) {
    edge best = {UINT32_MAX, {0, 0, 0}, HUGE_VAL};
    for (uint32_t c = d->first[v]; c != UINT32_MAX; c = d->next[c]) {
        for (uint32_t k = 1; k < 3 && !removed(&d->faces[c / 3]); k++) {
            const uint32_t other = d->faces[c / 3].v[(c % 3 + k) % 3];
            if (other < v || other == best.to)
                continue;
            const edge e = weigh(d, v, other);
            const bool cheaper = e.cost < best.cost || (e.cost <= best.cost && other < best.to);
            if (cheaper && (!strict || may_collapse(d, v, &e)))
                best = e;
        }
    }
    d->best[v] = best;
    d->cost[v] = best.cost;
    if (best.to == UINT32_MAX)
        scalp_heap_remove(&d->heap, v);
    else
        scalp_heap_place(&d->heap, v);
}

/* Colours mix by how far along the edge the place lies. */
static void mix_colours(decimator *d, uint32_t a, uint32_t b, scalp_vec3 place) {
    const double from = scalp_vec3_distance(place, d->vertices[a]);
    const double to = scalp_vec3_distance(place, d->vertices[b]);
    const double t = from + to > 0 ? from / (from + to) : 0.5;
    for (int k = 0; k < 4 && d->rgba; k++)
        d->rgba[a][k] =
            (uint8_t)((1 - t) * (double)d->rgba[a][k] + t * (double)d->rgba[b][k] + 0.5);
}

/* The corners of b become those of a; faces that held both go. */
static void merge(decimator *d, uint32_t a, uint32_t b) {
    uint32_t list = UINT32_MAX;
    const uint32_t from[2] = {d->first[a], d->first[b]};
    for (int side = 0; side < 2; side++) {
        for (uint32_t c = from[side], after; c != UINT32_MAX; c = after) {
            scalp_face *f = &d->faces[c / 3];
            after = d->next[c];
            if (removed(f))
                continue;
            const uint32_t k = c % 3, p = f->v[(k + 1) % 3], q = f->v[(k + 2) % 3];
            if (p == (side ? a : b) || q == (side ? a : b)) {
                f->v[0] = f->v[1] = f->v[2] = 0;
                d->face_count--;
                continue;
            }
            f->v[k] = a;
            d->next[c] = list;
            list = c;
        }
    }
    d->first[a] = list;
    d->first[b] = UINT32_MAX;
}

/* After b has become part of a: a neighbour's other edges cost what they did. */
static void look_again(decimator *d, uint32_t v, uint32_t a, uint32_t b) {
    const uint32_t best = d->best[v].to;
    if (d->mark[v] == d->marks)
        return;
    d->mark[v] = d->marks;
    if (best == a || best == b || best == UINT32_MAX) {
        look_round(d, v, false);
    } else if (a > v) {
        const edge e = weigh(d, v, a);
        if (e.cost < d->best[v].cost) {
            d->best[v] = e;
            d->cost[v] = e.cost;
            scalp_heap_place(&d->heap, v);
        }
    }
}

static void collapse(decimator *d, uint32_t a) {
    const edge e = d->best[a];
    mix_colours(d, a, e.to, e.place);
    merge(d, a, e.to);
    d->vertices[a] = e.place;
    d->quadrics[a] = scalp_quadric_sum(&d->quadrics[a], &d->quadrics[e.to]);
    d->on_rim[a] = d->on_rim[a] || d->on_rim[e.to];
    scalp_heap_remove(&d->heap, e.to);
    look_round(d, a, false);
    d->marks += 2;
    for (uint32_t c = d->first[a]; c != UINT32_MAX; c = d->next[c]) {
        look_again(d, d->faces[c / 3].v[(c % 3 + 1) % 3], a, e.to);
        look_again(d, d->faces[c / 3].v[(c % 3 + 2) % 3], a, e.to);
    }
}

/* ---- Before and after -------------------------------------------------------------------- */

static scalp_status take_copies(const scalp_mesh *mesh, const scalp_mesh_look *look,
                                const scalp_work *work, decimator *d, scalp_error *error) {
    const size_t n = mesh->vertex_count, halves = 3 * mesh->face_count;
    void *m[9], *rgba = NULL;
    SCALP_TRY(scalp_work_take(work, n, sizeof(scalp_vec3), &m[0], error));
    SCALP_TRY(scalp_work_take(work, mesh->face_count, sizeof(scalp_face), &m[1], error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(scalp_quadric), &m[2], error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(uint32_t), &m[3], error));
    SCALP_TRY(scalp_work_take(work, halves, sizeof(uint32_t), &m[4], error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(uint32_t), &m[5], error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(bool), &m[6], error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(edge), &m[7], error));
    SCALP_TRY(scalp_work_take(work, n, sizeof(double), &m[8], error));
    if (look && look->rgba) {
        SCALP_TRY(scalp_work_take(work, n, 4, &rgba, error));
        memcpy(rgba, look->rgba, 4 * n);
    }
    memcpy(m[0], mesh->vertices, n * sizeof(scalp_vec3));
    memcpy(m[1], mesh->faces, mesh->face_count * sizeof(scalp_face));
    *d = (decimator){.vertices = m[0],
                     .faces = m[1],
                     .rgba = rgba,
                     .quadrics = m[2],
                     .first = m[3],
                     .next = m[4],
                     .mark = m[5],
                     .on_rim = m[6],
                     .best = m[7],
                     .cost = m[8],
                     .face_count = mesh->face_count};
    for (size_t i = 0; i < n; i++)
        d->first[i] = UINT32_MAX;
    for (size_t h = halves; h-- > 0;) {
        const uint32_t v = mesh->faces[h / 3].v[h % 3];
        d->next[h] = d->first[v];
        d->first[v] = (uint32_t)h;
    }
    return scalp_heap_make(d->cost, n, work, &d->heap, error);
}

/* Whether a face beside `face` holds the edge too. */
static bool has_neighbour(const decimator *d, uint32_t face, uint32_t a, uint32_t b) {
    for (uint32_t c = d->first[a]; c != UINT32_MAX; c = d->next[c]) {
        const uint32_t *v = d->faces[c / 3].v;
        if (c / 3 != face && (v[0] == b || v[1] == b || v[2] == b))
            return true;
    }
    return false;
}

/* Planes of the faces, each as heavy as a third of its area, and walls on the rims. */
static void add_planes(decimator *d, size_t faces) {
    for (uint32_t f = 0; f < faces; f++) {
        const uint32_t *v = d->faces[f].v;
        const scalp_vec3 n = area_vector(d->vertices[v[0]], d->vertices[v[1]], d->vertices[v[2]]);
        const scalp_vec3 unit = scalp_vec3_unit(n);
        for (int k = 0; k < 3; k++) {
            const uint32_t a = v[k], b = v[(k + 1) % 3];
            const scalp_vec3 at = d->vertices[a], way = scalp_vec3_sub(d->vertices[b], at);
            scalp_quadric_add_plane(&d->quadrics[a], unit, at, scalp_vec3_length(n) / 6);
            if (has_neighbour(d, f, a, b))
                continue;
            const scalp_vec3 wall = scalp_vec3_unit(scalp_vec3_cross(way, unit));
            const double weight = rim_weight * scalp_vec3_dot(way, way);
            scalp_quadric_add_plane(&d->quadrics[a], wall, at, weight);
            scalp_quadric_add_plane(&d->quadrics[b], wall, at, weight);
            d->on_rim[a] = d->on_rim[b] = true;
        }
    }
}

static scalp_status reduce(decimator *d, size_t faces, const scalp_work *work, scalp_error *error) {
    const double all = (double)d->face_count - (double)faces + 1;
    for (size_t steps = 0; d->face_count > faces && d->heap.count > 0; steps++) {
        const uint32_t v = scalp_heap_take(&d->heap);
        if (steps % collapses_per_report == 0) {
            const double done = 1 - ((double)d->face_count - (double)faces) / all;
            SCALP_TRY(scalp_work_report(work, "decimate", done, error));
        }
        if (may_collapse(d, v, &d->best[v]))
            collapse(d, v);
        else
            look_round(d, v, true);
    }
    return SCALP_OK;
}

static scalp_status finish(decimator *d, size_t vertices, size_t faces, const scalp_work *work,
                           scalp_mesh *mesh, scalp_mesh_look *look, scalp_error *error) {
    size_t kept = 0, kept_faces = 0;
    uint32_t *number = d->mark;
    memset(number, 0, vertices * sizeof *number);
    for (size_t f = 0; f < faces; f++) {
        if (removed(&d->faces[f]))
            continue;
        d->faces[kept_faces] = d->faces[f];
        for (int k = 0; k < 3; k++)
            number[d->faces[f].v[k]] = 1;
        kept_faces++;
    }
    for (size_t i = 0; i < vertices; i++) {
        if (!number[i])
            continue;
        d->vertices[kept] = d->vertices[i];
        if (d->rgba)
            memmove(d->rgba[kept], d->rgba[i], 4);
        number[i] = (uint32_t)kept++;
    }
    for (size_t f = 0; f < kept_faces; f++) {
        for (int k = 0; k < 3; k++)
            d->faces[f].v[k] = number[d->faces[f].v[k]];
    }
    *look = (scalp_mesh_look){.rgba = (const uint8_t(*)[4])d->rgba};
    return scalp_mesh_make(d->vertices, kept, d->faces, kept_faces, work, mesh, error);
}

scalp_status scalp_mesh_decimate(const scalp_mesh *mesh, const scalp_mesh_look *look, size_t faces,
                                 const scalp_work *work, scalp_mesh *mesh_out,
                                 scalp_mesh_look *look_out, scalp_error *error) {
    decimator d;
    if (faces < 4)
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "A surface cannot be decimated to %zu faces; ask for 4 or more.", faces);
    SCALP_TRY(scalp_work_report(work, "decimate", 0, error));
    SCALP_TRY(take_copies(mesh, look, work, &d, error));
    add_planes(&d, mesh->face_count);
    for (uint32_t v = 0; v < mesh->vertex_count && faces < mesh->face_count; v++)
        look_round(&d, v, false);
    SCALP_TRY(reduce(&d, faces, work, error));
    return finish(&d, mesh->vertex_count, mesh->face_count, work, mesh_out, look_out, error);
}
