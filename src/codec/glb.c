/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binary glTF 2.0 out (Khronos, "glTF 2.0 specification", sections 3.6 to 3.9, 4.4 and 5):
 *
 *     header 12 | JSON chunk: what the numbers are |
 *     BIN chunk: positions, normals, colours, places in the texture, indices, texture
 *
 * Lengths in metres, as glTF wants them; its axes are the head's own (+y up, +z forward). */
#include "mesh_out.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { header_bytes = 12, chunk_bytes = 8, vector_bytes = 12, colour_bytes = 8, place_bytes = 8 };
enum { gltf_short = 5123, gltf_float = 5126, gltf_uint = 5125 };
enum { gltf_vertices = 34962, gltf_indices = 34963 };

/* A vertex of the file: one of the mesh, with its place in the texture. */
typedef struct corner {
    uint32_t vertex, next; /* the next one of the same vertex of the mesh; UINT32_MAX: none */
    float uv[2];
} corner;

typedef struct out {
    const scalp_mesh *mesh;
    const scalp_mesh_look *look;
    corner *corners;
    size_t corner_count;
    scalp_face *faces; /* by corner */
    bool textured;
    float low[3], high[3];
    json_t *views, *accessors;
    size_t size; /* of the binary part so far */
} out;

static float metres(double mm) {
    return (float)(mm / 1000);
}

/* ---- Corners ----------------------------------------------------------------------------- */

static bool same_place(const corner *c, const float uv[2]) {
    return memcmp(c->uv, uv, sizeof c->uv) == 0;
}

/* Where a vertex has several places in the texture, the file has it several times. */
static void split(out *o) {
    for (uint32_t i = 0; i < o->mesh->vertex_count; i++)
        o->corners[i] = (corner){i, UINT32_MAX, {NAN, NAN}};
    o->corner_count = o->mesh->vertex_count;
    for (size_t h = 0; h < 3 * o->mesh->face_count; h++) {
        const uint32_t vertex = o->mesh->faces[h / 3].v[h % 3];
        uint32_t at = vertex;
        if (o->textured) {
            const float *uv = o->look->uv[h / 3][h % 3];
            if (isnan(o->corners[at].uv[0]))
                memcpy(o->corners[at].uv, uv, sizeof o->corners[at].uv);
            while (!same_place(&o->corners[at], uv) && o->corners[at].next != UINT32_MAX)
                at = o->corners[at].next;
            if (!same_place(&o->corners[at], uv)) {
                o->corners[o->corner_count] = (corner){vertex, UINT32_MAX, {uv[0], uv[1]}};
                o->corners[at].next = (uint32_t)o->corner_count;
                at = (uint32_t)o->corner_count++;
            }
        }
        o->faces[h / 3].v[h % 3] = at;
    }
}

static scalp_status take_corners(out *o, const scalp_work *work, scalp_error *error) {
    const size_t most = o->mesh->vertex_count + (o->textured ? 3 * o->mesh->face_count : 0);
    void *corners, *faces;
    SCALP_TRY(scalp_work_take(work, most, sizeof(corner), &corners, error));
    SCALP_TRY(scalp_work_take(work, o->mesh->face_count, sizeof(scalp_face), &faces, error));
    o->corners = corners;
    o->faces = faces;
    split(o);
    return SCALP_OK;
}

/* The smallest and largest coordinates as they are written; glTF demands them of positions. */
static scalp_status find_bounds(out *o, scalp_error *error) {
    for (int k = 0; k < 3; k++) {
        o->low[k] = HUGE_VALF;
        o->high[k] = -HUGE_VALF;
    }
    for (size_t i = 0; i < o->mesh->vertex_count; i++) {
        const scalp_vec3 v = o->mesh->vertices[i];
        const float p[3] = {metres(v.x), metres(v.y), metres(v.z)};
        for (int k = 0; k < 3; k++) {
            o->low[k] = p[k] < o->low[k] ? p[k] : o->low[k];
            o->high[k] = p[k] > o->high[k] ? p[k] : o->high[k];
        }
    }
    for (int k = 0; k < 3; k++) {
        if (!(o->low[k] > -HUGE_VALF) || !(o->high[k] < HUGE_VALF))
            return scalp_fail(error, SCALP_ERR_INPUT,
                              "The mesh is too large for a GLB file; its unit must be mm.");
    }
    return SCALP_OK;
}

