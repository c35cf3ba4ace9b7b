/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binary glTF that others write. */
#include "codec/mesh_tools.h"

/* A GLB file of a description and floats, shorts or bytes. */
static void make(blob *b, const char *text, const void *bin, size_t size) {
    const size_t room = (strlen(text) + 3) / 4 * 4, bin_room = (size + 3) / 4 * 4;
    b->size = 0;
    blob_text(b, "glTF");
    blob_whole(b, 2, 4, false);
    blob_whole(b, 28 + room + bin_room, 4, false);
    blob_whole(b, room, 4, false);
    blob_text(b, "JSON");
    blob_text(b, text);
    while (b->size < 20 + room)
        blob_text(b, " ");
    blob_whole(b, bin_room, 4, false);
    blob_add(b, "BIN\0", 4);
    blob_add(b, bin, size);
    blob_whole(b, 0, bin_room - size, false);
}

#define HEAD "{\"asset\":{\"version\":\"2.0\"},\"buffers\":[{\"byteLength\":96}],"
#define SCENE "\"scenes\":[{\"nodes\":[0]}],\"nodes\":[{\"mesh\":0}],"
#define VIEWS                                                                                      \
    "\"bufferViews\":[{\"buffer\":0,\"byteLength\":60},"                                           \
    "{\"buffer\":0,\"byteOffset\":60,\"byteLength\":36}],"
#define PLACES "{\"bufferView\":0,\"componentType\":5126,\"count\":5,\"type\":\"VEC3\"}"
#define MESH(rest) "\"meshes\":[{\"primitives\":[{\"attributes\":{\"POSITION\":0}" rest "}]}]"

/* Five corners of a pyramid, and 18 shorts. */
typedef struct pyramid {
    float places[5][3];
    uint16_t corners[18];
} pyramid;

