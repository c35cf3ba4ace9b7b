/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PLY and STL that others write: what is read, and what is refused with its place. */
#include "codec/mesh_tools.h"

#define VERTICES(n) "element vertex " #n "\nproperty float x\nproperty float y\nproperty float z\n"
#define FACES(n) "element face " #n "\nproperty list uchar int vertex_indices\n"
#define TEXT "ply\nformat ascii 1.0\ncomment by hand # no comment\nobj_info x\n"

static scalp_mesh_file text(check_work *w, const char *ply) {
    return mesh_accepted(w, ply, strlen(ply));
}

static bool is_face(const scalp_mesh *mesh, size_t f, uint32_t a, uint32_t b, uint32_t c) {
    const uint32_t *v = mesh->faces[f].v;
    return f < mesh->face_count && v[0] == a && v[1] == b && v[2] == c;
}

/* A square of one polygon with colours, tags and a strange element, in bytes. */
static void make_binary(blob *b, bool big) {
    static const float square[4][3] = {{0, 0, 0}, {10.5f, 0, 0}, {10.5f, 8, 0}, {0, 8, -1e-3f}};
    b->size = 0;
    blob_text(b, "ply\nformat ");
    blob_text(b, big ? "binary_big_endian" : "binary_little_endian");
    blob_text(b,
              " 1.0\nelement marker 2\nproperty short a\nproperty list uint8 double b\n" VERTICES(
                  4) "property list uchar ushort tags\nproperty uchar red\nproperty uchar "
                     "green\nproperty uchar blue\nproperty uchar alpha\n" FACES(
                         1) "property int flags\nend_header\n");
    for (unsigned i = 0; i < 2; i++) {
        blob_whole(b, 7, 2, big);
        blob_whole(b, i, 1, big);
        blob_whole(b, 0, 8 * i, big);
    }
    for (unsigned i = 0; i < 4; i++) {
        for (int k = 0; k < 3; k++)
            blob_float(b, square[i][k], big);
        blob_whole(b, i, 1, big);
        blob_whole(b, 0, 2 * i, big);
        blob_whole(b, i, 4, false);
    }
    blob_whole(b, 4, 1, big);
    for (unsigned i = 0; i < 4; i++)
        blob_whole(b, i, 4, big);
    blob_whole(b, 99, 4, big);
}

static void check_binary(check_work *w) {
    static blob b;
    for (int big = 0; big < 2; big++) {
        make_binary(&b, big);
        const scalp_mesh_file file = mesh_accepted(w, b.data, b.size);
        CHECK(file.mesh.vertex_count == 4 && file.mesh.face_count == 2);
        CHECK(is_face(&file.mesh, 0, 0, 1, 2) && is_face(&file.mesh, 1, 0, 2, 3));
        CHECK_NEAR(file.mesh.vertices[3].z, (double)-1e-3f, 0);
        CHECK_NEAR(file.mesh.vertices[1].x, 10.5, 0);
        CHECK(file.look.rgba && file.look.rgba[3][0] == 3 && file.look.rgba[3][3] == 0);
        for (size_t size = 1; size < b.size; size++)
            mesh_refused(w, b.data, size, "");
    }
}

static void check_stl(check_work *w) {
    static blob b;
    blob_text(&b, "solid in name only");
    while (b.size < 80)
        blob_text(&b, " ");
    blob_whole(&b, 2, 4, false);
    for (int f = 0; f < 2; f++) {
        for (int k = 0; k < 12; k++)
            blob_float(&b, k < 3 ? 0 : (float)(k % 4 + (k > 8 ? f : 0)), false);
        blob_whole(&b, 0, 2, false);
    }
    const scalp_mesh_file file = mesh_accepted(w, b.data, b.size);
    CHECK(file.mesh.face_count == 2 && file.mesh.vertex_count == 4);
    mesh_refused(w, b.data, b.size - 1, "");
    b.data[80] = 200; /* many faces, few bytes; and no zero before 512 bytes but these */
    mesh_refused(w, b.data, b.size, "copy it again");
    const scalp_mesh_file words =
        text(w, "solid x y\n facet normal 0 0 1\n  outer loop\n   vertex 0 0 0\n   vertex 1 0 0\n"
                "   vertex 0 1e0 0\n  endloop\n endfacet\n facet normal 0 0 1\n  OUTER LOOP\n"
                "vertex 1 0 0\r\nvertex 1 1 0\nvertex 0 1 0.1\nendloop\nendfacet\nendsolid x\n");
    CHECK(words.mesh.face_count == 2 && words.mesh.vertex_count == 5);
    CHECK_NEAR(words.mesh.vertices[4].z, (double)0.1f, 0);
    CHECK(is_face(&words.mesh, 1, 1, 3, 4));
}

