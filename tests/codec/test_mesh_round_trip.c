/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written comes back: the same numbers, the same colours. */
#include "codec/mesh_tools.h"

static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0,    0,    0,    13,
                              'I',  'H', 'D', 'R', 0,    0,    0,    1,    0,    0,    0,    1,
                              8,    2,   0,   0,   0,    0x90, 0x77, 0x53, 0xde, 0,    0,    0,
                              12,   'I', 'D', 'A', 'T',  8,    0xd7, 0x63, 0xf8, 0xcf, 0xc0, 0,
                              0,    3,   1,   1,   0,    0x18, 0xdd, 0x8d, 0xb0, 0,    0,    0,
                              0,    'I', 'E', 'N', 'D',  0xae, 0x42, 0x60, 0x82};

/* A ball whose coordinates are any doubles, or only such as single precision holds. */
static scalp_mesh ball(check_work *w, bool single) {
    const scalp_mesh made = shape_ball(w, 87.123456789, 6);
    scalp_vec3 *v = scalp_arena_take(w->work.memory, made.vertex_count, sizeof *v);
    for (size_t i = 0; i < made.vertex_count; i++) {
        /* Through memory: gcc 12 forgets some of the roundings when it may choose between both. */
        const scalp_vec3 p = made.vertices[i];
        volatile float rounded[3] = {(float)p.x, (float)p.y, (float)p.z};
        v[i] = p;
        if (single)
            v[i] = (scalp_vec3){(double)rounded[0], (double)rounded[1], (double)rounded[2]};
    }
    return shape_finish(w, v, made.vertex_count, made.faces, made.face_count);
}

static scalp_mesh_look coloured(check_work *w, const scalp_mesh *mesh, bool alpha) {
    uint8_t(*rgba)[4] = scalp_arena_take(w->work.memory, mesh->vertex_count, 4);
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        for (size_t k = 0; k < 4; k++)
            rgba[i][k] = k < 3 || alpha ? (uint8_t)(i * 7 + k * 31) : 255;
    }
    return (scalp_mesh_look){.rgba = (const uint8_t(*)[4])rgba};
}

static void check_colours(const scalp_mesh_look *is, const scalp_mesh_look *was, size_t count) {
    CHECK(is->rgba != NULL);
    CHECK(is->rgba && memcmp(is->rgba, was->rgba, 4 * count) == 0);
}

static void check_glb(check_work *w, const scalp_mesh *mesh) {
    const scalp_mesh_look look = coloured(w, mesh, true);
    const scalp_bytes first = mesh_bytes(w, mesh, &look, SCALP_MESH_GLB);
    const scalp_mesh_file read = mesh_accepted(w, first.data, first.size);
    CHECK(read.format == SCALP_MESH_GLB && read.mesh.vertex_count == mesh->vertex_count);
    check_colours(&read.look, &look, mesh->vertex_count);
    scalp_vec3 *v = scalp_arena_take(w->work.memory, mesh->vertex_count, sizeof *v);
    for (size_t i = 0; i < mesh->vertex_count; i++) {
        v[i] = scalp_vec3_scale(read.mesh.vertices[i], 1000);
        CHECK_NEAR(scalp_vec3_distance(v[i], mesh->vertices[i]), 0, 1e-5);
    }
    scalp_mesh again = read.mesh;
    again.vertices = v;
    again.normals = mesh->normals;
    const scalp_bytes second = mesh_bytes(w, &again, &read.look, SCALP_MESH_GLB);
    CHECK(first.size == second.size && memcmp(first.data, second.data, first.size) == 0);
}

