/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inside codec: what readers and writers of meshes share. */
#ifndef SCALPTOR_CODEC_MESH_OUT_H
#define SCALPTOR_CODEC_MESH_OUT_H

#include <scalptor/codec.h>

/* Fails with "NAME: what". */
SCALP_PRINTF(3, 4)
scalp_status scalp_mesh_fail(const char *name, scalp_error *error, const char *format, ...);
/* Whether so many are within the limits. */
SCALP_CHECKED scalp_status scalp_mesh_sizes_check(const char *name, uint64_t vertices,
                                                  uint64_t faces, scalp_error *error);
/* scalp_mesh_make, with the file named when an index or a coordinate is wrong. */
SCALP_CHECKED scalp_status scalp_mesh_finish(const char *name, const scalp_vec3 *vertices,
                                             size_t vertex_count, const scalp_face *faces,
                                             size_t face_count, const scalp_work *work,
                                             scalp_mesh *mesh, scalp_error *error);

SCALP_CHECKED scalp_status scalp_obj_scan_read(scalp_bytes bytes, const char *name,
                                               const scalp_work *work, scalp_mesh_file *file,
                                               scalp_error *error);
SCALP_CHECKED scalp_status scalp_ply_read(scalp_bytes bytes, const char *name,
                                          const scalp_work *work, scalp_mesh_file *file,
                                          scalp_error *error);
SCALP_CHECKED scalp_status scalp_stl_read(scalp_bytes bytes, const char *name,
                                          const scalp_work *work, scalp_mesh_file *file,
                                          scalp_error *error);
/* Whether the bytes are as long as a binary STL with the number of faces that they name. */
bool scalp_stl_is_binary(scalp_bytes bytes);
SCALP_CHECKED scalp_status scalp_glb_read(scalp_bytes bytes, const char *name,
                                          const scalp_work *work, scalp_mesh_file *file,
                                          scalp_error *error);

SCALP_CHECKED scalp_status scalp_obj_write(const scalp_mesh *mesh, const scalp_mesh_look *look,
                                           const scalp_work *work, scalp_bytes *bytes,
                                           scalp_error *error);
SCALP_CHECKED scalp_status scalp_ply_write(const scalp_mesh *mesh, const scalp_mesh_look *look,
                                           bool text, const scalp_work *work, scalp_bytes *bytes,
                                           scalp_error *error);
SCALP_CHECKED scalp_status scalp_stl_write(const scalp_mesh *mesh, const scalp_work *work,
                                           scalp_bytes *bytes, scalp_error *error);
SCALP_CHECKED scalp_status scalp_glb_write(const scalp_mesh *mesh, const scalp_mesh_look *look,
                                           const scalp_work *work, scalp_bytes *bytes,
                                           scalp_error *error);

/* Little endian, one behind the other. */
void scalp_put16(uint8_t **to, unsigned value);
void scalp_put32(uint8_t **to, uint32_t value);
void scalp_put_float(uint8_t **to, float value);
void scalp_put_double(uint8_t **to, double value);
uint32_t scalp_get32(const uint8_t *at);
float scalp_get_float(const uint8_t *at);

/* Lines of text that grow in work->memory; the first failure is kept. */
typedef struct scalp_lines {
    const scalp_work *work;
    scalp_error *error;
    scalp_status status;
    char *data;
    size_t size, room;
} scalp_lines;

SCALP_PRINTF(2, 3) void scalp_lines_add(scalp_lines *lines, const char *format, ...);
/* A blank and the shortest of 15 and 17 digits that reads as the same number again. */
void scalp_lines_number(scalp_lines *lines, double number);

#endif
