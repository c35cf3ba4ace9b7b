/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meshes from anywhere. What is accepted has its faces within its vertices, and can be written. */
#include <scalptor/codec.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scalp_work work = {.memory = NULL};
    scalp_mesh mesh;
    scalp_error error;
    scalp_bytes bytes;
    const double *field;
    if (scalp_arena_open(NULL, &work.memory) != SCALP_OK)
        return 0;
    if (scalp_codec_obj_read((scalp_bytes){data, size}, "fuzz", &work, &mesh, &error) == SCALP_OK) {
        for (size_t i = 0; i < mesh.face_count * 3; i++) {
            if (mesh.faces[i / 3].v[i % 3] >= mesh.vertex_count)
                abort();
        }
        if (scalp_codec_glb_write(&mesh, &work, &bytes, &error) == SCALP_OK && bytes.size % 4)
            abort();
    }
    if (scalp_codec_field_read((scalp_bytes){data, size}, "fuzz", 3, &work, &field, &error) ==
            SCALP_OK &&
        !(field[0] >= 0 && field[1] >= 0 && field[2] >= 0))
        abort();
    scalp_arena_close(&work.memory);
    return 0;
}
