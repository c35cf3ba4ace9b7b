/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "frame.h"

#include <math.h>

static const double near_cosine = 0.9986, near_mm = 3; /* 3 degrees */
static const double least_chart_mm = 20;

/* Forwards: in the plane across `left`, so that chart.x (d . forwards) = chart.y (d . left) for the
 * way d from the vertex to each point of the scalp (least squares). */
static scalp_vec3 find_forwards(const scalp_head *head, scalp_vec3 left) {
    scalp_vec3 u, v;
    double uu = 0, uv = 0, vv = 0, ur = 0, vr = 0;
    scalp_vec3_tangents(left, &u, &v);
    for (size_t i = 0; i < head->mesh.vertex_count; i++) {
        const scalp_vec2 c = head->chart[i];
        if (head->region[i] != SCALP_REGION_SCALP ||
            c.x * c.x + c.y * c.y < least_chart_mm * least_chart_mm)
            continue;
        const scalp_vec3 d = scalp_vec3_sub(head->mesh.vertices[i], head->landmarks[SCALP_VERTEX]);
        const double a = c.x * scalp_vec3_dot(d, u), b = c.x * scalp_vec3_dot(d, v);
        const double r = c.y * scalp_vec3_dot(d, left);
        uu += a * a, uv += a * b, vv += b * b, ur += a * r, vr += b * r;
    }
    const double size = uu * vv - uv * uv;
    if (!(fabs(size) > 0))
        return v;
    return scalp_vec3_unit(scalp_vec3_add(scalp_vec3_scale(u, (ur * vv - vr * uv) / size),
                                          scalp_vec3_scale(v, (vr * uu - ur * uv) / size)));
}

static scalp_status find(const scalp_head *head, scalp_frame *frame, scalp_error *error) {
    const scalp_vec3 l = head->landmarks[SCALP_TRAGION_L], r = head->landmarks[SCALP_TRAGION_R];
    if (!(scalp_vec3_distance(l, r) > 1))
        return scalp_fail(error, SCALP_ERR_INPUT,
                          "The head's two tragia are one point; check its landmarks.");
    const scalp_vec3 left = scalp_vec3_unit(scalp_vec3_sub(l, r));
    const scalp_vec3 forwards = find_forwards(head, left);
    const scalp_vec3 up = scalp_vec3_cross(forwards, left);
    frame->from = scalp_vec3_scale(scalp_vec3_add(l, r), 0.5);
    frame->turn = (scalp_mat3){
        {{left.x, left.y, left.z}, {up.x, up.y, up.z}, {forwards.x, forwards.y, forwards.z}}};
    frame->moved = left.x < near_cosine || forwards.z < near_cosine ||
                   scalp_vec3_length(frame->from) > near_mm;
    return SCALP_OK;
}

scalp_status scalp_frame_enter(const scalp_head *head, const scalp_work *work, scalp_frame *frame,
                               scalp_head *inside, scalp_error *error) {
    void *memory;
    *inside = *head;
    SCALP_TRY(find(head, frame, error));
    if (!frame->moved)
        return SCALP_OK;
    SCALP_TRY(scalp_work_take(work, head->mesh.vertex_count, sizeof(scalp_vec3), &memory, error));
    scalp_vec3 *vertices = memory;
    for (size_t i = 0; i < head->mesh.vertex_count; i++)
        vertices[i] =
            scalp_mat3_apply(&frame->turn, scalp_vec3_sub(head->mesh.vertices[i], frame->from));
    for (int i = 0; i < SCALP_LANDMARKS_ON_HEAD; i++)
        inside->landmarks[i] =
            scalp_mat3_apply(&frame->turn, scalp_vec3_sub(head->landmarks[i], frame->from));
    return scalp_mesh_make(vertices, head->mesh.vertex_count, head->mesh.faces,
                           head->mesh.face_count, work, &inside->mesh, error);
}

scalp_vec3 scalp_frame_leave(const scalp_frame *frame, scalp_vec3 p) {
    if (!frame->moved)
        return p;
    const scalp_mat3 *m = &frame->turn;
    const scalp_vec3 q = {m->m[0][0] * p.x + m->m[1][0] * p.y + m->m[2][0] * p.z,
                          m->m[0][1] * p.x + m->m[1][1] * p.y + m->m[2][1] * p.z,
                          m->m[0][2] * p.x + m->m[1][2] * p.y + m->m[2][2] * p.z};
    return scalp_vec3_add(q, frame->from);
}
