/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "margin.h"

#include <math.h>

/* By scalp_head_region of the neighbour: bare belt, then the belt over which hair sets in. */
static const double clear_mm[] = {
    [SCALP_REGION_FACE] = 0, [SCALP_REGION_EAR] = 5, [SCALP_REGION_NECK] = 0};
static const double soft_mm[] = {
    [SCALP_REGION_FACE] = 7, [SCALP_REGION_EAR] = 8, [SCALP_REGION_NECK] = 18};

enum { regions = sizeof soft_mm / sizeof soft_mm[0] };

typedef struct fence {
    scalp_vec3 at;
    uint32_t region;
    uint32_t next; /* of the same cell; 0: none */
} fence;

/* Fences in cells of the sagittal plane, so that a vertex meets only those about it. Fence 0 is
 * not used. */
enum { cells = 48 };

static const double cell_mm = 8, first_cell_mm = -192, furthest_mm = 18;

typedef struct fences {
    fence *list;
    size_t count;
    uint32_t head[cells][cells]; /* by y, by z */
} fences;

static int cell_of(double mm) {
    return (int)scalp_clamp((mm - first_cell_mm) / cell_mm, 0, cells - 1);
}

static void add_fence(fences *all, scalp_vec3 at, int region) {
    uint32_t *head = &all->head[cell_of(at.y)][cell_of(at.z)];
    all->count++;
    all->list[all->count] = (fence){at, (uint32_t)region, *head};
    *head = (uint32_t)all->count;
}

/* Above the temporal peaks the face ends at the hairline, wherever that is. */
static bool is_forehead(const scalp_head *head, const scalp_hairline *hairline, size_t vertex) {
    const scalp_vec2 c = head->chart[vertex];
    if (head->region[vertex] != SCALP_REGION_FACE || c.y <= 0)
        return false;
    const scalp_vec2 peak = c.x > 0 ? hairline->peak_left : hairline->peak_right;
    const bool ahead = fabs(c.x) * peak.y < fabs(peak.x) * c.y;
    return ahead && c.x * c.x + c.y * c.y < 0.7 * (peak.x * peak.x + peak.y * peak.y);
}

static bool may_have_hair(const scalp_head *head, const scalp_hairline *hairline, size_t vertex) {
    return head->region[vertex] == SCALP_REGION_SCALP || is_forehead(head, hairline, vertex);
}

/* Marks the ears, which hang over the scalp, and all else without hair that has a face in common
 * with a vertex that may have it. */
static size_t mark_fences(const scalp_head *head, const scalp_hairline *hairline, uint8_t *marked) {
    size_t count = 0;
    for (size_t f = 0; f < head->mesh.face_count; f++) {
        const uint32_t *v = head->mesh.faces[f].v;
        bool any = false;
        for (int k = 0; k < 3; k++)
            any |= may_have_hair(head, hairline, v[k]);
        for (int k = 0; k < 3; k++) {
            const bool stop = head->region[v[k]] == SCALP_REGION_EAR ||
                              (any && !may_have_hair(head, hairline, v[k]));
            count += stop && !marked[v[k]];
            marked[v[k]] |= stop;
        }
    }
    return count;
}

static double square_distance(scalp_vec3 p, scalp_vec3 q) {
    const double x = p.x - q.x, y = p.y - q.y, z = p.z - q.z;
    return x * x + y * y + z * z;
}

/* The factor rises with the distance, so the nearest fence of each region decides. */
static double factor_at(const fences *all, scalp_vec3 p) {
    double square[regions], factor = 1;
    for (int k = 0; k < regions; k++)
        square[k] = 4 * furthest_mm * furthest_mm;
    const int last_y = cell_of(p.y + furthest_mm), last_z = cell_of(p.z + furthest_mm);
    for (int y = cell_of(p.y - furthest_mm); y <= last_y; y++) {
        for (int z = cell_of(p.z - furthest_mm); z <= last_z; z++) {
            for (uint32_t i = all->head[y][z]; i; i = all->list[i].next) {
                const fence *f = &all->list[i];
                const double s = square_distance(p, f->at);
                square[f->region] = s < square[f->region] ? s : square[f->region];
            }
        }
    }
    for (int k = 0; k < regions; k++) {
        if (!(soft_mm[k] > 0))
            continue;
        const double t = scalp_smoothstep(clear_mm[k], clear_mm[k] + soft_mm[k], sqrt(square[k]));
        factor = t < factor ? t : factor;
    }
    return factor;
}

enum { vertices_per_task = 512 };

typedef struct job {
    const scalp_head *head;
    const scalp_hairline *hairline;
    const fences *all;
    double *factor;
} job;

static void fill_factors(void *context, size_t task) {
    const job *j = context;
    const size_t first = task * vertices_per_task, end = first + vertices_per_task;
    for (size_t i = first; i < end && i < j->head->mesh.vertex_count; i++) {
        if (may_have_hair(j->head, j->hairline, i))
            j->factor[i] = factor_at(j->all, j->head->mesh.vertices[i]);
    }
}

scalp_status scalp_margin_make(const scalp_head *head, const scalp_hairline *hairline,
                               const scalp_work *work, const double **factor, scalp_error *error) {
    void *memory;
    const size_t vertices = head->mesh.vertex_count;
    SCALP_TRY(scalp_work_take(work, vertices, sizeof(double), &memory, error));
    double *made = memory;
    SCALP_TRY(scalp_work_take(work, vertices, 1, &memory, error));
    uint8_t *marked = memory;
    SCALP_TRY(scalp_work_take(work, 1, sizeof(fences), &memory, error));
    fences *all = memory;
    const size_t count = mark_fences(head, hairline, marked);
    SCALP_TRY(scalp_work_take(work, count + 1, sizeof(fence), &memory, error));
    all->list = memory;
    for (size_t i = 0; i < vertices; i++) {
        if (marked[i])
            add_fence(all, head->mesh.vertices[i], head->region[i]);
    }
    job j = {head, hairline, all, made};
    scalp_pool_for(work->pool, (vertices + vertices_per_task - 1) / vertices_per_task, fill_factors,
                   &j);
    *factor = made;
    return SCALP_OK;
}
