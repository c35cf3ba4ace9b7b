/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wavefront OBJ: what is read, and what is refused with its line. */
#include "check.h"

#include <scalptor/codec.h>

static scalp_status read_text(check_work *w, const char *text, size_t size, scalp_mesh *mesh,
                              scalp_error *error) {
    *error = (scalp_error){0};
    return scalp_codec_obj_read((scalp_bytes){(const uint8_t *)text, size}, "head.obj", &w->work,
                                mesh, error);
}

static scalp_mesh accepted(check_work *w, const char *text) {
    scalp_mesh mesh = {0};
    scalp_error error;
    if (read_text(w, text, strlen(text), &mesh, &error))
        CHECK_FAILED("refused: %s", error.message);
    return mesh;
}

static void refused(check_work *w, const char *text, size_t size, const char *word) {
    scalp_mesh mesh;
    scalp_error error;
    CHECK_STATUS(read_text(w, text, size, &mesh, &error), SCALP_ERR_INPUT);
    if (!strstr(error.message, word))
        CHECK_FAILED("\"%s\" lacks \"%s\"", error.message, word);
}

static bool is_face(const scalp_mesh *mesh, size_t f, uint32_t a, uint32_t b, uint32_t c) {
    const uint32_t *v = mesh->faces[f].v;
    return f < mesh->face_count && v[0] == a && v[1] == b && v[2] == c;
}

#define SQUARE "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\n"

int main(void) {
    check_work w;
    check_work_open(&w, 0);
    CASE("vertices and polygons, every way to name a corner") {
        const scalp_mesh mesh =
            accepted(&w, "# head\n" SQUARE "vt 0 0\nvn 0 0 1\no a\ns off\nusemtl x\n"
                         "f 1 2 3 4\nf 1/1 2/1 3/1\nf 1//1 2//1 4//1\n"
                         "f 1/1/1 3/1/1 4/1/1\nf -4 -3 -1\nl 1 2\n");
        CHECK(mesh.vertex_count == 4 && mesh.face_count == 6);
        CHECK(is_face(&mesh, 0, 0, 1, 2) && is_face(&mesh, 1, 0, 2, 3));
        CHECK(is_face(&mesh, 2, 0, 1, 2) && is_face(&mesh, 3, 0, 1, 3));
        CHECK(is_face(&mesh, 4, 0, 2, 3) && is_face(&mesh, 5, 0, 1, 3));
    }
    CASE("blanks, line ends, joined lines, a byte order mark and no last line end") {
        const scalp_mesh mesh = accepted(&w, "\xef\xbb\xbf"
                                             "  v\t 0 0   0 # zero\r\nv 1 0 0 1.0\r\n\r\n"
                                             "v 0 1 0 0.1 0.2 0.3\r\nf 1 \\\r\n 2 3 \t\r\nf 3 2 1");
        CHECK(mesh.vertex_count == 3 && mesh.face_count == 2);
        CHECK(is_face(&mesh, 0, 0, 1, 2) && is_face(&mesh, 1, 2, 1, 0));
    }
    CASE("faces before their vertices") {
        const scalp_mesh mesh = accepted(&w, "f 1 2 3\n" SQUARE);
        CHECK(is_face(&mesh, 0, 0, 1, 2));
    }
    CASE("numbers are those of strtod") {
        const char *numbers[] = {"0",      "-0",        "+1.5",   ".25",    "3.",
                                 "1e3",    "-2.5E-3",   "85.301", "1e22",   "123456789012345",
                                 "0.1",    "-67.2258",  "1e-22",  "7e-9",   "000012.5000",
                                 "1.0E+2", "9.5367e-7", "1e300",  "1e-300", "0.30000000000000004"};
        for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
            char text[200];
            snprintf(text, sizeof text, "v %s 0 0\nv 0 0 0\nv 0 1 0\nf 1 2 3\n", numbers[i]);
            const scalp_mesh mesh = accepted(&w, text);
            const double wanted = strtod(numbers[i], NULL);
            CHECK_NEAR(mesh.vertices[0].x, wanted, i < 17 ? 0 : 1e-15 * fabs(wanted));
        }
    }
    CASE("what is wrong is told with its line") {
#define REFUSED(text, word) refused(&w, text, sizeof text - 1, word)
        REFUSED("", "no faces");
        REFUSED(SQUARE, "no faces");
        REFUSED("\x89PNG\r\n\x1a\n\0\0\0", "no faces");
        REFUSED(SQUARE "f 1 2 5\n", "head.obj, line 5: a face names vertex 5, but there are 4");
        REFUSED(SQUARE "f 1 2 0\n", "line 5: a face names vertex 0");
        REFUSED(SQUARE "f 1 2 -5\n", "line 5: a face names vertex -5");
        REFUSED(SQUARE "f 1 2 99999999999999999999\n", "line 5: a corner");
        REFUSED(SQUARE "f 1 2 999999999999999999\n", "line 5: a face names");
        REFUSED(SQUARE "f 1 2\n", "line 5: a face needs three corners, not 2");
        REFUSED(SQUARE "f 1 2 x\n", "line 5: a corner of a face is not a vertex number");
        REFUSED(SQUARE "f 1 2 3x\n", "line 5: a corner");
        REFUSED(SQUARE "f 1 2 3/1/1/1\n", "line 5: a corner");
        REFUSED(SQUARE "\n\nf 1 2 3\nv 1 2\n", "line 8: a vertex needs three numbers");
        REFUSED("v 1,5 0 0\nf 1 1 1\n", "line 1: a vertex needs");
        REFUSED("v nan 0 0\nf 1 1 1\n", "line 1: a vertex needs");
        REFUSED("v inf 0 0\nf 1 1 1\n", "line 1: a vertex needs");
        REFUSED("v 0x10 0 0\nf 1 1 1\n", "line 1: a vertex needs");
        REFUSED("v 1e 0 0\nf 1 1 1\n", "line 1: a vertex needs");
        REFUSED("v 1 2 3\0 4\nf 1 1 1\n", "line 1: a vertex needs");
        REFUSED("v 1e999 0 0\nf 1 1 1\n", "line 1: a coordinate is too large");
    }
    CASE("a file cut off anywhere is read or refused, never more") {
        const char text[] = SQUARE "f 1/1 2 3 \\\n4\nf -1 -2 -3\n";
        for (size_t size = 0; size < sizeof text; size++) {
            char *exact = malloc(size + !size);
            scalp_mesh mesh;
            scalp_error error;
            memcpy(exact, text, size);
            const scalp_status status = read_text(&w, exact, size, &mesh, &error);
            CHECK(status == SCALP_OK || status == SCALP_ERR_INPUT);
            free(exact);
        }
    }
    CASE("a long name is shortened") {
        char name[300];
        memset(name, 'n', sizeof name - 1);
        name[sizeof name - 1] = 0;
        scalp_mesh mesh;
        scalp_error error;
        const scalp_bytes bytes = {(const uint8_t *)"f x", 3};
        CHECK_STATUS(scalp_codec_obj_read(bytes, name, &w.work, &mesh, &error), SCALP_ERR_INPUT);
        CHECK(strstr(error.message, "nnn, line 1: a corner") != NULL);
    }
    check_work_close(&w);
    return check_done();
}
