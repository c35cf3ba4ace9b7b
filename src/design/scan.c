/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones of the standard head, found again on a scan that was laid on it. */
#include <scalptor/design.h>

enum { most_parts = 12, faces_per_task = 1 << 10, tasks_per_round = 64 };

static const double far_mm = 15, fine_mm2 = 2; /* a face that small is asked once */
static const double part_mm2 = 8;              /* of larger ones, each edge is cut into parts */

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

static scalp_zone zone_at(const asking *a, scalp_mesh_point point) {
    const scalp_vec3 p = scalp_mesh_position(a->scan, point);
    const scalp_vec3 there = scalp_vec3_add(scalp_mat3_apply(&a->fit->rotation, p), a->fit->shift);
    double distance;
    const scalp_mesh_point near = scalp_bvh_closest(a->tree, there, &distance);
    return distance <= far_mm ? (scalp_zone)a->design->zone[near.face] : SCALP_ZONE_NONE;
}

static int parts_of(double area_mm2) {
    int n = area_mm2 > fine_mm2 ? 2 : 1;
    while (n < most_parts && n * n * part_mm2 < area_mm2)
        n++;
    return n;
}

/* The face in n x n equal triangles, each asked in its middle: those that point as the face does,
 * and those between them that point the other way. */
static void ask_face(const asking *a, size_t face, areas *sum) {
    const double area = scalp_mesh_face_area_mm2(a->scan, face);
    const int n = parts_of(area);
    for (int i = 0; i < n; i++) {
        for (int k = 0; k < 2 * (n - i) - 1; k++) {
            const double third = (k % 2 + 1) / 3.0;
            const scalp_mesh_point at = {(uint32_t)face, (i + third) / n,
                                         ((k - k % 2) / 2 + third) / n};
            sum->mm2[zone_at(a, at)] += area / (n * n);
        }
    }
}

static void ask(void *context, size_t task) {
    const asking *a = context;
    const size_t first = (a->first + task) * faces_per_task, end = first + faces_per_task;
    for (size_t f = first; f < end && f < a->scan->face_count; f++)
        ask_face(a, f, &a->tasks[a->first + task]);
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
