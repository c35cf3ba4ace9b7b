/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NONE UINT32_MAX

static void *take(size_t count, size_t size) {
    void *items = calloc(count + 1, size);
    if (!items) {
        fputs("no memory to refine the mesh\n", stderr);
        exit(3);
    }
    return items;
}

/* The longest edge allowed at a place: lids, lips, nose and ears are finer than a 2.5 mm mesh
 * can tell. */
static double longest_edge(const gen_shape *shape, scalp_vec3 p) {
    const double coarse = 1.7 * GEN_SPACING_MM;
    const double ear = gen_shape_ear(shape, p);
    double fine = ear < 3 ? 2.0 : coarse;
    if (p.z > 55) {
        const double path = gen_shape_path_distance(shape, "", p);
        const double slit = fmin(gen_shape_path_distance(shape, "lash_", p),
                                 gen_shape_path_distance(shape, "mouth_", p));
        const scalp_vec3 nose = {p.x / 24, (p.y + 8) / 26, 0};
        if (scalp_vec3_length(nose) < 1 && p.z > 80)
            fine = fmin(fine, 2.2);
        if (slit < 1.5)
            fine = 1.2;
        else if (path < 3)
            fine = fmin(fine, 1.6);
        else if (path < 8)
            fine = fmin(fine, 2.6);
    }
    return fine;
}

/* ---- Splitting --------------------------------------------------------------------------- */

/* The vertex in the middle of each corner's opposite edge, NONE where the edge stays whole. */
static size_t mark_splits(const gen_shape *shape, gen_mesh *mesh, uint32_t (*middle)[3]) {
    gen_edge *edges = gen_mesh_edges(mesh);
    size_t splits = 0;
    for (size_t i = 0; i < mesh->face_count * 3; i++) {
        const gen_edge *e = &edges[i];
        if (i > 0 && e->low == e[-1].low && e->high == e[-1].high) {
            middle[e->face][e->corner] = middle[e[-1].face][e[-1].corner];
            continue;
        }
        middle[e->face][e->corner] = NONE;
        const scalp_vec3 a = mesh->vertices[e->low], b = mesh->vertices[e->high];
        scalp_vec3 m = scalp_vec3_scale(scalp_vec3_add(a, b), 0.5);
        if (scalp_vec3_distance(a, b) <= longest_edge(shape, m))
            continue;
        const bool on_plane = a.x == 0 && b.x == 0;
        m = gen_shape_project(shape, m);
        if (on_plane)
            m.x = 0;
        middle[e->face][e->corner] = gen_mesh_add_vertex(mesh, m);
        splits++;
    }
    free(edges);
    return splits;
}

/* Replaces a face by two, three or four, according to which of its edges were split. */
static void split_face(gen_mesh *to, const uint32_t v[3], const uint32_t m[3]) {
    const int count = (m[0] != NONE) + (m[1] != NONE) + (m[2] != NONE);
    int k = 0; /* turn the face so that the special edge is opposite to corner k */
    if (count == 1)
        while (m[k] == NONE)
            k++;
    if (count == 2)
        while (m[k] != NONE)
            k++;
    const uint32_t a = v[k], b = v[(k + 1) % 3], c = v[(k + 2) % 3];
    const uint32_t bc = m[k], ca = m[(k + 1) % 3], ab = m[(k + 2) % 3];
    if (count == 0) {
        gen_mesh_add_face(to, a, b, c);
    } else if (count == 1) {
        gen_mesh_add_face(to, a, b, bc);
        gen_mesh_add_face(to, a, bc, c);
    } else if (count == 2) {
        gen_mesh_add_face(to, a, ab, ca);
        gen_mesh_add_face(to, ab, b, c);
        gen_mesh_add_face(to, ab, c, ca);
    } else {
        gen_mesh_add_face(to, a, ab, ca);
        gen_mesh_add_face(to, ab, b, bc);
        gen_mesh_add_face(to, ca, bc, c);
        gen_mesh_add_face(to, ab, bc, ca);
    }
}

static size_t split(const gen_shape *shape, gen_mesh *mesh) {
    uint32_t(*middle)[3] = take(mesh->face_count, sizeof *middle);
    const size_t splits = mark_splits(shape, mesh, middle);
    gen_mesh next = {0};
    next.vertices = mesh->vertices;
    next.vertex_count = mesh->vertex_count;
    next.vertex_room = mesh->vertex_room;
    for (size_t f = 0; f < mesh->face_count; f++)
        split_face(&next, mesh->faces[f], middle[f]);
    free(mesh->faces);
    free(middle);
    *mesh = next;
    return splits;
}

/* ---- Flipping ---------------------------------------------------------------------------- */

static double cosine_at(const scalp_vec3 *p, uint32_t at, uint32_t a, uint32_t b) {
    const scalp_vec3 u = scalp_vec3_unit(scalp_vec3_sub(p[a], p[at]));
    return scalp_vec3_dot(u, scalp_vec3_unit(scalp_vec3_sub(p[b], p[at])));
}

static scalp_vec3 normal_of(const scalp_vec3 *p, uint32_t a, uint32_t b, uint32_t c) {
    return scalp_vec3_unit(
        scalp_vec3_cross(scalp_vec3_sub(p[b], p[a]), scalp_vec3_sub(p[c], p[a])));
}