static void check_texture(check_work *w, const scalp_mesh *mesh) {
    float(*uv)[3][2] = scalp_arena_take(w->work.memory, mesh->face_count, sizeof *uv);
    for (size_t h = 0; h < 3 * mesh->face_count; h++) {
        const uint32_t v = mesh->faces[h / 3].v[h % 3];
        uv[h / 3][h % 3][0] = (float)v / 1024 + (h < 60 ? 0.5f : 0); /* a seam */
        uv[h / 3][h % 3][1] = (float)(v % 13) / 16;
    }
    const scalp_mesh_look look = {NULL, (const float(*)[3][2])uv, {png, sizeof png}};
    const scalp_bytes bytes = mesh_bytes(w, mesh, &look, SCALP_MESH_GLB);
    const scalp_mesh_file read = mesh_accepted(w, bytes.data, bytes.size);
    CHECK(read.mesh.vertex_count > mesh->vertex_count && read.mesh.face_count == mesh->face_count);
    CHECK(read.look.texture.size == sizeof png &&
          memcmp(read.look.texture.data, png, sizeof png) == 0);
    for (size_t h = 0; read.look.uv && h < 3 * mesh->face_count; h++) {
        const scalp_vec3 p = mesh->vertices[mesh->faces[h / 3].v[h % 3]];
        const scalp_vec3 q = read.mesh.vertices[read.mesh.faces[h / 3].v[h % 3]];
        CHECK_NEAR(scalp_vec3_distance(scalp_vec3_scale(q, 1000), p), 0, 1e-5);
        CHECK(memcmp(read.look.uv[h / 3][h % 3], uv[h / 3][h % 3], 2 * sizeof(float)) == 0);
    }
    const scalp_mesh_clean_params params = {0};
    scalp_mesh_cleaned c;
    CHECK_STATUS(scalp_mesh_clean(&read.mesh, &read.look, &params, &w->work, &c, NULL), SCALP_OK);
    CHECK(c.mesh.face_count == mesh->face_count);
}

