/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <scalptor/mesh.h>

#include <math.h>

static bool is_finite(scalp_vec3 p) {
    return isfinite(p.x) && isfinite(p.y) && isfinite(p.z);
}

static scalp_status check_input(const scalp_vec3 *vertices, size_t vertex_count,
                                const scalp_face *faces, size_t face_count, scalp_error *error) {
    if (vertex_count > SCALP_MESH_MAX_VERTICES || face_count > SCALP_MESH_MAX_FACES) {
        return scalp_fail(error, SCALP_ERR_LIMIT,
                          "The mesh has %zu vertices and %zu faces, more than the %u and %u that "
                          "are read; decimate it first.",
                          vertex_count, face_count, SCALP_MESH_MAX_VERTICES, SCALP_MESH_MAX_FACES);
    }
    if (face_count == 0)
        return scalp_fail(error, SCALP_ERR_INPUT, "The mesh has no faces.");
    for (size_t i = 0; i < vertex_count; i++) {
        if (!is_finite(vertices[i])) {
            return scalp_fail(
                error, SCALP_ERR_INPUT,
                "Vertex %zu of the mesh has a coordinate that is not a finite number.", i + 1);
        }
    }
    for (size_t f = 0; f < face_count; f++) {
        for (int k = 0; k < 3; k++) {
            if (faces[f].v[k] >= vertex_count) {
                return scalp_fail(error, SCALP_ERR_INPUT,
                                  "Face %zu of the mesh names vertex %u, but there are %zu.", f + 1,
                                  (unsigned)(faces[f].v[k] + 1u), vertex_count);
            }
        }
    }
    return SCALP_OK;
}

/* Twice the face's area times its unit normal. */
static scalp_vec3 area_vector(const scalp_vec3 *vertices, const scalp_face *face) {
    const scalp_vec3 a = vertices[face->v[0]];
    return scalp_vec3_cross(scalp_vec3_sub(vertices[face->v[1]], a),
                            scalp_vec3_sub(vertices[face->v[2]], a));
}

scalp_status scalp_mesh_make(const scalp_vec3 *vertices, size_t vertex_count,
                             const scalp_face *faces, size_t face_count, const scalp_work *work,
                             scalp_mesh *mesh, scalp_error *error) {
    SCALP_TRY(check_input(vertices, vertex_count, faces, face_count, error));
    void *memory;
    SCALP_TRY(scalp_work_take(work, vertex_count, sizeof(scalp_vec3), &memory, error));
    scalp_vec3 *normals = memory;
    for (size_t f = 0; f < face_count; f++) {
        const scalp_vec3 n = area_vector(vertices, &faces[f]);
        for (int k = 0; k < 3; k++)
            normals[faces[f].v[k]] = scalp_vec3_add(normals[faces[f].v[k]], n);
    }
    for (size_t i = 0; i < vertex_count; i++)
        normals[i] = scalp_vec3_unit(normals[i]);
    *mesh = (scalp_mesh){vertex_count, face_count, vertices, normals, faces};
    return SCALP_OK;
}

double scalp_mesh_face_area_mm2(const scalp_mesh *mesh, size_t face) {
    return 0.5 * scalp_vec3_length(area_vector(mesh->vertices, &mesh->faces[face]));
}

scalp_vec3 scalp_mesh_face_normal(const scalp_mesh *mesh, size_t face) {
    return scalp_vec3_unit(area_vector(mesh->vertices, &mesh->faces[face]));
}

double scalp_mesh_area_mm2(const scalp_mesh *mesh) {
    double area = 0;
    for (size_t f = 0; f < mesh->face_count; f++)
        area += scalp_mesh_face_area_mm2(mesh, f);
    return area;
}

/* Blends the three corners of a per-vertex array of vectors. */
static scalp_vec3 blend(const scalp_mesh *mesh, const scalp_vec3 *corners, scalp_mesh_point p) {
    const uint32_t *v = mesh->faces[p.face].v;
    const scalp_vec3 a = scalp_vec3_scale(corners[v[0]], 1 - p.u - p.v);
    const scalp_vec3 b = scalp_vec3_scale(corners[v[1]], p.u);
    return scalp_vec3_add(scalp_vec3_add(a, b), scalp_vec3_scale(corners[v[2]], p.v));
}

scalp_vec3 scalp_mesh_position(const scalp_mesh *mesh, scalp_mesh_point point) {
    return blend(mesh, mesh->vertices, point);
}

scalp_vec3 scalp_mesh_normal(const scalp_mesh *mesh, scalp_mesh_point point) {
    return scalp_vec3_unit(blend(mesh, mesh->normals, point));
}

double scalp_mesh_field(const scalp_mesh *mesh, const double *field, scalp_mesh_point point) {
    const uint32_t *v = mesh->faces[point.face].v;
    return field[v[0]] * (1 - point.u - point.v) + field[v[1]] * point.u + field[v[2]] * point.v;
}
