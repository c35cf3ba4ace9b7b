/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binary glTF: read back by hand, byte by byte, as the specification lays it out. */
#include "mesh/shapes.h"

#include <scalptor/codec.h>

#include <jansson.h>

static uint32_t get32(const uint8_t *at) {
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static double get_float(const uint8_t *at) {
    const uint32_t bits = get32(at);
    float value;
    memcpy(&value, &bits, sizeof value);
    return (double)value;
}

static double number(json_t *root, const char *list, size_t index, const char *field) {
    return json_number_value(
        json_object_get(json_array_get(json_object_get(root, list), index), field));
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh box = shape_box(&w, (scalp_vec3){200, 300, 150}, 2);
    scalp_bytes bytes = {0};
    CHECK_STATUS(scalp_codec_glb_write(&box, &w.work, &bytes, NULL), SCALP_OK);
    const uint32_t text_bytes = get32(bytes.data + 12);
    const uint8_t *text = bytes.data + 20, *chunk = text + text_bytes, *data = chunk + 8;
    CASE("header and chunks") {
        CHECK(memcmp(bytes.data, "glTF", 4) == 0 && get32(bytes.data + 4) == 2);
        CHECK(get32(bytes.data + 8) == bytes.size && bytes.size % 4 == 0);
        CHECK(memcmp(bytes.data + 16, "JSON", 4) == 0 && text_bytes % 4 == 0);
        CHECK(memcmp(chunk + 4, "BIN\0", 4) == 0);
        CHECK(get32(chunk) == 24 * box.vertex_count + 12 * box.face_count);
        CHECK(data + get32(chunk) == bytes.data + bytes.size);
    }
    CASE("the description fits the data") {
        json_t *root = json_loadb((const char *)text, text_bytes, 0, NULL);
        CHECK(root != NULL);
        const double vertices = (double)box.vertex_count, indices = (double)box.face_count * 3;
        const double offset[] = {0, 12 * vertices, 24 * vertices};
        const double length[] = {12 * vertices, 12 * vertices, 4 * indices};
        const double count[] = {vertices, vertices, indices}, type[] = {5126, 5126, 5125};
        for (size_t k = 0; k < 3; k++) {
            CHECK_NEAR(number(root, "bufferViews", k, "byteOffset"), offset[k], 0);
            CHECK_NEAR(number(root, "bufferViews", k, "byteLength"), length[k], 0);
            CHECK_NEAR(number(root, "accessors", k, "bufferView"), (double)k, 0);
            CHECK_NEAR(number(root, "accessors", k, "count"), count[k], 0);
            CHECK_NEAR(number(root, "accessors", k, "componentType"), type[k], 0);
        }
        CHECK_NEAR(number(root, "buffers", 0, "byteLength"), get32(chunk), 0);
        json_t *most =
            json_object_get(json_array_get(json_object_get(root, "accessors"), 0), "max");
        CHECK_NEAR(json_number_value(json_array_get(most, 1)), (double)0.3f, 1e-9);
        json_decref(root);
    }
    CASE("metres, unit normals, the mesh's own indices") {
        const size_t n = box.vertex_count;
        for (size_t i = 0; i < n; i++) {
            CHECK_NEAR(get_float(data + 12 * i), box.vertices[i].x / 1000, 1e-8);
            CHECK_NEAR(get_float(data + 12 * i + 8), box.vertices[i].z / 1000, 1e-8);
            double length2 = 0;
            for (size_t k = 0; k < 3; k++) {
                const double c = get_float(data + 12 * (n + i) + 4 * k);
                length2 += c * c;
            }
            CHECK_NEAR(length2, 1, 1e-6);
        }
        for (size_t i = 0; i < box.face_count * 3; i++)
            CHECK(get32(data + 24 * n + 4 * i) == box.faces[i / 3].v[i % 3]);
    }
    CASE("what single precision cannot hold is refused") {
        const scalp_vec3 v[] = {{0, 0, 0}, {1e60, 0, 0}, {0, 1, 0}};
        const scalp_face f = {{0, 1, 2}};
        const scalp_mesh far = shape_finish(&w, v, 3, &f, 1);
        scalp_bytes none = {0};
        CHECK_STATUS(scalp_codec_glb_write(&far, &w.work, &none, NULL), SCALP_ERR_INPUT);
        CHECK(none.data == NULL);
    }
    check_work_close(&w);
    return check_done();
}
