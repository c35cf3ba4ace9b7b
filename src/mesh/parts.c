/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a surface, and which side of them is outside. */
#include "clean.h"

#include <math.h>

typedef struct part {
    uint32_t first, end; /* its faces, in the order they were reached */
    double area, turned_area;
    scalp_vec3 middle;
    bool inside_out;
} part;

typedef struct search {
    const scalp_soup *soup;
    uint32_t *pair;
    uint32_t *reached; /* faces */
    uint8_t *state;    /* 0: not reached, 1: as it is, 2: to be turned */
    size_t one_sided;
} search;

static scalp_vec3 area_vector(const scalp_soup *soup, size_t f) {
    const uint32_t *v = soup->faces[f].v;
    const scalp_vec3 a = soup->vertices[v[0]];
    const scalp_vec3 n = scalp_vec3_cross(scalp_vec3_sub(soup->vertices[v[1]], a),
                                          scalp_vec3_sub(soup->vertices[v[2]], a));
    return scalp_vec3_scale(n, 0.5);
}

static scalp_vec3 face_middle(const scalp_soup *soup, size_t f) {
    const uint32_t *v = soup->faces[f].v;
    const scalp_vec3 sum = scalp_vec3_add(
        scalp_vec3_add(soup->vertices[v[0]], soup->vertices[v[1]]), soup->vertices[v[2]]);
    return scalp_vec3_scale(sum, 1.0 / 3);
}

/* From one face over its three sides to those beyond. */
static uint32_t step(search *s, uint32_t face, uint32_t end) {
    for (uint32_t half = 3 * face; half < 3 * face + 3; half++) {
        const uint32_t other = s->pair[half];
        if (other == SCALP_NO_HALF)
            continue;
        const bool alike =
            scalp_half_start(s->soup->faces, half) != scalp_half_start(s->soup->faces, other);
        const uint8_t wanted = alike ? s->state[face] : (uint8_t)(3 - s->state[face]);
        if (s->state[other / 3] == 0) {
            s->state[other / 3] = wanted;
            s->reached[end++] = other / 3;
        } else if (s->state[other / 3] != wanted) {
            s->pair[half] = s->pair[other] = SCALP_NO_HALF;
            s->one_sided++;
        }
    }
    return end;
}

static void measure(const search *s, part *p) {
    scalp_vec3 sum = {0, 0, 0};
    double spread = 0, outward = 0;
    for (uint32_t i = p->first; i < p->end; i++) {
        const uint32_t f = s->reached[i];
        const double area = scalp_vec3_length(area_vector(s->soup, f));
        p->area += area;
        p->turned_area += s->state[f] == 2 ? area : 0;
        sum = scalp_vec3_add(sum, scalp_vec3_scale(face_middle(s->soup, f), area));
    }
    p->middle = scalp_vec3_scale(sum, p->area > 0 ? 1 / p->area : 0);
    for (uint32_t i = p->first; i < p->end; i++) {
        const uint32_t f = s->reached[i];
        const scalp_vec3 n = area_vector(s->soup, f);
        const scalp_vec3 way = scalp_vec3_sub(face_middle(s->soup, f), p->middle);
        outward += (s->state[f] == 2 ? -1 : 1) * scalp_vec3_dot(n, way);
        spread += scalp_vec3_length(n) * scalp_vec3_length(way);
    }
    /* A sheet that bulges to neither side keeps the side that most of it had. */
    p->inside_out =
        fabs(outward) > 1e-6 * spread ? outward < 0 : p->turned_area > p->area - p->turned_area;
}

static void turn(scalp_soup *soup, uint32_t face) {
    uint32_t *v = soup->faces[face].v, *from = soup->corner_from[face];
    const uint32_t swap = v[1], swap_from = from[1];
    v[1] = v[2];
    v[2] = swap;
    from[1] = from[2];
    from[2] = swap_from;
}

/* Turns the faces of a part that is kept, and marks all others as not wanted by state 0. */
static void settle(search *s, scalp_soup *soup, const part *p, bool wanted,
                   scalp_mesh_defects *defects) {
    for (uint32_t i = p->first; i < p->end; i++) {
        const uint32_t f = s->reached[i];
        const bool flipped = (s->state[f] == 2) != p->inside_out;
        if (!wanted) {
            s->state[f] = 0;
            defects->other_faces++;
            continue;
        }
        defects->flipped_faces += flipped;
        if (flipped)
            turn(soup, f);
    }
}

scalp_status scalp_soup_compact(scalp_soup *soup, const uint8_t *state, const scalp_work *work,
                                scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    size_t faces = 0, vertices = 0;
    void *memory;
    SCALP_TRY(scalp_work_take(work, soup->vertex_count, sizeof(uint32_t), &memory, error));
    uint32_t *number = memory;
    for (size_t f = 0; f < soup->face_count; f++) {
        if (!state[f])
            continue;
        soup->faces[faces] = soup->faces[f];
        for (int k = 0; k < 3; k++) {
            soup->corner_from[faces][k] = soup->corner_from[f][k];
            number[soup->faces[f].v[k]] = 1;
        }
        faces++;
    }
    for (size_t i = 0; i < soup->vertex_count; i++) {
        if (!number[i])
            continue;
        soup->vertices[vertices] = soup->vertices[i];
        soup->vertex_from[vertices] = soup->vertex_from[i];
        number[i] = (uint32_t)vertices++;
    }
    for (size_t f = 0; f < faces; f++) {
        for (int k = 0; k < 3; k++)
            soup->faces[f].v[k] = number[soup->faces[f].v[k]];
    }
    soup->face_count = faces;
    soup->vertex_count = vertices;
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

/* Reaches every face; part i has the faces reached[starts[i]] .. reached[starts[i + 1] - 1]. */
static size_t reach_all(search *s, uint32_t *starts) {
    size_t count = 0;
    uint32_t end = 0;
    for (uint32_t f = 0; f < s->soup->face_count; f++) {
        if (s->state[f])
            continue;
        starts[count++] = end;
        s->state[f] = 1;
        s->reached[end++] = f;
        for (uint32_t at = end - 1; at < end; at++)
            end = step(s, s->reached[at], end);
    }
    starts[count] = end;
    return count;
}

scalp_status scalp_parts_settle(scalp_soup *soup, uint32_t *pair, bool every_part,
                                const scalp_work *work, scalp_mesh_defects *defects,
                                scalp_error *error) {
    const size_t faces = soup->face_count;
    void *reached, *state, *starts_memory, *parts_memory;
    SCALP_TRY(scalp_work_take(work, faces, sizeof(uint32_t), &reached, error));
    SCALP_TRY(scalp_work_take(work, faces, 1, &state, error));
    SCALP_TRY(scalp_work_take(work, faces + 1, sizeof(uint32_t), &starts_memory, error));
    search s = {soup, pair, reached, state, 0};
    const uint32_t *starts = starts_memory;
    const size_t count = reach_all(&s, starts_memory);
    SCALP_TRY(scalp_work_take(work, count, sizeof(part), &parts_memory, error));
    part *parts = parts_memory;
    size_t largest = 0;
    for (size_t i = 0; i < count; i++) {
        parts[i].first = starts[i];
        parts[i].end = starts[i + 1];
        measure(&s, &parts[i]);
        largest = parts[i].area > parts[largest].area ? i : largest;
    }
    for (size_t i = 0; i < count; i++)
        settle(&s, soup, &parts[i], every_part || i == largest, defects);
    defects->parts = count;
    defects->one_sided_edges = s.one_sided;
    return scalp_soup_compact(soup, s.state, work, error);
}
