/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "along.h"

#include <math.h>

enum { vertices_per_task = 4096, widest = 4 };

/* A closed surface walks every edge once each way: so every face's edges give each vertex all its
 * neighbours. */
static scalp_status list_neighbours(const scalp_mesh *mesh, const scalp_work *work,
                                    uint32_t **start, uint32_t **near, scalp_error *error) {
    const size_t n = mesh->vertex_count;
    void *memory;
    SCALP_TRY(scalp_work_take(work, n + 2, sizeof(uint32_t), &memory, error));
    uint32_t *at = memory;
    SCALP_TRY(scalp_work_take(work, 3 * mesh->face_count, sizeof(uint32_t), &memory, error));
    uint32_t *list = memory;
    for (size_t i = 0; i < n + 2; i++)
        at[i] = 0;
    for (size_t f = 0; f < mesh->face_count; f++)
        for (int k = 0; k < 3; k++)
            at[mesh->faces[f].v[k] + 2]++;
    for (size_t i = 2; i < n + 2; i++)
        at[i] += at[i - 1];
    for (size_t f = 0; f < mesh->face_count; f++)
        for (int k = 0; k < 3; k++)
            list[at[mesh->faces[f].v[k] + 1]++] = mesh->faces[f].v[(k + 1) % 3];
    *start = at;
    *near = list;
    return SCALP_OK;
}

typedef struct measure_job {
    const scalp_mesh *mesh;
    const uint32_t *start, *near;
    float *step, *bend;
} measure_job;

static size_t task_end(size_t first, size_t count) {
    return first + vertices_per_task < count ? first + vertices_per_task : count;
}

static void measure(void *context, size_t task) {
    const measure_job *j = context;
    const scalp_vec3 *p = j->mesh->vertices, *n = j->mesh->normals;
    const size_t first = task * vertices_per_task, end = task_end(first, j->mesh->vertex_count);
    for (size_t i = first; i < end; i++) {
        double squares = 0, bend = 0;
        for (uint32_t k = j->start[i]; k < j->start[i + 1]; k++) {
            const scalp_vec3 way = scalp_vec3_sub(p[j->near[k]], p[i]);
            const scalp_vec3 turn = scalp_vec3_sub(n[j->near[k]], n[i]);
            const double square = scalp_vec3_dot(way, way) + 1e-6;
            squares += square;
            bend += fabs(scalp_vec3_dot(turn, way)) / square;
        }
        const double count = fmax(j->start[i + 1] - j->start[i], 1);
        j->bend[i] = (float)(bend / count);
        j->step[i] =
            (float)(squares / (2 * (count + 1))); /* half along each axis; i itself stays */
    }
}

static size_t tasks_of(const scalp_mesh *mesh) {
    return (mesh->vertex_count + vertices_per_task - 1) / vertices_per_task;
}

scalp_status scalp_along_make(const scalp_mesh *mesh, const scalp_work *work, scalp_along *along,
                              scalp_error *error) {
    uint32_t *start, *near;
    void *memory;
    SCALP_TRY(list_neighbours(mesh, work, &start, &near, error));
    SCALP_TRY(scalp_work_take(work, 2 * mesh->vertex_count, sizeof(float), &memory, error));
    measure_job j = {mesh, start, near, memory, (float *)memory + mesh->vertex_count};
    scalp_pool_for(work->pool, tasks_of(mesh), measure, &j);
    *along = (scalp_along){mesh, start, near, j.step, j.bend};
    return SCALP_OK;
}

typedef struct mean_job {
    const scalp_along *along;
    const float *from;
    float *to;
    size_t width;
} mean_job;

static void mean(void *context, size_t task) {
    const mean_job *j = context;
    const scalp_along *a = j->along;
    const size_t first = task * vertices_per_task, end = task_end(first, a->mesh->vertex_count);
    for (size_t i = first; i < end; i++) {
        float sum[widest];
        for (size_t c = 0; c < j->width; c++)
            sum[c] = j->from[i * j->width + c];
        for (uint32_t k = a->start[i]; k < a->start[i + 1]; k++)
            for (size_t c = 0; c < j->width; c++)
                sum[c] += j->from[a->near[k] * j->width + c];
        const float share = 1 / (float)(1 + a->start[i + 1] - a->start[i]);
        for (size_t c = 0; c < j->width; c++)
            j->to[i * j->width + c] = sum[c] * share;
    }
}

void scalp_along_mean(const scalp_along *along, const float *from, int width,
                      const scalp_work *work, float *to) {
    mean_job j = {along, from, to, (size_t)width};
    scalp_pool_for(work->pool, tasks_of(along->mesh), mean, &j);
}
