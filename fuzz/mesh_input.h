/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fuzz targets of mesh formats do with an input. */
#ifndef SCALPTOR_FUZZ_MESH_INPUT_H
#define SCALPTOR_FUZZ_MESH_INPUT_H

#include <scalptor/codec.h>

#include <stdlib.h>
#include <string.h>

static inline void mesh_must_hold(const scalp_mesh *mesh) {
    for (size_t i = 0; i < mesh->face_count * 3; i++) {
        if (mesh->faces[i / 3].v[i % 3] >= mesh->vertex_count)
            abort();
    }
}

/* Double precision is kept by PLY, whatever the input was. */
static inline void mesh_must_return(const scalp_mesh_file *file, const scalp_work *work) {
    scalp_bytes bytes;
    scalp_mesh_file again;
    if (scalp_codec_mesh_write(&file->mesh, &file->look, SCALP_MESH_PLY, work, &bytes, NULL) ||
        scalp_codec_mesh_read(bytes, "again", work, &again, NULL) ||
        again.mesh.vertex_count != file->mesh.vertex_count ||
        again.mesh.face_count != file->mesh.face_count)
        abort();
    for (size_t i = 0; i < again.mesh.vertex_count; i++) {
        if (scalp_vec3_distance(again.mesh.vertices[i], file->mesh.vertices[i]) > 0)
            abort();
    }
    if (memcmp(again.mesh.faces, file->mesh.faces, again.mesh.face_count * sizeof(scalp_face)) != 0)
        abort();
}

static inline int mesh_input(const uint8_t *data, size_t size, scalp_mesh_format format) {
    static const scalp_mesh_clean_params params = {.close_mm = 100};
    scalp_work work = {.memory = NULL};
    scalp_mesh_file file;
    scalp_mesh_cleaned cleaned;
    scalp_mesh less;
    scalp_mesh_look look;
    scalp_bytes bytes;
    if (size == 0 || scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    if (scalp_codec_mesh_read((scalp_bytes){data, size}, "fuzz", &work, &file, NULL) == SCALP_OK &&
        file.mesh.face_count < 20000) {
        mesh_must_hold(&file.mesh);
        mesh_must_return(&file, &work);
        (void)(scalp_codec_mesh_write(&file.mesh, &file.look, format, &work, &bytes, NULL) != 0);
        if (scalp_mesh_clean(&file.mesh, &file.look, &params, &work, &cleaned, NULL) == SCALP_OK) {
            size_t open, bad;
            mesh_must_hold(&cleaned.mesh);
            if (scalp_mesh_edges_check(&cleaned.mesh, &work, &open, &bad, NULL) || bad > 0)
                abort();
            if (scalp_mesh_decimate(&cleaned.mesh, &cleaned.look, 8, &work, &less, &look, NULL) ==
                SCALP_OK)
                mesh_must_hold(&less);
        }
    }
    scalp_arena_close(&work.memory);
    return 0;
}

#endif
