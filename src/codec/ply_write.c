/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PLY and OBJ out. Coordinates of PLY are single precision where that loses nothing. */
#include "mesh_out.h"

#include <string.h>

static bool is_single(const scalp_mesh *mesh) {
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const scalp_vec3 p = mesh->vertices[i];
        const double c[3] = {p.x, p.y, p.z};
        for (int k = 0; k < 3; k++) {
            const double single = (double)(float)c[k];
            if (single < c[k] || single > c[k])
                return false;
        }
    }
    return true;
}

static bool has_alpha(const scalp_mesh *mesh, const scalp_mesh_look *look) {
    for (size_t i = 0; look->rgba && i < mesh->vertex_count; i++) {
        if (look->rgba[i][3] != 255)
            return true;
    }
    return false;
}

static void add_header(scalp_lines *lines, const scalp_mesh *mesh, bool text, bool single,
                       int colours) {
    static const char *const names[] = {"red", "green", "blue", "alpha"};
    scalp_lines_add(lines, "ply\nformat %s 1.0\n", text ? "ascii" : "binary_little_endian");
    scalp_lines_add(lines, "comment Scalptor " SCALP_VERSION ", millimetres\n");
    scalp_lines_add(lines, "element vertex %zu\n", mesh->vertex_count);
    for (int k = 0; k < 3; k++)
        scalp_lines_add(lines, "property %s %c\n", single ? "float" : "double", 'x' + k);
    for (int k = 0; k < colours; k++)
        scalp_lines_add(lines, "property uchar %s\n", names[k]);
    scalp_lines_add(lines, "element face %zu\nproperty list uchar int vertex_indices\nend_header\n",
                    mesh->face_count);
}

static void put_body(const scalp_mesh *mesh, const scalp_mesh_look *look, bool single, int colours,
                     uint8_t *to) {
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const scalp_vec3 p = mesh->vertices[i];
        const double c[3] = {p.x, p.y, p.z};
        for (int k = 0; k < 3; k++) {
            if (single)
                scalp_put_float(&to, (float)c[k]);
            else
                scalp_put_double(&to, c[k]);
        }
        for (int k = 0; k < colours; k++)
            *to++ = look->rgba[i][k];
    }
    for (size_t f = 0; f < mesh->face_count; f++) {
        *to++ = 3;
        for (int k = 0; k < 3; k++)
            scalp_put32(&to, mesh->faces[f].v[k]);
    }
}

static void add_body(scalp_lines *lines, const scalp_mesh *mesh, const scalp_mesh_look *look,
                     int colours) {
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const scalp_vec3 p = mesh->vertices[i];
        scalp_lines_number(lines, p.x);
        scalp_lines_number(lines, p.y);
        scalp_lines_number(lines, p.z);
        for (int k = 0; k < colours; k++)
            scalp_lines_add(lines, " %u", (unsigned)look->rgba[i][k]);
        scalp_lines_add(lines, "\n");
    }
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f].v;
        scalp_lines_add(lines, "3 %u %u %u\n", (unsigned)v[0], (unsigned)v[1], (unsigned)v[2]);
    }
}

scalp_status scalp_ply_write(const scalp_mesh *mesh, const scalp_mesh_look *look, bool text,
                             const scalp_work *work, scalp_bytes *bytes, scalp_error *error) {
    const bool single = is_single(mesh);
    const int colours = !look->rgba ? 0 : has_alpha(mesh, look) ? 4 : 3;
    scalp_lines lines = {.work = work, .error = error};
    add_header(&lines, mesh, text, single, colours);
    if (text)
        add_body(&lines, mesh, look, colours);
    SCALP_TRY(lines.status);
    if (text) {
        *bytes = (scalp_bytes){(const uint8_t *)lines.data, lines.size};
        return SCALP_OK;
    }
    const size_t vertex_bytes = (single ? 12 : 24) + (size_t)colours;
    const size_t size = lines.size + vertex_bytes * mesh->vertex_count + 13 * mesh->face_count;
    void *memory;
    SCALP_TRY(scalp_work_take(work, size, 1, &memory, error));
    memcpy(memory, lines.data, lines.size);
    put_body(mesh, look, single, colours, (uint8_t *)memory + lines.size);
    *bytes = (scalp_bytes){memory, size};
    return SCALP_OK;
}

scalp_status scalp_obj_write(const scalp_mesh *mesh, const scalp_mesh_look *look,
                             const scalp_work *work, scalp_bytes *bytes, scalp_error *error) {
    scalp_lines lines = {.work = work, .error = error};
    scalp_lines_add(&lines, "# Scalptor " SCALP_VERSION ", millimetres\n");
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const scalp_vec3 p = mesh->vertices[i];
        scalp_lines_add(&lines, "v");
        scalp_lines_number(&lines, p.x);
        scalp_lines_number(&lines, p.y);
        scalp_lines_number(&lines, p.z);
        for (int k = 0; k < 3 && look->rgba; k++)
            scalp_lines_add(&lines, " %.4f", look->rgba[i][k] / 255.0);
        scalp_lines_add(&lines, "\n");
    }
    for (size_t f = 0; f < mesh->face_count; f++) {
        const uint32_t *v = mesh->faces[f].v;
        scalp_lines_add(&lines, "f %u %u %u\n", (unsigned)v[0] + 1, (unsigned)v[1] + 1,
                        (unsigned)v[2] + 1);
    }
    SCALP_TRY(lines.status);
    *bytes = (scalp_bytes){(const uint8_t *)lines.data, lines.size};
    return SCALP_OK;
}