static bool has_edge(const gen_edge *edges, size_t count, uint32_t a, uint32_t b) {
    const uint32_t low = a < b ? a : b, high = a < b ? b : a;
    size_t from = 0, to = count;
    while (from < to) {
        const size_t mid = (from + to) / 2;
        if (edges[mid].low < low || (edges[mid].low == low && edges[mid].high < high))
            from = mid + 1;
        else
            to = mid;
    }
    return from < count && edges[from].low == low && edges[from].high == high;
}

/* Delaunay's criterion (angles opposite to the edge sum to more than 180 degrees) where the two
 * faces are nearly flat and stay so. */
static void flip(gen_mesh *mesh) {
    gen_edge *edges = gen_mesh_edges(mesh);
    const size_t count = mesh->face_count * 3;
    bool *busy = take(mesh->face_count, sizeof *busy);
    uint32_t *degree = take(mesh->vertex_count, sizeof *degree); /* faces at each vertex */
    for (size_t i = 0; i < count; i++)
        degree[mesh->faces[i / 3][i % 3]]++;
    const scalp_vec3 *p = mesh->vertices;
    for (size_t i = 0; i + 1 < count; i++) {
        const gen_edge *e = &edges[i], *o = e + 1;
        if (e->low != o->low || e->high != o->high || busy[e->face] || busy[o->face])
            continue;
        uint32_t *f = mesh->faces[e->face], *g = mesh->faces[o->face];
        const uint32_t a = f[e->corner], b = f[(e->corner + 1) % 3], c = f[(e->corner + 2) % 3];
        const uint32_t d = g[o->corner];
        if (cosine_at(p, a, b, c) + cosine_at(p, d, b, c) > -0.02 || has_edge(edges, count, a, d))
            continue;
        if (degree[b] < 5 || degree[c] < 5)
            continue;
        const scalp_vec3 n = normal_of(p, a, b, d), m = normal_of(p, a, d, c);
        if (scalp_vec3_dot(normal_of(p, a, b, c), normal_of(p, d, c, b)) < 0.7 ||
            scalp_vec3_dot(n, m) < 0.7 || scalp_vec3_dot(n, normal_of(p, a, b, c)) < 0.7)
            continue;
        f[0] = a, f[1] = b, f[2] = d;
        g[0] = a, g[1] = d, g[2] = c;
        busy[e->face] = busy[o->face] = true;
        degree[a]++, degree[d]++, degree[b]--, degree[c]--;
    }
    free(degree);
    free(busy);
    free(edges);
}

/* ---- Relaxing ---------------------------------------------------------------------------- */

/* Moves every vertex within the surface towards the middle of its neighbours' faces, which evens
 * out the triangles, and back onto the surface. */
static void relax(const gen_shape *shape, gen_mesh *mesh, double how_far) {
    scalp_vec3 *sum = take(mesh->vertex_count, sizeof *sum);
    scalp_vec3 *normal = take(mesh->vertex_count, sizeof *normal);
    double *weight = take(mesh->vertex_count, sizeof *weight);
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f];
        const scalp_vec3 *p = mesh->vertices;
        const scalp_vec3 twice =
            scalp_vec3_cross(scalp_vec3_sub(p[v[1]], p[v[0]]), scalp_vec3_sub(p[v[2]], p[v[0]]));
        const double area = sqrt(scalp_vec3_length(twice));
        const scalp_vec3 middle =
            scalp_vec3_scale(scalp_vec3_add(scalp_vec3_add(p[v[0]], p[v[1]]), p[v[2]]), area / 3);
        for (int k = 0; k < 3; k++) {
            sum[v[k]] = scalp_vec3_add(sum[v[k]], middle);
            normal[v[k]] = scalp_vec3_add(normal[v[k]], twice);
            weight[v[k]] += area;
        }
    }
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        scalp_vec3 *p = &mesh->vertices[i];
        if (weight[i] <= 0)
            continue;
        const bool on_plane = p->x == 0;
        scalp_vec3 n = scalp_vec3_unit(normal[i]);
        scalp_vec3 d = scalp_vec3_sub(scalp_vec3_scale(sum[i], 1 / weight[i]), *p);
        if (on_plane)
            d.x = n.x = 0;
        n = scalp_vec3_unit(n);
        d = scalp_vec3_sub(d, scalp_vec3_scale(n, scalp_vec3_dot(d, n)));
        *p = gen_shape_project(shape, scalp_vec3_add(*p, scalp_vec3_scale(d, how_far)));
        p->x = on_plane ? 0 : fmax(p->x, 0.05);
    }
    free(sum);
    free(normal);
    free(weight);
}

void gen_refine(const gen_shape *shape, gen_mesh *mesh) {
    for (int i = 0; i < 3; i++)
        relax(shape, mesh, 0.6);
    for (int i = 0; i < 4; i++) {
        const size_t splits = split(shape, mesh);
        flip(mesh);
        flip(mesh);
        relax(shape, mesh, 0.6);
        if (splits == 0)
            break;
    }
    for (int i = 0; i < 5; i++) {
        flip(mesh);
        relax(shape, mesh, 0.5);
    }
}