static const pyramid bin = {{{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {0.5f, 0.5f, 1}},
                            {0, 3, 2, 0, 2, 1, 0, 1, 4, 1, 2, 4, 2, 3, 4, 3, 0, 4}};

static scalp_mesh_file accepted(check_work *w, const char *json) {
    static blob b;
    make(&b, json, &bin, sizeof bin);
    return mesh_accepted(w, b.data, b.size);
}

static void refused(check_work *w, const char *json, const char *word) {
    static blob b;
    make(&b, json, &bin, sizeof bin);
    mesh_refused(w, b.data, b.size, word);
}

#define INDEXED                                                                                    \
    HEAD SCENE VIEWS "\"accessors\":[" PLACES ",{\"bufferView\":1,"                                \
                     "\"componentType\":5123,\"count\":18,\"type\":\"SCALAR\"}],"

static void check_transforms(check_work *w) {
    const scalp_mesh_file file = accepted(
        w, HEAD "\"scene\":0,\"scenes\":[{\"nodes\":[2]}],\"nodes\":[{\"mesh\":0,\"translation\":"
                "[10,0,0]},{\"mesh\":0,\"matrix\":[0,1,0,0,-1,0,0,0,0,0,1,0,0,0,5,1]},"
                "{\"children\":[0,1],\"scale\":[-2,2,2]}]," VIEWS "\"accessors\":[" PLACES
                ",{\"bufferView\":1,\"componentType\":5123,\"count\":18,"
                "\"type\":\"SCALAR\"}]," MESH(",\"indices\":1") "}");
    CHECK(file.mesh.vertex_count == 10 && file.mesh.face_count == 12);
    const scalp_vec3 moved = {-22, 2, 0}, turned = {2, 2, 10}; /* of corner 2, at (1, 1, 0) */
    CHECK_NEAR(scalp_vec3_distance(file.mesh.vertices[2], moved), 0, 1e-12);
    CHECK_NEAR(scalp_vec3_distance(file.mesh.vertices[7], turned), 0, 1e-12);
    double volume = 0;
    for (size_t f = 0; f < 6; f++) {
        const uint32_t *v = file.mesh.faces[f].v;
        const scalp_vec3 at = file.mesh.vertices[0];
        volume += scalp_vec3_dot(scalp_vec3_sub(file.mesh.vertices[v[0]], at),
                                 scalp_vec3_cross(scalp_vec3_sub(file.mesh.vertices[v[1]], at),
                                                  scalp_vec3_sub(file.mesh.vertices[v[2]], at)));
    }
    CHECK_NEAR(volume / 6, 8.0 / 3, 1e-12); /* mirrored, yet outwards */
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("triangles, a strip, a fan; with indices and without") {
        CHECK(accepted(&w, INDEXED MESH(",\"indices\":1") "}").mesh.face_count == 6);
        const scalp_mesh_file strip =
            accepted(&w, HEAD SCENE VIEWS "\"accessors\":[" PLACES "]," MESH(",\"mode\":5") "}");
        CHECK(strip.mesh.face_count == 3 && strip.mesh.faces[1].v[1] == 3);
        const scalp_mesh_file fan =
            accepted(&w, HEAD SCENE VIEWS "\"accessors\":[" PLACES "]," MESH(",\"mode\":6") "}");
        CHECK(fan.mesh.face_count == 3 && fan.mesh.faces[2].v[2] == 0);
        const scalp_mesh_file plain =
            accepted(&w, HEAD SCENE VIEWS "\"accessors\":[" PLACES "]," MESH("") "}");
        CHECK(plain.mesh.face_count == 1);
    }
    CASE("transforms of nodes, also mirrored ones") {
        check_transforms(&w);
    }
    CASE("interleaved places, quantised colours") {
        /* Every second float triple of the places: stride 24; colours from the same bytes. */
        const scalp_mesh_file file = accepted(
            &w, HEAD SCENE "\"bufferViews\":[{\"buffer\":0,\"byteLength\":96,\"byteStride\":24}],"
                           "\"accessors\":[{\"bufferView\":0,\"componentType\":5126,\"count\":3,"
                           "\"type\":\"VEC3\"},{\"bufferView\":0,\"byteOffset\":12,"
                           "\"componentType\":5121,\"normalized\":true,\"count\":3,\"type\":"
                           "\"VEC4\"}],\"meshes\":[{\"primitives\":[{\"attributes\":{\"POSITION\":"
                           "0,\"COLOR_0\":1}}]}]}");
        CHECK(file.mesh.vertex_count == 3 && file.mesh.vertices[1].x == 1 &&
              file.mesh.vertices[1].y == 1);
        CHECK(file.look.rgba && file.look.rgba[0][0] == 0);
    }
    CASE("what is not read is said") {
        refused(&w,
                INDEXED MESH(",\"indices\":1") ",\"extensionsRequired\":[\"KHR_draco_mesh_"
                                               "compression\"]}",
                "without compression");
        refused(&w, INDEXED MESH(",\"indices\":1") ",\"extensionsRequired\":[\"EXT_strange\"]}",
                "EXT_strange");
        refused(
            &w,
            INDEXED MESH(",\"indices\":1,\"extensions\":{\"KHR_draco_mesh_compression\":{}}") "}",
            "Draco");
        refused(&w, HEAD SCENE VIEWS "\"accessors\":[{\"sparse\":{},\"count\":3}]," MESH("") "}",
                "sparse");
        refused(&w,
                "{\"buffers\":[{\"uri\":\"x.bin\",\"byteLength\":9}]," SCENE VIEWS
                "\"accessors\":[" PLACES "]," MESH("") "}",
                "another file");
    }
    CASE("numbers that do not fit the file are refused") {
        refused(&w,
                HEAD SCENE VIEWS "\"accessors\":[{\"bufferView\":0,\"componentType\":5126,"
                                 "\"count\":6,\"type\":\"VEC3\"}]," MESH("") "}",
                "beyond the end of its bufferView");
        refused(&w,
                HEAD SCENE "\"bufferViews\":[{\"buffer\":0,\"byteOffset\":90,\"byteLength\":60"
                           "}],\"accessors\":[" PLACES "]," MESH("") "}",
                "beyond the end");
        refused(&w,
                HEAD SCENE "\"bufferViews\":[{\"buffer\":0,\"byteLength\":60,\"byteStride\":4"
                           "}],\"accessors\":[" PLACES "]," MESH("") "}",
                "stride");
        refused(&w, INDEXED MESH(",\"indices\":0") "}", "whole numbers");
        refused(&w, INDEXED MESH(",\"indices\":2") "}", "names accessors 2");
        refused(&w, INDEXED MESH(",\"indices\":-1") "}", "whole number");
        refused(&w,
                HEAD SCENE VIEWS "\"accessors\":[{\"bufferView\":0,\"componentType\":5126,"
                                 "\"count\":99999999999,\"type\":\"VEC3\"}]," MESH("") "}",
                "whole number");
        refused(&w,
                HEAD "\"scenes\":[{\"nodes\":[0]}],\"nodes\":[{\"children\":[0]}]," VIEWS
                     "\"accessors\":[" PLACES "]," MESH("") "}",
                "circle");
        refused(&w,
                HEAD "\"scenes\":[{\"nodes\":[]}]," VIEWS "\"accessors\":[" PLACES
                     "]," MESH("") "}",
                "no faces");
        refused(&w, "{\"asset\"", "scan");
    }
    CASE("a file cut off anywhere, or with another length in its header, is refused") {
        static blob b;
        make(&b, INDEXED MESH(",\"indices\":1") "}", &bin, sizeof bin);
        for (size_t size = 4; size < b.size; size++)
            mesh_refused(&w, b.data, size, "");
        b.data[4] = 1;
        mesh_refused(&w, b.data, b.size, "version 2");
    }
    CASE("other formats are called by their names") {
        mesh_refused(&w, "PK\x03\x04zip", 7, "USDZ");
        mesh_refused(&w, "{\"asset\":{}}", 12, "glTF");
        mesh_refused(&w, "\xff\xd8\xff\xe0 jpeg", 9, "JPEG");
        mesh_refused(&w, "hello world\n", 12, "no faces");
        mesh_refused(&w, "a\0b\0c", 5, "no mesh");
    }
    check_work_close(&w);
    return check_done();
}
