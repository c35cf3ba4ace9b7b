/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "glb_parts.h"
#include "json_in.h"

#include <math.h>
#include <string.h>

enum { header_bytes = 12, chunk_bytes = 8 };

/* Extensions that change nothing of what is read here. */
static const char *const harmless[] = {"KHR_materials_", "KHR_texture_basisu_",
                                       "KHR_lights_",    "KHR_mesh_quantization",
                                       "KHR_xmp",        "EXT_lights_"};

static scalp_status check_extensions(const scalp_glb *glb) {
    const json_t *list = json_object_get(glb->root, "extensionsRequired");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        bool known = false;
        for (size_t k = 0; name && k < sizeof harmless / sizeof *harmless; k++)
            known = known || strncmp(name, harmless[k], strlen(harmless[k])) == 0;
        if (!known && name && strstr(name, "compression"))
            return scalp_mesh_fail(glb->name, glb->error,
                                   "is compressed (%.40s), which is not read; export it without "
                                   "compression.",
                                   name);
        if (!known)
            return scalp_mesh_fail(glb->name, glb->error,
                                   "needs the extension %.40s, which is not read; export it as "
                                   "plain glTF 2.0.",
                                   name ? name : "?");
    }
    return SCALP_OK;
}

scalp_status scalp_glb_open(scalp_bytes bytes, scalp_glb *glb) {
    glb->root = NULL;
    glb->bin = (scalp_bytes){NULL, 0};
    if (bytes.size < header_bytes + chunk_bytes)
        return scalp_mesh_fail(glb->name, glb->error, "was cut off; copy it again.");
    if (scalp_get32(bytes.data + 4) != 2)
        return scalp_mesh_fail(glb->name, glb->error, "is glTF %u, but version 2 is read.",
                               (unsigned)scalp_get32(bytes.data + 4));
    if (scalp_get32(bytes.data + 8) != bytes.size)
        return scalp_mesh_fail(glb->name, glb->error,
                               "has %zu bytes, but says it has %u; copy it again.", bytes.size,
                               (unsigned)scalp_get32(bytes.data + 8));
    const uint8_t *at = bytes.data + header_bytes, *end = bytes.data + bytes.size;
    scalp_bytes text = {NULL, 0};
    while ((size_t)(end - at) >= chunk_bytes) {
        const scalp_bytes chunk = {at + chunk_bytes, scalp_get32(at)};
        if (chunk.size > (size_t)(end - chunk.data))
            return scalp_mesh_fail(glb->name, glb->error,
                                   "has a part that goes beyond its end; copy it again.");
        const uint32_t kind = scalp_get32(at + 4);
        if (kind == 0x4e4f534a && !text.data)
            text = chunk;
        else if (kind == 0x004e4942 && !glb->bin.data)
            glb->bin = chunk;
        at = chunk.data + chunk.size;
    }
    if (!text.data || text.size == 0)
        return scalp_mesh_fail(glb->name, glb->error, "has no description; export it again.");
    const scalp_json_in in = {glb->name, glb->error};
    SCALP_TRY(scalp_json_open(&in, text, SCALP_CODEC_MAX_JSON_BYTES, &glb->root));
    return check_extensions(glb);
}

scalp_status scalp_glb_item(const scalp_glb *glb, const char *key, json_int_t index,
                            json_t **item) {
    const json_t *list = json_object_get(glb->root, key);
    *item = index < 0 ? NULL : json_array_get(list, (size_t)index);
    if (json_is_object(*item))
        return SCALP_OK;
    return scalp_mesh_fail(glb->name, glb->error, "names %s %lld, but there %s %zu.", key,
                           (long long)index, json_array_size(list) == 1 ? "is" : "are",
                           json_array_size(list));
}

scalp_status scalp_glb_whole(const scalp_glb *glb, const json_t *object, const char *key,
                             json_int_t otherwise, json_int_t *value) {
    const json_t *member = json_object_get(object, key);
    *value = otherwise;
    if (!member)
        return SCALP_OK;
    *value = json_integer_value(member);
    if (!json_is_integer(member) || *value < 0 || *value > INT32_MAX)
        return scalp_mesh_fail(glb->name, glb->error, "%s is no whole number of 0 or more.", key);
    return SCALP_OK;
}

scalp_status scalp_glb_bytes(const scalp_glb *glb, json_int_t index, scalp_bytes *bytes,
                             size_t *stride) {
    json_t *view, *buffer;
    json_int_t which, from, length, step;
    SCALP_TRY(scalp_glb_item(glb, "bufferViews", index, &view));
    SCALP_TRY(scalp_glb_whole(glb, view, "buffer", -1, &which));
    SCALP_TRY(scalp_glb_whole(glb, view, "byteOffset", 0, &from));
    SCALP_TRY(scalp_glb_whole(glb, view, "byteLength", 0, &length));
    SCALP_TRY(scalp_glb_whole(glb, view, "byteStride", 0, &step));
    SCALP_TRY(scalp_glb_item(glb, "buffers", which, &buffer));
    if (which != 0 || json_object_get(buffer, "uri") || !glb->bin.data)
        return scalp_mesh_fail(glb->name, glb->error,
                               "keeps its numbers in another file; export it as one GLB file.");
    if ((size_t)from > glb->bin.size || (size_t)length > glb->bin.size - (size_t)from)
        return scalp_mesh_fail(glb->name, glb->error,
                               "bufferView %lld goes beyond the end of the file.",
                               (long long)index);
    if (json_object_get(json_object_get(view, "extensions"), "EXT_meshopt_compression"))
        return scalp_mesh_fail(glb->name, glb->error,
                               "is compressed, which is not read; export it without compression.");
    *bytes = (scalp_bytes){glb->bin.data + from, (size_t)length};
    *stride = (size_t)step;
    return SCALP_OK;
}