/* ---- The description --------------------------------------------------------------------- */

/* A bufferView of `bytes`, and the accessor of it when it has a type. Gives the accessor. */
static int add_view(out *o, size_t bytes, int target, const char *type, int component,
                    size_t count) {
    json_t *view = json_pack("{s:i,s:I,s:I}", "buffer", 0, "byteOffset", (json_int_t)o->size,
                             "byteLength", (json_int_t)bytes);
    if (target)
        json_object_set_new(view, "target", json_integer(target));
    json_array_append_new(o->views, view);
    o->size += (bytes + 3) / 4 * 4;
    if (!type)
        return 0;
    json_t *accessor =
        json_pack("{s:i,s:i,s:I,s:s}", "bufferView", (int)json_array_size(o->views) - 1,
                  "componentType", component, "count", (json_int_t)count, "type", type);
    if (component == gltf_short)
        json_object_set_new(accessor, "normalized", json_true());
    json_array_append_new(o->accessors, accessor);
    return (int)json_array_size(o->accessors) - 1;
}

static void add_bounds(const out *o) {
    json_t *places = json_array_get(o->accessors, 0);
    json_object_set_new(
        places, "min",
        json_pack("[f,f,f]", (double)o->low[0], (double)o->low[1], (double)o->low[2]));
    json_object_set_new(
        places, "max",
        json_pack("[f,f,f]", (double)o->high[0], (double)o->high[1], (double)o->high[2]));
}

static void add_material(out *o, json_t *root, json_t *primitive) {
    const bool png = o->look->texture.data[0] == 0x89;
    add_view(o, o->look->texture.size, 0, NULL, 0, 0);
    json_object_set_new(root, "images",
                        json_pack("[{s:i,s:s}]", "bufferView", (int)json_array_size(o->views) - 1,
                                  "mimeType", png ? "image/png" : "image/jpeg"));
    json_object_set_new(root, "textures", json_pack("[{s:i}]", "source", 0));
    json_object_set_new(root, "materials",
                        json_pack("[{s:{s:{s:i},s:f,s:f}}]", "pbrMetallicRoughness",
                                  "baseColorTexture", "index", 0, "metallicFactor", 0.0,
                                  "roughnessFactor", 0.7));
    json_object_set_new(primitive, "material", json_integer(0));
}

/* The description, or NULL when memory is out. Fills o->size. */
static json_t *describe(out *o) {
    const size_t n = o->corner_count, indices = 3 * o->mesh->face_count;
    json_t *attributes = json_object();
    json_t *primitive = json_pack("{s:o,s:i}", "attributes", attributes, "mode", 4);
    json_t *root =
        json_pack("{s:{s:s,s:s},s:i,s:[{s:[i]}],s:[{s:i}]}", "asset", "version", "2.0", "generator",
                  "scalptor " SCALP_VERSION, "scene", 0, "scenes", "nodes", 0, "nodes", "mesh", 0);
    o->views = json_array();
    o->accessors = json_array();
    const int place = add_view(o, vector_bytes * n, gltf_vertices, "VEC3", gltf_float, n);
    const int normal = add_view(o, vector_bytes * n, gltf_vertices, "VEC3", gltf_float, n);
    json_object_set_new(attributes, "POSITION", json_integer(place));
    json_object_set_new(attributes, "NORMAL", json_integer(normal));
    if (o->look->rgba)
        json_object_set_new(
            attributes, "COLOR_0",
            json_integer(add_view(o, colour_bytes * n, gltf_vertices, "VEC4", gltf_short, n)));
    if (o->textured)
        json_object_set_new(
            attributes, "TEXCOORD_0",
            json_integer(add_view(o, place_bytes * n, gltf_vertices, "VEC2", gltf_float, n)));
    json_object_set_new(
        primitive, "indices",
        json_integer(add_view(o, 4 * indices, gltf_indices, "SCALAR", gltf_uint, indices)));
    add_bounds(o);
    if (o->textured)
        add_material(o, root, primitive);
    json_object_set_new(root, "meshes", json_pack("[{s:[o]}]", "primitives", primitive));
    json_object_set_new(root, "bufferViews", o->views);
    json_object_set_new(root, "accessors", o->accessors);
    json_object_set_new(root, "buffers", json_pack("[{s:I}]", "byteLength", (json_int_t)o->size));
    return root;
}

