/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones of the standard head, found again on a scan that was laid on it. */
#include <scalptor/design.h>

enum { parts = 4, faces_per_task = 1 << 10, tasks_per_round = 64 };

static const double far_mm = 15, fine_mm2 = 2; /* a face that small is asked once */

/* Middles of the four triangles between corners and middles of edges; the last is the face's own.
 */
static const double middles[parts][2] = {
    {1.0 / 6, 1.0 / 6}, {2.0 / 3, 1.0 / 6}, {1.0 / 6, 2.0 / 3}, {1.0 / 3, 1.0 / 3}};

typedef struct areas {
    double mm2[SCALP_ZONE_COUNT];
} areas;

typedef struct asking {
    const scalp_design *design;
    const scalp_mesh *scan;
    const scalp_scan_fit *fit;
    const scalp_bvh *tree;
    areas *tasks; /* each its own, so that sums do not depend on who was first */
    size_t first; /* task of this round */
} asking;

static scalp_zone zone_at(const asking *a, size_t face, const double at[2]) {
    const scalp_mesh_point point = {(uint32_t)face, at[0], at[1]};
    const scalp_vec3 p = scalp_mesh_position(a->scan, point);
    const scalp_vec3 there = scalp_vec3_add(scalp_mat3_apply(&a->fit->rotation, p), a->fit->shift);
    double distance;
    const scalp_mesh_point near = scalp_bvh_closest(a->tree, there, &distance);
    return distance <= far_mm ? (scalp_zone)a->design->zone[near.face] : SCALP_ZONE_NONE;
}

static void ask(void *context, size_t task) {
    const asking *a = context;
    const size_t first = (a->first + task) * faces_per_task, end = first + faces_per_task;
    areas *sum = &a->tasks[a->first + task];
    for (size_t f = first; f < end && f < a->scan->face_count; f++) {
        const double area = scalp_mesh_face_area_mm2(a->scan, f);
        const int from = area > fine_mm2 ? 0 : parts - 1;
        for (int i = from; i < parts; i++)
            sum->mm2[zone_at(a, f, middles[i])] += area / (parts - from);
    }
}

scalp_status scalp_design_scan_areas(const scalp_design *design, const scalp_mesh *scan,
                                     const scalp_scan_fit *fit, const scalp_work *work,
                                     double area_cm2[SCALP_ZONE_COUNT], scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const size_t tasks = (scan->face_count + faces_per_task - 1) / faces_per_task;
    asking a = {design, scan, fit, NULL, NULL, 0};
    void *memory;
    SCALP_TRY(scalp_work_take(work, tasks, sizeof(areas), &memory, error));
    SCALP_TRY(scalp_bvh_make(design->mesh, work, &a.tree, error));
    a.tasks = memory;
    for (; a.first < tasks; a.first += tasks_per_round) {
        const size_t left = tasks - a.first;
        SCALP_TRY(scalp_work_report(work, "zones", (double)a.first / (double)tasks, error));
        scalp_pool_for(work->pool, left < tasks_per_round ? left : tasks_per_round, ask, &a);
    }
    for (int zone = 0; zone < SCALP_ZONE_COUNT; zone++) {
        area_cm2[zone] = 0;
        for (size_t i = 0; i < tasks; i++)
            area_cm2[zone] += a.tasks[i].mm2[zone] / 100;
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
