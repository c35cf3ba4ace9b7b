/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which sides of faces lie on each other, and where fans of faces only touch in a point. */
#include "clean.h"

#include <stdlib.h>

enum { most_on_edge = 32 };

/* A half edge as the lower vertex of its edge keeps it. */
typedef struct kept {
    uint32_t other, half;
} kept;

typedef struct pairing {
    const scalp_soup *soup;
    bool oriented;
    uint32_t *pair;
    size_t branching;
} pairing;

static int compare_kept(const void *a, const void *b) {
    const kept *x = a, *y = b;
    if (x->other != y->other)
        return x->other < y->other ? -1 : 1;
    return (x->half > y->half) - (x->half < y->half);
}

/* Most vertices keep three; those are sorted here. */
static void sort_kept(kept *list, size_t count) {
    if (count > 24) {
        qsort(list, count, sizeof *list, compare_kept);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        const kept moved = list[i];
        size_t j = i;
        for (; j > 0 && compare_kept(&list[j - 1], &moved) > 0; j--)
            list[j] = list[j - 1];
        list[j] = moved;
    }
}

/* Across the face, at a right angle to the side: where the surface leads on from the edge. */
static scalp_vec3 inwards(const scalp_soup *soup, uint32_t half) {
    const scalp_vec3 a = soup->vertices[scalp_half_start(soup->faces, half)];
    const scalp_vec3 b = soup->vertices[scalp_half_end(soup->faces, half)];
    const scalp_vec3 c = soup->vertices[scalp_half_start(soup->faces, scalp_half_before(half))];
    const scalp_vec3 along = scalp_vec3_unit(scalp_vec3_sub(b, a)), way = scalp_vec3_sub(c, a);
    return scalp_vec3_unit(
        scalp_vec3_sub(way, scalp_vec3_scale(along, scalp_vec3_dot(along, way))));
}

static bool may_join(const pairing *p, uint32_t a, uint32_t b) {
    return !p->oriented ||
           scalp_half_start(p->soup->faces, a) != scalp_half_start(p->soup->faces, b);
}

static void join(const pairing *p, uint32_t a, uint32_t b) {
    p->pair[a] = b;
    p->pair[b] = a;
}

/* Straightest first; the first of several that are equally straight. */
static void join_many(const pairing *p, const kept *list, size_t count) {
    scalp_vec3 way[most_on_edge];
    if (count > most_on_edge)
        return;
    for (size_t i = 0; i < count; i++)
        way[i] = inwards(p->soup, list[i].half);
    for (;;) {
        double best = 2;
        size_t one = 0, two = 0;
        for (size_t i = 0; i < count; i++) {
            for (size_t j = i + 1; j < count; j++) {
                const double bend = scalp_vec3_dot(way[i], way[j]);
                if (p->pair[list[i].half] == SCALP_NO_HALF &&
                    p->pair[list[j].half] == SCALP_NO_HALF && bend < best &&
                    may_join(p, list[i].half, list[j].half)) {
                    best = bend;
                    one = i;
                    two = j;
                }
            }
        }
        if (best > 1.5)
            return;
        join(p, list[one].half, list[two].half);
    }
}

static void pair_vertex(pairing *p, kept *list, size_t count) {
    sort_kept(list, count);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && list[end].other == list[i].other;)
            end++;
        if (end - i == 2 && may_join(p, list[i].half, list[i + 1].half))
            join(p, list[i].half, list[i + 1].half);
        if (end - i > 2) {
            p->branching++;
            join_many(p, list + i, end - i);
        }
    }
}

/* Half edges of vertex i end up in list[ends[i-1]] .. list[ends[i]-1]. */
static void gather(const scalp_soup *soup, size_t *ends, kept *list) {
    const uint32_t halves = (uint32_t)(3 * soup->face_count);
    for (uint32_t h = 0; h < halves; h++) {
        const uint32_t a = scalp_half_start(soup->faces, h), b = scalp_half_end(soup->faces, h);
        ends[(a < b ? a : b) + 1]++;
    }
    for (size_t i = 0; i < soup->vertex_count; i++)
        ends[i + 1] += ends[i];
    for (uint32_t h = 0; h < halves; h++) {
        const uint32_t a = scalp_half_start(soup->faces, h), b = scalp_half_end(soup->faces, h);
        list[ends[a < b ? a : b]++] = (kept){a < b ? b : a, h};
    }
}

scalp_status scalp_halves_pair(const scalp_soup *soup, bool oriented, const scalp_work *work,
                               uint32_t **pair, size_t *branching, scalp_error *error) {
    const size_t halves = 3 * soup->face_count;
    void *made, *ends_memory, *list_memory;
    SCALP_TRY(scalp_work_take(work, halves, sizeof(uint32_t), &made, error));
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, soup->vertex_count + 1, sizeof(size_t), &ends_memory, error));
    SCALP_TRY(scalp_work_take(work, halves, sizeof(kept), &list_memory, error));
    size_t *ends = ends_memory;
    kept *list = list_memory;
    pairing p = {soup, oriented, made, 0};
    gather(soup, ends, list);
    for (size_t h = 0; h < halves; h++)
        p.pair[h] = SCALP_NO_HALF;
    for (size_t i = 0, start = 0; i < soup->vertex_count; start = ends[i++])
        pair_vertex(&p, list + start, ends[i] - start);
    scalp_arena_return(work->memory, mark);
    *pair = p.pair;
    *branching = p.branching;
    return SCALP_OK;
}