/* Writing and reading again while the n-th block fails, for every n until it is done. */
static void check_memory(const scalp_mesh *mesh, const scalp_mesh_look *look,
                         scalp_mesh_format format) {
    scalp_status status = SCALP_ERR_MEMORY;
    long n = 1;
    for (; status != SCALP_OK && n < 100; n++) {
        check_stingy s = {n, 0};
        const scalp_allocator allocator = {check_stingy_allocate, check_stingy_release, &s};
        scalp_work work = {0};
        scalp_error error = {SCALP_OK, ""};
        scalp_bytes bytes;
        scalp_mesh_file file;
        if (scalp_arena_open(&allocator, &work.memory) != SCALP_OK)
            continue;
        status = scalp_codec_mesh_write(mesh, look, format, &work, &bytes, &error);
        if (status == SCALP_OK)
            status = scalp_codec_mesh_read(bytes, "scan", &work, &file, &error);
        if (status != SCALP_OK && (status != SCALP_ERR_MEMORY || !error.message[0]))
            CHECK_FAILED("block %ld: status %d, \"%s\"", n, (int)status, error.message);
        scalp_arena_close(&work.memory);
        CHECK(s.live == 0);
    }
    CHECK(n > 2);
    CHECK_STATUS(status, SCALP_OK);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    const scalp_mesh any = ball(&w, false), single = ball(&w, true);
    CASE("PLY in bytes, single and double precision") {
        const scalp_mesh *meshes[] = {&any, &single};
        size_t size[2];
        for (int i = 0; i < 2; i++) {
            const scalp_mesh_look look = coloured(&w, meshes[i], i == 0);
            const scalp_bytes bytes = mesh_bytes(&w, meshes[i], &look, SCALP_MESH_PLY);
            const scalp_mesh_file read = mesh_accepted(&w, bytes.data, bytes.size);
            CHECK(read.format == SCALP_MESH_PLY && mesh_equal(&read.mesh, meshes[i]));
            check_colours(&read.look, &look, any.vertex_count);
            size[i] = bytes.size;
        }
        CHECK(size[1] < size[0]);
    }
    CASE("PLY in text") {
        const scalp_mesh *meshes[] = {&any, &single};
        for (int i = 0; i < 2; i++) {
            const scalp_mesh_look look = coloured(&w, meshes[i], false);
            scalp_bytes bytes = {0};
            CHECK_STATUS(scalp_codec_ply_write_text(meshes[i], &look, &w.work, &bytes, NULL),
                         SCALP_OK);
            const scalp_mesh_file read = mesh_accepted(&w, bytes.data, bytes.size);
            CHECK(mesh_equal(&read.mesh, meshes[i]));
            check_colours(&read.look, &look, any.vertex_count);
        }
    }
    CASE("OBJ") {
        const scalp_mesh_look look = coloured(&w, &any, false);
        const scalp_bytes bytes = mesh_bytes(&w, &any, &look, SCALP_MESH_OBJ);
        const scalp_mesh_file read = mesh_accepted(&w, bytes.data, bytes.size);
        CHECK(read.format == SCALP_MESH_OBJ && mesh_equal(&read.mesh, &any));
        check_colours(&read.look, &look, any.vertex_count);
    }
    CASE("STL, welded") {
        const scalp_bytes bytes = mesh_bytes(&w, &single, NULL, SCALP_MESH_STL);
        const scalp_mesh_file read = mesh_accepted(&w, bytes.data, bytes.size);
        CHECK(read.format == SCALP_MESH_STL);
        CHECK(read.mesh.vertex_count == single.vertex_count);
        for (size_t h = 0; h < 3 * single.face_count; h++)
            CHECK_NEAR(scalp_vec3_distance(read.mesh.vertices[read.mesh.faces[h / 3].v[h % 3]],
                                           single.vertices[single.faces[h / 3].v[h % 3]]),
                       0, 0);
        const scalp_bytes again = mesh_bytes(&w, &read.mesh, NULL, SCALP_MESH_STL);
        CHECK(again.size == bytes.size && memcmp(again.data, bytes.data, again.size) == 0);
    }
    CASE("GLB: within a hundredth of a micrometre, and the same bytes the second time") {
        check_glb(&w, &any);
    }
    CASE("GLB with a texture and a seam") {
        check_texture(&w, &any);
    }
    CASE("what single precision cannot hold is refused") {
        const scalp_vec3 v[] = {{0, 0, 0}, {1e60, 0, 0}, {0, 1, 0}};
        const scalp_face f = {{0, 1, 2}};
        const scalp_mesh far = shape_finish(&w, v, 3, &f, 1);
        scalp_bytes none = {0};
        CHECK_STATUS(scalp_codec_mesh_write(&far, NULL, SCALP_MESH_STL, &w.work, &none, NULL),
                     SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_codec_mesh_write(&far, NULL, SCALP_MESH_GLB, &w.work, &none, NULL),
                     SCALP_ERR_INPUT);
        CHECK(none.data == NULL);
    }
    CASE("memory that runs out") {
        const scalp_mesh large = shape_ball(&w, 90, 40);
        const scalp_mesh_look look = coloured(&w, &large, true);
        for (int format = SCALP_MESH_OBJ; format <= SCALP_MESH_GLB; format++)
            check_memory(&large, &look, (scalp_mesh_format)format);
    }
    CASE("our own files say that they are in millimetres") {
        for (int format = SCALP_MESH_OBJ; format <= SCALP_MESH_GLB; format++) {
            const scalp_bytes bytes = mesh_bytes(&w, &any, NULL, (scalp_mesh_format)format);
            CHECK(mesh_accepted(&w, bytes.data, bytes.size).says_mm == (format < SCALP_MESH_GLB));
        }
    }
    CASE("the ending of a name says the format") {
        scalp_mesh_format format;
        CHECK_STATUS(scalp_codec_mesh_format("a/b.c/HEAD.PLY", &format, NULL), SCALP_OK);
        CHECK(format == SCALP_MESH_PLY);
        CHECK_STATUS(scalp_codec_mesh_format("x.fbx", &format, NULL), SCALP_ERR_INPUT);
        CHECK_STATUS(scalp_codec_mesh_format("glb", &format, NULL), SCALP_ERR_INPUT);
    }
    check_work_close(&w);
    return check_done();
}
