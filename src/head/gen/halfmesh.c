/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gen.h"

#include <stdio.h>
#include <stdlib.h>

static void *grow(void *items, size_t *room, size_t size) {
    *room = *room ? *room * 2 : 16384;
    void *more = realloc(items, *room * size);
    if (!more) {
        fputs("no memory for the mesh\n", stderr);
        exit(3);
    }
    return more;
}

uint32_t gen_mesh_add_vertex(gen_mesh *mesh, scalp_vec3 p) {
    if (mesh->vertex_count == mesh->vertex_room)
        mesh->vertices = grow(mesh->vertices, &mesh->vertex_room, sizeof *mesh->vertices);
    mesh->vertices[mesh->vertex_count] = p;
    return (uint32_t)mesh->vertex_count++;
}

void gen_mesh_add_face(gen_mesh *mesh, uint32_t a, uint32_t b, uint32_t c) {
    if (mesh->face_count == mesh->face_room)
        mesh->faces = grow(mesh->faces, &mesh->face_room, sizeof *mesh->faces);
    uint32_t *face = mesh->faces[mesh->face_count++];
    face[0] = a, face[1] = b, face[2] = c;
}

void gen_mesh_close(gen_mesh *mesh) {
    free(mesh->vertices);
    free(mesh->faces);
    *mesh = (gen_mesh){0};
}

static int compare_edges(const void *left, const void *right) {
    const gen_edge *a = left, *b = right;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    return a->face < b->face ? -1 : a->face > b->face;
}

gen_edge *gen_mesh_edges(const gen_mesh *mesh) {
    gen_edge *edges = calloc(mesh->face_count * 3 + 1, sizeof *edges);
    if (!edges) {
        fputs("no memory for the edges\n", stderr);
        exit(3);
    }
    for (size_t f = 0; f < mesh->face_count; f++) {
        for (uint32_t k = 0; k < 3; k++) {
            const uint32_t a = mesh->faces[f][(k + 1) % 3], b = mesh->faces[f][(k + 2) % 3];
            edges[f * 3 + k] = (gen_edge){a < b ? a : b, a < b ? b : a, (uint32_t)f, k};
        }
    }
    qsort(edges, mesh->face_count * 3, sizeof *edges, compare_edges);
    return edges;
}

/* Whether the face walks the edge from its lower to its higher vertex. */
static bool starts_low(const gen_mesh *mesh, const gen_edge *edge) {
    return mesh->faces[edge->face][(edge->corner + 1) % 3] == edge->low;
}

size_t gen_mesh_faults(const gen_mesh *mesh) {
    gen_edge *edges = gen_mesh_edges(mesh);
    size_t faults = 0;
    for (size_t i = 0, n; i < mesh->face_count * 3; i += n) {
        n = 1;
        while (i + n < mesh->face_count * 3 && edges[i + n].low == edges[i].low &&
               edges[i + n].high == edges[i].high)
            n++;
        const bool on_plane =
            mesh->vertices[edges[i].low].x == 0 && mesh->vertices[edges[i].high].x == 0;
        const bool alike = n == 2 && starts_low(mesh, &edges[i]) == starts_low(mesh, &edges[i + 1]);
        if (alike || n != (on_plane ? 1u : 2u)) {
            const scalp_vec3 p = mesh->vertices[edges[i].low];
            fprintf(stderr, "edge of %zu faces at %.1f %.1f %.1f\n", n, p.x, p.y, p.z);
            faults++;
        }
    }
    free(edges);
    return faults;
}