/* ---- Extras ------------------------------------------------------------------------------ */

/* Of the faces on one edge, keeps the first two that are joined, or the first. */
static size_t mark_extras(pairing *p, const kept *list, size_t count, uint8_t *state) {
    size_t marked = 0;
    uint32_t one = list[0].half, two = SCALP_NO_HALF;
    for (size_t i = 0; i < count && two == SCALP_NO_HALF; i++) {
        if (p->pair[list[i].half] != SCALP_NO_HALF) {
            one = list[i].half;
            two = p->pair[one];
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (list[i].half == one || list[i].half == two)
            continue;
        marked += state[list[i].half / 3] != 0;
        state[list[i].half / 3] = 0;
    }
    return marked;
}

scalp_status scalp_extras_find(const scalp_soup *soup, const scalp_work *work, uint8_t *state,
                               size_t *count, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const size_t halves = 3 * soup->face_count;
    void *pair, *ends_memory, *list_memory;
    SCALP_TRY(scalp_work_take(work, halves, sizeof(uint32_t), &pair, error));
    SCALP_TRY(scalp_work_take(work, soup->vertex_count + 1, sizeof(size_t), &ends_memory, error));
    SCALP_TRY(scalp_work_take(work, halves, sizeof(kept), &list_memory, error));
    size_t *ends = ends_memory;
    kept *list = list_memory;
    pairing p = {soup, true, pair, 0};
    gather(soup, ends, list);
    for (size_t h = 0; h < halves; h++)
        p.pair[h] = SCALP_NO_HALF;
    for (size_t f = 0; f < soup->face_count; f++)
        state[f] = 1;
    *count = 0;
    for (size_t i = 0, start = 0; i < soup->vertex_count; start = ends[i++]) {
        kept *own = list + start;
        const size_t own_count = ends[i] - start;
        pair_vertex(&p, own, own_count);
        for (size_t k = 0, end; k < own_count; k = end) {
            for (end = k; end < own_count && own[end].other == own[k].other;)
                end++;
            if (end - k > 2 || (end - k == 2 && p.pair[own[k].half] == SCALP_NO_HALF))
                *count += mark_extras(&p, own + k, end - k, state);
        }
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* ---- Fans -------------------------------------------------------------------------------- */

/* Marks the corners of the fan that `half` starts in; each has a half edge that starts at it. */
static void mark_fan(const uint32_t *pair, uint32_t half, uint32_t vertex, uint32_t *vertex_of) {
    uint32_t h = half;
    while (h != SCALP_NO_HALF && vertex_of[h] == UINT32_MAX) {
        vertex_of[h] = vertex;
        h = pair[scalp_half_before(h)];
    }
    for (h = pair[half]; h != SCALP_NO_HALF; h = pair[h]) {
        h = scalp_half_next(h);
        if (vertex_of[h] != UINT32_MAX)
            return;
        vertex_of[h] = vertex;
    }
}

scalp_status scalp_fans_split(scalp_soup *soup, const uint32_t *pair, const scalp_work *work,
                              scalp_mesh_defects *defects, scalp_error *error) {
    const size_t halves = 3 * soup->face_count;
    void *memory, *taken_memory, *vertices, *from;
    SCALP_TRY(scalp_work_take(work, halves, sizeof(uint32_t), &memory, error));
    SCALP_TRY(scalp_work_take(work, soup->vertex_count, 1, &taken_memory, error));
    uint32_t *vertex_of = memory;
    bool *taken = taken_memory;
    size_t count = soup->vertex_count;
    for (size_t h = 0; h < halves; h++)
        vertex_of[h] = UINT32_MAX;
    for (uint32_t h = 0; h < halves; h++) {
        if (vertex_of[h] != UINT32_MAX)
            continue;
        const uint32_t v = scalp_half_start(soup->faces, h);
        mark_fan(pair, h, taken[v] ? (uint32_t)count : v, vertex_of);
        count += taken[v];
        taken[v] = true;
    }
    defects->pinched_vertices += count - soup->vertex_count;
    if (count == soup->vertex_count)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_vec3), &vertices, error));
    SCALP_TRY(scalp_work_take(work, count, sizeof(uint32_t), &from, error));
    for (uint32_t h = 0; h < halves; h++) {
        const uint32_t old = scalp_half_start(soup->faces, h);
        ((scalp_vec3 *)vertices)[vertex_of[h]] = soup->vertices[old];
        ((uint32_t *)from)[vertex_of[h]] = soup->vertex_from[old];
    }
    for (uint32_t h = 0; h < halves; h++)
        soup->faces[h / 3].v[h % 3] = vertex_of[h];
    soup->vertices = vertices;
    soup->vertex_from = from;
    soup->vertex_count = count;
    return SCALP_OK;
}
