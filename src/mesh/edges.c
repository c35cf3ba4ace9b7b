/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a surface is closed and oriented, told from its edges alone. Every face gives three
 * directed edges; they are gathered at their lower vertex, and each gathering is sorted. */
#include <scalptor/mesh.h>

#include <stdlib.h>

/* An edge as its lower vertex keeps it: the higher vertex, and whether it was walked downwards. */
static uint32_t half_edge(uint32_t from, uint32_t to) {
    return from < to ? to << 1 : from << 1 | 1u;
}

static int compare_half_edges(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint32_t lower(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* Half edges of vertex i end up in halves[ends[i-1]] .. halves[ends[i]-1]. */
static void gather(const scalp_mesh *mesh, size_t *ends, uint32_t *halves) {
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f].v;
        for (int k = 0; k < 3; k++)
            ends[lower(v[k], v[(k + 1) % 3]) + 1]++;
    }
    for (size_t i = 0; i < mesh->vertex_count; i++)
        ends[i + 1] += ends[i];
    /* ends[i] is where vertex i starts, and moves on to where it ends. */
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f].v;
        for (int k = 0; k < 3; k++) {
            const uint32_t a = v[k], b = v[(k + 1) % 3];
            halves[ends[lower(a, b)]++] = half_edge(a, b);
        }
    }
}

static void count_vertex(uint32_t vertex, uint32_t *halves, size_t count, size_t *boundary,
                         size_t *bad) {
    if (count > 1)
        qsort(halves, count, sizeof *halves, compare_half_edges);
    for (size_t i = 0, end; i < count; i = end) {
        size_t down = 0;
        for (end = i; end < count && halves[end] >> 1 == halves[i] >> 1; end++)
            down += halves[end] & 1u;
        const size_t uses = end - i;
        if (halves[i] >> 1 == vertex || uses > 2 || (uses == 2 && down != 1))
            ++*bad;
        else if (uses == 1)
            ++*boundary;
    }
}

scalp_status scalp_mesh_edges_check(const scalp_mesh *mesh, const scalp_work *work,
                                    size_t *boundary, size_t *bad, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *ends_memory, *halves_memory;
    scalp_status status =
        scalp_work_take(work, mesh->vertex_count + 1, sizeof(size_t), &ends_memory, error);
    if (status == SCALP_OK)
        status =
            scalp_work_take(work, mesh->face_count * 3, sizeof(uint32_t), &halves_memory, error);
    if (status == SCALP_OK) {
        size_t *ends = ends_memory;
        uint32_t *halves = halves_memory;
        gather(mesh, ends, halves);
        *boundary = *bad = 0;
        for (size_t i = 0, start = 0; i < mesh->vertex_count; start = ends[i++])
            count_vertex((uint32_t)i, halves + start, ends[i] - start, boundary, bad);
    }
    scalp_arena_return(work->memory, mark);
    return status;
}