static void refused(check_work *w, const char *ply, const char *word) {
    mesh_refused(w, ply, strlen(ply), word);
}

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("text, with polygons, comments and unknown properties") {
        const scalp_mesh_file file =
            text(&w, TEXT VERTICES(5) "property float confidence\n" FACES(
                         3) "property uchar flags\nend_header\n0 0 0 1\n1 0 0 1\n1 1 0 1\r\n0 1 0 "
                            ".5\n0.5 2 0.1 1\n4 0 1 2 3 9\n3 2\n4 3 9\n2 0 1 9\n");
        CHECK(file.mesh.vertex_count == 5 && file.mesh.face_count == 3);
        CHECK(is_face(&file.mesh, 1, 0, 2, 3) && is_face(&file.mesh, 2, 2, 4, 3));
        CHECK(file.look.rgba == NULL && file.mesh.vertices[4].z == (double)0.1f);
    }
    CASE("what is wrong is said") {
        refused(&w, TEXT VERTICES(3) FACES(1) "end_header\n0 0 0\n1 0 0\n0 1 nan\n3 0 1 2\n",
                "not a finite number");
        refused(&w, TEXT VERTICES(3) FACES(1) "end_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1 3\n",
                "names vertex 3, but they go from 0 to 2");
        refused(&w, TEXT VERTICES(3) FACES(1) "end_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1 -1\n",
                "names vertex -1");
        refused(&w, TEXT VERTICES(3) FACES(0) "end_header\n0 0 0\n1 0 0\n0 1 0\n", "no faces");
        refused(&w, TEXT VERTICES(3) "end_header\n0 0 0\n1 0 0\n0 1 0\n", "no faces");
        refused(&w, TEXT VERTICES(3) FACES(1) "end_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1\n", "ends");
        refused(&w, TEXT VERTICES(3) FACES(1) "end_header\n0 0 0\n1 0 0\n0 1 0\n3 0 1 1.5\n",
                "whole");
        refused(&w, TEXT VERTICES(4000000000) FACES(1) "end_header\n0 0 0\n",
                "promises 4000000000");
        refused(&w, TEXT VERTICES(99999999999999999999) "end_header\n", "how many");
        refused(&w, TEXT VERTICES(-1) "end_header\n", "how many");
        refused(&w, TEXT "element vertex 3\nproperty float x\nend_header\n0 0 0\n", "no y");
        refused(&w, TEXT FACES(1) VERTICES(3) "end_header\n3 0 1 2\n", "before its vertices");
        refused(&w, TEXT VERTICES(3) VERTICES(3) "end_header\n", "twice");
        refused(&w, TEXT VERTICES(3) FACES(1), "no end");
        refused(&w, "ply\nformat ascii 2.0\nend_header\n", "not read");
        refused(&w, "ply\nelement vertex 3\nproperty quad x\nend_header\n", "type quad");
        refused(&w, "ply\nhello\nend_header\n", "not a line");
        refused(&w, TEXT VERTICES(3) "element face 1\nproperty list float int vertex_indices\n",
                "whole number to count with");
    }
    CASE("bytes in both orders, cut off anywhere") {
        check_binary(&w);
    }
    CASE("STL that calls itself solid, and one that lies about its size") {
        check_stl(&w);
    }
    check_work_close(&w);
    return check_done();
}
