/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meshes in and out of bytes, and files put together by hand. */
#ifndef SCALPTOR_TEST_MESH_TOOLS_H
#define SCALPTOR_TEST_MESH_TOOLS_H

#include "mesh/shapes.h"

#include <scalptor/codec.h>

/* Bytes that grow; a test's worth of them. */
typedef struct blob {
    uint8_t data[1 << 16];
    size_t size;
} blob;

static inline void blob_add(blob *b, const void *data, size_t size) {
    if (size > sizeof b->data - b->size)
        abort();
    memcpy(b->data + b->size, data, size);
    b->size += size;
}

static inline void blob_text(blob *b, const char *text) {
    blob_add(b, text, strlen(text));
}

/* A number of that many bytes, in either order. */
static inline void blob_whole(blob *b, uint64_t value, size_t bytes, bool big) {
    for (size_t k = 0; k < bytes; k++) {
        const uint8_t byte = (uint8_t)(value >> (8 * (big ? bytes - 1 - k : k)));
        blob_add(b, &byte, 1);
    }
}

static inline void blob_float(blob *b, float value, bool big) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    blob_whole(b, bits, 4, big);
}

static inline scalp_mesh_file mesh_accepted(check_work *w, const void *data, size_t size) {
    scalp_mesh_file file = {0};
    scalp_error error = {0};
    uint8_t *exact = malloc(size + !size); /* the sanitizer sees a step beyond */
    memcpy(exact, data, size);
    if (scalp_codec_mesh_read((scalp_bytes){exact, size}, "scan", &w->work, &file, &error))
        CHECK_FAILED("refused: %s", error.message);
    if (file.look.texture.size) {
        void *kept = scalp_arena_take(w->work.memory, file.look.texture.size, 1);
        memcpy(kept, file.look.texture.data, file.look.texture.size);
        file.look.texture.data = kept;
    }
    free(exact);
    return file;
}

/* It is refused in one sentence that says `word`. */
static inline void mesh_refused(check_work *w, const void *data, size_t size, const char *word) {
    scalp_mesh_file file;
    scalp_error error = {0};
    uint8_t *exact = malloc(size + !size);
    memcpy(exact, data, size);
    const scalp_status status =
        scalp_codec_mesh_read((scalp_bytes){exact, size}, "scan", &w->work, &file, &error);
    free(exact);
    CHECK(status == SCALP_ERR_INPUT || status == SCALP_ERR_LIMIT);
    const size_t length = strlen(error.message);
    if (!strstr(error.message, word) || length < 2 || !strchr(".?", error.message[length - 1]))
        CHECK_FAILED("\"%s\" lacks \"%s\"", error.message, word);
}

static inline bool mesh_equal(const scalp_mesh *a, const scalp_mesh *b) {
    return a->vertex_count == b->vertex_count && a->face_count == b->face_count &&
           memcmp(a->vertices, b->vertices, a->vertex_count * sizeof *a->vertices) == 0 &&
           memcmp(a->faces, b->faces, a->face_count * sizeof *a->faces) == 0;
}

static inline scalp_bytes mesh_bytes(check_work *w, const scalp_mesh *mesh,
                                     const scalp_mesh_look *look, scalp_mesh_format format) {
    scalp_bytes bytes = {0};
    scalp_error error = {0};
    if (scalp_codec_mesh_write(mesh, look, format, &w->work, &bytes, &error))
        CHECK_FAILED("not written: %s", error.message);
    return bytes;
}

#endif