static int type_bytes(json_int_t type) {
    static const int sizes[] = {1, 1, 2, 2, 0, 4, 4};
    return type < 5120 || type > 5126 ? 0 : sizes[type - 5120];
}

static int type_parts(const char *type) {
    static const char *const names[] = {"SCALAR", "VEC2", "VEC3", "VEC4"};
    for (int i = 0; type && i < 4; i++) {
        if (strcmp(type, names[i]) == 0)
            return i + 1;
    }
    return 0;
}

scalp_status scalp_glb_view_find(const scalp_glb *glb, json_int_t accessor, scalp_glb_view *view) {
    json_t *item;
    json_int_t from, count, type, buffer_view;
    scalp_bytes bytes;
    size_t stride;
    SCALP_TRY(scalp_glb_item(glb, "accessors", accessor, &item));
    if (json_object_get(item, "sparse"))
        return scalp_mesh_fail(glb->name, glb->error,
                               "has sparse accessors, which are not read; export it without.");
    SCALP_TRY(scalp_glb_whole(glb, item, "byteOffset", 0, &from));
    SCALP_TRY(scalp_glb_whole(glb, item, "count", 0, &count));
    SCALP_TRY(scalp_glb_whole(glb, item, "componentType", 0, &type));
    SCALP_TRY(scalp_glb_whole(glb, item, "bufferView", -1, &buffer_view));
    SCALP_TRY(scalp_glb_bytes(glb, buffer_view, &bytes, &stride));
    const int parts = type_parts(json_string_value(json_object_get(item, "type")));
    const size_t size = (size_t)(type_bytes(type) * parts);
    if (size == 0 || count == 0 || (stride != 0 && (stride < size || stride > 252)))
        return scalp_mesh_fail(glb->name, glb->error,
                               "accessor %lld has no type, count or stride that is possible.",
                               (long long)accessor);
    stride = stride ? stride : size;
    /* All of these are below 2^31, so the products fit. */
    const uint64_t end = (uint64_t)from + (uint64_t)(count - 1) * stride + size;
    if (end > bytes.size)
        return scalp_mesh_fail(glb->name, glb->error,
                               "accessor %lld goes beyond the end of its bufferView.",
                               (long long)accessor);
    *view = (scalp_glb_view){
        bytes.data + from, (size_t)count, stride,
        (int)type,         parts,         json_is_true(json_object_get(item, "normalized"))};
    return SCALP_OK;
}

double scalp_glb_number(const scalp_glb_view *view, size_t index, int part) {
    const uint8_t *at = view->data + index * view->stride + (size_t)(part * type_bytes(view->type));
    double value = 0, most = 1;
    switch (view->type) {
    case 5120:
        value = (int8_t)at[0];
        most = 127;
        break;
    case 5121:
        value = at[0];
        most = 255;
        break;
    case 5122:
        value = (int16_t)(at[0] | at[1] << 8);
        most = 32767;
        break;
    case 5123:
        value = at[0] | at[1] << 8;
        most = 65535;
        break;
    case 5125:
        return scalp_get32(at);
    default:
        return (double)scalp_get_float(at);
    }
    return !view->normalised ? value : value < -most ? -1 : value / most;
}

/* ---- Transforms -------------------------------------------------------------------------- */

static scalp_status read_numbers(const scalp_glb *glb, const json_t *node, const char *key,
                                 double *numbers, size_t count) {
    const json_t *list = json_object_get(node, key);
    if (!list)
        return SCALP_OK;
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_array_get(list, i);
        numbers[i] = json_number_value(value);
        if (!json_is_number(value) || !isfinite(numbers[i]) || json_array_size(list) != count)
            return scalp_mesh_fail(glb->name, glb->error, "%s of a node must be %zu numbers.", key,
                                   count);
    }
    return SCALP_OK;
}

/* Translation, rotation as a quaternion x y z w, scale (glTF 2.0, 3.5.3). */
static void compose(const double t[3], const double q[4], const double s[3], scalp_glb_place *p) {
    const double x = q[0], y = q[1], z = q[2], w = q[3];
    const double r[3][3] = {{1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)},
                            {2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)},
                            {2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)}};
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++)
            p->m[i][k] = r[i][k] * s[k];
        p->m[i][3] = t[i];
    }
}

scalp_status scalp_glb_place_read(const scalp_glb *glb, const json_t *node,
                                  const scalp_glb_place *parent, scalp_glb_place *place) {
    double t[3] = {0, 0, 0}, q[4] = {0, 0, 0, 1}, s[3] = {1, 1, 1};
    double m[16] = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    scalp_glb_place own;
    SCALP_TRY(read_numbers(glb, node, "translation", t, 3));
    SCALP_TRY(read_numbers(glb, node, "rotation", q, 4));
    SCALP_TRY(read_numbers(glb, node, "scale", s, 3));
    SCALP_TRY(read_numbers(glb, node, "matrix", m, 16));
    compose(t, q, s, &own);
    for (int i = 0; i < 3 && json_object_get(node, "matrix"); i++) {
        for (int k = 0; k < 4; k++)
            own.m[i][k] = m[4 * k + i]; /* by columns */
    }
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 4; k++)
            place->m[i][k] = parent->m[i][0] * own.m[0][k] + parent->m[i][1] * own.m[1][k] +
                             parent->m[i][2] * own.m[2][k] + (k == 3 ? parent->m[i][3] : 0);
    }
    return SCALP_OK;
}