/* ---- The bytes --------------------------------------------------------------------------- */

static void put_vector(uint8_t **to, float x, float y, float z) {
    scalp_put_float(to, x);
    scalp_put_float(to, y);
    scalp_put_float(to, z);
}

/* Colours of vertices are linear in glTF. */
static unsigned linear16(uint8_t srgb) {
    const double x = srgb / 255.0;
    const double light = x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
    return (unsigned)(65535 * light + 0.5);
}

static void put_colours(const out *o, uint8_t **to) {
    unsigned linear[256];
    for (unsigned i = 0; i < 256; i++)
        linear[i] = linear16((uint8_t)i);
    for (size_t i = 0; i < o->corner_count; i++) {
        const uint8_t *rgba = o->look->rgba[o->corners[i].vertex];
        for (int k = 0; k < 3; k++)
            scalp_put16(to, linear[rgba[k]]);
        scalp_put16(to, rgba[3] * 257u);
    }
}

static void put_binary(const out *o, uint8_t *to) {
    for (size_t i = 0; i < o->corner_count; i++) {
        const scalp_vec3 p = o->mesh->vertices[o->corners[i].vertex];
        put_vector(&to, metres(p.x), metres(p.y), metres(p.z));
    }
    for (size_t i = 0; i < o->corner_count; i++) {
        scalp_vec3 n = o->mesh->normals[o->corners[i].vertex];
        if (!(scalp_vec3_length(n) > 0.5)) /* a vertex of no face; glTF wants a unit vector */
            n = (scalp_vec3){0, 0, 1};
        put_vector(&to, (float)n.x, (float)n.y, (float)n.z);
    }
    if (o->look->rgba)
        put_colours(o, &to);
    for (size_t i = 0; o->textured && i < o->corner_count; i++) {
        const float *uv = o->corners[i].uv;
        scalp_put_float(&to, isnan(uv[0]) ? 0 : uv[0]);
        scalp_put_float(&to, isnan(uv[0]) ? 0 : uv[1]);
    }
    for (size_t h = 0; h < 3 * o->mesh->face_count; h++)
        scalp_put32(&to, o->faces[h / 3].v[h % 3]);
    if (o->textured)
        memcpy(to, o->look->texture.data, o->look->texture.size);
}

static void put_chunks(const out *o, const char *text, size_t all, uint8_t *to) {
    const size_t length = strlen(text), room = (length + 3) / 4 * 4;
    scalp_put32(&to, 0x46546c67); /* "glTF" */
    scalp_put32(&to, 2);
    scalp_put32(&to, (uint32_t)all);
    scalp_put32(&to, (uint32_t)room);
    scalp_put32(&to, 0x4e4f534a); /* "JSON" */
    memcpy(to, text, length);
    memset(to + length, ' ', room - length);
    to += room;
    scalp_put32(&to, (uint32_t)o->size);
    scalp_put32(&to, 0x004e4942); /* "BIN" */
    put_binary(o, to);
}

scalp_status scalp_glb_write(const scalp_mesh *mesh, const scalp_mesh_look *look,
                             const scalp_work *work, scalp_bytes *bytes, scalp_error *error) {
    out o = {.mesh = mesh, .look = look, .textured = look->uv && look->texture.size > 8};
    SCALP_TRY(take_corners(&o, work, error));
    SCALP_TRY(find_bounds(&o, error));
    json_t *description = describe(&o);
    char *text =
        description ? json_dumps(description, JSON_COMPACT | JSON_REAL_PRECISION(9)) : NULL;
    json_decref(description);
    if (!text)
        return scalp_fail(error, SCALP_ERR_MEMORY, "Out of memory while writing a GLB file.");
    const size_t all = header_bytes + 2 * chunk_bytes + (strlen(text) + 3) / 4 * 4 + o.size;
    void *memory = NULL;
    scalp_status status = scalp_work_take(work, all, 1, &memory, error);
    if (all > UINT32_MAX)
        status = scalp_fail(error, SCALP_ERR_LIMIT, "The mesh is too large for a GLB file.");
    if (status == SCALP_OK) {
        put_chunks(&o, text, all, memory);
        *bytes = (scalp_bytes){memory, all};
    }
    free(text);
    return status;
}
