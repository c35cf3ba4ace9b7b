/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rigid.h"

#include "linalg.h"

scalp_vec3 head_pose_apply(const head_pose *pose, scalp_vec3 p) {
    return scalp_vec3_add(scalp_mat3_apply(&pose->rotation, p), pose->shift);
}

scalp_vec3 head_pose_undo(const head_pose *pose, scalp_vec3 p) {
    return scalp_mat3_apply_transposed(&pose->rotation, scalp_vec3_sub(p, pose->shift));
}

void head_rows_add(head_rows *rows, scalp_vec3 at, scalp_vec3 along, double off, double weight) {
    const scalp_vec3 r = scalp_vec3_cross(at, along);
    const double row[6] = {r.x, r.y, r.z, along.x, along.y, along.z};
    for (int j = 0; j < 6; j++) {
        for (int k = 0; k < 6; k++)
            rows->a[6 * j + k] += weight * row[j] * row[k];
        rows->b[j] -= weight * row[j] * off;
    }
}

bool head_rows_improve(head_rows *rows, head_pose *pose) {
    double scratch[36], x[6] = {0};
    if (!scalp_linalg_invert(rows->a, scratch, 6))
        return false;
    for (int j = 0; j < 6; j++) {
        for (int k = 0; k < 6; k++)
            x[j] += rows->a[6 * j + k] * rows->b[k];
    }
    const scalp_mat3 turn = scalp_mat3_rotation((scalp_vec3){x[0], x[1], x[2]});
    pose->rotation = scalp_mat3_multiply(&turn, &pose->rotation);
    pose->shift =
        scalp_vec3_add(scalp_mat3_apply(&turn, pose->shift), (scalp_vec3){x[3], x[4], x[5]});
    return true;
}

scalp_status head_scan_measure(const scalp_mesh *scan, const head_pose *pose, double brow_y,
                               const scalp_work *work, scalp_scan_size *size, scalp_error *error) {
    const scalp_arena_mark mark = scalp_arena_here(work->memory);
    void *memory;
    SCALP_TRY(scalp_work_take(work, scan->vertex_count, sizeof(scalp_vec3), &memory, error));
    scalp_vec3 *vertices = memory;
    for (size_t i = 0; i < scan->vertex_count; i++)
        vertices[i] = head_pose_apply(pose, scan->vertices[i]);
    scalp_mesh turned = *scan;
    turned.vertices = vertices;
    SCALP_TRY(scalp_scan_measure(&turned, &brow_y, work, size, error));
    scalp_arena_return(work->memory, mark);
    return SCALP_OK;
}

static double within(double value, double low, double high) {
    return value >= low && value <= high ? value : 0;
}

scalp_status head_like_scan(const scalp_scan_size *size, const char *sex, const scalp_work *work,
                            scalp_head *head, scalp_error *error) {
    const scalp_head_measures all = {
        within(size->length_mm, 160, 240), within(size->breadth_mm, 120, 190),
        within(size->circumference_mm, 450, 680), within(size->high.y, 100, 165)};
    const scalp_head_measures tried[] = {all,
                                         {all.length_mm, all.breadth_mm, 0, all.tragion_vertex_mm},
                                         {all.length_mm, all.breadth_mm, 0, 0},
                                         {0, 0, 0, 0}};
    scalp_status status = SCALP_ERR_INPUT;
    for (size_t i = 0; i < 4 && status == SCALP_ERR_INPUT; i++)
        status = scalp_head_make(&tried[i], sex, work, head, error);
    return status;
}
