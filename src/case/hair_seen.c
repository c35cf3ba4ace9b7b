/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client's own hair on the rendered head. */
#include <scalptor/case_hair.h>

#include <math.h>
#include <string.h>

/* Rounds of means along the mesh: hair ends over some 5 mm, not along a line. */
enum { rounds = 4 };

/* Means of each vertex and its neighbours: sums over the edges of faces, which meet each inner edge
 * twice. */
static void soften(const scalp_mesh *mesh, float *share, float *sum, float *count) {
    for (int round = 0; round < rounds; round++) {
        for (size_t i = 0; i < mesh->vertex_count; i++) {
            sum[i] = 2 * share[i];
            count[i] = 2;
        }
        for (size_t f = 0; f < mesh->face_count; f++) {
            const uint32_t *v = mesh->faces[f].v;
            for (int k = 0; k < 3; k++) {
                sum[v[k]] += 0.5F * (share[v[(k + 1) % 3]] + share[v[(k + 2) % 3]]);
                count[v[k]] += 1;
            }
        }
        for (size_t i = 0; i < mesh->vertex_count; i++)
            share[i] = sum[i] / count[i];
    }
}

scalp_status scalp_case_hair_seen(const scalp_case *document, const scalp_head *head,
                                  const double *existing_per_cm2, const scalp_work *work,
                                  const float **hair, scalp_error *error) {
    const size_t count = head->mesh.vertex_count;
    const double *left;
    void *memory;
    SCALP_TRY(scalp_work_take(work, count, sizeof(float), &memory, error));
    float *share = memory;
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    SCALP_TRY(scalp_work_take(work, 2 * count, sizeof(float), &memory, error));
    float *scratch = memory;
    SCALP_TRY(scalp_design_hair_left(head, document->loss_scale, document->loss_stage, work, &left,
                                     error));
    const bool measured = existing_per_cm2 && strcmp(document->loss_measured, "photos") == 0;
    for (size_t i = 0; i < count; i++) {
        const double there =
            measured ? fmin(existing_per_cm2[i] / document->density_per_cm2, 1) : left[i];
        share[i] = head->region[i] == SCALP_REGION_SCALP ? (float)there : 0;
    }
    soften(&head->mesh, share, scratch, scratch + count);
    scalp_arena_return(work->memory, mark);
    *hair = share;
    return SCALP_OK;
}
