/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones of the standard head, found again on a scan that was laid on it. */
#include <scalptor/design.h>

enum { parts = 4, faces_per_report = 1 << 12 };

static const double far_mm = 15;

/* Middles of the four triangles between corners and middles of edges. */
static const double middles[parts][2] = {
    {1.0 / 6, 1.0 / 6}, {2.0 / 3, 1.0 / 6}, {1.0 / 6, 2.0 / 3}, {1.0 / 3, 1.0 / 3}};

scalp_status scalp_design_scan_areas(const scalp_design *design, const scalp_mesh *scan,
                                     const scalp_scan_fit *fit, const scalp_work *work,
                                     double area_cm2[SCALP_ZONE_COUNT], scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    const scalp_bvh *tree;
    SCALP_TRY(scalp_bvh_make(design->mesh, work, &tree, error));
    for (int zone = 0; zone < SCALP_ZONE_COUNT; zone++)
        area_cm2[zone] = 0;
    for (size_t f = 0; f < scan->face_count; f++) {
        if (f % faces_per_report == 0)
            SCALP_TRY(
                scalp_work_report(work, "zones", (double)f / (double)scan->face_count, error));
        const double share_cm2 = scalp_mesh_face_area_mm2(scan, f) / parts / 100;
        for (int i = 0; i < parts; i++) {
            const scalp_mesh_point at = {(uint32_t)f, middles[i][0], middles[i][1]};
            const scalp_vec3 p = scalp_mesh_position(scan, at);
            double distance;
            const scalp_vec3 there =
                scalp_vec3_add(scalp_mat3_apply(&fit->rotation, p), fit->shift);
            const scalp_mesh_point near = scalp_bvh_closest(tree, there, &distance);
            area_cm2[distance <= far_mm ? design->zone[near.face] : SCALP_ZONE_NONE] += share_cm2;
        }
    }
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}
