/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fine.h"

#include <math.h>

typedef struct builder {
    const scalp_mesh *mesh;
    size_t edges;
    uint32_t *start; /* of each vertex's edges to vertices of a higher number */
    uint32_t *end, *other;
    scalp_vec3 *vertices, *normals;
    scalp_face *faces;
    uint32_t (*between)[2];
} builder;

/* The edge between two vertices; entered when it is new. */
static uint32_t edge_of(builder *b, uint32_t p, uint32_t q) {
    const uint32_t low = p < q ? p : q, high = p < q ? q : p;
    for (uint32_t i = b->start[low]; i < b->end[low]; i++)
        if (b->other[i] == high)
            return i;
    b->other[b->end[low]] = high;
    b->edges++;
    return b->end[low]++;
}

/* Room for each vertex's edges: every face's edge at its lower end, so twice what there are. */
static scalp_status list_edges(builder *b, const scalp_work *work, scalp_error *error) {
    const scalp_mesh *mesh = b->mesh;
    void *memory;
    SCALP_TRY(
        scalp_work_take(work, 2 * (mesh->vertex_count + 1), sizeof(uint32_t), &memory, error));
    b->start = memory;
    b->end = b->start + mesh->vertex_count + 1;
    for (size_t i = 0; i < 2 * (mesh->vertex_count + 1); i++)
        b->start[i] = 0;
    SCALP_TRY(scalp_work_take(work, 3 * mesh->face_count, sizeof(uint32_t), &memory, error));
    b->other = memory;
    for (size_t f = 0; f < mesh->face_count; f++) {
        for (int k = 0; k < 3; k++) {
            const uint32_t p = mesh->faces[f].v[k], q = mesh->faces[f].v[(k + 1) % 3];
            b->start[(p < q ? p : q) + 1]++;
        }
    }
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        b->start[i + 1] += b->start[i];
        b->end[i] = b->start[i];
    }
    for (size_t f = 0; f < mesh->face_count; f++)
        for (int k = 0; k < 3; k++)
            edge_of(b, mesh->faces[f].v[k], mesh->faces[f].v[(k + 1) % 3]);
    return SCALP_OK;
}

/* The middle of a cubic that leaves both ends at right angles to their normals (Vlachos, Peters,
 * Boyd & Mitchell 2001, curved PN triangles). Its normal is the mean of the two: the cubic's own
 * would show every unevenness of theirs. */
static void lay_between(builder *b, size_t to, uint32_t p, uint32_t q) {
    const scalp_mesh *mesh = b->mesh;
    const scalp_vec3 m = mesh->normals[p], n = mesh->normals[q];
    const scalp_vec3 way = scalp_vec3_sub(mesh->vertices[q], mesh->vertices[p]);
    const scalp_vec3 round = scalp_vec3_sub(scalp_vec3_scale(n, scalp_vec3_dot(way, n)),
                                            scalp_vec3_scale(m, scalp_vec3_dot(way, m)));
    /* Over a sharp fold the cubic would swing out. */
    const double calm = scalp_vec3_dot(m, n) > 0.2 ? 0.125 : 0;
    b->vertices[to] =
        scalp_vec3_add(scalp_vec3_scale(scalp_vec3_add(mesh->vertices[p], mesh->vertices[q]), 0.5),
                       scalp_vec3_scale(round, calm));
    b->normals[to] = scalp_vec3_unit(scalp_vec3_add(m, n));
    b->between[to - mesh->vertex_count][0] = p;
    b->between[to - mesh->vertex_count][1] = q;
}

/* Numbers the edges without gaps, as vertices behind the head's own. */
static void lay_vertices(builder *b) {
    const scalp_mesh *mesh = b->mesh;
    size_t next = mesh->vertex_count;
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        b->vertices[i] = mesh->vertices[i];
        b->normals[i] = mesh->normals[i];
        for (uint32_t e = b->start[i]; e < b->end[i]; e++) {
            lay_between(b, next, (uint32_t)i, b->other[e]);
            next++;
        }
    }
}

/* `number[i]`: of the first edge of vertex i among the new vertices. */
static void cut_faces(builder *b, const uint32_t *number) {
    const scalp_mesh *mesh = b->mesh;
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f].v;
        uint32_t m[3]; /* on the edge from corner k to the next */
        for (int k = 0; k < 3; k++) {
            const uint32_t p = v[k], q = v[(k + 1) % 3], low = p < q ? p : q;
            m[k] = number[low] + edge_of(b, p, q) - b->start[low];
        }
        b->faces[4 * f] = (scalp_face){{v[0], m[0], m[2]}};
        b->faces[4 * f + 1] = (scalp_face){{m[0], v[1], m[1]}};
        b->faces[4 * f + 2] = (scalp_face){{m[2], m[1], v[2]}};
        b->faces[4 * f + 3] = (scalp_face){{m[0], m[1], m[2]}};
    }
}

