/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binary glTF 2.0 (Khronos, "glTF 2.0 specification", sections 3.6, 4.4 and 5):
 *
 *     header 12 | JSON chunk: what the numbers are | BIN chunk: positions, normals, indices
 *
 * Lengths in metres, as glTF wants them; its axes are the head's own (+y up, +z forward). */
#include <scalptor/codec.h>

#include <jansson.h>
#include <math.h>
#include <string.h>

enum { header_bytes = 12, chunk_bytes = 8, vector_bytes = 12 };
enum { gltf_float = 5126, gltf_uint = 5125, gltf_vertices = 34962, gltf_indices = 34963 };

static void put32(uint8_t **to, uint32_t value) {
    for (int k = 0; k < 4; k++)
        *(*to)++ = (uint8_t)(value >> (8 * k));
}

static void put_float(uint8_t **to, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    put32(to, bits);
}

static float metres(double mm) {
    return (float)(mm / 1000);
}

static void put_geometry(const scalp_mesh *mesh, uint8_t *to) {
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const scalp_vec3 p = mesh->vertices[i];
        put_float(&to, metres(p.x));
        put_float(&to, metres(p.y));
        put_float(&to, metres(p.z));
    }
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        scalp_vec3 n = mesh->normals[i];
        if (!(scalp_vec3_length(n) > 0.5)) /* a vertex of no face; glTF wants a unit vector */
            n = (scalp_vec3){0, 0, 1};
        put_float(&to, (float)n.x);
        put_float(&to, (float)n.y);
        put_float(&to, (float)n.z);
    }
    for (size_t f = 0; f < mesh->face_count; f++) {
        for (int k = 0; k < 3; k++)
            put32(&to, mesh->faces[f].v[k]);
    }
}

/* The smallest and largest coordinates as they are written; glTF demands them of positions. */
static void find_bounds(const scalp_mesh *mesh, float low[3], float high[3]) {
    for (int k = 0; k < 3; k++) {
        low[k] = HUGE_VALF;
        high[k] = -HUGE_VALF;
    }
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        const scalp_vec3 v = mesh->vertices[i];
        const float p[3] = {metres(v.x), metres(v.y), metres(v.z)};
        for (int k = 0; k < 3; k++) {
            low[k] = p[k] < low[k] ? p[k] : low[k];
            high[k] = p[k] > high[k] ? p[k] : high[k];
        }
    }
}

/* The description, or NULL when memory is out. */
static json_t *describe(const scalp_mesh *mesh, const float low[3], const float high[3]) {
    const json_int_t vertices = (json_int_t)mesh->vertex_count;
    const json_int_t indices = (json_int_t)mesh->face_count * 3;
    const json_int_t block = vertices * vector_bytes;
    json_t *views = json_pack("[{s:i,s:I,s:I,s:i},{s:i,s:I,s:I,s:i},{s:i,s:I,s:I,s:i}]", "buffer",
                              0, "byteOffset", (json_int_t)0, "byteLength", block, "target",
                              gltf_vertices, "buffer", 0, "byteOffset", block, "byteLength", block,
                              "target", gltf_vertices, "buffer", 0, "byteOffset", 2 * block,
                              "byteLength", indices * 4, "target", gltf_indices);
    json_t *accessors = json_pack(
        "[{s:i,s:i,s:I,s:s,s:[f,f,f],s:[f,f,f]},{s:i,s:i,s:I,s:s},{s:i,s:i,s:I,s:s}]", "bufferView",
        0, "componentType", gltf_float, "count", vertices, "type", "VEC3", "min", (double)low[0],
        (double)low[1], (double)low[2], "max", (double)high[0], (double)high[1], (double)high[2],
        "bufferView", 1, "componentType", gltf_float, "count", vertices, "type", "VEC3",
        "bufferView", 2, "componentType", gltf_uint, "count", indices, "type", "SCALAR");
    return json_pack("{s:{s:s,s:s},s:i,s:[{s:[i]}],s:[{s:i}],s:[{s:[{s:{s:i,s:i},s:i,s:i}]}],"
                     "s:[{s:I}],s:o,s:o}",
                     "asset", "version", "2.0", "generator", "scalptor " SCALP_VERSION, "scene", 0,
                     "scenes", "nodes", 0, "nodes", "mesh", 0, "meshes", "primitives", "attributes",
                     "POSITION", 0, "NORMAL", 1, "indices", 2, "mode", 4, "buffers", "byteLength",
                     2 * block + indices * 4, "bufferViews", views, "accessors", accessors);
}

/* How long the parts of the file are. */
typedef struct sizes {
    size_t text, text_room; /* padded to whole words */
    size_t binary, all;
} sizes;

static void put_chunks(const scalp_mesh *mesh, const char *text, const sizes *size, uint8_t *to) {
    put32(&to, 0x46546c67); /* "glTF" */
    put32(&to, 2);
    put32(&to, (uint32_t)size->all);
    put32(&to, (uint32_t)size->text_room);
    put32(&to, 0x4e4f534a); /* "JSON" */
    memcpy(to, text, size->text);
    memset(to + size->text, ' ', size->text_room - size->text);
    to += size->text_room;
    put32(&to, (uint32_t)size->binary);
    put32(&to, 0x004e4942); /* "BIN" */
    put_geometry(mesh, to);
}

scalp_status scalp_codec_glb_write(const scalp_mesh *mesh, const scalp_work *work,
                                   scalp_bytes *bytes, scalp_error *error) {
    float low[3], high[3];
    find_bounds(mesh, low, high);
    for (int k = 0; k < 3; k++) {
        if (!(low[k] > -HUGE_VALF) || !(high[k] < HUGE_VALF)) {
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The mesh is too large for a GLB file; its unit must be mm.");
        }
    }
    json_t *description = describe(mesh, low, high);
    char *text =
        description ? json_dumps(description, JSON_COMPACT | JSON_REAL_PRECISION(9)) : NULL;
    json_decref(description);
    if (!text)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while writing a GLB file.");
    sizes size = {.text = strlen(text)};
    size.text_room = (size.text + 3) / 4 * 4;
    size.binary = 2 * vector_bytes * mesh->vertex_count + vector_bytes * mesh->face_count;
    size.all = header_bytes + 2 * chunk_bytes + size.text_room + size.binary;
    void *memory;
    const scalp_status status = scalp_work_take(work, size.all, 1, &memory, error);
    if (status == SCALP_OK) {
        put_chunks(mesh, text, &size, memory);
        *bytes = (scalp_bytes){memory, size.all};
    }
    free(text);
    return status;
}