static scalp_status take_all(builder *b, size_t vertices, const scalp_work *work,
                             scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, vertices, sizeof(scalp_vec3), &memory, error));
    b->vertices = memory;
    SCALP_TRY(scalp_work_take(work, vertices, sizeof(scalp_vec3), &memory, error));
    b->normals = memory;
    SCALP_TRY(scalp_work_take(work, 4 * b->mesh->face_count, sizeof(scalp_face), &memory, error));
    b->faces = memory;
    SCALP_TRY(scalp_work_take(work, b->edges + 1, sizeof *b->between, &memory, error));
    b->between = memory;
    return SCALP_OK;
}

static scalp_status number_edges(builder *b, const scalp_work *work, scalp_error *error) {
    void *memory;
    SCALP_TRY(scalp_work_take(work, b->mesh->vertex_count, sizeof(uint32_t), &memory, error));
    uint32_t *number = memory;
    size_t next = b->mesh->vertex_count;
    for (size_t i = 0; i < b->mesh->vertex_count; i++) {
        number[i] = (uint32_t)next;
        next += b->end[i] - b->start[i];
    }
    cut_faces(b, number);
    return SCALP_OK;
}

/* ---- What lies on it ---------------------------------------------------------------------- */

static scalp_head_paint paint_between(const scalp_head_paint *p, const scalp_head_paint *q) {
    return (scalp_head_paint){(p->lip_mm + q->lip_mm) / 2, (p->brow_mm + q->brow_mm) / 2,
                              (p->lash_mm + q->lash_mm) / 2};
}

static scalp_status carry(const scalp_head *head, const scalp_head_look *look,
                          const scalp_work *work, scalp_fine *fine, scalp_error *error) {
    const size_t count = fine->mesh.vertex_count;
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(scalp_head_paint), &memory, error));
    scalp_head_paint *paint = memory;
    SCALP_TRY(scalp_work_take(work, 4 * count, sizeof(float), &memory, error));
    float *ear = memory, *scalp = ear + count, *left_out = scalp + count, *hair = left_out + count;
    for (size_t i = 0; i < fine->coarse; i++) {
        paint[i] = head->paint[i];
        ear[i] = head->region[i] == SCALP_REGION_EAR ? 1.0F : 0.0F;
        scalp[i] = head->region[i] == SCALP_REGION_SCALP ? 1.0F : 0.0F;
        left_out[i] = look->bare_brow ? look->bare_brow[i] : 0.0F;
        hair[i] = look->hair ? look->hair[i] * (1 - ear[i]) : 0.0F;
    }
    for (size_t i = fine->coarse; i < count; i++) {
        const uint32_t *at = fine->between[i - fine->coarse];
        paint[i] = paint_between(&paint[at[0]], &paint[at[1]]);
        ear[i] = (ear[at[0]] + ear[at[1]]) / 2;
        scalp[i] = (scalp[at[0]] + scalp[at[1]]) / 2;
        left_out[i] = (left_out[at[0]] + left_out[at[1]]) / 2;
        hair[i] = (hair[at[0]] + hair[at[1]]) / 2;
    }
    fine->paint = paint;
    fine->ear = ear;
    fine->scalp = scalp;
    fine->bare = left_out;
    fine->hair = hair;
    return SCALP_OK;
}

scalp_status scalp_fine_make(const scalp_head *head, const scalp_head_look *look,
                             const scalp_work *work, scalp_fine *fine, scalp_error *error) {
    builder b = {.mesh = &head->mesh};
    SCALP_TRY(list_edges(&b, work, error));
    const size_t vertices = b.mesh->vertex_count + b.edges;
    SCALP_TRY(take_all(&b, vertices, work, error));
    lay_vertices(&b);
    SCALP_TRY(number_edges(&b, work, error));
    *fine = (scalp_fine){.mesh = {.vertex_count = vertices,
                                  .face_count = 4 * b.mesh->face_count,
                                  .vertices = b.vertices,
                                  .normals = b.normals,
                                  .faces = b.faces},
                         .coarse = b.mesh->vertex_count,
                         .between = (const uint32_t(*)[2])b.between};
    return carry(head, look, work, fine, error);
}
